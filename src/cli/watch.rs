//! `dnr watch`: make again what an edit touches, as `build` would.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use clap::Args;
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecursiveMode, Watcher};

use super::build::Writing;
use super::{CANNOT_START, Selection, are_there};
use crate::batch::{self, Outcome};
use crate::error::Error;
use crate::input::{self, Rounds};
use crate::manifest::{Manifest, Record, ReportId};
use crate::messages::{Messages, Rows};
use crate::plan::{self, Options};
use crate::prune;
use crate::survey::Survey;

#[derive(Debug, Args)]
pub struct Watch {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    writing: Writing,
}

/// An editor saves in several steps; this long after the last of them the file
/// is taken to be saved.
const QUIET: Duration = Duration::from_millis(5);

/// The same where the last step was to close a file that had been written, of
/// which not all systems tell: another file may follow, but no more of this.
const CLOSED: Duration = Duration::from_millis(1);

/// A step of saving.
struct Step {
    paths: Vec<PathBuf>,
    quiet: Duration,
}

impl Step {
    /// Nothing where files are only looked at.
    fn of(event: Event) -> Option<Self> {
        let quiet = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => CLOSED,
            EventKind::Access(_) => return None,
            _ => QUIET,
        };
        Some(Self { paths: event.paths, quiet })
    }
}

impl Watch {
    pub fn run(self, messages: &Messages) -> ExitCode {
        if let Some(status) = self.writing.refused(messages) {
            return status;
        }
        if let Err(status) = are_there(&self.selection.paths, messages) {
            return status;
        }
        match self.watch(messages) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                messages.print_error(&error);
                ExitCode::from(CANNOT_START)
            }
        }
    }

    fn watch(&self, messages: &Messages) -> Result<(), Error> {
        let (sender, steps) = mpsc::channel();
        let fail = |error: notify::Error| Error::internal("watching files", error);
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if let Some(step) = event.ok().and_then(Step::of) {
                // When nobody listens any more, the program is ending.
                let _ = sender.send(step);
            }
        })
        .map_err(fail)?;
        for folder in self.folders() {
            watcher.watch(&folder, RecursiveMode::Recursive).map_err(fail)?;
        }
        if let Some(template) = &self.selection.look.template {
            // Editors write a new file in place of the old, so its folder is watched.
            let folder = template.parent().unwrap_or(Path::new("")).join(".");
            watcher.watch(&folder, RecursiveMode::NonRecursive).map_err(fail)?;
        }
        std::panic::set_hook(Box::new(|_| {}));
        let options = self.writing.options(self.selection.strict, None);
        // Edits come one at a time.
        batch::use_all_cores(options.jobs);
        let mut session = Session::new(self, options, messages);
        session.build(input::find_answers(&self.selection.paths)?, |_| true);
        messages.print_watching();
        while let Some(changed) = next_edit(&steps) {
            session.edited(&changed)?;
        }
        Ok(())
    }

    /// Where edits are looked for: the input and the layouts on disk.
    fn folders(&self) -> Vec<PathBuf> {
        let layouts = self.selection.look.layout.iter().map(PathBuf::from);
        let layouts = layouts.chain([PathBuf::from("layouts")]).filter(|path| path.is_dir());
        let inputs = self.selection.paths.iter().map(|path| match path.is_dir() {
            true => path.clone(),
            // The form and the register lie above the answers.
            false => path.ancestors().nth(2).unwrap_or(Path::new("")).join("."),
        });
        inputs.chain(layouts).collect()
    }
}

