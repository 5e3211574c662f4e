//! What is said in words: that something is not applicable or not answered, and
//! when work is expected to be done.

use serde_json::Value;

use super::change::What;
use super::changes::{Importer, text_key};
use super::fields::Marks;
use super::places::Place;
use super::text;
use crate::answers::{NOT_ANSWERED, NOT_APPLICABLE};
use crate::date;
use crate::json::join;
use crate::rich_text::{self, RichText, TextBlock};

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

    /// Of a strategy that is left out, `text` is the reason; it has no text of
    /// its own any more, and no date but one that is `new`.
    pub(super) fn reason(
        &mut self,
        place: &Place,
        before: &RichText,
        text: &RichText,
        new: Option<String>,
    ) {
        let pointer = format!("/answers{}", place.path);
        let now = self.now(&pointer).and_then(Value::as_object).cloned().unwrap_or_default();
        let value = self.written(place, text);
        let key = if value.is_empty() { text_key(&now) } else { "reason" };
        let at = join(&pointer, key);
        let value = Some(value).filter(|value| !value.is_empty()).map(Value::from);
        if text != before {
            let before = rich_text::write(before).text;
            let what = What::Text { before, after: rich_text::write(text).text };
            self.change(place, at, what, value);
        } else if value.is_some() {
            // It stands where it stood, and is called otherwise.
            self.edit(place, at, value);
        }
        let has = |key: &str| {
            now.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        if has("development").is_some() {
            self.edit(place, join(&pointer, "development"), None);
        }
        let old = has("expected");
        if old != new {
            let what = What::Expected { before: old, after: new.clone() };
            self.change(place, join(&pointer, "expected"), what, new.map(Value::from));
        }
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

    /// What the lines of a text say that should name a date, and name none or
    /// have others below them.
    pub(super) fn unread_dates(&self, text: &RichText) -> Vec<String> {
        let paragraphs = text.0.iter().filter_map(|block| match block {
            TextBlock::Paragraph { spans } => Some(spans),
            TextBlock::List(_) => None,
        });
        let texts = paragraphs.map(|spans| spans.iter().map(|s| s.text.as_str()).collect());
        let texts: Vec<String> = texts.collect();
        let said = texts.iter().flat_map(|text| text.lines()).filter_map(|l| self.expected_in(l));
        said.filter(|said| !said.is_empty() && said.chars().count() < LONGEST_DATE).collect()
    }
}

/// Longer words after “Beräknas klart” are a sentence.
const LONGEST_DATE: usize = 40;
