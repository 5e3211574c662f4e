//! What `dnr verify` finds in files that look well: what runs, what is fetched,
//! what nobody sees, and claims that are no standard's.

use crate::support::crafted::{Crafted, packed};
use crate::support::word::{Word, run};
use crate::support::{DOCX, PDF, Workshop};
use dnr::verify::{self, Check};

/// What is wrong by one check.
fn wrong(bytes: &[u8], check: Check) -> Vec<String> {
    let findings = verify::examine(bytes).findings;
    let found: Vec<Check> = findings.iter().map(|finding| finding.check).collect();
    let finding = findings.into_iter().find(|finding| finding.check == check);
    finding.unwrap_or_else(|| panic!("{check:?} is not looked at: {found:?}")).wrong
}

fn page() -> Crafted {
    Crafted::page("/Artifact BMC 0 0 9 9 re f EMC")
}

fn claiming(claims: &str, version: &str) -> Vec<u8> {
    let mut file = page();
    file.set(1, "<</Pages 2 0 R/Metadata 5 0 R>>");
    file.set(5, packed("", format!("<x>{claims}</x>").as_bytes()));
    let mut bytes = file.bytes();
    bytes[5..8].copy_from_slice(version.as_bytes());
    bytes
}

#[test]
fn claims_are_of_standards_that_there_are() {
    let archive = |part: &str, level: &str| {
        format!("<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>{level}</pdfaid:conformance>")
    };
    let accessible = |part: &str| format!("<pdfuaid:part>{part}</pdfuaid:part>");
    for (claims, version, expected) in [
        (archive("2", "A") + &accessible("1"), "1.7", &[][..]),
        (archive("1", "B"), "1.4", &[]),
        (archive("7", "A"), "1.7", &["PDF/A-7a"]),
        (archive("2", "Q"), "1.7", &["PDF/A-2q"]),
        (archive("2", ""), "1.7", &["PDF/A-2"]),
        (archive("1", "A"), "1.7", &["PDF/A-1a (PDF 1.7)"]),
        (archive("2", "A"), "2.0", &["PDF/A-2a (PDF 2.0)"]),
        (archive("4", "") + &accessible("1"), "2.0", &["PDF/UA-1 (PDF 2.0)"]),
        (archive("4", "F") + &accessible("2"), "2.0", &[]),
        (accessible("9"), "1.7", &["PDF/UA-9"]),
    ] {
        let found = wrong(&claiming(&claims, version), Check::KnownStandards);
        assert_eq!(found, expected, "{claims} in PDF {version}");
    }
}

#[test]
fn a_pdf_that_a_password_protects_is_told_of() {
    let mut file = page();
    file.trailer = "/Encrypt 9 0 R".into();
    file.set(9, "<</Filter/Standard/V 4>>");
    assert_eq!(wrong(&file.bytes(), Check::Encryption), ["Encrypt"]);
    assert_eq!(verify::examine(&file.bytes()).findings.len(), 1, "nothing else is claimed");
}

/// The page with one more object, which the page names.
fn with(object: &str) -> Vec<u8> {
    let mut file = page();
    file.set(5, object);
    file.bytes()
}

#[test]
fn what_a_pdf_does_is_told_of() {
    for (object, expected) in [
        ("<</S/JavaScript/JS(app.alert\\(1\\))>>", &["JavaScript (5 0 R)"][..]),
        ("<</Names[(a)<</S/J#61vaScript>>]>>", &["JavaScript (5 0 R)"]),
        ("<</AA<</O<</S/Launch/F(calc.exe)>>>>>>", &["AA (5 0 R)", "Launch (5 0 R)"]),
        ("<</S/SubmitForm/F(http://a)>>", &["SubmitForm (5 0 R)"]),
        ("<</S/GoToR/F(other.pdf)>>", &["GoToR (5 0 R)"]),
        ("<</XFA[]>>", &["XFA (5 0 R)"]),
        ("<</S/URI/URI(file:///etc/passwd)>>", &["URI file:///etc/passwd (5 0 R)"]),
        ("<</S/URI/URI(javascript:alert\\(1\\))>>", &["URI javascript:alert(1) (5 0 R)"]),
        ("<</S/URI/URI(https://goteborg.se)>>", &[]),
        ("<</S/URI/URI(mailto:namnd@goteborg.se)>>", &[]),
        ("<</S/GoTo/D[3 0 R/Fit]>>", &[]),
    ] {
        assert_eq!(wrong(&with(object), Check::Actions), expected, "{object}");
    }
}

