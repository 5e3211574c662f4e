//! No two reports share a file, and none has a name that some system refuses.

use std::fs;

use crate::batch::{files, with_bodies};
use crate::support::{ANSWERS, FORM, Said, Workshop};
use serde_json::json;

/// Lets reports be called by this pattern.
fn call_them(workshop: &Workshop, pattern: &str) {
    fs::create_dir_all(workshop.path("layouts/own")).expect("a folder");
    let theme = json!({ "extends": "goteborg", "texts": { "file_name": pattern } });
    fs::write(workshop.path("layouts/own/theme.json"), theme.to_string()).expect("a theme");
    workshop.change(FORM, |form| form["layout"] = json!("own"));
}

/// Gives the body of the shipped answers another id in answers, form and register.
fn rename_body(workshop: &Workshop, from: &str, to: &str) {
    for file in ["input/bodies.json", FORM, ANSWERS] {
        let text = String::from_utf8(workshop.read(file)).expect("UTF-8");
        let text = text.replace(&format!("\"{from}\""), &format!("\"{to}\""));
        fs::write(workshop.path(file), text).expect("a file");
    }
}

/// Both files are refused, the message names both, and nothing is written.
fn refused(said: &Said, workshop: &Workshop, code: &str, answers: &[&str]) {
    assert_eq!(said.code, 1, "{}{}", said.stdout, said.stderr);
    assert!(said.stderr.contains(code), "{}", said.stderr);
    assert!(said.stderr.contains("texts.file_name"), "{}", said.stderr);
    for file in answers {
        assert!(said.stderr.contains(file), "{file}: {}", said.stderr);
    }
    let written = fs::read_dir(workshop.path("out")).map_or(0, |entries| {
        entries.filter(|entry| entry.as_ref().is_ok_and(|entry| entry.path().is_file())).count()
    });
    assert_eq!(written, 0);
}

#[test]
fn a_pattern_without_the_body_is_refused_for_all_it_would_mix_up() {
    let workshop = with_bodies(&["kulturnamnden"]);
    call_them(&workshop, "{{form}}");
    let both = ["answers/kulturnamnden.json", "answers/utbildningsnamnden.json"];
    refused(&workshop.run(&["build"]), &workshop, "file-name-twice", &both);
    let checked = workshop.run(&["check"]);
    assert_eq!(checked.code, 1, "what build refuses, check refuses");
    assert!(checked.stderr.contains("file-name-twice"), "{}", checked.stderr);
    let swedish = workshop.run_in("sv", &["build"]);
    assert!(swedish.stderr.contains("texts.file_name"), "{}", swedish.stderr);
}

#[test]
fn a_name_that_many_would_have_is_told_of_once_for_each() {
    let workshop = with_bodies(&["kulturnamnden", "arkivnamnden", "renova-ab"]);
    call_them(&workshop, "{{form}}");
    let said = workshop.run(&["build"]);
    assert_eq!(said.stderr.matches("error[file-name-twice]").count(), 4, "{}", said.stderr);
}

