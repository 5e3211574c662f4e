//! What was taken once is not taken again over what came after it, and the way back
//! takes no answers for those that a file was made from but the right ones.

use std::fs;

use crate::support::word::Word;
use crate::support::{ANSWERS, DOCX, Said, Workshop};
use serde_json::{Value, json};

const FIRST: &str = "/answers/implementering";
const STATUS: &str = "/answers/strategier-alla/1/status";
const FOURTH: &str = "/answers/strategier-alla/4";
const DEVELOPMENT: &str = "/answers/strategier-alla/4/development";
const OTHER: &str = "input/trygghet-2023/answers/kulturnamnden.json";
const OTHER_DOCX: &str = "out/trygghet-2023-kulturnamnden.docx";

fn answer(workshop: &Workshop, file: &str, pointer: &str, value: Value) {
    workshop.change(file, |answers| *answers.pointer_mut(pointer).expect(pointer) = value);
}

fn now(workshop: &Workshop, pointer: &str) -> Value {
    let answers: Value = serde_json::from_slice(&workshop.read(ANSWERS)).expect("JSON");
    answers.pointer(pointer).cloned().unwrap_or_default()
}

/// A report, and its Word file as somebody has edited it.
fn report() -> (Workshop, Word) {
    let workshop = Workshop::new();
    answer(&workshop, ANSWERS, FIRST, json!("Ett.\n\nTvå ord."));
    answer(&workshop, ANSWERS, DEVELOPMENT, json!("Samverkan."));
    let first = json!({ "status": "mindre", "development": "Öva." });
    answer(&workshop, ANSWERS, "/answers/strategier-alla/1", first);
    workshop.build(&["--format", "docx"]);
    let mut word = Word::read(&workshop.read(DOCX));
    word.replace("Två ord.", "Två nya ord.");
    (workshop, word)
}

fn marked(word: &mut Word) {
    word.tick("strategier-alla/1/status/mindre", Some(false), None);
    word.tick("strategier-alla/1/status/storre", Some(true), None);
}

fn import(workshop: &Workshop, word: &Word, args: &[&str]) -> Said {
    fs::write(workshop.path("returned.docx"), word.bytes()).expect("a file");
    workshop.run(&[&["import", "returned.docx"], args].concat())
}

/// Another body with the same answers to the first questions.
fn another_body(workshop: &Workshop) {
    fs::copy(workshop.path(ANSWERS), workshop.path(OTHER)).expect("a file");
    workshop.change(OTHER, |answers| {
        answers["body"] = json!("kulturnamnden");
        answers["diary_number"] = json!("0500/23");
        let answers = answers["answers"].as_object_mut().expect("answers");
        answers.shift_remove("strategier-utpekade");
    });
}

#[test]
fn an_older_file_undoes_nothing_of_a_newer_one() {
    let (workshop, mut first) = report();
    marked(&mut first);
    assert_eq!(import(&workshop, &first, &[]).code, 0);
    workshop.build(&["--format", "docx"]);
    let mut second = Word::read(&workshop.read(DOCX));
    second.replace("Två nya ord.", "Två ord.");
    second.tick("strategier-alla/1/status/storre", Some(false), None);
    second.tick("strategier-alla/1/status/mindre", Some(true), None);
    assert_eq!(import(&workshop, &second, &[]).code, 0);
    assert_eq!(now(&workshop, FIRST), "Ett.\n\nTvå ord.");
    workshop.build(&["--format", "docx"]);
    let before = workshop.read(ANSWERS);
    let said = import(&workshop, &first, &[]);
    assert_eq!((said.code, workshop.read(ANSWERS)), (1, before.clone()), "{said:?}");
    for told in ["no changes, 2 to decide", "taken before", "Två nya ord.", "--overwrite"] {
        assert!(said.stdout.contains(told), "{told}: {}", said.stdout);
    }
    // Nor does it hinder the newer one.
    fs::create_dir_all(workshop.path("back")).expect("a folder");
    second.replace("Samverkan.", "Bättre samverkan.");
    fs::write(workshop.path("back/a.docx"), first.bytes()).expect("a file");
    fs::write(workshop.path("back/b.docx"), second.bytes()).expect("a file");
    let said = workshop.run(&["import", "back"]);
    assert!(said.code == 1 && !said.stderr.contains("returned-twice"), "{said:?}");
    assert_eq!(now(&workshop, FIRST), "Ett.\n\nTvå ord.");
    assert_eq!(now(&workshop, DEVELOPMENT), "Bättre samverkan.");
    // It can be asked for.
    fs::write(workshop.path(ANSWERS), before).expect("a file");
    assert_eq!(import(&workshop, &first, &["--overwrite"]).code, 0);
    assert_eq!(
        (now(&workshop, FIRST), now(&workshop, STATUS)),
        (json!("Ett.\n\nTvå nya ord."), json!("storre"))
    );
}

