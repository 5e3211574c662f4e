//! `dnr schema`: print the JSON Schema of a kind of file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::{CANNOT_START, write_new};
use crate::input;
use crate::job::Failure;
use crate::messages::Messages;
use crate::messages::stream::out;
use crate::schema;

#[derive(Debug, Args)]
pub struct Schema {
    #[arg(value_enum)]
    kind: Kind,
    /// The form whose answers the schema describes: its id, folder or file
    #[arg(long, value_name = "FORM", required_if_eq("kind", "answers"))]
    form: Option<PathBuf>,
    /// A file to write it to, instead of printing it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write even if the file is there already
    #[arg(long, requires = "out")]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Form,
    Answers,
    Bodies,
    Theme,
}

impl Schema {
    pub fn run(self, messages: &Messages) -> ExitCode {
        match self.give() {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                messages.print_failure(&failure);
                ExitCode::from(CANNOT_START)
            }
        }
    }

    fn give(self) -> Result<(), Failure> {
        let schema = match self.kind {
            Kind::Form => schema::form(),
            Kind::Bodies => schema::bodies(),
            Kind::Theme => schema::theme(),
            Kind::Answers => {
                let (_, form) = input::read_form(&self.form.unwrap_or_default())?;
                schema::answers(&form)
            }
        };
        let text = schema::text(&schema);
        match self.out {
            Some(path) => write_new(&path, text.as_bytes(), self.force)?,
            None => out!("{}", text.trim_end()),
        }
        Ok(())
    }
}
