//! Edits a Word file as people and programs do.

use std::io::{Cursor, Read, Write};

use dnr::xml::{Element, Node};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

pub const DOCUMENT: &str = "word/document.xml";

/// The parts of a Word file.
#[derive(Clone)]
pub struct Word {
    pub parts: Vec<(String, Vec<u8>)>,
}

impl Word {
    pub fn read(bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip archive");
        let parts = (0..archive.len()).map(|index| {
            let mut part = archive.by_index(index).expect("a part");
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).expect("a whole part");
            (part.name().to_owned(), bytes)
        });
        Self { parts: parts.collect() }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.parts {
            zip.start_file(name, SimpleFileOptions::default()).expect("a part");
            zip.write_all(bytes).expect("a part");
        }
        zip.finish().expect("an archive").into_inner()
    }

    fn part_mut(&mut self, name: &str) -> &mut Vec<u8> {
        let part = self.parts.iter_mut().find(|(own, _)| own == name);
        &mut part.unwrap_or_else(|| panic!("{name}")).1
    }

    pub fn text(&self, name: &str) -> String {
        let part = self.parts.iter().find(|(own, _)| own == name);
        String::from_utf8(part.unwrap_or_else(|| panic!("{name}")).1.clone()).expect("UTF-8")
    }

    pub fn set(&mut self, name: &str, bytes: impl Into<Vec<u8>>) {
        match self.parts.iter_mut().find(|(own, _)| own == name) {
            Some((_, part)) => *part = bytes.into(),
            None => self.parts.push((name.to_owned(), bytes.into())),
        }
    }

    /// Replaces the one place of `from` in a part.
    pub fn replace_in(&mut self, name: &str, from: &str, to: &str) -> &mut Self {
        let text = self.text(name);
        assert!(text.contains(from), "{name} has no {from}");
        *self.part_mut(name) = text.replacen(from, to, 1).into_bytes();
        self
    }

    /// Replaces the first place of `from` in the document.
    pub fn replace(&mut self, from: &str, to: &str) -> &mut Self {
        self.replace_in(DOCUMENT, from, to)
    }

    /// Changes the document's tree.
    pub fn change(&mut self, change: impl FnOnce(&mut Element)) -> &mut Self {
        let mut root = Element::parse(self.text(DOCUMENT).as_bytes()).expect("XML");
        change(root.child_mut("w:body").expect("a body"));
        *self.part_mut(DOCUMENT) = root.to_bytes();
        self
    }

    /// Takes away every content control, and leaves what is in it.
    pub fn unwrap_controls(&mut self) -> &mut Self {
        self.change(|body| body.for_each(&mut unwrap))
    }

    pub fn delete_bookmarks(&mut self) -> &mut Self {
        self.delete(&["w:bookmarkStart", "w:bookmarkEnd"])
    }

    /// Takes away every element of these names.
    pub fn delete(&mut self, names: &[&str]) -> &mut Self {
        self.change(|body| {
            body.for_each(&mut |element| {
                element.children.retain(|node| match node {
                    Node::Element(child) => !names.contains(&child.name.as_str()),
                    Node::Text(_) => true,
                });
            });
        })
    }

    /// Changes the rows of a table, by number; a strategy has two after the first.
    pub fn rows(&mut self, table: usize, change: impl FnOnce(&mut Vec<Node>)) -> &mut Self {
        self.change(|body| {
            let found = body.elements_mut().filter(|e| e.name == "w:tbl").nth(table);
            let table = found.expect("a table");
            let is_row = |node: &Node| matches!(node, Node::Element(e) if e.name == "w:tr");
            let start = table.children.iter().position(is_row).expect("rows");
            let mut rows = table.children.split_off(start);
            change(&mut rows);
            table.children.extend(rows);
        })
    }

    /// Changes the cells of a row of the first table.
    pub fn cells(&mut self, row: usize, change: impl FnOnce(&mut Vec<Node>)) -> &mut Self {
        self.rows(0, |rows| {
            let Node::Element(row) = &mut rows[row] else { panic!("a row") };
            let is_cell = |node: &Node| matches!(node, Node::Element(e) if e.name == "w:tc");
            let (mut cells, others) =
                std::mem::take(&mut row.children).into_iter().partition(is_cell);
            change(&mut cells);
            row.children = others;
            row.children.append(&mut cells);
        })
    }

    /// Writes text into a cell of the first table, without any control.
    pub fn type_into(&mut self, row: usize, cell: usize, text: &str) -> &mut Self {
        self.cells(row, |cells| {
            let Node::Element(cell) = &mut cells[cell] else { panic!("a cell") };
            cell.children.retain(|node| matches!(node, Node::Element(e) if e.name == "w:tcPr"));
            cell.push(element(&paragraph(text)));
        })
    }

    /// Sets the box of that tag: its state, its sign, or both.
    pub fn tick(&mut self, tag: &str, state: Option<bool>, sign: Option<&str>) -> &mut Self {
        let mut is_found = false;
        self.change(|body| {
            body.for_each(&mut |control| {
                let own = control.child("w:sdtPr").and_then(|p| p.child("w:tag"));
                if own.and_then(|own| own.attribute("w:val")) != Some(tag) {
                    return;
                }
                is_found = true;
                control.for_each(&mut |inner| match (inner.name.as_str(), state, sign) {
                    ("w14:checked", Some(state), _) => {
                        inner.attributes =
                            vec![("w14:val".into(), u8::from(state).to_string().into())];
                    }
                    ("w:t", _, Some(sign)) => inner.children = vec![Node::Text(sign.to_owned())],
                    _ => {}
                });
            });
        });
        assert!(is_found, "no control {tag}");
        self
    }
}

