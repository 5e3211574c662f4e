//! PDF files that are made to cost memory, time or the stack: each is read or
//! refused in words, at once, and costs no other file its verdict.
//!
//! With `DNR_CRAFTED=FOLDER` they are written there, to measure with
//! `/usr/bin/time -v dnr verify FOLDER/*.pdf`.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::support::chance::{Chance, number};
use crate::support::crafted::{Crafted, deflated, keep, packed, stream, with_table_stream};
use crate::support::{ANSWERS, PDF, Workshop};
use dnr::messages::Messages;
use dnr::verify::{self, Check, Finding};
use flate2::Compression;

/// What `verify` says of a file in a word: why it is not read, or nothing.
fn refusal(name: &str, bytes: &[u8]) -> String {
    keep(&format!("{name}.pdf"), bytes);
    let started = Instant::now();
    let findings = verify::examine(bytes).findings;
    let took = started.elapsed();
    assert!(took < Duration::from_secs(5), "{name} took {took:?}, in a program not optimised");
    let readable = findings.into_iter().find(|finding| finding.check == Check::Readable);
    readable.expect("it is always said").wrong.join(" ")
}

fn page() -> Crafted {
    Crafted::page("/Artifact BMC 0 0 9 9 re f EMC")
}

#[test]
fn a_plain_page_is_read() {
    assert_eq!(refusal("plain", &page().bytes()), "");
}

#[test]
fn trees_of_pages_are_trees() {
    let mut twice = page();
    twice.set(2, "<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>");
    assert_eq!(refusal("pages-twice", &twice.bytes()), "Pages");
    let mut circle = page();
    circle.set(2, "<</Type/Pages/Kids[2 0 R]/Count 2>>");
    assert_eq!(refusal("pages-circle", &circle.bytes()), "Pages");
    // Each group holds the next one ten times over.
    let mut doubling = page();
    for number in 10..40 {
        let kids = format!("{} 0 R ", number + 1).repeat(10);
        doubling.set(number, format!("<</Type/Pages/Kids[{kids}]>>"));
    }
    doubling.set(40, "<</Type/Page>>").set(2, "<</Type/Pages/Kids[10 0 R]>>");
    assert_eq!(refusal("pages-doubling", &doubling.bytes()), "Pages");
    let mut deep = page();
    for number in 10..10_010 {
        deep.objects.push((number, format!("<</Kids[{} 0 R]>>", number + 1).into()));
    }
    deep.objects.push((10_010, b"<</Type/Page>>".to_vec()));
    deep.set(2, "<</Type/Pages/Kids[10 0 R]>>");
    assert_eq!(refusal("pages-deep", &deep.bytes()), "");
    let mut many = page();
    many.set(2, format!("<</Type/Pages/Kids[{}]>>", "3 0 R ".repeat(200_000)));
    assert_eq!(refusal("pages-many", &many.bytes()), "bounds");
}

#[test]
fn tag_trees_are_trees() {
    for (name, tag) in
        [("tags-circle", "<</S/Sect/K 6 0 R>>"), ("tags-twice", "<</S/Sect/K[7 0 R 7 0 R]>>")]
    {
        let mut file = page();
        file.set(1, "<</Pages 2 0 R/StructTreeRoot 5 0 R>>").set(5, "<</K 6 0 R>>");
        file.set(6, tag).set(7, "<</S/P>>");
        assert_eq!(refusal(name, &file.bytes()), "StructTreeRoot");
    }
    // Each within the one before, and each with a name of its own.
    let mut named = page();
    named.set(1, "<</Pages 2 0 R/StructTreeRoot 5 0 R>>").set(5, "<</K 10 0 R>>");
    for number in 10..60_010_u32 {
        let tag = format!("<</S/T{number}/K[{} 0 R]>>", number + 1);
        named.objects.push((number, tag.into()));
    }
    assert_eq!(refusal("tags-named", &named.bytes()), "");
    // Roles that lead to each other are no standard tags.
    let mut roles = page();
    roles.set(1, "<</Pages 2 0 R/StructTreeRoot 5 0 R>>");
    roles.set(5, "<</K[<</S/A>>]/RoleMap<</A/B/B/A>>>>");
    let findings = verify::examine(&roles.bytes()).findings;
    let unknown = findings.iter().find(|finding| finding.check == Check::StandardTags);
    assert_eq!(unknown.map(|finding| finding.wrong.clone()), Some(vec!["A".to_owned()]));
}

