//! A word that is wider than its line breaks, and is still the word to those
//! who copy it, search for it or hear it. No other word breaks.

use serde_json::json;

use crate::support::docx::{Docx, text_of};
use crate::support::pages::{Placed, placed};
use crate::support::pdf::Pdf;
use crate::support::{ANSWERS, BODIES, DOCX, FORM, PDF, Workshop, squeezed};

const COMPOUND: &str = "Trafiksäkerhetshöjandeåtgärdsprogramsuppföljningsgruppssammanträdes\
                        protokollsutdragsförteckningsdokumentationsansvar";
const HEAD: &str = "Otillfredsställande";
const FILE: &str =
    "C:\\rapporter\\2023\\bilagor_till_nämnden\\slutversion_av_rapporten_om_trygghet-2.docx";
const ADDRESS: &str = "fornamn.efternamn@forvaltningen.for.utbildning.exempelstaden.goteborg.se";
const URL: &str = "https://exempel.se/katalog/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef?a=1";
const SUM: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// Signs between which no line may end, by the rules for running text.
fn dashes() -> String {
    "—".repeat(60)
}

fn hostile() -> Workshop {
    let workshop = Workshop::new();
    workshop.change(BODIES, |bodies| {
        bodies["bodies"]["utbildningsnamnden"]["name"] = json!(format!("{COMPOUND}nämnden"));
    });
    workshop.change(FORM, |form| {
        form["headings"]["answer"] = json!(COMPOUND);
        let options = form["scales"]["strategistatus"]["options"].as_array_mut().expect("options");
        let mut fifth = options[0].clone();
        (fifth["id"], fifth["label"]) = (json!("femte"), json!(HEAD));
        fifth["symbol"] = json!("Uppfyllelsegrad");
        options.push(fifth);
        options[1]["label"] = json!(SUM);
        form["parts"][0]["heading"] = json!(COMPOUND);
        form["parts"][0]["content"][0]["instruction"] = json!(format!(
            "Se {COMPOUND}:\n\n* ett\n  - {COMPOUND}\n    1. {FILE}\n\n999999999. {URL}"
        ));
        let strategies = form["parts"][1]["content"].as_array_mut().expect("content");
        let strategies = &mut strategies.last_mut().expect("a matrix")["matrix"]["strategies"];
        strategies[0]["text"] = json!(format!("Läs {FILE}"));
        strategies[1]["development_label"] = json!(COMPOUND);
    });
    workshop.change(ANSWERS, |answers| {
        let answers = &mut answers["answers"];
        answers["implementering"] = json!(format!(
            "{FILE} och {ADDRESS}, {URL} [länk **{SUM}** slut](https://exempel.se)\n\n\
             **{}**{}\n\n{}\n\n{}",
            &COMPOUND[..40],
            &COMPOUND[40..],
            dashes(),
            nested(9)
        ));
        answers["strategier-alla"]["1"] = json!({"status": "femte"});
        answers["strategier-alla"]["2"] = json!({
            "status": "storre",
            "development": format!("{COMPOUND} {FILE} {ADDRESS} {URL}\n\n{}", nested(9)),
        });
    });
    workshop
}

/// Lists within lists, each item a long word.
fn nested(levels: usize) -> String {
    let item = |level: usize| format!("{}* nivå{level}{}", "  ".repeat(level), "ord".repeat(20));
    (0..levels).map(item).collect::<Vec<_>>().join("\n")
}

/// Lines of text that begin before the one beside them ends.
fn overlaps(placed: &[Placed]) -> Vec<(&Placed, &Placed)> {
    let mut overlaps = Vec::new();
    for (index, one) in placed.iter().enumerate() {
        let beside = placed[index + 1..].iter().filter(|other| {
            (other.page, other.baseline) == (one.page, one.baseline)
                && one.left < other.right - 0.1
                && other.left < one.right - 0.1
        });
        overlaps.extend(beside.map(|other| (one, other)));
    }
    overlaps
}

