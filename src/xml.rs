//! A small XML tree, for changing parts of a Word file.
//!
//! Files from outside are read with it too, so it has limits, and refuses the
//! document type declarations that a part may not have (ECMA-376 part 2, 8.1.4).

use ecow::EcoString;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::error::Error;

/// Elements within elements; Word's own parts have some twenty.
const MAX_DEPTH: usize = 200;

/// Of one element; Word gives a part's root some forty.
const MAX_ATTRIBUTES: usize = 200;

/// How much the files from outside may hold that are read with it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allowance {
    elements: usize,
    attributes: usize,
}

impl Default for Allowance {
    /// For a whole package: 1,500 dense pages.
    fn default() -> Self {
        Self { elements: 500_000, attributes: 1_000_000 }
    }
}

impl Allowance {
    /// Takes an element from what is left; nothing where there is not enough.
    pub(crate) fn take(&mut self, attributes: usize) -> Option<()> {
        self.elements = self.elements.checked_sub(1)?;
        self.attributes = self.attributes.checked_sub(attributes)?;
        Some(())
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// With its prefix: `w:p`. Short, like most values, so it needs no memory of
    /// its own.
    pub name: EcoString,
    pub attributes: Vec<(EcoString, EcoString)>,
    pub children: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub fn new(name: &str) -> Self {
        Self { name: name.into(), attributes: Vec::new(), children: Vec::new() }
    }

    pub fn with(mut self, attribute: &str, value: &str) -> Self {
        self.attributes.push((attribute.into(), value.into()));
        self
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element> {
        self.children.iter_mut().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first child of that name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    pub fn child_mut(&mut self, name: &str) -> Option<&mut Element> {
        self.elements_mut().find(|element| element.name == name)
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    pub fn attribute_mut(&mut self, name: &str) -> Option<&mut EcoString> {
        self.attributes.iter_mut().find(|(n, _)| n == name).map(|(_, value)| value)
    }

    /// The text right in it.
    pub fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|node| match node {
            Node::Element(_) => None,
            Node::Text(text) => Some(text.as_str()),
        });
        texts.collect()
    }

    /// The first child of that name, which is added where there is none.
    pub fn child_or_new(&mut self, name: &str) -> &mut Element {
        let is_wanted = |node: &Node| matches!(node, Node::Element(e) if e.name == name);
        let place = self.children.iter().position(is_wanted).unwrap_or_else(|| {
            self.push(Element::new(name));
            self.children.len() - 1
        });
        match &mut self.children[place] {
            Node::Element(child) => child,
            Node::Text(_) => unreachable!("the place is an element's"),
        }
    }

    /// Keeps the child elements that `keep` says, and all text.
    pub fn retain(&mut self, mut keep: impl FnMut(&Element) -> bool) {
        self.children.retain(|node| match node {
            Node::Element(child) => keep(child),
            Node::Text(_) => true,
        });
    }

    /// Takes away the children of that name.
    pub fn remove(&mut self, name: &str) {
        self.retain(|child| child.name != name);
    }

    /// Sorts the child elements; text comes last.
    pub fn sort_by_key<K: Ord>(&mut self, key: impl Fn(&Element) -> K) {
        self.children.sort_by_key(|node| match node {
            Node::Element(child) => (false, Some(key(child))),
            Node::Text(_) => (true, None),
        });
    }

    pub fn push(&mut self, child: Element) {
        self.children.push(Node::Element(child));
    }

    /// Calls `change` for every element below this one, innermost first, and
    /// then for this one.
    pub fn for_each(&mut self, change: &mut impl FnMut(&mut Element)) {
        for child in self.elements_mut() {
            child.for_each(change);
        }
        change(self);
    }

    /// Calls `look` for this element and every one below it, in order.
    pub fn visit(&self, look: &mut impl FnMut(&Element)) {
        look(self);
        for child in self.elements() {
            child.visit(look);
        }
    }

    /// Reads a whole document.
    ///
    /// # Errors
    /// What is not well-formed, has a document type declaration, or nests
    /// deeper or holds more attributes than any Word file does.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        Self::parse_within(bytes, &mut Allowance { elements: usize::MAX, attributes: usize::MAX })
    }

    /// The same of a document from outside, which may hold no more than that.
    pub(crate) fn parse_within(bytes: &[u8], allowance: &mut Allowance) -> Result<Self, Error> {
        let mut reader = Reader::from_reader(bytes);
        let mut open = vec![Element::new("")];
        loop {
            match reader.read_event().map_err(|e| fail(&e))? {
                Event::Start(_) if open.len() > MAX_DEPTH => {
                    return Err(fail(&"elements nest too deep"));
                }
                Event::Start(start) => open.push(element(&start, allowance)?),
                Event::Empty(start) => {
                    let done = element(&start, allowance)?;
                    innermost(&mut open).push(done);
                }
                Event::End(_) => {
                    let mut done = open.pop().ok_or_else(|| fail(&"an element ends twice"))?;
                    // Most elements have one child, and lists have room for four.
                    if allowance.elements < usize::MAX / 2 {
                        done.children.shrink_to_fit();
                    }
                    innermost(&mut open).push(done);
                }
                Event::Text(text) => {
                    let text = text.decode().map_err(|e| fail(&e))?;
                    push_text(innermost(&mut open), &text);
                }
                Event::GeneralRef(reference) => {
                    let name = reference.decode().map_err(|e| fail(&e))?;
                    let text = quick_xml::escape::unescape(&format!("&{name};"))
                        .map_err(|e| fail(&e))?
                        .into_owned();
                    push_text(innermost(&mut open), &text);
                }
                Event::CData(data) => {
                    let text = String::from_utf8_lossy(&data).into_owned();
                    push_text(innermost(&mut open), &text);
                }
                Event::Eof => break,
                Event::DocType(_) => return Err(fail(&"a document type declaration")),
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            }
        }
        if open.len() > 1 {
            return Err(fail(&"the document ends too early"));
        }
        let root = open.pop().and_then(|top| {
            top.children.into_iter().find_map(|node| match node {
                Node::Element(element) => Some(element),
                Node::Text(_) => None,
            })
        });
        root.ok_or_else(|| fail(&"the document is empty"))
    }

    /// The document as bytes, with an XML declaration.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#.to_owned();
        text.push('\n');
        self.write(&mut text);
        text.into_bytes()
    }

    fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            out.push_str(&escape(value.as_str()));
            out.push('"');
        }
        if self.children.is_empty() {
            return out.push_str("/>");
        }
        out.push('>');
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(out),
                Node::Text(text) => out.push_str(&escape(text.as_str())),
            }
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }
}

fn fail(error: &dyn std::fmt::Display) -> Error {
    Error::internal("reading XML", error)
}

fn innermost(open: &mut [Element]) -> &mut Element {
    open.last_mut().expect("the root of all is never closed")
}

fn push_text(element: &mut Element, text: &str) {
    match element.children.last_mut() {
        Some(Node::Text(last)) => last.push_str(text),
        _ => element.children.push(Node::Text(text.to_owned())),
    }
}

fn element(start: &BytesStart, allowance: &mut Allowance) -> Result<Element, Error> {
    let mut element = Element::new(&String::from_utf8_lossy(start.name().as_ref()));
    // The check for attributes given twice would set up a list for each element.
    for attribute in start.attributes().with_checks(false) {
        if element.attributes.len() == MAX_ATTRIBUTES {
            return Err(fail(&"an element has too many attributes"));
        }
        let attribute = attribute.map_err(|e| fail(&e))?;
        let name = String::from_utf8_lossy(attribute.key.as_ref());
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|e| fail(&e))?;
        element.attributes.push((name.as_ref().into(), value.as_ref().into()));
    }
    let is_within = allowance.take(element.attributes.len());
    is_within.ok_or_else(|| fail(&"the document holds too many elements"))?;
    Ok(element)
}
