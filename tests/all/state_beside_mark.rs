//! A state written beside a mark, and a date in a line that says more: what of it
//! somebody must decide, and that nothing of the answers goes meanwhile.

use crate::support::word::{Word, run};
use crate::support::{ANSWERS, DOCX, Said, Workshop};
use serde_json::{Value, json};

/// The row of the fourth strategy's marks, and its mark.
const ROW: usize = 7;
const MARK: &str = "strategier-alla/4/status/mindre";

fn report(args: &[&str]) -> (Workshop, Word) {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["strategier-alla"]["4"] =
            json!({ "status": "mindre", "development": "Pågår.", "expected": "2024-06" });
    });
    workshop.build(&[&["--format", "docx"], args].concat());
    let word = Word::read(&workshop.read(DOCX));
    (workshop, word)
}

/// What is said when `word` comes back, and the fourth strategy then.
fn returned(workshop: &Workshop, word: &Word) -> (Said, Value) {
    std::fs::write(workshop.path("returned.docx"), word.bytes()).expect("a file");
    let said = workshop.run(&["import", "returned.docx"]);
    let answers: Value = serde_json::from_slice(&workshop.read(ANSWERS)).expect("JSON");
    (said, answers["answers"]["strategier-alla"]["4"].clone())
}

#[test]
fn a_mark_that_stood_there_gives_way_to_a_state() {
    let reasons = [("Ej aktuellt", None), ("Ej aktuellt: berör inte oss", Some("berör inte oss"))];
    for (words, reason) in reasons {
        let (workshop, mut word) = report(&[]);
        word.replace(&run("Pågår."), &run(words));
        let (said, strategy) = returned(&workshop, &word);
        assert_eq!((said.code, &strategy["status"]), (0, &json!("not_applicable")), "{said:?}");
        assert_eq!(strategy.get("reason").and_then(Value::as_str), reason, "{said:?}");
        assert!(said.stdout.contains("2024-06 → –"), "{}", said.stdout);
    }
}

/// Which of them holds, somebody must say.
#[test]
fn a_state_beside_a_mark_that_is_new_is_asked() {
    let (workshop, mut word) = report(&[]);
    word.tick(MARK, Some(false), Some("\u{2003}"));
    word.type_into(ROW, 1, "x");
    word.replace(&run("Pågår."), &run("Ej aktuellt"));
    let (said, strategy) = returned(&workshop, &word);
    assert_eq!((said.code, &strategy["status"]), (1, &json!("mindre")), "{said:?}");
    assert!(said.stdout.contains("“Ej aktuellt” is said as well"), "{}", said.stdout);
}

#[test]
fn a_state_in_the_place_of_a_mark_that_was_taken_away_is_taken() {
    for cell in [2, 4] {
        let (workshop, mut word) = report(&[]);
        word.tick(MARK, Some(false), Some("\u{2003}"));
        word.type_into(ROW, cell, "Ej aktuellt");
        let (said, strategy) = returned(&workshop, &word);
        let wanted = json!({ "status": "not_applicable", "reason": "Pågår." });
        assert_eq!((said.code, strategy), (0, wanted), "{cell} {said:?}");
    }
}

#[test]
fn a_line_with_a_date_and_more_is_asked_and_the_date_kept() {
    for (line, told) in [
        (
            "Beräknas klart: december 2026. Nästa mening står på samma rad.",
            "“december 2026. Nästa mening står på samma rad” is no date",
        ),
        (
            "Beräknas klart december 2026, om budgeten räcker till det hela.",
            "“december 2026, om budgeten räcker till det hela” is no date",
        ),
        ("Beräknas klart: till sommaren", "“till sommaren” is no date"),
        ("Beräknas klart: 2025-01</w:t><w:br/><w:t>Mer.", "the date “2025-01” is not the last"),
    ] {
        let (workshop, mut word) = report(&[]);
        word.replace("Beräknas klart: 2024-06", line);
        let (said, strategy) = returned(&workshop, &word);
        assert_eq!((said.code, &strategy["expected"]), (1, &json!("2024-06")), "{said:?}");
        assert!(said.stdout.contains(told), "{}", said.stdout);
        assert!(said.stdout.contains("the date stays “2024-06”"), "{}", said.stdout);
        assert!(!said.stdout.contains("2024-06 →"), "{}", said.stdout);
    }
}

#[test]
fn a_sentence_that_begins_as_the_dates_line_is_a_sentence() {
    let (workshop, mut word) = report(&[]);
    let sentence = "Beräknas klart är det arbete som nämnden har åtagit sig i planen. Pågår.";
    word.replace(&run("Pågår."), &run(sentence));
    let (said, strategy) = returned(&workshop, &word);
    assert_eq!((said.code, &strategy["development"]), (0, &json!(sentence)), "{said:?}");
    assert_eq!(strategy["expected"], "2024-06");
    // Where no date was, nothing is said of one that stays.
    let (workshop, mut word) = report(&[]);
    word.type_into(10, 1, "Beräknas klart: snart");
    let (said, _) = returned(&workshop, &word);
    assert!(said.stdout.contains("“snart” is no date"), "{}", said.stdout);
    assert!(!said.stdout.contains("the date stays"), "{}", said.stdout);
}
