//! A matrix that somebody has split into several tables, whole again.

use std::collections::BTreeMap;

use super::compare::{first_cell, first_words, squeezed};
use super::document::{Block, Row, Table};
use super::expected::{Expected, ExpectedMatrix};
use super::places::Anchors;

/// `blocks` with the rows of each matrix in the table where it begins.
pub(super) fn whole(blocks: &[Block], expected: &[Expected], anchors: &Anchors) -> Vec<Block> {
    let mut done: Vec<Block> = Vec::new();
    // Where the table of a matrix stands, by the matrix's place in the form.
    let mut begun: BTreeMap<usize, usize> = BTreeMap::new();
    for block in blocks {
        let matrix = match block {
            Block::Table(table) => matrix_of(table, expected, anchors),
            Block::Paragraph(_) => None,
        };
        let first = matrix.and_then(|matrix| begun.get(&matrix).copied());
        match (first.and_then(|first| done.get_mut(first)), block) {
            (Some(Block::Table(whole)), Block::Table(table)) => {
                whole.rows.extend(table.rows.iter().cloned());
            }
            _ => {
                begun.extend(matrix.map(|matrix| (matrix, done.len())));
                done.push(block.clone());
            }
        }
    }
    done
}

/// Which matrix of the form `table` has anything of.
fn matrix_of(table: &Table, expected: &[Expected], anchors: &Anchors) -> Option<usize> {
    let words = |row: &Row| [squeezed(&first_cell(row)), squeezed(&first_words(row))];
    let words: Vec<String> = table.rows.iter().flat_map(words).collect();
    let is_of = |matrix: &ExpectedMatrix| {
        matrix.rows.iter().any(|row| {
            let anchored = |at: &Row| anchors.row(at) == Some(&row.path);
            words.contains(&row.squeezed) || table.rows.iter().any(anchored)
        })
    };
    expected.iter().position(|one| matches!(one, Expected::Matrix(matrix) if is_of(matrix)))
}
