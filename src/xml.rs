//! A small XML tree, for changing parts of a Word file.

use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::error::Error;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// With its prefix: `w:p`.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new(), children: Vec::new() }
    }

    pub fn with(mut self, attribute: &str, value: &str) -> Self {
        self.attributes.push((attribute.to_owned(), value.to_owned()));
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

    /// Reads a whole document.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let fail =
            |error: &dyn std::fmt::Display| Error::internal("reading XML", error.to_string());
        let mut reader = Reader::from_reader(bytes);
        let mut open = vec![Element::new("")];
        loop {
            match reader.read_event().map_err(|e| fail(&e))? {
                Event::Start(start) => open.push(element(&start).map_err(|e| fail(&e))?),
                Event::Empty(start) => {
                    let done = element(&start).map_err(|e| fail(&e))?;
                    innermost(&mut open).push(done);
                }
                Event::End(_) => {
                    let done = open.pop().ok_or_else(|| fail(&"an element ends twice"))?;
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
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
            }
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

fn innermost(open: &mut [Element]) -> &mut Element {
    open.last_mut().expect("the root of all is never closed")
}

fn push_text(element: &mut Element, text: &str) {
    match element.children.last_mut() {
        Some(Node::Text(last)) => last.push_str(text),
        _ => element.children.push(Node::Text(text.to_owned())),
    }
}

fn element(start: &BytesStart) -> Result<Element, quick_xml::Error> {
    let mut element = Element::new(&String::from_utf8_lossy(start.name().as_ref()));
    // The check for attributes given twice would set up a list for each element.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute?;
        let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0)?.into_owned();
        element.attributes.push((name, value));
    }
    Ok(element)
}
