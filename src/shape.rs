//! Whether a JSON file has the shape of a program type: every key and every
//! value that does not fit, at once and at its place.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{ValidationError, Validator};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Problems, did_you_mean, listed};
use crate::inputs::SETTING;
use crate::json::{Json, join};
use crate::schema;

/// The file's value as a `T`, or all that keeps it from being one.
pub fn decode<T: DeserializeOwned + JsonSchema>(json: &Json) -> Result<T, Problems> {
    let decoded = T::deserialize(&json.value);
    // The schema takes longer to make than to find nothing with it.
    decoded.map_err(|error: serde_json::Error| explain::<T>(json, &error))
}

/// All that keeps a value from being a `T`; serde knows only the first.
fn explain<T: JsonSchema>(json: &Json, error: &serde_json::Error) -> Problems {
    let schema = schema::of::<T>();
    let validator = jsonschema::validator_for(&schema).expect("the program's types have schemas");
    let shape = Shape { json, schema: &schema };
    let problems = shape.problems(&validator);
    if problems.has_errors() {
        return problems;
    }
    Diagnostic::new(Code::WrongValue, json.place("")).with("problem", error.to_string()).into()
}

struct Shape<'a> {
    json: &'a Json,
    schema: &'a Value,
}

impl Shape<'_> {
    fn problems(&self, validator: &Validator) -> Problems {
        let mut problems = Problems::default();
        for error in validator.iter_errors(&self.json.value) {
            self.explain(&error, &mut problems);
        }
        problems
    }

    fn explain(&self, error: &ValidationError, problems: &mut Problems) {
        let pointer = error.instance_path().to_string();
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                let known = self.known_keys(error);
                for key in unexpected {
                    problems.add(self.unknown_key(&pointer, key, &known));
                }
            }
            ValidationErrorKind::Required { property } => {
                let key = property.as_str().unwrap_or_default();
                let place = self.json.key_place(&pointer);
                let is_set = place.source.name.starts_with(SETTING);
                let diagnostic = Diagnostic::new(Code::MissingKey, place).with("key", key);
                let path = join(&pointer, key)[1..].replace('/', ".");
                problems.add(match is_set {
                    true => diagnostic.with("setting", path),
                    false => diagnostic,
                });
            }
            ValidationErrorKind::Type { kind } => problems.add(self.wrong_type(&pointer, kind)),
            ValidationErrorKind::Pattern { .. } => {
                let title = schema_of(self.schema, error).and_then(|schema| schema.get("title"));
                let like = title.and_then(Value::as_str).unwrap_or_default();
                problems.add(self.not_like(&pointer, like));
            }
            ValidationErrorKind::Enum { options } => {
                let options: Vec<&str> =
                    options.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                problems.add(self.not_an_option(&pointer, &options));
            }
            ValidationErrorKind::OneOfNotValid { context }
            | ValidationErrorKind::AnyOf { context } => {
                self.explain_choice(error, context, problems);
            }
            kind => {
                let diagnostic = Diagnostic::new(Code::WrongValue, self.json.place(&pointer));
                problems.add(match kind {
                    ValidationErrorKind::Minimum { limit } => {
                        diagnostic.with("reason", "least").with("limit", limit.to_string())
                    }
                    ValidationErrorKind::Maximum { limit } => {
                        diagnostic.with("reason", "most").with("limit", limit.to_string())
                    }
                    _ => diagnostic.with("problem", error.to_string()),
                });
            }
        }
    }

    /// A value that may have one of several shapes: what keeps it from the one
    /// that was meant, which is the one that does not fail at the value itself.
    fn explain_choice(
        &self,
        error: &ValidationError,
        context: &[Vec<ValidationError>],
        problems: &mut Problems,
    ) {
        let pointer = error.instance_path().to_string();
        if let Some(problem) = self.word_or_key(error, context, &pointer) {
            return problems.add(problem);
        }
        let fails_within = |branch: &&Vec<ValidationError>| {
            branch.iter().all(|inner| inner.instance_path().to_string() != pointer)
        };
        let meant =
            context.iter().find(fails_within).or_else(|| only_of_its_type(context, &pointer));
        if let Some(branch) = meant {
            for inner in branch {
                self.explain(inner, problems);
            }
            return;
        }
        let options: Vec<String> = context
            .iter()
            .flatten()
            .filter_map(|inner| match inner.kind() {
                ValidationErrorKind::Constant { expected_value } => expected_value.as_str(),
                ValidationErrorKind::Required { property } => property.as_str(),
                _ => None,
            })
            .map(str::to_owned)
            .collect();
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        match self.json.value.pointer(&pointer) {
            Some(Value::Object(object)) => {
                for key in object.keys().filter(|key| !options.contains(&key.as_str())) {
                    problems.add(self.unknown_key(&pointer, key, &options));
                }
                if object.is_empty() || object.keys().all(|key| options.contains(&key.as_str())) {
                    let place = self.json.place(&pointer);
                    let one_of = Diagnostic::new(Code::OneKey, place);
                    problems.add(one_of.with("known", options.join(", ")));
                }
            }
            Some(Value::String(_)) if !options.is_empty() => {
                problems.add(self.not_an_option(&pointer, &options));
            }
            Some(found) => {
                let place = self.json.place(&pointer);
                problems.add(
                    Diagnostic::new(Code::WrongType, place)
                        .with("expected", "object")
                        .with("found", kind_of(found)),
                );
            }
            None => {}
        }
    }

    /// A word that is none of those that may stand here, or an object of more than
    /// one key where one may.
    fn word_or_key(
        &self,
        error: &ValidationError,
        context: &[Vec<ValidationError>],
        pointer: &str,
    ) -> Option<Diagnostic> {
        match self.json.value.pointer(pointer)? {
            Value::String(_) => {
                let here = context.iter().flatten();
                let here = here.filter(|inner| inner.instance_path().to_string() == pointer);
                let words: Vec<&str> = here.flat_map(|inner| words_of(inner.kind())).collect();
                (!words.is_empty()).then(|| self.not_an_option(pointer, &words))
            }
            Value::Object(object) => {
                let keys = self.variants(error);
                let is_one = |key: &String| keys.contains(&key.as_str());
                (object.len() > 1 && object.keys().all(is_one)).then(|| {
                    let place = self.json.place(pointer);
                    Diagnostic::new(Code::OneKey, place).with("known", keys.join(", "))
                })
            }
            _ => None,
        }
    }

    /// The keys of which a value has just one, each a variant of its type.
    fn variants(&self, error: &ValidationError) -> Vec<&str> {
        let schema = schema_of(self.schema, error);
        let branches = schema.and_then(|schema| schema.get("oneOf")).and_then(Value::as_array);
        let required = branches.into_iter().flatten().filter_map(|branch| {
            branch.get("required")?.as_array().filter(|keys| keys.len() == 1)?.first()?.as_str()
        });
        required.collect()
    }

    fn unknown_key(&self, pointer: &str, key: &str, known: &[&str]) -> Diagnostic {
        let place = self.json.key_place(&join(pointer, key));
        Diagnostic::new(Code::UnknownKey, place)
            .with("key", key)
            .meaning(did_you_mean(key, known.iter().copied()))
            .with("known", listed(known))
    }

    fn wrong_type(&self, pointer: &str, kind: &TypeKind) -> Diagnostic {
        let expected = match kind {
            TypeKind::Single(one) => one.to_string(),
            TypeKind::Multiple(many) => {
                let many: Vec<String> = many.iter().map(|one| one.to_string()).collect();
                let usual = many.iter().find(|one| *one == "string");
                usual.or(many.iter().find(|one| *one != "null")).cloned().unwrap_or_default()
            }
        };
        let expected = match expected.as_str() {
            "string" => "text",
            "array" => "list",
            "integer" => "number",
            other => other,
        };
        let found = self.json.value.pointer(pointer).map_or("null", kind_of);
        Diagnostic::new(Code::WrongType, self.json.place(pointer))
            .with("expected", expected)
            .with("found", found)
    }

    /// A value that is not written as its kind is, whose schema has that title.
    fn not_like(&self, pointer: &str, like: &str) -> Diagnostic {
        let value = self.json.value.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        Diagnostic::new(Code::NotLike, self.json.place(pointer))
            .with("value", value)
            .with("like", like)
    }

    fn not_an_option(&self, pointer: &str, options: &[&str]) -> Diagnostic {
        let value = self.json.value.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        Diagnostic::new(Code::NotAnOption, self.json.place(pointer))
            .with("value", value)
            .meaning(did_you_mean(value, options.iter().copied()))
            .with("known", options.join(", "))
    }

    /// The keys that the schema knows where `error` stands.
    fn known_keys(&self, error: &ValidationError) -> Vec<&str> {
        let properties = schema_of(self.schema, error).and_then(|schema| schema.get("properties"));
        let keys = properties.and_then(Value::as_object).into_iter().flat_map(|p| p.keys());
        keys.map(String::as_str).filter(|key| *key != "$schema").collect()
    }
}

/// The words that a value was to be one of.
fn words_of(kind: &ValidationErrorKind) -> Vec<&str> {
    match kind {
        ValidationErrorKind::Constant { expected_value } => {
            expected_value.as_str().into_iter().collect()
        }
        ValidationErrorKind::Enum { options } => {
            options.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
        }
        _ => Vec::new(),
    }
}

/// The one branch whose type the value has, where the others are of other types.
fn only_of_its_type<'a, 'b>(
    context: &'b [Vec<ValidationError<'a>>],
    pointer: &str,
) -> Option<&'b Vec<ValidationError<'a>>> {
    let is_other = |error: &ValidationError| {
        matches!(error.kind(), ValidationErrorKind::Type { .. })
            && error.instance_path().to_string() == pointer
    };
    let mut fitting = context.iter().filter(|branch| !branch.iter().any(is_other));
    fitting.next().filter(|_| fitting.next().is_none() && context.len() > 1)
}

/// The schema around the keyword that `error` is about.
fn schema_of<'a>(schema: &'a Value, error: &ValidationError) -> Option<&'a Value> {
    let path = error.schema_path().to_string();
    schema.pointer(&path[..path.rfind('/')?])
}

/// What a value is called in messages.
pub fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}
