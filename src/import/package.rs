//! Opening a Word file that comes from anywhere: a zip archive (ECMA-376 part
//! 2) of XML parts, in the namespaces of the Transitional or the Strict
//! standard and under any prefixes, within limits of size.

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

use crate::word::{Archive, LARGEST_PART, Unread};
use crate::xml::{Allowance, Element, Node};

pub use crate::word::LARGEST_FILE;

const DEEPEST: usize = 200;
/// Names are looked up among all attributes of an element, and all namespaces
/// that are declared around it; Word gives a part's root some forty.
const MOST_ATTRIBUTES: usize = 120;
const MOST_NAMESPACES: usize = 200;

/// Why a file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not a zip archive, or a broken one.
    NotZip,
    /// An older Word's format, or a file that a password protects.
    Encrypted,
    /// A zip archive without a Word document in it.
    NoDocument,
    /// Larger than any report can be.
    TooLarge,
    /// More paragraphs than any report has.
    TooManyParagraphs,
    /// A part is not well-formed XML.
    BrokenXml,
    /// A part declares a document type, by which it could name other files.
    DocumentType,
}

impl Refusal {
    /// The word for it in messages.
    pub fn id(self) -> &'static str {
        match self {
            Self::NotZip => "zip",
            Self::Encrypted => "encrypted",
            Self::NoDocument => "document",
            Self::TooLarge => "large",
            Self::TooManyParagraphs => "paragraphs",
            Self::BrokenXml => "xml",
            Self::DocumentType => "doctype",
        }
    }
}

impl From<Unread> for Refusal {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::Broken => Self::NotZip,
            Unread::Encrypted => Self::Encrypted,
            Unread::TooMany | Unread::TooLarge => Self::TooLarge,
        }
    }
}

/// An opened package. Parts are read one by one, when they are asked for.
pub struct Package<B = Vec<u8>> {
    archive: Archive<B>,
    allowance: Allowance,
}

/// A relation from one part to another, or to the world outside.
#[derive(Debug, Clone)]
pub struct Relation {
    pub id: String,
    /// The last word of its type: `styles`, `hyperlink`.
    pub kind: String,
    pub target: String,
    /// It leads out of the file.
    pub outside: bool,
}

impl<B: AsRef<[u8]>> Package<B> {
    pub fn open(bytes: B) -> Result<Self, Refusal> {
        // The older binary format, and the envelope of encrypted files.
        if bytes.as_ref().starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(Refusal::Encrypted);
        }
        Ok(Self { archive: Archive::open(bytes)?, allowance: Allowance::default() })
    }

    pub(crate) fn archive(&self) -> &Archive<B> {
        &self.archive
    }

    /// The name of the main document's part.
    pub fn document(&mut self) -> Result<String, Refusal> {
        let relations = self.relations("")?;
        let main = relations.into_iter().find(|relation| relation.kind == "officeDocument");
        main.map(|relation| relation.target).ok_or(Refusal::NoDocument)
    }

    /// A part as XML; nothing where the package has no such part.
    pub fn part(&mut self, name: &str) -> Result<Option<Element>, Refusal> {
        let Some(bytes) = self.archive.part(name, LARGEST_PART)? else { return Ok(None) };
        parse_within(&bytes, &mut self.allowance).map(Some)
    }

    /// The relations of a part; of the package, where `part` is empty.
    pub fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Refusal> {
        let (folder, file) = part.rsplit_once('/').map_or(("", part), |(f, name)| (f, name));
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let Some(root) = self.part(&format!("{prefix}_rels/{file}.rels"))? else {
            return Ok(Vec::new());
        };
        let relations = root.elements().filter_map(|element| {
            let kind = element.attribute("Type")?.rsplit('/').next()?.to_owned();
            let target = element.attribute("Target")?;
            let outside = element.attribute("TargetMode") == Some("External");
            let target = if outside { target.to_owned() } else { resolve(folder, target) };
            Some(Relation { id: element.attribute("Id")?.to_owned(), kind, target, outside })
        });
        Ok(relations.collect())
    }
}

