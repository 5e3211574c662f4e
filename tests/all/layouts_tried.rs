//! What `check` accepts, `build` makes, with layouts of one's own too.

use std::fs;

use serde_json::{Value, json};

use crate::support::layouts::with_file;
use crate::support::{ANSWERS, Said, Workshop};

fn check(workshop: &Workshop) -> Said {
    workshop.run(&["check", "--layout", "egen"])
}

fn assert_told(workshop: &Workshop, told: &[&str]) {
    let said = check(workshop);
    assert_eq!(said.code, 1, "{}{}", said.stdout, said.stderr);
    for one in told {
        let all = format!("{}{}", said.stdout, said.stderr);
        assert!(all.contains(one), "{one} in {all}");
    }
    assert!(!workshop.path("out").exists());
}

#[test]
fn check_tells_what_typst_says_of_a_layout() {
    let workshop = with_file("cover.typ", &[("#let cover(lines) = {", "#let cover(lines) = { oj")]);
    assert_told(&workshop, &["layout-failed", "layouts/egen/cover.typ", "unknown variable: oj"]);
    let bad = with_file("cover.typ", &[("#let cover(lines) = {", "#let cover(lines) = { (")]);
    assert_told(&bad, &["layout-failed", "layouts/egen/cover.typ"]);
}

#[test]
fn check_tells_what_a_layout_loses() {
    let chosen = "if column == mark.column {";
    let workshop = with_file("matrix.typ", &[(chosen, "if column == 0 {")]);
    assert_told(&workshop, &["wrong-column", "section 2, strategy 4"]);
    let workshop = with_file("section.typ", &[("  heading-one(section)\n", "")]);
    assert_told(&workshop, &["not-shown", "form.json"]);
}

/// Not what the first answers have, but the second.
#[test]
fn check_tries_what_other_answers_bring() {
    let said = "let said = cell-text(\"matrix_mark\", fit(mark.text, lines.said))";
    let workshop = with_file("matrix.typ", &[(said, "let said = []")]);
    assert_eq!(check(&workshop).code, 0, "{}", check(&workshop).stderr);
    let mut second: Value = serde_json::from_slice(&workshop.read(ANSWERS)).expect("the answers");
    second["body"] = json!("kulturnamnden");
    second["diary_number"] = json!("0498/23");
    second["answers"].as_object_mut().expect("answers").remove("strategier-utpekade");
    second["answers"]["strategier-alla"]["3"] = json!({"status": "not_answered"});
    let file = workshop.path("input/trygghet-2023/answers/z.json");
    fs::write(file, second.to_string()).expect("a file");
    assert_told(&workshop, &["not-shown", "answers/z.json", "strategy 3"]);
}

#[test]
fn check_tells_what_templates_say() {
    let workshop = with_file("paragraph.html.hbs", &[]);
    let file = workshop.path("layouts/egen/paragraph.html.hbs");
    let text = fs::read_to_string(&file).expect("a template");
    fs::write(&file, format!("{text}{{{{oj}}}}")).expect("a file");
    assert_told(&workshop, &["paragraph.html.hbs", "oj"]);
}

#[test]
fn check_accepts_what_build_makes() {
    let workshop = with_file("cover.typ", &[]);
    let folder = workshop.path("layouts/egen");
    let cover = fs::read_to_string(folder.join("cover.typ")).expect("a file");
    fs::write(folder.join("cover.typ"), format!("// Egen.\n{cover}")).expect("a file");
    let said = check(&workshop);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    assert!(!workshop.path("out").exists());
}
