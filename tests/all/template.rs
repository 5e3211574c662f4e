//! A Word template gives its look, and the report stays what it is.

use std::collections::HashSet;
use std::io::{Cursor, Read, Write};
use std::path::PathBuf;

use crate::support::docx::{Docx, all, text};
use crate::support::{DOCX, Said, Workshop, project};
use dnr::docx::template::Template;
use dnr::messages::Messages;
use dnr::xml::Element;
use zip::write::SimpleFileOptions;

/// The donors, and the ids that they have for headings of both levels.
const DONORS: [(&str, [&str; 2]); 3] = [
    ("libreoffice.docx", ["Heading1", "Heading2"]),
    ("word.docx", ["Heading1", "Heading2"]),
    ("swedish.dotx", ["Rubrik1", "Rubrik2"]),
];

const DOCUMENT: &str = "word/document.xml";
const STYLES: &str = "word/styles.xml";

fn donor(name: &str) -> PathBuf {
    project().join("tests/data/templates").join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(donor(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The entries of a zip archive.
fn entries(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("a zip archive");
    let places = 0..archive.len();
    let read = |place| {
        let mut entry = archive.by_index(place).expect("an entry");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("a whole entry");
        (entry.name().to_owned(), bytes)
    };
    places.map(read).collect()
}

fn zipped(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).expect("a name");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// A donor whose XML parts are changed by `change`, as text.
fn altered(name: &str, change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut entries = entries(&bytes(name));
    for (name, bytes) in &mut entries {
        if let Ok(text) = String::from_utf8(bytes.clone()) {
            *bytes = change(name, text).into_bytes();
        }
    }
    zipped(&entries)
}

/// A donor, one of whose parts is changed.
fn with_part(name: &str, part: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    altered(name, |entry, text| if entry == part { change(text) } else { text })
}

/// Builds the Word file alone with a donor.
fn built(donor: &std::path::Path) -> (Vec<u8>, Said) {
    let workshop = Workshop::new();
    let donor = donor.display().to_string();
    let said = workshop.build(&["--format", "docx", "--template", &donor]);
    (workshop.read(DOCX), said)
}

/// The same with a donor that is not on disk.
fn built_with(donor: &[u8]) -> (Vec<u8>, Said) {
    let workshop = Workshop::new();
    std::fs::write(workshop.path("mall.docx"), donor).expect("a file");
    let said = workshop.build(&["--format", "docx", "--template", "mall.docx"]);
    (workshop.read(DOCX), said)
}

fn value<'a>(element: &'a Element, path: &[&str]) -> Option<&'a str> {
    path.iter().try_fold(element, |element, name| element.child(name))?.attribute("w:val")
}

fn style<'a>(styles: &'a Element, id: &str) -> &'a Element {
    let found = styles.elements().find(|e| e.attribute("w:styleId") == Some(id));
    found.unwrap_or_else(|| panic!("the style {id}"))
}

fn section(docx: &mut Docx) -> Element {
    let document = docx.part(DOCUMENT);
    document.child("w:body").and_then(|b| b.child("w:sectPr")).expect("a section").clone()
}

/// The part that the section's header or footer of these pages is in.
fn runner(docx: &mut Docx, kind: &str, pages: &str) -> Option<String> {
    let section = section(docx);
    let id = section
        .elements()
        .find(|e| e.name == format!("w:{kind}Reference") && e.attribute("w:type") == Some(pages))?
        .attribute("r:id")?
        .to_owned();
    let relations = docx.part("word/_rels/document.xml.rels");
    let relation = relations.elements().find(|e| e.attribute("Id") == Some(&id));
    let target = relation.and_then(|e| e.attribute("Target")).expect("its part");
    Some(format!("word/{target}"))
}

