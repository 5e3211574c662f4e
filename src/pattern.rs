//! Handlebars patterns: the texts that a layout may change without code.

use std::sync::Arc;

use handlebars::{Handlebars, RenderErrorReason, TemplateErrorReason, no_escape};
use serde::Serialize;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Place, Problems, did_you_mean};
use crate::json::Json;
use crate::nesting;
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

    /// The place in the theme of what stands at that JSON Pointer.
    pub fn place(&self, pointer: &str) -> Place {
        self.theme.place(pointer)
    }

    /// The pattern filled in with `words`. `place` is where it stands.
    pub fn fill(
        &self,
        pattern: &str,
        words: &Words,
        place: impl Fn() -> Option<Place>,
    ) -> Result<String, Problems> {
        if !pattern.contains("{{") {
            return Ok(pattern.to_owned());
        }
        if is_too_much(pattern) {
            let diagnostic =
                Diagnostic { place: place(), ..Diagnostic::general(Code::PatternTooMuch) };
            return Err(diagnostic.with("most", nesting::DEEPEST.to_string()).into());
        }
        let filled = if self.engine.has_template(pattern) {
            self.engine.render(pattern, words)
        } else {
            self.engine.render_template(pattern, words)
        };
        filled.map_err(|error| explain(place(), words, &error).into())
    }

    /// The same for a pattern that also knows `{{page}}` and `{{pages}}`.
    pub fn fill_header(
        &self,
        pattern: &str,
        words: &Words,
        place: impl Fn() -> Option<Place>,
    ) -> Result<Vec<HeaderPiece>, Problems> {
        let words = Words { page: Some(PAGE.into()), pages: Some(PAGES.into()), ..words.clone() };
        let text = self.fill(pattern, &words, place)?;
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
}

fn explain(place: Option<Place>, words: &Words, error: &handlebars::RenderError) -> Diagnostic {
    if let RenderErrorReason::MissingVariable(Some(name)) = error.reason() {
        return unknown_word(place, name, words);
    }
    let (reason, name) = why(error.reason());
    let column = error.column_no.unwrap_or(1).to_string();
    let diagnostic = Diagnostic { place, ..Diagnostic::general(Code::BadPattern) };
    diagnostic.with("column", column).with("reason", reason).with("name", name)
}

/// A word that the catalogues know for what is wrong with a handlebars text that
/// cannot be filled in, and what it is about.
pub(crate) fn why(reason: &RenderErrorReason) -> (&'static str, String) {
    match reason {
        RenderErrorReason::TemplateError(template) => why_unread(template.reason()),
        RenderErrorReason::HelperNotFound(name) | RenderErrorReason::DecoratorNotFound(name) => {
            ("helper", name.clone())
        }
        RenderErrorReason::PartialNotFound(name) | RenderErrorReason::TemplateNotFound(name) => {
            ("partial", name.clone())
        }
        RenderErrorReason::ParamNotFoundForIndex(name, _)
        | RenderErrorReason::ParamNotFoundForName(name, _)
        | RenderErrorReason::ParamTypeMismatchForName(name, ..)
        | RenderErrorReason::HashTypeMismatchForName(name, ..) => ("parameter", (*name).to_owned()),
        other => ("other", other.to_string()),
    }
}

/// The same of one that cannot be read.
pub(crate) fn why_unread(reason: &TemplateErrorReason) -> (&'static str, String) {
    match reason {
        TemplateErrorReason::MismatchingClosedHelper(open, _)
        | TemplateErrorReason::MismatchingClosedDecorator(open, _) => ("closing", open.clone()),
        _ => ("syntax", String::new()),
    }
}

/// Whether a pattern is more than words filled in, and so may never end.
fn is_too_much(pattern: &str) -> bool {
    nesting::may_go_on(pattern) || nesting::too_deep(pattern).is_some()
}

/// Makes all patterns within `value` known to `engine`. What is wrong with one
/// is told when it is filled in.
fn register(value: &Value, engine: &mut Handlebars) {
    match value {
        Value::String(text) if text.contains("{{") && !is_too_much(text) => {
            let _ = engine.register_template_string(text, text);
        }
        Value::Array(list) => list.iter().for_each(|value| register(value, engine)),
        Value::Object(object) => object.values().for_each(|value| register(value, engine)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn unknown_word(place: Option<Place>, name: &str, words: &Words) -> Diagnostic {
    let known = known_words(words);
    let place = place.map(|place| place.narrowed_to(name));
    Diagnostic { place, ..Diagnostic::general(Code::UnknownWord) }
        .with("name", name)
        .meaning(did_you_mean(name, known.iter().map(String::as_str)))
        .with("known", known.join(", "))
}

/// The words that have a value.
fn known_words(words: &Words) -> Vec<String> {
    let known = serde_json::to_value(words).unwrap_or_default();
    known.as_object().into_iter().flat_map(|words| words.keys().cloned()).collect()
}

/// What handlebars itself knows in a pattern.
const OWN_WORDS: [&str; 19] = [
    "if", "unless", "else", "lookup", "log", "this", "true", "false", "null", "eq", "ne", "gt",
    "gte", "lt", "lte", "and", "or", "not", "len",
];

/// Whether what a pattern comes to depends on more than that words have values.
pub fn is_conditional(pattern: &str) -> bool {
    ["{{#", "{{^", "{{~#", "{{~^"].iter().any(|sign| pattern.contains(sign))
}

/// Whether a pattern says anything of its own, around the words it names.
pub fn has_words(pattern: &str) -> bool {
    let mut outside = pattern.split("{{").map(|part| part.rsplit("}}").next().unwrap_or_default());
    outside.any(|part| part.contains(char::is_alphabetic))
}

/// Words that a conditional pattern names and does not know, also where this
/// report does not come by them.
pub fn unknown_words(pattern: &str, words: &Words, place: Option<&Place>) -> Problems {
    let mut problems = Problems::default();
    // Loops and partials have words of their own.
    if !is_conditional(pattern)
        || ["#each", "#with", "|", "{{>"].iter().any(|s| pattern.contains(s))
    {
        return problems;
    }
    let known = known_words(words);
    let is_known = |name: &str| OWN_WORDS.contains(&name) || known.iter().any(|word| word == name);
    for inside in pattern.split("{{").skip(1).filter_map(|rest| rest.split("}}").next()) {
        let is_sign = |c: char| !(c.is_alphanumeric() || c == '_');
        let unquoted = inside.split(['"', '\'']).step_by(2);
        let names = unquoted.flat_map(|part| part.split(is_sign)).filter(|name| {
            name.starts_with(|c: char| c.is_alphabetic() || c == '_') && !is_known(name)
        });
        let names = names.filter(|_| !inside.starts_with('!'));
        names.for_each(|name| problems.add(unknown_word(place.cloned(), name, words)));
    }
    problems
}
