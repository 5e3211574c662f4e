//! `dnr verify` tells a file that is well from one that is not.

use std::fs;

use crate::support::chance::number;
use crate::support::crafted::Crafted;
use crate::support::docx::repacked;
use crate::support::{ANSWERS, DOCX, FORM, PDF, Workshop};
use dnr::hash::hash;
use dnr::messages::Messages;
use dnr::verify::{self, Check};
use serde_json::{Value, json};

const ALL: [&str; 2] = ["--format", "pdf,docx,html,json"];

fn built(args: &[&str]) -> Workshop {
    let workshop = Workshop::new();
    workshop.build(args);
    workshop
}

/// The exit status, and what is said of each file.
fn verified(workshop: &Workshop, args: &[&str]) -> (i32, Vec<Value>) {
    let said = workshop.run(&[&["verify", "--format", "json"], args].concat());
    let found: Value = serde_json::from_str(&said.stdout).expect("JSON");
    (said.code, found["files"].as_array().expect("files").clone())
}

/// The ids of the checks that do not hold.
fn faults(file: &Value) -> Vec<&str> {
    let checks = file["checks"].as_array().expect("checks").iter();
    checks.filter(|one| one["holds"] == false).filter_map(|one| one["check"].as_str()).collect()
}

#[test]
fn what_is_just_written_is_well() {
    let workshop = built(&ALL);
    let (code, files) = verified(&workshop, &[]);
    assert_eq!((code, files.len()), (0, 4));
    for file in &files {
        assert_eq!((&file["well"], &file["origin"]), (&json!(true), &json!("current")), "{file}");
    }
    let pdf = files.iter().find(|file| file["format"] == "pdf").expect("a PDF");
    assert_eq!(pdf["claims"], json!(["PDF/A-2a", "PDF/UA-1"]));
    assert_eq!(pdf["answers"], ANSWERS);
    let said = workshop.run(&["verify", PDF]);
    let line = format!("{PDF}: claims PDF/A-2a, PDF/UA-1, no faults, is what its inputs give\n");
    assert!(said.stdout.starts_with(&line), "{}", said.stdout);
}

#[test]
fn every_standard_and_setting_can_be_made_again() {
    let workshop = Workshop::new();
    for (args, claims) in [
        (&["--pdf-standard", "a-1a"][..], json!(["PDF/A-1a"])),
        (&["--pdf-standard", "a-3a+ua-1", "--attach"], json!(["PDF/A-3a", "PDF/UA-1"])),
    ] {
        workshop.build(args);
        let (code, files) = verified(&workshop, &[PDF]);
        assert_eq!((code, &files[0]["claims"]), (0, &claims));
    }
    let set = ["--set", "matrix.linear=true"];
    workshop.build(&set);
    assert_eq!(verified(&workshop, &set).0, 0);
    let (code, files) = verified(&workshop, &[PDF]);
    assert_eq!((code, &files[0]["origin"]), (1, &json!("outdated")));
    assert_eq!(files[0]["message"], "no longer what its inputs give (without --set matrix.linear)");
}

#[test]
fn it_says_which_input_has_changed() {
    let workshop = built(&[]);
    let why = || {
        let (code, files) = verified(&workshop, &[PDF, DOCX]);
        assert_eq!(code, 1);
        assert_eq!(files[0]["message"], files[1]["message"]);
        files[0]["message"].as_str().expect("a text").to_owned()
    };
    workshop.replace(ANSWERS, "demokratiuppdraget", "uppdraget");
    assert_eq!(why(), "no longer what its inputs give (answers changed)");
    workshop.replace(FORM, "gemenförandet", "genomförandet");
    assert_eq!(why(), "no longer what its inputs give (answers changed, form changed)");
    workshop.replace("input/bodies.json", "Utbildningsnämndens", "Nämndens");
    let all = "answers changed, form changed, the body's entry changed";
    assert_eq!(why(), format!("no longer what its inputs give ({all})"));
    workshop.replace(ANSWERS, "\"enligt\"", "\"enlig\"");
    assert_eq!(why(), format!("no report can be made of {ANSWERS} now"));
    assert!(workshop.run(&["verify", PDF]).stderr.contains("unknown-status"));
}

