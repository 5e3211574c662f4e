//! What is there is not written over, what is unfinished does not stay, and
//! what was only touched is not made again.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use crate::support::{ANSWERS, DOCX, PDF, Workshop};

#[test]
fn nothing_is_written_over_without_force() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    let new = ["new", "--form", "trygghet-2023", "--body", "kulturnamnden", "--dnr", "0501/23"];
    for args in [
        &["diff", ANSWERS, DOCX, "--format", "docx", "--out", "mine.txt"][..],
        &[&new[..], &["--out", "mine.txt"]].concat(),
        &[&new[..], &["--format", "docx", "--out", "mine.txt"]].concat(),
        &["schema", "form", "--out", "mine.txt"],
    ] {
        fs::write(workshop.path("mine.txt"), "mine").expect("a file");
        let said = workshop.run(args);
        assert_eq!(said.code, 2, "{args:?}: {}", said.stderr);
        assert!(said.stderr.contains("mine.txt is there already"), "{}", said.stderr);
        assert!(said.stderr.contains("--force"), "{}", said.stderr);
        assert_eq!(workshop.read("mine.txt"), b"mine");
        let said = workshop.run(&[args, &["--force"]].concat());
        assert_eq!(said.code, 0, "{args:?}: {}", said.stderr);
        assert_ne!(workshop.read("mine.txt"), b"mine");
        fs::remove_file(workshop.path("mine.txt")).expect("it goes");
        assert_eq!(workshop.run(args).code, 0, "where nothing is there");
    }
}

#[test]
#[cfg(unix)]
fn a_link_that_leads_nowhere_is_somebodys() {
    let workshop = Workshop::new();
    std::os::unix::fs::symlink("elsewhere", workshop.path("mine")).expect("a link");
    let said = workshop.run(&["schema", "form", "--out", "mine"]);
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert!(!workshop.path("elsewhere").exists());
}

#[test]
fn a_schema_in_a_file_is_the_one_that_is_printed() {
    let workshop = Workshop::new();
    let printed = workshop.run(&["schema", "theme"]).stdout;
    assert_eq!(workshop.run(&["schema", "theme", "--out", "theme.schema.json"]).code, 0);
    assert!(workshop.read("theme.schema.json") == printed.as_bytes());
}

/// Files that are being written, and locks, in the folder and those in it.
#[cfg(target_os = "linux")]
fn unfinished(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            found.extend(unfinished(&path));
        } else if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".dnr-")) {
            found.push(path);
        }
    }
    found
}

/// The same without locks: the next run takes away those that are left.
#[cfg(target_os = "linux")]
fn half_written(folder: &Path) -> Vec<PathBuf> {
    let mut found = unfinished(folder);
    found.retain(|path| path.extension().is_none_or(|ending| ending != "lock"));
    found
}

/// Lets signals be sent without delay.
#[cfg(target_os = "linux")]
struct Signals {
    shell: std::process::Child,
}

#[cfg(target_os = "linux")]
impl Signals {
    fn new() -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", "while read -r line; do $line; done"]).stdin(Stdio::piped());
        Self { shell: shell.spawn().expect("a shell") }
    }

    fn send(&mut self, signal: &str, to: u32) {
        use std::io::Write;
        let shell = self.shell.stdin.as_mut().expect("a pipe");
        writeln!(shell, "kill -{signal} {to}").expect("the shell listens");
    }
}

#[cfg(target_os = "linux")]
impl Drop for Signals {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        self.shell.wait().expect("it ends");
    }
}

/// Whether a process stands still.
#[cfg(target_os = "linux")]
fn is_stopped(process: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('T'))
}

