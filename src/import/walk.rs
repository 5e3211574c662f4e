//! Walking through the parts of a Word file, with all that is open at the time:
//! controls, bookmarks, fields, links.

mod runs;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::document::{Block, Cell, Document, Loss, Paragraph, Row, Table, TickBox};
use super::markings::{self, Marking};
use super::numbering::{ListPlace, Numbering};
use super::styles::{Styles, list_of, value};
use super::text;
use crate::docx;
use crate::xml::{Element, Node};
use runs::Looks;

/// The words of notes, by whether they are at the page's foot and by id.
pub(super) type Notes = HashMap<(bool, String), String>;

/// What is known while walking through the parts of a file.
#[derive(Default)]
pub(super) struct Walker {
    styles: Styles,
    numbering: Numbering,
    /// Where the relation of that id leads.
    links: HashMap<String, String>,
    notes: Notes,
    document: Document,
    /// Tags of the controls that are open, and names of the bookmarks by id.
    tags: Vec<String>,
    bookmarks: BTreeMap<String, String>,
    /// Names of the bookmarks that have an end.
    ended: BTreeSet<String>,
    fields: Vec<Field>,
    link: Option<String>,
    /// The link whose field ended just before.
    ended_link: Option<String>,
    tick_box: Option<TickBox>,
    paragraph: Paragraph,
    /// The paragraph's style makes it so, and no run of it stands out thereby.
    base: (bool, bool),
    /// What the paragraph makes of all its words.
    marking: Option<Marking>,
    /// The words just before stand out.
    is_marked: bool,
    /// Names of moves, where something was moved from, and where it was moved to.
    moved: (BTreeSet<String>, BTreeSet<String>),
}

/// A complex field (ECMA-376 part 1, 17.16.18): its code, then its result.
#[derive(Default)]
struct Field {
    code: String,
    shows_result: bool,
}

impl Walker {
    /// Begins with what the file's other parts say: where its relations lead,
    /// and which of its bookmarks have an end.
    pub(super) fn new(
        styles: Styles,
        numbering: Numbering,
        links: HashMap<String, String>,
        ended: BTreeSet<String>,
        notes: Notes,
    ) -> Self {
        Self { styles, numbering, links, ended, notes, ..Self::default() }
    }

    /// What it has come upon beside the blocks.
    pub(super) fn done(mut self) -> Document {
        // What was moved and came nowhere is gone.
        self.document.broken += self.moved.0.symmetric_difference(&self.moved.1).count();
        self.document
    }

    pub(super) fn blocks(&mut self, parent: &Element) -> Vec<Block> {
        let mut blocks = Vec::new();
        for child in parent.elements() {
            self.block(child, &mut blocks);
        }
        blocks
    }

    fn block(&mut self, element: &Element, blocks: &mut Vec<Block>) {
        match element.name.as_str() {
            "w:p" => {
                let paragraph = self.read_paragraph(element);
                blocks.push(Block::Paragraph(Box::new(paragraph)));
            }
            "w:tbl" => {
                let table = self.table(element);
                blocks.push(Block::Table(table));
            }
            "w:sdt" => self.control(element, &mut |walker, content| {
                blocks.extend(walker.blocks(content));
            }),
            "w:altChunk" => {
                let losses = BTreeSet::from([Loss::Foreign]);
                let paragraph = Paragraph { losses, ..Paragraph::default() };
                blocks.push(Block::Paragraph(Box::new(paragraph)));
            }
            "w:customXml" | "w:ins" | "w:moveTo" => blocks.extend(self.blocks(element)),
            "mc:AlternateContent" => {
                if let Some(chosen) = chosen(element) {
                    blocks.extend(self.blocks(chosen));
                }
            }
            _ => self.mark(element),
        }
    }

    /// A content control: `read` its content while its tag is noted.
    fn control(&mut self, control: &Element, read: &mut dyn FnMut(&mut Self, &Element)) {
        let properties = control.child("w:sdtPr");
        let property = |name: &str| properties.and_then(|p| p.child(name));
        let tag = value(property("w:tag")).filter(|tag| can_be_anchor(tag)).map(str::to_owned);
        let pushed = tag.is_some();
        self.tags.extend(tag);
        let outer_box = self.tick_box.take();
        if let Some(tick_box) = property("w14:checkbox") {
            let checked = tick_box.child("w14:checked").and_then(|c| c.attribute("w14:val"));
            let checked = matches!(checked, Some("1" | "true" | "on"));
            self.tick_box = Some(TickBox { checked, shown: String::new() });
        }
        if let Some(content) = control.child("w:sdtContent") {
            read(self, content);
        }
        if let Some(tick_box) = std::mem::replace(&mut self.tick_box, outer_box) {
            self.paragraph.boxes.push(tick_box);
            self.note_anchors();
        }
        if pushed {
            self.tags.pop();
        }
    }

