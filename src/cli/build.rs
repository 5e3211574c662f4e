//! `dnr build`: make the reports of answers files.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::{CANNOT_START, Selection};
use crate::check::Survey;
use crate::input::{self, Rounds};
use crate::job::{self, Failure, Format, Job, Made};
use crate::messages::Messages;

#[derive(Debug, Args)]
pub struct Build {
    #[command(flatten)]
    selection: Selection,
    /// Formats to write; json is the report as the layout sees it
    #[arg(long, value_enum, value_delimiter = ',', default_value = "pdf,docx")]
    format: Vec<Format>,
    /// Folder to write to
    #[arg(long, default_value = "out", value_name = "FOLDER")]
    out: PathBuf,
}

impl Build {
    pub fn run(self, messages: &Messages) -> ExitCode {
        let paths = &self.selection.paths;
        let answers = match input::find_answers(paths) {
            Ok(answers) if answers.is_empty() => {
                messages.print_no_answers(paths);
                return ExitCode::from(CANNOT_START);
            }
            Ok(answers) => answers,
            Err(error) => {
                messages.print_error(&error);
                return ExitCode::from(CANNOT_START);
            }
        };
        let mut rounds = Rounds::new(self.selection.layout_choice(), self.selection.strict);
        let survey = input::survey(&answers);
        let mut failed = 0;
        for path in &answers {
            match self.make(path, &mut rounds, &survey) {
                Ok(made) => messages.print_made(&made),
                Err(failure) => {
                    failed += 1;
                    match failure {
                        Failure::Problems(problems) => messages.print_problems(&problems),
                        Failure::Error(error) => messages.print_error(&error),
                    }
                    messages.print_not_made(path);
                }
            }
            // What consecutive reports share stays in Typst's cache; the rest
            // would pile up.
            typst::comemo::evict(2);
        }
        messages.print_form_warnings(&rounds.warnings);
        if failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }

    fn make(&self, path: &Path, rounds: &mut Rounds, survey: &Survey) -> Result<Made, Failure> {
        let json = input::read_json(path)?;
        let conflicts = survey.conflicts(&json);
        if conflicts.has_errors() {
            return Err(conflicts.into());
        }
        let job = Job {
            round: rounds.of(path, &json)?,
            formats: self.format.clone(),
            out: self.out.clone(),
            strict: self.selection.strict,
        };
        job::make(&json, &job)
    }
}
