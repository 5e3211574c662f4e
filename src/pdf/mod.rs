//! The report as PDF: the layout's Typst files set the pages, and the file is
//! PDF/UA-1 (ISO 14289-1) and PDF/A (ISO 19005, 2a unless told otherwise) or is
//! not made.
//!
//! Typst sees the layout's files, `/report.json`, `/theme.json`, `/letters.json`, the
//! layout's fonts, the files to attach, and nothing else: no disk, no clock, no network. Answers
//! reach it as data, so no sign in them is ever markup or code.

mod gate;
mod lists;
mod objects;
mod tags;
mod words;
mod world;

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use clap::ValueEnum;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use typst::foundations::{Bytes, Datetime, NativeElement, Smart};
use typst::introspection::Introspector;
use typst::pdf::AttachElem;
use typst::syntax::{FileId, Source};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::date;
use crate::diagnostic::{Code, Diagnostic, Place, Problems};
use crate::fonts::{self, Fonts};
use crate::layout::Layout;
use crate::report::{Properties, Provenance, Report};

pub(crate) use self::gate::Origin;
pub(crate) use self::gate::unsaid;
pub(crate) use self::world::excerpt;
use self::world::{ReportWorld, file_id, json_file};

/// The standards that a PDF keeps. (PDF/A-1a is a kind of PDF 1.4, in which
/// running headers and table heads cannot be tagged as PDF/UA-1 demands.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, clap::ValueEnum)]
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

    /// What keeps a layout from files of this standard: PDF/A-1 has nothing that
    /// one can see through (ISO 19005-1, clause 6.4).
    pub(crate) fn refuses(self, layout: &Layout) -> Problems {
        let logo = layout.see_through_logo().filter(|_| self == Self::A1a);
        logo.map(Problems::from).unwrap_or_default()
    }
}

/// What the command line asks of a PDF. As text: `a-3a+ua-1 attach`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Export {
    pub standard: Standard,
    /// Form and answers go along within the file, which only PDF/A-3 allows
    /// (ISO 19005-3, clause 6.8).
    pub attach: bool,
    /// Nothing but the answers can be edited in the Word file.
    pub protect: bool,
}

const ATTACH: &str = "attach";
const PROTECT: &str = "protect";

