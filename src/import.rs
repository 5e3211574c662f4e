//! The way back: what people have changed in a Word file, as changes of the
//! answers it was made from.
//!
//! ```text
//!  returned.docx ─► package ─► document ─┐
//!                                        ├─► fields ─► changes ─► answers.json
//!  answers.json ─► report ─► our docx ───┘
//! ```
//!
//! The file as it would be without any edit is read by the same eyes as the
//! returned one, so that only what somebody did is a change.

use std::fmt;
use std::path::Path;

use crate::answers::Header;
use crate::error::Error;
use crate::json::Json;
use change::Remark;
use document::{Block, Document};

mod aside;
mod base;
pub mod belonging;
pub mod change;
pub mod changes;
mod compare;
pub mod document;
pub mod edit;
mod expected;
pub mod fields;
pub mod foreign;
pub mod header;
pub mod markings;
mod matrix;
mod memory;
mod merge;
mod numbering;
pub mod origin;
pub mod package;
pub mod places;
mod prompts;
mod states;
mod status;
mod strategy;
mod styles;
mod tables;
pub mod take;
mod text;
mod walk;

/// Which report a Word file says it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    pub form: Option<String>,
    pub body: Option<String>,
    pub diary_number: Option<String>,
}

impl Identity {
    /// As the file's own properties have it.
    pub fn of(document: &Document) -> Self {
        let property = |name: &str| document.properties.get(name).cloned();
        Self { form: property("Form"), body: property("Body id"), diary_number: property("Dnr") }
    }

    /// Whether `document` is the report of the answers with that header. Form and
    /// body say it, for a number may be corrected; a file whose properties are lost
    /// must show the diary number on its cover.
    pub fn is(&self, header: &Header, document: &Document) -> bool {
        let shows_number = || cover_of(document).any(|line| line.contains(&header.diary_number));
        let has_number = || match &self.diary_number {
            Some(number) => *number == header.diary_number,
            None => shows_number(),
        };
        self.may_be(header) && (self.form.is_some() && self.body.is_some() || has_number())
    }

    /// Whether the file says all of it.
    pub fn is_whole(&self) -> bool {
        self.form.is_some() && self.body.is_some() && self.diary_number.is_some()
    }

    /// Whether nothing says that it is of another form or body.
    pub fn may_be(&self, header: &Header) -> bool {
        let same =
            |own: &Option<String>, other: &String| own.as_ref().is_none_or(|own| own == other);
        same(&self.form, &header.form) && same(&self.body, &header.body)
    }

    /// That the answers have another diary number by now.
    fn other_number(&self, answers: &Json) -> Option<Remark> {
        let now = Header::read(&answers.source)?.diary_number;
        let then = self.diary_number.clone().filter(|number| *number != now)?;
        Some(Remark::OtherNumber { file: then, answers: now })
    }
}

/// How many paragraphs a cover has at most.
const COVER: usize = 20;

fn cover_of(document: &Document) -> impl Iterator<Item = String> {
    document.blocks.iter().take(COVER).filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.text()),
        Block::Table(_) => None,
    })
}

impl From<Header> for Identity {
    fn from(header: Header) -> Self {
        let Header { form, body, diary_number, .. } = header;
        Self { form: Some(form), body: Some(body), diary_number: Some(diary_number) }
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let known = [&self.form, &self.body, &self.diary_number];
        let known: Vec<&str> = known.into_iter().flatten().map(String::as_str).collect();
        f.write_str(&known.join(", "))
    }
}

/// A file's bytes; no more than [`package`] accepts.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Error> {
    crate::read::bytes(path, package::LARGEST_FILE as u64)
}
