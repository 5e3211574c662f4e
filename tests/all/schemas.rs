//! The JSON Schemas are current, and agree with what the program accepts.

use crate::support::{ANSWERS, BODIES, FORM, Workshop, project};
use serde_json::{Value, json};

const EXAMPLE_FORM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/input/exempelstad-2024/form.json");

fn read(path: &str) -> Value {
    let text = std::fs::read(project().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    serde_json::from_slice(&text).expect("JSON")
}

fn assert_valid(schema: &Value, value: &Value) {
    let validator = jsonschema::validator_for(schema).expect("a schema");
    let errors: Vec<String> =
        validator.iter_errors(value).map(|e| format!("{e} at {}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn committed_schemas_are_current() {
    let workshop = Workshop::new();
    for (args, path) in [
        (vec!["schema", "form"], "input/schemas/form.schema.json"),
        (vec!["schema", "bodies"], "input/schemas/bodies.schema.json"),
        (vec!["schema", "theme"], "layouts/theme.schema.json"),
        (
            vec!["schema", "answers", "--form", "trygghet-2023"],
            "input/trygghet-2023/answers.schema.json",
        ),
        (
            vec!["schema", "answers", "--form", EXAMPLE_FORM],
            "input/exempelstad-2024/answers.schema.json",
        ),
    ] {
        let printed: Value = serde_json::from_str(&workshop.run(&args).stdout).expect("JSON");
        assert!(printed == read(path), "{path} is not what `dnr {}` prints", args.join(" "));
    }
}

#[test]
fn shipped_files_are_valid() {
    assert_valid(&read("input/schemas/form.schema.json"), &read(FORM));
    assert_valid(&read("input/schemas/bodies.schema.json"), &read(BODIES));
    assert_valid(&read("input/trygghet-2023/answers.schema.json"), &read(ANSWERS));
    assert_valid(&read("layouts/theme.schema.json"), &read("layouts/goteborg/theme.json"));
}

#[test]
fn the_answers_schema_knows_statuses_and_strategies() {
    let schema = read("input/trygghet-2023/answers.schema.json");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let mut answers = read(ANSWERS);
    answers["answers"]["strategier-alla"]["4"]["status"] = json!("mindr");
    assert!(!validator.is_valid(&answers));
    answers["answers"]["strategier-alla"]["4"] =
        json!({"status": "not_answered", "reason": "Ny ledning."});
    assert!(validator.is_valid(&answers));
    answers["answers"]["strategier-alla"]["99"] = json!({"status": "enligt"});
    assert!(!validator.is_valid(&answers));
    let title = schema.pointer("/properties/answers/properties/strategier-alla/properties/8/title");
    assert!(
        title.and_then(Value::as_str).is_some_and(|t| t.starts_with("8. Göteborgs Stad ska verka"))
    );
}