#[test]
fn inputs_are_found_without_a_record() {
    let workshop = built(&[]);
    fs::create_dir(workshop.path("sent")).expect("a folder");
    for path in [PDF, DOCX] {
        fs::copy(workshop.path(path), workshop.path(&path.replace("out", "sent"))).expect("a copy");
    }
    assert_eq!(verified(&workshop, &["sent"]).0, 0);
    fs::rename(workshop.path("input"), workshop.path("elsewhere")).expect("a folder");
    let (code, files) = verified(&workshop, &["sent"]);
    assert_eq!((code, &files[0]["origin"]), (1, &json!("not-found")));
    assert_eq!(verified(&workshop, &["sent", "--input", "elsewhere"]).0, 0);
}

#[test]
fn an_edited_file_is_found_out() {
    let workshop = built(&[]);
    let (mut pdf, docx) = (workshop.read(PDF), workshop.read(DOCX));
    pdf.extend(b"\n");
    fs::write(workshop.path(PDF), pdf).expect("a file");
    let edited = repacked(&docx, "word/document.xml", |text| text.replace("eleverna", "alla"));
    fs::write(workshop.path(DOCX), edited).expect("a file");
    let (code, files) = verified(&workshop, &[]);
    assert_eq!(code, 1);
    for file in &files {
        assert_eq!(file["origin"], "edited", "{file}");
        assert!(faults(file).is_empty(), "{file}");
    }
    // And it is still found out when the inputs change as well.
    workshop.replace(ANSWERS, "demokratiuppdraget", "uppdraget");
    let (_, files) = verified(&workshop, &[]);
    assert!(files.iter().all(|file| file["origin"] == "edited"));
}

/// The checks that fail when a text is replaced, wherever it stands in a file,
/// by one that is no longer.
fn broken(pdf: &[u8], from: &str, to: &str) -> Vec<Check> {
    let (from, to) = (from.as_bytes(), format!("{to:0$}", from.len()));
    let mut pdf = pdf.to_vec();
    let places: Vec<usize> =
        (0..pdf.len() - from.len()).filter(|at| pdf[*at..].starts_with(from)).collect();
    assert!(!places.is_empty(), "the file has no {}", String::from_utf8_lossy(from));
    for at in places {
        pdf[at..at + from.len()].copy_from_slice(to.as_bytes());
    }
    let findings = verify::examine(&pdf).findings.into_iter();
    findings.filter(|finding| !finding.holds()).map(|finding| finding.check).collect()
}

#[test]
fn each_fault_of_a_pdf_is_found() {
    let workshop = built(&["--format", "pdf", "--pdf-standard", "a-3a+ua-1", "--attach"]);
    let pdf = workshop.read(PDF);
    let answers = format!("answers={}", hash(&workshop.read(ANSWERS)));
    for (from, to, check) in [
        ("<pdfaid:part>3</pdfaid:part>", "", Check::Standards),
        ("<pdfuaid:part>1</pdfuaid:part>", "", Check::Standards),
        ("/Marked true", "/Marked null", Check::Tagged),
        ("/StructParents 0", "", Check::Tagged),
        ("/FontFile", "/FontFil_", Check::Fonts),
        ("/Lang(sv-SE)", "", Check::Language),
        ("/DisplayDocTitle true", "", Check::Title),
        ("/Title", "/Titel", Check::Title),
        ("/Outlines ", "/Outline_ ", Check::Bookmarks),
        ("/Alt", "/Al_", Check::Alternatives),
        ("/S/H2", "/S/H3", Check::Headings),
        (&answers, "answers=0", Check::Attachments),
    ] {
        assert_eq!(broken(&pdf, from, to), [check], "{from}");
    }
}

#[test]
fn content_is_tagged_or_an_artifact() {
    for (content, holds) in [
        ("0 0 9 9 re f", false),
        ("/P <</MCID 0>> BDC 0 0 9 9 re f EMC", true),
        ("/Artifact BMC q 0 0 9 9 re f Q EMC", true),
        ("/Artifact BMC EMC 0 0 9 9 re f", false),
        ("/Span <</Lang (sv)>> BDC 0 0 9 9 re f EMC", false),
        ("0 0 9 9 re n", true),
    ] {
        let examined = verify::examine(&Crafted::page(content).bytes());
        let finding = examined.findings.iter().find(|finding| finding.check == Check::Content);
        assert_eq!(finding.expect("it is checked").holds(), holds, "{content}");
    }
}

