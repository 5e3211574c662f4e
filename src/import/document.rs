//! A Word file as a list of paragraphs and tables, each of which knows the
//! controls and bookmarks that it stands in. Tracked changes are read as they
//! would be after accepting them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::aside;
use super::compare::paragraphs;
use super::markings::Marking;
use super::numbering::{ListPlace, Numbering};
use super::package::{Package, Refusal, Relation};
use super::prompts;
use super::styles::Styles;
use super::walk::{Notes, Walker};
use crate::docx::control::BOOKMARK;
use crate::rich_text::Span;
use crate::xml::{Element, Node};

/// What was read.
#[derive(Debug, Default)]
pub struct Document {
    /// The file's own properties by name: `Dnr`, `Form`.
    pub properties: BTreeMap<String, String>,
    pub blocks: Vec<Block>,
    /// What it asks for where nothing is written.
    pub prompts: Vec<String>,
    /// By id.
    pub comments: BTreeMap<String, Comment>,
    /// The texts of headers and footers.
    pub margins: Vec<String>,
    /// Tracked changes: pieces that came and pieces that went.
    pub inserted: usize,
    pub deleted: usize,
    /// Pieces of tracked changes without what belongs to them.
    pub broken: usize,
}

#[derive(Debug, Clone)]
pub enum Block {
    Paragraph(Box<Paragraph>),
    Table(Table),
}

#[derive(Debug, Clone, Default)]
pub struct Paragraph {
    /// The style's name, in lower case.
    pub style: String,
    pub spans: Vec<Span>,
    pub place: Option<ListPlace>,
    /// It goes on with a list item at that depth.
    pub continues: Option<usize>,
    /// Tags of the controls and names of the bookmarks around its text.
    pub anchors: BTreeSet<String>,
    /// The tags alone, that of the innermost control last.
    pub within: Vec<String>,
    pub boxes: Vec<TickBox>,
    pub losses: BTreeSet<Loss>,
    /// Words that are struck through, highlighted or coloured.
    pub marked: Vec<(Marking, String)>,
    /// Texts that stand in its text boxes and notes.
    pub asides: Vec<String>,
    /// Ids of the comments on it.
    pub comments: Vec<String>,
    /// Its end was deleted: the next paragraph goes on with it.
    pub(super) joins_next: bool,
}

/// A checkbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TickBox {
    pub checked: bool,
    /// What stands in it.
    pub shown: String,
}

#[derive(Debug, Clone, Default)]
pub struct Table {
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, Default)]
pub struct Row {
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// The first column of the table's grid that it stands in.
    pub column: usize,
    /// How many columns it spans.
    pub span: usize,
    pub blocks: Vec<Block>,
    /// Of controls around the whole cell.
    pub anchors: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    pub author: String,
    pub text: String,
}

/// What an answer of text cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    Image,
    Table,
    TextBox,
    Note,
    Equation,
    Symbol,
    Hidden,
    /// Small words above others (ruby).
    Above,
    /// Superscript or subscript.
    Raised,
    Link,
    /// A list with letters or Roman numbers, which became 1, 2, 3.
    OddNumbers,
    /// A heading inside an answer, which became a paragraph.
    Heading,
    /// Something embedded from elsewhere.
    Foreign,
    /// The form's prompt, beside words of the answer.
    Prompt,
    /// Half a word in italics, and the like.
    Style,
}

impl Loss {
    /// The word for it in messages.
    pub fn id(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Table => "table",
            Self::TextBox => "text-box",
            Self::Note => "note",
            Self::Equation => "equation",
            Self::Symbol => "symbol",
            Self::Hidden => "hidden",
            Self::Above => "above",
            Self::Raised => "raised",
            Self::Link => "link",
            Self::OddNumbers => "odd-numbers",
            Self::Heading => "heading",
            Self::Foreign => "foreign",
            Self::Prompt => "prompt",
            Self::Style => "style",
        }
    }
}

