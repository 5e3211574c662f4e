//! `tests/data/all-blocks` holds everything that a report can: each kind of
//! block, list, mark and state, with and without what may go with it. Its
//! conformance is held against outside validators in `.ci/conformance`; its
//! text is compared in `same_text.rs`, its Word file in `word_accessibility.rs`.

use std::collections::BTreeSet;

use crate::support::Workshop;
use serde_json::Value;

/// Every variant and choice in a report, as `key=value`.
fn kinds(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match (key.as_str(), value) {
                    ("kind" | "role" | "marker" | "symbol", Value::String(word)) => {
                        found.insert(format!("{key}={word}"));
                    }
                    ("emphasis" | "strong" | "tall", value) => {
                        found.insert(format!("{key}={value}"));
                    }
                    ("development", Value::Array(blocks)) => {
                        found.insert(format!("development={}", !blocks.is_empty()));
                    }
                    ("link", Value::String(target)) => {
                        let scheme = target.split(':').next().unwrap_or_default();
                        found.insert(format!("link={scheme}"));
                    }
                    ("start", start) => {
                        found.insert(format!("start={start}"));
                    }
                    _ => {}
                }
                kinds(value, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| kinds(value, found)),
        _ => {}
    }
}

#[test]
fn every_kind_is_there() {
    let workshop = Workshop::of("all-blocks");
    workshop.build(&["--format", "json"]);
    let mut found = BTreeSet::new();
    let report = workshop.read("out/all-blocks-full.json");
    kinds(&serde_json::from_slice(&report).expect("JSON"), &mut found);
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    let expected = [
        "development=false",
        "development=true",
        "emphasis=true",
        "kind=chosen",
        "kind=heading",
        "kind=list",
        "kind=matrix",
        "kind=page",
        "kind=pages",
        "kind=paragraph",
        "kind=said",
        "kind=text",
        "link=https",
        "link=mailto",
        "link=tel",
        "marker=bullet",
        "marker=dash",
        "marker=number",
        "role=answer",
        "role=instruction",
        "role=question",
        "start=1",
        "start=3",
        "strong=true",
        "symbol=X",
        "symbol=x",
        "tall=false",
        "tall=true",
    ];
    assert_eq!(found, expected);
}

#[test]
fn it_is_the_same_each_time_and_well() {
    let workshop = Workshop::of("all-blocks");
    let formats = ["--format", "pdf,docx,html,json"];
    workshop.build(&formats);
    // Each file is made again and compared byte for byte.
    for _ in 0..3 {
        let said = workshop.run(&["verify"]);
        assert_eq!(said.code, 0, "{}", said.stdout);
        assert_eq!(said.stdout.matches("no faults, is what its inputs give").count(), 8);
    }
}
