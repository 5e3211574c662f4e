//! What an edited file changes in an answers file, and what it could not say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Value, json};

use super::change::{Change, Import, Note, Remark, Status, What};
use super::document::{Document, Loss};
use super::edit::Edit;
use super::fields::{self, Content, Found, Marks};
use super::markings::Marking;
use super::merge::{Merged, is_same, merged};
use super::origin::Origin;
use super::places::{Kind, Place, development_of, places, status_of};
use super::status::Standing;
use super::strategy::{Edited, Stance};
use super::{aside, base, header};
use crate::answers::{Answers, Reading, read};
use crate::compose::{Said, compose, said};
use crate::date;
use crate::diagnostic::{Code, Place as DiagnosticPlace, Problems, QuestionName, Severity, Source};
use crate::docx;
use crate::error::Error;
use crate::form::Scale;
use crate::job::{Failure, Round};
use crate::json::Json;
use crate::rich_text::{self, RichText};
use crate::taken::Known;

/// The answers that a file is held against.
#[derive(Debug, Clone, Copy)]
pub struct Versions<'a> {
    /// As they were when the file was made.
    pub base: &'a Json,
    /// As they are now.
    pub ours: &'a Json,
    /// Where both the answers and the file were changed, the file holds.
    pub file_holds: bool,
    /// What was taken before of files that were made from the base.
    pub taken: Option<&'a Known>,
}

impl<'a> Versions<'a> {
    /// Answers that are still as they were.
    pub fn same(json: &'a Json) -> Self {
        Self { base: json, ours: json, file_holds: false, taken: None }
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
    let form = Origin::of(document).form;
    let is_other_form = form.is_some_and(|form| form != round.form_hash);
    let importer = Importer {
        versions,
        round,
        before: fields::find(&own, &own, &places, &said),
        after: fields::find(document, &own, &places, &said),
        said,
        is_other_form,
        import: Import::default(),
    };
    let margins = aside::written(document, &own);
    let margins = margins.into_iter().map(|what| Note { question: None, what });
    let mut import = importer.run(&places, document);
    import.notes.extend(margins);
    header::name_changes(&mut import.notes, &answers);
    if is_other_form {
        say_of_other_form(&mut import.notes, document.has_no_anchors());
    }
    Ok(import)
}

/// Says that the form has been changed since, and leaves nobody to decide of words
/// that may be those of the form as it was then.
fn say_of_other_form(notes: &mut Vec<Note>, by_place: bool) {
    for note in notes.iter_mut() {
        if let Remark::Form(change) = &mut note.what {
            change.is_of_then = true;
        }
    }
    notes.insert(0, Note { question: None, what: Remark::OtherForm { by_place } });
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
    versions: Versions<'a>,
    round: &'a Round,
    pub(super) said: Said,
    /// The file was made from the form as it was before a change.
    is_other_form: bool,
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

    pub(super) fn note(&mut self, question: Option<QuestionName>, what: Remark) {
        self.import.notes.push(Note { question, what });
    }

    fn place(&mut self, place: &Place) {
        let before = self.before.contents.remove(&place.path);
        let after = self.after.contents.remove(&place.path);
        let question = Some(place.question.clone());
        let Some(after) = after else { return self.note(question, self.missing(place)) };
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
        for (marking, words) in self.newly_marked(place) {
            self.note(question.clone(), Remark::Marked { marking, words });
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
                let (marks, development) =
                    self.chosen_below(&old_marks, &old_text, marks, development);
                let edited = self.edited(
                    place,
                    scale,
                    [(&old_marks, &old_text), (&marks, &development)],
                    [no_status, no_text],
                );
                self.strategy(place, scale, &edited);
            }
            _ => {}
        }
    }

    /// The words of an answer that stand out, by how they do.
    fn newly_marked(&self, place: &Place) -> BTreeMap<Marking, Vec<String>> {
        let mut marked: BTreeMap<Marking, Vec<String>> = BTreeMap::new();
        let is_here = |path: &String| *path == place.path;
        for one in self.after.marked.iter().filter(|one| is_here(&one.0)) {
            if !self.before.marked.contains(one) {
                marked.entry(one.1).or_default().push(one.2.trim().to_owned());
            }
        }
        marked
    }

