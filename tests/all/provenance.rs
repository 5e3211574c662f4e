//! Every file says what it was made from, and may hold it.

use crate::support::docx::{Docx, text_of};
use crate::support::pdf::Pdf;
use crate::support::{ANSWERS, DOCX, FORM, PDF, Workshop};
use dnr::hash::hash;
use dnr::report::Provenance;
use hayro_syntax::object::{Array, Dict, Name, Stream, String as PdfString};
use serde_json::Value;

const HTML: &str = "out/trygghet-2023-utbildningsnamnden.html";
const JSON: &str = "out/trygghet-2023-utbildningsnamnden.json";

/// The provenance in each format, in the order pdf, docx, html, json.
fn told(workshop: &Workshop) -> [Provenance; 4] {
    let creator = Pdf::read(&workshop.read(PDF)).file.metadata().creator.clone().expect("it");
    let pdf = dnr::pdf::provenance(&String::from_utf8(creator).expect("ASCII"));
    let custom = Docx::read(&workshop.read(DOCX)).part("docProps/custom.xml");
    let docx = custom.elements().filter_map(|property| {
        let name = property.attribute("name")?.strip_prefix("dnr ")?;
        Some((name.replace(' ', "-"), text_of(property)))
    });
    let page = String::from_utf8(workshop.read(HTML)).expect("UTF-8");
    let html = page.lines().filter_map(|line| {
        let (name, value) = line.strip_prefix("<meta name=\"dnr:")?.split_once("\" content=\"")?;
        Some((name.to_owned(), value.trim_end_matches("\">").to_owned()))
    });
    let report: Value = serde_json::from_slice(&workshop.read(JSON)).expect("JSON");
    let json = serde_json::from_value(report["provenance"].clone());
    [
        pdf.expect("in the PDF"),
        Provenance::from_entries(docx).expect("in the Word file"),
        Provenance::from_entries(html).expect("in the web page"),
        json.expect("in the report"),
    ]
}

const ALL: [&str; 2] = ["--format", "pdf,docx,html,json"];

#[test]
fn every_format_tells_the_same() {
    let workshop = Workshop::new();
    workshop.build(&ALL);
    let [pdf, docx, html, json] = told(&workshop);
    assert_eq!(pdf.program, env!("CARGO_PKG_VERSION"));
    assert_eq!((&*pdf.form_id, &*pdf.body_id), ("trygghet-2023", "utbildningsnamnden"));
    assert_eq!(pdf.form, hash(&workshop.read(FORM)));
    assert_eq!(pdf.answers, hash(&workshop.read(ANSWERS)));
    assert_eq!(pdf.options, "a-2a+ua-1");
    assert!(pdf == docx && pdf == html && pdf == json);
}

#[test]
fn only_what_changed_is_told_otherwise() {
    let workshop = Workshop::new();
    workshop.build(&ALL);
    let [before, ..] = told(&workshop);
    workshop.replace(FORM, "gemenförandet", "genomförandet");
    workshop.replace("input/bodies.json", "Utbildningsnämndens", "Nämndens");
    let mut args = ALL.to_vec();
    args.extend(["--pdf-standard", "a-3a+ua-1", "--attach", "--set", "page.top=41mm"]);
    workshop.build(&args);
    let [after, ..] = told(&workshop);
    assert!(before.form != after.form && before.body != after.body);
    assert!(before.layout != after.layout);
    assert_eq!(before.answers, after.answers);
    assert_eq!(after.options, "a-3a+ua-1 attach");
}

#[test]
fn odd_ids_come_through() {
    let workshop = Workshop::new();
    let id = "nämnd =\"1\"; <b>";
    workshop.replace("input/bodies.json", "\"utbildningsnamnden\"", &format!("{id:?}"));
    workshop.change(ANSWERS, |answers| answers["body"] = id.into());
    workshop.change(FORM, |form| {
        for strategy in form["parts"][2]["content"][0]["matrix"]["strategies"]
            .as_array_mut()
            .expect("strategies")
        {
            strategy["designated"] = Value::Array(vec![id.into()]);
            strategy["placeholder"] = false.into();
        }
    });
    workshop.change(ANSWERS, |answers| {
        for number in 13..=18 {
            answers["answers"]["strategier-utpekade"][number.to_string()] =
                serde_json::json!({ "status": "enligt" });
        }
    });
    let said = workshop.build(&ALL);
    let name = said.stdout.split("out/").nth(1).and_then(|rest| rest.split('.').next());
    for (path, ending) in [(PDF, "pdf"), (DOCX, "docx"), (HTML, "html"), (JSON, "json")] {
        let made = format!("out/{}.{ending}", name.expect("a name"));
        std::fs::rename(workshop.path(&made), workshop.path(path)).expect("a file");
    }
    let [pdf, docx, _, json] = told(&workshop);
    assert_eq!(pdf.body_id, id);
    assert!(pdf == docx && pdf == json);
}

