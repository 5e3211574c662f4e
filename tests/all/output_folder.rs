//! The output folder is owned: what is ours is known wherever the program is
//! run, and what is not, or is not known to be, is left alone.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::batch::{BODIES, files, records, why, with_bodies};
use crate::support::{ANSWERS, DOCX, FORM, PDF, Said, Workshop};
use serde_json::{Value, json};

/// Runs the program in another folder than the workshop's own.
pub fn run_in_folder(folder: &Path, args: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_dnr"))
        .args(args)
        .args(["--lang", "en"])
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .expect("the program runs");
    Said {
        code: output.status.code().expect("it ends by itself"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// The paths of the records in a folder.
fn record_paths(workshop: &Workshop, out: &str) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(workshop.path(out).join(".dnr")).expect("the records");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|e| e == "json")).collect();
    paths.sort();
    paths
}

fn change_record(path: &Path, change: impl FnOnce(&mut Value)) {
    let mut record: Value = serde_json::from_slice(&fs::read(path).expect("it")).expect("JSON");
    change(&mut record);
    fs::write(path, record.to_string()).expect("it can be written");
}

// Prune.

#[test]
fn nothing_good_is_pruned_from_another_folder() {
    let workshop = with_bodies(&BODIES);
    workshop.build(&[]);
    let all = files(&workshop, "out");
    fs::create_dir_all(workshop.path("else/where")).expect("a folder");
    let there = workshop.path("else/where");
    for args in [
        ["build", "../../input", "--out", "../../out", "--prune"].as_slice(),
        &["build", "../../input", "--out", "../../out", "--prune", "--yes"],
        &["build", "../../input", "--out", "../../out", "--prune", "--yes", "--force"],
    ] {
        let said = run_in_folder(&there, args);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert!(!said.stderr.contains("gone") && !said.stdout.contains("removed"), "{said:?}");
        assert!(files(&workshop, "out") == all);
    }
}

#[test]
fn the_whole_project_may_move() {
    let workshop = with_bodies(&BODIES[..2]);
    workshop.build(&[]);
    fs::create_dir(workshop.path("moved")).expect("a folder");
    for folder in ["input", "out"] {
        fs::rename(workshop.path(folder), workshop.path("moved").join(folder)).expect("a move");
    }
    let said = run_in_folder(&workshop.path("moved"), &["build", "--prune"]);
    assert_eq!(said.code, 0);
    assert!(said.stdout.contains("0 made, 3 unchanged"), "{}", said.stdout);
    assert_eq!(files(&workshop, "moved/out").len(), 6);
}

#[test]
fn only_what_lies_under_the_inputs_is_pruned() {
    let workshop = with_bodies(&BODIES);
    fs::create_dir_all(workshop.path("second")).expect("a folder");
    crate::support::copy(&workshop.path("input"), &workshop.path("second"));
    workshop.change("second/trygghet-2023/form.json", |form| form["id"] = json!("another"));
    for entry in fs::read_dir(workshop.path("second/trygghet-2023/answers")).expect("them") {
        let name = entry.expect("it").file_name().into_string().expect("UTF-8");
        workshop.change(&format!("second/trygghet-2023/answers/{name}"), |answers| {
            answers["form"] = json!("another");
        });
    }
    workshop.build(&["input", "second"]);
    assert_eq!(files(&workshop, "out").len(), 24);
    fs::remove_file(workshop.path("second/trygghet-2023/answers/renova-ab.json")).expect("it");
    let said = workshop.build(&["input", "--prune"]);
    assert!(!said.stderr.contains("renova") && !said.stdout.contains("removed"), "{said:?}");
    assert_eq!(files(&workshop, "out").len(), 24);
    let said = workshop.build(&["second", "--prune"]);
    assert!(
        said.stdout.contains("removed another-renova-ab.docx, another-renova-ab.pdf"),
        "{said:?}"
    );
    assert_eq!(files(&workshop, "out").len(), 22);
}

