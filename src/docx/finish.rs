//! The finishing pass over what docx-rs built: children in the order of the
//! schema (ECMA-376 part 1, annex A), and the properties that it lacks.

use std::collections::BTreeMap;

use docx_rs::XMLDocx;

use super::body::{Unfinished, link_id};
use super::control::Controls;
use super::schema_order::schema_order;
use super::{numbering, pages};
use crate::error::Error;
use crate::hash;
use crate::report::{Block, Matrix, Report};
use crate::theme::Theme;
use crate::xml::{Element, Node};

/// The parts of the package that docx-rs builds, finished.
pub struct Parts {
    pub document: Vec<u8>,
    pub document_rels: Vec<u8>,
    pub styles: Vec<u8>,
    pub numbering: Vec<u8>,
    /// By number, beginning with `header1.xml`.
    pub headers: Vec<Vec<u8>>,
    /// File name and bytes of each picture.
    pub media: Vec<(String, Vec<u8>)>,
    /// Endings and types of the pictures' files.
    pub picture_types: BTreeMap<&'static str, &'static str>,
}

pub fn finish(
    built: XMLDocx,
    report: &Report,
    theme: &Theme,
    unfinished: &Unfinished,
    styles: Vec<u8>,
) -> Result<Parts, Error> {
    let pictures = Pictures::of(built.media);
    let pages = pages::about(report, theme);
    let part = |bytes: &[u8], change: &mut dyn FnMut(&mut Element)| -> Result<Vec<u8>, Error> {
        Ok(finished(Element::parse(bytes)?, change))
    };
    Ok(Parts {
        document: part(&built.document, &mut |root| {
            finish_document(root, report, theme, &unfinished.controls)
        })?,
        document_rels: part(&built.document_rels, &mut |root| {
            finish_relations(root, &unfinished.links);
            pictures.rename(root);
        })?,
        styles,
        numbering: part(&built.numberings, &mut finish_numbering)?,
        headers: built
            .headers
            .iter()
            .map(|header| part(header, &mut |root| root.for_each(&mut |run| count(run, pages))))
            .collect::<Result<_, _>>()?,
        picture_types: pictures.types(),
        media: pictures.files,
    })
}

/// What a header's fields show until a program counts the pages: the header is
/// not that of the first page.
fn count(run: &mut Element, pages: usize) {
    let code = run.child("w:instrText").and_then(|code| code.children.first());
    let result = match code {
        Some(Node::Text(code)) if code == "NUMPAGES" => pages,
        Some(Node::Text(code)) if code == "PAGE" => 2,
        _ => return,
    };
    if let Some(text) = run.child_mut("w:t") {
        text.children = vec![Node::Text(result.to_string())];
    }
}

/// The pictures' files, whose names say what they are; docx-rs calls them all PNG.
struct Pictures {
    files: Vec<(String, Vec<u8>)>,
}

impl Pictures {
    fn of(media: Vec<(String, Vec<u8>)>) -> Self {
        let named = media.into_iter().map(|(name, bytes)| {
            let (ending, _) = picture_type(&bytes);
            (format!("{name}.{ending}"), bytes)
        });
        Self { files: named.collect() }
    }

    fn types(&self) -> BTreeMap<&'static str, &'static str> {
        self.files.iter().map(|(_, bytes)| picture_type(bytes)).collect()
    }

    /// Lets the relations lead to the files by their names.
    fn rename(&self, relations: &mut Element) {
        for relation in relations.elements_mut() {
            for (name, value) in &mut relation.attributes {
                let stem = value.strip_prefix("media/").and_then(|file| file.strip_suffix(".png"));
                let is_of = |file: &&String| file.rsplit_once('.').map(|(own, _)| own) == stem;
                if name == "Target"
                    && let Some(file) = self.files.iter().map(|(file, _)| file).find(is_of)
                {
                    *value = format!("media/{file}").into();
                }
            }
        }
    }
}

/// The ending and content type of a picture, by how it begins.
fn picture_type(bytes: &[u8]) -> (&'static str, &'static str) {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => ("jpeg", "image/jpeg"),
        [b'G', b'I', b'F', b'8', ..] => ("gif", "image/gif"),
        _ => ("png", "image/png"),
    }
}

/// The part of the styles `root` of a report in that language.
pub fn styles_part(root: Element, language: &str) -> Vec<u8> {
    finished(root, &mut |root| finish_styles(root, language))
}

