//! What must hold before anything is made: of a form, and of answers to it.

mod fit;

use std::collections::HashSet;

use crate::answers::{self, NOT_ANSWERED, NOT_APPLICABLE, Progress, Reading, is_comment};
use crate::bodies::Bodies;
use crate::compose::{check_patterns, compose, words_of_layout};
use crate::diagnostic::{Code, Diagnostic, Place, Problems, did_you_mean};
use crate::form::{Form, Item, Part, Strategy};
use crate::job::Round;
use crate::json::{Json, join};
use crate::language::is_language;
use crate::layout::Layout;
use crate::lint::{self, Decisions, LONGEST_LINE};
use crate::report::Report;
use crate::rich_text::has_no_look;

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
    let of_patterns = check_patterns(form, json, bodies, layout);
    let can_be_filled = !of_patterns.has_errors();
    checker.problems.append(of_patterns);
    if can_be_filled {
        checker.fits();
    }
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
        if !is_seen(&form.id) {
            self.report(Code::BadId, "/id", &[("id", &form.id)]);
        }
        self.names();
        self.language();
        if let Some(date) = &form.date
            && !(date.len() == 10 && crate::date::is_date(date))
        {
            self.report(Code::BadDate, "/date", &[("date", date)]);
        }
        let example = &form.diary_number.example;
        let is_empty = form.diary_number.pattern.trim().is_empty();
        if !is_empty && !form.diary_number.accepts(example) {
            let pattern = form.diary_number.pattern.as_str();
            self.report(
                Code::DiaryNumber,
                "/diary_number/example",
                &[("number", example), ("pattern", pattern), ("instead", "example")],
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

    /// What a form says of itself.
    fn names(&mut self) {
        let form = self.form;
        if !is_language(&form.language) {
            self.report(Code::Language, "/language", &[("language", &form.language)]);
        }
        for (pointer, text) in [
            ("/title", &form.title),
            ("/organisation", &form.organisation),
            ("/issuer", &form.issuer),
            ("/diary_number/label", &form.diary_number.label),
            ("/headings/instruction", &form.headings.instruction),
            ("/headings/question", &form.headings.question),
            ("/headings/answer", &form.headings.answer),
        ] {
            self.line(pointer, text);
        }
        self.signs("/diary_number/pattern", &form.diary_number.pattern);
        for (index, keyword) in form.keywords.iter().enumerate() {
            self.line(&format!("/keywords/{index}"), keyword);
        }
    }

    /// What the layout says in another language than the form.
    fn language(&mut self) {
        let main = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
        let form = self.form;
        let Some(of_layout) = &self.layout.theme.language else { return };
        if main(of_layout) == main(&form.language) || !is_language(&form.language) {
            return;
        }
        let words = words_of_layout(form, self.layout);
        let words: Vec<String> =
            words.iter().map(|(name, text)| format!("{name} (“{text}”)")).collect();
        if !words.is_empty() {
            let words = words.join(", ");
            let args = [("language", &*form.language), ("other", of_layout), ("texts", &words)];
            self.report(Code::OtherLanguage, "/language", &args);
        }
    }

    fn scales(&mut self) {
        let form = self.form;
        for (id, scale) in &form.scales {
            let pointer = join("/scales", id);
            self.line(&join(&pointer, "title"), &scale.title);
            self.line(&join(&pointer, "development_label"), &scale.development_label);
            if scale.options.is_empty() {
                self.report(Code::EmptyList, &join(&pointer, "options"), &[("key", "options")]);
            }
            let mut ids = Vec::new();
            for (index, option) in scale.options.iter().enumerate() {
                let pointer = format!("{pointer}/options/{index}");
                ids.push((join(&pointer, "id"), option.id.as_str()));
                self.line(&join(&pointer, "label"), &option.label);
                self.line(&join(&pointer, "short"), &option.short);
                self.signs(&join(&pointer, "symbol"), &option.symbol);
                if [NOT_APPLICABLE, NOT_ANSWERED].contains(&option.id.as_str()) {
                    self.report(Code::ReservedId, &join(&pointer, "id"), &[("id", &option.id)]);
                }
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
                Item::Instruction(text) => self.text(&join(&pointer, "instruction"), text),
                Item::Question(question) => {
                    let pointer = join(&pointer, "question");
                    self.text(&join(&pointer, "text"), &question.text);
                    if let Some(heading) = &question.heading {
                        self.line(&join(&pointer, "heading"), heading);
                    }
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
                        keys.push((join(&pointer, "number"), strategy.number.as_str()));
                        self.strategy(&pointer, strategy);
                    }
                }
            }
        }
        self.unique(keys);
    }

    fn strategy(&mut self, pointer: &str, strategy: &Strategy) {
        self.signs(&join(pointer, "number"), &strategy.number);
        if !strategy.placeholder {
            self.line(&join(pointer, "text"), &strategy.text);
        }
        if let Some(label) = &strategy.development_label {
            self.line(&join(pointer, "development_label"), label);
        }
        self.designated(pointer, strategy.designated.as_deref().unwrap_or_default());
        let asks_nobody = strategy.designated.as_ref().is_some_and(Vec::is_empty);
        // A placeholder is asked of nobody: no report can show it.
        match (strategy.placeholder, asks_nobody) {
            (true, false) => self.report(Code::PlaceholderAsked, pointer, &[]),
            (false, true) => self.report(Code::Unreachable, pointer, &[]),
            (true, true) | (false, false) => {}
        }
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

    /// A text with markup must have words, and signs that the fonts have.
    fn text(&mut self, pointer: &str, text: &str) {
        let place = self.json.place(pointer);
        let (read, found) = lint::read_text(text, &place, &|c| self.layout.can_print(c));
        self.add(pointer, read.is_empty(), found);
        self.decisions.note(text, &place, &mut self.problems);
    }

    /// So must a text that is printed as it stands.
    fn line(&mut self, pointer: &str, text: &str) {
        let place = self.json.place(pointer);
        let (read, found) = lint::read_line(text, &place, &|c| self.layout.can_print(c));
        self.add(pointer, read.trim().is_empty(), found);
        self.problems.append(too_long(&read, &place));
        self.decisions.note(text, &place, &mut self.problems);
    }

    /// So must signs that are no words.
    fn signs(&mut self, pointer: &str, text: &str) {
        let place = self.json.place(pointer);
        let (read, found) = lint::read_signs(text, &place, &|c| self.layout.can_print(c));
        self.add(pointer, read.trim().is_empty(), found);
        self.problems.append(too_long(&read, &place));
    }

    fn add(&mut self, pointer: &str, is_empty: bool, found: Problems) {
        self.problems.append(found);
        if is_empty {
            self.report(Code::EmptyText, pointer, &[]);
        }
    }

    fn unique(&mut self, ids: Vec<(String, &str)>) {
        let mut seen = HashSet::new();
        for (pointer, id) in ids {
            if self.id(&pointer, id) && !seen.insert(id) {
                self.report(Code::DuplicateId, &pointer, &[("id", id)]);
            }
        }
    }

    /// Whether `id` can be one.
    fn id(&mut self, pointer: &str, id: &str) -> bool {
        let code = match id {
            _ if !is_id(id) => Code::BadId,
            _ if is_comment(id) => Code::ReservedId,
            _ => return true,
        };
        self.report(code, pointer, &[("id", id)]);
        false
    }
}

fn is_id(id: &str) -> bool {
    is_seen(id) && !id.contains(char::is_whitespace)
}

/// Whether a word has a sign, and none that nobody sees.
fn is_seen(word: &str) -> bool {
    !word.trim().is_empty() && !word.contains(has_no_look)
}

/// Whether a line is longer than titles and bookmarks can be.
fn too_long(line: &str, place: &Place) -> Problems {
    let length = line.chars().count();
    if length <= LONGEST_LINE {
        return Problems::default();
    }
    let diagnostic = Diagnostic::new(Code::TooLong, place.clone());
    diagnostic.with("length", length.to_string()).with("longest", LONGEST_LINE.to_string()).into()
}

/// Checks the register of bodies against the layout that prints its names.
pub fn register(json: &Json, bodies: &Bodies, layout: &Layout) -> Problems {
    let mut problems = Problems::default();
    for (id, body) in &bodies.bodies {
        let pointer = join("/bodies", id);
        if !is_seen(id) {
            let place = json.key_place(&pointer);
            problems.add(Diagnostic::new(Code::BadId, place).with("id", id));
        }
        for (key, text) in [("name", &body.name), ("genitive", &body.genitive)] {
            let place = json.place(&join(&pointer, key));
            let (read, found) = lint::read_line(text, &place, &|c| layout.can_print(c));
            problems.append(found);
            problems.append(too_long(&read, &place));
            if read.trim().is_empty() {
                problems.add(Diagnostic::new(Code::EmptyText, place));
            }
        }
    }
    problems
}
