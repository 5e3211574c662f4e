//! What a header, a footer or a theme may not bring along: what leads out of
//! the file, what points to parts that stay behind, and traces of editing.

use std::collections::{BTreeSet, HashSet};

use super::is_on;
use crate::xml::{Element, Node};

/// What of a template cannot come along, and is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    Macros,
    /// A link's text stays.
    Links,
    /// Pictures that lie elsewhere, charts, embedded files, controls.
    Objects,
    /// The field's last result stays.
    Fields,
    EmbeddedFonts,
}

impl LeftOut {
    /// The word for it in messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Macros => "macros",
            Self::Links => "links",
            Self::Objects => "objects",
            Self::Fields => "fields",
            Self::EmbeddedFonts => "fonts",
        }
    }
}

/// Fields that fetch from elsewhere, lead elsewhere, or run something
/// (ECMA-376 part 1, 17.16.5).
const FOREIGN_FIELDS: [&str; 12] = [
    "INCLUDEPICTURE",
    "INCLUDETEXT",
    "INCLUDE",
    "IMPORT",
    "LINK",
    "DDE",
    "DDEAUTO",
    "DATABASE",
    "RD",
    "HYPERLINK",
    "MACROBUTTON",
    "AUTOTEXT",
];

/// Switches of a style as a whole (ECMA-376 part 1, 17.7.4).
const STYLE_SWITCHES: [&str; 9] = [
    "w:autoRedefine",
    "w:hidden",
    "w:semiHidden",
    "w:unhideWhenUsed",
    "w:qFormat",
    "w:locked",
    "w:personal",
    "w:personalCompose",
    "w:personalReply",
];

/// The stores of document properties that every Word file has; content
/// controls bound to any other would be bound to nothing.
const PROPERTY_STORES: [&str; 2] =
    ["{6C3C8BC8-F283-45AE-878A-BAB7291924A1}", "{6668398D-A668-4E3E-A5EB-62B293D839F1}"];

/// Cleans a part that keeps the relationships `kept`, and says what was lost.
pub fn clean(root: &mut Element, kept: &HashSet<String>) -> BTreeSet<LeftOut> {
    let mut cleaner = Cleaner { kept, in_theme: root.name == "a:theme", left_out: BTreeSet::new() };
    cleaner.drop_foreign_fields(root);
    cleaner.children(root);
    cleaner.left_out
}

enum Fate {
    Stay,
    /// Its children take its place.
    Unwrap,
    Go,
}

struct Cleaner<'a> {
    kept: &'a HashSet<String>,
    /// A theme has drawings' elements without a drawing around them.
    in_theme: bool,
    left_out: BTreeSet<LeftOut>,
}

impl Cleaner<'_> {
    /// Cleans what is below `element`, innermost first.
    fn children(&mut self, element: &mut Element) {
        let mut children = Vec::with_capacity(element.children.len());
        for mut node in std::mem::take(&mut element.children) {
            let fate = match &mut node {
                Node::Element(child) => {
                    self.children(child);
                    self.fate(child)
                }
                Node::Text(_) => Fate::Stay,
            };
            match (fate, node) {
                (Fate::Stay, node) => children.push(node),
                (Fate::Unwrap, Node::Element(child)) => children.extend(child.children),
                (Fate::Unwrap, Node::Text(_)) | (Fate::Go, _) => {}
            }
        }
        element.children = children;
    }

    fn fate(&mut self, element: &mut Element) -> Fate {
        settle_switches(element);
        if element.name.starts_with("v:") {
            // LibreOffice writes this name in capitals, which it does not have.
            element.attributes.retain(|(name, _)| name != "ID");
        }
        match element.name.as_str() {
            "w:hyperlink" => {
                self.left_out.insert(LeftOut::Links);
                Fate::Unwrap
            }
            "a:hlinkClick" | "a:hlinkHover" => {
                self.left_out.insert(LeftOut::Links);
                Fate::Go
            }
            "w:ins" | "w:moveTo" | "w:customXml" | "w:smartTag" => Fate::Unwrap,
            "w:fldSimple" if is_foreign(element.attribute("w:instr").unwrap_or_default()) => {
                self.left_out.insert(LeftOut::Fields);
                Fate::Unwrap
            }
            "w:dataBinding" | "w15:dataBinding" => {
                let store = element.attribute("w:storeItemID").unwrap_or_default().to_uppercase();
                if PROPERTY_STORES.contains(&store.as_str()) { Fate::Stay } else { Fate::Go }
            }
            "w:sdtPr" => {
                // Word gives the control an id that no other has.
                element.remove("w:id");
                Fate::Stay
            }
            name if is_trace(name) => Fate::Go,
            "w:drawing" | "w:pict" | "w:object" if self.points_elsewhere(element) => {
                self.left_out.insert(LeftOut::Objects);
                Fate::Go
            }
            _ if self.is_lost(element) => Fate::Go,
            _ => Fate::Stay,
        }
    }

    /// Whether an element outside of any drawing points to what is not there.
    fn is_lost(&self, element: &Element) -> bool {
        (self.in_theme || !in_drawing(&element.name)) && self.refers_elsewhere(element)
    }

    fn points_elsewhere(&self, element: &Element) -> bool {
        self.refers_elsewhere(element)
            || element.elements().any(|child| self.points_elsewhere(child))
    }

    fn refers_elsewhere(&self, element: &Element) -> bool {
        let mut references = element.attributes.iter().filter(|(name, _)| name.starts_with("r:"));
        references.any(|(_, id)| !id.is_empty() && !self.kept.contains(id.as_str()))
    }

    /// Takes away the marks and instructions of foreign fields, and leaves
    /// their results.
    fn drop_foreign_fields(&mut self, root: &mut Element) {
        let mut fields = Fields::default();
        fields.read(root);
        let foreign: HashSet<usize> = fields
            .instructions
            .iter()
            .enumerate()
            .filter(|(_, instruction)| is_foreign(instruction))
            .map(|(number, _)| number)
            .collect();
        if !foreign.is_empty() {
            self.left_out.insert(LeftOut::Fields);
            Fields::default().remove(root, &foreign);
        }
    }
}

