//! The template's styles with ours among them (ECMA-376 part 1, 17.7).
//!
//! A style is known by its name: its id is another in every language of Word,
//! `Rubrik1` for the style named `heading 1`.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;

use super::super::finish::sort_children;
use super::super::{numbering, styles};
use super::clean::settle_switches;
use super::namespaces::WORDPROCESSING;
use crate::xml::{Element, Node};

/// Styles that Word comes with, whose names it does not tell apart by case.
const BUILT_IN: [&str; 6] = ["Normal", "heading 1", "heading 2", "Title", "header", "Hyperlink"];

/// Styles of ours that every Word template has; another's lack says that it
/// was not made to be one.
const EXPECTED: [&str; 4] = ["Normal", "heading 1", "heading 2", "Title"];

/// Styles of running text: where they are ours, the template's `Normal` says
/// all but their indents and weight.
const RUNNING_TEXT: [&str; 3] = ["Instruction", "Question", "Answer"];

/// Of a paragraph, as Word allows.
const MAX_TAB_STOPS: usize = 64;

/// The styles of a report in a template's look.
pub struct StyleSet {
    pub root: Element,
    /// The id that each of our styles has here.
    ids: HashMap<String, String>,
    /// Our ids of the styles that are the template's.
    adopted: HashSet<String>,
}

impl StyleSet {
    /// The styles of `donor`, with those of `own` that it lacks.
    pub fn new(donor: &Element, own: &Element) -> Self {
        let mut set = Self { root: donor.clone(), ids: HashMap::new(), adopted: HashSet::new() };
        let mut lacking = Vec::new();
        for style in styles_of(own) {
            let id = id_of(style).to_owned();
            match counterpart(donor, style) {
                Counterpart::Same(found) => {
                    set.ids.insert(id.clone(), id_of(found).to_owned());
                    set.adopted.insert(id);
                }
                Counterpart::OtherKind | Counterpart::None => {
                    let free = set.free_id(&id);
                    set.ids.insert(id, free);
                    lacking.push(style);
                }
            }
        }
        for style in lacking {
            let style = set.added(style);
            set.root.push(style);
        }
        set.bind_headings();
        set.take_language(own);
        set
    }

    /// The id that our style `id` has here.
    pub fn id<'a>(&'a self, id: &'a str) -> &'a str {
        self.ids.get(id).map_or(id, String::as_str)
    }

    /// Whether our style `id` is the template's.
    pub fn is_adopted(&self, id: &str) -> bool {
        self.adopted.contains(id)
    }

    /// Gives all that refers to one of our styles the id that it has here.
    pub fn rename_references(&self, root: &mut Element) {
        root.for_each(&mut |element| {
            let refers = matches!(
                element.name.as_str(),
                "w:pStyle" | "w:rStyle" | "w:tblStyle" | "w:basedOn" | "w:next" | "w:link"
            );
            if refers && let Some(id) = element.attribute_mut("w:val") {
                *id = self.id(id).into();
            }
        });
    }

    /// The tab stops of our style `id`, with those of the styles it rests on.
    pub fn tab_stops(&self, id: &str) -> IndexSet<String> {
        let mut stops = IndexSet::new();
        let mut next = Some(self.id(id));
        // A chain of styles that goes in a circle ends here too.
        for _ in 0..20 {
            let Some(style) = next.and_then(|id| style_by_id(&self.root, id)) else { break };
            let tabs = style.child("w:pPr").and_then(|properties| properties.child("w:tabs"));
            let tabs = tabs.into_iter().flat_map(Element::elements).take(MAX_TAB_STOPS);
            stops.extend(tabs.filter_map(|tab| tab.attribute("w:pos")).map(str::to_owned));
            next = style.child("w:basedOn").and_then(|base| base.attribute("w:val"));
        }
        stops
    }

    /// `id`, or where the template uses it for another style, the first free
    /// one like it.
    fn free_id(&self, id: &str) -> String {
        let is_taken = |candidate: &str| {
            style_by_id(&self.root, candidate).is_some()
                || self.ids.values().any(|other| other == candidate)
        };
        let candidates = (2..).map(|number| format!("{id}{number}"));
        let mut candidates = std::iter::once(id.to_owned()).chain(candidates);
        candidates.find(|candidate| !is_taken(candidate)).unwrap_or_else(|| id.to_owned())
    }

