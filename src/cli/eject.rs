//! `dnr eject`: a report as a Typst project, to work on a layout with Typst's
//! own tools: `typst watch report.typ --features a11y-extras`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{CANNOT_START, is_there, write_new};
use crate::check;
use crate::diagnostic::Problems;
use crate::error::Error;
use crate::input::{self, LayoutChoice, Rounds};
use crate::job::Failure;
use crate::messages::Messages;
use crate::read_files::is_read;

#[derive(Debug, Args)]
pub struct Eject {
    /// The answers to show
    answers: PathBuf,
    /// The folder to write to
    folder: PathBuf,
    /// A layout's name or folder, instead of the one that the form names
    #[arg(long, value_name = "LAYOUT")]
    layout: Option<String>,
    /// Write over files that are there already
    #[arg(long)]
    force: bool,
}

impl Eject {
    pub fn run(self, messages: &Messages) -> ExitCode {
        match self.write() {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                messages.print_failure(&failure);
                ExitCode::from(CANNOT_START)
            }
        }
    }

    fn write(self) -> Result<(), Failure> {
        let choice = LayoutChoice { name: self.layout, ..LayoutChoice::default() };
        let json = input::read_json(&self.answers)?;
        let mut rounds = Rounds::new(choice, false);
        let round = rounds.of(&self.answers, &json)?;
        let report = check::answers(&json, &round)?.report;
        let layout = &round.look.layout;
        let pretty = |value: Result<Vec<u8>, serde_json::Error>| {
            value.map_err(|error| Error::internal("writing JSON", error))
        };
        let theme = pretty(serde_json::to_vec_pretty(&layout.theme))?;
        let report = pretty(serde_json::to_vec_pretty(&report))?;
        let letters = pretty(serde_json::to_vec(&layout.theme.fonts.letters()))?;
        let own: [(&str, &[u8]); 4] = [
            ("theme.json", &theme),
            ("letters.json", &letters),
            ("report.json", &report),
            ("attachments.json", b"[]\n"),
        ];
        let of_layout = layout.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        let files: BTreeMap<&str, &[u8]> = of_layout.chain(own).collect();
        let paths: Vec<PathBuf> = files.keys().map(|path| self.folder.join(path)).collect();
        let read = || rounds.files().chain([self.answers.as_path()]);
        let refusals: Vec<_> = paths.iter().filter_map(|path| is_read(path, read())).collect();
        if !refusals.is_empty() {
            return Err(Problems(refusals).into());
        }
        let is_taken = |path: &&PathBuf| path.symlink_metadata().is_ok();
        if let Some(taken) = paths.iter().find(is_taken).filter(|_| !self.force) {
            return Err(is_there(taken).into());
        }
        for (path, bytes) in paths.iter().zip(files.values()) {
            write_new(path, bytes, self.force)?;
        }
        Ok(())
    }
}
