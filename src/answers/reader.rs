//! Reading answers along the form that they answer. The file's shape is the
//! form's: a key per part, and in it a text or a key per strategy and question.
//! Every gap and mistake is found at once.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{Answer, Answers, NOT_ANSWERED, NOT_APPLICABLE, Progress, State, is_comment};
use crate::bodies::{Bodies, Body};
use crate::diagnostic::{Code, Diagnostic, Place, Problems, QuestionName, did_you_mean};
use crate::form::{Development, Expectation, Form, Item, Matrix, Part, Scale, Strategy};
use crate::json::{Json, join};
use crate::lint;
use crate::rich_text::RichText;
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
    match json.value.get("form") {
        Some(Value::String(id)) => Ok(id.clone()),
        Some(other) => Err(Diagnostic::new(Code::WrongType, json.place("/form"))
            .with("expected", "text")
            .with("found", kind_of(other))
            .into()),
        None => Err(Diagnostic::new(Code::MissingKey, json.place("")).with("key", "form").into()),
    }
}

struct Reader<'a> {
    json: &'a Json,
    form: &'a Form,
    can_print: &'a dyn Fn(char) -> bool,
    problems: Problems,
    progress: Progress,
    body_id: String,
    /// Without a known body nobody can say what it is asked.
    knows_body: bool,
    given: HashMap<(String, String), Answer>,
}

/// The question at hand: its place in the file and what the form calls it.
#[derive(Clone)]
struct At<'a> {
    pointer: String,
    part: &'a Part,
    section: usize,
    key: &'a str,
    is_strategy: bool,
}

impl At<'_> {
    fn name(&self) -> QuestionName {
        QuestionName {
            section: self.section,
            heading: self.part.heading.clone(),
            strategy: self.is_strategy.then(|| self.key.to_owned()),
        }
    }
}

impl<'a> Reader<'a> {
    fn file(&mut self, bodies: &Bodies) -> Option<Answers> {
        let Value::Object(top) = &self.json.value else {
            self.wrong("", "object", &self.json.value);
            return None;
        };
        self.only_keys("", top, &HEADER_KEYS);
        let body = self.body(top, bodies);
        let diary_number = self.diary_number(top);
        self.version(top);
        let date = self.date(top);
        self.diary_year(diary_number.as_deref(), date.as_deref());
        self.answers(top);
        Some(Answers {
            body_id: self.body_id.clone(),
            body: body?,
            diary_number: diary_number?,
            date,
            given: std::mem::take(&mut self.given),
        })
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.problems.add(diagnostic);
    }

    fn place(&self, pointer: &str) -> Place {
        self.json.place(pointer)
    }

    fn place_at(&self, at: &At) -> Place {
        // A whole strategy is pointed at by its number.
        let place = match at.is_strategy {
            true => self.json.key_place(&at.pointer),
            false => self.place(&at.pointer),
        };
        Place { question: Some(at.name()), ..place }
    }

    fn wrong(&mut self, pointer: &str, expected: &str, found: &Value) {
        let place = self.place(pointer);
        self.report(
            Diagnostic::new(Code::WrongType, place)
                .with("expected", expected)
                .with("found", kind_of(found)),
        );
    }

    fn only_keys(&mut self, pointer: &str, object: &Map<String, Value>, known: &[&str]) {
        for key in object.keys().filter(|key| !known.contains(&key.as_str()) && !is_comment(key)) {
            let place = self.json.key_place(&join(pointer, key));
            let diagnostic = Diagnostic::new(Code::UnknownKey, place)
                .with("key", key)
                .meaning(did_you_mean(key, known.iter().copied()));
            self.report(diagnostic.with("known", known.join(", ")));
        }
    }

