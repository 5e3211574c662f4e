//! JSON Schemas (draft 2020-12) of the files that people write, made from the
//! program's own types; that of a form's answers is made from the form.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::answers::{NOT_ANSWERED, NOT_APPLICABLE};
use crate::bodies::Bodies;
use crate::form::{Development, Form, Item, Part, Question, Scale, Strategy};
use crate::theme::Theme;

/// The schema of `form.json`.
pub fn form() -> Value {
    of::<Form>()
}

/// The schema of `bodies.json`.
pub fn bodies() -> Value {
    of::<Bodies>()
}

/// The schema of `theme.json`. A theme that extends another holds only what
/// differs; any other must have all.
pub fn theme() -> Value {
    let mut schema = of::<Theme>();
    let whole = whole(&schema, &schema);
    let lists = listed(&schema);
    if let Some(root) = schema.as_object_mut() {
        root.remove("required");
        let defs = root.get_mut("$defs").and_then(Value::as_object_mut);
        // What stands in a list is always whole.
        let parts = defs.into_iter().flatten().filter(|(name, _)| !lists.contains(name));
        for (_, part) in parts {
            part.as_object_mut().map(|part| part.remove("required"));
        }
        root.insert("if".into(), json!({ "not": { "required": ["extends"] } }));
        root.insert("then".into(), whole);
    }
    schema
}

/// What must be there, and in it, where nothing is taken from elsewhere.
fn whole(root: &Value, schema: &Value) -> Value {
    let mut wanted = Map::new();
    if let Some(required) = schema.get("required") {
        wanted.insert("required".into(), required.clone());
    }
    let within = |schema: &Value| {
        let found = whole(root, referred(root, schema)?);
        found.as_object().is_some_and(|found| !found.is_empty()).then_some(found)
    };
    let properties = schema.get("properties").and_then(Value::as_object);
    let properties = properties.into_iter().flatten();
    let properties: Map<String, Value> =
        properties.filter_map(|(name, schema)| Some((name.clone(), within(schema)?))).collect();
    if !properties.is_empty() {
        wanted.insert("properties".into(), properties.into());
    }
    if let Some(found) = schema.get("additionalProperties").and_then(within) {
        wanted.insert("additionalProperties".into(), found);
    }
    wanted.into()
}

/// The object that a schema is or refers to, alone or beside `null`.
fn referred<'a>(root: &'a Value, schema: &'a Value) -> Option<&'a Value> {
    let choice = schema.get("anyOf").and_then(|choice| choice.get(0)).unwrap_or(schema);
    match choice.get("$ref").and_then(Value::as_str) {
        Some(reference) => root.pointer(reference.strip_prefix('#')?),
        None => choice.is_object().then_some(choice),
    }
}

