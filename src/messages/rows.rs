//! A row for each report of a run, as it is settled, and the sum of them.

use crate::messages::stream::{err, out};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};

use super::folder::kept;
use super::{Messages, json_text, plain};
use crate::apart::Told;
use crate::batch::Outcome;
use crate::inputs::Reason;
use crate::plan::{Item, State};

/// How a run went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub made: usize,
    pub unchanged: usize,
    pub failed: usize,
    pub time: Duration,
}

impl Tally {
    pub fn count(&mut self, told: Told) {
        match told {
            Told::Made => self.made += 1,
            Told::Unchanged => self.unchanged += 1,
            Told::Failed => self.failed += 1,
        }
    }
}

/// Prints rows to standard output, and on a terminal a bar below them.
pub struct Rows<'a> {
    messages: &'a Messages,
    form: Form,
    bar: ProgressBar,
    /// Widths of the columns of names and diary numbers.
    widths: (usize, usize),
}

/// How what is made is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Nothing,
    Text,
    Json,
}

enum Form {
    Silent,
    Text,
    Json,
}

impl<'a> Rows<'a> {
    pub fn silent(messages: &'a Messages) -> Self {
        Self { messages, form: Form::Silent, bar: ProgressBar::hidden(), widths: (0, 0) }
    }

    pub fn json(messages: &'a Messages) -> Self {
        Self { messages, form: Form::Json, bar: ProgressBar::hidden(), widths: (0, 0) }
    }

    pub fn text(messages: &'a Messages, items: &[Item]) -> Self {
        let planned = items.iter().filter(|item| item.is_planned()).count();
        // A bar that is gone at once only flickers.
        let bar = if planned > 3 && std::io::stderr().is_terminal() {
            let style = "{bar:30} {pos}/{len}  {msg}  {eta}";
            let style = ProgressStyle::with_template(style).unwrap_or(ProgressStyle::default_bar());
            let target = ProgressDrawTarget::stderr();
            ProgressBar::with_draw_target(Some(items.len() as u64), target).with_style(style)
        } else {
            ProgressBar::hidden()
        };
        let width = |text: fn(&Item) -> &str| {
            items
                .iter()
                .map(|item| plain(text(item)).chars().count())
                .max()
                .unwrap_or_default()
                .min(40)
        };
        let widths = (width(|item| &item.name), width(|item| &item.diary_number));
        Self { messages, form: Form::Text, bar, widths }
    }

    pub fn add(&mut self, item: &Item, outcome: &Outcome) {
        self.bar.inc(1);
        self.bar.set_message(plain(&item.name).into_owned());
        match self.form {
            Form::Silent => {}
            Form::Text => {
                let row = self.row(item, outcome);
                self.bar.suspend(|| out!("{row}"));
            }
            Form::Json => {
                out!("{}", json_text(&self.record(item, outcome), false));
            }
        }
    }

    /// Lets something be printed between the rows.
    pub fn pause(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
    }

    pub fn finish(self) {
        self.bar.finish_and_clear();
    }

    /// Body, diary number, pages, warnings, time, and what was written.
    fn row(&self, item: &Item, outcome: &Outcome) -> String {
        let (name, number) = (plain(&item.name), plain(&item.diary_number));
        let (name_width, number_width) = self.widths;
        let rest = match outcome {
            Outcome::Made(made, reasons) => {
                let pages = made.pages.map(|pages| self.pages(pages)).unwrap_or_default();
                let files = short_list(&made.files);
                let seconds = made.time.as_secs_f64();
                let warnings = self.warnings(made.warnings.warnings());
                let why = match self.why(reasons) {
                    why if why.is_empty() => String::new(),
                    why => format!("  ({why})"),
                };
                format!("{pages:>8}  {warnings:>11}  {seconds:.2} s  {files}{why}")
            }
            Outcome::Unchanged(standing) => {
                let pages = standing.pages.map(|pages| self.pages(pages)).unwrap_or_default();
                let warnings = self.warnings(standing.warnings);
                format!("{pages:>8}  {warnings:>11}  {}", self.messages.say("unchanged", &[]))
            }
            Outcome::Failed(_) => self.messages.say("refused", &[]),
        };
        format!("{name:name_width$}  {number:number_width$}  {rest}")
    }

    fn pages(&self, pages: usize) -> String {
        self.messages.say("pages", &[("pages", pages.to_string())])
    }

    fn warnings(&self, warnings: usize) -> String {
        match warnings {
            0 => String::new(),
            _ => self.messages.say("with-warnings", &[("warnings", warnings.to_string())]),
        }
    }

    fn why(&self, reasons: &[Reason]) -> String {
        self.messages.why(reasons)
    }

    fn record(&self, item: &Item, outcome: &Outcome) -> Value {
        let mut value = json!({
            "answers": item.path,
            "body": item.name,
            "diary_number": item.diary_number,
        });
        match outcome {
            Outcome::Made(made, reasons) => {
                value["outcome"] = json!("made");
                value["why"] = json!(self.why(reasons));
                value["files"] = json!(made.files);
                value["removed"] = json!(made.earlier.removed);
                value["pages"] = json!(made.pages);
                value["warnings"] = json!(made.warnings.warnings());
                value["seconds"] = json!(made.time.as_secs_f64());
            }
            Outcome::Unchanged(standing) => {
                value["outcome"] = json!("unchanged");
                value["pages"] = json!(standing.pages);
                value["warnings"] = json!(standing.warnings);
            }
            Outcome::Failed(_) => {
                value["outcome"] = json!("refused");
                let remains = |are_current: bool| {
                    let remains = item.remains.as_ref().filter(|r| r.are_current == are_current);
                    remains.map(|remains| remains.files.as_slice()).unwrap_or_default()
                };
                value["outdated"] = json!(remains(false));
                value["current"] = json!(remains(true));
            }
        }
        if !matches!(outcome, Outcome::Failed(_)) {
            value["kept"] = json!(kept(item, outcome));
        }
        value
    }
}

