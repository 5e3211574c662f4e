//! Where a form is well, and its register, its layout, the command line or the
//! answers are at fault, it is those that are named.

use std::fs;

use crate::support::{ANSWERS, BODIES, FORM, Workshop};
use serde_json::{Value, json};

fn found(workshop: &Workshop, args: &[&str]) -> Value {
    let said = workshop.run(&[&["check", "--format", "json"], args].concat());
    serde_json::from_str(&said.stdout).unwrap_or_else(|_| panic!("no JSON: {}", said.stderr))
}

/// Checks and builds; both name what is at fault, and neither blames the form.
fn is_at_fault(workshop: &Workshop, args: &[&str], what: &str, code: i32) {
    let checked = workshop.run(&[&["check"], args].concat());
    assert!(checked.stdout.contains(&format!("not checked: {what}")), "{}", checked.stdout);
    let built = workshop.run(&[&["build"], args].concat());
    let refused = format!("no report was written: {what}");
    assert!(built.stderr.contains(&refused), "{}", built.stderr);
    for said in [checked, built] {
        assert_eq!(said.code, code, "{}", said.stderr);
        let all = format!("{}{}", said.stdout, said.stderr);
        assert!(!all.contains(&format!("form {FORM}")), "{all}");
    }
}

#[test]
fn a_register() {
    let workshop = Workshop::new();
    workshop.change(BODIES, |b| b["bodies"]["utbildningsnamnden"] = json!(1));
    is_at_fault(&workshop, &[], &format!("its register of bodies {BODIES} is refused"), 1);
    let found = found(&workshop, &[]);
    assert_eq!(found["forms"][0]["file"], BODIES);
    assert_eq!(found["files"][0]["problems"][0]["file"], BODIES);
    fs::remove_file(workshop.path(BODIES)).expect("a file");
    // The form is named where its register is looked for.
    let said = workshop.run(&["check"]);
    assert!(said.stdout.contains("its form has no register of bodies"), "{}", said.stdout);
    assert!(said.stderr.contains("[no-register]"), "{}", said.stderr);
}

#[test]
fn a_theme() {
    let workshop = Workshop::new();
    fs::create_dir_all(workshop.path("layouts/goteborg")).expect("a folder");
    let theme = r#"{ "extends": "goteborg", "page": 1 }"#;
    fs::write(workshop.path("layouts/goteborg/theme.json"), theme).expect("a theme");
    is_at_fault(&workshop, &[], "the layout `goteborg` is refused", 1);
    fs::write(workshop.path("layouts/goteborg/theme.json"), "[]").expect("a theme");
    is_at_fault(&workshop, &[], "the layout `goteborg` is refused", 1);
}

#[test]
fn the_command_line() {
    let workshop = Workshop::new();
    let of_values = "the layout cannot be as the command line says";
    for (args, what, code) in [
        (["--layout", "nope"], "there is no layout `nope`", 2),
        (["--set", "qwxz=1"], of_values, 1),
        (["--set", "page.width=blue"], of_values, 1),
        (["--set", "page.left=17cm"], of_values, 1),
    ] {
        is_at_fault(&workshop, &args, what, code);
        let found = found(&workshop, &args);
        // What the command line says is no fault of a file that reports share.
        assert_eq!(found["forms"], json!([]), "{found}");
        let last = found["files"][0]["problems"].as_array().and_then(|all| all.last());
        let last = last.expect("a problem");
        assert_eq!(last["code"], "form-refused");
        let message = last["message"].as_str().expect("a text");
        assert!(message.contains(what), "{message}");
    }
    let swedish = workshop.run_in("sv", &["check", "--layout", "nope"]);
    let said = "inte kontrollerad: det finns ingen layout `nope`";
    assert!(swedish.stdout.contains(said), "{}", swedish.stdout);
}

/// A form whose own words are wrong is still the one that is named.
#[test]
fn a_form() {
    let workshop = Workshop::new();
    workshop.change(FORM, |f| f["layout"] = json!("nope"));
    let said = workshop.run(&["check"]);
    assert_eq!(said.code, 1);
    assert!(said.stdout.contains(&format!("its form {FORM} is refused")), "{}", said.stdout);
    for text in ["[]", "null", "\"x\"", "{}", "{\"title\": \"x\"}"] {
        fs::write(workshop.path(FORM), text).expect("a form");
        let said = workshop.run(&["check"]);
        assert!(said.stdout.contains(&format!("its form {FORM} is refused")), "{}", said.stdout);
        assert!(!said.stderr.contains("[unknown-form]"), "{text}\n{}", said.stderr);
    }
}

/// A list, nothing or a text lacks no key: it is no answers at all.
#[test]
fn answers_that_are_no_object() {
    let workshop = Workshop::new();
    for (text, is) in [
        ("[]", "en lista"),
        ("[{}]", "en lista"),
        ("null", "null"),
        ("\"x\"", "en text"),
        ("12", "ett tal"),
        ("true", "true eller false"),
    ] {
        fs::write(workshop.path(ANSWERS), text).expect("answers");
        for command in ["check", "build"] {
            let said = workshop.run_in("sv", &[command]);
            assert_eq!(said.code, 1);
            let title = format!("fel[wrong-type]: väntade ett objekt, fann {is}");
            assert!(said.stderr.contains(&title), "{}", said.stderr);
            assert!(said.stderr.contains("en svarsfil är ett enda objekt"), "{}", said.stderr);
            assert!(!said.stderr.contains("saknas"), "{}", said.stderr);
        }
    }
}

#[test]
fn faults_of_a_form_stand_under_forms() {
    let workshop = Workshop::new();
    workshop.change(FORM, |f| f["parts"][0]["heading"] = json!(""));
    let found = found(&workshop, &[]);
    let is_it = |one: &&Value| one["code"] == "empty-text" && one["file"] == FORM;
    assert_eq!(found["forms"].as_array().expect("a list").iter().filter(is_it).count(), 1);
    let of_file = found["files"][0]["problems"].as_array().expect("a list");
    assert!(of_file.iter().all(|one| one["code"] == "form-refused"), "{of_file:?}");
}
