//! Every word that the program says to its user, in the user's language.
//!
//! The catalogues are Fluent files, one per language. Results go to standard
//! output, all else to standard error.

mod begun;
mod findings;
mod folder;
mod import;
mod plain;
mod rows;
pub(crate) mod stream;
mod system;
mod tongue;
mod verdicts;

use std::io::Write;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use indexmap::IndexMap;
use serde_json::{Value, json};
use unic_langid::LanguageIdentifier;

use crate::diagnostic::{Code, Diagnostic, Lines, Place, Problems, QuestionName, Severity};
use crate::error::{Error, Remedy};
use crate::job::Failure;

pub use plain::plain;
pub use rows::{Rows, Shown, Tally};
use stream::{err, to_errors};
use tongue::is_of;
pub use verdicts::Seen;

use plain::{Excerpt, json_text};

const ENGLISH: &str = include_str!("messages/en.ftl");
const SWEDISH: &str = include_str!("messages/sv.ftl");
const SWEDISH_HELP: &str = include_str!("messages/help-sv.ftl");

/// The messages in one language.
pub struct Messages {
    bundle: FluentBundle<FluentResource>,
    /// Of the command line, where it is not in English.
    help: Option<FluentBundle<FluentResource>>,
}

fn bundle(tag: &str, catalogue: &str) -> FluentBundle<FluentResource> {
    let tag: LanguageIdentifier = tag.parse().expect("the tags are well formed");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(catalogue.to_owned())
        .unwrap_or_else(|(_, errors)| panic!("a catalogue is not Fluent: {errors:?}"));
    bundle.add_resource(resource).expect("no catalogue has a message twice");
    bundle
}

impl Messages {
    /// The language asked for, or else the locale's, or else English.
    pub fn new(asked: Option<&str>) -> Self {
        let asked = asked.filter(|asked| Self::have(asked)).map(str::to_owned);
        let language = asked.or_else(sys_locale::get_locale).unwrap_or_default();
        let (tag, catalogue, help) = match is_of(&language, "sv") {
            true => ("sv", SWEDISH, Some(SWEDISH_HELP)),
            false => ("en", ENGLISH, None),
        };
        Self { bundle: bundle(tag, catalogue), help: help.map(|help| bundle(tag, help)) }
    }

