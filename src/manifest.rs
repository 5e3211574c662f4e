//! What stands in the output folder and from what it was made: one small
//! record for each report, in `out/.dnr/`, so that runs over different bodies
//! and on different machines never write the same file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::job::{Format, ReadyFile};
use crate::kept;
use crate::output;
use crate::pattern::file_stem;
use crate::report::Provenance;

/// What stands before the name of a value of the theme that the command line
/// sets, among the parts of a layout.
pub const SETTING: &str = "--set ";

/// The folder of the records, within the output folder.
const FOLDER: &str = ".dnr";

/// The first half of SHA-256.
pub fn digest(bytes: &[u8]) -> u128 {
    Sha256::digest(bytes)[..16].iter().fold(0, |sum, byte| sum << 8 | u128::from(*byte))
}

/// The same as hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    hexadecimal(digest(bytes))
}

pub fn hexadecimal(digest: u128) -> String {
    format!("{digest:032x}")
}

/// Everything that a report depends on, each as a hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    pub program: String,
    pub form: String,
    pub answers: String,
    pub body: String,
    /// By file of the layout, fonts among them, and by value of the theme that
    /// the command line sets.
    pub layout: BTreeMap<String, String>,
    /// What the command line changes.
    pub options: String,
}

impl Inputs {
    fn digest(&self) -> String {
        hash(&serde_json::to_vec(self).unwrap_or_default())
    }

    /// What the files of a body's report to a form say of their inputs.
    pub fn provenance(&self, form_id: &str, body_id: &str, options: String) -> Provenance {
        Provenance {
            program: self.program.clone(),
            form_id: form_id.to_owned(),
            body_id: body_id.to_owned(),
            form: self.form.clone(),
            answers: self.answers.clone(),
            body: self.body.clone(),
            layout: self.layout_hash(),
            options,
        }
    }

    /// One hash over all of the layout.
    pub fn layout_hash(&self) -> String {
        hash(&serde_json::to_vec(&self.layout).unwrap_or_default())
    }

    /// What of the layout is not the same in the inputs of `now`.
    pub fn layout_changes(&self, now: &Self) -> Vec<Reason> {
        let names: BTreeSet<&String> = self.layout.keys().chain(now.layout.keys()).collect();
        let differs = |name: &&String| self.layout.get(*name) != now.layout.get(*name);
        let changed = names.into_iter().filter(differs).cloned();
        let (set, files): (Vec<String>, Vec<String>) =
            changed.partition(|name| name.starts_with(SETTING));
        let is_gone = |name: &String| !now.layout.contains_key(name);
        let (gone, set): (Vec<String>, Vec<String>) = set.into_iter().partition(is_gone);
        let files = (!files.is_empty()).then_some(Reason::LayoutChanged(files));
        let set = set.into_iter().map(Reason::Set);
        files.into_iter().chain(set).chain(gone.into_iter().map(Reason::NotSet)).collect()
    }
}

/// What is known of one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Path of the answers.
    pub answers: PathBuf,
    pub body: String,
    pub diary_number: String,
    pub pages: Option<usize>,
    pub warnings: usize,
    pub inputs: Inputs,
    /// By ending.
    pub files: BTreeMap<String, Written>,
}

/// A file as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub name: String,
    pub hash: String,
    /// Hashes of what may still stand in its place while it is being written;
    /// none once it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<String>,
    /// Digest of the inputs it was made from.
    pub inputs: String,
    /// While both are the same, the file is not read again.
    pub size: u64,
    pub modified: u128,
}

impl Written {
    fn state(&self, out: &Path) -> FileState {
        let path = out.join(&self.name);
        match stamp(&path) {
            None => FileState::Missing,
            Some(stamp) if stamp == (self.size, self.modified) => FileState::AsWritten,
            Some(_) => match fs::read(&path) {
                Ok(bytes) if self.is_ours(hash(&bytes)) => FileState::AsWritten,
                // Not an edit: a power failure has kept the name and not the contents.
                Ok(bytes) if bytes.iter().all(|byte| *byte == 0) => FileState::Missing,
                Ok(_) => FileState::Edited,
                Err(_) => FileState::Missing,
            },
        }
    }

    fn is_ours(&self, hash: String) -> bool {
        hash == self.hash || self.before.contains(&hash)
    }
}

/// Size, and time of change in nanoseconds.
fn stamp(path: &Path) -> Option<(u64, u128)> {
    let metadata = fs::metadata(path).ok()?;
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some((metadata.len(), modified.as_nanos()))
}

enum FileState {
    AsWritten,
    Missing,
    Edited,
}

/// Why a report is made, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    New,
    AnswersChanged,
    FormChanged,
    BodyChanged,
    /// With the files that differ.
    LayoutChanged(Vec<String>),
    /// A value of the theme is set, or set to something else: `--set page.top`.
    Set(String),
    /// A value of the theme is no longer set.
    NotSet(String),
    OptionsChanged,
    ProgramChanged,
    /// A file is not there any more.
    Missing(String),
    /// The run before was cut off while it wrote these files.
    CutOff,
    /// Another format was made before, not this one.
    OtherFormat,
    Forced,
}

/// What is to be done about a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    Unchanged,
    Make(Vec<Reason>),
    /// Somebody has edited these files since they were written.
    Edited(Vec<String>),
}

/// The records of an output folder.
#[derive(Debug, Clone)]
pub struct Manifest {
    out: PathBuf,
}

