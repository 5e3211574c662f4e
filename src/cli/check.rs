//! `dnr check`: find all that is wrong in files, and make nothing.

use std::process::ExitCode;

use clap::Args;

use super::{Output, Selection};
use crate::answers::Progress;
use crate::check;
use crate::diagnostic::Problems;
use crate::input::{self, Rounds};
use crate::job::Failure;
use crate::messages::Messages;
use crate::output::is_reserved;
use crate::pdf::Standard;
use crate::plan::{self, Headers, ReadFile};
use crate::survey::{self, Survey};

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    selection: Selection,
    /// The standards that the PDF is to keep
    #[arg(long, value_enum, default_value = "a-2a+ua-1", value_name = "STANDARDS")]
    pdf_standard: Standard,
    /// How to print what is found
    #[arg(long, value_enum, default_value = "text")]
    format: Output,
}

/// What was found in one answers file.
pub struct Finding {
    pub file: String,
    pub progress: Option<Progress>,
    pub problems: Problems,
}

impl Check {
    pub fn run(self, messages: &Messages) -> ExitCode {
        let answers = match self.selection.answers(messages) {
            Ok(answers) => answers,
            Err(status) => return status,
        };
        let strict = self.selection.strict;
        let mut rounds = Rounds::new(self.selection.look.choice_for(self.pdf_standard), strict);
        let mut headers = plan::read(answers, None, |_| true);
        headers.name(&mut rounds);
        let Headers { files, survey } = headers;
        let mut findings = Vec::new();
        let mut unread = false;
        for read in files {
            let file = read.path.display().to_string();
            match self.look(read, &mut rounds, &survey) {
                Ok(finding) => findings.push(finding),
                Err(Failure::Problems(problems)) => {
                    findings.push(Finding { file, progress: None, problems });
                }
                Err(Failure::Error(error)) => {
                    unread = true;
                    messages.print_error(&error);
                }
            }
        }
        let forms = std::mem::take(&mut rounds.warnings);
        let stops = findings.iter().any(|f| f.problems.stop(strict)) || forms.stop(strict);
        match self.format {
            Output::Text => messages.print_findings(&forms, &findings),
            Output::Json => messages.print_findings_as_json(&forms, &findings),
        }
        if stops || unread { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }

    fn look(
        &self,
        read: ReadFile,
        rounds: &mut Rounds,
        survey: &Survey,
    ) -> Result<Finding, Failure> {
        let json = input::read_json(&read.path)?;
        let stem = read.stem.as_deref();
        let mut problems = survey.conflicts(&json, stem);
        let reserved = stem.filter(|stem| is_reserved(stem));
        problems.0.extend(reserved.map(|stem| survey::reserved(stem, &json)));
        let round = read.round.unwrap_or_else(|| rounds.of(&read.path, &json))?;
        let (progress, found) = match check::answers(&json, &round) {
            Ok(checked) => (checked.progress, checked.warnings),
            Err(refused) => (refused.progress, refused.problems),
        };
        problems.append(found);
        Ok(Finding { file: read.path.display().to_string(), progress: Some(progress), problems })
    }
}
