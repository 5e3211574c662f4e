//! Messages that were true in part only: what they said in Swedish of wrong
//! types, wrong words and layouts that fail, as an officer reads them.

use std::fs;

use crate::support::{ANSWERS, FORM, Workshop};
use serde_json::{Value, json};

/// What is told of the shipped answers, changed so, but for the warnings.
fn told(change: impl FnOnce(&mut Value)) -> String {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, change);
    let said = workshop.run_in("sv", &["check"]);
    assert_eq!(said.code, 1);
    let errors = said.stderr.split("\n\n").filter(|message| message.starts_with("fel"));
    format!("{}\n{}", errors.collect::<Vec<_>>().join("\n"), said.stdout)
}

fn told_of_strategy(answer: Value) -> String {
    told(|a| a["answers"]["strategier-alla"]["1"] = answer)
}

#[test]
fn a_text_of_another_type_is_not_missing_as_well() {
    for text in [json!(5), json!(["a"]), Value::Null] {
        let told = told_of_strategy(json!({"status": "mindre", "development": text}));
        assert!(told.contains("[wrong-type]"), "{told}");
        assert!(!told.contains("[no-development]"), "{told}");
    }
    let told = told_of_strategy(json!({"status": "mindre"}));
    assert!(told.contains("[no-development]"), "{told}");
}

#[test]
fn a_list_of_texts_is_not_told_to_put_quotes() {
    let told = told(|a| a["answers"]["implementering"] = json!(["Ett.", "Två."]));
    assert!(told.contains("skriv en enda text inom citattecken, utan [ ]"), "{told}");
    assert!(!told.contains("texter och datum står inom citattecken"), "{told}");
}

#[test]
fn a_date_of_completion_may_be_a_year() {
    let told = told_of_strategy(
        json!({"status": "mindre", "development": "Mer.", "expected": "hösten 2024"}),
    );
    assert!(told.contains("skriv ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD"), "{told}");
}

#[test]
fn a_question_has_no_scale() {
    let told = told(|a| a["answers"]["implementering"] = json!({"status": "klar"}));
    assert!(told.contains("en fråga har ingen status `klar`"), "{told}");
    let told = told_of_strategy(json!({"status": "klar"}));
    assert!(told.contains("skalan har ingen status `klar`"), "{told}");
}

/// The form does ask strategy 16, though not here.
#[test]
fn what_another_part_asks_is_asked() {
    let told = told(|a| a["answers"]["strategier-alla"]["16"] = json!({"status": "enligt"}));
    assert!(told.contains("här frågar formuläret inte om `16`"), "{told}");
}

#[test]
fn nobody_knows_what_an_unknown_body_is_asked() {
    let told = told(|a| a["body"] = json!("qwxz"));
    assert!(told.contains("[unknown-body]") && !told.contains("besvarade"), "{told}");
}

#[test]
fn empty_texts_are_not_quoted() {
    for key in ["form", "body", "diary_number", "date"] {
        let told = told(|a| a[key] = json!(" "));
        assert!(told.contains("[empty-text]: texten är tom"), "{key}: {told}");
        assert!(told.contains("råd: skriv texten\n"), "{key}: {told}");
    }
}

#[test]
fn a_key_that_is_missing_is_missed_where_the_file_begins() {
    let told = told(|a| {
        a.as_object_mut().expect("an object").shift_remove("body");
    });
    let message = told.split("fel[").find(|one| one.starts_with("missing-key")).expect("it");
    assert!(!message.contains("\"diary_number\""), "the whole file is shown: {message}");
}

#[test]
fn an_example_is_not_told_to_be_as_itself() {
    let workshop = Workshop::new();
    workshop.change(FORM, |f| f["diary_number"]["example"] = json!("xx"));
    let said = workshop.run_in("sv", &["check"]).stderr;
    assert!(said.contains("ändra exemplet eller mönstret"), "{said}");
    assert!(!said.contains("skriv det som i xx"), "{said}");
}

