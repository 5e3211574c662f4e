//! The command line: its words become settled jobs here and go no further.

mod build;
mod check;
mod command_line;
mod diff;
mod eject;
mod import;
mod making;
mod new;
mod schema;
mod verify;
mod watch;

use std::ffi::OsString;
use std::fs::DirEntry;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::apart::{Limits, MEGABYTE};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::error::Error;
use crate::input::{self, Found, LayoutChoice};
use crate::job::Failure;
use crate::messages::Messages;
use crate::output;
use crate::pdf::Standard;

pub use check::{Finding, Hindrance};
pub use verify::{Origin, Verdict};

/// Official, diary-numbered reports of municipal boards, as PDF and DOCX.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Language of the messages: en or sv [default: the locale's]
    #[arg(long, global = true, value_name = "LANG", value_parser = language)]
    lang: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make the reports of answers files
    Build(build::Build),
    /// Make again what an edit touches, until stopped
    Watch(watch::Watch),
    /// Find all that is wrong, and make nothing
    Check(check::Check),
    /// Say whether written files are well, and what their inputs give
    Verify(verify::Verify),
    /// Begin an answers file, or a Word form, for a body
    New(new::New),
    /// Take the edits of Word files into the answers they were made from
    Import(import::Import),
    /// Say what differs between two files of one report, answer by answer
    Diff(diff::Diff),
    /// Write a report as a Typst project, to work on its layout
    Eject(eject::Eject),
    /// Print the JSON Schema of a kind of file
    Schema(schema::Schema),
}

/// What to work on, and the look of its reports.
#[derive(Debug, Args)]
struct Selection {
    /// Answers files, folders that hold them, or patterns: 'input/*/answers/s*.json'
    #[arg(default_value = "input")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    look: Look,
    /// Let warnings stop a report as errors do
    #[arg(long)]
    strict: bool,
}

impl Selection {
    /// The answers files, of which there must be some; and whether all folders
    /// could be read.
    fn answers(&self, messages: &Messages) -> Result<(Vec<PathBuf>, bool), ExitCode> {
        let Found { files, unread } = self.found();
        unread.iter().for_each(|error| messages.print_error(error));
        if !files.is_empty() {
            return Ok((files, unread.is_empty()));
        }
        if unread.is_empty() {
            messages.print_no_answers(&self.paths);
        }
        Err(ExitCode::from(CANNOT_START))
    }

    /// The answers files; none where what is named for all of them is not there.
    fn found(&self) -> Found {
        let template = self.look.template.as_deref();
        let lost = template.filter(|path| !path.exists()).map(not_there);
        let unread = lost.map_or_else(|| lost_paths(&self.paths), |error| vec![error]);
        match unread.is_empty() {
            true => input::find_answers(&self.paths),
            false => Found { files: Vec::new(), unread },
        }
    }
}

/// The look of reports, where it is another than the form's.
#[derive(Debug, Clone, Args)]
struct Look {
    /// A layout's name or folder, instead of the one that the form names
    #[arg(long, value_name = "LAYOUT")]
    layout: Option<String>,
    /// One value of the theme: --set matrix.repeat_header=false
    #[arg(long, value_name = "KEY=VALUE", value_parser = setting)]
    set: Vec<(String, String)>,
    /// A Word template whose look the Word files take, instead of the theme's
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
}

impl Look {
    fn choice(&self) -> LayoutChoice {
        self.choice_for(Standard::default())
    }

    /// The same, for PDF files of that standard.
    fn choice_for(&self, standard: Standard) -> LayoutChoice {
        LayoutChoice {
            standard,
            name: self.layout.clone(),
            settings: self.set.clone(),
            template: self.template.clone(),
        }
    }
}

/// What a layout may take for a report.
#[derive(Debug, Clone, Copy, Args)]
struct Bounds {
    /// Seconds that one report may take; 0 for as many as it will
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    time_limit: u64,
    /// Megabytes of memory that the reports under way may take; 0 for all there is
    #[arg(long, value_name = "MB", default_value_t = 2048)]
    memory_limit: u64,
}

impl Bounds {
    fn limits(self) -> Limits {
        Limits {
            time: (self.time_limit > 0).then(|| Duration::from_secs(self.time_limit)),
            memory: (self.memory_limit > 0).then(|| self.memory_limit * MEGABYTE),
        }
    }
}