#[test]
fn notes_and_fields_show_what_they_are() {
    for (object, expected) in [
        ("<</Subtype/Link/Rect[0 0 1 1]/F 4>>", &[][..]),
        ("<</Subtype/Link/Rect[0 0 1 1]/F 6>>", &["Link: F 6 (5 0 R)"]),
        ("<</Subtype/Link/Rect[0 0 1 1]>>", &["Link: F 0 (5 0 R)"]),
        ("<</Subtype/Text/Rect[0 0 1 1]/F 4>>", &["Text: AP (5 0 R)"]),
        ("<</Subtype/Widget/Rect[0 0 1 1]/F 4/AP<</N 4 0 R>>>>", &[]),
        ("<</Subtype/RichMedia/Rect[0 0 1 1]/F 4/AP<</N 4 0 R>>>>", &["RichMedia (5 0 R)"]),
    ] {
        assert_eq!(wrong(&with(object), Check::Annotations), expected, "{object}");
    }
    let mut file = page();
    let annotated = "<</Type/Page/Contents 4 0 R/Annots[<</Subtype/Link>>]";
    file.set(3, format!("{annotated}>>"));
    assert_eq!(wrong(&file.bytes(), Check::TabOrder), ["1"]);
    let mut older = file.bytes();
    older[5..8].copy_from_slice(b"1.4");
    assert!(wrong(&older, Check::TabOrder).is_empty(), "PDF 1.4 has no such key");
    file.set(3, format!("{annotated}/Tabs/S>>"));
    assert!(wrong(&file.bytes(), Check::TabOrder).is_empty());
}

#[test]
fn attached_and_remote_files_are_told_of() {
    let mut file = page();
    file.set(5, "<</Type/Filespec/F(virus.exe)/EF<</F 4 0 R>>>>");
    assert_eq!(wrong(&file.bytes(), Check::Attachments), ["virus.exe (5 0 R)"]);
    file.set(5, "<</F(http://a/b.png)/Length 0>>stream\n\nendstream");
    assert_eq!(wrong(&file.bytes(), Check::Remote), ["http://a/b.png (5 0 R)"]);
}

#[test]
fn text_can_be_copied_and_seen() {
    let type_0 = "<</Type/Font/Subtype/Type0/BaseFont/A/DescendantFonts[7 0 R]";
    assert_eq!(wrong(&with(&format!("{type_0}>>")), Check::Characters), ["A"]);
    let mut told = page();
    told.set(5, format!("{type_0}/ToUnicode 4 0 R>>"));
    assert!(wrong(&told.bytes(), Check::Characters).is_empty());
    let latin = "<</Subtype/TrueType/BaseFont/B/Encoding/WinAnsiEncoding>>";
    assert!(wrong(&with(latin), Check::Characters).is_empty());
    for (content, expected) in [
        ("BT 3 Tr (hemligt) Tj ET", &["1"][..]),
        ("q 3 Tr Q BT (synligt) Tj ET", &[]),
        ("3 Tr q Q BT (hemligt) Tj ET", &["1"]),
        ("BT 3 Tr 0 Tr (synligt) Tj ET", &[]),
    ] {
        assert_eq!(wrong(&Crafted::page(content).bytes(), Check::Hidden), expected, "{content}");
    }
}