impl Paragraph {
    /// A paragraph of nothing but `text`.
    pub fn plain(text: String) -> Self {
        Self { spans: vec![Span { text, ..Span::default() }], ..Self::default() }
    }

    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    /// Whether nothing of it can be seen.
    pub fn is_blank(&self) -> bool {
        self.spans.iter().all(|span| span.text.chars().all(char::is_whitespace))
    }

    /// The level of a heading, by its style.
    pub fn heading(&self) -> Option<usize> {
        self.style.strip_prefix("heading ")?.parse().ok()
    }
}

impl Cell {
    /// All paragraphs, those of tables within it among them.
    pub fn paragraphs(&self) -> Vec<&Paragraph> {
        let mut all = Vec::new();
        collect(&self.blocks, &mut all);
        all
    }

    /// Tags and bookmarks in it and around it.
    pub fn all_anchors(&self) -> impl Iterator<Item = &String> {
        let inner = self.paragraphs().into_iter().flat_map(|paragraph| &paragraph.anchors);
        inner.chain(&self.anchors)
    }
}

fn collect<'a>(blocks: &'a [Block], all: &mut Vec<&'a Paragraph>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => all.push(paragraph),
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    collect(&cell.blocks, all);
                }
            }
        }
    }
}

impl Document {
    /// Whether no control and no bookmark of ours is left in it.
    pub(super) fn has_no_anchors(&self) -> bool {
        let blocks: Vec<&Block> = self.blocks.iter().collect();
        let is_ours = |anchor: &String| anchor.starts_with(BOOKMARK);
        let has = |one: &&Paragraph| !one.within.is_empty() || one.anchors.iter().any(is_ours);
        !paragraphs(&blocks).iter().any(has)
    }

    /// Reads the Word file `bytes`.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Refusal> {
        let mut package = Package::open(bytes)?;
        let main = package.document()?;
        let relations = package.relations(&main)?;
        let root = package.part(&main)?.ok_or(Refusal::NoDocument)?;
        let body = root.child("w:body").ok_or(Refusal::NoDocument)?;
        if !has_within(body, MOST_PARAGRAPHS) {
            return Err(Refusal::TooManyParagraphs);
        }
        let styles = related(&mut package, &relations, "styles")?;
        let numbering = related(&mut package, &relations, "numbering")?;
        let mut walker = Walker::new(
            styles.as_ref().map(Styles::read).unwrap_or_default(),
            numbering.as_ref().map(Numbering::read).unwrap_or_default(),
            targets(&relations),
            ended_bookmarks(body),
            read_notes(&mut package, &relations)?,
        );
        let blocks = walker.blocks(body);
        let mut document = walker.done();
        document.blocks = joined(blocks);
        if let Some(comments) = related(&mut package, &relations, "comments")? {
            document.comments = read_comments(&comments);
        }
        if let Some(glossary) = related(&mut package, &relations, "glossaryDocument")? {
            document.prompts = prompts::of_glossary(&glossary);
        }
        document.margins = read_margins(&mut package, &relations)?;
        document.properties = read_properties(&mut package)?;
        Ok(document)
    }
}

/// How many paragraphs with something in them a file may have: 500 dense pages.
const MOST_PARAGRAPHS: usize = 20_000;

fn has_within(body: &Element, most: usize) -> bool {
    let mut count = 0;
    let is_one = |element: &Element| element.name == "w:p" && !element.children.is_empty();
    body.visit(&mut |element| count += usize::from(is_one(element)));
    count <= most
}

fn targets(relations: &[Relation]) -> HashMap<String, String> {
    relations.iter().map(|relation| (relation.id.clone(), relation.target.clone())).collect()
}

fn ended_bookmarks(body: &Element) -> BTreeSet<String> {
    let (mut starts, mut ends) = (Vec::new(), BTreeSet::new());
    body.visit(&mut |element| {
        let attribute = |name| element.attribute(name).unwrap_or_default().to_owned();
        match element.name.as_str() {
            "w:bookmarkStart" => starts.push((attribute("w:id"), attribute("w:name"))),
            "w:bookmarkEnd" => drop(ends.insert(attribute("w:id"))),
            _ => {}
        }
    });
    starts.into_iter().filter(|(id, _)| ends.contains(id)).map(|(_, name)| name).collect()
}

