//! Reading answers along the form that they answer. The file's shape is the
//! form's: a key per part, and in it a text or a key per strategy and question.
//! Every gap and mistake is found at once.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::{Answer, Answers, Progress, is_comment};
use crate::bodies::{Bodies, Body};
use crate::diagnostic::{Code, Diagnostic, Place, Problems, did_you_mean, listed};
use crate::form::Form;
use crate::json::{Json, join};
use crate::shape::kind_of;

const HEADER_KEYS: [&str; 7] =
    ["$schema", "form", "form_version", "body", "diary_number", "date", "answers"];

/// What reading an answers file came to.
#[derive(Debug)]
pub struct Reading {
    /// Nothing where the file does not even say whose answers it holds.
    pub answers: Option<Answers>,
    /// How much of what the body is asked it has answered.
    pub progress: Progress,
    pub problems: Problems,
}

/// Reads the answers in `json` to `form`. `can_print` says whether the
/// layout's fonts have a character.
pub fn read(
    json: &Json,
    form: &Form,
    bodies: &Bodies,
    can_print: &dyn Fn(char) -> bool,
) -> Reading {
    let mut reader = Reader {
        json,
        form,
        can_print,
        problems: Problems::default(),
        progress: Progress::default(),
        body_id: String::new(),
        knows_body: false,
        given: HashMap::new(),
    };
    let answers = reader.file(bodies);
    Reading { answers, progress: reader.progress, problems: reader.problems }
}

/// The form that an answers file says it answers.
pub fn form_id(json: &Json) -> Result<String, Problems> {
    if !json.value.is_object() {
        return Err(no_answers(json).into());
    }
    match json.value.get("form") {
        Some(Value::String(id)) if id.trim().is_empty() => Err(empty(json, "/form").into()),
        Some(Value::String(id)) => Ok(id.clone()),
        Some(other) => Err(Diagnostic::new(Code::WrongType, json.place("/form"))
            .with("expected", "text")
            .with("found", kind_of(other))
            .into()),
        None => {
            Err(Diagnostic::new(Code::MissingKey, json.key_place("")).with("key", "form").into())
        }
    }
}

/// A text that has to be there says nothing.
fn empty(json: &Json, pointer: &str) -> Diagnostic {
    Diagnostic::new(Code::EmptyText, json.place(pointer)).with("instead", "needed")
}

/// A list, a text or the like is all that the file is.
fn no_answers(json: &Json) -> Diagnostic {
    Diagnostic::new(Code::WrongType, json.key_place(""))
        .with("expected", "object")
        .with("found", kind_of(&json.value))
        .with("instead", "answers")
}

/// Reads one file; what it finds gathers in `problems`.
pub(super) struct Reader<'a> {
    pub(super) json: &'a Json,
    pub(super) form: &'a Form,
    pub(super) can_print: &'a dyn Fn(char) -> bool,
    pub(super) problems: Problems,
    pub(super) progress: Progress,
    pub(super) body_id: String,
    /// Without a known body nobody can say what it is asked.
    pub(super) knows_body: bool,
    pub(super) given: HashMap<(String, String), Answer>,
}

impl<'a> Reader<'a> {
    fn file(&mut self, bodies: &Bodies) -> Option<Answers> {
        let Value::Object(top) = &self.json.value else {
            self.report(no_answers(self.json));
            return None;
        };
        self.only_keys("", top, &HEADER_KEYS);
        let body = self.body(top, bodies);
        let diary_number = self.diary_number(top);
        self.version(top);
        let date = self.date(top);
        self.diary_year(diary_number.as_deref(), date.as_deref());
        self.answers(top);
        // Nobody knows what it is that an unknown body is asked.
        if !self.knows_body {
            self.progress = Progress::default();
        }
        Some(Answers {
            body_id: self.body_id.clone(),
            body: body?,
            diary_number: diary_number?,
            date,
            given: std::mem::take(&mut self.given),
            is_blank: false,
        })
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.problems.add(diagnostic);
    }

    pub(super) fn place(&self, pointer: &str) -> Place {
        self.json.place(pointer)
    }

    pub(super) fn wrong(&mut self, pointer: &str, expected: &str, found: &Value) {
        let place = self.place(pointer);
        self.report(
            Diagnostic::new(Code::WrongType, place)
                .with("expected", expected)
                .with("found", kind_of(found)),
        );
    }

    pub(super) fn only_keys(&mut self, pointer: &str, object: &Map<String, Value>, known: &[&str]) {
        self.only(Code::UnknownKey, pointer, object, known);
    }