#[test]
fn what_was_taken_and_reverted_stays_reverted() {
    let (workshop, mut word) = report();
    word.replace("Samverkan.", "Bättre samverkan.");
    for _ in 0..2 {
        let said = import(&workshop, &word, &[]);
        assert_eq!(said.code, 0, "{said:?}");
    }
    let said = import(&workshop, &word, &[]);
    assert!(said.code == 0 && said.stdout.contains("no changes\n"), "{said:?}");
    let taken = workshop.read(ANSWERS);
    answer(&workshop, ANSWERS, DEVELOPMENT, json!("Samverkan."));
    answer(&workshop, ANSWERS, FIRST, json!("Ett.\n\nTvå ord."));
    let reverted = workshop.read(ANSWERS);
    let said = import(&workshop, &word, &[]);
    assert_eq!((said.code, workshop.read(ANSWERS)), (1, reverted.clone()), "{said:?}");
    // What is new in it is taken, beside what is not.
    word.tick("strategier-alla/1/status/mindre", Some(false), None);
    word.tick("strategier-alla/1/status/storre", Some(true), None);
    let said = import(&workshop, &word, &[]);
    assert!(said.code == 1 && said.stdout.contains("1 change, 2 to decide"), "{said:?}");
    assert_eq!(
        (now(&workshop, STATUS), now(&workshop, DEVELOPMENT)),
        (json!("storre"), json!("Samverkan."))
    );
    // A new file that says so is another matter.
    fs::write(workshop.path(ANSWERS), taken).expect("a file");
    answer(&workshop, ANSWERS, FIRST, json!("Ett.\n\nTvå egna ord."));
    workshop.build(&["--format", "docx"]);
    let mut new = Word::read(&workshop.read(DOCX));
    new.replace("Två egna ord.", "Två nya ord.");
    let said = import(&workshop, &new, &[]);
    assert_eq!((said.code, now(&workshop, FIRST)), (0, json!("Ett.\n\nTvå nya ord.")), "{said:?}");
}

#[test]
fn a_form_that_was_emptied_again_stays_empty() {
    let workshop = Workshop::new();
    let new = ["new", "--form", "trygghet-2023", "--body", "socialnamnd-hisingen"];
    let said = workshop.run(
        &[&new[..], &["--dnr", "0498/23", "--format", "docx", "--out", "blank.docx"]].concat(),
    );
    assert_eq!(said.code, 0, "{said:?}");
    let mut word = Word::read(&workshop.read("blank.docx"));
    word.replace("Klicka här och skriv svaret.", "Nytt svar.").replace("<w:showingPlcHdr/>", "");
    assert_eq!(import(&workshop, &word, &[]).code, 0);
    let answers = "input/trygghet-2023/answers/socialnamnd-hisingen.json";
    assert!(String::from_utf8_lossy(&workshop.read(answers)).contains("Nytt svar."));
    answer(&workshop, answers, FIRST, json!(""));
    let before = workshop.read(answers);
    let said = import(&workshop, &word, &[]);
    assert_eq!((said.code, workshop.read(answers)), (1, before), "{said:?}");
}

#[test]
fn a_trial_run_takes_nothing() {
    let (workshop, word) = report();
    assert_eq!(import(&workshop, &word, &["--dry-run"]).code, 0);
    let said = import(&workshop, &word, &[]);
    assert!(said.code == 0 && said.stdout.contains("1 change\n"), "{said:?}");
}

#[test]
fn a_base_of_another_body_or_form_is_refused() {
    let (workshop, word) = report();
    another_body(&workshop);
    fs::write(workshop.path("nothing.json"), "{}").expect("a file");
    fs::write(
        workshop.path(ANSWERS),
        String::from_utf8_lossy(&workshop.read(ANSWERS)).replace("Samverkan.", "Mer."),
    )
    .expect("a file");
    fs::remove_dir_all(workshop.path("out")).expect("a folder");
    let before = workshop.read(ANSWERS);
    for base in [OTHER, "nothing.json", "input/trygghet-2023/form.json"] {
        let said = import(&workshop, &word, &["--base", base]);
        assert_eq!((said.code, workshop.read(ANSWERS)), (1, before.clone()), "{base}: {said:?}");
        assert!(said.stderr.contains("other-report") && said.stderr.contains(base), "{said:?}");
    }
}

