//! Results that cannot be printed are told of; a reader that has gone is not.

use std::fs::File;
use std::process::{Command, Output, Stdio};

use crate::support::{DOCX, Workshop};

fn run_into(workshop: &Workshop, args: &[&str], output: Stdio, errors: Stdio) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dnr"))
        .args(args)
        .args(["--lang", "en"])
        .current_dir(workshop.path(""))
        .stdout(output)
        .stderr(errors)
        .output()
        .expect("the program runs")
}

#[cfg(target_os = "linux")]
fn full() -> Stdio {
    File::options().write(true).open("/dev/full").expect("a device that is full").into()
}

#[test]
#[cfg(target_os = "linux")]
fn results_that_cannot_be_printed_are_an_error() {
    let workshop = Workshop::new();
    for args in [
        &["check", "--format", "json"][..],
        &["check"],
        &["schema", "form"],
        &["build"],
        &["build", "--force", "--log", "json"],
        &["build", "--force", "--dry-run"],
        &["verify", "out"],
        &["verify", "out", "--format", "json"],
    ] {
        let output = run_into(&workshop, args, full(), Stdio::piped());
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{args:?}: {told}");
        assert_eq!(told.matches("could not be printed: the disk is full").count(), 1, "{told}");
        assert!(!told.contains("panicked"), "{told}");
    }
    // The reports were made all the same.
    assert!(workshop.path(DOCX).is_file());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let workshop = Workshop::new();
    for args in [&["schema", "form"][..], &["build"], &["check", "--format", "json"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = run_into(&workshop, args, writer.into(), Stdio::piped());
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {told}");
        assert!(!told.contains("printed") && !told.contains("panicked"), "{told}");
    }
    assert!(workshop.path(DOCX).is_file());
}

#[test]
#[cfg(target_os = "linux")]
fn errors_that_nobody_can_be_told_of_end_nothing() {
    let workshop = Workshop::new();
    workshop.replace("input/trygghet-2023/answers/utbildningsnamnden.json", "0497/23", "497");
    let output = run_into(&workshop, &["build"], Stdio::piped(), full());
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("not made"));
}
