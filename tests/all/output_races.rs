//! Links and rights stay; what several do at once, or a killed run leaves,
//! costs nobody an edit.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::batch::{BODIES, files, why, with_bodies};
use crate::support::chance::Chance;
use crate::support::docx::repacked;
use crate::support::{ANSWERS, DOCX, FORM, PDF, Workshop};

fn start(workshop: &Workshop, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_dnr"))
        .args(args)
        .current_dir(workshop.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs")
}

fn mode(workshop: &Workshop, file: &str) -> u32 {
    fs::metadata(workshop.path(file)).expect("it").permissions().mode() & 0o7777
}

fn set_mode(workshop: &Workshop, file: &str, mode: u32) {
    fs::set_permissions(workshop.path(file), fs::Permissions::from_mode(mode)).expect("rights");
}

/// A Word file that changes one answer's words.
fn returned(workshop: &Workshop, name: &str, from: &str, to: &str) {
    let text = |xml: String| {
        assert!(xml.contains(from), "{from}");
        xml.replacen(from, to, 1)
    };
    let bytes = repacked(&workshop.read(DOCX), "word/document.xml", text);
    fs::write(workshop.path(name), bytes).expect("a file");
}

#[test]
fn a_link_in_a_records_place_is_replaced_and_not_followed() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    let folder = workshop.path("out/.dnr");
    let is_json = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "json");
    let files = fs::read_dir(&folder).expect("the records");
    let record = files.map(|file| file.expect("a file").path()).find(is_json).expect("a record");
    let victim = workshop.path("precious.txt");
    fs::write(&victim, "precious").expect("a file");
    fs::remove_file(&record).expect("the record");
    symlink(&victim, &record).expect("a link");
    workshop.build(&[]);
    assert_eq!(fs::read_to_string(&victim).expect("the file"), "precious");
    assert!(!record.is_symlink());
}

#[test]
fn a_link_stays_a_link() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    fs::create_dir(workshop.path("archive")).expect("a folder");
    fs::rename(workshop.path(PDF), workshop.path("archive/report.pdf")).expect("a move");
    symlink("../archive/report.pdf", workshop.path(PDF)).expect("a link");
    fs::create_dir(workshop.path("share")).expect("a folder");
    fs::rename(workshop.path(ANSWERS), workshop.path("share/answers.json")).expect("a move");
    symlink("../../../share/answers.json", workshop.path(ANSWERS)).expect("a link");

    returned(&workshop, "back.docx", "demokratiuppdraget", "EDIT");
    assert_eq!(workshop.run(&["import", "back.docx"]).code, 0);
    let is_link = |file: &str| workshop.path(file).is_symlink();
    assert!(is_link(ANSWERS));
    let text = String::from_utf8(workshop.read("share/answers.json")).expect("UTF-8");
    assert!(text.contains("EDIT"));

    let before = workshop.read("archive/report.pdf");
    assert_eq!(why(&workshop, &[]), "answers changed");
    assert!(is_link(PDF));
    assert!(workshop.read("archive/report.pdf") != before);
    assert_eq!(why(&workshop, &[]), "unchanged");
    let left: Vec<_> = fs::read_dir(workshop.path("archive")).expect("it").collect();
    assert_eq!(left.len(), 1, "nothing is left beside the target");
}

#[test]
fn rights_stay_and_new_files_have_the_users_own() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    set_mode(&workshop, ANSWERS, 0o600);
    set_mode(&workshop, PDF, 0o660);
    returned(&workshop, "back.docx", "demokratiuppdraget", "uppdraget");
    assert_eq!(workshop.run(&["import", "back.docx"]).code, 0);
    assert_eq!(mode(&workshop, ANSWERS), 0o600);
    assert_eq!(mode(&workshop, &format!("{ANSWERS}.bak")), 0o600, "nor does the copy tell more");
    workshop.build(&[]);
    assert_eq!(mode(&workshop, PDF), 0o660);

    for (umask, expected) in [("077", 0o600), ("002", 0o664), ("027", 0o640)] {
        let program = env!("CARGO_BIN_EXE_dnr");
        let status = Command::new("sh")
            .args(["-c", &format!("umask {umask}; exec \"{program}\" build --out new-{umask}")])
            .current_dir(workshop.path(""))
            .stdout(Stdio::null())
            .status()
            .expect("the shell runs");
        assert!(status.success());
        for (name, _) in files(&workshop, &format!("new-{umask}")) {
            assert_eq!(mode(&workshop, &format!("new-{umask}/{name}")), expected, "{name}");
        }
    }
}

#[test]
fn the_group_of_a_file_stays() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    if std::os::unix::fs::chown(workshop.path(PDF), None, Some(12345)).is_err() {
        eprintln!("SKIPPED: this user cannot give files to another group");
        return;
    }
    set_mode(&workshop, PDF, 0o664);
    workshop.replace(ANSWERS, "demokratiuppdraget", "uppdraget");
    assert_eq!(why(&workshop, &[]), "answers changed");
    let metadata = fs::metadata(workshop.path(PDF)).expect("it");
    assert_eq!((metadata.gid(), metadata.mode() & 0o777), (12345, 0o664));
}

