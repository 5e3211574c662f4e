//! What came of a Word file: each change word by word, and what to look at.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::messages::stream::{err, out};
use anstream::adapter::strip_str;
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

use super::{Messages, json_text, plain};
use crate::diagnostic::{Diagnostic, QuestionName};
use crate::import::change::{Change, Import, Note, Remark, Status, What};
use crate::import::fields::FormChange;
use crate::import::header::Shown;
use crate::import::take::Account;
use crate::job::Failure;

/// Words that are the same, and more than this many, are passed over.
const CONTEXT: usize = 6;

/// After that long, what is left of two texts counts as different.
const LONGEST_DIFF: Duration = Duration::from_millis(200);

impl Messages {
    pub fn print_import(&self, account: &Account) {
        let path = |name, path: &Path| (name, path.display().to_string());
        let args = [path("file", &account.file), path("answers", &account.answers)];
        out!("{}", self.say("import-file", &args));
        self.print_changes(&account.import.changes);
        for note in &account.import.notes {
            out!("  {}", self.note(note));
        }
        let open = account.import.notes.iter().filter(|note| note.what.is_open()).count();
        let changes = account.import.changes.len();
        let args = [("changes", changes.to_string()), ("open", open.to_string())];
        out!("  {}", self.say("import-sum", &args));
        let progress = account.progress;
        if progress.answered < progress.asked {
            let args = [
                ("answered", progress.answered.to_string()),
                ("asked", progress.asked.to_string()),
            ];
            out!("  {}", self.say("progress", &args));
        }
        if let Some(backup) = &account.backup {
            out!("  {}", self.say("import-backup", &[path("file", backup)]));
        }
    }

    fn print_changes(&self, changes: &[Change]) {
        let mut last = None;
        for change in changes {
            if last != Some(&change.question) {
                out!("  {}", self.question(&change.question));
            }
            last = Some(&change.question);
            out!("    {}", self.change(change));
        }
    }

    fn change(&self, change: &Change) -> String {
        let or_nothing = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
        match &change.what {
            What::Text { before, after } => word_diff(before, after),
            What::Status { before, after } => {
                let before = before.as_ref().map(|status| self.status(status));
                let args = [("before", or_nothing(&before)), ("after", self.status(after))];
                self.say("change-status", &args)
            }
            What::Expected { before, after } => {
                let args = [("before", or_nothing(before)), ("after", or_nothing(after))];
                self.say("change-expected", &args)
            }
        }
    }

    /// A status by its colour and short name: `gult (Mindre utvecklingsarbete)`.
    fn status(&self, status: &Status) -> String {
        match &status.colour {
            Some(colour) => {
                let args = [("colour", colour.clone()), ("short", status.short.clone())];
                self.say("status", &args)
            }
            None => plain(&status.short).into_owned(),
        }
    }

    fn note(&self, note: &Note) -> String {
        let sign = if note.what.is_open() { "!" } else { "·" };
        let text = self.remark(&note.what).replace('\n', "\n      ");
        match &note.question {
            Some(question) => format!("{sign} {}: {text}", self.question(question)),
            None => format!("{sign} {text}"),
        }
    }

