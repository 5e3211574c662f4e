//! Answers that were changed after the Word file was made keep their changes.

use std::fs;

use crate::support::word::{DOCUMENT, Word};
use crate::support::{ANSWERS, DOCX, Said, Workshop};
use serde_json::{Value, json};

const FIRST: &str = "/answers/implementering";
const STATUS: &str = "/answers/strategier-alla/1/status";
const DEVELOPMENT: &str = "/answers/strategier-alla/4/development";

/// A report whose Word file is edited, and then its answers are too.
struct Round {
    workshop: Workshop,
    word: Word,
}

impl Round {
    fn new() -> Self {
        let workshop = Workshop::new();
        workshop.change(ANSWERS, |answers| {
            answers["// note"] = json!("hemlig anteckning");
            answers["answers"]["implementering"] = json!("Ett.\n\nTvå ord.");
            answers["answers"]["strategier-alla"]["4"]["development"] = json!("Samverkan.");
        });
        workshop.build(&["--format", "docx"]);
        let word = Word::read(&workshop.read(DOCX));
        Self { workshop, word }
    }

    fn answer(&self, pointer: &str, value: &str) {
        self.workshop.change(ANSWERS, |answers| {
            *answers.pointer_mut(pointer).expect(pointer) = json!(value);
        });
    }

    fn import(&self, args: &[&str]) -> Said {
        fs::write(self.workshop.path("returned.docx"), self.word.bytes()).expect("a file");
        self.workshop.run(&[&["import", "returned.docx"], args].concat())
    }

    fn now(&self, pointer: &str) -> Value {
        let answers: Value = serde_json::from_slice(&self.workshop.read(ANSWERS)).expect("JSON");
        answers.pointer(pointer).cloned().unwrap_or_default()
    }
}

#[test]
fn edits_of_both_sides_hold() {
    let mut round = Round::new();
    round.word.replace("Två ord.", "Två nya ord.");
    round.answer(DEVELOPMENT, "Samverkan och mer.");
    round.answer(STATUS, "mindre");
    let said = round.import(&[]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.contains("\n  1 change\n"), "{}", said.stdout);
    assert_eq!(round.now(FIRST), "Ett.\n\nTvå nya ord.");
    assert_eq!(round.now(DEVELOPMENT), "Samverkan och mer.");
    assert_eq!(round.now(STATUS), "mindre");
}

