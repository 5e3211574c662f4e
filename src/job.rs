//! One report's way from files to files, and the settled list of such jobs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::ValueEnum;
use rayon::prelude::*;

use crate::bodies::Bodies;
use crate::check::{self, Checked, Refused};
use crate::deliver::Earlier;
use crate::diagnostic::{Diagnostic, Place, Problems, Source};
use crate::error::{Error, Remedy};
use crate::fault::Fault;
use crate::form::Form;
use crate::hash;
use crate::import::places;
use crate::inputs::{self, Inputs};
use crate::json::Json;
use crate::layout::Layout;
use crate::pdf::{Attachment, Export, Origin, Standard, Typesetter};
use crate::report::{Properties, Report};
use crate::seal::{self, Sealed};
use crate::{docx, html, read};

/// A format that a report is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Pdf,
    Docx,
    /// A web page.
    Html,
    /// The report model.
    Json,
}

impl Format {
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Html => "html",
            Self::Json => "json",
        }
    }

    /// The format of files that end in that.
    pub fn of_extension(ending: &str) -> Option<Self> {
        let mut formats = Self::value_variants().iter().copied();
        formats.find(|format| format.extension() == ending)
    }

    /// What a report that is called `stem` is called in this format.
    pub fn file_name(self, stem: &str) -> String {
        format!("{stem}.{}", self.extension())
    }
}

/// A form with all that its reports share.
#[derive(Debug)]
pub struct Round {
    pub form: Form,
    /// The form's file, which may go along within a PDF.
    pub form_source: Arc<Source>,
    /// Hash of the form's file.
    pub form_hash: String,
    pub bodies: Bodies,
    pub look: Arc<Look>,
}

impl Round {
    /// The files that a report is made from, as they were read, where they are
    /// to go along.
    fn attachments(&self, answers: &Source, report: &Report, export: Export) -> Vec<Attachment> {
        if !export.attach {
            return Vec::new();
        }
        vec![
            Attachment {
                name: "form.json",
                bytes: self.form_source.text.clone().into_bytes(),
                description: self.form.title.clone(),
            },
            Attachment {
                name: "answers.json",
                bytes: answers.text.clone().into_bytes(),
                description: report.properties.title.clone(),
            },
        ]
    }

    /// What the report of `body` from answers of that hash depends on.
    pub fn inputs(&self, body: &str, answers: String, options: String) -> Inputs {
        let body = serde_json::to_vec(&self.bodies.bodies.get(body)).unwrap_or_default();
        Inputs {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            form: self.form_hash.clone(),
            answers,
            body: hash::hash(&body),
            layout: self.look.hashes.clone(),
            options,
        }
    }
}

/// A layout, ready to show reports in every format.
#[derive(Debug)]
pub struct Look {
    pub layout: Layout,
    pub typesetter: Typesetter,
    /// By file of the layout, and by value set on the command line.
    pub hashes: BTreeMap<String, String>,
}

impl Look {
    pub fn new(layout: Layout) -> Self {
        let hashes = layout.hashes();
        Self { typesetter: Typesetter::new(&layout), layout, hashes }
    }

    /// One hash over all of the layout.
    pub fn hash(&self) -> String {
        inputs::hash_of_layout(&self.hashes)
    }
}

/// One body's report, to be made.
#[derive(Debug)]
pub struct Job {
    pub export: Export,
    pub round: Arc<Round>,
    pub formats: Vec<Format>,
    /// Warnings stop the report.
    pub strict: bool,
    /// Fewer reports are under way than there are cores.
    pub spare_cores: bool,
}

/// A report in all its formats, to be written.
#[derive(Debug)]
pub struct Ready {
    pub files: Vec<ReadyFile>,
    pub properties: Properties,
    /// Known where a PDF was made.
    pub pages: Option<usize>,
    pub warnings: Problems,
}

/// A file's name and bytes.
#[derive(Debug)]
pub struct ReadyFile {
    pub format: Format,
    pub name: String,
    pub sealed: Sealed,
}

impl ReadyFile {
    pub fn title(&self) -> (&str, Format) {
        (&self.name, self.format)
    }
}

/// What a job wrote.
#[derive(Debug)]
pub struct Made {
    pub properties: Properties,
    pub files: Vec<PathBuf>,
    /// What became of the files that it had under other names.
    pub earlier: Earlier,
    /// Known where a PDF was made.
    pub pages: Option<usize>,
    pub time: Duration,
    pub warnings: Problems,
}

/// Why a job wrote nothing, or not all.
#[derive(Debug)]
pub enum Failure {
    /// The user's files are wrong.
    Problems(Problems),
    /// What reports share is refused, and nothing else was looked at.
    Shared {
        fault: Fault,
        /// Why; with the first only that needs it, so that it is told once.
        problems: Option<Problems>,
    },
    /// The world is.
    Error(Error),
}

impl Failure {
    /// What is wrong with the user's files, as far as it is told with this failure.
    pub fn problems(&self) -> &[Diagnostic] {
        match self {
            Self::Problems(problems) | Self::Shared { problems: Some(problems), .. } => &problems.0,
            Self::Shared { problems: None, .. } | Self::Error(_) => &[],
        }
    }

