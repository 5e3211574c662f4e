//! What a Word file tells of itself. (ECMA-376.)

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{Check, Examined, Finding, unreadable};
use crate::job::Format;
use crate::report::Provenance;
use crate::xml::{Element, Node};

/// How much a file may unpack to.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// How many parts it may have.
const MOST_PARTS: usize = 4096;

const CONTENT_TYPES: &str = "[Content_Types].xml";
const DOCUMENT: &str = "word/document.xml";

pub fn examine(bytes: &[u8]) -> Examined {
    let examined = Package::read(bytes).ok_or("zip").and_then(|package| package.examine());
    examined.unwrap_or_else(|part| unreadable(Some(Format::Docx), part))
}

/// The parts of a file, by name.
struct Package {
    parts: BTreeMap<String, Vec<u8>>,
}

impl Package {
    /// Unpacks a file; nothing where it is no archive, or a bomb.
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        if archive.len() > MOST_PARTS {
            return None;
        }
        let mut parts = BTreeMap::new();
        let mut left = MOST_BYTES;
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).ok()?;
            let mut bytes = Vec::new();
            let limit = left + 1;
            part.by_ref().take(limit).read_to_end(&mut bytes).ok()?;
            left = left.checked_sub(bytes.len() as u64)?;
            if !part.is_dir() {
                parts.insert(part.name().to_owned(), bytes);
            }
        }
        Some(Self { parts })
    }

    fn xml(&self, name: &str) -> Option<Element> {
        Element::parse(self.parts.get(name)?).ok()
    }

    /// # Errors
    /// The name of a part that must be there and cannot be read.
    fn examine(&self) -> Result<Examined, &'static str> {
        let part = |name| self.xml(name).ok_or(name);
        let (document, styles) = (part(DOCUMENT)?, part("word/styles.xml")?);
        let title = part("docProps/core.xml")?.child("dc:title").map(text_of).unwrap_or_default();
        let findings = vec![
            Finding { check: Check::Readable, wrong: Vec::new() },
            Finding { check: Check::Package, wrong: self.misfits(&part(CONTENT_TYPES)?) },
            Finding::that(Check::Language, has_language(&styles), "w:lang"),
            Finding::that(Check::Title, !title.trim().is_empty(), "dc:title"),
            Finding { check: Check::Alternatives, wrong: without_alternative(&document) },
            Finding { check: Check::Headings, wrong: skipping(&document, &styles) },
            Finding { check: Check::HeaderRows, wrong: without_header(&document) },
            Finding { check: Check::Ids, wrong: used_twice(&document) },
        ];
        let provenance = self.xml("docProps/custom.xml").and_then(|custom| provenance(&custom));
        Ok(Examined { format: Some(Format::Docx), claims: Vec::new(), findings, provenance })
    }

    /// Parts without a type, types and relations without a part, and ids of
    /// relations that are not there.
    fn misfits(&self, types: &Element) -> Vec<String> {
        let mut misfits = self.untyped(types);
        let named = typed(types, "Override", "PartName").into_iter().chain(self.targets());
        misfits.extend(named.filter(|path| !self.has(path)));
        misfits.extend(self.unknown_relations());
        misfits.sort();
        misfits
    }

    /// Whether there is a part of that path from the root; case does not
    /// matter.
    fn has(&self, path: &str) -> bool {
        let name = path.trim_start_matches('/');
        self.parts.contains_key(name)
            || self.parts.keys().any(|part| part.eq_ignore_ascii_case(name))
    }

    /// The parts whose type is not given, neither by name nor by ending.
    fn untyped(&self, types: &Element) -> Vec<String> {
        let (endings, names) =
            (typed(types, "Default", "Extension"), typed(types, "Override", "PartName"));
        let untyped = self.parts.keys().filter(|part| {
            let ending = part.rsplit('.').next().unwrap_or_default();
            let by_ending = endings.iter().any(|known| known.eq_ignore_ascii_case(ending));
            let by_name =
                names.iter().any(|name| name.trim_start_matches('/').eq_ignore_ascii_case(part));
            !by_ending && !by_name && *part != CONTENT_TYPES
        });
        untyped.cloned().collect()
    }

    /// The parts that relations lead to; of relations that cannot be read,
    /// a path that is not there.
    fn targets(&self) -> Vec<String> {
        let owners = self.parts.keys().filter(|name| name.ends_with(".rels"));
        let targets = owners.flat_map(|owner| match self.xml(owner) {
            Some(relations) => relations.elements().filter_map(|one| target(owner, one)).collect(),
            None => vec![format!("/{owner}: ?")],
        });
        targets.collect()
    }

    /// The ids that the document names and its relations lack.
    fn unknown_relations(&self) -> Vec<String> {
        let relations = self.xml("word/_rels/document.xml.rels");
        let ids: HashSet<&str> = relations
            .iter()
            .flat_map(Element::elements)
            .filter_map(|relation| relation.attribute("Id"))
            .collect();
        let document = self.xml(DOCUMENT);
        let mut unknown = Vec::new();
        for element in document.iter().flat_map(all) {
            let named =
                ["r:id", "r:embed", "r:link"].iter().filter_map(|key| element.attribute(key));
            unknown.extend(named.filter(|id| !ids.contains(id)).map(str::to_owned));
        }
        unknown
    }
}

/// The names or endings that a type is given for.
fn typed(types: &Element, kind: &str, attribute: &str) -> Vec<String> {
    let entries = types.elements().filter(|entry| entry.name == kind);
    let named = entries.filter_map(|entry| entry.attribute(attribute));
    named.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The part that a relation leads to, as a path from the root; nothing where
/// it leads out of the file. `owner` is the part of the relations:
/// `word/_rels/document.xml.rels`.
fn target(owner: &str, relation: &Element) -> Option<String> {
    if relation.attribute("TargetMode") == Some("External") {
        return None;
    }
    let target = relation.attribute("Target")?;
    let folder = owner.rsplit_once("_rels/").map_or("", |(folder, _)| folder);
    let path = match target.starts_with('/') {
        true => target.to_owned(),
        false => format!("/{folder}{target}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/').filter(|step| !step.is_empty() && *step != ".") {
        match step {
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    Some(format!("/{}", steps.join("/")))
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

fn text_of(element: &Element) -> String {
    let characters = element.children.iter().map(|node| match node {
        Node::Text(text) => text.clone(),
        Node::Element(child) => text_of(child),
    });
    characters.collect()
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