#[test]
fn the_text_is_the_same_as_without_a_template() {
    let workshop = Workshop::new();
    workshop.build(&["--format", "docx"]);
    let texts = |bytes: &[u8]| -> Vec<String> {
        Docx::read(bytes).paragraphs().into_iter().map(|p| p.text).collect()
    };
    let plain = texts(&workshop.read(DOCX));
    assert!(plain.len() > 90);
    for (name, _) in DONORS {
        assert_eq!(plain, texts(&built(&donor(name)).0), "{name}");
    }
}

#[test]
fn headings_are_the_templates_and_their_numbers_ours() {
    for (name, ids) in DONORS {
        let mut docx = Docx::read(&built(&donor(name)).0);
        let document = docx.part(DOCUMENT);
        let (styles, numbering) = (docx.part(STYLES), docx.part("word/numbering.xml"));
        for (level, (id, count)) in ids.iter().zip([4, 7]).enumerate() {
            let level = level.to_string();
            let headings: Vec<&Element> = all(&document, "w:p")
                .into_iter()
                .filter(|p| value(p, &["w:pPr", "w:pStyle"]) == Some(id))
                .collect();
            assert_eq!(headings.len(), count, "{name} {id}");
            let numbers = [headings[0].clone(), style(&styles, id).clone()];
            for numbered in numbers {
                let number = numbered.child("w:pPr").and_then(|p| p.child("w:numPr"));
                let number = number.unwrap_or_else(|| panic!("{name} {id}"));
                assert_eq!(value(number, &["w:ilvl"]), Some(level.as_str()), "{name}");
                assert_eq!(value(number, &["w:numId"]), Some("2"), "{name}");
            }
            let bound = all(&numbering, "w:lvl");
            let bound = bound.iter().find(|l| value(l, &["w:pStyle"]) == Some(id));
            assert_eq!(bound.and_then(|l| l.attribute("w:ilvl")), Some(level.as_str()));
            let begins_page = headings[0].child("w:pPr").unwrap().child("w:pageBreakBefore");
            assert_eq!(begins_page.is_some(), level == "0", "{name}");
        }
    }
}

#[test]
fn the_templates_styles_survive() {
    for (name, _) in DONORS {
        let (mut before, after) = (Docx::read(&bytes(name)), built(&donor(name)).0);
        let (before, after) = (before.part(STYLES), Docx::read(&after).part(STYLES));
        let is_kept = |style: &&Element| {
            let is_numbering = style.attribute("w:type") == Some("numbering");
            style.name == "w:style" && (!is_numbering || style.attribute("w:default").is_some())
        };
        let mut count = 0;
        for old in before.elements().filter(is_kept) {
            let id = old.attribute("w:styleId").expect("an id");
            let new = style(&after, id);
            assert_eq!(value(old, &["w:name"]), value(new, &["w:name"]), "{name}");
            for path in [["w:rPr", "w:sz"], ["w:rPr", "w:color"], ["w:pPr", "w:jc"]] {
                assert_eq!(value(old, &path), value(new, &path), "{name}: {id}");
            }
            count += 1;
        }
        assert!(count >= 10, "{name}");
        let has_latent = |root: &Element| root.child("w:latentStyles").is_some();
        assert_eq!(has_latent(&before), has_latent(&after), "{name}");
    }
}

#[test]
fn every_style_that_is_used_exists_once() {
    for (name, _) in DONORS {
        let (file, _) = built(&donor(name));
        let mut docx = Docx::read(&file);
        let styles = docx.part(STYLES);
        let styles = || styles.elements().filter(|e| e.name == "w:style");
        let ids: Vec<_> = styles().filter_map(|s| s.attribute("w:styleId")).collect();
        let names: Vec<_> =
            styles().filter_map(|s| value(s, &["w:name"]).map(str::to_lowercase)).collect();
        let known: HashSet<_> = ids.iter().copied().collect();
        assert_eq!(known.len(), ids.len(), "{name}: an id twice");
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len(), "{name}: a name twice");
        for part in docx.names().into_iter().filter(|part| is_content(part)) {
            let root = docx.part(&part);
            for used in ["w:pStyle", "w:rStyle", "w:tblStyle"] {
                for used in all(&root, used) {
                    assert!(known.contains(used.attribute("w:val").unwrap()), "{part}: {used:?}");
                }
            }
        }
        for style in styles() {
            for used in ["w:basedOn", "w:next", "w:link"] {
                let used = value(style, &[used]);
                assert!(used.is_none_or(|used| known.contains(used)), "{name}: {used:?}");
            }
        }
    }
}

