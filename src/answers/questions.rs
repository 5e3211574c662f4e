//! Reading answers, continued: the questions, part by part.

use serde_json::{Map, Value};

use super::reader::Reader;
use super::{Answer, NOT_ANSWERED, NOT_APPLICABLE, State};
use crate::diagnostic::{Code, Diagnostic, Place, QuestionName, did_you_mean, listed};
use crate::form::{Development, Expectation, Item, Matrix, Part, Scale, StatusOption, Strategy};
use crate::json::join;
use crate::lint;
use crate::rich_text::RichText;
use crate::shape::kind_of;

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
            words: None,
            pointer: self.pointer.clone(),
        }
    }
}

/// The two texts that a strategy may have.
struct Texts {
    development: RichText,
    /// Says why there is no development text, in its place.
    reason: RichText,
    /// A number or the like stands where one of them belongs.
    is_of_other_type: bool,
}

impl Texts {
    fn printed(self) -> RichText {
        if self.development.is_empty() { self.reason } else { self.development }
    }
}

impl<'a> Reader<'a> {
    /// Everything under `answers`.
    pub(super) fn answers(&mut self, top: &'a Map<String, Value>) {
        let form = self.form;
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
                Some(other) => {
                    self.progress.asked += self.asked_in(&at);
                    let key = keys(part).into_iter().next().unwrap_or_default();
                    self.wrong_answer(&at, "object", other, &format!("{{ \"{key}\": … }}"));
                }
                None => self.no_part(&at),
            }
        }
    }

    /// A part without answers is told of once, if this body is asked anything.
    fn no_part(&mut self, at: &At) {
        let asked = self.asked_in(at);
        self.progress.asked += asked;
        if asked > 0 {
            self.missing(at);
        }
    }

    /// How much this body is asked there.
    fn asked_in(&self, at: &At) -> usize {
        let asked = at.part.content.iter().map(|item| match item {
            Item::Instruction(_) => 0,
            Item::Question(_) => 1,
            Item::Matrix(matrix) => {
                matrix.strategies.iter().filter(|s| s.is_asked_of(&self.body_id)).count()
            }
        });
        asked.sum()
    }

    /// A part that asks several things: strategies by number, questions by id.
    fn part(&mut self, at: At<'a>, items: &Map<String, Value>) {
        let known = keys(at.part);
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

    fn place_at(&self, at: &At) -> Place {
        // A whole strategy is pointed at by its number.
        let place = match at.is_strategy {
            true => self.json.key_place(&at.pointer),
            false => self.place(&at.pointer),
        };
        Place { question: Some(at.name()), ..place }
    }

    fn place_of(&self, at: &At, key: &str) -> Place {
        Place { question: Some(at.name()), ..self.place(&join(&at.pointer, key)) }
    }

    fn text_question(&mut self, at: At<'a>, given: Option<&Value>) {
        self.progress.asked += 1;
        let mut is_answered = true;
        let answer = match given {
            Some(found @ Value::String(text)) if State::from_word(text.trim()).is_some() => {
                let write = format!("{{ \"status\": \"{}\" }}", text.trim());
                return self.wrong_answer(&at, "object", found, &write);
            }
            Some(Value::String(text)) => {
                let text = self.rich_text(&at, &at.pointer, text);
                if text.is_empty() {
                    let place = self.place_at(&at);
                    self.report(Diagnostic::new(Code::EmptyAnswer, place));
                    is_answered = false;
                    Answer::Left { state: State::NotAnswered, reason: text, expected: None }
                } else {
                    Answer::Text(text)
                }
            }
            Some(whole @ Value::Object(object)) => {
                self.only_keys(&at.pointer, object, &["status", "reason"]);
                let reason = self.optional_text(&at, object, "reason");
                let status = match object.get("status") {
                    Some(Value::String(status)) => status,
                    Some(other) => return self.wrong(&join(&at.pointer, "status"), "text", other),
                    None => return self.wrong_answer(&at, "text", whole, "\"…\""),
                };
                match State::from_word(status) {
                    Some(state) => {
                        is_answered = state != State::NotAnswered;
                        Answer::Left { state, reason, expected: None }
                    }
                    None => return self.unknown_status(&at, status, None),
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
            Some(other) => {
                let advice = strategy_advice(scale, other);
                return self.wrong_answer(&at, "object", other, &advice);
            }
            None => return self.missing(&at),
        };
        self.only_keys(&at.pointer, object, &["status", "development", "expected", "reason"]);
        let texts = self.texts(&at, object);
        let expected = self.expected(&at, object);
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
            if expected.is_some() {
                let place = self.place_of(&at, "expected");
                let diagnostic = Diagnostic::new(Code::UnneededDate, place);
                self.report(
                    diagnostic.with("number", &strategy.number).with("status", state.word()),
                );
            }
            self.progress.answered += usize::from(state != State::NotAnswered);
            return self.give(&at, Answer::Left { state, reason: texts.printed(), expected });
        }
        let Some(option) = scale.options.iter().position(|option| option.id == status) else {
            return self.unknown_status(&at, status, Some(scale));
        };
        self.marked(&at, &scale.options[option], &texts, object.contains_key("expected"));
        self.give(&at, Answer::Status { option, development: texts.printed(), expected });
    }

    /// What a strategy that is marked `chosen` still calls for.
    fn marked(&mut self, at: &At<'a>, chosen: &StatusOption, texts: &Texts, has_date: bool) {
        let lacks_text = texts.development.is_empty() && texts.reason.is_empty();
        let lacks_text = lacks_text && chosen.development == Development::Expected;
        let has_other = texts.is_of_other_type;
        self.progress.answered += usize::from(!lacks_text);
        let mut tell = |code| {
            let place = self.place_at(at);
            let diagnostic = Diagnostic::new(code, place);
            self.report(diagnostic.with("number", at.key).with("status", &chosen.short));
        };
        match chosen.development {
            // What stands there has been told to be no text.
            Development::Expected if lacks_text && has_other => {}
            Development::Expected if lacks_text => tell(Code::NoDevelopment),
            Development::None if !texts.development.is_empty() => tell(Code::UnneededDevelopment),
            Development::None | Development::Optional | Development::Expected => {}
        }
        if chosen.date == Expectation::Expected && !has_date {
            tell(Code::NoDate);
        }
    }

    /// A strategy's texts, of which the page has a place for one.
    fn texts(&mut self, at: &At<'a>, object: &Map<String, Value>) -> Texts {
        let development = self.optional_text(at, object, "development");
        let reason = self.optional_text(at, object, "reason");
        if !development.is_empty() && !reason.is_empty() {
            let place = self.place_of(at, "reason");
            self.report(Diagnostic::new(Code::TwoTexts, place).with("number", at.key));
        }
        let is_other = |key| object.get(key).is_some_and(|value: &Value| !value.is_string());
        let is_of_other_type = is_other("development") || is_other("reason");
        Texts { development, reason, is_of_other_type }
    }

    /// When the work is expected to be done.
    fn expected(&mut self, at: &At<'a>, object: &Map<String, Value>) -> Option<String> {
        let pointer = join(&at.pointer, "expected");
        match object.get("expected")? {
            Value::String(date) => self.checked_date(date, &pointer, &[4, 7, 10]),
            other => {
                self.wrong(&pointer, "text", other);
                None
            }
        }
    }

    fn several_marks(&mut self, at: &At, marks: &[Value]) {
        let marks: Vec<&str> = marks.iter().filter_map(Value::as_str).collect();
        let place = self.place_of(at, "status");
        self.report(
            Diagnostic::new(Code::SeveralMarks, place)
                .with("number", at.key)
                .with("marks", marks.join(", ")),
        );
    }

    fn give(&mut self, at: &At, answer: Answer) {
        self.given.insert((at.part.id.clone(), at.key.to_owned()), answer);
    }

    /// An answer of another type than `expected`; `write` is how it could look.
    fn wrong_answer(&mut self, at: &At, expected: &str, found: &Value, write: &str) {
        let diagnostic = Diagnostic::new(Code::WrongType, self.place_of_answer(at))
            .with("expected", expected)
            .with("found", kind_of(found));
        self.report(diagnostic.with("write", write));
    }

    fn place_of_answer(&self, at: &At) -> Place {
        Place { question: Some(at.name()), ..self.place(&at.pointer) }
    }

    fn missing(&mut self, at: &At) {
        let place = self.place_at(at);
        let key = if at.key.is_empty() { &at.part.id } else { at.key };
        self.report(Diagnostic::new(Code::NotInAnswers, place).with("key", key));
    }

    fn unknown_status(&mut self, at: &At, status: &str, scale: Option<&Scale>) {
        let options = scale.map(known_statuses).unwrap_or_default();
        let known: Vec<&str> = options.into_iter().chain([NOT_APPLICABLE, NOT_ANSWERED]).collect();
        let place = self.place_of(at, "status");
        let named = scale.and_then(|scale| status_named(scale, status));
        let diagnostic = Diagnostic::new(Code::UnknownStatus, place)
            .with("status", status)
            .with("of", if scale.is_some() { "scale" } else { "question" })
            .meaning(named.or_else(|| did_you_mean(status, known.iter().copied())));
        self.report(diagnostic.with("known", listed(&known)));
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

/// The keys of what a part asks: strategies' numbers, questions' ids.
fn keys(part: &Part) -> Vec<&str> {
    let mut keys = Vec::new();
    for item in &part.content {
        match item {
            Item::Instruction(_) => {}
            Item::Question(question) => keys.extend(question.id.as_deref()),
            Item::Matrix(matrix) => keys.extend(matrix.strategies.iter().map(|s| &*s.number)),
        }
    }
    keys
}

/// How the answer to a strategy could look that was given as something else.
fn strategy_advice(scale: &Scale, given: &Value) -> String {
    let known = given.as_str().and_then(|text| {
        let ids = known_statuses(scale).into_iter().chain([NOT_APPLICABLE, NOT_ANSWERED]);
        ids.into_iter().find(|id| *id == text).or_else(|| status_named(scale, text))
    });
    match known {
        Some(status) => format!("{{ \"status\": \"{status}\" }}"),
        None => "{ \"status\": \"…\", \"development\": \"…\" }".to_owned(),
    }
}

/// The id of the status that is labelled so.
fn status_named<'a>(scale: &'a Scale, label: &str) -> Option<&'a str> {
    let label = label.trim().to_lowercase();
    let is_named = |option: &&StatusOption| {
        [&option.label, &option.short].iter().any(|own| own.trim().to_lowercase() == label)
    };
    scale.options.iter().find(is_named).map(|option| option.id.as_str())
}

fn known_statuses(scale: &Scale) -> Vec<&str> {
    scale.options.iter().map(|option| option.id.as_str()).collect()
}
