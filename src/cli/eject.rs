//! `dnr eject`: a report as a Typst project, to work on a layout with Typst's
//! own tools.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::CANNOT_START;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::input::{self, LayoutChoice, Rounds};
use crate::job::Failure;
use crate::messages::Messages;
use crate::read_files::is_read;
use crate::{check, output, project};

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

/// What was written: a layout, and so many files.
struct Written {
    layout: String,
    files: usize,
}

impl Eject {
    pub fn run(self, messages: &Messages) -> ExitCode {
        match self.write() {
            Ok(Written { layout, files }) => {
                messages.print_ejected(&self.answers, &self.folder, &layout, files);
                ExitCode::SUCCESS
            }
            Err(failure) => {
                messages.print_failure(&failure);
                ExitCode::from(CANNOT_START)
            }
        }
    }

    fn write(&self) -> Result<Written, Failure> {
        let choice = LayoutChoice { name: self.layout.clone(), ..LayoutChoice::default() };
        let json = input::read_json(&self.answers)?;
        let mut rounds = Rounds::new(choice, false);
        let round = rounds.of(&self.answers, &json)?;
        let report = check::answers(&json, &round)?.report;
        let layout = &round.look.layout;
        let files = project::files(&report, layout)?;
        let paths: Vec<PathBuf> = files.keys().map(|path| self.folder.join(path)).collect();
        let read = || rounds.files().chain([self.answers.as_path()]);
        let refusals: Vec<_> = paths.iter().filter_map(|path| is_read(path, read())).collect();
        if !refusals.is_empty() {
            return Err(Problems(refusals).into());
        }
        if !self.force {
            let taken = paths.iter().find(|path| path.symlink_metadata().is_ok());
            taken.map_or(Ok(()), |taken| Err(in_the_way(taken)))?;
        }
        for (path, bytes) in paths.iter().zip(files.values()) {
            if self.force {
                output::write(path, bytes)?;
            } else if !output::write_anew(path, bytes)? {
                return Err(in_the_way(path));
            }
        }
        Ok(Written { layout: layout.name.clone(), files: files.len() })
    }
}

/// Refuses to write over a file.
fn in_the_way(path: &Path) -> Failure {
    let taken = Diagnostic::general(Code::FileExists).with("file", path.display().to_string());
    Problems::from(taken.with("asked", "folder")).into()
}