    /// Our style as it is added: its letters are the template's.
    fn added(&self, style: &Element) -> Element {
        let mut style = style.clone();
        let own_id = id_of(&style).to_owned();
        let is_text = RUNNING_TEXT.contains(&own_id.as_str());
        if let Some(letters) = style.child_mut("w:rPr") {
            letters.remove("w:rFonts");
            letters.retain(|e| e.name != "w:color" || e.attribute("w:val") != Some("000000"));
            if is_text {
                letters.retain(|e| !matches!(e.name.as_str(), "w:sz" | "w:szCs"));
            }
        }
        if is_text
            && has_space_between(&self.root)
            && let Some(paragraph) = style.child_mut("w:pPr")
        {
            paragraph.remove("w:spacing");
        }
        style.retain(|e| e.name != "w:rPr" || !e.children.is_empty());
        // A style can only be the default where the template has none.
        if style.attribute("w:default").is_some() && default_paragraph_style(&self.root).is_some() {
            style.attributes.retain(|(name, _)| name != "w:default");
        }
        let name = name_of(&style).to_owned();
        if let Some(name_element) = style.child_mut("w:name")
            && style_by_name(&self.root, &name).is_some()
            && let Some(name) = name_element.attribute_mut("w:val")
        {
            name.push_str(" (dnr)");
        }
        self.rename_references(&mut style);
        if let Some(id) = style.attribute_mut("w:styleId") {
            *id = self.id(&own_id).into();
        }
        style
    }

    /// Makes the template's headings levels of our numbering, as ours are.
    fn bind_headings(&mut self) {
        for (level, own_id) in [styles::HEADING_1, styles::HEADING_2].into_iter().enumerate() {
            if !self.is_adopted(own_id) {
                continue;
            }
            let id = self.id(own_id).to_owned();
            let style = self.root.elements_mut().find(|e| e.attribute("w:styleId") == Some(&id));
            let Some(style) = style else { continue };
            let properties = style.child_or_new("w:pPr");
            properties.push(heading_number(level));
            for (name, value) in [("w:outlineLvl", level.to_string()), ("w:keepNext", "1".into())] {
                if properties.child(name).is_none() {
                    properties.push(Element::new(name).with("w:val", &value));
                }
            }
            sort_children(properties);
            sort_children(style);
        }
    }

    /// The report's language in place of the template's.
    fn take_language(&mut self, own: &Element) {
        let path = ["w:docDefaults", "w:rPrDefault", "w:rPr"];
        let ours = path.iter().try_fold(own, |element, name| element.child(name));
        let Some(language) = ours.and_then(|letters| letters.child("w:lang")) else { return };
        if self.root.child("w:docDefaults").is_none() {
            self.root.children.insert(0, Node::Element(Element::new("w:docDefaults")));
        }
        let letters = path.iter().fold(&mut self.root, |element, name| element.child_or_new(name));
        letters.push(language.clone());
        sort_children(letters);
        if let Some(defaults) = self.root.child_mut("w:docDefaults") {
            sort_children(defaults);
        }
    }
}

/// The heading numbering at a level, as a paragraph property.
pub fn heading_number(level: usize) -> Element {
    let mut number = Element::new("w:numPr");
    number.push(Element::new("w:ilvl").with("w:val", &level.to_string()));
    let numbering = numbering::HEADING_NUMBERING.to_string();
    number.push(Element::new("w:numId").with("w:val", &numbering));
    number
}

/// The styles of a template that has none.
pub fn none() -> Element {
    Element::new("w:styles").with("xmlns:w", WORDPROCESSING)
}