/// Stops the program while it writes, then ends it: whether that came about, for
/// it may be done before.
#[cfg(target_os = "linux")]
fn ends_while_it_writes(workshop: &Workshop, signals: &mut Signals, signal: &str) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dnr"))
        .args(["build", "--force", "--format", "json"])
        .current_dir(workshop.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    let process = child.id();
    while child.try_wait().expect("a child").is_none() {
        if unfinished(&workshop.path("out")).is_empty() {
            continue;
        }
        signals.send("STOP", process);
        while !is_stopped(process) && child.try_wait().expect("a child").is_none() {}
        let is_caught = !unfinished(&workshop.path("out")).is_empty();
        if is_caught {
            signals.send(signal, process);
        }
        signals.send("CONT", process);
        if is_caught {
            child.wait().expect("it ends");
            return true;
        }
    }
    false
}

#[test]
#[cfg(target_os = "linux")]
fn who_ends_the_program_finds_nothing_unfinished() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["implementering"] = "Ett långt svar. ".repeat(30_000).into();
    });
    let mut signals = Signals::new();
    for signal in ["INT", "TERM", "HUP"] {
        let mut tries = 0..200;
        let caught = tries.any(|_| ends_while_it_writes(&workshop, &mut signals, signal));
        assert!(caught, "the program was never met while it wrote");
        assert_eq!(half_written(&workshop.path("")), [] as [PathBuf; 0], "after {signal}");
    }
}

/// A layout of one's own is used in a process apart, which ends soon after.
#[test]
#[cfg(target_os = "linux")]
fn a_process_apart_leaves_nothing_unfinished_either() {
    let workshop = Workshop::new();
    let layouts = crate::support::project().join("layouts/goteborg");
    crate::support::copy(&layouts, &workshop.path("layouts/goteborg"));
    workshop.replace("layouts/goteborg/cover.typ", "// The cover", "// Our cover");
    let mut signals = Signals::new();
    for signal in ["INT", "TERM"].iter().cycle().take(30) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_dnr"))
            .args(["build", "--force", "--format", "docx,html,json"])
            .current_dir(workshop.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        while unfinished(&workshop.path("out")).is_empty()
            && child.try_wait().expect("a child").is_none()
        {}
        signals.send(signal, child.id());
        child.wait().expect("it ends");
        let is_clean = (0..100).any(|_| {
            std::thread::sleep(Duration::from_millis(20));
            half_written(&workshop.path("")).is_empty()
        });
        assert!(is_clean, "after {signal}: {:?}", half_written(&workshop.path("")));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn who_is_to_go_on_goes_on() {
    let workshop = Workshop::new();
    // As nohup starts a program; the shell lets the signal be ignored, and then is the program.
    let run =
        format!("trap '' HUP; exec {} build --format docx --lang en", env!("CARGO_BIN_EXE_dnr"));
    let child = Command::new("sh")
        .args(["-c", &run])
        .current_dir(workshop.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell");
    std::thread::sleep(Duration::from_millis(30));
    let kill = format!("kill -HUP {}", child.id());
    Command::new("sh").args(["-c", &kill]).output().expect("a shell");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{:?}", output.status);
    assert!(workshop.path(DOCX).is_file());
}

#[test]
fn records_know_files_again_that_were_touched() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    let records = || {
        let folder = fs::read_dir(workshop.path("out/.dnr")).expect("records");
        let files = folder.map(|entry| entry.expect("an entry").path()).filter(|p| p.is_file());
        files.map(|path| fs::read_to_string(path).expect("a record")).collect::<String>()
    };
    let before = records();
    let later = SystemTime::now() + Duration::from_secs(7200);
    for file in [PDF, DOCX] {
        let file = File::options().write(true).open(workshop.path(file)).expect("a report");
        file.set_modified(later).expect("another time");
    }
    assert!(workshop.build(&["--dry-run"]).stdout.contains("unchanged"));
    assert!(records() == before, "a dry run notes nothing");
    assert!(workshop.build(&[]).stdout.contains("unchanged"));
    let after = records();
    assert!(after != before, "the new times are noted");
    let time = later.duration_since(SystemTime::UNIX_EPOCH).expect("now").as_secs().to_string();
    assert_eq!(after.matches(&time).count(), 2, "{after}");
    workshop.build(&[]);
    assert!(records() == after, "and hold");
}
