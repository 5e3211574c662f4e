//! Reading a text of the data, and what a careful reader would stop at in it:
//! signs that cannot be printed, left-over placeholders, dates that do not
//! exist, one decision under two dates.

mod deceit;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::date;
use crate::diagnostic::{Code, Diagnostic, Place, Problems};
use crate::rich_text::{self, Parsed, Renumbered, RichText};

/// `[…]` that is no link, `XX`, `TODO`, lorem ipsum.
static LEFT_OVER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[[^\]\n]*\](?:[^(\[:]|$)|\bX{2,}\b|\bTODO\b|(?i:\blorem ipsum\b)")
        .expect("a pattern")
});

/// Whether a text can hold what is left over at all. Few do, and the pattern
/// takes long to make.
fn may_be_left_over(text: &str) -> bool {
    const LOREM: &[u8] = b"lorem ipsum";
    ["[", "XX", "TODO"].iter().any(|sign| text.contains(sign))
        || text.as_bytes().windows(LOREM.len()).any(|words| words.eq_ignore_ascii_case(LOREM))
}

/// Warnings about one text.
fn text_warnings(text: &str, place: &Place, problems: &mut Problems) {
    if may_be_left_over(text)
        && let Some(found) = LEFT_OVER.find(text)
    {
        let words = found.as_str().trim_end_matches(|c: char| c != ']' && !c.is_alphanumeric());
        let place = place.narrowed_to(words);
        problems.add(Diagnostic::new(Code::LeftOver, place).with("text", words));
    }
    for date in dates(text).map(|found| &text[found]).filter(|date| !date::is_date(date)) {
        problems.add(Diagnostic::new(Code::OddDate, place.narrowed_to(date)).with("date", date));
    }
}

/// What is written like a date, also with too many digits: `20225-06-16`.
fn dates(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_digit = |c: char| c.is_ascii_digit();
    text.match_indices('-').filter_map(move |(hyphen, _)| {
        let (before, after) = (&text[..hyphen], &text[hyphen + 1..]);
        let start = before.trim_end_matches(is_digit).len();
        let day = after.trim_start_matches(is_digit).strip_prefix('-')?;
        let rest = day.trim_start_matches(is_digit);
        let lengths = (hyphen - start, after.len() - day.len() - 1, day.len() - rest.len());
        let alone = !before[..start].ends_with(is_of_word) && !rest.starts_with(is_of_word);
        let like_date = alone && matches!(lengths, (4..=6, 1..=2, 1..=2));
        like_date.then(|| start..text.len() - rest.len())
    })
}

/// A decision as minutes are cited after its date: `§ 4 dnr 0355/20`.
fn decision(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("§ ")?;
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let (word, rest) = number.trim_start_matches(',').trim_start().split_once(' ')?;
    let has_number = number.len() < text.len() - "§ ".len() && word.eq_ignore_ascii_case("dnr");
    let end = rest.trim_start_matches(|c| is_of_word(c) || c == '/' || c == '-');
    (has_number && end.len() < rest.len()).then(|| &text[..text.len() - end.len()])
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
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
        for found in dates(text) {
            let date = &text[found.clone()];
            let after = text[found.end..].strip_prefix(' ');
            let Some(decision) = after.and_then(decision) else { continue };
            let cited = || (date.to_owned(), place.line_and_column().0);
            let (first, first_line) = self.first.entry(decision.to_owned()).or_insert_with(cited);
            if first != date {
                let place = place.narrowed_to(&format!("{date} {decision}"));
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
    let (cleaned, mut problems) = read_line(text, place, can_print);
    let Parsed { text, literal, renumbered } = rich_text::parse(&cleaned);
    problems.0.extend(too_much(&cleaned, &text, place));
    problems.append(deceit::links(&text, place));
    if !literal.is_empty() {
        let markup: Vec<String> = literal.iter().map(|m| format!("`{}`", shorten(m))).collect();
        let place = place.narrowed_to(&literal[0]);
        let markup = markup.join(", ");
        problems.add(Diagnostic::new(Code::LiteralMarkup, place).with("markup", markup));
    }
    for Renumbered { given, printed } in renumbered {
        let place = place.narrowed_to(&format!("{given}."));
        let diagnostic = Diagnostic::new(Code::Renumbered, place);
        problems
            .add(diagnostic.with("given", given.to_string()).with("printed", printed.to_string()));
    }
    (text, problems)
}

/// The most characters of a text, which are two hundred pages.
const MOST_CHARACTERS: usize = 500_000;

/// The most paragraphs and items of a text.
const MOST_BLOCKS: usize = 5_000;

fn too_much(written: &str, text: &RichText, place: &Place) -> Option<Diagnostic> {
    let (characters, blocks) = (written.chars().count(), text.blocks());
    if characters <= MOST_CHARACTERS && blocks <= MOST_BLOCKS {
        return None;
    }
    let diagnostic = Diagnostic::new(Code::TooMuchText, place.clone());
    let counts = [
        ("characters", characters),
        ("blocks", blocks),
        ("most_characters", MOST_CHARACTERS),
        ("most_blocks", MOST_BLOCKS),
    ];
    let with = |diagnostic: Diagnostic, (name, count): (&'static str, usize)| {
        diagnostic.with(name, count.to_string())
    };
    Some(counts.into_iter().fold(diagnostic, with))
}

/// The same of a text that is printed as it stands, without markup.
pub fn read_line(
    text: &str,
    place: &Place,
    can_print: &dyn Fn(char) -> bool,
) -> (String, Problems) {
    let (cleaned, mut problems) = read_signs(text, place, can_print);
    text_warnings(&cleaned, place, &mut problems);
    (cleaned, problems)
}

/// PDF/A takes strings of up to 32,767 bytes (ISO 19005-2, clause 6.1.13), and
/// titles, bookmarks and alternative texts are made of up to three such lines.
pub const LONGEST_LINE: usize = 4_000;

/// A clean text, and what in it cannot be printed or was changed.
pub fn read_signs(
    text: &str,
    place: &Place,
    can_print: &dyn Fn(char) -> bool,
) -> (String, Problems) {
    let mut problems = Problems::default();
    let (cleaned, cleaning) = rich_text::clean(text);
    problems.append(deceit::words(&cleaned, place));
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
    (cleaned, problems)
}

/// What in a line of text that nothing cleans cannot be printed as it stands.
pub fn check_line(text: &str, place: &Place, can_print: &dyn Fn(char) -> bool) -> Problems {
    let mut problems = Problems::default();
    let cleaning = rich_text::clean(text).1;
    let mut odd = [cleaning.replaced, cleaning.refused].concat();
    odd.extend(text.chars().filter(|c| c.is_control() && !odd.contains(c)).collect::<Vec<_>>());
    let strange = text.chars().filter(|c| !odd.contains(c) && !can_print(*c)).collect();
    for (code, characters) in [(Code::ControlCharacter, odd.clone()), (Code::NoGlyph, strange)] {
        if let Some(first) = characters.first() {
            let place = place.narrowed_to(first.encode_utf8(&mut [0; 4]));
            let names = name_characters(&characters);
            problems.add(Diagnostic::new(code, place).with("characters", names));
        }
    }
    problems
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
        let name = if rich_text::has_no_look(*c) { number } else { format!("{c} ({number})") };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}
