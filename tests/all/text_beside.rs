//! What somebody writes where no answer is: in headers, footers, text boxes and
//! notes, and in place of a mark together with one.

use crate::support::word::{DOCUMENT, Word, paragraph, run, styled};
use crate::support::{ANSWERS, DOCX, Said, Workshop, project};
use serde_json::{Value, json};

const BLANK: &str = "out/blank/trygghet-2023-socialnamnd-hisingen.docx";
const BEGUN: &str = "input/trygghet-2023/answers/socialnamnd-hisingen.json";
const RELATIONS: &str = "word/_rels/document.xml.rels";
const QUESTION: &str = r#"<w:p><w:pPr><w:pStyle w:val="Question"/>"#;

fn report() -> (Workshop, Word) {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["strategier-alla"]["4"] =
            json!({ "status": "mindre", "development": "Pågår.", "expected": "2024-06" });
        answers["answers"]["implementering"] = json!("Ett.");
    });
    workshop.build(&["--format", "docx"]);
    let word = Word::read(&workshop.read(DOCX));
    (workshop, word)
}

fn returned(workshop: &Workshop, word: &Word) -> Said {
    std::fs::write(workshop.path("returned.docx"), word.bytes()).expect("a file");
    workshop.run(&["import", "returned.docx"])
}

fn strategy(workshop: &Workshop, answers: &str, number: &str) -> Value {
    let answers: Value = serde_json::from_slice(&workshop.read(answers)).expect("JSON");
    answers["answers"]["strategier-alla"][number].clone()
}