#[test]
fn ids_that_run_together_are_told_apart_or_refused() {
    let workshop = Workshop::new();
    // Form `trygghet` of body `2023-x`, and form `trygghet-2023` of body `x`.
    rename_body(&workshop, "kulturnamnden", "x");
    rename_body(&workshop, "arkivnamnden", "2023-x");
    let other = workshop.path("input/trygghet/answers");
    fs::create_dir_all(&other).expect("a folder");
    fs::copy(workshop.path(FORM), workshop.path("input/trygghet/form.json")).expect("a form");
    workshop.change("input/trygghet/form.json", |form| form["id"] = json!("trygghet"));
    fs::copy(workshop.path(ANSWERS), other.join("second.json")).expect("answers");
    fs::rename(workshop.path(ANSWERS), workshop.path("input/trygghet-2023/answers/first.json"))
        .expect("a name");
    for (file, form, body) in [
        ("input/trygghet/answers/second.json", "trygghet", "2023-x"),
        ("input/trygghet-2023/answers/first.json", "trygghet-2023", "x"),
    ] {
        workshop.change(file, |answers| {
            answers["form"] = json!(form);
            answers["body"] = json!(body);
            answers["answers"]["strategier-utpekade"] = json!({});
        });
    }
    refused(
        &workshop.run(&["build"]),
        &workshop,
        "file-name-twice",
        &["first.json", "second.json"],
    );

    // One by one, the second finds the first's name taken.
    workshop.build(&["input/trygghet"]);
    let before = files(&workshop, "out");
    let said = workshop.run(&["build", "input/trygghet-2023"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("file-name-taken"), "{}", said.stderr);
    assert!(said.stderr.contains("second.json"), "{}", said.stderr);
    let forced = workshop.run(&["build", "input/trygghet-2023", "--force"]);
    assert_eq!(forced.code, 1, "not even by force");
    assert!(files(&workshop, "out") == before);
    // Each has a record of its own all the same.
    workshop.build(&["input/trygghet-2023", "--set", "texts.file_name=b-{{body_id}}"]);
    let said = workshop.build(&["input/trygghet"]);
    assert!(said.stdout.contains("unchanged"), "{}", said.stdout);
}

#[test]
fn names_that_some_system_takes_for_the_same_are_refused() {
    for (one, other) in [
        ("Xy", "xY"),
        // Composed and decomposed.
        ("xé", "xe\u{301}"),
        ("x.", "x"),
        ("x y", "x y "),
        ("x:y", "x?y"),
    ] {
        let workshop = with_bodies(&["kulturnamnden"]);
        call_them(&workshop, "{{body}}");
        workshop.change("input/bodies.json", |register| {
            register["bodies"]["kulturnamnden"]["name"] = json!(one);
            register["bodies"]["utbildningsnamnden"]["name"] = json!(other);
        });
        let both = ["answers/kulturnamnden.json", "answers/utbildningsnamnden.json"];
        refused(&workshop.run(&["build"]), &workshop, "file-name-twice", &both);
    }
}

#[test]
fn names_that_are_the_same_once_they_are_cut_are_refused() {
    let workshop = with_bodies(&["kulturnamnden"]);
    let long = "n".repeat(210);
    call_them(&workshop, &format!("{long}-{{{{body_id}}}}"));
    let both = ["answers/kulturnamnden.json", "answers/utbildningsnamnden.json"];
    refused(&workshop.run(&["build"]), &workshop, "file-name-twice", &both);
}

#[test]
fn names_that_windows_keeps_for_itself_are_refused() {
    for name in ["CON", "nul", "Com1", "LPT³", "aux.2023", "con .x"] {
        let workshop = Workshop::new();
        call_them(&workshop, name);
        let said = workshop.run(&["build"]);
        refused(&said, &workshop, "file-name-reserved", &["answers/utbildningsnamnden.json"]);
        assert_eq!(workshop.run(&["check"]).code, 1, "{name}");
    }
    for name in ["console", "com10", "nul-1", "auxiliär"] {
        let workshop = Workshop::new();
        call_them(&workshop, name);
        workshop.build(&["--format", "docx"]);
        assert!(workshop.path(&format!("out/{name}.docx")).exists(), "{name}");
    }
}

#[test]
fn every_part_of_a_run_sees_the_others_names() {
    let workshop = with_bodies(&["kulturnamnden", "arkivnamnden", "renova-ab"]);
    call_them(&workshop, "{{form}}");
    for shard in ["1/3", "2/3", "3/3"] {
        let said = workshop.run(&["build", "--shard", shard]);
        assert!(!said.stdout.contains(".pdf"), "{}", said.stdout);
    }
    assert!(!workshop.path("out").exists() || files(&workshop, "out").is_empty());
}

#[test]
fn a_number_that_two_reports_exchange_finds_its_file() {
    let workshop = with_bodies(&["kulturnamnden"]);
    call_them(&workshop, "{{dnr}}");
    workshop.build(&[]);
    workshop.change(ANSWERS, |answers| answers["diary_number"] = json!("0009/23"));
    workshop.build(&[]);
    let names: Vec<String> = files(&workshop, "out").into_keys().collect();
    assert_eq!(names, ["0001-23.docx", "0001-23.pdf", "0009-23.docx", "0009-23.pdf"]);
}
