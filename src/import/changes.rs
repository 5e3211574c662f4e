//! What an edited file changes in an answers file, and what it could not say.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::change::{Change, Import, Note, Remark, Status, What};
use super::document::{Document, Loss};
use super::edit::Edit;
use super::fields::{self, Content, Found, Marks};
use super::merge::{Merged, merged};
use super::places::{Kind, Place, development_of, places, status_of};
use crate::answers::{Answers, NOT_ANSWERED, NOT_APPLICABLE, Reading, read};
use crate::compose::{Said, compose, said};
use crate::diagnostic::{Problems, QuestionName};
use crate::docx;
use crate::error::Error;
use crate::form::Scale;
use crate::job::{Failure, Round};
use crate::json::{Json, join};
use crate::rich_text::{self, RichText};

/// The answers that a file is held against.
#[derive(Debug, Clone, Copy)]
pub struct Versions<'a> {
    /// As they were when the file was made.
    pub base: &'a Json,
    /// As they are now.
    pub ours: &'a Json,
    /// Where both the answers and the file were changed, the file holds.
    pub file_holds: bool,
}

impl<'a> Versions<'a> {
    /// Answers that are still as they were.
    pub fn same(json: &'a Json) -> Self {
        Self { base: json, ours: json, file_holds: false }
    }
}

/// What the answers of now would become by the edits of `document`: where they are
/// not those that it was made from, both sides' changes hold, and what both have
/// changed is told of.
pub fn import(versions: Versions, document: &Document, round: &Round) -> Result<Import, Failure> {
    let json = versions.base;
    let answers = lenient_answers(json, round)?;
    let own = own_document(&answers, round)?;
    let places = places(&round.form, &answers.body_id);
    let said = said(&round.form, &answers, &round.look.layout);
    let importer = Importer {
        json,
        versions,
        before: fields::find(&own, &own, &places, &said),
        after: fields::find(document, &own, &places, &said),
        said,
        import: Import::default(),
    };
    Ok(importer.run(&places, document))
}

/// The answers as far as they can be read: what is missing is open.
pub fn lenient_answers(json: &Json, round: &Round) -> Result<Answers, Problems> {
    let can_print = |_| true;
    let Reading { answers, problems, .. } = read(json, &round.form, &round.bodies, &can_print);
    match answers {
        Some(answers) => Ok(answers.with_gaps_open()),
        None => Err(problems),
    }
}

/// The Word file of these answers, read as the edited one is.
pub fn own_document(answers: &Answers, round: &Round) -> Result<Document, Failure> {
    let report = compose(&round.form, answers, &round.look.layout)?;
    let bytes = docx::docx(&report, &round.look.layout, false)?;
    let refused = |_| Error::internal("reading our own Word file", "it is not one");
    Ok(Document::read(bytes).map_err(refused)?)
}

pub(super) struct Importer<'a> {
    json: &'a Json,
    versions: Versions<'a>,
    pub(super) said: Said,
    before: Found,
    after: Found,
    import: Import,
}

