//! A status matrix without merged cells: in the Word file each strategy is one
//! row, with its words, its development text and a box in every column.

use std::fs;

use serde_json::{Value, json};

use crate::support::docx::{Docx, all, text};
use crate::support::pdf::Pdf;
use crate::support::word::{Word, element, paragraph};
use crate::support::{ANSWERS, DOCX, PDF, Said, Workshop, project, squeezed};
use dnr::xml::{Element, Node};

const UNMERGED: [&str; 2] = ["--set", "matrix.merged_cells=false"];
const RETURNED: &str = "returned.docx";

/// Strategies of every sort: chosen, with text, with a date, and left out.
fn answers(workshop: &Workshop) {
    workshop.change(ANSWERS, |answers| {
        let matrix = &mut answers["answers"]["strategier-alla"];
        matrix["1"] = json!({ "status": "enligt" });
        matrix["2"] = json!({
            "status": "mindre", "development": "Ett stycke.\n\n* en\n  - inre\n* två", "expected": "2024-06",
        });
        matrix["3"] = json!({ "status": "not_applicable", "reason": "Berör inte oss." });
        matrix["4"] = json!({ "status": "not_answered" });
    });
}

struct Desk {
    workshop: Workshop,
    word: Word,
    before: Value,
}

fn desk() -> Desk {
    let workshop = Workshop::new();
    answers(&workshop);
    workshop.build(&[&["--format", "docx"][..], &UNMERGED].concat());
    let word = Word::read(&workshop.read(DOCX));
    let before = serde_json::from_slice(&workshop.read(ANSWERS)).expect("JSON");
    Desk { workshop, word, before }
}

impl Desk {
    /// Imports `word`, and expects those values to change and no other.
    fn gives(&self, word: &Word, changes: &[(&str, Value)]) -> Said {
        fs::write(self.workshop.path(RETURNED), word.bytes()).expect("a file");
        let said = self.workshop.run(&[&["import", RETURNED][..], &UNMERGED].concat());
        let mut wanted = self.before.clone();
        for (pointer, value) in changes {
            let (above, key) = pointer.rsplit_once('/').expect("a pointer");
            let above = format!("/answers/strategier-alla/{above}");
            wanted.pointer_mut(&above).expect(pointer)[key] = value.clone();
        }
        let now: Value = serde_json::from_slice(&self.workshop.read(ANSWERS)).expect("JSON");
        assert_eq!(now["answers"], wanted["answers"], "{said:?}");
        said
    }
}

fn box_of(strategy: &str, option: &str) -> String {
    format!("strategier-alla/{strategy}/status/{option}")
}

/// A matrix's rows.
fn rows(table: &Element) -> Vec<&Element> {
    table.elements().filter(|element| element.name == "w:tr").collect()
}

#[test]
fn every_row_has_a_cell_in_every_column_of_the_same_width() {
    let desk = desk();
    let merged = Workshop::new();
    answers(&merged);
    merged.build(&["--format", "docx"]);
    let document = |workshop: &Workshop| Docx::read(&workshop.read(DOCX)).part("word/document.xml");
    let (document, merged) = (document(&desk.workshop), document(&merged));
    assert_eq!(all(&document, "w:tbl").len(), 2);
    for (table, merged) in all(&document, "w:tbl").into_iter().zip(all(&merged, "w:tbl")) {
        let widths = |element: &Element, name: &str| -> Vec<String> {
            let widths = all(element, name).into_iter();
            widths.map(|one| one.attribute("w:w").expect("a width").to_owned()).collect()
        };
        let grid = widths(table, "w:gridCol");
        assert_eq!(grid, widths(merged, "w:gridCol"));
        for row in rows(table) {
            assert_eq!(widths(row, "w:tcW"), grid);
        }
        // A head, and then one row a strategy instead of two.
        assert_eq!(2 * rows(table).len(), rows(merged).len() + 1);
        assert!(all(table, "w:gridSpan").is_empty() && all(table, "w:vMerge").is_empty());
    }
}

#[test]
fn the_same_words_as_in_the_pdf_which_stays_as_it_is() {
    let pages = |args: &[&str]| {
        let workshop = Workshop::new();
        answers(&workshop);
        workshop.build(args);
        let tags = Pdf::read(&workshop.read(PDF)).tags();
        (format!("{tags:?}"), Docx::read(&workshop.read(DOCX)))
    };
    let ((with, mut merged), (without, mut unmerged)) = (pages(&[]), pages(&UNMERGED));
    assert_eq!(with, without);
    let words = |docx: &mut Docx| {
        let paragraphs = docx.paragraphs().into_iter().map(|one| (one.style, squeezed(&one.text)));
        let mut words: Vec<_> = paragraphs.filter(|(_, text)| !text.is_empty()).collect();
        words.sort();
        words
    };
    assert_eq!(words(&mut merged), words(&mut unmerged));
}

