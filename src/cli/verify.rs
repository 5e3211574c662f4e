//! `dnr verify`: whether written files are what they should be.

mod bounded;

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::{Bounds, CANNOT_START, Look, Output, are_there, is_input_there, named_files};
use crate::answers::Header;
use crate::apart::{self, Cause, Notes, Past, Told};
use crate::error::Error;
use crate::hash;
use crate::input::{self, Found, Rounds};
use crate::inputs::{Inputs, Reason};
use crate::job::{self, Failure, Format, Round};
use crate::json::Json;
use crate::manifest::{Manifest, Record, ReportId};
use crate::messages::{Messages, Seen};
use crate::pdf::Export;
use crate::report::Provenance;
use crate::verify::{self, Examined, Finding, Standing};
use crate::whereabouts::shown;
use bounded::{Bounded, Stage};

#[derive(Debug, Args)]
pub struct Verify {
    /// Written files, or folders of them
    #[arg(default_value = "out")]
    files: Vec<PathBuf>,
    /// Where the answers lie, if not where the files were made from
    #[arg(long, default_value = "input", value_name = "FOLDER")]
    input: PathBuf,
    #[command(flatten)]
    look: Look,
    #[command(flatten)]
    bounds: Bounds,
    /// How to print what is found
    #[arg(long, value_enum, default_value = "text")]
    format: Output,
}

/// What is known of one file.
#[derive(Debug)]
pub struct Verdict {
    pub file: PathBuf,
    pub examined: Examined,
    pub origin: Origin,
}

/// What is known of where a file comes from.
#[derive(Debug)]
pub enum Origin {
    /// The file does not tell.
    Untold,
    /// The answers that it tells of were not found.
    NotFound,
    /// The answers are here, and cannot be read.
    Broken(PathBuf),
    /// The answers are here, and no report can be made of them now.
    Refused(PathBuf, Failure),
    /// The file beside what its answers give now.
    Compared(PathBuf, Standing),
}

impl Verdict {
    /// Whether the file is well, and what its inputs give.
    pub fn is_well(&self) -> bool {
        let current = matches!(self.origin, Origin::Compared(_, Standing::Current));
        current && self.examined.findings.iter().all(Finding::holds)
    }
}

/// How large a file may be. Reports are far smaller.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

impl Verify {
    pub fn run(self, messages: &Messages) -> ExitCode {
        // What a reader's panic has to say of a broken file is told with it.
        std::panic::set_hook(Box::new(|_| {}));
        if let Err(status) = are_there(&self.files, messages) {
            return status;
        }
        if let Err(status) = is_input_there(&self.input, messages) {
            return status;
        }
        let Found { files, unread } = named_files(&self.files, has_our_ending);
        unread.iter().for_each(|error| messages.print_error(error));
        if files.is_empty() {
            if unread.is_empty() {
                messages.print_nothing_to_verify(&self.files);
            }
            return ExitCode::from(CANNOT_START);
        }
        // Files from anywhere, and layouts, may end the process.
        let status = apart::run(|past, notes| {
            let is_first = past.told.is_empty() && past.broken.is_empty();
            if self.format == Output::Json && is_first {
                messages.print_verdicts_begin();
            }
            let mut seen = Seen::default();
            seen.unread = unread.len();
            let all = self.tell_all(&files, &mut seen, past, notes, messages);
            if all.is_break() {
                return 1;
            }
            match self.format {
                Output::Text => messages.print_seen(&seen),
                Output::Json => messages.print_verdicts_end(&seen),
            }
            match seen.files() {
                0 => CANNOT_START,
                _ => u8::from(!(seen.all_well() && messages.is_all_printed())),
            }
        });
        ExitCode::from(status)
    }