#[test]
fn only_the_packing_of_reports_is_unpacked() {
    let text = "0 0 9 9 re f ".repeat(1000);
    let deflated = deflated(text.as_bytes(), Compression::best());
    let filters = ["LZWDecode", "ASCIIHexDecode", "ASCII85Decode", "RunLengthDecode", "Crypt"];
    for filter in filters {
        let mut file = page();
        file.set(4, stream(&format!("/Filter/{filter}"), b"80 0B 60 50 22 0C 0C 85 01 >"));
        assert_eq!(refusal(filter, &file.bytes()), format!("packing {filter}"));
    }
    let mut chain = page();
    let filters = "/FlateDecode".repeat(100);
    chain.set(4, stream(&format!("/Filter[{filters}]"), &deflated));
    assert_eq!(refusal("filter-chain", &chain.bytes()), "packing 100 × Filter");
    let mut one = page();
    one.set(4, stream("/Filter[/FlateDecode]", &deflated));
    assert_eq!(refusal("filter-list", &one.bytes()), "");
}

#[test]
fn streams_unpack_within_limits() {
    let bomb = b" ".repeat(17 << 20);
    let mut one = page();
    one.set(4, packed("", &bomb));
    assert_eq!(refusal("bomb", &one.bytes()), "bounds");
    let mut often = page();
    often.set(4, packed("", &bomb[..1 << 20]));
    let contents = "4 0 R ".repeat(1000);
    often.set(3, format!("<</Type/Page/Contents[{contents}]>>"));
    assert_eq!(refusal("stream-1000-times", &often.bytes()), "bounds");
    // As attached files, which are unpacked for their hashes.
    let mut files = page();
    files.set(4, packed("", &bomb[..1 << 20])).set(3, "<</Type/Page>>");
    let list = "<</EF<</F 4 0 R>>>>".repeat(100);
    files.set(5, format!("[{list}]"));
    assert_eq!(refusal("files-100-times", &files.bytes()), "bounds");
}

#[test]
fn a_stream_is_as_long_as_it_says() {
    // A block that is stored and not deflated spells the end of the stream.
    let spelled = "endstream endobj 9 0 obj ( ) 0 0 9 9 re f";
    let mut file = page();
    let stored = deflated(spelled.as_bytes(), Compression::none());
    file.set(4, stream("/Filter/FlateDecode", &stored));
    let findings = verify::examine(&file.bytes()).findings;
    let wrong: Vec<Check> = findings.iter().filter(|f| !f.holds()).map(|f| f.check).collect();
    assert!(wrong.contains(&Check::Content), "{wrong:?}");
    for (name, length) in
        [("length-lies", "3"), ("length-huge", "99999999999"), ("length-circle", "4 0 R")]
    {
        let mut file = page();
        file.set(4, format!("<</Length {length}>>stream\n0 0 9 9 re f\nendstream"));
        assert_ne!(refusal(name, &file.bytes()), "", "{name}");
    }
}

#[test]
fn objects_nest_and_number_within_limits() {
    for (name, object) in [
        ("lists-open", "[".repeat(40_000)),
        ("lists-closed", format!("{}{}", "[".repeat(40_000), "]".repeat(40_000))),
        ("dicts-open", "<</A ".repeat(40_000)),
        ("numbers", format!("[{}]", "0 ".repeat(2_000_000))),
        ("references", format!("[{}]", "5 0 R ".repeat(500_000))),
    ] {
        let mut file = page();
        file.set(5, object.clone());
        assert_eq!(refusal(name, &file.bytes()), "bounds", "{name}");
        let mut file = page();
        file.set(3, format!("<</Type/Page/Contents 4 0 R/X {object}>>"));
        assert_eq!(refusal(&format!("{name}-of-page"), &file.bytes()), "bounds", "{name}");
    }
    let deep = Crafted::page(&"[".repeat(40_000));
    assert_eq!(refusal("lists-in-content", &deep.bytes()), "bounds");
    let deep = Crafted::page(&"/P BMC ".repeat(200_000));
    assert_eq!(refusal("marks-in-content", &deep.bytes()), "bounds");
    let brackets = Crafted::page(&format!("/P <</MCID 0>> BDC ({}) Tj EMC", "[<\\)".repeat(999)));
    assert_eq!(refusal("brackets-in-text", &brackets.bytes()), "");
}

#[test]
fn metadata_are_read_within_limits() {
    let xmp = |inside: String| {
        let mut file = page();
        file.set(1, "<</Pages 2 0 R/Metadata 5 0 R>>");
        file.set(5, packed("", format!("<x>{inside}</x>").as_bytes()));
        file.bytes()
    };
    assert_eq!(refusal("xmp", &xmp("<a/>".into())), "");
    assert_eq!(refusal("xmp-many", &xmp("<a/>".repeat(1_000_000))), "bounds");
    assert_eq!(refusal("xmp-deep", &xmp("<a>".repeat(100_000))), "Metadata");
    let attributes = (0..90_000).fold(String::new(), |mut all, n| {
        write!(all, " a{n}=''").expect("a string");
        all
    });
    assert_eq!(refusal("xmp-attributes", &xmp(format!("<a{attributes}/>"))), "Metadata");
}

