//! What untrusted bytes are given to, each way into the program by itself. A
//! fuzzer that follows which code is reached runs them, and so do the tests,
//! with the seeds that it has found. None may panic, and what is accepted is
//! made in every format.

use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::{Arc, LazyLock};

use dnr::bodies::Bodies;
use dnr::check;
use dnr::diagnostic::Source;
use dnr::docx;
use dnr::form::Form;
use dnr::html;
use dnr::import::changes::{self, Versions};
use dnr::import::document::Document;
use dnr::import::edit::{self, Edit};
use dnr::job::{Look, Round};
use dnr::json::Json;
use dnr::layout::Layout;
use dnr::manifest::{Manifest, ReportId};
use dnr::pdf::Standard;
use dnr::report::Report;
use dnr::shape;
use dnr::verify;
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A way in, by name.
pub type Target = (&'static str, fn(&[u8]));

/// All ways in.
pub const TARGETS: [Target; 7] = [
    ("answers", answers),
    ("pages", pages),
    ("forms", forms),
    ("word", word),
    ("pdf", pdf),
    ("records", records),
    ("edits", edits),
];

/// A form with every kind of block, its register and one body's answers.
struct Given {
    round: Round,
    answers: Json,
    /// The answers' Word file.
    word: Vec<u8>,
}

static GIVEN: LazyLock<Given> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = if folder.ends_with("fuzz") { folder.join("..") } else { folder.to_owned() };
    let file = |name: &str| {
        let path = project.join("tests/data/all-blocks").join(name);
        std::fs::read_to_string(path).expect("the project's own input")
    };
    let json = |text: String| Json::parse(source(text)).expect("JSON");
    let layout = Layout::load("goteborg", &[], None).expect("the disk").expect("the layout");
    let form: Form = shape::decode(&json(file("form.json"))).expect("a form");
    let bodies: Bodies = shape::decode(&json(file("bodies.json"))).expect("a register");
    let look = Arc::new(Look::new(layout));
    let round = round(form, bodies, look);
    let answers = json(file("answers/full.json"));
    let report = check::answers(&answers, &round).expect("good answers").report;
    let word = docx::docx(&report, &round.look.layout, false).expect("a Word file");
    Given { round, answers, word }
});

fn round(form: Form, bodies: Bodies, look: Arc<Look>) -> Round {
    Round { form, form_source: source(String::new()), form_hash: String::new(), bodies, look }
}

fn source(text: String) -> Arc<Source> {
    Arc::new(Source { name: "given".to_owned(), text })
}

fn read(bytes: &[u8]) -> Option<Json> {
    Json::parse(source(std::str::from_utf8(bytes).ok()?.to_owned())).ok()
}

fn composed(bytes: &[u8]) -> Option<Report> {
    let checked = check::answers(&read(bytes)?, &GIVEN.round).ok()?;
    Some(checked.report)
}

/// An answers file, which becomes a Word file and a web page.
pub fn answers(bytes: &[u8]) {
    if let Some(report) = composed(bytes) {
        written(&report, &GIVEN.round.look);
    }
}

/// An answers file, which becomes a PDF.
pub fn pages(bytes: &[u8]) {
    if let Some(report) = composed(bytes) {
        set(&report, &GIVEN.round.look);
    }
}

fn written(report: &Report, look: &Look) {
    docx::docx(report, &look.layout, false).expect("what is accepted becomes a Word file");
    html::html(report, &look.layout).expect("what is accepted becomes a web page");
}

fn set(report: &Report, look: &Look) {
    let file = look.typesetter.pdf(report, Standard::default());
    file.unwrap_or_else(|found| panic!("what is accepted becomes a PDF: {found:?}"));
    typst::comemo::evict(1);
}

/// A form, whose answers become all formats.
pub fn forms(bytes: &[u8]) {
    let given = &*GIVEN;
    let (bodies, look) = (given.round.bodies.clone(), given.round.look.clone());
    let Some(json) = read(bytes) else { return };
    let Ok(form) = shape::decode::<Form>(&json) else { return };
    if check::form(&json, &form, &bodies, &look.layout).has_errors() {
        return;
    }
    let round = round(form, bodies, look);
    if let Ok(checked) = check::answers(&given.answers, &round) {
        written(&checked.report, &round.look);
        set(&checked.report, &round.look);
    }
}

/// The main part of a Word file that comes back: read, compared, taken for a
/// template, examined, and its edits put into the answers.
pub fn word(bytes: &[u8]) {
    let given = &*GIVEN;
    let file = with_document(&given.word, bytes);
    let _ = verify::examine(&file);
    let _ = docx::template::Template::read(&file);
    let Ok(document) = Document::read(file) else { return };
    let versions = Versions::same(&given.answers);
    if let Ok(import) = changes::import(versions, &document, &given.round) {
        edit::apply(&given.answers.source.text, &import.edits).expect("edits that can be made");
    }
}

fn with_document(file: &[u8], document: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(file)).expect("an archive");
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("a whole part");
        let name = part.name().to_owned();
        let bytes = if name == "word/document.xml" { document } else { &bytes };
        new.start_file(name, plain).expect("a part");
        new.write_all(bytes).expect("a part");
    }
    new.finish().expect("an archive").into_inner()
}

/// A file that says it is a PDF, or anything else that can be examined.
pub fn pdf(bytes: &[u8]) {
    let _ = verify::examine(bytes);
    let _ = verify::told(bytes);
}

/// A record in the output folder.
pub fn records(bytes: &[u8]) {
    let out = tempfile::TempDir::new().expect("a folder");
    let folder = out.path().join(".dnr");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("of-1.json"), bytes).expect("a file");
    let manifest = Manifest::of(out.path());
    for record in manifest.all().expect("a folder that can be read") {
        let inside = |name: &str| Path::new(name).file_name() == Some(name.as_ref());
        assert!(record.all_files().all(|file| inside(&file.name)), "names of this folder");
        manifest.write(&record).expect("a record that can be written");
        let again = manifest.read(&record.report).expect("the disk");
        assert!(again.is_some(), "what was written is read");
    }
    let _ = manifest.read(&ReportId { form: "of".to_owned(), body: "1".to_owned() });
}

/// An answers file, and after a line `=` what is to be set at which place of it:
/// a line for the place, and one for the value, if any.
pub fn edits(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some((text, edits)) = text.split_once("\n=\n") else { return };
    let Some(json) = read(text.as_bytes()) else { return };
    let lines: Vec<&str> = edits.lines().collect();
    let edits = lines.chunks(2).map(|lines| Edit {
        pointer: lines[0].to_owned(),
        value: lines.get(1).map(|value| Value::String((*value).to_owned())),
    });
    let edits: Vec<Edit> = edits.filter(|edit| edit.pointer.starts_with("/answers/")).collect();
    if json.value.is_object() {
        edit::apply(text, &edits).expect("edits that can be made");
    }
}
