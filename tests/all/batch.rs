//! Many reports: the same whatever the threads, nothing made in vain, whole
//! files only, and one bad body stops nobody.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::{ANSWERS, DOCX, FORM, PDF, Workshop};
use serde_json::{Value, json};

/// Answers of some more bodies, each with a number of its own.
pub fn with_bodies(bodies: &[&str]) -> Workshop {
    let workshop = Workshop::new();
    for (index, body) in bodies.iter().enumerate() {
        let file = format!("input/trygghet-2023/answers/{body}.json");
        fs::copy(workshop.path(ANSWERS), workshop.path(&file)).expect("a copy");
        workshop.change(&file, |answers| {
            answers["body"] = json!(body);
            answers["diary_number"] = json!(format!("{:04}/23", index + 1));
            answers["answers"]["strategier-utpekade"] = json!({});
        });
    }
    workshop
}

pub const BODIES: [&str; 5] =
    ["kulturnamnden", "arkivnamnden", "liseberg-ab", "renova-ab", "socialnamnd-centrum"];

/// Every report in a folder, by name.
pub fn files(workshop: &Workshop, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(workshop.path(folder)).expect("the folder");
    entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read(&path).expect("a file"))
        })
        .collect()
}

pub fn records(said: &str) -> Vec<Value> {
    said.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn a_pattern_stands_for_the_files_that_match_it() {
    let workshop = Workshop::new();
    workshop.build(&["input/*/answers/utb*.json"]);
    assert!(workshop.path(crate::support::PDF).exists());
    let said = workshop.run(&["build", "input/*/answers/x*.json"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("cannot read input/*/answers/x*.json"), "{}", said.stderr);
}

#[test]
fn threads_change_neither_bytes_nor_order() {
    let workshop = with_bodies(&BODIES);
    let one = workshop.build(&["--jobs", "1", "--out", "one", "--log", "json"]);
    let four = workshop.build(&["--jobs", "4", "--out", "four", "--log", "json"]);
    assert!(files(&workshop, "one") == files(&workshop, "four"));
    assert_eq!(files(&workshop, "one").len(), 12);
    let order = |said: &str| -> Vec<Value> {
        records(said).into_iter().map(|record| record["body"].clone()).collect()
    };
    assert_eq!(order(&one.stdout), order(&four.stdout));
}

#[test]
fn one_bad_body_stops_nobody() {
    let workshop = with_bodies(&BODIES);
    workshop.change("input/trygghet-2023/answers/liseberg-ab.json", |answers| {
        answers["answers"]["strategier-alla"]["4"]["status"] = json!("mindr");
    });
    fs::write(workshop.path("input/trygghet-2023/answers/renova-ab.json"), "{").expect("a file");
    let said = workshop.run(&["build"]);
    assert_eq!(said.code, 1);
    assert!(said.stdout.contains("4 made, 0 unchanged, 2 not made"), "{}", said.stdout);
    assert!(said.stderr.contains("unknown-status") && said.stderr.contains("json-syntax"));
    assert_eq!(files(&workshop, "out").len(), 8);
}

#[test]
fn two_files_of_one_body_are_both_refused() {
    let workshop = with_bodies(&BODIES[..1]);
    let copy = workshop.path("input/trygghet-2023/answers/again.json");
    fs::copy(workshop.path("input/trygghet-2023/answers/kulturnamnden.json"), copy)
        .expect("a copy");
    let said = workshop.run(&["build"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("same-report"));
    let names: Vec<String> = files(&workshop, "out").into_keys().collect();
    assert_eq!(names, [DOCX, PDF].map(|path| path.trim_start_matches("out/").to_owned()));
}

#[test]
fn a_file_named_twice_is_made_once() {
    let workshop = Workshop::new();
    let said = workshop.build(&["input", ANSWERS, "--log", "json"]);
    assert_eq!(records(&said.stdout).len(), 1);
}

/// Why the report is made, as the records say it.
pub fn why(workshop: &Workshop, args: &[&str]) -> String {
    let said = workshop.build(&[&["--log", "json"], args].concat());
    let record = &records(&said.stdout)[0];
    match record["outcome"].as_str() {
        Some("made") => record["why"].as_str().unwrap_or_default().to_owned(),
        outcome => outcome.unwrap_or_default().to_owned(),
    }
}

#[test]
fn only_what_changed_is_made_again_and_says_why() {
    let workshop = Workshop::new();
    assert_eq!(why(&workshop, &[]), "");
    assert_eq!(why(&workshop, &[]), "unchanged");
    workshop.replace(ANSWERS, "demokratiuppdraget", "uppdraget");
    assert_eq!(why(&workshop, &[]), "answers changed");
    workshop.replace(FORM, "gemenförandet", "genomförandet");
    assert_eq!(why(&workshop, &[]), "form changed");
    workshop.replace("input/bodies.json", "Utbildningsnämndens", "Nämndens");
    assert_eq!(why(&workshop, &[]), "the body's entry changed");
    workshop.replace("input/bodies.json", "Kulturnämndens", "Kulturens");
    assert_eq!(why(&workshop, &[]), "unchanged");
    assert_eq!(why(&workshop, &["--set", "page.top=41mm"]), "--set page.top");
    assert_eq!(why(&workshop, &[]), "without --set page.top");
    fs::remove_file(workshop.path(DOCX)).expect("the file");
    assert!(why(&workshop, &[]).contains("was gone"));
    assert_eq!(why(&workshop, &["--format", "json"]), "options changed");
    assert_eq!(why(&workshop, &[]), "unchanged");
}

#[test]
fn a_report_that_somebody_changed_is_not_written_over() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    fs::write(workshop.path(DOCX), "changed by hand").expect("a file");
    for change in [false, true] {
        if change {
            workshop.replace(ANSWERS, "demokratiuppdraget", "uppdraget");
        }
        let said = workshop.run(&["build"]);
        assert_eq!(said.code, 1);
        assert!(said.stderr.contains("edited-output") && said.stderr.contains("--force"));
        assert_eq!(workshop.read(DOCX), b"changed by hand");
    }
    workshop.build(&["--force"]);
    assert_ne!(workshop.read(DOCX), b"changed by hand");
    // The same bytes with another time are no change.
    let bytes = workshop.read(PDF);
    fs::write(workshop.path(PDF), bytes).expect("a file");
    assert_eq!(why(&workshop, &[]), "unchanged");
}

#[test]
fn what_a_run_left_that_was_cut_off_is_nobodys_edit() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    let (before, records) = (workshop.read(DOCX), workshop.path("out/.dnr"));
    crate::support::copy(&records, &workshop.path("records"));
    workshop.replace(ANSWERS, "demokratiuppdraget", "uppdraget");
    workshop.build(&[]);
    // As if it had come no further than the first file.
    fs::remove_dir_all(&records).expect("the records");
    crate::support::copy(&workshop.path("records"), &records);
    fs::write(workshop.path(DOCX), &before).expect("a file");
    assert_eq!(why(&workshop, &[]), "answers changed, the last run was cut off");
    assert_ne!(workshop.read(DOCX), before);
    assert_eq!(why(&workshop, &[]), "unchanged");
}

#[test]
fn a_file_that_a_power_failure_emptied_is_made_again() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    let whole = workshop.read(PDF);
    for left in [Vec::new(), vec![0; whole.len()]] {
        fs::write(workshop.path(PDF), left).expect("a file");
        assert!(why(&workshop, &[]).contains("was gone"));
        assert_eq!(workshop.read(PDF), whole);
    }
}

