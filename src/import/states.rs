//! What is said in words: that something is not applicable or not answered, and
//! when work is expected to be done.

use super::changes::Importer;
use super::fields::Marks;
use super::text;
use crate::answers::{NOT_ANSWERED, NOT_APPLICABLE};
use crate::date;
use crate::rich_text::{RichText, TextBlock};

impl Importer<'_> {
    /// The state that a text's first line says, and the rest of it.
    pub(super) fn state(&self, text: &RichText) -> Option<(&'static str, Vec<TextBlock>)> {
        let (TextBlock::Paragraph { spans }, rest) = text.0.split_first()? else { return None };
        let (line, below) = text::first_line(spans);
        let (state, reason) = self.state_of(&line)?;
        let reason = match reason {
            "" => below,
            reason => text::cut(spans, line.len() - reason.len(), usize::MAX),
        };
        let reason = (!reason.is_empty()).then_some(TextBlock::Paragraph { spans: reason });
        Some((state, reason.into_iter().chain(rest.iter().cloned()).collect()))
    }

    /// The state that `words` say, and the reason that they end with.
    pub(super) fn state_of<'b>(&self, words: &'b str) -> Option<(&'static str, &'b str)> {
        let said =
            [(&self.said.not_applicable, NOT_APPLICABLE), (&self.said.not_answered, NOT_ANSWERED)];
        said.into_iter().find_map(|(said, state)| {
            let (words, said) = (words.trim_start(), said.trim());
            let is_said = words.get(..said.len())?.to_lowercase() == said.to_lowercase();
            let rest = words.get(said.len()..)?.trim_start();
            let reason = match rest.strip_prefix([':', '–', '—', '-', ',', '.']) {
                Some(reason) => reason.trim_start(),
                None if rest.is_empty() => rest,
                None => return None,
            };
            (is_said && !said.is_empty()).then_some((state, reason))
        })
    }

    /// The state that is said in place of a mark, as after “Status:”.
    pub(super) fn state_in_place<'b>(&self, words: &'b str) -> Option<(&'static str, &'b str)> {
        let labelled = || words.split_once(':').and_then(|(_, words)| self.state_of(words));
        self.state_of(words).or_else(labelled)
    }

    /// The state that somebody wrote beside the marks, in place of them or at the
    /// beginning of the development text, and the reason that is not in the text.
    pub(super) fn newly_said(
        &self,
        before: &Marks,
        old_text: &RichText,
        after: &Marks,
        text: &RichText,
    ) -> Option<(&'static str, String)> {
        let mut beside = after.beside.iter().filter(|words| !before.beside.contains(words));
        let in_place = after.said.as_ref().filter(|_| after.said != before.said);
        let in_text = || self.state(text).filter(|_| self.state(old_text).is_none());
        let apart = beside.find_map(|words| self.state_of(words));
        let apart = apart.or_else(|| self.state_in_place(in_place?));
        let apart = apart.map(|(state, reason)| (state, reason.trim_end().to_owned()));
        apart.or_else(|| in_text().map(|(state, _)| (state, String::new())))
    }

    pub(super) fn state_named(&self, id: &str) -> Option<&str> {
        match id {
            NOT_APPLICABLE => Some(&self.said.not_applicable),
            NOT_ANSWERED => Some(&self.said.not_answered),
            _ => None,
        }
    }

    /// Marks and text of a form whose controls are gone, in which the state that was
    /// chosen in the list below stands as the text's last line.
    pub(super) fn chosen_below(
        &self,
        before: &Marks,
        old_text: &RichText,
        mut marks: Marks,
        mut text: RichText,
    ) -> (Marks, RichText) {
        let was_open = *before == Marks::default() && old_text.is_empty();
        if let [_, .., TextBlock::Paragraph { spans }] = text.0.as_slice()
            && was_open
        {
            let words: String = spans.iter().map(|span| span.text.as_str()).collect();
            if self.state_of(&words).is_some_and(|(_, reason)| reason.is_empty()) {
                marks.beside.push(words);
                text.0.pop();
            }
        }
        (marks, text)
    }

    /// A development text without the line that says when the work is expected
    /// to be done, and that date.
    pub(super) fn without_date(&self, text: &RichText) -> (RichText, Option<String>) {
        let found = text.0.split_last().and_then(|(last, rest)| {
            let TextBlock::Paragraph { spans } = last else { return None };
            let (above, words) = text::last_line(spans);
            let said = self.expected_in(&words)?;
            let date = if said.is_empty() { None } else { Some(date::read(&said)?) };
            let above = (!above.is_empty()).then_some(TextBlock::Paragraph { spans: above });
            Some((RichText(rest.iter().cloned().chain(above).collect()), date))
        });
        found.unwrap_or_else(|| (text.clone(), None))
    }

    /// What a line that begins as that of the date does says there.
    fn expected_in(&self, line: &str) -> Option<String> {
        let (before, after) = &self.said.expected;
        let (before, after) = (before.trim().trim_end_matches(':'), after.trim());
        let line = line.trim();
        let is_so =
            !before.is_empty() && line.get(..before.len())?.to_lowercase() == before.to_lowercase();
        let rest = line.get(before.len()..)?;
        let is_so = is_so && !rest.starts_with(char::is_alphanumeric);
        let rest = rest.trim_start().trim_start_matches(':');
        let rest = rest.strip_suffix(after).unwrap_or(rest).trim().trim_end_matches('.');
        is_so.then(|| rest.trim().to_owned())
    }

    /// Whether a line is meant to say when: the form's words are set off from what
    /// follows, a year is in it, or it is too short for a sentence.
    fn may_mean_date(&self, line: &str) -> bool {
        let label = self.said.expected.0.trim().trim_end_matches(':');
        let rest = line.trim().get(label.len()..).unwrap_or_default();
        let is_year = |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        let has_year = rest.split(|c: char| !c.is_alphanumeric()).any(is_year);
        rest.trim_start().starts_with(':') || has_year || rest.chars().count() < LONGEST_DATE
    }

    /// What the lines of a text say that should name a date, and name none or
    /// have others below them.
    pub(super) fn unread_dates(&self, text: &RichText) -> Vec<String> {
        let paragraphs = text.0.iter().filter_map(|block| match block {
            TextBlock::Paragraph { spans } => Some(spans),
            TextBlock::List(_) => None,
        });
        let texts = paragraphs.map(|spans| spans.iter().map(|s| s.text.as_str()).collect());
        let texts: Vec<String> = texts.collect();
        let lines = texts.iter().flat_map(|text| text.lines());
        let said = lines.filter(|line| self.may_mean_date(line));
        let said = said.filter_map(|line| self.expected_in(line));
        said.filter(|said| !said.is_empty()).collect()
    }
}

/// Longer words after “Beräknas klart” are a sentence.
const LONGEST_DATE: usize = 40;
