//! The handlebars files of a layout: `*.html.hbs` make the web page, and
//! `*.css.hbs` its style sheet. Each is a template under its own name, which
//! the others can include: `{{> matrix}}` is `matrix.html.hbs`. What is filled
//! in is escaped for the language around it, and a name that is not there is
//! an error (strict mode, here in `if` and `eq` as well).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, PathAndJson, RenderContext,
    RenderError, RenderErrorReason, Renderable, ScopedJson, TemplateError, handlebars_helper,
    html_escape,
};
use serde_json::{Value, json};

use crate::diagnostic::{Code, Diagnostic, Place, Problems, Source, did_you_mean};
use crate::nesting;
use crate::pattern::{why, why_unread};

/// The language of a template, which says how values are escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Html,
    Css,
}

impl Language {
    fn ending(self) -> &'static str {
        match self {
            Self::Html => ".html.hbs",
            Self::Css => ".css.hbs",
        }
    }
}

/// A layout's templates, read once for all its reports.
#[derive(Debug)]
pub struct Templates {
    layout: String,
    html: Handlebars<'static>,
    css: Handlebars<'static>,
    /// By path within the layout.
    sources: BTreeMap<String, Arc<Source>>,
}

impl Templates {
    /// Reads the templates among a layout's files.
    ///
    /// # Errors
    /// Every template that is not handlebars, with file, line and column.
    pub fn read(layout: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<Self, Problems> {
        let (html, css) = (engine(html_escape), engine(css_escape));
        let mut own = Self { layout: layout.to_owned(), html, css, sources: BTreeMap::new() };
        let mut problems = Problems::default();
        for (path, bytes) in files {
            for (language, engine) in
                [(Language::Html, &mut own.html), (Language::Css, &mut own.css)]
            {
                let Some(name) = path.strip_suffix(language.ending()) else { continue };
                let text = String::from_utf8_lossy(bytes).into_owned();
                let source = Arc::new(Source { name: format!("layouts/{layout}/{path}"), text });
                if let Some(start) = nesting::too_deep(&source.text) {
                    problems.add(too_deep(&source, start));
                } else if let Err(error) = engine.register_template_string(name, &source.text) {
                    problems.add(syntax(layout, &source, &error));
                }
                own.sources.insert(path.clone(), source);
            }
        }
        if problems.has_errors() { Err(problems) } else { Ok(own) }
    }

    /// The template `name` in that language, filled in.
    ///
    /// # Errors
    /// A name that `values` does not have, a file that the layout does not
    /// have, or whatever else the template asks for in vain, with its place.
    pub fn fill(&self, language: Language, name: &str, values: &Value) -> Result<String, Problems> {
        let engine = match language {
            Language::Html => &self.html,
            Language::Css => &self.css,
        };
        let filled = engine.render(name, values);
        filled.map_err(|error| self.explain(language, &error, values).into())
    }

    fn explain(&self, language: Language, error: &RenderError, values: &Value) -> Diagnostic {
        let place = self.place(language, error);
        let at = |code| match place.clone() {
            Some(place) => Diagnostic::new(code, place),
            None => Diagnostic::general(code),
        };
        match error.reason() {
            RenderErrorReason::MissingVariable(Some(name)) => unknown_name(at, name, values),
            RenderErrorReason::HelperNotFound(name) => unknown_name(at, name, values),
            RenderErrorReason::PartialNotFound(name)
            | RenderErrorReason::TemplateNotFound(name) => {
                at(Code::NoPageFile).with("file", format!("{name}{}", language.ending()))
            }
            reason => {
                let (word, name) = why(reason);
                let diagnostic = at(Code::LayoutFailed).with("reason", word).with("name", name);
                match word {
                    "syntax" | "closing" | "parameter" => diagnostic,
                    _ => {
                        let said = reason.to_string();
                        diagnostic.with("engine", "Handlebars").with("advice", said)
                    }
                }
            }
        }
        .with("layout", &self.layout)
    }

    fn place(&self, language: Language, error: &RenderError) -> Option<Place> {
        let path = format!("{}{}", error.template_name.as_ref()?, language.ending());
        let source = self.sources.get(&path)?;
        let place = place(source, error.line_no, error.column_no);
        Some(match error.reason() {
            RenderErrorReason::MissingVariable(Some(name))
            | RenderErrorReason::HelperNotFound(name) => place.narrowed_to(name),
            _ => place,
        })
    }
}

fn engine(escape: fn(&str) -> String) -> Handlebars<'static> {
    let mut engine = Handlebars::new();
    engine.set_strict_mode(true);
    engine.register_escape_fn(escape);
    engine.register_helper("if", Box::new(If { is: true }));
    engine.register_helper("unless", Box::new(If { is: false }));
    engine.register_helper("eq", Box::new(Eq));
    engine.register_helper("lookup", Box::new(Lookup));
    engine.register_helper("lines", Box::new(lines));
    engine.register_helper("by_link", Box::new(by_link));
    engine
}

