//! Threads that make reports, and what they say while they do.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use super::{Outcome, settle, use_all_cores, use_one_core};
use crate::apart::{Note, Notes, STACK};
use crate::error::{Error, Remedy};
use crate::job::Failure;
use crate::manifest::ReportId;
use crate::plan::{Item, Options, State};

/// What a thread needs of an item; the rest stays with who tells of it.
pub(super) struct Work {
    pub(super) index: usize,
    pub(super) path: PathBuf,
    pub(super) report: Option<ReportId>,
    pub(super) way: Option<String>,
    pub(super) state: State,
}

/// What became of the item at that place in the plan.
pub(super) struct Settled {
    pub(super) index: usize,
    pub(super) outcome: Outcome,
}

/// What a thread says.
pub(super) enum Step {
    Begun(usize),
    Settled(Box<Settled>),
}

impl Work {
    pub(super) fn of(index: usize, item: &mut Item) -> Self {
        let taken = State::undecided();
        Self {
            index,
            path: item.path.clone(),
            report: item.report.clone(),
            way: item.way.clone(),
            state: std::mem::replace(&mut item.state, taken),
        }
    }

    pub(super) fn settle(mut self, options: &Options, spare_cores: bool) -> Settled {
        let outcome = settle(&mut self, options, spare_cores);
        Settled { index: self.index, outcome }
    }
}

pub(super) struct Workers {
    shop: Arc<Shop>,
    sender: Sender<Step>,
    steps: Receiver<Step>,
}

/// What all threads share.
struct Shop {
    queue: Mutex<std::vec::IntoIter<Work>>,
    options: Options,
    notes: Arc<Notes>,
    /// Fewer reports are planned than there are threads.
    spare_cores: bool,
    /// What keeps every report from being written.
    hopeless: OnceLock<ErrorKind>,
}

impl Workers {
    /// Lets as many threads begin as there is work for.
    pub(super) fn start(
        work: Vec<Work>,
        planned: usize,
        options: &Options,
        notes: &Arc<Notes>,
    ) -> Self {
        let (sender, steps) = mpsc::channel();
        let shop = Shop {
            queue: Mutex::new(work.into_iter()),
            options: options.clone(),
            notes: notes.clone(),
            spare_cores: planned < options.jobs,
            hopeless: OnceLock::new(),
        };
        let workers = Self { shop: Arc::new(shop), sender, steps };
        (0..options.jobs.min(planned).max(1)).for_each(|_| workers.start_one());
        workers
    }

    /// Lets another thread begin.
    pub(super) fn start_one(&self) {
        let begin = || {
            let (shop, sender) = (self.shop.clone(), self.sender.clone());
            move || shop.work(&sender)
        };
        let thread = || std::thread::Builder::new().name("report".to_owned());
        let started = thread().stack_size(STACK).spawn(begin());
        // Where so large a stack cannot be had, a common one does.
        started.or_else(|_| thread().spawn(begin())).expect("a thread");
    }

    /// What is said within that time.
    pub(super) fn next_step(&self, time: Duration) -> Option<Step> {
        self.steps.recv_timeout(time).ok()
    }
}

impl Shop {
    /// Does the work that nobody else has begun, to its end.
    fn work(&self, sender: &Sender<Step>) {
        match self.spare_cores {
            true => use_all_cores(self.options.jobs),
            false => use_one_core(),
        }
        let next = || self.queue.lock().ok()?.next();
        while let Some(work) = next() {
            self.notes.note(Note::Begun, work.index);
            // Who listens waits for all that is to come.
            let _ = sender.send(Step::Begun(work.index));
            let settled = self.settle(work);
            self.notes.note(Note::Settled, settled.index);
            let _ = sender.send(Step::Settled(Box::new(settled)));
        }
    }

    fn settle(&self, mut work: Work) -> Settled {
        if let (Some(kind), State::Planned { .. }) = (self.hopeless.get(), &work.state) {
            let failure = Error::write(&self.options.out, (*kind).into()).into();
            work.state = State::Failed(failure);
        }
        let settled = work.settle(&self.options, self.spare_cores);
        if let Outcome::Failed(failure) = &settled.outcome
            && let Some(kind) = concerns_all(failure)
        {
            let _ = self.hopeless.set(kind);
        }
        settled
    }
}

/// What kept a report from being written, where it keeps all others as well: a
/// full disk. They are not made then, only to be lost.
fn concerns_all(failure: &Failure) -> Option<ErrorKind> {
    let Failure::Error(Error::Write { source, .. }) = failure else { return None };
    Remedy::of(source).is_some_and(Remedy::concerns_all).then(|| source.kind())
}
