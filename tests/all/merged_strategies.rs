//! A strategy's status, text and date are merged as one thing: whatever the
//! answers and the Word file have made of it, the result is well and nobody's
//! words go without being told.

use std::path::Path;
use std::sync::Arc;

use crate::support::{ANSWERS, Workshop};
use dnr::answers;
use dnr::diagnostic::{Severity, Source};
use dnr::import::change::{Import, What};
use dnr::import::changes::{self, Versions, lenient_answers, own_document};
use dnr::import::document::Document;
use dnr::import::edit;
use dnr::input::{LayoutChoice, Rounds};
use dnr::job::Round;
use dnr::json::Json;
use serde_json::{Value, json};

/// What may stand in a file of one strategy; nothing where its key is gone.
fn stances() -> Vec<Value> {
    vec![
        json!({ "status": "" }),
        json!({ "status": "enligt" }),
        json!({ "status": "enligt", "development": "Alfa." }),
        json!({ "status": "mindre", "development": "Alfa." }),
        json!({ "status": "mindre", "development": "Beta.", "expected": "2024-06" }),
        json!({ "status": "mindre", "development": "Alfa.", "expected": "2025-01" }),
        json!({ "status": "storre", "reason": "Alfa." }),
        json!({ "status": "not_applicable" }),
        json!({ "status": "not_applicable", "reason": "Beta." }),
        json!({ "status": "not_answered", "reason": "Alfa." }),
    ]
}

/// Where the strategies of the board are, as JSON Pointers.
fn places() -> Vec<String> {
    let of = |part: &str, numbers: std::ops::RangeInclusive<usize>| {
        numbers.map(|number| format!("/answers/{part}/{number}")).collect::<Vec<_>>()
    };
    [of("strategier-alla", 1..=12), of("strategier-utpekade", 13..=15)].concat()
}

struct Bench {
    answers: Value,
    round: Arc<Round>,
    places: Vec<String>,
}

impl Bench {
    fn new(workshop: &Workshop) -> Self {
        let answers: Value = serde_json::from_slice(&workshop.read(ANSWERS)).expect("JSON");
        let places = places();
        let is_there = |place: &&String| answers.pointer(place).is_some();
        let places: Vec<String> = places.iter().filter(is_there).cloned().collect();
        assert!(places.len() > 10, "{places:?}");
        let path = workshop.path(ANSWERS);
        let mut rounds = Rounds::new(LayoutChoice::default(), false);
        let round = rounds.of(Path::new(&path), &read(&answers)).expect("a round");
        Self { answers, round, places }
    }

    fn with(&self, stances: &[Value]) -> Json {
        let mut answers = self.answers.clone();
        for (place, stance) in self.places.iter().zip(stances) {
            let (above, number) = place.rsplit_once('/').expect("a pointer");
            let part = answers.pointer_mut(above).and_then(Value::as_object_mut).expect("a part");
            match stance {
                Value::Null => drop(part.shift_remove(number)),
                stance => drop(part.insert(number.to_owned(), stance.clone())),
            }
        }
        read(&answers)
    }

    /// The errors of the strategy at `place`, by code.
    fn errors(&self, json: &Json, place: &str) -> Vec<&'static str> {
        let reading = answers::read(json, &self.round.form, &self.round.bodies, &|_| true);
        let errors = reading.problems.0.into_iter().filter(|d| d.severity() == Severity::Error);
        let is_here = |pointer: &str| {
            pointer.strip_prefix(place).is_some_and(|p| p.is_empty() || p.starts_with('/'))
        };
        let here = errors.filter(|d| d.place.as_ref().is_some_and(|p| is_here(&p.pointer)));
        here.map(|d| d.code.id()).collect()
    }

    /// The Word file as somebody has made it.
    fn file(&self, theirs: &Json) -> Document {
        let written = lenient_answers(theirs, &self.round).expect("answers");
        own_document(&written, &self.round).expect("a document")
    }

    fn import(
        &self,
        [base, ours]: [&Json; 2],
        document: &Document,
        file_holds: bool,
    ) -> (Import, Json) {
        let versions = Versions { base, ours, file_holds, taken: None };
        let import = changes::import(versions, document, &self.round).expect("an import");
        let text = edit::apply(&ours.source.text, &import.edits).expect("edits");
        let done = Json::parse(Arc::new(Source { name: String::new(), text })).expect("JSON");
        (import, done)
    }
}

