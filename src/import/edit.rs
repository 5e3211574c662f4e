//! Writing values into an answers file so that all else of its text, order of
//! keys and formatting stays as it was.

use jsonc_parser::ParseOptions;
use jsonc_parser::cst::{CstInputValue, CstNode, CstObject, CstRootNode};
use serde_json::Value;

use crate::error::Error;

/// A value to be set at a JSON Pointer, or to be taken away.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    pub pointer: String,
    pub value: Option<Value>,
}

/// The JSON `text` with `edits`.
///
/// # Errors
/// Only the program's own: the result is read again and must be what it should.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, Error> {
    let fail = |problem: &str| Error::internal("editing JSON", problem);
    let root = CstRootNode::parse(text, &ParseOptions::default())
        .map_err(|error| fail(&error.to_string()))?;
    let mut wanted: Value = serde_json::from_str(text).map_err(|e| fail(&e.to_string()))?;
    for edit in edits {
        let steps: Vec<String> = edit.pointer.split('/').skip(1).map(unescaped).collect();
        let Some((key, above)) = steps.split_last() else { return Err(fail("no pointer")) };
        let mut object = root.object_value().ok_or_else(|| fail("the file is no object"))?;
        for step in above {
            object = object.object_value_or_set(step);
        }
        set(&object, key, edit.value.as_ref());
        set_value(&mut wanted, above, key, edit.value.clone());
    }
    let text = root.to_string();
    match serde_json::from_str::<Value>(&text) {
        Ok(found) if found == wanted => Ok(text),
        _ => Err(fail("the result is another than it should be")),
    }
}

fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

fn set(object: &CstObject, key: &str, value: Option<&Value>) {
    match (object.get(key), value) {
        (Some(property), None) => property.remove(),
        (None, None) => {}
        (property, Some(Value::String(text))) => {
            let property = property.unwrap_or_else(|| object.append(key, "".into()));
            if property.value().and_then(|node| node.as_string_lit()).is_none() {
                property.set_value("".into());
            }
            // As serde_json writes it, which escapes what must be escaped.
            if let Some(CstNode::Leaf(_)) = property.value()
                && let Some(literal) = property.value().and_then(|node| node.as_string_lit())
            {
                literal.set_raw_value(Value::String(text.clone()).to_string());
            }
        }
        (Some(property), Some(value)) => property.set_value(input(value)),
        (None, Some(value)) => drop(object.append(key, input(value))),
    }
}

fn input(value: &Value) -> CstInputValue {
    match value {
        Value::Null => CstInputValue::Null,
        Value::Bool(value) => CstInputValue::Bool(*value),
        Value::Number(number) => CstInputValue::Number(number.to_string()),
        Value::String(text) => CstInputValue::String(text.clone()),
        Value::Array(list) => CstInputValue::Array(list.iter().map(input).collect()),
        Value::Object(object) => CstInputValue::Object(
            object.iter().map(|(key, value)| (key.clone(), input(value))).collect(),
        ),
    }
}

fn set_value(root: &mut Value, above: &[String], key: &str, value: Option<Value>) {
    let mut target = root;
    for step in above {
        if !target[step].is_object() {
            target[step] = Value::Object(Default::default());
        }
        target = &mut target[step];
    }
    match (target, value) {
        (Value::Object(object), Some(value)) => drop(object.insert(key.to_owned(), value)),
        (Value::Object(object), None) => drop(object.shift_remove(key)),
        _ => {}
    }
}
