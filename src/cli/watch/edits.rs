//! Hears of edits: from the system where it tells, and by looking at the files
//! where it does not.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, Watcher};

use super::followed::{Followed, Looks, differences};
use crate::output;
use crate::whereabouts::real;

/// An editor saves in several steps; this long after the last of them the file
/// is taken to be saved.
const QUIET: Duration = Duration::from_millis(5);

/// The same where the last step was to close a file that had been written, of
/// which not all systems tell: another file may follow, but no more of this.
const CLOSED: Duration = Duration::from_millis(1);

/// The same for who only looks: as long as it takes a slow disk to write on.
const UNCHANGED: Duration = Duration::from_millis(50);

/// How often files are looked at of which the system ought to tell.
const SELDOM: Duration = Duration::from_secs(2);

/// A step of saving.
struct Step {
    paths: Vec<PathBuf>,
    quiet: Duration,
}

impl Step {
    /// Nothing where files are only looked at.
    fn of(event: Event) -> Option<Self> {
        let quiet = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => CLOSED,
            EventKind::Access(_) => return None,
            _ => QUIET,
        };
        Some(Self { paths: event.paths, quiet })
    }
}

pub(super) struct Edits {
    paths: Vec<PathBuf>,
    followed: Followed,
    looks: Looks,
    every: Duration,
    /// Nothing where the files are only looked at.
    events: Option<RecommendedWatcher>,
    steps: Receiver<Step>,
    watched: BTreeSet<PathBuf>,
}

impl Edits {
    /// Follows the answers in `paths`, by looking alone if `poll` says how often.
    pub(super) fn of(paths: &[PathBuf], poll: Option<Duration>) -> Self {
        let (sender, steps) = mpsc::channel();
        let tell = move |event: notify::Result<Event>| {
            if let Some(step) = event.ok().and_then(Step::of) {
                // When nobody listens any more, the program is ending.
                let _ = sender.send(step);
            }
        };
        let events = match poll {
            Some(_) => None,
            None => notify::recommended_watcher(tell).ok(),
        };
        Self {
            paths: paths.to_vec(),
            followed: Followed::default(),
            looks: Looks::new(),
            every: poll.unwrap_or(SELDOM),
            events,
            steps,
            watched: BTreeSet::new(),
        }
    }

    /// Follows these files and folders from now on. What was followed before
    /// keeps its last look, so that no edit of the meantime is lost.
    pub(super) fn follow(&mut self, followed: Followed) {
        if followed == self.followed {
            return;
        }
        self.followed = followed;
        let mut looks = self.followed.look(&self.paths);
        for (path, stamp) in std::mem::take(&mut self.looks) {
            looks.entry(path).and_modify(|now| *now = stamp);
        }
        self.looks = looks;
        self.listen();
    }

    fn listen(&mut self) {
        let Some(events) = &mut self.events else { return };
        for (folder, mode) in self.followed.folders() {
            // Where the system does not tell, looking finds it.
            if !self.watched.contains(&folder) && events.watch(&folder, mode).is_ok() {
                self.watched.insert(folder);
            }
        }
    }

    /// Whether something has been edited that nobody has asked for yet.
    pub(super) fn are_missed(&mut self) -> bool {
        !self.seen().is_empty()
    }

    /// Waits for the next edit: its files, and when it was met.
    pub(super) fn next(&mut self) -> (Vec<PathBuf>, Instant) {
        let mut due = Instant::now() + self.every;
        loop {
            let wait = due.saturating_duration_since(Instant::now());
            let changed = match self.steps.recv_timeout(wait) {
                Ok(step) => self.told(step),
                Err(RecvTimeoutError::Timeout) => self.seen(),
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(wait);
                    self.seen()
                }
            };
            if !changed.is_empty() {
                return (changed, Instant::now());
            }
            if due <= Instant::now() {
                due = Instant::now() + self.every;
            }
        }
    }

    /// The files of one edit that the system tells of: all that changes until it
    /// is quiet.
    fn told(&mut self, step: Step) -> Vec<PathBuf> {
        let Step { mut paths, mut quiet } = step;
        while let Ok(step) = self.steps.recv_timeout(quiet) {
            paths.extend(step.paths);
            quiet = step.quiet;
        }
        let mut changed: Vec<PathBuf> = paths.iter().map(|path| real(path)).collect();
        changed.retain(|path| self.followed.concerns(path));
        for path in &changed {
            self.looks.insert(path.clone(), output::stamp(path).ok().flatten());
        }
        changed
    }

    /// The files that have changed since they were looked at, once nobody writes
    /// on.
    fn seen(&mut self) -> Vec<PathBuf> {
        let start = Instant::now();
        let mut now = self.followed.look(&self.paths);
        // Where looking takes long, it is done seldom.
        self.every = self.every.max(20 * start.elapsed());
        let changed = differences(&self.looks, &now);
        if changed.is_empty() {
            return changed;
        }
        loop {
            std::thread::sleep(UNCHANGED);
            let again = self.followed.look(&self.paths);
            if again == now {
                break;
            }
            now = again;
        }
        let changed = differences(&self.looks, &now);
        self.looks = now;
        // A folder that was put in another's place has to be listened to anew.
        self.watched.clear();
        self.listen();
        changed
    }
}