fn is_content(part: &str) -> bool {
    part.starts_with("word/") && part.ends_with(".xml") && !part.contains("theme")
}

#[test]
fn swedish_ids_aliases_and_collisions() {
    let (file, _) = built(&donor("swedish.dotx"));
    let mut docx = Docx::read(&file);
    let used: HashSet<String> = docx.paragraphs().into_iter().map(|p| p.style).collect();
    // `Svar` is also called Answer; the template's `Question` is another style.
    for id in ["Rubrik", "Rubrik1", "Rubrik2", "Svar", "Question2", "Instruction"] {
        assert!(used.contains(id), "{id} in {used:?}");
    }
    assert!(!used.contains("Question") && !used.contains("Answer"));
    let styles = docx.part(STYLES);
    assert_eq!(value(style(&styles, "Question"), &["w:name"]), Some("Fråga till allmänheten"));
    let ours = style(&styles, "Question2");
    assert_eq!(value(ours, &["w:name"]), Some("Question"));
    // The template's Normal says how running text looks.
    assert_eq!(value(ours, &["w:basedOn"]), Some("Normal"));
    assert!(ours.child("w:rPr").is_none());
    assert_eq!(value(style(&styles, "Rubrik1"), &["w:pPr", "w:outlineLvl"]), Some("0"));
    // The language is the report's.
    assert_eq!(
        value(&styles, &["w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang"]),
        Some("sv-SE")
    );
    assert!(style(&styles, "Svar").child("w:rPr").unwrap().child("w:lang").is_none());
}

#[test]
fn the_logo_comes_along_with_its_header() {
    for (name, pages, old) in [
        ("libreoffice.docx", "default", "word/media/image1.png"),
        ("swedish.dotx", "first", "word/media/logo.png"),
    ] {
        let (file, _) = built(&donor(name));
        let mut docx = Docx::read(&file);
        let header = runner(&mut docx, "header", pages).expect("a header");
        let root = docx.part(&header);
        let pictures: HashSet<_> = all(&root, "a:blip")
            .iter()
            .filter_map(|b| b.attribute("r:embed"))
            .map(str::to_owned)
            .collect();
        assert_eq!(pictures.len(), 1, "{name}");
        let relations = header.replace("word/", "word/_rels/") + ".rels";
        let relations = docx.part(&relations);
        let relation = relations.elements().next().expect("a relation");
        assert!(pictures.contains(relation.attribute("Id").unwrap()));
        let target = relation.attribute("Target").unwrap().trim_start_matches('/').to_owned();
        let find = |archive: &[u8], wanted: &str| {
            entries(archive).into_iter().find(|(name, _)| name == wanted).expect("the picture").1
        };
        assert_eq!(find(&file, &target), find(&bytes(name), old), "{name}");
        let types = docx.part("[Content_Types].xml");
        let has = |attribute: &str, value: &str| {
            types.elements().any(|e| e.attribute(attribute) == Some(value))
        };
        assert!(has("Extension", "png") && has("PartName", &format!("/{header}")), "{name}");
        // What is declared is there, and what is there is declared.
        let names: HashSet<String> = docx.names().into_iter().collect();
        for part in types.elements().filter_map(|e| e.attribute("PartName")) {
            assert!(names.contains(part.trim_start_matches('/')), "{name}: {part}");
        }
        assert_eq!(names.len(), docx.names().len(), "{name}: a part twice");
    }
}

