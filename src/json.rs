//! Reading a JSON file so that every value still knows its place in the text.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Place, Problems, Source};

/// A JSON file: its value, and the place of every part of it.
#[derive(Debug, Clone)]
pub struct Json {
    pub source: Arc<Source>,
    pub value: Value,
    /// Where keys and values stand, by JSON Pointer.
    spans: HashMap<String, Spans>,
}

#[derive(Debug, Clone)]
struct Spans {
    key: Option<Range<usize>>,
    value: Range<usize>,
}

impl Json {
    /// Parses strict JSON (RFC 8259) and refuses a key given twice.
    pub fn parse(source: Arc<Source>) -> Result<Self, Problems> {
        let value =
            serde_json::from_str(&source.text).map_err(|error| syntax_error(&source, &error))?;
        let mut json = Self { source, value, spans: HashMap::new() };
        let source = json.source.clone();
        let mut problems = Problems::default();
        let tree =
            jsonc_parser::parse_to_ast(&source.text, &Default::default(), &Default::default());
        if let Some(root) = tree.ok().and_then(|tree| tree.value) {
            json.note_places(&root, None, String::new(), &mut problems);
        }
        if problems.has_errors() { Err(problems) } else { Ok(json) }
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

    fn place_of(&self, pointer: &str, pick: impl Fn(&Spans) -> Range<usize>) -> Place {
        let mut known = pointer;
        let span = loop {
            if let Some(spans) = self.spans.get(known) {
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

    fn note_places(
        &mut self,
        node: &ast::Value,
        key: Option<Range<usize>>,
        pointer: String,
        problems: &mut Problems,
    ) {
        match node {
            ast::Value::Object(object) => {
                for property in &object.properties {
                    let name = property.name.as_str();
                    let range = property.name.range();
                    let child = join(&pointer, name);
                    if self.spans.contains_key(&child) {
                        let place = Place {
                            source: self.source.clone(),
                            span: range.start..range.end,
                            pointer: child.clone(),
                            question: None,
                        };
                        problems.add(Diagnostic::new(Code::DuplicateKey, place).with("key", name));
                    }
                    self.note_places(
                        &property.value,
                        Some(range.start..range.end),
                        child,
                        problems,
                    );
                }
            }
            ast::Value::Array(array) => {
                for (index, element) in array.elements.iter().enumerate() {
                    self.note_places(element, None, join(&pointer, &index.to_string()), problems);
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
    // serde_json counts columns in bytes and may point just past the end.
    let mut start = (line_start + error.column().saturating_sub(1)).min(source.text.len());
    while !source.text.is_char_boundary(start) {
        start -= 1;
    }
    let end = source.text[start..].chars().next().map_or(start, |c| start + c.len_utf8());
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or(&message).to_owned();
    let place =
        Place { source: source.clone(), span: start..end, pointer: String::new(), question: None };
    Diagnostic::new(Code::JsonSyntax, place).with("reason", reason)
}
