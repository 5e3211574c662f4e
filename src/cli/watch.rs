//! `dnr watch`: make again what an edit touches, as `build` would.

mod edits;
mod followed;

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;

use super::build::Writing;
use super::{Bounds, Selection, are_there};
use crate::apart::Cause;
use crate::batch::{self, Outcome};
use crate::error::ToldOnce;
use crate::input::{self, Found, Rounds};
use crate::manifest::{Manifest, Record, ReportId};
use crate::messages::{Messages, Rows, Tally};
use crate::plan::{self, Item, Options};
use crate::prune;
use crate::survey::Survey;
use crate::whereabouts::real;
use edits::Edits;
use followed::Followed;

#[derive(Debug, Args)]
pub struct Watch {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    writing: Writing,
    #[command(flatten)]
    bounds: Bounds,
    /// Look at the files themselves, every second or as often as it says
    /// (--poll=0.2), and do not wait for the system to tell of edits
    #[arg(
        long,
        value_name = "SECONDS",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "1",
        value_parser = seconds
    )]
    poll: Option<Duration>,
    /// Make nothing before the first edit
    #[arg(long = "wait-for-an-edit", hide = true)]
    wait: bool,
}

/// Errors are words that the catalogues know.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.05..=3600.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| "seconds".to_owned())
}

impl Watch {
    pub fn run(self, messages: &Messages) -> ExitCode {
        if let Some(status) = self.writing.refused(messages) {
            return status;
        }
        if let Err(status) = are_there(&self.selection.paths, messages) {
            return status;
        }
        std::panic::set_hook(Box::new(|_| {}));
        let options = self.writing.options(self.selection.strict, None);
        // Edits come one at a time, each on a thread of its own.
        batch::offer_all_cores(options.jobs);
        let mut edits = Edits::of(&self.selection.paths, self.poll);
        let mut session = Session::new(&self, options, messages);
        session.follow(&mut edits);
        match self.wait {
            true => session.only_read(),
            false => session.begin(),
        }
        session.follow(&mut edits);
        let mut goes_on = session.goes_on(&mut edits);
        if goes_on {
            messages.print_watching();
        }
        while goes_on {
            let (changed, start) = edits.next();
            session.edited(&changed, start);
            session.follow(&mut edits);
            goes_on = session.goes_on(&mut edits);
        }
        messages.print_watching_ends();
        ExitCode::FAILURE
    }
}

/// Begins the program anew in this process, which ends what a report has lost
/// itself in; nothing else does. That report is not made again before an edit,
/// unless there was one. Where the system has no such way, it goes on.
#[cfg(unix)]
fn begin_anew(is_edited: bool) {
    use std::os::unix::process::CommandExt;
    let Ok(program) = std::env::current_exe() else { return };
    let given = std::env::args_os().skip(1).filter(|arg| arg != WAIT);
    let wait = (!is_edited).then_some(WAIT);
    let _ = std::process::Command::new(program).args(given).args(wait).exec();
}

#[cfg(not(unix))]
fn begin_anew(_: bool) {}

const WAIT: &str = "--wait-for-an-edit";

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
    /// Answers whose reports could not be made.
    failing: BTreeSet<PathBuf>,
    /// Why a thread goes on with a report that nobody waits for.
    excess: Option<Cause>,
}

impl<'a> Session<'a> {
    fn new(watch: &'a Watch, options: Options, messages: &'a Messages) -> Self {
        let rounds = new_rounds(watch, &options);
        Self {
            watch,
            options,
            messages,
            rounds,
            last: None,
            lost: HashSet::new(),
            failing: BTreeSet::new(),
            excess: None,
        }
    }

    /// Follows all that has been read so far.
    fn follow(&self, edits: &mut Edits) {
        let paths = &self.watch.selection.paths;
        edits.follow(Followed::of(paths, &self.rounds, &self.options.out));
    }

    /// Whether there is nothing to begin anew for, or no need to.
    fn goes_on(&self, edits: &mut Edits) -> bool {
        if self.excess.is_some() {
            begin_anew(edits.are_missed());
        }
        self.excess != Some(Cause::TooMuch)
    }

    fn answers(&self) -> Vec<PathBuf> {
        let Found { files, unread } = input::find_answers(&self.watch.selection.paths);
        unread.iter().for_each(|error| self.messages.print_error(error));
        files
    }

    fn begin(&mut self) {
        let answers = self.answers();
        if answers.is_empty() {
            self.messages.print_no_answers(&self.watch.selection.paths);
        }
        self.build(answers, |_| true);
    }

    /// Reads what there is, to follow it.
    fn only_read(&mut self) {
        let headers = plan::read(self.answers(), None, |_| true);
        plan::plan(headers, &mut self.rounds, &self.options, &[]);
    }

    /// Makes what an edit of these files touches, and says how all stands then.
    fn edited(&mut self, changed: &[PathBuf], start: Instant) {
        let mut answers = self.answers();
        let were_failing = !self.failing.is_empty();
        let is_changed = |path: &PathBuf| changed.contains(&real(path));
        let edited: Vec<PathBuf> =
            answers.iter().filter(|path| is_changed(path)).cloned().collect();
        self.last = edited.last().cloned().or(self.last.take());
        let only_answers = changed.iter().all(|path| edited.iter().any(|one| real(one) == *path));
        self.failing.retain(|path| answers.contains(path));
        let mut tally = if only_answers {
            self.build(answers, |path| edited.iter().any(|one| one == path))
        } else {
            // A form, a layout or the register: all reports may be touched.
            self.rounds = new_rounds(self.watch, &self.options);
            answers.sort_by_key(|path| Some(path) != self.last.as_ref());
            self.build(answers, |_| true)
        };
        tally.time = start.elapsed();
        self.messages.print_edited(&tally, self.failing.len(), were_failing);
    }

    /// Makes those of `answers` that are wanted; the others only have their say
    /// in what cannot be shared.
    fn build(&mut self, answers: Vec<PathBuf>, wanted: impl Fn(&Path) -> bool) -> Tally {
        let headers = plan::read(answers, None, wanted);
        let (items, survey) = plan::plan(headers, &mut self.rounds, &self.options, &[]);
        let messages = self.messages;
        let mut rows = Rows::text(messages, &items);
        let (mut tally, mut told) = (Tally::default(), ToldOnce::default());
        let failing = &mut self.failing;
        let mut refused = HashSet::new();
        let excess = &mut self.excess;
        let items = items.into_iter().enumerate().collect();
        let (limits, nobody) = (self.watch.bounds.limits(), Arc::default());
        let tell = |_, item: Item, outcome: Outcome| {
            tally.count(outcome.told());
            if !matches!(outcome, Outcome::Unchanged(_)) {
                rows.add(&item, &outcome);
            }
            if let Outcome::Failed(failure) = &outcome {
                *excess = excess.or(Cause::told_in(failure));
                refused.extend(item.way.clone());
                if told.is_news(failure.remedy()) {
                    messages.print_failure(failure);
                }
                messages.print_remains(&item);
                failing.insert(item.path.clone());
            } else {
                failing.remove(&item.path);
            }
            messages.print_earlier(&item, &outcome);
        };
        // It breaks off only for who goes on in another process.
        let _ = batch::run_within(items, &self.options, limits, &nobody, tell);
        rows.finish();
        self.tell_of_lost(&survey, &refused);
        tally
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

fn new_rounds(watch: &Watch, options: &Options) -> Rounds {
    Rounds::new(watch.selection.look.choice_for(options.export.standard), options.strict)
}