#[test]
fn an_answers_file_that_has_another_name_now_keeps_its_report() {
    let workshop = with_bodies(&BODIES[..2]);
    workshop.build(&[]);
    let answers = workshop.path("input/trygghet-2023/answers");
    fs::rename(answers.join("arkivnamnden.json"), answers.join("arkiv.json")).expect("a name");
    let said = workshop.build(&["--prune"]);
    assert!(!said.stdout.contains("removed"), "{}", said.stdout);
    assert_eq!(files(&workshop, "out").len(), 6);
    // It is known from now on where they lie.
    fs::remove_file(answers.join("arkiv.json")).expect("it");
    let said = workshop.build(&[]);
    assert!(said.stderr.contains("arkiv.json are gone"), "{}", said.stderr);
}

#[test]
fn a_report_of_a_body_that_is_no_longer_answered_for_is_listed() {
    let workshop = with_bodies(&BODIES[..2]);
    workshop.build(&[]);
    workshop.change("input/trygghet-2023/answers/arkivnamnden.json", |answers| {
        answers["body"] = json!("renova-ab");
    });
    let said = workshop.build(&[]);
    assert!(said.stderr.contains("Arkivnämnden") && said.stderr.contains("--prune"), "{said:?}");
    let said = workshop.build(&["--prune"]);
    assert!(said.stdout.contains("removed trygghet-2023-arkivnamnden.docx"), "{}", said.stdout);
    let names: Vec<String> = files(&workshop, "out").into_keys().collect();
    assert_eq!(names.len(), 6);
    assert!(names.contains(&"trygghet-2023-renova-ab.pdf".to_owned()));
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_away_is_not_gone() {
    let workshop = with_bodies(&BODIES[..4]);
    let share = workshop.path("share");
    fs::create_dir(&share).expect("a folder");
    fs::rename(workshop.path("input/trygghet-2023"), share.join("trygghet-2023")).expect("a move");
    let link = workshop.path("input/trygghet-2023");
    std::os::unix::fs::symlink("../share/trygghet-2023", &link).expect("a link");
    crate::support::copy(&share.join("trygghet-2023"), &workshop.path("input/other"));
    workshop.change("input/other/form.json", |form| form["id"] = json!("other"));
    for body in ["utbildningsnamnden", "kulturnamnden", "arkivnamnden", "liseberg-ab", "renova-ab"]
    {
        workshop.change(&format!("input/other/answers/{body}.json"), |answers| {
            answers["form"] = json!("other");
        });
    }
    workshop.build(&[]);
    assert_eq!(files(&workshop, "out").len(), 20);
    // The share is no longer there, and the link leads nowhere.
    fs::rename(&share, workshop.path("elsewhere")).expect("a move");
    let said = workshop.build(&["--prune", "--yes"]);
    assert!(!said.stdout.contains("removed"), "{}", said.stdout);
    assert_eq!(files(&workshop, "out").len(), 20);
}

#[test]
fn more_than_half_is_only_pruned_when_asked_twice() {
    let workshop = with_bodies(&BODIES[..3]);
    workshop.build(&[]);
    for body in &BODIES[..3] {
        fs::remove_file(workshop.path(&format!("input/trygghet-2023/answers/{body}.json")))
            .expect("it");
    }
    let said = workshop.run(&["build", "--prune"]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    assert!(said.stderr.contains("3 of 4") && said.stderr.contains("--yes"), "{}", said.stderr);
    assert_eq!(files(&workshop, "out").len(), 8);
    workshop.build(&["--prune", "--yes"]);
    assert_eq!(files(&workshop, "out").len(), 2);
}

#[test]
fn what_somebody_edited_outlives_prune() {
    let workshop = with_bodies(&BODIES[..2]);
    workshop.build(&[]);
    let edited = "out/trygghet-2023-arkivnamnden.docx";
    fs::write(workshop.path(edited), "edited").expect("a file");
    fs::remove_file(workshop.path("input/trygghet-2023/answers/arkivnamnden.json")).expect("it");
    for _ in 0..2 {
        let said = workshop.build(&["--prune"]);
        assert!(
            said.stderr.contains("trygghet-2023-arkivnamnden.docx"),
            "kept, and told: {said:?}"
        );
        assert_eq!(workshop.read(edited), b"edited");
        assert!(!workshop.path("out/trygghet-2023-arkivnamnden.pdf").exists());
    }
}

// Records are not to be trusted.

#[test]
fn a_record_reaches_no_file_outside_the_folder() {
    for name in
        ["../precious.pdf", "../input/bodies.json", "/ABSOLUTE", "sub/x.pdf", "..\\precious.pdf"]
    {
        let workshop = with_bodies(&BODIES[..2]);
        workshop.build(&[]);
        let precious = workshop.path("precious.pdf");
        fs::write(&precious, "precious").expect("a file");
        let name = name.replace("/ABSOLUTE", &precious.to_string_lossy());
        fs::create_dir_all(workshop.path("out/sub")).expect("a folder");
        fs::write(workshop.path("out/sub/x.pdf"), "precious").expect("a file");
        let target = workshop.path("out").join(&name);
        let bytes = fs::read(&target).unwrap_or_default();
        let record = record_paths(&workshop, "out").remove(0);
        assert!(record.to_string_lossy().contains("arkivnamnden"));
        change_record(&record, |record| {
            record["files"]["pdf"]["name"] = json!(name);
            record["files"]["pdf"]["hash"] = json!(dnr::hash::hash(&bytes));
        });
        fs::remove_file(workshop.path("input/trygghet-2023/answers/arkivnamnden.json"))
            .expect("it");
        workshop.run(&["build", "--prune"]);
        assert_eq!(fs::read(&precious).expect("still there"), b"precious", "{name}");
        assert!(workshop.path("input/bodies.json").exists());
        assert!(workshop.path("out/sub/x.pdf").exists());
    }
}

#[test]
fn a_record_that_says_nothing_is_no_permission() {
    for bad in ["", "{", "null", "VERSION", "\0\0\0\0"] {
        let workshop = Workshop::new();
        workshop.build(&[]);
        fs::write(workshop.path(DOCX), "somebody's").expect("a file");
        let record = record_paths(&workshop, "out").remove(0);
        if bad == "VERSION" {
            change_record(&record, |record| record["version"] = json!(999));
        } else {
            fs::write(&record, bad).expect("a file");
        }
        let said = workshop.run(&["build"]);
        assert_eq!(said.code, 1, "{bad}");
        assert!(said.stderr.contains("unknown-output"), "{}", said.stderr);
        assert_eq!(workshop.read(DOCX), b"somebody's");
    }
}

// Without records.

#[test]
fn without_records_an_edited_file_is_somebodys() {
    for (file, format) in [(PDF, "pdf"), (DOCX, "docx")] {
        let workshop = Workshop::new();
        workshop.build(&[]);
        let mut bytes = workshop.read(file);
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(workshop.path(file), &bytes).expect("a file");
        fs::remove_dir_all(workshop.path("out/.dnr")).expect("the records");
        let said = workshop.run(&["build"]);
        assert_eq!(said.code, 1, "{format}");
        assert!(said.stderr.contains("unknown-output") && said.stderr.contains("--force"));
        assert!(said.stderr.contains(file), "{}", said.stderr);
        assert!(workshop.read(file) == bytes);
        workshop.build(&["--force"]);
        assert!(workshop.read(file) != bytes);
        assert_eq!(why(&workshop, &[]), "unchanged");
    }
}

#[test]
fn without_records_what_is_ours_and_unchanged_is_made_again() {
    let all = ["--format", "pdf,docx,html,json"];
    let workshop = Workshop::new();
    workshop.build(&all);
    let before = files(&workshop, "out");
    fs::remove_dir_all(workshop.path("out/.dnr")).expect("the records");
    workshop.build(&all);
    assert!(files(&workshop, "out") == before);
    fs::remove_dir_all(workshop.path("out/.dnr")).expect("the records");
    workshop.replace(ANSWERS, "demokratiuppdraget", "uppdraget");
    workshop.build(&all);
    let after = files(&workshop, "out");
    assert_eq!(after.len(), 4);
    assert!(before.iter().all(|(name, bytes)| after[name] != *bytes));
}

#[test]
fn every_format_shows_that_it_was_changed() {
    let all = ["--format", "pdf,docx,html,json"];
    let workshop = Workshop::new();
    workshop.build(&all);
    for (name, bytes) in files(&workshop, "out") {
        for at in (0..20).map(|part| part * (bytes.len() - 1) / 19) {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            fs::write(workshop.path("out").join(&name), &changed).expect("a file");
            fs::remove_dir_all(workshop.path("out/.dnr")).expect("the records");
            let said = workshop.run(&["build", "--format", name.rsplit_once('.').expect("it").1]);
            assert_eq!(said.code, 1, "{name} at {at}");
            fs::create_dir_all(workshop.path("out/.dnr")).expect("a folder");
        }
        fs::write(workshop.path("out").join(&name), &bytes).expect("a file");
    }
}

#[test]
fn a_report_of_another_body_under_this_name_is_somebodys() {
    let workshop = with_bodies(&BODIES[..1]);
    workshop.build(&[]);
    let other = workshop.read("out/trygghet-2023-kulturnamnden.pdf");
    fs::remove_dir_all(workshop.path("out/.dnr")).expect("the records");
    fs::write(workshop.path(PDF), &other).expect("a file");
    let said = workshop.run(&["build"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("unknown-output"), "{}", said.stderr);
    assert!(workshop.read(PDF) == other);
}

// Names that change, reports that are refused.

#[test]
fn a_report_that_is_called_otherwise_takes_its_old_files_away() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    let said = workshop.build(&["--set", "texts.file_name=ny-{{body_id}}"]);
    assert!(said.stdout.contains("trygghet-2023-utbildningsnamnden.pdf"), "told: {said:?}");
    let names: Vec<String> = files(&workshop, "out").into_keys().collect();
    assert_eq!(names, ["ny-utbildningsnamnden.docx", "ny-utbildningsnamnden.pdf"]);
    let said = workshop.build(&["--set", "texts.file_name=ny-{{body_id}}"]);
    assert!(
        said.stdout.contains("unchanged") && !said.stdout.contains("trygghet-2023-utb"),
        "{said:?}"
    );
}

#[test]
fn an_old_file_that_somebody_edited_stays_and_is_told_of_until_it_is_gone() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    fs::write(workshop.path(DOCX), "edited").expect("a file");
    let new = ["--set", "texts.file_name=ny-{{body_id}}"];
    for _ in 0..2 {
        let said = workshop.build(&new);
        assert!(said.stderr.contains(DOCX), "{said:?}");
        assert_eq!(workshop.read(DOCX), b"edited");
        assert!(!workshop.path(PDF).exists());
    }
    fs::remove_file(workshop.path(DOCX)).expect("it");
    let said = workshop.build(&new);
    assert!(!said.stderr.contains(DOCX), "{said:?}");
}

#[test]
fn a_body_that_is_called_otherwise_leaves_nothing_behind() {
    let workshop = Workshop::new();
    let pattern = ["--set", "texts.file_name={{body}} {{dnr}}"];
    workshop.build(&pattern);
    workshop.replace("input/bodies.json", "\"Utbildningsnämnden\"", "\"Skolnämnden\"");
    workshop.build(&pattern);
    workshop.change(ANSWERS, |answers| answers["diary_number"] = json!("0499/23"));
    workshop.build(&pattern);
    let names: Vec<String> = files(&workshop, "out").into_keys().collect();
    assert_eq!(names, ["Skolnämnden 0499-23.docx", "Skolnämnden 0499-23.pdf"]);
}

#[test]
fn a_refused_report_says_that_its_old_one_still_lies_there() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["strategier-alla"]["4"]["status"] = json!("mindr");
    });
    let at = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    for file in [PDF, DOCX] {
        let file = fs::File::options().append(true).open(workshop.path(file)).expect("it");
        file.set_modified(at).expect("a time");
    }
    // SAFETY of zones: the program is told which one.
    let output = Command::new(env!("CARGO_BIN_EXE_dnr"))
        .args(["build", "--lang", "en"])
        .current_dir(workshop.path(""))
        .env("NO_COLOR", "1")
        .env("TZ", "Europe/Stockholm")
        .output()
        .expect("the program runs");
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr.contains("2023-11-14 23:13") && stderr.contains("outdated"), "{stderr}");
    assert!(stderr.contains(PDF) && stderr.contains(DOCX), "{stderr}");

    fs::write(workshop.path(ANSWERS), "{").expect("a file");
    let said = workshop.run(&["build"]);
    assert!(said.stderr.contains("outdated") && said.stderr.contains(PDF), "{}", said.stderr);
    let json = workshop.run(&["build", "--log", "json"]);
    let refused = &records(&json.stdout)[0];
    assert_eq!(refused["outcome"], "refused");
    assert_eq!(refused["outdated"], json!([DOCX, PDF]));

    // A first report that is refused leaves nothing to tell of.
    let said = workshop.run(&["build", "--out", "fresh"]);
    assert!(!said.stderr.contains("outdated"), "{}", said.stderr);
}