    /// What `--help` says under that id; nothing in English, which stands in the
    /// code.
    pub(crate) fn help(&self, id: &str) -> Option<String> {
        let help = self.help.as_ref()?;
        let pattern = help.get_message(id)?.value()?;
        Some(help.format_pattern(pattern, None, &mut Vec::new()).into_owned())
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
                _ if COLOURED.contains(name) => values.set(*name, value.clone()),
                _ => values.set(*name, plain(value).into_owned()),
            }
        }
        Some(self.bundle.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned())
    }

    pub(crate) fn say(&self, id: &str, args: &[(&str, String)]) -> String {
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
        let special = ["meant", "setting", "write", "named", "elsewhere", "instead"]
            .into_iter()
            .find(|name| has(name));
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
            None => {
                let heading = ("heading", question.heading.clone());
                match &question.words {
                    Some(words) => {
                        self.say("question-words", &[section, heading, ("words", words.clone())])
                    }
                    None => self.say("question-text", &[section, heading]),
                }
            }
        }
    }

    /// Where it is, beside file, line and column.
    fn whereabouts(&self, place: &Place) -> Option<String> {
        let pointer = place.pointer.clone();
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
        let mut group = match &diagnostic.place {
            Some(place) => title.element(snippet(place, self.whereabouts(place))),
            None => Group::with_title(title),
        };
        let hint_word = self.say("hint", &[]);
        for hint in self.hints(diagnostic) {
            group = group.element(Level::HELP.with_name(hint_word.clone()).message(hint));
        }
        plain::with_our_place(&renderer.render(&[group]))
    }

    pub fn print_problems(&self, problems: &Problems) {
        let renderer = Renderer::styled();
        let mut counts: IndexMap<Code, usize> = IndexMap::new();
        for diagnostic in &problems.0 {
            let count = counts.entry(diagnostic.code).or_default();
            *count += 1;
            if *count <= MOST_ALIKE {
                err!("{}\n", self.render(diagnostic, &renderer));
            }
        }
        for (code, count) in counts.iter().filter(|(_, count)| **count > MOST_ALIKE) {
            let args = [("more", (count - MOST_ALIKE).to_string()), ("code", code.id().to_owned())];
            err!("{}\n", self.say("and-more", &args));
        }
    }

    pub fn print_failure(&self, failure: &Failure) {
        match failure {
            Failure::Problems(problems) => self.print_problems(problems),
            Failure::Shared { problems: Some(problems), .. } => self.print_problems(problems),
            Failure::Shared { fault, problems: None } => {
                self.print_refusal("form-refused", &fault.args());
            }
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
            err!("{}", self.say("form-warnings", &args));
        }
    }

    pub(super) fn as_json(&self, diagnostic: &Diagnostic) -> Value {
        self.as_json_with(diagnostic, &mut Lines::default())
    }

    /// The same of one of many, whose lines are counted once.
    pub(super) fn as_json_with(&self, diagnostic: &Diagnostic, lines: &mut Lines) -> Value {
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
            let (line, column) = lines.of(place);
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

    /// Why no report was made of `answers`.
    pub fn print_not_made(&self, answers: &Path, failure: &Failure) {
        let file = ("file", answers.display().to_string());
        if let Failure::Shared { fault, problems } = failure {
            self.print_problems(problems.as_ref().unwrap_or(&Problems::default()));
            let why = ("why", self.say("its-form-refused", &fault.args()));
            return self.print_refusal("not-made-of-form", &[file, why]);
        }
        self.print_failure(failure);
        self.print_refusal("not-made", &[file]);
    }

    /// The same where the reason has been told.
    pub fn print_not_made_either(&self, answers: &Path) {
        self.print_refusal("not-made", &[("file", answers.display().to_string())]);
    }

    /// An error in a line, with its hint.
    pub(crate) fn print_refusal(&self, id: &str, args: &[(&str, String)]) {
        self.print_plain(Level::ERROR, "error", id, args);
    }

    pub fn print_no_answers(&self, paths: &[PathBuf]) {
        let paths: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
        self.print_plain(Level::ERROR, "error", "no-answers", &[("paths", paths.join(", "))]);
    }

    pub fn print_error(&self, error: &Error) {
        to_errors(format_args!("{}\n", self.render_error(error, &Renderer::styled())));
    }

    /// An error as people read it, with what can be done about it.
    pub fn render_error(&self, error: &Error, renderer: &Renderer) -> String {
        let (id, args) = self.error(error);
        let hint = hint_of(error);
        let title = Level::ERROR.with_name(self.say("error", &[]));
        let mut group = Group::with_title(title.primary_title(self.say(id, &args)));
        if let Some(hint) = self.text(id, Some(hint), &args) {
            group = group.element(Level::HELP.with_name(self.say("hint", &[])).message(hint));
        }
        renderer.render(&[group])
    }

    /// Whether all results were printed, or nobody waits for them; tells once if
    /// not.
    pub fn is_all_printed(&self) -> bool {
        let Some((error, is_news)) = stream::failure() else { return true };
        if is_news {
            self.print_error(&Error::Print { reason: self.system(error) });
        }
        false
    }

    /// An error's message, and what fills it in.
    fn error(&self, error: &Error) -> (&'static str, Vec<(&'static str, String)>) {
        let path = |path: &Path| ("path", path.display().to_string());
        match error {
            Error::Read { path: file, source } => {
                ("cannot-read", vec![path(file), ("reason", self.system(source))])
            }
            Error::Write { path: file, source } => {
                ("cannot-write", vec![path(file), ("reason", self.system(source))])
            }
            Error::NotText { path: file } => ("not-text", vec![path(file)]),
            Error::NotAFile { path: file, found } => {
                ("not-a-file", vec![path(file), ("found", found.id().to_owned())])
            }
            Error::NotAFolder { path: file } => ("not-a-folder", vec![path(file)]),
            Error::TooLarge { path: file, most } => {
                let most = (most >> 20).to_string();
                ("too-large", vec![path(file), ("megabytes", most)])
            }
            Error::LeadsOut { path: file } => ("leads-out", vec![path(file)]),
            Error::Print { reason } => ("cannot-print", vec![("reason", reason.clone())]),
            Error::Internal { what, problem } => {
                ("internal", vec![("what", (*what).to_owned()), ("reason", problem.clone())])
            }
        }
    }

    /// Why the system refused, in the user's language as far as it is known.
    fn system(&self, error: &std::io::Error) -> String {
        let kind = ("kind", system::word(error).to_owned());
        self.say("io", &[kind, ("detail", error.to_string())])
    }

    /// An error for programs, as [`Self::as_json`] gives a diagnostic.
    fn error_as_json(&self, error: &Error) -> Value {
        let (id, args) = self.error(error);
        let hint = hint_of(error);
        let hints: Vec<String> = self.text(id, Some(hint), &args).into_iter().collect();
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
        let is_meant = args.iter().any(|(name, _)| *name == "meant");
        let meant = is_meant.then(|| self.text(id, Some("meant"), args)).flatten();
        for hint in meant.into_iter().chain(self.text(id, Some("hint"), args)) {
            group = group.element(Level::HELP.with_name(self.say("hint", &[])).message(hint));
        }
        let rendered = Renderer::styled().render(&[group]);
        let _ = writeln!(anstream::stderr(), "{rendered}\n");
    }
}

/// So many problems of one kind and file are told in full.
const MOST_ALIKE: usize = 100;

/// The attribute of that message that says what to do.
fn hint_of(error: &Error) -> &'static str {
    let remedy = match error {
        Error::Read { source, .. } | Error::Write { source, .. } => Remedy::of(source),
        _ => None,
    };
    remedy.map_or("hint", Remedy::attribute)
}

/// Arguments that choose between singular and plural.
const NUMBERS: [&str; 16] = [
    "seconds",
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
    "statuses",
    "reports",
];

/// Arguments that are put together here, of plain texts, with colours.
const COLOURED: [&str; 1] = ["diff"];

fn snippet(
    place: &Place,
    label: Option<String>,
) -> Snippet<'static, annotate_snippets::Annotation<'static>> {
    let excerpt = Excerpt::of(place);
    let mark = AnnotationKind::Primary.span(excerpt.span);
    let mark = match label {
        Some(label) => mark.label(label),
        None => mark,
    };
    Snippet::source(excerpt.text)
        .line_start(excerpt.first_line)
        .path(plain::named(place))
        .annotation(mark)
}
