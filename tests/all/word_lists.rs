//! Lists in the Word file are lists that Word itself would make: one numbering
//! from the outermost item to the innermost, to work on with Tab and Shift-Tab.

use std::collections::BTreeSet;

use serde_json::json;

use crate::support::docx::{Docx, all};
use crate::support::lists::{Listed, listed};
use crate::support::word::Word;
use crate::support::{ANSWERS, DOCX, Workshop};

/// A desk with a report whose first answer is `text`, and the lists in it.
fn desk(text: &str) -> (Workshop, Vec<Listed>) {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["implementering"] = json!(text);
        answers["answers"]["manniskohandel"] = json!("Ingen lista.");
        let matrix = answers["answers"]["strategier-alla"].as_object_mut().expect("a matrix");
        matrix.values_mut().for_each(|one| *one = json!({ "status": "enligt" }));
    });
    workshop.build(&["--format", "docx"]);
    let mut lists = listed(&workshop.read(DOCX));
    // The form has lists too.
    lists.retain(|one| one.style == "Answer");
    (workshop, lists)
}

fn labels(lists: &[Listed]) -> Vec<(&str, &str)> {
    lists.iter().map(|one| (one.label.as_str(), one.text.as_str())).collect()
}

fn numberings(lists: &[Listed]) -> BTreeSet<&str> {
    lists.iter().map(|one| one.numbering.as_str()).collect()
}

/// The file as it is comes back as it was.
fn assert_comes_back(workshop: &Workshop) {
    let said = workshop.run(&["import", DOCX, "--dry-run"]);
    assert!(said.code == 0 && said.stdout.contains("no changes"), "{said:?}");
}

/// Bullets, dashes and numbers, three deep, in each order.
const EVERY_NESTING: [&str; 6] = [
    "* a\n  - b\n    1. c\n  - d\n* e",
    "* a\n  1. b\n     - c\n  2. d\n* e",
    "- a\n  * b\n    1. c\n  * d\n- e",
    "- a\n  1. b\n     * c\n  2. d\n- e",
    "1. a\n   * b\n     - c\n   * d\n2. e",
    "1. a\n   - b\n     * c\n   - d\n2. e",
];

#[test]
fn a_list_and_all_within_it_is_one_numbering_by_levels() {
    for text in EVERY_NESTING.into_iter().chain(["- a\n  - b\n    - c\n  - d\n- e"]) {
        let (workshop, lists) = desk(text);
        let levels: Vec<usize> = lists.iter().map(|one| one.level).collect();
        assert_eq!(levels, [0, 1, 2, 1, 0], "{text}");
        assert_eq!(numberings(&lists).len(), 1, "{text}: {lists:#?}");
        assert_comes_back(&workshop);
    }
}

#[test]
fn what_stands_in_a_list_is_indented_further() {
    for text in EVERY_NESTING.into_iter().chain(["- a\n  - b\n    - c\n  - d\n- e"]) {
        let (_, lists) = desk(text);
        let [a, b, c, d, e] = lists.as_slice() else { panic!("{lists:#?}") };
        for (outer, inner) in [(a, b), (b, c)] {
            let is_in = outer.first < inner.first && outer.left <= inner.first;
            assert!(is_in, "{text}: {outer:?} holds {inner:?}");
        }
        assert_eq!((a.left, b.left), (e.left, d.left), "{text}");
    }
}

#[test]
fn a_numbered_list_goes_on_after_what_stands_in_it() {
    let (workshop, lists) =
        desk("1. a\n   1. b\n   2. c\n2. d\n\n   mera\n   - e\n3. f\n   1. g\n\nText.\n\n1. h");
    let shown = [
        ("1.", "a"),
        ("1.", "b"),
        ("2.", "c"),
        ("2.", "d"),
        ("-", "e"),
        ("3.", "f"),
        ("1.", "g"),
        ("1.", "h"),
    ];
    assert_eq!(labels(&lists), shown);
    let outer = [0, 3, 5].map(|at| lists[at].numbering.as_str());
    assert_eq!(BTreeSet::from(outer).len(), 1);
    assert_ne!(lists[7].numbering, lists[0].numbering, "another list");
    assert_comes_back(&workshop);
}

