//! Standard output and standard error. Neither ends a run: who reads them may
//! have gone (`dnr build | head`), or what they lead to may be full.

use std::fmt::Arguments;
use std::io::{self, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// What kept standard output from taking what was said.
static FAILURE: OnceLock<io::Error> = OnceLock::new();

/// Prints a line of results.
macro_rules! out {
    ($($line:tt)*) => { $crate::messages::stream::to_output(format_args!($($line)*)) };
}

/// Prints a line about the run.
macro_rules! err {
    ($($line:tt)*) => { $crate::messages::stream::to_errors(format_args!($($line)*)) };
}

pub(crate) use {err, out};

pub(crate) fn to_output(line: Arguments) {
    // After a hole, nothing more that would look whole.
    if FAILURE.get().is_none() {
        note(writeln!(anstream::stdout(), "{line}"));
    }
}

pub(crate) fn to_errors(line: Arguments) {
    // Nobody is left to tell.
    let _ = writeln!(anstream::stderr(), "{line}");
}

fn note(result: io::Result<()>) {
    if let Err(error) = result {
        let _ = FAILURE.set(error);
    }
}

/// Why not all results were printed, where somebody still waits for them, and
/// whether this was not asked before.
pub(super) fn failure() -> Option<(&'static io::Error, bool)> {
    static IS_NEWS: AtomicBool = AtomicBool::new(true);
    note(io::stdout().flush());
    let error = FAILURE.get().filter(|error| error.kind() != io::ErrorKind::BrokenPipe)?;
    Some((error, IS_NEWS.swap(false, Ordering::Relaxed)))
}
