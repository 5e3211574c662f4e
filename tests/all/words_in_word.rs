//! No word that somebody wrote into a Word file's marks, lists, dates or controls
//! is passed over.

use crate::support::word::{DOCUMENT, Word, paragraph, run};
use crate::support::{ANSWERS, DOCX, Said, Workshop};
use serde_json::{Value, json};

const BLANK: &str = "out/blank/trygghet-2023-socialnamnd-hisingen.docx";
const BEGUN: &str = "input/trygghet-2023/answers/socialnamnd-hisingen.json";

/// A form to fill in, whose controls say that they show their prompts.
fn form() -> (Workshop, Word) {
    let workshop = Workshop::new();
    let new = ["new", "--form", "trygghet-2023", "--body", "socialnamnd-hisingen"];
    let said = workshop.run(&[&new[..], &["--dnr", "0498/23", "--format", "docx"]].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    let word = Word::read(&workshop.read(BLANK));
    (workshop, word)
}

/// A report in which the fourth strategy has a status and a text.
fn report() -> (Workshop, Word) {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["strategier-alla"]["4"] =
            json!({ "status": "mindre", "development": "Pågår." });
        answers["answers"]["implementering"] = json!("Ett.");
    });
    workshop.build(&["--format", "docx"]);
    let word = Word::read(&workshop.read(DOCX));
    (workshop, word)
}

fn returned(workshop: &Workshop, word: &Word, answers: &str) -> (Said, Value) {
    std::fs::write(workshop.path("returned.docx"), word.bytes()).expect("a file");
    let said = workshop.run(&["import", "returned.docx"]);
    let now = match workshop.path(answers).exists() {
        true => serde_json::from_slice(&workshop.read(answers)).expect("JSON"),
        false => Value::Null,
    };
    (said, now)
}

fn strategy<'a>(answers: &'a Value, number: &str) -> &'a Value {
    &answers["answers"]["strategier-alla"][number]
}

fn tag(number: &str, key: &str) -> String {
    format!("strategier-alla/{number}/{key}")
}

#[test]
fn words_in_a_control_that_is_marked_as_showing_its_prompt_are_the_answer() {
    let (workshop, mut word) = form();
    word.tick("implementering", None, Some("Helt eget svar."));
    word.tick(&tag("1", "development"), None, Some("Vi ser över."));
    assert!(word.text(DOCUMENT).contains("w:showingPlcHdr"));
    let (said, answers) = returned(&workshop, &word, BEGUN);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(answers["answers"]["implementering"], "Helt eget svar.");
    assert_eq!(strategy(&answers, "1")["development"], "Vi ser över.");
    assert_eq!(strategy(&answers, "2")["development"], "");
}

#[test]
fn the_list_of_states_takes_a_reason_and_passes_over_no_word() {
    let (workshop, mut word) = form();
    word.tick(&tag("1", "left"), None, Some("Vi är inte berörda av detta"));
    word.tick(&tag("2", "left"), None, Some("Ej aktuellt – bolaget är vilande"));
    let (said, answers) = returned(&workshop, &word, BEGUN);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stdout.contains("“Vi är inte berörda av detta”"), "{}", said.stdout);
    assert_eq!(strategy(&answers, "1")["status"], "");
    let two = strategy(&answers, "2");
    assert_eq!(
        (&two["status"], &two["reason"]),
        (&json!("not_applicable"), &json!("bolaget är vilande"))
    );
}

#[test]
fn a_mark_and_a_state_are_both_named_and_neither_is_taken() {
    let (workshop, mut word) = form();
    word.tick(&tag("2", "left"), None, Some("Ej aktuellt"));
    word.tick(&tag("2", "status/enligt"), Some(true), Some("☒"));
    let (said, answers) = returned(&workshop, &word, BEGUN);
    assert_eq!(said.code, 1, "{said:?}");
    let note = said.stdout.lines().find(|line| line.contains("Ej aktuellt")).expect("a note");
    assert!(note.contains("I enlighet med strategin"), "{note}");
    if answers != Value::Null {
        let two = strategy(&answers, "2");
        assert_eq!((&two["status"], &two["development"]), (&json!(""), &json!("")));
    }
}

#[test]
fn a_date_beside_a_state_is_taken() {
    let (workshop, mut word) = form();
    word.tick(&tag("2", "left"), None, Some("Ej aktuellt"));
    word.tick(&tag("2", "expected"), None, Some("2024-06"));
    let (said, answers) = returned(&workshop, &word, BEGUN);
    assert_eq!(said.code, 0, "{said:?}");
    let two = strategy(&answers, "2");
    assert_eq!((&two["status"], &two["expected"]), (&json!("not_applicable"), &json!("2024-06")));
}

