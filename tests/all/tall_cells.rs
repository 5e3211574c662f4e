//! A cell breaks where it does not fit on a page, and only there.

use serde_json::{Value, json};

use crate::support::docx::{Docx, all, text};
use crate::support::pages::{Placed, placed};
use crate::support::{ANSWERS, DOCX, FORM, Workshop};

/// Where the text of a page ends: 297 mm less a margin of 26.
const BOTTOM: f64 = (297.0 - 26.0) * 72.0 / 25.4;

fn workshop(developments: &[(&str, String)]) -> Workshop {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        for (strategy, development) in developments {
            answers["answers"]["strategier-alla"][strategy] =
                json!({"status": "storre", "development": development});
        }
    });
    workshop
}

fn change_strategies(workshop: &Workshop, change: impl FnOnce(&mut Vec<Value>)) {
    workshop.change(FORM, |form| {
        let content = form["parts"][1]["content"].as_array_mut().expect("content");
        let matrix = &mut content.last_mut().expect("a matrix")["matrix"];
        change(matrix["strategies"].as_array_mut().expect("strategies"));
    });
}

fn items(name: &str, count: usize) -> String {
    (0..count).map(|n| format!("* {name} {n:02}")).collect::<Vec<_>>().join("\n")
}

/// The texts that begin so, all of them on their pages.
fn found<'a>(placed: &'a [Placed], start: &str) -> Vec<&'a Placed> {
    let found: Vec<&Placed> = placed.iter().filter(|one| one.text.starts_with(start)).collect();
    assert!(found.iter().all(|one| one.baseline < BOTTOM), "{found:?}");
    found
}

fn pages(found: &[&Placed]) -> Vec<usize> {
    let mut pages: Vec<usize> = found.iter().map(|one| one.page).collect();
    pages.dedup();
    pages
}

#[test]
fn a_development_text_of_few_letters_and_many_lines_is_whole() {
    let workshop = workshop(&[("2", items("punkt", 60)), ("3", items("stycke", 200))]);
    let placed = placed(&workshop);
    assert_eq!(found(&placed, "punkt ").len(), 60);
    assert_eq!(found(&placed, "stycke ").len(), 200);
    assert!(placed.iter().all(|one| one.baseline < BOTTOM));
}

#[test]
fn the_strategy_stays_with_the_first_lines() {
    // Wherever on the page the row begins.
    for before in 1..12 {
        let workshop = workshop(&[("1", items("först", before)), ("2", items("punkt", 60))]);
        let placed = placed(&workshop);
        let strategy = found(&placed, "2.");
        let strategy = strategy.iter().find(|one| one.left < 100.0).expect("the strategy");
        let points = found(&placed, "punkt ");
        assert_eq!(points.len(), 60);
        assert_eq!(points[0].page, strategy.page, "{before}");
    }
}

#[test]
fn a_row_that_fits_on_a_page_is_whole() {
    let fitting: Vec<(String, String)> =
        (1..=12).map(|n| (n.to_string(), items(&format!("rad{n}"), 22))).collect();
    let fitting: Vec<(&str, String)> =
        fitting.iter().map(|(strategy, text)| (strategy.as_str(), text.clone())).collect();
    let placed = placed(&workshop(&fitting));
    for (strategy, _) in fitting {
        let lines = found(&placed, &format!("rad{strategy} "));
        assert_eq!((lines.len(), pages(&lines).len()), (22, 1), "{strategy}");
    }
}

#[test]
fn whatever_it_holds() {
    let long = |word: &str| format!("{word} ord och ord. ").repeat(170);
    let workshop = workshop(&[]);
    change_strategies(&workshop, |strategies| {
        strategies[2]["text"] = json!(long("Strategi"));
        strategies[3]["development_label"] = json!(long("Etikett"));
    });
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["strategier-alla"]["5"] =
            json!({"status": "not_applicable", "reason": long("Skäl")});
    });
    let placed = placed(&workshop);
    assert!(placed.iter().all(|one| one.baseline < BOTTOM));
    for word in ["Strategi", "Etikett", "Skäl"] {
        let texts: String = placed.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(texts.matches(&format!("{word} ord")).count(), 170, "{word}");
    }
}

#[test]
fn heads_of_half_a_page_are_not_repeated() {
    let workshop = workshop(&[("2", items("punkt", 60))]);
    workshop.change(FORM, |form| {
        let options = &mut form["scales"]["strategistatus"]["options"];
        options[1]["label"] = json!("Kolumn ".repeat(130));
    });
    let placed = placed(&workshop);
    assert!(placed.iter().all(|one| one.baseline < BOTTOM));
    let texts: String = placed.iter().map(|one| one.text.as_str()).collect();
    // Once in each matrix.
    assert_eq!(texts.matches("Kolumn").count(), 260);
    assert_eq!(found(&placed, "punkt ").len(), 60);
}

#[test]
fn only_rows_of_the_word_file_that_fit_on_a_page_are_kept_whole() {
    let workshop = workshop(&[("2", items("punkt", 60)), ("3", items("kort", 10))]);
    change_strategies(&workshop, |strategies| {
        strategies[3]["text"] = json!("Strategins ord. ".repeat(240));
    });
    workshop.build(&["--format", "docx"]);
    let document = Docx::read(&workshop.read(DOCX)).part("word/document.xml");
    let rows = all(&document, "w:tr");
    let split: Vec<String> =
        rows.iter().filter(|row| all(row, "w:cantSplit").is_empty()).map(|row| text(row)).collect();
    assert_eq!(split.len(), 2, "{split:?}");
    assert!(split[0].contains("punkt 59") && split[1].contains("Strategins ord."));
    assert_eq!(rows.len(), 2 + 2 * 15);
}