#[test]
fn none_leaves_its_line() {
    let placed = placed(&hostile());
    assert!(placed.len() > 500);
    // The matrix is the widest thing on the page: 25.08 mm and 453.1 points.
    let edge = 25.08 * 72.0 / 25.4 + 453.1;
    let outside: Vec<&Placed> = placed.iter().filter(|one| one.right > edge).collect();
    assert!(outside.is_empty(), "{outside:?}");
    let overlaps = overlaps(&placed);
    assert!(overlaps.is_empty(), "{overlaps:?}");
}

#[test]
fn each_is_copied_and_heard_as_it_is_written() {
    let workshop = hostile();
    workshop.build(&["--format", "pdf,docx"]);
    let pdf = Pdf::read(&workshop.read(PDF));
    let copied: Vec<String> = pdf.lines().into_iter().map(|(_, line)| line).collect();
    // A soft hyphen at a line's end is no sign of the word.
    let copied = copied.concat().replace('\u{ad}', "");
    let heard = pdf.tags().text.replace('\u{ad}', "");
    let mut docx = Docx::read(&workshop.read(DOCX));
    let in_word = text_of(&docx.part("word/document.xml"));
    for word in [COMPOUND, HEAD, FILE, ADDRESS, URL, SUM, &dashes(), "nivå8ordord", "999999999."] {
        assert!(heard.contains(word), "{word} in {heard}");
        assert!(squeezed(&copied).contains(&squeezed(word)), "{word} in {copied}");
        assert!(word == "999999999." || in_word.contains(word), "{word} in {in_word}");
    }
    assert!(!heard.contains('\u{200b}') && !copied.contains('\u{200b}'));
}

#[test]
fn the_language_says_where() {
    let workshop = Workshop::new();
    workshop.change(FORM, |form| {
        let options = form["scales"]["strategistatus"]["options"].as_array_mut().expect("options");
        options.push(options[0].clone());
        (options[4]["id"], options[4]["label"]) = (json!("femte"), json!(HEAD));
    });
    workshop.build(&["--format", "pdf"]);
    let lines = Pdf::read(&workshop.read(PDF)).lines();
    let at = lines.iter().position(|(_, line)| line == "Otillfreds\u{ad}").expect("a hyphen");
    assert_eq!(lines[at + 1].1, "ställande");
}

#[test]
fn short_words_in_large_letters_break_as_well() {
    let workshop = Workshop::new();
    workshop.change(FORM, |form| {
        form["scales"]["strategistatus"]["options"][0]["label"] = json!("Mom är");
    });
    workshop.build(&["--format", "pdf", "--set", "styles.matrix_head.size=40pt"]);
    let lines = Pdf::read(&workshop.read(PDF)).lines();
    assert!(lines.iter().any(|(_, line)| line.trim() == "Mo"), "{lines:?}");
    assert!(!lines.iter().any(|(_, line)| line.contains("Mom")), "{lines:?}");
}

#[test]
fn a_file_name_breaks_after_its_signs_and_has_no_hyphens() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["manniskohandel"] = json!(format!("Se {FILE}."));
    });
    workshop.build(&["--format", "pdf"]);
    let lines = Pdf::read(&workshop.read(PDF)).lines();
    let at = lines.iter().position(|(_, line)| line.starts_with("Se C:")).expect("the file");
    let (first, second) = (&lines[at].1, &lines[at + 1].1);
    assert!(first.ends_with(['\\', '_', '-']), "{first}");
    assert_eq!(format!("{first}{second}"), format!("Se {FILE}."));
}

#[test]
fn words_that_fit_are_whole() {
    let workshop = Workshop::new();
    // Wider than what is left of its line, and not than the line.
    let fitting = "brottsförebyggandetrygghetsskapandesamverkansgruppernasordförande";
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["manniskohandel"] = json!(format!("Några ord och {fitting} och mer."));
    });
    workshop.build(&["--format", "pdf"]);
    let lines = Pdf::read(&workshop.read(PDF)).lines();
    assert!(lines.iter().all(|(_, line)| !line.contains('\u{ad}')));
    assert!(lines.iter().any(|(_, line)| line.contains(fitting)), "{lines:?}");
}
