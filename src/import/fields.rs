//! Which paragraphs of a file are which answer.
//!
//! A control's tag says it, else a bookmark, else the place: what stands between
//! the same words of the form as the answer in the file as we would write it.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Block, Cell, Document, Loss, Paragraph, Row, Table};
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
}

impl FormChange {
    pub(super) fn gone(text: &str) -> Self {
        Self { before: Some(text.to_owned()), after: None, is_table: false }
    }

    pub(super) fn added(text: &str, is_table: bool) -> Self {
        Self { before: None, after: Some(text.to_owned()), is_table }
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
    /// Comments by the path of what they are on.
    pub comments: Vec<(Option<String>, String)>,
    pub form_changes: Vec<FormChange>,
    /// Texts of text boxes and notes in answers, of which it is told there.
    asides: Vec<String>,
}

/// What our own file has, in order.
#[derive(Debug)]
pub(super) enum Expected {
    Form {
        text: String,
        squeezed: String,
    },
    /// The text at that path; of strategies `…/status` or `…/development`.
    Text(String),
    Matrix(ExpectedMatrix),
}

#[derive(Debug)]
pub(super) struct ExpectedMatrix {
    /// The header row's texts, that of the corner first.
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<ExpectedRow>,
}

#[derive(Debug)]
pub(super) struct ExpectedRow {
    pub(super) path: String,
    pub(super) number: String,
    /// The strategy's words and its label.
    pub(super) strategy: String,
    pub(super) squeezed: String,
    pub(super) label: String,
    /// All of it stands in one row.
    pub(super) is_whole: bool,
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

/// The order of things in our own file, where every anchor is in its place.
fn expected(own: &Document, anchors: &Anchors) -> Vec<Expected> {
    let mut all: Vec<Expected> = Vec::new();
    for block in &own.blocks {
        match block {
            Block::Paragraph(paragraph) => match (anchors.text(paragraph), all.last()) {
                (Some(path), Some(Expected::Text(last))) if last == path => {}
                (Some(path), _) => all.push(Expected::Text(path.clone())),
                (None, _) if paragraph.is_blank() => {}
                (None, _) => {
                    let text = paragraph.text();
                    all.push(Expected::Form { squeezed: squeezed(&text), text });
                }
            },
            Block::Table(table) => {
                let heads = table.rows.first().map(row_texts).unwrap_or_default();
                let rows = expected_rows(table, anchors);
                all.push(Expected::Matrix(ExpectedMatrix { heads, rows }));
            }
        }
    }
    all
}

fn expected_rows(table: &Table, anchors: &Anchors) -> Vec<ExpectedRow> {
    let rows = table.rows.get(1..).unwrap_or_default();
    let is_whole =
        |row: &Row| anchors.strategy(row).is_some_and(|path| anchors.is_development(row, path));
    if rows.first().is_some_and(is_whole) {
        return rows.iter().filter_map(|row| expected_whole_row(row, anchors)).collect();
    }
    let rows = rows.chunks(2).filter_map(|pair| {
        let label = pair.get(1).map(first_cell).unwrap_or_default();
        Some(expected_row(anchors.row(&pair[0])?, first_cell(&pair[0]), label, false))
    });
    rows.collect()
}

/// In a whole row, the first cell's words that are no answer are the strategy's
/// and its label.
fn expected_whole_row(row: &Row, anchors: &Anchors) -> Option<ExpectedRow> {
    let paragraphs = row.cells.first()?.paragraphs().into_iter();
    let mut of_form = paragraphs.filter(|paragraph| anchors.text(paragraph).is_none());
    let mut next = || of_form.next().map(|paragraph| paragraph.text()).unwrap_or_default();
    Some(expected_row(anchors.strategy(row)?, next(), next(), true))
}

fn expected_row(path: &str, strategy: String, label: String, is_whole: bool) -> ExpectedRow {
    let number = strategy.split('.').next().unwrap_or_default().to_owned();
    let squeezed = squeezed(&strategy);
    ExpectedRow { path: path.to_owned(), number, strategy, squeezed, label, is_whole }
}

pub(super) fn row_texts(row: &Row) -> Vec<String> {
    row.cells.iter().map(cell_text).collect()
}

pub(super) fn cell_text(cell: &Cell) -> String {
    let texts: Vec<String> = cell.paragraphs().iter().map(|paragraph| paragraph.text()).collect();
    texts.join(" ").trim().to_owned()
}

/// A text by its letters alone, to be compared.
pub(super) fn squeezed(text: &str) -> String {
    let clean = crate::rich_text::clean(text).0;
    clean.chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}').collect()
}

/// How alike two texts are that are one which somebody has changed a little, how
/// much of them is compared, and with how many texts one is.
const ALIKE: f64 = 0.6;
const COMPARED: usize = 800;
pub(super) const MOST_COMPARED: usize = 50;

/// Whether two texts are one that somebody has changed a little.
pub(super) fn is_like(one: &str, other: &str) -> bool {
    let start = |text: &str| squeezed(text).chars().take(COMPARED).collect::<String>();
    let (one, other) = (start(one), start(other));
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    // Texts of very different lengths need no letter by letter comparison.
    short > 0
        && short as f64 >= ALIKE / 2.0 * long as f64
        && strsim::normalized_levenshtein(&one, &other) >= ALIKE
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

pub(super) fn block_text(block: &Block) -> String {
    let texts: Vec<String> = paragraphs(&[block]).iter().map(|p| p.text()).collect();
    texts.join(" ").trim().to_owned()
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

    /// Pairs of expected things and groups, in order: the longest common
    /// sequence, and then texts of the form that are like what stands there.
    fn matches(&self, expected: &[Expected], groups: &[Group]) -> Vec<(usize, usize)> {
        let same = |at: usize, group: usize| self.is_same(&expected[at], &groups[group]);
        let mut matches = longest_common(expected.len(), groups.len(), &same);
        let mut found = 0;
        for (at, one) in expected.iter().enumerate() {
            if let Some((_, matched)) = matches.iter().find(|(matched, _)| *matched == at) {
                found = matched + 1;
                continue;
            }
            let next = matches.iter().filter(|(matched, _)| *matched > at).map(|(_, g)| *g).min();
            let gap = found..next.unwrap_or(groups.len()).max(found);
            let Expected::Form { text, .. } = one else { continue };
            let like = gap.into_iter().take(MOST_COMPARED).find(|group| {
                groups[*group].path.is_none() && is_like(text, &groups[*group].text())
            });
            if let Some(like) = like {
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

    pub(super) fn comments(&mut self, path: Option<&str>, blocks: &[&Block]) {
        for paragraph in paragraphs(blocks) {
            let comments = paragraph.comments.iter();
            let comments = comments.map(|id| (path.map(str::to_owned), id.clone()));
            self.found.comments.extend(comments);
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
                Block::Paragraph(paragraph) => flat.push(paragraph.clone()),
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
                Some(Line::Expected) if words.trim() != self.said.expected.0.trim() => {
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

pub(super) fn first_cell(row: &Row) -> String {
    row.cells.first().map(cell_text).unwrap_or_default()
}

/// The first paragraph of a row's first cell.
pub(super) fn first_words(row: &Row) -> String {
    let paragraphs = row.cells.first().map(Cell::paragraphs).unwrap_or_default();
    paragraphs.first().map(|paragraph| paragraph.text()).unwrap_or_default()
}

fn row_as_paragraph(row: &Row) -> Paragraph {
    let cells: Vec<String> = row.cells.iter().map(cell_text).collect();
    Paragraph::plain(cells.join(" | "))
}

fn paragraphs<'a>(blocks: &[&'a Block]) -> Vec<&'a Paragraph> {
    let each = blocks.iter().flat_map(|block| match block {
        Block::Paragraph(paragraph) => vec![paragraph],
        Block::Table(table) => {
            table.rows.iter().flat_map(|row| &row.cells).flat_map(|c| c.paragraphs()).collect()
        }
    });
    each.collect()
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

/// The answer that a group without a match belongs to: one that nothing else
/// was found for, else the one before it, else the one after it.
fn answer_at(group: usize, expected: &[Expected], matches: &[(usize, usize)]) -> Option<usize> {
    let is_answer = |at: &usize| matches!(expected[*at], Expected::Text(_));
    let before = matches.iter().filter(|(_, found)| *found < group).map(|(at, _)| *at).max();
    let after = matches.iter().filter(|(_, found)| *found > group).map(|(at, _)| *at).min();
    let from = before.map_or(0, |at| at + 1);
    let to = after.unwrap_or(expected.len());
    let between = (from..to.max(from)).find(|at| is_answer(at));
    between.or(before.filter(is_answer)).or(after.filter(is_answer))
}

/// The longest sequence of pairs that are the same, in order on both sides.
fn longest_common(
    rows: usize,
    columns: usize,
    same: &dyn Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let mut lengths = vec![vec![0_u32; columns + 1]; rows + 1];
    let mut is_same = vec![vec![false; columns]; rows];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            is_same[row][column] = same(row, column);
            lengths[row][column] = match is_same[row][column] {
                true => lengths[row + 1][column + 1] + 1,
                false => lengths[row + 1][column].max(lengths[row][column + 1]),
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut pairs = Vec::new();
    while row < rows && column < columns {
        if is_same[row][column] {
            pairs.push((row, column));
            (row, column) = (row + 1, column + 1);
        } else if lengths[row + 1][column] >= lengths[row][column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs
}
