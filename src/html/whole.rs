//! Whether a page that a layout's own templates make says all of its report.
//! What a style sheet hides cannot be told.

use quick_xml::escape::unescape;

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::layout::Layout;
use crate::pdf::{Places, excerpt, unsaid};
use crate::report::Report;

/// Refuses a page whose text lacks some of the report's.
pub(super) fn refuse_loss(
    page: &str,
    report: &Report,
    layout: &Layout,
    places: Places,
) -> Result<(), Problems> {
    let lost = unsaid(&texts(page), report);
    if lost.is_empty() {
        return Ok(());
    }
    let tell = |(origin, words): &(_, String)| {
        let diagnostic = Diagnostic::general(Code::NotShown).with("layout", &layout.name);
        let mut diagnostic = diagnostic.with("files", "hbs").with("text", excerpt(words));
        diagnostic.place = places(origin, words);
        diagnostic
    };
    Err(Problems(lost.iter().map(tell).collect()))
}

/// Elements whose content is no part of the page's text.
const SILENT: [&str; 4] = ["style", "script", "title", "template"];

/// What stands between the tags, as it is read.
fn texts(page: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut rest = page;
    while !rest.is_empty() {
        let (text, tag) = rest.split_once('<').unwrap_or((rest, ""));
        texts.push(decoded(text));
        rest = after(tag);
    }
    texts
}

/// What follows a tag, or an element that is silent.
fn after(tag: &str) -> &str {
    let behind = |text: &'_ str, end: &str| text.find(end).map_or(text.len(), |at| at + end.len());
    if tag.starts_with("!--") {
        return &tag[behind(tag, "-->")..];
    }
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let silent = SILENT.iter().find(|silent| name.eq_ignore_ascii_case(silent));
    let start = silent.map_or(0, |silent| {
        // As long as the text itself.
        behind(&tag.to_ascii_lowercase(), &format!("</{silent}"))
    });
    let tag = &tag[start..];
    &tag[behind(tag, ">")..]
}

fn decoded(text: &str) -> String {
    let text = text.replace("&nbsp;", "\u{a0}").replace("&shy;", "\u{ad}");
    unescape(&text).map_or_else(|_| text.clone(), |text| text.into_owned())
}
