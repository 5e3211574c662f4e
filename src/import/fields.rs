//! Which paragraphs of a file are which answer.
//!
//! A control's tag says it, else a bookmark, else the place: what stands between
//! the same words of the form as the answer in the file as we would write it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::document::{Block, Document, Loss, Paragraph, Row, Table};
use super::text::{self, Links};
use crate::diagnostic::QuestionName;
use crate::docx::control::{bookmark, tag};
use crate::form::{Form, Item, Scale, Strategy};
use crate::json::join;
use crate::rich_text::RichText;

/// A place of the answers file that a report shows.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// JSON Pointer below `/answers`.
    pub path: String,
    pub question: QuestionName,
    pub kind: Kind<'a>,
}

#[derive(Debug, Clone, Copy)]
pub enum Kind<'a> {
    Text,
    Strategy(&'a Strategy, &'a Scale),
}

/// All that `body` is asked, in the form's order.
pub fn places<'a>(form: &'a Form, body: &str) -> Vec<Place<'a>> {
    let mut places = Vec::new();
    for (index, part) in form.parts.iter().enumerate() {
        let name = |strategy: Option<&str>| QuestionName {
            section: index + 1,
            heading: part.heading.clone(),
            strategy: strategy.map(str::to_owned),
        };
        let path = join("", &part.id);
        for item in &part.content {
            match item {
                Item::Instruction(_) => {}
                Item::Question(question) => {
                    let path = match &question.id {
                        Some(id) => join(&path, id),
                        None => path.clone(),
                    };
                    places.push(Place { path, question: name(None), kind: Kind::Text });
                }
                Item::Matrix(matrix) => {
                    let Some(scale) = form.scales.get(&matrix.scale) else { continue };
                    for strategy in matrix.strategies.iter().filter(|s| s.is_asked_of(body)) {
                        places.push(Place {
                            path: join(&path, &strategy.number),
                            question: name(Some(&strategy.number)),
                            kind: Kind::Strategy(strategy, scale),
                        });
                    }
                }
            }
        }
    }
    places
}

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
    /// Words in the columns that are no mark.
    pub beside: Vec<String>,
}

/// A change of what is not the body's to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormChange {
    pub before: Option<String>,
    pub after: Option<String>,
}

/// All that was found in a file.
#[derive(Debug, Default)]
pub struct Found {
    pub contents: BTreeMap<String, Content>,
    pub losses: Vec<(String, Loss)>,
    /// Comments by the path of what they are on.
    pub comments: Vec<(Option<String>, String)>,
    pub form_changes: Vec<FormChange>,
}

/// What our own file has, in order.
#[derive(Debug)]
enum Expected {
    Form {
        text: String,
        squeezed: String,
    },
    /// The text at that path; of strategies `…/status` or `…/development`.
    Text(String),
    Matrix(Vec<ExpectedRow>),
}

#[derive(Debug)]
struct ExpectedRow {
    path: String,
    number: String,
    /// What its first cell and the label below hold.
    strategy: String,
    label: String,
}

/// Knows every tag and bookmark that we give.
struct Anchors {
    texts: HashMap<String, String>,
    rows: HashMap<String, String>,
}

impl Anchors {
    fn of(places: &[Place]) -> Self {
        let mut anchors = Self { texts: HashMap::new(), rows: HashMap::new() };
        for place in places {
            let mut texts = vec![place.path.clone()];
            if let Kind::Strategy(_, scale) = place.kind {
                let status = join(&place.path, "status");
                let marks = scale.options.iter().map(|option| join(&status, &option.id));
                texts = vec![status.clone(), join(&place.path, "development")];
                for path in marks.chain(texts.iter().cloned()).chain([place.path.clone()]) {
                    anchors.rows.insert(tag(&path), place.path.clone());
                    anchors.rows.insert(bookmark(&path), place.path.clone());
                }
            }
            for path in texts {
                anchors.texts.insert(tag(&path), path.clone());
                anchors.texts.insert(bookmark(&path), path);
            }
        }
        anchors
    }

    /// The answer that a paragraph stands in; a control's word before a
    /// bookmark's, which may reach into the next paragraph.
    fn text(&self, paragraph: &Paragraph) -> Option<&String> {
        let (bookmarks, tags): (Vec<_>, Vec<_>) =
            paragraph.anchors.iter().partition(|anchor| anchor.starts_with("dnr_"));
        tags.into_iter().chain(bookmarks).find_map(|anchor| self.texts.get(anchor))
    }

    fn row(&self, row: &Row) -> Option<&String> {
        row.cells.iter().flat_map(|cell| cell.all_anchors()).find_map(|a| self.rows.get(a))
    }
}

/// Reads `document`, which was made as `own` and edited since.
pub fn find(document: &Document, own: &Document, places: &[Place]) -> Found {
    let anchors = Anchors::of(places);
    let expected = expected(own, &anchors);
    let mut links = Links::new();
    for paragraph in paragraphs(&own.blocks.iter().collect::<Vec<_>>()) {
        text::note_links(&paragraph.spans, &mut links);
    }
    let mut finder = Finder { places, anchors, links, found: Found::default() };
    finder.read(document, &expected);
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
            Block::Table(table) => all.push(Expected::Matrix(expected_rows(table, anchors))),
        }
    }
    all
}

