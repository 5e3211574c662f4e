//! Texts of paragraphs, cells and rows, to be held against each other.

use super::document::{Block, Cell, Paragraph, Row};

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

pub(super) fn block_text(block: &Block) -> String {
    let texts: Vec<String> = paragraphs(&[block]).iter().map(|p| p.text()).collect();
    texts.join(" ").trim().to_owned()
}

pub(super) fn first_cell(row: &Row) -> String {
    row.cells.first().map(cell_text).unwrap_or_default()
}

/// The first paragraph of a row's first cell.
pub(super) fn first_words(row: &Row) -> String {
    let paragraphs = row.cells.first().map(Cell::paragraphs).unwrap_or_default();
    paragraphs.first().map(|paragraph| paragraph.text()).unwrap_or_default()
}

pub(super) fn paragraphs<'a>(blocks: &[&'a Block]) -> Vec<&'a Paragraph> {
    let each = blocks.iter().flat_map(|block| match block {
        Block::Paragraph(paragraph) => vec![&**paragraph],
        Block::Table(table) => {
            table.rows.iter().flat_map(|row| &row.cells).flat_map(|c| c.paragraphs()).collect()
        }
    });
    each.collect()
}

/// The longest sequence of pairs that are the same, in order on both sides.
pub(super) fn longest_common(
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
