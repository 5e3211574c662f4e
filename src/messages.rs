//! Every word that the program says to its user, in the user's language.
//!
//! The catalogues are Fluent files, one per language. Results go to standard
//! output, all else to standard error.

mod folder;
mod import;
mod rows;
mod verdicts;

use std::io::Write;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use serde_json::{Value, json};
use unic_langid::LanguageIdentifier;

use crate::cli::Finding;
use crate::diagnostic::{Code, Diagnostic, Place, Problems, QuestionName, Severity};
use crate::error::Error;
use crate::job::Failure;
use crate::rich_text::has_no_look;

pub use rows::{Rows, Tally};
pub use verdicts::Seen;

const ENGLISH: &str = include_str!("messages/en.ftl");
const SWEDISH: &str = include_str!("messages/sv.ftl");

/// The messages in one language.
pub struct Messages {
    bundle: FluentBundle<FluentResource>,
}

impl Messages {
    /// The language asked for, or else the locale's, or else English.
    pub fn new(asked: Option<&str>) -> Self {
        let language = asked.map(str::to_owned).or_else(sys_locale::get_locale).unwrap_or_default();
        let (tag, catalogue) =
            if language.starts_with("sv") { ("sv", SWEDISH) } else { ("en", ENGLISH) };
        let tag: LanguageIdentifier = tag.parse().expect("the tags are well formed");
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(catalogue.to_owned())
            .unwrap_or_else(|(_, errors)| panic!("a catalogue is not Fluent: {errors:?}"));
        bundle.add_resource(resource).expect("no catalogue has a message twice");
        Self { bundle }
    }

