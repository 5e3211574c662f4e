//! Putting a report's files into the output folder, and noting them: under a
//! lock, so that two runs do not mix their notes, and with a last look at what
//! stands there, so that no edit is lost that was saved in the meantime.

use std::path::{Path, PathBuf};

use crate::diagnostic::Problems;
use crate::error::Error;
use crate::hash::hash;
use crate::inputs::Inputs;
use crate::job::{Failure, Format, ReadyFile};
use crate::manifest::{Manifest, Record, ReportId, Written};
use crate::names::{Others, is_aside};
use crate::occupant;
use crate::output::{self, Lasting, Ready};
use crate::owned::{Place, sealed_report};

/// What became of files under names that the report had before.
#[derive(Debug, Default)]
pub struct Earlier {
    pub removed: Vec<PathBuf>,
    /// Somebody has edited them.
    pub kept: Vec<PathBuf>,
}

/// Writes a report's files and what is `known` of it, which names no files yet,
/// in the place of others that `give` their names up.
///
/// # Errors
/// Files that are not ours to write over stand in the way; then nothing is
/// written. With `force` they are written over.
pub fn deliver(
    manifest: &Manifest,
    known: Record,
    give: &[ReportId],
    inputs: Inputs,
    files: &[ReadyFile],
    force: bool,
) -> Result<Earlier, Failure> {
    let _locks = manifest.lock_all(give.iter().chain([&known.report]))?;
    let earlier = manifest.read(&known.report)?;
    let mut others = Others::read(manifest, give)?;
    let mut record = merged(known, earlier);
    let names: Vec<&str> = files.iter().map(|file| &*file.name).collect();
    if !force {
        refuse(manifest, &record, &others, files.iter().map(ReadyFile::title))?;
    }
    others.set_aside(manifest, &names)?;
    let digest = inputs.digest();
    record.inputs.insert(digest.clone(), inputs);
    // Should the run end before they are noted, they are known all the same.
    let new_names = new_names(&record, files, &digest);
    if !new_names.is_empty() {
        record.left.extend(new_names);
        manifest.write(&record)?;
    }
    // What is written is noted, even where something is in the way of the rest:
    // the Word file may be open while the PDF is not.
    let mut result = Ok(());
    for file in files {
        match put(manifest, &record, &others, file, digest.clone(), force) {
            Ok(written) => {
                let before = record.files.insert(file.format.extension().to_owned(), written);
                record.left.extend(before.filter(|before| before.name != file.name));
            }
            Err(failure) => {
                record
                    .left
                    .retain(|left| (&left.name, &left.hash) != (&file.name, &file.sealed.hash));
                result = result.and(Err(failure));
            }
        }
    }
    let told = put_away(manifest, &mut record);
    record.forget_inputs();
    let noted = manifest.write(&record);
    let names: Vec<&str> = record.files.values().map(|file| &*file.name).collect();
    let released = others.release(manifest, &names);
    result?;
    noted?;
    released?;
    Ok(told?)
}

/// The files of a report that has been called otherwise.
fn new_names(record: &Record, files: &[ReadyFile], inputs: &str) -> Vec<Written> {
    let is_known = |file: &&ReadyFile| record.all_files().any(|known| known.name == file.name);
    if record.files.is_empty() {
        return Vec::new();
    }
    let new = files.iter().filter(|file| !is_known(file)).map(|file| Written {
        name: file.name.clone(),
        hash: file.sealed.hash.clone(),
        inputs: inputs.to_owned(),
        size: file.sealed.bytes.len() as u64,
        modified: 0,
    });
    new.collect()
}

/// What is known now, and what is still true of what was known before.
fn merged(known: Record, earlier: Option<Record>) -> Record {
    let Some(earlier) = earlier else { return known };
    let pages = known.pages.or(earlier.pages);
    let Record { inputs, files, left, .. } = earlier;
    Record { pages, inputs, files, left, ..known }
}

/// What [`deliver`] would refuse of files with that name and format.
pub fn would_refuse(
    manifest: &Manifest,
    report: &ReportId,
    give: &[ReportId],
    files: &[(String, Format)],
) -> Result<(), Failure> {
    let new = || Record::new(report.clone(), String::new(), String::new());
    let record = manifest.read(report)?.unwrap_or_else(new);
    let others = Others::read(manifest, give)?;
    refuse(manifest, &record, &others, files.iter().map(|(name, format)| (&**name, *format)))
}

/// Refuses what stands in the way, before anything is written.
fn refuse<'a>(
    manifest: &Manifest,
    record: &Record,
    others: &Others,
    files: impl Iterator<Item = (&'a str, Format)>,
) -> Result<(), Failure> {
    let mut problems = Problems::default();
    for (name, format) in files {
        let path = manifest.out.join(name);
        problems.0.extend(place(record, others, (name, format), &path).refusal()?);
    }
    if problems.has_errors() { Err(problems.into()) } else { Ok(()) }
}

fn place<'a>(
    record: &'a Record,
    others: &'a Others,
    (name, format): (&str, Format),
    path: &'a Path,
) -> Place<'a> {
    let known = record.files.get(format.extension()).filter(|known| known.name == name);
    let known = known.or_else(|| others.file(name));
    Place { path, format, report: &record.report, known }
}

fn put(
    manifest: &Manifest,
    record: &Record,
    others: &Others,
    file: &ReadyFile,
    inputs: String,
    force: bool,
) -> Result<Written, Failure> {
    let path = manifest.out.join(&file.name);
    let ready = output::prepare(&path, &file.sealed.bytes, Lasting::InTime)?;
    // Its own stamp: what stands there a moment later may be somebody else's.
    let (size, modified) = ready.stamp().unwrap_or_default();
    if force {
        ready.put()?;
    } else {
        put_unless_changed(ready, place(record, others, file.title(), &path))?;
    }
    let (name, hash) = (file.name.clone(), file.sealed.hash.clone());
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
    let names: Vec<PathBuf> =
        record.files.values().map(|file| manifest.out.join(&file.name)).collect();
    let mut failed = None;
    record.left.retain(|file| {
        let path = manifest.out.join(&file.name);
        // Where names in another case are the same, it has been written over.
        if names.iter().any(|name| output::is_same_file(name, &path)) {
            return false;
        }
        match remove_as_written(&path, file, &record.report) {
            Ok(Removal::Gone) => false,
            Ok(Removal::Done) => {
                // It was kept for no other reason than this.
                told.removed.extend((!is_aside(file)).then_some(path));
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
    /// It is not there, or another report is.
    Gone,
    /// It stays, for somebody has edited it.
    Edited,
}

/// What removing a file of a report would come to.
pub fn foreseen(path: &Path, file: &Written, report: &ReportId) -> Result<Removal, Error> {
    let Some(bytes) = occupant::read(path)? else { return Ok(Removal::Gone) };
    if hash(&bytes) == file.hash {
        return Ok(Removal::Done);
    }
    let of = Format::of_extension(file.ending()).and_then(|format| sealed_report(&bytes, format));
    Ok(match of {
        // As it was written at another time: a run has ended before it was noted.
        Some(of) if of == *report => Removal::Done,
        // Where another report stands now, nobody has edited this one.
        Some(_) => Removal::Gone,
        None => Removal::Edited,
    })
}

/// Removes a file that is, byte for byte, as it was written.
pub fn remove_as_written(path: &Path, file: &Written, report: &ReportId) -> Result<Removal, Error> {
    let removal = foreseen(path, file, report)?;
    if removal == Removal::Done {
        std::fs::remove_file(path).map_err(|error| Error::write(path, error))?;
    }
    Ok(removal)
}