    /// What a user can do about the disk, where that is at fault.
    pub(crate) fn remedy(&self) -> Option<Remedy> {
        match self {
            Self::Error(Error::Read { source, .. } | Error::Write { source, .. }) => {
                Remedy::of(source)
            }
            _ => None,
        }
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self::Problems(refused.problems)
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Self::Problems(problems)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// The whole way of a document from its JSON: check, compose, render. Nothing
/// is written.
pub fn make(json: &Json, job: &Job, inputs: &Inputs) -> Result<Ready, Failure> {
    let round = &*job.round;
    let Checked { report, warnings, .. } = check::answers(json, round)?;
    if warnings.stop(job.strict) {
        return Err(warnings.into());
    }
    let report = with_provenance(report, inputs, job.export);
    let attachments = round.attachments(&json.source, &report, job.export);
    let subject = Subject { json, round, report: &report, attachments: &attachments };
    let rendered = render(&subject, job)?;
    let files = rendered.files.into_iter().map(|(format, sealed)| {
        let name = format.file_name(&report.properties.file_name);
        ReadyFile { format, name, sealed }
    });
    let files = files.collect();
    Ok(Ready { files, properties: report.properties, pages: rendered.pages, warnings })
}

/// The file that [`make`] gives in that format.
pub fn remake(
    json: &Json,
    round: &Round,
    inputs: &Inputs,
    export: Export,
    format: Format,
) -> Result<Vec<u8>, Failure> {
    let Checked { report, .. } = check::answers(json, round)?;
    let report = with_provenance(report, inputs, export);
    let attachments = round.attachments(&json.source, &report, export);
    let subject = Subject { json, round, report: &report, attachments: &attachments };
    Ok(render_one(&subject, format, export)?.0.bytes)
}

/// Renders a report in those formats, and keeps nothing of it.
///
/// # Errors
/// What the layout does not show, or cannot.
pub fn try_out(
    json: &Json,
    round: &Round,
    report: &Report,
    formats: &[Format],
    standard: Standard,
) -> Result<(), Failure> {
    let subject = Subject { json, round, report, attachments: &[] };
    let export = Export { standard, ..Export::default() };
    for format in formats {
        render_one(&subject, *format, export)?;
    }
    Ok(())
}

fn with_provenance(report: Report, inputs: &Inputs, export: Export) -> Report {
    let Properties { form, body_id, .. } = &report.properties;
    let provenance = inputs.provenance(form, body_id, export.to_string());
    Report { provenance: Some(provenance), ..report }
}

/// What is rendered, and what it was made from.
struct Subject<'a> {
    json: &'a Json,
    round: &'a Round,
    report: &'a Report,
    attachments: &'a [Attachment],
}

impl Subject<'_> {
    /// Where words of the report come from, as far as it can be told.
    fn place(&self, origin: &Origin, words: &str) -> Option<Place> {
        match origin {
            Origin::Answer(path) => {
                let mut place = self.json.place(&format!("/answers{path}"));
                let body = &self.report.properties.body_id;
                place.question = places::question(&self.round.form, body, path);
                Some(if words.len() > SHORT { place.narrowed_to(words) } else { place })
            }
            Origin::Form => {
                let source = self.round.form_source.clone();
                let quoted = serde_json::to_string(words).ok()?;
                let words = &quoted[1..quoted.len() - 1];
                let start = source.text.find(words).filter(|_| words.len() > SHORT)?;
                let span = start..start + words.len();
                Some(Place { source, span, pointer: String::new(), question: None })
            }
            Origin::Theme(pointer) => Some(self.round.look.layout.patterns.place(pointer)),
            Origin::Words => None,
        }
    }
}

/// So few bytes stand in other places, too.
const SHORT: usize = 4;

struct Rendered {
    files: Vec<(Format, Sealed)>,
    pages: Option<usize>,
}

/// Renders all formats, side by side where cores are free for it.
fn render(subject: &Subject, job: &Job) -> Result<Rendered, Failure> {
    let one = |format: &Format| render_one(subject, *format, job.export);
    let results: Vec<_> = if job.spare_cores {
        job.formats.par_iter().map(one).collect()
    } else {
        job.formats.iter().map(one).collect()
    };
    let mut rendered = Rendered { files: Vec::new(), pages: None };
    for (format, result) in job.formats.iter().zip(results) {
        let (sealed, pages) = result?;
        rendered.pages = rendered.pages.or(pages);
        rendered.files.push((*format, sealed));
    }
    Ok(rendered)
}

/// A file, and its pages where it has any.
fn render_one(
    subject: &Subject,
    format: Format,
    export: Export,
) -> Result<(Sealed, Option<usize>), Failure> {
    let (report, look) = (subject.report, &subject.round.look);
    let bytes = match format {
        Format::Pdf => {
            let place = |origin: &Origin, words: &str| subject.place(origin, words);
            let (standard, attachments) = (export.standard, subject.attachments);
            let pdf = look.typesetter.pdf_with(report, standard, attachments, &place)?;
            return Ok((seal::sealed(pdf.bytes, format), Some(pdf.pages)));
        }
        Format::Docx => docx::docx(report, &look.layout, export.protect)?,
        Format::Html => {
            let place = |origin: &Origin, words: &str| subject.place(origin, words);
            html::html_with(report, &look.layout, &place)?
        }
        Format::Json => {
            let mut json = serde_json::to_vec_pretty(report)
                .map_err(|e| Error::internal("writing JSON", e))?;
            json.push(b'\n');
            json
        }
    };
    Ok((seal::sealed(bytes, format), None))
}

/// Reads a text file under its path as name.
pub fn read_source(path: &Path) -> Result<Arc<Source>, Error> {
    let bytes = read::bytes(path, read::LARGEST_TEXT)?;
    let text = String::from_utf8(bytes).map_err(|_| Error::NotText { path: path.to_owned() })?;
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok(Arc::new(Source { name: path.display().to_string(), text }))
}