/// A layout of one's own has no merged cells where it does not ask for them.
#[test]
fn merged_cells_are_asked_for() {
    let workshop = Workshop::new();
    let theme = fs::read(project().join("layouts/goteborg/theme.json")).expect("a theme");
    let mut theme: Value = serde_json::from_slice(&theme).expect("JSON");
    let asked = theme["matrix"].as_object_mut().and_then(|matrix| matrix.remove("merged_cells"));
    assert_eq!(asked, Some(json!(true)));
    fs::create_dir_all(workshop.path("layouts/egen")).expect("a folder");
    fs::write(workshop.path("layouts/egen/theme.json"), theme.to_string()).expect("a theme");
    workshop.build(&["--format", "docx", "--layout", "egen"]);
    let document = Docx::read(&workshop.read(DOCX)).part("word/document.xml");
    assert!(!all(&document, "w:tbl").is_empty() && all(&document, "w:gridSpan").is_empty());
}

/// A row stays whole, but for one that would leave half a page empty.
#[test]
fn long_rows_go_on_overleaf_and_others_stay_whole() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        let text = "Arbetet behöver utvecklas så här. ".repeat(25);
        let long = json!({ "status": "mindre", "development": text, "expected": "2024-06" });
        let matrix = answers["answers"]["strategier-alla"].as_object_mut().expect("a matrix");
        matrix.values_mut().for_each(|one| *one = json!({ "status": "enligt" }));
        matrix["2"] = long;
    });
    workshop.build(&[&["--format", "docx"][..], &UNMERGED].concat());
    let document = Docx::read(&workshop.read(DOCX)).part("word/document.xml");
    let whole = rows(all(&document, "w:tbl")[0]).into_iter().map(|row| {
        row.child("w:trPr").is_some_and(|properties| properties.child("w:cantSplit").is_some())
    });
    let broken: Vec<usize> =
        whole.enumerate().filter(|(_, is_whole)| !is_whole).map(|(row, _)| row).collect();
    assert_eq!(broken, [2]);
}

/// Rows with ever so many paragraphs are read in no time that anybody notices.
#[test]
fn a_row_that_is_much_too_long_is_read() {
    let desk = desk();
    let mut word = desk.word.clone();
    word.unwrap_controls().delete_bookmarks();
    let blank = "<w:p/>".repeat(100_000);
    word.replace(
        "kunskapsbaserat",
        &format!("kunskaps</w:t></w:r></w:p>{blank}<w:p><w:r><w:t>baserat"),
    );
    let said = desk.gives(&word, &[]);
    assert!(said.stdout.contains("no changes"), "{said:?}");
}

/// The words of a strategy stand in the order in which they are to be read.
#[test]
fn a_strategy_says_itself_and_its_state_and_its_text() {
    let document = Docx::read(&desk().word.bytes()).part("word/document.xml");
    let table = all(&document, "w:tbl")[0];
    let cell = |row: usize| {
        let cells: Vec<&Element> =
            rows(table)[row].elements().filter(|e| e.name == "w:tc").collect();
        let paragraphs = all(cells[0], "w:p").into_iter().map(text);
        paragraphs.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
    };
    let second: Vec<String> = cell(2);
    let label = "Om arbetet behöver utvecklas";
    assert!(second[0].starts_with("2.\t") && second[1].starts_with(label), "{second:?}");
    assert_eq!(second[2..], ["Ett stycke.", "en", "inre", "två", "Beräknas klart: 2024-06"]);
    let third: Vec<String> = cell(3);
    assert!(third[0].starts_with("3.\t") && third[2].starts_with(label), "{third:?}");
    assert_eq!((third[1].as_str(), third[3].as_str()), ("Ej aktuellt", "Berör inte oss."));
}

#[test]
fn it_comes_back_as_it_was_with_controls_or_bookmarks_or_both_gone() {
    let desk = desk();
    let bare: [fn(&mut Word); 4] = [
        |_| {},
        |word| _ = word.unwrap_controls(),
        |word| _ = word.delete_bookmarks(),
        |word| _ = word.unwrap_controls().delete_bookmarks(),
    ];
    for strip in bare {
        let mut word = desk.word.clone();
        strip(&mut word);
        let said = desk.gives(&word, &[]);
        assert!(said.code == 0 && said.stdout.contains("no changes"), "{said:?}");
    }
}