/// The name of the part that `target` means, seen from `folder`.
fn resolve(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Our own prefix for each namespace that the reader knows, in the Transitional
/// and the Strict standard.
const NAMESPACES: [(&str, &str); 20] = [
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w:"),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", "w:"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r:"),
    ("http://purl.oclc.org/ooxml/officeDocument/relationships", "r:"),
    ("http://schemas.microsoft.com/office/word/2010/wordml", "w14:"),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", "mc:"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", "m:"),
    ("http://purl.oclc.org/ooxml/officeDocument/math", "m:"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes", "vt:"),
    ("http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes", "vt:"),
    ("http://schemas.openxmlformats.org/package/2006/relationships", ""),
    ("http://schemas.openxmlformats.org/officeDocument/2006/custom-properties", ""),
    ("http://purl.oclc.org/ooxml/officeDocument/customProperties", ""),
    ("http://schemas.openxmlformats.org/package/2006/content-types", ""),
    ("http://purl.org/dc/elements/1.1/", "dc:"),
    ("urn:schemas-microsoft-com:vml", "v:"),
    ("urn:schemas-microsoft-com:office:office", "o:"),
    ("http://www.w3.org/XML/1998/namespace", "xml:"),
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/wordprocessingDrawing", "wp:"),
    ("http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", "wp:"),
];

/// Reads a part; its names bear our prefixes, whichever the file has.
pub fn parse(bytes: &[u8]) -> Result<Element, Refusal> {
    parse_within(bytes, &mut Allowance::default())
}

fn parse_within(bytes: &[u8], allowance: &mut Allowance) -> Result<Element, Refusal> {
    let utf8 = to_utf8(bytes);
    let mut reader = NsReader::from_reader(utf8.as_slice());
    let mut open = vec![Element::new("")];
    let mut limits = Limits::default();
    loop {
        let event = reader.read_event().map_err(|_| Refusal::BrokenXml)?;
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(start) | Event::Empty(start) => {
                limits.begin(&start, allowance)?;
                let element = element(&start, &reader)?;
                if is_empty {
                    limits.end();
                    close(&mut open, element)?;
                } else {
                    open.push(element);
                }
            }
            Event::End(_) => {
                limits.end();
                let element = open.pop().ok_or(Refusal::BrokenXml)?;
                close(&mut open, element)?;
            }
            Event::Text(text) => {
                let text = text.decode().map_err(|_| Refusal::BrokenXml)?;
                push_text(&mut open, &text)?;
            }
            Event::GeneralRef(reference) => {
                let sign = reference.resolve_char_ref().map_err(|_| Refusal::BrokenXml)?;
                let name = reference.decode().map_err(|_| Refusal::BrokenXml)?;
                let mut letters = [0; 4];
                let text = match sign {
                    Some(sign) => &*sign.encode_utf8(&mut letters),
                    None => resolve_xml_entity(&name).ok_or(Refusal::BrokenXml)?,
                };
                push_text(&mut open, text)?;
            }
            Event::CData(data) => push_text(&mut open, &String::from_utf8_lossy(&data))?,
            Event::DocType(_) => return Err(Refusal::DocumentType),
            Event::Eof => break,
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
        }
    }
    // What is still open has no end.
    let (Some(top), true) = (open.pop(), open.is_empty()) else { return Err(Refusal::BrokenXml) };
    let root = top.children.into_iter().find_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    root.ok_or(Refusal::BrokenXml)
}

/// How much of a part has been read, against what any report can need.
#[derive(Default)]
struct Limits {
    /// How many namespaces each open element declares, and all of them.
    declared: Vec<usize>,
    namespaces: usize,
}

impl Limits {
    fn begin(&mut self, start: &BytesStart, allowance: &mut Allowance) -> Result<(), Refusal> {
        let mut attributes = 0;
        let mut declared = 0;
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Refusal::BrokenXml)?;
            attributes += 1;
            declared += usize::from(attribute.key.as_namespace_binding().is_some());
        }
        self.namespaces += declared;
        self.declared.push(declared);
        let is_within = allowance.take(attributes).is_some()
            && self.declared.len() <= DEEPEST
            && attributes <= MOST_ATTRIBUTES
            && self.namespaces <= MOST_NAMESPACES;
        if is_within { Ok(()) } else { Err(Refusal::TooLarge) }
    }

    fn end(&mut self) {
        self.namespaces -= self.declared.pop().unwrap_or_default();
    }
}

/// XML may be in UTF-16, with a byte order mark.
fn to_utf8(bytes: &[u8]) -> Vec<u8> {
    let wide = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|b| read([b[0], b[1]])).collect();
        String::from_utf16_lossy(&units).into_bytes()
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => rest.to_vec(),
        _ => bytes.to_vec(),
    }
}

fn close(open: &mut [Element], mut element: Element) -> Result<(), Refusal> {
    // Most elements have one child, and lists have room for four.
    element.children.shrink_to_fit();
    element.attributes.shrink_to_fit();
    open.last_mut().ok_or(Refusal::BrokenXml)?.push(element);
    Ok(())
}

fn push_text(open: &mut [Element], text: &str) -> Result<(), Refusal> {
    let children = &mut open.last_mut().ok_or(Refusal::BrokenXml)?.children;
    match children.last_mut() {
        Some(Node::Text(last)) => last.push_str(text),
        _ => children.push(Node::Text(text.to_owned())),
    }
    Ok(())
}

fn element(start: &BytesStart, reader: &NsReader<&[u8]>) -> Result<Element, Refusal> {
    let (namespace, name) = reader.resolver().resolve_element(start.name());
    let mut element = Element::new(&named(namespace, name.as_ref(), ""));
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| Refusal::BrokenXml)?;
        let (namespace, name) = reader.resolver().resolve_attribute(attribute.key);
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|_| Refusal::BrokenXml)?
            .into_owned();
        let unbound = if attribute.key.prefix().is_some() { "?:" } else { "" };
        let name = named(namespace, name.as_ref(), unbound);
        element.attributes.push((name.into(), value.into()));
    }
    Ok(element)
}

/// The local name under our prefix; names of other namespaces under `?`.
fn named(namespace: ResolveResult, local: &[u8], unbound: &str) -> String {
    let local = String::from_utf8_lossy(local);
    let prefix = match namespace {
        ResolveResult::Bound(Namespace(uri)) => NAMESPACES
            .iter()
            .find(|(known, _)| known.as_bytes() == uri)
            .map_or("?:", |(_, prefix)| prefix),
        ResolveResult::Unbound => unbound,
        ResolveResult::Unknown(_) => "?:",
    };
    format!("{prefix}{local}")
}
