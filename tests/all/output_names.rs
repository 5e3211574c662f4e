//! Names in the output folder pass from one report to another, and nothing is
//! lost on the way.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::batch::{BODIES, files, with_bodies};
use crate::support::chance::Chance;
use crate::support::{Said, Workshop};
use serde_json::json;

/// Files are called by their reports' numbers, which can be swapped.
const BY_NUMBER: [&str; 4] = ["--jobs", "2", "--set", "texts.file_name={{dnr}}"];

fn answers(body: &str) -> String {
    format!("input/trygghet-2023/answers/{body}.json")
}

fn number(workshop: &Workshop, body: &str, number: &str) {
    workshop.change(&answers(body), |answers| answers["diary_number"] = json!(number));
}

fn build(workshop: &Workshop, more: &[&str]) -> Said {
    workshop.run(&[&["build"], BY_NUMBER.as_slice(), more].concat())
}

/// What a folder holds that was never built in before.
fn afresh(workshop: &Workshop, more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let _ = fs::remove_dir_all(workshop.path("fresh"));
    let said = build(workshop, &[more, ["--out", "fresh"].as_slice()].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    files(workshop, "fresh")
}

fn names(workshop: &Workshop) -> Vec<String> {
    files(workshop, "out").into_keys().collect()
}

/// That all is said and done.
fn is_settled(workshop: &Workshop, more: &[&str]) {
    let said = build(workshop, more);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.contains("0 made, "), "{}", said.stdout);
    assert!(!said.stderr.contains("warning:"), "{}", said.stderr);
}

