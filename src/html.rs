//! The report as a web page: one file, without scripts, from the layout's
//! handlebars template `report.html.hbs`. Every text is escaped.

use std::sync::Arc;

use handlebars::{
    Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason,
    handlebars_helper, html_escape,
};
use serde_json::{Value, json};

use crate::diagnostic::{Code, Diagnostic, Place, Problems, Source};
use crate::layout::Layout;
use crate::report::Report;

const TEMPLATE: &str = "report.html.hbs";

/// The page's bytes.
///
/// # Errors
/// What is wrong with the layout's template.
pub fn html(report: &Report, layout: &Layout) -> Result<Vec<u8>, Problems> {
    let template = layout.files.get(TEMPLATE).map(Vec::as_slice).unwrap_or_default();
    let template = String::from_utf8_lossy(template);
    let mut engine = Handlebars::new();
    engine.register_escape_fn(html_escape);
    engine.register_helper("lines", Box::new(lines));
    engine.register_helper("by_link", Box::new(by_link));
    let values = json!({ "report": report, "theme": layout.theme });
    let page = engine.render_template(&template, &values).map_err(|error| {
        let problem = match error.reason() {
            RenderErrorReason::TemplateError(template) => template.reason().to_string(),
            reason => reason.to_string(),
        };
        let name = format!("layouts/{}/{TEMPLATE}", layout.name);
        let source = Arc::new(Source { name, text: template.clone().into_owned() });
        let span = line_span(&source.text, error.line_no);
        let place = Place { source, span, pointer: String::new(), question: None };
        Diagnostic::new(Code::LayoutFailed, place)
            .with("layout", &layout.name)
            .with("problem", problem)
    })?;
    Ok(page.trim_start().as_bytes().to_vec())
}

// `{{#each (by_link spans)}}`: what leads to one target is one link, whatever
// styles are in it.
handlebars_helper!(by_link: |spans: array| {
    let groups = spans.chunk_by(|one, other| one.get("link") == other.get("link"));
    let groups = groups.map(|spans| json!({ "link": spans[0].get("link"), "spans": spans }));
    groups.collect::<Vec<Value>>()
});

/// `{{lines text}}`: the text, escaped, with its line breaks.
fn lines(
    helper: &Helper,
    _: &Handlebars,
    _: &Context,
    _: &mut RenderContext,
    out: &mut dyn Output,
) -> HelperResult {
    let text = helper.param(0).and_then(|param| param.value().as_str()).unwrap_or_default();
    out.write(&html_escape(text).replace('\n', "<br>"))?;
    Ok(())
}

/// The bytes of a line, counted from 1; of the first where it is not known.
fn line_span(text: &str, line: Option<usize>) -> std::ops::Range<usize> {
    let before = line.unwrap_or(1).saturating_sub(1);
    let start = text.split_inclusive('\n').take(before).map(str::len).sum::<usize>();
    let length = text[start..].lines().next().map_or(0, str::len);
    start..start + length
}