    fn table(&mut self, table: &Element) -> Table {
        let mut rows = Vec::new();
        self.rows(table, &mut rows);
        Table { rows }
    }

    fn rows(&mut self, parent: &Element, rows: &mut Vec<Row>) {
        for child in parent.elements() {
            match child.name.as_str() {
                "w:tr" => {
                    let properties = child.child("w:trPr");
                    if properties.is_some_and(|p| p.child("w:del").is_some()) {
                        self.document.deleted += 1;
                        continue;
                    }
                    let before = properties.and_then(|p| number(p.child("w:gridBefore")));
                    let mut row = Row::default();
                    let mut column = before.unwrap_or(0).min(WIDEST);
                    self.cells(child, &mut column, &mut row.cells);
                    rows.push(row);
                }
                "w:sdt" => {
                    self.control(child, &mut |walker, content| walker.rows(content, rows));
                }
                "w:customXml" => self.rows(child, rows),
                _ => self.mark(child),
            }
        }
    }

    fn cells(&mut self, parent: &Element, column: &mut usize, cells: &mut Vec<Cell>) {
        for child in parent.elements() {
            match child.name.as_str() {
                "w:tc" if is_deleted_cell(child) => self.document.deleted += 1,
                "w:tc" => {
                    let span = child.child("w:tcPr").and_then(|p| number(p.child("w:gridSpan")));
                    let span = span.unwrap_or(1).clamp(1, WIDEST);
                    let anchors = self.tags.iter().cloned().collect();
                    let blocks = self.blocks(child);
                    cells.push(Cell { column: *column, span, blocks, anchors });
                    *column += span;
                }
                "w:sdt" => {
                    self.control(child, &mut |walker, content| {
                        walker.cells(content, column, cells);
                    });
                }
                "w:customXml" => self.cells(child, column, cells),
                _ => self.mark(child),
            }
        }
    }

    fn read_paragraph(&mut self, element: &Element) -> Paragraph {
        self.paragraph = Paragraph::default();
        self.is_marked = false;
        self.ended_link = None;
        let properties = element.child("w:pPr");
        let style = properties.and_then(|p| value(p.child("w:pStyle"))).unwrap_or("Normal");
        self.paragraph.style = self.styles.name(style).to_owned();
        self.paragraph.continues = docx::continued_level(&self.paragraph.style);
        self.base =
            (self.styles.bold(style).unwrap_or(false), self.styles.italic(style).unwrap_or(false));
        self.marking = match self.styles.struck(style) {
            Some(true) => Some(Marking::Struck),
            _ => properties.filter(|p| markings::is_shaded(p)).map(|_| Marking::Highlighted),
        };
        // A heading's number is of its style, and makes no list of it.
        if self.paragraph.heading().is_none() {
            self.paragraph.place = self.place(properties, style);
        }
        let mark = properties.and_then(|p| p.child("w:rPr"));
        let mark = |name: &str| mark.is_some_and(|mark| mark.child(name).is_some());
        self.paragraph.joins_next = mark("w:del") || mark("w:moveFrom");
        self.document.deleted += usize::from(self.paragraph.joins_next);
        self.document.inserted += usize::from(mark("w:ins") || mark("w:moveTo"));
        self.inline(element);
        // A box around the whole paragraph ends with it.
        self.paragraph.boxes.extend(self.tick_box.take());
        let mut paragraph = std::mem::take(&mut self.paragraph);
        paragraph.spans = text::merged(paragraph.spans);
        paragraph
    }

    fn place(&mut self, properties: Option<&Element>, style: &str) -> Option<ListPlace> {
        let of_style = self.styles.list(style);
        let (numbering, level) = match (properties.and_then(list_of), of_style) {
            (Some((Some(id), level)), _) => (id, level),
            (Some((None, level)), Some((id, _))) => (id?, level),
            (None, Some((id, level))) => (id?, level),
            (Some((None, _)), None) | (None, None) => return None,
        };
        // The numbering 0 takes a style's numbering away.
        if numbering == "0" { None } else { self.numbering.next(&numbering, level) }
    }

    fn inline(&mut self, parent: &Element) {
        for child in parent.elements() {
            match child.name.as_str() {
                "w:pPr" => {}
                "w:r" => self.run(child),
                "w:hyperlink" => self.hyperlink(child),
                "w:fldSimple" => {
                    let code = child.attribute("w:instr").unwrap_or_default();
                    let link = self.link_of_code(code);
                    self.linked(link, |walker| walker.inline(child));
                }
                "w:sdt" => self.control(child, &mut |walker, content| walker.inline(content)),
                "w:ins" | "w:moveTo" => {
                    self.document.inserted += 1;
                    self.inline(child);
                }
                "w:del" | "w:moveFrom" => self.document.deleted += 1,
                "w:smartTag" | "w:customXml" | "w:dir" | "w:bdo" => self.inline(child),
                "m:oMath" | "m:oMathPara" => {
                    self.paragraph.losses.insert(Loss::Equation);
                    self.push(&all_text(child), Looks::default());
                }
                "mc:AlternateContent" => {
                    if let Some(chosen) = chosen(child) {
                        self.inline(chosen);
                    }
                }
                _ => self.mark(child),
            }
        }
    }