/// The names of what stands in lists.
fn listed(schema: &Value) -> Vec<String> {
    let Some(items) = schema.as_object() else { return Vec::new() };
    let of_items = schema.pointer("/items/$ref").and_then(Value::as_str);
    let of_items = of_items.and_then(|reference| reference.strip_prefix("#/$defs/"));
    of_items.map(str::to_owned).into_iter().chain(items.values().flat_map(listed)).collect()
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

/// Says a message of that id in the form's language.
pub type Say<'a> = &'a dyn Fn(&str, &[(&str, String)]) -> String;

/// The schema of the answers to `form` of one of `bodies`: an editor with it
/// knows every part, strategy and status, what they mean, and what is missing.
/// Beside JSON Schema's own words it has those by which VS Code gives reasons
/// (`errorMessage`, `patternErrorMessage`) and meanings (`enumDescriptions`).
pub fn answers(form: &Form, bodies: Option<&Bodies>, say: Say) -> Value {
    let schema = Answers { form, say };
    let parts: Map<String, Value> =
        form.parts.iter().map(|part| (part.id.clone(), schema.part(part))).collect();
    let asked: Vec<&String> =
        form.parts.iter().filter(|part| asks(part)).map(|part| &part.id).collect();
    let mut answers = object(asked, parts);
    answers["description"] = say("schema-answers", &[]).into();
    let properties = json!({
        "$schema": { "type": "string" },
        "form": { "const": form.id, "description": form.title },
        "form_version": { "const": form.version },
        "body": schema.body(bodies),
        "diary_number": schema.diary_number(),
        "date": {
            "type": "string",
            "format": "date",
            "description": say("schema-date", &[]),
        },
        "answers": answers,
    });
    let properties = properties.as_object().cloned().unwrap_or_default();
    let mut whole = object(["form", "body", "diary_number", "answers"], properties);
    whole["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    whole["title"] = say("schema-title", &[("form", form.title.clone())]).into();
    whole
}

fn asks(part: &Part) -> bool {
    part.content.iter().any(|item| match item {
        Item::Question(_) => true,
        Item::Matrix(matrix) => matrix.strategies.iter().any(|s| s.designated.is_none()),
        Item::Instruction(_) => false,
    })
}

/// An object with these keys, and with notes (`// …`).
fn object<T: Serialize>(
    required: impl IntoIterator<Item = T>,
    properties: Map<String, Value>,
) -> Value {
    json!({
        "type": "object",
        "required": required.into_iter().map(|key| json!(key)).collect::<Vec<_>>(),
        "properties": properties,
        "patternProperties": { "^//": {} },
        "additionalProperties": false,
    })
}

/// A text with words.
const WORDS: &str = r"\S";

struct Answers<'a> {
    form: &'a Form,
    say: Say<'a>,
}

impl Answers<'_> {
    fn body(&self, bodies: Option<&Bodies>) -> Value {
        let mut schema = json!({
            "type": "string",
            "description": (self.say)("schema-body", &[]),
        });
        if let Some(bodies) = bodies {
            let names = bodies.bodies.values().map(|body| &body.name);
            schema["enum"] = bodies.bodies.keys().cloned().collect();
            schema["enumDescriptions"] = names.cloned().collect();
            schema["errorMessage"] = (self.say)("schema-body-unknown", &[]).into();
        }
        schema
    }

    fn diary_number(&self) -> Value {
        let number = &self.form.diary_number;
        let args = [
            ("label", number.label.clone()),
            ("pattern", number.pattern.clone()),
            ("example", number.example.clone()),
        ];
        json!({
            "type": "string",
            "pattern": number.expression(),
            "patternErrorMessage": (self.say)("schema-number-unlike", &args),
            "description": (self.say)("schema-number", &args),
            "examples": [number.example],
        })
    }

    fn part(&self, part: &Part) -> Value {
        if let Some(question) = part.only_question() {
            return self.question(&part.heading, question);
        }
        let mut properties = Map::new();
        let mut required = Vec::new();
        for item in &part.content {
            match item {
                Item::Instruction(_) => {}
                Item::Question(question) => {
                    if let Some(id) = &question.id {
                        required.push(id);
                        properties.insert(id.clone(), self.question(id, question));
                    }
                }
                Item::Matrix(matrix) => {
                    let Some(scale) = self.form.scales.get(&matrix.scale) else { continue };
                    for strategy in matrix.strategies.iter().filter(|s| !s.placeholder) {
                        if strategy.designated.is_none() {
                            required.push(&strategy.number);
                        }
                        let schema = self.strategy(strategy, scale);
                        properties.insert(strategy.number.clone(), schema);
                    }
                }
            }
        }
        let mut schema = object(required, properties);
        schema["title"] = part.heading.clone().into();
        schema
    }

    /// A text, or a state instead of one.
    fn question(&self, title: &str, question: &Question) -> Value {
        let properties = json!({
            "status": { "enum": [NOT_APPLICABLE, NOT_ANSWERED] },
            "reason": { "type": "string" },
        });
        let mut schema = object(["status"], properties.as_object().cloned().unwrap_or_default());
        schema["type"] = json!(["string", "object"]);
        schema["pattern"] = WORDS.into();
        schema["patternErrorMessage"] = (self.say)("schema-no-answer", &[]).into();
        schema["title"] = title.into();
        schema["description"] = question.text.clone().into();
        schema
    }

    fn strategy(&self, strategy: &Strategy, scale: &Scale) -> Value {
        let say = self.say;
        let label = strategy.development_label.as_ref().unwrap_or(&scale.development_label);
        let properties = json!({
            "status": self.status(scale),
            "development": { "type": "string", "description": label },
            "expected": {
                "type": "string",
                "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$",
                "patternErrorMessage": say("schema-expected", &[]),
                "description": say("schema-expected", &[]),
            },
            "reason": { "type": "string", "description": say("schema-reason", &[]) },
        });
        let mut schema = object(["status"], properties.as_object().cloned().unwrap_or_default());
        schema["title"] = format!("{}. {}", strategy.number, strategy.text).into();
        schema["description"] = strategy.text.clone().into();
        let expecting = scale.options.iter().filter(|o| o.development == Development::Expected);
        let expecting: Vec<&String> = expecting.map(|option| &option.id).collect();
        if !expecting.is_empty() {
            schema["if"] = json!({
                "required": ["status"],
                "properties": { "status": { "enum": expecting } },
                "not": { "required": ["reason"], "properties": { "reason": { "pattern": WORDS } } },
            });
            schema["then"] = json!({
                "required": ["development"],
                "properties": { "development": {
                    "pattern": WORDS,
                    "patternErrorMessage": say("schema-no-development", &[("label", label.clone())]),
                } },
            });
        }
        schema
    }

    fn status(&self, scale: &Scale) -> Value {
        let said = |own: &Option<String>, usual: &str| own.as_deref().unwrap_or(usual).to_owned();
        let texts = &self.form.texts;
        let states = [
            (NOT_APPLICABLE, said(&texts.not_applicable, "Ej aktuellt")),
            (NOT_ANSWERED, said(&texts.not_answered, "Ej besvarat")),
        ];
        let options = scale.options.iter().map(|option| (&*option.id, option.label.clone()));
        let (ids, labels): (Vec<&str>, Vec<String>) = options.chain(states).unzip();
        json!({
            "description": scale.title,
            "errorMessage": (self.say)("schema-no-status", &[("ids", ids.join(", "))]),
            "enum": ids,
            "enumDescriptions": labels,
        })
    }
}