#[test]
fn tables_of_objects_end() {
    let mut itself = page();
    let start = String::from_utf8_lossy(&itself.bytes()).rfind("xref\n0").expect("a table");
    itself.trailer = format!("/Prev {start}");
    assert_eq!(refusal("prev-itself", &itself.bytes()), "xref");
    // Thousands of tables, each of which leads to the one before.
    let mut chain = page().bytes();
    let mut last = start;
    for _ in 0..3_000 {
        let here = chain.len();
        chain.extend(
            format!("xref\n0 0\ntrailer\n<</Root 1 0 R/Prev {last}>>\nstartxref\n{here}\n").bytes(),
        );
        last = here;
    }
    assert_eq!(refusal("prev-chain", &chain), "bounds");
    // What is not in a table is not looked for.
    let words = |word: &str| [page().bytes(), word.repeat(500_000).into()].concat();
    for (name, word) in [("objs", "1 0 obj "), ("starts", "startxref "), ("trailers", "trailer<<")]
    {
        assert_eq!(refusal(name, &words(word)), "xref", "{name}");
    }
    let mut lost = page().bytes();
    let start = lost.windows(4).position(|four| four == b"xref").expect("a table");
    lost.truncate(start);
    assert_eq!(refusal("no-table", &lost), "xref");
}

#[test]
fn objects_in_streams_are_in_no_circle() {
    let catalog = b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
    let pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec();
    let of_pack = |object: &[u8]| packed("/Type/ObjStm/N 1/First 4", &[b"3 0 ", object].concat());
    let file = |object: &[u8], pack: (u8, u32, u8)| {
        let objects = [(1, catalog.clone()), (2, pages.clone()), (4, of_pack(object))];
        let objects = &objects[..if pack.0 == 1 { 3 } else { 2 }];
        with_table_stream(objects, &[(0, 0, 0), (1, 0, 0), (1, 0, 0), (2, 4, 0), pack])
    };
    assert_eq!(refusal("pack", &file(b"<</Type/Page>>", (1, 0, 0))), "");
    assert_eq!(refusal("pack-deep", &file(&b"[".repeat(100_000), (1, 0, 0))), "bounds");
    assert_eq!(refusal("pack-bomb", &file(&b" ".repeat(17 << 20), (1, 0, 0))), "bounds");
    assert_eq!(refusal("pack-itself", &file(b"<</Type/Page>>", (2, 4, 0))), "xref");
    assert_eq!(refusal("pack-circle", &file(b"<</Type/Page>>", (2, 3, 0))), "xref");
}

