//! `dnr check`: find all that is wrong in files, and make nothing.

use std::process::ExitCode;

use clap::Args;

use super::{Bounds, CANNOT_START, Output, Selection};
use crate::answers::Progress;
use crate::apart::{self, Notes, Past};
use crate::check::{self, Checked};
use crate::diagnostic::Problems;
use crate::error::Error;
use crate::fault::Fault;
use crate::input::{self, Found, Rounds};
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
    #[command(flatten)]
    bounds: Bounds,
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
    /// What is wrong with what reports share, where this is the first of them.
    pub shared: Problems,
    /// What kept the answers from being looked at, where something did.
    pub hindrance: Option<Hindrance>,
}

/// Why answers were not looked at.
#[derive(Debug)]
pub enum Hindrance {
    /// What they share with others is refused.
    Shared(Fault),
    /// The world is at fault.
    Error(Error),
}

impl Finding {
    /// Of a file or folder that cannot be read.
    fn unread(error: Error) -> Self {
        let file = error.path().map(|path| path.display().to_string()).unwrap_or_default();
        Self { hindrance: Some(Hindrance::Error(error)), ..Self::of(file) }
    }

    fn of(file: String) -> Self {
        let (problems, shared) = Default::default();
        Self { file, progress: None, problems, shared, hindrance: None }
    }

    /// Whether the layout that the command line names is not there.
    fn lacks_layout(&self) -> bool {
        matches!(self.hindrance, Some(Hindrance::Shared(Fault::NoLayout(_))))
    }

    fn stops(&self, strict: bool) -> bool {
        self.hindrance.is_some() || self.problems.stop(strict)
    }
}

impl Check {
    pub fn run(self, messages: &Messages) -> ExitCode {
        let Found { files: answers, unread } = self.selection.found();
        if answers.is_empty() {
            return self.nothing(unread, messages);
        }
        let strict = self.selection.strict;
        let mut rounds = Rounds::new(self.selection.look.choice_for(self.pdf_standard), strict);
        let mut headers = plan::read(answers, None, |_| true);
        headers.name(&mut rounds);
        let are_tried = rounds.looks().any(|look| !look.layout.is_built_in());
        let mut unread = unread;
        let mut search = |past: &Past, notes: Notes| {
            let trials = Trials::within(self.bounds.limits(), past.broken.clone(), notes);
            let (headers, rounds) = (std::mem::take(&mut headers), std::mem::take(&mut rounds));
            let Some(mut found) =
                Search { rounds, trials, standard: self.pdf_standard }.all(headers)
            else {
                return 1;
            };
            let unread = std::mem::take(&mut unread);
            found.of_files.extend(unread.into_iter().map(Finding::unread));
            self.print(&found, messages);
            self.status(&found, messages)
        };
        // What is tried may end the process.
        let status = match are_tried {
            true => apart::run(search),
            false => search(&Past::default(), Notes::default()),
        };
        ExitCode::from(status)
    }

    fn print(&self, Findings { forms, of_files }: &Findings, messages: &Messages) {
        match self.format {
            Output::Text => messages.print_findings(forms, of_files),
            Output::Json => messages.print_findings_as_json(forms, of_files),
        }
    }

    fn status(&self, Findings { forms, of_files }: &Findings, messages: &Messages) -> u8 {
        let strict = self.selection.strict;
        if of_files.iter().all(Finding::lacks_layout) {
            return CANNOT_START;
        }
        let stops = of_files.iter().any(|finding| finding.stops(strict)) || forms.stop(strict);
        u8::from(stops || !messages.is_all_printed())
    }

    /// Tells that there is nothing to check, in either format.
    fn nothing(&self, unread: Vec<Error>, messages: &Messages) -> ExitCode {
        if unread.is_empty() {
            messages.print_no_answers(&self.selection.paths);
        }
        let findings: Vec<Finding> = unread.into_iter().map(Finding::unread).collect();
        match self.format {
            Output::Text => findings.iter().for_each(|one| messages.print_hindrance(one)),
            Output::Json => messages.print_findings_as_json(&Problems::default(), &findings),
        }
        ExitCode::from(CANNOT_START)
    }
}

/// All that was found.
struct Findings {
    forms: Problems,
    of_files: Vec<Finding>,
}

struct Search {
    rounds: Rounds,
    trials: Trials,
    standard: Standard,
}

impl Search {
    /// Looks at all files; nothing where another process is to do so.
    fn all(mut self, headers: Headers) -> Option<Findings> {
        let Headers { files, survey } = headers;
        let mut of_files = Vec::new();
        for (index, read) in files.into_iter().enumerate() {
            self.trials.next(index);
            of_files.push(self.look(read, &survey));
            if self.trials.are_over() {
                return None;
            }
        }
        let mut forms = std::mem::take(&mut self.rounds.warnings);
        of_files
            .iter_mut()
            .for_each(|one: &mut Finding| forms.append(std::mem::take(&mut one.shared)));
        Some(Findings { forms, of_files })
    }

    /// All that is wrong with one file, and with its form where it is the first.
    fn look(&mut self, read: ReadFile, survey: &Survey) -> Finding {
        let file = read.path.display().to_string();
        let mut finding = Finding::of(file);
        match self.checked(read, survey, &mut finding) {
            Ok(()) => {}
            Err(Failure::Problems(found)) => finding.problems.append(found),
            Err(Failure::Shared { fault, problems }) => {
                let problems = problems.unwrap_or_default();
                // No file that reports share holds what the command line says.
                match fault {
                    Fault::Choice | Fault::NoLayout(_) => finding.problems.append(problems),
                    _ => finding.shared = problems,
                }
                finding.hindrance = Some(Hindrance::Shared(fault));
            }
            Err(Failure::Error(error)) => finding.hindrance = Some(Hindrance::Error(error)),
        }
        finding
    }

    fn checked(
        &mut self,
        read: ReadFile,
        survey: &Survey,
        finding: &mut Finding,
    ) -> Result<(), Failure> {
        let json = input::read_json(&read.path)?;
        let stem = read.stem.as_deref();
        finding.problems = survey.conflicts(&json, stem);
        let reserved = stem.filter(|stem| is_reserved(stem));
        finding.problems.0.extend(reserved.map(|stem| survey::reserved(stem, &json)));
        let round = read.round.unwrap_or_else(|| self.rounds.of(&read.path, &json))?;
        let (progress, found) = match check::answers(&json, &round) {
            Ok(Checked { report, progress, mut warnings }) => {
                match self.trials.try_out(json, &round, report, self.standard) {
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
}