/// The files of one edit: all that changes until it is quiet.
fn next_edit(steps: &Receiver<Step>) -> Option<Vec<PathBuf>> {
    let Step { mut paths, mut quiet } = steps.recv().ok()?;
    loop {
        match steps.recv_timeout(quiet) {
            Ok(step) => {
                paths.extend(step.paths);
                quiet = step.quiet;
            }
            Err(RecvTimeoutError::Timeout) => return Some(paths),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

/// What lasts from edit to edit: the forms and layouts, read, and Typst's
/// cache, which makes the next report a fraction of the first.
struct Session<'a> {
    watch: &'a Watch,
    options: Options,
    messages: &'a Messages,
    rounds: Rounds,
    /// The answers edited last, made first when all are.
    last: Option<PathBuf>,
    /// Reports that have lost their answers, and were told of.
    lost: HashSet<ReportId>,
}

impl<'a> Session<'a> {
    fn new(watch: &'a Watch, options: Options, messages: &'a Messages) -> Self {
        let rounds =
            Rounds::new(watch.selection.look.choice_for(options.export.standard), options.strict);
        Self { watch, options, messages, rounds, last: None, lost: HashSet::new() }
    }

    /// Makes what an edit of these files touches.
    fn edited(&mut self, changed: &[PathBuf]) -> Result<(), Error> {
        let out = self.options.out.canonicalize().unwrap_or_default();
        let inputs = |path: &&PathBuf| !path.starts_with(&out) && is_input(path);
        let changed: Vec<PathBuf> = changed.iter().filter(inputs).map(|path| real(path)).collect();
        if changed.is_empty() {
            return Ok(());
        }
        let mut answers = input::find_answers(&self.watch.selection.paths)?;
        let is_changed = |path: &PathBuf| changed.contains(&real(path));
        let edited: Vec<PathBuf> =
            answers.iter().filter(|path| is_changed(path)).cloned().collect();
        self.last = edited.last().cloned().or(self.last.take());
        let only_answers = changed.iter().all(|path| edited.iter().any(|one| real(one) == *path));
        if only_answers {
            self.build(answers, |path| edited.iter().any(|one| one == path));
        } else {
            // A form, a layout or the register: all reports may be touched.
            let choice = self.watch.selection.look.choice_for(self.options.export.standard);
            self.rounds = Rounds::new(choice, self.options.strict);
            answers.sort_by_key(|path| Some(path) != self.last.as_ref());
            self.build(answers, |_| true);
        }
        Ok(())
    }

    /// Makes those of `answers` that are wanted; the others only have their say
    /// in what cannot be shared.
    fn build(&mut self, answers: Vec<PathBuf>, wanted: impl Fn(&Path) -> bool) {
        let headers = plan::read(answers, None, wanted);
        let (items, survey) = plan::plan(headers, &mut self.rounds, &self.options, &[]);
        let mut rows = Rows::text(self.messages, &items);
        let messages = self.messages;
        let mut refused = HashSet::new();
        batch::run(items, &self.options, |item, outcome| {
            if !matches!(outcome, Outcome::Unchanged(_)) {
                rows.add(&item, &outcome);
            }
            if let Outcome::Failed(failure) = &outcome {
                refused.extend(item.way.clone());
                messages.print_failure(failure);
                messages.print_remains(&item);
            }
            messages.print_earlier(&item, &outcome);
        });
        rows.finish();
        self.tell_of_lost(&survey, &refused);
    }

    /// Says once of each report that it has lost its answers. Where they are
    /// refused, their own report is said to be.
    fn tell_of_lost(&mut self, survey: &Survey, refused: &HashSet<String>) {
        let orphans = prune::orphans(&self.watch.selection.paths, survey, &self.options);
        let orphans = orphans.unwrap_or_default();
        let is_refused = |record: &&Record| {
            record.answers.as_ref().is_some_and(|answers| refused.contains(answers))
        };
        let lost: Vec<&Record> = orphans.all().filter(|one| !is_refused(one)).collect();
        let manifest = Manifest::of(&self.options.out);
        for record in lost.iter().filter(|record| !self.lost.contains(&record.report)) {
            self.messages.print_lost(&manifest, record);
        }
        self.lost = lost.iter().map(|record| record.report.clone()).collect();
    }
}

/// Whether a file can be part of the input; editors' own files are not.
fn is_input(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    const KNOWN: [&str; 12] =
        ["json", "typ", "hbs", "ttf", "otf", "png", "jpg", "jpeg", "docx", "dotx", "docm", "dotm"];
    let known = KNOWN.contains(&ending.as_str());
    known && !name.starts_with('.') && !name.starts_with('~')
}

/// The path that all paths to the same file share.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