impl Importer<'_> {
    fn run(mut self, places: &[Place], document: &Document) -> Import {
        if document.inserted + document.deleted > 0 {
            let (inserted, deleted) = (document.inserted, document.deleted);
            self.note(None, Remark::Tracked { inserted, deleted });
        }
        if document.broken > 0 {
            self.note(None, Remark::BrokenTracking);
        }
        for place in places {
            self.place(place);
        }
        self.import.places = places.len();
        let mut told = BTreeSet::new();
        for (path, id) in std::mem::take(&mut self.after.comments) {
            if let Some(comment) = document.comments.get(&id)
                && told.insert(id)
            {
                let question = path.and_then(|path| {
                    Some(places.iter().find(|place| place.path == path)?.question.clone())
                });
                let (author, text) = (comment.author.clone(), comment.text.clone());
                self.note(question, Remark::Comment { author, text });
            }
        }
        for change in std::mem::take(&mut self.after.form_changes) {
            self.note(None, Remark::Form(change));
        }
        self.import
    }

    fn note(&mut self, question: Option<QuestionName>, what: Remark) {
        self.import.notes.push(Note { question, what });
    }

    fn place(&mut self, place: &Place) {
        let before = self.before.contents.remove(&place.path);
        let after = self.after.contents.remove(&place.path);
        let question = Some(place.question.clone());
        let Some(after) = after else { return self.note(question, Remark::Missing) };
        let losses: BTreeSet<Loss> = self
            .after
            .losses
            .iter()
            .filter(|loss| !self.before.losses.contains(loss))
            .filter(|(path, _)| *path == place.path)
            .map(|(_, loss)| *loss)
            .collect();
        for loss in losses {
            self.note(question.clone(), Remark::Lost(loss));
        }
        match (before, after, place.kind) {
            (Some(Content::Text(before)), Content::Text(after), Kind::Text) => {
                self.text(place, &before, &after);
            }
            (before, Content::Strategy { marks, development }, Kind::Strategy(_, scale)) => {
                let (old_marks, old_text) = match before {
                    Some(Content::Strategy { marks, development }) => (marks, development),
                    Some(Content::Text(_)) | None => Default::default(),
                };
                let is_missing = |path: String| self.after.missing.contains(&path);
                let no_status = is_missing(status_of(&place.path));
                let no_text = is_missing(development_of(&place.path));
                if no_status || no_text {
                    self.note(question, Remark::Missing);
                }
                let stated = self.newly_said(&old_marks, &old_text, &marks, &development);
                let state = stated.as_ref().map(|(state, _)| *state);
                let leaves = !no_status && self.status(place, scale, &old_marks, &marks, state);
                let leaves = stated.map(|(_, reason)| reason).filter(|_| leaves);
                if !no_text {
                    self.development(place, &old_text, &development, leaves);
                }
            }
            _ => {}
        }
    }

    /// The value that the answers file has at `pointer`.
    pub(super) fn now(&self, pointer: &str) -> Option<&Value> {
        self.json.value.pointer(pointer)
    }

    fn text(&mut self, place: &Place, before: &RichText, after: &RichText) {
        if before == after {
            return;
        }
        let pointer = format!("/answers{}", place.path);
        let value = match self.state(after) {
            Some((state, reason)) => {
                let mut object = json!({ "status": state });
                if !reason.is_empty() {
                    object["reason"] = self.written(place, &RichText(reason)).into();
                }
                object
            }
            None => self.written(place, after).into(),
        };
        if self.now(&pointer) == Some(&value) {
            return;
        }
        // An empty answer is printed as words, which nobody has written.
        let before = match self.now(&pointer) {
            Some(Value::String(now)) if now.trim().is_empty() => String::new(),
            _ => rich_text::write(before).text,
        };
        let what = What::Text { before, after: rich_text::write(after).text };
        self.change(place, pointer, what, Some(value));
    }

    /// A text as the answers file has it.
    pub(super) fn written(&mut self, place: &Place, text: &RichText) -> String {
        let written = rich_text::write(text);
        if !written.is_whole {
            self.note(Some(place.question.clone()), Remark::Lost(Loss::Style));
        }
        written.text
    }

    pub(super) fn change(
        &mut self,
        place: &Place,
        pointer: String,
        what: What,
        value: Option<Value>,
    ) {
        if !self.holds(place, &pointer, value.as_ref()) {
            return;
        }
        self.import.edits.push(Edit { pointer: pointer.clone(), value });
        self.import.changes.push(Change { question: place.question.clone(), pointer, what });
    }

    /// A value of the answers as people would say it.
    fn shown(&self, place: &Place, pointer: &str, value: Option<&Value>) -> String {
        fn text(value: Option<&Value>) -> &str {
            value.and_then(Value::as_str).unwrap_or_default()
        }
        let named = |id: &str| match place.kind {
            Kind::Strategy(_, scale) => self.named(scale, id).short,
            Kind::Text => self.state_named(id).map_or_else(|| id.to_owned(), str::to_owned),
        };
        match value {
            Some(Value::Object(object)) => {
                let (status, reason) =
                    (named(text(object.get("status"))), text(object.get("reason")));
                if reason.is_empty() { status } else { format!("{status}: {reason}") }
            }
            value if pointer.ends_with("/status") && !text(value).is_empty() => named(text(value)),
            value => text(value).to_owned(),
        }
    }

    /// Reads the marks of a strategy. Whether the row was left out instead by
    /// words for the state `stated`.
    fn status(
        &mut self,
        place: &Place,
        scale: &Scale,
        before: &Marks,
        after: &Marks,
        stated: Option<&str>,
    ) -> bool {
        let pointer = format!("/answers{}", join(&place.path, "status"));
        let now = self.now(&pointer).and_then(Value::as_str).filter(|s| !s.is_empty());
        let now = now.map(str::to_owned);
        for words in after.beside.iter().filter(|words| !before.beside.contains(words)) {
            if self.state_of(words).is_some() {
                continue;
            }
            self.note(Some(place.question.clone()), Remark::Beside(words.clone()));
        }
        let old = now.as_deref().map(|id| self.named(scale, id));
        let kept = self.versions.ours.value.pointer(&pointer).and_then(Value::as_str);
        let kept = kept.filter(|id| !id.is_empty()).map(|id| self.named(scale, id).short);
        let status = match (self.decided(scale, before, after), stated) {
            // The mark that was there may have stayed.
            (decided, Some(state)) if decided.leaves_room_for(state) => {
                let what = What::Status { before: old, after: self.named(scale, state) };
                self.change(place, pointer, what, Some(state.into()));
                return true;
            }
            (Decided::Status(mark), Some(state)) => {
                let [mark, state] = [&mark, state].map(|id| self.named(scale, id).short);
                return self.keep(place, Remark::MarkAndState { mark, state, kept });
            }
            (decided, _) => decided,
        };
        let status = match status {
            Decided::Same => return false,
            Decided::Status(status) => status,
            Decided::Open => return self.keep(place, Remark::NoMark { kept }),
            Decided::Unsaid => return self.keep(place, Remark::NoStatus { kept }),
            Decided::Several(columns) => {
                let marks = columns.iter().filter_map(|column| scale.options.get(*column));
                let marks = marks.map(|option| option.short.clone()).collect();
                return self.keep(place, Remark::SeveralMarks { marks, kept });
            }
            Decided::Unclear => return self.keep(place, Remark::UnclearMarks { kept }),
            Decided::Unknown(text) => {
                return self.keep(place, Remark::UnknownStatus { text, kept });
            }
        };
        if now.as_deref() != Some(&status) {
            let what = What::Status { before: old, after: self.named(scale, &status) };
            self.change(place, pointer, what, Some(status.into()));
        }
        false
    }

    fn keep(&mut self, place: &Place, remark: Remark) -> bool {
        self.note(Some(place.question.clone()), remark);
        false
    }

    /// What a status is called before people.
    fn named(&self, scale: &Scale, id: &str) -> Status {
        let option = scale.options.iter().find(|option| option.id == id);
        let short = self.state_named(id).or(option.map(|option| option.short.as_str()));
        let short = short.unwrap_or(id).to_owned();
        Status { short, colour: option.map(|option| option.colour.clone()) }
    }

    fn decided(&self, scale: &Scale, before: &Marks, after: &Marks) -> Decided {
        let is_new = before.said != after.said;
        let is_marked = !(after.ticked.is_empty() && after.signed.is_empty());
        if let Some(words) = &after.said
            // Beside words that were there before, a mark is the news.
            && (is_new || !is_marked)
        {
            if !is_new {
                return Decided::Same;
            }
            if is_marked && (&after.ticked, &after.signed) != (&before.ticked, &before.signed) {
                return Decided::Unclear;
            }
            return match self.status_of(scale, words) {
                Some(status) => Decided::Status(status),
                None if words.is_empty() => Decided::Unsaid,
                None => Decided::Unknown(words.clone()),
            };
        }
        // Where boxes and signs disagree, those that were changed hold; where
        // both were, those that there are.
        let columns = if after.ticked == after.signed || after.signed == before.signed {
            &after.ticked
        } else if after.ticked == before.ticked || after.ticked.is_empty() {
            &after.signed
        } else if after.signed.is_empty() {
            &after.ticked
        } else {
            return Decided::Unclear;
        };
        if before.said.is_none() && *columns == before.ticked {
            return Decided::Same;
        }
        match columns.iter().collect::<Vec<_>>().as_slice() {
            [] => Decided::Open,
            [column] => match scale.options.get(**column) {
                Some(option) => Decided::Status(option.id.clone()),
                None => Decided::Unclear,
            },
            several => Decided::Several(several.iter().map(|column| **column).collect()),
        }
    }

    /// The status that words mean: a state's, or an option's label, short name
    /// or id; the longest that they hold.
    fn status_of(&self, scale: &Scale, words: &str) -> Option<String> {
        if let Some((state, _)) = self.state_in_place(words) {
            return Some(state.to_owned());
        }
        let words = words.to_lowercase();
        let named = scale.options.iter().flat_map(|option| {
            [&option.label, &option.short, &option.id].map(|name| (name.to_lowercase(), option))
        });
        let held = named.filter(|(name, _)| words.contains(name.as_str()));
        held.max_by_key(|(name, _)| name.len()).map(|(_, option)| option.id.clone())
    }

    /// Reads a development text; that of a strategy which is left out for the
    /// reason `leaves` is one.
    fn development(
        &mut self,
        place: &Place,
        before: &RichText,
        after: &RichText,
        leaves: Option<String>,
    ) {
        if before == after && leaves.is_none() {
            return;
        }
        let (old_text, old_date) = self.without_date(before);
        let (mut text, date) = self.without_date(after);
        let known = self.unread_dates(&old_text);
        for words in self.unread_dates(&text).into_iter().filter(|words| !known.contains(words)) {
            self.note(Some(place.question.clone()), Remark::UnreadableDate(words));
        }
        if let Some(reason) = leaves {
            if let Some((_, rest)) = self.state(&text) {
                text = RichText(rest);
            }
            if !reason.is_empty() {
                text.0.splice(0..0, RichText::plain(reason).0);
            }
            let new = date.filter(|date| old_date.as_ref() != Some(date));
            return self.reason(place, &old_text, &text, new);
        }
        let pointer = format!("/answers{}", place.path);
        let now = self.now(&pointer).and_then(Value::as_object).cloned().unwrap_or_default();
        if old_date != date {
            let what = What::Expected { before: old_date, after: date.clone() };
            self.change(place, join(&pointer, "expected"), what, date.map(Value::from));
        }
        if old_text == text {
            return;
        }
        let pointer = join(&pointer, text_key(&now));
        let written = self.written(place, &text);
        let value = Value::from(written);
        if self.now(&pointer) == Some(&value) {
            return;
        }
        let what = What::Text {
            before: rich_text::write(&old_text).text,
            after: rich_text::write(&text).text,
        };
        self.change(place, pointer, what, Some(value));
    }

    /// An edit that follows from a change which is told.
    pub(super) fn edit(&mut self, place: &Place, pointer: String, value: Option<Value>) {
        if self.holds(place, &pointer, value.as_ref()) {
            self.import.edits.push(Edit { pointer, value });
        }
    }

    /// Whether a value of the file holds against that of the answers; that both
    /// were changed is told.
    fn holds(&mut self, place: &Place, pointer: &str, value: Option<&Value>) -> bool {
        let (base, ours) = (self.now(pointer), self.versions.ours.value.pointer(pointer));
        match merged(base, ours, value) {
            Merged::Theirs => true,
            Merged::Ours => false,
            Merged::Both if self.versions.file_holds => true,
            Merged::Both => {
                let ours = self.shown(place, pointer, ours);
                let theirs = self.shown(place, pointer, value);
                self.note(Some(place.question.clone()), Remark::Both { ours, theirs });
                false
            }
        }
    }
}

/// The key of a strategy's text: where the answers have it now.
pub(super) fn text_key(now: &Map<String, Value>) -> &'static str {
    let has_text = |key: &str| {
        now.get(key).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty())
    };
    let is_left =
        matches!(now.get("status").and_then(Value::as_str), Some(NOT_APPLICABLE | NOT_ANSWERED));
    if has_text("development") {
        "development"
    } else if has_text("reason") || is_left {
        "reason"
    } else {
        "development"
    }
}

/// What the marks of a row come to.
enum Decided {
    Same,
    Status(String),
    Open,
    /// There are no boxes, and nothing is written in their place.
    Unsaid,
    Several(Vec<usize>),
    Unclear,
    Unknown(String),
}

impl Decided {
    /// Whether a state that is said elsewhere is no contradiction.
    fn leaves_room_for(&self, state: &str) -> bool {
        match self {
            Self::Same | Self::Open | Self::Unsaid => true,
            Self::Status(status) => status == state,
            Self::Several(_) | Self::Unclear | Self::Unknown(_) => false,
        }
    }
}
