//! `dnr new`: begin an answers file, with every question that a body is asked,
//! or the same as a form to fill in with Word.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::Value;

use super::{CANNOT_START, Look, write_new};
use crate::answers::Answers;
use crate::bodies::{Bodies, Body};
use crate::check;
use crate::compose::compose;
use crate::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::form::Form;
use crate::input;
use crate::job::Failure;
use crate::layout::Layout;
use crate::messages::Messages;
use crate::whereabouts::real;
use crate::{docx, output, schema, skeleton};

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
    /// An answers file, or a Word form that dnr import reads
    #[arg(long, value_enum, default_value = "json")]
    format: Begun,
    #[command(flatten)]
    look: Look,
    /// Let nothing be edited in the Word form but the answers
    #[arg(long)]
    protect: bool,
    /// The file to write [default: answers/<body>.json beside the form, or
    /// out/blank/<report>.docx]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write even if the file is there already
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Begun {
    Json,
    Docx,
}

/// What was begun for which form, and the schema beside it.
struct Written {
    path: PathBuf,
    form: PathBuf,
    schema: Option<(PathBuf, Beside)>,
}

/// How the schema of the answers stands that lies beside the form.
enum Beside {
    New,
    Current,
    Stale,
}

/// Writes the schema that answers to the form name, where there is none.
fn begin_schema(form_path: &Path, form: &Form) -> Result<(PathBuf, Beside), Failure> {
    let path = form_path.with_file_name("answers.schema.json");
    let schema = super::schema::answers(form_path, form);
    let standing = match std::fs::read(&path) {
        Ok(there) => match serde_json::from_slice::<Value>(&there) {
            Ok(there) if there == schema => Beside::Current,
            _ => Beside::Stale,
        },
        Err(_) => {
            output::write(&path, schema::text(&schema).as_bytes())?;
            Beside::New
        }
    };
    Ok((path, standing))
}

/// Whether an answers file lies in a folder beside the form.
fn lies_beside(answers: &Path, form: &Path) -> bool {
    let around = real(answers).parent().and_then(Path::parent).map(Path::to_owned);
    around.is_some() && around.as_deref() == real(form).parent()
}

impl New {
    pub fn run(self, messages: &Messages) -> ExitCode {
        match self.write() {
            Ok(Written { path, form, schema }) => {
                match self.format {
                    Begun::Json => messages.print_begun(&path),
                    Begun::Docx => messages.print_begun_form(&path),
                }
                match schema {
                    Some((schema, Beside::New)) => messages.print_schema(&schema, &form, false),
                    Some((schema, Beside::Stale)) => messages.print_schema(&schema, &form, true),
                    Some((_, Beside::Current)) | None => {}
                }
                ExitCode::SUCCESS
            }
            Err(failure) => {
                messages.print_failure(&failure);
                ExitCode::from(CANNOT_START)
            }
        }
    }

    fn write(&self) -> Result<Written, Failure> {
        let (form_path, form) = input::read_form(&self.form)?;
        let bodies = input::load_bodies(&form_path)?;
        let known = bodies.bodies.iter();
        let found = known.clone().find(|(id, body)| **id == self.body || body.name == self.body);
        let Some((body_id, body)) = found else {
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
        let (default, bytes) = match self.format {
            Begun::Json => {
                let folder = form_path.with_file_name("answers");
                let text = skeleton::answers(&form, body_id, &self.dnr);
                (folder.join(format!("{body_id}.json")), text.into_bytes())
            }
            Begun::Docx => {
                let layout = self.checked_layout(&form_path, &form, &bodies)?;
                self.word_form(&form, body_id, body, &layout)?
            }
        };
        let path = self.out.clone().unwrap_or(default);
        write_new(&path, &bytes, self.force)?;
        let schema = match self.format {
            // The answers name it as it lies from the folder of the form's answers.
            Begun::Json if lies_beside(&path, &form_path) => Some(begin_schema(&form_path, &form)?),
            Begun::Json | Begun::Docx => None,
        };
        Ok(Written { path, form: form_path, schema })
    }

    /// The form's layout, where a report can be made with both.
    fn checked_layout(&self, path: &Path, form: &Form, bodies: &Bodies) -> Result<Layout, Failure> {
        let layout = self.look.choice().layout(&form.layout)?;
        let problems = check::form(&input::read_json(path)?, form, bodies, &layout);
        if problems.has_errors() { Err(problems.into()) } else { Ok(layout) }
    }

    /// The report with a prompt in the place of every answer.
    fn word_form(
        &self,
        form: &Form,
        body_id: &str,
        body: &Body,
        layout: &Layout,
    ) -> Result<(PathBuf, Vec<u8>), Failure> {
        let answers = Answers::blank(body_id, body.clone(), &self.dnr);
        let report = compose(form, &answers, layout)?;
        let name = format!("{}.docx", report.properties.file_name);
        let bytes = docx::docx(&report, layout, self.protect)?;
        Ok((PathBuf::from("out/blank").join(name), bytes))
    }
}
