//! A Word file from outside, opened with care (ECMA-376 part 2). Entries are
//! only ever looked up by name, so a name's tricks lead nowhere; what is read
//! is counted, so a small file cannot become a large one.

use std::collections::HashMap;

use super::namespaces::{canonical, transitional};
use crate::error::Error;
use crate::word::{Archive, LARGEST_FILE, LARGEST_PART, Unread};
use crate::xml::{Allowance, Element};

/// How a file begins that is not a zip archive but what Word wrote before, or
/// writes around an encrypted document (\[MS-CFB\] 2.2).
const COMPOUND_FILE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Why a file cannot be a template.
#[derive(Debug, PartialEq, Eq)]
pub enum Unusable {
    /// Not a Word document or template at all.
    NotWord,
    /// Word's format before 2007.
    OldWord,
    /// Protected by a password.
    Encrypted,
    /// More than Word would ever write, in this regard.
    TooLarge(Excess),
    Damaged {
        part: String,
        problem: String,
    },
}

/// In what regard a file is too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    File,
    Entries,
    Unpacked,
}

/// A part's relationship to another (ECMA-376 part 2, 9.3).
#[derive(Debug)]
pub struct Relation {
    pub id: String,
    /// The last word of its type: `header`, `image`.
    pub kind: String,
    /// The part's name; nothing where it lies outside of the file.
    pub target: Option<String>,
}

/// A Word file whose parts can be read.
pub struct Package<'a> {
    archive: Archive<&'a [u8]>,
    types: ContentTypes,
    allowance: Allowance,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, Unusable> {
        if bytes.len() > LARGEST_FILE {
            return Err(Unusable::TooLarge(Excess::File));
        }
        if bytes.starts_with(&COMPOUND_FILE) {
            return Err(if is_encrypted(bytes) { Unusable::Encrypted } else { Unusable::OldWord });
        }
        if !bytes.starts_with(b"PK") {
            return Err(Unusable::NotWord);
        }
        let archive = Archive::open(bytes).map_err(|unread| unusable("", unread))?;
        let (types, allowance) = (ContentTypes::default(), Allowance::default());
        let mut package = Self { archive, types, allowance };
        package.types = match package.has(CONTENT_TYPES) {
            true => ContentTypes::of(&package.xml(CONTENT_TYPES)?),
            false => return Err(Unusable::NotWord),
        };
        Ok(package)
    }

    pub fn has(&self, part: &str) -> bool {
        self.archive.has(part)
    }

    /// The content type that the file gives the part (ECMA-376 part 2, 10.1.2).
    pub fn content_type(&self, part: &str) -> Option<&str> {
        self.types.of_part(part)
    }

    /// A part, its names with the prefixes that this program knows them by.
    pub fn xml(&mut self, part: &str) -> Result<Element, Unusable> {
        let bytes = self.bytes(part)?;
        let text = std::str::from_utf8(&bytes).map_err(|error| damaged(part, &error))?;
        let text = text.trim_start_matches('\u{feff}');
        let root = Element::parse_within(text.as_bytes(), &mut self.allowance).map_err(
            |error| match error {
                Error::Internal { problem, .. } => damaged(part, &problem),
                error => damaged(part, &error),
            },
        )?;
        canonical(root).map_err(|problem| damaged(part, &problem))
    }

    /// A picture as it is.
    pub fn media(&mut self, part: &str) -> Result<Vec<u8>, Unusable> {
        self.bytes(part)
    }

    fn bytes(&mut self, part: &str) -> Result<Vec<u8>, Unusable> {
        let bytes = self.archive.part(part, LARGEST_PART);
        let bytes = bytes.map_err(|unread| unusable(part, unread))?;
        bytes.ok_or_else(|| damaged(part, &"it is missing"))
    }

    /// The relationships of a part, in their order; those of the file itself
    /// where `part` is empty.
    pub fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Unusable> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let file = format!("{folder}{slash}_rels/{name}.rels");
        if !self.has(&file) {
            return Ok(Vec::new());
        }
        let root = self.xml(&file)?;
        let relations = root.elements().filter(|e| e.name == "rel:Relationship");
        Ok(relations.filter_map(|relation| read_relation(relation, folder)).collect())
    }
}

fn read_relation(relation: &Element, folder: &str) -> Option<Relation> {
    let kind = transitional(relation.attribute("Type")?);
    let outside = relation.attribute("TargetMode") == Some("External");
    let target = relation.attribute("Target").unwrap_or_default();
    Some(Relation {
        id: relation.attribute("Id")?.to_owned(),
        kind: kind.rsplit('/').next()?.to_owned(),
        target: if outside { None } else { resolved(folder, target) },
    })
}

/// The part that `target` names from `folder`; nothing where it leads out of
/// the file.
fn resolved(folder: &str, target: &str) -> Option<String> {
    let path = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut steps = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

fn unusable(part: &str, unread: Unread) -> Unusable {
    match unread {
        Unread::Broken => damaged(part, &"it is no zip archive, or a broken one"),
        Unread::Encrypted => Unusable::Encrypted,
        Unread::TooMany => Unusable::TooLarge(Excess::Entries),
        Unread::TooLarge => Unusable::TooLarge(Excess::Unpacked),
    }
}

fn damaged(part: &str, problem: &dyn std::fmt::Display) -> Unusable {
    Unusable::Damaged { part: part.to_owned(), problem: problem.to_string() }
}

/// Whether a compound file holds an encrypted package (\[MS-OFFCRYPTO\] 2.3.4.4).
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

const CONTENT_TYPES: &str = "[Content_Types].xml";

/// What kinds of parts a file says that it has.
#[derive(Debug, Default)]
struct ContentTypes {
    /// By ending, in small letters.
    defaults: HashMap<String, String>,
    /// By part, in small letters.
    overrides: HashMap<String, String>,
}

impl ContentTypes {
    fn of(root: &Element) -> Self {
        let mut types = Self::default();
        for element in root.elements() {
            let Some(content_type) = element.attribute("ContentType") else { continue };
            match (element.attribute("PartName"), element.attribute("Extension")) {
                (Some(part), _) => {
                    let part = part.trim_start_matches('/').to_lowercase();
                    types.overrides.insert(part, content_type.to_owned());
                }
                (None, Some(ending)) => {
                    types.defaults.insert(ending.to_lowercase(), content_type.to_owned());
                }
                (None, None) => {}
            }
        }
        types
    }

    fn of_part(&self, part: &str) -> Option<&str> {
        let part = part.to_lowercase();
        let by_ending = || self.defaults.get(part.rsplit_once('.')?.1);
        self.overrides.get(&part).or_else(by_ending).map(String::as_str)
    }
}
