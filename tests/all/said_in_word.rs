//! In Word it can be said of each strategy that it is not applicable or not
//! answered, and when its work is done.

use crate::support::docx::{all, text};
use crate::support::word::{DOCUMENT, Word, run};
use crate::support::{ANSWERS, DOCX, Said, Workshop};
use dnr::xml::Element;
use serde_json::{Value, json};

const BLANK: &str = "out/blank/trygghet-2023-socialnamnd-hisingen.docx";
const BEGUN: &str = "input/trygghet-2023/answers/socialnamnd-hisingen.json";

/// A form that is being filled in: its prompts are text to write over.
fn form(args: &[&str]) -> (Workshop, Word) {
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

/// A report in which the fourth strategy has a status, a text and a date.
fn report() -> (Workshop, Word) {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["strategier-alla"]["4"] =
            json!({ "status": "mindre", "development": "Pågår.", "expected": "2024-06" });
        answers["answers"]["implementering"] = json!("Ett.\n\nTvå.");
    });
    workshop.build(&["--format", "docx"]);
    let word = Word::read(&workshop.read(DOCX));
    (workshop, word)
}

fn returned(workshop: &Workshop, word: &Word, answers: &str) -> (Said, Value) {
    std::fs::write(workshop.path("returned.docx"), word.bytes()).expect("a file");
    let said = workshop.run(&["import", "returned.docx"]);
    let now = serde_json::from_slice(&workshop.read(answers)).expect("JSON");
    (said, now)
}

fn strategy<'a>(answers: &'a Value, number: &str) -> &'a Value {
    &answers["answers"]["strategier-alla"][number]
}

#[test]
fn a_form_has_a_date_and_a_list_of_states_for_each_strategy() {
    let (workshop, _) = form(&[]);
    let word = Word::read(&workshop.read(BLANK));
    let document = Element::parse(word.text(DOCUMENT).as_bytes()).expect("XML");
    let with = |name: &str| -> Vec<&Element> {
        let controls = all(&document, "w:sdt").into_iter();
        controls.filter(|c| c.child("w:sdtPr").is_some_and(|p| p.child(name).is_some())).collect()
    };
    let (dates, lists) = (with("w:date"), with("w:dropDownList"));
    assert_eq!((dates.len(), lists.len()), (12, 12));
    assert_eq!(text(dates[0]), "Klicka här och välj när.");
    let list = lists[0].child("w:sdtPr").and_then(|p| p.child("w:dropDownList")).expect("a list");
    let words: Vec<_> = list.elements().filter_map(|e| e.attribute("w:displayText")).collect();
    assert_eq!(words, ["Ej aktuellt", "Ej besvarat"]);
    // No report shows them, and no form whose theme has no words for them.
    let (_, word) = report();
    assert!(!word.text(DOCUMENT).contains("w:dropDownList"));
}

#[test]
fn what_is_chosen_in_a_form_comes_back() {
    let (workshop, mut word) = form(&[]);
    let tag = |number: &str, key: &str| format!("strategier-alla/{number}/{key}");
    word.tick(&tag("4", "status/mindre"), Some(true), Some("x"));
    word.tick(&tag("4", "development"), None, Some("Det ska bli bättre."));
    word.tick(&tag("4", "expected"), None, Some("2024-06"));
    word.tick(&tag("5", "left"), None, Some("Ej aktuellt"));
    word.tick(&tag("5", "development"), None, Some("Berör oss inte."));
    word.tick(&tag("6", "left"), None, Some("Ej besvarat"));
    let (said, answers) = returned(&workshop, &word, BEGUN);
    assert_eq!(said.code, 0, "{said:?}");
    let four = strategy(&answers, "4");
    assert_eq!(four["status"], "mindre");
    assert_eq!(
        (&four["development"], &four["expected"]),
        (&json!("Det ska bli bättre."), &json!("2024-06"))
    );
    let five = strategy(&answers, "5");
    assert_eq!(
        (&five["status"], &five["reason"]),
        (&json!("not_applicable"), &json!("Berör oss inte."))
    );
    assert_eq!(strategy(&answers, "6")["status"], "not_answered");
    assert_eq!(strategy(&answers, "7")["status"], "");
    assert!(!said.stdout.contains("prompt"), "{}", said.stdout);
}