fn finished(mut root: Element, change: &mut dyn FnMut(&mut Element)) -> Vec<u8> {
    change(&mut root);
    root.for_each(&mut |element| {
        tidy(element);
        sort_children(element);
    });
    root.to_bytes()
}

/// Takes away what docx-rs writes without meaning: ids that are the same for
/// every paragraph, an attribute that grids do not have, empty property lists.
fn tidy(element: &mut Element) {
    element.attributes.retain(|(name, _)| {
        let is_width_type = element.name == "w:gridCol" && name == "w:type";
        !is_width_type && !matches!(name.as_str(), "w14:paraId" | "w14:textId")
    });
    element.children.retain(|node| match node {
        Node::Element(child) => {
            let properties = matches!(child.name.as_str(), "w:rPr" | "w:pPr" | "w:tcPr" | "w:trPr");
            !(properties && child.children.is_empty())
        }
        Node::Text(_) => true,
    });
}

fn finish_document(root: &mut Element, report: &Report, theme: &Theme, controls: &Controls) {
    let matrices: Vec<&Matrix> = report
        .sections
        .iter()
        .flat_map(|section| &section.blocks)
        .filter_map(|block| match block {
            Block::Matrix(matrix) => Some(matrix),
            Block::Heading { .. } | Block::Text { .. } => None,
        })
        .collect();
    let mut matrices = matrices.into_iter();
    root.for_each(&mut |element| {
        if element.name == "w:tbl"
            && let Some(matrix) = matrices.next()
        {
            finish_table(element, matrix, theme.matrix.repeat_header);
        }
        if element.name == "w:sdt" {
            controls.finish(element);
        }
        // The only picture is the logo.
        if element.name == "wp:docPr"
            && let Some(logo) = &theme.logo
        {
            element.attributes.retain(|(name, _)| name != "descr");
            element.attributes.push(("descr".into(), logo.alternative.as_str().into()));
        }
    });
}

/// The document with all of its content in one group (ECMA-376 part 1,
/// 17.5.2.15), in which nothing can be edited but the controls, and they with
/// comments and tracked changes as anywhere. A document that is protected for
/// filling in forms (17.15.1.29) allows neither.
pub fn grouped(document: &[u8]) -> Result<Vec<u8>, Error> {
    let mut root = Element::parse(document)?;
    if let Some(body) = root.child_mut("w:body") {
        let is_section =
            |node: &Node| matches!(node, Node::Element(child) if child.name == "w:sectPr");
        let (section, content): (Vec<Node>, Vec<Node>) =
            std::mem::take(&mut body.children).into_iter().partition(is_section);
        let mut properties = Element::new("w:sdtPr");
        properties.push(Element::new("w:id").with("w:val", GROUP));
        properties.push(Element::new("w:lock").with("w:val", "contentLocked"));
        properties.push(Element::new("w:group"));
        let mut group = Element::new("w:sdt");
        group.push(properties);
        group.push(Element { children: content, ..Element::new("w:sdtContent") });
        body.push(group);
        body.children.extend(section);
    }
    Ok(root.to_bytes())
}

/// The id of the group's control; those of the answers are counted from 1.
const GROUP: &str = "1000000";

/// The first row repeats on every page, where it shall; the table has a title and a
/// description for those who do not see it.
fn finish_table(table: &mut Element, matrix: &Matrix, repeats: bool) {
    if repeats && let Some(row) = table.child_mut("w:tr") {
        if row.child("w:trPr").is_none() {
            row.children.insert(0, Node::Element(Element::new("w:trPr")));
        }
        if let Some(properties) = row.child_mut("w:trPr") {
            properties.push(Element::new("w:tblHeader"));
        }
    }
    if let Some(properties) = table.child_mut("w:tblPr") {
        let look = Element::new("w:tblLook")
            .with("w:val", "0020")
            .with("w:firstRow", "1")
            .with("w:lastRow", "0")
            .with("w:firstColumn", "0")
            .with("w:lastColumn", "0")
            .with("w:noHBand", "1")
            .with("w:noVBand", "1");
        properties.push(look);
        properties.push(Element::new("w:tblCaption").with("w:val", &matrix.title));
        properties.push(Element::new("w:tblDescription").with("w:val", &matrix.summary));
    }
}

