//! Reading a status matrix: which row is which strategy, which cell which option,
//! and what people put there.

use std::collections::BTreeSet;

use super::compare::{
    MOST_COMPARED, block_text, cell_text, first_cell, first_words, is_like, row_texts, squeezed,
};
use super::document::{Block, Cell, Row, Table};
use super::expected::{ExpectedMatrix, ExpectedRow};
use super::fields::{Content, Finder, FormChange, Group, Marks};
use super::places::{Kind, development_of, status_of};

impl Finder<'_> {
    /// Everything in the matrix that `group` is.
    pub(super) fn matrix(&mut self, matrix: &ExpectedMatrix, group: &Group) {
        let [Block::Table(table)] = group.blocks.as_slice() else { return };
        let strategies = self.strategy_rows(&matrix.rows, table);
        let first = strategies.iter().flatten().min().copied().unwrap_or_default();
        let head = table.rows[..first].iter().position(|row| is_head(row, &matrix.heads));
        let columns = self.heads(matrix, head.map(|head| &table.rows[head]));
        let mut seen: BTreeSet<usize> = strategies.iter().flatten().copied().collect();
        seen.extend(head);
        for (expected, at) in matrix.rows.iter().zip(&strategies) {
            let below = match expected.is_whole {
                true => None,
                false => self.development_row(expected, *at, table, &strategies),
            };
            seen.extend(below);
            if let Some(at) = at {
                let below = below.map(|below| &table.rows[below]);
                self.strategy(expected, &table.rows[*at], below, &columns);
            }
        }
        for (index, row) in table.rows.iter().enumerate() {
            let text = row_texts(row).join(" ").trim().to_owned();
            // A table that was split may have the header row again.
            let is_known = seen.contains(&index) || is_head(row, &matrix.heads);
            if !is_known && !text.is_empty() {
                self.found.form_changes.push(FormChange::added(&text, true));
            }
        }
    }

    /// Where each strategy's marks stand: by the form's words, else by an
    /// anchor, else by the number and much of the words.
    fn strategy_rows(&self, rows: &[ExpectedRow], table: &Table) -> Vec<Option<usize>> {
        let words = |row: &Row| [squeezed(&first_cell(row)), squeezed(&first_words(row))];
        let words: Vec<[String; 2]> = table.rows.iter().map(words).collect();
        let by_words = |expected: &ExpectedRow| {
            words.iter().position(|words| words.contains(&expected.squeezed))
        };
        let mut found: Vec<Option<usize>> = rows.iter().map(by_words).collect();
        for (index, expected) in rows.iter().enumerate() {
            if found[index].is_none() {
                let is_free = |at: &usize| !found.contains(&Some(*at));
                let anchored = |row: &Row| self.anchors.strategy(row) == Some(&expected.path);
                let by_anchor = table.rows.iter().position(anchored).filter(is_free);
                found[index] = by_anchor.or_else(|| row_by_number(expected, table).filter(is_free));
            }
        }
        found
    }

    /// The row with the development text of the strategy whose marks stand in row
    /// `at`: the next one, unless it is another's.
    fn development_row(
        &self,
        expected: &ExpectedRow,
        at: Option<usize>,
        table: &Table,
        strategies: &[Option<usize>],
    ) -> Option<usize> {
        let is_ours = |row: &Row| self.anchors.is_development(row, &expected.path);
        let can_be = |index: &usize| {
            table.rows[*index].cells.len() > 1 && !strategies.contains(&Some(*index))
        };
        let next = at.map(|at| at + 1).filter(|next| *next < table.rows.len()).filter(can_be);
        let anchored = || table.rows.iter().position(is_ours).filter(can_be);
        next.filter(|next| is_ours(&table.rows[*next]))
            .or_else(anchored)
            .or(next.filter(|next| !self.anchors.is_any_development(&table.rows[*next])))
    }

    /// Which option each cell of a row is for, as the header row says it, and as
    /// the form says it where there is no header row.
    fn heads(&mut self, matrix: &ExpectedMatrix, head: Option<&Row>) -> Vec<Option<usize>> {
        let known: Vec<String> = matrix.heads.iter().map(|text| squeezed(text)).collect();
        let Some(head) = head else {
            self.found.form_changes.push(FormChange::gone(&matrix.heads.join(" | ")));
            return (0..known.len()).map(|cell| cell.checked_sub(1)).collect();
        };
        let texts = row_texts(head);
        let found: Vec<String> = texts.iter().map(|text| squeezed(text)).collect();
        if found != known {
            let change = FormChange::reworded(&matrix.heads.join(" | "), &texts.join(" | "));
            self.found.form_changes.push(change);
        }
        let column = |cell: usize| {
            let named = known.iter().skip(1).position(|text| *text == found[cell]);
            // A head with words of its own, where one of the form's is not.
            let reworded = || found.len() == known.len() && !found.contains(&known[cell]);
            named.or_else(|| reworded().then_some(cell - 1))
        };
        (0..found.len()).map(|cell| if cell == 0 { None } else { column(cell) }).collect()
    }

    fn strategy(
        &mut self,
        expected: &ExpectedRow,
        row: &Row,
        below: Option<&Row>,
        columns: &[Option<usize>],
    ) {
        let path = &expected.path;
        let parts = match expected.is_whole {
            true => self.whole_parts(expected, row),
            false => Parts::of(row, below),
        };
        self.form_words(&expected.strategy, Some(parts.strategy));
        if parts.development.is_some() {
            self.form_words(&expected.label, parts.label);
        } else {
            self.found.missing.insert(development_of(path));
        }
        let marks = self.marks(row, expected, columns);
        if marks.is_none() {
            self.found.missing.insert(status_of(path));
        }
        let mut marks = marks.unwrap_or_default();
        marks.said = marks.said.or(parts.said);
        let text = parts.development.unwrap_or_default();
        self.note_asides(&text);
        let (development, losses, left) = self.read_development(&text);
        marks.beside.extend(left);
        self.found.losses.extend(losses.into_iter().map(|loss| (path.clone(), loss)));
        let all = row.cells.iter().chain(below.into_iter().flat_map(|row| &row.cells));
        let all: Vec<&Block> = all.flat_map(|cell| &cell.blocks).collect();
        self.comments(Some(path), &all);
        self.found.contents.insert(path.clone(), Content::Strategy { marks, development });
    }

    /// What stands in the first cell of a whole row: the strategy's words, what
    /// is said in place of a mark, the label, and the development text.
    fn whole_parts<'b>(&self, expected: &ExpectedRow, row: &'b Row) -> Parts<'b> {
        let blocks: &[Block] = row.cells.first().map(|cell| &cell.blocks[..]).unwrap_or_default();
        let texts: Vec<String> = blocks.iter().map(block_text).collect();
        let is_answer = |index: &usize, path: &str| match &blocks[*index] {
            Block::Paragraph(paragraph) => {
                self.anchors.text(paragraph).is_some_and(|of| of == path)
            }
            Block::Table(_) => false,
        };
        let development = development_of(&expected.path);
        let answer = (1..blocks.len()).find(|index| is_answer(index, &development));
        let before_answer = 1..answer.unwrap_or(blocks.len());
        let mut compared = before_answer.clone().take(MOST_COMPARED);
        let wanted = squeezed(&expected.label);
        let same = before_answer.into_iter().find(|index| squeezed(&texts[*index]) == wanted);
        let like = || compared.find(|at| is_like(&texts[*at], &expected.label));
        let label = same.or_else(like);
        let start = label.map(|at| at + 1).or(answer).unwrap_or(blocks.len().min(1));
        let end = label.unwrap_or(start);
        // Somebody may have broken the strategy's words in two.
        let status = status_of(&expected.path);
        let mut words = String::new();
        let goes_on = |at: &usize| {
            words.push_str(&squeezed(&texts[*at]));
            !is_answer(at, &status) && expected.squeezed.starts_with(&words)
        };
        let strategy = (0..end).take_while(goes_on).count().max(end.min(1));
        let said = texts[strategy..end].join(" ").trim().to_owned();
        Parts {
            strategy: texts[..strategy].join(" "),
            said: Some(said).filter(|said| !said.is_empty()),
            label: label.map(|at| texts[at].clone()),
            development: Some(blocks[start..].iter().collect()),
        }
    }

    /// The marks of a row; nothing where it cannot be said which column a mark
    /// stands in.
    fn marks(&self, row: &Row, expected: &ExpectedRow, columns: &[Option<usize>]) -> Option<Marks> {
        let place = self.places.iter().find(|place| place.path == expected.path)?;
        let Kind::Strategy(_, scale) = place.kind else { return None };
        let symbol =
            |column: usize| scale.options.get(column).map_or("x", |option| option.symbol.as_str());
        let mut marks = Marks::default();
        let cells = row.cells.get(1..).unwrap_or_default();
        if let [said] = cells
            && !expected.is_whole
            && said.paragraphs().iter().all(|paragraph| paragraph.boxes.is_empty())
        {
            marks.said = Some(cell_text(said));
            return Some(marks);
        }
        for (index, cell) in cells.iter().enumerate() {
            // With cells joined or gone, the place no longer says the column.
            let column = match row.cells.len() == columns.len() {
                true => columns[index + 1],
                false => self.anchors.column(cell),
            };
            let said = read_mark(cell, column.map_or("x", symbol));
            marks.beside.extend(said.beside.into_iter().filter(|words| !self.prompts.are(words)));
            match column {
                Some(column) => {
                    marks.ticked.extend(said.is_ticked.then_some(column));
                    marks.signed.extend(said.is_signed.then_some(column));
                }
                None if said.is_ticked || said.is_signed => return None,
                None => {}
            }
        }
        Some(marks)
    }

    fn form_words(&mut self, expected: &str, found: Option<String>) {
        let more = found.as_ref().and_then(|found| found.strip_prefix(expected));
        if let Some(more) = more.map(str::trim).filter(|more| !more.is_empty()) {
            return self.found.form_changes.push(FormChange::added(more, true));
        }
        if squeezed(expected) != squeezed(found.as_deref().unwrap_or_default()) {
            let change = FormChange { after: found, ..FormChange::gone(expected) };
            self.found.form_changes.push(change);
        }
    }
}