/// Lists in one list that differ in their marks, or begin anew, are told apart.
#[test]
fn different_lists_within_one_keep_their_marks_and_numbers() {
    let (workshop, lists) = desk(
        "* a\n  - b\n* c\n  1. d\n  2. e\n\n  mellan\n\n  3. f\n\n  mellan\n\n  1. g\n* h\n  1. i\n\
         * j\n\n  4. k\n* l\n\n  4. m\n  5. n\n     - o",
    );
    let shown = [
        ("•", "a"),
        ("-", "b"),
        ("•", "c"),
        ("1.", "d"),
        ("2.", "e"),
        ("3.", "f"),
        ("1.", "g"),
        ("•", "h"),
        ("1.", "i"),
        ("•", "j"),
        ("4.", "k"),
        ("•", "l"),
        ("4.", "m"),
        ("5.", "n"),
        ("-", "o"),
    ];
    assert_eq!(labels(&lists), shown);
    let outer: Vec<Listed> = lists.iter().filter(|one| one.level == 0).cloned().collect();
    assert_eq!(numberings(&outer).len(), 1);
    assert_comes_back(&workshop);
}

/// Tab and Shift-Tab change the level, and the level says where the text stands:
/// an indent of the paragraph's own would hold it back.
#[test]
fn each_level_has_its_place_and_paragraphs_have_none_of_their_own() {
    let (workshop, lists) = desk("* a\n  - b\n\n- c\n\n1. d");
    let mut docx = Docx::read(&workshop.read(DOCX));
    let numberings = crate::support::lists::Numberings::of(&mut docx);
    for one in &lists {
        let places: Vec<_> = (0..9).map(|at| numberings.indents(&one.numbering, at)).collect();
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{}: {places:?}", one.text);
    }
    let document = docx.part("word/document.xml");
    let own = all(&document, "w:p").into_iter().filter_map(|paragraph| {
        let properties = paragraph.child("w:pPr")?;
        properties.child("w:numPr").and(properties.child("w:ind"))
    });
    assert_eq!(own.count(), 0);
}

#[test]
fn an_item_moved_with_tab_comes_back_as_one_of_a_list_within() {
    let (workshop, _) = desk("1. a\n2. b\n3. c\n\nSlut.");
    let mut word = Word::read(&workshop.read(DOCX));
    let of_b = word.text("word/document.xml");
    let at = of_b.find(">b</w:t>").expect("the item");
    let start = of_b[..at].rfind("<w:ilvl w:val=\"0\"/>").expect("its level");
    let moved = format!("{}<w:ilvl w:val=\"1\"/>{}", &of_b[..start], &of_b[start + 19..]);
    word.set("word/document.xml", moved);
    std::fs::write(workshop.path("returned.docx"), word.bytes()).expect("a file");
    let said = workshop.run(&["import", "returned.docx"]);
    assert_eq!(said.code, 0, "{said:?}");
    let answers: serde_json::Value = serde_json::from_slice(&workshop.read(ANSWERS)).expect("JSON");
    assert_eq!(answers["answers"]["implementering"], "1. a\n   1. b\n2. c\n\nSlut.");
}

/// Word takes lists for one that are known by one number, also in another file.
#[test]
fn lists_are_known_by_what_they_look_like() {
    let known = |text: &str| -> Vec<(String, String)> {
        let (workshop, _) = desk(text);
        let numbering = Docx::read(&workshop.read(DOCX)).part("word/numbering.xml");
        let definitions = all(&numbering, "w:abstractNum").into_iter().map(|definition| {
            let id = definition.child("w:nsid").and_then(|id| id.attribute("w:val"));
            let texts = all(definition, "w:lvlText").into_iter();
            let texts = texts.map(|text| text.attribute("w:val").unwrap_or_default());
            (texts.collect::<Vec<_>>().join(" "), id.expect("a number").to_owned())
        });
        definitions.collect()
    };
    let (one, other) = (known("* a\n  - b\n\n1. c"), known("1. a\n\n* b\n  - c"));
    assert!(one.len() >= 4 && one.iter().all(|list| other.contains(list)), "{one:?} {other:?}");
    let ids: BTreeSet<_> = one.iter().map(|(_, id)| id).collect();
    assert!(ids.len() == one.len() && ids.iter().all(|id| id.len() == 8), "{one:?}");
}
