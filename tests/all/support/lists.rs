//! What Word shows beside the paragraphs of a file's lists, by its rules of
//! counting (ECMA-376 part 1, 17.9).

use std::collections::{BTreeMap, HashMap, HashSet};

use dnr::xml::Element;

use super::docx::{Docx, all, text};

/// A paragraph of a list, or of a heading, as Word shows it.
#[derive(Debug, Clone)]
pub struct Listed {
    pub style: String,
    pub numbering: String,
    pub level: usize,
    /// Its number, bullet or dash.
    pub label: String,
    /// Where its text begins and its label, in twips from the text's edge.
    pub left: i32,
    pub first: i32,
    pub text: String,
}

/// The numberings of a file, and how far each has counted.
pub struct Numberings {
    root: Element,
    counts: HashMap<String, BTreeMap<usize, u64>>,
    begun: HashSet<(String, usize)>,
}

impl Numberings {
    pub fn of(docx: &mut Docx) -> Self {
        let root = docx.part("word/numbering.xml");
        Self { root, counts: HashMap::new(), begun: HashSet::new() }
    }

    /// What stands beside the next paragraph at `level` of that numbering.
    pub fn next(&mut self, numbering: &str, level: usize) -> String {
        let of = self.of_numbering(numbering);
        let start = self.start_of(numbering, level);
        let counts = self.counts.entry(of).or_default();
        let restarts = start.is_some() && self.begun.insert((numbering.to_owned(), level));
        let start = start.unwrap_or(1);
        let count = counts.get(&level).filter(|_| !restarts).map_or(start, |last| last + 1);
        counts.retain(|deeper, _| *deeper < level);
        counts.insert(level, count);
        let pattern = value(self.level(numbering, level), "w:lvlText").unwrap_or_default();
        let place = format!("%{}", level + 1);
        assert!(!pattern.contains('%') || pattern.contains(&place), "{pattern} at {level}");
        pattern.replace(&place, &count.to_string())
    }

    /// Where a level sets its text and its label.
    pub fn indents(&self, numbering: &str, level: usize) -> (i32, i32) {
        let indent = self.level(numbering, level).child("w:pPr").and_then(|p| p.child("w:ind"));
        indent.map(indents).unwrap_or_default()
    }

    fn instance(&self, numbering: &str) -> &Element {
        let is = |e: &&Element| e.name == "w:num" && e.attribute("w:numId") == Some(numbering);
        self.root.elements().find(is).unwrap_or_else(|| panic!("no numbering {numbering}"))
    }

    fn of_numbering(&self, numbering: &str) -> String {
        value(self.instance(numbering), "w:abstractNumId").expect("its definition").to_owned()
    }

    fn start_of(&self, numbering: &str, level: usize) -> Option<u64> {
        let level = level.to_string();
        let own = self.instance(numbering).elements();
        let mut own = own.filter(|e| e.attribute("w:ilvl") == Some(&level));
        Some(value(own.next()?, "w:startOverride")?.parse().expect("a number"))
    }

    fn level(&self, numbering: &str, level: usize) -> &Element {
        let (of, level) = (self.of_numbering(numbering), level.to_string());
        let is = |e: &&Element| e.attribute("w:abstractNumId") == Some(&of);
        let definition = self.root.elements().filter(|e| e.name == "w:abstractNum").find(is);
        let definition = definition.expect("its definition").elements();
        let mut levels = definition.filter(|e| e.attribute("w:ilvl") == Some(&level));
        levels.next().expect("the level")
    }
}

/// The value of a child: `<w:numFmt w:val="decimal"/>`.
fn value<'a>(element: &'a Element, child: &str) -> Option<&'a str> {
    element.child(child)?.attribute("w:val")
}

fn indents(indent: &Element) -> (i32, i32) {
    let twips = |name| indent.attribute(name).map_or(0, |value| value.parse().expect("twips"));
    let left = twips("w:left");
    (left, left - twips("w:hanging") + twips("w:firstLine"))
}

/// The numbering and level that a paragraph names itself.
pub fn named(paragraph: &Element) -> Option<(String, usize)> {
    let own = paragraph.child("w:pPr")?.child("w:numPr")?;
    Some((value(own, "w:numId")?.to_owned(), value(own, "w:ilvl")?.parse().expect("a level")))
}

/// All paragraphs of lists, in order.
pub fn listed(bytes: &[u8]) -> Vec<Listed> {
    let mut docx = Docx::read(bytes);
    let mut numberings = Numberings::of(&mut docx);
    let document = docx.part("word/document.xml");
    let listed = all(&document, "w:p").into_iter().filter_map(|paragraph| {
        let (numbering, level) = named(paragraph)?;
        let label = numberings.next(&numbering, level);
        let own = paragraph.child("w:pPr").and_then(|p| p.child("w:ind"));
        let own = own.filter(|own| own.attribute("w:left").is_some()).map(indents);
        let (left, first) = own.unwrap_or_else(|| numberings.indents(&numbering, level));
        let style = paragraph.child("w:pPr").and_then(|p| value(p, "w:pStyle"));
        let style = style.unwrap_or_default().to_owned();
        Some(Listed { style, numbering, level, label, left, first, text: text(paragraph) })
    });
    listed.collect()
}
