//! The Word file's small parts say what the data and the theme say.

use std::fs;

use serde_json::{Value, json};

use crate::support::docx::{Docx, all, text_of};
use crate::support::pdf::Pdf;
use crate::support::word::Word;
use crate::support::{ANSWERS, BODIES, DOCX, FORM, PDF, Workshop, project};
use dnr::xml::Element;

/// A workshop whose layout is the published one with `theme` on top.
fn with_theme(theme: &Value) -> Workshop {
    let workshop = Workshop::new();
    let folder = workshop.path("layouts/egen");
    fs::create_dir_all(&folder).expect("a folder");
    let mut theme = theme.clone();
    theme["extends"] = json!("goteborg");
    fs::write(folder.join("theme.json"), theme.to_string()).expect("a theme");
    fs::copy(project().join("tests/data/pictures/logo.jpg"), folder.join("logo.jpg"))
        .expect("a picture");
    workshop.change(FORM, |form| form["layout"] = json!("egen"));
    workshop
}

fn built(workshop: &Workshop) -> Docx {
    workshop.build(&["--format", "docx"]);
    Docx::read(&workshop.read(DOCX))
}

fn attribute<'a>(element: &'a Element, path: &[&str], name: &str) -> Option<&'a str> {
    path.iter().try_fold(element, |element, name| element.child(name))?.attribute(name)
}

#[test]
fn links_have_the_themes_colour() {
    let mut docx = built(&with_theme(&json!({ "colours": { "link": "#7A1F1F" } })));
    let styles = docx.part("word/styles.xml");
    let link = styles.elements().find(|e| e.attribute("w:styleId") == Some("Hyperlink"));
    let link = link.expect("the style of links");
    assert_eq!(attribute(link, &["w:rPr", "w:color"], "w:val"), Some("7A1F1F"));
}

#[test]
fn the_font_table_names_the_fonts_of_the_theme_and_no_others() {
    let fonts = |workshop: &Workshop| -> Vec<(String, String)> {
        let table = built(workshop).part("word/fontTable.xml");
        let fonts = all(&table, "w:font").into_iter();
        let family = |font| attribute(font, &["w:family"], "w:val").unwrap_or_default().to_owned();
        fonts
            .map(|font| (font.attribute("w:name").unwrap_or_default().to_owned(), family(font)))
            .collect()
    };
    let pair = |name: &str, family: &str| (name.to_owned(), family.to_owned());
    let published = [pair("Times New Roman", "roman"), pair("Arial", "swiss")];
    assert_eq!(fonts(&Workshop::new()), published);
    let own = with_theme(&json!({ "fonts": {
        "text": { "family": "Liberation Sans", "word": "Verdana & \"Co\"" },
        "display": { "family": "Liberation Serif", "word": "Georgia" },
    } }));
    assert_eq!(fonts(&own), [pair("Verdana & \"Co\"", "swiss"), pair("Georgia", "roman")]);
    let one = with_theme(&json!({ "fonts": {
        "text": { "family": "Liberation Sans", "word": "Arial" },
    } }));
    assert_eq!(fonts(&one), [pair("Arial", "swiss")]);
}

