//! `dnr schema`: print the JSON Schema of a kind of file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::CANNOT_START;
use crate::input;
use crate::messages::Messages;
use crate::schema;

#[derive(Debug, Args)]
pub struct Schema {
    #[arg(value_enum)]
    kind: Kind,
    /// The form whose answers the schema describes: its id, folder or file
    #[arg(long, value_name = "FORM", required_if_eq("kind", "answers"))]
    form: Option<PathBuf>,
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
        let schema = match self.kind {
            Kind::Form => schema::form(),
            Kind::Bodies => schema::bodies(),
            Kind::Theme => schema::theme(),
            Kind::Answers => match input::read_form(&self.form.unwrap_or_default()) {
                Ok((_, form)) => schema::answers(&form),
                Err(failure) => {
                    messages.print_failure(&failure);
                    return ExitCode::from(CANNOT_START);
                }
            },
        };
        match serde_json::to_string_pretty(&schema) {
            Ok(text) => anstream::println!("{text}"),
            Err(error) => anstream::eprintln!("{error}"),
        }
        ExitCode::SUCCESS
    }
}
