//! `dnr import`: take the edits of Word files into the answers they were made
//! from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::{CANNOT_START, Look, Output, named_files};
use crate::answers::{Header, Progress};
use crate::check;
use crate::diagnostic::{Code, Diagnostic, Problems, Source};
use crate::error::Error;
use crate::import::changes::{self, Note};
use crate::import::document::Document;
use crate::import::{self, Identity, edit};
use crate::input::{self, Rounds};
use crate::job::{Failure, read_source};
use crate::json::Json;
use crate::messages::Messages;
use crate::{output, skeleton};

#[derive(Debug, Args)]
pub struct Import {
    /// Word files, or folders that hold them
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The answers to take the edits into [default: those of the same report]
    #[arg(long, value_name = "ANSWERS")]
    into: Option<PathBuf>,
    /// Where the answers are looked for
    #[arg(long, value_name = "FOLDER", default_value = "input")]
    input: PathBuf,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// How to print what is found
    #[arg(long, value_enum, default_value = "text")]
    format: Output,
    #[command(flatten)]
    look: Look,
}

/// What became of one Word file.
pub struct Account {
    pub file: PathBuf,
    pub answers: PathBuf,
    pub import: changes::Import,
    /// How far the body has come with it.
    pub progress: Progress,
    /// Where the answers are as they were before; nothing if nothing changed.
    pub backup: Option<PathBuf>,
}

impl Import {
    pub fn run(self, messages: &Messages) -> ExitCode {
        let files = match named_files(&self.files, is_word_file) {
            Ok(files) if !files.is_empty() => files,
            Ok(_) => {
                messages.print_no_word_files(&self.files);
                return ExitCode::from(CANNOT_START);
            }
            Err(error) => {
                messages.print_error(&error);
                return ExitCode::from(CANNOT_START);
            }
        };
        let mut rounds = Rounds::new(self.look.choice(), false);
        let mut taken = BTreeMap::new();
        let mut all_is_well = true;
        for file in files {
            match self.import(&file, &mut rounds, &mut taken) {
                Ok(account) => {
                    let is_open = |note: &Note| note.what.is_open();
                    all_is_well &= !account.import.notes.iter().any(is_open);
                    match self.format {
                        Output::Text => messages.print_import(&account),
                        Output::Json => messages.print_import_as_json(&account),
                    }
                }
                Err(failure) => {
                    all_is_well = false;
                    messages.print_failure(&failure);
                    messages.print_not_imported(&file);
                }
            }
        }
        if all_is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// `taken` holds the Word file that each answers file was changed by.
    fn import(
        &self,
        file: &Path,
        rounds: &mut Rounds,
        taken: &mut BTreeMap<PathBuf, PathBuf>,
    ) -> Result<Account, Failure> {
        let document = read_document(file)?;
        let identity = Identity::of(&document);
        let (answers, source) = self.answers(file, &document, &identity)?;
        if let Some(other) = taken.insert(answers.clone(), file.to_owned()) {
            let diagnostic = Diagnostic::general(Code::ReturnedTwice)
                .with("file", file.display().to_string())
                .with("other", other.display().to_string());
            taken.insert(answers, other);
            return Err(Problems::from(diagnostic).into());
        }
        let json = Json::parse(source)?;
        let round = rounds.of(&answers, &json)?;
        let import = changes::import(&json, &document, &round)?;
        let text = edit::apply(&json.source.text, &import.edits)?;
        let mut backup = None;
        if !self.dry_run && !import.edits.is_empty() {
            backup = keep_backup(&answers)?;
            output::write_to_last(&answers, text.as_bytes())?;
        }
        let source = Arc::new(Source { name: json.source.name.clone(), text });
        let progress = match check::answers(&Json::parse(source)?, &round) {
            Ok(checked) => checked.progress,
            Err(refused) => refused.progress,
        };
        Ok(Account { file: file.to_owned(), answers, import, progress, backup })
    }

    /// The answers that the document was made from, or begun anew where there
    /// are none yet.
    fn answers(
        &self,
        file: &Path,
        document: &Document,
        identity: &Identity,
    ) -> Result<(PathBuf, Arc<Source>), Failure> {
        let refuse = |code| Diagnostic::general(code).with("file", file.display().to_string());
        if let Some(into) = &self.into {
            let source = read_source(into)?;
            let header = Header::read(&source);
            let same = header.as_ref().map(|header| identity.is(header, document));
            return match (same, header) {
                (Some(false), Some(header)) => Err(Problems::from(
                    refuse(Code::OtherReport)
                        .with("found", identity.to_string())
                        .with("answers", into.display().to_string())
                        .with("wanted", Identity::from(header).to_string()),
                )
                .into()),
                // What is wrong with the answers is told when they are read.
                _ => Ok((into.clone(), source)),
            };
        }
        let known = input::find_answers(std::slice::from_ref(&self.input))?;
        let mut found = Vec::new();
        for path in known {
            let source = read_source(&path)?;
            if Header::read(&source).is_some_and(|header| identity.is(&header, document)) {
                found.push((path, source));
            }
        }
        match (found.pop(), found.is_empty()) {
            (Some(one), true) => Ok(one),
            (Some(_), false) => Err(Problems::from(refuse(Code::UnknownReport)).into()),
            // A form that was filled in with Word, by a body that had no answers.
            (None, _) => match begun(&self.input, identity)? {
                Some((path, source)) if !path.exists() => Ok((path, source)),
                Some(_) | None => Err(Problems::from(refuse(Code::UnknownReport)).into()),
            },
        }
    }
}

/// Answers begun for the report that a Word file says it is, and where they
/// would lie in `input`; nothing where there is no such form or body.
pub(super) fn begun(
    input: &Path,
    identity: &Identity,
) -> Result<Option<(PathBuf, Arc<Source>)>, Failure> {
    let Identity { form: Some(form), body: Some(body), diary_number: Some(number) } = identity
    else {
        return Ok(None);
    };
    let path = input.join(form).join("form.json");
    if !path.is_file() || body.contains(['/', '\\']) || form.contains(['/', '\\']) {
        return Ok(None);
    }
    let (_, read) = input::read_form(&path)?;
    let bodies = input::load_bodies(&path)?;
    if read.id != *form || !bodies.bodies.contains_key(body) {
        return Ok(None);
    }
    let answers = path.with_file_name("answers").join(format!("{body}.json"));
    let text = skeleton::answers(&read, body, number);
    let name = answers.display().to_string();
    Ok(Some((answers, Arc::new(Source { name, text }))))
}

pub(super) fn read_document(file: &Path) -> Result<Document, Failure> {
    let bytes = import::read_file(file)?;
    Document::read(bytes).map_err(|refusal| {
        let diagnostic = Diagnostic::general(Code::NotWord)
            .with("file", file.display().to_string())
            .with("reason", refusal.id());
        Problems::from(diagnostic).into()
    })
}

/// A copy of the file beside it, under a name that is free.
fn keep_backup(path: &Path) -> Result<Option<PathBuf>, Error> {
    let Ok(bytes) = std::fs::read(path) else { return Ok(None) };
    let names = (1_u32..).map(|number| match number {
        1 => ".bak".to_owned(),
        number => format!(".bak{number}"),
    });
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut free = names.map(|end| path.with_file_name(format!("{name}{end}")));
    let backup = free.find(|backup| !backup.exists()).unwrap_or_default();
    output::write_to_last(&backup, &bytes)?;
    Ok(Some(backup))
}

/// Whether a file in a folder is one of those that came back: Word keeps a file
/// beside each that is open.
fn is_word_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.to_lowercase().ends_with(".docx") && !name.starts_with("~$")
}
