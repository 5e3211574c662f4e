//! Many reports: making them on several threads.
//!
//! Documents run on plain threads and not on a shared rayon pool, which Typst
//! uses itself: a waiting PDF export would begin another document on the same
//! stack. Where every core has a report, each thread is a pool of its own, in
//! which Typst's parallel work runs in place; a report that has cores to spare
//! is made by all of them.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, mpsc};
use std::time::Instant;

use crate::deliver::deliver;
use crate::diagnostic::{Code, Diagnostic, Problems, Source};
use crate::error::Error;
use crate::hash;
use crate::inputs::Reason;
use crate::job::{self, Failure, Format, Job, Made};
use crate::json::Json;
use crate::kept;
use crate::manifest::{Manifest, Record, ReportId};
use crate::plan::{Item, Options, Standing, State, Task};

/// What became of an answers file.
#[derive(Debug)]
pub enum Outcome {
    Made(Box<Made>, Vec<Reason>),
    Unchanged(Standing),
    Failed(Failure),
}

/// Makes what is planned. `tell` hears of every item in the order of the plan,
/// whichever thread is done first.
pub fn run(items: Vec<Item>, options: &Options, tell: impl FnMut(Item, Outcome)) {
    Manifest::of(&options.out).clean();
    let planned = items.iter().filter(|item| item.is_planned()).count();
    let spare_cores = planned < options.jobs;
    let queue = Mutex::new(items.into_iter().enumerate());
    let settle_next = || {
        let (index, mut item) = queue.lock().ok()?.next()?;
        let outcome = settle(&mut item, options, spare_cores);
        if let Outcome::Failed(failure) = &outcome {
            item.outdated = outdated(&item, failure, options);
        }
        Some((index, item, outcome))
    };
    let mut in_order = InOrder { waiting: BTreeMap::new(), told: 0, tell };
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        // This thread is one of them, for it need not do anything else.
        for _ in 1..options.jobs.min(planned) {
            let (sender, settle_next) = (sender.clone(), &settle_next);
            scope.spawn(move || {
                if !spare_cores {
                    use_one_core();
                }
                while let Some(settled) = settle_next() {
                    // The run hears of it: it waits for all that is to come.
                    let _ = sender.send(settled);
                }
            });
        }
        drop(sender);
        match planned {
            0 => {}
            _ if spare_cores => use_all_cores(options.jobs),
            _ => use_one_core(),
        }
        while let Some(settled) = settle_next() {
            in_order.add(settled);
            receiver.try_iter().for_each(|settled| in_order.add(settled));
        }
        receiver.iter().for_each(|settled| in_order.add(settled));
    });
    crate::output::sync(&options.out);
}

/// Tells of what is settled in the order of the plan.
struct InOrder<T> {
    /// What is settled before its turn, by place in the plan.
    waiting: BTreeMap<usize, (Item, Outcome)>,
    told: usize,
    tell: T,
}

impl<T: FnMut(Item, Outcome)> InOrder<T> {
    fn add(&mut self, (index, item, outcome): (usize, Item, Outcome)) {
        self.waiting.insert(index, (item, outcome));
        while let Some((item, outcome)) = self.waiting.remove(&self.told) {
            (self.tell)(item, outcome);
            self.told += 1;
        }
    }
}

/// Bytes of stack for each of Typst's threads, as on the main one.
const STACK: usize = 8 << 20;

/// Lets all cores take part in what this thread makes, from now on.
pub fn use_all_cores(jobs: usize) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK);
    // A thread that belongs to a pool already stays there.
    let _ = pool.use_current_thread().build_global();
}

/// Lets Typst's parallel work run in place on this thread, from now on: where
/// every core has a report of its own, passing parts of it around costs time.
fn use_one_core() {
    if let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build() {
        // It lasts as long as the thread.
        std::mem::forget(pool);
    }
}

fn settle(item: &mut Item, options: &Options, spare_cores: bool) -> Outcome {
    let state = std::mem::replace(&mut item.state, State::Failed(Problems::default().into()));
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

/// The files of a report that is refused, as far as they lie there from
/// earlier. Where somebody's own file is the reason, that is said already.
fn outdated(item: &Item, failure: &Failure, options: &Options) -> Vec<PathBuf> {
    let is_said =
        |problem: &Diagnostic| [Code::EditedOutput, Code::UnknownOutput].contains(&problem.code);
    if matches!(failure, Failure::Problems(problems) if problems.0.iter().any(is_said)) {
        return Vec::new();
    }
    let manifest = Manifest::of(&options.out);
    let record = match &item.report {
        Some(report) => manifest.read(report).unwrap_or_default(),
        None => manifest.of_answers(item.way.as_deref()),
    };
    let files = record.iter().flat_map(|record| record.files.values());
    files.map(|file| options.out.join(&file.name)).filter(|path| path.is_file()).collect()
}

fn settle_unchanged(item: &Item, standing: Standing, options: &Options) -> Outcome {
    let manifest = Manifest::of(&options.out);
    let report = item.report.as_ref().filter(|_| standing.has_moved);
    let moved = report.map_or(Ok(()), |r| manifest.move_answers(r, item.way.as_deref()));
    match moved {
        Ok(()) => Outcome::Unchanged(standing),
        Err(error) => Outcome::Failed(error.into()),
    }
}

fn make(item: &Item, task: &Task, options: &Options, spare_cores: bool) -> Result<Made, Failure> {
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
    // Before the Word file stands, so that none is without.
    if options.formats.contains(&Format::Docx) {
        let ReportId { form, body } = &task.report;
        kept::keep(&options.out, form, body, &inputs.answers, &json.value)?;
    }
    let earlier = deliver(&manifest, known, inputs, &ready.files, options.force)?;
    Ok(Made {
        files: ready.files.iter().map(|file| options.out.join(&file.name)).collect(),
        earlier,
        properties: ready.properties,
        pages: ready.pages,
        warnings: ready.warnings,
        time: start.elapsed(),
    })
}
