//! Where a theme's values come from: the layouts that it extends, and the
//! command line.

use std::fs;
use std::sync::Arc;

use crate::support::chance::{Chance, number};
use crate::support::pdf::Pdf;
use crate::support::{ANSWERS, BODIES, DOCX, FORM, PDF, Workshop, copy, project};
use dnr::bodies::Bodies;
use dnr::diagnostic::Source;
use dnr::form::Form;
use dnr::job::{Look, Round};
use dnr::json::Json;
use dnr::layout::Layout;
use dnr::pdf::Standard;
use dnr::{check, docx, html, schema, shape};
use serde_json::{Value, json};

/// A workshop with a layout of that name and theme on disk.
fn with_layout(workshop: &Workshop, name: &str, theme: &Value) {
    let folder = workshop.path(&format!("layouts/{name}"));
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("theme.json"), theme.to_string()).expect("a file");
}

fn shown(workshop: &Workshop) -> String {
    let lines = Pdf::read(&workshop.read(PDF)).lines();
    lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n")
}

/// The theme that README gives as its example of `extends`.
fn example_of_the_readme() -> Value {
    let readme = fs::read_to_string(project().join("README.md")).expect("README");
    let example = readme.lines().find(|line| line.starts_with("{ \"extends\": \"goteborg\", \"r"));
    serde_json::from_str(example.expect("an example")).expect("JSON")
}