/// The template's styles without what is not their look: numbering, which is
/// ours, and language, which is the report's.
pub fn read(mut root: Element) -> Element {
    let mut seen = HashSet::new();
    root.retain(|style| {
        let is_style = style.name == "w:style";
        let is_known =
            is_style || matches!(style.name.as_str(), "w:docDefaults" | "w:latentStyles");
        let is_default = style.attribute("w:default").is_some_and(|value| value != "0");
        let is_numbering = style.attribute("w:type") == Some("numbering") && !is_default;
        is_known && (!is_style || (!is_numbering && seen.insert(id_of(style).to_owned())))
    });
    root.for_each(&mut |element| {
        // Styles have no text; what stands between them is only blank.
        element.children.retain(|node| match node {
            Node::Element(e) => {
                let is_change = e.name.starts_with("w:") && e.name.ends_with("Change");
                !is_change && !matches!(e.name.as_str(), "w:numPr" | "w:lang")
            }
            Node::Text(_) => false,
        });
        settle_switches(element);
        sort_children(element);
    });
    root
}

/// Names of the usual styles that the template lacks, and of styles of ours
/// that it has as another kind: of characters, not of paragraphs.
pub fn misfits(donor: &Element, own: &Element) -> (Vec<String>, Vec<String>) {
    let (mut missing, mut other_kind) = (Vec::new(), Vec::new());
    for style in styles_of(own) {
        let name = name_of(style);
        match counterpart(donor, style) {
            Counterpart::None if EXPECTED.contains(&name) => missing.push(name.to_owned()),
            Counterpart::OtherKind => other_kind.push(name.to_owned()),
            Counterpart::Same(_) | Counterpart::None => {}
        }
    }
    (missing, other_kind)
}

/// What the template has under a style's name.
enum Counterpart<'a> {
    Same(&'a Element),
    OtherKind,
    None,
}

fn counterpart<'a>(donor: &'a Element, own: &Element) -> Counterpart<'a> {
    let name = name_of(own);
    let by_name = style_by_name(donor, name);
    // Every document has a style that stands for `Normal`, whatever its name.
    let found = by_name.or_else(|| default_paragraph_style(donor).filter(|_| name == "Normal"));
    match found {
        Some(style) if kind_of(style) == kind_of(own) => Counterpart::Same(style),
        Some(_) => Counterpart::OtherKind,
        None => Counterpart::None,
    }
}

fn styles_of(root: &Element) -> impl Iterator<Item = &Element> {
    root.elements().filter(|element| element.name == "w:style")
}

fn style_by_id<'a>(root: &'a Element, id: &str) -> Option<&'a Element> {
    styles_of(root).find(|style| id_of(style) == id)
}

fn style_by_name<'a>(root: &'a Element, name: &str) -> Option<&'a Element> {
    let is_built_in = BUILT_IN.contains(&name);
    let is_named =
        |given: &str| given == name || (is_built_in && given.to_lowercase() == name.to_lowercase());
    let has_alias = |style: &&Element| {
        let aliases = style.child("w:aliases").and_then(|e| e.attribute("w:val"));
        aliases.unwrap_or_default().split(',').any(|alias| is_named(alias.trim()))
    };
    styles_of(root)
        .find(|style| is_named(name_of(style)))
        .or_else(|| styles_of(root).find(has_alias))
}

fn default_paragraph_style(root: &Element) -> Option<&Element> {
    let is_default = |style: &&Element| {
        let default = style.attribute("w:default").is_some_and(|v| !matches!(v, "0" | "false"));
        default && kind_of(style) == "paragraph"
    };
    styles_of(root).find(is_default)
}

/// Whether the template parts its paragraphs of running text from each other.
fn has_space_between(root: &Element) -> bool {
    let normal = style_by_name(root, "Normal").or_else(|| default_paragraph_style(root));
    let defaults = root.child("w:docDefaults").and_then(|defaults| defaults.child("w:pPrDefault"));
    let space_after = |holder: Option<&Element>| {
        let spacing = holder?.child("w:pPr")?.child("w:spacing")?;
        spacing.attribute("w:after").map(|after| after != "0")
    };
    space_after(normal).or_else(|| space_after(defaults)).unwrap_or(false)
}

fn id_of(style: &Element) -> &str {
    style.attribute("w:styleId").unwrap_or_default()
}

fn name_of(style: &Element) -> &str {
    style.child("w:name").and_then(|name| name.attribute("w:val")).unwrap_or_default()
}

/// Of paragraphs, unless it says otherwise (ECMA-376 part 1, 17.7.4.17).
fn kind_of(style: &Element) -> &str {
    style.attribute("w:type").unwrap_or("paragraph")
}
