//! What differs between two files of one report.

use crate::support::docx::{Docx, text};
use crate::support::{ANSWERS, DOCX, PDF, Workshop};
use dnr::xml::{Element, Node};

const OLD: &str = "input/trygghet-2023/old/utbildningsnamnden.json";

/// Answers before, and after an edit of each kind.
fn edited() -> Workshop {
    let workshop = Workshop::new();
    std::fs::create_dir_all(workshop.path("input/trygghet-2023/old")).expect("a folder");
    std::fs::copy(workshop.path(ANSWERS), workshop.path(OLD)).expect("a copy");
    workshop.replace(ANSWERS, "är kopplat till både", "är nära knutet till både");
    workshop.replace(
        ANSWERS,
        "Förvaltningsledningen har",
        "* en punkt\\n* en till\\n\\nLedningen har",
    );
    workshop.replace(
        ANSWERS,
        r#""status": "mindre""#,
        r#""status": "enligt", "expected": "2024-06""#,
    );
    workshop
}

#[test]
fn changes_are_shown_word_by_word() {
    let workshop = edited();
    let said = workshop.run(&["diff", OLD, ANSWERS]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    insta::assert_snapshot!(said.stdout);
}

#[test]
fn programs_get_both_texts() {
    let workshop = edited();
    let said = workshop.run(&["diff", OLD, ANSWERS, "--format", "json"]);
    let changes: serde_json::Value = serde_json::from_str(&said.stdout).expect("JSON");
    let changes = changes["changes"].as_array().expect("a list");
    let found: Vec<_> = changes.iter().map(|c| (c["path"].as_str(), c["kind"].as_str())).collect();
    assert_eq!(
        found,
        [
            (Some("/answers/implementering"), Some("text")),
            (Some("/answers/strategier-alla/4/status"), Some("status")),
            (Some("/answers/strategier-alla/4/expected"), Some("expected")),
        ]
    );
    assert_eq!(changes[1]["before"], "Mindre utvecklingsarbete");
    assert_eq!(changes[1]["after"], "I enlighet med strategin");
    assert_eq!(changes[2]["after"], "2024-06");
}

#[test]
fn a_word_file_is_as_good_as_answers() {
    let workshop = edited();
    workshop.build(&[ANSWERS]);
    let with_word = workshop.run(&["diff", OLD, DOCX]);
    let with_answers = workshop.run(&["diff", OLD, ANSWERS]);
    assert_eq!(with_word.stdout, with_answers.stdout);
    let same = workshop.run(&["diff", ANSWERS, DOCX]);
    assert_eq!(same.stdout, "no answer differs\n");
}

#[test]
fn a_pdf_leads_to_the_answers_that_it_was_made_from() {
    let workshop = Workshop::new();
    workshop.build(&[ANSWERS]);
    std::fs::rename(workshop.path(PDF), workshop.path("sent.pdf")).expect("a report that was sent");
    let kept = format!("{ANSWERS}.bak");
    std::fs::copy(workshop.path(ANSWERS), workshop.path(&kept)).expect("a copy");
    workshop.replace(ANSWERS, r#""status": "mindre""#, r#""status": "enligt""#);
    let said = workshop.run(&["diff", "sent.pdf", ANSWERS]);
    let expected = "  section 2, strategy 4\n    \
        status: yellow (Mindre utvecklingsarbete) → green (I enlighet med strategin)\n";
    assert_eq!((said.code, said.stdout.as_str()), (0, expected), "{}", said.stderr);
    std::fs::remove_file(workshop.path(&kept)).expect("a file");
    std::fs::remove_dir_all(workshop.path("out/.dnr/answers")).expect("what was kept");
    let said = workshop.run(&["diff", "sent.pdf", ANSWERS]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("[no-source]"), "{}", said.stderr);
}

#[test]
fn reports_of_different_bodies_are_not_compared() {
    let workshop = edited();
    workshop.change(ANSWERS, |answers| answers["body"] = "grundskolenamnden".into());
    let said = workshop.run(&["diff", OLD, ANSWERS]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("[not-comparable]"), "{}", said.stderr);
}

/// What Word does with all tracked changes when they are accepted or rejected.
fn settled(element: &Element, accept: bool) -> Element {
    let (kept, dropped) = if accept { ("w:ins", "w:del") } else { ("w:del", "w:ins") };
    let mut done = Element { children: Vec::new(), ..element.clone() };
    for node in &element.children {
        match node {
            Node::Text(_) => done.children.push(node.clone()),
            Node::Element(child) if child.name == dropped => {}
            Node::Element(child) if child.name == kept => {
                done.children.extend(settled(child, accept).children);
            }
            Node::Element(child) if child.name == "w:delText" => {
                done.push(Element { name: "w:t".into(), ..child.clone() });
            }
            Node::Element(child) => {
                let of_end = child.child("w:pPr").and_then(|p| p.child("w:rPr"));
                if of_end.is_some_and(|end| end.child(dropped).is_some()) {
                    continue;
                }
                done.push(settled(child, accept));
            }
        }
    }
    done
}

fn paragraphs(element: &Element, found: &mut Vec<String>) {
    for child in element.elements() {
        if child.name == "w:p" {
            found.push(text(child).trim().to_owned());
        } else {
            paragraphs(child, found);
        }
    }
}

fn texts(element: &Element) -> Vec<String> {
    let mut found = Vec::new();
    paragraphs(element, &mut found);
    found
}

#[test]
fn tracked_changes_accepted_are_the_new_report_and_rejected_the_old() {
    let workshop = edited();
    let said = workshop.run(&["diff", OLD, ANSWERS, "--format", "docx", "--out", "changes.docx"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let tracked = Docx::read(&workshop.read("changes.docx")).part("word/document.xml");
    workshop.build(&[ANSWERS]);
    let new = Docx::read(&workshop.read(DOCX)).part("word/document.xml");
    std::fs::copy(workshop.path(OLD), workshop.path(ANSWERS)).expect("a copy");
    workshop.build(&[ANSWERS]);
    let old = Docx::read(&workshop.read(DOCX)).part("word/document.xml");
    assert_ne!(texts(&old), texts(&new));
    assert_eq!(texts(&settled(&tracked, true)), texts(&new));
    assert_eq!(texts(&settled(&tracked, false)), texts(&old));
}

#[test]
fn the_same_answers_differ_in_nothing() {
    let workshop = Workshop::new();
    let said = workshop.run(&["diff", ANSWERS, ANSWERS, "--format", "docx", "--out", "same.docx"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let document = Docx::read(&workshop.read("same.docx")).part("word/document.xml");
    let mut changes = 0;
    document.visit(&mut |e| changes += usize::from(matches!(e.name.as_str(), "w:ins" | "w:del")));
    assert_eq!(changes, 0);
}