    fn remark(&self, remark: &Remark) -> String {
        let kept = |kept: &Option<String>| ("kept", kept.clone().unwrap_or_default());
        let kept_or_none =
            |kept: &Option<String>| ("kept", kept.clone().unwrap_or_else(|| "none".to_owned()));
        let (id, args): (&str, Vec<(&str, String)>) = match remark {
            Remark::NoMark { kept: None } => ("note-no-mark-yet", vec![]),
            Remark::NoMark { kept: status } => ("note-no-mark", vec![kept(status)]),
            Remark::NoStatus { kept: None } => ("note-no-status-yet", vec![]),
            Remark::NoStatus { kept: status } => ("note-no-status", vec![kept(status)]),
            Remark::MarkAndState { mark, state, kept: None } => {
                ("note-mark-and-state-yet", vec![("mark", mark.clone()), ("state", state.clone())])
            }
            Remark::MarkAndState { mark, state, kept: status } => (
                "note-mark-and-state",
                vec![("mark", mark.clone()), ("state", state.clone()), kept(status)],
            ),
            Remark::SeveralMarks { marks, kept: status } => {
                ("note-several-marks", vec![("marks", marks.join(", ")), kept(status)])
            }
            Remark::UnclearMarks { kept: status } => ("note-unclear-marks", vec![kept(status)]),
            Remark::UnknownStatus { text, kept: status } => {
                ("note-unknown-status", vec![("text", text.clone()), kept(status)])
            }
            Remark::UnreadableDate { text, kept } => {
                ("note-unreadable-date", vec![("text", text.clone()), kept_or_none(kept)])
            }
            Remark::DateNotLast { text, kept } => {
                ("note-date-not-last", vec![("text", text.clone()), kept_or_none(kept)])
            }
            Remark::Beside(text) => ("note-beside", vec![("text", text.clone())]),
            Remark::Lost(loss) => ("note-lost", vec![("what", loss.id().to_owned())]),
            Remark::Marked { marking, words } => {
                let words = with_breaks_seen(&words.join(" … "));
                ("note-marked", vec![("how", marking.id().to_owned()), ("words", words)])
            }
            Remark::Missing => ("note-missing", vec![]),
            Remark::MissingSince => ("note-missing-since", vec![]),
            Remark::OtherForm { by_place: false } => ("note-other-form", vec![]),
            Remark::OtherForm { by_place: true } => ("note-other-form-by-place", vec![]),
            Remark::Comment { author, text } => {
                ("note-comment", vec![("author", author.clone()), ("text", with_breaks_seen(text))])
            }
            Remark::Form(FormChange { before: Some(before), after: Some(after), .. }) => {
                ("note-form-changed", vec![("diff", word_diff(before, after))])
            }
            Remark::Form(FormChange { before: Some(before), after: None, .. }) => {
                ("note-form-removed", vec![("text", with_breaks_seen(before))])
            }
            Remark::Form(FormChange { after, .. }) => (
                "note-form-added",
                vec![("text", with_breaks_seen(after.as_deref().unwrap_or_default()))],
            ),
            Remark::Header { shown, before, after } => {
                let id = match shown {
                    Shown::DiaryNumber => "note-other-dnr",
                    Shown::BodyName => "note-other-name",
                };
                (id, vec![("diff", word_diff(before, after))])
            }
            Remark::BrokenTracking => ("note-broken-tracking", vec![]),
            Remark::Both { ours, theirs } => {
                let (ours, theirs) = where_they_differ(ours, theirs);
                ("note-both", vec![("ours", ours), ("theirs", theirs)])
            }
            Remark::Deleted { theirs } => ("note-deleted", vec![("theirs", on_one_line(theirs))]),
            Remark::TakenBefore { ours, theirs } => {
                let (ours, theirs) = where_they_differ(ours, theirs);
                ("note-taken-before", vec![("ours", ours), ("theirs", theirs)])
            }
            Remark::Refused { code, args } => {
                let diagnostic = Diagnostic { code: *code, place: None, args: args.clone() };
                ("note-refused", vec![("why", self.title(&diagnostic))])
            }
            Remark::NotNoted(folder) => ("note-not-noted", vec![("folder", folder.clone())]),
            Remark::UnusedBase => ("note-unused-base", vec![]),
            Remark::SameAs(other) => ("note-same-as", vec![("file", other.clone())]),
            Remark::UnknownBase => ("note-unknown-base", vec![]),
            Remark::OtherMargins => ("note-other-margins", vec![]),
            Remark::OtherNumber { file, answers } => {
                ("note-other-number", vec![("number", file.clone()), ("answers", answers.clone())])
            }
            Remark::OtherBase => ("note-other-base", vec![]),
            Remark::Tracked { inserted, deleted } => (
                "note-tracked",
                vec![("inserted", inserted.to_string()), ("deleted", deleted.to_string())],
            ),
        };
        self.say(id, &args)
    }

    /// The same for programs; the fields are part of the interface.
    pub fn print_import_as_json(&self, account: &Account) {
        let notes = account.import.notes.iter().map(|note| self.note_as_json(note));
        let record = json!({
            "file": account.file,
            "answers": account.answers,
            "backup": account.backup,
            "changes": changes_as_json(&account.import.changes),
            "notes": notes.collect::<Vec<_>>(),
            "problems": [],
        });
        out!("{}", json_text(&record, false));
    }

    fn note_as_json(&self, note: &Note) -> Value {
        let mut value = place_as_json(note.question.as_ref());
        if let Some(question) = &note.question {
            value["path"] = json!(question.pointer);
        }
        value["open"] = json!(note.what.is_open());
        value["message"] = json!(strip_str(&self.remark(&note.what)).to_string());
        value
    }

    /// The record of a file of which nothing was taken, with the reasons.
    pub fn print_refused_import_as_json(&self, file: &Path, failure: &Failure) {
        let problems: Vec<Value> = match failure {
            Failure::Problems(problems) => problems.0.iter().map(|d| self.as_json(d)).collect(),
            Failure::Shared { fault, .. } => {
                let told = failure.problems().iter().map(|d| self.as_json(d));
                told.chain([self.form_refused_as_json(fault)]).collect()
            }
            Failure::Error(error) => vec![self.error_as_json(error)],
        };
        let record = json!({
            "file": file,
            "answers": null,
            "backup": null,
            "changes": [],
            "notes": [],
            "problems": problems,
        });
        out!("{}", json_text(&record, false));
    }

    pub fn print_diff(&self, import: &Import) {
        self.print_changes(&import.changes);
        for note in &import.notes {
            out!("  {}", self.note(note));
        }
        if import.changes.is_empty() {
            out!("{}", self.say("no-difference", &[]));
        }
    }