    /// The start or end of a bookmark or of a commented passage.
    fn mark(&mut self, element: &Element) {
        let id = element.attribute("w:id").unwrap_or_default();
        match element.name.as_str() {
            "w:bookmarkStart" => {
                let name = element.attribute("w:name").unwrap_or_default();
                if !can_be_anchor(name) || self.bookmarks.len() > MOST_BOOKMARKS {
                    return;
                }
                // LibreOffice begins some bookmarks twice and ends them once,
                // and some it does not end.
                if self.ended.contains(name) {
                    self.bookmarks.insert(id.to_owned(), name.to_owned());
                } else {
                    self.paragraph.anchors.insert(name.to_owned());
                }
            }
            "w:bookmarkEnd" => {
                if let Some(name) = self.bookmarks.remove(id) {
                    self.bookmarks.retain(|_, open| *open != name);
                    // One that holds nothing is still a place.
                    if self.paragraph.spans.is_empty() {
                        self.paragraph.anchors.insert(name);
                    }
                }
            }
            "w:moveFromRangeStart" | "w:moveToRangeStart" => {
                let name = element.attribute("w:name").unwrap_or_default().to_owned();
                let is_from = element.name == "w:moveFromRangeStart";
                let ends = if is_from { &mut self.moved.0 } else { &mut self.moved.1 };
                ends.insert(name);
            }
            "w:commentRangeStart" => self.paragraph.comments.push(id.to_owned()),
            _ => {}
        }
    }

    fn hyperlink(&mut self, element: &Element) {
        let target = element.attribute("r:id").and_then(|id| self.links.get(id));
        let part = element.attribute("w:anchor");
        let link = target.and_then(|url| text::target(&with_part(url, part)));
        if link.is_none() {
            self.paragraph.losses.insert(Loss::Link);
        }
        self.linked(link, |walker| walker.inline(element));
    }

    fn linked(&mut self, link: Option<String>, read: impl FnOnce(&mut Self)) {
        let outer = match link {
            Some(link) => self.link.replace(link),
            None => self.link.clone(),
        };
        read(self);
        self.link = outer;
    }

    /// The target of a field such as `HYPERLINK "https://…"`.
    fn link_of_code(&self, code: &str) -> Option<String> {
        let rest = code.trim_start().strip_prefix("HYPERLINK")?;
        let target = rest.split('"').nth(1)?;
        let part = rest.split_once(" \\l ").and_then(|(_, part)| part.split('"').nth(1));
        text::target(&with_part(target, part))
    }

    /// The paragraph stands in all that is open.
    fn note_anchors(&mut self) {
        self.paragraph.anchors.extend(self.tags.iter().cloned());
        if self.tags.len() > self.paragraph.within.len() {
            self.paragraph.within.clone_from(&self.tags);
        }
        self.paragraph.anchors.extend(self.bookmarks.values().cloned());
    }
}

/// Word accepts tags of that length, and tables of that many columns.
const LONGEST_TAG: usize = 64;
const WIDEST: usize = 64;

/// No more than these are ever open around one of our answers.
const MOST_BOOKMARKS: usize = 100;

/// Whether one of our tags or bookmarks may be of that name.
fn can_be_anchor(name: &str) -> bool {
    name.chars().nth(LONGEST_TAG).is_none()
}

/// A link's target with the part of the page that it leads to, which Word keeps
/// apart.
fn with_part(url: &str, part: Option<&str>) -> String {
    match part.filter(|part| !part.is_empty() && !url.contains('#')) {
        Some(part) => format!("{url}#{part}"),
        None => url.to_owned(),
    }
}

/// The alternative that newer programs show (ECMA-376 part 3, 7.6).
pub(super) fn chosen(element: &Element) -> Option<&Element> {
    element.child("mc:Choice").or_else(|| element.child("mc:Fallback"))
}

fn is_deleted_cell(cell: &Element) -> bool {
    cell.child("w:tcPr").is_some_and(|properties| properties.child("w:cellDel").is_some())
}

fn number(element: Option<&Element>) -> Option<usize> {
    value(element)?.parse().ok()
}

pub(super) fn own_text(element: &Element) -> String {
    let texts = element.children.iter().filter_map(|node| match node {
        Node::Text(text) => Some(text.as_str()),
        Node::Element(_) => None,
    });
    texts.collect()
}

pub(super) fn all_text(element: &Element) -> String {
    let inner = element.elements().map(all_text);
    std::iter::once(own_text(element)).chain(inner).collect()
}
