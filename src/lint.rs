//! Reading a text of the data, and what a careful reader would stop at in it:
//! signs that cannot be printed, left-over placeholders, dates that do not
//! exist, one decision under two dates.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::date;
use crate::diagnostic::{Code, Diagnostic, Place, Problems};
use crate::rich_text::{self, RichText};

/// `[…]` that is no link, `XX`, `TODO`, lorem ipsum.
static LEFT_OVER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[[^\]\n]*\](?:[^(\[:]|$)|\bX{2,}\b|\bTODO\b|(?i:\blorem ipsum\b)")
        .expect("a pattern")
});

/// What is written like a date.
static DATE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b\d{4,6}-\d{1,2}-\d{1,2}\b").expect("a pattern"));

/// A decision as minutes are cited: `2022-06-16 § 4 dnr 0355/20`.
static DECISION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(\d{4,6}-\d{1,2}-\d{1,2}) (§ \d+,? dnr [\w/-]+)").expect("a pattern")
});

/// Warnings about one text.
fn text_warnings(text: &str, place: &Place, problems: &mut Problems) {
    if let Some(found) = LEFT_OVER.find(text) {
        let words = found.as_str().trim_end_matches(|c: char| c != ']' && !c.is_alphanumeric());
        let place = place.narrowed_to(words);
        problems.add(Diagnostic::new(Code::LeftOver, place).with("text", words));
    }
    for found in DATE.find_iter(text).filter(|found| !date::is_date(found.as_str())) {
        let place = place.narrowed_to(found.as_str());
        problems.add(Diagnostic::new(Code::OddDate, place).with("date", found.as_str()));
    }
}

/// The dates under which the texts of one form cite each decision.
#[derive(Debug, Default)]
pub struct Decisions {
    first: BTreeMap<String, (String, usize)>,
}

impl Decisions {
    /// Notes the decisions that `text` cites; warns where one has another
    /// date than where it was cited before.
    pub fn note(&mut self, text: &str, place: &Place, problems: &mut Problems) {
        for found in DECISION.captures_iter(text) {
            let (date, decision) = (found[1].to_owned(), found[2].to_owned());
            let line = place.line_and_column().0;
            let (first, first_line) =
                self.first.entry(decision.clone()).or_insert_with(|| (date.clone(), line));
            if *first != date {
                let place = place.narrowed_to(&found[0]);
                let diagnostic = Diagnostic::new(Code::DisagreeingDates, place)
                    .with("decision", decision)
                    .with("date", date)
                    .with("other", first.clone())
                    .with("line", first_line.to_string());
                problems.add(diagnostic);
            }
        }
    }
}

/// A text as blocks, and what in it cannot be printed or was changed.
pub fn read_text(
    text: &str,
    place: &Place,
    can_print: &dyn Fn(char) -> bool,
) -> (RichText, Problems) {
    let mut problems = Problems::default();
    let (cleaned, cleaning) = rich_text::clean(text);
    let mut tell = |code, characters: Vec<char>| {
        if let Some(first) = characters.first() {
            let place = place.narrowed_to(first.encode_utf8(&mut [0; 4]));
            let names = name_characters(&characters);
            problems.add(Diagnostic::new(code, place).with("characters", names));
        }
    };
    tell(Code::WordCharacter, cleaning.replaced);
    tell(Code::ControlCharacter, cleaning.refused);
    tell(Code::NoGlyph, cleaned.chars().filter(|c| *c != '\n' && !can_print(*c)).collect());
    text_warnings(&cleaned, place, &mut problems);
    let (rich, literal) = rich_text::parse(&cleaned);
    if !literal.is_empty() {
        let markup: Vec<String> = literal.iter().map(|m| format!("`{}`", shorten(m))).collect();
        let place = place.narrowed_to(&literal[0]);
        let markup = markup.join(", ");
        problems.add(Diagnostic::new(Code::LiteralMarkup, place).with("markup", markup));
    }
    (rich, problems)
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Each character once, as itself and by its number: `😀 (U+1F600)`.
fn name_characters(characters: &[char]) -> String {
    let mut names: Vec<String> = Vec::new();
    for c in characters {
        let number = format!("U+{:04X}", *c as u32);
        let name = if c.is_control() { number } else { format!("{c} ({number})") };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}