    /// Reports keys that are no questions of the form.
    pub(super) fn only_questions(
        &mut self,
        pointer: &str,
        given: &Map<String, Value>,
        known: &[&str],
    ) {
        self.only(Code::UnknownQuestion, pointer, given, known);
    }

    fn only(&mut self, code: Code, pointer: &str, object: &Map<String, Value>, known: &[&str]) {
        let all: HashSet<&str> = known.iter().copied().collect();
        let is_known = |key: &&String| all.contains(key.as_str()) || is_comment(key);
        for key in object.keys().filter(|key| !is_known(key)) {
            let place = self.json.key_place(&join(pointer, key));
            let diagnostic = Diagnostic::new(code, place)
                .with("key", key)
                .meaning(did_you_mean(key, known.iter().copied()));
            self.report(diagnostic.with("known", listed(known)));
        }
    }

    /// A text under `key`; reports one that is missing or of another type.
    fn required_text(&mut self, top: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
        match top.get(key) {
            Some(Value::String(text)) if text.trim().is_empty() => {
                self.report(empty(self.json, &join("", key)));
                None
            }
            Some(Value::String(text)) => Some(text),
            Some(other) => {
                self.wrong(&join("", key), "text", other);
                None
            }
            None => {
                let place = self.json.key_place("");
                self.report(Diagnostic::new(Code::MissingKey, place).with("key", key));
                None
            }
        }
    }

    fn body(&mut self, top: &'a Map<String, Value>, bodies: &Bodies) -> Option<Body> {
        let id = self.required_text(top, "body")?;
        self.body_id = id.to_owned();
        let body = bodies.bodies.get(id).cloned();
        self.knows_body = body.is_some();
        if body.is_none() {
            let place = self.place("/body");
            let diagnostic = Diagnostic::new(Code::UnknownBody, place)
                .with("id", id)
                .meaning(did_you_mean(id, bodies.bodies.keys().map(String::as_str)));
            self.report(diagnostic);
        }
        body
    }

    fn diary_number(&mut self, top: &'a Map<String, Value>) -> Option<String> {
        let number = self.required_text(top, "diary_number")?;
        let rule = &self.form.diary_number;
        if rule.accepts(number) {
            return Some(number.to_owned());
        }
        let place = self.place("/diary_number");
        let diagnostic = Diagnostic::new(Code::DiaryNumber, place)
            .with("number", number)
            .with("pattern", &rule.pattern)
            .with("example", &rule.example);
        self.report(diagnostic);
        None
    }

    /// A number cannot be given in a year after the document's.
    fn diary_year(&mut self, number: Option<&str>, date: Option<&str>) {
        let year = number.and_then(|number| self.form.diary_number.year(number));
        let date = date.or(self.form.date.as_deref());
        let (Some(year), Some(date)) = (year, date) else { return };
        if crate::date::parts(date).is_some_and(|(written, _, _)| i32::from(year) > written) {
            let place = self.place("/diary_number");
            self.report(
                Diagnostic::new(Code::DiaryYear, place)
                    .with("number", number.unwrap_or_default())
                    .with("year", year.to_string())
                    .with("date", date),
            );
        }
    }

    fn version(&mut self, top: &Map<String, Value>) {
        let Some(given) = top.get("form_version") else { return };
        let Some(found) = given.as_str() else {
            return self.wrong("/form_version", "text", given);
        };
        let wanted = self.form.version.as_deref().unwrap_or_default();
        if found != wanted {
            // Messages ask by this word whether there is a version at all.
            let or_none = |version: &str| match version.trim() {
                "" => "none".to_owned(),
                version => version.to_owned(),
            };
            let place = self.place("/form_version");
            let diagnostic = Diagnostic::new(Code::OtherForm, place)
                .with("found", or_none(found))
                .with("wanted", or_none(wanted));
            self.report(diagnostic);
        }
    }

    fn date(&mut self, top: &'a Map<String, Value>) -> Option<String> {
        top.get("date")?;
        let date = self.required_text(top, "date")?;
        self.checked_date(date, "/date", &[10])
    }

    /// `date` if it exists and is written in one of the accepted `lengths`.
    pub(super) fn checked_date(
        &mut self,
        date: &str,
        pointer: &str,
        lengths: &[usize],
    ) -> Option<String> {
        if lengths.contains(&date.len()) && crate::date::is_date(date) {
            return Some(date.to_owned());
        }
        let place = self.place(pointer);
        let diagnostic = Diagnostic::new(Code::BadDate, place).with("date", date);
        let is_part_enough = lengths.contains(&"YYYY".len());
        self.report(match is_part_enough {
            true => diagnostic.with("instead", "part"),
            false => diagnostic,
        });
        None
    }
}
