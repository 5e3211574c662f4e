//! `dnr diff`: what differs between two files of one report, answer by answer.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::{CANNOT_START, Look, is_input_there, write_new};
use crate::answers::Header;
use crate::compose::compose;
use crate::diagnostic::{Code, Diagnostic, Problems, Source};
use crate::error::Error;
use crate::hash;
use crate::import::belonging::begun;
use crate::import::changes::{self, Versions, lenient_answers, own_document};
use crate::import::document::Document;
use crate::import::foreign::read_document;
use crate::import::{self, Identity, edit};
use crate::input::{self, Rounds};
use crate::job::{Failure, Round, read_source};
use crate::json::Json;
use crate::manifest::ReportId;
use crate::messages::Messages;
use crate::read_files::is_read;
use crate::report::Report;
use crate::{docx, kept, verify};

#[derive(Debug, Args)]
pub struct Diff {
    /// Answers, a Word file, or another written report
    before: PathBuf,
    /// The same as it is now
    after: PathBuf,
    /// Where the forms of Word files, and the answers of others, are looked for
    #[arg(long, value_name = "FOLDER", default_value = "input")]
    input: PathBuf,
    /// How to show what differs
    #[arg(long, value_enum, default_value = "text")]
    format: Output,
    /// The Word file to write, with --format docx
    #[arg(long, value_name = "FILE", default_value = "changes.docx")]
    out: PathBuf,
    /// Write that Word file even if it is there already
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    look: Look,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// Word by word, for people
    Text,
    /// For programs: one object with all changes
    Json,
    /// The report with tracked changes
    Docx,
}

/// Where reports are written unless the command line says otherwise.
const OUT: &str = "out";

/// One of the two files.
struct Side {
    json: Json,
    document: Document,
    round: Arc<Round>,
}

