//! Telling of reports in the order of the plan, whichever is done first.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Outcome;
use super::workers::{Settled, Work};
use crate::apart::{Cause, Limits};
use crate::job::Round;
use crate::plan::{Item, Options, State};
use crate::remains::Finder;

pub(super) struct Teller<'a> {
    /// What is not told yet, by place in the plan.
    items: BTreeMap<usize, Item>,
    /// What is settled before its turn.
    waiting: BTreeMap<usize, Settled>,
    /// Of what is to be made.
    rounds: BTreeMap<usize, Arc<Round>>,
    finder: Finder<'a>,
    tell: &'a mut dyn FnMut(usize, Item, Outcome),
}

impl<'a> Teller<'a> {
    pub(super) fn new(
        items: BTreeMap<usize, Item>,
        options: &'a Options,
        tell: &'a mut dyn FnMut(usize, Item, Outcome),
    ) -> Self {
        let rounds = items.iter().filter_map(|(index, item)| match &item.state {
            State::Planned { task, .. } => Some((*index, task.round.clone())),
            State::Unchanged(_) | State::Failed(_) => None,
        });
        let (rounds, finder) = (rounds.collect(), Finder::new(options));
        Self { rounds, finder, items, waiting: BTreeMap::new(), tell }
    }

    /// What there is to do.
    pub(super) fn work(&mut self) -> Vec<Work> {
        self.items.iter_mut().map(|(index, item)| Work::of(*index, item)).collect()
    }

    pub(super) fn is_done(&self) -> bool {
        self.items.is_empty()
    }

    pub(super) fn hear(&mut self, settled: Settled) {
        self.waiting.insert(settled.index, settled);
        while let Some(entry) = self.items.first_entry() {
            let Some(settled) = self.waiting.remove(entry.key()) else { break };
            let mut item = entry.remove();
            if let Outcome::Failed(failure) = &settled.outcome {
                item.remains = self.finder.remains(&item, failure);
            }
            (self.tell)(settled.index, item, settled.outcome);
        }
    }

    /// Tells that a report is not made, whatever becomes of it.
    pub(super) fn give_up(&mut self, index: usize, cause: Cause, limits: Limits) {
        if !self.items.contains_key(&index) {
            return;
        }
        let layout = self.rounds.get(&index).map(|round| round.look.layout.name.as_str());
        let failure = cause.failure(layout.unwrap_or_default(), limits);
        self.hear(Settled { index, outcome: Outcome::Failed(failure) });
    }

    /// The same of all that nobody knows more of.
    pub(super) fn give_up_rest(&mut self, limits: Limits) {
        let unsettled = self.items.keys().filter(|index| !self.waiting.contains_key(index));
        for index in unsettled.copied().collect::<Vec<_>>() {
            self.give_up(index, Cause::CutOff, limits);
        }
    }
}
