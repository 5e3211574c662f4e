//! The Word file is a form: every answer is a control, every mark a box.

use std::collections::HashSet;

use crate::support::docx::{Docx, all, repacked, text};
use crate::support::{DOCX, Workshop};
use dnr::xml::Element;

const BLANK: &str = "out/blank/trygghet-2023-socialnamnd-hisingen.docx";

fn document(workshop: &Workshop, name: &str) -> Element {
    Docx::read(&workshop.read(name)).part("word/document.xml")
}

fn property<'a>(control: &'a Element, name: &str) -> Option<&'a Element> {
    control.child("w:sdtPr").and_then(|properties| properties.child(name))
}

fn value<'a>(control: &'a Element, name: &str) -> &'a str {
    property(control, name).and_then(|p| p.attribute("w:val")).unwrap_or_default()
}

fn begun(args: &[&str]) -> Workshop {
    let workshop = Workshop::new();
    let new = ["new", "--form", "trygghet-2023", "--body", "socialnamnd-hisingen"];
    let said = workshop.run(&[&new[..], &["--dnr", "0498/23", "--format", "docx"], args].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    workshop
}

#[test]
fn every_answer_and_mark_has_a_control_of_its_own() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    let document = document(&workshop, DOCX);
    let controls = all(&document, "w:sdt");
    // Two answers; fifteen strategies with four boxes and a text each.
    assert_eq!(controls.len(), 2 + 15 * 5);
    let tags: HashSet<_> = controls.iter().map(|control| value(control, "w:tag")).collect();
    assert_eq!(tags.len(), controls.len());
    assert!(tags.contains("implementering"));
    assert!(tags.contains("strategier-alla/4/development"));
    assert!(tags.contains("strategier-alla/4/status/mindre"));
    let ids: HashSet<_> = controls.iter().map(|control| value(control, "w:id")).collect();
    assert_eq!(ids.len(), controls.len());
    for control in controls {
        let title = value(control, "w:alias");
        assert!(!title.is_empty() && title.chars().count() <= 64, "{title}");
    }
}

#[test]
fn a_ticked_box_shows_the_forms_sign() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    let document = document(&workshop, DOCX);
    let boxes: Vec<&Element> = all(&document, "w:sdt")
        .into_iter()
        .filter(|control| property(control, "w14:checkbox").is_some())
        .collect();
    assert_eq!(boxes.len(), 60);
    let mut ticked = 0;
    for control in boxes {
        let state = |name| {
            let state = property(control, "w14:checkbox").and_then(|b| b.child(name));
            state.and_then(|s| s.attribute("w14:val")).expect("a state")
        };
        assert_eq!(state("w14:checkedState"), "0078");
        let is_ticked = state("w14:checked") == "1";
        ticked += usize::from(is_ticked);
        assert_eq!(text(control).trim(), if is_ticked { "x" } else { "" });
    }
    assert_eq!(ticked, 15);
}

#[test]
fn each_answer_has_a_bookmark_around_it() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    let document = document(&workshop, DOCX);
    let attributes = |name: &str, attribute: &str| -> Vec<String> {
        let found = all(&document, name);
        found.iter().filter_map(|e| e.attribute(attribute)).map(str::to_owned).collect()
    };
    let names = attributes("w:bookmarkStart", "w:name");
    assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
    assert_eq!(names.len(), 2 + 15 * 2);
    assert!(names.iter().all(|name| name.len() <= 40 && name.starts_with("dnr_")));
    assert_eq!(attributes("w:bookmarkStart", "w:id"), attributes("w:bookmarkEnd", "w:id"));
}

#[test]
fn a_blank_form_asks_in_the_place_of_every_answer() {
    let workshop = begun(&[]);
    let document = document(&workshop, BLANK);
    for control in all(&document, "w:sdt") {
        if property(control, "w14:checkbox").is_some() {
            assert_eq!(text(control), "☐");
        } else {
            assert!(property(control, "w:showingPlcHdr").is_some());
            assert!(text(control).starts_with("Klicka här"), "{}", text(control));
        }
    }
    let prompts = Docx::read(&workshop.read(BLANK)).part("word/glossary/document.xml");
    let names: Vec<_> = all(&prompts, "w:docPartPr")
        .iter()
        .map(|p| {
            p.child("w:name")
                .and_then(|name| name.attribute("w:val"))
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    assert_eq!(names, ["dnr answer", "dnr development", "dnr date", "dnr state"]);
}

#[test]
fn a_form_filled_in_becomes_answers() {
    let workshop = begun(&[]);
    let answers = "input/trygghet-2023/answers/socialnamnd-hisingen.json";
    let said = workshop.run(&["import", BLANK]);
    assert_eq!((said.code, workshop.path(answers).exists()), (0, false), "{}", said.stderr);
    let filled = repacked(&workshop.read(BLANK), "word/document.xml", |xml| {
        let xml = xml.replacen("Klicka här och skriv svaret.", "Alla chefer är informerade.", 1);
        let xml = xml.replacen("<w:showingPlcHdr/>", "", 1);
        xml.replacen(r#"w14:checked w14:val="0""#, r#"w14:checked w14:val="1""#, 1)
    });
    std::fs::write(workshop.path("filled.docx"), filled).expect("a file");
    let said = workshop.run(&["import", "filled.docx"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let begun: serde_json::Value = serde_json::from_slice(&workshop.read(answers)).expect("JSON");
    assert_eq!(begun["diary_number"], "0498/23");
    assert_eq!(begun["answers"]["implementering"], "Alla chefer är informerade.");
    assert_eq!(begun["answers"]["strategier-alla"]["1"]["status"], "enligt");
    assert_eq!(begun["answers"]["strategier-alla"]["2"]["status"], "");
    assert!(said.stdout.contains("2 changes\n  2 of "), "{}", said.stdout);
}

#[test]
fn a_protected_file_leaves_only_the_answers_open() {
    // The lock of the group that holds all of the document, where there is one.
    let group = |workshop: &Workshop, name: &str| {
        let settings = Docx::read(&workshop.read(name)).part("word/settings.xml");
        assert!(settings.child("w:documentProtection").is_none(), "it would allow no comments");
        let document = document(workshop, name);
        let body = document.child("w:body").expect("a body");
        let names: Vec<&str> = body.elements().map(|element| element.name.as_str()).collect();
        let group = body.child("w:sdt").filter(|_| names == ["w:sdt", "w:sectPr"])?;
        property(group, "w:group").expect("a group");
        let controls = all(group.child("w:sdtContent").expect("content"), "w:sdt").len();
        Some((value(group, "w:lock").to_owned(), controls))
    };
    let workshop = Workshop::new();
    workshop.build(&[]);
    assert_eq!(group(&workshop, DOCX), None);
    workshop.build(&["--protect"]);
    assert_eq!(group(&workshop, DOCX), Some(("contentLocked".to_owned(), 2 + 15 * 5)));
    let (lock, controls) = group(&begun(&["--protect"]), BLANK).expect("a group");
    assert_eq!((lock.as_str(), controls), ("contentLocked", 2 + 12 * 7));
}