fn finish_styles(root: &mut Element, language: &str) {
    for style in root.elements_mut().filter(|e| e.name == "w:style") {
        let id = style.attribute("w:styleId").unwrap_or_default().to_owned();
        if let Some(properties) = style.child_mut("w:tblPr") {
            // A table style cannot say how wide its tables are.
            properties
                .children
                .retain(|node| !matches!(node, Node::Element(child) if child.name == "w:tblW"));
        }
        if id == "Normal" {
            style.attributes.push(("w:default".into(), "1".into()));
        }
        if !matches!(id.as_str(), "Normal" | "Title" | "Header" | "Hyperlink" | "PlaceholderText")
            && !id.starts_with("Heading")
        {
            style.attributes.push(("w:customStyle".into(), "1".into()));
        }
    }
    let defaults =
        root.child_mut("w:docDefaults").and_then(|defaults| defaults.child_mut("w:rPrDefault"));
    if let Some(defaults) = defaults {
        if defaults.child("w:rPr").is_none() {
            defaults.push(Element::new("w:rPr"));
        }
        if let Some(properties) = defaults.child_mut("w:rPr") {
            properties.push(
                Element::new("w:lang")
                    .with("w:val", language)
                    .with("w:eastAsia", language)
                    .with("w:bidi", "ar-SA"),
            );
        }
    }
}

/// docx-rs adds a numbering that nothing uses; it gives every level a right
/// indent of 0, which would undo that of the paragraph's style; and it does
/// not say that its lists have several levels.
fn finish_numbering(root: &mut Element) {
    let foreign = numbering::FOREIGN.to_string();
    root.children.retain(|node| match node {
        Node::Element(child) => {
            let id = child.attribute("w:abstractNumId").or(child.attribute("w:numId"));
            id != Some(foreign.as_str())
        }
        Node::Text(_) => true,
    });
    root.for_each(&mut |element| {
        if element.name == "w:ind" {
            element.attributes.retain(|(name, _)| name != "w:right");
        }
        if element.name == "w:abstractNum" {
            element.children.retain(
                |node| !matches!(node, Node::Element(child) if child.name == "w:multiLevelType"),
            );
            element.push(Element::new("w:multiLevelType").with("w:val", "multilevel"));
            // By it Word knows a list again that is pasted into another file.
            let levels = element.elements().flat_map(Element::to_bytes).collect::<Vec<u8>>();
            let known_by = hash::hash(&levels)[..8].to_uppercase();
            element.push(Element::new("w:nsid").with("w:val", &known_by));
        }
    });
}

/// The type of a relation (ECMA-376 part 1, 9.2).
fn relation(kind: &str) -> String {
    format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}")
}

/// Takes away the relation to a part that the package does not have, adds those
/// to the glossary and to every link's target, and orders them: docx-rs gives
/// them in the order of chance, and forgets the links within controls.
fn finish_relations(root: &mut Element, links: &[String]) {
    root.children.retain(|node| match node {
        Node::Element(child) => {
            let kind = child.attribute("Type").unwrap_or_default();
            child.attribute("Target") != Some("commentsExtended.xml")
                && kind != relation("hyperlink")
        }
        Node::Text(_) => true,
    });
    let related = |id: &str, kind: &str, target: &str| {
        let element = Element::new("Relationship").with("Id", id);
        element.with("Type", &relation(kind)).with("Target", target)
    };
    for (index, url) in links.iter().enumerate() {
        let link = related(&link_id(index + 1), "hyperlink", url);
        root.push(link.with("TargetMode", "External"));
    }
    root.push(related("rIdGlossary", "glossaryDocument", "glossary/document.xml"));
    root.children.sort_by_key(|node| match node {
        Node::Element(child) => child.attribute("Id").map(str::to_owned),
        Node::Text(_) => None,
    });
}

/// Sorts the children of a property list as its schema type orders them.
/// Children that the order does not name stay last, in their own order.
pub fn sort_children(element: &mut Element) {
    let Some(order) = schema_order(&element.name) else { return };
    element.children.sort_by_key(|node| match node {
        Node::Element(child) => {
            let name = child.name.strip_prefix("w:").unwrap_or(&child.name);
            order.iter().position(|known| *known == name).unwrap_or(order.len())
        }
        Node::Text(_) => order.len(),
    });
}
