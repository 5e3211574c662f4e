//! Many reports: making them on several threads.
//!
//! Documents run on plain threads and not on a shared rayon pool, which Typst
//! uses itself: a waiting PDF export would begin another document on the same
//! stack. Where every core has a report, each thread is a pool of its own, in
//! which Typst's parallel work runs in place; a report that has cores to spare
//! is made by all of them.

mod guard;
mod teller;
mod workers;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use crate::apart::{Cause, Limits, Notes, STACK, Told};
use crate::check::{self, Checked};
use crate::deliver::{deliver, would_refuse};
use crate::diagnostic::Source;
use crate::error::Error;
use crate::hash;
use crate::input;
use crate::inputs::Reason;
use crate::job::{self, Failure, Format, Job, Made};
use crate::json::Json;
use crate::kept;
use crate::manifest::{Manifest, Record};
use crate::plan::{Item, Options, Standing, State, Task};
use crate::remains::Finder;
use guard::{Clock, Guard, TICK};
use teller::Teller;
use workers::{Step, Work, Workers};

/// What became of an answers file.
#[derive(Debug)]
pub enum Outcome {
    Made(Box<Made>, Vec<Reason>),
    Unchanged(Standing),
    Failed(Failure),
}

impl Outcome {
    /// What its row says.
    pub fn told(&self) -> Told {
        match self {
            Self::Made(..) => Told::Made,
            Self::Unchanged(_) => Told::Unchanged,
            Self::Failed(_) => Told::Failed,
        }
    }
}

/// Makes what is planned, noting each step; the items have their places in the
/// plan. `tell` hears of every item in their order, whichever thread is done
/// first. A report that takes longer than it may is told of
/// and left alone, and so is all that is under way where there is too much of it.
///
/// # Errors
/// Another process is to go on instead of this one, which must end.
pub fn run_within(
    items: BTreeMap<usize, Item>,
    options: &Options,
    limits: Limits,
    notes: &Arc<Notes>,
    mut tell: impl FnMut(usize, Item, Outcome),
) -> Result<(), Cause> {
    Manifest::of(&options.out).clean();
    let planned = planned(&items);
    let mut teller = Teller::new(items, options, &mut tell);
    let workers = Workers::start(teller.work(), planned, options, notes);
    let mut clock = Clock::default();
    while !teller.is_done() {
        match workers.next_step(TICK) {
            Some(Step::Begun(index)) => clock.begin(index),
            Some(Step::Settled(settled)) => {
                clock.end(settled.index);
                teller.hear(*settled);
            }
            None => {}
        }
        if clock.ticks() {
            let mut guard = Guard { limits, notes, clock: &mut clock };
            let replaced = guard.refuse_late(&mut teller)?;
            guard.refuse_excess(&mut teller)?;
            (0..replaced).for_each(|_| workers.start_one());
        }
    }
    crate::output::sync(&options.out);
    Ok(())
}

/// Finds what [`run_within`] would refuse of what is planned, as far as it can be told
/// without setting any pages. Nothing is written.
pub fn foresee(items: &mut [Item], options: &Options) {
    let finder = Finder::new(options);
    for item in items {
        if let State::Planned { task, .. } = &item.state
            && let Err(failure) = would_be_made(item, task, options)
        {
            item.state = State::Failed(failure);
        }
        if let State::Failed(failure) = &item.state {
            item.remains = finder.remains(item, failure);
        }
    }
}

fn would_be_made(item: &Item, task: &Task, options: &Options) -> Result<(), Failure> {
    let json = input::read_json(&item.path)?;
    let Checked { report, warnings, .. } = check::answers(&json, &task.round)?;
    if warnings.stop(options.strict) {
        return Err(warnings.into());
    }
    if options.force {
        return Ok(());
    }
    let stem = &report.properties.file_name;
    let name = |format: &Format| (format.file_name(stem), *format);
    let files: Vec<_> = options.formats.iter().map(name).collect();
    would_refuse(&Manifest::of(&options.out), &task.report, &task.give, &files)
}

