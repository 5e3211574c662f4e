//! `dnr new`: begin an answers file, with every question that a body is asked.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::CANNOT_START;
use crate::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::input;
use crate::job::Failure;
use crate::messages::Messages;
use crate::output;
use crate::skeleton;

#[derive(Debug, Args)]
pub struct New {
    /// The form to answer: its id, folder or file
    #[arg(long, value_name = "FORM")]
    form: PathBuf,
    /// The body that answers: its id or name in bodies.json
    #[arg(long, value_name = "BODY")]
    body: String,
    /// The report's diary number
    #[arg(long, value_name = "NUMBER")]
    dnr: String,
    /// The file to write [default: answers/<body>.json beside the form]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write even if the file is there already
    #[arg(long)]
    force: bool,
}

impl New {
    pub fn run(self, messages: &Messages) -> ExitCode {
        match self.write() {
            Ok(path) => {
                messages.print_begun(&path);
                ExitCode::SUCCESS
            }
            Err(failure) => {
                messages.print_failure(&failure);
                ExitCode::from(CANNOT_START)
            }
        }
    }

    fn write(self) -> Result<PathBuf, Failure> {
        let (form_path, form) = input::read_form(&self.form)?;
        let bodies = input::load_bodies(&form_path)?;
        let known = bodies.bodies.iter();
        let found = known.clone().find(|(id, body)| **id == self.body || body.name == self.body);
        let Some((body_id, _)) = found else {
            let names = known.flat_map(|(id, body)| [id.as_str(), body.name.as_str()]);
            let diagnostic = Diagnostic::general(Code::UnknownBody)
                .with("id", &self.body)
                .meaning(did_you_mean(&self.body, names));
            return Err(Problems::from(diagnostic).into());
        };
        if !form.diary_number.accepts(&self.dnr) {
            let diagnostic = Diagnostic::general(Code::DiaryNumber)
                .with("number", &self.dnr)
                .with("pattern", &form.diary_number.pattern)
                .with("example", &form.diary_number.example);
            return Err(Problems::from(diagnostic).into());
        }
        let default = || form_path.with_file_name("answers").join(format!("{body_id}.json"));
        let path = self.out.unwrap_or_else(default);
        if path.exists() && !self.force {
            let path = path.display().to_string();
            let diagnostic = Diagnostic::general(Code::FileExists).with("file", path);
            return Err(Problems::from(diagnostic).into());
        }
        let text = skeleton::answers(&form, body_id, &self.dnr);
        output::write(&path, text.as_bytes())?;
        Ok(path)
    }
}