impl fmt::Display for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.standard.to_possible_value();
        write!(f, "{}", value.as_ref().map_or("", |value| value.get_name()))?;
        for (is_set, word) in [(self.attach, ATTACH), (self.protect, PROTECT)] {
            if is_set {
                write!(f, " {word}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Export {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (standard, words) = text.split_once(' ').unwrap_or((text, ""));
        let has = |word| words.split(' ').any(|one| one == word);
        let standard = Standard::from_str(standard, false)?;
        Ok(Self { standard, attach: has(ATTACH), protect: has(PROTECT) })
    }
}

/// A file to go along within a PDF.
#[derive(Debug, Clone)]
pub(crate) struct Attachment {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    /// What a reader's list of attachments says of it.
    pub description: String,
}

/// Makes ready what every PDF needs whatever its layout, so that it can be done
/// beside the reading of forms and answers.
pub(crate) fn warm_up() {
    fonts::read_built_in();
    world::load_library();
}

/// Where words of the report come from.
pub(crate) type Places<'a> = &'a dyn Fn(&Origin, &str) -> Option<Place>;

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
        let template = layout.theme.template.as_ref();
        let files = layout.files.iter().filter(|(path, _)| Some(*path) != template);
        let mut files: HashMap<FileId, Bytes> =
            files.map(|(path, bytes)| (file_id(path), Bytes::new(bytes.clone()))).collect();
        files.insert(file_id("theme.json"), json_file(&layout.theme));
        files.insert(file_id("letters.json"), json_file(&layout.theme.fonts.letters()));
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
        self.pdf_with(report, standard, &[], &|_, _| None)
    }

    /// The same, with files that go along. `places` knows where the words come
    /// from that a layout may lose.
    ///
    /// # Errors
    /// Also that the layout leaves the attachments out.
    pub(crate) fn pdf_with(
        &self,
        report: &Report,
        standard: Standard,
        attachments: &[Attachment],
        places: Places,
    ) -> Result<Pdf, Problems> {
        let document = self.lay_out_with(report, attachments)?;
        if document.introspector().query(&AttachElem::ELEM.select()).len() < attachments.len() {
            let diagnostic = Diagnostic::general(Code::LayoutFailed).with("reason", "attachments");
            return Err(diagnostic.with("layout", &self.name).into());
        }
        self.refuse_loss(&document, report, places)?;
        self.export(&document, report, standard)
    }

    /// The pages of `report`, as Typst lays them out.
    pub fn lay_out(&self, report: &Report) -> Result<PagedDocument, Problems> {
        self.lay_out_with(report, &[])
    }

    fn lay_out_with(
        &self,
        report: &Report,
        attachments: &[Attachment],
    ) -> Result<PagedDocument, Problems> {
        let world = ReportWorld { typesetter: self, report: json_file(report), attachments };
        self.set(&world, &report.properties)
    }

    /// Refuses pages that lack a word of the report.
    fn refuse_loss(
        &self,
        document: &PagedDocument,
        report: &Report,
        places: Places,
    ) -> Result<(), Problems> {
        let lost = gate::lost(document, report);
        if lost.is_empty() {
            return Ok(());
        }
        let world = ReportWorld::without_report(self);
        Err(Problems(lost.iter().map(|one| world.tell_loss(one, places)).collect()))
    }

    /// Pages laid out before, as a PDF file.
    pub fn export(
        &self,
        document: &PagedDocument,
        report: &Report,
        standard: Standard,
    ) -> Result<Pdf, Problems> {
        let world = ReportWorld::without_report(self);
        let options = PdfOptions {
            ident: Smart::Custom(format!("dnr {}", report.properties.file_name)),
            creator: Smart::Custom(Some(creator(report.provenance.as_ref()))),
            standards: standard.standards(),
            ..PdfOptions::default()
        };
        let bytes = typst_pdf::pdf(document, &options).map_err(|e| world.explain(&e))?;
        let bytes = tags::mended(bytes, &lists::marks(document));
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

/// What is left as it is in the words of [`creator`]; all else is escaped, so
/// that no id can hold a space or an equals sign.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'+');

/// The tool that made the file, and what it made it from. PDF/A wants every
/// XMP property described in the file (ISO 19005-2, clause 6.6.2.3), and the
/// exporter writes only descriptions of its own; so the origin stands in
/// `xmp:CreatorTool`, and with it in the document information, in the manner
/// of a user agent: `dnr 0.1.0 form-id=trygghet-2023 … form=4bc1… …`.
fn creator(provenance: Option<&Provenance>) -> String {
    let mut creator = format!("dnr {}", env!("CARGO_PKG_VERSION"));
    let entries = provenance.into_iter().flat_map(Provenance::entries);
    for (name, value) in entries.filter(|(name, _)| name != PROGRAM) {
        creator.push_str(&format!(" {name}={}", utf8_percent_encode(&value, ESCAPED)));
    }
    creator
}

/// What the text of [`creator`] says of a file's origin.
pub fn provenance(creator: &str) -> Option<Provenance> {
    let mut words = creator.strip_prefix("dnr ")?.split(' ');
    let program = (PROGRAM.to_owned(), words.next()?.to_owned());
    let entries = words.filter_map(|word| {
        let (name, value) = word.split_once('=')?;
        Some((name.to_owned(), percent_decode_str(value).decode_utf8().ok()?.into_owned()))
    });
    Provenance::from_entries(std::iter::once(program).chain(entries))
}

/// The name of the program's version among the entries of a provenance.
const PROGRAM: &str = "program";