    /// Tells of each file at once: what a later one does takes nothing back.
    /// Breaks off where another process is to go on.
    fn tell_all(
        &self,
        files: &[PathBuf],
        seen: &mut Seen,
        past: &Past,
        notes: Notes,
        messages: &Messages,
    ) -> ControlFlow<Cause> {
        let mut sources = Sources {
            input: self.input.clone(),
            found: None,
            rounds: Rounds::new(self.look.choice(), false),
            bounded: Bounded::new(self.bounds.limits(), past, notes),
        };
        for (index, file) in files.iter().enumerate() {
            sources.bounded.next(index);
            let told = past.told.get(&index);
            let verdict = match told {
                Some(_) => sources.recalled(file),
                None => sources.verdict(file),
            };
            sources.bounded.goes_on()?;
            match (verdict, told) {
                (Ok(verdict), Some(told)) => seen.recall(&verdict.examined, *told),
                (Ok(verdict), None) => {
                    match self.format {
                        Output::Text => messages.print_verdict(&verdict),
                        Output::Json => messages.print_verdict_as_json(&verdict, seen),
                    }
                    sources.bounded.tell(seen.note(&verdict));
                }
                (Err(error), told) => {
                    seen.unread += 1;
                    if told.is_none() {
                        messages.print_error(&error);
                        sources.bounded.tell(Told::Failed);
                    }
                }
            }
        }
        ControlFlow::Continue(())
    }
}

fn has_our_ending(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    Format::of_extension(&ending.to_string_lossy()).is_some()
}

/// A file's bytes; nothing where it is larger than a report, or no file.
fn read(path: &Path) -> Result<Result<Vec<u8>, &'static str>, Error> {
    let fail = |error| Error::read(path, error);
    if !path.metadata().map_err(fail)?.is_file() {
        return Ok(Err("file"));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(fail)?;
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(fail)?;
    Ok(if bytes.len() as u64 > MOST_BYTES { Err("bounds") } else { Ok(bytes) })
}

/// Where files may have been made from.
struct Sources {
    /// Where answers are looked for that no record leads to.
    input: PathBuf,
    /// What lies there, once it has been looked at.
    found: Option<Vec<(Option<Header>, PathBuf)>>,
    rounds: Rounds,
    bounded: Bounded,
}

impl Sources {
    fn verdict(&mut self, file: &Path) -> Result<Verdict, Error> {
        let (examined, bytes) = self.examined(file)?;
        let origin = match (&examined.provenance, examined.format) {
            (Some(told), Some(format)) => self.origin(file, &bytes, told, format),
            (None, _) | (_, None) => Origin::Untold,
        };
        Ok(Verdict { file: file.to_owned(), examined, origin })
    }

    /// The verdict on a file that is told already, without where it comes from.
    fn recalled(&mut self, file: &Path) -> Result<Verdict, Error> {
        let (examined, _) = self.examined(file)?;
        Ok(Verdict { file: file.to_owned(), examined, origin: Origin::Untold })
    }

    /// What a file's bytes tell, and the bytes.
    fn examined(&mut self, file: &Path) -> Result<(Examined, Arc<Vec<u8>>), Error> {
        let bytes = match read(file)? {
            Ok(bytes) => Arc::new(bytes),
            Err(why) => return Ok((verify::unreadable(None, why), Arc::default())),
        };
        let looked_at = bytes.clone();
        let examine = move || catch_unwind(|| verify::examine(&looked_at));
        let examined = match self.bounded.work(Stage::Examining, examine) {
            Ok(examined) => examined.unwrap_or_else(|_| verify::unreadable(None, "panic")),
            Err(_) => verify::unreadable(None, "too-much"),
        };
        Ok((examined, bytes))
    }

    fn origin(&mut self, file: &Path, bytes: &[u8], told: &Provenance, format: Format) -> Origin {
        let folder = file.parent().unwrap_or(Path::new(""));
        let manifest = Manifest::of(folder);
        let report = ReportId { form: told.form_id.clone(), body: told.body_id.clone() };
        // What a record does not tell, the input does.
        let record = manifest.read(&report).unwrap_or_default();
        let noted = record.as_ref().and_then(|record| manifest.answers(record));
        let answers = match self.answers(told, noted) {
            Ok(answers) => answers,
            Err(origin) => return origin,
        };
        let compare = || self.compare(&answers, file, bytes, told, record.as_ref(), format);
        let compared = catch_unwind(AssertUnwindSafe(compare))
            .unwrap_or_else(|_| Err(Error::internal("a renderer", "a panic").into()));
        match compared {
            Ok(standing) => Origin::Compared(answers, standing),
            Err(failure) => Origin::Refused(answers, failure),
        }
    }

