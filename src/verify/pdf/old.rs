//! What a PDF tells of itself. (ISO 32000-1, with PDF/A and PDF/UA.)

use std::collections::BTreeSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use hayro_syntax::page::Page;

use super::{Check, Examined, Finding, bounds, unreadable};
use crate::hash::hash;
use crate::job::Format;
use crate::pdf::provenance;
use crate::report::Provenance;
use crate::xml::{Element, Node};

/// How many elements of the tag tree are looked at.
const MOST_TAGS: usize = 1_000_000;

pub fn examine(bytes: &[u8]) -> Examined {
    let unreadable = |why| unreadable(Some(Format::Pdf), why);
    if !bounds::are_kept(bytes) {
        return unreadable("bounds");
    }
    let Ok(pdf) = Pdf::new(bytes.to_vec()) else { return unreadable("xref") };
    let xref = pdf.xref();
    let Some(catalog) = xref.get::<Dict>(xref.root_id()) else { return unreadable("Root") };
    let claims = Claims::read(&catalog);
    let creator = pdf.metadata().creator.as_deref().map(decode);
    let provenance = creator.and_then(|creator| provenance(&creator));
    let tags = Tags::read(&catalog);
    let findings = vec![
        Finding { check: Check::Readable, wrong: Vec::new() },
        claims.finding(),
        tagged(&pdf, &catalog),
        content(&pdf),
        Finding { check: Check::Fonts, wrong: fonts_outside(&pdf) },
        Finding::that(Check::Language, text(&catalog, "Lang").is_some(), "Lang"),
        title(&pdf, &catalog, claims.accessible.is_some()),
        Finding::that(Check::Bookmarks, has_bookmarks(&catalog), "Outlines"),
        Finding { check: Check::Alternatives, wrong: tags.without_alternative },
        Finding { check: Check::Headings, wrong: tags.skipping },
        Finding { check: Check::Attachments, wrong: foreign(&catalog, provenance.as_ref()) },
    ];
    Examined { format: Some(Format::Pdf), claims: claims.names(), findings, provenance }
}

/// The standards that the XMP metadata claim.
#[derive(Debug, Default)]
struct Claims {
    /// `2a`.
    archive: Option<String>,
    /// `1`.
    accessible: Option<String>,
}

impl Claims {
    fn read(catalog: &Dict) -> Self {
        let stream = catalog.get::<Stream>("Metadata");
        let bytes = stream.and_then(|stream| stream.decoded().ok().map(|data| data.into_owned()));
        let Some(Ok(xmp)) = bytes.map(|bytes| Element::parse(&bytes)) else {
            return Self::default();
        };
        let level = property(&xmp, "pdfaid:conformance").unwrap_or_default().to_lowercase();
        Self {
            archive: property(&xmp, "pdfaid:part").map(|part| format!("{part}{level}")),
            accessible: property(&xmp, "pdfuaid:part"),
        }
    }

    fn names(&self) -> Vec<String> {
        let archive = self.archive.iter().map(|part| format!("PDF/A-{part}"));
        archive.chain(self.accessible.iter().map(|part| format!("PDF/UA-{part}"))).collect()
    }

    /// PDF/A-1 cannot be PDF/UA-1 as well: it is a kind of PDF 1.4, whose
    /// tags know no headers.
    fn finding(&self) -> Finding {
        let archive_only = self.archive.as_ref().is_some_and(|part| part.starts_with('1'));
        let lacking = [
            (self.archive.is_none(), "PDF/A"),
            (self.accessible.is_none() && !archive_only, "PDF/UA"),
        ];
        let wrong = lacking.into_iter().filter(|(lacks, _)| *lacks);
        Finding { check: Check::Standards, wrong: wrong.map(|(_, name)| name.to_owned()).collect() }
    }
}

/// An XMP property, written as an element or as an attribute.
fn property(element: &Element, name: &str) -> Option<String> {
    if let Some(value) = element.attribute(name) {
        return Some(value.to_owned());
    }
    if element.name == name {
        return element.children.iter().find_map(|node| match node {
            Node::Text(text) => Some(text.trim().to_owned()),
            Node::Element(_) => None,
        });
    }
    element.elements().find_map(|child| property(child, name))
}

