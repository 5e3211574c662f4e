//! Reads a Word file as its users do: block by block, and by its parts.

use std::io::{Cursor, Read, Write};

use dnr::xml::{Element, Node};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

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
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip archive");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let mut text = Vec::new();
        part.read_to_end(&mut text).expect("a whole part");
        if part.name() == name {
            text = change(String::from_utf8(text).expect("UTF-8")).into_bytes();
        }
        writer.start_file(part.name(), SimpleFileOptions::default()).expect("a part");
        writer.write_all(&text).expect("a whole part");
    }
    writer.finish().expect("an archive").into_inner()
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
