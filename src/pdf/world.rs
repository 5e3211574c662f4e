//! What Typst can see while it sets a report, and what it says of a layout in
//! words of ours.

use std::sync::{Arc, LazyLock};

use serde_json::json;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, dict};
use typst::syntax::{DiagSpan, FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World, WorldExt};

use super::{Attachment, Places, Typesetter, gate, words};
use crate::diagnostic::{self, Code, Diagnostic, Place, Problems};

/// Where the layout begins.
const MAIN: &str = "report.typ";

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features = [Feature::A11yExtras].into_iter().collect();
    // By this, as `sys.inputs.dnr`, a layout knows who sets its pages.
    let inputs = dict! { "dnr" => env!("CARGO_PKG_VERSION") };
    LazyHash::new(Library::builder().with_features(features).with_inputs(inputs).build())
});

/// Makes ready what every report is set with.
pub(super) fn load_library() {
    LazyLock::force(&LIBRARY);
}

pub(super) fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("paths within a layout have no `..`");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

pub(super) fn json_file(value: &impl serde::Serialize) -> Bytes {
    Bytes::new(serde_json::to_vec(value).expect("plain data has a JSON form"))
}

/// What Typst can see while it sets one report.
pub(super) struct ReportWorld<'a> {
    pub typesetter: &'a Typesetter,
    pub report: Bytes,
    pub attachments: &'a [Attachment],
}

impl<'a> ReportWorld<'a> {
    /// The layout's files alone, to tell places in them.
    pub(super) fn without_report(typesetter: &'a Typesetter) -> Self {
        Self { typesetter, report: Bytes::new([]), attachments: &[] }
    }

    /// What `/attachments.json` lists: the report's sources.
    fn attachments(&self) -> Bytes {
        let list = self.attachments.iter().map(
            |attachment| json!({ "name": attachment.name, "description": attachment.description }),
        );
        json_file(&list.collect::<Vec<_>>())
    }

    /// The bytes of the attachment that the layout reads as that file.
    fn attachment(&self, id: FileId) -> Option<Bytes> {
        let is_it = |one: &&Attachment| id == file_id(&format!("attachments/{}", one.name));
        self.attachments.iter().find(is_it).map(|attachment| Bytes::new(attachment.bytes.clone()))
    }
}

impl World for ReportWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.typesetter.fonts.book
    }

    fn main(&self) -> FileId {
        file_id(MAIN)
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.typesetter.sources().get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == file_id("report.json") {
            return Ok(self.report.clone());
        }
        if id == file_id("attachments.json") {
            return Ok(self.attachments());
        }
        let own = self.typesetter.files.get(&id).cloned();
        own.or_else(|| self.attachment(id)).ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.typesetter.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

impl ReportWorld<'_> {
    /// Typst's words about the layout as our own diagnostics.
    pub(super) fn explain(&self, found: &[SourceDiagnostic]) -> Problems {
        Problems(found.iter().map(|one| self.explain_one(one)).collect())
    }

    fn explain_one(&self, found: &SourceDiagnostic) -> Diagnostic {
        let hints = found.hints.iter().map(|hint| hint.v.as_str());
        let mut diagnostic = Diagnostic::general(Code::LayoutFailed)
            .with("layout", &self.typesetter.name)
            .with("reason", words::kind(&found.message))
            .with("engine", "Typst")
            .with(
                "advice",
                [&*found.message].into_iter().chain(hints).collect::<Vec<_>>().join("; "),
            );
        diagnostic.place = self.place(found);
        diagnostic
    }

    fn place(&self, found: &SourceDiagnostic) -> Option<Place> {
        let spans =
            std::iter::once(found.span).chain(found.trace.iter().map(|point| point.span.into()));
        spans.into_iter().find_map(|span| self.place_of(span))
    }

    fn place_of(&self, span: DiagSpan) -> Option<Place> {
        let source = self.source(span.id()?).ok()?;
        let span = self.range(span)?;
        let path = source.id().get().vpath().get_without_slash().to_owned();
        let name = format!("layouts/{}/{path}", self.typesetter.name);
        let source = Arc::new(diagnostic::Source { name, text: source.text().to_owned() });
        Some(Place { source, span, pointer: String::new(), question: None })
    }

    /// What the layout loses, at its place in the user's files or else in the
    /// layout's.
    pub(super) fn tell_loss(&self, lost: &gate::Lost, places: Places) -> Diagnostic {
        let code = match lost.fault {
            gate::Fault::Unseen(_) if lost.origin.is_some() => Code::NotShown,
            gate::Fault::Unseen(_) => Code::OffPage,
            gate::Fault::Status => Code::WrongColumn,
            gate::Fault::Stray => Code::StrayText,
        };
        let mut diagnostic = Diagnostic::general(code)
            .with("layout", &self.typesetter.name)
            .with("files", "typ")
            .with("text", excerpt(&lost.words));
        if let (Some(page), gate::Fault::Unseen(Some(why))) = (lost.page, lost.fault) {
            let page = page.to_string();
            diagnostic = diagnostic.with("page", page).with("advice", "").with("why", why.id());
        }
        let place = lost.origin.as_ref().and_then(|origin| places(origin, &lost.words));
        diagnostic.place = place.or_else(|| self.place_of(lost.span.into()));
        diagnostic
    }
}

/// The beginning of a text, as much as a message can hold.
pub(crate) fn excerpt(text: &str) -> String {
    let text = text.replace('\n', " ");
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

const EXCERPT: usize = 72;
