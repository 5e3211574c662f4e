//! Reads a Word file as its users do: block by block, and by its parts.

use std::io::{Cursor, Read};

use dnr::xml::{Element, Node};
use zip::ZipArchive;

use super::word::Word;

pub struct Docx {
    archive: ZipArchive<Cursor<Vec<u8>>>,
}

impl Docx {
    pub fn read(bytes: &[u8]) -> Self {
        let archive = ZipArchive::new(Cursor::new(bytes.to_vec())).expect("a zip archive");
        Self { archive }
    }

    pub fn names(&self) -> Vec<String> {
        self.archive.file_names().map(str::to_owned).collect()
    }

    pub fn part(&mut self, name: &str) -> Element {
        let mut bytes = Vec::new();
        let mut part = self.archive.by_name(name).unwrap_or_else(|e| panic!("{name}: {e}"));
        part.read_to_end(&mut bytes).expect("a whole part");
        Element::parse(&bytes).expect("XML")
    }

    /// The text of every paragraph in reading order, tables cell by cell.
    pub fn paragraphs(&mut self) -> Vec<Paragraph> {
        let document = self.part("word/document.xml");
        let body = document.child("w:body").expect("a body");
        let mut paragraphs = Vec::new();
        walk(body, &mut paragraphs);
        paragraphs
    }
}

/// A Word file with one part changed.
pub fn repacked(bytes: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut word = Word::read(bytes);
    word.set(name, change(word.text(name)));
    word.bytes()
}

#[derive(Debug)]
pub struct Paragraph {
    pub style: String,
    pub text: String,
}

fn walk(element: &Element, paragraphs: &mut Vec<Paragraph>) {
    for child in element.elements() {
        if child.name == "w:p" {
            let style = child.child("w:pPr").and_then(|p| p.child("w:pStyle"));
            let style = style.and_then(|s| s.attribute("w:val")).unwrap_or_default();
            paragraphs.push(Paragraph { style: style.to_owned(), text: text(child) });
        } else {
            walk(child, paragraphs);
        }
    }
}

/// The text that an element shows.
pub fn text(element: &Element) -> String {
    let mut shown = String::new();
    for node in &element.children {
        match node {
            Node::Text(text) if element.name == "w:t" => shown.push_str(text),
            Node::Text(_) => {}
            Node::Element(child) if child.name == "w:pPr" => {}
            Node::Element(child) if child.name == "w:br" => shown.push('\n'),
            Node::Element(child) if child.name == "w:tab" => shown.push('\t'),
            Node::Element(child) => shown.push_str(&text(child)),
        }
    }
    shown
}

/// All characters in an element, whatever it shows of them.
pub fn text_of(element: &Element) -> String {
    let characters = element.children.iter().map(|node| match node {
        Node::Text(text) => text.clone(),
        Node::Element(child) => text_of(child),
    });
    characters.collect()
}

/// Every element of that name below `element`.
pub fn all<'a>(element: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    collect(element, name, &mut found);
    found
}

fn collect<'a>(element: &'a Element, name: &str, found: &mut Vec<&'a Element>) {
    for child in element.elements() {
        if child.name == name {
            found.push(child);
        }
        collect(child, name, found);
    }
}