    /// The same for programs; the fields are part of the interface.
    pub fn print_diff_as_json(&self, import: &Import) {
        let notes = import.notes.iter().map(|note| self.note_as_json(note));
        let changes = json!({
            "changes": changes_as_json(&import.changes),
            "notes": notes.collect::<Vec<_>>(),
        });
        out!("{}", json_text(&changes, true));
    }

    /// What a file cannot show of a comparison.
    pub fn print_notes(&self, import: &Import) {
        for note in &import.notes {
            err!("  {}", self.note(note));
        }
    }

    pub fn print_diff_written(&self, file: &Path) {
        out!("{}", self.say("diff-written", &[("file", file.display().to_string())]));
    }

    pub fn print_no_word_files(&self, paths: &[PathBuf]) {
        let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        self.print_refusal("no-word-files", &[("paths", paths.join(", "))]);
    }

    pub fn print_not_imported(&self, file: &Path) {
        self.print_refusal("not-imported", &[("file", file.display().to_string())]);
    }
}

/// Changes for programs.
fn changes_as_json(changes: &[Change]) -> Vec<Value> {
    let as_json = |change: &Change| {
        let mut value = place_as_json(Some(&change.question));
        value["path"] = json!(change.pointer);
        let (kind, before, after) = match &change.what {
            What::Text { before, after } => ("text", json!(before), json!(after)),
            What::Status { before, after } => {
                let before = before.as_ref().map(|status| &status.short);
                ("status", json!(before), json!(after.short))
            }
            What::Expected { before, after } => ("expected", json!(before), json!(after)),
        };
        value["kind"] = json!(kind);
        value["before"] = before;
        value["after"] = after;
        value
    };
    changes.iter().map(as_json).collect()
}

fn place_as_json(question: Option<&QuestionName>) -> Value {
    match question {
        Some(question) => json!({
            "section": question.section,
            "heading": question.heading,
            "strategy": question.strategy,
        }),
        None => json!({}),
    }
}

/// Two texts, each on one line, without the words that both begin and end with
/// but for those near a difference; what is empty as a dash.
fn where_they_differ(one: &str, other: &str) -> (String, String) {
    let (one, other) = (words(one), words(other));
    let same = |(a, b): &(&String, &String)| a == b;
    let start = one.iter().zip(&other).take_while(same).count();
    let most = one.len().min(other.len()) - start;
    let end = one.iter().rev().zip(other.iter().rev()).take_while(same).count().min(most);
    let shown = |words: &[String]| {
        let from = start.saturating_sub(CONTEXT);
        let to = (words.len() - end + CONTEXT).min(words.len());
        let before = if from > 0 { "… " } else { "" };
        let after = if to < words.len() { " …" } else { "" };
        let text = words[from..to].join(" ");
        if text.is_empty() { "–".to_owned() } else { format!("{before}{text}{after}") }
    };
    (shown(&one), shown(&other))
}

/// A text on one line; what is empty as a dash.
fn on_one_line(text: &str) -> String {
    if text.is_empty() { "–".to_owned() } else { words(text).join(" ") }
}

fn words(text: &str) -> Vec<String> {
    text.replace('\n', "⏎").split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Both texts in one: `[-what went-]{+what came+}`, in colour on a terminal.
fn word_diff(before: &str, after: &str) -> String {
    // Two long texts with nothing in common would take minutes.
    let diff = TextDiff::configure().timeout(LONGEST_DIFF).diff_words(before, after);
    let mut runs: Vec<(ChangeTag, Vec<&str>)> = Vec::new();
    for change in diff.iter_all_changes() {
        match runs.last_mut() {
            Some((tag, words)) if *tag == change.tag() => words.push(change.value()),
            _ => runs.push((change.tag(), vec![change.value()])),
        }
    }
    let last = runs.len().saturating_sub(1);
    let texts = runs.iter().enumerate().map(|(index, (tag, words))| {
        let text = with_breaks_seen(&words.concat());
        match tag {
            ChangeTag::Equal => shortened(words, index == 0, index == last),
            ChangeTag::Delete => format!("\u{1b}[31m[-{text}-]\u{1b}[0m"),
            ChangeTag::Insert => format!("\u{1b}[32m{{+{text}+}}\u{1b}[0m"),
        }
    });
    texts.collect()
}

/// A text that is safe to show, and whose breaks are seen.
fn with_breaks_seen(text: &str) -> String {
    plain(&text.replace('\n', "⏎")).into_owned()
}

/// Words that are the same, without those far from a change.
fn shortened(words: &[&str], is_first: bool, is_last: bool) -> String {
    // Words and the blanks between them.
    let near = 2 * CONTEXT;
    if words.len() <= 2 * near {
        return with_breaks_seen(&words.concat());
    }
    let start = if is_first { String::new() } else { words[..near].concat() };
    let end = if is_last { String::new() } else { words[words.len() - near..].concat() };
    with_breaks_seen(&format!("{start} … {end}"))
}