#[test]
fn a_form_without_controls_gives_no_word_of_its_own() {
    let (workshop, mut word) = form();
    word.tick("implementering", None, Some("Allt är bra."));
    word.tick(&tag("1", "development"), None, Some("Vi bygger."));
    word.tick(&tag("2", "left"), None, Some("Ej aktuellt"));
    word.unwrap_controls().delete_bookmarks();
    let (said, answers) = returned(&workshop, &word, BEGUN);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(!said.stdout.contains("prompt"), "{}", said.stdout);
    assert_eq!(strategy(&answers, "1")["development"], "Vi bygger.");
    assert_eq!(strategy(&answers, "2")["status"], "not_applicable");
    assert!(!answers.to_string().contains("Beräknas klart"), "{answers}");
}

#[test]
fn words_that_are_no_state_are_told_beside_a_mark_as_within_it() {
    for words in ["Delvis", "nej!", "Beräknas klart: 2025-01", "(x)"] {
        let beside = |word: &mut Word| {
            word.type_into(7, 4, words);
        };
        let within = |word: &mut Word| {
            word.tick(&tag("4", "status/enligt"), None, Some(words));
        };
        let edits: [&dyn Fn(&mut Word); 2] = [&beside, &within];
        for edit in edits {
            let (workshop, mut word) = report();
            edit(&mut word);
            let (said, answers) = returned(&workshop, &word, ANSWERS);
            assert_eq!(said.code, 1, "{words} {said:?}");
            assert!(said.stdout.contains(&format!("“{words}”")), "{}", said.stdout);
            assert_eq!(strategy(&answers, "4")["status"], "mindre", "{words}");
        }
    }
    let (workshop, mut word) = report();
    word.tick(&tag("4", "status/enligt"), None, Some("Ej aktuellt"));
    let (said, answers) = returned(&workshop, &word, ANSWERS);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(strategy(&answers, "4")["status"], "not_applicable");
}

#[test]
fn a_state_has_its_reason_on_the_same_line() {
    for sign in [":", " –", " -", ",", "."] {
        let (workshop, mut word) = report();
        let line = format!("Ej aktuellt{sign} berör inte oss");
        word.replace(&run("Pågår."), &run(&line)).replace(&run("Ett."), &run(&line));
        let (said, answers) = returned(&workshop, &word, ANSWERS);
        assert_eq!(said.code, 0, "{said:?}");
        let wanted = json!({ "status": "not_applicable", "reason": "berör inte oss" });
        assert_eq!(*strategy(&answers, "4"), wanted, "{line}");
        assert_eq!(answers["answers"]["implementering"], wanted, "{line}");
    }
    let (workshop, mut word) = report();
    word.replace(&run("Ett."), &run("Ej aktuellt för oss."));
    let (_, answers) = returned(&workshop, &word, ANSWERS);
    assert_eq!(answers["answers"]["implementering"], "Ej aktuellt för oss.");
}

#[test]
fn a_date_that_is_not_on_the_last_line_is_told() {
    for date in ["2024-09", "snart"] {
        let (workshop, mut word) = report();
        let line = format!("Beräknas klart: {date}");
        let lines = ["Pågår.", &line, "/Anna"].map(run).join("</w:p><w:p>");
        word.replace(&run("Pågår."), &lines);
        let (said, answers) = returned(&workshop, &word, ANSWERS);
        assert_eq!(said.code, 1, "{said:?}");
        let told = match date {
            "snart" => "“snart” is no date, and stays",
            _ => "the date “2024-09” is not the last that is said",
        };
        assert!(said.stdout.contains(told), "{}", said.stdout);
        assert_eq!(strategy(&answers, "4")["development"], format!("Pågår.\n\n{line}\n\n/Anna"));
    }
    let (workshop, mut word) = form();
    word.tick(&tag("2", "development"), None, Some("Beräknas klart: 2025-01"));
    word.tick(&tag("2", "expected"), None, Some("2024-06"));
    let (said, answers) = returned(&workshop, &word, BEGUN);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stdout.contains("“2025-01”"), "{}", said.stdout);
    assert_eq!(strategy(&answers, "2")["expected"], "2024-06");
}

#[test]
fn words_in_the_cell_of_a_strategy_are_told() {
    let (workshop, mut word) = report();
    word.cells(7, |cells| {
        let dnr::xml::Node::Element(cell) = &mut cells[0] else { panic!("a cell") };
        cell.push(crate::support::word::element(&paragraph("Ej aktuellt")));
    });
    let (said, _) = returned(&workshop, &word, ANSWERS);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stdout.contains("ignored: Ej aktuellt"), "{}", said.stdout);
}
