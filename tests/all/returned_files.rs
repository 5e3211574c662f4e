//! Which answers a returned file belongs to, which it was made from, and what else
//! comes back beside Word files.

use std::fs;

use crate::support::word::Word;
use crate::support::{ANSWERS, DOCX, Said, Workshop};
use serde_json::{Value, json};

const FIRST: &str = "/answers/implementering";
const DEVELOPMENT: &str = "/answers/strategier-alla/4/development";

fn answer(workshop: &Workshop, file: &str, pointer: &str, value: &str) {
    workshop.change(file, |answers| *answers.pointer_mut(pointer).expect(pointer) = json!(value));
}

fn now(workshop: &Workshop, file: &str, pointer: &str) -> Value {
    let answers: Value = serde_json::from_slice(&workshop.read(file)).expect("JSON");
    answers.pointer(pointer).cloned().unwrap_or_default()
}

/// A report of which somebody has edited the first answer.
fn report() -> (Workshop, Word) {
    let workshop = Workshop::new();
    answer(&workshop, ANSWERS, FIRST, "Ett.\n\nTvå ord.");
    answer(&workshop, ANSWERS, DEVELOPMENT, "Samverkan.");
    workshop.build(&["--format", "docx"]);
    let mut word = Word::read(&workshop.read(DOCX));
    word.replace("Två ord.", "Två nya ord.");
    (workshop, word)
}

fn import(workshop: &Workshop, word: &Word, args: &[&str]) -> Said {
    fs::write(workshop.path("returned.docx"), word.bytes()).expect("a file");
    workshop.run(&[&["import", "returned.docx"], args].concat())
}

fn records(said: &Said) -> Vec<Value> {
    let record = |line: &str| serde_json::from_str(line).unwrap_or_else(|_| panic!("{said:?}"));
    said.stdout.lines().map(record).collect()
}

