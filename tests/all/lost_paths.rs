//! Paths, ids and words of the command line that lead nowhere.

use std::fs;

use crate::support::{ANSWERS, DOCX, Workshop};
use serde_json::Value;

const NEW: [&str; 5] = ["new", "--body", "kulturnamnden", "--dnr", "0498/23"];

/// A form is found by its id, whatever its folder is called.
#[test]
fn a_form_in_a_folder_of_another_name() {
    let workshop = Workshop::new();
    let from = workshop.path("input/trygghet-2023");
    fs::rename(from, workshop.path("input/enkäten")).expect("a folder");
    let said = workshop.run(&[&NEW[..], &["--form", "trygghet-2023"]].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(workshop.path("input/enkäten/answers/kulturnamnden.json").exists());
    let said = workshop.run(&["schema", "answers", "--form", "trygghet-2023"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    // What is offered instead of a misspelt id is taken as well.
    let said = workshop.run(&[&NEW[..], &["--form", "trygghet-2032"]].concat());
    assert!(said.stderr.contains("did you mean `trygghet-2023`?"), "{}", said.stderr);
}

#[test]
fn answers_that_lie_where_their_form_is_not() {
    let workshop = Workshop::new();
    let from = workshop.path("input/trygghet-2023");
    fs::rename(from, workshop.path("input/form")).expect("a folder");
    fs::create_dir_all(workshop.path("input/svar/answers")).expect("a folder");
    let answers = "input/form/answers/utbildningsnamnden.json";
    fs::rename(workshop.path(answers), workshop.path("input/svar/answers/u.json")).expect("a file");
    let said = workshop.run(&["check"]);
    assert!(said.stderr.contains("the form `trygghet-2023` lies neither"), "{}", said.stderr);
    assert!(said.stderr.contains("put the answers into input/form/answers"), "{}", said.stderr);
    assert!(!said.stderr.contains("did you mean"), "{}", said.stderr);
}

#[test]
fn programs_hear_of_paths_that_are_not_there() {
    let workshop = Workshop::new();
    fs::create_dir_all(workshop.path("empty/answers")).expect("a folder");
    for (paths, code) in [
        (&["nowhere"][..], 2),
        (&["nowhere.json", "x/nowhere"], 2),
        (&["empty"], 2),
        (&[ANSWERS, "nowhere.json"], 1),
    ] {
        let said = workshop.run(&[&["check", "--format", "json"], paths].concat());
        assert_eq!(said.code, code, "{paths:?}");
        let found: Value = serde_json::from_str(&said.stdout).expect("JSON");
        let files = found["files"].as_array().expect("a list");
        for path in paths.iter().filter(|path| path.contains("nowhere")) {
            let file = files.iter().find(|file| file["file"] == **path).expect("the path");
            assert_eq!(file["checked"], false);
            assert_eq!(file["problems"][0]["code"], "cannot-read");
            assert_eq!(file["problems"][0]["file"], **path);
        }
        assert!(!said.stderr.contains("nowhere"), "told once: {}", said.stderr);
    }
}

/// What flags name is there, or nothing starts.
#[test]
fn paths_of_flags() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    for args in [
        &["check", "--template", "nowhere.dotx"][..],
        &["build", "--template", "nowhere.dotx"],
        &["verify", "--input", "nowhere"],
        &["import", DOCX, "--input", "nowhere"],
        &["import", DOCX, "--into", "nowhere.json"],
        &["import", DOCX, "--base", "nowhere.json"],
        &["diff", ANSWERS, DOCX, "--input", "nowhere"],
    ] {
        let said = workshop.run(args);
        assert_eq!(said.code, 2, "{args:?}\n{}{}", said.stdout, said.stderr);
        assert!(said.stderr.contains("nowhere"), "{args:?}\n{}", said.stderr);
        assert!(said.stderr.contains("it is not there"), "{args:?}\n{}", said.stderr);
        assert_eq!(said.stdout, "", "{args:?}");
    }
}

#[test]
fn a_layout_that_is_not_there_starts_nothing() {
    let workshop = Workshop::new();
    for args in [
        &["check"][..],
        &["build"],
        &["build", "--dry-run"],
        &["eject", ANSWERS, "project"],
        &["diff", ANSWERS, ANSWERS],
        &["new", "--form", "trygghet-2023", "--body", "kulturnamnden", "--dnr", "1/23", "--format"],
    ] {
        let more: &[&str] = if args[0] == "new" { &["docx"] } else { &[] };
        let said = workshop.run(&[args, more, &["--layout", "nope"]].concat());
        assert_eq!(said.code, 2, "{args:?}\n{}", said.stderr);
    }
}

#[test]
fn a_language_that_there_is_not() {
    let workshop = Workshop::new();
    for language in ["fr", "svenska", "svahili", "", "english", "de-SE"] {
        let said = workshop.run_in(language, &["schema", "form"]);
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{language}");
        assert!(said.stderr.contains("--lang"), "{}", said.stderr);
    }
    let said = workshop.run_in("fr", &["check"]);
    assert!(said.stderr.contains("use sv or en") || said.stderr.contains("ange sv eller en"));
    for (language, word) in [("sv-SE", "Användning"), ("SV", "Användning"), ("en_GB", "Usage")] {
        let said = workshop.run_in(language, &["check", "--help"]);
        assert_eq!(said.code, 0, "{language}: {}", said.stderr);
        assert!(said.stdout.contains(word), "{language}: {}", said.stdout);
    }
}