#[test]
fn pages_are_the_templates() {
    let (file, said) = built(&donor("swedish.dotx"));
    assert!(!said.stderr.contains("template-header"), "{}", said.stderr);
    let mut docx = Docx::read(&file);
    let own = section(&mut docx);
    assert_eq!(own.child("w:pgMar").and_then(|m| m.attribute("w:left")), Some("1701"));
    assert!(own.child("w:titlePg").is_some());
    for pages in ["first", "default", "even"] {
        for kind in ["header", "footer"] {
            let part = runner(&mut docx, kind, pages).expect(pages);
            assert_eq!(part, format!("word/template_{kind}_{pages}.xml"));
        }
    }
    assert!(!docx.names().iter().any(|name| name.starts_with("word/header")));
    let settings = docx.part("word/settings.xml");
    assert!(settings.child("w:evenAndOddHeaders").is_some());
    assert!(settings.child("w:autoHyphenation").is_some());
    let mode = all(&settings, "w:compatSetting")[0].attribute("w:val");
    assert_eq!(mode, Some("15"));
    // A matrix within the text begins where the text does.
    let document = docx.part(DOCUMENT);
    for table in all(&document, "w:tblPr") {
        let indent: i32 =
            table.child("w:tblInd").and_then(|i| i.attribute("w:w")).unwrap().parse().unwrap();
        assert!((-300..=0).contains(&indent), "{indent}");
    }
}

#[test]
fn our_running_header_stays_where_the_template_has_none() {
    let (file, said) = built(&donor("word.docx"));
    assert!(!said.stderr.contains("template-header"), "{}", said.stderr);
    let mut docx = Docx::read(&file);
    let header = runner(&mut docx, "header", "default").expect("a header");
    let header = docx.part(&header);
    assert!(text(&header).starts_with("Trygghetsskapande"), "{}", text(&header));
    assert!(section(&mut docx).child("w:titlePg").is_some());
    let tabs: Vec<_> = all(&header, "w:tab")
        .iter()
        .filter_map(|t| t.attribute("w:val")?.into())
        .collect::<Vec<_>>();
    // The template's own stops would catch the page number.
    assert_eq!(tabs, ["right", "clear", "clear"]);
    assert!(all(&header, "w:instrText").len() == 2);
}

#[test]
fn a_template_without_page_numbers_is_told_of() {
    let without = with_part("libreoffice.docx", "word/footer1.xml", |text| {
        text.replace("PAGE", "DATE").replace("NUMDATES", "DATE")
    });
    let (_, said) = built_with(&without);
    assert!(said.stderr.contains("warning[template-header]"), "{}", said.stderr);
    assert!(said.stderr.contains("`mall.docx` shows no page number"), "{}", said.stderr);
}

/// Body, comments, custom data, links and traces of editing stay behind.
#[test]
fn nothing_else_comes_along() {
    let (file, said) = built(&donor("swedish.dotx"));
    for what in ["links in the headers", "pictures from elsewhere", "fields that fetch"] {
        assert!(said.stderr.contains(what), "{what}: {}", said.stderr);
    }
    for (name, bytes) in entries(&file) {
        let text = String::from_utf8_lossy(&bytes);
        for foreign in [
            "elak.example",
            "https://exempelstad.example",
            "hemlig",
            "struket",
            "Mallens egen",
            "attachedTemplate",
            "dataBinding w:xpath=\"/mall",
            "w:bookmarkStart w:id=\"0\" w:name=\"sida\"",
        ] {
            assert!(!text.contains(foreign), "{foreign} in {name}");
        }
        assert!(!name.starts_with("customXml"), "{name}");
    }
    let mut docx = Docx::read(&file);
    let footer = docx.part("word/template_footer_default.xml");
    assert_eq!(text(&footer), "Besök exempelstad.exampleadressen");
    let header = docx.part("word/template_header_default.xml");
    // Controls bound to the document's own properties stay so.
    assert_eq!(all(&header, "w:dataBinding").len(), 1);
}

