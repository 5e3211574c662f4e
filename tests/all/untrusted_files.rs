//! Files that nobody should trust: each is refused in words, at once, and none
//! makes the program panic.
//!
//! `DNR_FUZZ_CASES` sets how many mutated files are read (2,000 where it is not
//! set), and `DNR_FUZZ_SEED` where they begin.

use std::fmt::Write as _;
use std::io::{Cursor, Write};
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use crate::support::chance::{Chance, number};
use crate::support::word::{DOCUMENT, Word, paragraph};
use crate::support::{DOCX, Workshop};
use dnr::import::document::Document;
use dnr::import::package::Refusal;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// No file may take longer, in a program that is not optimised either.
const AT_ONCE: Duration = Duration::from_secs(2);

/// Counts the time that this thread has had a processor, where the system tells
/// it (Linux does), so that a busy machine makes no reading slow.
struct Watch {
    started: Instant,
    had: Option<Duration>,
}

impl Watch {
    fn start() -> Self {
        Self { started: Instant::now(), had: Self::had() }
    }

    fn had() -> Option<Duration> {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
    }

    fn elapsed(&self) -> Duration {
        match (self.had, Self::had()) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => self.started.elapsed(),
        }
    }
}

fn built() -> Word {
    let workshop = Workshop::new();
    workshop.build(&["--format", "docx"]);
    Word::read(&workshop.read(DOCX))
}

fn read(name: &str, bytes: Vec<u8>) -> Result<Document, Refusal> {
    let started = Watch::start();
    let read = Document::read(bytes);
    assert!(started.elapsed() < AT_ONCE, "{name} took {:?}", started.elapsed());
    read
}

fn refused(name: &str, bytes: Vec<u8>) -> Refusal {
    match read(name, bytes) {
        Ok(_) => panic!("{name} was read"),
        Err(refusal) => refusal,
    }
}

/// The built file with another main part.
fn with_document(xml: impl Into<Vec<u8>>) -> Vec<u8> {
    let mut word = built();
    word.set(DOCUMENT, xml);
    word.bytes()
}

const ROOT: &str =
    r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#;

#[test]
fn what_is_no_word_file_is_refused_in_words() {
    let workshop = Workshop::new();
    let ole = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 600]].concat();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("a.txt", SimpleFileOptions::default()).expect("a part");
    let zip = zip.finish().expect("an archive").into_inner();
    let files: [(&str, Vec<u8>, &str); 6] = [
        ("empty.docx", Vec::new(), "it is another kind of file, or damaged"),
        ("report.docx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), "it is a PDF"),
        ("old.docx", ole, "protected by a password, or in the format of Word 2003"),
        ("zip.docx", zip, "there is no Word document in it"),
        ("broken.docx", with_document(format!("{ROOT}<w:body>")), "its XML is damaged"),
        (
            "doctype.docx",
            with_document(format!("<!DOCTYPE x>{ROOT}<w:body/></w:document>")),
            "document type declaration",
        ),
    ];
    for (name, bytes, reason) in files {
        std::fs::write(workshop.path(name), bytes).expect("a file");
        let said = workshop.run(&["import", name]);
        assert_eq!(said.code, 1, "{name}");
        assert!(
            said.stderr.contains("error[not-word]") && said.stderr.contains(reason),
            "{}",
            said.stderr
        );
        assert!(said.stderr.contains(&format!("{name}: nothing was imported")), "{}", said.stderr);
    }
}

#[test]
fn an_archive_that_grows_is_refused() {
    let zeros = with_document(vec![0; 100 << 20]);
    assert!(zeros.len() < 1 << 20, "the bomb is small");
    assert_eq!(refused("zeros", zeros), Refusal::TooLarge);
    let spaces = format!("{ROOT}{}", " ".repeat(100 << 20));
    assert_eq!(refused("blanks", with_document(spaces)), Refusal::TooLarge);
    let mut many = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..6_000 {
        many.start_file(index.to_string(), SimpleFileOptions::default()).expect("a part");
    }
    let many = many.finish().expect("an archive").into_inner();
    assert_eq!(refused("entries", many), Refusal::TooLarge);
}

