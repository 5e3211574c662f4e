//! The standards that a PDF's metadata claim. (ISO 16684-1, with ISO 19005 and
//! ISO 14289.)

use super::budget::Fault;
use super::file::File;
use super::object::{Dict, Object};
use crate::verify::{Check, Finding};
use crate::xml::{Allowance, Element, Node};

/// How long the metadata may be; those of a report have some 10,000 bytes.
const MOST_BYTES: usize = 1 << 20;

#[derive(Debug, Default)]
pub(super) struct Claims {
    /// Part and level: `2`, `A`.
    archive: Option<(String, String)>,
    /// `1`.
    accessible: Option<String>,
    has_title: bool,
}

impl Claims {
    pub(super) fn read(file: &File, catalog: &Dict) -> Result<Self, Fault> {
        let stream = file.get(catalog, "Metadata")?;
        if !matches!(*stream, Object::Stream(..)) {
            return Ok(Self::default());
        }
        let bytes = file.unpacked(&stream)?;
        if bytes.len() > MOST_BYTES {
            return Err(Fault::TooMuch);
        }
        let Ok(xmp) = Element::parse_within(&bytes, &mut Allowance::default()) else {
            return Err(Fault::Broken("Metadata"));
        };
        let level = || property(&xmp, "pdfaid:conformance").unwrap_or_default();
        let title = element(&xmp, "dc:title");
        Ok(Self {
            archive: property(&xmp, "pdfaid:part").map(|part| (part, level())),
            accessible: property(&xmp, "pdfuaid:part"),
            has_title: title.is_some_and(says_something),
        })
    }

    /// As they are commonly written: `PDF/A-2a`.
    pub(super) fn names(&self) -> Vec<String> {
        self.archive_name().into_iter().chain(self.accessible_name()).collect()
    }

    fn archive_name(&self) -> Option<String> {
        let (part, level) = self.archive.as_ref()?;
        Some(format!("PDF/A-{part}{}", level.to_lowercase()))
    }

    fn accessible_name(&self) -> Option<String> {
        self.accessible.as_ref().map(|part| format!("PDF/UA-{part}"))
    }

    /// Whether PDF/UA is claimed, which wants the title shown.
    pub(super) fn is_accessible(&self) -> bool {
        self.accessible.is_some()
    }

    pub(super) fn has_title(&self) -> bool {
        self.has_title
    }

    /// PDF/A-1 cannot be PDF/UA-1 as well: it is a kind of PDF 1.4, whose
    /// tags know no headers.
    pub(super) fn made(&self) -> Finding {
        let archive_only = self.archive.as_ref().is_some_and(|(part, _)| part == "1");
        let lacking = [
            (self.archive.is_none(), "PDF/A"),
            (self.accessible.is_none() && !archive_only, "PDF/UA"),
        ];
        let wrong = lacking.into_iter().filter(|(lacks, _)| *lacks);
        Finding::of(Check::Standards, wrong.map(|(_, name)| name.to_owned()))
    }

    /// Claims that no standard has, or not for a PDF of that version.
    pub(super) fn known(&self, version: &str) -> Finding {
        let archive = self.archive.as_ref().map(|(part, level)| {
            let (part, level) = (part.as_str(), level.to_uppercase());
            let known = ARCHIVE
                .iter()
                .find(|(known, levels, _)| *known == part && levels.contains(&level.as_str()));
            known.map(|(_, _, versions)| *versions)
        });
        let accessible = self.accessible.as_ref().map(|part| match part.as_str() {
            "1" => Some(TO_1_7),
            "2" => Some(IS_2),
            _ => None,
        });
        let claims = [(archive, self.archive_name()), (accessible, self.accessible_name())];
        let wrong = claims.into_iter().filter_map(|(versions, name)| {
            let name = name.unwrap_or_default();
            match versions? {
                None => Some(name),
                Some(versions) if versions.contains(&version) => None,
                Some(_) => Some(format!("{name} (PDF {version})")),
            }
        });
        Finding::of(Check::KnownStandards, wrong)
    }
}

const TO_1_4: &[&str] = &["1.0", "1.1", "1.2", "1.3", "1.4"];
const TO_1_7: &[&str] = &["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"];
const IS_2: &[&str] = &["2.0"];

/// The parts of PDF/A, their levels, and the versions of PDF that they are of.
const ARCHIVE: [(&str, &[&str], &[&str]); 4] = [
    ("1", &["A", "B"], TO_1_4),
    ("2", &["A", "B", "U"], TO_1_7),
    ("3", &["A", "B", "U"], TO_1_7),
    ("4", &["", "E", "F"], IS_2),
];

/// A property, written as an element or as an attribute.
fn property(xmp: &Element, name: &str) -> Option<String> {
    if let Some(value) = xmp.attribute(name) {
        return Some(value.trim().to_owned());
    }
    if xmp.name == name {
        return Some(xmp.text().trim().to_owned());
    }
    xmp.elements().find_map(|child| property(child, name))
}

fn element<'a>(xmp: &'a Element, name: &str) -> Option<&'a Element> {
    if xmp.name == name {
        return Some(xmp);
    }
    xmp.elements().find_map(|child| element(child, name))
}

fn says_something(element: &Element) -> bool {
    element.children.iter().any(|node| match node {
        Node::Text(text) => !text.trim().is_empty(),
        Node::Element(child) => says_something(child),
    })
}
