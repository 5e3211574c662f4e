//! What our own file has, in order, as every anchor is in its place there.

use super::compare::{first_cell, row_texts, squeezed};
use super::document::{Block, Document, Row, Table};
use super::places::Anchors;

/// A thing that our own file has.
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

/// The order of things in our own file, where every anchor is in its place.
pub(super) fn expected(own: &Document, anchors: &Anchors) -> Vec<Expected> {
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

/// The answer that a group without a match belongs to: one that nothing else
/// was found for, else the one before it, else the one after it.
pub(super) fn answer_at(
    group: usize,
    expected: &[Expected],
    matches: &[(usize, usize)],
) -> Option<usize> {
    let is_answer = |at: &usize| matches!(expected[*at], Expected::Text(_));
    let is_found = |at: &usize| matches.iter().any(|(matched, _)| matched == at);
    let found_at = |(_, found): &&(usize, usize)| *found;
    let before = matches.iter().filter(|one| found_at(one) < group).max_by_key(found_at);
    let after = matches.iter().filter(|one| found_at(one) > group).min_by_key(found_at);
    let (before, after) = (before.map(|(at, _)| *at), after.map(|(at, _)| *at));
    let from = before.map_or(0, |at| at + 1);
    let to = after.unwrap_or(expected.len());
    let between = (from..to.max(from)).find(|at| is_answer(at) && !is_found(at));
    between.or(before.filter(is_answer)).or(after.filter(is_answer))
}
