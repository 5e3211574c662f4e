//! What is being written, and the locks that are held: taken away when somebody
//! ends the program, as Ctrl+C does. (What an end without notice leaves, the
//! next run finds: [`super::clean`].)

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Files, and folders in which a lock is just being made.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn all() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Notes a path for as long as it lives.
#[derive(Debug)]
pub(super) struct Unfinished {
    path: PathBuf,
}

impl Unfinished {
    pub(super) fn note(path: &Path) -> Self {
        all().push(path.to_owned());
        Self { path: path.to_owned() }
    }

    /// Makes a file, so that it is noted as soon as it is there.
    pub(super) fn make<T, E>(
        make: impl FnOnce() -> Result<T, E>,
        path: impl FnOnce(&T) -> PathBuf,
    ) -> Result<(T, Self), E> {
        let mut all = all();
        let made = make()?;
        let path = path(&made);
        all.push(path.clone());
        Ok((made, Self { path }))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let mut all = all();
        if let Some(at) = all.iter().position(|path| *path == self.path) {
            all.swap_remove(at);
        }
    }
}

/// Takes away what is unfinished, and lets nothing new begin: the program ends.
pub fn take_unfinished_away() {
    let all = all();
    for path in &*all {
        if fs::remove_file(path).is_err() {
            super::clean(path);
        }
    }
    std::mem::forget(all);
}

/// From now on, nothing unfinished stays when the program is told to end.
#[cfg(unix)]
pub fn leave_nothing_unfinished() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let heeded: Vec<i32> =
        [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| !is_ignored(*signal)).collect();
    // Where signals cannot be had, the next run cleans up.
    let Ok(mut signals) = signal_hook::iterator::Signals::new(heeded) else { return };
    std::thread::spawn(move || {
        for signal in signals.forever() {
            take_unfinished_away();
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
}

/// Elsewhere the next run cleans up.
#[cfg(not(unix))]
pub fn leave_nothing_unfinished() {}

/// Whether who started the program wants it to go on, as `nohup` does. Only
/// Linux says so.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}
