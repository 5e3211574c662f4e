//! One body's answers, read from its JSON file along the form that it answers.
//!
//! The file's shape is the form's: a key per part, and in it a text or a key
//! per strategy and question. Reading it finds every gap and mistake at once.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::bodies::{Bodies, Body};
use crate::diagnostic::{Code, Diagnostic, Place, Problems, QuestionName, did_you_mean};
use crate::form::{Development, Form, Item, Matrix, Part, Scale, Strategy};
use crate::json::{Json, join};
use crate::rich_text::{self, RichText};
use crate::shape::kind_of;

/// A body's answers to a form, checked.
#[derive(Debug, Clone)]
pub struct Answers {
    pub body_id: String,
    pub body: Body,
    pub diary_number: String,
    /// YYYY-MM-DD.
    pub date: Option<String>,
    /// By part id and key: a strategy's number or a question's id; an empty
    /// key for the question that is all that a part asks.
    given: HashMap<(String, String), Answer>,
}

/// What a body says to one question or of one strategy.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Text(RichText),
    Status {
        /// Index into the scale's options.
        option: usize,
        development: RichText,
        /// When the work is expected to be done: YYYY, YYYY-MM or YYYY-MM-DD.
        expected: Option<String>,
    },
    /// Said outright instead of an answer, with a reason or none.
    Left { state: State, reason: RichText },
}

/// The two states beside every scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    NotApplicable,
    NotAnswered,
}

impl State {
    fn from_word(word: &str) -> Option<Self> {
        match word {
            NOT_APPLICABLE => Some(Self::NotApplicable),
            NOT_ANSWERED => Some(Self::NotAnswered),
            _ => None,
        }
    }
}

/// The words for the states in JSON.
pub const NOT_APPLICABLE: &str = "not_applicable";
pub const NOT_ANSWERED: &str = "not_answered";

const HEADER_KEYS: [&str; 7] =
    ["$schema", "form", "form_version", "body", "diary_number", "date", "answers"];

impl Answers {
    /// The answer under `key` of `part`; nothing where the body is not asked.
    pub fn get(&self, part: &str, key: &str) -> Option<&Answer> {
        self.given.get(&(part.to_owned(), key.to_owned()))
    }

    /// Reads the answers in `json` to `form`. `can_print` says whether the
    /// layout's fonts have a character.
    pub fn read(
        json: &Json,
        form: &Form,
        bodies: &Bodies,
        can_print: &dyn Fn(char) -> bool,
        problems: &mut Problems,
    ) -> Option<Self> {
        let mut reader = Reader { json, form, can_print, problems, body_id: String::new(), knows_body: false, given: HashMap::new() };
        let Value::Object(top) = &json.value else {
            reader.wrong("", "object", &json.value);
            return None;
        };
        reader.only_keys("", top, &HEADER_KEYS);
        let body = reader.body(top, bodies);
        let diary_number = reader.diary_number(top);
        reader.version(top);
        let date = reader.date(top);
        reader.answers(top);
        let (body_id, given) = (reader.body_id, reader.given);
        Some(Self { body_id, body: body?, diary_number: diary_number?, date, given })
    }
}

/// The form that an answers file says it answers.
pub fn form_id(json: &Json) -> Result<String, Diagnostic> {
    match json.value.get("form") {
        Some(Value::String(id)) => Ok(id.clone()),
        Some(other) => Err(Diagnostic::new(Code::WrongType, json.place("/form"))
            .with("expected", "text")
            .with("found", kind_of(other))),
        None => Err(Diagnostic::new(Code::MissingKey, json.place("")).with("key", "form")),
    }
}

