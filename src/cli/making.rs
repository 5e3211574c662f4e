//! Making what a build has planned, and telling of it: a row for each report,
//! at the end why some were refused, and the sum.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use crate::apart::{self, Cause, Limits, Note, Notes, Past, Told};
use crate::batch::{self, Outcome};
use crate::error;
use crate::job::Failure;
use crate::layout::Layout;
use crate::manifest::Manifest;
use crate::messages::{Messages, Rows, Shown, Tally};
use crate::output;
use crate::plan::{Item, Options, State};
use crate::remains::Finder;

/// How the reports of a run are made and told of.
pub struct Making<'a> {
    pub options: &'a Options,
    pub limits: Limits,
    pub shown: Shown,
    pub messages: &'a Messages,
    pub start: Instant,
}

/// So many reports are worth a process of their own, whatever their layouts.
const MANY: usize = 10;

/// So many reports in a row may be too much for a layout that has made none.
const PATIENCE: usize = 3;

impl Making<'_> {
    /// Makes the reports, apart from this process where there are any. Gives
    /// the status.
    pub fn run(&self, mut items: Vec<Item>) -> u8 {
        let planned = items.iter().filter(|item| item.is_planned()).count();
        let are_strange = items.iter().filter_map(layout).any(|layout| !layout.is_built_in());
        if planned < MANY && !are_strange {
            return self.make(items, &Past::default(), Notes::default());
        }
        apart::run(|past, notes| self.make(std::mem::take(&mut items), past, notes))
    }

    /// Makes what is not told yet, or fell to pieces.
    fn make(&self, items: Vec<Item>, past: &Past, notes: Notes) -> u8 {
        output::leave_nothing_unfinished();
        if items.iter().any(Item::is_planned)
            && let Err(error) = Manifest::of(&self.options.out).try_folder()
        {
            self.messages.print_error(&error);
            return 1;
        }
        let notes = Arc::new(notes);
        let mut rows = self.rows(&items);
        let mut tally = Tally::default();
        past.told.values().for_each(|told| tally.count(*told));
        let mut failures = Vec::new();
        let items = self.left(items, past);
        let options = match past.until {
            Some(_) => &Options { jobs: 1, ..self.options.clone() },
            None => self.options,
        };
        let made =
            batch::run_within(items, options, self.limits, &notes, |index, item, outcome| {
                // Who is told of already is here for the reasons to be told.
                if !past.told.contains_key(&index) {
                    rows.add(&item, &outcome);
                    tally.count(outcome.told());
                    notes.note(Note::Told(outcome.told()), index);
                    rows.pause(|| self.messages.print_earlier(&item, &outcome));
                }
                if let Outcome::Failed(failure) = outcome {
                    failures.push((item, failure));
                }
            });
        rows.finish();
        if past.until.is_some() && made.is_ok() {
            notes.note_end(Note::Part);
            return 0;
        }
        // Else another process begins where this one ends.
        if made.is_ok() {
            self.tell(failures, tally);
        }
        u8::from(tally.failed > 0 || !self.messages.is_all_printed())
    }

    fn rows(&self, items: &[Item]) -> Rows<'_> {
        match self.shown {
            Shown::Nothing => Rows::silent(self.messages),
            Shown::Text => Rows::text(self.messages, items),
            Shown::Json => Rows::json(self.messages),
        }
    }

    fn tell(&self, failures: Vec<(Item, Failure)>, tally: Tally) {
        let finder = Finder::new(self.options);
        let mut told = error::ToldOnce::default();
        for (mut item, failure) in failures {
            // Its name may have gone to another report in the meantime.
            item.remains = finder.remains(&item, &failure);
            match told.is_news(failure.remedy()) {
                true => self.messages.print_not_made(&item.path, &failure),
                false => self.messages.print_not_made_either(&item.path),
            }
            self.messages.print_remains(&item);
        }
        if self.shown == Shown::Text {
            self.messages.print_tally(&Tally { time: self.start.elapsed(), ..tally });
        }
    }

    /// What is still to be settled, by place in the plan.
    fn left(&self, items: Vec<Item>, past: &Past) -> BTreeMap<usize, Item> {
        let given_up = given_up(&items, past);
        let last = past.until.unwrap_or(usize::MAX);
        let is_done =
            |index: &usize| matches!(past.told.get(index), Some(Told::Made | Told::Unchanged));
        let items = items.into_iter().enumerate();
        let items = items.filter(|(index, _)| !is_done(index) && *index <= last);
        let items = items.map(|(index, item)| {
            let Some(layout) = layout(&item).map(|layout| layout.name.as_str()) else {
                return (index, item);
            };
            let failure = match past.broken.get(&index) {
                Some(cause) => cause.failure(layout, self.limits),
                None if given_up.iter().any(|name| name == layout) => apart::given_up(layout),
                None => return (index, item),
            };
            (index, Item { state: State::Failed(failure), ..item })
        });
        items.collect()
    }
}

/// The layout that is to show a report.
fn layout(item: &Item) -> Option<&Layout> {
    match &item.state {
        State::Planned { task, .. } => Some(&task.round.look.layout),
        State::Unchanged(_) | State::Failed(_) => None,
    }
}

/// The layouts that have made nothing, and that too many reports were too much
/// for.
fn given_up(items: &[Item], past: &Past) -> Vec<String> {
    let costly = past.broken.iter().filter(|(_, cause)| !matches!(cause, Cause::Ended(_)));
    let of = |index: &usize| Some(layout(items.get(*index)?)?.name.as_str());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in costly.filter_map(|(index, _)| of(index)) {
        *counts.entry(name).or_default() += 1;
    }
    let made = past.told.iter().filter(|(_, told)| **told == Told::Made);
    made.filter_map(|(index, _)| of(index)).for_each(|name| {
        counts.remove(name);
    });
    let names = counts.into_iter().filter(|(_, count)| *count >= PATIENCE);
    names.map(|(name, _)| name.to_owned()).collect()
}