#[test]
fn every_other_input_comes_back_as_it_was() {
    let examples = project().join("input/exempelstad-2024/answers");
    let of_bodies = ["kommunstyrelsen", "biblioteksnamnden", "exempelhus-ab", "servicenamnden"]
        .map(|body| examples.join(format!("{body}.json")).display().to_string());
    let of_bodies: Vec<&str> = of_bodies.iter().map(String::as_str).collect();
    for (workshop, inputs) in [
        (Workshop::of("hostile"), &[][..]),
        (Workshop::of("all-blocks"), &[]),
        (Workshop::new(), &of_bodies),
    ] {
        workshop.build(&[&["--format", "docx", "--quiet"], &UNMERGED[..], inputs].concat());
        let folder = project().join("input").display().to_string();
        let known = if inputs.is_empty() { "input" } else { folder.as_str() };
        let args = ["import", "out", "--dry-run", "--input", known];
        let said = workshop.run(&[&args, &UNMERGED[..]].concat());
        let files = fs::read_dir(workshop.path("out")).expect("the outputs");
        let files = files.filter(|file| {
            file.as_ref().is_ok_and(|f| f.path().extension().is_some_and(|e| e == "docx"))
        });
        assert_eq!(said.stdout.matches("no changes").count(), files.count(), "{said:?}");
    }
}

#[test]
fn edits_come_back_as_what_they_are() {
    let desk = desk();
    let mut word = desk.word.clone();
    word.tick(&box_of("1", "enligt"), Some(false), Some("\u{2003}"));
    word.tick(&box_of("1", "storre"), Some(true), Some("x"));
    word.replace("Ett stycke.", "Ett annat stycke.");
    word.replace("Berör inte oss.", "Berör oss inte alls.");
    word.replace(": 2024-06", ": 2024-09");
    let text = "Ett annat stycke.\n\n* en\n  - inre\n* två";
    let changes = [
        ("1/status", json!("storre")),
        ("2/development", json!(text)),
        ("2/expected", json!("2024-09")),
        ("3/reason", json!("Berör oss inte alls.")),
    ];
    let said = desk.gives(&word, &changes);
    assert_eq!(said.code, 0, "{said:?}");
}

/// A box ticked beside “Ej aktuellt” is the news, and so are those words where
/// they are new.
#[test]
fn states_are_said_and_unsaid_in_words() {
    let desk = desk();
    let mut word = desk.word.clone();
    word.tick(&box_of("3", "enligt"), Some(true), Some("x"));
    let said = desk.gives(&word, &[("3/status", json!("enligt"))]);
    assert_eq!(said.code, 0, "{said:?}");

    let desk = self::desk();
    let mut word = desk.word.clone();
    say_after_strategy(&mut word, 1, "Ej aktuellt");
    let said = desk.gives(&word, &[("1/status", json!("not_applicable"))]);
    assert_eq!(said.code, 0, "{said:?}");

    let desk = self::desk();
    let mut word = desk.word.clone();
    say_after_strategy(&mut word, 1, "Vi återkommer");
    let said = desk.gives(&word, &[]);
    assert!(said.code == 1 && said.stdout.contains("Vi återkommer"), "{said:?}");
}

/// Puts a paragraph below the strategy's words.
fn say_after_strategy(word: &mut Word, row: usize, words: &str) {
    word.cells(row, |cells| {
        let Node::Element(cell) = &mut cells[0] else { panic!("a cell") };
        let is_strategy = |node: &Node| matches!(node, Node::Element(e) if e.name == "w:p");
        let at = cell.children.iter().position(is_strategy).expect("the strategy");
        cell.children.insert(at + 1, Node::Element(element(&paragraph(words))));
    });
}

#[test]
fn rows_in_another_order_and_other_words_of_the_form() {
    let desk = desk();
    let mut word = desk.word.clone();
    word.rows(0, |rows| rows.swap(1, 3));
    let said = desk.gives(&word, &[]);
    assert!(said.code == 0 && said.stdout.contains("no changes"), "{said:?}");

    let mut word = desk.word.clone();
    word.replace("Om arbetet behöver utvecklas, beskriv", "Om arbetet ska utvecklas, beskriv");
    let said = desk.gives(&word, &[]);
    assert!(said.stdout.contains("Om arbetet [-behöver-]{+ska+} utvecklas"), "{said:?}");

    let mut word = desk.word.clone();
    word.rows(0, |rows| _ = rows.remove(2));
    let said = desk.gives(&word, &[]);
    assert!(said.stdout.contains("strategy 2"), "{said:?}");
}

#[test]
fn a_form_to_fill_in_shows_its_boxes_and_prompts() {
    let workshop = Workshop::new();
    let new = ["new", "--form", "trygghet-2023", "--body", "socialnamnd-hisingen", "--dnr"];
    let args = [&new[..], &["0498/23", "--format", "docx"], &UNMERGED].concat();
    let said = workshop.run(&args);
    assert_eq!(said.code, 0, "{said:?}");
    let blank = workshop.read("out/blank/trygghet-2023-socialnamnd-hisingen.docx");
    let document = Docx::read(&blank).part("word/document.xml");
    let tables = all(&document, "w:tbl");
    for row in tables.iter().flat_map(|table| rows(table).into_iter().skip(1)) {
        let shown = text(row);
        assert_eq!(shown.matches('☐').count(), 4, "{shown}");
        assert!(shown.contains("Klicka här och skriv vad som behöver utvecklas."), "{shown}");
    }
}