#[test]
fn macros_stay_behind_with_a_word() {
    let with_macros = with_part("swedish.dotx", "[Content_Types].xml", |text| {
        text.replace(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
            "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
        )
    });
    let mut entries = entries(&with_macros);
    entries.push(("word/vbaProject.bin".to_owned(), b"macros".to_vec()));
    let (file, said) = built_with(&zipped(&entries));
    assert!(said.stderr.contains("the macros of the Word template"), "{}", said.stderr);
    let mut docx = Docx::read(&file);
    assert!(!docx.names().iter().any(|name| name.contains("vba")));
    let types = docx.part("[Content_Types].xml");
    assert!(!format!("{types:?}").contains("macroEnabled"));
}

#[test]
fn strict_files_and_other_prefixes_read_as_words_own() {
    let parts_with = |template: &[u8]| {
        let mut parts = entries(&built_with(template).0);
        // The file says by a hash which template it was made with.
        parts.retain(|(name, _)| name != "docProps/custom.xml");
        parts
    };
    let plain = parts_with(&bytes("libreoffice.docx"));
    let renamed = altered("libreoffice.docx", |_, text| {
        text.replace("<w:", "<q:")
            .replace("</w:", "</q:")
            .replace(" w:", " q:")
            .replace("xmlns:w=", "xmlns:q=")
    });
    assert!(parts_with(&renamed) == plain, "other prefixes");
    let strict = altered("libreoffice.docx", |_, text| {
        ["wordprocessingml", "officeDocument", "drawingml"].iter().fold(text, |text, family| {
            let strict = format!("http://purl.oclc.org/ooxml/{family}/");
            text.replace(&format!("http://schemas.openxmlformats.org/{family}/2006/"), &strict)
        })
    });
    assert!(strict != bytes("libreoffice.docx"));
    assert!(parts_with(&strict) == plain, "strict");
}