    /// The answers of a report: where its record says, or else in the input.
    /// Those that cannot be read are known by the record, or by the body's name.
    fn answers(&mut self, told: &Provenance, noted: Option<PathBuf>) -> Result<PathBuf, Origin> {
        let is_told = |header: &Header| header.form == told.form_id && header.body == told.body_id;
        let noted = noted.map(|answers| (header(&answers), answers));
        if let Some((Some(header), answers)) = &noted
            && is_told(header)
        {
            return Ok(shown(answers));
        }
        let input = &self.input;
        let found = self.found.get_or_insert_with(|| {
            let paths = input::find_answers(std::slice::from_ref(input)).files;
            paths.into_iter().map(|path| (header(&path), path)).collect()
        });
        let is_it = |header: &Option<Header>| header.as_ref().is_some_and(is_told);
        if let Some((_, path)) = found.iter().find(|(header, _)| is_it(header)) {
            return Ok(path.clone());
        }
        let broken = noted.iter().find(|(header, path)| header.is_none() && path.is_file());
        let is_named = |path: &Path| path.file_stem().is_some_and(|stem| *stem == *told.body_id);
        let named = || found.iter().find(|(header, path)| header.is_none() && is_named(path));
        let broken = broken.or_else(named).map(|(_, path)| shown(path));
        Err(broken.map_or(Origin::NotFound, Origin::Broken))
    }

    fn compare(
        &mut self,
        answers: &Path,
        file: &Path,
        bytes: &[u8],
        told: &Provenance,
        record: Option<&Record>,
        format: Format,
    ) -> Result<Standing, Failure> {
        let json = input::read_json(answers)?;
        let round = self.rounds.of(answers, &json)?;
        let export: Export = told.options.parse().unwrap_or_default();
        let inputs = inputs(&round, &json, told, export);
        let (layout, of_report) = (round.look.layout.name.clone(), inputs.clone());
        let remake = move || job::remake(&json, &round, &of_report, export, format);
        let remade = self.bounded.remade(&layout, remake)?;
        typst::comemo::evict(2);
        let now = inputs.provenance(&told.form_id, &told.body_id, export.to_string());
        let same_bytes = remade == bytes;
        let changed =
            record.map(|record| layout_changes(record, told, &inputs)).unwrap_or_default();
        let as_written = record.and_then(|record| was_written(record, file, bytes));
        Ok(verify::standing(told, &now, changed, as_written, same_bytes))
    }
}

fn header(answers: &Path) -> Option<Header> {
    let source = job::read_source(answers).ok()?;
    Header::read(&source)
}

fn inputs(round: &Round, answers: &Json, told: &Provenance, export: Export) -> Inputs {
    let hash = hash::hash(answers.source.text.as_bytes());
    round.inputs(&told.body_id, hash, export.to_string())
}

/// What of the layout is not as it was, where the record is of the layout that
/// the file tells of.
fn layout_changes(record: &Record, told: &Provenance, now: &Inputs) -> Vec<Reason> {
    let made_from = record.inputs.values().find(|inputs| inputs.layout_hash() == told.layout);
    made_from.map(|inputs| inputs.layout_changes(now)).unwrap_or_default()
}

/// Whether the file is byte for byte the one that the record notes.
fn was_written(record: &Record, file: &Path, bytes: &[u8]) -> Option<bool> {
    let name = file.file_name()?.to_str()?;
    let note = record.files.values().find(|note| note.name == name)?;
    Some(note.hash == hash::hash(bytes))
}