#[test]
fn what_both_changed_stays_and_is_told_with_both_texts() {
    let mut round = Round::new();
    round.word.replace("Två ord.", "Två andra ord.");
    round.word.tick("strategier-alla/1/status/enligt", Some(false), None);
    round.word.tick("strategier-alla/1/status/storre", Some(true), None);
    round.answer(FIRST, "Ett.\n\nTvå egna ord.");
    round.answer(STATUS, "mindre");
    let said = round.import(&[]);
    assert_eq!(said.code, 1, "{said:?}");
    assert_eq!(round.now(FIRST), "Ett.\n\nTvå egna ord.");
    assert_eq!(round.now(STATUS), "mindre");
    for told in
        ["Två egna ord.", "Två andra ord.", "Mindre utvecklingsarbete", "Större utvecklingsarbete"]
    {
        assert!(said.stdout.contains(told), "{told}: {}", said.stdout);
    }
    assert!(said.stdout.contains("no changes, 2 to decide"), "{}", said.stdout);
    let lines =
        ["\n      yours: Ett.⏎⏎Två egna ord.\n", "\n      the file's: Ett.⏎⏎Två andra ord.\n"];
    assert!(lines.iter().all(|line| said.stdout.contains(line)), "{}", said.stdout);
    // It can be decided for the file.
    let said = round.import(&["--overwrite"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(
        (round.now(FIRST), round.now(STATUS)),
        (json!("Ett.\n\nTvå andra ord."), json!("storre"))
    );
}

#[test]
fn the_same_edit_on_both_sides_is_none() {
    let mut round = Round::new();
    round.word.replace("Två ord.", "Två nya ord.");
    round.answer(FIRST, "Ett.\n\nTvå nya ord.");
    let said = round.import(&[]);
    assert!(said.code == 0 && said.stdout.contains("no changes\n"), "{said:?}");
}

#[test]
fn a_file_that_was_edited_on_comes_back_again() {
    let mut round = Round::new();
    round.word.replace("Två ord.", "Två nya ord.");
    assert_eq!(round.import(&[]).code, 0);
    round.word.replace("Ett.", "Ett och ett halvt.");
    let said = round.import(&[]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(round.now(FIRST), "Ett och ett halvt.\n\nTvå nya ord.");
}

#[test]
fn without_the_answers_of_then_nothing_is_undone() {
    let mut round = Round::new();
    let then = round.workshop.read(ANSWERS);
    round.word.replace("Två ord.", "Två nya ord.");
    round.answer(DEVELOPMENT, "Samverkan och mer.");
    fs::remove_dir_all(round.workshop.path("out")).expect("a folder");
    let before = round.workshop.read(ANSWERS);
    let said = round.import(&[]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(
        said.stderr.contains("no-base") && said.stderr.contains("--base FILE"),
        "{}",
        said.stderr
    );
    assert_eq!(round.workshop.read(ANSWERS), before);
    fs::write(round.workshop.path("then.json"), &then).expect("a file");
    let said = round.import(&["--base", "then.json"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(round.now(FIRST), "Ett.\n\nTvå nya ord.");
    assert_eq!(round.now(DEVELOPMENT), "Samverkan och mer.");
}

#[test]
fn what_is_kept_holds_no_notes_and_goes_with_its_report() {
    let round = Round::new();
    let folder = round.workshop.path("out/.dnr/answers");
    let kept = || -> Vec<String> {
        let Ok(folders) = fs::read_dir(&folder) else { return Vec::new() };
        let folders = folders.map(|folder| folder.expect("a folder").path());
        let files = folders.flat_map(|folder| fs::read_dir(folder).expect("a folder"));
        files.map(|file| fs::read_to_string(file.expect("a file").path()).expect("text")).collect()
    };
    assert_eq!(kept().len(), 1);
    assert!(kept()[0].contains("Två ord") && !kept()[0].contains("hemlig"), "{:?}", kept());
    round.answer(FIRST, "Annat.");
    round.workshop.build(&["--format", "docx"]);
    assert_eq!(kept().len(), 2);
    let other = ANSWERS.replace("utbildningsnamnden", "kulturnamnden");
    fs::copy(round.workshop.path(ANSWERS), round.workshop.path(&other)).expect("a file");
    round.workshop.change(&other, |answers| {
        answers["body"] = json!("kulturnamnden");
        answers["diary_number"] = json!("0500/23");
        let answers = answers["answers"].as_object_mut().expect("answers");
        answers.shift_remove("strategier-utpekade");
    });
    round.workshop.build(&["--format", "docx"]);
    assert_eq!(kept().len(), 3);
    fs::remove_file(round.workshop.path(&other)).expect("a file");
    round.workshop.build(&["--format", "docx", "--prune"]);
    assert_eq!(kept().len(), 2);
}

/// A blank form was made from no answers at all.
#[test]
fn a_blank_form_undoes_no_answers() {
    let workshop = Workshop::new();
    let new = ["new", "--form", "trygghet-2023", "--body", "utbildningsnamnden"];
    let said = workshop.run(
        &[&new[..], &["--dnr", "0497/23", "--format", "docx", "--out", "blank.docx"]].concat(),
    );
    assert_eq!(said.code, 0, "{said:?}");
    let before = workshop.read(ANSWERS);
    let said = workshop.run(&["import", "blank.docx"]);
    assert!(said.code == 0 && said.stdout.contains("no changes"), "{said:?}");
    let mut word = Word::read(&workshop.read("blank.docx"));
    word.replace("Klicka här och skriv svaret.", "Nytt svar.").replace("<w:showingPlcHdr/>", "");
    fs::write(workshop.path("blank.docx"), word.bytes()).expect("a file");
    let said = workshop.run(&["import", "blank.docx"]);
    assert_eq!((said.code, workshop.read(ANSWERS)), (1, before), "{said:?}");
    assert!(said.stdout.contains("Nytt svar."), "{}", said.stdout);
}

#[test]
fn a_form_lies_in_the_input_wherever_the_answers_lie() {
    let mut round = Round::new();
    round.word.replace("Två ord.", "Två nya ord.");
    fs::create_dir_all(round.workshop.path("desk")).expect("a folder");
    fs::copy(round.workshop.path(ANSWERS), round.workshop.path("desk/mine.json")).expect("a file");
    let said = round.import(&["--into", "desk/mine.json"]);
    assert_eq!(said.code, 0, "{said:?}");
    let mine: Value = serde_json::from_slice(&round.workshop.read("desk/mine.json")).expect("JSON");
    assert_eq!(mine.pointer(FIRST), Some(&json!("Ett.\n\nTvå nya ord.")));
    assert_eq!(round.now(FIRST), "Ett.\n\nTvå ord.");
    fs::rename(round.workshop.path("input"), round.workshop.path("forms")).expect("a folder");
    let said = round.import(&["--into", "desk/mine.json", "--input", "forms"]);
    assert!(said.code == 0 && said.stdout.contains("no changes"), "{said:?}");
}

#[test]
fn every_file_of_a_folder_is_told_of() {
    let mut round = Round::new();
    let back = |name: &str| round.workshop.path("back").join(name);
    fs::create_dir_all(back("more")).expect("a folder");
    for name in ["a.doc", "b.odt", "c.rtf", "d.pdf", "e.docm", "f.msg", "more/g.docx"] {
        fs::write(back(name), "what it is").expect("a file");
    }
    round.word.replace("Två ord.", "Två nya ord.");
    fs::write(back("h.docx"), round.word.bytes()).expect("a file");
    let said = round.workshop.run(&["import", "back"]);
    assert_eq!(said.code, 1);
    for told in [
        "a.doc can",
        "b.odt can",
        "c.rtf",
        "d.pdf cannot be read as a Word file: it is a PDF",
        "e.docm",
        "f.msg",
        "g.docx",
    ] {
        assert!(said.stderr.contains(told), "{told}: {}", said.stderr);
    }
    assert_eq!(round.now(FIRST), "Ett.\n\nTvå nya ord.");
}

#[test]
fn of_two_files_of_one_report_none_is_chosen() {
    let mut round = Round::new();
    let mut other = round.word.clone();
    other.replace("Två ord.", "Två andra ord.");
    round.word.replace("Två ord.", "Två nya ord.");
    fs::create_dir_all(round.workshop.path("back")).expect("a folder");
    let back = |name: &str, word: &Word| {
        fs::write(round.workshop.path("back").join(name), word.bytes()).expect("a file");
    };
    back("a.docx", &round.word);
    back("b.docx", &other);
    let before = round.workshop.read(ANSWERS);
    let said = round.workshop.run(&["import", "back"]);
    assert_eq!((said.code, round.workshop.read(ANSWERS)), (1, before));
    for told in ["back/a.docx and back/b.docx are", "back/b.docx and back/a.docx are"] {
        assert!(said.stderr.contains(told), "{}", said.stderr);
    }
    // Nor where what one says is yet to be decided.
    round.answer(FIRST, "Ett.\n\nTvå egna ord.");
    let said = round.workshop.run(&["import", "back"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("back/a.docx and back/b.docx are"), "{said:?}");
    round.answer(FIRST, "Ett.\n\nTvå ord.");
    // Copies of one file are one.
    back("a.docx", &other);
    let said = round.workshop.run(&["import", "back"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(round.now(FIRST), "Ett.\n\nTvå andra ord.");
    assert!(said.stdout.contains("the same edits as back/a.docx"), "{}", said.stdout);
}

#[test]
fn a_file_is_read_by_the_look_that_it_was_made_with() {
    let linear = ["--format", "docx", "--set", "matrix.linear=true", "--force"];
    let mut round = Round::new();
    round.workshop.build(&linear);
    round.word = Word::read(&round.workshop.read(DOCX));
    let properties = round.word.text("docProps/custom.xml");
    assert!(properties.contains("matrix.linear=true") && properties.contains("goteborg"));
    let said = round.import(&[]);
    assert!(said.code == 0 && said.stdout.contains("no changes\n"), "{said:?}");
    round.word.replace("Samverkan.", "Bättre samverkan.");
    let said = round.import(&[]);
    assert_eq!((said.code, round.now(DEVELOPMENT)), (0, json!("Bättre samverkan.")), "{said:?}");
    // One that does not say so is refused, and so is a look that is not there.
    let unsaid = |from: &str, to: &str| {
        let mut word = round.word.clone();
        word.replace_in("docProps/custom.xml", from, to);
        fs::write(round.workshop.path("unsaid.docx"), word.bytes()).expect("a file");
        round.workshop.run(&["import", "unsaid.docx"])
    };
    for (from, to) in [("dnr set 1", "dnr odd"), (">goteborg<", ">annan<")] {
        let said = unsaid(from, to);
        assert_eq!(said.code, 1, "{said:?}");
        assert!(said.stderr.contains("other-look"), "{}", said.stderr);
    }
    // What a file says is never a path, nor a value that names a file.
    let said = unsaid(">goteborg<", ">../layouts/goteborg<");
    assert!(!said.stderr.contains("../layouts"), "{}", said.stderr);
    let said = unsaid("matrix.linear=true", "template=/etc/passwd");
    assert!(said.code == 1 && !said.stderr.contains("passwd"), "{said:?}");
}

#[test]
fn a_matrix_split_in_two_is_read_whole() {
    for bare in [false, true] {
        let mut round = Round::new();
        round.word.replace("Samverkan.", "Bättre samverkan.");
        if bare {
            round.word.unwrap_controls().delete_bookmarks();
        }
        let text = round.word.text(DOCUMENT);
        let table = text.find("<w:tbl>").expect("a table");
        let properties = text[table..].find("<w:tr>").expect("a row") + table;
        let fifth = text[table..].match_indices("<w:tr>").nth(5).expect("a row").0 + table;
        let split = format!(
            "{}</w:tbl><w:p/>{}{}",
            &text[..fifth],
            &text[table..properties],
            &text[fifth..]
        );
        round.word.set(DOCUMENT, split);
        let said = round.import(&[]);
        assert_eq!(said.code, 0, "{said:?}");
        assert!(said.stdout.contains("\n  1 change\n"), "{}", said.stdout);
        assert_eq!(round.now(DEVELOPMENT), "Bättre samverkan.");
    }
}

#[test]
fn what_is_gone_or_pasted_is_to_be_decided() {
    let told = |edit: &dyn Fn(&mut Word), wanted: &str| {
        let mut round = Round::new();
        edit(&mut round.word);
        let before = round.workshop.read(ANSWERS);
        let said = round.import(&[]);
        assert_eq!((said.code, round.workshop.read(ANSWERS)), (1, before), "{said:?}");
        assert!(said.stdout.contains(wanted), "{wanted}: {}", said.stdout);
    };
    let gone = "its place is not in the file";
    let row_gone = |word: &mut Word| {
        word.rows(0, |rows| drop(rows.drain(7..9)));
    };
    told(&row_gone, gone);
    let table = |word: &mut Word| {
        word.change(|body| {
            let at = body.elements().position(|e| e.name == "w:tbl").expect("a table");
            body.children.remove(at);
        });
    };
    told(&table, gone);
    let pasted = |word: &mut Word| {
        let heading = r#"<w:p><w:pPr><w:pStyle w:val="Heading1"/>"#;
        let cell = "<w:tc><w:p><w:r><w:t>Klistrad tabell</w:t></w:r></w:p></w:tc>";
        word.replace(heading, &format!("<w:tbl><w:tr>{cell}</w:tr></w:tbl>{heading}"));
    };
    told(&pasted, "Klistrad tabell");
    let row = |word: &mut Word| {
        word.rows(0, |rows| {
            let xml = "<w:tr><w:tc><w:p><w:r><w:t>Egen rad</w:t></w:r></w:p></w:tc></w:tr>";
            rows.insert(9, dnr::xml::Node::Element(crate::support::word::element(xml)));
        });
    };
    told(&row, "Egen rad");
    let broken = "a tracked change is broken";
    let words = "<w:t xml:space=\"preserve\">Två ord.</w:t>";
    let deleted = |word: &mut Word| {
        word.replace(words, &format!("{words}</w:r><w:r><w:delText>borta</w:delText>"));
    };
    told(&deleted, broken);
    let moved = |word: &mut Word| {
        let start = r#"<w:moveFromRangeStart w:id="901" w:name="move1"/>"#;
        word.replace(
            "<w:p><w:pPr><w:pStyle w:val=\"Answer\"/>",
            &format!("{start}<w:p><w:pPr><w:pStyle w:val=\"Answer\"/>"),
        );
    };
    told(&moved, broken);
}