fn expected_rows(table: &Table, anchors: &Anchors) -> Vec<ExpectedRow> {
    let pairs = table.rows.get(1..).unwrap_or_default().chunks(2);
    let rows = pairs.filter_map(|pair| {
        let strategy = pair[0].cells.first().map(cell_text).unwrap_or_default();
        let number = strategy.split('.').next().unwrap_or_default().to_owned();
        let label = pair.get(1).and_then(|row| row.cells.first()).map(cell_text);
        let path = anchors.row(&pair[0])?.clone();
        Some(ExpectedRow { path, number, strategy, label: label.unwrap_or_default() })
    });
    rows.collect()
}

fn cell_text(cell: &super::document::Cell) -> String {
    let texts: Vec<String> = cell.paragraphs().iter().map(|paragraph| paragraph.text()).collect();
    texts.join(" ").trim().to_owned()
}

/// A text by its letters alone, to be compared.
fn squeezed(text: &str) -> String {
    let clean = crate::rich_text::clean(text).0;
    clean.chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}').collect()
}

/// Whether two texts are one that somebody has changed a little.
fn is_like(one: &str, other: &str) -> bool {
    let (one, other) = (squeezed(one), squeezed(other));
    let long = one.len().max(other.len());
    long > 0 && long < 4_000 && strsim::normalized_levenshtein(&one, &other) >= 0.6
}

struct Finder<'a> {
    places: &'a [Place<'a>],
    anchors: Anchors,
    /// Those of our own file.
    links: Links,
    found: Found,
}

/// Blocks of the file that belong together: all of one answer, or one alone.
struct Group<'a> {
    blocks: Vec<&'a Block>,
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

fn block_text(block: &Block) -> String {
    let texts: Vec<String> = paragraphs(&[block]).iter().map(|p| p.text()).collect();
    texts.join(" ").trim().to_owned()
}

impl<'a> Finder<'a> {
    fn read(&mut self, document: &'a Document, expected: &[Expected]) {
        let groups = self.groups(document, expected);
        let matches = self.matches(expected, &groups);
        let mut texts: BTreeMap<usize, Vec<&Block>> = BTreeMap::new();
        for (index, group) in groups.iter().enumerate() {
            let at = matches.iter().find(|(_, found)| *found == index).map(|(at, _)| *at);
            match at.map(|at| (at, &expected[at])) {
                Some((at, Expected::Text(_))) => {
                    texts.entry(at).or_default().extend(&group.blocks);
                }
                Some((_, Expected::Matrix(rows))) => self.matrix(rows, group),
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
                    let before = Some(text.clone());
                    self.found.form_changes.push(FormChange { before, after: None });
                }
                Expected::Form { .. } | Expected::Matrix(_) => {}
            }
        }
    }

    /// Neighbouring blocks of one answer as one group.
    fn groups(&self, document: &'a Document, expected: &[Expected]) -> Vec<Group<'a>> {
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
        for block in &document.blocks {
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
            let like = gap.into_iter().find(|group| {
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
            (Expected::Matrix(rows), [Block::Table(table)]) => match &group.path {
                Some(path) => rows.iter().any(|row| row.path == *path),
                None => rows.iter().any(|row| row_by_words(row, table).is_some()),
            },
            _ => false,
        }
    }

    fn form_text(&mut self, text: &str, group: &Group) {
        let found = group.text();
        if squeezed(text) != squeezed(&found) {
            let (before, after) = (Some(text.to_owned()), Some(found));
            self.found.form_changes.push(FormChange { before, after });
        }
        self.comments(None, &group.blocks);
    }

    fn added(&mut self, group: &Group) {
        let after = Some(group.text()).filter(|text| !text.is_empty());
        if after.is_some() {
            self.found.form_changes.push(FormChange { before: None, after });
        }
        self.comments(None, &group.blocks);
    }

    fn comments(&mut self, path: Option<&str>, blocks: &[&Block]) {
        for paragraph in paragraphs(blocks) {
            let comments = paragraph.comments.iter();
            let comments = comments.map(|id| (path.map(str::to_owned), id.clone()));
            self.found.comments.extend(comments);
        }
    }

    /// An answer's text.
    fn text(&mut self, path: &str, blocks: &[&Block]) {
        let (text, losses) = self.read_text(blocks);
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
                        "status" => {
                            let said =
                                paragraphs(blocks).iter().map(|p| p.text()).collect::<String>();
                            marks.said = Some(said.trim().to_owned());
                        }
                        _ => *development = text,
                    }
                }
            }
        }
    }

    fn matrix(&mut self, rows: &[ExpectedRow], group: &Group) {
        let [Block::Table(table)] = group.blocks.as_slice() else { return };
        let mut seen = BTreeSet::new();
        for expected in rows {
            let anchored = |row: &Row| self.anchors.row(row) == Some(&expected.path);
            let at = row_by_words(expected, table)
                .or_else(|| table.rows.iter().position(|r| anchored(r) && r.cells.len() != 2))
                .or_else(|| row_by_number(expected, table))
                .or_else(|| table.rows.iter().position(anchored));
            let Some(at) = at else { continue };
            seen.extend([at, at + 1]);
            self.strategy(expected, &table.rows[at], table.rows.get(at + 1));
        }
        for (index, row) in table.rows.iter().enumerate().skip(1) {
            let text: Vec<String> = row.cells.iter().map(cell_text).collect();
            let text = text.join(" ").trim().to_owned();
            if !seen.contains(&index) && !text.is_empty() {
                self.found.form_changes.push(FormChange { before: None, after: Some(text) });
            }
        }
    }

    fn strategy(&mut self, expected: &ExpectedRow, row: &Row, below: Option<&Row>) {
        self.form_cell(&expected.strategy, row);
        let below = below.filter(|row| row.cells.len() >= 2);
        if let Some(below) = below {
            self.form_cell(&expected.label, below);
        }
        let symbol = |column: usize| {
            let place = self.places.iter().find(|place| place.path == expected.path)?;
            let Kind::Strategy(_, scale) = place.kind else { return None };
            scale.options.get(column).map(|option| option.symbol.as_str())
        };
        let marks = read_marks(row, &symbol);
        let cell = below.and_then(|row| row.cells.last());
        let blocks: Vec<&Block> = cell.map(|cell| cell.blocks.iter().collect()).unwrap_or_default();
        let (development, losses) = self.read_text(&blocks);
        let path = &expected.path;
        self.found.losses.extend(losses.into_iter().map(|loss| (path.clone(), loss)));
        let all = row.cells.iter().chain(below.into_iter().flat_map(|row| &row.cells));
        let all: Vec<&Block> = all.flat_map(|cell| &cell.blocks).collect();
        self.comments(Some(path), &all);
        self.found.contents.insert(path.clone(), Content::Strategy { marks, development });
    }

    /// The text in `blocks`; of tables their words, row by row.
    fn read_text(&self, blocks: &[&Block]) -> (RichText, Vec<Loss>) {
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
            let (spans, is_lost) = text::restored_links(&paragraph.spans, &self.links);
            paragraph.spans = spans;
            if is_lost {
                paragraph.losses.insert(Loss::Link);
            }
        }
        let (text, found) = text::rich_text(&flat.iter().collect::<Vec<_>>());
        losses.extend(found);
        (text, losses)
    }

    fn form_cell(&mut self, expected: &str, row: &Row) {
        let found = row.cells.first().map(cell_text).unwrap_or_default();
        if squeezed(expected) != squeezed(&found) {
            let change = FormChange { before: Some(expected.to_owned()), after: Some(found) };
            self.found.form_changes.push(change);
        }
    }
}