impl Diff {
    pub fn run(self, messages: &Messages) -> ExitCode {
        if let Err(status) = is_input_there(&self.input, messages) {
            return status;
        }
        match self.compare(messages) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                messages.print_failure(&failure);
                ExitCode::from(CANNOT_START)
            }
        }
    }

    fn compare(&self, messages: &Messages) -> Result<(), Failure> {
        if self.format == Output::Docx {
            let files = [self.before.as_path(), &self.after];
            is_read(&self.out, files).map_or(Ok(()), |refusal| Err(Problems::from(refusal)))?;
        }
        let mut rounds = Rounds::new(self.look.choice(), false);
        let before = self.read(&self.before, &self.after, &mut rounds)?;
        let after = self.read(&self.after, &self.before, &mut rounds)?;
        let (old, new) = (before.header(), after.header());
        let of =
            |header: &Option<Header>| header.as_ref().map(|h| (h.form.clone(), h.body.clone()));
        if of(&old) != of(&new) {
            let name = |header: Option<Header>| header.map(Identity::from).unwrap_or_default();
            let diagnostic = Diagnostic::general(Code::NotComparable)
                .with("file", self.before.display().to_string())
                .with("found", name(old).to_string())
                .with("other", self.after.display().to_string())
                .with("wanted", name(new).to_string());
            return Err(Problems::from(diagnostic).into());
        }
        let difference =
            changes::import(Versions::same(&before.json), &after.document, &after.round)?;
        match self.format {
            Output::Text => messages.print_diff(&difference),
            Output::Json => messages.print_diff_as_json(&difference),
            Output::Docx => {
                let (old, new) = (before.report()?, after.report()?);
                let bytes = docx::tracked(&old, &new, &after.round.look.layout)?;
                write_new(&self.out, &bytes, self.force)?;
                messages.print_notes(&difference);
                messages.print_diff_written(&self.out);
            }
        }
        Ok(())
    }

    fn read(&self, path: &Path, other: &Path, rounds: &mut Rounds) -> Result<Side, Failure> {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        match ending.as_str() {
            "docx" => self.read_word(path, other, rounds),
            "pdf" | "html" => self.read_answers(&self.source_of(path)?, rounds),
            _ if is_model(path) => self.read_answers(&self.source_of(path)?, rounds),
            _ => self.read_answers(path, rounds),
        }
    }

    /// The answers that a written file says it was made from: those that were kept
    /// with it, those of now, or a copy that an import has kept.
    fn source_of(&self, path: &Path) -> Result<PathBuf, Failure> {
        let bytes = import::read_file(path)?;
        let told = verify::told(&bytes).map_err(|why| {
            let word = |index| why.get(index).cloned().unwrap_or_default();
            let diagnostic = Diagnostic::general(Code::NoOrigin)
                .with("file", path.display().to_string())
                .with("what", word(0))
                .with("detail", word(1));
            Problems::from(diagnostic)
        })?;
        let beside = path.parent().unwrap_or(Path::new(""));
        let report = ReportId { form: told.form_id.clone(), body: told.body_id.clone() };
        if let Some(kept) = kept::find(&[beside, Path::new(OUT)], &report, &told.answers) {
            return Ok(kept);
        }
        let answers = input::find_answers(std::slice::from_ref(&self.input)).files;
        let folders: BTreeSet<&Path> = answers.iter().filter_map(|path| path.parent()).collect();
        let mut files = Vec::new();
        for folder in folders {
            let entries = std::fs::read_dir(folder).map_err(|e| Error::read(folder, e))?;
            files.extend(entries.filter_map(|entry| Some(entry.ok()?.path())));
        }
        files.sort();
        let is_source = |file: &PathBuf| {
            let source = read_source(file).ok();
            let hash = source.map(|source| hash::hash(source.text.as_bytes()));
            hash.as_ref() == Some(&told.answers)
        };
        files.into_iter().find(is_source).ok_or_else(|| {
            let diagnostic = Diagnostic::general(Code::NoSource)
                .with("file", path.display().to_string())
                .with("folder", self.input.display().to_string());
            Problems::from(diagnostic).into()
        })
    }

    /// A Word file is read into answers that are begun for it. Where it does not
    /// say whose it is, the answers that it is compared with may.
    fn read_word(&self, path: &Path, other: &Path, rounds: &mut Rounds) -> Result<Side, Failure> {
        let document = read_document(path)?;
        let mut identity = Identity::of(&document);
        let header = || Header::read(&*read_source(other).ok()?);
        if !identity.is_whole()
            && let Some(header) = header().filter(|header| identity.is(header, &document))
        {
            identity = header.into();
        }
        let Some((answers, source)) = begun(&self.input, &identity)? else {
            let reason = if identity.is_whole() { "unplaced" } else { "compared" };
            let diagnostic = Diagnostic::general(Code::UnknownReport)
                .with("file", path.display().to_string())
                .with("reason", reason)
                .with("found", identity.to_string());
            return Err(Problems::from(diagnostic).into());
        };
        let empty = Json::parse(source)?;
        let round = rounds.of(&answers, &empty)?;
        let read = changes::import(Versions::same(&empty), &document, &round)?;
        let text = edit::apply(&empty.source.text, &read.edits)?;
        let json = Json::parse(Arc::new(Source { name: empty.source.name.clone(), text }))?;
        Ok(Side { json, document, round })
    }

    fn read_answers(&self, path: &Path, rounds: &mut Rounds) -> Result<Side, Failure> {
        let json = Json::parse(read_source(path)?)?;
        let round = rounds.within(path, &json, &self.input)?;
        let answers = lenient_answers(&json, &round)?;
        let document = own_document(&answers, &round)?;
        Ok(Side { json, document, round })
    }
}

/// Whether a file is a report as JSON, and no answers.
fn is_model(path: &Path) -> bool {
    import::read_file(path).is_ok_and(|bytes| verify::told(&bytes).is_ok())
}

impl Side {
    /// Which report it is.
    fn header(&self) -> Option<Header> {
        Header::read(&self.json.source)
    }

    fn report(&self) -> Result<Report, Problems> {
        let answers = lenient_answers(&self.json, &self.round)?;
        let report = compose(&self.round.form, &answers, &self.round.look.layout)?;
        // What is not answered is nothing, in a comparison, and no prompt.
        Ok(Report { is_blank: false, ..report })
    }
}
