//! What must hold before anything is made: of a form, and of answers to it.

use std::collections::{BTreeSet, HashSet};

use crate::answers::{self, Header, Progress, Reading};
use crate::bodies::Bodies;
use crate::compose::{check_patterns, compose};
use crate::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::form::{Form, Item, Part};
use crate::job::Round;
use crate::json::{Json, join};
use crate::layout::Layout;
use crate::lint::{self, Decisions};
use crate::manifest;
use crate::report::Report;

/// Answers that can be made into a report, and what they say of themselves.
#[derive(Debug)]
pub struct Checked {
    pub report: Report,
    pub warnings: Problems,
    pub progress: Progress,
}

/// Why there can be no report.
#[derive(Debug)]
pub struct Refused {
    pub problems: Problems,
    pub progress: Progress,
}

/// Reads answers, checks them and composes their report.
pub fn answers(json: &Json, round: &Round) -> Result<Checked, Refused> {
    let can_print = |c| round.look.layout.can_print(c);
    let Reading { answers, progress, mut problems } =
        answers::read(json, &round.form, &round.bodies, &can_print);
    if answers.as_ref().is_some_and(|answers| answers.date.is_none()) && round.form.date.is_none() {
        problems.add(Diagnostic::new(Code::NoDocumentDate, json.place("/date")));
    }
    let report = match answers {
        Some(answers) if !problems.has_errors() => {
            compose(&round.form, &answers, &round.look.layout)
        }
        _ => return Err(Refused { problems, progress }),
    };
    match report {
        Ok(report) => Ok(Checked { report, warnings: problems, progress }),
        Err(found) => {
            problems.append(found);
            Err(Refused { problems, progress })
        }
    }
}

/// What the answers files of a run say of themselves: enough to see, before
/// anything is made, which of them cannot both be right.
#[derive(Debug, Default)]
pub struct Survey {
    /// The names of the files noted, in their order.
    files: Vec<Box<str>>,
    /// Places in `files`: under the digest of each body to each form, and of
    /// each diary number of each form. Most stand alone, and a run may have
    /// many thousands.
    seen: BTreeSet<(u128, u32)>,
}

/// What two reports to one form cannot share.
#[derive(Clone, Copy)]
enum Shared {
    Body,
    DiaryNumber,
}

impl Shared {
    fn digest(self, header: &Header) -> u128 {
        let (what, value) = match self {
            Self::Body => ("body", &header.body),
            Self::DiaryNumber => ("diary_number", &header.diary_number),
        };
        manifest::digest(format!("{what}\n{}\n{value}", header.form).as_bytes())
    }
}

impl Survey {
    /// Notes the file of that name.
    pub fn note(&mut self, header: &Header, file: &str) {
        let place = self.files.len() as u32;
        self.files.push(file.into());
        for shared in [Shared::Body, Shared::DiaryNumber] {
            self.seen.insert((shared.digest(header), place));
        }
    }

    /// The files that have this in common with `header`.
    fn files(&self, shared: Shared, header: &Header) -> impl Iterator<Item = &str> {
        let digest = shared.digest(header);
        let places = self.seen.range((digest, 0)..=(digest, u32::MAX));
        places.map(|(_, place)| &*self.files[*place as usize])
    }

    /// Whether another file is of the same body, or has the same number.
    pub fn is_in_conflict(&self, header: &Header) -> bool {
        let several = |shared| self.files(shared, header).nth(1).is_some();
        several(Shared::Body) || several(Shared::DiaryNumber)
    }

    /// What `json` has that another file has as well.
    pub fn conflicts(&self, json: &Json) -> Problems {
        let mut problems = Problems::default();
        let Some(header) = Header::read(&json.source) else { return problems };
        for (shared, value, code, pointer) in [
            (Shared::Body, &header.body, Code::SameReport, "/body"),
            (Shared::DiaryNumber, &header.diary_number, Code::DiaryNumberTwice, "/diary_number"),
        ] {
            let others = self.files(shared, &header).filter(|file| *file != json.source.name);
            for other in others {
                let diagnostic = Diagnostic::new(code, json.place(pointer));
                problems.add(diagnostic.with("value", value).with("other", other));
            }
        }
        problems
    }
}

/// Checks a form against itself, the register of bodies and its layout.
pub fn form(json: &Json, form: &Form, bodies: &Bodies, layout: &Layout) -> Problems {
    let mut checker = FormChecker {
        json,
        form,
        bodies,
        layout,
        decisions: Decisions::default(),
        problems: Problems::default(),
    };
    checker.form();
    checker.problems.append(check_patterns(form, layout));
    checker.problems
}

struct FormChecker<'a> {
    json: &'a Json,
    form: &'a Form,
    bodies: &'a Bodies,
    layout: &'a Layout,
    decisions: Decisions,
    problems: Problems,
}

