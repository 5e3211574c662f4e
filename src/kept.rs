//! The answers that reports were made from, kept beside the files: what comes back
//! after the answers have changed is held against them, and so is a report of then.
//!
//! ```text
//! out/.dnr/answers/<report>/<hash of the answers>.json
//! ```
//!
//! They hold no notes of anybody to himself (`// …`), for a folder of reports is
//! sent away.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::answers::is_comment;
use crate::error::Error;
use crate::manifest::{self, ReportId};
use crate::{hash, output};

/// Within the folder of the records.
pub(crate) const FOLDER: &str = "answers";

/// Keeps the answers of that hash, which a report in `out` is made from.
pub(crate) fn keep(
    out: &Path,
    report: &ReportId,
    hash: &str,
    answers: &Value,
) -> Result<(), Error> {
    let path = path(out, report, hash);
    if path.is_file() && !path.is_symlink() {
        return Ok(());
    }
    let mut answers = answers.clone();
    leave_comments(&mut answers);
    output::write_own(&path, answers.to_string().as_bytes())
}

/// Where the answers of that hash are, in the first of `folders` that has them.
pub(crate) fn find(folders: &[&Path], report: &ReportId, hash: &str) -> Option<PathBuf> {
    // A hash from a file that came back leads nowhere else.
    let is_hash = hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut paths = folders.iter().map(|out| path(out, report, hash));
    paths.find(|path| is_hash && path.is_file())
}

/// Removes all that is kept of a report.
pub(crate) fn remove(out: &Path, report: &ReportId) {
    // What stays is found by nothing, and harms nothing.
    let _ = fs::remove_dir_all(folder(out, report));
}

/// Where all that is kept of a report lies.
pub(crate) fn folder(out: &Path, ReportId { form, body }: &ReportId) -> PathBuf {
    let report = hash::hash(format!("{form}\n{body}").as_bytes());
    out.join(manifest::FOLDER).join(FOLDER).join(&report[..16])
}

fn path(out: &Path, report: &ReportId, hash: &str) -> PathBuf {
    folder(out, report).join(format!("{hash}.json"))
}

fn leave_comments(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|key, _| !is_comment(key));
            object.values_mut().for_each(leave_comments);
        }
        Value::Array(list) => list.iter_mut().for_each(leave_comments),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
