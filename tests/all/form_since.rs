//! A Word file that comes back after its form was changed: no change of the form is
//! told as its reader's, and each question is named.

use std::fs;

use crate::support::word::Word;
use crate::support::{ANSWERS, DOCX, Said, Workshop};
use serde_json::{Value, json};

const FORM: &str = "input/trygghet-2023/form.json";
const SINCE: &str = "· the form has been changed since the file was made";

fn report() -> (Workshop, Word) {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| answers["answers"]["implementering"] = json!("Ett."));
    workshop.build(&["--format", "docx"]);
    let word = Word::read(&workshop.read(DOCX));
    (workshop, word)
}

fn import(workshop: &Workshop, word: &Word, args: &[&str]) -> Said {
    fs::write(workshop.path("returned.docx"), word.bytes()).expect("a file");
    workshop.run(&[&["import", "returned.docx"], args].concat())
}

fn reword(form: &mut Value) {
    let question = form["parts"][0]["content"][1]["question"].as_object_mut().expect("a question");
    question["text"] = json!("Helt andra ord som ingen har sett, i en ny mening?");
    form["parts"][3]["content"].as_array_mut().expect("a list").remove(0);
}

#[test]
fn changes_of_the_form_are_not_the_readers() {
    let (workshop, mut word) = report();
    word.replace("Ett.", "Ett och två.");
    let said = import(&workshop, &word, &["--dry-run"]);
    assert!(said.code == 0 && !said.stdout.contains("the form has"), "{said:?}");
    workshop.change(FORM, reword);
    let said = import(&workshop, &word, &["--dry-run"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(said.stdout.matches(SINCE).count(), 1, "{}", said.stdout);
    assert!(!said.stdout.contains("  !") && said.stdout.contains("  1 change\n"), "{said:?}");
}

#[test]
fn a_question_that_is_new_is_not_missing() {
    let (workshop, word) = report();
    workshop.change(FORM, |form| {
        let strategies = &mut form["parts"][1]["content"][1]["matrix"]["strategies"];
        let new = json!({ "number": "99", "text": "Något helt nytt." });
        strategies.as_array_mut().expect("a list").push(new);
    });
    let said = import(&workshop, &word, &["--dry-run"]);
    assert_eq!(said.code, 0, "{said:?}");
    let told = "· section 2, strategy 99: it is not in the file, which was made before";
    assert!(said.stdout.contains(told), "{}", said.stdout);
    // One that has been answered is missed whatever the form was.
    let (workshop, mut word) = report();
    word.rows(0, |rows| drop(rows.drain(1..3)));
    workshop.change(FORM, reword);
    let said = import(&workshop, &word, &["--dry-run"]);
    let told = "! section 2, strategy 1: its place is not in the file";
    assert!(said.code == 1 && said.stdout.contains(told), "{said:?}");
}

#[test]
fn places_alone_are_not_trusted_when_the_form_has_changed() {
    let (workshop, mut word) = report();
    word.unwrap_controls().delete_bookmarks();
    let said = import(&workshop, &word, &["--dry-run"]);
    assert_eq!(said.code, 0, "{said:?}");
    workshop.change(FORM, reword);
    let said = import(&workshop, &word, &["--dry-run"]);
    assert_eq!(said.code, 1, "{said:?}");
    let told = "has lost what says which answer is which: look whether each";
    assert!(said.stdout.contains(told), "{}", said.stdout);
}

#[test]
fn each_question_of_a_part_is_named() {
    let workshop = Workshop::new();
    workshop.change(FORM, |form| {
        form["parts"][0]["content"] = json!([
            { "question": { "id": "f1", "text": "Hur går det?" } },
            { "question": { "id": "f2", "text": "Hur går det?" } },
            { "question": { "id": "f3", "text": "Vad vill ni säga mer om året som gick?" } },
        ]);
    });
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["implementering"] = json!({ "f1": "Ett.", "f2": "Två.", "f3": "Tre." });
    });
    workshop.build(&["--format", "docx"]);
    let mut word = Word::read(&workshop.read(DOCX));
    word.replace("Ett.", "1.").replace("Två.", "2.").replace("Tre.", "3.");
    let all = ["/f1", "/f2", "/f3"];
    let names = ["“f1”", "“f2”", "“Vad vill ni säga mer om …”"];
    let said = import(&workshop, &word, &["--dry-run"]);
    assert!(names.iter().all(|name| said.stdout.contains(name)), "{}", said.stdout);
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["implementering"] = json!({ "f1": "A.", "f2": "B.", "f3": "C." });
    });
    let said = import(&workshop, &word, &["--format", "json"]);
    let record: Value = serde_json::from_str(&said.stdout).expect("JSON");
    let notes = record["notes"].as_array().expect("notes");
    let paths: Vec<&str> = notes.iter().map(|note| note["path"].as_str().expect("one")).collect();
    assert_eq!(paths, all.map(|end| format!("/answers/implementering{end}")));
}

#[test]
fn a_text_in_a_form_without_a_date_loses_nothing() {
    const BLANK: &str = "out/blank/trygghet-2023-socialnamnd-hisingen.docx";
    let workshop = Workshop::new();
    let new = ["new", "--form", "trygghet-2023", "--body", "socialnamnd-hisingen"];
    let said = workshop.run(&[&new[..], &["--dnr", "0498/23", "--format", "docx"]].concat());
    assert_eq!(said.code, 0, "{said:?}");
    let mut word = Word::read(&workshop.read(BLANK));
    word.tick("strategier-alla/2/development", None, Some("Öva."));
    for unwrapped in [false, true] {
        if unwrapped {
            word.unwrap_controls();
        }
        let said = import(&workshop, &word, &["--dry-run"]);
        assert!(said.code == 0 && said.stdout.contains("{+Öva.+}"), "{said:?}");
        assert!(!said.stdout.contains("were not taken"), "{}", said.stdout);
    }
}
