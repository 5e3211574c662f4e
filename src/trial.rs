//! Trying out a layout's own files before anything is made: what only Typst or
//! the templates find, `check` tells as well.
//!
//! A layout that comes with the program needs no trial. Of another one a report
//! is rendered, and none of it kept, whenever it brings something that no report
//! before had: another mark, a list, a link, a word wider than its line.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::Value;

use crate::apart::{self, Cause, Limits, Notes};
use crate::job::{self, Failure, Format, Round};
use crate::json::Json;
use crate::pdf::Standard;
use crate::report::Report;

/// The trials of a run.
#[derive(Debug, Default)]
pub struct Trials {
    /// By round: what its layout has been tried with; nothing once it failed.
    tried: HashMap<usize, Option<BTreeSet<String>>>,
    /// Names of layouts that were too much.
    given_up: BTreeSet<String>,
    limits: Limits,
    /// What trials have come to that ended an earlier process, by number.
    broken: BTreeMap<usize, Cause>,
    notes: Notes,
    /// Of the answers that are next.
    number: usize,
    are_over: bool,
}

impl Trials {
    /// Trials that may take no more, each noted for who watches this process.
    /// Those that are known to be `broken` are not tried again.
    pub fn within(limits: Limits, broken: BTreeMap<usize, Cause>, notes: Notes) -> Self {
        Self { limits, broken, notes, ..Self::default() }
    }

    /// The number of the answers that are next.
    pub fn next(&mut self, number: usize) {
        self.number = number;
    }

    /// Whether this process is to end, for another goes on without the last one.
    pub fn are_over(&self) -> bool {
        self.are_over
    }

    /// Tries the layout with a report, if it may find something new.
    ///
    /// # Errors
    /// What is wrong with the layout's files, once for each round.
    pub fn try_out(
        &mut self,
        json: Json,
        round: &Arc<Round>,
        report: Report,
        standard: Standard,
    ) -> Result<(), Failure> {
        let formats = formats(round);
        if formats.is_empty() {
            return Ok(());
        }
        let tried = self.tried.entry(Arc::as_ptr(round) as usize);
        let tried = tried.or_insert_with(|| Some(BTreeSet::new()));
        let Some(known) = tried else { return Ok(()) };
        let features = features(&report);
        if features.is_subset(known) && !known.is_empty() {
            return Ok(());
        }
        known.extend(features);
        let (of_trial, layout) = (round.clone(), &round.look.layout.name);
        let result = match self.given_up.contains(layout) {
            true => Err(apart::given_up(layout)),
            false => self.bounded(layout, move || {
                job::try_out(&json, &of_trial, &report, &formats, standard)
            }),
        };
        if result.is_err() {
            self.tried.insert(Arc::as_ptr(round) as usize, None);
        }
        result
    }

    /// Does a trial of that layout within the limits.
    fn bounded(
        &mut self,
        layout: &str,
        trial: impl FnOnce() -> Result<(), Failure> + Send + 'static,
    ) -> Result<(), Failure> {
        let result = match self.broken.get(&self.number) {
            Some(cause) => Err(*cause),
            None => {
                let result = apart::within(self.limits, &self.notes, self.number, trial);
                self.are_over = result.is_err() && self.notes.are_read();
                result
            }
        };
        result.unwrap_or_else(|cause| {
            self.given_up.insert(layout.to_owned());
            Err(cause.failure(layout, self.limits))
        })
    }
}

/// The formats that the layout has files of its own for.
fn formats(round: &Round) -> Vec<Format> {
    let layout = &round.look.layout;
    let own = [
        (Format::Pdf, !layout.sets_pages_as_built_in()),
        (Format::Html, layout.has_own_templates()),
    ];
    own.into_iter().filter(|(_, is_own)| *is_own).map(|(format, _)| format).collect()
}

/// What tells a layout how to show something.
const TELLING: [&str; 6] = ["kind", "role", "marker", "column", "strong", "emphasis"];
/// The same, if it is there at all or is true.
const FLAGS: [&str; 5] = ["link", "long_words", "tall", "tall_heads", "development"];

/// What a report has that layouts show in ways of their own.
fn features(report: &Report) -> BTreeSet<String> {
    let mut features = BTreeSet::new();
    gather(&serde_json::to_value(report).unwrap_or_default(), &mut features);
    features
}

fn gather(value: &Value, features: &mut BTreeSet<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| gather(value, features)),
        Value::Object(object) => {
            for (key, value) in object {
                if TELLING.contains(&key.as_str()) {
                    features.insert(format!("{key} {value}"));
                } else if FLAGS.contains(&key.as_str()) {
                    let is_set = *value != Value::Bool(false) && *value != Value::Array(Vec::new());
                    features.insert(format!("{key} {is_set}"));
                }
                gather(value, features);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
