//! The report as PDF: the layout's Typst files set the pages, and the file is
//! PDF/UA-1 (ISO 14289-1) and PDF/A (ISO 19005, 2a unless told otherwise) or is
//! not made.
//!
//! Typst sees the layout's files, `/report.json`, `/theme.json` and the
//! layout's fonts, and nothing else: no disk, no clock, no network. Answers
//! reach it as data, so no sign in them is ever markup or code.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, OnceLock};

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::date;
use crate::diagnostic::{self, Code, Diagnostic, Place, Problems};
use crate::fonts::{self, Fonts};
use crate::layout::Layout;
use crate::report::{Properties, Report};

/// Where the layout begins.
const MAIN: &str = "report.typ";

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

/// The standards that a PDF keeps. (PDF/A-1a is a kind of PDF 1.4, in which
/// running headers and table heads cannot be tagged as PDF/UA-1 demands.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Standard {
    /// PDF/A-1a alone
    #[value(name = "a-1a")]
    A1a,
    /// PDF/A-2a and PDF/UA-1
    #[default]
    #[value(name = "a-2a+ua-1")]
    A2a,
    /// PDF/A-3a and PDF/UA-1
    #[value(name = "a-3a+ua-1")]
    A3a,
}

impl Standard {
    fn standards(self) -> PdfStandards {
        let standards: &[PdfStandard] = match self {
            Self::A1a => &[PdfStandard::A_1a],
            Self::A2a => &[PdfStandard::A_2a, PdfStandard::Ua_1],
            Self::A3a => &[PdfStandard::A_3a, PdfStandard::Ua_1],
        };
        PdfStandards::new(standards).expect("the standards go together")
    }
}

/// Makes ready what every PDF needs whatever its layout, so that it can be done
/// beside the reading of forms and answers.
pub fn warm_up() {
    fonts::read_built_in();
    LazyLock::force(&LIBRARY);
}

/// A layout, ready to set any number of reports.
#[derive(Debug)]
pub struct Typesetter {
    name: String,
    fonts: Fonts,
    files: HashMap<FileId, Bytes>,
    /// The Typst files, parsed when the first report is set.
    sources: OnceLock<HashMap<FileId, Source>>,
}

/// A PDF file and how many pages it has.
#[derive(Debug)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    pub pages: usize,
}

impl Typesetter {
    pub fn new(layout: &Layout) -> Self {
        let files = layout.files.iter();
        let mut files: HashMap<FileId, Bytes> =
            files.map(|(path, bytes)| (file_id(path), Bytes::new(bytes.clone()))).collect();
        files.insert(file_id("theme.json"), json_file(&layout.theme));
        let (name, fonts) = (layout.name.clone(), layout.fonts.clone());
        Self { name, fonts, files, sources: OnceLock::new() }
    }

    fn sources(&self) -> &HashMap<FileId, Source> {
        let parse = |(id, bytes): (&FileId, &Bytes)| {
            (*id, Source::new(*id, String::from_utf8_lossy(bytes).into_owned()))
        };
        let is_typst =
            |(id, _): &(&FileId, &Bytes)| id.get().vpath().get_without_slash().ends_with(".typ");
        self.sources.get_or_init(|| self.files.iter().filter(is_typst).map(parse).collect())
    }

    /// Sets and exports `report`.
    ///
    /// # Errors
    /// What Typst says of the layout, or which rule of the standards the
    /// document breaks. Nothing is made then.
    pub fn pdf(&self, report: &Report, standard: Standard) -> Result<Pdf, Problems> {
        self.export(&self.lay_out(report)?, report, standard)
    }

    /// The pages of `report`, as Typst lays them out.
    pub fn lay_out(&self, report: &Report) -> Result<PagedDocument, Problems> {
        let world = ReportWorld { typesetter: self, report: json_file(report) };
        self.set(&world, &report.properties)
    }

    /// Pages laid out before, as a PDF file.
    pub fn export(
        &self,
        document: &PagedDocument,
        report: &Report,
        standard: Standard,
    ) -> Result<Pdf, Problems> {
        let world = ReportWorld { typesetter: self, report: Bytes::new([]) };
        let options = PdfOptions {
            ident: Smart::Custom(format!("dnr {}", report.properties.file_name)),
            creator: Smart::Custom(Some(format!("dnr {}", env!("CARGO_PKG_VERSION")))),
            standards: standard.standards(),
            ..PdfOptions::default()
        };
        let bytes = typst_pdf::pdf(document, &options).map_err(|e| world.explain(&e))?;
        Ok(Pdf { bytes, pages: document.pages().len() })
    }

    fn set(&self, world: &ReportWorld, properties: &Properties) -> Result<PagedDocument, Problems> {
        let result = typst::compile::<PagedDocument>(world);
        let mut document = result.output.map_err(|errors| world.explain(&errors))?;
        if !result.warnings.is_empty() {
            return Err(world.explain(&result.warnings));
        }
        // Given here and not by `set document`, because a value of one report
        // in the style chain keeps Typst from reusing what reports share.
        let info = document.info_mut();
        info.title = Some(properties.title.as_str().into());
        info.author = vec![properties.author.as_str().into()];
        info.description = Some(properties.subject.as_str().into());
        info.keywords = properties.keywords.iter().map(|k| k.as_str().into()).collect();
        let date = properties.date.as_deref().and_then(date::parts);
        info.date = Smart::Custom(date.and_then(|(y, m, d)| Datetime::from_ymd(y, m, d)));
        Ok(document)
    }
}

fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("paths within a layout have no `..`");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

fn json_file(value: &impl serde::Serialize) -> Bytes {
    Bytes::new(serde_json::to_vec(value).expect("plain data has a JSON form"))
}

/// What Typst can see while it sets one report.
struct ReportWorld<'a> {
    typesetter: &'a Typesetter,
    report: Bytes,
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
        self.typesetter.files.get(&id).cloned().ok_or_else(|| not_found(id))
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
    fn explain(&self, found: &[SourceDiagnostic]) -> Problems {
        Problems(found.iter().map(|one| self.explain_one(one)).collect())
    }

    fn explain_one(&self, found: &SourceDiagnostic) -> Diagnostic {
        let mut diagnostic = Diagnostic::general(Code::LayoutFailed)
            .with("layout", &self.typesetter.name)
            .with("problem", found.message.as_str());
        let hints: Vec<&str> = found.hints.iter().map(|hint| hint.v.as_str()).collect();
        if !hints.is_empty() {
            diagnostic = diagnostic.with("advice", hints.join("; "));
        }
        diagnostic.place = self.place(found);
        diagnostic
    }

    fn place(&self, found: &SourceDiagnostic) -> Option<Place> {
        let spans =
            std::iter::once(found.span).chain(found.trace.iter().map(|point| point.span.into()));
        spans.into_iter().find_map(|span| {
            let source = self.source(span.id()?).ok()?;
            let span = self.range(span)?;
            let path = source.id().get().vpath().get_without_slash().to_owned();
            let name = format!("layouts/{}/{path}", self.typesetter.name);
            let source = Arc::new(diagnostic::Source { name, text: source.text().to_owned() });
            Some(Place { source, span, pointer: String::new(), question: None })
        })
    }
}