/// Every entry of the directory leads to the same bytes.
#[test]
fn entries_over_each_other_are_read_or_refused_at_once() {
    let bytes = built().bytes();
    let mut overlapping = bytes.clone();
    let mut at = 0;
    while let Some(found) = find(&overlapping[at..], b"PK\x01\x02") {
        at += found;
        overlapping[at + 42..at + 46].fill(0);
        at += 46;
    }
    assert_ne!(overlapping, bytes);
    refused("overlapping", overlapping);
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[test]
fn entities_are_never_expanded() {
    let mut laughs = "<!DOCTYPE lolz [<!ENTITY lol \"lol\">".to_owned();
    for level in 1..10 {
        let inner = format!("&lol{};", level - 1).repeat(10);
        write!(laughs, "<!ENTITY lol{level} \"{inner}\">").expect("a string");
    }
    let laughs = format!("{laughs}]>{ROOT}<w:body>{}</w:body></w:document>", paragraph("&lol9;"));
    assert_eq!(refused("laughs", with_document(laughs)), Refusal::DocumentType);
    let outside = format!(
        "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>{ROOT}<w:body>&a;</w:body></w:document>"
    );
    assert_eq!(refused("outside", with_document(outside)), Refusal::DocumentType);
    let unknown = format!("{ROOT}<w:body>{}</w:body></w:document>", paragraph("&lol;"));
    assert_eq!(refused("unknown", with_document(unknown)), Refusal::BrokenXml);
    let known = format!(
        "{ROOT}<w:body>{}</w:body></w:document>",
        paragraph(&"&amp;&#x41;".repeat(200_000))
    );
    assert!(read("known", with_document(known)).is_ok());
}

#[test]
fn deep_wide_and_endless_xml_is_refused() {
    let deep = format!(
        "{ROOT}<w:body>{}{}</w:body></w:document>",
        "<w:p>".repeat(10_000),
        "</w:p>".repeat(10_000)
    );
    assert_eq!(refused("deep", with_document(deep)), Refusal::TooLarge);
    let tables = "<w:tbl><w:tr><w:tc>";
    let (nested, end) = (tables.repeat(60), "</w:tc></w:tr></w:tbl>".repeat(60));
    assert!(
        read("tables", with_document(format!("{ROOT}<w:body>{nested}{end}</w:body></w:document>")))
            .is_ok()
    );
    let attributes: String = (0..200_000).fold(String::new(), |mut all, n| {
        write!(all, " a{n}=\"\"").expect("a string");
        all
    });
    let wide = format!("{ROOT}<w:body><w:p{attributes}/></w:body></w:document>");
    assert_eq!(refused("wide", with_document(wide)), Refusal::TooLarge);
    let names: String = (0..200).fold(String::new(), |mut all, n| {
        write!(all, " xmlns:a{n}=\"b\"").expect("a string");
        all
    });
    let declared = format!("<w:p{names}>").repeat(150);
    assert_eq!(
        refused("names", with_document(format!("{ROOT}<w:body>{declared}"))),
        Refusal::TooLarge
    );
    let long = format!("{ROOT}<w:body><w:p a=\"{}\"/></w:body></w:document>", "x".repeat(10 << 20));
    assert!(read("long", with_document(long)).is_ok());
    let many = format!("{ROOT}<w:body>{}</w:body></w:document>", "<w:p/>".repeat(1_000_000));
    assert_eq!(refused("many", with_document(many)), Refusal::TooLarge);
}

/// What is cheap to write and could be dear to read: things that every
/// paragraph would have to carry along.
#[test]
fn what_every_paragraph_would_carry_is_bounded() {
    let body = |before: &str, paragraphs: usize| {
        with_document(format!(
            "{ROOT}<w:body>{before}{}</w:body></w:document>",
            paragraph("a").repeat(paragraphs)
        ))
    };
    let bookmarks: String = (0..50_000).fold(String::new(), |mut all, n| {
        write!(all, r#"<w:bookmarkStart w:id="{n}" w:name="b"/><w:bookmarkEnd w:id="x{n}"/>"#)
            .expect("a string");
        all
    });
    let ends = bookmarks.replace("w:id=\"x", "w:id=\"").replace("<w:bookmarkStart", "<w:none");
    assert!(read("bookmarks", body(&bookmarks, 20_000)).is_ok());
    assert!(
        read(
            "ended bookmarks",
            with_document(format!(
                "{ROOT}<w:body>{bookmarks}{}{ends}</w:body></w:document>",
                paragraph("a").repeat(20_000)
            ))
        )
        .is_ok()
    );
    let tag = "t".repeat(1 << 20);
    let control = format!(
        r#"<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"#,
        paragraph("a").repeat(19_000)
    );
    assert!(read("tag", body(&control, 1)).is_ok());
    let url = format!("HYPERLINK &quot;https://x.se/{}&quot;", "u".repeat(1 << 20));
    let runs = "<w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r><w:r><w:t>b</w:t></w:r>".repeat(10_000);
    let linked = format!(r#"<w:p><w:fldSimple w:instr="{url}">{runs}</w:fldSimple></w:p>"#);
    assert!(read("link", body(&linked, 1)).is_ok());
    let styles: String = (0..50_000).fold(String::new(), |mut all, n| {
        write!(
            all,
            r#"<w:style w:styleId="Answer{n}"><w:basedOn w:val="Answer{}"/></w:style>"#,
            n + 1
        )
        .expect("a string");
        all
    });
    let mut word = built();
    word.set(
        "word/styles.xml",
        format!("{}{styles}</w:styles>", ROOT.replace("document", "styles")),
    );
    word.set(
        DOCUMENT,
        format!(
            "{ROOT}<w:body>{}</w:body></w:document>",
            paragraph("a").replace("Answer", "Answer0").repeat(20_000)
        ),
    );
    assert!(read("styles", word.bytes()).is_ok());
}

#[test]
fn numbers_out_of_all_bounds_are_taken_as_the_nearest() {
    let huge = u64::MAX;
    let mut word = built();
    let numbering = format!(
        r#"<w:abstractNum w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="{huge}"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum><w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num></w:numbering>"#
    );
    word.replace_in("word/numbering.xml", "</w:numbering>", &numbering);
    let item = crate::support::word::item("90", usize::MAX, "a");
    let row = format!(
        r#"<w:tbl><w:tr><w:trPr><w:gridBefore w:val="{huge}"/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="{huge}"/></w:tcPr>{}</w:tc></w:tr></w:tbl>"#,
        paragraph("a")
    );
    word.replace("<w:body>", &format!("<w:body>{item}{item}{row}"));
    assert!(read("numbers", word.bytes()).is_ok());
}

/// Names in an archive are never names on the disk.
#[test]
fn paths_that_lead_elsewhere_find_nothing() {
    let mut word = built();
    word.set("../../etc/passwd", "<a/>");
    assert!(read("extra", word.bytes()).is_ok());
    for target in [
        "../../../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "word/../../document.xml",
        "\\\\host\\share",
    ] {
        let mut word = built();
        word.replace_in("_rels/.rels", "word/document.xml", target);
        assert_eq!(refused(target, word.bytes()), Refusal::NoDocument, "{target}");
    }
}

/// A file with macros, and a template, are Word files too; nothing in them runs.
#[test]
fn templates_and_files_with_macros_are_read_as_documents() {
    for kind in ["template.main", "document.macroEnabled.main"] {
        let mut word = built();
        word.replace_in(
            "[Content_Types].xml",
            "wordprocessingml.document.main",
            &format!("wordprocessingml.{kind}"),
        );
        let blocks = read(kind, word.bytes()).expect("a document").blocks.len();
        assert_eq!(blocks, read("plain", built().bytes()).expect("a document").blocks.len());
    }
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let bytes = built().bytes();
    for part in 0..50 {
        let length = bytes.len() * part / 50;
        assert_eq!(refused("cut", bytes[..length].to_vec()), Refusal::NotZip, "{part}/50");
    }
}

#[test]
fn a_long_file_is_imported_at_once() {
    let workshop = Workshop::new();
    workshop.build(&["--format", "docx"]);
    let word = Word::read(&workshop.read(DOCX));
    let started = Watch::start();
    assert_eq!(workshop.run(&["import", DOCX, "--dry-run"]).code, 0);
    assert!(started.elapsed() < AT_ONCE / 2, "the shipped report took {:?}", started.elapsed());
    let end = "</w:p></w:sdtContent></w:sdt><w:p><w:pPr><w:pStyle w:val=\"Heading1\"/>";
    // No more than `dnr check` takes.
    let inside: String = (0..4_900).fold(String::new(), |mut all, n| {
        all.push_str(&paragraph(&format!("Stycke {n} med några ord till.")));
        all
    });
    let outside =
        paragraph("En rad utanför, som ingen har frågat efter.").replace("Answer", "Question");
    for (name, from, to) in [
        ("inside", end, end.replacen("</w:p>", &format!("</w:p>{inside}"), 1)),
        ("outside", "<w:body>", format!("<w:body>{}", outside.repeat(10_000))),
    ] {
        let mut long = word.clone();
        long.replace(from, &to).replace("Har ni värderat", "Har ni noga värderat");
        std::fs::write(workshop.path("long.docx"), long.bytes()).expect("a file");
        let started = Watch::start();
        let said = workshop.run(&["import", "long.docx", "--dry-run"]);
        assert!(started.elapsed() < AT_ONCE, "{name} took {:?}", started.elapsed());
        assert_eq!(said.code, i32::from(name == "outside"), "{name}: {}", said.stderr);
    }
}

/// A few bytes of `bytes` changed, cut out or doubled.
fn mutated(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    const PIECES: &[&[u8]] = &[
        b"<",
        b">",
        b"/>",
        b"</w:p>",
        b"<w:p>",
        b"<w:tbl>",
        b"<w:tr>",
        b"<w:tc>",
        b"<w:sdt>",
        b"\"",
        b"&",
        b"&#0;",
        b"&#x1F;",
        b"w:",
        b"w14:checkbox",
        b"w:del",
        b"w:ins",
        b"w:fldChar",
        b"999999999999999999999",
        b"-1",
        b"\0",
        b"\xff",
        b"\xc3",
        b"<!--",
        b"<![CDATA[",
        b"]]>",
        b"<?x",
        b"PK\x01\x02",
        b"\xff\xff\xff\xff",
    ];
    let mut bytes = bytes.to_vec();
    for _ in 0..=chance.below(6) {
        if bytes.is_empty() {
            break;
        }
        let start = chance.below(bytes.len());
        let end = (start + [0, 1, 4, 40, 400][chance.below(5)]).min(bytes.len());
        let piece = match chance.below(4) {
            0 => Vec::new(),
            1 => bytes[start..end].repeat(2),
            2 => vec![chance.below(256) as u8],
            _ => PIECES[chance.below(PIECES.len())].to_vec(),
        };
        bytes.splice(start..end, piece);
    }
    bytes
}

#[test]
fn mutated_files_are_refused_or_read() {
    let seed = built();
    let whole = seed.bytes();
    let (first, cases) = (number("DNR_FUZZ_SEED", 0), number("DNR_FUZZ_CASES", 2_000));
    let mut accepted = 0;
    for case in first..first + cases {
        let mut chance = Chance(case);
        let bytes = if chance.below(4) == 0 {
            mutated(&whole, &mut chance)
        } else {
            let mut word = seed.clone();
            let names = [
                "word/document.xml",
                "word/document.xml",
                "word/styles.xml",
                "word/numbering.xml",
                "_rels/.rels",
                "word/_rels/document.xml.rels",
                "docProps/custom.xml",
            ];
            let name = names[chance.below(names.len())];
            let part = mutated(word.text(name).as_bytes(), &mut chance);
            word.set(name, part);
            stored(&word)
        };
        let started = Watch::start();
        let read = std::panic::catch_unwind(AssertUnwindSafe(|| Document::read(bytes).is_ok()));
        assert!(read.is_ok(), "DNR_FUZZ_SEED={case} DNR_FUZZ_CASES=1 panics");
        assert!(
            started.elapsed() < AT_ONCE,
            "DNR_FUZZ_SEED={case} DNR_FUZZ_CASES=1 took {:?}",
            started.elapsed()
        );
        accepted += u64::from(read.is_ok_and(|is_read| is_read));
    }
    println!("{accepted} of {cases} files were read");
    assert!(cases < 100 || accepted > cases / 20, "hardly any file is read");
}

/// An archive that is not compressed, which is quicker to make.
fn stored(word: &Word) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in &word.parts {
        zip.start_file(name, options).expect("a part");
        zip.write_all(bytes).expect("a part");
    }
    zip.finish().expect("an archive").into_inner()
}
