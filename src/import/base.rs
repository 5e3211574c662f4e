//! The answers as they were when a Word file was made. Without them nobody can tell
//! an edit of the file from one of the answers.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::change::Remark;
use super::origin::Origin;
use super::take::Options;
use crate::answers::{Header, is_comment};
use crate::diagnostic::{Code, Diagnostic, Problems, Source};
use crate::job::{Failure, Round, read_source};
use crate::json::Json;
use crate::manifest::ReportId;
use crate::{hash, kept, skeleton};

/// A Word file, and the answers that it belongs to.
pub(super) struct Made<'a> {
    pub(super) file: &'a Path,
    pub(super) origin: &'a Origin,
    pub(super) answers: &'a Path,
    /// As they are now.
    pub(super) ours: &'a Json,
    pub(super) round: &'a Round,
}

impl Made<'_> {
    /// The answers that the file was made from, and what is to be said of them.
    ///
    /// # Errors
    /// They are not to be found, or the file does not say which they were, and it
    /// is not asked for that all that it says holds.
    pub(super) fn base(&self, options: &Options) -> Result<(Json, Option<Remark>), Failure> {
        if let Some(base) = &options.base {
            let source = read_source(base)?;
            let is_known = self.origin.answers.is_some();
            let is_other = is_known && !self.origin.is_from(&source.text);
            return Ok((Json::parse(source)?, is_other.then_some(Remark::OtherBase)));
        }
        let ours = || self.ours.clone();
        if self.origin.is_from(&self.ours.source.text) {
            return Ok((ours(), None));
        }
        let Some(header) = Header::read(&self.ours.source) else { return Ok((ours(), None)) };
        if self.origin.is_blank {
            return Ok((self.blank(&header)?, None));
        }
        let beside = self.file.parent().unwrap_or(Path::new(""));
        let folders = [beside, options.out.as_path()];
        let report = ReportId { form: header.form, body: header.body };
        let Some(hash) = &self.origin.answers else {
            let now = hash::hash(self.ours.source.text.as_bytes());
            // Where nothing is answered there is nothing that could be undone.
            let is_safe = kept::has_only(&folders, &report, &now)
                || self.ours.value.get("answers").is_none_or(is_empty);
            return match (is_safe, options.overwrite) {
                (true, _) => Ok((ours(), None)),
                (false, true) => Ok((ours(), Some(Remark::UnknownBase))),
                (false, false) => Err(self.refusal("unsaid")),
            };
        };
        let found = kept::find(&folders, &report, hash).or_else(|| copy_of(self.answers, hash));
        match found {
            Some(found) => Ok((Json::parse(read_source(&found)?)?, None)),
            None if options.overwrite => Ok((ours(), None)),
            None => Err(self.refusal("gone")),
        }
    }

    /// A form to fill in was made from no answers at all.
    fn blank(&self, header: &Header) -> Result<Json, Problems> {
        let text = skeleton::answers(&self.round.form, &header.body, &header.diary_number);
        Json::parse(Arc::new(Source { name: self.ours.source.name.clone(), text }))
    }

    fn refusal(&self, reason: &str) -> Failure {
        let diagnostic = Diagnostic::general(Code::NoBase)
            .with("file", self.file.display().to_string())
            .with("answers", self.answers.display().to_string())
            .with("reason", reason);
        Problems::from(diagnostic).into()
    }
}

/// Whether nothing is said in `value`; notes are no answers.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.iter().all(is_empty),
        Value::Object(object) => {
            object.iter().all(|(key, value)| is_comment(key) || is_empty(value))
        }
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A file beside the answers that is as they were then, such as a backup.
fn copy_of(answers: &Path, hash: &str) -> Option<PathBuf> {
    let entries = std::fs::read_dir(answers.parent()?).ok()?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    files.into_iter().filter(|path| path.is_file()).find(|path| {
        read_source(path).is_ok_and(|source| hash::hash(source.text.as_bytes()) == hash)
    })
}