#[test]
fn reports_whose_answers_are_gone_are_told_of_and_pruned() {
    let workshop = with_bodies(&BODIES[..1]);
    workshop.build(&[]);
    fs::remove_file(workshop.path("input/trygghet-2023/answers/kulturnamnden.json")).expect("it");
    let said = workshop.build(&[]);
    assert!(said.stderr.contains("Kulturnämnden: the answers"), "{}", said.stderr);
    assert_eq!(files(&workshop, "out").len(), 4);
    workshop.build(&["--prune", "--dry-run"]);
    assert_eq!(files(&workshop, "out").len(), 4);
    workshop.build(&["--prune"]);
    assert_eq!(files(&workshop, "out").len(), 2);
}

#[test]
fn a_dry_run_writes_nothing() {
    let workshop = Workshop::new();
    let said = workshop.build(&["--dry-run"]);
    assert!(said.stdout.contains("would be made (new)"));
    assert!(!workshop.path("out").exists());
}

#[test]
fn shards_share_the_work_out_without_gap_or_double() {
    let workshop = with_bodies(&BODIES);
    workshop.build(&["--out", "whole"]);
    let mut joined = BTreeMap::new();
    for shard in ["1/3", "2/3", "3/3"] {
        workshop
            .build(&["--shard", shard, "--out", "parts", "--log", "json"])
            .stdout
            .lines()
            .for_each(|line| {
                let record: Value = serde_json::from_str(line).expect("JSON");
                let double = joined.insert(record["body"].to_string(), shard);
                assert_eq!(double, None, "{line}");
            });
    }
    assert_eq!(joined.len(), 6);
    assert!(files(&workshop, "whole") == files(&workshop, "parts"));
    let said = workshop.build(&["--out", "parts"]);
    assert!(said.stdout.contains("0 made, 6 unchanged"), "{}", said.stdout);
}