#[test]
fn tags_are_standard_and_heads_are_there() {
    let tagged = |root: &str| {
        let mut file = page();
        file.set(1, "<</Pages 2 0 R/StructTreeRoot 5 0 R>>").set(5, root);
        file.bytes()
    };
    let own = tagged("<</K[<</S/Ruta>><</S/P>>]>>");
    assert_eq!(wrong(&own, Check::StandardTags), ["Ruta"]);
    let role = tagged("<</K[<</S/Ruta>>]/RoleMap<</Ruta/Box/Box/Sect>>>>");
    assert!(wrong(&role, Check::StandardTags).is_empty());
    let table = |head: &str| {
        tagged(&format!("<</K[<</S/TH/ID({head})>><</S/TD/A[<</O/Table/Headers[(h)]>>0]>>]>>"))
    };
    assert!(wrong(&table("h"), Check::CellHeads).is_empty());
    assert_eq!(wrong(&table("other"), Check::CellHeads), ["h (2)"]);
}

fn built() -> Word {
    let workshop = Workshop::new();
    workshop.build(&["--format", "docx"]);
    Word::read(&workshop.read(DOCX))
}

/// The built file with a relation of the document's, and what it leads to.
fn related(kind: &str, target: &str, mode: &str) -> Vec<u8> {
    let mut word = built();
    let relation = format!(
        r#"<Relationship Id="x1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"{mode}/></Relationships>"#
    );
    word.replace_in("word/_rels/document.xml.rels", "</Relationships>", &relation);
    word.bytes()
}