#[test]
fn a_folder_in_a_built_in_layouts_place_serves_also_those_that_extend_it() {
    let workshop = Workshop::new();
    copy(&project().join("input"), &workshop.path("input"));
    with_layout(&workshop, "goteborg", &example_of_the_readme());
    let said = workshop.run(&["check"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    workshop.build(&["--format", "pdf", "input/trygghet-2023"]);
    assert!(shown(&workshop).contains("sida 2 av 8"), "{}", shown(&workshop));
}

#[test]
fn extends_is_followed_to_its_end() {
    let workshop = Workshop::new();
    let left = |text: &str| json!({ "left": text });
    with_layout(&workshop, "a", &json!({ "extends": "b", "texts": { "subject": "{{dnr}}" } }));
    with_layout(&workshop, "b", &json!({ "extends": "c", "running_header": left("Av b") }));
    let c =
        json!({ "extends": "goteborg", "running_header": { "left": "c", "right": "s. {{page}}" } });
    with_layout(&workshop, "c", &c);
    fs::copy(project().join("layouts/goteborg/cover.typ"), workshop.path("layouts/c/cover.typ"))
        .expect("a copy");
    workshop.replace(
        "layouts/c/cover.typ",
        "#let cover(lines) = {",
        "#let cover(lines) = { [Av c]",
    );
    workshop.build(&["--format", "pdf", "--layout", "a"]);
    let shown = shown(&workshop);
    for text in ["Av b", "s. 2", "Av c"] {
        assert!(shown.contains(text), "{text} in {shown}");
    }
}

#[test]
fn a_folder_may_extend_a_layout_that_extends_the_one_it_replaces() {
    let workshop = Workshop::new();
    let theme = json!({ "extends": "exempelstad", "colours": { "green": "#E2EFDA" } });
    with_layout(&workshop, "goteborg", &theme);
    workshop.build(&["--format", "pdf"]);
    assert!(shown(&workshop).contains("sida 2 av"), "the header of exempelstad");
}

#[test]
fn a_cycle_is_told_with_its_chain() {
    let workshop = Workshop::new();
    with_layout(&workshop, "a", &json!({ "extends": "b" }));
    with_layout(&workshop, "b", &json!({ "extends": "a" }));
    with_layout(&workshop, "alone", &json!({ "extends": "alone" }));
    for (layout, chain, file) in
        [("a", "a → b → a", "layouts/b/theme.json"), ("alone", "alone → alone", "layouts/alone/")]
    {
        let said = workshop.run(&["check", "--layout", layout]);
        assert_eq!(said.code, 1);
        assert!(said.stderr.contains("[extends-cycle]"), "{}", said.stderr);
        assert!(said.stderr.contains(chain), "{}", said.stderr);
        assert!(said.stderr.contains(file), "{}", said.stderr);
    }
}

#[test]
fn what_is_wrong_is_told_where_it_was_given() {
    let workshop = Workshop::new();
    with_layout(&workshop, "a", &json!({ "extends": "b", "page": { "top": "4cm" } }));
    let theme = json!({ "extends": "goteborg", "page": { "bottom": "2tum" }, "texts": { "subject": "{{dnrr}}" } });
    with_layout(&workshop, "b", &theme);
    let said = workshop.run(&["check", "--layout", "a"]);
    assert!(said.stderr.contains("[not-like]"), "{}", said.stderr);
    assert!(said.stderr.contains("layouts/b/theme.json:1:"), "{}", said.stderr);
    workshop.replace("layouts/b/theme.json", "2tum", "2cm");
    let said = workshop.run(&["check", "--layout", "a"]);
    assert!(said.stderr.contains("[unknown-word]"), "{}", said.stderr);
    assert!(said.stderr.contains("layouts/b/theme.json:1:"), "{}", said.stderr);
}

/// Every value that the theme's schema knows, as a path of `--set` and a text
/// that the value can be.
fn settable(root: &Value, schema: &Value, path: &str, found: &mut Vec<(String, String)>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        return settable(root, root.pointer(pointer).expect("a definition"), path, found);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        return settable(root, &any[0], path, found);
    }
    let join =
        |step: &str| if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") };
    if let Some(properties) = schema["properties"].as_object() {
        for (key, below) in properties.iter().filter(|(key, _)| *key != "$schema") {
            settable(root, below, &join(key), found);
        }
        return;
    }
    if schema["additionalProperties"].is_object() {
        return settable(root, &schema["additionalProperties"], &join("ny"), found);
    }
    if schema["items"].is_object() {
        return settable(root, &schema["items"], &join("0"), found);
    }
    let kind = schema["type"].as_str().or(schema["type"][0].as_str()).unwrap_or("string");
    let pattern = schema["pattern"].as_str().unwrap_or_default();
    let value = match kind {
        "boolean" => "true",
        "integer" => "2",
        _ if pattern.contains("pt") => "20pt",
        _ if pattern.starts_with("^#") => "#FFFFFF",
        _ => "goteborg",
    };
    found.push((path.to_owned(), value.to_owned()));
}

#[test]
fn every_value_of_the_schema_can_be_set() {
    let schema = schema::theme();
    let mut values = Vec::new();
    settable(&schema, &schema, "", &mut values);
    assert!(values.len() > 100, "{} values", values.len());
    for (path, value) in values {
        let settings = [(path.clone(), value)];
        let layout = Layout::load("exempelstad", &settings, None).expect("the disk");
        let problems = layout.map_or_else(|problems| problems, |layout| layout.warnings);
        for problem in problems.0 {
            assert_ne!(problem.code.id(), "unknown-setting", "{path}");
            let place = problem.place.expect("a place").source.name.clone();
            assert!(place.starts_with("--set "), "{path}: {} at {place}", problem.code.id());
        }
    }
}

/// Makes the shipped report with that layout, in every format, where `check`
/// has nothing against it.
fn make_if_accepted(layout: Layout, setting: &str) -> bool {
    let json = |path: &str| {
        let text = fs::read_to_string(project().join(path)).expect("the shipped input");
        Json::parse(Arc::new(Source { name: path.to_owned(), text })).expect("JSON")
    };
    let (form_json, answers) = (json(FORM), json(ANSWERS));
    let form: Form = shape::decode(&form_json).expect("a form");
    let bodies: Bodies = shape::decode(&json(BODIES)).expect("a register");
    if check::form(&form_json, &form, &bodies, &layout).has_errors() {
        return false;
    }
    let (form_source, form_hash) = (form_json.source.clone(), String::new());
    let round = Round { form, form_source, form_hash, bodies, look: Arc::new(Look::new(layout)) };
    let report = check::answers(&answers, &round).expect("the answers are well").report;
    let look = &round.look;
    look.typesetter
        .pdf(&report, Standard::default())
        .unwrap_or_else(|p| panic!("{setting}: {p:?}"));
    docx::docx(&report, &look.layout, false).unwrap_or_else(|p| panic!("{setting}: {p:?}"));
    html::html(&report, &look.layout).unwrap_or_else(|p| panic!("{setting}: {p:?}"));
    typst::comemo::evict(1);
    true
}

/// What is put in the place of single values. `DNR_FUZZ_CASES` sets how many
/// are tried (30 where it is not set), and `DNR_FUZZ_SEED` where they begin.
const ODD: &[&str] = &[
    "0pt",
    "3pt",
    "9pt",
    "25pt",
    "60pt",
    "110pt",
    "250pt",
    "700pt",
    "9000cm",
    "#FFFFFF",
    "#808080",
    "true",
    "0",
    "7",
    "",
    "x",
    "{{dnr}}",
    "{{body",
    "[]",
    "{}",
    "null",
    "é\u{301}",
    "Ett \u{200b}",
];

#[test]
fn what_is_accepted_of_a_theme_is_made() {
    let schema = schema::theme();
    let mut values = Vec::new();
    settable(&schema, &schema, "", &mut values);
    let mut made = 0;
    let (cases, first) = (number("DNR_FUZZ_CASES", 30).min(3_000), number("DNR_FUZZ_SEED", 0));
    for case in first..first + cases {
        let mut chance = Chance(case);
        let path = values[chance.below(values.len())].0.clone();
        let value = ODD[chance.below(ODD.len())].to_owned();
        let setting = format!("case {case}: {path}={value}");
        if let Ok(layout) = Layout::load("goteborg", &[(path, value)], None).expect("the disk") {
            made += usize::from(make_if_accepted(layout, &setting));
        }
    }
    assert!(cases < 20 || made > 2, "hardly any value is accepted");
}

#[test]
fn optional_values_that_the_theme_leaves_out_can_be_set() {
    let workshop = Workshop::new();
    with_layout(&workshop, "egen", &json!({ "extends": "goteborg" }));
    fs::copy(
        project().join("layouts/goteborg/preview.png"),
        workshop.path("layouts/egen/vapen.png"),
    )
    .expect("a copy");
    workshop.change(FORM, |form| {
        form["scales"]["strategistatus"]["options"][0]["colour"] = json!("teal");
        form["parts"][1]["id"] = json!("del.2");
    });
    workshop.replace(crate::support::ANSWERS, "strategier-alla", "del.2");
    let said = workshop.build(&[
        "--layout",
        "egen",
        "--set",
        "logo.file=vapen.png",
        "--set",
        "logo.width=20mm",
        "--set",
        "logo.height=20mm",
        "--set",
        "logo.alternative=Stadens vapen",
        "--set",
        "colours.teal=#D0F0F0",
        "--set",
        r#"matrix.parts."del.2".strategy=150pt"#,
        "--set",
        r#"matrix.parts."del.2".statuses=["60pt","60pt","60pt","60pt"]"#,
    ]);
    assert_eq!(said.code, 0);
    let word = String::from_utf8_lossy(&workshop.read(DOCX)).into_owned();
    assert!(!word.is_empty());
    let mut docx = crate::support::docx::Docx::read(&workshop.read(DOCX));
    let document = format!("{:?}", docx.part("word/document.xml"));
    for text in ["Stadens vapen", "D0F0F0", "\"3000\"", "\"1200\""] {
        assert!(document.contains(text), "{text} is not in the Word file");
    }
}

#[test]
fn a_wrong_setting_is_pointed_at_on_the_command_line() {
    let workshop = Workshop::new();
    for (setting, code, mark) in [
        ("matrix.linear=yes", "wrong-type", "^^^"),
        ("page.top=4tum", "not-like", "^^^^"),
        ("styles.answer.font=serif", "not-an-option", "^^^^^"),
        ("page.topp=4cm", "unknown-setting", "^^^^"),
        ("cover.99.text=x", "unknown-setting", "^^"),
        ("page.top.x=4cm", "unknown-setting", "^"),
        ("logo.file=vapen.png", "missing-key", "^^^^^^^^^"),
        ("fonts.text.family=Comic Sans", "unknown-font", "^^^^^^^^^^"),
        ("texts.subject={{dnrr}}", "unknown-word", "^^^^"),
        ("template=mall.dotx", "no-template", "^^^^^^^^^"),
        ("extends=nowhere", "unknown-layout", "^^^^^^^"),
    ] {
        let said = workshop.run(&["check", "--set", setting]);
        assert_eq!(said.code, 1, "{setting}: {}", said.stderr);
        assert!(said.stderr.contains(&format!("error[{code}]")), "{setting}: {}", said.stderr);
        assert!(said.stderr.contains(&format!("--set {setting}")), "{setting}: {}", said.stderr);
        let is_marked = |line: &str| line.split_whitespace().nth(1) == Some(mark);
        assert!(said.stderr.lines().any(is_marked), "{setting}: {}", said.stderr);
        assert!(!said.stderr.contains("theme.json:"), "{setting}: {}", said.stderr);
        let said = workshop.run(&["check", "--format", "json", "--set", setting]);
        let told: Value = serde_json::from_str(&said.stdout).expect("JSON");
        let problems = told["files"][0]["problems"].as_array().expect("problems");
        let of_code = problems.iter().find(|problem| problem["code"] == code).expect("the code");
        assert_eq!(of_code["file"], json!(format!("--set {setting}")));
    }
}

/// Why the report is made anew.
fn why(workshop: &Workshop, args: &[&str]) -> String {
    let said = workshop.build(&[&["--format", "json", "--log", "json"], args].concat());
    let record: Value =
        serde_json::from_str(said.stdout.lines().next().expect("a line")).expect("it");
    record["why"].as_str().unwrap_or("unchanged").to_owned()
}

#[test]
fn a_setting_is_the_reason_of_a_rebuild() {
    let workshop = Workshop::new();
    why(&workshop, &[]);
    let linear = ["--set", "matrix.linear=true"];
    assert_eq!(why(&workshop, &linear), "--set matrix.linear");
    assert_eq!(why(&workshop, &linear), "unchanged");
    let both = [&linear[..], &["--set", "page.top=4cm"]].concat();
    assert_eq!(why(&workshop, &both), "--set page.top");
    assert_eq!(
        why(&workshop, &["--set", "page.top=41mm"]),
        "--set page.top, without --set matrix.linear"
    );
    assert_eq!(why(&workshop, &[]), "without --set page.top");
    // A value that the theme has anyway changes nothing.
    assert_eq!(why(&workshop, &["--set", "matrix.linear=false"]), "unchanged");
    with_layout(&workshop, "goteborg", &example_of_the_readme());
    assert_eq!(why(&workshop, &[]), "layout changed: theme.json");
}

#[test]
fn verify_says_which_setting_differs() {
    let workshop = Workshop::new();
    workshop.build(&["--format", "pdf"]);
    let said = workshop.run(&["verify", "out", "--set", "page.top=41mm"]);
    assert!(said.stdout.contains("(--set page.top)"), "{}", said.stdout);
}
