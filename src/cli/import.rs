//! `dnr import`: take the edits of Word files into the answers they were made
//! from.

use std::fs::DirEntry;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::slice;

use clap::Args;

use super::{CANNOT_START, Look, Output, are_there, is_input_there};
use crate::error::Error;
use crate::import::change::Note;
use crate::import::foreign::is_no_report;
use crate::import::take::{self, Options};
use crate::input::Found;
use crate::messages::Messages;

#[derive(Debug, Args)]
pub struct Import {
    /// Word files, or folders that hold them
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The answers to take the edits into [default: those of the same report]
    #[arg(long, value_name = "ANSWERS")]
    into: Option<PathBuf>,
    /// Where answers and forms are looked for
    #[arg(long, value_name = "FOLDER", default_value = "input")]
    input: PathBuf,
    /// Where reports are written: the answers that they were made from are kept there
    #[arg(long, value_name = "FOLDER", default_value = "out")]
    out: PathBuf,
    /// The answers as they were when the Word file was made
    #[arg(long, value_name = "ANSWERS")]
    base: Option<PathBuf>,
    /// Where the answers have changed too, let what the Word file says hold
    #[arg(long)]
    overwrite: bool,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// How to print what is found
    #[arg(long, value_enum, default_value = "text")]
    format: Output,
    #[command(flatten)]
    look: Look,
}

impl Import {
    pub fn run(self, messages: &Messages) -> ExitCode {
        if let Err(status) = self.all_there(messages) {
            return status;
        }
        let Found { files, unread } = returned_files(&self.files);
        unread.iter().for_each(|error| messages.print_error(error));
        if files.is_empty() {
            if unread.is_empty() {
                messages.print_no_word_files(&self.files);
            }
            return ExitCode::from(CANNOT_START);
        }
        let format = self.format;
        let mut all_is_well = unread.is_empty();
        take::take(files, &self.options(), |file, account| match account {
            Ok(account) => {
                let is_open = |note: &Note| note.what.is_open();
                all_is_well &= !account.import.notes.iter().any(is_open);
                match format {
                    Output::Text => messages.print_import(&account),
                    Output::Json => messages.print_import_as_json(&account),
                }
            }
            Err(failure) => {
                all_is_well = false;
                match format {
                    Output::Text => {
                        messages.print_failure(&failure);
                        messages.print_not_imported(file);
                    }
                    Output::Json => messages.print_refused_import_as_json(file, &failure),
                }
            }
        });
        if all_is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// That what the command line names is there.
    fn all_there(&self, messages: &Messages) -> Result<(), ExitCode> {
        are_there(&self.files, messages)?;
        is_input_there(&self.input, messages)?;
        let mut named = self.into.iter().chain(&self.base);
        named.try_for_each(|path| are_there(slice::from_ref(path), messages))
    }

    fn options(self) -> Options {
        let look = self.look.choice();
        let Self { into, input, out, base, overwrite, dry_run, .. } = self;
        Options { into, input, out, base, overwrite, dry_run, look }
    }
}

/// The files among `paths`, and those in folders and their folders, in order; but
/// for those that are certainly no report.
fn returned_files(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        match path.is_dir() {
            true => add_folder(path, &mut found),
            false => found.files.push(path.clone()),
        }
    }
    found
}

fn add_folder(folder: &Path, found: &mut Found) {
    let entries = std::fs::read_dir(folder).and_then(|entries| entries.collect());
    let mut entries: Vec<DirEntry> = match entries {
        Ok(entries) => entries,
        Err(error) => return found.unread.push(Error::read(folder, error)),
    };
    entries.sort_by_key(DirEntry::path);
    for entry in entries {
        let path = entry.path();
        if is_no_report(&path) && !path.is_dir() || is_hidden(&path) {
            continue;
        }
        // A link to a folder may lead back here, and is told of as a file.
        match entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            true => add_folder(&path, found),
            false => found.files.push(path),
        }
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}