#[test]
fn what_a_word_file_runs_and_fetches_is_told_of() {
    const OUT: &str = " TargetMode=\"External\"";
    let told = |kind, target, mode, check| wrong(&related(kind, target, mode), check);
    assert_eq!(
        told("attachedTemplate", "http://a/b.dotm", OUT, Check::Remote),
        ["word/document.xml: attachedTemplate http://a/b.dotm"]
    );
    assert_eq!(
        told("image", "http://a/b.png", OUT, Check::Remote),
        ["word/document.xml: image http://a/b.png"]
    );
    assert_eq!(
        told("vbaProject", "styles.xml", "", Check::Programs),
        ["vbaProject word/styles.xml"]
    );
    assert_eq!(told("oleObject", "a.doc", OUT, Check::Programs), ["oleObject a.doc"]);
    assert_eq!(told("hyperlink", "file:///c:/x.exe", OUT, Check::Actions), ["file:///c:/x.exe"]);
    assert!(told("hyperlink", "https://goteborg.se", OUT, Check::Actions).is_empty());
    let mut macros = built();
    macros.set("word/vbaProject.bin", "x");
    assert_eq!(wrong(&macros.bytes(), Check::Programs), ["word/vbaProject.bin"]);
    let field = |code: &str| {
        let mut word = built();
        let field = format!(r#"<w:body><w:p><w:fldSimple w:instr="{code}"/></w:p>"#);
        word.replace("<w:body>", &field);
        word.bytes()
    };
    assert_eq!(wrong(&field(" dde excel a b"), Check::Programs), ["dde excel a b"]);
    assert_eq!(wrong(&field("INCLUDETEXT c:/x"), Check::Remote), ["INCLUDETEXT c:/x"]);
    assert!(wrong(&field("PAGE"), Check::Programs).is_empty());
}

#[test]
fn hidden_text_in_word_is_told_of() {
    let with = |properties: &str, text: &str| {
        let mut word = built();
        let hidden = run(text).replacen("<w:r>", &format!("<w:r><w:rPr>{properties}</w:rPr>"), 1);
        assert!(hidden.contains(properties), "{hidden}");
        word.replace("<w:body>", &format!("<w:body><w:p>{hidden}</w:p>"));
        wrong(&word.bytes(), Check::Hidden)
    };
    assert_eq!(with("<w:vanish/>", "hemligt"), ["hemligt"]);
    assert!(with("<w:vanish w:val=\"0\"/>", "synligt").is_empty());
    assert_eq!(with("<w:color w:val=\"ffffff\"/>", "vitt"), ["vitt"]);
    let shaded = "<w:color w:val=\"FFFFFF\"/><w:shd w:val=\"clear\" w:fill=\"000000\"/>";
    assert!(with(shaded, "vitt på svart").is_empty());
    assert_eq!(with("<w:sz w:val=\"2\"/>", "litet"), ["litet"]);
    assert!(with("<w:vanish/>", " ").is_empty());
}

#[test]
fn what_is_there_twice_is_told_of() {
    let with = |one: &str, other: &str| {
        let mut word = built();
        let (one, other) = (run(one), run(other));
        word.replace(
            "<w:body>",
            &format!(
                r#"<w:body><w:p><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="w14">{one}</mc:Choice><mc:Fallback>{other}</mc:Fallback></mc:AlternateContent></w:p>"#
            ),
        );
        wrong(&word.bytes(), Check::Alternates)
    };
    assert_eq!(with("grönt", "rött"), ["grönt"]);
    assert!(with("grönt", "grönt").is_empty());
    // Two parts of one name: the second name has the letters of the first.
    let mut word = built();
    word.set("word/documenx.xml", "<a/>");
    let mut bytes = word.bytes();
    let places: Vec<usize> = memchr::memmem::find_iter(&bytes, b"documenx").collect();
    for place in places {
        bytes[place..place + 8].copy_from_slice(b"Document");
    }
    assert_eq!(wrong(&bytes, Check::PartNames), ["word/Document.xml"]);
}

#[test]
fn what_a_web_page_runs_and_fetches_is_told_of() {
    let page = |body: &str| {
        format!("<!DOCTYPE html>\n<html lang=\"sv\"><title>T</title><h1>A</h1>{body}</html>")
            .into_bytes()
    };
    for (body, check, expected) in [
        ("<script>alert('</a>')</script>", Check::Programs, &["<script>"][..]),
        ("<p OnClick='x()'>", Check::Programs, &["<p onclick>"]),
        ("<p title='<script>'>", Check::Programs, &[]),
        ("<!-- <script> -->", Check::Programs, &[]),
        ("<img alt='' src=//a/b.png>", Check::Remote, &["//a/b.png"]),
        ("<img alt='' src='data:image/png;base64,AA'>", Check::Remote, &[]),
        ("<link rel=stylesheet href='http://a'>", Check::Remote, &["http://a"]),
        ("<style>p { background: url( 'http://a' ) }</style>", Check::Remote, &["http://a"]),
        ("<p style=\"background:URL(x.png)\">", Check::Remote, &["x.png"]),
        ("<a href='java&#115;cript:x()'>", Check::Actions, &["java&#115;cript:x()"]),
        ("<a href='https://goteborg.se'>", Check::Actions, &[]),
        ("<a href='#del-1'>", Check::Actions, &[]),
        ("<meta http-equiv=Refresh content=0>", Check::Actions, &["<meta http-equiv=refresh>"]),
        ("<h3>", Check::Headings, &["h1, h3"]),
        ("<p id=a><p id=a>", Check::Ids, &["a"]),
        ("<img>", Check::Alternatives, &["<img>"]),
    ] {
        assert_eq!(wrong(&page(body), check), expected, "{body}");
    }
}

/// What is said of real files says what was looked at, and says "claims".
#[test]
fn what_was_looked_at_is_listed() {
    let workshop = Workshop::new();
    workshop.build(&["--format", "pdf,docx"]);
    let said = workshop.run(&["verify", PDF, DOCX]);
    let lines: Vec<&str> = said.stdout.lines().collect();
    assert_eq!(lines.len(), 6, "{}", said.stdout);
    assert!(lines[2].starts_with("docx: looked at ") && lines[2].contains("hidden text"));
    assert!(lines[3].starts_with("pdf: looked at ") && lines[3].contains("actions and scripts"));
    assert_eq!(lines[5], "2 files looked at: 2 well");
    let said = workshop.run_in("sv", &["verify", PDF]);
    assert!(said.stdout.ends_with("1 fil granskad: 1 utan anmärkning\n"), "{}", said.stdout);
}
