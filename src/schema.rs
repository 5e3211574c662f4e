//! JSON Schemas (draft 2020-12) of the files that people write, made from the
//! program's own types; that of a form's answers is made from the form.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::answers::{NOT_ANSWERED, NOT_APPLICABLE};
use crate::bodies::Bodies;
use crate::form::{Form, Item, Part, Question, Scale, Strategy};
use crate::theme::Theme;

/// The schema of `form.json`.
pub fn form() -> Value {
    of::<Form>()
}

/// The schema of `bodies.json`.
pub fn bodies() -> Value {
    of::<Bodies>()
}

/// The schema of `theme.json`.
pub fn theme() -> Value {
    let mut schema = of::<Theme>();
    // A theme that extends another holds only what differs.
    if let Some(required) = schema.as_object_mut().and_then(|s| s.remove("required")) {
        schema["if"] = json!({ "not": { "required": ["extends"] } });
        schema["then"] = json!({ "required": required });
    }
    schema
}

/// A schema as a file holds it.
pub fn text(schema: &Value) -> String {
    format!("{schema:#}\n")
}

/// The schema of a program type.
pub fn of<T: JsonSchema>() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    generator.into_root_schema_for::<T>().to_value()
}

/// The schema of the answers to `form`: an editor with it knows every part,
/// strategy and status, and what they mean.
pub fn answers(form: &Form) -> Value {
    let parts: Map<String, Value> =
        form.parts.iter().map(|part| (part.id.clone(), part_schema(form, part))).collect();
    let asked: Vec<&String> =
        form.parts.iter().filter(|part| asks(part)).map(|part| &part.id).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Answers: {}", form.title),
        "type": "object",
        "additionalProperties": false,
        "required": ["form", "body", "diary_number", "answers"],
        "properties": {
            "$schema": { "type": "string" },
            "form": { "const": form.id },
            "form_version": { "const": form.version },
            "body": { "type": "string", "description": "The body's id in bodies.json." },
            "diary_number": {
                "type": "string",
                "description": format!(
                    "{} of this report, as {} (# is a digit, YY or YYYY the year).",
                    form.diary_number.label, form.diary_number.pattern
                ),
                "examples": [form.diary_number.example],
            },
            "date": {
                "type": "string",
                "format": "date",
                "description": "The document's date, YYYY-MM-DD; the form's own where left out.",
            },
            "answers": {
                "type": "object",
                "additionalProperties": false,
                "required": asked,
                "properties": parts,
            },
        },
        "$defs": { "left": left() },
    })
}

fn asks(part: &Part) -> bool {
    part.content.iter().any(|item| match item {
        Item::Question(_) => true,
        Item::Matrix(matrix) => matrix.strategies.iter().any(|s| s.designated.is_none()),
        Item::Instruction(_) => false,
    })
}

fn part_schema(form: &Form, part: &Part) -> Value {
    if let Some(question) = part.only_question() {
        return question_schema(&part.heading, question);
    }
    let mut properties = Map::new();
    let mut required = Vec::new();
    for item in &part.content {
        match item {
            Item::Instruction(_) => {}
            Item::Question(question) => {
                if let Some(id) = &question.id {
                    required.push(id.clone());
                    properties.insert(id.clone(), question_schema(id, question));
                }
            }
            Item::Matrix(matrix) => {
                let Some(scale) = form.scales.get(&matrix.scale) else { continue };
                for strategy in matrix.strategies.iter().filter(|s| !s.placeholder) {
                    if strategy.designated.is_none() {
                        required.push(strategy.number.clone());
                    }
                    properties
                        .insert(strategy.number.clone(), strategy_schema(form, strategy, scale));
                }
            }
        }
    }
    json!({
        "title": part.heading,
        "type": "object",
        "additionalProperties": false,
        "required": required,
        "properties": properties,
    })
}

fn question_schema(title: &str, question: &Question) -> Value {
    json!({
        "title": title,
        "description": question.text,
        "oneOf": [{ "type": "string" }, { "$ref": "#/$defs/left" }],
    })
}

fn strategy_schema(form: &Form, strategy: &Strategy, scale: &Scale) -> Value {
    let said = |own: &Option<String>, usual: &str| own.as_deref().unwrap_or(usual).to_owned();
    let not_applicable = said(&form.texts.not_applicable, "Ej aktuellt");
    let not_answered = said(&form.texts.not_answered, "Ej besvarat");
    let states = [(NOT_APPLICABLE, not_applicable.as_str()), (NOT_ANSWERED, &not_answered)];
    let options = scale.options.iter().map(|option| (option.id.as_str(), option.label.as_str()));
    let statuses: Vec<Value> = options
        .chain(states)
        .map(|(id, label)| json!({ "const": id, "title": label, "description": label }))
        .collect();
    json!({
        "title": format!("{}. {}", strategy.number, strategy.text),
        "description": strategy.text,
        "type": "object",
        "additionalProperties": false,
        "required": ["status"],
        "properties": {
            "status": { "description": scale.title, "oneOf": statuses },
            "development": {
                "type": "string",
                "description": strategy.development_label.as_ref().unwrap_or(&scale.development_label),
            },
            "expected": {
                "type": "string",
                "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$",
                "description": "When the work is expected to be done: YYYY, YYYY-MM or YYYY-MM-DD.",
            },
            "reason": {
                "type": "string",
                "description": "Why there is no development text, or no answer.",
            },
        },
    })
}

/// Said outright instead of an answer.
fn left() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["status"],
        "properties": {
            "status": { "enum": [NOT_APPLICABLE, NOT_ANSWERED] },
            "reason": { "type": "string" },
        },
    })
}
