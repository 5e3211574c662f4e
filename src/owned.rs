//! Whether a file in the output folder is ours to write over, and what is to
//! be done about a report that stands there already.

use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::error::Error;
use crate::hash::hash;
use crate::inputs::{Inputs, Reason, differences};
use crate::job::Format;
use crate::manifest::{Manifest, Record, ReportId, Written};
use crate::names::Others;
use crate::{occupant, output, seal, taken, verify};

/// What stands in the place of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// Nothing, or what a power failure has left of it.
    Missing,
    /// The file that the record tells of.
    AsWritten,
    /// The same by what it holds, with another time.
    Touched,
    /// A file of this report that no record tells of, as it was written.
    Sealed,
    /// The file that the record tells of, changed since.
    Edited,
    /// The same, of which an import has taken all.
    Taken,
    /// Somebody's.
    Foreign,
}

impl FileState {
    /// Why it is not to be written over.
    fn refusal(self, path: &Path, format: Format) -> Option<Diagnostic> {
        let code = match self {
            Self::Edited => Code::EditedOutput,
            Self::Foreign => Code::UnknownOutput,
            Self::Missing | Self::AsWritten | Self::Touched | Self::Sealed | Self::Taken => {
                return None;
            }
        };
        let diagnostic = Diagnostic::general(code).with("file", path.display().to_string());
        Some(diagnostic.with("format", format.extension()))
    }
}

/// A file of a report, and what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    pub path: &'a Path,
    pub format: Format,
    pub report: &'a ReportId,
    /// What was written there last, by this report or by one that gives the
    /// name up.
    pub known: Option<&'a Written>,
}

impl Place<'_> {
    /// What stands there now.
    ///
    /// # Errors
    /// Nobody can say: the folder is away, or may not be read.
    pub fn state(&self) -> Result<FileState, Error> {
        match output::stamp(self.path)? {
            None => Ok(FileState::Missing),
            Some(stamp) if self.known.is_some_and(|known| known.stamp() == stamp) => {
                Ok(FileState::AsWritten)
            }
            Some(_) => self.state_by_bytes(),
        }
    }

    /// The same by what the file holds, since an edit can keep its size and time.
    fn state_by_bytes(&self) -> Result<FileState, Error> {
        let bytes = occupant::read(self.path)?;
        Ok(bytes.map_or(FileState::Missing, |bytes| self.state_of(&bytes)))
    }

    fn state_of(&self, bytes: &[u8]) -> FileState {
        // A power failure can keep the name and not the contents.
        if bytes.iter().all(|byte| *byte == 0) {
            return FileState::Missing;
        }
        match self.known {
            Some(known) if known.hash == hash(bytes) => FileState::Touched,
            _ if self.is_sealed(bytes) => FileState::Sealed,
            _ if self.is_taken(bytes) => FileState::Taken,
            Some(_) => FileState::Edited,
            None => FileState::Foreign,
        }
    }

    /// Whether the file says that it is of this report, and is unchanged.
    fn is_sealed(&self, bytes: &[u8]) -> bool {
        sealed_report(bytes, self.format).is_some_and(|report| report == *self.report)
    }

    fn is_taken(&self, bytes: &[u8]) -> bool {
        let out = self.path.parent().unwrap_or(Path::new(""));
        self.format == Format::Docx && taken::is_taken(out, self.report, bytes)
    }

    /// Why the file may not be written over, where it may not.
    pub fn refusal(&self) -> Result<Option<Diagnostic>, Error> {
        Ok(self.state_by_bytes()?.refusal(self.path, self.format))
    }
}

/// The report that a file says it is of, if it is unchanged.
pub(crate) fn sealed_report(bytes: &[u8], format: Format) -> Option<ReportId> {
    let told = seal::holds(bytes, format).then(|| verify::examine(bytes).provenance)??;
    Some(ReportId { form: told.form_id, body: told.body_id })
}

/// What is to be done about a report.
#[derive(Debug)]
pub enum Decision {
    Unchanged {
        /// The record does not know the files' times any more.
        is_touched: bool,
    },
    Make(Vec<Reason>),
    /// Files stand in its place that are not ours to write over.
    Refused(Problems),
}

/// What a report is to be: its files' name and formats, and whose places they
/// take. Only the formats that are asked for count.
pub(crate) struct Claim<'a> {
    pub report: &'a ReportId,
    pub stem: &'a str,
    pub formats: &'a [Format],
    pub others: &'a Others,
}

/// Decides about a report that is to be made from `now`.
pub(crate) fn decide(
    manifest: &Manifest,
    record: Option<&Record>,
    claim: &Claim,
    now: &Inputs,
) -> Result<Decision, Error> {
    let Claim { report, stem, formats, others } = *claim;
    let digest = now.digest();
    let mut reasons = Vec::new();
    let mut problems = Problems::default();
    let mut is_touched = false;
    for format in formats {
        let name = format.file_name(stem);
        let path = manifest.out.join(&name);
        let known = record.and_then(|record| record.files.get(format.extension()));
        let there = known.filter(|known| known.name == name);
        let last = there.or_else(|| others.file(&name));
        let state = Place { path: &path, format: *format, report, known: last }.state()?;
        let is_as_written = matches!(state, FileState::AsWritten | FileState::Touched);
        is_touched |= state == FileState::Touched;
        if let Some(refusal) = state.refusal(&path, *format) {
            problems.add(refusal);
        } else if !is_as_written || there.is_none_or(|file| file.inputs != digest) {
            reasons.extend(why(record, known, now, state, name));
        }
    }
    if problems.has_errors() {
        return Ok(Decision::Refused(problems));
    }
    let mut told = Vec::new();
    reasons.retain(|reason| {
        !told.contains(reason) && {
            told.push(reason.clone());
            true
        }
    });
    Ok(match reasons.is_empty() {
        true => Decision::Unchanged { is_touched },
        false => Decision::Make(reasons),
    })
}

/// Why a file is made that is not there as it should be.
fn why(
    record: Option<&Record>,
    known: Option<&Written>,
    now: &Inputs,
    state: FileState,
    name: String,
) -> Vec<Reason> {
    let (record, known) = match (record, known) {
        (None, _) => return vec![Reason::New],
        (Some(_), None) => return vec![Reason::OtherFormat],
        (Some(record), Some(known)) => (record, known),
    };
    let before = record.inputs_of(known);
    let mut reasons = before.map(|before| differences(before, now)).unwrap_or_default();
    match state {
        FileState::Sealed => reasons.push(Reason::CutOff),
        FileState::Taken => reasons.push(Reason::Taken),
        FileState::Missing if known.name == name => reasons.push(Reason::Missing(name)),
        _ if reasons.is_empty() => reasons.push(Reason::Missing(name)),
        _ => {}
    }
    reasons
}
