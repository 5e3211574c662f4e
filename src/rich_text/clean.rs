//! Texts without the signs that nobody sees.

use unicode_normalization::UnicodeNormalization;

/// What [`clean`] had to do to a text.
#[derive(Debug, Default, PartialEq)]
pub struct Cleaning {
    /// Characters that Word leaves behind, replaced by what they mean, and those
    /// that nobody sees, taken out.
    pub replaced: Vec<char>,
    /// Control characters that mean nothing in a text, and those that turn it
    /// around.
    pub refused: Vec<char>,
}

/// Brings a text into the one form that all of the program uses: NFC, lines
/// ended by `\n`, and no control characters. Those of Word become what they
/// mean: U+000B a line break, U+000C a new paragraph, U+001E a hyphen; fields,
/// note and cell marks go, and so do soft hyphens and signs without width.
pub fn clean(text: &str) -> (String, Cleaning) {
    let mut cleaning = Cleaning::default();
    if text.chars().all(is_clean) {
        return (text.to_owned(), cleaning);
    }
    let mut cleaned = String::with_capacity(text.len());
    let text = with_rows(&text.replace("\r\n", "\n"));
    for c in text.nfc() {
        match c {
            '\n' => cleaned.push('\n'),
            '\r' => cleaned.push('\n'),
            '\t' => cleaned.push(' '),
            '\u{b}' | '\u{2028}' => {
                cleaning.replaced.push(c);
                cleaned.push_str("  \n");
            }
            '\u{c}' | '\u{2029}' => {
                cleaning.replaced.push(c);
                cleaned.push_str("\n\n");
            }
            '\u{1e}' | '\u{2011}' => {
                cleaning.replaced.push(c);
                cleaned.push('-');
            }
            '\u{1}'..='\u{8}' | '\u{13}'..='\u{15}' | '\u{1f}' | '\u{fffc}' => {
                cleaning.replaced.push(c);
            }
            JOINER | NON_JOINER if !cleaned.ends_with(is_joined) => cleaning.replaced.push(c),
            c if is_unseen(c) => cleaning.replaced.push(c),
            c if c.is_control() || turns_around(c) => cleaning.refused.push(c),
            c => cleaned.push(c),
        }
    }
    (cleaned, cleaning)
}

/// Lines that tabs part into columns stay lines: so tables are pasted.
fn with_rows(text: &str) -> String {
    let is_row = |line: &str| line.trim().contains('\t');
    let mut rows = String::with_capacity(text.len());
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        rows.push_str(line);
        if let Some(next) = lines.peek() {
            rows.push_str(if is_row(line) && is_row(next) { "  \n" } else { "\n" });
        }
    }
    rows
}

/// Whether [`clean`] leaves a character as it is, whatever stands beside it.
/// Few texts have any other.
fn is_clean(c: char) -> bool {
    let is_common = matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{2ff}' | '\u{2012}'..='\u{2026}');
    is_common && c != '\u{ad}'
}

const NON_JOINER: char = '\u{200c}';
const JOINER: char = '\u{200d}';

/// Whether joiners say how a letter looks, as in Arabic and Indian writing.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{1fff}')
}

/// Signs without width that change nothing in a text that has no need of them:
/// soft hyphens, marks and isolates of direction, variants of other signs.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202c}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Overrides of direction: a reader would see other words than are written.
fn turns_around(c: char) -> bool {
    matches!(c, '\u{202d}' | '\u{202e}')
}

/// Whether a character shows nothing, and so is better named than printed.
pub fn has_no_look(c: char) -> bool {
    let breaks = matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffc}');
    breaks || c.is_control() || is_unseen(c) || turns_around(c) || matches!(c, JOINER | NON_JOINER)
}
