//! Looking after the reports under way: how long they take, and how much memory.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::teller::Teller;
use crate::apart::{Cause, Limits, Note, Notes, memory};

/// How often it is looked.
pub(super) const TICK: Duration = Duration::from_millis(100);

/// How long the reports under way have been so, in ticks of the program's own
/// time: while it is stopped, there are none.
pub(super) struct Clock {
    ages: BTreeMap<usize, u32>,
    last: Instant,
}

impl Default for Clock {
    fn default() -> Self {
        Self { ages: BTreeMap::new(), last: Instant::now() }
    }
}

impl Clock {
    pub(super) fn begin(&mut self, index: usize) {
        self.ages.insert(index, 0);
    }

    pub(super) fn end(&mut self, index: usize) {
        self.ages.remove(&index);
    }

    /// Whether another tick has passed.
    pub(super) fn ticks(&mut self) -> bool {
        let has_passed = self.last.elapsed() >= TICK;
        if has_passed {
            self.last = Instant::now();
            self.ages.values_mut().for_each(|age| *age += 1);
        }
        has_passed
    }

    fn older_than(&self, limit: Duration) -> Vec<usize> {
        let is_older = |(_, age): &(&usize, &u32)| TICK * **age >= limit;
        self.ages.iter().filter(is_older).map(|(index, _)| *index).collect()
    }
}

pub(super) struct Guard<'a> {
    pub(super) limits: Limits,
    pub(super) notes: &'a Notes,
    pub(super) clock: &'a mut Clock,
}

impl Guard<'_> {
    /// Gives up what takes longer than it may. Gives how many threads are lost
    /// to that.
    pub(super) fn refuse_late(&mut self, teller: &mut Teller) -> Result<usize, Cause> {
        let Some(limit) = self.limits.time else { return Ok(0) };
        if self.clock.older_than(limit).is_empty() {
            return Ok(0);
        }
        // In another process, what is near the limit would have to begin anew.
        let late = self.clock.older_than(limit.mul_f32(0.9));
        for index in &late {
            self.clock.end(*index);
            self.notes.note(Note::Late, *index);
            teller.give_up(*index, Cause::TooLong, self.limits);
        }
        if self.notes.are_read() { Err(Cause::TooLong) } else { Ok(late.len()) }
    }

    /// Gives up all where the process has more memory than it may.
    pub(super) fn refuse_excess(&mut self, teller: &mut Teller) -> Result<(), Cause> {
        let is_over = |most: u64| memory().is_some_and(|bytes| bytes > most);
        if !self.limits.memory.is_some_and(is_over) {
            return Ok(());
        }
        self.notes.note_end(Note::Full);
        if self.notes.are_read() {
            return Err(Cause::TooMuch);
        }
        for index in self.clock.older_than(Duration::ZERO) {
            teller.give_up(index, Cause::TooMuch, self.limits);
        }
        teller.give_up_rest(self.limits);
        Ok(())
    }
}