    /// A text under `key`; reports one that is missing or of another type.
    fn required_text(&mut self, top: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
        match top.get(key) {
            Some(Value::String(text)) => Some(text),
            Some(other) => {
                self.wrong(&join("", key), "text", other);
                None
            }
            None => {
                let place = self.place("");
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
        let Some(version) = top.get("form_version") else { return };
        if version.as_str() != self.form.version.as_deref() {
            let place = self.place("/form_version");
            let diagnostic = Diagnostic::new(Code::OtherForm, place)
                .with("found", version.as_str().unwrap_or_default())
                .with("wanted", self.form.version.clone().unwrap_or_default());
            self.report(diagnostic);
        }
    }

    fn date(&mut self, top: &'a Map<String, Value>) -> Option<String> {
        top.get("date")?;
        let date = self.required_text(top, "date")?;
        self.checked_date(date, "/date", &[10])
    }

    /// `date` if it exists and is written in one of the accepted `lengths`.
    fn checked_date(&mut self, date: &str, pointer: &str, lengths: &[usize]) -> Option<String> {
        if lengths.contains(&date.len()) && crate::date::is_date(date) {
            return Some(date.to_owned());
        }
        let place = self.place(pointer);
        self.report(Diagnostic::new(Code::BadDate, place).with("date", date));
        None
    }

    fn answers(&mut self, top: &'a Map<String, Value>) {
        let form = self.form;
        let empty = Map::new();
        let given = match top.get("answers") {
            Some(Value::Object(given)) => given,
            Some(other) => return self.wrong("/answers", "object", other),
            None => {
                let place = self.place("");
                self.report(Diagnostic::new(Code::MissingKey, place).with("key", "answers"));
                return;
            }
        };
        let parts: Vec<&str> = form.parts.iter().map(|part| part.id.as_str()).collect();
        self.only_questions("/answers", given, &parts);
        for (index, part) in form.parts.iter().enumerate() {
            let pointer = join("/answers", &part.id);
            let at = At { pointer, part, section: index + 1, key: "", is_strategy: false };
            if part.only_question().is_some() {
                self.text_question(at, given.get(&part.id));
                continue;
            }
            match given.get(&part.id) {
                Some(Value::Object(items)) => self.part(at, items),
                Some(other) => self.wrong(&at.pointer, "object", other),
                None => self.part(at, &empty),
            }
        }
    }

    /// Reports keys that are no questions of the form.
    fn only_questions(&mut self, pointer: &str, given: &Map<String, Value>, known: &[&str]) {
        for key in given.keys().filter(|key| !known.contains(&key.as_str()) && !is_comment(key)) {
            let place = self.json.key_place(&join(pointer, key));
            let diagnostic = Diagnostic::new(Code::UnknownQuestion, place)
                .with("key", key)
                .meaning(did_you_mean(key, known.iter().copied()));
            self.report(diagnostic.with("known", known.join(", ")));
        }
    }

    /// A part that asks several things: strategies by number, questions by id.
    fn part(&mut self, at: At<'a>, items: &Map<String, Value>) {
        let mut known: Vec<&str> = Vec::new();
        for item in &at.part.content {
            match item {
                Item::Instruction(_) => {}
                Item::Question(question) => known.extend(question.id.as_deref()),
                Item::Matrix(matrix) => {
                    known.extend(matrix.strategies.iter().map(|s| s.number.as_str()))
                }
            }
        }
        self.only_questions(&at.pointer, items, &known);
        for item in &at.part.content {
            match item {
                Item::Instruction(_) => {}
                Item::Question(question) => {
                    let id = question.id.as_deref().unwrap_or_default();
                    let at = At { pointer: join(&at.pointer, id), key: id, ..at.clone() };
                    self.text_question(at, items.get(id));
                }
                Item::Matrix(matrix) => self.matrix(&at, matrix, items),
            }
        }
    }

    fn matrix(&mut self, at: &At<'a>, matrix: &'a Matrix, items: &Map<String, Value>) {
        let Some(scale) = self.form.scales.get(&matrix.scale) else { return };
        for strategy in &matrix.strategies {
            let at = At {
                pointer: join(&at.pointer, &strategy.number),
                key: &strategy.number,
                is_strategy: true,
                ..at.clone()
            };
            let given = items.get(&strategy.number);
            if strategy.is_asked_of(&self.body_id) {
                self.strategy(at, strategy, scale, given);
            } else if given.is_some() && self.knows_body {
                let place = self.place_at(&at);
                let body = self.body_id.clone();
                self.report(
                    Diagnostic::new(Code::NotDesignated, place)
                        .with("number", &strategy.number)
                        .with("body", body),
                );
            }
        }
    }

    fn text_question(&mut self, at: At<'a>, given: Option<&Value>) {
        self.progress.asked += 1;
        let mut is_answered = true;
        let answer = match given {
            Some(Value::String(text)) => {
                let text = self.rich_text(&at, &at.pointer, text);
                if text.is_empty() {
                    let place = self.place_at(&at);
                    self.report(Diagnostic::new(Code::EmptyAnswer, place));
                    is_answered = false;
                    Answer::Left { state: State::NotAnswered, reason: text }
                } else {
                    Answer::Text(text)
                }
            }
            Some(Value::Object(object)) => {
                self.only_keys(&at.pointer, object, &["status", "reason"]);
                let reason = self.optional_text(&at, object, "reason");
                let status = object.get("status").and_then(Value::as_str).unwrap_or_default();
                match State::from_word(status) {
                    Some(state) => Answer::Left { state, reason },
                    None => return self.unknown_status(&at, status, &[]),
                }
            }
            Some(other) => return self.wrong(&at.pointer, "text", other),
            None => return self.missing(&at),
        };
        self.progress.answered += usize::from(is_answered);
        self.give(&at, answer);
    }

    fn strategy(&mut self, at: At<'a>, strategy: &Strategy, scale: &Scale, given: Option<&Value>) {
        self.progress.asked += 1;
        let object = match given {
            Some(Value::Object(object)) => object,
            Some(other) => return self.wrong(&at.pointer, "object", other),
            None => return self.missing(&at),
        };
        self.only_keys(&at.pointer, object, &["status", "development", "expected", "reason"]);
        let development = self.optional_text(&at, object, "development");
        let reason = self.optional_text(&at, object, "reason");
        let expected = match object.get("expected") {
            Some(Value::String(date)) => {
                self.checked_date(date, &join(&at.pointer, "expected"), &[4, 7, 10])
            }
            Some(other) => {
                self.wrong(&join(&at.pointer, "expected"), "text", other);
                None
            }
            None => None,
        };
        let status = match object.get("status") {
            Some(Value::String(status)) if !status.trim().is_empty() => status.as_str(),
            None | Some(Value::String(_)) => {
                let place = self.place_at(&at);
                return self.report(
                    Diagnostic::new(Code::NoMark, place)
                        .with("number", &strategy.number)
                        .with("known", known_statuses(scale).join(", ")),
                );
            }
            Some(Value::Array(marks)) if marks.len() > 1 => return self.several_marks(&at, marks),
            Some(other) => return self.wrong(&join(&at.pointer, "status"), "text", other),
        };
        if let Some(state) = State::from_word(status) {
            let reason = if reason.is_empty() { development } else { reason };
            self.progress.answered += 1;
            return self.give(&at, Answer::Left { state, reason });
        }
        let Some(option) = scale.options.iter().position(|option| option.id == status) else {
            return self.unknown_status(&at, status, &known_statuses(scale));
        };
        let chosen = &scale.options[option];
        let lacks_text = development.is_empty() && reason.is_empty();
        let lacks_text = lacks_text && chosen.development == Development::Expected;
        self.progress.answered += usize::from(!lacks_text);
        let mut tell = |code| {
            let place = self.place_at(&at);
            let diagnostic = Diagnostic::new(code, place);
            self.report(diagnostic.with("number", &strategy.number).with("status", &chosen.short));
        };
        match chosen.development {
            Development::Expected if lacks_text => tell(Code::NoDevelopment),
            Development::None if !development.is_empty() => tell(Code::UnneededDevelopment),
            Development::None | Development::Optional | Development::Expected => {}
        }
        if chosen.date == Expectation::Expected
            && expected.is_none()
            && !object.contains_key("expected")
        {
            tell(Code::NoDate);
        }
        // A reason says why there is no development text, in its place.
        let development = if development.is_empty() { reason } else { development };
        self.give(&at, Answer::Status { option, development, expected });
    }

    fn several_marks(&mut self, at: &At, marks: &[Value]) {
        let marks: Vec<&str> = marks.iter().filter_map(Value::as_str).collect();
        let place = Place { question: Some(at.name()), ..self.place(&join(&at.pointer, "status")) };
        self.report(
            Diagnostic::new(Code::SeveralMarks, place)
                .with("number", at.key)
                .with("marks", marks.join(", ")),
        );
    }

    fn give(&mut self, at: &At, answer: Answer) {
        self.given.insert((at.part.id.clone(), at.key.to_owned()), answer);
    }

    fn missing(&mut self, at: &At) {
        let place = self.place_at(at);
        let key = if at.key.is_empty() { &at.part.id } else { at.key };
        self.report(Diagnostic::new(Code::NotInAnswers, place).with("key", key));
    }

    fn unknown_status(&mut self, at: &At, status: &str, options: &[&str]) {
        let known: Vec<&str> =
            options.iter().copied().chain([NOT_APPLICABLE, NOT_ANSWERED]).collect();
        let place = Place { question: Some(at.name()), ..self.place(&join(&at.pointer, "status")) };
        let diagnostic = Diagnostic::new(Code::UnknownStatus, place)
            .with("status", status)
            .meaning(did_you_mean(status, known.iter().copied()));
        self.report(diagnostic.with("known", known.join(", ")));
    }

    fn optional_text(&mut self, at: &At, object: &Map<String, Value>, key: &str) -> RichText {
        let pointer = join(&at.pointer, key);
        match object.get(key) {
            Some(Value::String(text)) => self.rich_text(at, &pointer, text),
            Some(other) => {
                self.wrong(&pointer, "text", other);
                RichText::default()
            }
            None => RichText::default(),
        }
    }

    /// Reads an answer's text and reports what in it cannot be printed.
    fn rich_text(&mut self, at: &At, pointer: &str, text: &str) -> RichText {
        let place = Place { question: Some(at.name()), ..self.place(pointer) };
        let (text, found) = lint::read_text(text, &place, self.can_print);
        self.problems.append(found);
        text
    }
}

fn known_statuses(scale: &Scale) -> Vec<&str> {
    scale.options.iter().map(|option| option.id.as_str()).collect()
}
