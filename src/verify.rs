//! Whether a file is still what it was made to be: what its bytes alone can
//! tell, and how it stands to the inputs that it says it was made from.
//!
//! The files may come from anywhere. Nothing in them is followed deeper, or
//! unpacked further, than a report needs.

mod bounds;
mod pdf;
mod word;

use crate::inputs::Reason;
use crate::job::Format;
use crate::report::Provenance;

/// What a file is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Check {
    /// It can be read at all.
    Readable,
    /// A PDF claims PDF/A, and PDF/UA from PDF/A-2 on (ISO 19005, ISO 14289-1
    /// clause 5).
    Standards,
    /// A PDF has a tag tree, and every page is in it (ISO 14289-1, clause 7.1).
    Tagged,
    /// All that a page shows is tagged or marked as an artifact (clause 7.1).
    Content,
    /// Every font is in the file (clause 7.21.4.1).
    Fonts,
    /// The language is given (clause 7.2; WCAG 3.1.1).
    Language,
    /// There is a title, and viewers show it (clause 7.1; WCAG 2.4.2).
    Title,
    /// There are bookmarks (WCAG 2.4.5).
    Bookmarks,
    /// Pictures and marks have alternative texts (clause 7.3; WCAG 1.1.1).
    Alternatives,
    /// No heading skips a level (clause 7.4.2; WCAG 1.3.1).
    Headings,
    /// Attached files are the ones that the report was made from.
    Attachments,
    /// The parts of a Word file have types, and relations lead to parts
    /// (ECMA-376 part 2).
    Package,
    /// Tables have a header row.
    HeaderRows,
    /// Ids and names are used once.
    Ids,
}

impl Check {
    pub const ALL: [Self; 14] = [
        Self::Readable,
        Self::Standards,
        Self::Tagged,
        Self::Content,
        Self::Fonts,
        Self::Language,
        Self::Title,
        Self::Bookmarks,
        Self::Alternatives,
        Self::Headings,
        Self::Attachments,
        Self::Package,
        Self::HeaderRows,
        Self::Ids,
    ];

    /// The stable id, as machine output has it and the catalogues are keyed.
    pub fn id(self) -> &'static str {
        match self {
            Self::Readable => "verify-readable",
            Self::Standards => "verify-standards",
            Self::Tagged => "verify-tagged",
            Self::Content => "verify-content",
            Self::Fonts => "verify-fonts",
            Self::Language => "verify-language",
            Self::Title => "verify-title",
            Self::Bookmarks => "verify-bookmarks",
            Self::Alternatives => "verify-alternatives",
            Self::Headings => "verify-headings",
            Self::Attachments => "verify-attachments",
            Self::Package => "verify-package",
            Self::HeaderRows => "verify-header-rows",
            Self::Ids => "verify-ids",
        }
    }
}

/// How a file stands against one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub check: Check,
    /// Where it does not hold: names, numbers of pages, texts. Empty where all
    /// is well.
    pub wrong: Vec<String>,
}

impl Finding {
    pub fn holds(&self) -> bool {
        self.wrong.is_empty()
    }

    /// Of a check with nothing to list: `what` is wrong unless it holds.
    fn that(check: Check, holds: bool, what: &str) -> Self {
        Self { check, wrong: if holds { Vec::new() } else { vec![what.to_owned()] } }
    }
}

/// All that a file tells of itself.
#[derive(Debug, Clone, Default)]
pub struct Examined {
    /// Nothing where it is no file of ours.
    pub format: Option<Format>,
    /// The standards that it says it keeps: `PDF/A-2a`.
    pub claims: Vec<String>,
    pub findings: Vec<Finding>,
    pub provenance: Option<Provenance>,
}

/// Examines a file by its bytes.
pub fn examine(bytes: &[u8]) -> Examined {
    match format(bytes) {
        Some(Format::Pdf) => pdf::examine(bytes),
        Some(Format::Docx) => word::examine(bytes),
        Some(format @ Format::Html) => {
            Examined { format: Some(format), provenance: in_page(bytes), ..Examined::default() }
        }
        Some(format @ Format::Json) => {
            Examined { format: Some(format), provenance: in_model(bytes), ..Examined::default() }
        }
        None => unreadable(None, "format"),
    }
}

/// The format that a file's first bytes tell of.
fn format(bytes: &[u8]) -> Option<Format> {
    let known: [(&[u8], Format); 4] = [
        (b"%PDF-", Format::Pdf),
        (b"PK", Format::Docx),
        (b"<!DOCTYPE html>", Format::Html),
        (b"{", Format::Json),
    ];
    known.into_iter().find(|(sign, _)| bytes.starts_with(sign)).map(|(_, format)| format)
}

/// A file that nothing can be found out about.
pub fn unreadable(format: Option<Format>, why: &str) -> Examined {
    let findings = vec![Finding { check: Check::Readable, wrong: vec![why.to_owned()] }];
    Examined { format, findings, ..Examined::default() }
}

/// The provenance that a web page has in its `meta` elements.
fn in_page(bytes: &[u8]) -> Option<Provenance> {
    let page = str::from_utf8(bytes).ok()?;
    let entries = page.lines().filter_map(|line| {
        let (name, value) = line.strip_prefix("<meta name=\"dnr:")?.split_once("\" content=\"")?;
        let value = quick_xml::escape::unescape(value.strip_suffix("\">")?).ok()?;
        Some((name.to_owned(), value.into_owned()))
    });
    Provenance::from_entries(entries)
}

/// The provenance of a report that is written as JSON.
fn in_model(bytes: &[u8]) -> Option<Provenance> {
    let report: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    serde_json::from_value(report.get("provenance")?.clone()).ok()
}

/// How a file stands to the inputs that it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Byte for byte what they give.
    Current,
    /// They have changed since.
    Outdated(Vec<Reason>),
    /// They have not, but the file has.
    Edited,
}

/// Compares a file with what its inputs give now. `of_layout` is what of the
/// layout differs, as far as it is known; `as_written` is whether the file
/// is the one that was written, where that is known.
pub fn standing(
    told: &Provenance,
    now: &Provenance,
    of_layout: Vec<Reason>,
    as_written: Option<bool>,
    same_bytes: bool,
) -> Standing {
    let reasons = differences(told, now, of_layout);
    if same_bytes {
        Standing::Current
    } else if reasons.is_empty() || as_written == Some(false) {
        Standing::Edited
    } else {
        Standing::Outdated(reasons)
    }
}

fn differences(told: &Provenance, now: &Provenance, of_layout: Vec<Reason>) -> Vec<Reason> {
    let of_layout = match of_layout.is_empty() {
        true => vec![Reason::LayoutChanged(Vec::new())],
        false => of_layout,
    };
    let pairs = [
        (&told.answers, &now.answers, vec![Reason::AnswersChanged]),
        (&told.form, &now.form, vec![Reason::FormChanged]),
        (&told.body, &now.body, vec![Reason::BodyChanged]),
        (&told.layout, &now.layout, of_layout),
        (&told.program, &now.program, vec![Reason::ProgramChanged]),
        (&told.options, &now.options, vec![Reason::OptionsChanged]),
    ];
    let differ = pairs.into_iter().filter(|(told, now, _)| told != now);
    differ.flat_map(|(_, _, reasons)| reasons).collect()
}
