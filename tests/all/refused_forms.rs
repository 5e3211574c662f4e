//! A form, register or layout that is refused: no file that needs it is said
//! to be well, and what is wrong is told once.

use std::fs;

use crate::support::{ANSWERS, BODIES, FORM, Said, Workshop};
use serde_json::{Value, json};

const OTHERS: [&str; 2] = [
    "input/trygghet-2023/answers/a-kulturnamnden.json",
    "input/trygghet-2023/answers/z-miljonamnden.json",
];

/// Three answers files to a form that `harm` has been done to.
fn harmed(harm: impl FnOnce(&Workshop)) -> Workshop {
    let workshop = Workshop::new();
    for (index, other) in OTHERS.iter().enumerate() {
        fs::copy(workshop.path(ANSWERS), workshop.path(other)).expect("a copy");
        workshop.change(other, |a| {
            a["body"] = json!(["socialnamnd-hisingen", "kulturnamnden"][index]);
            a["diary_number"] = json!(format!("049{index}/23"));
        });
    }
    harm(&workshop);
    workshop
}

fn count(text: &str, what: &str) -> usize {
    text.matches(what).count()
}

/// Checks and builds; `fault` is what is wrong, and where it stands.
fn is_told_once(workshop: &Workshop, fault: &str) -> Said {
    is_told_once_of(workshop, fault, &format!("its form {FORM} is refused"))
}

/// The same, where `what` is said to be at fault.
fn is_told_once_of(workshop: &Workshop, fault: &str, what: &str) -> Said {
    let checked = workshop.run(&["check"]);
    assert_eq!(checked.code, 1);
    assert!(!checked.stdout.contains("no problems"), "{}", checked.stdout);
    let refused = format!("not checked: {what}");
    assert_eq!(count(&checked.stdout, &refused), 3, "{}", checked.stdout);
    assert_eq!(count(&checked.stderr, fault), 1, "{}", checked.stderr);
    let built = workshop.run(&["build"]);
    assert_eq!(built.code, 1);
    let refused = format!("no report was written: {what}");
    assert_eq!(count(&built.stderr, &refused), 3, "{}", built.stderr);
    assert_eq!(count(&built.stderr, fault), 1, "{}", built.stderr);
    built
}

#[test]
fn of_a_broken_form() {
    let workshop = harmed(|w| w.change(FORM, |f| f["parts"][0]["heading"] = json!("")));
    is_told_once(&workshop, "[empty-text]");
}

#[test]
fn of_a_form_that_is_no_json() {
    let workshop = harmed(|w| w.replace(FORM, "{", "{,"));
    is_told_once(&workshop, "[json-syntax]");
}

#[test]
fn of_a_broken_register() {
    let workshop = harmed(|w| w.change(BODIES, |b| b["bodies"]["utbildningsnamnden"] = json!(1)));
    let what = format!("its register of bodies {BODIES} is refused");
    is_told_once_of(&workshop, "[wrong-type]", &what);
}

#[test]
fn of_a_layout_that_is_not_there() {
    let workshop = harmed(|w| w.change(FORM, |f| f["layout"] = json!("nowhere")));
    is_told_once(&workshop, "[unknown-layout]");
}

#[test]
fn also_where_two_files_are_in_conflict() {
    let workshop = harmed(|w| {
        w.change(FORM, |f| f["parts"][0]["heading"] = json!(""));
        w.change(OTHERS[0], |a| a["body"] = json!("utbildningsnamnden"));
    });
    let built = workshop.run(&["build"]);
    assert_eq!(count(&built.stderr, "[empty-text]"), 1, "{}", built.stderr);
}

#[test]
fn programs_hear_of_it_for_each_file() {
    let workshop = harmed(|w| w.change(FORM, |f| f["parts"][0]["heading"] = json!("")));
    let said = workshop.run(&["check", "--format", "json"]);
    let found: Value = serde_json::from_str(&said.stdout).expect("JSON");
    let files = found["files"].as_array().expect("a list");
    let of_forms: Vec<&Value> =
        found["forms"].as_array().expect("a list").iter().map(|one| &one["code"]).collect();
    assert!(of_forms.contains(&&json!("empty-text")), "{of_forms:?}");
    for file in files {
        assert_eq!(file["checked"], false);
        let problems = file["problems"].as_array().expect("a list");
        assert_eq!(problems.len(), 1, "what is wrong with the form stands under forms");
        let last = &problems[0];
        assert_eq!(last["code"], "form-refused", "{file}");
        assert_eq!(last["severity"], "error");
        assert_eq!(file["answered"], Value::Null);
    }
    assert_eq!(said.stdout.matches("empty-text").count(), 1);
    assert_eq!(said.code, 1);
}

#[test]
fn what_lies_written_is_told_of_with_the_reason() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    workshop.change(FORM, |f| f["parts"][0]["heading"] = json!(""));
    let said = workshop.run(&["verify"]);
    assert_eq!(count(&said.stderr, "[empty-text]"), 1, "{}", said.stderr);
    assert_eq!(count(&said.stderr, "is refused, and nothing can be made with it"), 1);
}

/// One file that cannot be read says nothing of the others, and programs hear of it.
#[test]
fn a_file_in_another_encoding_is_one_of_the_findings() {
    let workshop = harmed(|_| {});
    let text = String::from_utf8(workshop.read(OTHERS[0])).expect("UTF-8");
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    fs::write(workshop.path(OTHERS[0]), latin).expect("a file");
    let said = workshop.run(&["check", "--format", "json"]);
    assert_eq!(said.code, 1);
    let found: Value = serde_json::from_str(&said.stdout).expect("JSON");
    let files = found["files"].as_array().expect("a list");
    assert_eq!(files.len(), 3);
    assert_eq!(files[0]["checked"], false);
    assert_eq!(files[0]["problems"][0]["code"], "not-text");
    assert_eq!(files[0]["problems"][0]["file"], OTHERS[0]);
    assert_eq!(files[1]["checked"], true);
    let said = workshop.run(&["check"]);
    assert!(said.stdout.contains(&format!("{}: not checked: ", OTHERS[0])), "{}", said.stdout);
    assert_eq!(count(&said.stderr, "is not UTF-8 text"), 1);
}