/// What a strategy's rows hold beside its marks.
struct Parts<'a> {
    strategy: String,
    /// Words in place of a mark, where they do not stand across the columns.
    said: Option<String>,
    label: Option<String>,
    /// Nothing where its row is gone.
    development: Option<Vec<&'a Block>>,
}

impl<'a> Parts<'a> {
    /// Of a row with marks and the row below it.
    fn of(row: &Row, below: Option<&'a Row>) -> Self {
        let text = |row: &'a Row| {
            row.cells.last().map(|cell| cell.blocks.iter().collect()).unwrap_or_default()
        };
        Self {
            strategy: first_cell(row),
            said: None,
            label: below.map(first_cell),
            development: below.map(text),
        }
    }
}

/// Whether a row names columns as the form does.
fn is_head(row: &Row, heads: &[String]) -> bool {
    let known: Vec<String> = heads.iter().skip(1).map(|text| squeezed(text)).collect();
    row.cells.iter().skip(1).any(|cell| known.contains(&squeezed(&cell_text(cell))))
}

/// The row whose first cell bears the strategy's number and much of its words.
fn row_by_number(expected: &ExpectedRow, table: &Table) -> Option<usize> {
    let number = format!("{}.", expected.number);
    let words = if expected.is_whole { first_words } else { first_cell };
    let texts = table.rows.iter().map(words).enumerate();
    let mut numbered = texts.filter(|(_, text)| text.starts_with(&number)).take(MOST_COMPARED);
    numbered.find(|(_, text)| is_like(text, &expected.strategy)).map(|(index, _)| index)
}

/// What one cell says of its column.
struct Mark {
    is_ticked: bool,
    is_signed: bool,
    /// Words that are no mark.
    beside: Vec<String>,
}

fn read_mark(cell: &Cell, symbol: &str) -> Mark {
    let paragraphs = cell.paragraphs();
    let boxes: Vec<_> = paragraphs.iter().flat_map(|paragraph| &paragraph.boxes).collect();
    let words = cell_text(cell);
    let typed = is_mark(&words, symbol);
    let is_ticked = match boxes.is_empty() {
        true => typed,
        false => boxes.iter().any(|tick_box| tick_box.checked),
    };
    let is_signed = typed || boxes.iter().any(|tick_box| is_mark(&tick_box.shown, symbol));
    let shown = boxes.iter().map(|tick_box| tick_box.shown.trim().to_owned());
    let is_word = |words: &String| !is_open(words) && !is_mark(words, symbol);
    Mark { is_ticked, is_signed, beside: shown.chain([words]).filter(is_word).collect() }
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
