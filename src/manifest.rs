//! What stands in the output folder and from what it was made: one small
//! record for each report, in `out/.dnr/`, so that runs over different bodies
//! and on different machines never write the same file.
//!
//! A record may have been damaged, or come from anywhere: what it says is
//! believed only as far as it can be about this folder.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::hash::hash;
use crate::inputs::Inputs;
use crate::job::Format;
use crate::kept;
use crate::occupant::{self, is_nothing};
use crate::output::{self, Lock, Stamp, file_stem};
use crate::whereabouts::Whereabouts;

/// The folder of the records, within the output folder.
pub(crate) const FOLDER: &str = ".dnr";

/// That of the records as they are now; others cannot be read.
const VERSION: u32 = 2;

/// What is known of one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Always [`VERSION`], where it can be read.
    pub version: u32,
    #[serde(flatten)]
    pub report: ReportId,
    /// The way from the output folder to the answers.
    pub answers: Option<String>,
    pub body_name: String,
    pub diary_number: String,
    pub pages: Option<usize>,
    pub warnings: usize,
    /// What the files were made from, by digest.
    pub inputs: BTreeMap<String, Inputs>,
    /// By ending.
    pub files: BTreeMap<String, Written>,
    /// Files under names that the report had before, which somebody has edited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Written>,
}

/// Which report: whose, to which form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReportId {
    pub form: String,
    pub body: String,
}

/// A file as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Its name in the output folder.
    pub name: String,
    pub hash: String,
    /// Digest of the inputs it was made from.
    pub inputs: String,
    /// While both are the same, the file is not read again.
    pub size: u64,
    pub modified: u128,
}

impl Written {
    pub fn stamp(&self) -> Stamp {
        (self.size, self.modified)
    }

    /// Takes over the stamp of the file in `out` that holds what was written.
    fn renew(&mut self, out: &Path) {
        let path = out.join(&self.name);
        let Ok(Some(stamp)) = output::stamp(&path) else { return };
        let is_same = || fs::read(&path).is_ok_and(|bytes| hash(&bytes) == self.hash);
        // Nobody has written in between.
        if stamp != self.stamp()
            && is_same()
            && output::stamp(&path).is_ok_and(|s| s == Some(stamp))
        {
            (self.size, self.modified) = stamp;
        }
    }

    /// Name without ending.
    pub fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(&*self.name, |(stem, _)| stem)
    }

    /// What its name ends in.
    pub fn ending(&self) -> &str {
        self.name.rsplit_once('.').map_or("", |(_, ending)| ending)
    }

    /// Whether the name is one that this program gives, so that it leads to
    /// nothing but a report in the folder.
    fn is_named_as_ours(&self) -> bool {
        let parts = self.name.rsplit_once('.');
        parts.is_some_and(|(stem, ending)| {
            file_stem(stem) == stem && Format::of_extension(ending).is_some()
        })
    }
}

impl Record {
    /// A record of nothing written yet.
    pub fn new(report: ReportId, body_name: String, diary_number: String) -> Self {
        Self {
            version: VERSION,
            report,
            answers: None,
            body_name,
            diary_number,
            pages: None,
            warnings: 0,
            inputs: BTreeMap::new(),
            files: BTreeMap::new(),
            left: Vec::new(),
        }
    }

    /// The record in these bytes; nothing where it cannot be believed.
    fn read(bytes: &[u8]) -> Option<Self> {
        let record: Self = serde_json::from_slice(bytes).ok()?;
        let named = record.files.iter().all(|(ending, file)| {
            file.is_named_as_ours() && file.name.ends_with(&format!(".{ending}"))
        });
        let left = record.left.iter().all(Written::is_named_as_ours);
        (record.version == VERSION && named && left).then_some(record)
    }

    /// All files that the report has left in the folder.
    pub fn all_files(&self) -> impl Iterator<Item = &Written> {
        self.files.values().chain(&self.left)
    }

    /// The same, and whether the report still goes by that name.
    pub fn named_files(&self) -> impl Iterator<Item = (&Written, bool)> {
        let own = self.files.values().map(|file| (file, true));
        own.chain(self.left.iter().map(|file| (file, false)))
    }

    /// Leaves out the inputs that no file was made from any more.
    pub(crate) fn forget_inputs(&mut self) {
        let files = &self.files;
        self.inputs.retain(|digest, _| files.values().any(|file| file.inputs == *digest));
    }

    /// What a file was made from.
    pub fn inputs_of(&self, file: &Written) -> Option<&Inputs> {
        self.inputs.get(&file.inputs)
    }
}