/// Each file is told as it is done, the bad ones too.
#[test]
fn a_bad_file_costs_no_other_its_verdict() {
    let workshop = Workshop::new();
    workshop.build(&["--format", "pdf"]);
    let mut deep = page();
    deep.set(5, "[".repeat(1_000_000));
    for (name, bytes) in [("a.pdf", deep.bytes()), ("z.pdf", b"%PDF-1.7".to_vec())] {
        std::fs::write(workshop.path(name), bytes).expect("a file");
    }
    let said = workshop.run(&["verify", "a.pdf", PDF, "lost.pdf", "z.pdf"]);
    assert_eq!(said.code, 1);
    let lines: Vec<&str> = said.stdout.lines().collect();
    assert_eq!(lines[0], "a.pdf: 1 fault, does not say what it was made from");
    assert!(lines[1].contains("not read further"), "{}", lines[1]);
    assert!(lines[2].starts_with(PDF) && lines[2].contains("no faults"), "{}", lines[2]);
    assert!(lines[4].contains("its table of objects"), "{}", lines[4]);
    let last = "3 files looked at: 1 well, 2 with faults, 1 could not be opened";
    assert_eq!(lines.last(), Some(&last));
    let said = workshop.run(&["verify", "a.pdf", PDF, "lost.pdf", "z.pdf", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&said.stdout).expect("JSON");
    let well: Vec<_> =
        told["files"].as_array().expect("files").iter().map(|f| &f["well"]).collect();
    assert_eq!(well, [false, true, false]);
    assert_eq!(told["summary"]["message"], last);
}

/// What a file names itself reaches a terminal as plain text, and not endless.
#[test]
fn names_from_a_file_are_told_plainly() {
    let mut file = page();
    file.set(5, format!("<</S/URI/URI(x:\x1b[31m\u{202e}{})>>", "y".repeat(500)));
    for number in 10..100 {
        file.set(number, format!("<</Type/Font/Subtype/Type1/BaseFont/F{number}>>"));
    }
    let findings = verify::examine(&file.bytes()).findings;
    let of = |check| -> &Finding { findings.iter().find(|f| f.check == check).expect("looked at") };
    let address = &of(Check::Actions).wrong[0];
    assert!(!address.contains(['\x1b', '\u{202e}']), "{address:?}");
    assert!(address.chars().count() < 100, "{address}");
    assert_eq!((of(Check::Fonts).wrong.len(), of(Check::Fonts).more), (20, 70));
    for language in ["en", "sv"] {
        let messages = Messages::new(Some(language));
        for check in Check::ALL {
            assert!(messages.text(check.id(), Some("looked"), &[]).is_some(), "{check:?}");
        }
    }
}

/// A page with all that is looked at, none of it packed.
fn full() -> Vec<u8> {
    let mut file =
        Crafted::page("/P <</MCID 0>> BDC BT 3 Tr (a) Tj ET EMC q Q /Artifact BMC f EMC");
    let catalog = "<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R/StructTreeRoot 6 0 R/Lang(sv)\
                   /MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>\
                   /Outlines<</First 7 0 R>>/OpenAction<</S/JavaScript/JS(x)>>>>";
    let page = "<</Type/Page/Parent 2 0 R/Contents[4 0 R 4 0 R]/StructParents 0/Tabs/S\
                /Annots[<</Subtype/Link/Rect[0 0 1 1]/F 4/A<</S/URI/URI(http://a)>>>>]>>";
    let tags = "<</K[<</S/H1/K 0>><</S/TH/ID<61>>><</S/TD/A<</Headers[(a)]>>>><</S/Figure>>]\
                /RoleMap<</A/B/B/A>>>>";
    let xmp = "<x><pdfaid:part>2</pdfaid:part><dc:title>a</dc:title></x>";
    file.set(1, catalog).set(3, page).set(5, stream("", xmp.as_bytes())).set(6, tags);
    file.set(8, "<</Type/Font/Subtype/Type0/DescendantFonts[9 0 R]/ToUnicode 4 0 R>>");
    file.set(9, "<</Subtype/CIDFontType2/FontDescriptor<</FontFile2 4 0 R>>>>");
    file.set(10, "<</F(a)/EF<</F 4 0 R>>>>").set(11, "<</Title(a)/Creator(dnr)>>");
    file.trailer = "/Info 11 0 R".into();
    file.bytes()
}

/// `DNR_FUZZ_CASES` sets how many are read, `DNR_FUZZ_SEED` where they begin.
#[test]
fn overwritten_files_are_read_or_refused() {
    const PIECES: [&[u8]; 24] = [
        b"<<",
        b">>",
        b"[",
        b"]",
        b"(",
        b")",
        b"/",
        b"%",
        b"1 0 R",
        b"3 0 R",
        b"6 0 R",
        b"9 0 R",
        b"99999999999",
        b"-1",
        b"null",
        b"stream",
        b"endstream",
        b"endobj",
        b"/K",
        b"/Kids",
        b"/Length",
        b"/Filter",
        b"#00",
        b"\\",
    ];
    let whole = full();
    assert_eq!(refusal("full", &whole), "");
    let table = memchr::memmem::rfind(&whole, b"xref\n0").expect("a table") - 16;
    let (first, cases) = (number("DNR_FUZZ_SEED", 0), number("DNR_FUZZ_CASES", 3_000));
    let mut read = 0;
    for case in first..first + cases {
        let mut chance = Chance(case);
        let mut bytes = whole.clone();
        for _ in 0..=chance.below(2) {
            let piece = PIECES[chance.below(PIECES.len())];
            let at = chance.below(table);
            bytes[at..at + piece.len()].copy_from_slice(piece);
        }
        let examined = std::panic::catch_unwind(|| verify::examine(&bytes));
        let examined = examined.unwrap_or_else(|_| panic!("DNR_FUZZ_SEED={case} panics"));
        read += u64::from(examined.findings.len() > 1);
    }
    assert!(cases < 100 || read > cases / 20, "hardly any file is read: {read}");
}

/// `diff` says what keeps it from comparing a file.
#[test]
fn diff_says_why_a_file_cannot_be_compared() {
    let workshop = Workshop::new();
    let mut encrypted = page();
    encrypted.trailer = "/Encrypt<<>>".into();
    for (name, bytes, why) in [
        ("lost.pdf", b"%PDF-1.7".to_vec(), "its table of objects is not there"),
        ("secret.pdf", encrypted.bytes(), "a password protects it"),
        ("other.pdf", page().bytes(), "it does not say what it was made from"),
        ("other.html", b"<!DOCTYPE html>".to_vec(), "it does not say what it was made from"),
    ] {
        std::fs::write(workshop.path(name), bytes).expect("a file");
        let said = workshop.run(&["diff", name, ANSWERS]);
        assert_eq!(said.code, 2, "{name}");
        let message = format!("error[no-origin]: {name} cannot be compared: ");
        let told = said.stderr.contains(&message) && said.stderr.contains(why);
        assert!(told, "{name}: {}", said.stderr);
    }
}
