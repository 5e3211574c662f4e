//! A layout that is too much for `check`, `watch` or `verify` is named, and all
//! else is told as if it were not there.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::apart::{ENDLESS, GROWING, HUGE, THIRD, add_layout, five};
use crate::support::{Said, Workshop};
use crate::watched::Watching;

/// Far more than the limits of these tests.
const LONG: Duration = Duration::from_secs(40);

/// What is too much, by the limit that it meets and the message that tells.
const TOO_MUCH: [(&str, &[&str], &str, &str); 3] = [
    (ENDLESS, &["--time-limit", "2"], "took-too-long", "did not make this report within 2 seconds"),
    (GROWING, &["--memory-limit", "400"], "took-too-much", "needs more than 400 MB of memory"),
    (HUGE, &[], "ended-program", "ended the program (signal 6)"),
];

fn run(workshop: &Workshop, args: &[&str]) -> Said {
    let started = Instant::now();
    let said = workshop.run(args);
    assert!(started.elapsed() < LONG, "{args:?} took {:?}", started.elapsed());
    said
}

#[test]
#[cfg(target_os = "linux")]
fn check_names_the_layout_and_goes_on() {
    for (code, limits, id, message) in TOO_MUCH {
        let workshop = five();
        add_layout(&workshop, "own", code);
        workshop.change("input/answers/d.json", |answers| {
            answers["answers"]["matrix"]["1"] = json!({ "status": "grön" });
        });
        let said = run(&workshop, &[&["check", "--layout", "own"], limits].concat());
        assert_eq!(said.code, 1, "{}", said.stderr);
        let told = said.stderr.matches(&format!("error[{id}]: ")).count();
        assert_eq!(told, 1, "{}", said.stderr);
        assert!(said.stderr.contains("the layout `own`"), "{}", said.stderr);
        assert!(said.stderr.contains(message), "{}", said.stderr);
        assert!(said.stderr.contains("error[unknown-status]"), "{}", said.stderr);
        for file in ["a", "b", "c", "d"] {
            let row = format!("input/answers/{file}.json: ");
            assert_eq!(said.stdout.matches(&row).count(), 1, "{}", said.stdout);
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn verify_names_the_layout_and_goes_on() {
    for (code, limits, _, message) in TOO_MUCH {
        let workshop = five();
        workshop.build(&["--format", "pdf,docx"]);
        add_layout(&workshop, "own", &format!("{THIRD} {code}"));
        let args = [&["verify", "--layout", "own"], limits].concat();
        let said = run(&workshop, &args);
        assert_eq!(said.code, 1, "{}", said.stderr);
        for file in ["a", "b", "c", "d"] {
            let row = format!("out/all-blocks-{file}.pdf: ");
            assert_eq!(said.stdout.matches(&row).count(), 1, "{}", said.stdout);
        }
        assert_eq!(said.stderr.matches(message).count(), 1, "{}{}", said.stdout, said.stderr);
        assert!(said.stderr.contains("the layout `own`"), "{}", said.stderr);
        assert!(said.stdout.contains("8 files looked at"), "{}", said.stdout);
        assert!(said.stdout.contains("PDF/A and PDF/UA"), "{}", said.stdout);
        let said = run(&workshop, &[args.as_slice(), &["--format", "json"]].concat());
        let verdicts: Value = serde_json::from_str(&said.stdout).expect("JSON");
        let files = verdicts["files"].as_array().expect("files");
        assert_eq!(files.len(), 8);
        let refused: Vec<_> = files.iter().filter(|file| file["origin"] == "refused").collect();
        assert_eq!(refused.len(), 1, "{verdicts}");
        assert_eq!(refused[0]["file"], "out/all-blocks-c.pdf");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn watch_names_the_layout_and_goes_on_with_the_next_edit() {
    for (code, limits, _, message) in &TOO_MUCH[..2] {
        let workshop = five();
        add_layout(&workshop, "own", &format!("{THIRD} {code}"));
        let args = [&["--layout", "own", "--poll=0.1", "--format", "pdf"], *limits].concat();
        let watching = Watching::new(&workshop, &args);
        assert_eq!(watching.said().matches(message).count(), 1, "{}", watching.said());
        let is_there = |id| workshop.path(&format!("out/all-blocks-{id}.pdf")).exists();
        assert!(!is_there("c"));
        let cover = workshop.path("layouts/own/cover.typ");
        let mended = fs::read_to_string(&cover).expect("a file").replace(code, "{}");
        fs::write(cover, mended).expect("a file");
        watching.wait_for("all are made", || ["a", "b", "c", "d"].into_iter().all(is_there));
    }
}