#[test]
fn a_picture_is_called_what_it_is() {
    let logo = |file: &str| {
        json!({ "logo":
        { "file": file, "width": "20mm", "height": "30mm", "alternative": "Stadens vapen" } })
    };
    let pictures = |workshop: &Workshop| {
        let mut docx = built(workshop);
        let types = docx.part("[Content_Types].xml");
        let relations = docx.part("word/_rels/document.xml.rels");
        let named: Vec<String> =
            docx.names().into_iter().filter(|name| name.starts_with("word/media/")).collect();
        let [name] = named.as_slice() else { panic!("{named:?}") };
        let ending = name.rsplit('.').next().expect("an ending");
        let kinds: Vec<&Element> =
            types.elements().filter(|e| e.attribute("Extension") == Some(ending)).collect();
        let kind = kinds.first().and_then(|kind| kind.attribute("ContentType"));
        assert_eq!(kinds.len(), 1, "{types:?}");
        let leads_there = relations.elements().any(|relation| {
            relation.attribute("Target").map(|target| format!("word/{target}")).as_deref()
                == Some(name)
        });
        assert!(leads_there, "{relations:?}");
        (name.clone(), kind.expect("a type").to_owned())
    };
    let workshop = with_theme(&logo("logo.jpg"));
    let is = ("word/media/rIdLogo.jpeg".to_owned(), "image/jpeg".to_owned());
    assert_eq!(pictures(&workshop), is);
    // Whatever the file is called.
    let workshop = with_theme(&logo("logo.png"));
    let folder = workshop.path("layouts/egen");
    fs::rename(folder.join("logo.jpg"), folder.join("logo.png")).expect("another name");
    assert_eq!(pictures(&workshop), is);
    fs::copy(project().join("layouts/goteborg/preview.png"), folder.join("logo.png"))
        .expect("a picture");
    let is = ("word/media/rIdLogo.png".to_owned(), "image/png".to_owned());
    assert_eq!(pictures(&workshop), is);
}

/// Keywords are told apart by a sign that none of them holds.
#[test]
fn keywords_with_commas_stay_whole() {
    let keywords = |workshop: &Workshop| {
        let core = built(workshop).part("docProps/core.xml");
        core.child("cp:keywords").map(text_of).expect("keywords")
    };
    let workshop = Workshop::new();
    assert!(keywords(&workshop).starts_with("0497/23, Utbildningsnämnden"));
    workshop.replace(BODIES, "\"Utbildningsnämnden\"", "\"Nämnden för skola, vård och fritid\"");
    assert!(keywords(&workshop).starts_with("0497/23; Nämnden för skola, vård och fritid; "));
}

#[test]
fn numbers_and_lists_are_written_as_the_language_writes_them() {
    let separators = |language: &str| {
        let workshop = Workshop::new();
        workshop.change(FORM, |form| form["language"] = json!(language));
        let settings = built(&workshop).part("word/settings.xml");
        ["w:decimalSymbol", "w:listSeparator"]
            .map(|name| attribute(&settings, &[name], "w:val").unwrap_or_default().to_owned())
    };
    assert_eq!(separators("sv-SE"), [",", ";"]);
    assert_eq!(separators("en-GB"), [".", ","]);
}

/// The results of a header's fields, as a program shows them that does not
/// count pages.
fn shown_pages(docx: &mut Docx) -> Vec<(String, String)> {
    let header = docx.part("word/header2.xml");
    let runs = all(&header, "w:r").into_iter().filter_map(|run| {
        let result = run.child("w:t").map(text_of)?;
        Some((text_of(run.child("w:instrText")?), result))
    });
    runs.collect()
}

/// The number of pages is known to those who lay them out; until then the file
/// shows about how many there are, whatever formats are made beside it.
#[test]
fn the_number_of_pages_is_about_right_before_it_is_counted() {
    let examples = project().join("input/exempelstad-2024/answers");
    let example = |body: &str| examples.join(format!("{body}.json")).display().to_string();
    for (workshop, input, name) in [
        (Workshop::new(), None, "trygghet-2023-utbildningsnamnden"),
        (Workshop::of("all-blocks"), None, "all-blocks-full"),
        (Workshop::of("all-blocks"), None, "all-blocks-least"),
        (Workshop::new(), Some(example("kommunstyrelsen")), "exempelstad-2024-kommunstyrelsen"),
        (Workshop::new(), Some(example("servicenamnden")), "exempelstad-2024-servicenamnden"),
    ] {
        let inputs: Vec<&str> = input.iter().map(String::as_str).collect();
        workshop.build(&[&["--quiet"], &inputs[..]].concat());
        let pages = Pdf::read(&workshop.read(&format!("out/{name}.pdf"))).pages();
        let docx = workshop.read(&format!("out/{name}.docx"));
        let shown = shown_pages(&mut Docx::read(&docx));
        assert_eq!(shown[0], ("PAGE".to_owned(), "2".to_owned()));
        assert_eq!(shown[1].0, "NUMPAGES");
        let about: usize = shown[1].1.parse().expect("a number");
        assert!(about.abs_diff(pages) <= 1, "{name}: {about} for {pages} pages");
        workshop.build(&[&["--quiet", "--force", "--format", "docx"], &inputs[..]].concat());
        assert_eq!(workshop.read(&format!("out/{name}.docx")), docx, "{name}");
    }
}