/// Adds a part of the document, of that kind.
fn with_part(word: &mut Word, kind: &str, content: &str) {
    let name = format!("{kind}9");
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let element = match kind {
        "footer" => "w:ftr",
        "header" => "w:hdr",
        "footnotes" => "w:footnotes",
        _ => "w:endnotes",
    };
    let xml = format!(r#"<{element} xmlns:w="{namespace}">{content}</{element}>"#);
    word.set(&format!("word/{name}.xml"), xml);
    let relation = format!(
        r#"<Relationship Id="rId{name}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{name}.xml"/>"#
    );
    word.replace_in(RELATIONS, "</Relationships>", &format!("{relation}</Relationships>"));
}

#[test]
fn words_in_a_header_a_footer_a_text_box_or_a_note_are_told() {
    let page = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#;
    let footer = |word: &mut Word| {
        with_part(word, "footer", &paragraph("Ändra strategi 4 till grön."));
    };
    let header = |word: &mut Word| {
        let own = word.parts.iter().map(|(name, _)| name.clone());
        let own: Vec<String> = own.filter(|name| name.starts_with("word/header")).collect();
        let name = own.iter().find(|name| word.text(name).contains("</w:p>")).expect("a header");
        word.replace_in(name, "</w:p>", &format!("</w:p>{}", paragraph("Ändra strategi 4.")));
    };
    let boxed = |word: &mut Word| {
        let text_box = format!(
            "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>",
            paragraph("Ändra strategi 4.")
        );
        word.replace(QUESTION, &format!("{}{QUESTION}", styled("Question", &text_box)));
    };
    let noted = |kind: &'static str, note: &'static str| {
        move |word: &mut Word| {
            let text = paragraph("Ändra strategi 4.");
            with_part(word, kind, &format!(r#"<w:{note} w:id="2">{text}</w:{note}>"#));
            let reference = format!(r#"<w:r><w:{note}Reference w:id="2"/></w:r>"#);
            word.replace("värderat", "värderat</w:t></w:r>@<w:r><w:t>");
            word.replace("@", &reference);
        }
    };
    let (foot, end) = (noted("footnotes", "footnote"), noted("endnotes", "endnote"));
    let edits: [&dyn Fn(&mut Word); 5] = [&footer, &header, &boxed, &foot, &end];
    for (index, edit) in edits.into_iter().enumerate() {
        let (workshop, mut word) = report();
        edit(&mut word);
        let before = workshop.read(ANSWERS);
        let said = returned(&workshop, &word);
        assert_eq!((said.code, workshop.read(ANSWERS)), (1, before), "{index} {said:?}");
        let told = "! text outside the answers was ignored: Ändra strategi 4";
        assert_eq!(said.stdout.matches(told).count(), 1, "{index} {}", said.stdout);
    }
    // Page numbers, and our own words in another part, are nobody's.
    let (workshop, mut word) = report();
    with_part(&mut word, "footer", &styled("Footer", page));
    let said = returned(&workshop, &word);
    assert!(said.code == 0 && said.stdout.contains("  no changes\n"), "{said:?}");
    assert!(!said.stdout.contains("outside"), "{}", said.stdout);
}

#[test]
fn a_templates_headers_are_compared_with_the_template() {
    let template = project().join("tests/data/templates/swedish.dotx");
    let template = template.to_str().expect("a path");
    let workshop = Workshop::new();
    workshop.build(&["--format", "docx", "--template", template]);
    let mut word = Word::read(&workshop.read(DOCX));
    let import = |word: &Word, args: &[&str]| {
        std::fs::write(workshop.path("returned.docx"), word.bytes()).expect("a file");
        workshop.run(&[&["import", "returned.docx"], args].concat())
    };
    let untold = import(&word, &[]);
    assert!(untold.code == 0 && untold.stdout.contains("--template"), "{untold:?}");
    let said = import(&word, &["--template", template]);
    assert!(said.code == 0 && !said.stdout.contains("·"), "{said:?}");
    with_part(&mut word, "footer", &paragraph("Ändra strategi 4."));
    let said = import(&word, &["--template", template]);
    assert!(said.code == 1 && said.stdout.contains("ignored: Ändra strategi 4."), "{said:?}");
}

#[test]
fn a_look_that_has_changed_since_hides_no_words() {
    let (workshop, mut word) = report();
    let layout = r#"name="dnr layout"><vt:lpwstr>"#;
    word.replace_in("docProps/custom.xml", layout, &format!("{layout}0"));
    let heads: Vec<String> = word.parts.iter().map(|(name, _)| name.clone()).collect();
    for name in heads.iter().filter(|name| name.starts_with("word/header")) {
        let text = word.text(name).replace("mars 2023", "april 2024");
        word.set(name, text);
    }
    let said = returned(&workshop, &word);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.contains("· the form's own text was changed"), "{}", said.stdout);
    with_part(&mut word, "footer", &paragraph("Ändra strategi 4."));
    let said = returned(&workshop, &word);
    assert!(said.code == 1 && said.stdout.contains("ignored: Ändra strategi 4."), "{said:?}");
}

#[test]
fn a_mark_and_a_state_in_the_text_leave_the_strategy_as_it_is() {
    let (workshop, mut word) = report();
    word.tick("strategier-alla/4/status/mindre", Some(false), Some("\u{2003}"));
    word.tick("strategier-alla/4/status/enligt", Some(true), Some("x"));
    let text = format!("{}<w:r><w:br/></w:r>{}", run("Ej aktuellt"), run("Pågår."));
    word.replace(&run("Pågår."), &text);
    let before = strategy(&workshop, ANSWERS, "4");
    let said = returned(&workshop, &word);
    assert_eq!((said.code, strategy(&workshop, ANSWERS, "4")), (1, before), "{said:?}");
    assert!(said.stdout.contains("“Ej aktuellt” is said as well"), "{}", said.stdout);
}

#[test]
fn what_was_chosen_in_a_form_is_read_with_its_controls_gone() {
    for bare in [false, true] {
        let workshop = Workshop::new();
        let new = ["new", "--form", "trygghet-2023", "--body", "socialnamnd-hisingen"];
        let said = workshop.run(&[&new[..], &["--dnr", "0498/23", "--format", "docx"]].concat());
        assert_eq!(said.code, 0, "{}", said.stderr);
        let mut word = Word::read(&workshop.read(BLANK));
        word.set(DOCUMENT, word.text(DOCUMENT).replace("<w:showingPlcHdr/>", ""));
        for (tag, words) in [
            ("1/development", "Vi bygger."),
            ("1/expected", "2024-08"),
            ("2/development", "Berör oss inte."),
            ("2/left", "Ej aktuellt"),
            ("3/left", "Ej besvarat"),
            ("5/development", "Vi ser över."),
            ("5/expected", "2024-06"),
            ("5/left", "Ej aktuellt"),
        ] {
            word.tick(&format!("strategier-alla/{tag}"), None, Some(words));
        }
        word.tick("strategier-alla/1/status/mindre", Some(true), Some("☒"));
        if bare {
            word.unwrap_controls().delete_bookmarks();
        }
        let said = returned(&workshop, &word);
        assert_eq!(said.code, 0, "{bare} {said:?}");
        let set = |number: &str| {
            let mut found = strategy(&workshop, BEGUN, number);
            let object = found.as_object_mut().expect("a strategy");
            object.retain(|key, value| !key.starts_with("//") && value.as_str() != Some(""));
            found
        };
        assert_eq!(
            set("1"),
            json!({ "status": "mindre", "development": "Vi bygger.", "expected": "2024-08" })
        );
        assert_eq!(set("2"), json!({ "status": "not_applicable", "reason": "Berör oss inte." }));
        assert_eq!(set("3"), json!({ "status": "not_answered" }));
        assert_eq!(
            set("5"),
            json!({ "status": "not_applicable", "reason": "Vi ser över.", "expected": "2024-06" })
        );
    }
}
