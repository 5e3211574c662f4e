//! Reports made in a process of their own, which this one watches: what ends it
//! (a stack that overflows, memory that is used up, a loop without end) ends one
//! report, and another process makes the rest.
//!
//! The process is a copy of this one, made when all is planned, so that nothing
//! is read twice. It notes each step in a pipe. The copy costs the work of a
//! tenth of a report, so that few reports with the program's own layouts are made
//! without; and so is all where systems have no such copies.

mod within;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{PipeWriter, Write};
use std::time::Duration;

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::job::Failure;
pub(crate) use within::{STACK, memory, within};

/// What one report may take.
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits {
    pub time: Option<Duration>,
    /// Bytes of memory, of all reports that are under way.
    pub memory: Option<u64>,
}

/// Why there is no report, where it was not the report that said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    TooLong,
    TooMuch,
    /// The process was ended by that signal.
    Ended(i32),
    /// Another report has ended the run.
    CutOff,
}

impl Cause {
    /// The cause that was told so, where a thread goes on for nobody.
    pub fn told_in(failure: &Failure) -> Option<Self> {
        let Failure::Problems(problems) = failure else { return None };
        problems.0.iter().find_map(|problem| match problem.code {
            Code::TookTooLong => Some(Self::TooLong),
            Code::TookTooMuch => Some(Self::TooMuch),
            _ => None,
        })
    }

    /// What is said of a report that the layout of that name did not make.
    pub fn failure(self, layout: &str, limits: Limits) -> Failure {
        let seconds = limits.time.unwrap_or_default().as_secs();
        let megabytes = limits.memory.unwrap_or_default() / MEGABYTE;
        let told = match self {
            Self::TooLong => {
                Diagnostic::general(Code::TookTooLong).with("seconds", seconds.to_string())
            }
            Self::TooMuch => {
                Diagnostic::general(Code::TookTooMuch).with("megabytes", megabytes.to_string())
            }
            Self::Ended(signal) => {
                Diagnostic::general(Code::EndedProgram).with("signal", signal.to_string())
            }
            Self::CutOff => Diagnostic::general(Code::CutOff),
        };
        Problems::from(told.with("layout", layout)).into()
    }
}

/// What is said of a report whose layout was too much for others.
pub fn given_up(layout: &str) -> Failure {
    Problems::from(Diagnostic::general(Code::LayoutGivenUp).with("layout", layout)).into()
}

pub const MEGABYTE: u64 = 1 << 20;

/// What a row has said of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    Made,
    Unchanged,
    Failed,
}

/// What earlier processes of a run have come to, by place in its plan.
#[derive(Debug, Default)]
pub struct Past {
    pub told: BTreeMap<usize, Told>,
    pub broken: BTreeMap<usize, Cause>,
    /// Up to this one, reports are to be made one at a time and then no more:
    /// one of those that were under way has ended the process.
    pub until: Option<usize>,
}

/// Where a process notes its steps.
#[derive(Debug, Default)]
pub struct Notes(Option<PipeWriter>);

/// What a process notes of a report, or of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    Begun,
    Settled,
    Told(Told),
    /// It takes longer than it may, and the process ends for it.
    Late,
    /// The process ends, for it has more memory than it may.
    Full,
    /// The process ends with what it was to make, and more is to come.
    Part,
}

impl Note {
    /// By the number that stands for each in the pipe.
    const ALL: [Self; 8] = [
        Self::Begun,
        Self::Settled,
        Self::Told(Told::Made),
        Self::Told(Told::Unchanged),
        Self::Told(Told::Failed),
        Self::Late,
        Self::Full,
        Self::Part,
    ];
}

/// Bytes of a note: what it is, and the place in the plan.
const NOTE: usize = 5;

impl Notes {
    /// Notes something of the report at that place in the plan.
    pub fn note(&self, note: Note, index: usize) {
        let Some(mut pipe) = self.0.as_ref() else { return };
        let what = Note::ALL.iter().position(|one| *one == note).unwrap_or_default() as u8;
        let [a, b, c, d] = u32::try_from(index).unwrap_or(u32::MAX).to_le_bytes();
        // Where nobody listens any more, the run is over.
        let _ = pipe.write_all(&[what, a, b, c, d]);
    }

    /// The same of the process itself.
    pub fn note_end(&self, note: Note) {
        self.note(note, 0);
    }

    /// Whether another process makes what this one cannot.
    pub fn are_read(&self) -> bool {
        self.0.is_some()
    }
}

/// What a process has noted.
#[derive(Debug, Default)]
#[cfg(unix)]
struct Journal {
    under_way: BTreeSet<usize>,
    late: BTreeSet<usize>,
    is_full: bool,
    is_part: bool,
}

