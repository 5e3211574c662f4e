//! One prefix for each namespace, whatever a file calls it: strict documents
//! (ECMA-376 part 1) and those of other programs read as Word's own do.

use indexmap::IndexMap;

use crate::xml::{Element, Node};

pub const WORDPROCESSING: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Namespaces and the prefixes that this program, and Word, know them by.
#[rustfmt::skip]
const KNOWN: &[(&str, &str)] = &[
    ("w", WORDPROCESSING),
    ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
    ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
    ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    ("rel", "http://schemas.openxmlformats.org/package/2006/relationships"),
    ("ct", "http://schemas.openxmlformats.org/package/2006/content-types"),
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("w10", "urn:schemas-microsoft-com:office:word"),
    ("w14", "http://schemas.microsoft.com/office/word/2010/wordml"),
    ("w15", "http://schemas.microsoft.com/office/word/2012/wordml"),
    ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
    ("wpg", "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"),
    ("wp14", "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"),
    ("asvg", "http://schemas.microsoft.com/office/drawing/2016/SVG/main"),
];

/// In scope at once, and in all; Word declares some forty.
const MAX_NAMESPACES: usize = 200;

/// The name that transitional documents have for a namespace or a kind of
/// relationship of strict ones.
pub fn transitional(name: &str) -> String {
    let strict = name.strip_prefix("http://purl.oclc.org/ooxml/");
    match strict.and_then(|rest| rest.split_once('/')) {
        Some((family, rest)) => format!("http://schemas.openxmlformats.org/{family}/2006/{rest}"),
        None => name.to_owned(),
    }
}

/// The document with every namespace declared once, at its root, under the
/// prefix that Word gives it.
pub fn canonical(mut root: Element) -> Result<Element, String> {
    let mut names = Names::default();
    names.rename(&mut root)?;
    let declarations = names.prefixes.into_iter();
    let declarations =
        declarations.map(|(uri, prefix)| (format!("xmlns:{prefix}").into(), uri.into()));
    root.attributes.splice(0..0, declarations);
    Ok(root)
}

#[derive(Default)]
struct Names {
    /// Declarations around the present element, the nearest last.
    scope: Vec<(String, String)>,
    /// The new prefix of each namespace met, in order.
    prefixes: IndexMap<String, String>,
}

impl Names {
    fn rename(&mut self, element: &mut Element) -> Result<(), String> {
        let outer = self.scope.len();
        self.declare(element);
        if self.scope.len().max(self.prefixes.len()) > MAX_NAMESPACES {
            return Err("too many namespaces".to_owned());
        }
        element.name = self.renamed(&element.name)?.into();
        for (name, value) in &mut element.attributes {
            if name.contains(':') {
                *name = self.renamed(name)?.into();
            }
            let lists_prefixes = element.name == "mc:Choice" && name == "Requires";
            if lists_prefixes || name.starts_with("mc:") {
                *value = self.renamed_list(value)?.into();
            }
        }
        for child in &mut element.children {
            if let Node::Element(child) = child {
                self.rename(child)?;
            }
        }
        self.scope.truncate(outer);
        make_transitional(element);
        Ok(())
    }

    fn declare(&mut self, element: &mut Element) {
        element.attributes.retain(|(name, uri)| {
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) if rest.starts_with(':') => &rest[1..],
                _ => return true,
            };
            self.scope.push((prefix.to_owned(), transitional(uri)));
            false
        });
    }

    fn renamed(&mut self, name: &str) -> Result<String, String> {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        if prefix == "xml" {
            return Ok(name.to_owned());
        }
        match self.prefix(prefix) {
            Some(new) => Ok(format!("{new}:{local}")),
            None if prefix.is_empty() => Ok(name.to_owned()),
            None => Err(format!("`{name}` has no namespace")),
        }
    }

    /// Prefixes, or names with one, between spaces (ECMA-376 part 3, 7 and 8).
    /// What means nothing is left out.
    fn renamed_list(&mut self, list: &str) -> Result<String, String> {
        let mut renamed = Vec::new();
        for item in list.split_whitespace() {
            let (prefix, local) = item.split_once(':').unwrap_or((item, ""));
            if let Some(new) = self.prefix(prefix) {
                let colon = if local.is_empty() { "" } else { ":" };
                renamed.push(format!("{new}{colon}{local}"));
            }
        }
        Ok(renamed.join(" "))
    }

    /// The new prefix of the namespace that `old` stands for here.
    fn prefix(&mut self, old: &str) -> Option<String> {
        let (_, uri) = self.scope.iter().rev().find(|(prefix, _)| prefix == old)?;
        if uri.is_empty() {
            return None;
        }
        if let Some(known) = self.prefixes.get(uri) {
            return Some(known.clone());
        }
        let prefix = match KNOWN.iter().find(|(_, known)| known == uri) {
            Some((prefix, _)) => (*prefix).to_owned(),
            None => self.unused(old),
        };
        self.prefixes.insert(uri.clone(), prefix.clone());
        Some(prefix)
    }

    fn unused(&self, wanted: &str) -> String {
        let is_taken = |prefix: &str| {
            let known = KNOWN.iter().any(|(known, _)| *known == prefix);
            prefix.is_empty() || known || self.prefixes.values().any(|other| other == prefix)
        };
        if is_taken(wanted) { format!("ns{}", self.prefixes.len()) } else { wanted.to_owned() }
    }
}

/// Says what strict documents say in words of their own as transitional ones
/// do: start and end, percentages and kinds of content in drawings.
fn make_transitional(element: &mut Element) {
    let side = |name: &str| match name {
        "w:start" => Some("w:left"),
        "w:end" => Some("w:right"),
        "start" => Some("left"),
        "end" => Some("right"),
        _ => None,
    };
    let has_sides = matches!(element.name.as_str(), "w:jc" | "w:tab" | "w:ind" | "w:lvlJc");
    let in_drawing = element.name.starts_with("a:");
    for (name, value) in &mut element.attributes {
        if has_sides && let Some(side) = side(name) {
            *name = side.into();
        }
        if has_sides
            && name == "w:val"
            && let Some(side) = side(value)
        {
            *value = side.into();
        }
        if element.name == "a:graphicData" && name == "uri" {
            *value = transitional(value).into();
        }
        if in_drawing && let Some(thousandths) = percentage(value) {
            *value = thousandths.into();
        }
    }
    let has_borders = matches!(
        element.name.as_str(),
        "w:tblBorders" | "w:tcBorders" | "w:tblCellMar" | "w:tcMar"
    );
    if has_borders {
        for child in element.elements_mut() {
            if let Some(side) = side(&child.name) {
                child.name = side.into();
            }
        }
    }
}

/// `50%` in thousandths of a percent: `50000`.
fn percentage(value: &str) -> Option<String> {
    let number: f64 = value.strip_suffix('%')?.parse().ok()?;
    number.is_finite().then(|| format!("{:.0}", number * 1000.0))
}
