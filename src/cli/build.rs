//! `dnr build`: make the reports of answers files.

use std::collections::HashSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::making::Making;
use super::{Bounds, CANNOT_START, Selection};
use crate::batch;
use crate::diagnostic::{Code, Diagnostic};
use crate::error::Error;
use crate::fault::Fault;
use crate::input::Rounds;
use crate::job::{Failure, Format};
use crate::manifest::{Manifest, Record, ReportId};
use crate::messages::{Messages, Shown};
use crate::pdf::{self, Export, Standard};
use crate::plan::{self, Item, Options, Shard, State};
use crate::prune::{self, Orphans, Pruned};
use crate::survey::Survey;

#[derive(Debug, Args)]
pub struct Build {
    #[command(flatten)]
    pub selection: Selection,
    #[command(flatten)]
    pub writing: Writing,
    /// Say what would be made, and why, and make nothing
    #[arg(long)]
    dry_run: bool,
    /// Remove the reports whose answers are gone from the inputs
    #[arg(long)]
    prune: bool,
    /// Remove them even if they are more than half of all reports
    #[arg(long, requires = "prune")]
    yes: bool,
    /// Only part K of N: --shard 2/8. Each part writes its own files
    #[arg(long, value_name = "K/N", value_parser = shard)]
    shard: Option<Shard>,
    #[command(flatten)]
    bounds: Bounds,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
    /// How to print what is made
    #[arg(long, value_enum, default_value = "text")]
    log: Log,
}

/// What to write, and where.
#[derive(Debug, Clone, Args)]
pub struct Writing {
    /// Formats to write; json is the report as the layout sees it
    #[arg(long, value_enum, value_delimiter = ',', default_value = "pdf,docx")]
    format: Vec<Format>,
    /// Folder to write to
    #[arg(long, default_value = "out", value_name = "FOLDER")]
    out: PathBuf,
    /// The standards that the PDF keeps
    #[arg(long, value_enum, default_value = "a-2a+ua-1", value_name = "STANDARDS")]
    pdf_standard: Standard,
    /// Let nothing be edited in the Word file but the answers
    #[arg(long)]
    protect: bool,
    /// Put form and answers into the PDF; only with --pdf-standard a-3a+ua-1
    #[arg(long)]
    attach: bool,
    /// Make everything anew, and write over files that somebody has changed
    #[arg(long)]
    force: bool,
    /// Threads [default: one for each core]
    #[arg(long, short, value_name = "N")]
    jobs: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Log {
    /// A line for each report
    Text,
    /// A JSON object for each report, one on a line
    Json,
}

/// Errors are words that the catalogues know.
fn shard(text: &str) -> Result<Shard, String> {
    let parts = text.split_once('/').and_then(|(number, of)| {
        Some(Shard { number: number.parse().ok()?, of: of.parse().ok()? })
    });
    parts.filter(|shard| (1..=shard.of).contains(&shard.number)).ok_or_else(|| "shard".to_owned())
}

impl Writing {
    /// Tells what cannot be done, where there is such a thing.
    pub fn refused(&self, messages: &Messages) -> Option<ExitCode> {
        if let Err(error) = Manifest::of(&self.out).can_be_written() {
            messages.print_error(&error);
            return Some(ExitCode::from(CANNOT_START));
        }
        if !self.attach || self.pdf_standard == Standard::A3a {
            return None;
        }
        let standard = Export { attach: false, protect: false, ..self.export() }.to_string();
        let diagnostic = Diagnostic::general(Code::AttachStandard).with("standard", standard);
        messages.print_problems(&diagnostic.into());
        Some(ExitCode::from(CANNOT_START))
    }

    fn export(&self) -> Export {
        Export { standard: self.pdf_standard, attach: self.attach, protect: self.protect }
    }

    pub fn options(&self, strict: bool, shard: Option<Shard>) -> Options {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        Options {
            formats: self.format.clone(),
            out: self.out.clone(),
            export: self.export(),
            strict,
            force: self.force,
            jobs: self.jobs.unwrap_or_else(cores).max(1),
            shard,
        }
    }
}

/// Whether the layout that the command line names is not there.
fn lacks_layout(item: &Item) -> bool {
    let failure = match &item.state {
        State::Failed(failure) => failure,
        State::Planned { .. } | State::Unchanged(_) => return false,
    };
    matches!(failure, Failure::Shared { fault: Fault::NoLayout(_), .. })
}

impl Build {
    pub fn run(self, messages: &Messages) -> ExitCode {
        if let Some(status) = self.writing.refused(messages) {
            return status;
        }
        let (answers, all_read) = match self.selection.answers(messages) {
            Ok(answers) => answers,
            Err(status) => return status,
        };
        let warm = std::thread::spawn(pdf::warm_up);
        let strict = self.selection.strict;
        let options = self.writing.options(strict, self.shard);
        let choice = self.selection.look.choice_for(self.writing.pdf_standard);
        let mut rounds = Rounds::new(choice, strict);
        let headers = plan::read(answers, options.shard, |_| true);
        let folder = Folder { manifest: Manifest::of(&options.out), messages };
        let orphans = match (self.prune, self.dry_run) {
            (true, true) => self.orphans(&headers.survey, &options, messages),
            (true, false) => self.pruned(&headers.survey, &options, &folder),
            (false, _) => Some(Orphans::default()),
        };
        let mut all_is_well = all_read && orphans.is_some();
        let orphans = orphans.unwrap_or_default();
        let leaving: Vec<ReportId> = orphans.all().map(|one| one.report.clone()).collect();
        let (mut items, survey) = plan::plan(headers, &mut rounds, &options, &leaving);
        if self.dry_run {
            batch::foresee(&mut items, &options);
        }
        let left = Left::of(&items, self.dry_run);
        let could_not_start = !items.is_empty() && items.iter().all(lacks_layout);
        // Only a process without other threads can be copied.
        let _ = warm.join();
        let status = match self.dry_run {
            true => u8::from(messages.print_plan(&items, self.shown()).failed > 0),
            false => self.make(items, &options, messages),
        };
        if self.prune && !self.dry_run {
            all_is_well &= folder.prune_left(orphans, &left, &options.formats);
        } else if !self.quiet {
            let orphans = self.orphans(&survey, &options, messages).unwrap_or_default();
            folder.tell_of_left(orphans, &left, &options.formats);
        }
        if !self.quiet {
            messages.print_form_warnings(&rounds.warnings);
        }
        // The program ends: its memory goes back as a whole sooner than in parts.
        std::mem::forget(rounds);
        match all_is_well {
            _ if could_not_start => ExitCode::from(CANNOT_START),
            true => ExitCode::from(status),
            false => ExitCode::FAILURE,
        }
    }