const PART: &str = "https://exempel.se/plan?del=1#kapitel-2";

fn linking() -> Workshop {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["implementering"] =
            json!(format!("Se [planens andra kapitel]({PART})."));
    });
    workshop.build(&[]);
    workshop
}

#[test]
fn a_link_to_a_part_of_a_page_leads_there() {
    let workshop = linking();
    let relations = Docx::read(&workshop.read(DOCX)).part("word/_rels/document.xml.rels");
    assert!(relations.elements().any(|relation| relation.attribute("Target") == Some(PART)));
    let pdf = workshop.read(PDF);
    assert!(pdf.windows(PART.len()).any(|bytes| bytes == PART.as_bytes()));
}

/// Word itself keeps the part in an attribute, and in fields behind a switch.
#[test]
fn the_part_of_a_page_comes_back_however_it_is_written() {
    let workshop = linking();
    let before = workshop.read(ANSWERS);
    let word = Word::read(&workshop.read(DOCX));
    let rels = "word/_rels/document.xml.rels";
    let mut with_anchor = word.clone();
    with_anchor.replace_in(rels, "#kapitel-2", "");
    with_anchor.replace("<w:hyperlink ", "<w:hyperlink w:anchor=\"kapitel-2\" ");
    let mut with_field = word.clone();
    with_field.change(|body| {
        body.for_each(&mut |paragraph| {
            for node in &mut paragraph.children {
                if let dnr::xml::Node::Element(link) = node
                    && link.name == "w:hyperlink"
                {
                    link.name = "w:fldSimple".into();
                    let code = r#" HYPERLINK "https://exempel.se/plan?del=1" \l "kapitel-2" "#;
                    link.attributes = vec![("w:instr".into(), code.into())];
                }
            }
        })
    });
    for word in [word, with_anchor, with_field] {
        fs::write(workshop.path("returned.docx"), word.bytes()).expect("a file");
        let said = workshop.run(&["import", "returned.docx"]);
        assert!(said.code == 0 && said.stdout.contains("no changes"), "{said:?}");
        assert_eq!(workshop.read(ANSWERS), before);
    }
}

/// LibreOffice saves a link to a part of a page as a field that ends where the
/// words' looks change; the rest keeps the looks of a link.
#[test]
fn a_link_of_several_looks_comes_back_whole_from_libreoffice() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        let text = format!("Se [_planens_ **andra** kapitel]({PART}) här.");
        answers["answers"]["implementering"] = json!(text);
    });
    workshop.build(&["--format", "docx"]);
    let mut word = Word::read(&workshop.read(DOCX));
    let document = word.text("word/document.xml");
    let start = document.find("<w:hyperlink ").expect("the link");
    let first = start + document[start..].find("</w:r>").expect("its first words") + 6;
    let end = start + document[start..].find("</w:hyperlink>").expect("its end");
    let inner = start + document[start..].find('>').expect("its beginning") + 1;
    let mark = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let code = r#"HYPERLINK "https://exempel.se/plan?del=1" \l "kapitel-2""#;
    let code = format!("<w:r><w:instrText>{code}</w:instrText></w:r>");
    let saved = [
        &document[..start],
        &mark("begin"),
        &code,
        &mark("separate"),
        &document[inner..first],
        &mark("end"),
        &document[first..end],
        &document[end + "</w:hyperlink>".len()..],
    ];
    word.set("word/document.xml", saved.concat());
    fs::write(workshop.path("returned.docx"), word.bytes()).expect("a file");
    let said = workshop.run(&["import", "returned.docx"]);
    assert!(said.code == 0 && said.stdout.contains("no changes"), "{said:?}");
}
