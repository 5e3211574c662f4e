//! An answer is found by its control, else by its bookmark, wherever that stands;
//! its place says which it is only where neither does.

use std::fs;

use crate::support::word::Word;
use crate::support::{ANSWERS, DOCX, Said, Workshop};
use dnr::xml::{Element, Node};
use serde_json::{Value, json};

const FORM: &str = "input/trygghet-2023/form.json";

/// A report whose first part asks three questions, of which two use the same words.
fn report() -> (Workshop, Word) {
    let workshop = Workshop::new();
    workshop.change(FORM, |form| {
        form["parts"][0]["content"] = json!([
            { "question": { "id": "f1", "text": "Hur går det?" } },
            { "question": { "id": "f2", "text": "Hur går det?" } },
            { "question": { "id": "f3", "heading": "Tredje", "text": "Något mer?" } },
        ]);
    });
    workshop.change(ANSWERS, |answers| answers["answers"]["implementering"] = answers_of_first());
    workshop.build(&["--format", "docx"]);
    let word = Word::read(&workshop.read(DOCX));
    (workshop, word)
}

fn answers_of_first() -> Value {
    json!({ "f1": "Ett.", "f2": "Två.\n\n* a\n* b\n\nSlut.", "f3": "Tre." })
}

fn first(workshop: &Workshop) -> Value {
    let answers: Value = serde_json::from_slice(&workshop.read(ANSWERS)).expect("JSON");
    answers["answers"]["implementering"].clone()
}

fn import(workshop: &Workshop, word: &Word) -> Said {
    fs::write(workshop.path("returned.docx"), word.bytes()).expect("a file");
    workshop.run(&["import", "returned.docx"])
}

fn is_control(node: &Node, tag: &str) -> bool {
    let Node::Element(element) = node else { return false };
    let own = element.child("w:sdtPr").and_then(|properties| properties.child("w:tag"));
    own.and_then(|own| own.attribute("w:val")) == Some(tag)
}

fn control_at(body: &Element, question: &str) -> usize {
    let tag = format!("implementering/{question}");
    body.children.iter().position(|node| is_control(node, &tag)).expect("a control")
}

/// The question's headings and its control: all that follows the control before.
fn block_of(body: &Element, question: &str) -> std::ops::Range<usize> {
    let end = control_at(body, question);
    let is_any = |node: &Node| matches!(node, Node::Element(e) if e.name == "w:sdt");
    let start = body.children[..end].iter().rposition(is_any).expect("a control before");
    start + 1..end + 1
}

/// The third question with its heading and answer, above the second.
fn move_block(word: &mut Word) {
    word.change(|body| {
        let moved = block_of(body, "f3");
        let to = block_of(body, "f2").start;
        let moved: Vec<Node> = body.children.drain(moved).collect();
        body.children.splice(to..to, moved);
    });
}

fn swap_controls(word: &mut Word) {
    word.change(|body| {
        let (one, other) = (control_at(body, "f1"), control_at(body, "f3"));
        body.children.swap(one, other);
    });
}

/// As Word saves it, as LibreOffice does, and without bookmarks.
const LEFT: [fn(&mut Word); 3] = [
    |_| {},
    |word| {
        word.unwrap_controls();
    },
    |word| {
        word.delete_bookmarks();
    },
];

#[test]
fn what_was_moved_changes_no_answer() {
    for edit in [move_block, swap_controls] {
        for left in LEFT {
            let (workshop, mut word) = report();
            edit(&mut word);
            left(&mut word);
            let said = import(&workshop, &word);
            assert_eq!(first(&workshop), answers_of_first(), "{said:?}");
            assert_eq!(said.code, 0, "{said:?}");
            assert!(said.stdout.contains("no changes"), "{said:?}");
            let wrong = ["not in the file", "removed", "outside"];
            assert!(!wrong.iter().any(|wrong| said.stdout.contains(wrong)), "{said:?}");
        }
    }
}

#[test]
fn a_moved_answer_that_was_edited_is_changed_where_it_belongs() {
    for left in LEFT {
        let (workshop, mut word) = report();
        move_block(&mut word);
        word.replace("Tre.", "Tre och mer.");
        left(&mut word);
        let said = import(&workshop, &word);
        let mut wanted = answers_of_first();
        wanted["f3"] = json!("Tre och mer.");
        assert_eq!((said.code, first(&workshop)), (0, wanted), "{said:?}");
    }
}

#[test]
fn questions_that_changed_places_in_the_form_keep_their_answers() {
    for left in LEFT {
        for (one, other) in [(0, 1), (1, 2)] {
            let (workshop, mut word) = report();
            left(&mut word);
            workshop.change(FORM, |form| {
                let content = form["parts"][0]["content"].as_array_mut().expect("a list");
                content.swap(one, other);
            });
            let said = import(&workshop, &word);
            assert_eq!((said.code, first(&workshop)), (0, answers_of_first()), "{said:?}");
        }
    }
}

#[test]
fn a_copy_of_an_answer_becomes_part_of_no_other() {
    let copy = |body: &Element| {
        let mut copy = body.children[control_at(body, "f1")].clone();
        let Node::Element(control) = &mut copy else { panic!("a control") };
        control.for_each(&mut |element| {
            if element.name == "w:t" {
                element.children = vec![Node::Text("Kopia.".to_owned())];
            }
        });
        copy
    };
    let after = |body: &mut Element| {
        let copy = copy(body);
        let at = control_at(body, "f2");
        body.children.insert(at + 1, copy);
    };
    let within = |body: &mut Element| {
        let copy = copy(body);
        let at = control_at(body, "f2");
        let Node::Element(control) = &mut body.children[at] else { panic!("a control") };
        control.child_mut("w:sdtContent").expect("content").children.push(copy);
    };
    let edits: [&dyn Fn(&mut Element); 2] = [&after, &within];
    for edit in edits {
        let (workshop, mut word) = report();
        word.delete_bookmarks();
        word.change(edit);
        let said = import(&workshop, &word);
        assert_eq!((said.code, first(&workshop)), (1, answers_of_first()), "{said:?}");
        let told = "text outside the answers was ignored: Kopia.";
        assert!(said.stdout.contains(told), "{}", said.stdout);
    }
}
