//! `dnr check`: find all that is wrong in files, and make nothing.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{Output, Selection};
use crate::answers::Progress;
use crate::check::{self, Checked};
use crate::diagnostic::Problems;
use crate::error::Error;
use crate::input::{self, Rounds};
use crate::job::Failure;
use crate::messages::Messages;
use crate::output::is_reserved;
use crate::pdf::Standard;
use crate::plan::{self, Headers, ReadFile};
use crate::survey::{self, Survey};
use crate::trial::Trials;

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
#[derive(Debug)]
pub struct Finding {
    pub file: String,
    pub progress: Option<Progress>,
    pub problems: Problems,
    /// What kept the answers from being looked at, where something did.
    pub hindrance: Option<Hindrance>,
}

/// Why answers were not looked at.
#[derive(Debug)]
pub enum Hindrance {
    /// Their form is refused, or its register or layout.
    Form(PathBuf),
    /// The world is at fault.
    Error(Error),
}

impl Finding {
    fn stops(&self, strict: bool) -> bool {
        self.hindrance.is_some() || self.problems.stop(strict)
    }
}

impl Check {
    pub fn run(self, messages: &Messages) -> ExitCode {
        let (answers, all_read) = match self.selection.answers(messages) {
            Ok(answers) => answers,
            Err(status) => return status,
        };
        let strict = self.selection.strict;
        let mut rounds = Rounds::new(self.selection.look.choice_for(self.pdf_standard), strict);
        let mut headers = plan::read(answers, None, |_| true);
        headers.name(&mut rounds);
        let Headers { files, survey } = headers;
        let mut trials = Trials::default();
        let mut look = |read| look(read, &mut rounds, &survey, &mut trials, self.pdf_standard);
        let findings: Vec<Finding> = files.into_iter().map(&mut look).collect();
        let forms = std::mem::take(&mut rounds.warnings);
        let stops = findings.iter().any(|finding| finding.stops(strict)) || forms.stop(strict);
        match self.format {
            Output::Text => messages.print_findings(&forms, &findings),
            Output::Json => messages.print_findings_as_json(&forms, &findings),
        }
        if stops || !all_read { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}

/// All that is wrong with one file, and with its form where it is the first.
fn look(
    read: ReadFile,
    rounds: &mut Rounds,
    survey: &Survey,
    trials: &mut Trials,
    standard: Standard,
) -> Finding {
    let file = read.path.display().to_string();
    let mut finding =
        Finding { file, progress: None, problems: Problems::default(), hindrance: None };
    match checked(read, rounds, survey, trials, standard, &mut finding) {
        Ok(()) => {}
        Err(Failure::Problems(found)) => finding.problems.append(found),
        Err(Failure::FormRefused { form, problems }) => {
            finding.problems.append(problems.unwrap_or_default());
            finding.hindrance = Some(Hindrance::Form(form));
        }
        Err(Failure::Error(error)) => finding.hindrance = Some(Hindrance::Error(error)),
    }
    finding
}

fn checked(
    read: ReadFile,
    rounds: &mut Rounds,
    survey: &Survey,
    trials: &mut Trials,
    standard: Standard,
    finding: &mut Finding,
) -> Result<(), Failure> {
    let json = input::read_json(&read.path)?;
    let stem = read.stem.as_deref();
    finding.problems = survey.conflicts(&json, stem);
    let reserved = stem.filter(|stem| is_reserved(stem));
    finding.problems.0.extend(reserved.map(|stem| survey::reserved(stem, &json)));
    let round = read.round.unwrap_or_else(|| rounds.of(&read.path, &json))?;
    let (progress, found) = match check::answers(&json, &round) {
        Ok(Checked { report, progress, mut warnings }) => {
            match trials.try_out(&json, &round, &report, standard) {
                Err(Failure::Problems(found)) => warnings.append(found),
                other => other?,
            }
            (progress, warnings)
        }
        Err(refused) => (refused.progress, refused.problems),
    };
    finding.problems.append(found);
    finding.progress = Some(progress);
    Ok(())
}
