//! The texts that stand where nothing is written yet. Neither program can be
//! asked which they are: LibreOffice saves them as text like any other, and what
//! another program writes over one may still be marked as a prompt.

use std::collections::BTreeSet;

use super::compare::squeezed;
use super::text::cut;
use crate::rich_text::Span;
use crate::xml::Element;

/// All prompts that a file may show.
#[derive(Debug, Default)]
pub(super) struct Prompts {
    all: Vec<String>,
    /// The same by their letters alone.
    letters: BTreeSet<String>,
    /// By their letters alone, those of the answers themselves.
    of_answers: BTreeSet<String>,
    /// The form's words before a date.
    label: String,
}

/// What a paragraph has of a prompt.
pub(super) enum Asked {
    Nothing,
    /// The prompt and no other word but the form's; whether it asks for a text,
    /// and not for a date or a state.
    Whole {
        is_for_text: bool,
    },
    /// Words before, after or within the prompt: those alone.
    Beside(Vec<Span>),
}

impl Prompts {
    /// Of our own file, and of the one that is read.
    /// `label` stands before a date.
    pub(super) fn new(own: &[String], read: &[String], label: &str) -> Self {
        let known = own.iter().chain(read).map(String::as_str).chain(OF_WORD);
        let mut all: Vec<String> = known.map(|prompt| prompt.trim().to_owned()).collect();
        all.retain(|prompt| !prompt.is_empty());
        // Of two that begin alike the longer one is meant.
        all.sort_by_key(|prompt| std::cmp::Reverse(prompt.len()));
        all.dedup();
        let letters = all.iter().map(|prompt| squeezed(prompt)).collect();
        let of_answers = own.iter().take(OF_ANSWERS).map(|prompt| squeezed(prompt)).collect();
        Self { all, letters, of_answers, label: squeezed(label) }
    }

    /// Whether `words` are a prompt and no other word.
    pub(super) fn are(&self, words: &str) -> bool {
        self.letters.contains(&squeezed(words))
    }

    pub(super) fn asked(&self, spans: &[Span]) -> Asked {
        let text: String = spans.iter().map(|span| span.text.as_str()).collect();
        let letters = squeezed(&text);
        let after_label = letters.strip_prefix(&self.label).unwrap_or(&letters);
        if self.letters.contains(&letters) || self.letters.contains(after_label) {
            return Asked::Whole { is_for_text: self.of_answers.contains(&letters) };
        }
        let beside = self.all.iter().find_map(|prompt| {
            let (start, end) = inserted(&text, prompt)?;
            Some(cut(spans, start, end))
        });
        beside.map_or(Asked::Nothing, Asked::Beside)
    }
}

/// Where in `text`, in bytes, words begin and end that were put into `prompt`;
/// nothing where the text is not the prompt with words put in.
fn inserted(text: &str, prompt: &str) -> Option<(usize, usize)> {
    let same = |(one, other): &(char, char)| one == other;
    let length = |alike: Vec<(char, char)>| alike.iter().map(|(c, _)| c.len_utf8()).sum::<usize>();
    let start = length(text.chars().zip(prompt.chars()).take_while(same).collect());
    let from_end = text.chars().rev().zip(prompt.chars().rev());
    let end = length(from_end.take_while(same).collect());
    let is_whole = start + end >= prompt.len() && text.len() > prompt.len();
    is_whole.then(|| (start, text.len() - (prompt.len() - start)))
}

/// The texts of our prompts in a glossary document.
pub(super) fn of_glossary(root: &Element) -> Vec<String> {
    let mut prompts = Vec::new();
    root.visit(&mut |part| {
        let name = part.child("w:docPartPr").and_then(|properties| properties.child("w:name"));
        let name = name.and_then(|name| name.attribute("w:val")).unwrap_or_default();
        if part.name == "w:docPart" && name.starts_with(OURS) {
            prompts.extend(part.child("w:docPartBody").map(super::walk::all_text));
        }
    });
    prompts
}

/// How many of our prompts, the first, ask for a text.
const OF_ANSWERS: usize = 2;

/// What Word itself asks for where a file has lost its prompts.
const OF_WORD: [&str; 4] = [
    "Klicka eller tryck här för att ange text.",
    "Klicka här för att ange text.",
    "Click or tap here to enter text.",
    "Click here to enter text.",
];

/// What the names of our prompts begin with.
const OURS: &str = "dnr ";
