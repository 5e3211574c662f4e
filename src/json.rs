//! Reading a JSON file so that every value still knows its place in the text.

mod given;
mod syntax;

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Formatter;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Place, Problems, Source};
use given::Given;

/// A JSON file: its value, and the place of every part of it.
#[derive(Debug, Clone)]
pub struct Json {
    pub source: Arc<Source>,
    pub value: Value,
    /// Looked for when the first is asked for: most files have nothing to say.
    places: OnceLock<Places>,
    /// Where values were given that do not stand in this file, by pointer.
    given: BTreeMap<String, Given>,
}

/// Where keys and values stand, by JSON Pointer.
#[derive(Debug, Clone, Default)]
struct Places {
    spans: HashMap<String, Spans>,
    /// Pointers and places of keys that their object has already.
    repeated: Vec<(String, Range<usize>)>,
}

#[derive(Debug, Clone)]
struct Spans {
    key: Option<Range<usize>>,
    value: Range<usize>,
}

impl Json {
    /// Parses strict JSON (RFC 8259) and refuses a key given twice.
    pub fn parse(source: Arc<Source>) -> Result<Self, Problems> {
        let repeats = Cell::new(false);
        let mut text = serde_json::Deserializer::from_str(&source.text);
        let value = Reader { repeats: &repeats }.deserialize(&mut text);
        let value = value.and_then(|value| text.end().map(|()| value));
        let value = value.map_err(|error| syntax_error(&source, &error))?;
        let json = Self { source, value, places: OnceLock::new(), given: BTreeMap::new() };
        if repeats.get() { Err(json.repeated_keys()) } else { Ok(json) }
    }

    fn repeated_keys(&self) -> Problems {
        let repeated = self.places().repeated.iter();
        Problems(
            repeated
                .map(|(pointer, span)| {
                    let (span, pointer) = (span.clone(), pointer.clone());
                    let key = pointer.rsplit('/').next().unwrap_or_default();
                    let key = key.replace("~1", "/").replace("~0", "~");
                    let source = self.source.clone();
                    let place = Place { source, span, pointer, question: None };
                    Diagnostic::new(Code::DuplicateKey, place).with("key", key)
                })
                .collect(),
        )
    }

    fn places(&self) -> &Places {
        self.places.get_or_init(|| {
            let mut places = Places::default();
            let (text, options) = (&self.source.text, Default::default());
            let tree = jsonc_parser::parse_to_ast(text, &options, &Default::default());
            if let Some(root) = tree.ok().and_then(|tree| tree.value) {
                places.note(&root, None, String::new());
            }
            places
        })
    }

    /// The place of the value at `pointer`, or of the nearest value around it.
    pub fn place(&self, pointer: &str) -> Place {
        self.place_of(pointer, |spans| spans.value.clone())
    }

    /// The place of the key at `pointer`, or of its value's start where it has no
    /// key.
    pub fn key_place(&self, pointer: &str) -> Place {
        self.place_of(pointer, |spans| {
            spans.key.clone().unwrap_or(spans.value.start..spans.value.start + 1)
        })
    }

    fn place_of(&self, pointer: &str, pick: impl Copy + Fn(&Spans) -> Range<usize>) -> Place {
        if let Some(place) = self.given_place(pointer, |file| file.place_of(pointer, pick)) {
            return place;
        }
        let mut known = pointer;
        let span = loop {
            if let Some(spans) = self.places().spans.get(known) {
                // What is not there is missed at the key of what is around it.
                let around =
                    || spans.key.clone().unwrap_or(spans.value.start..spans.value.start + 1);
                break if known == pointer { pick(spans) } else { around() };
            }
            match known.rfind('/') {
                Some(end) => known = &known[..end],
                None => break 0..0,
            }
        };
        Place { source: self.source.clone(), span, pointer: pointer.to_owned(), question: None }
    }
}

impl Places {
    fn note(&mut self, node: &ast::Value, key: Option<Range<usize>>, pointer: String) {
        match node {
            ast::Value::Object(object) => {
                for property in &object.properties {
                    let range = property.name.range();
                    let key = range.start..range.end;
                    let child = join(&pointer, property.name.as_str());
                    if self.spans.contains_key(&child) {
                        self.repeated.push((child.clone(), key.clone()));
                    }
                    self.note(&property.value, Some(key), child);
                }
            }
            ast::Value::Array(array) => {
                for (index, element) in array.elements.iter().enumerate() {
                    self.note(element, None, join(&pointer, &index.to_string()));
                }
            }
            ast::Value::StringLit(_)
            | ast::Value::NumberLit(_)
            | ast::Value::BooleanLit(_)
            | ast::Value::NullKeyword(_) => {}
        }
        let range = node.range();
        self.spans.insert(pointer, Spans { key, value: range.start..range.end });
    }
}

/// Reads any value, and notes whether an object has a key twice, of which
/// serde_json would keep the last without a word.
#[derive(Clone, Copy)]
struct Reader<'a> {
    repeats: &'a Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut Formatter) -> std::fmt::Result {
        formatter.write_str("any valid JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element_seed(self)? {
            list.push(element);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if object.insert(key, entries.next_value_seed(self)?).is_some() {
                self.repeats.set(true);
            }
        }
        Ok(Value::Object(object))
    }
}

/// `pointer` one step further, escaped as RFC 6901 says.
pub fn join(pointer: &str, step: &str) -> String {
    if step.contains(['~', '/']) {
        return format!("{pointer}/{}", step.replace('~', "~0").replace('/', "~1"));
    }
    [pointer, "/", step].concat()
}

fn syntax_error(source: &Arc<Source>, error: &serde_json::Error) -> Diagnostic {
    let line_start = source
        .text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum::<usize>();
    // serde_json counts columns in bytes, may point just past the end, and takes a
    // line break for column 0 of the next line.
    let mut start = (line_start + error.column()).saturating_sub(1).min(source.text.len());
    while !source.text.is_char_boundary(start) {
        start -= 1;
    }
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    let syntax::Cause { reason, at: start, words } = syntax::cause(&source.text, start, message);
    // A line break is marked where the line ends, and not with the line after it.
    let marked = source.text[start..].chars().next().filter(|c| !['\r', '\n'].contains(c));
    let end = start + marked.map_or(0, char::len_utf8);
    let place =
        Place { source: source.clone(), span: start..end, pointer: String::new(), question: None };
    Diagnostic::new(Code::JsonSyntax, place).with("reason", reason).with("words", words)
}
