//! Reports whose answers are gone: which they are, and removing them.
//!
//! Only what lies under the inputs of the run is judged, and only what is
//! certainly not there counts as gone: a share that is away, or a folder that
//! may not be read, is neither.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::answers::Header;
use crate::deliver::{self, Removal, remove_as_written};
use crate::error::Error;
use crate::hash;
use crate::job::{Format, read_source};
use crate::kept;
use crate::manifest::{Manifest, Record, ReportId, Written};
use crate::plan::Options;
use crate::survey::Survey;
use crate::whereabouts::{Whereabouts, whole};

/// Reports without answers, and how many reports there are in all.
#[derive(Debug, Default)]
pub struct Orphans {
    /// There is nothing where their answers were.
    pub gone: Vec<Record>,
    /// There are another report's answers now. They may be so by mistake, as
    /// long as they have not given that report.
    pub moved: Vec<Record>,
    pub of: usize,
}

impl Orphans {
    pub fn all(&self) -> impl Iterator<Item = &Record> {
        self.gone.iter().chain(&self.moved)
    }

    pub fn count(&self) -> usize {
        self.all().count()
    }

    /// Whether so many are hardly meant: more likely something is amiss.
    pub fn are_most(&self) -> bool {
        self.count() * 2 > self.of
    }

    /// Leaves out those whose answers have not given another report yet, and are
    /// not `about` to.
    pub fn settled(mut self, out: &Path, about: &HashSet<String>) -> Self {
        let (manifest, whereabouts) = (Manifest::of(out), Whereabouts::of(out));
        let gives = |way: &String| {
            about.contains(way) || has_given(&manifest, way, &whereabouts.file(way)).is_some()
        };
        self.moved.retain(|record| record.answers.as_ref().is_some_and(gives));
        self
    }
}

/// The report that answers have given as they are now.
fn has_given(manifest: &Manifest, way: &str, answers: &Path) -> Option<ReportId> {
    let source = read_source(answers).ok()?;
    let Header { form, body, .. } = Header::read(&source)?;
    let record = manifest.read(&ReportId { form, body }).ok()??;
    let hash = hash::hash(source.text.as_bytes());
    let is_of_it = |file: &Written| record.inputs_of(file).is_some_and(|of| of.answers == hash);
    let is_made = record.answers.as_deref() == Some(way) && record.files.values().any(is_of_it);
    is_made.then_some(record.report)
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
    let mut orphans = Orphans { of, ..Orphans::default() };
    for record in records.into_iter().filter(|record| !survey.holds(&record.report)) {
        let answers = record.answers.as_ref().map(|way| whereabouts.file(way));
        let below = |answers: &PathBuf| {
            let folder = folders.iter().find(|folder| answers.starts_with(folder))?;
            lost(folder, answers, &record.report)
        };
        match answers.as_ref().and_then(below) {
            Some(Lost::Gone) => orphans.gone.push(record),
            Some(Lost::Moved) => orphans.moved.push(record),
            None => {}
        }
    }
    Ok(orphans)
}

/// How a report has lost its answers.
enum Lost {
    Gone,
    Moved,
}

/// Whether the answers of `report` are certainly no longer at that place below
/// `folder`, which is there.
fn lost(folder: &Path, answers: &Path, report: &ReportId) -> Option<Lost> {
    let mut path = folder.to_owned();
    for component in answers.strip_prefix(folder).ok()?.components() {
        path.push(component);
        match fs::symlink_metadata(&path) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Some(Lost::Gone),
            Err(_) => return None,
        }
        // A link that leads nowhere: what it leads to is away.
        fs::metadata(&path).ok()?;
    }
    let header = Header::read(read_source(answers).ok()?.as_ref())?;
    let is_another = (&header.form, &header.body) != (&report.form, &report.body);
    is_another.then_some(Lost::Moved)
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
    foreseen_of(manifest, record, record.all_files())
}

fn foreseen_of<'a>(
    manifest: &Manifest,
    record: &Record,
    files: impl Iterator<Item = &'a Written>,
) -> Pruned {
    let mut pruned = Pruned::default();
    for file in files {
        // What cannot be told of now is told when it is removed.
        let removal = deliver::foreseen(&manifest.out.join(&file.name), file, &record.report);
        pruned.note(file, removal.unwrap_or(Removal::Gone));
    }
    pruned
}

impl Pruned {
    fn note(&mut self, file: &Written, removal: Removal) {
        match removal {
            Removal::Done => self.removed.push(file.name.clone()),
            Removal::Edited => self.kept.push(file.name.clone()),
            Removal::Gone => {}
        }
    }
}

/// The files of a report that were not asked for in these formats, and so still
/// have a name from before it was called `stem`.
pub(crate) fn stale<'a>(
    record: &'a Record,
    stem: &'a str,
    formats: &'a [Format],
) -> impl Iterator<Item = &'a Written> {
    let is_asked = |ending: &str| formats.iter().any(|format| format.extension() == ending);
    let files = record.files.iter();
    let stale = files.filter(move |(ending, file)| !is_asked(ending) && file.stem() != stem);
    stale.map(|(_, file)| file)
}

/// The [`stale`] files of a report that is called `stem` by now.
fn stale_of(record: &Record, stem: &str, formats: &[Format]) -> Vec<Written> {
    let is_called_so = record.files.values().any(|file| file.stem() == stem);
    let files = stale(record, stem, formats).filter(|_| is_called_so);
    files.cloned().collect()
}

/// What removing a report's stale files would come to, once it is made.
pub(crate) fn foreseen_stale(
    manifest: &Manifest,
    report: &ReportId,
    stem: &str,
    formats: &[Format],
    is_made: bool,
) -> Pruned {
    let Ok(Some(record)) = manifest.read(report) else { return Pruned::default() };
    if is_made {
        return foreseen_of(manifest, &record, stale_of(&record, stem, formats).iter());
    }
    foreseen_of(manifest, &record, stale(&record, stem, formats))
}

/// Removes a report's stale files, and what is noted of them.
pub(crate) fn remove_stale(
    manifest: &Manifest,
    report: &ReportId,
    stem: &str,
    formats: &[Format],
) -> Result<Pruned, Error> {
    let _lock = manifest.lock(report)?;
    let mut pruned = Pruned::default();
    let Some(mut record) = manifest.read(report)? else { return Ok(pruned) };
    for file in stale_of(&record, stem, formats) {
        let path = manifest.out.join(&file.name);
        let removal = remove_as_written(&path, &file, report)?;
        pruned.note(&file, removal);
        if removal != Removal::Edited {
            record.files.retain(|_, other| *other != file);
        }
    }
    record.forget_inputs();
    manifest.write(&record)?;
    Ok(pruned)
}

/// Removes a report's files and its record; what somebody has edited stays, and
/// with it the record of it.
pub fn remove(manifest: &Manifest, report: &ReportId) -> Result<Pruned, Error> {
    let _lock = manifest.lock(report)?;
    let mut pruned = Pruned::default();
    let Some(mut record) = manifest.read(report)? else { return Ok(pruned) };
    for file in record.all_files().cloned().collect::<Vec<_>>() {
        let path = manifest.out.join(&file.name);
        pruned.note(&file, remove_as_written(&path, &file, report)?);
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