fn tagged(pdf: &Pdf, catalog: &Dict) -> Finding {
    let marked = catalog.get::<Dict>("MarkInfo").and_then(|info| info.get::<bool>("Marked"));
    let tree = catalog.get::<Dict>("StructTreeRoot");
    let has_tags = tree.is_some_and(|tree| tree.contains_key("K"));
    let claims = [(marked == Some(true), "MarkInfo"), (has_tags, "StructTreeRoot")];
    let lacking = claims.into_iter().filter(|(holds, _)| !holds).map(|(_, key)| key.to_owned());
    let loose = numbered(pdf).filter(|(_, page)| page.raw().get::<i32>("StructParents").is_none());
    let loose = loose.map(|(number, _)| format!("StructParents {number}"));
    Finding { check: Check::Tagged, wrong: lacking.chain(loose).collect() }
}

fn numbered(pdf: &Pdf) -> impl Iterator<Item = (usize, &Page<'_>)> {
    pdf.pages().iter().enumerate().map(|(index, page)| (index + 1, page))
}

/// The pages that show something which is neither tagged nor an artifact.
fn content(pdf: &Pdf) -> Finding {
    let wrong = numbered(pdf).filter(|(_, page)| shows_untagged(page));
    let wrong = wrong.map(|(number, _)| number.to_string()).collect();
    Finding { check: Check::Content, wrong }
}

/// The operators that leave something on the page (ISO 32000-1, annex A).
const PAINTING: [&[u8]; 18] = [
    b"Tj", b"TJ", b"'", b"\"", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh",
    b"Do", b"BI", b"ID", b"EI",
];

fn shows_untagged(page: &Page) -> bool {
    if page.page_stream().is_some_and(bounds::is_deep_content) {
        return true;
    }
    let mut open: Vec<bool> = Vec::new();
    let mut operations = page.operations();
    while let Some(operation) = operations.next() {
        let operator: &[u8] = operation.operator;
        match operator {
            b"BMC" | b"BDC" => {
                let operands: Vec<Object> = operation.operands().cloned().collect();
                open.push(is_accounted_for(&operands, page));
            }
            b"EMC" => {
                open.pop();
            }
            _ if PAINTING.contains(&operator) && !open.contains(&true) => return true,
            _ => {}
        }
    }
    false
}

/// Whether marked content is an artifact or belongs to a tag.
fn is_accounted_for(operands: &[Object], page: &Page) -> bool {
    let artifact =
        matches!(operands.first(), Some(Object::Name(tag)) if tag.as_str() == "Artifact");
    let properties = match operands.get(1) {
        Some(Object::Dict(properties)) => Some(properties.clone()),
        Some(Object::Name(name)) => page.resources().properties.get::<Dict>(name.as_str()),
        _ => None,
    };
    artifact || properties.is_some_and(|properties| properties.contains_key("MCID"))
}

/// The names of fonts that are not in the file.
fn fonts_outside(pdf: &Pdf) -> Vec<String> {
    let objects = pdf.objects().into_iter();
    let fonts = objects.filter_map(|object| match object {
        Object::Dict(dict) => Some(dict),
        _ => None,
    });
    let of_pages = pdf.pages().iter().flat_map(|page| {
        let fonts = &page.resources().fonts;
        fonts.keys().filter_map(|name| fonts.get::<Dict>(name.as_str())).collect::<Vec<_>>()
    });
    let outside: BTreeSet<String> = fonts
        .filter(|dict| is_name(dict, "Type", "Font"))
        .chain(of_pages)
        .filter(|font| !is_inside(font))
        .map(|font| font.get::<Name>("BaseFont").map_or("?".into(), |name| name.as_str().into()))
        .collect();
    outside.into_iter().collect()
}

fn is_inside(font: &Dict) -> bool {
    match font.get::<Name>("Subtype").as_ref().map(Name::as_str) {
        // Its glyphs are content streams.
        Some("Type3") => true,
        // Its descendant has the glyphs, and is a font of its own.
        Some("Type0") => {
            let descendants = font.get::<Array>("DescendantFonts");
            descendants.is_some_and(|list| list.iter::<Dict>().all(|font| has_program(&font)))
        }
        _ => has_program(font),
    }
}

fn has_program(font: &Dict) -> bool {
    let descriptor = font.get::<Dict>("FontDescriptor");
    descriptor.is_some_and(|descriptor| {
        ["FontFile", "FontFile2", "FontFile3"].iter().any(|key| descriptor.contains_key(key))
    })
}