#[test]
fn styles_of_another_kind_are_told_of_and_ours_used() {
    let odd = with_part("swedish.dotx", STYLES, |text| {
        text.replace(
            r#"<w:style w:type="paragraph" w:styleId="Rubrik1">"#,
            r#"<w:style w:type="character" w:styleId="Rubrik1">"#,
        )
        .replace(r#"<w:name w:val="Title"/>"#, r#"<w:name w:val="Titel"/>"#)
    });
    let (file, said) = built_with(&odd);
    assert!(said.stderr.contains("has styles of another kind: heading 1"), "{}", said.stderr);
    assert!(said.stderr.contains("has no style Title"), "{}", said.stderr);
    let mut docx = Docx::read(&file);
    let styles = docx.part(STYLES);
    assert_eq!(value(style(&styles, "Heading1"), &["w:name"]), Some("heading 1 (dnr)"));
    let titles = docx.paragraphs().into_iter().filter(|p| p.style == "Title").count();
    assert_eq!(titles, 1);
}

#[test]
fn a_matrix_too_wide_for_the_page_is_told_of() {
    let narrow = with_part("swedish.dotx", DOCUMENT, |text| {
        text.replace(r#"w:right="1418""#, r#"w:right="4000""#)
    });
    let (_, said) = built_with(&narrow);
    assert!(said.stderr.contains("warning[template-width]"), "{}", said.stderr);
}

#[test]
fn identical_input_gives_identical_bytes() {
    for (name, _) in DONORS {
        assert!(built(&donor(name)).0 == built(&donor(name)).0, "{name}");
    }
}

#[test]
fn a_theme_names_its_template_and_an_edit_makes_reports_anew() {
    let workshop = Workshop::new();
    let folder = workshop.path("layouts/goteborg");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("mall.dotx"), bytes("swedish.dotx")).expect("a file");
    std::fs::write(
        folder.join("theme.json"),
        r#"{ "extends": "goteborg", "template": "mall.dotx" }"#,
    )
    .expect("a file");
    workshop.build(&["--format", "pdf,docx"]);
    let styles: HashSet<String> =
        Docx::read(&workshop.read(DOCX)).paragraphs().into_iter().map(|p| p.style).collect();
    assert!(styles.contains("Rubrik1"));
    assert!(workshop.build(&["--format", "pdf,docx"]).stdout.contains("unchanged"));
    std::fs::write(folder.join("mall.dotx"), bytes("word.docx")).expect("a file");
    let said = workshop.build(&["--format", "pdf,docx"]);
    assert!(said.stdout.contains("layout changed: mall.dotx"), "{}", said.stdout);
    // The command line overrules the theme.
    std::fs::write(workshop.path("b.docx"), bytes("libreoffice.docx")).expect("a file");
    let said = workshop.build(&["--format", "docx", "--template", "b.docx"]);
    assert!(said.stdout.contains("layout changed: b.docx"), "{}", said.stdout);
}

#[test]
fn a_template_may_lie_in_the_layout_that_is_built_on() {
    let workshop = Workshop::new();
    let (base, own) = (workshop.path("layouts/base"), workshop.path("layouts/own"));
    crate::support::copy(&project().join("layouts/goteborg"), &base);
    workshop.change("layouts/base/theme.json", |theme| theme["template"] = "mall.docx".into());
    std::fs::write(base.join("mall.docx"), bytes("swedish.dotx")).expect("a file");
    std::fs::create_dir_all(&own).expect("a folder");
    std::fs::write(own.join("theme.json"), r#"{ "extends": "base" }"#).expect("a file");
    workshop.build(&["--format", "docx", "--layout", "own"]);
    let paragraphs = Docx::read(&workshop.read(DOCX)).paragraphs();
    assert!(paragraphs.iter().any(|p| p.style == "Rubrik1"));
}

#[test]
fn a_template_that_is_not_there() {
    let workshop = Workshop::new();
    let folder = workshop.path("layouts/goteborg");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(
        folder.join("theme.json"),
        r#"{ "extends": "goteborg", "template": "mall.docx" }"#,
    )
    .expect("a file");
    let said = workshop.run(&["build"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("error[no-template]: the layout's folder has no `mall.docx`"));
    assert!(said.stderr.contains("theme.json:1:38"), "{}", said.stderr);
    assert!(!workshop.path("out").exists());
    let said = workshop.run(&["build", "--template", "nowhere.docx"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("cannot read nowhere.docx"), "{}", said.stderr);
}

/// Why a template is refused, in English.
fn refusal(bytes: &[u8]) -> String {
    let problems = Template::read(bytes).expect_err("a refusal");
    Messages::new(Some("en")).title(&problems.0[0])
}

#[test]
fn hostile_files_are_refused_clearly() {
    let word = bytes("word.docx");
    let mut compound = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    let old = compound.clone();
    compound.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let many: Vec<_> = (0..10_000).map(|n| (format!("word/{n}.xml"), Vec::new())).collect();
    let in_styles = |inner: &str| {
        let styles = format!(
            r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{inner}</w:styles>"#
        );
        with_part("libreoffice.docx", STYLES, move |_| styles.clone())
    };
    let bomb = in_styles(&" ".repeat(30 << 20));
    assert!(bomb.len() < 100_000);
    let deep = in_styles(&"<w:style>".repeat(100_000));
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=\"\"")).collect();
    let wide = in_styles(&format!("<w:style{attributes}/>"));
    let namespaces: String = (0..150)
        .map(|n| format!(r#"<w:style xmlns:a{n}="urn:{n}" xmlns:b{n}="urn:b{n}">"#))
        .collect();
    let declared = in_styles(&(namespaces + &"</w:style>".repeat(150)));
    let dtd = with_part("libreoffice.docx", STYLES, |text| {
        text.replace(
            "<w:styles",
            r#"<!DOCTYPE w:styles [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:styles"#,
        )
    });
    let entity = in_styles("<w:style>&b;</w:style>");
    let outside = with_part("libreoffice.docx", "_rels/.rels", |text| {
        text.replace("word/document.xml", "../../../etc/passwd")
    });
    let sheet = with_part("libreoffice.docx", "[Content_Types].xml", |text| {
        text.replace("wordprocessingml.document.main", "spreadsheetml.sheet.main")
    });
    let header =
        with_part("libreoffice.docx", "word/header1.xml", |text| text.replace("</w:hdr>", ""));
    for (name, file, reason) in [
        ("empty", Vec::new(), "it is not a Word file"),
        ("a PDF", b"%PDF-1.7 ...".to_vec(), "it is not a Word file"),
        ("an old file", old, "it is in Word's format of before 2007"),
        ("an encrypted file", compound, "it is protected by a password"),
        ("half a file", word[..word.len() / 2].to_vec(), "the file is damaged"),
        ("an archive of something else", zipped(&many[..3]), "it is not a Word file"),
        ("ten thousand parts", zipped(&many), "it has more than 2000 parts"),
        ("a bomb", bomb, "it unpacks to far more than a template needs"),
        ("depth", deep, "word/styles.xml is damaged (elements nest too deep)"),
        ("attributes", wide, "an element has too many attributes"),
        ("namespaces", declared, "too many namespaces"),
        ("a DTD", dtd, "word/styles.xml is damaged (a document type declaration)"),
        ("an entity", entity, "word/styles.xml is damaged"),
        ("a path out", outside, "it is not a Word file"),
        ("a sheet", sheet, "it is not a Word file"),
        ("half a header", header, "word/header1.xml is damaged"),
    ] {
        let told = refusal(&file);
        assert!(told.contains(reason), "{name}: {told}");
    }
}

#[test]
fn odd_paths_lead_nowhere() {
    for target in ["../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "..\\..\\x.png"] {
        let odd = with_part("libreoffice.docx", "word/_rels/header1.xml.rels", |text| {
            text.replace("media/image1.png", target)
        });
        let (file, said) = built_with(&odd);
        assert!(said.stderr.contains("which do not come along"), "{target}: {}", said.stderr);
        let mut docx = Docx::read(&file);
        let header = runner(&mut docx, "header", "default").expect("a header");
        assert!(all(&docx.part(&header), "a:blip").is_empty());
        assert!(!docx.names().iter().any(|name| name.contains("media")));
    }
}

/// Styles that rest on each other in a circle, and what else no program writes.
#[test]
fn senseless_styles_do_no_harm() {
    let circle = with_part("word.docx", STYLES, |text| {
        text.replacen(r#"<w:basedOn w:val="Normal"/>"#, r#"<w:basedOn w:val="Header"/>"#, 1)
            .replace(r#"w:styleId="Heading3""#, r#"w:styleId="Heading1""#)
            .replace(r#"w:styleId="Heading4""#, "")
    });
    assert!(!built_with(&circle).0.is_empty());
}

/// No change of a donor makes the program fail otherwise than by refusing.
#[test]
fn mutated_templates_never_panic() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let original = entries(&bytes("libreoffice.docx"));
    let packed = bytes("swedish.dotx");
    for round in 0..400 {
        let mutated = if round % 2 == 0 {
            let mut entries = original.clone();
            let part = random(entries.len());
            let bytes = &mut entries[part].1;
            for _ in 0..=random(4) {
                let at = random(bytes.len());
                match random(3) {
                    0 => bytes[at] = b"<>/:\"& aw\0\xff"[random(11)],
                    1 => drop(bytes.drain(at..(at + random(40)).min(bytes.len()))),
                    _ => bytes.insert(at, b"<>/:\"&"[random(6)]),
                }
                if bytes.is_empty() {
                    break;
                }
            }
            zipped(&entries)
        } else {
            let mut bytes = packed.clone();
            let at = random(bytes.len());
            bytes[at] ^= 1 << random(8);
            bytes
        };
        if let Err(problems) = Template::read(&mutated) {
            assert!(problems.has_errors());
        }
    }
}
