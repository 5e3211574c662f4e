//! Which paragraphs of a file are which answer.
//!
//! A control's tag says it, else a bookmark, else the place: what stands between
//! the same words of the form as the answer in the file as we would write it.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{
    MOST_COMPARED, block_text, cell_text, first_cell, first_words, is_like, longest_common,
    paragraphs, squeezed,
};
use super::document::{Block, Document, Loss, Paragraph, Row};
use super::expected::{Expected, answer_at, expected};
use super::markings::Marking;
use super::places::{Anchors, Kind, Line, Place};
use super::prompts::{Asked, Prompts};
use super::tables;
use super::text::{self, Links};
use crate::compose::Said;
use crate::rich_text::RichText;

/// What a file says in one place.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    Text(RichText),
    Strategy { marks: Marks, development: RichText },
}

/// The marks of a row: the columns whose box is ticked, and those where a sign
/// is to be seen; or the words that stand across all columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    pub ticked: BTreeSet<usize>,
    pub signed: BTreeSet<usize>,
    pub said: Option<String>,
    /// Words in the columns, or in the list below, that are no mark.
    pub beside: Vec<String>,
}

/// A change of what is not the body's to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormChange {
    pub before: Option<String>,
    pub after: Option<String>,
    /// It came in a table, which somebody has thought of as an answer.
    pub is_table: bool,
    /// The form itself has been changed since, so that it may be nobody's.
    pub is_of_then: bool,
}

impl FormChange {
    pub(super) fn gone(text: &str) -> Self {
        Self { before: Some(text.to_owned()), after: None, is_table: false, is_of_then: false }
    }

    pub(super) fn added(text: &str, is_table: bool) -> Self {
        Self { before: None, after: Some(text.to_owned()), is_table, is_of_then: false }
    }

    pub(super) fn reworded(before: &str, after: &str) -> Self {
        Self { after: Some(after.to_owned()), ..Self::gone(before) }
    }
}

/// All that was found in a file.
#[derive(Debug, Default)]
pub struct Found {
    pub contents: BTreeMap<String, Content>,
    /// Paths of statuses and development texts whose row or cells are gone.
    pub missing: BTreeSet<String>,
    pub losses: Vec<(String, Loss)>,
    pub marked: Vec<(String, Marking, String)>,
    /// Comments by the path of what they are on.
    pub comments: Vec<(Option<String>, String)>,
    pub form_changes: Vec<FormChange>,
    /// Texts of text boxes and notes in answers, of which it is told there.
    asides: Vec<String>,
}

/// Reads `document`, which was made as `own` and edited since.
pub fn find(document: &Document, own: &Document, places: &[Place], said: &Said) -> Found {
    let anchors = Anchors::of(places);
    let expected = expected(own, &anchors);
    let mut links = Links::new();
    for paragraph in paragraphs(&own.blocks.iter().collect::<Vec<_>>()) {
        text::note_links(&paragraph.spans, &mut links);
    }
    let prompts = Prompts::new(&own.prompts, &document.prompts, &said.expected.0);
    let mut finder = Finder { places, anchors, links, prompts, said, found: Found::default() };
    let blocks = tables::whole(&document.blocks, &expected, &finder.anchors);
    finder.read(&blocks, &expected);
    finder.tell_asides(&blocks, own);
    finder.found
}

pub(super) struct Finder<'a> {
    pub(super) places: &'a [Place<'a>],
    pub(super) anchors: Anchors,
    /// Those of our own file.
    links: Links,
    pub(super) prompts: Prompts,
    said: &'a Said,
    pub(super) found: Found,
}

/// Blocks of the file that belong together: all of one answer, or one alone.
pub(super) struct Group<'a> {
    pub(super) blocks: Vec<&'a Block>,
    /// The answer, or the first row of the matrix, that anchors say it is.
    path: Option<String>,
    squeezed: String,
}

impl<'a> Group<'a> {
    fn of(block: &'a Block, path: Option<String>) -> Self {
        let squeezed = squeezed(&block_text(block));
        Self { blocks: vec![block], path, squeezed }
    }

    fn text(&self) -> String {
        let texts: Vec<String> = self.blocks.iter().map(|block| block_text(block)).collect();
        texts.join(" ").trim().to_owned()
    }
}