#[test]
fn a_killed_run_leaves_whole_files_and_the_next_repairs() {
    let workshop = with_bodies(&BODIES);
    workshop.build(&["--out", "whole"]);
    let whole = files(&workshop, "whole");
    for wait in [20, 60, 90, 130] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_dnr"))
            .args(["build", "--force"])
            .current_dir(workshop.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().and_then(|()| child.wait()).expect("it can be killed");
        if workshop.path("out").exists() {
            for (name, bytes) in files(&workshop, "out") {
                if !name.starts_with('.') {
                    assert!(whole.get(&name) == Some(&bytes), "{name} after {wait} ms");
                }
            }
        }
    }
    workshop.build(&["--force"]);
    assert!(files(&workshop, "out") == whole, "nothing is left over");
}

#[test]
fn two_runs_at_once_leave_whole_files() {
    let workshop = with_bodies(&BODIES);
    workshop.build(&["--out", "whole"]);
    let runs: Vec<_> = (0..3)
        .map(|_| {
            Command::new(env!("CARGO_BIN_EXE_dnr"))
                .args(["build", "--force"])
                .current_dir(workshop.path(""))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the program runs")
        })
        .collect();
    for mut run in runs {
        assert!(run.wait().expect("it ends").success());
    }
    assert!(files(&workshop, "out") == files(&workshop, "whole"));
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let workshop = Workshop::new();
    fs::write(workshop.path("out"), "a file where the folder should be").expect("a file");
    let said = workshop.run(&["build"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("out is no folder"), "{}", said.stderr);
}

#[test]
fn watch_makes_again_what_an_edit_touches() {
    let workshop = with_bodies(&BODIES[..1]);
    let mut watch = Command::new(env!("CARGO_BIN_EXE_dnr"))
        .args(["watch", "--lang", "en"])
        .current_dir(workshop.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    let wait_for = |what: &str, done: &dyn Fn() -> bool| {
        for _ in 0..500 {
            if done() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("{what}");
    };
    let read = |path: &str| fs::read(workshop.path(path)).unwrap_or_default();
    let other = "out/trygghet-2023-kulturnamnden.docx";
    wait_for("both reports are made", &|| !read(DOCX).is_empty() && !read(other).is_empty());
    // Give the first build time to end, so that the edit is seen as one.
    std::thread::sleep(Duration::from_millis(300));
    let (first, first_other) = (read(DOCX), read(other));

    // An editor that saves by rename.
    let text = String::from_utf8(workshop.read(ANSWERS)).expect("UTF-8");
    let beside = workshop.path("input/trygghet-2023/answers/.swap");
    fs::write(&beside, text.replace("demokratiuppdraget", "uppdraget")).expect("a file");
    fs::rename(&beside, workshop.path(ANSWERS)).expect("a rename");
    wait_for("the edited report is made", &|| !read(DOCX).is_empty() && read(DOCX) != first);
    assert!(read(other) == first_other);

    // A mistake is told and waited out.
    let second = read(DOCX);
    fs::write(workshop.path(ANSWERS), "{").expect("a file");
    std::thread::sleep(Duration::from_millis(200));
    assert!(read(DOCX) == second);
    fs::write(workshop.path(ANSWERS), &text).expect("a file");
    wait_for("the mended report is made", &|| read(DOCX) == first);

    // The form touches every report.
    workshop.replace(FORM, "gemenförandet", "genomförandet");
    wait_for("all are made", &|| read(DOCX) != first && read(other) != first_other);
    watch.kill().and_then(|()| watch.wait()).expect("it can be stopped");
}
