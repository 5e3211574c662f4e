//! Whose the names in the output folder are, and how a name passes from one
//! report to another: two may swap theirs, or three pass them round.
//!
//! Whoever comes first finds the files of another in its place. They are kept
//! beside it under a name of no report, until the other has its new one, so
//! that nothing is lost where the run ends in between or the other is refused.

use std::collections::HashMap;
use std::path::PathBuf;

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::error::Error;
use crate::hash::hash;
use crate::job::Failure;
use crate::manifest::{Manifest, Record, ReportId, Written};
use crate::occupant;
use crate::output::{self, folded};
use crate::whereabouts::Whereabouts;

/// A report that stands in the output folder.
#[derive(Debug)]
pub(crate) struct Owner {
    pub report: ReportId,
    pub body_name: String,
    pub answers: Option<PathBuf>,
    /// Whether the name is its own, and not only one that it has left.
    pub is_its_own: bool,
}

/// The owners of all names in the folder, by name without ending, [`folded`].
pub(crate) fn owners(
    manifest: &Manifest,
    whereabouts: &Whereabouts,
) -> Result<HashMap<String, Vec<Owner>>, Error> {
    let mut owners: HashMap<String, Vec<Owner>> = HashMap::new();
    for record in manifest.all()? {
        let answers = record.answers.as_ref().map(|way| whereabouts.file(way));
        for (file, is_its_own) in record.named_files() {
            let of_name = owners.entry(folded(file.stem())).or_default();
            let known = of_name.iter_mut().find(|owner| owner.report == record.report);
            if let Some(known) = known {
                known.is_its_own |= is_its_own;
                continue;
            }
            of_name.push(Owner {
                report: record.report.clone(),
                body_name: record.body_name.clone(),
                answers: answers.clone(),
                is_its_own,
            });
        }
    }
    Ok(owners)
}

/// The records of reports whose names another one takes over.
#[derive(Debug, Default)]
pub(crate) struct Others(Vec<Record>);

impl Others {
    pub fn read(manifest: &Manifest, reports: &[ReportId]) -> Result<Self, Error> {
        let records: Result<Vec<_>, _> = reports.iter().map(|one| manifest.read(one)).collect();
        Ok(Self(records?.into_iter().flatten().collect()))
    }

    /// What one of them has written to that name.
    pub fn file(&self, name: &str) -> Option<&Written> {
        self.0.iter().flat_map(Record::all_files).find(|file| file.name == name)
    }

    /// Keeps under other names what they have in the places of `names`.
    pub fn set_aside(&mut self, manifest: &Manifest, names: &[&str]) -> Result<(), Failure> {
        for record in &mut self.0 {
            let is_taken = |(_, file): &(&String, &Written)| names.contains(&&*file.name);
            let taken = record.files.iter().filter(is_taken);
            let taken: Vec<(String, Written)> =
                taken.map(|(ending, file)| (ending.clone(), file.clone())).collect();
            for (ending, file) in &taken {
                match set_aside(manifest, file)? {
                    Some(aside) => record.files.insert(ending.clone(), aside),
                    None => record.files.remove(ending),
                };
                record.left.push(file.clone());
            }
            if !taken.is_empty() {
                manifest.write(record)?;
            }
        }
        Ok(())
    }

    /// Forgets what they had in places that are another's now.
    pub fn release(&mut self, manifest: &Manifest, names: &[&str]) -> Result<(), Error> {
        for record in &mut self.0 {
            let before = record.left.len();
            record.left.retain(|file| !names.contains(&&*file.name));
            if record.left.len() < before {
                manifest.write(record)?;
            }
        }
        Ok(())
    }
}

/// Copies a file, if it is as it was written, to a name of no report.
fn set_aside(manifest: &Manifest, file: &Written) -> Result<Option<Written>, Failure> {
    let path = manifest.out.join(&file.name);
    let Some(bytes) = occupant::read(&path)?.filter(|bytes| hash(bytes) == file.hash) else {
        return Ok(None);
    };
    let name = aside_name(file);
    let aside = manifest.out.join(&name);
    match occupant::read(&aside)? {
        // A run that was cut off has put it there.
        Some(there) if there == bytes => {}
        Some(_) => {
            let diagnostic = Diagnostic::general(Code::UnknownOutput)
                .with("file", aside.display().to_string())
                .with("format", file.ending());
            return Err(Problems::from(diagnostic).into());
        }
        None => output::write(&aside, &bytes)?,
    }
    let (size, modified) = output::stamp(&aside)?.unwrap_or_default();
    Ok(Some(Written { name, size, modified, ..file.clone() }))
}

/// The name that a file is kept under; it tells by its hash what it is.
fn aside_name(file: &Written) -> String {
    format!("{}-{}.{}", file.stem(), mark(file), file.ending())
}

/// Whether a file has such a name.
pub(crate) fn is_aside(file: &Written) -> bool {
    file.stem().ends_with(&format!("-{}", mark(file)))
}

fn mark(file: &Written) -> &str {
    file.hash.get(..8).unwrap_or_default()
}