impl Manifest {
    pub fn of(out: &Path) -> Self {
        Self { out: out.to_owned() }
    }

    fn path(&self, form: &str, body: &str) -> PathBuf {
        self.out.join(FOLDER).join(format!("{}.json", file_stem(&format!("{form}-{body}"))))
    }

    pub fn read(&self, form: &str, body: &str) -> Option<Record> {
        let bytes = fs::read(self.path(form, body)).ok()?;
        // A record that cannot be read is as good as none.
        serde_json::from_slice(&bytes).ok()
    }

    /// Writes a report's files, and what is `known` of it.
    ///
    /// Where files of ours stand already, it notes first which are to come, so
    /// that after a run that is cut off between two of them, none is taken for
    /// somebody's edit.
    pub fn write_files(
        &self,
        form: &str,
        body: &str,
        known: Record,
        files: &[ReadyFile],
    ) -> Result<(), Error> {
        let digest = known.inputs.digest();
        let earlier = self.read(form, body);
        let is_again = earlier.is_some();
        // Files in other formats, made before, still stand.
        let (earlier, pages) = earlier.map(|r| (r.files, r.pages)).unwrap_or_default();
        let mut record = Record { pages: known.pages.or(pages), files: earlier, ..known };
        for ReadyFile { format, name, bytes } in files {
            let ending = format.extension();
            let old = record.files.remove(ending);
            let before = old.map(|old| [old.before, vec![old.hash]].concat()).unwrap_or_default();
            let (name, inputs) = (name.clone(), digest.clone());
            let written = Written { name, hash: hash(bytes), before, inputs, size: 0, modified: 0 };
            record.files.insert(ending.to_owned(), written);
        }
        if is_again {
            self.write(form, body, &record)?;
        }
        for ReadyFile { format, name, bytes } in files {
            let path = self.out.join(name);
            output::write(&path, bytes)?;
            if let Some(written) = record.files.get_mut(format.extension()) {
                written.before.clear();
                (written.size, written.modified) = stamp(&path).unwrap_or_default();
            }
        }
        self.write(form, body, &record)
    }

    fn write(&self, form: &str, body: &str, record: &Record) -> Result<(), Error> {
        let bytes =
            serde_json::to_vec(record).map_err(|e| Error::internal("writing the manifest", e))?;
        output::write(&self.path(form, body), &bytes)
    }

    /// What to do about a report whose inputs are `now`.
    pub fn plan(
        &self,
        record: Option<&Record>,
        now: &Inputs,
        formats: &[Format],
        force: bool,
    ) -> Plan {
        let Some(record) = record else { return Plan::Make(vec![Reason::New]) };
        let states = record.files.values().map(|file| (file, file.state(&self.out)));
        let states: Vec<_> = states.collect();
        let edited = states.iter().filter(|(_, state)| matches!(state, FileState::Edited));
        let edited: Vec<String> = edited.map(|(file, _)| file.name.clone()).collect();
        if force {
            return Plan::Make(vec![Reason::Forced]);
        }
        if !edited.is_empty() {
            return Plan::Edited(edited);
        }
        let mut reasons = differences(&record.inputs, now);
        let missing = states.iter().filter(|(_, state)| matches!(state, FileState::Missing));
        reasons.extend(missing.map(|(file, _)| Reason::Missing(file.name.clone())));
        if record.files.values().any(|file| !file.before.is_empty()) {
            reasons.push(Reason::CutOff);
        }
        let digest = now.digest();
        let current = |format: &Format| {
            record.files.get(format.extension()).is_some_and(|file| file.inputs == digest)
        };
        if reasons.is_empty() && !formats.iter().all(current) {
            reasons.push(Reason::OtherFormat);
        }
        if reasons.is_empty() { Plan::Unchanged } else { Plan::Make(reasons) }
    }

    /// The records whose answers are not there any more.
    pub fn orphans(&self) -> Vec<(PathBuf, Record)> {
        let Ok(entries) = fs::read_dir(self.out.join(FOLDER)) else { return Vec::new() };
        let mut paths: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
        paths.sort();
        let records = paths.into_iter().filter_map(|path| {
            let record: Record = serde_json::from_slice(&fs::read(&path).ok()?).ok()?;
            Some((path, record))
        });
        records.filter(|(_, record)| !record.answers.exists()).collect()
    }

    /// Removes a record and its files, but none that somebody has edited.
    pub fn remove(&self, path: &Path, record: &Record) -> Result<(), Error> {
        for file in record.files.values() {
            let target = self.out.join(&file.name);
            if matches!(file.state(&self.out), FileState::AsWritten) {
                fs::remove_file(&target).map_err(|e| Error::write(&target, e))?;
            }
        }
        kept::remove(&self.out, &record.inputs.answers);
        fs::remove_file(path).map_err(|e| Error::write(path, e))
    }

    /// Removes what killed runs have left.
    pub fn clean(&self) {
        output::clean(&self.out);
        output::clean(&self.out.join(FOLDER));
    }
}

fn differences(before: &Inputs, now: &Inputs) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut differ = |differs: bool, reason: Reason| {
        if differs {
            reasons.push(reason);
        }
    };
    differ(before.answers != now.answers, Reason::AnswersChanged);
    differ(before.form != now.form, Reason::FormChanged);
    differ(before.body != now.body, Reason::BodyChanged);
    differ(before.options != now.options, Reason::OptionsChanged);
    differ(before.program != now.program, Reason::ProgramChanged);
    reasons.extend(before.layout_changes(now));
    reasons
}