/// `text` so that it stands for nothing but itself within a quoted string of a
/// style sheet, and ends neither that nor the sheet (CSS Syntax 3, 4.3.7). What
/// colours, lengths and names are written with stays as it is.
fn css_escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || " #%-_.".contains(c) || !c.is_ascii() {
            escaped.push(c);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(escaped, "\\{:x} ", u32::from(c));
        }
    }
    escaped
}

fn syntax(layout: &str, source: &Arc<Source>, error: &TemplateError) -> Diagnostic {
    let (line, column) = error.pos().unzip();
    let (reason, name) = why_unread(error.reason());
    Diagnostic::new(Code::LayoutFailed, place(source, line, column))
        .with("layout", layout)
        .with("reason", reason)
        .with("name", name)
}

fn too_deep(source: &Arc<Source>, start: usize) -> Diagnostic {
    let span = start..start + "{{".len();
    let place = Place { source: source.clone(), span, pointer: String::new(), question: None };
    Diagnostic::new(Code::TemplateTooDeep, place).with("most", nesting::DEEPEST.to_string())
}

fn unknown_name(at: impl Fn(Code) -> Diagnostic, name: &str, values: &Value) -> Diagnostic {
    let mut keys = Vec::new();
    collect_keys(values, &mut keys);
    let last = name.rsplit(['.', '/']).next().unwrap_or(name);
    at(Code::UnknownName).with("name", name).meaning(did_you_mean(last, keys))
}

fn collect_keys<'a>(value: &'a Value, keys: &mut Vec<&'a str>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                keys.push(key);
                collect_keys(value, keys);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| collect_keys(value, keys)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// From that line and column, both counted from 1, to the line's end.
fn place(source: &Arc<Source>, line: Option<usize>, column: Option<usize>) -> Place {
    let span = span(&source.text, line.unwrap_or(1), column.unwrap_or(1));
    Place { source: source.clone(), span, pointer: String::new(), question: None }
}

fn span(text: &str, line: usize, column: usize) -> Range<usize> {
    let mut lines = text.split_inclusive('\n');
    let start: usize = lines.by_ref().take(line.saturating_sub(1)).map(str::len).sum();
    let line = lines.next().unwrap_or_default().trim_end();
    let before: usize = line.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    start + before..start + line.len()
}

/// The helpers that ask for the values of their parameters.
const OWN_HELPERS: [&str; 5] = ["if", "unless", "eq", "lookup", "lines"];

/// The value of a helper's parameter, which must be there.
fn given<'a>(helper: &'a Helper, index: usize) -> Result<&'a PathAndJson<'a>, RenderError> {
    match helper.param(index) {
        Some(param) if param.is_value_missing() => {
            Err(RenderError::strict_error(param.relative_path()))
        }
        Some(param) => Ok(param),
        None => {
            let name = OWN_HELPERS.into_iter().find(|own| *own == helper.name());
            Err(RenderErrorReason::ParamNotFoundForIndex(name.unwrap_or_default(), index).into())
        }
    }
}

/// `{{#if value}}` and `{{#unless value}}`, which take nothing that is missing
/// for something that is false.
struct If {
    is: bool,
}

impl HelperDef for If {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        engine: &'reg Handlebars<'reg>,
        context: &'rc Context,
        state: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let is_so = handlebars::JsonTruthy::is_truthy(given(helper, 0)?.value(), false);
        let chosen = if is_so == self.is { helper.template() } else { helper.inverse() };
        chosen.map_or(Ok(()), |template| template.render(engine, context, state, out))
    }
}

/// `(eq one other)`.
struct Eq;

impl HelperDef for Eq {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let is_equal = given(helper, 0)?.value() == given(helper, 1)?.value();
        Ok(ScopedJson::Derived(Value::Bool(is_equal)))
    }
}

/// `(lookup collection key)`.
struct Lookup;

impl HelperDef for Lookup {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let (collection, key) = (given(helper, 0)?.value(), given(helper, 1)?.value());
        let found = match (collection, key) {
            (Value::Array(list), Value::Number(index)) => {
                index.as_u64().and_then(|index| list.get(usize::try_from(index).ok()?))
            }
            (Value::Object(object), Value::String(key)) => object.get(key),
            _ => None,
        };
        let found = found.ok_or_else(|| {
            let name = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
            RenderError::strict_error(Some(&name))
        })?;
        Ok(ScopedJson::Derived(found.clone()))
    }
}

/// `{{lines text}}`: the text, escaped, with its line breaks.
fn lines(
    helper: &Helper,
    _: &Handlebars,
    _: &Context,
    _: &mut RenderContext,
    out: &mut dyn Output,
) -> HelperResult {
    let text = given(helper, 0)?.value().as_str().unwrap_or_default();
    out.write(&html_escape(text).replace('\n', "<br>"))?;
    Ok(())
}

// `{{#each (by_link spans)}}`: what leads to one target is one link, whatever
// styles are in it.
handlebars_helper!(by_link: |spans: array| {
    let groups = spans.chunk_by(|one, other| one.get("link") == other.get("link"));
    let groups = groups.map(|spans| json!({ "link": spans[0].get("link"), "spans": spans }));
    groups.collect::<Vec<Value>>()
});