/// The row whose first cell holds the strategy as the form words it.
fn row_by_words(expected: &ExpectedRow, table: &Table) -> Option<usize> {
    let wanted = squeezed(&expected.strategy);
    table.rows.iter().position(|row| squeezed(&first_cell(row)) == wanted)
}

/// The row whose first cell bears the strategy's number and much of its words.
fn row_by_number(expected: &ExpectedRow, table: &Table) -> Option<usize> {
    let number = format!("{}.", expected.number);
    table.rows.iter().position(|row| {
        let text = first_cell(row);
        text.starts_with(&number) && is_like(&text, &expected.strategy)
    })
}

fn first_cell(row: &Row) -> String {
    row.cells.first().map(cell_text).unwrap_or_default()
}

fn read_marks<'s>(row: &Row, symbol: &impl Fn(usize) -> Option<&'s str>) -> Marks {
    let mut marks = Marks::default();
    let cells = row.cells.get(1..).unwrap_or_default();
    if let [said] = cells
        && said.paragraphs().iter().all(|paragraph| paragraph.boxes.is_empty())
    {
        marks.said = Some(cell_text(said));
        return marks;
    }
    for (column, cell) in cells.iter().enumerate() {
        let paragraphs = cell.paragraphs();
        let boxes: Vec<_> = paragraphs.iter().flat_map(|paragraph| &paragraph.boxes).collect();
        let words = cell_text(cell);
        let symbol = symbol(column).unwrap_or("x");
        let typed = is_mark(&words, symbol);
        if !words.is_empty() && !typed && !is_open(&words) {
            marks.beside.push(words);
        }
        if typed || boxes.iter().any(|tick_box| tick_box.checked) {
            marks.ticked.insert(column);
        }
        if typed || boxes.iter().any(|tick_box| is_mark(&tick_box.shown, symbol)) {
            marks.signed.insert(column);
        }
    }
    marks
}

/// Whether a text is what people put into a column to choose it.
fn is_mark(text: &str, symbol: &str) -> bool {
    let text = text.trim();
    text == symbol
        || ["x", "X", "×", "✓", "✔", "✗", "✘", "☒", "☑", "✕", "✖", "🗙", "🗸", "■"].contains(&text)
}

/// Whether a text is an empty box.
fn is_open(text: &str) -> bool {
    text.trim().chars().all(|c| matches!(c, '☐' | '□' | '◻'))
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
