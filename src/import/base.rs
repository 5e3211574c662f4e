//! The answers as they were when a Word file was made. Without them nobody can tell
//! an edit of the file from one of the answers.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::Identity;
use super::belonging::other_report;
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

/// The answers that a file was made from.
pub(super) struct Base {
    pub(super) json: Json,
    /// What it is remembered by.
    pub(super) hash: String,
    /// What is to be said of them.
    pub(super) remark: Option<Remark>,
    /// Nobody can say that it was made from these.
    pub(super) is_guess: bool,
}

impl Base {
    fn of(json: Json, hash: String) -> Self {
        Self { json, hash, remark: None, is_guess: false }
    }
}

impl<'a> Made<'a> {
    /// The answers that the file was made from: those that it names itself where
    /// they are to be found, else those that are given.
    ///
    /// # Errors
    /// They are not to be found, or those that are given are another report's, and
    /// it is not asked for that all that the file says holds.
    pub(super) fn base(&self, options: &Options) -> Result<Base, Failure> {
        let given = options.base.as_deref().map(|path| read_source(path).map(|text| (path, text)));
        let given = given.transpose()?;
        match (self.own(options)?, given) {
            (Some(own), Some((_, source))) => {
                let is_other = hash::hash(source.text.as_bytes()) != own.hash;
                Ok(Base { remark: is_other.then_some(Remark::UnusedBase), ..own })
            }
            (Some(own), None) => Ok(own),
            (None, Some((path, source))) => self.given(path, source),
            (None, None) => self.unknown(options),
        }
    }

    /// Where the records lie that may tell of the file.
    pub(super) fn folders(&self, options: &'a Options) -> [&'a Path; 2] {
        [self.file.parent().unwrap_or(Path::new("")), &options.out]
    }

    fn ours(&self) -> Base {
        Base::of(self.ours.clone(), hash::hash(self.ours.source.text.as_bytes()))
    }

    /// Those that the file itself leads to.
    fn own(&self, options: &Options) -> Result<Option<Base>, Failure> {
        let is_from_ours = self.origin.is_from(&self.ours.source.text);
        // Answers that are begun anew become all that the file says.
        if is_from_ours || options.overwrite && !self.answers.exists() {
            return Ok(Some(self.ours()));
        }
        let Some(header) = Header::read(&self.ours.source) else { return Ok(Some(self.ours())) };
        if self.origin.is_blank {
            let blank = self.blank(&header)?;
            let hash = hash::hash(blank.source.text.as_bytes());
            return Ok(Some(Base::of(blank, hash)));
        }
        let Some(hash) = &self.origin.answers else { return Ok(None) };
        let report = ReportId { form: header.form, body: header.body };
        let found = kept::find(&self.folders(options), &report, hash);
        let Some(found) = found.or_else(|| copy_of(self.answers, hash)) else { return Ok(None) };
        Ok(Some(Base::of(Json::parse(read_source(&found)?)?, hash.clone())))
    }

    fn given(&self, path: &Path, source: Arc<Source>) -> Result<Base, Failure> {
        let (given, ours) = (Header::read(&source), Header::read(&self.ours.source));
        if let Some(ours) = ours
            && given
                .as_ref()
                .is_none_or(|given| (&given.form, &given.body) != (&ours.form, &ours.body))
        {
            let found = given.map_or("none".to_owned(), |given| Identity::from(given).to_string());
            let wanted = Identity::from(ours).to_string();
            return Err(other_report(path, &found, self.answers, &wanted, "base"));
        }
        let hash = hash::hash(source.text.as_bytes());
        let is_other = self.origin.answers.is_some() && !self.origin.is_from(&source.text);
        let remark = is_other.then_some(Remark::OtherBase);
        Ok(Base { remark, ..Base::of(Json::parse(source)?, hash) })
    }

    /// Where nobody can say which they were.
    fn unknown(&self, options: &Options) -> Result<Base, Failure> {
        let is_said = self.origin.answers.is_some();
        if options.overwrite {
            let remark = (!is_said).then_some(Remark::UnknownBase);
            return Ok(Base { remark, ..self.ours() });
        }
        if is_said {
            return Err(self.refusal("gone"));
        }
        // Where nothing is answered there is nothing that could be undone.
        let is_guess = !self.ours.value.get("answers").is_none_or(is_empty);
        Ok(Base { is_guess, ..self.ours() })
    }

    /// A form to fill in was made from no answers at all.
    fn blank(&self, header: &Header) -> Result<Json, Problems> {
        let text = skeleton::answers(&self.round.form, &header.body, &header.diary_number);
        Json::parse(Arc::new(Source { name: self.ours.source.name.clone(), text }))
    }

    pub(super) fn refusal(&self, reason: &str) -> Failure {
        let diagnostic = Diagnostic::general(Code::NoBase)
            .with("file", self.file.display().to_string())
            .with("answers", self.answers.display().to_string())
            .with("reason", reason);
        Problems::from(diagnostic).into()
    }
}

/// Whether nothing is said in `value`; notes are no answers.
pub(super) fn is_empty(value: &Value) -> bool {
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
