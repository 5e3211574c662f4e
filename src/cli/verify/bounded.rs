//! What of a file is looked at, and made again, within the limits of time and
//! memory.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::apart::{self, Cause, Limits, Note, Notes, Past, Told};
use crate::job::Failure;

/// The two things that are done for each file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stage {
    Examining,
    Remaking,
}

/// So many reports may be too much for a layout that has made none.
const PATIENCE: usize = 3;

/// The work of a run, each piece of which may be too much.
pub(super) struct Bounded {
    limits: Limits,
    /// What work has come to that ended an earlier process, by its number.
    broken: BTreeMap<usize, Cause>,
    notes: Notes,
    /// Place of the file that is next.
    index: usize,
    /// Why this process is to end.
    ended: Option<Cause>,
    /// Some report was made as it should be, perhaps by an earlier process.
    one_is_well: bool,
    /// By layout: how many reports were too much; nothing once it has made one.
    too_much: BTreeMap<String, Option<usize>>,
}

impl Bounded {
    /// The work that is left after what earlier processes have come to.
    pub(super) fn new(limits: Limits, past: &Past, notes: Notes) -> Self {
        Self {
            limits,
            broken: past.broken.clone(),
            notes,
            index: 0,
            ended: None,
            one_is_well: past.told.values().any(|told| *told == Told::Made),
            too_much: BTreeMap::new(),
        }
    }

    /// Goes on to the file at that place.
    pub(super) fn next(&mut self, index: usize) {
        self.index = index;
    }

    /// Breaks where another process is to go on without the last piece of work.
    pub(super) fn goes_on(&self) -> ControlFlow<Cause> {
        self.ended.map_or(ControlFlow::Continue(()), ControlFlow::Break)
    }

    /// Notes what was said of the file.
    pub(super) fn tell(&self, told: Told) {
        self.notes.note(Note::Told(told), self.index);
    }

    /// Does one piece of work, unless it is known to be too much.
    pub(super) fn work<T: Send + 'static>(
        &mut self,
        stage: Stage,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Cause> {
        let number = 2 * self.index + stage as usize;
        if let Some(cause) = self.broken.get(&number) {
            return Err(*cause);
        }
        let result = apart::within(self.limits, &self.notes, number, work);
        self.ended = result.as_ref().err().copied().filter(|_| self.notes.are_read());
        result
    }

    /// Makes a report again, with that layout.
    pub(super) fn remade<T: Send + 'static>(
        &mut self,
        layout: &str,
        remake: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let known = self.too_much.get(layout).copied();
        let known = known.unwrap_or((!self.one_is_well).then_some(0));
        if known.is_some_and(|count| count >= PATIENCE) {
            return Err(apart::given_up(layout));
        }
        let result = self.work(Stage::Remaking, remake);
        let now = known.filter(|_| result.is_err()).map(|count| count + 1);
        self.too_much.insert(layout.to_owned(), now);
        result.unwrap_or_else(|cause| Err(cause.failure(layout, self.limits)))
    }
}