#[test]
fn files_of_another_kind() {
    let workshop = Workshop::new();
    for (text, title) in [
        ("PK\u{3}\u{4}\0\0\0", "en fil av annat slag, inte text"),
        ("<html></html>", "den börjar inte med {"),
        ("Hej!", "den börjar inte med {"),
    ] {
        fs::write(workshop.path(ANSWERS), text).expect("a file");
        let said = workshop.run_in("sv", &["check"]).stderr;
        assert!(said.contains(title) && said.contains("rätt fil"), "{said}");
    }
    fs::write(workshop.path(ANSWERS), "{\n  …\"form\": 1\n}").expect("a file");
    let said = workshop.run_in("sv", &["check"]).stderr;
    assert!(said.contains("här står något som JSON inte har"), "{said}");
}

/// What went wrong in a layout is said in Swedish; Typst's own words are set
/// off as Typst's.
#[test]
fn what_typst_says_is_told_as_its_words() {
    let workshop = Workshop::new();
    fs::create_dir_all(workshop.path("layouts/egen")).expect("a folder");
    let theme = r#"{ "extends": "goteborg" }"#;
    fs::write(workshop.path("layouts/egen/theme.json"), theme).expect("a theme");
    for (source, title, words) in [
        ("#let x = (", "inte skrivet så som Typst ska skrivas", "unclosed delimiter"),
        ("#let = 5", "inte skrivet så som Typst ska skrivas", "expected pattern"),
        ("#foo", "ett namn som Typst inte känner till", "unknown variable: foo"),
        ("#panic(\"nej\")", "avbryter själv arbetet", "panicked with: nej"),
        ("#assert(false)", "avbryter själv arbetet", "assertion failed"),
        ("#import \"x.typ\": x", "en fil som inte finns i dess mapp", "file not found"),
        ("#image(\"x.png\")", "en fil som inte finns i dess mapp", "file not found"),
        ("#import \"@preview/cetz:0.1.0\"", "efter ett paket", "file not found"),
        ("#text(siz: 1pt)[x]", "anropas inte så som den ska", "unexpected argument: siz"),
        ("#(1 + \"a\")", "Typst kan inte göra det som står här", "cannot add"),
        ("#let a = (:)\n#a.b", "något som inte finns i det", "dictionary does not contain"),
        ("#set text(font: \"Comic\")\nx", "ett typsnitt som varken", "unknown font family"),
        ("@ref", "hänvisar till något som inte finns", "label `<ref>` does not exist"),
        ("#let f(x) = f(x)\n#f(1)", "sig självt utan slut", "maximum function call depth"),
        ("#while true { }", "en slinga har inget slut", "condition is always true"),
    ] {
        fs::write(workshop.path("layouts/egen/report.typ"), source).expect("a file");
        let said = workshop.run_in("sv", &["check", "--layout", "egen"]).stderr;
        let message = said.split("\n\n").find(|one| one.contains("[layout-failed]"));
        let message = message.unwrap_or_else(|| panic!("{source}\n{said}"));
        let (own, quoted) = message.split_once("råd: Typst säger: ”").expect("Typst's words");
        assert!(own.contains(title), "{source}\n{message}");
        assert!(quoted.starts_with(words), "{source}\n{message}");
        let first = own.lines().next().unwrap_or_default();
        assert!(!first.contains(words), "{source}\n{message}");
    }
    fs::remove_file(workshop.path("layouts/egen/report.typ")).expect("a file");
    fs::write(workshop.path("layouts/egen/report.html.hbs"), "{{lookup report}}").expect("a file");
    let said = workshop.run_in("sv", &["check", "--layout", "egen"]).stderr;
    assert!(said.contains("`lookup` saknar det som den ska arbeta med"), "{said}");
}

/// What can be done stands below every message about a file of a layout.
#[test]
fn lost_files_of_a_layout_have_advice() {
    let workshop = Workshop::new();
    fs::create_dir_all(workshop.path("layouts/egen")).expect("a folder");
    for (theme, code) in [
        (json!({"template": "x.dotx"}), "no-template"),
        (
            json!({"logo": {"file": "x.png", "width": "20mm", "height": "20mm", "alternative": "x"}}),
            "no-logo",
        ),
    ] {
        let mut theme = theme;
        theme["extends"] = json!("goteborg");
        fs::write(workshop.path("layouts/egen/theme.json"), theme.to_string()).expect("a theme");
        let said = workshop.run_in("sv", &["check", "--layout", "egen"]).stderr;
        let message = said.split("\n\n").find(|one| one.contains(code)).expect("the message");
        assert!(message.contains("råd: "), "{message}");
    }
}