fn related(
    package: &mut Package,
    relations: &[Relation],
    kind: &str,
) -> Result<Option<Element>, Refusal> {
    match relations.iter().find(|relation| relation.kind == kind) {
        Some(relation) => package.part(&relation.target),
        None => Ok(None),
    }
}

fn read_margins(package: &mut Package, relations: &[Relation]) -> Result<Vec<String>, Refusal> {
    let mut texts = Vec::new();
    for margin in relations.iter().filter(|r| ["header", "footer"].contains(&r.kind.as_str())) {
        let part = package.part(&margin.target)?;
        texts.extend(part.as_ref().map(aside::paragraphs).unwrap_or_default());
    }
    Ok(texts)
}

fn read_notes(package: &mut Package, relations: &[Relation]) -> Result<Notes, Refusal> {
    let mut notes = Notes::new();
    for (kind, is_at_foot) in [("footnotes", true), ("endnotes", false)] {
        let Some(part) = related(package, relations, kind)? else { continue };
        for note in part.elements() {
            let id = note.attribute("w:id").unwrap_or_default().to_owned();
            let text = aside::paragraphs(note).join(" ");
            notes.extend((!text.is_empty()).then_some(((is_at_foot, id), text)));
        }
    }
    Ok(notes)
}

fn read_comments(root: &Element) -> BTreeMap<String, Comment> {
    let comments = root.elements().filter(|element| element.name == "w:comment");
    let comments = comments.filter_map(|comment| {
        let mut walker = Walker::default();
        let blocks = walker.blocks(comment);
        let mut paragraphs = Vec::new();
        collect(&blocks, &mut paragraphs);
        let texts: Vec<String> = paragraphs.iter().map(|p| p.text().trim().to_owned()).collect();
        let author = comment.attribute("w:author").unwrap_or_default().to_owned();
        let text = texts.join(" ").trim().to_owned();
        Some((comment.attribute("w:id")?.to_owned(), Comment { author, text }))
    });
    comments.collect()
}

/// The custom properties, by name.
fn read_properties(package: &mut Package) -> Result<BTreeMap<String, String>, Refusal> {
    let relations = package.relations("")?;
    let kinds = ["custom-properties", "customProperties"];
    let part = relations.into_iter().find(|relation| kinds.contains(&relation.kind.as_str()));
    let Some(part) = part else { return Ok(BTreeMap::new()) };
    let Some(root) = package.part(&part.target)? else { return Ok(BTreeMap::new()) };
    let properties = root.elements().filter_map(|property| {
        let name = property.attribute("name")?.to_owned();
        let value = property.elements().next()?.children.first()?;
        match value {
            Node::Text(text) => Some((name, text.clone())),
            Node::Element(_) => None,
        }
    });
    Ok(properties.collect())
}

/// Paragraphs whose end was deleted, joined with the next.
fn joined(blocks: Vec<Block>) -> Vec<Block> {
    let mut done: Vec<Block> = Vec::new();
    for mut block in blocks {
        if let Block::Table(table) = &mut block {
            for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                cell.blocks = joined(std::mem::take(&mut cell.blocks));
            }
        }
        match (done.last_mut(), block) {
            (Some(Block::Paragraph(last)), Block::Paragraph(next)) if last.joins_next => {
                let first = std::mem::replace(last, next);
                last.spans.splice(0..0, first.spans);
                last.anchors.extend(first.anchors);
                last.losses.extend(first.losses);
                last.marked.splice(0..0, first.marked);
                last.asides.extend(first.asides);
                last.comments.splice(0..0, first.comments);
                last.boxes.splice(0..0, first.boxes);
            }
            (_, block) => done.push(block),
        }
    }
    done
}