impl FormChecker<'_> {
    fn report(&mut self, code: Code, pointer: &str, args: &[(&'static str, &str)]) {
        let mut diagnostic = Diagnostic::new(code, self.json.place(pointer));
        for (name, value) in args {
            diagnostic = diagnostic.with(name, *value);
        }
        self.problems.add(diagnostic);
    }

    fn form(&mut self) {
        let form = self.form;
        self.line("/title", &form.title);
        if let Some(date) = &form.date
            && !(date.len() == 10 && crate::date::is_date(date))
        {
            self.report(Code::BadDate, "/date", &[("date", date)]);
        }
        let example = &form.diary_number.example;
        if !form.diary_number.accepts(example) {
            let pattern = form.diary_number.pattern.as_str();
            self.report(
                Code::DiaryNumber,
                "/diary_number/example",
                &[("number", example), ("pattern", pattern), ("example", example)],
            );
        }
        self.scales();
        if form.parts.is_empty() {
            self.report(Code::EmptyList, "/parts", &[("key", "parts")]);
        }
        let ids = form.parts.iter().enumerate();
        self.unique(ids.map(|(i, part)| (format!("/parts/{i}/id"), part.id.as_str())).collect());
        for (index, part) in form.parts.iter().enumerate() {
            self.part(&format!("/parts/{index}"), part);
        }
    }

    fn scales(&mut self) {
        let form = self.form;
        for (id, scale) in &form.scales {
            let pointer = join("/scales", id);
            self.line(&join(&pointer, "development_label"), &scale.development_label);
            if scale.options.is_empty() {
                self.report(Code::EmptyList, &join(&pointer, "options"), &[("key", "options")]);
            }
            let mut ids = Vec::new();
            for (index, option) in scale.options.iter().enumerate() {
                let pointer = format!("{pointer}/options/{index}");
                ids.push((join(&pointer, "id"), option.id.as_str()));
                self.line(&join(&pointer, "label"), &option.label);
                self.line(&join(&pointer, "symbol"), &option.symbol);
                let colours = &self.layout.theme.colours;
                if !colours.contains_key(&option.colour) {
                    let known = colours.keys().cloned().collect::<Vec<_>>().join(", ");
                    let args = [("colour", option.colour.as_str()), ("known", &known)];
                    self.report(Code::UnknownColour, &join(&pointer, "colour"), &args);
                }
            }
            self.unique(ids);
        }
    }

    fn part(&mut self, pointer: &str, part: &Part) {
        self.line(&join(pointer, "heading"), &part.heading);
        if part.content.is_empty() {
            self.report(Code::EmptyList, &join(pointer, "content"), &[("key", "content")]);
        }
        let asks = part.content.iter().filter(|item| !matches!(item, Item::Instruction(_))).count();
        let mut keys = Vec::new();
        for (index, item) in part.content.iter().enumerate() {
            let pointer = format!("{pointer}/content/{index}");
            match item {
                Item::Instruction(text) => self.line(&join(&pointer, "instruction"), text),
                Item::Question(question) => {
                    let pointer = join(&pointer, "question");
                    self.line(&join(&pointer, "text"), &question.text);
                    match question.id.as_deref() {
                        Some(id) => keys.push((join(&pointer, "id"), id)),
                        None if asks > 1 => {
                            self.report(Code::QuestionNeedsId, &pointer, &[("part", &part.id)]);
                        }
                        None => {}
                    }
                }
                Item::Matrix(matrix) => {
                    let pointer = join(&pointer, "matrix");
                    self.scale_of(&join(&pointer, "scale"), &matrix.scale);
                    if matrix.strategies.is_empty() {
                        let list = join(&pointer, "strategies");
                        self.report(Code::EmptyList, &list, &[("key", "strategies")]);
                    }
                    for (index, strategy) in matrix.strategies.iter().enumerate() {
                        let pointer = format!("{pointer}/strategies/{index}");
                        if !strategy.placeholder {
                            self.line(&join(&pointer, "text"), &strategy.text);
                        }
                        keys.push((join(&pointer, "number"), strategy.number.as_str()));
                        self.designated(
                            &pointer,
                            strategy.designated.as_deref().unwrap_or_default(),
                        );
                        let asks_nobody = strategy.designated.as_ref().is_some_and(Vec::is_empty);
                        // A placeholder is asked of nobody: no report can show it.
                        match (strategy.placeholder, asks_nobody) {
                            (true, false) => self.report(Code::PlaceholderAsked, &pointer, &[]),
                            (false, true) => self.report(Code::Unreachable, &pointer, &[]),
                            (true, true) | (false, false) => {}
                        }
                    }
                }
            }
        }
        self.unique(keys);
    }

    fn scale_of(&mut self, pointer: &str, id: &str) {
        let scales = &self.form.scales;
        if scales.contains_key(id) {
            return;
        }
        let known = scales.keys().cloned().collect::<Vec<_>>().join(", ");
        self.report(Code::UnknownScale, pointer, &[("scale", id), ("known", &known)]);
    }

    fn designated(&mut self, pointer: &str, bodies: &[String]) {
        for (index, body) in bodies.iter().enumerate() {
            if self.bodies.bodies.contains_key(body) {
                continue;
            }
            let place = self.json.place(&format!("{pointer}/designated/{index}"));
            let diagnostic = Diagnostic::new(Code::UnknownBody, place)
                .with("id", body)
                .meaning(did_you_mean(body, self.bodies.bodies.keys().map(String::as_str)));
            self.problems.add(diagnostic);
        }
    }

    /// A text of the form must have words, and signs that the fonts have.
    fn line(&mut self, pointer: &str, text: &str) {
        let place = self.json.place(pointer);
        if text.trim().is_empty() {
            self.problems.add(Diagnostic::new(Code::EmptyText, place));
            return;
        }
        let (_, found) = lint::read_text(text, &place, &|c| self.layout.can_print(c));
        self.problems.append(found);
        self.decisions.note(text, &place, &mut self.problems);
    }

    fn unique(&mut self, ids: Vec<(String, &str)>) {
        let mut seen = HashSet::new();
        for (pointer, id) in ids {
            if id.is_empty() || id.chars().any(char::is_whitespace) {
                self.report(Code::BadId, &pointer, &[("id", id)]);
            } else if !seen.insert(id) {
                self.report(Code::DuplicateId, &pointer, &[("id", id)]);
            }
        }
    }
}