#[test]
fn a_base_is_for_files_that_need_one() {
    let (workshop, word) = report();
    another_body(&workshop);
    workshop.build(&["--format", "docx"]);
    fs::copy(workshop.path(ANSWERS), workshop.path("now.json")).expect("a file");
    let mut other = Word::read(&workshop.read(OTHER_DOCX));
    other.replace("Två ord.", "Två andra ord.");
    fs::create_dir_all(workshop.path("back")).expect("a folder");
    fs::write(workshop.path("back/a.docx"), word.bytes()).expect("a file");
    fs::write(workshop.path("back/b.docx"), other.bytes()).expect("a file");
    answer(&workshop, OTHER, DEVELOPMENT, json!("Min samverkan."));
    answer(&workshop, ANSWERS, DEVELOPMENT, json!("Min samverkan."));
    answer(&workshop, "now.json", DEVELOPMENT, json!("Min samverkan."));
    let said = workshop.run(&["import", "back", "--base", "now.json"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.contains("--base were not needed"), "{}", said.stdout);
    assert_eq!(
        (now(&workshop, FIRST), now(&workshop, DEVELOPMENT)),
        (json!("Ett.\n\nTvå nya ord."), json!("Min samverkan."))
    );
    let other = String::from_utf8(workshop.read(OTHER)).expect("text");
    assert!(other.contains("Två andra ord.") && other.contains("Min samverkan."), "{other}");
}

#[test]
fn one_version_that_is_known_may_not_be_the_one() {
    let (workshop, mut word) = report();
    word.parts.retain(|(name, _)| name != "docProps/custom.xml");
    let then = workshop.read(ANSWERS);
    answer(&workshop, ANSWERS, DEVELOPMENT, json!("Min samverkan."));
    fs::remove_dir_all(workshop.path("out")).expect("a folder");
    workshop.build(&["--format", "docx"]);
    let before = workshop.read(ANSWERS);
    let said = import(&workshop, &word, &[]);
    assert_eq!((said.code, workshop.read(ANSWERS)), (1, before), "{said:?}");
    assert!(said.stderr.contains("no-base") && said.stderr.contains("--base"), "{}", said.stderr);
    fs::write(workshop.path("then.json"), then).expect("a file");
    for changes in ["1 change\n", "no changes\n"] {
        let said = import(&workshop, &word, &["--base", "then.json"]);
        assert!(said.code == 0 && said.stdout.contains(changes), "{said:?}");
    }
    // One that says nothing new can undo nothing.
    workshop.build(&["--format", "docx"]);
    let mut word = Word::read(&workshop.read(DOCX));
    word.parts.retain(|(name, _)| name != "docProps/custom.xml");
    let said = import(&workshop, &word, &[]);
    assert!(said.code == 0 && said.stdout.contains("no changes\n"), "{said:?}");
}

#[test]
fn a_cover_that_names_another_body_is_no_file_of_this_one() {
    let (workshop, mut word) = report();
    another_body(&workshop);
    word.parts.retain(|(name, _)| name != "docProps/custom.xml");
    // The numbers had been mixed up, and were corrected.
    answer(&workshop, ANSWERS, "/diary_number", json!("0500/23"));
    answer(&workshop, OTHER, "/diary_number", json!("0497/23"));
    let before = workshop.read(OTHER);
    for args in [&["--base", OTHER][..], &["--into", OTHER, "--base", OTHER], &["--overwrite"]] {
        let said = import(&workshop, &word, args);
        assert_eq!((said.code, workshop.read(OTHER)), (1, before.clone()), "{said:?}");
        assert!(said.stderr.contains("other-report"), "{}", said.stderr);
        assert!(said.stderr.contains("Utbildningsnämnden"), "{}", said.stderr);
    }
}

#[test]
fn a_strategy_is_taken_whole() {
    let empty = json!({ "status": "", "development": "" });
    for now_there in [empty, json!({}), Value::Null] {
        let (workshop, mut word) = report();
        word.replace("Samverkan.", "Bättre samverkan.");
        let status = now(&workshop, &format!("{FOURTH}/status"));
        answer(&workshop, ANSWERS, FOURTH, now_there.clone());
        let said = import(&workshop, &word, &["--overwrite"]);
        assert_eq!(said.code, 0, "{now_there}: {said:?}");
        let fourth = now(&workshop, FOURTH);
        assert_eq!(
            (&fourth["status"], &fourth["development"]),
            (&status, &json!("Bättre samverkan."))
        );
    }
}

#[test]
fn answers_that_were_deleted_come_back_whole() {
    let (workshop, word) = report();
    let before: Value = serde_json::from_slice(&workshop.read(ANSWERS)).expect("JSON");
    fs::remove_file(workshop.path(ANSWERS)).expect("a file");
    let said = import(&workshop, &word, &["--overwrite"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(now(&workshop, FIRST), "Ett.\n\nTvå nya ord.");
    for pointer in [DEVELOPMENT, STATUS] {
        assert_eq!(Some(&now(&workshop, pointer)), before.pointer(pointer), "{pointer}");
    }
    assert_eq!(workshop.run(&["check", ANSWERS]).code, 0);
}

#[test]
fn what_check_will_refuse_is_told_at_once() {
    let (workshop, mut word) = report();
    word.replace("Två nya ord.", "Två nya ord 😀.");
    for args in [&["--dry-run"][..], &[]] {
        let said = import(&workshop, &word, args);
        assert_eq!(said.code, 1, "{said:?}");
        assert!(
            said.stdout.contains("dnr check will refuse") && said.stdout.contains("1F600"),
            "{}",
            said.stdout
        );
    }
    assert!(now(&workshop, FIRST).as_str().is_some_and(|text| text.contains('😀')));
    let said = workshop.run(&["check", ANSWERS]);
    assert!(said.code == 1 && said.stderr.contains("1F600"), "{said:?}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_told_and_waited_for_by_nobody() {
    let (workshop, word) = report();
    fs::create_dir_all(workshop.path("back/more")).expect("a folder");
    fs::write(workshop.path("back/a.docx"), word.bytes()).expect("a file");
    std::os::unix::fs::symlink("more", workshop.path("back/link")).expect("a link");
    let pipe = workshop.path("back/pipe.docx");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    // Nobody waits for ever where the pipe is opened.
    let writer = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_secs(20));
        drop(fs::OpenOptions::new().read(true).write(true).open(pipe));
    });
    let start = std::time::Instant::now();
    let said = workshop.run(&["import", "back"]);
    assert!(start.elapsed().as_secs() < 15, "{said:?}");
    drop(writer);
    assert_eq!(said.code, 1, "{said:?}");
    for told in [
        "link cannot be read as a Word file: it is a link to a folder",
        "pipe.docx cannot be read as a Word file: it is no file",
    ] {
        assert!(said.stderr.contains(told), "{told}: {}", said.stderr);
    }
    assert_eq!(now(&workshop, FIRST), "Ett.\n\nTvå nya ord.");
}

#[test]
fn the_mark_at_the_start_of_a_file_stays() {
    let (workshop, _) = report();
    let plain = workshop.read(ANSWERS);
    fs::write(workshop.path(ANSWERS), [b"\xef\xbb\xbf", &plain[..]].concat()).expect("a file");
    workshop.build(&["--format", "docx"]);
    let mut word = Word::read(&workshop.read(DOCX));
    word.replace("Två ord.", "Två nya ord.");
    let said = import(&workshop, &word, &[]);
    assert_eq!(said.code, 0, "{said:?}");
    let wanted = String::from_utf8(plain).expect("text").replace("Två ord.", "Två nya ord.");
    assert_eq!(workshop.read(ANSWERS), [b"\xef\xbb\xbf", wanted.as_bytes()].concat());
}

#[test]
fn a_file_of_which_all_was_taken_may_be_written_over() {
    let (workshop, word) = report();
    fs::write(workshop.path(DOCX), word.bytes()).expect("a file");
    let said = workshop.run(&["build", "--format", "docx"]);
    assert!(said.code == 1 && said.stderr.contains("edited-output"), "{said:?}");
    let said = workshop.run(&["import", DOCX]);
    assert_eq!(said.code, 0, "{said:?}");
    workshop.build(&["--format", "docx"]);
    assert!(Word::read(&workshop.read(DOCX)).text("word/document.xml").contains("Två nya ord."));
    let again = workshop.run(&["build", "--format", "docx"]);
    assert!(again.code == 0 && again.stdout.contains("unchanged"), "{again:?}");
    // What holds more than was taken is left alone.
    let mut word = Word::read(&workshop.read(DOCX));
    word.replace("Två nya ord.", "Två egna ord.");
    fs::write(workshop.path(DOCX), word.bytes()).expect("a file");
    answer(&workshop, ANSWERS, FIRST, json!("Ett.\n\nTvå mina ord."));
    assert_eq!(workshop.run(&["import", DOCX]).code, 1);
    let said = workshop.run(&["build", "--format", "docx"]);
    assert!(said.code == 1 && said.stderr.contains("edited-output"), "{said:?}");
}
