//! What returned Word files have brought, so that the same is not taken again over
//! what came after it; kept beside the answers that the files were made from.
//!
//! ```text
//! out/.dnr/answers/<report>/taken.json
//! ```
//!
//! It holds hashes alone, and no word of the answers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::Error;
use crate::manifest::{Manifest, ReportId};
use crate::{hash, kept, occupant, output};

/// What was taken of files that were made from one version of the answers: by JSON
/// Pointer, hashes of what a file said and of what came of it.
pub(crate) type Known = BTreeMap<String, BTreeSet<String>>;

/// What was taken of the files of one report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Taken {
    /// Hashes of files that hold nothing but what was taken.
    #[serde(default)]
    pub(crate) files: BTreeSet<String>,
    /// By hash of the answers that the files were made from.
    #[serde(default)]
    pub(crate) answers: BTreeMap<String, Known>,
}

impl Taken {
    /// What is known in any of the output folders; a record that cannot be read is
    /// as good as none.
    pub(crate) fn read(folders: &[&Path], report: &ReportId) -> Self {
        let mut all = Self::default();
        folders.iter().for_each(|out| all.add(in_folder(out, report)));
        all
    }

    fn add(&mut self, other: Self) {
        self.files.extend(other.files);
        for (base, known) in other.answers {
            let of_base = self.answers.entry(base).or_default();
            for (pointer, hashes) in known {
                of_base.entry(pointer).or_default().extend(hashes);
            }
        }
    }
}

/// Notes in the output folder what was taken.
///
/// # Errors
/// Nothing can be written there.
pub(crate) fn note(out: &Path, report: &ReportId, new: Taken) -> Result<(), Error> {
    let before = in_folder(out, report);
    let mut all = before.clone();
    all.add(new.clone());
    if all == before {
        return Ok(());
    }
    // Another import may have noted something in between.
    let _lock = Manifest::of(out).lock(report)?;
    let mut all = in_folder(out, report);
    all.add(new);
    let bytes =
        serde_json::to_vec(&all).map_err(|e| Error::internal("noting what was taken", e))?;
    output::write(&path(out, report), &bytes)
}

/// Whether the file of those `bytes` holds nothing but what was taken.
pub(crate) fn is_taken(out: &Path, report: &ReportId, bytes: &[u8]) -> bool {
    in_folder(out, report).files.contains(&hash::hash(bytes))
}

/// A value by its hash; a text without the blanks around it, and none like an empty
/// one.
pub(crate) fn hash_of(value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(value) => value.to_string(),
    };
    hash::hash(text.as_bytes())
}

fn in_folder(out: &Path, report: &ReportId) -> Taken {
    let bytes = occupant::read(&path(out, report)).ok().flatten();
    bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

fn path(out: &Path, report: &ReportId) -> PathBuf {
    kept::folder(out, report).join("taken.json")
}