/// The records of an output folder.
#[derive(Debug, Clone)]
pub struct Manifest {
    pub out: PathBuf,
}

impl Manifest {
    pub fn of(out: &Path) -> Self {
        Self { out: out.to_owned() }
    }

    /// Whether the folder can hold reports and their records.
    ///
    /// # Errors
    /// Something else than a folder stands in its place, or in that of a folder
    /// within it.
    pub fn can_be_written(&self) -> Result<(), Error> {
        let records = self.out.join(FOLDER);
        occupant::must_be_folder(&self.out)?;
        occupant::must_be_folder(&records)?;
        occupant::must_be_folder(&records.join(kept::FOLDER))
    }

    /// The record's file. Readable, and another one for each report, however
    /// ids run together.
    fn path(&self, ReportId { form, body }: &ReportId) -> PathBuf {
        let name = file_stem(&format!("{form}-{body}"));
        let hash = hash(format!("{form}\n{body}").as_bytes());
        self.out.join(FOLDER).join(format!("{name}-{}.json", &hash[..12]))
    }

    /// What is known of a report; one that cannot be believed is as good as
    /// none.
    ///
    /// # Errors
    /// There may be a record, and it cannot be read now.
    pub fn read(&self, report: &ReportId) -> Result<Option<Record>, Error> {
        let bytes = occupant::read(&self.path(report))?;
        let record = bytes.and_then(|bytes| Record::read(&bytes));
        Ok(record.filter(|record| record.report == *report))
    }

    /// All records, in the order of their names.
    ///
    /// # Errors
    /// There is a folder of records, and it cannot be read now.
    pub fn all(&self) -> Result<Vec<Record>, Error> {
        let folder = self.out.join(FOLDER);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if is_nothing(&error) => return Ok(Vec::new()),
            Err(error) => return Err(Error::read(&folder, error)),
        };
        let mut paths: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
        paths.sort();
        let records = paths.into_iter().filter_map(|path| {
            let record = Record::read(&occupant::read(&path).ok()??)?;
            // A copy under another name is nobody's record.
            (self.path(&record.report) == path).then_some(record)
        });
        Ok(records.collect())
    }

    /// The reports by the way to their answers.
    pub fn by_answers(&self) -> HashMap<String, ReportId> {
        let records = self.all().unwrap_or_default().into_iter();
        records.filter_map(|record| Some((record.answers?, record.report))).collect()
    }

    pub fn write(&self, record: &Record) -> Result<(), Error> {
        let bytes =
            serde_json::to_vec(record).map_err(|e| Error::internal("writing the manifest", e))?;
        output::write_own(&self.path(&record.report), &bytes)
    }

    pub fn remove(&self, report: &ReportId) -> Result<(), Error> {
        let path = self.path(report);
        fs::remove_file(&path).map_err(|e| Error::write(&path, e))
    }

    /// Waits until no other run works on the report.
    pub fn lock(&self, report: &ReportId) -> Result<Lock, Error> {
        output::lock(&self.path(report))
    }

    /// Waits until no other run works on any of the reports, in the same order
    /// in every run, so that no two wait for each other.
    pub fn lock_all<'a>(
        &self,
        reports: impl IntoIterator<Item = &'a ReportId>,
    ) -> Result<Vec<Lock>, Error> {
        let reports: BTreeSet<&ReportId> = reports.into_iter().collect();
        reports.into_iter().map(|report| self.lock(report)).collect()
    }

    /// Notes where the answers of a report lie now, and of when its files are,
    /// so that they need not be read again.
    pub fn renew(&self, report: &ReportId, answers: Option<&str>) -> Result<(), Error> {
        let _lock = self.lock(report)?;
        let Some(mut record) = self.read(report)? else { return Ok(()) };
        record.answers = answers.map(str::to_owned);
        for file in record.files.values_mut() {
            file.renew(&self.out);
        }
        self.write(&record)
    }

    /// Where the answers of a report lie, or lay.
    pub fn answers(&self, record: &Record) -> Option<PathBuf> {
        let way = record.answers.as_ref()?;
        Some(Whereabouts::of(&self.out).file(way))
    }

    /// Makes sure that reports and records can be written.
    pub fn try_folder(&self) -> Result<(), Error> {
        output::try_folder(&self.out)?;
        output::try_folder(&self.out.join(FOLDER))
    }

    /// Removes what killed runs have left.
    pub fn clean(&self) {
        output::clean(&self.out);
        output::clean(&self.out.join(FOLDER));
    }
}
