//! `dnr schema`: print the JSON Schema of a kind of file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::Value;

use super::{CANNOT_START, write_new};
use crate::form::Form;
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

/// The schema of answers to the form in `path`, in the form's language.
pub fn answers(path: &Path, form: &Form) -> Value {
    let messages = Messages::new(Some(&form.language));
    // Where there is no register, every body is as good as any other.
    let bodies = input::load_bodies(path).ok();
    schema::answers(form, bodies.as_ref(), &|id, args| messages.say(id, args))
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
                let (path, form) = input::read_form(&self.form.unwrap_or_default())?;
                answers(&path, &form)
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