fn unwrap(element: &mut Element) {
    let children = std::mem::take(&mut element.children);
    for child in children {
        match child {
            Node::Element(mut control) if control.name == "w:sdt" => {
                let content = control.child_mut("w:sdtContent").expect("content");
                element.children.append(&mut content.children);
            }
            other => element.children.push(other),
        }
    }
}

/// An element of the document from its text.
pub fn element(xml: &str) -> Element {
    Element::parse(xml.as_bytes()).expect("XML")
}

/// A paragraph of an answer.
pub fn paragraph(text: &str) -> String {
    styled("Answer", &run(text))
}

pub fn styled(style: &str, runs: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>"#)
}

/// A paragraph of the list `numbering`, which [`with_lists`] makes.
pub fn item(numbering: &str, level: usize, text: &str) -> String {
    let list =
        format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>"#);
    format!(r#"<w:p><w:pPr><w:pStyle w:val="Answer"/>{list}</w:pPr>{}</w:p>"#, run(text))
}

pub fn run(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

/// A run with those properties: `<w:b/>`.
pub fn looking(properties: &str, text: &str) -> String {
    format!(r#"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

/// Lists as Word makes them: `90` with bullets and dashes, `91` with numbers,
/// `92` with letters.
pub fn with_lists(word: &mut Word) -> &mut Word {
    let level = |level: usize, format: &str, text: &str| {
        format!(
            r#"<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl>"#
        )
    };
    let list = |id: usize, levels: &str| {
        format!(
            r#"<w:abstractNum w:abstractNumId="{id}">{levels}</w:abstractNum><w:num w:numId="{id}"><w:abstractNumId w:val="{id}"/></w:num>"#
        )
    };
    let bullets = level(0, "bullet", "•") + &level(1, "bullet", "-");
    let numbers = level(0, "decimal", "%1.") + &level(1, "decimal", "%2.");
    let all = list(90, &bullets) + &list(91, &numbers) + &list(92, &level(0, "lowerLetter", "%1)"));
    word.replace_in("word/numbering.xml", "</w:numbering>", &format!("{all}</w:numbering>"))
}