fn planned(items: &BTreeMap<usize, Item>) -> usize {
    items.values().filter(|item| item.is_planned()).count()
}

/// Lets all cores take part in what this thread makes, from now on.
pub fn use_all_cores(jobs: usize) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK);
    // A thread that belongs to a pool already stays there.
    let _ = pool.use_current_thread().build_global();
}

/// Lets all cores take part in what other threads make, from now on.
pub fn offer_all_cores(jobs: usize) {
    // Where they cannot, each thread does its own.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK).build_global();
}

/// Lets Typst's parallel work run in place on this thread, from now on: where
/// every core has a report of its own, passing parts of it around costs time.
fn use_one_core() {
    if let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build() {
        // It lasts as long as the thread.
        std::mem::forget(pool);
    }
}

fn settle(item: &mut Work, options: &Options, spare_cores: bool) -> Outcome {
    let state = std::mem::replace(&mut item.state, State::undecided());
    match state {
        State::Unchanged(standing) => settle_unchanged(item, standing, options),
        State::Failed(failure) => Outcome::Failed(failure),
        State::Planned { task, reasons } => {
            let make = AssertUnwindSafe(|| make(item, &task, options, spare_cores));
            let made = std::panic::catch_unwind(make).unwrap_or_else(|panic| {
                let said = panic.downcast_ref::<String>().map(String::as_str);
                let said = said.or(panic.downcast_ref::<&str>().copied()).unwrap_or("a panic");
                Err(Error::internal("a renderer", said).into())
            });
            // What consecutive reports share stays in Typst's cache, for as
            // many documents as are under way; the rest would pile up.
            typst::comemo::evict(2 * options.jobs);
            match made {
                Ok(made) => Outcome::Made(Box::new(made), reasons),
                Err(failure) => Outcome::Failed(failure),
            }
        }
    }
}

fn settle_unchanged(item: &Work, standing: Standing, options: &Options) -> Outcome {
    let manifest = Manifest::of(&options.out);
    let report = item.report.as_ref().filter(|_| standing.has_moved || standing.is_touched);
    let noted = report.map_or(Ok(()), |report| manifest.renew(report, item.way.as_deref()));
    match noted {
        // Times that are not noted cost the next run a little.
        Err(error) if standing.has_moved => Outcome::Failed(error.into()),
        _ => Outcome::Unchanged(standing),
    }
}

fn make(item: &Work, task: &Task, options: &Options, spare_cores: bool) -> Result<Made, Failure> {
    let start = Instant::now();
    let source: Arc<Source> = job::read_source(&item.path)?;
    let answers = hash::hash(source.text.as_bytes());
    let json = Json::parse(source)?;
    let inputs = task.round.inputs(&task.report.body, answers, options.fingerprint());
    let job = Job {
        round: task.round.clone(),
        formats: options.formats.clone(),
        export: options.export,
        strict: options.strict,
        spare_cores,
    };
    let ready = job::make(&json, &job, &inputs)?;
    let manifest = Manifest::of(&options.out);
    let known = Record {
        answers: item.way.clone(),
        pages: ready.pages,
        warnings: ready.warnings.warnings(),
        ..Record::new(
            task.report.clone(),
            ready.properties.body.clone(),
            ready.properties.diary_number.clone(),
        )
    };
    // Before the files stand, so that none is without.
    if options.formats.iter().any(|format| *format != Format::Json) {
        kept::keep(&options.out, &task.report, &inputs.answers, &json.value)?;
    }
    let earlier = deliver(&manifest, known, &task.give, inputs, &ready.files, options.force)?;
    Ok(Made {
        files: ready.files.iter().map(|file| options.out.join(&file.name)).collect(),
        earlier,
        properties: ready.properties,
        pages: ready.pages,
        warnings: ready.warnings,
        time: start.elapsed(),
    })
}