#[test]
fn an_edit_saved_while_a_run_is_under_way_is_kept() {
    let workshop = with_bodies(&BODIES);
    workshop.build(&[]);
    let bodies = [&BODIES[..], &["utbildningsnamnden"]].concat();
    for body in &bodies {
        let answers = format!("input/trygghet-2023/answers/{body}.json");
        workshop.replace(&answers, "demokratiuppdraget", "uppdraget");
    }
    // One thread takes them in order, so the last ones are edited in time.
    let last =
        ["out/trygghet-2023-utbildningsnamnden.docx", "out/trygghet-2023-socialnamnd-centrum.docx"];
    let first = workshop.path("out/trygghet-2023-arkivnamnden.pdf");
    let before = fs::metadata(&first).expect("it").modified().expect("a time");
    let child = start(&workshop, &["build", "--jobs", "1", "--lang", "en"]);
    let begun = Instant::now();
    while fs::metadata(&first).expect("it").modified().expect("a time") == before {
        assert!(begun.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(1));
    }
    for file in last {
        fs::write(workshop.path(file), "an edit").expect("a file");
    }
    let output = child.wait_with_output().expect("it ends");
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    for file in last {
        assert_eq!(workshop.read(file), b"an edit", "{file}: {stderr}");
        assert!(stderr.contains(file), "{stderr}");
    }
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn formats_made_in_two_processes_at_once_are_both_known() {
    let workshop = with_bodies(&BODIES[..2]);
    for round in 0..12 {
        if round % 2 == 1 {
            workshop.replace(ANSWERS, "demokratiuppdraget", "demokratiuppdraget och mer");
        }
        let runs = ["pdf", "docx"].map(|format| start(&workshop, &["build", "--format", format]));
        for run in runs {
            let output = run.wait_with_output().expect("it ends");
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "round {round}: {stderr}");
        }
        let said = workshop.build(&[]);
        assert!(said.stdout.contains("0 made, 3 unchanged"), "round {round}: {}", said.stdout);
    }
}

#[test]
fn two_imports_into_one_file_both_come_through() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    let original = workshop.read(ANSWERS);
    returned(&workshop, "one.docx", "demokratiuppdraget", "EDITONE");
    // Another answer's text.
    let [answers, form] = [ANSWERS, FORM].map(|file| workshop.read(file));
    let word = second_word(&answers, &String::from_utf8(form).expect("UTF-8"));
    returned(&workshop, "two.docx", &word, "EDITTWO");
    for round in 0..25 {
        // What was taken in the last round is taken again only where that is asked for.
        fs::write(workshop.path(ANSWERS), &original).expect("a file");
        let runs =
            ["one.docx", "two.docx"].map(|file| start(&workshop, &["import", file, "--overwrite"]));
        let succeeded = runs.map(|run| run.wait_with_output().expect("it ends").status.success());
        let text = String::from_utf8(workshop.read(ANSWERS)).expect("UTF-8");
        for (edit, succeeded) in ["EDITONE", "EDITTWO"].iter().zip(succeeded) {
            assert!(!succeeded || text.contains(edit), "round {round}: {edit} is lost");
        }
        assert!(text.contains("EDITONE") || text.contains("EDITTWO"));
    }
    let left: Vec<String> = fs::read_dir(workshop.path("input/trygghet-2023/answers"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .filter(|name| !name.contains(".json"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

/// A long word of another answer than the first, which the form does not have.
fn second_word(answers: &[u8], form: &str) -> String {
    let answers: serde_json::Value = serde_json::from_slice(answers).expect("JSON");
    let text = answers["answers"]["manniskohandel"].as_str().expect("an answer");
    let word = text.split_whitespace().find(|word| {
        word.len() > 8 && word.bytes().all(|b| b.is_ascii_lowercase()) && !form.contains(word)
    });
    word.expect("a long word").to_owned()
}

#[test]
fn killed_at_any_time_a_run_costs_nothing() {
    let workshop = with_bodies(&BODIES[..3]);
    workshop.build(&[]);
    let mut chance = Chance(11);
    let mut texts = ["demokratiuppdraget", "uppdraget"].into_iter().cycle();
    for round in 0..20 {
        let (from, to) = (texts.next().expect("one"), texts.clone().next().expect("one"));
        workshop.replace(ANSWERS, from, to);
        let mut child = start(&workshop, &["build", "--jobs", "2"]);
        std::thread::sleep(Duration::from_millis(chance.next() % 150));
        child.kill().and_then(|()| child.wait()).expect("it can be killed");
        // Nothing is taken for somebody's edit.
        if round % 4 == 0 {
            workshop.build(&[]);
        }
    }
    workshop.build(&[]);
    assert_eq!(why(&workshop, &[]), "unchanged");
    workshop.build(&["--out", "whole"]);
    assert!(files(&workshop, "out") == files(&workshop, "whole"), "nothing is left over");
    let odd = fs::read_dir(workshop.path("out/.dnr")).expect("the records");
    let odd = odd.map(|entry| entry.expect("an entry").path());
    // The kept answers have a folder of their own.
    let odd = odd.filter(|path| path.is_file() && path.extension().is_none_or(|e| e != "json"));
    assert_eq!(odd.count(), 0);
}
