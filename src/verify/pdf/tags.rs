//! The tag tree, in reading order. (ISO 32000-1, clauses 14.7 and 14.8.)

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::budget::Fault;
use super::file::File;
use super::object::{Dict, Object};
use crate::verify::{Check, Finding};

/// How many elements may be waiting to be looked at.
const MOST_WAITING: usize = 500_000;
/// How often a role may lead to another.
const MOST_ROLES: usize = 16;

/// The tags that every reader knows (clause 14.8.4).
const STANDARD: [&str; 49] = [
    "Document",
    "Part",
    "Art",
    "Sect",
    "Div",
    "BlockQuote",
    "Caption",
    "TOC",
    "TOCI",
    "Index",
    "NonStruct",
    "Private",
    "H",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "P",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "TR",
    "TH",
    "TD",
    "THead",
    "TBody",
    "TFoot",
    "Span",
    "Quote",
    "Note",
    "Reference",
    "BibEntry",
    "Code",
    "Link",
    "Annot",
    "Ruby",
    "RB",
    "RT",
    "RP",
    "Warichu",
    "WT",
    "WP",
    "Figure",
    "Formula",
    "Form",
];
/// Those that PDF 2.0 has beside them (ISO 32000-2, clause 14.8.4).
const OF_2_0: [&str; 8] =
    ["Title", "Em", "Strong", "Sub", "Aside", "FENote", "DocumentFragment", "Artifact"];

/// What the tag tree has that it should not.
#[derive(Default)]
pub(super) struct Tags {
    without_alternative: Vec<String>,
    /// Headings that skip a level, each with the level before.
    skipping: Vec<String>,
    /// In the order in which they are met, and as a set.
    unknown: Vec<String>,
    known_unknown: HashSet<String>,
    figures: usize,
    cells: usize,
    level: usize,
    /// The ids of elements, and whether each is a cell that heads others.
    ids: HashMap<Vec<u8>, bool>,
    /// The ids that cells say head them, with the cells.
    heads: Vec<(Vec<u8>, usize)>,
}

impl Tags {
    pub(super) fn read(file: &File, catalog: &Dict) -> Result<Self, Fault> {
        let mut tags = Self::default();
        let root = file.get(catalog, "StructTreeRoot")?;
        let Some(root) = root.dict() else { return Ok(tags) };
        let roles = file.get(root, "RoleMap")?;
        let mut seen = HashSet::new();
        let mut waiting = Vec::new();
        push_kids(file, root, &mut waiting)?;
        while let Some(object) = waiting.pop() {
            if object.reference().is_some_and(|number| !seen.insert(number)) {
                return Err(Fault::Broken("StructTreeRoot"));
            }
            let element = file.resolved(&object)?;
            let Some(element) = element.dict() else { continue };
            if element.has("S") {
                tags.look(file, element, roles.dict())?;
                push_kids(file, element, &mut waiting)?;
            }
            if waiting.len() > MOST_WAITING {
                return Err(Fault::TooMuch);
            }
        }
        Ok(tags)
    }

    fn look(&mut self, file: &File, tag: &Dict, roles: Option<&Dict>) -> Result<(), Fault> {
        let own = file.get(tag, "S")?;
        let own = own.name().unwrap_or_default();
        let role = role(file, own, roles)?;
        if role.is_none() && self.known_unknown.insert(own.to_owned()) {
            self.unknown.push(own.to_owned());
        }
        let role = role.unwrap_or_default();
        match role.as_str() {
            "Figure" | "Formula" => {
                self.figures += 1;
                let (alternative, actual) = (file.get(tag, "Alt")?, file.get(tag, "ActualText")?);
                if alternative.text().or(actual.text()).is_none() {
                    self.without_alternative.push(format!("{role} {}", self.figures));
                }
            }
            "TH" | "TD" => {
                self.cells += 1;
                self.note_heads(file, tag)?;
            }
            _ => self.note_heading(&role),
        }
        if let Object::Text(id) = file.get(tag, "ID")?.into_owned() {
            self.ids.insert(id, role == "TH");
        }
        Ok(())
    }

    fn note_heading(&mut self, role: &str) {
        let level = role.strip_prefix('H').and_then(|level| level.parse().ok());
        let Some(level) = level else { return };
        if level > self.level + 1 {
            self.skipping.push(format!("H{}, {role}", self.level));
        }
        self.level = level;
    }

    /// A cell's attributes are in one dictionary, or in one for each owner.
    fn note_heads(&mut self, file: &File, cell: &Dict) -> Result<(), Fault> {
        let attributes = file.get(cell, "A")?;
        let each = match &*attributes {
            Object::List(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        };
        for attributes in each {
            let attributes = file.resolved(attributes)?;
            let Some(attributes) = attributes.dict() else { continue };
            for head in file.get(attributes, "Headers")?.list() {
                if let Object::Text(id) = &*file.resolved(head)? {
                    self.heads.push((id.clone(), self.cells));
                }
            }
        }
        Ok(())
    }

    pub(super) fn findings(self) -> [Finding; 4] {
        let lost = self.heads.iter().filter(|(id, _)| self.ids.get(id) != Some(&true));
        let lost = lost.map(|(id, cell)| format!("{} ({cell})", String::from_utf8_lossy(id)));
        let heads = Finding::of(Check::CellHeads, lost);
        [
            Finding::of(Check::StandardTags, self.unknown),
            heads,
            Finding::of(Check::Alternatives, self.without_alternative),
            Finding::of(Check::Headings, self.skipping),
        ]
    }
}

/// The standard tag that a tag is, or that its role leads to.
fn role(file: &File, tag: &str, roles: Option<&Dict>) -> Result<Option<String>, Fault> {
    let is_new = file.version().starts_with('2');
    let mut tag = tag.to_owned();
    for _ in 0..MOST_ROLES {
        if STANDARD.contains(&tag.as_str()) || (is_new && OF_2_0.contains(&tag.as_str())) {
            return Ok(Some(tag));
        }
        let Some(roles) = roles else { return Ok(None) };
        match file.get(roles, &tag)?.name() {
            Some(next) => tag = next.to_owned(),
            None => return Ok(None),
        }
    }
    Ok(None)
}

/// Puts an element's kids where the first of them is taken next.
fn push_kids(file: &File, element: &Dict, waiting: &mut Vec<Object>) -> Result<(), Fault> {
    let kids = element.get("K");
    // A reference may be to a kid, or to the list of them.
    let list = match file.resolved(kids)? {
        Cow::Owned(Object::List(list)) => list,
        Cow::Borrowed(Object::List(list)) => list.clone(),
        _ => vec![kids.clone()],
    };
    waiting.extend(list.into_iter().rev().filter(|kid| kid.count().is_none()));
    Ok(())
}