// Formats.

#[test]
fn only_the_formats_that_are_asked_for_count() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    fs::write(workshop.path(DOCX), "edited").expect("a file");
    assert_eq!(why(&workshop, &["--format", "pdf"]), "unchanged");
    workshop.replace(ANSWERS, "demokratiuppdraget", "uppdraget");
    assert_eq!(why(&workshop, &["--format", "pdf"]), "answers changed");
    assert_eq!(workshop.read(DOCX), b"edited");
    let said = workshop.run(&["build"]);
    assert!(said.stderr.contains("edited-output"), "the edit is not forgotten: {}", said.stderr);
    fs::remove_file(workshop.path(DOCX)).expect("it");
    assert_eq!(why(&workshop, &["--format", "pdf"]), "unchanged");
    assert_eq!(why(&workshop, &["--format", "pdf"]), "unchanged");
    assert!(why(&workshop, &[]).contains("was gone"));
}

#[test]
fn each_format_knows_what_it_was_made_from() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    workshop.replace(FORM, "gemenförandet", "genomförandet");
    assert_eq!(why(&workshop, &["--format", "pdf"]), "form changed");
    assert_eq!(why(&workshop, &["--format", "pdf"]), "unchanged");
    assert_eq!(why(&workshop, &["--format", "docx"]), "form changed");
    assert_eq!(why(&workshop, &[]), "unchanged");
    let said = workshop.run(&["verify"]);
    assert_eq!(said.code, 0, "{}", said.stdout);
}

#[test]
fn an_edit_that_keeps_size_and_time_is_not_written_over() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    let time = fs::metadata(workshop.path(DOCX)).expect("it").modified().expect("a time");
    let mut edited = workshop.read(DOCX);
    let last = edited.len() - 1;
    edited[last] ^= 1;
    fs::write(workshop.path(DOCX), &edited).expect("a file");
    let file = fs::File::options().write(true).open(workshop.path(DOCX)).expect("it");
    file.set_modified(time).expect("a time");
    workshop.replace(ANSWERS, "demokratiuppdraget", "uppdraget");
    let said = workshop.run(&["build"]);
    assert_eq!(said.code, 1, "{}", said.stdout);
    assert!(workshop.read(DOCX) == edited, "it is written over");
}
