//! Why a text is not JSON, as the people who write it would say it: what they
//! typed or pasted that JSON does not have, and not what a parser waited for.

mod signs;

use crate::rich_text::has_no_look;
use signs::{
    begins_entry, comma_before, escape_before, is_comment, is_in_string, line_from, open_quote,
    seen, value_start,
};

/// Where a reader of JSON gave up, and why.
#[derive(Debug, PartialEq, Eq)]
pub struct Cause {
    /// A word that the catalogues know.
    pub reason: &'static str,
    /// Bytes into the text.
    pub at: usize,
    /// What stands there and should be in quotes, where that is short.
    pub words: String,
}

/// The cause of the error that serde_json words so, at that byte of `text`.
pub fn cause(text: &str, at: usize, error: &str) -> Cause {
    if text.trim().is_empty() {
        return Cause { reason: "empty", at: 0, words: String::new() };
    }
    if text.contains('\0') {
        return Cause { reason: "no-text", at: 0, words: String::new() };
    }
    let (reason, at) = without_quotes(text, at, error)
        .or_else(|| lost_brace(text, at, error))
        .or_else(|| open_text(text, at, error))
        .unwrap_or_else(|| (reason(text, at, error), at));
    let at = if reason == "trailing-comma" { comma_before(text, at) } else { at };
    let words = line_from(text, at).trim_end_matches([' ', ',', '}', ']']);
    match reason {
        "bare-text" if words.chars().count() <= SHORT => {
            Cause { reason: "bare-words", at, words: words.to_owned() }
        }
        _ => Cause { reason, at: seen(text, at), words: String::new() },
    }
}

/// So many signs fit into a hint.
const SHORT: usize = 40;

fn reason(text: &str, at: usize, error: &str) -> &'static str {
    let here = text[at..].chars().next();
    odd_sign(text, at, here).unwrap_or_else(|| match error {
        _ if error.starts_with("EOF") => end(error),
        _ if error.starts_with("control character") => control(here),
        _ if error.starts_with("expected `,`") => between(text, at, here),
        _ if error.starts_with("expected `:`") => after_key(here),
        _ if error.starts_with("key must be a string") => key(text, at, here),
        _ if error.starts_with("expected") => value(text, at, here),
        "trailing comma" => "trailing-comma",
        "trailing characters" => "trailing",
        "invalid number" => number(here),
        "number out of range" => "large-number",
        "invalid escape" if escape_before(text, at).starts_with("\\u") => "unicode",
        "invalid escape" => "escape",
        "recursion limit exceeded" => "deep",
        _ if error.contains("hex escape") || error.contains("unicode") => "unicode",
        _ => "other",
    })
}

/// A diary number, a date, a colour or a path that has no quotes: what a reader
/// takes for a number, and what follows it.
fn without_quotes(text: &str, at: usize, error: &str) -> Option<(&'static str, usize)> {
    let start = value_start(text, at);
    let here = text[at..].chars().next()?;
    let is_number = text[start..].starts_with(|c: char| c.is_ascii_digit());
    let is_after = error.starts_with("expected `,`") || error == "invalid number";
    if is_after && is_number && !is_comment(text, at) {
        let rest = line_from(text, start).trim_end_matches([' ', ',', '}', ']']);
        let goes_on = rest.contains(|c: char| c.is_alphabetic() || "/-:".contains(c));
        let is_open = !rest.contains(['"', '{', '[', ',']) && !"#'".contains(here);
        return (goes_on && is_open).then_some(("bare-text", start));
    }
    let is_written = text[at + here.len_utf8()..].starts_with(char::is_alphanumeric);
    let is_value = error.starts_with("expected value");
    let is_sign = here == '#' || here == '/' && !is_comment(text, at);
    (is_value && is_sign && is_written).then_some(("bare-text", at))
}

/// A key where a value belongs: what opens the object is gone.
fn lost_brace(text: &str, at: usize, error: &str) -> Option<(&'static str, usize)> {
    let is_after = error.starts_with("expected `,`") || error == "trailing characters";
    let before = text[..at].trim_end();
    if !is_after || !text[at..].starts_with(':') || !before.ends_with('"') {
        return None;
    }
    Some(("lost-brace", open_quote(text, before.len() - 1)?))
}

/// A text whose closing quote is gone, at its opening one.
fn open_text(text: &str, at: usize, error: &str) -> Option<(&'static str, usize)> {
    let here = text[at..].chars().next();
    let start = match here {
        Some('\n' | '\r') if error.starts_with("control character") => {
            let next = text[at..].trim_start();
            let start = open_quote(text, at)?;
            (next.is_empty() || begins_entry(next)).then_some(start)?
        }
        _ if error.starts_with("EOF") && error.ends_with("string") => {
            return Some(("cut-text", open_quote(text, text.len())?));
        }
        // A quote ended the text, but it is that of the next key.
        Some(c) if error.starts_with("expected `,`") && c.is_alphanumeric() => {
            let (quote, inside) = text_before(text, at)?;
            let rest = &text[at..];
            let ends =
                rest.find('"').is_some_and(|end| rest[end + 1..].trim_start().starts_with(':'));
            (ends && inside.trim_end().ends_with(',')).then_some(quote)?
        }
        Some(c) if error.starts_with("expected `:`") && c.is_alphanumeric() => {
            let (quote, inside) = text_before(text, at)?;
            return inside.trim_end().ends_with(':').then_some(("open-key", quote));
        }
        _ => return None,
    };
    let line = line_from(text, start).trim_end().trim_end_matches(',').trim_end();
    let end = line.chars().next_back()?;
    let is_lone = |signs: &str| line.chars().filter(|c| signs.contains(*c)).count() % 2 == 1;
    match "“”".contains(end) && is_lone("“”") {
        true => Some(("curly-quote", start + line.len() - end.len_utf8())),
        false => Some(("open-text", start)),
    }
}