/// How to print what is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For people
    Text,
    /// For programs, as JSON
    Json,
}

/// That some path leads somewhere. Where none does, they are told of, and nothing
/// starts; one that is lost among others is told of with them.
fn are_there(paths: &[PathBuf], messages: &Messages) -> Result<(), ExitCode> {
    let lost = lost_paths(paths);
    lost.iter().for_each(|error| messages.print_error(error));
    if lost.is_empty() { Ok(()) } else { Err(ExitCode::from(CANNOT_START)) }
}

/// The paths, where none of them leads anywhere.
fn lost_paths(paths: &[PathBuf]) -> Vec<Error> {
    match paths.iter().all(|path| input::leads_nowhere(path)) {
        true => paths.iter().map(|path| not_there(path)).collect(),
        false => Vec::new(),
    }
}

fn not_there(path: &Path) -> Error {
    let why = path.metadata().err().unwrap_or_else(|| std::io::ErrorKind::NotFound.into());
    Error::read(path, why)
}

/// That the folder named with `--input` is there, if it is not the usual one.
fn is_input_there(input: &Path, messages: &Messages) -> Result<(), ExitCode> {
    match input == Path::new(INPUT) {
        true => Ok(()),
        false => are_there(&[input.to_owned()], messages),
    }
}

/// Where answers and forms lie.
const INPUT: &str = "input";

/// The files among `paths`, and those in folders among them that belong to the
/// command, in order.
fn named_files(paths: &[PathBuf], belongs: impl Fn(&Path) -> bool) -> Found {
    let mut found = Found::default();
    for path in paths {
        if !path.is_dir() {
            found.files.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path).and_then(|entries| entries.collect());
        match entries.map_err(|error| Error::read(path, error)) {
            Ok(entries) => found.files.extend(files_of(entries, &belongs)),
            Err(error) => found.unread.push(error),
        }
    }
    found
}

fn files_of(entries: Vec<DirEntry>, belongs: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = entries.iter().map(DirEntry::path).collect();
    files.retain(|path| path.is_file() && belongs(path));
    files.sort();
    files
}

/// Writes a file that was asked for, over what is there only with `force`.
fn write_new(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    if force {
        return Ok(output::write(path, bytes)?);
    }
    if output::write_anew(path, bytes)? { Ok(()) } else { Err(is_there(path).into()) }
}

/// Refuses to write over a file.
fn is_there(path: &Path) -> Problems {
    Diagnostic::general(Code::FileExists).with("file", path.display().to_string()).into()
}

/// Errors are words that the catalogues know.
fn setting(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("setting")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

/// A language that the messages are in, with a region or without.
fn language(text: &str) -> Result<String, String> {
    Messages::have(text).then(|| text.to_owned()).ok_or_else(|| "language".to_owned())
}

/// Nothing could start.
const CANNOT_START: u8 = 2;

/// Runs the program as its command line says. Exit status: 0 all is well,
/// 1 something was refused or not written, 2 nothing could start.
pub fn run() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    let messages = Messages::new(command_line::asked_language(&args).as_deref());
    let cli = match command_line::parse(args, &messages) {
        Ok(cli) => cli,
        Err(status) => return ExitCode::from(status),
    };
    // A build begins this where it writes, which may be in another process; these
    // two may go on in another as well, and write nothing.
    let begins_later = |command: &Command| {
        matches!(command, Command::Build(_) | Command::Check(_) | Command::Verify(_))
    };
    if !begins_later(&cli.command) {
        output::leave_nothing_unfinished();
    }
    let status = run_command(cli.command, &messages);
    match messages.is_all_printed() {
        false if status == ExitCode::SUCCESS => ExitCode::FAILURE,
        _ => status,
    }
}

fn run_command(command: Command, messages: &Messages) -> ExitCode {
    match command {
        Command::Build(build) => build.run(messages),
        Command::Watch(watch) => watch.run(messages),
        Command::Check(check) => check.run(messages),
        Command::Verify(verify) => verify.run(messages),
        Command::New(new) => new.run(messages),
        Command::Diff(diff) => diff.run(messages),
        Command::Import(import) => import.run(messages),
        Command::Eject(eject) => eject.run(messages),
        Command::Schema(schema) => schema.run(messages),
    }
}