#[test]
fn a_file_that_lost_its_properties_undoes_nothing() {
    let (workshop, mut word) = report();
    let then = workshop.read(ANSWERS);
    word.parts.retain(|(name, _)| name != "docProps/custom.xml");
    answer(&workshop, ANSWERS, DEVELOPMENT, "Samverkan och mer.");
    let before = workshop.read(ANSWERS);
    for _ in 0..2 {
        let said = import(&workshop, &word, &[]);
        assert_eq!((said.code, workshop.read(ANSWERS)), (1, before.clone()), "{said:?}");
        let told = ["no-base", "does not say any more", "--base FILE", "--overwrite"];
        assert!(told.iter().all(|told| said.stderr.contains(told)), "{}", said.stderr);
        // Nor where the answers of now were built as well.
        workshop.build(&["--format", "docx"]);
    }
    fs::write(workshop.path("then.json"), &then).expect("a file");
    let said = import(&workshop, &word, &["--base", "then.json"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(now(&workshop, ANSWERS, FIRST), "Ett.\n\nTvå nya ord.");
    assert_eq!(now(&workshop, ANSWERS, DEVELOPMENT), "Samverkan och mer.");
    fs::write(workshop.path(ANSWERS), before).expect("a file");
    let said = import(&workshop, &word, &["--overwrite"]);
    assert!(said.code == 0 && said.stdout.contains("does not say which answers"), "{said:?}");
    assert_eq!(now(&workshop, ANSWERS, DEVELOPMENT), "Samverkan.");
}

#[test]
fn a_form_needs_no_base_where_nothing_is_answered() {
    let workshop = Workshop::new();
    let new = ["new", "--form", "trygghet-2023", "--body", "socialnamnd-hisingen"];
    let form = |args: &[&str]| {
        let said = workshop.run(&[&new[..], &["--dnr", "0498/23"], args].concat());
        assert_eq!(said.code, 0, "{said:?}");
    };
    form(&["--format", "docx", "--out", "blank.docx"]);
    form(&[]);
    let mut word = Word::read(&workshop.read("blank.docx"));
    word.replace("Klicka här och skriv svaret.", "Nytt svar.").replace("<w:showingPlcHdr/>", "");
    word.parts.retain(|(name, _)| name != "docProps/custom.xml");
    let answers = "input/trygghet-2023/answers/socialnamnd-hisingen.json";
    let said = import(&workshop, &word, &[]);
    assert_eq!((said.code, now(&workshop, answers, FIRST)), (0, json!("Nytt svar.")), "{said:?}");
}

#[test]
fn a_file_without_edits_is_nobodys_rival() {
    let (workshop, word) = report();
    fs::create_dir_all(workshop.path("back")).expect("a folder");
    fs::write(workshop.path("back/b.docx"), word.bytes()).expect("a file");
    fs::copy(workshop.path(DOCX), workshop.path("back/a.docx")).expect("a file");
    fs::copy(workshop.path(DOCX), workshop.path("back/c.docx")).expect("a file");
    let said = workshop.run(&["import", "back"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(now(&workshop, ANSWERS, FIRST), "Ett.\n\nTvå nya ord.");
    assert_eq!(said.stdout.matches("  no changes\n").count(), 2, "{}", said.stdout);
}

#[test]
fn every_file_has_a_record_for_programs() {
    let (workshop, word) = report();
    fs::create_dir_all(workshop.path("back")).expect("a folder");
    fs::write(workshop.path("back/a.docx"), word.bytes()).expect("a file");
    fs::write(workshop.path("back/b.pdf"), "%PDF-1.7").expect("a file");
    let said = workshop.run(&["import", "back", "nowhere.docx", "--format", "json"]);
    assert_eq!(said.code, 1, "{said:?}");
    let records = records(&said);
    let files: Vec<&str> = records.iter().map(|r| r["file"].as_str().expect("a name")).collect();
    assert_eq!(files, ["back/a.docx", "back/b.pdf", "nowhere.docx"]);
    assert_eq!(records[0]["problems"], json!([]));
    let problem = &records[1]["problems"][0];
    assert_eq!(
        (&problem["code"], &problem["severity"]),
        (&json!("not-word"), &json!("error")),
        "{problem}"
    );
    assert_eq!(problem["hints"][0], "ask for the Word file that the PDF was made from");
    assert_eq!(records[2]["problems"][0]["code"], "cannot-read");
    for record in &records {
        let keys: Vec<&String> = record.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["file", "answers", "backup", "changes", "notes", "problems"]);
    }
    assert_eq!(said.stderr, "");
}

#[test]
fn a_corrected_number_is_told_and_no_hindrance() {
    for into in [&[][..], &["--into", ANSWERS]] {
        let (workshop, word) = report();
        workshop.change(ANSWERS, |answers| answers["diary_number"] = json!("0499/23"));
        let said = import(&workshop, &word, into);
        assert_eq!(said.code, 0, "{said:?}");
        let told = "· the file bears the number 0497/23, and the answers 0499/23, which stays";
        assert!(said.stdout.contains(told), "{}", said.stdout);
        assert_eq!(now(&workshop, ANSWERS, FIRST), "Ett.\n\nTvå nya ord.");
        assert_eq!(now(&workshop, ANSWERS, "/diary_number"), "0499/23");
    }
    // Nor for a form that was begun with another number.
    let workshop = Workshop::new();
    let new = ["new", "--form", "trygghet-2023", "--body", "socialnamnd-hisingen"];
    for (number, args) in
        [("0498/23", &["--format", "docx", "--out", "blank.docx"][..]), ("0500/23", &[])]
    {
        let said = workshop.run(&[&new[..], &["--dnr", number], args].concat());
        assert_eq!(said.code, 0, "{said:?}");
    }
    let mut word = Word::read(&workshop.read("blank.docx"));
    word.replace("Klicka här och skriv svaret.", "Nytt svar.").replace("<w:showingPlcHdr/>", "");
    let said = import(&workshop, &word, &[]);
    let answers = "input/trygghet-2023/answers/socialnamnd-hisingen.json";
    assert_eq!((said.code, now(&workshop, answers, FIRST)), (0, json!("Nytt svar.")), "{said:?}");
    assert!(said.stdout.contains("0498/23, and the answers 0500/23"), "{}", said.stdout);
}

#[test]
fn of_several_answers_of_one_body_none_is_chosen() {
    let (workshop, word) = report();
    let other = "input/trygghet-2023/answers/copy.json";
    fs::copy(workshop.path(ANSWERS), workshop.path(other)).expect("a file");
    fs::remove_dir_all(workshop.path("out")).expect("a folder");
    let said = import(&workshop, &word, &[]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stderr.contains("belongs to several answers"), "{}", said.stderr);
    assert!(said.stderr.contains("copy.json") && said.stderr.contains("utbildningsnamnden.json"));
    assert!(said.stderr.contains("--into"), "{}", said.stderr);
    // The diary number says which.
    workshop.change(other, |answers| answers["diary_number"] = json!("0499/23"));
    assert_eq!(import(&workshop, &word, &[]).code, 0);
}

#[test]
fn no_file_of_a_folder_is_passed_over() {
    let (workshop, _) = report();
    let told = [
        ("a.txt", "plain text", "Word file"),
        ("b.html", "web page", "Word file"),
        ("c.wpd", "another program", "save it anew as .docx"),
        ("d.zip", "an archive", "unpack it"),
        ("e.docm", "another kind", "ask for it anew"),
        ("f.dotx", "another kind", "ask for it anew"),
        ("g.pages", "Pages", "Export To"),
        ("h.odg", "a drawing", "ask for the Word file"),
        ("i", "another kind", "ask for it anew"),
        ("j.xlsx", "a sheet", "ask for the Word file"),
    ];
    let passed = ["k.json", "l.json.bak", "l.json.bak2", ".hidden.docx", "~$m.docx", "Thumbs.db"];
    for (name, ..) in told {
        let folder = format!("back/{name}-alone");
        fs::create_dir_all(workshop.path(&folder)).expect("a folder");
        fs::write(workshop.path(&folder).join(name), "what it is").expect("a file");
    }
    fs::write(workshop.path("back/n.docx"), "%PDF-1.7 under another name").expect("a file");
    for name in passed {
        fs::write(workshop.path("back").join(name), "{}").expect("a file");
    }
    let said = workshop.run(&["import", "back", "--format", "json"]);
    assert_eq!(said.code, 1, "{said:?}");
    let records = records(&said);
    assert_eq!(records.len(), told.len() + 1, "{said:?}");
    for (record, (name, kind, advice)) in records.iter().zip(told) {
        let problem = &record["problems"][0];
        let words = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        assert!(words(&record["file"]).ends_with(name), "{record}");
        assert!(words(&problem["message"]).contains(kind), "{problem}");
        assert!(words(&problem["hints"][0]).contains(advice), "{problem}");
    }
    assert!(records[told.len()]["problems"][0]["message"].to_string().contains("a PDF"));
}

/// A template and a file with macros are Word files as well.
#[test]
fn a_word_file_is_read_whatever_its_ending() {
    let (workshop, word) = report();
    fs::create_dir_all(workshop.path("back")).expect("a folder");
    fs::write(workshop.path("back/a.docm"), word.bytes()).expect("a file");
    let said = workshop.run(&["import", "back"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(now(&workshop, ANSWERS, FIRST), "Ett.\n\nTvå nya ord.");
}

#[test]
fn the_records_beside_a_file_lead_to_its_answers() {
    let (workshop, word) = report();
    fs::create_dir_all(workshop.path("elsewhere")).expect("a folder");
    fs::rename(workshop.path("input"), workshop.path("elsewhere/round")).expect("a folder");
    // The folders were moved together, as one may.
    fs::rename(workshop.path("out"), workshop.path("elsewhere/out")).expect("a folder");
    fs::rename(workshop.path("elsewhere/round"), workshop.path("elsewhere/input")).expect("it");
    let returned = "elsewhere/out/returned.docx";
    fs::write(workshop.path(returned), word.bytes()).expect("a file");
    let said = workshop.run(&["import", returned]);
    assert_eq!(said.code, 0, "{said:?}");
    let answers = format!("elsewhere/{ANSWERS}");
    assert!(said.stdout.contains(&format!("→ {answers}\n")), "{}", said.stdout);
    assert_eq!(now(&workshop, &answers, FIRST), "Ett.\n\nTvå nya ord.");
    // Those of the input come first, and of several there the one that is recorded.
    fs::create_dir_all(workshop.path("back")).expect("a folder");
    fs::write(workshop.path("back/returned.docx"), word.bytes()).expect("a file");
    let said = workshop.run(&["import", "back/returned.docx"]);
    assert_eq!(said.code, 1, "{said:?}");
    let out = ["--out", "elsewhere/out"];
    let said = workshop.run(&[&["import", "back/returned.docx"], &out[..]].concat());
    assert!(said.code == 0 && said.stdout.contains("no changes\n"), "{said:?}");
}
