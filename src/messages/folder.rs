//! What is said of files that lie in the output folder from earlier runs.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use annotate_snippets::Level;

use super::stream::{err, out};
use super::{Messages, plain};
use crate::batch::Outcome;
use crate::manifest::{Manifest, Record};
use crate::plan::Item;
use crate::prune::{Orphans, Pruned};
use crate::whereabouts::shown;

impl Messages {
    /// What a report that is refused has left from earlier.
    pub fn print_remains(&self, item: &Item) {
        let Some(remains) = &item.remains else { return };
        let times = remains.files.iter().filter_map(|file| modified(file));
        let Some(time) = times.min() else { return };
        let answers = shown(&remains.answers).display().to_string();
        let args = [("time", time), ("files", list(&remains.files)), ("answers", answers)];
        let id = if remains.are_current { "still-current" } else { "outdated" };
        self.print_plain(Level::WARNING, "warning", id, &args);
    }

    /// Files in other formats under names from earlier, and what --prune would do.
    pub fn print_stale(&self, manifest: &Manifest, body: &str, foreseen: &Pruned) {
        if !foreseen.removed.is_empty() {
            let ending = |name: &String| name.rsplit_once('.').map(|(_, end)| end.to_owned());
            let formats: Vec<String> = foreseen.removed.iter().filter_map(ending).collect();
            let args = [
                ("body", body.to_owned()),
                ("files", foreseen.removed.join(", ")),
                ("formats", formats.join(",")),
            ];
            err!("{}", self.say("stale", &args));
        }
        for name in &foreseen.kept {
            self.print_kept(&manifest.out.join(name), true);
        }
    }

    /// A report that has lost its answers while files are watched.
    pub fn print_lost(&self, manifest: &Manifest, record: &Record) {
        let answers = manifest.answers(record).unwrap_or_default();
        let id = if answers.exists() { "lost-moved" } else { "lost" };
        let files: Vec<&str> = record.files.values().map(|file| &*file.name).collect();
        let args = [
            ("body", record.body_name.clone()),
            ("answers", shown(&answers).display().to_string()),
            ("files", files.join(", ")),
        ];
        self.print_plain(Level::WARNING, "warning", id, &args);
    }

    /// What became of files that a report had under other names.
    pub fn print_earlier(&self, item: &Item, outcome: &Outcome) {
        if let Outcome::Made(made, _) = outcome
            && !made.earlier.removed.is_empty()
        {
            let args = [
                ("body", item.name.clone()),
                ("files", list(&made.earlier.removed)),
                ("now", list(&made.files)),
            ];
            out!("{}", self.say("renamed", &args));
        }
        for file in kept(item, outcome) {
            self.print_kept(file, true);
        }
    }

    /// A file of somebody's that stays; `has_answers` where there are answers that
    /// its changes can be taken into.
    fn print_kept(&self, file: &Path, has_answers: bool) {
        let format = match has_answers {
            true => file.extension().unwrap_or_default().to_string_lossy().into_owned(),
            false => "gone".to_owned(),
        };
        let args = [("file", file.display().to_string()), ("format", format)];
        self.print_plain(Level::WARNING, "warning", "kept", &args);
    }

    /// A report whose answers are gone, and what --prune would do.
    pub fn print_orphan(&self, manifest: &Manifest, record: &Record, foreseen: &Pruned) {
        let answers = manifest.answers(record).unwrap_or_default();
        let id = match (foreseen.removed.is_empty(), answers.exists()) {
            (true, _) => "orphan-edited",
            (false, true) => "orphan-moved",
            (false, false) => "orphan",
        };
        let files = if foreseen.removed.is_empty() { &foreseen.kept } else { &foreseen.removed };
        let args = [
            ("body", record.body_name.clone()),
            ("answers", shown(&answers).display().to_string()),
            ("files", files.join(", ")),
        ];
        err!("{}", self.say(id, &args));
    }

    /// What was removed of a report, which has no answers any more or still `has_answers`.
    pub fn print_pruned(
        &self,
        manifest: &Manifest,
        body: &str,
        pruned: &Pruned,
        has_answers: bool,
    ) {
        if !pruned.removed.is_empty() {
            let args = [("body", body.to_owned()), ("files", pruned.removed.join(", "))];
            out!("{}", self.say("removed", &args));
        }
        for name in &pruned.kept {
            self.print_kept(&manifest.out.join(name), has_answers);
        }
    }

    /// Whether so many reports are really to be removed. Where nobody can be
    /// asked, they are not.
    pub fn ask_to_prune(&self, orphans: &Orphans) -> bool {
        let args = [("orphans", orphans.count().to_string()), ("reports", orphans.of.to_string())];
        if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
            self.print_refusal("prune-most", &args);
            return false;
        }
        for record in orphans.all() {
            err!("  {}", plain(&record.body_name));
        }
        anstream::eprint!("{} ", self.say("prune-question", &args));
        let _ = anstream::stderr().flush();
        let mut answer = String::new();
        let read = std::io::stdin().read_line(&mut answer);
        read.is_ok() && ["y", "yes", "j", "ja"].contains(&&*answer.trim().to_lowercase())
    }
}

/// Files under names that a report had before, which somebody has edited.
pub(super) fn kept<'a>(item: &'a Item, outcome: &'a Outcome) -> &'a [PathBuf] {
    match outcome {
        Outcome::Made(made, _) => &made.earlier.kept,
        Outcome::Unchanged(_) | Outcome::Failed(_) => &item.kept,
    }
}

fn list(files: &[PathBuf]) -> String {
    let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    files.join(", ")
}

/// When a file was written, as clocks here showed it.
fn modified(file: &Path) -> Option<String> {
    let time = std::fs::metadata(file).ok()?.modified().ok()?;
    let time = jiff::Timestamp::try_from(time).ok()?;
    let time = time.to_zoned_datetime(jiff::tz::TimeZone::system());
    Some(time.strftime("%Y-%m-%d %H:%M").to_string())
}
