//! Why a text is not JSON, as the people who write it would say it: what they
//! typed or pasted that JSON does not have, and not what a parser waited for.

use crate::rich_text::has_no_look;

/// Where a reader of JSON gave up, and why.
#[derive(Debug, PartialEq, Eq)]
pub struct Cause {
    /// A word that the catalogues know.
    pub reason: &'static str,
    /// Bytes into the text.
    pub at: usize,
}

/// The cause of the error that serde_json words so, at that byte of `text`.
pub fn cause(text: &str, at: usize, error: &str) -> Cause {
    if text.trim().is_empty() {
        return Cause { reason: "empty", at: 0 };
    }
    let here = text[at..].chars().next();
    let reason = odd_sign(text, at, here).unwrap_or_else(|| match error {
        _ if error.starts_with("EOF") => end(error),
        _ if error.starts_with("control character") => control(here),
        _ if error.starts_with("expected `,`") => between(text, at, here),
        _ if error.starts_with("expected `:`") => after_key(here),
        _ if error.starts_with("key must be a string") => key(here),
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
    });
    let at = if reason == "trailing-comma" { comma_before(text, at) } else { at };
    Cause { reason, at: seen(text, at) }
}

/// Signs that stand for others in JSON, wherever the reader gave up.
fn odd_sign(text: &str, at: usize, here: Option<char>) -> Option<&'static str> {
    match here? {
        '“' | '”' | '„' | '‘' | '’' | '‚' | '«' | '»' => Some("curly-quote"),
        '\'' | '`' | '´' => Some("single-quote"),
        '#' => Some("comment"),
        '/' => Some("comment"),
        '\u{feff}' => Some("bom"),
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => Some("odd-space"),
        '\n' | '\r' | '\t' => None,
        // In a text it is told of as what it is.
        c if has_no_look(c) && !is_in_string(text, at) => Some("unseen"),
        _ => None,
    }
}

fn is_in_string(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    line.replace("\\\"", "").matches('"').count() % 2 == 1
}

fn end(error: &str) -> &'static str {
    match error.rsplit(' ').next() {
        Some("string") => "open-text",
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
    match here {
        Some(':') if !before.ends_with('"') => "other",
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

fn key(here: Option<char>) -> &'static str {
    match here {
        Some(',') => "two-commas",
        Some('}') => "trailing-comma",
        _ => "bare-key",
    }
}

fn value(text: &str, at: usize, here: Option<char>) -> &'static str {
    let word = text[at..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_state = ["true", "false", "null", "none"].contains(&word.to_lowercase().as_str());
    // A misspelt `true` is told of at its second letter.
    let is_letter = here.is_some_and(char::is_alphabetic);
    match here {
        Some(',') if text[..at].trim_end().ends_with([',', '[']) => "two-commas",
        Some(',' | '}' | ']') => "missing-value",
        Some('.' | '+') => "number",
        _ if is_state => "state",
        _ if is_letter => "bare-text",
        _ => "other",
    }
}

fn number(here: Option<char>) -> &'static str {
    match here {
        Some('0'..='9') => "leading-zero",
        _ => "number",
    }
}

/// From the last backslash on.
fn escape_before(text: &str, at: usize) -> &str {
    &text[text[..at].rfind('\\').unwrap_or(at)..]
}

fn comma_before(text: &str, at: usize) -> usize {
    text[..at].rfind(',').unwrap_or(at)
}

/// The byte, or at the end of the text its last sign that is seen.
fn seen(text: &str, at: usize) -> usize {
    if text[at..].chars().next().is_some_and(|c| c != '\n' || at + 1 < text.len()) {
        return at;
    }
    let end = text.trim_end();
    end.char_indices().next_back().map_or(0, |(last, _)| last)
}