/// The text that ends right before that byte: where it begins, and what is in it.
fn text_before(text: &str, at: usize) -> Option<(usize, &str)> {
    let end = text[..at].strip_suffix('"')?.len();
    let start = open_quote(text, end)?;
    Some((start, &text[start + 1..end]))
}

/// Signs that stand for others in JSON, wherever the reader gave up.
fn odd_sign(text: &str, at: usize, here: Option<char>) -> Option<&'static str> {
    match here? {
        '“' | '”' | '„' | '‘' | '’' | '‚' | '«' | '»' => Some("curly-quote"),
        '\'' | '`' | '´' => Some("single-quote"),
        _ if is_comment(text, at) => Some("comment"),
        '\u{feff}' => Some("bom"),
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => Some("odd-space"),
        '\n' | '\r' | '\t' => None,
        // In a text it is told of as what it is.
        c if has_no_look(c) && !is_in_string(text, at) => Some("unseen"),
        _ => None,
    }
}

fn end(error: &str) -> &'static str {
    match error.rsplit(' ').next() {
        Some("list") => "open-list",
        Some("object") => "open-object",
        _ => "cut-off",
    }
}

fn control(here: Option<char>) -> &'static str {
    match here {
        Some('\n' | '\r') => "line-break",
        Some('\t') => "tab",
        _ => "control",
    }
}

/// A value is done, and neither another nor an end follows.
fn between(text: &str, at: usize, here: Option<char>) -> &'static str {
    let before = text[..at].trim_end_matches([' ', '\t']);
    let is_word = here.is_some_and(|c| c.is_alphanumeric() || "(,.;:!?-_%&".contains(c));
    let is_last = line_from(text, at).chars().count() == 1;
    match here {
        Some(':') if !before.ends_with('"') => "other",
        Some(';' | '.' | ':') if is_last => "no-comma",
        Some('"') if text[..at].ends_with('"') => "inner-quote",
        // A quote ended the text, and its words go on.
        _ if before.ends_with('"') && is_word => "inner-quote",
        Some(']' | '}') => "other-bracket",
        Some('"' | '{' | '[' | '0'..='9' | '-') => "missing-comma",
        _ => "other",
    }
}

fn after_key(here: Option<char>) -> &'static str {
    match here {
        Some(c) if c.is_alphanumeric() => "inner-quote",
        _ => "missing-colon",
    }
}

fn key(text: &str, at: usize, here: Option<char>) -> &'static str {
    let number = text[..at].strip_suffix(',').unwrap_or_default();
    match here {
        Some(',') => "two-commas",
        Some('}') => "trailing-comma",
        Some('0'..='9') if number.ends_with(|c: char| c.is_ascii_digit()) => "decimal-comma",
        Some(c) if !c.is_alphanumeric() && !"_:{[".contains(c) => "other",
        _ => "bare-key",
    }
}

fn value(text: &str, at: usize, here: Option<char>) -> &'static str {
    let word = text[at..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let word = word.to_lowercase();
    // A misspelt `true` is told of at its second letter.
    let is_letter = here.is_some_and(char::is_alphabetic);
    match here {
        Some(',') if text[..at].trim_end().ends_with([',', '[']) => "two-commas",
        Some(',' | '}' | ']') => "missing-value",
        Some('.' | '+') if text[at + 1..].starts_with(|c: char| c.is_ascii_digit()) => "number",
        _ if ["true", "false", "null", "none"].contains(&word.as_str()) => "state",
        _ if ["nan", "infinity", "undefined"].contains(&word.as_str()) => "no-word",
        // A page of the web, or words.
        _ if (is_letter || here == Some('<')) && text[..at].trim().is_empty() => "no-json",
        _ if is_letter && has_closing_quote(text, at) => "no-opening-quote",
        _ if is_letter => "bare-text",
        _ => "other",
    }
}

/// Whether a text without its opening quote has a closing one.
fn has_closing_quote(text: &str, at: usize) -> bool {
    let rest = line_from(text, at).trim_end_matches([' ', ',', '}', ']']);
    rest.ends_with('"') && rest.replace("\\\"", "").matches('"').count() == 1
}

fn number(here: Option<char>) -> &'static str {
    match here {
        Some('0'..='9') => "leading-zero",
        _ => "number",
    }
}
