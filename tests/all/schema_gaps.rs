//! What an editor marks by the schemas: the gaps of an answers file, and nothing
//! in what is whole.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::{ANSWERS, Workshop, project};

const SCHEMA: &str = "input/trygghet-2023/answers.schema.json";
const NEW: [&str; 7] =
    ["new", "--form", "trygghet-2023", "--body", "kulturnamnden", "--dnr", "0501/23"];
const BEGUN: &str = "input/trygghet-2023/answers/kulturnamnden.json";

fn read(path: &Path) -> Value {
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_slice(&bytes).expect("JSON")
}

fn marks(schema: &Value, value: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).expect("a schema");
    let mut marks: Vec<String> =
        validator.iter_errors(value).map(|error| error.instance_path().to_string()).collect();
    marks.sort();
    marks.dedup();
    marks
}

#[test]
fn answers_that_were_begun_show_just_their_gaps() {
    let workshop = Workshop::new();
    assert_eq!(workshop.run(&NEW).code, 0);
    let found = marks(&read(&workshop.path(SCHEMA)), &read(&workshop.path(BEGUN)));
    let said = workshop.run(&["check", BEGUN, "--format", "json"]).stdout;
    let said: Value = serde_json::from_str(&said).expect("JSON");
    let problems = said["files"][0]["problems"].as_array().expect("problems").clone();
    let gap = |problem: &Value| {
        let path = problem["path"].as_str().expect("a path").to_owned();
        if problem["code"] == "no-mark" { format!("{path}/status") } else { path }
    };
    let mut gaps: Vec<String> = problems.iter().map(gap).collect();
    gaps.sort();
    gaps.dedup();
    assert_eq!(found, gaps);
    assert_eq!(gaps.len(), 14);
}

#[test]
fn shipped_files_show_nothing() {
    let folder = project();
    let theme = read(&folder.join("layouts/theme.schema.json"));
    for layout in ["goteborg", "exempelstad"] {
        let own = read(&folder.join("layouts").join(layout).join("theme.json"));
        assert_eq!(marks(&theme, &own), [] as [String; 0], "{layout}");
    }
    for form in ["trygghet-2023", "exempelstad-2024"] {
        let schema = read(&folder.join("input").join(form).join("answers.schema.json"));
        let answers = folder.join("input").join(form).join("answers");
        for entry in std::fs::read_dir(answers).expect("answers") {
            let path = entry.expect("a file").path();
            assert_eq!(marks(&schema, &read(&path)), [] as [String; 0], "{}", path.display());
        }
    }
}

#[test]
fn a_theme_of_its_own_must_be_whole() {
    let schema = read(&project().join("layouts/theme.schema.json"));
    let mut theme = read(&project().join("layouts/goteborg/theme.json"));
    theme["page"].as_object_mut().expect("a page").remove("top");
    theme["styles"]["answer"].as_object_mut().expect("a style").remove("size");
    theme["cover"][0].as_object_mut().expect("a line").remove("font");
    assert_eq!(marks(&schema, &theme), ["/cover/0", "/page", "/styles/answer"]);
    theme["extends"] = json!("goteborg");
    assert_eq!(marks(&schema, &theme), ["/cover/0"], "lists are not laid over others");
}

#[test]
fn numbers_bodies_and_missing_texts_are_marked() {
    let schema = read(&project().join(SCHEMA));
    let whole = read(&project().join(ANSWERS));
    let mark = |change: &dyn Fn(&mut Value)| {
        let mut answers = whole.clone();
        change(&mut answers);
        marks(&schema, &answers)
    };
    assert_eq!(mark(&|a| a["diary_number"] = json!("497/23")), ["/diary_number"]);
    assert_eq!(mark(&|a| a["body"] = json!("utbildningsnamden")), ["/body"]);
    assert_eq!(mark(&|a| a["// mine"] = json!({ "any": ["thing"] })), [] as [String; 0]);
    let four = "/answers/strategier-alla/4";
    let set =
        |value: Value| move |a: &mut Value| a["answers"]["strategier-alla"]["4"] = value.clone();
    assert_eq!(mark(&set(json!({ "status": "mindre" }))), [four]);
    let empty = json!({ "status": "mindre", "development": " " });
    assert_eq!(mark(&set(empty)), [format!("{four}/development")]);
    for well in [
        json!({ "status": "mindre", "development": "Samverkan." }),
        json!({ "status": "mindre", "reason": "Beslutas senare.", "// who": "Anna" }),
        json!({ "status": "enligt", "development": "" }),
        json!({ "status": "not_answered" }),
    ] {
        assert_eq!(mark(&set(well.clone())), [] as [String; 0], "{well}");
    }
}

