//! Handlebars patterns: the texts that a layout may change without code.

use std::sync::Arc;

use handlebars::{Handlebars, RenderErrorReason, no_escape};
use serde::Serialize;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Place, Problems, did_you_mean};
use crate::json::Json;
use crate::report::HeaderPiece;

/// What patterns can name.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Words {
    pub title: String,
    pub body: String,
    pub body_genitive: String,
    pub body_id: String,
    pub dnr: String,
    pub dnr_label: String,
    pub form: String,
    pub issuer: String,
    pub organisation: String,
    pub date: String,
    /// Only where a section is at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<String>,
}

/// Stand for the page numbers while a pattern is filled in. Noncharacters
/// (Unicode 23.7), which no font has and so no text may hold.
const PAGE: char = '\u{fdd0}';
const PAGES: char = '\u{fdd1}';

/// Fills the patterns of a theme in.
#[derive(Debug)]
pub struct Patterns {
    /// Knows every pattern by its own text, read once for all reports.
    engine: Handlebars<'static>,
    theme: Arc<Json>,
}

impl Patterns {
    pub fn new(theme: Arc<Json>) -> Self {
        let mut engine = Handlebars::new();
        engine.set_strict_mode(true);
        engine.register_escape_fn(no_escape);
        register(&theme.value, &mut engine);
        Self { engine, theme }
    }

    /// The place of a pattern, by its JSON Pointer.
    pub fn place(&self, pointer: &str) -> Place {
        self.theme.place(pointer)
    }

    /// The pattern filled in with `words`.
    pub fn fill(&self, pattern: &str, pointer: &str, words: &Words) -> Result<String, Problems> {
        let filled = if self.engine.has_template(pattern) {
            self.engine.render(pattern, words)
        } else {
            self.engine.render_template(pattern, words)
        };
        filled.map_err(|error| self.explain(pointer, words, &error).into())
    }

    /// The same for a pattern that also knows `{{page}}` and `{{pages}}`.
    pub fn fill_header(
        &self,
        pattern: &str,
        pointer: &str,
        words: &Words,
    ) -> Result<Vec<HeaderPiece>, Problems> {
        let words = Words { page: Some(PAGE.into()), pages: Some(PAGES.into()), ..words.clone() };
        let text = self.fill(pattern, pointer, &words)?;
        let pieces = text.split_inclusive([PAGE, PAGES]).flat_map(|part| {
            let (text, field) = match part.strip_suffix(PAGE) {
                Some(text) => (text, Some(HeaderPiece::Page)),
                None => match part.strip_suffix(PAGES) {
                    Some(text) => (text, Some(HeaderPiece::Pages)),
                    None => (part, None),
                },
            };
            let text = (!text.is_empty()).then(|| HeaderPiece::Text(text.to_owned()));
            text.into_iter().chain(field)
        });
        Ok(pieces.collect())
    }

    fn explain(&self, pointer: &str, words: &Words, error: &handlebars::RenderError) -> Diagnostic {
        let place = self.place(pointer);
        let problem = match error.reason() {
            RenderErrorReason::MissingVariable(Some(name)) => {
                return unknown_word(place.narrowed_to(name), name, words);
            }
            RenderErrorReason::TemplateError(template) => template.reason().to_string(),
            reason => reason.to_string(),
        };
        let column = error.column_no.unwrap_or(1).to_string();
        Diagnostic::new(Code::BadPattern, place).with("column", column).with("problem", problem)
    }
}

/// Makes all patterns within `value` known to `engine`. What is wrong with one
/// is told when it is filled in.
fn register(value: &Value, engine: &mut Handlebars) {
    match value {
        Value::String(text) if text.contains("{{") => {
            let _ = engine.register_template_string(text, text);
        }
        Value::Array(list) => list.iter().for_each(|value| register(value, engine)),
        Value::Object(object) => object.values().for_each(|value| register(value, engine)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn unknown_word(place: Place, name: &str, words: &Words) -> Diagnostic {
    let known = serde_json::to_value(words).unwrap_or_default();
    let known: Vec<&str> =
        known.as_object().into_iter().flat_map(|o| o.keys()).map(String::as_str).collect();
    let diagnostic = Diagnostic::new(Code::UnknownWord, place)
        .with("name", name)
        .meaning(did_you_mean(name, known.iter().copied()));
    diagnostic.with("known", known.join(", "))
}