/// A PDF's associated files (ISO 19005-3, clause 6.8): name, relationship,
/// type, bytes.
fn attached(bytes: &[u8]) -> Vec<(String, String, String, Vec<u8>)> {
    let pdf = Pdf::read(bytes);
    let Some(files) = pdf.catalog().get::<Array>("AF") else { return Vec::new() };
    let files = files.iter::<Dict>().map(|file| {
        let stream = file.get::<Dict>("EF").and_then(|ef| ef.get::<Stream>("F")).expect("a stream");
        let name =
            |dict: &Dict, key: &str| dict.get::<Name>(key).expect("a name").as_str().to_owned();
        (
            String::from_utf8(file.get::<PdfString>("F").expect("a name").as_bytes().to_vec())
                .expect("ASCII"),
            name(&file, "AFRelationship"),
            name(stream.dict(), "Subtype"),
            stream.decoded().expect("a whole file").into_owned(),
        )
    });
    files.collect()
}

#[test]
fn form_and_answers_go_along_where_they_may() {
    let workshop = Workshop::new();
    workshop.build(&["--format", "pdf", "--pdf-standard", "a-3a+ua-1"]);
    let plain = workshop.read(PDF);
    assert!(attached(&plain).is_empty());
    workshop.build(&["--format", "pdf", "--pdf-standard", "a-3a+ua-1", "--attach"]);
    let file = workshop.read(PDF);
    let source = |name: &str, path: &str| {
        let kind = "application/json".to_owned();
        (name.to_owned(), "Source".to_owned(), kind, workshop.read(path))
    };
    assert!(attached(&file) == [source("answers.json", ANSWERS), source("form.json", FORM)]);
    assert_eq!(Pdf::read(&file).lines(), Pdf::read(&plain).lines());
}

#[test]
fn attachments_are_refused_where_the_standard_has_none() {
    let workshop = Workshop::new();
    for standard in ["a-2a+ua-1", "a-1a"] {
        let said = workshop.run(&["build", "--attach", "--pdf-standard", standard]);
        assert_eq!(said.code, 2);
        assert!(said.stderr.contains(&format!("error[attach-standard]: `{standard}`")));
        assert!(said.stderr.contains("add --pdf-standard a-3a+ua-1"), "{}", said.stderr);
    }
    assert!(!workshop.path("out").exists());
}

#[test]
fn a_layout_that_leaves_attachments_out_is_told_of() {
    let workshop = Workshop::new();
    let folder = workshop.path("layouts/goteborg");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("theme.json"), r#"{ "extends": "goteborg" }"#).expect("a file");
    let page = "#let report = json(\"/report.json\")\n#title(report.properties.title)\n";
    std::fs::write(folder.join("report.typ"), page).expect("a file");
    let args = ["build", "--format", "pdf", "--pdf-standard", "a-3a+ua-1", "--attach"];
    let said = workshop.run(&args);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("report.typ does not attach"), "{}", said.stderr);
    assert!(!workshop.path("out").exists());
}

/// No path, time or chance is in the files.
#[test]
fn folders_change_no_byte() {
    let (one, other) = (Workshop::new(), Workshop::new());
    std::fs::rename(other.path(ANSWERS), other.path("input/trygghet-2023/answers/x.json"))
        .expect("a file");
    let attach = ["--format", "pdf,docx,html", "--pdf-standard", "a-3a+ua-1", "--attach"];
    one.build(&attach);
    other.build(&attach);
    for path in [PDF, DOCX, HTML] {
        assert!(one.read(path) == other.read(path), "{path}");
    }
}