#[test]
fn each_fault_of_a_word_file_is_found() {
    let workshop = built(&["--format", "docx"]);
    let docx = workshop.read(DOCX);
    let document = "word/document.xml";
    for (part, from, to, check) in [
        ("docProps/core.xml", "<dc:title>", "<dc:title/><dc:titel>", Check::Readable),
        ("docProps/core.xml", "dc:title>", "dc:titel>", Check::Title),
        ("word/styles.xml", "w:lang ", "w:land ", Check::Language),
        ("[Content_Types].xml", "/word/styles.xml", "/word/stylus.xml", Check::Package),
        ("[Content_Types].xml", "Extension=\"rels\"", "Extension=\"rel\"", Check::Package),
        ("_rels/.rels", "docProps/app.xml", "docProps/none.xml", Check::Package),
        (document, "\"Heading1\"", "\"Heading2\"", Check::Headings),
    ] {
        let broken = repacked(&docx, part, |text| {
            assert!(text.contains(from), "{part} has no {from}");
            text.replace(from, to)
        });
        let findings = verify::examine(&broken).findings.into_iter();
        let wrong: Vec<Check> =
            findings.filter(|finding| !finding.holds()).map(|finding| finding.check).collect();
        assert_eq!(wrong, [check], "{part}: {from}");
    }
    let headless = repacked(&docx, document, |text| {
        text.replace("<w:tblHeader/>", "").replace("w:firstRow=\"1\"", "w:firstRow=\"0\"")
    });
    let wrong = verify::examine(&headless).findings.into_iter().filter(|one| !one.holds());
    let wrong: Vec<_> = wrong.map(|one| (one.check, one.wrong)).collect();
    assert_eq!(wrong, [(Check::HeaderRows, vec!["1".to_owned(), "2".to_owned()])]);
}

#[test]
fn foreign_files_are_told_of() {
    let workshop = built(&["--format", "pdf"]);
    let file = |name: &str, bytes: &[u8]| fs::write(workshop.path(name), bytes).expect("a file");
    file("empty.pdf", b"");
    file("text.pdf", b"%PDF-1.7 and no more");
    file("nested.pdf", &[b"%PDF-1.7 1 0 obj ".as_slice(), &b"[".repeat(1_000_000)].concat());
    file("text.docx", b"PK and no more");
    let (code, files) =
        verified(&workshop, &["empty.pdf", "text.pdf", "nested.pdf", "text.docx", PDF]);
    assert_eq!((code, files.len()), (1, 5));
    for file in &files[..4] {
        assert_eq!(faults(file), ["readable"], "{file}");
        assert_eq!(file["origin"], "untold");
    }
    assert_eq!(files[4]["well"], true);
    assert_eq!(workshop.run(&["verify", "nowhere.pdf"]).code, 2);
    fs::create_dir(workshop.path("empty")).expect("a folder");
    let said = workshop.run(&["verify", "empty"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("no files to verify in empty"), "{}", said.stderr);
}

/// Mutated files are examined without a panic.
#[test]
fn mutated_files_are_examined() {
    let workshop = built(&["--pdf-standard", "a-3a+ua-1", "--attach"]);
    for path in [PDF, DOCX] {
        let bytes = workshop.read(path);
        let mut state = 1_u64;
        let mut below = |limit: usize| {
            // A linear congruential generator (Knuth's MMIX).
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) as usize) % limit
        };
        for case in 0..number("DNR_FUZZ_CASES", 300) {
            let mut mutated = bytes.clone();
            for _ in 0..=below(8) {
                let at = below(mutated.len());
                match below(3) {
                    0 => mutated[at] = below(256) as u8,
                    1 => mutated.truncate(at.max(1)),
                    _ => drop(mutated.splice(at..at, b"<<[(/9 0 R".iter().copied())),
                }
            }
            let examined = std::panic::catch_unwind(|| verify::examine(&mutated));
            assert!(examined.is_ok(), "{path}, case {case}");
        }
    }
}

#[test]
fn both_languages_have_every_check() {
    for language in ["en", "sv"] {
        let messages = Messages::new(Some(language));
        for check in Check::ALL {
            assert!(messages.text(check.id(), None, &[]).is_some(), "{language}: {check:?}");
        }
    }
}
