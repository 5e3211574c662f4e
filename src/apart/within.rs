//! One piece of work at a time, each with the time and memory that it may have.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use super::{Cause, Limits, Note, Notes};

/// How often it is looked.
const TICK: Duration = Duration::from_millis(50);

/// Bytes of stack for whoever sets pages; only what is used is taken.
pub(crate) const STACK: usize = 256 << 20;

/// Does some work on a thread of its own, and notes it under that number. What
/// panics there, panics here.
///
/// # Errors
/// It takes longer, or more memory, than it may. That is noted, and the thread
/// goes on for nobody: in a process that another watches, this one is to end.
pub(crate) fn within<T: Send + 'static>(
    limits: Limits,
    notes: &Notes,
    number: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Cause> {
    notes.note(Note::Begun, number);
    let (sender, done) = mpsc::channel();
    let thread = std::thread::Builder::new().name("report".to_owned()).stack_size(STACK);
    let started = thread.spawn(move || sender.send(catch_unwind(AssertUnwindSafe(work))));
    started.expect("a thread");
    // While the program is stopped, no tick passes.
    let mut age = 0;
    loop {
        match done.recv_timeout(TICK) {
            Ok(result) => {
                notes.note(Note::Settled, number);
                return Ok(result.unwrap_or_else(|panic| resume_unwind(panic)));
            }
            Err(RecvTimeoutError::Disconnected) => return Err(Cause::CutOff),
            Err(RecvTimeoutError::Timeout) => age += 1,
        }
        if limits.time.is_some_and(|limit| TICK * age >= limit) {
            notes.note(Note::Late, number);
            return Err(Cause::TooLong);
        }
        if limits.memory.is_some_and(|most| memory().is_some_and(|bytes| bytes > most)) {
            notes.note_end(Note::Full);
            return Err(Cause::TooMuch);
        }
    }
}

/// The bytes of memory that this process has, where the system tells (Linux).
pub(crate) fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes = |name| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().trim_end_matches(" kB").parse::<u64>().ok()
    };
    Some((kilobytes("VmRSS:")? + kilobytes("VmSwap:").unwrap_or_default()) * 1024)
}