#[cfg(unix)]
impl Journal {
    fn take(&mut self, note: [u8; NOTE], past: &mut Past) {
        let [what, index @ ..] = note;
        let index = u32::from_le_bytes(index) as usize;
        match Note::ALL.get(usize::from(what)) {
            Some(Note::Begun) => drop(self.under_way.insert(index)),
            Some(Note::Settled) => drop(self.under_way.remove(&index)),
            Some(Note::Told(told)) => drop(past.told.insert(index, *told)),
            Some(Note::Late) => drop(self.late.insert(index)),
            Some(Note::Full) => self.is_full = true,
            Some(Note::Part) => self.is_part = true,
            None => {}
        }
    }

    /// Who is to blame for the end of a process. Gives whether there is anything
    /// left to do that is not what has been done already.
    fn blame(self, cause: Cause, past: &mut Past) -> bool {
        past.until = None;
        if !self.late.is_empty() {
            past.broken.extend(self.late.iter().map(|index| (*index, Cause::TooLong)));
            return true;
        }
        match self.under_way.len() {
            0 => return false,
            1 => past.broken.extend(self.under_way.iter().map(|index| (*index, cause))),
            _ => past.until = self.under_way.last().copied(),
        }
        true
    }
}

#[cfg(not(unix))]
pub fn run(mut make: impl FnMut(&Past, Notes) -> u8) -> u8 {
    make(&Past::default(), Notes::default())
}

/// Runs `make` in a process of its own, and again in another as long as one
/// ends before its time. It gets what those before have come to, and gives the
/// status of the run.
///
/// There must be no other threads.
#[cfg(unix)]
pub fn run(mut make: impl FnMut(&Past, Notes) -> u8) -> u8 {
    let mut past = Past::default();
    loop {
        match unix::run_once(&mut past, &mut make) {
            Ok(Some(status)) => return status,
            Ok(None) => {}
            // There can be no other process: too many run already.
            Err(_) => return make(&past, Notes::default()),
        }
    }
}

#[cfg(unix)]
mod unix {
    use std::io::{self, PipeReader, Read, Write};
    use std::os::unix::process::ExitStatusExt;
    use std::process::{self, ExitStatus};

    use fork::Fork;

    use super::{Cause, Journal, NOTE, Notes, Past};

    /// The status of the run, once there is nothing left to do.
    pub(super) fn run_once(
        past: &mut Past,
        make: &mut impl FnMut(&Past, Notes) -> u8,
    ) -> io::Result<Option<u8>> {
        let (notes, writer) = io::pipe()?;
        let (parent, lifeline) = io::pipe()?;
        // What waits to be printed would be printed by both.
        io::stdout().flush()?;
        match fork::fork()? {
            Fork::Child => {
                drop((notes, lifeline));
                std::thread::spawn(move || die_with(parent));
                let status = make(past, Notes(Some(writer)));
                process::exit(i32::from(status))
            }
            Fork::Parent(child) => {
                drop((writer, parent));
                let journal = listen(notes, past);
                let status = ExitStatus::from_raw(fork::waitpid(child)?);
                drop(lifeline);
                Ok(judge(journal, status, past))
            }
        }
    }

    /// Ends this process when the one that watches it does.
    fn die_with(mut parent: PipeReader) {
        let _ = parent.read(&mut [0]);
        crate::output::take_unfinished_away();
        process::exit(1);
    }

    /// All that a process notes, to its end.
    fn listen(mut notes: PipeReader, past: &mut Past) -> Journal {
        let mut journal = Journal::default();
        let mut note = [0; NOTE];
        while notes.read_exact(&mut note).is_ok() {
            journal.take(note, past);
        }
        journal
    }

    /// The signals that a fault of the program ends it with, and what is sent
    /// where memory is used up; others are somebody's wish.
    const FAULTS: [i32; 7] = [4, 5, 6, 7, 8, 9, 11];

    fn judge(journal: Journal, status: ExitStatus, past: &mut Past) -> Option<u8> {
        if journal.is_part {
            past.until = None;
            return None;
        }
        let ends = match status.signal() {
            Some(signal) if FAULTS.contains(&signal) => Some(Cause::Ended(signal)),
            Some(signal) => return Some(128 + u8::try_from(signal).unwrap_or_default()),
            None if journal.is_full => Some(Cause::TooMuch),
            None if !journal.late.is_empty() => Some(Cause::TooLong),
            None => None,
        };
        let Some(cause) = ends else { return Some(status.code().unwrap_or(1) as u8) };
        let goes_on = journal.blame(cause, past);
        (!goes_on).then_some(1)
    }
}