struct Reader<'a> {
    json: &'a Json,
    form: &'a Form,
    can_print: &'a dyn Fn(char) -> bool,
    problems: &'a mut Problems,
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
    fn report(&mut self, diagnostic: Diagnostic) {
        self.problems.add(diagnostic);
    }

    fn place(&self, pointer: &str) -> Place {
        self.json.place(pointer)
    }

    fn place_at(&self, at: &At) -> Place {
        Place { question: Some(at.name()), ..self.place(&at.pointer) }
    }

    fn wrong(&mut self, pointer: &str, expected: &str, found: &Value) {
        let place = self.place(pointer);
        self.report(Diagnostic::new(Code::WrongType, place)
            .with("expected", expected)
            .with("found", kind_of(found)));
    }

    fn only_keys(&mut self, pointer: &str, object: &Map<String, Value>, known: &[&str]) {
        for key in object.keys().filter(|key| !known.contains(&key.as_str())) {
            let place = self.json.key_place(&join(pointer, key));
            let diagnostic = Diagnostic::new(Code::UnknownKey, place).with("key", key).meaning(did_you_mean(key, known.iter().copied()));            self.report(diagnostic.with("known", known.join(", ")));
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
            let diagnostic = Diagnostic::new(Code::UnknownBody, place).with("id", id).meaning(did_you_mean(id, bodies.bodies.keys().map(String::as_str)));            self.report(diagnostic);
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
        for key in given.keys().filter(|key| !known.contains(&key.as_str())) {
            let place = self.json.key_place(&join(pointer, key));
            let diagnostic = Diagnostic::new(Code::UnknownQuestion, place).with("key", key).meaning(did_you_mean(key, known.iter().copied()));            self.report(diagnostic.with("known", known.join(", ")));
        }
    }

    /// A part that asks several things: strategies by number, questions by id.
    fn part(&mut self, at: At<'a>, items: &Map<String, Value>) {
        let mut known: Vec<&str> = Vec::new();
        for item in &at.part.content {
            match item {
                Item::Instruction(_) => {}
                Item::Question(question) => known.extend(question.id.as_deref()),
                Item::Matrix(matrix) => known.extend(matrix.strategies.iter().map(|s| s.number.as_str())),
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
                let place = Place { span: self.json.key_place(&at.pointer).span, ..self.place_at(&at) };
                let body = self.body_id.clone();
                self.report(Diagnostic::new(Code::NotDesignated, place)
                    .with("number", &strategy.number)
                    .with("body", body));
            }
        }
    }

    fn text_question(&mut self, at: At<'a>, given: Option<&Value>) {
        let answer = match given {
            Some(Value::String(text)) => {
                let text = self.rich_text(&at, &at.pointer, text);
                if text.is_empty() {
                    let place = self.place_at(&at);
                    self.report(Diagnostic::new(Code::EmptyAnswer, place));
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
        self.give(&at, answer);
    }

    fn strategy(&mut self, at: At<'a>, strategy: &Strategy, scale: &Scale, given: Option<&Value>) {
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
                return self.report(Diagnostic::new(Code::NoMark, place)
                    .with("number", &strategy.number)
                    .with("known", known_statuses(scale).join(", ")));
            }
            Some(other) => return self.wrong(&join(&at.pointer, "status"), "text", other),
        };
        if let Some(state) = State::from_word(status) {
            let reason = if reason.is_empty() { development } else { reason };
            return self.give(&at, Answer::Left { state, reason });
        }
        let Some(option) = scale.options.iter().position(|option| option.id == status) else {
            return self.unknown_status(&at, status, &known_statuses(scale));
        };
        // A reason says why there is no development text, in its place.
        let development = if development.is_empty() { reason } else { development };
        let chosen = &scale.options[option];
        if development.is_empty() && chosen.development == Development::Expected {
            let place = self.place_at(&at);
            self.report(Diagnostic::new(Code::NoDevelopment, place)
                .with("number", &strategy.number)
                .with("status", &chosen.short));
        }
        self.give(&at, Answer::Status { option, development, expected });
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
        let known: Vec<&str> = options.iter().copied().chain([NOT_APPLICABLE, NOT_ANSWERED]).collect();
        let place = Place { question: Some(at.name()), ..self.place(&join(&at.pointer, "status")) };
        let diagnostic = Diagnostic::new(Code::UnknownStatus, place).with("status", status).meaning(did_you_mean(status, known.iter().copied()));        self.report(diagnostic.with("known", known.join(", ")));
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
        let (text, found) = read_text(text, &place, self.can_print);
        self.problems.append(found);
        text
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
        if !characters.is_empty() {
            problems.add(Diagnostic::new(code, place.clone()).with("characters", name_characters(&characters)));
        }
    };
    tell(Code::WordCharacter, cleaning.replaced);
    tell(Code::ControlCharacter, cleaning.refused);
    tell(Code::NoGlyph, cleaned.chars().filter(|c| *c != '\n' && !can_print(*c)).collect());
    let (rich, literal) = rich_text::parse(&cleaned);
    if !literal.is_empty() {
        let markup: Vec<String> = literal.iter().map(|m| format!("`{}`", shorten(m))).collect();
        problems.add(Diagnostic::new(Code::LiteralMarkup, place.clone()).with("markup", markup.join(", ")));
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

fn known_statuses(scale: &Scale) -> Vec<&str> {
    scale.options.iter().map(|option| option.id.as_str()).collect()
}
