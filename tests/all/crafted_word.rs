//! Word files, web pages and JSON that are made to cost memory or time: one set
//! of limits holds for `verify`, `import`, `diff` and `--template`.
//!
//! With `DNR_CRAFTED=FOLDER` the files are written there.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::support::crafted::{keep, zipped};
use crate::support::word::{DOCUMENT, Word, paragraph};
use crate::support::{DOCX, Workshop};
use dnr::import::document::Document;
use dnr::verify::{self, Check};

const ROOT: &str =
    r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#;

fn built() -> Word {
    let workshop = Workshop::new();
    workshop.build(&["--format", "docx"]);
    Word::read(&workshop.read(DOCX))
}

/// Why `verify` does not read a file, if so.
fn refusal(name: &str, bytes: &[u8]) -> String {
    keep(name, bytes);
    let started = Instant::now();
    let findings = verify::examine(bytes).findings;
    let took = started.elapsed();
    assert!(took < Duration::from_secs(8), "{name} took {took:?}, in a program not optimised");
    let readable = findings.into_iter().find(|finding| finding.check == Check::Readable);
    readable.expect("it is always said").wrong.join(" ")
}

/// Why both readers do not read a Word file, which they must agree on.
fn refused(name: &str, bytes: &[u8]) -> String {
    let verified = refusal(name, bytes);
    let imported = match Document::read(bytes.to_vec()) {
        Ok(_) => String::new(),
        Err(refusal) => refusal.id().to_owned(),
    };
    assert_eq!(verified, imported, "{name}");
    verified
}

fn with_document(xml: String) -> Vec<u8> {
    let mut word = built();
    word.set(DOCUMENT, xml);
    word.bytes()
}

#[test]
fn archives_open_within_limits() {
    assert_eq!(refused("plain.docx", &built().bytes()), "");
    let names: Vec<String> = (0..3_000).map(|number| format!("{number}.xml")).collect();
    let many = zipped(names.iter().map(|name| (name.as_str(), &b""[..])));
    assert_eq!(refused("many-parts.docx", &many), "large");
    let long = "n".repeat(60_000);
    assert_eq!(refused("long-name.docx", &zipped([(long.as_str(), &b""[..])])), "large");
    let mut zeros = built();
    zeros.set(DOCUMENT, vec![0; 17 << 20]);
    assert_eq!(refused("zeros.docx", &zeros.bytes()), "large");
    let mut cut = built().bytes();
    cut.truncate(cut.len() / 2);
    assert_eq!(refused("cut.docx", &cut), "zip");
    assert_eq!(refused("ends.docx", &b"PK\x05\x06".repeat(500_000)), "zip");
}

/// Changes all fields at that place of the directory's entries.
fn with_entries(bytes: &[u8], at: usize, field: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let starts = memchr::memmem::find_iter(&bytes, b"PK\x01\x02").collect::<Vec<_>>();
    for start in starts {
        bytes[start + at..start + at + field.len()].copy_from_slice(field);
    }
    bytes
}

#[test]
fn what_an_archive_says_of_itself_is_not_believed() {
    let bytes = built().bytes();
    assert_eq!(refused("no-size.docx", &with_entries(&bytes, 24, &[0; 4])), "");
    assert_eq!(refused("huge-size.docx", &with_entries(&bytes, 24, &[0xff; 4])), "");
    assert_eq!(refused("packed-size.docx", &with_entries(&bytes, 20, &[0xff; 4])), "zip");
    assert_eq!(refused("sum.docx", &with_entries(&bytes, 16, &[1; 4])), "zip");
    assert_eq!(refused("one-place.docx", &with_entries(&bytes, 42, &[0; 4])), "zip");
    assert_eq!(refused("password.docx", &with_entries(&bytes, 8, &[1, 0])), "encrypted");
    assert_eq!(refused("method.docx", &with_entries(&bytes, 10, &[9, 0])), "zip");
}

#[test]
fn xml_is_read_within_limits() {
    let body =
        |inside: String| with_document(format!("{ROOT}<w:body>{inside}</w:body></w:document>"));
    assert_eq!(refused("elements.docx", &body("<w:p/>".repeat(1_000_000))), "large");
    assert_eq!(refused("runs.docx", &body("<w:p><w:r/></w:p>".repeat(300_000))), "large");
    assert_eq!(refused("deep.docx", &body("<w:p>".repeat(10_000))), "large");
    let attributes = (0..100).fold(String::new(), |mut all, n| {
        write!(all, " a{n}=\"\"").expect("a string");
        all
    });
    assert_eq!(
        refused("attributes.docx", &body(format!("<w:p{attributes}/>").repeat(20_000))),
        "large"
    );
    let names = attributes.replace(" a", " xmlns:a");
    assert_eq!(refused("names.docx", &body(format!("<w:p{names}>").repeat(100))), "large");
}

/// What one part may hold, several may not.
#[test]
fn all_parts_together_keep_the_limits() {
    let mut word = built();
    let header = word
        .text("word/header1.xml")
        .replace("</w:hdr>", &format!("{}</w:hdr>", "<w:p/>".repeat(200_000)));
    let mut relations = String::new();
    for number in 10..15 {
        word.set(&format!("word/header{number}.xml"), header.as_str());
        write!(
            relations,
            r#"<Relationship Id="h{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header{number}.xml"/>"#
        )
        .expect("a string");
    }
    word.replace_in(
        "word/_rels/document.xml.rels",
        "</Relationships>",
        &format!("{relations}</Relationships>"),
    );
    assert_eq!(refusal("headers.docx", &word.bytes()), "large");
}