fn is_name(dict: &Dict, key: &str, value: &str) -> bool {
    dict.get::<Name>(key).is_some_and(|name| name.as_str() == value)
}

/// Only PDF/UA wants the title to be shown.
fn title(pdf: &Pdf, catalog: &Dict, accessible: bool) -> Finding {
    let title = pdf.metadata().title.as_deref().map(decode);
    let preferences = catalog.get::<Dict>("ViewerPreferences");
    let shown = preferences.and_then(|dict| dict.get::<bool>("DisplayDocTitle"));
    let claims = [
        (title.is_some_and(|title| !title.trim().is_empty()), "Title"),
        (shown == Some(true) || !accessible, "DisplayDocTitle"),
    ];
    let lacking = claims.into_iter().filter(|(holds, _)| !holds);
    Finding { check: Check::Title, wrong: lacking.map(|(_, key)| key.to_owned()).collect() }
}

fn has_bookmarks(catalog: &Dict) -> bool {
    catalog.get::<Dict>("Outlines").is_some_and(|outlines| outlines.contains_key("First"))
}

/// The attached files that are not those of the provenance.
fn foreign(catalog: &Dict, provenance: Option<&Provenance>) -> Vec<String> {
    let known = provenance.map(|told| [told.form.as_str(), told.answers.as_str()]);
    let files = catalog.get::<Array>("AF");
    let files = files.iter().flat_map(|files| files.iter::<Dict>()).filter(|file| {
        let stream = file.get::<Dict>("EF").and_then(|files| files.get::<Stream>("F"));
        let bytes = stream.and_then(|stream| stream.decoded().ok().map(|data| hash(&data)));
        !bytes.is_some_and(|hash| known.is_some_and(|known| known.contains(&hash.as_str())))
    });
    files.map(|file| text(&file, "F").unwrap_or_else(|| "?".to_owned())).collect()
}

/// What the tag tree has that it should not.
#[derive(Debug, Default)]
struct Tags {
    /// Elements that must have an alternative text, by number.
    without_alternative: Vec<String>,
    /// Headings that skip a level, each with the level before.
    skipping: Vec<String>,
}

impl Tags {
    /// Goes through the tree in reading order.
    fn read(catalog: &Dict) -> Self {
        let mut tags = Self::default();
        let mut figures = 0;
        let mut level = 0;
        let root = catalog.get::<Object>("StructTreeRoot");
        let mut waiting: Vec<Object> = root.into_iter().collect();
        for _ in 0..MOST_TAGS {
            let Some(object) = waiting.pop() else { break };
            let Object::Dict(element) = object else { continue };
            let name = element.get::<Name>("S");
            let name = name.as_ref().map_or("", Name::as_str);
            if matches!(name, "Figure" | "Formula") {
                figures += 1;
                if text(&element, "Alt").or(text(&element, "ActualText")).is_none() {
                    tags.without_alternative.push(format!("{name} {figures}"));
                }
            }
            if let Some(found) = name.strip_prefix('H').and_then(|level| level.parse().ok()) {
                if found > level + 1 {
                    tags.skipping.push(format!("H{level}, {name}"));
                }
                level = found;
            }
            push_kids(&element, &mut waiting);
        }
        tags
    }
}

/// Puts an element's kids where the first of them is taken next.
fn push_kids<'a>(element: &Dict<'a>, waiting: &mut Vec<Object<'a>>) {
    match element.get::<Object>("K") {
        Some(Object::Array(list)) => {
            let start = waiting.len();
            waiting.extend(list.iter::<Object>());
            waiting[start..].reverse();
        }
        Some(kid) => waiting.push(kid),
        None => {}
    }
}

/// A text string that says something.
fn text(dict: &Dict, key: &str) -> Option<String> {
    let text = decode(dict.get::<PdfString>(key)?.as_bytes());
    (!text.trim().is_empty()).then_some(text)
}

/// A text string: UTF-16 or UTF-8 with a mark, or one byte a sign
/// (ISO 32000-1, clause 7.9.2.2).
fn decode(bytes: &[u8]) -> String {
    if let Some(utf16) = bytes.strip_prefix(&[0xfe, 0xff]) {
        let units = utf16.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        return String::from_utf16_lossy(&units.collect::<Vec<_>>());
    }
    match bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        Some(utf8) => String::from_utf8_lossy(utf8).into_owned(),
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