#[test]
fn a_state_is_said_beside_the_marks_or_first_in_the_text() {
    let row = 7;
    let typed = |word: &mut Word| {
        word.type_into(row, 3, "Ej aktuellt");
    };
    let beside = |word: &mut Word| {
        word.type_into(row, 4, "ej aktuellt.");
    };
    let first = |word: &mut Word| {
        word.replace(
            &run("Pågår."),
            &format!("{}<w:r><w:br/></w:r>{}", run("Ej aktuellt"), run("Pågår.")),
        );
    };
    let paragraph = |word: &mut Word| {
        word.replace(
            &run("Pågår."),
            &format!("{}</w:p><w:p>{}", run("Ej aktuellt"), run("Pågår.")),
        );
    };
    let edits: [&dyn Fn(&mut Word); 4] = [&typed, &beside, &first, &paragraph];
    for (index, edit) in edits.into_iter().enumerate() {
        let (workshop, mut word) = report();
        word.tick("strategier-alla/4/status/mindre", Some(false), Some("\u{2003}"));
        edit(&mut word);
        let (said, answers) = returned(&workshop, &word, ANSWERS);
        assert_eq!(said.code, 0, "{index} {said:?}");
        let wanted = json!({ "status": "not_applicable", "reason": "Pågår." });
        assert_eq!(*strategy(&answers, "4"), wanted, "{index} {said:?}");
        assert!(said.stdout.contains("Ej aktuellt"), "{}", said.stdout);
    }
    // With another mark as well, nobody can say which of the two is meant.
    let (workshop, mut word) = report();
    word.tick("strategier-alla/4/status/mindre", Some(false), Some("\u{2003}"));
    word.tick("strategier-alla/4/status/enligt", Some(true), Some("x"));
    word.type_into(row, 4, "Ej aktuellt");
    let (said, answers) = returned(&workshop, &word, ANSWERS);
    assert_eq!((said.code, &strategy(&answers, "4")["status"]), (1, &json!("mindre")), "{said:?}");
}

#[test]
fn an_answer_of_text_can_be_left_out() {
    let (workshop, mut word) = report();
    word.replace(&run("Ett."), &run("Ej besvarat"));
    let (said, answers) = returned(&workshop, &word, ANSWERS);
    assert_eq!(said.code, 0, "{said:?}");
    let wanted = json!({ "status": "not_answered", "reason": "Två." });
    assert_eq!(answers["answers"]["implementering"], wanted);
}

#[test]
fn a_date_is_the_last_line_of_a_development_text() {
    for (written, wanted) in [
        ("Beräknas klart: 2025-01", "2025-01"),
        ("beräknas klart januari 2025.", "2025-01"),
        ("Beräknas klart: 2025", "2025"),
    ] {
        let (workshop, mut word) = report();
        word.replace("Beräknas klart: 2024-06", written);
        let (said, answers) = returned(&workshop, &word, ANSWERS);
        assert_eq!(said.code, 0, "{said:?}");
        assert_eq!(strategy(&answers, "4")["expected"], wanted, "{written}");
        assert_eq!(strategy(&answers, "4")["development"], "Pågår.", "{written}");
    }
    let (workshop, mut word) = report();
    word.replace("Beräknas klart: 2024-06", "Beräknas klart: snart");
    let (said, answers) = returned(&workshop, &word, ANSWERS);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stdout.contains("“snart” is no date"), "{}", said.stdout);
    assert_eq!(strategy(&answers, "4")["development"], "Pågår.\n\nBeräknas klart: snart");
    // On a line of its own within the paragraph, where none was.
    let (workshop, mut word) = report();
    word.type_into(10, 1, "Det ska bli bättre.");
    let line = format!(
        "{}<w:r><w:br/></w:r>{}",
        run("Det ska bli bättre."),
        run("Beräknas klart: juni 2024")
    );
    word.replace(&run("Det ska bli bättre."), &line);
    let (said, answers) = returned(&workshop, &word, ANSWERS);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(strategy(&answers, "5")["expected"], "2024-06");
    assert_eq!(strategy(&answers, "5")["development"], "Det ska bli bättre.");
}

#[test]
fn comments_and_tracked_changes_come_back_from_a_protected_file() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| answers["answers"]["implementering"] = json!("Ett. Två."));
    workshop.build(&["--format", "docx", "--protect"]);
    let mut word = Word::read(&workshop.read(DOCX));
    let by = r#"w:id="900" w:author="Anna Ek""#;
    let tracked = format!(
        r#"<w:commentRangeStart w:id="7"/>{}<w:ins {by}>{}</w:ins><w:commentRangeEnd w:id="7"/>"#,
        run("Ett. Två."),
        run(" Tre.")
    );
    word.replace(&run("Ett. Två."), &tracked);
    let (said, answers) = returned(&workshop, &word, ANSWERS);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(answers["answers"]["implementering"], "Ett. Två. Tre.");
    assert!(said.stdout.contains("\n  1 change\n"), "{}", said.stdout);
}