#[test]
fn reports_can_swap_their_names() {
    let workshop = with_bodies(&BODIES[..2]);
    assert_eq!(build(&workshop, &[]).code, 0);
    let before = files(&workshop, "out");
    number(&workshop, BODIES[0], "0002/23");
    number(&workshop, BODIES[1], "0001/23");
    let said = build(&workshop, &["--dry-run"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(files(&workshop, "out") == before);
    let said = build(&workshop, &[]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    // Where something was kept for a moment, is nobody's business.
    let is_known = |name: &str| before.contains_key(name.trim_end_matches([',', ';']));
    let mut told = said.stdout.split("out/").skip(1).filter_map(|rest| rest.split(' ').next());
    assert!(told.all(is_known), "{}", said.stdout);
    assert!(files(&workshop, "out") == afresh(&workshop, &[]));
    is_settled(&workshop, &[]);
    let said = workshop.run(&["verify", "--set", BY_NUMBER[3]]);
    assert_eq!(said.code, 0, "{}", said.stdout);
}

#[test]
fn three_can_pass_theirs_round() {
    let all = ["--format", "pdf,docx,html,json"];
    for jobs in ["1", "3"] {
        let workshop = with_bodies(&BODIES[..4]);
        assert_eq!(build(&workshop, &all).code, 0);
        for (body, new) in [(0, "0002/23"), (1, "0003/23"), (2, "0001/23"), (3, "0009/23")] {
            number(&workshop, BODIES[body], new);
        }
        let args = ["build", "--set", BY_NUMBER[3], "--jobs", jobs, "--format", all[1]];
        let said = workshop.run(&args);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert!(files(&workshop, "out") == afresh(&workshop, &all));
        is_settled(&workshop, &all);
    }
}

#[test]
fn an_edit_is_kept_where_its_name_is_wanted() {
    let workshop = with_bodies(&BODIES[..2]);
    assert_eq!(build(&workshop, &[]).code, 0);
    fs::write(workshop.path("out/0001-23.docx"), "edited").expect("a file");
    number(&workshop, BODIES[0], "0002/23");
    number(&workshop, BODIES[1], "0001/23");
    for more in [[].as_slice(), &["--dry-run"]] {
        let said = build(&workshop, more);
        assert_eq!(said.code, 1, "{}", said.stderr);
        assert!(said.stderr.contains("edited-output"), "{}", said.stderr);
        assert!(said.stderr.contains("0001-23.docx"), "{}", said.stderr);
        assert_eq!(workshop.read("out/0001-23.docx"), b"edited");
    }
}

#[test]
fn a_refused_report_keeps_its_files_when_its_name_goes() {
    let workshop = with_bodies(&BODIES[..2]);
    assert_eq!(build(&workshop, &[]).code, 0);
    let before = workshop.read("out/0002-23.pdf");
    let good = workshop.read(&answers(BODIES[1]));
    number(&workshop, BODIES[0], "0002/23");
    number(&workshop, BODIES[1], "0001/23");
    workshop.change(&answers(BODIES[1]), |answers| {
        answers["answers"]["strategier-alla"]["4"]["status"] = json!("mindr");
    });
    let said = build(&workshop, &[]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    assert!(said.stdout.contains("1 not made"), "{}", said.stdout);
    let kept: Vec<String> = files(&workshop, "out")
        .into_iter()
        .filter_map(|(name, bytes)| (bytes == before).then_some(name))
        .collect();
    assert_eq!(kept.len(), 1, "the report from before: {:?}", names(&workshop));
    assert!(said.stderr.contains(&kept[0]), "and it is told: {}", said.stderr);
    assert!(workshop.read("out/0002-23.pdf") != before);
    // When it is mended, nothing odd is left.
    fs::write(workshop.path(&answers(BODIES[1])), good).expect("a file");
    number(&workshop, BODIES[1], "0001/23");
    assert_eq!(build(&workshop, &[]).code, 0);
    assert!(files(&workshop, "out") == afresh(&workshop, &[]));
    is_settled(&workshop, &[]);
}

#[test]
fn a_swap_that_is_killed_costs_nothing() {
    let workshop = with_bodies(&BODIES[..3]);
    assert_eq!(build(&workshop, &[]).code, 0);
    let mut chance = Chance(5);
    for round in 0..24 {
        let (first, second) = match round % 2 {
            0 => ("0002/23", "0001/23"),
            _ => ("0001/23", "0002/23"),
        };
        number(&workshop, BODIES[0], first);
        number(&workshop, BODIES[1], second);
        let mut child = Command::new(env!("CARGO_BIN_EXE_dnr"))
            .arg("build")
            .args(BY_NUMBER)
            .current_dir(workshop.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        std::thread::sleep(Duration::from_millis(20 + chance.next() % 500));
        child.kill().and_then(|()| child.wait()).expect("it can be killed");
        if round % 3 == 0 {
            let said = build(&workshop, &[]);
            assert_eq!(said.code, 0, "round {round}: {}", said.stderr);
            assert!(!said.stderr.contains("warning:"), "round {round}: {}", said.stderr);
        }
    }
    let said = build(&workshop, &[]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(!said.stderr.contains("warning:"), "{}", said.stderr);
    let fresh = afresh(&workshop, &[]);
    let out = files(&workshop, "out");
    assert!(fresh.iter().all(|(name, bytes)| out.get(name) == Some(bytes)), "{:?}", out.keys());
    is_settled(&workshop, &[]);
}

#[test]
fn a_name_that_stays_anothers_is_still_refused() {
    let workshop = with_bodies(&BODIES[..2]);
    assert_eq!(build(&workshop, &[]).code, 0);
    let before = files(&workshop, "out");
    number(&workshop, BODIES[0], "0002/23");
    // The other one is not of this run.
    let one = answers(BODIES[0]);
    for more in [[].as_slice(), &["--force"], &["--dry-run"]] {
        let args = [&["build", &one], &BY_NUMBER[2..], more].concat();
        let said = workshop.run(&args);
        assert_eq!(said.code, 1, "{more:?}");
        assert!(said.stderr.contains("file-name-taken"), "{}", said.stderr);
        assert!(files(&workshop, "out") == before);
    }
}

// What has another name in other formats.

#[test]
fn files_of_other_formats_under_earlier_names_are_listed_and_pruned() {
    let workshop = with_bodies(&BODIES[..1]);
    workshop.build(&["--format", "pdf,docx,html,json"]);
    let new = ["--set", "texts.file_name=ny-{{body_id}}"];
    for more in [[].as_slice(), &["--dry-run"], &[]] {
        let said = workshop.build(&[new.as_slice(), more].concat());
        let old = "trygghet-2023-kulturnamnden.html, trygghet-2023-kulturnamnden.json";
        let line = said.stderr.lines().find(|line| line.contains(old));
        let line = line.unwrap_or_else(|| panic!("{more:?}: {}", said.stderr));
        assert!(line.contains("Kulturnämnden") && line.contains("--prune"), "{line}");
        assert!(line.contains("--format html,json"), "{line}");
    }
    assert_eq!(files(&workshop, "out").len(), 8);
    // What somebody has edited stays, and is told of.
    let edited = "out/trygghet-2023-utbildningsnamnden.html";
    fs::write(workshop.path(edited), "edited").expect("a file");
    let said = workshop.build(&[new.as_slice(), &["--prune"]].concat());
    assert!(said.stdout.contains("removed trygghet-2023-kulturnamnden.html"), "{}", said.stdout);
    assert!(said.stderr.contains(edited), "{}", said.stderr);
    assert_eq!(workshop.read(edited), b"edited");
    let left: Vec<String> =
        names(&workshop).into_iter().filter(|name| name.starts_with("trygghet")).collect();
    assert_eq!(left, ["trygghet-2023-utbildningsnamnden.html"]);
    fs::remove_file(workshop.path(edited)).expect("it");
    let said = workshop.build(&new);
    assert!(!said.stderr.contains("trygghet-2023-"), "{}", said.stderr);
    workshop.build(&[new.as_slice(), &["--format", "html"]].concat());
    assert!(workshop.path("out/ny-kulturnamnden.html").exists());
}

/// Two names on Linux, and one on other systems.
#[test]
fn files_under_a_name_in_another_case_are_taken_away() {
    let workshop = with_bodies(&BODIES[..2]);
    let build = |pattern: &str, more: &[&str]| {
        let name = format!("texts.file_name={pattern}-{{{{body_id}}}}");
        let said = workshop.run(&[&["build", "--set", &name], more].concat());
        assert_eq!(said.code, 0, "{}", said.stderr);
        names(&workshop)
    };
    let before = build("rapport", &[]);
    let after = build("Rapport", &[]);
    assert_eq!(before.len(), after.len(), "{after:?}");
    assert!(after.iter().all(|name| name.starts_with("Rapport-")), "{after:?}");
}