/// Lists that each entry of another list would be looked up in.
#[test]
fn long_lists_are_not_gone_through_again_and_again() {
    let mut word = built();
    let entries = |make: fn(usize) -> String| (0..60_000).map(make).collect::<String>();
    let types = entries(|n| format!(r#"<Override PartName="/no{n}.xml" ContentType="a/b"/>"#));
    word.replace_in("[Content_Types].xml", "</Types>", &format!("{types}</Types>"));
    let relations =
        entries(|n| format!(r#"<Relationship Id="n{n}" Type="x/y" Target="no{n}.xml"/>"#));
    word.replace_in(
        "word/_rels/document.xml.rels",
        "</Relationships>",
        &format!("{relations}</Relationships>"),
    );
    let bytes = word.bytes();
    assert_eq!(refusal("lists.docx", &bytes), "");
    let findings = verify::examine(&bytes).findings;
    let package = findings.iter().find(|finding| finding.check == Check::Package);
    let package = package.expect("it is looked at");
    assert_eq!((package.wrong.len(), package.more), (20, 119_980));
}

#[test]
fn a_template_keeps_the_same_limits() {
    let workshop = Workshop::new();
    let mut bomb = built();
    bomb.set("word/styles.xml", format!("<a>{}</a>", "<b/>".repeat(1_000_000)));
    let names: Vec<String> = (0..3_000).map(|number| format!("{number}.xml")).collect();
    let many = zipped(names.iter().map(|name| (name.as_str(), &b""[..])));
    for (name, bytes, said_of_it) in [
        ("bomb.dotx", bomb.bytes(), "word/styles.xml is damaged"),
        ("many.dotx", many, "more than 2000 parts"),
    ] {
        keep(name, &bytes);
        std::fs::write(workshop.path(name), bytes).expect("a file");
        let said = workshop.run(&["build", "--template", name, "--format", "docx"]);
        assert_eq!(said.code, 1, "{name}: {}", said.stderr);
        assert!(said.stderr.contains(said_of_it), "{name}: {}", said.stderr);
    }
}

#[test]
fn json_and_web_pages_take_no_more_than_their_size() {
    for (name, text, why) in [
        ("lists.json", format!("{{\"a\":[{}0]}}", "[],".repeat(2_000_000)), ""),
        ("objects.json", format!("{{\"a\":[{}0]}}", "{\"a\":{}},".repeat(500_000)), ""),
        ("deep.json", format!("{{\"a\":{}", "[".repeat(500_000)), "json"),
        ("deep-told.json", format!("{{\"provenance\":{}", "[".repeat(500_000)), "json"),
        ("tags.html", format!("<!DOCTYPE html>{}", "<a ".repeat(1_000_000)), "bounds"),
        ("elements.html", format!("<!DOCTYPE html>{}", "<a>".repeat(1_000_000)), "bounds"),
        ("ids.html", format!("<!DOCTYPE html>{}", "<a id=b>".repeat(100_000)), ""),
        ("comments.html", format!("<!DOCTYPE html>{}", "<!--".repeat(1_000_000)), ""),
        ("styles.html", format!("<!DOCTYPE html><style>{}", "</styl".repeat(500_000)), ""),
        ("quotes.html", format!("<!DOCTYPE html>{}", "<a b=\"".repeat(500_000)), "bounds"),
    ] {
        assert_eq!(refusal(name, text.as_bytes()), why, "{name}");
    }
    assert_eq!(refusal("latin.html", b"<!DOCTYPE html>\xe5"), "text");
}

/// A device or a pipe is no file, and is not waited for.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_read() {
    let workshop = Workshop::new();
    workshop.build(&["--format", "docx"]);
    std::os::unix::fs::symlink("/dev/zero", workshop.path("zero.pdf")).expect("a link");
    let made = std::process::Command::new("mkfifo").arg(workshop.path("pipe.docx")).status();
    assert!(made.expect("mkfifo").success());
    let said = workshop.run(&["verify", "zero.pdf", "pipe.docx", DOCX]);
    assert_eq!(said.code, 1);
    assert_eq!(said.stdout.matches("and not a file").count(), 2, "{}", said.stdout);
    assert!(said.stdout.ends_with("3 files looked at: 1 well, 2 with faults\n"), "{}", said.stdout);
}

#[test]
fn text_that_is_only_told_of_is_short() {
    let heading = paragraph(&"x".repeat(100_000)).replace("Answer", "Heading5");
    let body = format!("{ROOT}<w:body>{}</w:body></w:document>", heading.repeat(20));
    let findings = verify::examine(&with_document(body)).findings;
    let headings = findings.iter().find(|finding| finding.check == Check::Headings);
    let headings = headings.expect("it is looked at");
    assert!(headings.wrong.iter().all(|text| text.chars().count() <= 81), "{headings:?}");
}

/// Each paragraph is looked at in many ways.
#[test]
fn paragraphs_without_end_are_refused_at_once() {
    let workshop = Workshop::new();
    workshop.build(&["--format", "docx"]);
    let mut word = Word::read(&workshop.read(DOCX));
    let text = word.text(DOCUMENT);
    let (before, after) = text.split_at(text.rfind("<w:sectPr").expect("a last section"));
    word.set(DOCUMENT, format!("{before}{}{after}", paragraph("x").repeat(40_000)));
    std::fs::write(workshop.path("many.docx"), word.bytes()).expect("a file");
    for args in [&["import", "many.docx"][..], &["diff", "many.docx", DOCX]] {
        let started = Instant::now();
        let said = workshop.run(args);
        let took = started.elapsed();
        assert!(took < Duration::from_secs(8), "{args:?} took {took:?}, not optimised");
        assert_ne!(said.code, 0);
        assert!(said.stderr.contains("more than 20,000 paragraphs"), "{}", said.stderr);
    }
}