    fn missing(&self, place: &Place) -> Remark {
        let base = self.base(&format!("/answers{}", place.path));
        match self.is_other_form && base.is_none_or(base::is_empty) {
            true => Remark::MissingSince,
            false => Remark::Missing,
        }
    }

    /// The value at `pointer` when the file was made.
    pub(super) fn base(&self, pointer: &str) -> Option<&Value> {
        self.versions.base.value.pointer(pointer)
    }

    /// The value that the answers have there now.
    pub(super) fn ours(&self, pointer: &str) -> Option<&Value> {
        self.versions.ours.value.pointer(pointer)
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
        if self.base(&pointer) == Some(&value) {
            return;
        }
        let (base, ours) = (self.base(&pointer), self.ours(&pointer));
        let shown = |value: Option<&Value>| value.map(|value| self.shown(value));
        let memory = self.memory(&pointer, Some(&value), ours);
        let merged = merged(base, ours, Some(&value));
        let is_taken = match merged {
            Merged::Theirs => memory.is_free || self.file_holds(),
            Merged::Ours => false,
            Merged::Both => self.file_holds(),
        };
        if is_taken {
            let before = shown(ours).unwrap_or_default();
            let what = What::Text { before, after: rich_text::write(after).text };
            self.remember(&pointer, &[&value]);
            self.edit(pointer.clone(), Some(value));
            self.tell(place, pointer, what);
        } else if is_same(ours, Some(&value)) {
            self.remember(&pointer, &[&value]);
        } else if merged != Merged::Ours {
            let remark = memory.remark(shown(base), shown(ours), shown(Some(&value)));
            self.note(Some(place.question.clone()), remark);
        }
    }

    /// A text as the answers file has it.
    pub(super) fn written(&mut self, place: &Place, text: &RichText) -> String {
        let written = rich_text::write(text);
        if !written.is_whole {
            self.note(Some(place.question.clone()), Remark::Lost(Loss::Style));
        }
        written.text
    }

    pub(super) fn edit(&mut self, pointer: String, value: Option<Value>) {
        self.import.edits.push(Edit { pointer, value });
    }

    pub(super) fn tell(&mut self, place: &Place, pointer: String, what: What) {
        self.import.changes.push(Change { question: place.question.clone(), pointer, what });
    }

    /// An answer of text as people would say it.
    fn shown(&self, value: &Value) -> String {
        let text = |value: Option<&Value>| {
            value.and_then(Value::as_str).unwrap_or_default().trim().to_owned()
        };
        let Value::Object(object) = value else { return as_written(&text(Some(value))) };
        let (status, reason) = (text(object.get("status")), text(object.get("reason")));
        let status = self.state_named(&status).map_or(status.clone(), str::to_owned);
        if reason.is_empty() { status } else { format!("{status}: {reason}") }
    }

    /// The faults that the answers would have in the strategy at `pointer`.
    pub(super) fn faults(&self, pointer: &str, stance: &Stance) -> Vec<Code> {
        let mut value = self.versions.ours.value.clone();
        let (above, number) = pointer.rsplit_once('/').unwrap_or_default();
        if let Some(Value::Object(part)) = value.pointer_mut(above) {
            part.insert(number.to_owned(), Value::Object(stance.0.clone()));
            part.retain(|key, value| key != number || *value != json!({}));
        }
        let source = Source { name: String::new(), text: value.to_string() };
        let Ok(json) = Json::parse(Arc::new(source)) else { return Vec::new() };
        let problems = read(&json, &self.round.form, &self.round.bodies, &|_| true).problems.0;
        let is_here = |place: &DiagnosticPlace| {
            place.pointer.strip_prefix(pointer).is_some_and(|p| p.is_empty() || p.starts_with('/'))
        };
        let errors = problems.into_iter().filter(|d| d.severity() == Severity::Error);
        errors.filter(|d| d.place.as_ref().is_some_and(is_here)).map(|d| d.code).collect()
    }

