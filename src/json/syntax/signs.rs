//! Quotes, commas and lines around the place where a reader of JSON gave up.

/// The quote that opens the text in which that byte stands, or which it ends.
pub fn open_quote(text: &str, at: usize) -> Option<usize> {
    let mut open = None;
    let mut signs = text[..at].char_indices();
    while let Some((place, sign)) = signs.next() {
        match sign {
            '"' if open.is_none() => open = Some(place),
            '"' => open = None,
            '\\' if open.is_some() => {
                signs.next();
            }
            _ => {}
        }
    }
    open
}

pub fn is_in_string(text: &str, at: usize) -> bool {
    open_quote(text, at).is_some()
}

/// Whether what follows a line is JSON again: an end, or a text and what stands
/// after texts.
pub fn begins_entry(next: &str) -> bool {
    if next.starts_with(['}', ']']) {
        return true;
    }
    let Some(rest) = next.strip_prefix('"') else { return false };
    let line = rest.lines().next().unwrap_or_default();
    let after = line.split_once('"').map(|(_, after)| after.trim());
    after.is_some_and(|after| after.starts_with(':') || ["", ","].contains(&after))
}

/// Where the value that ends before `at` begins, if it is no text.
pub fn value_start(text: &str, at: usize) -> usize {
    let start = text[..at].rfind([':', ',', '[', '{', '\n']).map_or(0, |before| before + 1);
    let blanks = text[start..at].len() - text[start..at].trim_start().len();
    start + blanks
}

/// What is left of the line, without blanks at its end.
pub fn line_from(text: &str, at: usize) -> &str {
    text[at..].lines().next().unwrap_or_default().trim_end()
}

pub fn is_comment(text: &str, at: usize) -> bool {
    ["//", "/*", "#"].iter().any(|start| text[at..].starts_with(start))
}

/// From the last backslash on.
pub fn escape_before(text: &str, at: usize) -> &str {
    &text[text[..at].rfind('\\').unwrap_or(at)..]
}

pub fn comma_before(text: &str, at: usize) -> usize {
    text[..at].rfind(',').unwrap_or(at)
}

/// The byte, or at the end of the text its last sign that is seen.
pub fn seen(text: &str, at: usize) -> usize {
    if text[at..].chars().next().is_some_and(|c| c != '\n' || at + 1 < text.len()) {
        return at;
    }
    let end = text.trim_end();
    end.char_indices().next_back().map_or(0, |(last, _)| last)
}