    /// Message `id`, or its `attribute`, with `args` filled in.
    pub fn text(
        &self,
        id: &str,
        attribute: Option<&str>,
        args: &[(&str, String)],
    ) -> Option<String> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut values = FluentArgs::new();
        for (name, value) in args {
            match value.parse::<f64>() {
                Ok(number) if NUMBERS.contains(name) => values.set(*name, number),
                _ => values.set(*name, value.clone()),
            }
        }
        Some(self.bundle.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned())
    }

    fn say(&self, id: &str, args: &[(&str, String)]) -> String {
        self.text(id, None, args).unwrap_or_else(|| id.to_owned())
    }

    /// What is wrong, in a line.
    pub fn title(&self, diagnostic: &Diagnostic) -> String {
        let args: Vec<(&str, String)> = diagnostic
            .args
            .iter()
            .map(|(name, value)| match *name {
                "expected" | "found" if diagnostic.code == Code::WrongType => {
                    (*name, self.say("kind", &[("name", value.clone())]))
                }
                name => (name, value.clone()),
            })
            .collect();
        self.say(diagnostic.code.id(), &args)
    }

    /// What to do about it.
    pub fn hints(&self, diagnostic: &Diagnostic) -> Vec<String> {
        let has = |name: &str| diagnostic.args.iter().any(|(arg, _)| *arg == name);
        let id = diagnostic.code.id();
        let special = ["meant", "setting"].into_iter().find(|name| has(name));
        let main = special.unwrap_or("hint");
        let advice = has("advice").then_some("advice");
        advice
            .into_iter()
            .chain([main])
            .filter_map(|attribute| self.text(id, Some(attribute), &diagnostic.args))
            .collect()
    }

    fn question(&self, question: &QuestionName) -> String {
        let section = ("section", question.section.to_string());
        match &question.strategy {
            Some(strategy) => {
                self.say("question-strategy", &[section, ("strategy", strategy.clone())])
            }
            None => self.say("question-text", &[section, ("heading", question.heading.clone())]),
        }
    }

    /// Where it is, beside file, line and column.
    fn whereabouts(&self, place: &Place) -> Option<String> {
        // A key may hold what would turn the line around, or colour it.
        let pointer = place.pointer.replace(has_no_look, "\u{fffd}");
        match &place.question {
            Some(question) => {
                let question = self.question(question);
                Some(self.say("at-question", &[("question", question), ("pointer", pointer)]))
            }
            None if pointer.is_empty() => None,
            None => Some(self.say("at-path", &[("pointer", pointer)])),
        }
    }

    /// A diagnostic as people read it: title, place, source line, hint.
    pub fn render(&self, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
        let level = match diagnostic.severity() {
            Severity::Error => Level::ERROR.with_name(self.say("error", &[])),
            Severity::Warning => Level::WARNING.with_name(self.say("warning", &[])),
        };
        let title = self.title(diagnostic);
        let title = level.primary_title(title).id(diagnostic.code.id());
        let whereabouts = diagnostic.place.as_ref().and_then(|place| self.whereabouts(place));
        let mut group = match &diagnostic.place {
            Some(place) => title.element(snippet(place, whereabouts.as_deref())),
            None => Group::with_title(title),
        };
        let hint_word = self.say("hint", &[]);
        for hint in self.hints(diagnostic) {
            group = group.element(Level::HELP.with_name(hint_word.clone()).message(hint));
        }
        renderer.render(&[group])
    }

    pub fn print_problems(&self, problems: &Problems) {
        let renderer = Renderer::styled();
        for diagnostic in &problems.0 {
            anstream::eprintln!("{}\n", self.render(diagnostic, &renderer));
        }
    }

    pub fn print_failure(&self, failure: &Failure) {
        match failure {
            Failure::Problems(problems) => self.print_problems(problems),
            Failure::Error(error) => self.print_error(error),
        }
    }

    /// Forms' own warnings, in a line: they are no news to who answers. What
    /// has no place in a file was asked for just now, and is told in full.
    pub fn print_form_warnings(&self, warnings: &Problems) {
        let placeless = warnings.0.iter().filter(|d| d.place.is_none()).cloned();
        self.print_problems(&Problems(placeless.collect()));
        let mut files: Vec<&str> = Vec::new();
        for place in warnings.0.iter().filter_map(|d| d.place.as_ref()) {
            if !files.contains(&place.source.name.as_str()) {
                files.push(&place.source.name);
            }
        }
        for file in files {
            let of_file = |d: &&Diagnostic| d.place.as_ref().is_some_and(|p| p.source.name == file);
            let count = warnings.0.iter().filter(of_file).count();
            let args = [("file", file.to_owned()), ("warnings", count.to_string())];
            anstream::eprintln!("{}", self.say("form-warnings", &args));
        }
    }

    pub fn print_begun(&self, path: &Path) {
        let args = [("file", path.display().to_string())];
        anstream::println!("{}", self.say("begun", &args));
    }

    pub fn print_begun_form(&self, path: &Path) {
        let args = [("file", path.display().to_string())];
        anstream::println!("{}", self.say("begun-form", &args));
    }

    /// All problems of a run, file by file, and what is left to answer.
    pub fn print_findings(&self, forms: &Problems, findings: &[Finding]) {
        self.print_problems(forms);
        for finding in findings {
            self.print_problems(&finding.problems);
        }
        for finding in findings {
            let errors = finding.problems.errors();
            let warnings = finding.problems.warnings();
            let progress = finding.progress.unwrap_or_default();
            let args = [
                ("file", finding.file.clone()),
                ("errors", errors.to_string()),
                ("warnings", warnings.to_string()),
                ("answered", progress.answered.to_string()),
                ("asked", progress.asked.to_string()),
            ];
            let mut line = self.say("finding", &args);
            if progress.asked > 0 {
                line.push_str(", ");
                line.push_str(&self.say("progress", &args));
            }
            anstream::println!("{line}");
        }
    }

    /// The same for programs; the fields are part of the interface.
    pub fn print_findings_as_json(&self, forms: &Problems, findings: &[Finding]) {
        let problems = |problems: &Problems| -> Vec<Value> {
            problems.0.iter().map(|diagnostic| self.as_json(diagnostic)).collect()
        };
        let files: Vec<Value> = findings
            .iter()
            .map(|finding| {
                json!({
                    "file": finding.file,
                    "answered": finding.progress.map(|p| p.answered),
                    "asked": finding.progress.map(|p| p.asked),
                    "problems": problems(&finding.problems),
                })
            })
            .collect();
        let all = json!({ "forms": problems(forms), "files": files });
        anstream::println!("{all:#}");
    }

    fn as_json(&self, diagnostic: &Diagnostic) -> Value {
        let severity = match diagnostic.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let mut value = json!({
            "code": diagnostic.code.id(),
            "severity": severity,
            "message": self.title(diagnostic),
            "hints": self.hints(diagnostic),
        });
        if let Some(place) = &diagnostic.place {
            let (line, column) = place.line_and_column();
            value["file"] = json!(place.source.name);
            value["line"] = json!(line);
            value["column"] = json!(column);
            value["path"] = json!(place.pointer);
            if let Some(question) = &place.question {
                value["section"] = json!(question.section);
                value["heading"] = json!(question.heading);
                value["strategy"] = json!(question.strategy);
            }
        }
        value
    }

    pub fn print_not_made(&self, answers: &Path) {
        self.print_plain(
            Level::ERROR,
            "error",
            "not-made",
            &[("file", answers.display().to_string())],
        );
    }

    /// An error in a line, with its hint.
    fn print_refusal(&self, id: &str, args: &[(&str, String)]) {
        self.print_plain(Level::ERROR, "error", id, args);
    }

    pub fn print_no_answers(&self, paths: &[PathBuf]) {
        let paths: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
        self.print_plain(Level::ERROR, "error", "no-answers", &[("paths", paths.join(", "))]);
    }

    pub fn print_error(&self, error: &Error) {
        let (id, args) = words_of(error);
        self.print_plain(Level::ERROR, "error", id, &args);
    }

    /// An error for programs, as [`Self::as_json`] gives a diagnostic.
    fn error_as_json(&self, error: &Error) -> Value {
        let (id, args) = words_of(error);
        let hints: Vec<String> = self.text(id, Some("hint"), &args).into_iter().collect();
        json!({
            "code": id,
            "severity": "error",
            "message": self.say(id, &args),
            "hints": hints,
        })
    }

    fn print_plain(&self, level: Level<'_>, name: &str, id: &str, args: &[(&str, String)]) {
        let title = level.with_name(self.say(name, &[])).primary_title(self.say(id, args));
        let mut group = Group::with_title(title);
        if let Some(hint) = self.text(id, Some("hint"), args) {
            group = group.element(Level::HELP.with_name(self.say("hint", &[])).message(hint));
        }
        let rendered = Renderer::styled().render(&[group]);
        let _ = writeln!(anstream::stderr(), "{rendered}\n");
    }
}