    fn shown(&self) -> Shown {
        match (self.quiet, self.log) {
            (true, _) => Shown::Nothing,
            (false, Log::Text) => Shown::Text,
            (false, Log::Json) => Shown::Json,
        }
    }

    /// Gives the status.
    fn make(&self, items: Vec<Item>, options: &Options, messages: &Messages) -> u8 {
        // What a renderer's panic has to say is told with its report.
        std::panic::set_hook(Box::new(|_| {}));
        let limits = self.bounds.limits();
        let (shown, start) = (self.shown(), Instant::now());
        Making { options, limits, shown, messages, start }.run(items)
    }

    fn orphans(&self, survey: &Survey, options: &Options, messages: &Messages) -> Option<Orphans> {
        match prune::orphans(&self.selection.paths, survey, options) {
            Ok(orphans) => Some(orphans),
            Err(error) => {
                messages.print_error(&error);
                None
            }
        }
    }

    /// Removes the reports whose answers are gone, and says which there are else;
    /// nothing where it is not to be done.
    fn pruned(&self, survey: &Survey, options: &Options, folder: &Folder) -> Option<Orphans> {
        let orphans = self.orphans(survey, options, folder.messages)?;
        if orphans.are_most() && !self.yes && !folder.messages.ask_to_prune(&orphans) {
            return None;
        }
        folder.prune(&orphans.gone).then_some(orphans)
    }
}

/// What a run leaves behind for its end.
#[derive(Debug, Default)]
struct Left {
    /// Nothing is made.
    is_foreseen: bool,
    /// The ways to answers that would give a report, where none is made.
    about: HashSet<String>,
    /// Reports with files in other formats under earlier names: the body's name,
    /// and what they are to be called.
    stale: Vec<(ReportId, String, String)>,
}

impl Left {
    fn of(items: &[Item], is_foreseen: bool) -> Self {
        let mut left = Self { is_foreseen, ..Self::default() };
        for item in items.iter().filter(|item| !matches!(item.state, State::Failed(_))) {
            left.about.extend(item.way.clone().filter(|_| is_foreseen));
            if let (Some(report), Some(stem), false) =
                (&item.report, &item.stem, item.stale.is_empty())
            {
                left.stale.push((report.clone(), item.name.clone(), stem.clone()));
            }
        }
        left
    }
}

/// The output folder, and who tells of it.
struct Folder<'a> {
    manifest: Manifest,
    messages: &'a Messages,
}

impl Folder<'_> {
    fn tell_of_left(&self, orphans: Orphans, left: &Left, formats: &[Format]) {
        for record in orphans.settled(&self.manifest.out, &left.about).all() {
            let foreseen = prune::foreseen(&self.manifest, record);
            self.messages.print_orphan(&self.manifest, record, &foreseen);
        }
        for (report, body, stem) in &left.stale {
            let (manifest, is_made) = (&self.manifest, !left.is_foreseen);
            let foreseen = prune::foreseen_stale(manifest, report, stem, formats, is_made);
            self.messages.print_stale(&self.manifest, body, &foreseen);
        }
    }

    /// Removes what has turned out to be left; whether all went as it was asked.
    fn prune_left(&self, orphans: Orphans, left: &Left, formats: &[Format]) -> bool {
        let stale = left.stale.iter().map(|(report, body, stem)| {
            self.told(body, true, prune::remove_stale(&self.manifest, report, stem, formats))
        });
        let stale = stale.filter(|went_well| !went_well).count() == 0;
        let orphans = orphans.settled(&self.manifest.out, &left.about);
        self.prune(&orphans.moved) && stale
    }

    /// Removes reports; whether all went as it was asked.
    fn prune(&self, records: &[Record]) -> bool {
        let all = records.iter().map(|record| {
            let has_answers = self.manifest.answers(record).is_some_and(|path| path.exists());
            let pruned = prune::remove(&self.manifest, &record.report);
            self.told(&record.body_name, has_answers, pruned)
        });
        all.filter(|went_well| !went_well).count() == 0
    }

    fn told(&self, body: &str, has_answers: bool, pruned: Result<Pruned, Error>) -> bool {
        match &pruned {
            Ok(pruned) => self.messages.print_pruned(&self.manifest, body, pruned, has_answers),
            Err(error) => self.messages.print_error(error),
        }
        pruned.is_ok()
    }
}
