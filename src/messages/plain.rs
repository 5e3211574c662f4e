//! What comes from files, names and command lines, as it is safe to show: signs
//! that a terminal would obey, that nobody sees, or that end a line, by their
//! numbers. So no text can colour, move or fake a line of the program's own.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use serde_json::Value;

use crate::diagnostic::Place;
use crate::rich_text::has_no_look;

/// The text on one line, with each sign that shows nothing as `\u{1b}`.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(has_no_look) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    text.chars().for_each(|c| push(&mut shown, c));
    Cow::Owned(shown)
}

fn push(shown: &mut String, c: char) {
    if has_no_look(c) {
        // Writing to a string does not fail.
        let _ = write!(shown, "{}", c.escape_unicode());
    } else {
        shown.push(c);
    }
}

/// Stands where the renderer adds line and column of its own to ours; no text
/// that is shown holds it.
const END: char = '\0';

/// A place by file, line and column, as programs are told it: the renderer counts
/// the signs that it shows, and not all are shown as they stand.
pub(super) fn named(place: &Place) -> String {
    let (line, column) = place.line_and_column();
    format!("{}:{line}:{column}{END}", plain(&place.source.name))
}

/// A message without the renderer's own line and column.
pub(super) fn with_our_place(rendered: &str) -> String {
    let Some((before, after)) = rendered.split_once(END) else { return rendered.to_owned() };
    let after = after.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit());
    format!("{before}{after}")
}

/// The lines of a source around a place, safe to show.
#[derive(Debug)]
pub struct Excerpt {
    pub text: String,
    /// The place within `text`.
    pub span: Range<usize>,
    /// The number of its first line, counted from 1.
    pub first_line: usize,
}

impl Excerpt {
    pub fn of(place: &Place) -> Self {
        let text = &place.source.text;
        let end = place.span.end.min(text.len());
        let start = place.span.start.min(end);
        let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let to = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        // An empty last line shows nothing; the one before it does.
        let from = match from == to {
            true => text[..from.saturating_sub(1)].rfind('\n').map_or(0, |at| at + 1),
            false => from,
        };
        let mut excerpt = Self {
            text: String::with_capacity(to - from),
            span: 0..0,
            first_line: text[..from].matches('\n').count() + 1,
        };
        excerpt.push(&text[from..start]);
        excerpt.span.start = excerpt.text.len();
        excerpt.push(&text[start..end]);
        excerpt.span.end = excerpt.text.len();
        excerpt.push(&text[end..to]);
        excerpt
    }

    /// Adds a part of the source, in which lines stay lines.
    fn push(&mut self, part: &str) {
        let mut signs = part.chars().peekable();
        while let Some(c) = signs.next() {
            match c {
                '\n' | '\t' => self.text.push(c),
                '\r' if signs.peek() == Some(&'\n') => {}
                c => push(&mut self.text, c),
            }
        }
    }
}

/// JSON for programs, in which signs that a terminal would obey are numbers as
/// well: `\u009b`. Any reader takes them for what they are.
pub fn json_text(value: &Value, is_spread: bool) -> String {
    let text = if is_spread { format!("{value:#}") } else { value.to_string() };
    if !text.contains(|c: char| c != '\n' && has_no_look(c)) {
        return text;
    }
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\n' || !has_no_look(c) {
            safe.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(safe, "\\u{unit:04x}");
        }
    }
    safe
}
