//! What is said of the output folder is true: of reports that are refused, that
//! would be, and that have lost their answers.

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::batch::{BODIES, files, records, with_bodies};
use crate::support::{ANSWERS, DOCX, PDF, Workshop};
use serde_json::json;

const KULTUR: &str = "input/trygghet-2023/answers/kulturnamnden.json";
const KULTUR_PDF: &str = "out/trygghet-2023-kulturnamnden.pdf";

// A report whose answers are refused is not pruned.

#[test]
fn a_mistyped_body_or_form_costs_no_report() {
    for (key, value) in [
        ("body", "kulturnamden"),
        ("form", "trygghet-2032"),
        // Another body that has its own answers.
        ("body", "arkivnamnden"),
        // Another body, with what that body is not to answer.
        ("body", "renova-ab"),
    ] {
        let workshop = with_bodies(&BODIES[..2]);
        workshop.build(&[]);
        let before = files(&workshop, "out");
        workshop.change(KULTUR, |answers| {
            answers[key] = json!(value);
            answers["answers"]["strategier-alla"]["4"]["status"] = json!("mindr");
        });
        let said = workshop.run(&["build"]);
        assert_eq!(said.code, 1, "{value}");
        assert!(!said.stderr.contains("--prune removes"), "{value}: {}", said.stderr);
        assert!(said.stderr.contains(KULTUR_PDF), "it still lies there: {}", said.stderr);
        let said = workshop.run(&["build", "--prune", "--yes"]);
        assert_eq!(said.code, 1, "{value}");
        assert!(!said.stdout.contains("removed"), "{value}: {}", said.stdout);
        assert!(files(&workshop, "out") == before, "{value}");
    }
}

#[test]
fn a_body_that_takes_over_number_and_name_replaces_the_report() {
    let by_number = ["--set", "texts.file_name={{dnr}}"];
    let workshop = with_bodies(&BODIES[..1]);
    workshop.build(&by_number);
    let before = files(&workshop, "out");
    workshop.change(KULTUR, |answers| answers["body"] = json!("renova-ab"));
    let said = workshop.run(&[&["build"], by_number.as_slice()].concat());
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("file-name-taken"), "{}", said.stderr);
    assert!(files(&workshop, "out") == before);
    let said = workshop.build(&[by_number.as_slice(), &["--prune", "--dry-run"]].concat());
    assert!(said.stdout.contains("would be made"), "{}", said.stdout);
    assert!(files(&workshop, "out") == before);
    let said = workshop.build(&[by_number.as_slice(), &["--prune"]].concat());
    let after = files(&workshop, "out");
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>(), "{said:?}");
    assert!(after["0001-23.pdf"] != before["0001-23.pdf"]);
    let said = workshop.build(&[by_number.as_slice(), &["--prune"]].concat());
    assert!(said.stdout.contains("2 unchanged"), "{}", said.stdout);
}

// A dry run says what a run would.

