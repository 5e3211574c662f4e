//! Whatever was written leads to what it was made from, and no comparison keeps to
//! itself what cannot be compared.

use std::fs;

use crate::support::word::{Word, element, paragraph};
use crate::support::{ANSWERS, DOCX, Workshop};
use dnr::xml::Node;
use serde_json::{Value, json};

const ENDS: [(&str, &str); 3] = [("pdf", "pdf"), ("html", "html"), ("json", "pdf,json")];

fn answer(workshop: &Workshop, text: &str) {
    workshop.change(ANSWERS, |answers| answers["answers"]["implementering"] = json!(text));
}

#[test]
fn a_report_of_last_month_is_compared_with_the_answers_of_today() {
    for (end, formats) in ENDS {
        let workshop = Workshop::new();
        answer(&workshop, "Då.");
        workshop.build(&["--format", formats, ANSWERS]);
        answer(&workshop, "Nu.");
        let report = DOCX.replace("docx", end);
        let said = workshop.run(&["diff", &report, ANSWERS]);
        assert_eq!(said.code, 0, "{said:?}");
        assert!(said.stdout.contains("[-Då.-]{+Nu.+}"), "{said:?}");
        // Also of a report that was put aside, in another folder than it is in.
        fs::create_dir(workshop.path("then")).expect("a folder");
        fs::rename(workshop.path(&report), workshop.path("then/report")).expect("a file");
        let moved = format!("then/report.{end}");
        fs::rename(workshop.path("then/report"), workshop.path(&moved)).expect("a file");
        let again = workshop.run(&["diff", &moved, ANSWERS]);
        assert_eq!((again.code, again.stdout), (0, said.stdout), "{}", again.stderr);
    }
}

/// What was sent, and what came back with two boxes ticked and words outside.
fn returned() -> (Workshop, Word) {
    let workshop = Workshop::new();
    answer(&workshop, "Då.");
    workshop.build(&["--format", "docx"]);
    let mut word = Word::read(&workshop.read(DOCX));
    word.replace("Då.", "Nu.");
    for option in ["enligt", "mindre"] {
        word.tick(&format!("strategier-alla/3/status/{option}"), Some(true), None);
    }
    let outside = Node::Element(element(&paragraph("OBS fritext")));
    word.change(|body| body.children.insert(4, outside));
    fs::write(workshop.path("back.docx"), word.bytes()).expect("a file");
    (workshop, word)
}

#[test]
fn what_cannot_be_compared_is_said_in_every_format() {
    let (workshop, _) = returned();
    let told = ["several boxes are ticked", "text outside the answers was ignored: OBS fritext"];
    let diff = |args: &[&str]| {
        let said = workshop.run(&[&["diff", DOCX, "back.docx"], args].concat());
        assert_eq!(said.code, 0, "{said:?}");
        said
    };
    let said = diff(&[]);
    assert!(told.iter().all(|told| said.stdout.contains(told)), "{said:?}");
    let said = diff(&["--format", "docx", "--out", "changes.docx"]);
    assert!(told.iter().all(|told| said.stderr.contains(told)), "{said:?}");
    let said = diff(&["--format", "json"]);
    let all: Value = serde_json::from_str(&said.stdout).expect("JSON");
    let notes = all["notes"].as_array().expect("notes");
    let messages: Vec<&str> = notes.iter().filter_map(|note| note["message"].as_str()).collect();
    assert!(told.iter().all(|told| messages.iter().any(|m| m.contains(told))), "{messages:?}");
    assert!(notes.iter().all(|note| note["open"] == true), "{notes:?}");
    let paths: Vec<&str> = notes.iter().filter_map(|note| note["path"].as_str()).collect();
    assert_eq!(paths, ["/answers/strategier-alla/3"]);
}

#[test]
fn a_word_file_without_properties_is_compared_with_its_answers() {
    let (workshop, mut word) = returned();
    word.parts.retain(|(name, _)| name != "docProps/custom.xml");
    fs::write(workshop.path("back.docx"), word.bytes()).expect("a file");
    for files in [[ANSWERS, "back.docx"], ["back.docx", ANSWERS]] {
        let said = workshop.run(&["diff", files[0], files[1]]);
        assert_eq!(said.code, 0, "{said:?}");
        let wanted = if files[0] == ANSWERS { "[-Då.-]{+Nu.+}" } else { "[-Nu.-]{+Då.+}" };
        assert!(said.stdout.contains(wanted), "{said:?}");
    }
    let said = workshop.run(&["diff", "back.docx", DOCX]);
    assert_eq!(said.code, 2, "{said:?}");
    let told = ["does not say which report it is", "compare it with the answers"];
    assert!(told.iter().all(|told| said.stderr.contains(told)), "{}", said.stderr);
    assert!(!said.stderr.contains("--into"), "{}", said.stderr);
}
