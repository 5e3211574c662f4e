//! Reports whose answers are gone: which they are, and removing them.
//!
//! Only what lies under the inputs of the run is judged, and only what is
//! certainly not there counts as gone: a share that is away, or a folder that
//! may not be read, is neither.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::answers::Header;
use crate::deliver::{Removal, remove_as_written};
use crate::error::Error;
use crate::hash::hash;
use crate::job::read_source;
use crate::kept;
use crate::manifest::{Manifest, Record, ReportId};
use crate::occupant;
use crate::plan::Options;
use crate::survey::Survey;
use crate::whereabouts::{Whereabouts, whole};

/// Reports without answers, and how many reports there are in all.
#[derive(Debug, Default)]
pub struct Orphans {
    pub records: Vec<Record>,
    pub of: usize,
}

impl Orphans {
    /// Whether so many are hardly meant: more likely something is amiss.
    pub fn are_most(&self) -> bool {
        self.records.len() * 2 > self.of
    }
}

/// The reports in the output folder whose answers lay under `inputs` and are
/// gone, or are another report's now. A report that the run has answers for is
/// none of them, wherever its record says that they lie.
pub fn orphans(inputs: &[PathBuf], survey: &Survey, options: &Options) -> Result<Orphans, Error> {
    let manifest = Manifest::of(&options.out);
    let whereabouts = Whereabouts::of(&options.out);
    let folders = inputs.iter().filter(|path| path.is_dir());
    let folders: Vec<PathBuf> = folders.map(|path| whole(path)).collect();
    let mut records = manifest.all()?;
    let is_ours = |ReportId { form, body }: &ReportId| {
        options.shard.is_none_or(|shard| shard.holds(form, body))
    };
    records.retain(|record| is_ours(&record.report));
    let of = records.len();
    records.retain(|record| {
        let answers = record.answers.as_ref().map(|way| whereabouts.file(way));
        let has_none = |answers: &PathBuf| {
            let folder = folders.iter().find(|folder| answers.starts_with(folder));
            folder.is_some_and(|folder| is_gone(folder, answers, &record.report))
        };
        !survey.holds(&record.report) && answers.as_ref().is_some_and(has_none)
    });
    Ok(Orphans { records, of })
}

/// Whether the answers of `report` are certainly no longer at that place below
/// `folder`, which is there.
fn is_gone(folder: &Path, answers: &Path, report: &ReportId) -> bool {
    let Ok(below) = answers.strip_prefix(folder) else { return false };
    let mut path = folder.to_owned();
    for component in below.components() {
        path.push(component);
        match fs::symlink_metadata(&path) {
            Ok(_) => {}
            Err(error) => return error.kind() == io::ErrorKind::NotFound,
        }
        // A link that leads nowhere: what it leads to is away.
        if fs::metadata(&path).is_err() {
            return false;
        }
    }
    let header = read_source(answers).ok().and_then(|source| Header::read(&source));
    header.is_some_and(|header| {
        (header.form, header.body) != (report.form.clone(), report.body.clone())
    })
}

/// What became of an orphan's files, by name.
#[derive(Debug, Default)]
pub struct Pruned {
    pub removed: Vec<String>,
    /// Somebody has edited them.
    pub kept: Vec<String>,
}

/// What removing a report would come to.
pub fn foreseen(manifest: &Manifest, record: &Record) -> Pruned {
    let mut pruned = Pruned::default();
    for file in record.all_files() {
        match occupant::read(&manifest.out.join(&file.name)) {
            Ok(Some(bytes)) if hash(&bytes) == file.hash => pruned.removed.push(file.name.clone()),
            Ok(Some(_)) => pruned.kept.push(file.name.clone()),
            Ok(None) | Err(_) => {}
        }
    }
    pruned
}

/// Removes a report's files and its record; what somebody has edited stays, and
/// with it the record of it.
pub fn remove(manifest: &Manifest, report: &ReportId) -> Result<Pruned, Error> {
    let _lock = manifest.lock(report)?;
    let mut pruned = Pruned::default();
    let Some(mut record) = manifest.read(report)? else { return Ok(pruned) };
    for file in record.all_files().cloned().collect::<Vec<_>>() {
        match remove_as_written(&manifest.out.join(&file.name), &file)? {
            Removal::Done => pruned.removed.push(file.name),
            Removal::Edited => pruned.kept.push(file.name),
            Removal::Gone => {}
        }
    }
    kept::remove(&manifest.out, report);
    if pruned.kept.is_empty() {
        manifest.remove(report)?;
    } else {
        record.files.retain(|_, file| pruned.kept.contains(&file.name));
        record.left.retain(|file| pruned.kept.contains(&file.name));
        manifest.write(&record)?;
    }
    Ok(pruned)
}