impl Finder<'_> {
    fn read(&mut self, blocks: &[Block], expected: &[Expected]) {
        let groups = self.groups(blocks, expected);
        let matches = self.matches(expected, &groups);
        let mut texts: BTreeMap<usize, Vec<&Block>> = BTreeMap::new();
        for (index, group) in groups.iter().enumerate() {
            let at = matches.iter().find(|(_, found)| *found == index).map(|(at, _)| *at);
            match at.map(|at| (at, &expected[at])) {
                Some((at, Expected::Text(_))) => {
                    texts.entry(at).or_default().extend(&group.blocks);
                }
                Some((_, Expected::Matrix(matrix))) => self.matrix(matrix, group),
                Some((_, Expected::Form { text, .. })) => self.form_text(text, group),
                // What is of one answer becomes no part of another.
                None if group.path.is_some() => match begun_at(index, &groups, &matches) {
                    Some(at) => texts.entry(at).or_default().extend(&group.blocks),
                    None => self.added(group),
                },
                None => match answer_at(index, expected, &matches) {
                    Some(at) => texts.entry(at).or_default().extend(&group.blocks),
                    None => self.added(group),
                },
            }
        }
        for (at, one) in expected.iter().enumerate() {
            let is_matched = matches.iter().any(|(matched, _)| *matched == at);
            match one {
                Expected::Text(path) => {
                    // With its heading gone, it is not empty but not there.
                    let follows = at.checked_sub(1).is_some_and(|before| {
                        matches.iter().any(|(matched, _)| *matched == before)
                    });
                    if is_matched || follows || texts.contains_key(&at) {
                        let blocks = texts.remove(&at).unwrap_or_default();
                        self.text(path, &blocks);
                    }
                }
                Expected::Form { text, .. } if !is_matched => {
                    self.found.form_changes.push(FormChange::gone(text));
                }
                Expected::Form { .. } | Expected::Matrix(_) => {}
            }
        }
    }

    /// Neighbouring blocks of one answer as one group.
    fn groups<'b>(&self, blocks: &'b [Block], expected: &[Expected]) -> Vec<Group<'b>> {
        let of_form: BTreeSet<&str> = expected
            .iter()
            .filter_map(|one| match one {
                Expected::Form { squeezed, .. } => Some(squeezed.as_str()),
                Expected::Text(_) | Expected::Matrix(_) => None,
            })
            .collect();
        let is_free =
            |group: &Group| group.path.is_none() && !of_form.contains(group.squeezed.as_str());
        let mut groups: Vec<Group> = Vec::new();
        for block in blocks {
            let path = match block {
                Block::Paragraph(paragraph) => self.anchors.text(paragraph).cloned(),
                Block::Table(table) => {
                    table.rows.iter().find_map(|row| self.anchors.row(row)).cloned()
                }
            };
            let goes_on = path.is_some() && matches!(block, Block::Paragraph(_));
            let same = goes_on.then(|| groups.iter().rposition(|g| g.path == path)).flatten();
            match same.filter(|first| groups[first + 1..].iter().all(is_free)) {
                // What stands between two paragraphs of an answer is the answer's.
                Some(first) => {
                    let between = groups.split_off(first + 1);
                    let blocks = between.into_iter().flat_map(|group| group.blocks);
                    groups[first].blocks.extend(blocks.chain([block]));
                }
                None => groups.push(Group::of(block, path)),
            }
        }
        groups.retain(|group| group.path.is_some() || !group.blocks.iter().all(|b| is_nothing(b)));
        groups
    }

    /// Pairs of expected things and groups: in order the longest common sequence;
    /// then what was moved, by its anchor or the form's very words; and then texts
    /// of the form that are like what stands there.
    fn matches(&self, expected: &[Expected], groups: &[Group]) -> Vec<(usize, usize)> {
        let same = |at: usize, group: usize| self.is_same(&expected[at], &groups[group]);
        let ordered = longest_common(expected.len(), groups.len(), &same);
        let mut free: BTreeSet<usize> = (0..groups.len()).collect();
        free.retain(|group| !ordered.iter().any(|(_, matched)| matched == group));
        let mut matches = ordered.clone();
        let is_left = |at: &usize| !ordered.iter().any(|(matched, _)| matched == at);
        for at in (0..expected.len()).filter(is_left) {
            if let Some(moved) = free.iter().copied().find(|group| same(at, *group)) {
                free.remove(&moved);
                matches.push((at, moved));
            }
        }
        let mut found = 0;
        for (at, one) in expected.iter().enumerate() {
            if let Some((_, matched)) = ordered.iter().find(|(matched, _)| *matched == at) {
                found = matched + 1;
                continue;
            }
            let next = ordered.iter().filter(|(matched, _)| *matched > at).map(|(_, g)| *g).min();
            let gap = found..next.unwrap_or(groups.len()).max(found);
            let Expected::Form { text, .. } = one else { continue };
            if matches.iter().any(|(matched, _)| *matched == at) {
                continue;
            }
            let like = gap.filter(|group| free.contains(group)).take(MOST_COMPARED).find(|group| {
                groups[*group].path.is_none() && is_like(text, &groups[*group].text())
            });
            if let Some(like) = like {
                free.remove(&like);
                matches.push((at, like));
                found = like + 1;
            }
        }
        matches.sort();
        matches
    }

    fn is_same(&self, expected: &Expected, group: &Group) -> bool {
        match (expected, group.blocks.as_slice()) {
            (Expected::Text(path), [Block::Paragraph(_), ..]) => group.path.as_ref() == Some(path),
            (Expected::Form { squeezed, .. }, [Block::Paragraph(_)]) => {
                group.path.is_none() && *squeezed == group.squeezed
            }
            (Expected::Matrix(matrix), [Block::Table(table)]) => match &group.path {
                Some(path) => matrix.rows.iter().any(|row| row.path == *path),
                None => table.rows.iter().any(|row| {
                    let found = [squeezed(&first_cell(row)), squeezed(&first_words(row))];
                    matrix.rows.iter().any(|expected| found.contains(&expected.squeezed))
                }),
            },
            _ => false,
        }
    }

    fn form_text(&mut self, text: &str, group: &Group) {
        let found = group.text();
        if squeezed(text) != squeezed(&found) {
            self.found.form_changes.push(FormChange::reworded(text, &found));
        }
        self.comments(None, &group.blocks);
    }

    fn added(&mut self, group: &Group) {
        let is_table = group.blocks.iter().any(|block| matches!(block, Block::Table(_)));
        let text = group.text();
        if !text.is_empty() {
            self.found.form_changes.push(FormChange::added(&text, is_table));
        }
        self.comments(None, &group.blocks);
    }

    /// Tells of the texts in text boxes and notes that are in no answer.
    fn tell_asides(&mut self, blocks: &[Block], own: &Document) {
        let all = |blocks: &[Block]| -> Vec<String> {
            let paragraphs = paragraphs(&blocks.iter().collect::<Vec<_>>());
            paragraphs.into_iter().flat_map(|paragraph| paragraph.asides.clone()).collect()
        };
        let mut known = std::mem::take(&mut self.found.asides);
        known.extend(all(&own.blocks));
        for text in all(blocks) {
            match known.iter().position(|known| *known == text) {
                Some(at) => drop(known.swap_remove(at)),
                None => self.found.form_changes.push(FormChange::added(&text, false)),
            }
        }
    }

    pub(super) fn note_asides(&mut self, blocks: &[&Block]) {
        let asides = paragraphs(blocks).into_iter().flat_map(|one| one.asides.iter().cloned());
        self.found.asides.extend(asides);
    }

    /// What is said by comments, and in an answer by how its words look.
    pub(super) fn comments(&mut self, path: Option<&str>, blocks: &[&Block]) {
        for paragraph in paragraphs(blocks) {
            let comments = paragraph.comments.iter();
            let comments = comments.map(|id| (path.map(str::to_owned), id.clone()));
            self.found.comments.extend(comments);
            let marked = path.into_iter().flat_map(|path| {
                paragraph.marked.iter().map(|(how, words)| (path.to_owned(), *how, words.clone()))
            });
            self.found.marked.extend(marked);
        }
    }

    /// An answer's text.
    fn text(&mut self, path: &str, blocks: &[&Block]) {
        let (text, losses) = self.read_text(blocks);
        self.note_asides(blocks);
        // In a linear matrix a strategy's status and text are texts of their own.
        let of_strategy = self.places.iter().find_map(|place| match place.kind {
            Kind::Strategy(..) => Some((place, path.strip_prefix(&place.path)?.strip_prefix('/')?)),
            Kind::Text => None,
        });
        let owner = of_strategy.map_or(path, |(place, _)| &place.path).to_owned();
        self.found.losses.extend(losses.into_iter().map(|loss| (owner.clone(), loss)));
        self.comments(Some(&owner), blocks);
        match of_strategy {
            None => drop(self.found.contents.insert(owner, Content::Text(text))),
            Some((_, part)) => {
                let empty = || Content::Strategy {
                    marks: Marks::default(),
                    development: RichText::default(),
                };
                let content = self.found.contents.entry(owner).or_insert_with(empty);
                if let Content::Strategy { marks, development } = content {
                    match part {
                        "status" => marks.said = Some(text::words(&text)),
                        _ => *development = text,
                    }
                }
            }
        }
    }

    /// The text in `blocks`; of tables their words, row by row.
    pub(super) fn read_text(&self, blocks: &[&Block]) -> (RichText, Vec<Loss>) {
        let mut losses = Vec::new();
        let mut flat = Vec::new();
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => flat.push(Paragraph::clone(paragraph)),
                Block::Table(table) => {
                    losses.push(Loss::Table);
                    flat.extend(table.rows.iter().map(row_as_paragraph));
                }
            }
        }
        for paragraph in &mut flat {
            let (mut spans, is_lost) = text::restored_links(&paragraph.spans, &self.links);
            text::as_we_write_links(&mut spans, &self.links);
            paragraph.spans = spans;
            if is_lost {
                paragraph.losses.insert(Loss::Link);
            }
        }
        if self.leave_prompts(&mut flat) {
            losses.push(Loss::Prompt);
        }
        let (text, found) = text::rich_text(&flat.iter().collect::<Vec<_>>());
        losses.extend(found);
        (text, losses)
    }

    /// A development text with what is said in the lines below it: last when the
    /// work is expected to be done; and apart, what is said in place of a mark.
    pub(super) fn read_development(&self, blocks: &[&Block]) -> (RichText, Vec<Loss>, Vec<String>) {
        let mut left = Vec::new();
        let (lines, blocks): (Vec<&Block>, Vec<&Block>) =
            blocks.iter().copied().partition(|block| self.anchors.line(block).is_some());
        let (mut text, losses) = self.read_text(&blocks);
        for block in lines {
            let (words, _) = self.read_text(&[block]);
            let words = text::words(&words);
            match self.anchors.line(block) {
                Some(Line::Left) => left.extend((!words.is_empty()).then_some(words)),
                Some(Line::Expected)
                    if ![self.said.expected.0.trim(), ""].contains(&words.trim()) =>
                {
                    text.0.extend(RichText::plain(words).0);
                }
                Some(Line::Expected) | None => {}
            }
        }
        (text, losses, left)
    }

    /// Takes the prompts out of an answer's paragraphs; whether one stood beside
    /// words of the answer.
    fn leave_prompts(&self, paragraphs: &mut Vec<Paragraph>) -> bool {
        let (mut is_beside, mut is_asked) = (false, false);
        paragraphs.retain_mut(|paragraph| match self.prompts.asked(&paragraph.spans) {
            Asked::Nothing => true,
            Asked::Whole { is_for_text } => {
                is_asked |= is_for_text;
                false
            }
            Asked::Beside(spans) => {
                is_beside = true;
                paragraph.spans = spans;
                true
            }
        });
        // A date or a state that was chosen below leaves the prompt as it was.
        let is_chosen = |paragraph: &Paragraph| {
            let Said { not_applicable, not_answered, expected } = self.said;
            let text = paragraph.text();
            let text = text.trim();
            [not_applicable, not_answered].contains(&&text.to_owned())
                || (!expected.0.is_empty() && text.starts_with(expected.0.trim()))
        };
        let is_written = paragraphs.iter().any(|one| !one.is_blank() && !is_chosen(one));
        is_beside || (is_asked && is_written)
    }
}

fn row_as_paragraph(row: &Row) -> Paragraph {
    let cells: Vec<String> = row.cells.iter().map(cell_text).collect();
    Paragraph::plain(cells.join(" | "))
}

fn is_nothing(block: &Block) -> bool {
    match block {
        Block::Paragraph(paragraph) => {
            paragraph.is_blank()
                && paragraph.losses.is_empty()
                && paragraph.comments.is_empty()
                && paragraph.boxes.is_empty()
        }
        Block::Table(_) => false,
    }
}

/// The answer that goes on in a group after another's within it.
fn begun_at(index: usize, groups: &[Group], matches: &[(usize, usize)]) -> Option<usize> {
    let first = groups[..index].iter().rposition(|group| group.path == groups[index].path)?;
    let is_within = groups[first..index].iter().all(|group| group.path.is_some());
    let begun = matches.iter().find(|(_, found)| *found == first).filter(|_| is_within);
    begun.map(|(at, _)| *at)
}