#[test]
fn words_of_the_schema_are_in_the_language_of_the_form() {
    let schema = read(&project().join(SCHEMA));
    let number = &schema["properties"]["diary_number"];
    assert_eq!(
        number["patternErrorMessage"],
        "Skriv det som ####/YY (# är en siffra, YY eller YYYY året), till exempel 0497/23."
    );
    let names = schema["properties"]["body"]["enumDescriptions"].as_array().expect("names");
    assert!(names.contains(&json!("Utbildningsnämnden")));
    let workshop = Workshop::new();
    workshop.replace("input/trygghet-2023/form.json", "\"language\": \"sv", "\"language\": \"en");
    let printed = workshop.run_in("sv", &["schema", "answers", "--form", "trygghet-2023"]).stdout;
    assert!(printed.contains("Choose one of enligt, mindre"), "{printed}");
}

#[test]
fn a_schema_is_written_beside_answers_and_told_of_when_it_is_stale() {
    let workshop = Workshop::new();
    std::fs::remove_file(workshop.path(SCHEMA)).expect("it goes");
    let said = workshop.run(&NEW);
    assert!(said.stdout.contains("answers.schema.json explains them"), "{}", said.stdout);
    let written = workshop.read(SCHEMA);
    let again = [&NEW[..], &["--force"]].concat();
    let said = workshop.run(&again);
    assert!(!said.stdout.contains("schema") && said.stderr.is_empty(), "{}", said.stderr);

    workshop.replace("input/trygghet-2023/form.json", "kunskapsbaserat", "kunskapsgrundat");
    let said = workshop.run(&again);
    assert!(said.stderr.contains("another schema than that of the form"), "{}", said.stderr);
    assert!(workshop.read(SCHEMA) == written, "it is not written over");
    let form = "input/trygghet-2023/form.json";
    let renew = ["schema", "answers", "--form", form, "--out", SCHEMA, "--force"];
    assert!(said.stderr.contains(&renew.join(" ")), "{}", said.stderr);
    assert_eq!(workshop.run(&renew).code, 0);
    assert!(workshop.run(&again).stderr.is_empty());
}

#[test]
fn a_schema_is_written_into_no_folder_that_nobody_named() {
    let workshop = Workshop::new();
    std::fs::remove_file(workshop.path(SCHEMA)).expect("it goes");
    for out in ["elsewhere/a.json", "input/a.json", "a.json"] {
        let said = workshop.run(&[&NEW[..], &["--out", out]].concat());
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert!(workshop.path(out).exists());
        assert!(!said.stdout.contains("schema"), "{}", said.stdout);
        assert!(!workshop.path(SCHEMA).exists(), "{out}");
        assert!(!workshop.path("input/answers.schema.json").exists(), "{out}");
        assert!(!workshop.path("answers.schema.json").exists(), "{out}");
    }
    let said = workshop.run(&[&NEW[..], &["--out", "input/trygghet-2023/answers/b.json"]].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(workshop.path(SCHEMA).exists());
}

#[test]
fn a_project_is_ejected_over_nothing_that_is_there() {
    let workshop = Workshop::new();
    std::fs::create_dir(workshop.path("mine")).expect("a folder");
    std::fs::write(workshop.path("mine/matrix.typ"), "mine").expect("a file");
    let said = workshop.run(&["eject", ANSWERS, "mine"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("mine/matrix.typ is there already"), "{}", said.stderr);
    assert_eq!(workshop.read("mine/matrix.typ"), b"mine");
    assert_eq!(std::fs::read_dir(workshop.path("mine")).expect("a folder").count(), 1);
    assert_eq!(workshop.run(&["eject", ANSWERS, "mine", "--force"]).code, 0);
    assert_ne!(workshop.read("mine/matrix.typ"), b"mine");
}
