//! What a form asks for is never taken for an answer, whatever program saved it.

use crate::support::docx::{all, text};
use crate::support::word::{DOCUMENT, Word};
use crate::support::{DOCX, Said, Workshop};
use dnr::xml::Element;
use serde_json::Value;

const BLANK: &str = "out/blank/trygghet-2023-socialnamnd-hisingen.docx";
const ANSWERS: &str = "input/trygghet-2023/answers/socialnamnd-hisingen.json";
const PROMPT: &str = "Klicka här och skriv svaret.";

/// A form to fill in, as LibreOffice saves it: the prompts are text as any other.
fn begun(args: &[&str]) -> (Workshop, Word) {
    let workshop = Workshop::new();
    let new = ["new", "--form", "trygghet-2023", "--body", "socialnamnd-hisingen"];
    let said = workshop.run(&[&new[..], &["--dnr", "0498/23", "--format", "docx"], args].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    let mut word = Word::read(&workshop.read(BLANK));
    let plain = word
        .text(DOCUMENT)
        .replace("<w:showingPlcHdr/>", "")
        .replace(r#"<w:rStyle w:val="PlaceholderText"/>"#, "");
    word.set(DOCUMENT, plain);
    (workshop, word)
}

fn returned(workshop: &Workshop, word: &Word, args: &[&str]) -> Said {
    std::fs::write(workshop.path("returned.docx"), word.bytes()).expect("a file");
    workshop.run(&[&["import", "returned.docx"], args].concat())
}

#[test]
fn an_untouched_form_has_no_answers() {
    let (workshop, word) = begun(&[]);
    let said = returned(&workshop, &word, &[]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.contains("no changes"), "{}", said.stdout);
    assert!(!workshop.path(ANSWERS).exists());
    // One in which the strategies are texts of their own.
    let linear = ["--set", "matrix.linear=true"];
    let (workshop, word) = begun(&linear);
    let said = returned(&workshop, &word, &linear);
    assert!(said.code == 0 && said.stdout.contains("no changes"), "{said:?}");
}

#[test]
fn the_prompts_of_the_file_itself_count() {
    let other = "texts.answer_prompt=Skriv här, tack.";
    let (workshop, word) = begun(&["--set", other]);
    assert!(word.text(DOCUMENT).contains("Skriv här, tack."));
    let said = returned(&workshop, &word, &[]);
    assert!(said.stdout.contains("no changes"), "{said:?}");
}

#[test]
fn words_beside_a_prompt_are_the_answer() {
    let forms = [
        format!("{PROMPT} Alla vet."),
        format!("Alla vet. {PROMPT}"),
        "Klicka här och Alla vet. skriv svaret.".to_owned(),
        format!("{PROMPT}</w:t></w:r></w:p><w:p><w:r><w:t>Alla vet."),
    ];
    for typed in forms {
        let (workshop, mut word) = begun(&[]);
        word.replace(PROMPT, &typed);
        let said = returned(&workshop, &word, &[]);
        assert_eq!(said.code, 0, "{said:?}");
        let answers: Value = serde_json::from_slice(&workshop.read(ANSWERS)).expect("JSON");
        assert_eq!(answers["answers"]["implementering"], "Alla vet.", "{typed}");
        let told = "the form's prompt stood beside the answer and was not taken";
        assert!(said.stdout.contains(told), "{}", said.stdout);
    }
}

/// What LibreOffice 7 takes a control around paragraphs for decides whether its
/// first paragraph keeps bold, links and comments.
#[test]
fn controls_around_paragraphs_are_document_parts_for_old_programs() {
    let workshop = Workshop::new();
    workshop.build(&["--format", "docx"]);
    let word = Word::read(&workshop.read(DOCX));
    let document = Element::parse(word.text(DOCUMENT).as_bytes()).expect("XML");
    let mut around_paragraphs = 0;
    for control in all(&document, "w:sdt") {
        let properties = control.child("w:sdtPr").expect("properties");
        let holds = control.child("w:sdtContent").is_some_and(|c| c.child("w:p").is_some());
        around_paragraphs += usize::from(holds);
        assert!(properties.child("w:docPartObj").is_none(), "Word would offer other parts");
        let alternatives = properties.child("mc:AlternateContent");
        assert_eq!(alternatives.is_some(), holds, "{}", text(control));
        let Some(alternatives) = alternatives else { continue };
        let choice = alternatives.child("mc:Choice").expect("a choice");
        assert_eq!((choice.attribute("Requires"), choice.children.len()), (Some("w15"), 0));
        let fallback = alternatives.child("mc:Fallback").expect("a fallback");
        assert!(fallback.child("w:docPartObj").is_some());
    }
    assert_eq!(around_paragraphs, 2 + 15);
    assert!(document.attribute("xmlns:w15").is_some() && document.attribute("xmlns:mc").is_some());
}