/// The codes that were told, in order.
fn codes(stderr: &str) -> Vec<String> {
    let starts = stderr.lines().filter(|line| line.contains("error") || line.contains("warning"));
    starts.map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_dry_run_says_what_a_run_would() {
    let refuse = |workshop: &Workshop| {
        workshop.change(KULTUR, |answers| {
            answers["answers"]["strategier-alla"]["4"]["status"] = json!("mindr");
        });
    };
    let edit_in_secret = |workshop: &Workshop| {
        let time = fs::metadata(workshop.path(KULTUR_PDF)).expect("it").modified().expect("a time");
        let mut bytes = workshop.read(KULTUR_PDF);
        bytes[100] ^= 1;
        fs::write(workshop.path(KULTUR_PDF), bytes).expect("a file");
        let file = fs::File::options().write(true).open(workshop.path(KULTUR_PDF)).expect("it");
        file.set_modified(time).expect("a time");
        workshop.replace(KULTUR, "demokratiuppdraget", "uppdraget");
    };
    let edit = |workshop: &Workshop| {
        fs::write(workshop.path(KULTUR_PDF), "edited").expect("a file");
    };
    let put = |workshop: &Workshop| {
        fs::create_dir_all(workshop.path("new")).expect("a folder");
        fs::write(workshop.path("new/trygghet-2023-kulturnamnden.pdf"), "other").expect("a file");
    };
    type Change = fn(&Workshop);
    let cases: [(Change, &[&str], &str); 6] = [
        (refuse, &[], "unknown-status"),
        (refuse, &["--force"], "unknown-status"),
        (edit_in_secret, &[], "edited-output"),
        (edit, &[], "edited-output"),
        (put, &["--out", "new"], "unknown-output"),
        (|_| {}, &["--strict"], "warning"),
    ];
    for (change, more, code) in cases {
        let workshop = with_bodies(&BODIES[..1]);
        workshop.build(&[]);
        change(&workshop);
        let dry = workshop.run(&[&["build", "--dry-run"], more].concat());
        let run = workshop.run(&[&["build"], more].concat());
        assert_eq!(dry.code, run.code, "{code} {more:?}: {}", dry.stderr);
        assert_eq!(dry.code, 1, "{code}");
        assert!(dry.stderr.contains(code), "{code}: {}", dry.stderr);
        assert_eq!(codes(&dry.stderr), codes(&run.stderr), "{code}");
        let refused = |said: &str| said.lines().filter(|line| line.ends_with("refused")).count();
        assert_eq!(refused(&dry.stdout), refused(&run.stdout), "{code}");
    }
}

// Outdated is only what is outdated.

#[test]
fn a_current_report_is_not_called_outdated() {
    let workshop = with_bodies(&BODIES[..1]);
    workshop.build(&[]);
    let copy = "input/trygghet-2023/answers/again.json";
    fs::copy(workshop.path(KULTUR), workshop.path(copy)).expect("a copy");
    let said = workshop.run(&["build"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("[same-report]"), "{}", said.stderr);
    assert!(!said.stderr.contains("outdated"), "{}", said.stderr);
    let what = format!("is what {KULTUR} gives: ");
    assert_eq!(said.stderr.matches(&what).count(), 2, "{}", said.stderr);
    assert!(said.stderr.contains(KULTUR_PDF), "{}", said.stderr);
    let said = workshop.run(&["build", "--log", "json"]);
    for record in records(&said.stdout).iter().filter(|record| record["outcome"] == "refused") {
        assert_eq!(record["outdated"], json!([]));
        let files = json!([KULTUR_PDF.replace("pdf", "docx"), KULTUR_PDF]);
        assert_eq!(record["current"], files);
    }
    // When what it was made from has changed, it is.
    workshop.replace(KULTUR, "demokratiuppdraget", "uppdraget");
    let said = workshop.run(&["build"]);
    assert_eq!(said.stderr.matches("is outdated").count(), 2, "{}", said.stderr);
    assert!(!said.stderr.contains(&what), "{}", said.stderr);
}

// Watching.

#[test]
fn watch_says_which_report_has_lost_its_answers() {
    let workshop = with_bodies(&BODIES[..2]);
    let log = fs::File::create(workshop.path("log")).expect("a file");
    let mut watch = Command::new(env!("CARGO_BIN_EXE_dnr"))
        .args(["watch", "--lang", "en"])
        .current_dir(workshop.path(""))
        .env("NO_COLOR", "1")
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .expect("the program runs");
    let told = || {
        let mut text = String::new();
        fs::File::open(workshop.path("log")).expect("it").read_to_string(&mut text).expect("it");
        text
    };
    let wait_for = |what: &str| {
        let begun = Instant::now();
        while !told().contains(what) {
            if begun.elapsed() > Duration::from_secs(30) {
                return false;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        true
    };
    let is_watching = wait_for("watching");
    fs::remove_file(workshop.path(KULTUR)).expect("it");
    let is_told = wait_for(&format!("Kulturnämnden: the answers {KULTUR} are gone"));
    // An edit of another does not say it again.
    workshop.replace(ANSWERS, "demokratiuppdraget", "uppdraget");
    std::thread::sleep(Duration::from_millis(1500));
    let archive = "input/trygghet-2023/answers/arkivnamnden.json";
    let renamed = "input/trygghet-2023/answers/arkiv.json";
    fs::rename(workshop.path(archive), workshop.path(renamed)).expect("a name");
    std::thread::sleep(Duration::from_millis(1500));
    watch.kill().and_then(|()| watch.wait()).expect("it can be stopped");
    let told = told();
    assert!(is_watching && is_told, "{told}");
    assert!(told.contains("trygghet-2023-kulturnamnden.pdf"), "{told}");
    assert_eq!(told.matches("are gone").count(), 1, "{told}");
    assert!(workshop.path(KULTUR_PDF).exists());
    assert!(workshop.path(PDF).exists() && workshop.path(DOCX).exists());
}
