//! What lies in the output folder from earlier, where a report is refused now.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use crate::diagnostic::{Code, Diagnostic};
use crate::hash;
use crate::job::{Failure, read_source};
use crate::manifest::{Manifest, Record, ReportId};
use crate::plan::{Item, Options};
use crate::whereabouts::Whereabouts;

/// The files of a report as they were made before.
#[derive(Debug)]
pub struct Remains {
    pub files: Vec<PathBuf>,
    /// What they were made from.
    pub answers: PathBuf,
    /// Whether they are still what those answers give.
    pub are_current: bool,
}

/// Finds what remains of refused reports in one output folder.
#[derive(Debug)]
pub(crate) struct Finder<'a> {
    options: &'a Options,
    manifest: Manifest,
    /// The reports by the way to their answers, once it has been asked.
    by_answers: OnceLock<HashMap<String, ReportId>>,
}

impl<'a> Finder<'a> {
    pub fn new(options: &'a Options) -> Self {
        let manifest = Manifest::of(&options.out);
        Self { options, manifest, by_answers: OnceLock::new() }
    }

    /// What remains of an item's report. Where somebody's own file is the reason
    /// that it is refused, that is said already.
    pub fn remains(&self, item: &Item, failure: &Failure) -> Option<Remains> {
        let is_said = |problem: &Diagnostic| {
            [Code::EditedOutput, Code::UnknownOutput].contains(&problem.code)
        };
        if failure.problems().iter().any(is_said) {
            return None;
        }
        let record = self.record(item)?;
        let files = record.files.values().map(|file| self.options.out.join(&file.name));
        let files: Vec<PathBuf> = files.filter(|path| path.is_file()).collect();
        let answers = self.manifest.answers(&record).unwrap_or_default();
        let are_current = self.are_current(item, &record).unwrap_or_default();
        (!files.is_empty()).then_some(Remains { files, answers, are_current })
    }

    /// The record of the report that was made before from the same answers file,
    /// which may have said otherwise then, or else the report's own.
    fn record(&self, item: &Item) -> Option<Record> {
        let read = |report: &ReportId| self.manifest.read(report).unwrap_or_default();
        let own = item.report.as_ref().and_then(read);
        if own.as_ref().is_some_and(|own| own.answers == item.way) {
            return own;
        }
        let by_answers = self.by_answers.get_or_init(|| self.manifest.by_answers());
        let before = item.way.as_ref().and_then(|way| by_answers.get(way));
        before.and_then(read).or(own)
    }

    fn are_current(&self, item: &Item, record: &Record) -> Option<bool> {
        let answers = Whereabouts::of(&self.options.out).file(record.answers.as_ref()?);
        let answers = hash::hash(read_source(&answers).ok()?.text.as_bytes());
        let round = item.round.as_ref()?;
        let now = round.inputs(&record.report.body, answers, self.options.fingerprint()).digest();
        Some(round.form.id == record.report.form && record.files.values().all(|f| f.inputs == now))
    }
}
