//! About how many pages a report fills: what a Word file shows where no program
//! has counted them yet. It is known from the report alone, so that the same
//! report gives the same file whatever else is made of it.

use crate::report::{Block, Mark, Matrix, Report, Role, Row};
use crate::rich_text::{RichText, TextBlock};
use crate::theme::{FontRole, Length, Style, Theme};

/// Cover and sections each begin a page.
pub fn about(report: &Report, theme: &Theme) -> usize {
    let height = text_height(theme);
    let sections = report.sections.iter().map(|section| {
        let heading = paragraph(&section.heading, &theme.styles.heading_1, theme);
        let blocks = section.blocks.iter().map(|block| self::block(block, theme)).sum::<f64>();
        ((heading + blocks) / height).ceil().max(1.0) as usize
    });
    1 + sections.sum::<usize>()
}

/// Whether a matrix's row fills so much of a page that it does better to begin
/// where the last ends, and to go on overleaf.
pub fn is_long(row: &Row, matrix: &Matrix, theme: &Theme) -> bool {
    self::row(row, matrix, theme) > text_height(theme) / 3.0
}

fn text_height(theme: &Theme) -> f64 {
    let page = &theme.page;
    (page.height.0 - page.top.0 - page.bottom.0).max(1.0)
}

fn block(block: &Block, theme: &Theme) -> f64 {
    let styles = &theme.styles;
    match block {
        Block::Heading { text } => paragraph(text, &styles.heading_2, theme),
        Block::Text { role, text, .. } => {
            let style = match role {
                Role::Instruction => &styles.instruction,
                Role::Question => &styles.question,
                Role::Answer => &styles.answer,
            };
            rich(text, style, theme.page.text_width(), theme)
        }
        Block::Matrix(matrix) => self::matrix(matrix, theme),
    }
}

fn paragraph(text: &str, style: &Style, theme: &Theme) -> f64 {
    lines(text, style, theme.page.text_width(), theme) + style.before.0 + style.after.0
}

fn rich(text: &RichText, style: &Style, width: f64, theme: &Theme) -> f64 {
    text.0.iter().map(|block| text_block(block, style, width, theme)).sum()
}

fn text_block(block: &TextBlock, style: &Style, width: f64, theme: &Theme) -> f64 {
    match block {
        TextBlock::Paragraph { spans } => {
            let text: String = spans.iter().map(|span| span.text.as_str()).collect();
            lines(&text, style, width, theme) + style.before.0 + style.after.0
        }
        TextBlock::List(list) => {
            let inner = width - theme.lists.bullet.hanging.0;
            let blocks = list.items.iter().flatten();
            blocks.map(|block| text_block(block, style, inner, theme)).sum()
        }
    }
}

/// The height of a text's lines in a column of that width.
fn lines(text: &str, style: &Style, width: f64, theme: &Theme) -> f64 {
    // How wide letters are on the whole, in font sizes.
    let letter = match style.font {
        FontRole::Text => 0.43,
        FontRole::Display => 0.5,
    };
    let letters = ((width - style.hanging.0 - style.right.0) / (letter * style.size.0)).max(1.0);
    let lines =
        text.split('\n').map(|line| (line.chars().count() as f64 / letters).ceil().max(1.0));
    let edges = theme.fonts.get(style.font).edges;
    lines.sum::<f64>() * style.size.0 * (edges.top - edges.bottom)
}

fn matrix(matrix: &Matrix, theme: &Theme) -> f64 {
    let look = &theme.matrix;
    let head = |(head, width): (&crate::report::ColumnHead, &f64)| {
        lines(&head.label, &theme.styles.matrix_head, width - 2.0 * look.padding_x.0, theme)
    };
    let heads = matrix.heads.iter().zip(&matrix.columns[1..]).map(head);
    let rows = matrix.rows.iter().map(|row| self::row(row, matrix, theme));
    look.before.0 + heads.fold(0.0, f64::max) + 2.0 * look.padding_y.0 + rows.sum::<f64>()
}

fn row(row: &Row, matrix: &Matrix, theme: &Theme) -> f64 {
    let (look, styles) = (&theme.matrix, &theme.styles);
    let width = |columns: &[f64]| columns.iter().sum::<f64>() - 2.0 * look.padding_x.0;
    let Length(padding) = look.padding_y;
    let split = matrix.label_columns;
    let first = width(&matrix.columns[..1]);
    let (label_width, text_width) = match look.merged_cells {
        true => (width(&matrix.columns[..split]), width(&matrix.columns[split..])),
        false => (first, first),
    };
    let strategy = lines(&row.strategy, &styles.matrix_strategy, first, theme);
    let label = lines(&row.label, &styles.matrix_label, label_width, theme);
    let text = rich(&row.development, &styles.matrix_development, text_width, theme);
    if look.merged_cells {
        return strategy + label.max(text) + 4.0 * padding;
    }
    let said = match &row.mark {
        Mark::Said { text } => lines(text, &styles.matrix_mark, first, theme) + padding,
        Mark::Chosen { .. } | Mark::Open => 0.0,
    };
    strategy + said + label + text + 3.0 * padding
}
