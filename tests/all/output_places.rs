//! What stands where a report is to be written, and what must not be: a file
//! that is read, a folder, a pipe. And what is said of it.

use std::fs;
use std::path::Path;

use crate::batch::{BODIES, files, with_bodies};
use crate::output_folder::run_in_folder;
use crate::support::{ANSWERS, DOCX, PDF, Workshop};
use serde_json::json;

const FOLDER: &str = "input/trygghet-2023";

/// The files of a folder with all below it, and their bytes.
fn all_in(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut entries: Vec<_> =
        fs::read_dir(folder).expect("it").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        match path.is_dir() {
            true => found.extend(all_in(&path)),
            false => found.push((path.display().to_string(), fs::read(&path).expect("a file"))),
        }
    }
    found
}

// What is read is not written over.

#[test]
fn an_input_is_never_an_output() {
    let workshop = with_bodies(&BODIES[..2]);
    let answers = &format!("{FOLDER}/answers");
    let before = all_in(&workshop.path("input"));
    for (out, pattern, hit) in [
        (answers.as_str(), "{{body_id}}", "utbildningsnamnden.json"),
        (FOLDER, "form", "form.json"),
        ("input", "bodies", "bodies.json"),
    ] {
        let pattern = format!("texts.file_name={pattern}");
        let only = if pattern.contains("body_id") { "input" } else { ANSWERS };
        for more in [[].as_slice(), &["--force"], &["--dry-run", "--force"]] {
            let args = ["build", only, "--format", "json", "--out", out, "--set", &pattern];
            let said = workshop.run(&[args.as_slice(), more].concat());
            assert_eq!(said.code, 1, "{out} {pattern} {more:?}: {}", said.stdout);
            assert!(said.stderr.contains("[overwrites-input]"), "{}", said.stderr);
            assert!(said.stderr.contains(&format!("{out}/{hit} is read here")), "{}", said.stderr);
            assert!(all_in(&workshop.path("input")) == before, "{out} {pattern} {more:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn nor_by_a_link() {
    use std::os::unix::fs::symlink;
    let workshop = Workshop::new();
    let before = all_in(&workshop.path("input"));
    // A link to the folder, and a link to a file.
    symlink(format!("{FOLDER}/answers"), workshop.path("linked")).expect("a link");
    fs::create_dir(workshop.path("out")).expect("a folder");
    symlink("../input/trygghet-2023/form.json", workshop.path("out/report.json")).expect("a link");
    for (out, name) in [("linked", "utbildningsnamnden"), ("out", "report")] {
        let pattern = format!("texts.file_name={name}");
        let args = ["build", "--format", "json", "--out", out, "--set", &pattern, "--force"];
        let said = workshop.run(&args);
        assert_eq!(said.code, 1, "{out}");
        assert!(said.stderr.contains("[overwrites-input]"), "{}", said.stderr);
        assert!(all_in(&workshop.path("input")) == before, "{out}");
    }
}

#[test]
fn a_layouts_own_files_are_inputs_too() {
    let workshop = Workshop::new();
    let layout = workshop.path("layouts/ours");
    fs::create_dir_all(&layout).expect("a folder");
    let theme = json!({ "extends": "goteborg", "texts": { "file_name": "theme" } });
    fs::write(layout.join("theme.json"), theme.to_string()).expect("a file");
    let args =
        ["build", "--layout", "ours", "--format", "json", "--out", "layouts/ours", "--force"];
    let said = workshop.run(&args);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("layouts/ours/theme.json is read here"), "{}", said.stderr);
    assert_eq!(fs::read_to_string(layout.join("theme.json")).expect("it"), theme.to_string());
    // Nor does a layout go over itself.
    let said = workshop.run(&["eject", ANSWERS, "layouts/ours", "--layout", "ours"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("[overwrites-input]"), "{}", said.stderr);
    assert_eq!(fs::read_dir(&layout).expect("it").count(), 1);
}

#[test]
fn a_comparison_does_not_go_over_what_it_compares() {
    let workshop = Workshop::new();
    workshop.build(&["--format", "docx"]);
    let before = workshop.read(DOCX);
    let said = workshop.run(&["diff", ANSWERS, DOCX, "--format", "docx", "--out", DOCX]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("[overwrites-input]"), "{}", said.stderr);
    assert!(workshop.read(DOCX) == before);
}

// From anywhere.

#[test]
fn answers_are_at_home_in_their_own_folder() {
    let workshop = with_bodies(&BODIES[..1]);
    workshop.build(&["--out", "from-above"]);
    let there = workshop.path(FOLDER).join("answers");
    let out = workshop.path("from-within");
    let out = out.to_str().expect("UTF-8");
    for name in ["utbildningsnamnden.json", "kulturnamnden.json"] {
        let said = run_in_folder(&there, &["check", name]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let said = run_in_folder(&there, &["build", name, "--out", out]);
        assert_eq!(said.code, 0, "{}", said.stderr);
    }
    assert!(files(&workshop, "from-above") == files(&workshop, "from-within"));
    let records = |out: &str| {
        let records = all_in(&workshop.path(out).join(".dnr")).into_iter();
        let records = records.filter(|(path, _)| !path.contains("/.dnr/answers/"));
        let texts = records.map(|(_, bytes)| String::from_utf8(bytes).expect("UTF-8"));
        let is_of_time = |part: &&str| !part.starts_with("\"modified\"");
        texts.map(|text| text.split(',').filter(is_of_time).collect::<String>()).collect::<Vec<_>>()
    };
    assert_eq!(records("from-above"), records("from-within"));
    let said = run_in_folder(&there, &["verify", out]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let word = format!("{out}/trygghet-2023-utbildningsnamnden.docx");
    let said = run_in_folder(&there, &["import", &word, "--into", "utbildningsnamnden.json"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    // And from a folder beside it.
    let beside = workshop.path(FOLDER).join("notes");
    fs::create_dir(&beside).expect("a folder");
    let said = run_in_folder(&beside, &["check", "../answers/kulturnamnden.json"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
}

// What stands in the way.

/// Runs the program, and takes it for hanging after a while.
#[cfg(unix)]
fn in_time(workshop: &Workshop, args: &[&str]) -> crate::support::Said {
    let output = std::process::Command::new("timeout")
        .args(["60", env!("CARGO_BIN_EXE_dnr")])
        .args(args)
        .args(["--lang", "en"])
        .current_dir(workshop.path(""))
        .env("NO_COLOR", "1")
        .output()
        .expect("the program runs");
    let code = output.status.code().expect("it ends");
    assert_ne!(code, 124, "{args:?} hangs");
    crate::support::Said {
        code,
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_named_at_once() {
    let workshop = with_bodies(&BODIES[..1]);
    workshop.build(&[]);
    let pipe = |path: &Path| {
        let made = std::process::Command::new("mkfifo").arg(path).status();
        assert!(made.expect("mkfifo").success());
    };
    let socket = |path: &Path| drop(std::os::unix::net::UnixListener::bind(path).expect("it"));
    let folder = |path: &Path| fs::create_dir(path).expect("a folder");
    let device = |path: &Path| std::os::unix::fs::symlink("/dev/zero", path).expect("a link");
    type Make = fn(&Path);
    let kinds: [(&str, Make); 4] =
        [("a pipe", pipe), ("a socket", socket), ("a folder", folder), ("a device", device)];
    for (kind, make) in kinds {
        let path = workshop.path(PDF);
        let report = fs::read(&path).expect("the report");
        fs::remove_file(&path).expect("it");
        make(&path);
        for args in [["build"].as_slice(), &["build", "--force"], &["build", "--dry-run"]] {
            let said = in_time(&workshop, args);
            assert_eq!(said.code, 1, "{kind} {args:?}: {}", said.stdout);
            assert!(said.stderr.contains(&format!("{PDF} is {kind}")), "{args:?} {}", said.stderr);
        }
        assert!(!path.is_file(), "{kind} stays");
        let said = in_time(&workshop, &["verify", PDF]);
        if kind != "a folder" {
            assert_eq!(said.code, 1, "{kind}");
            assert!(said.stdout.contains(&format!("{PDF}: 1 fault")), "{}", said.stdout);
        }
        fs::remove_file(&path).or_else(|_| fs::remove_dir(&path)).expect("it");
        fs::write(&path, report).expect("a file");
    }
    // The same among the records.
    let entries = fs::read_dir(workshop.path("out/.dnr")).expect("the records");
    let record = entries.map(|entry| entry.expect("an entry").path());
    let record = record.filter(|path| path.is_file()).max().expect("a record");
    fs::remove_file(&record).expect("it");
    pipe(&record);
    pipe(&workshop.path("out/.dnr/.dnr-x.tmp"));
    let said = in_time(&workshop, &["build"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains(".json is a pipe"), "{}", said.stderr);
    assert!(said.stdout.contains("1 not made"), "one stops nobody: {}", said.stdout);
    in_time(&workshop, &["verify"]);
}

#[test]
fn a_file_in_the_folders_place_is_told_once() {
    for (place, inner) in [("out", ""), ("out/.dnr", ""), ("out/.dnr/answers", ""), ("out", "/in")]
    {
        let workshop = with_bodies(&BODIES[..2]);
        let path = workshop.path(place);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, "a file").expect("a file");
        for more in [[].as_slice(), &["--force"], &["--dry-run"]] {
            let out = format!("out{inner}");
            let said = workshop.run(&[&["build", "--out", &out], more].concat());
            assert_eq!(said.code, 2, "{place}: {}", said.stderr);
            assert_eq!(said.stderr.matches("error").count(), 1, "{}", said.stderr);
            assert!(said.stderr.contains(&format!("{place} is no folder")), "{}", said.stderr);
            assert_eq!(said.stdout, "");
            assert_eq!(workshop.read(place), b"a file");
        }
    }
}

// What is said.

#[test]
fn only_a_word_file_is_said_to_come_back() {
    let all = ["--format", "pdf,docx,html,json"];
    let workshop = Workshop::new();
    workshop.build(&all);
    for (name, bytes) in files(&workshop, "out") {
        let path = workshop.path("out").join(&name);
        fs::write(&path, [&bytes[..], b"\n"].concat()).expect("a file");
        let ending = name.rsplit_once('.').expect("an ending").1;
        let said = workshop.run(&["build", "--format", ending]);
        assert!(said.stderr.contains("[edited-output]"), "{}", said.stderr);
        assert_eq!(said.stderr.contains("dnr import takes"), ending == "docx", "{}", said.stderr);
        assert!(said.stderr.contains("--force"), "{}", said.stderr);
        // Under a name that it no longer has.
        let new = ["--format", ending, "--set", "texts.file_name=new"];
        let said = workshop.run(&[&["build"], new.as_slice()].concat());
        assert!(said.stderr.contains(&format!("out/{name} is an earlier report")), "{said:?}");
        assert_eq!(said.stderr.contains("dnr import takes"), ending == "docx", "{}", said.stderr);
        fs::remove_file(&path).expect("it");
    }
}

#[test]
fn broken_answers_are_not_said_to_be_missing() {
    let workshop = Workshop::new();
    workshop.build(&[]);
    fs::write(workshop.path(ANSWERS), "{").expect("a file");
    for has_record in [true, false] {
        let said = workshop.run(&["verify"]);
        assert_eq!(said.code, 1);
        assert!(said.stdout.contains(ANSWERS), "{}", said.stdout);
        assert!(said.stdout.contains("dnr check"), "{}", said.stdout);
        assert!(!said.stdout.contains("not found"), "{}", said.stdout);
        let said = workshop.run(&["verify", "--format", "json"]);
        assert!(said.stdout.contains("\"origin\": \"broken\""), "{}", said.stdout);
        if has_record {
            fs::remove_dir_all(workshop.path("out/.dnr")).expect("the records");
        }
    }
    fs::remove_file(workshop.path(ANSWERS)).expect("it");
    let said = workshop.run(&["verify"]);
    assert!(said.stdout.contains("not found"), "{}", said.stdout);
}
