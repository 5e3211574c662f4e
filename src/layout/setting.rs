//! `--set matrix.linear=true`: one value of the theme, from the command line.

use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Place, Problems, Source, did_you_mean};
use crate::hash;
use crate::inputs::SETTING;
use crate::json::{Json, join};
use crate::schema;

/// A value to set, as the command line gives it.
pub(super) struct Setting<'a> {
    path: &'a str,
    value: &'a str,
    source: Arc<Source>,
}

/// A part of a path, and its bytes in the path.
type Step = (String, Range<usize>);

impl<'a> Setting<'a> {
    pub(super) fn new((path, value): &'a (String, String)) -> Self {
        let text = format!("{SETTING}{path}={value}");
        let name = text.replace(char::is_control, "\u{fffd}");
        Self { path, value, source: Arc::new(Source { name, text }) }
    }

    /// What messages call it: `--set matrix.linear`.
    pub(super) fn name(&self) -> String {
        format!("{SETTING}{}", self.path)
    }

    pub(super) fn pair(&self) -> (String, String) {
        (self.path.to_owned(), self.value.to_owned())
    }

    pub(super) fn hash(&self) -> String {
        hash::hash(self.value.as_bytes())
    }

    /// Whether it names the layout that the theme extends.
    pub(super) fn is_of_base(&self) -> bool {
        self.path == "extends"
    }

    /// Sets the value, where the theme's schema has such a one.
    pub(super) fn apply(&self, theme: &mut Json) -> Result<(), Problems> {
        let root = schema::theme();
        let mut place = At { schema: shape(&root, &root), value: Some(&theme.value) };
        let mut pointer = String::new();
        for (step, span) in steps(self.path) {
            let known = place.known();
            place = place.below(&root, &step).ok_or_else(|| self.unknown(&step, span, &known))?;
            pointer = join(&pointer, &step);
        }
        let value = read(place.schema, self.value);
        theme.give(&pointer, value, self.source.clone(), self.value_span());
        Ok(())
    }

    fn value_span(&self) -> Range<usize> {
        let end = self.source.text.len();
        end - self.value.len()..end
    }

    fn unknown(&self, step: &str, span: Range<usize>, known: &[String]) -> Problems {
        let span = SETTING.len() + span.start..SETTING.len() + span.end;
        let source = self.source.clone();
        let place = Place { source, span, pointer: String::new(), question: None };
        Diagnostic::new(Code::UnknownSetting, place)
            .with("path", self.path)
            .with("key", step)
            .meaning(did_you_mean(step, known.iter().map(String::as_str)))
            .with("known", known.join(", "))
            .into()
    }
}

/// The steps of a path, with points between; a step that holds a point stands
/// in quotes: `matrix.parts."del.2".strategy`.
fn steps(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut start = 0;
    let mut quoted = false;
    let ends = path.char_indices().filter(|(_, c)| {
        quoted ^= *c == '"';
        *c == '.' && !quoted
    });
    let ends: Vec<usize> = ends.map(|(at, _)| at).chain([path.len()]).collect();
    for end in ends {
        steps.push((path[start..end].replace('"', ""), start..end));
        start = end + 1;
    }
    steps
}

/// How far a path has come: what may stand there, and what does.
struct At<'a> {
    schema: &'a Value,
    value: Option<&'a Value>,
}

impl<'a> At<'a> {
    fn below(&self, root: &'a Value, step: &str) -> Option<Self> {
        let list = self.value.and_then(Value::as_array);
        let schema = if self.schema["items"].is_object() {
            // An entry of the list, or one after its last.
            let index: usize = step.parse().ok()?;
            (index <= list.map_or(0, Vec::len)).then_some(&self.schema["items"])?
        } else {
            let named = self.schema["properties"].get(step);
            named.or(self.schema.get("additionalProperties")).filter(|any| any.is_object())?
        };
        let value = match list {
            Some(list) => step.parse().ok().and_then(|index: usize| list.get(index)),
            None => self.value.and_then(|value| value.get(step)),
        };
        Some(Self { schema: shape(root, schema), value })
    }

    /// The keys that may be named here, and those that are.
    fn known(&self) -> Vec<String> {
        let properties = self.schema["properties"].as_object().into_iter().flat_map(|p| p.keys());
        let own = match self.value {
            Some(Value::Object(own)) => own.keys().cloned().collect(),
            Some(Value::Array(list)) => (0..list.len()).map(|index| index.to_string()).collect(),
            _ => Vec::new(),
        };
        let mut known: Vec<String> = properties.cloned().collect();
        known.extend(own.into_iter().filter(|key| !self.schema["properties"][key].is_object()));
        known.retain(|key| key != "$schema");
        known
    }
}

/// What a schema says, also where it names another or allows for nothing.
fn shape<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(name) = schema["$ref"].as_str() {
        let named = root.pointer(name.trim_start_matches('#'));
        return named.map_or(schema, |named| shape(root, named));
    }
    match schema["anyOf"].as_array() {
        Some(any) => any.first().map_or(schema, |first| shape(root, first)),
        None => schema,
    }
}

/// The value that `text` stands for: itself where a text is wanted, else JSON.
fn read(schema: &Value, text: &str) -> Value {
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        kind => vec![kind.as_str().unwrap_or("string")],
    };
    let is_nothing = text == "null" && kinds.contains(&"null");
    let plain = || Value::String(text.to_owned());
    match kinds.contains(&"string") && !is_nothing {
        true => plain(),
        false => serde_json::from_str(text).unwrap_or_else(|_| plain()),
    }
}
