//! What a file's styles say that its paragraphs and runs do not.

use std::collections::HashMap;

use super::markings::is_struck;
use crate::xml::Element;

/// Word itself allows a style eleven others below it.
const MOST_BASES: usize = 30;

/// Word's own limit for a style's name.
const LONGEST_NAME: usize = 253;

/// The styles of a file, by id.
#[derive(Debug, Default)]
pub struct Styles {
    by_id: HashMap<String, Style>,
}

#[derive(Debug)]
struct Style {
    /// Lower case: Word writes built-in names in either.
    name: String,
    based_on: Option<String>,
    bold: Option<bool>,
    italic: Option<bool>,
    struck: Option<bool>,
    /// Numbering and level.
    list: Option<(Option<String>, usize)>,
}

impl Styles {
    pub fn read(root: &Element) -> Self {
        let styles = root.elements().filter(|element| element.name == "w:style");
        let by_id = styles.filter_map(|style| {
            let run = style.child("w:rPr");
            let paragraph = style.child("w:pPr");
            let read = Style {
                name: name_of(style),
                based_on: value(style.child("w:basedOn")).map(str::to_owned),
                bold: run.and_then(|run| switch(run, "w:b")),
                italic: run.and_then(|run| switch(run, "w:i")),
                struck: run.and_then(is_struck),
                list: paragraph.and_then(list_of),
            };
            Some((style.attribute("w:styleId")?.to_owned(), read))
        });
        Self { by_id: by_id.collect() }
    }

    /// The style's name, in lower case.
    pub fn name(&self, id: &str) -> &str {
        self.by_id.get(id).map_or("", |style| &style.name)
    }

    /// Whether the style says that its letters are bold, or that they are not.
    pub fn bold(&self, id: &str) -> Option<bool> {
        self.find(id, |style| style.bold)
    }

    pub fn italic(&self, id: &str) -> Option<bool> {
        self.find(id, |style| style.italic)
    }

    /// Whether the style strikes its words through.
    pub fn struck(&self, id: &str) -> Option<bool> {
        self.find(id, |style| style.struck)
    }

    /// The numbering and level that the style gives its paragraphs.
    pub fn list(&self, id: &str) -> Option<(Option<String>, usize)> {
        self.find(id, |style| style.list.clone())
    }

    /// What the style, or else one that it is based on, says.
    fn find<T>(&self, id: &str, pick: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut id = id;
        // A style of a strange file may be based on itself.
        for _ in 0..MOST_BASES {
            let style = self.by_id.get(id)?;
            if let Some(found) = pick(style) {
                return Some(found);
            }
            id = style.based_on.as_deref()?;
        }
        None
    }
}

fn name_of(style: &Element) -> String {
    let name = value(style.child("w:name")).unwrap_or_default();
    name.chars().take(LONGEST_NAME).collect::<String>().to_lowercase()
}

/// An element's value.
pub fn value(element: Option<&Element>) -> Option<&str> {
    element?.attribute("w:val")
}

/// A property that is on or off (ECMA-376 part 1, 17.17.4); nothing where it
/// is not there.
pub fn switch(properties: &Element, name: &str) -> Option<bool> {
    let property = properties.child(name)?;
    let value = property.attribute("w:val").unwrap_or("1");
    Some(!matches!(value, "0" | "false" | "off"))
}

/// A paragraph's numbering, where it says so itself, and its level.
pub fn list_of(properties: &Element) -> Option<(Option<String>, usize)> {
    let numbering = properties.child("w:numPr")?;
    let level = value(numbering.child("w:ilvl")).and_then(|l| l.parse().ok()).unwrap_or(0);
    let id = value(numbering.child("w:numId")).map(str::to_owned);
    Some((id, usize::min(level, 8)))
}