impl Messages {
    /// Why a report is made; nothing where it is simply new.
    pub(super) fn why(&self, reasons: &[Reason]) -> String {
        let reasons = reasons.iter().filter_map(|reason| match reason {
            Reason::New => None,
            Reason::AnswersChanged => Some(self.say("answers-changed", &[])),
            Reason::FormChanged => Some(self.say("form-changed", &[])),
            Reason::BodyChanged => Some(self.say("body-changed", &[])),
            Reason::LayoutChanged(files) if files.is_empty() => Some(self.say("other-layout", &[])),
            Reason::LayoutChanged(files) => {
                Some(self.say("layout-changed", &[("files", files.join(", "))]))
            }
            Reason::Set(setting) => Some(plain(setting).into_owned()),
            Reason::NotSet(setting) => Some(self.say("not-set", &[("setting", setting.clone())])),
            Reason::OptionsChanged | Reason::OtherFormat => Some(self.say("options-changed", &[])),
            Reason::ProgramChanged => Some(self.say("program-changed", &[])),
            Reason::Missing(file) => Some(self.say("file-missing", &[("file", file.clone())])),
            Reason::CutOff => Some(self.say("cut-off", &[])),
            Reason::Taken => Some(self.say("edits-taken", &[])),
            Reason::Forced => Some(self.say("forced", &[])),
        });
        reasons.collect::<Vec<_>>().join(", ")
    }

    /// What a run would do.
    pub fn print_plan(&self, items: &[Item], shown: Shown) -> Tally {
        let mut tally = Tally::default();
        for item in items {
            match &item.state {
                State::Planned { .. } => tally.made += 1,
                State::Unchanged(_) => tally.unchanged += 1,
                State::Failed(_) => tally.failed += 1,
            }
            match shown {
                Shown::Nothing => {}
                Shown::Text => {
                    let (name, number) = (plain(&item.name), plain(&item.diary_number));
                    out!("{name}  {number}  {}", self.plan(&item.state));
                }
                Shown::Json => out!("{}", json_text(&self.planned(item), false)),
            }
        }
        for item in items {
            if let State::Failed(failure) = &item.state {
                self.print_not_made(&item.path, failure);
                self.print_remains(item);
            }
        }
        tally
    }

    fn plan(&self, state: &State) -> String {
        match state {
            State::Planned { reasons, .. } => {
                let why = match self.why(reasons) {
                    why if why.is_empty() => self.say("new", &[]),
                    why => why,
                };
                self.say("would-make", &[("why", why)])
            }
            State::Unchanged(_) => self.say("unchanged", &[]),
            State::Failed(_) => self.say("refused", &[]),
        }
    }

    fn planned(&self, item: &Item) -> Value {
        let (outcome, why) = match &item.state {
            State::Planned { reasons, .. } => ("planned", Some(self.why(reasons))),
            State::Unchanged(_) => ("unchanged", None),
            State::Failed(_) => ("refused", None),
        };
        json!({
            "answers": item.path,
            "body": item.name,
            "diary_number": item.diary_number,
            "outcome": outcome,
            "why": why,
        })
    }

    pub fn print_tally(&self, tally: &Tally) {
        if tally.made + tally.unchanged + tally.failed < 2 {
            return;
        }
        let args = [
            ("made", tally.made.to_string()),
            ("unchanged", tally.unchanged.to_string()),
            ("failed", tally.failed.to_string()),
            ("time", format!("{:.2}", tally.time.as_secs_f64())),
        ];
        out!("{}", self.say("tally", &args));
    }

    /// How all reports stand after an edit, of which some could not be made.
    pub fn print_edited(&self, tally: &Tally, failing: usize, were_failing: bool) {
        let time = ("time", format!("{:.2}", tally.time.as_secs_f64()));
        match (failing, were_failing) {
            (0, true) => err!("{}", self.say("all-well", &[time])),
            (0, false) if tally.made > 0 => self.print_tally(tally),
            (0, false) => {}
            _ => err!("{}", self.say("some-failing", &[("failed", failing.to_string()), time])),
        }
    }

    pub fn print_watching(&self) {
        err!("{}", self.say("watching", &[]));
    }

    pub fn print_watching_ends(&self) {
        err!("{}", self.say("watching-ends", &[]));
    }
}

/// The first file's path, and the endings of the others: `out/a.pdf, .docx`.
fn short_list(files: &[PathBuf]) -> String {
    let first = files.iter().take(1).map(|file| file.display().to_string());
    let others = files.iter().skip(1).filter_map(|file| file.extension());
    let others = others.map(|ending| format!(".{}", ending.display()));
    plain(&first.chain(others).collect::<Vec<_>>().join(", ")).into_owned()
}
