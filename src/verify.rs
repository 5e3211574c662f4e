//! Whether a file is still what it was made to be: what its bytes alone can
//! tell, and how it stands to the inputs that it says it was made from.
//!
//! The files may come from anywhere. Nothing in them is followed deeper, or
//! unpacked further, than a report needs.

mod checks;
mod page;
mod pdf;
mod word;

use crate::inputs::Reason;
use crate::job::Format;
use crate::report::Provenance;

use checks::is_web_address;
pub use checks::{Check, Finding};

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
        Some(Format::Html) => page::examine(bytes),
        Some(Format::Json) => model(bytes),
        None => unreadable(None, "format"),
    }
}

/// What a file says that it was made from, and no more.
///
/// # Errors
/// Why that is not known: the words of [`Check::Readable`], or `untold`.
pub fn told(bytes: &[u8]) -> Result<Provenance, Vec<String>> {
    let word = |word: &str| vec![word.to_owned()];
    let told = match format(bytes).ok_or_else(|| word("format"))? {
        Format::Pdf => pdf::told(bytes)?,
        Format::Docx => word::told(bytes).map_err(word)?,
        Format::Html => in_page(bytes),
        Format::Json => in_model(bytes),
    };
    told.ok_or_else(|| word("untold"))
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
    let findings = vec![Finding::that(Check::Readable, false, why)];
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

/// A report that is written as JSON. All but its provenance is read over, and
/// takes no memory.
#[derive(serde::Deserialize)]
struct Model {
    provenance: Option<Provenance>,
}

fn model(bytes: &[u8]) -> Examined {
    let Ok(model) = serde_json::from_slice::<Model>(bytes) else {
        return unreadable(Some(Format::Json), "json");
    };
    let findings = vec![Finding::that(Check::Readable, true, "")];
    let (format, provenance) = (Some(Format::Json), model.provenance);
    Examined { format, claims: Vec::new(), findings, provenance }
}

fn in_model(bytes: &[u8]) -> Option<Provenance> {
    serde_json::from_slice::<Model>(bytes).ok()?.provenance
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
