//! Putting a report's files into the output folder, and noting them: under a
//! lock, so that two runs do not mix their notes, and with a last look at what
//! stands there, so that no edit is lost that was saved in the meantime.

use std::path::{Path, PathBuf};

use crate::diagnostic::Problems;
use crate::error::Error;
use crate::hash::hash;
use crate::inputs::Inputs;
use crate::job::{Failure, ReadyFile};
use crate::manifest::{Manifest, Record, Written};
use crate::occupant;
use crate::output::{self, Lasting, Ready, folded};
use crate::owned::Place;

/// What became of files under names that the report had before.
#[derive(Debug, Default)]
pub struct Earlier {
    pub removed: Vec<PathBuf>,
    /// Somebody has edited them.
    pub kept: Vec<PathBuf>,
}

/// Writes a report's files and what is `known` of it, which names no files yet.
///
/// # Errors
/// Files that are not ours to write over stand in the way; then nothing is
/// written. With `force` they are written over.
pub fn deliver(
    manifest: &Manifest,
    known: Record,
    inputs: Inputs,
    files: &[ReadyFile],
    force: bool,
) -> Result<Earlier, Failure> {
    let _lock = manifest.lock(&known.report)?;
    let earlier = manifest.read(&known.report)?;
    let mut record = merged(known, earlier);
    if !force {
        refuse(manifest, &record, files)?;
    }
    let digest = inputs.digest();
    record.inputs.insert(digest.clone(), inputs);
    let mut put = || -> Result<(), Failure> {
        for file in files {
            let written = put(manifest, &record, file, digest.clone(), force)?;
            let before = record.files.insert(file.format.extension().to_owned(), written);
            record.left.extend(before.filter(|before| before.name != file.name));
        }
        Ok(())
    };
    // What is written is noted, even where something is in the way of the rest.
    let result = put();
    let told = put_away(manifest, &mut record);
    let files = &record.files;
    record.inputs.retain(|digest, _| files.values().any(|file| file.inputs == *digest));
    let noted = manifest.write(&record);
    result?;
    noted?;
    Ok(told?)
}

/// What is known now, and what is still true of what was known before.
fn merged(known: Record, earlier: Option<Record>) -> Record {
    let Some(earlier) = earlier else { return known };
    let pages = known.pages.or(earlier.pages);
    let Record { inputs, files, left, .. } = earlier;
    Record { pages, inputs, files, left, ..known }
}

/// Refuses what stands in the way, before anything is written.
fn refuse(manifest: &Manifest, record: &Record, files: &[ReadyFile]) -> Result<(), Failure> {
    let mut problems = Problems::default();
    for file in files {
        let path = manifest.out.join(&file.name);
        problems.0.extend(place(record, file, &path).refusal()?);
    }
    if problems.has_errors() { Err(problems.into()) } else { Ok(()) }
}

fn place<'a>(record: &'a Record, file: &ReadyFile, path: &'a Path) -> Place<'a> {
    let known = record.files.get(file.format.extension());
    let known = known.filter(|known| known.name == file.name);
    Place { path, format: file.format, report: &record.report, known }
}

fn put(
    manifest: &Manifest,
    record: &Record,
    file: &ReadyFile,
    inputs: String,
    force: bool,
) -> Result<Written, Failure> {
    let path = manifest.out.join(&file.name);
    let ready = output::prepare(&path, &file.bytes, Lasting::InTime)?;
    // Its own stamp: what stands there a moment later may be somebody else's.
    let (size, modified) = ready.stamp().unwrap_or_default();
    if force {
        ready.put()?;
    } else {
        put_unless_changed(ready, place(record, file, &path))?;
    }
    let (name, hash) = (file.name.clone(), hash(&file.bytes));
    Ok(Written { name, hash, inputs, size, modified })
}

/// Looks once more at what stands in its place right before it is taken.
fn put_unless_changed(mut ready: Ready, place: Place) -> Result<(), Failure> {
    while !place.path.exists() {
        match ready.put_anew()? {
            None => return Ok(()),
            Some(again) => ready = again,
        }
    }
    match place.refusal()? {
        Some(refusal) => Err(Problems::from(refusal).into()),
        None => Ok(ready.put()?),
    }
}

/// Removes files under earlier names that are as they were written.
fn put_away(manifest: &Manifest, record: &mut Record) -> Result<Earlier, Error> {
    let mut told = Earlier::default();
    let names: Vec<String> = record.files.values().map(|file| folded(&file.name)).collect();
    let mut failed = None;
    record.left.retain(|file| {
        if names.contains(&folded(&file.name)) {
            return false;
        }
        let path = manifest.out.join(&file.name);
        match remove_as_written(&path, file) {
            Ok(Removal::Gone) => false,
            Ok(Removal::Done) => {
                told.removed.push(path);
                false
            }
            Ok(Removal::Edited) => {
                told.kept.push(path);
                true
            }
            Err(error) => {
                failed = Some(error);
                true
            }
        }
    });
    failed.map_or(Ok(told), Err)
}

/// What came of removing a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    Done,
    /// It was not there.
    Gone,
    /// It stays, for somebody has edited it.
    Edited,
}

/// Removes a file that is, byte for byte, as it was written.
pub fn remove_as_written(path: &Path, file: &Written) -> Result<Removal, Error> {
    match occupant::read(path)? {
        None => Ok(Removal::Gone),
        Some(bytes) if hash(&bytes) != file.hash => Ok(Removal::Edited),
        Some(_) => {
            std::fs::remove_file(path).map_err(|error| Error::write(path, error))?;
            Ok(Removal::Done)
        }
    }
}