    /// What was taken before at `pointer`.
    pub(super) fn known(&self, pointer: &str) -> Option<&BTreeSet<String>> {
        self.versions.taken?.get(pointer)
    }

    pub(super) fn remembered(&mut self, pointer: &str) -> &mut BTreeSet<String> {
        self.import.taken.entry(pointer.to_owned()).or_default()
    }

    pub(super) fn file_holds(&self) -> bool {
        self.versions.file_holds
    }

    /// What a strategy's marks and text change. Where its mark or its text is not
    /// in the file, that is not read.
    fn edited(
        &mut self,
        place: &Place,
        scale: &Scale,
        [(old_marks, old_text), (marks, text)]: [(&Marks, &RichText); 2],
        [no_status, no_text]: [bool; 2],
    ) -> Edited {
        let stated = self.newly_said(old_marks, old_text, marks, text);
        let state = stated.as_ref().map(|(state, _)| *state);
        let status = match no_status {
            true => Standing::Open,
            false => self.status(place, scale, old_marks, marks, state),
        };
        let mut edited = match status {
            Standing::Open => Edited::default(),
            // The text says one thing and the mark another: so does neither.
            Standing::Contradicted if self.state(text) != self.state(old_text) => {
                return Edited::default();
            }
            Standing::Contradicted | Standing::Undecided => {
                Edited { is_undecided: true, ..Edited::default() }
            }
            Standing::Marked(status) => Edited { status: Some(status), ..Edited::default() },
            Standing::Left(status) => {
                Edited { status: Some(status), leaves: true, ..Edited::default() }
            }
        };
        if !no_text {
            let reason = stated.map(|(_, reason)| reason).filter(|_| edited.leaves);
            self.development(place, old_text, text, reason, &mut edited);
        }
        edited
    }

    /// What a status is called before people.
    pub(super) fn named(&self, scale: &Scale, id: &str) -> Status {
        let option = scale.options.iter().find(|option| option.id == id);
        let short = self.state_named(id).or(option.map(|option| option.short.as_str()));
        let short = short.unwrap_or(id).to_owned();
        Status { short, colour: option.map(|option| option.colour.clone()) }
    }

    /// Reads a development text; that of a strategy which is left out for the
    /// reason `leaves` is one.
    fn development(
        &mut self,
        place: &Place,
        before: &RichText,
        after: &RichText,
        leaves: Option<String>,
        edited: &mut Edited,
    ) {
        if before == after && leaves.is_none() {
            return;
        }
        let (old_text, old_date) = self.without_date(before);
        let (mut text, date) = self.without_date(after);
        let known = self.unread_dates(&old_text);
        let mut unread = self.unread_dates(&text);
        unread.retain(|words| !known.contains(words));
        let is_undated = date.is_none() && !unread.is_empty();
        let kept = self.kept_date(place).filter(|_| is_undated);
        for text in unread {
            let kept = kept.clone();
            let remark = match date::read(&text) {
                Some(_) => Remark::DateNotLast { text, kept },
                None => Remark::UnreadableDate { text, kept },
            };
            self.note(Some(place.question.clone()), remark);
        }
        if let Some(reason) = leaves {
            if let Some((_, rest)) = self.state(&text) {
                text = RichText(rest);
            }
            if !reason.is_empty() {
                text.0.splice(0..0, RichText::plain(reason).0);
            }
        }
        if old_text != text {
            edited.text = Some(self.written(place, &text));
        }
        // A line that somebody meant as a date takes none away.
        if old_date != date && !is_undated {
            edited.expected = Some(date);
        }
    }

    /// The date that the answers have for a strategy.
    fn kept_date(&self, place: &Place) -> Option<String> {
        let date = self.ours(&format!("/answers{}/expected", place.path))?.as_str()?;
        Some(date.trim().to_owned()).filter(|date| !date.is_empty())
    }
}

/// A text as the program writes it, to be held against one that it wrote.
pub(super) fn as_written(text: &str) -> String {
    let (clean, _) = rich_text::clean(text);
    rich_text::write(&rich_text::parse(&clean).text).text
}