fn read(answers: &Value) -> Json {
    let text = answers.to_string();
    Json::parse(Arc::new(Source { name: "answers.json".to_owned(), text })).expect("JSON")
}

/// Status, text and date, as the page would show them.
fn shown(stance: Option<&Value>) -> [String; 3] {
    let word = |key: &str| {
        let value = stance.and_then(|stance| stance.get(key)).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    let text = [word("development"), word("reason")].concat();
    [word("status"), text, word("expected")]
}

/// What the account says that stood in a strategy before, part by part.
fn told(import: &Import, place: &str) -> [Option<String>; 3] {
    let mut told = [None, None, None];
    for change in import.changes.iter().filter(|c| c.pointer.starts_with(&format!("{place}/"))) {
        match &change.what {
            What::Status { before, .. } => {
                told[0] = Some(before.as_ref().map(|s| s.short.clone()).unwrap_or_default());
            }
            What::Text { before, .. } => told[1] = Some(before.clone()),
            What::Expected { before, .. } => told[2] = Some(before.clone().unwrap_or_default()),
        }
    }
    told
}

fn short(status: &str) -> &str {
    match status {
        "enligt" => "I enlighet med strategin",
        "mindre" => "Mindre utvecklingsarbete",
        "storre" => "Större utvecklingsarbete",
        "not_applicable" => "Ej aktuellt",
        "not_answered" => "Ej besvarat",
        other => other,
    }
}

/// Every three of stances, as many at a time as the form has strategies.
fn all_threes() -> Vec<[Value; 3]> {
    let all = stances();
    let ours = [&all[..], &[Value::Null]].concat();
    let mut threes = Vec::new();
    for base in &all {
        for now in &ours {
            for file in &all {
                threes.push([base.clone(), now.clone(), file.clone()]);
            }
        }
    }
    threes
}

#[test]
fn every_base_answer_and_file_come_to_something_that_is_well() {
    let workshop = Workshop::new();
    let bench = Bench::new(&workshop);
    let (mut taken, mut disputed) = (0, 0);
    for threes in all_threes().chunks(bench.places.len()) {
        let side = |side: usize| {
            let stances: Vec<Value> = threes.iter().map(|three| three[side].clone()).collect();
            bench.with(&stances)
        };
        let (base, ours, theirs) = (side(0), side(1), side(2));
        let document = bench.file(&theirs);
        for file_holds in [false, true] {
            let (import, done) = bench.import([&base, &ours], &document, file_holds);
            for (place, three) in bench.places.iter().zip(threes) {
                let case = format!("{three:?} {file_holds} {:?}", done.value.pointer(place));
                let (old, new) = (bench.errors(&ours, place), bench.errors(&done, place));
                let known = [old.clone(), bench.errors(&theirs, place)].concat();
                assert!(new.iter().all(|code| known.contains(code)), "{new:?} of {case}");
                let [before, mine, file] =
                    [&base, &ours, &theirs].map(|json| shown(json.value.pointer(place)));
                let now = shown(done.value.pointer(place));
                let said = told(&import, place);
                let number = place.rsplit('/').next();
                let is_open = import.notes.iter().any(|note| {
                    let of = note.question.as_ref().and_then(|q| q.strategy.as_deref());
                    of == number && note.what.is_open()
                });
                taken += usize::from(now != mine);
                disputed += usize::from(is_open);
                for part in 0..3 {
                    let had = if part == 0 { short(&mine[0]) } else { &mine[part] };
                    // What the answers had and have no more is told as it was.
                    if now[part] != mine[part] {
                        assert_eq!(said[part].as_deref(), Some(had), "{part} of {case}");
                        let is_mine = mine[part] != before[part] && !mine[part].is_empty();
                        assert!(file_holds || !is_mine, "{part} undone in {case}");
                    } else {
                        assert_eq!(said[part], None, "{part} of {case}");
                    }
                    // What the file changed is taken, or to be decided.
                    let is_news = file[part] != before[part] && file[part] != now[part];
                    assert!(!is_news || is_open, "{part} not told in {case}");
                }
                // A key that was deleted comes back only where the file is to hold.
                let is_back = three[1].is_null() && done.value.pointer(place).is_some();
                let was_empty = before == [String::new(), String::new(), String::new()];
                assert!(!is_back || file_holds || was_empty, "{case}");
            }
        }
    }
    assert!(taken > 100 && disputed > 100, "{taken} {disputed}");
}
