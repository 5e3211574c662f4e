//! What a Word file tells of itself. (ECMA-376.)

mod parts;
mod unseen;

use std::collections::{HashMap, HashSet};

use super::{Check, Examined, Finding};
use crate::import::package::{Package, Refusal, Relation};
use crate::job::Format;
use crate::report::Provenance;
use crate::xml::{Element, Node};

/// How much of a text is looked at where it is only told of.
const MOST_TEXT: usize = 200;

pub(super) fn examine(bytes: &[u8]) -> Examined {
    let examined = File::open(bytes).and_then(|mut file| file.examine());
    examined.unwrap_or_else(|why| super::unreadable(Some(Format::Docx), why))
}

/// What the file says that it was made from, and no more.
pub(super) fn told(bytes: &[u8]) -> Result<Option<Provenance>, &'static str> {
    let mut file = File::open(bytes)?;
    let custom = file.package.part("docProps/custom.xml").map_err(Refusal::id)?;
    Ok(custom.and_then(|custom| provenance(&custom)))
}

/// A Word file that is open.
struct File<'a> {
    package: Package<&'a [u8]>,
}

impl<'a> File<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, &'static str> {
        Ok(Self { package: Package::open(bytes).map_err(Refusal::id)? })
    }

    /// # Errors
    /// The name of a part that must be there and is not, or what else keeps
    /// the file from being read.
    fn part(&mut self, name: &'static str) -> Result<Element, &'static str> {
        self.package.part(name).map_err(Refusal::id)?.ok_or(name)
    }

    fn examine(&mut self) -> Result<Examined, &'static str> {
        let main = self.package.document().map_err(Refusal::id)?;
        let document = self.package.part(&main).map_err(Refusal::id)?.ok_or("document")?;
        let styles = self.part("word/styles.xml")?;
        let title = self.part("docProps/core.xml")?.child("dc:title").map(text_of);
        let relations = self.package.relations(&main).map_err(Refusal::id)?;
        let mut findings = vec![
            Finding::that(Check::Readable, true, ""),
            Finding::that(Check::Language, has_language(&styles), "w:lang"),
            Finding::that(
                Check::Title,
                title.is_some_and(|title| !title.trim().is_empty()),
                "dc:title",
            ),
            Finding::of(Check::Alternatives, without_alternative(&document)),
            Finding::of(Check::Headings, skipping(&document, &styles)),
            Finding::of(Check::HeaderRows, without_header(&document)),
            Finding::of(Check::Ids, used_twice(&document)),
        ];
        findings.extend(parts::findings(&mut self.package, &document, &relations)?);
        findings.extend(self.unseen(&document, &styles, &relations)?);
        let custom = self.package.part("docProps/custom.xml").map_err(Refusal::id)?;
        let provenance = custom.and_then(|custom| provenance(&custom));
        Ok(Examined { format: Some(Format::Docx), claims: Vec::new(), findings, provenance })
    }

    /// What nobody sees, in the document and in all that is shown with it.
    fn unseen(
        &mut self,
        document: &Element,
        styles: &Element,
        relations: &[Relation],
    ) -> Result<[Finding; 2], &'static str> {
        let mut unseen = unseen::Unseen::new(styles);
        unseen.look(document);
        let shown = ["header", "footer", "footnotes", "endnotes", "comments"];
        let shown = relations.iter().filter(|relation| shown.contains(&relation.kind.as_str()));
        for relation in shown.filter(|relation| !relation.outside) {
            if let Some(part) = self.package.part(&relation.target).map_err(Refusal::id)? {
                unseen.look(&part);
            }
        }
        Ok(unseen.findings())
    }
}

/// An element and all below it, in the order of the document.
fn all(root: &Element) -> Vec<&Element> {
    let mut found = Vec::new();
    let mut waiting = vec![root];
    while let Some(element) = waiting.pop() {
        found.push(element);
        let start = waiting.len();
        waiting.extend(element.elements());
        waiting[start..].reverse();
    }
    found
}

fn named<'a>(root: &'a Element, name: &str) -> Vec<&'a Element> {
    all(root).into_iter().filter(|element| element.name == name).collect()
}

/// All text of an element, as far as it is told of.
fn text_of(element: &Element) -> String {
    let mut text = String::new();
    add_text(element, &mut text);
    text
}