/// The fields of a part that are made of several runs (ECMA-376 part 1,
/// 17.16.18), numbered as they begin.
#[derive(Default)]
struct Fields {
    instructions: Vec<String>,
    /// Those that have begun and not ended, the innermost last.
    open: Vec<usize>,
}

impl Fields {
    fn read(&mut self, element: &Element) {
        for child in element.elements() {
            if let Some(field) = self.step(child)
                && child.name == "w:instrText"
            {
                self.instructions[field].push_str(&child.text());
            }
            self.read(child);
        }
    }

    fn remove(&mut self, element: &mut Element, foreign: &HashSet<usize>) {
        element.children.retain_mut(|node| {
            let Node::Element(child) = node else { return true };
            let field = self.step(child);
            self.remove(child, foreign);
            field.is_none_or(|field| !foreign.contains(&field))
        });
    }

    /// The field that an element is a mark or an instruction of.
    fn step(&mut self, element: &Element) -> Option<usize> {
        match (element.name.as_str(), element.attribute("w:fldCharType")) {
            ("w:fldChar", Some("begin")) => {
                self.open.push(self.instructions.len());
                self.instructions.push(String::new());
                self.open.last().copied()
            }
            ("w:fldChar", Some("end")) => self.open.pop(),
            ("w:fldChar" | "w:instrText", _) => self.open.last().copied(),
            _ => None,
        }
    }
}

/// Switches of styles and of table rows are there or not: not every version of
/// Word takes the values that other programs give them.
pub fn settle_switches(parent: &mut Element) {
    let switches: &[&str] = match parent.name.as_str() {
        "w:style" => &STYLE_SWITCHES,
        "w:trPr" => &["w:cantSplit", "w:tblHeader", "w:hidden"],
        _ => return,
    };
    parent.retain(|child| !switches.contains(&child.name.as_str()) || is_on(child));
    for switch in parent.elements_mut().filter(|child| switches.contains(&child.name.as_str())) {
        switch.attributes.retain(|(name, _)| name != "w:val");
    }
}

/// The word that says what a field is.
pub fn field_kind(instruction: &str) -> String {
    instruction.split_whitespace().next().unwrap_or_default().to_uppercase()
}

fn is_foreign(instruction: &str) -> bool {
    FOREIGN_FIELDS.contains(&field_kind(instruction).as_str())
}

/// Whether an element is judged with the drawing around it.
fn in_drawing(name: &str) -> bool {
    matches!(name.split(':').next(), Some("a" | "pic" | "v" | "o" | "asvg" | "c" | "dgm"))
}

/// Marks of comments, changes and places, numbering, language: of the
/// template's making, not of its look.
fn is_trace(name: &str) -> bool {
    let range = ["Start", "End"].iter().any(|end| name.ends_with(end));
    let is_range = range
        && ["w:bookmark", "w:commentRange", "w:perm", "w:move", "w:customXml"]
            .iter()
            .any(|start| name.starts_with(start));
    let is_change = name.starts_with("w:") && name.ends_with("Change");
    is_range
        || is_change
        || matches!(
            name,
            "w:del"
                | "w:moveFrom"
                | "w:commentReference"
                | "w:footnoteReference"
                | "w:endnoteReference"
                | "w:numPr"
                | "w:lang"
                | "w:altChunk"
                | "w:subDoc"
                | "w:placeholder"
                | "w:customXmlPr"
                | "w:smartTagPr"
        )
}