/// The message for an error, and what is filled in there.
fn words_of(error: &Error) -> (&'static str, Vec<(&'static str, String)>) {
    let path = |path: &Path| ("path", path.display().to_string());
    match error {
        Error::Read { path: file, source } => {
            ("cannot-read", vec![path(file), ("reason", source.to_string())])
        }
        Error::Write { path: file, source } => {
            ("cannot-write", vec![path(file), ("reason", source.to_string())])
        }
        Error::NotText { path: file } => ("not-text", vec![path(file)]),
        Error::NotAFile { path: file, found } => {
            ("not-a-file", vec![path(file), ("found", found.id().to_owned())])
        }
        Error::NotAFolder { path: file } => ("not-a-folder", vec![path(file)]),
        Error::Internal { what, problem } => {
            ("internal", vec![("what", (*what).to_owned()), ("reason", problem.clone())])
        }
    }
}

/// Arguments that choose between singular and plural.
const NUMBERS: [&str; 13] = [
    "files",
    "pages",
    "errors",
    "warnings",
    "answered",
    "asked",
    "made",
    "unchanged",
    "failed",
    "changes",
    "open",
    "inserted",
    "deleted",
];

fn snippet<'a>(
    place: &'a Place,
    label: Option<&'a str>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let mark = AnnotationKind::Primary.span(place.span.clone());
    let mark = match label {
        Some(label) => mark.label(label),
        None => mark,
    };
    Snippet::source(&place.source.text).path(&place.source.name).annotation(mark)
}