fn add_text(element: &Element, text: &mut String) {
    for node in &element.children {
        match node {
            _ if text.len() > MOST_TEXT => return,
            Node::Text(part) => text.push_str(part),
            Node::Element(child) => add_text(child, text),
        }
    }
}

/// The codes of fields, with the name that each begins with.
fn typed_fields(document: &Element) -> Vec<(String, String)> {
    let codes = all(document).into_iter().filter_map(|element| match element.name.as_str() {
        "w:instrText" => Some(element.text()),
        "w:fldSimple" => element.attribute("w:instr").map(str::to_owned),
        _ => None,
    });
    let named = codes.filter_map(|code| {
        let name = code.split_whitespace().next()?.to_uppercase();
        Some((code.trim().to_owned(), name))
    });
    named.collect()
}

fn has_language(styles: &Element) -> bool {
    let language = ["w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang"]
        .iter()
        .try_fold(styles, |element, name| element.child(name));
    let language = language.and_then(|language| language.attribute("w:val"));
    language.is_some_and(|language| !language.trim().is_empty())
}

fn without_alternative(document: &Element) -> Vec<String> {
    let drawings = named(document, "wp:docPr").into_iter();
    let silent = drawings.filter(|drawing| {
        drawing.attribute("descr").is_none_or(|description| description.trim().is_empty())
    });
    silent.map(|drawing| drawing.attribute("name").unwrap_or("?").to_owned()).collect()
}

/// The headings that come more than a level below the one before.
fn skipping(document: &Element, styles: &Element) -> Vec<String> {
    let level = |owner: &Element| -> Option<usize> {
        let level = owner.child("w:pPr")?.child("w:outlineLvl")?.attribute("w:val")?;
        level.parse().ok().filter(|level| *level < 9).map(|level: usize| level + 1)
    };
    let of_styles: HashMap<&str, usize> = styles
        .elements()
        .filter_map(|style| Some((style.attribute("w:styleId")?, level(style)?)))
        .collect();
    let mut last = 0;
    let mut skipping = Vec::new();
    for paragraph in named(document, "w:p") {
        let style = paragraph.child("w:pPr").and_then(|properties| properties.child("w:pStyle"));
        let style = style.and_then(|style| style.attribute("w:val"));
        let of_style = style.and_then(|style| of_styles.get(style).copied());
        let Some(found) = level(paragraph).or(of_style) else { continue };
        if found > last + 1 {
            skipping.push(text_of(paragraph));
        }
        last = found;
    }
    skipping
}

/// The numbers of tables whose first row is not their header, neither as a
/// row that repeats nor by the table's look.
fn without_header(document: &Element) -> Vec<String> {
    let tables = named(document, "w:tbl").into_iter().enumerate();
    let headless = tables.filter(|(_, table)| {
        let row = table.child("w:tr").and_then(|row| row.child("w:trPr"));
        let repeats = row.is_some_and(|properties| properties.child("w:tblHeader").is_some());
        let look = table.child("w:tblPr").and_then(|properties| properties.child("w:tblLook"));
        let marked = look.and_then(|look| look.attribute("w:firstRow")) == Some("1");
        !repeats && !marked
    });
    headless.map(|(index, _)| (index + 1).to_string()).collect()
}

/// The ids and names that must be unique and are not.
fn used_twice(document: &Element) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut twice = Vec::new();
    for element in all(document) {
        let keys: &[&str] = match element.name.as_str() {
            "w:bookmarkStart" => &["w:id", "w:name"],
            "wp:docPr" => &["id"],
            "w:sdtPr" => &[],
            _ => continue,
        };
        let of_control = element.child("w:id").and_then(|id| id.attribute("w:val"));
        let values = keys.iter().filter_map(|key| Some((*key, element.attribute(key)?)));
        for (key, value) in values.chain(of_control.map(|value| ("w:id", value))) {
            if !seen.insert((element.name.as_str(), key, value)) {
                twice.push(format!("{} {value}", element.name));
            }
        }
    }
    twice
}

/// What the custom properties say of the file's origin.
fn provenance(custom: &Element) -> Option<Provenance> {
    let entries = custom.elements().filter_map(|property| {
        let name = property.attribute("name")?.strip_prefix("dnr ")?;
        Some((name.replace(' ', "-"), text_of(property)))
    });
    Provenance::from_entries(entries)
}
