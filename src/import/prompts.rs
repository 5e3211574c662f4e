//! The texts that stand where nothing is written yet. Word says which they are;
//! LibreOffice saves them as text like any other.

use super::fields::squeezed;
use super::text::cut;
use crate::rich_text::Span;
use crate::xml::Element;

/// All prompts that a file may show.
#[derive(Debug, Default)]
pub(super) struct Prompts(Vec<String>);

/// What a paragraph has of a prompt.
pub(super) enum Asked {
    Nothing,
    /// The prompt and no other word.
    Whole,
    /// Words before, after or within the prompt: those alone.
    Beside(Vec<Span>),
}

impl Prompts {
    pub(super) fn new<'a>(prompts: impl IntoIterator<Item = &'a String>) -> Self {
        let mut all: Vec<String> =
            prompts.into_iter().map(|prompt| prompt.trim().to_owned()).collect();
        all.retain(|prompt| !prompt.is_empty());
        // Of two that begin alike the longer one is meant.
        all.sort_by_key(|prompt| std::cmp::Reverse(prompt.len()));
        all.dedup();
        Self(all)
    }

    pub(super) fn asked(&self, spans: &[Span]) -> Asked {
        let text: String = spans.iter().map(|span| span.text.as_str()).collect();
        if self.0.iter().any(|prompt| squeezed(prompt) == squeezed(&text)) {
            return Asked::Whole;
        }
        let beside = self.0.iter().find_map(|prompt| {
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

/// What the names of our prompts begin with.
const OURS: &str = "dnr ";
