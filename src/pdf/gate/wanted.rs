//! The texts that a report must show, and where each comes from.

use super::squeezed::Squeezed;
use crate::report::{Block, ColumnHead, HeaderPiece, Mark, Matrix, Report, Role, Row};
use crate::rich_text::{Marker, RichText, TextBlock};

/// Where a text of the report comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The answers file; JSON Pointer below `/answers`.
    Answer(String),
    /// The form.
    Form,
    /// The theme; JSON Pointer to the pattern.
    Theme(String),
    /// The theme or the form: words for what is not an answer's own text.
    Words,
}

/// A text that must stand on some page.
pub(super) struct Wanted {
    /// As it is compared: the text, and what says the same instead of it.
    pub texts: Vec<Vec<u8>>,
    /// What says the same only where the text is to be expected.
    pub near: Vec<Vec<u8>>,
    pub words: String,
    pub origin: Origin,
    /// A piece of the running header, which stands beside the body's text.
    pub is_beside: bool,
    /// A list's number, which a layout may write in its own way.
    pub is_free: bool,
}

/// All of `report` that can be read, in its order.
pub(super) fn texts(report: &Report) -> Vec<Wanted> {
    let mut list = List::default();
    for (index, line) in report.cover.iter().enumerate() {
        list.add(&line.text, Origin::Theme(format!("/cover/{index}/text")));
    }
    for (side, pieces) in
        [("left", &report.running_header.left), ("right", &report.running_header.right)]
    {
        for piece in pieces {
            if let HeaderPiece::Text(text) = piece {
                list.add(text, Origin::Theme(format!("/running_header/{side}")));
                list.is_beside();
            }
        }
    }
    for section in &report.sections {
        list.add(&section.number, Origin::Form);
        list.add(&section.heading, Origin::Form);
        section.blocks.iter().for_each(|block| list.block(block));
    }
    list.0
}

/// Hebrew, Arabic and their neighbours.
fn runs_from_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

#[derive(Default)]
struct List(Vec<Wanted>);

impl List {
    fn add(&mut self, text: &str, origin: Origin) {
        self.add_any(&[text], &[], origin);
    }

    fn add_any(&mut self, texts: &[&str], near: &[&str], origin: Origin) {
        let words = texts.first().copied().unwrap_or_default().to_owned();
        if words.chars().any(runs_from_right) {
            return;
        }
        let squeezed = |texts: &[&str]| {
            let texts = texts.iter().map(|text| Squeezed::of(text).bytes);
            texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
        };
        let (texts, near) = (squeezed(texts), squeezed(near));
        if !texts.is_empty() {
            let (is_beside, is_free) = (false, false);
            self.0.push(Wanted { texts, near, words, origin, is_beside, is_free });
        }
    }

    fn add_number(&mut self, number: u64, origin: &Origin) {
        self.add(&number.to_string(), origin.clone());
        if let Some(last) = self.0.last_mut() {
            last.is_free = true;
        }
    }

    fn is_beside(&mut self) {
        if let Some(last) = self.0.last_mut() {
            last.is_beside = true;
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { text } => self.add(text, Origin::Form),
            Block::Text { role, text, field } => {
                let origin = match (field, role) {
                    (Some(field), _) => Origin::Answer(field.path.clone()),
                    (None, Role::Answer) => Origin::Words,
                    (None, Role::Instruction | Role::Question) => Origin::Form,
                };
                self.rich(text, &origin);
            }
            Block::Matrix(matrix) => self.matrix(matrix),
        }
    }

    fn matrix(&mut self, matrix: &Matrix) {
        for head in &matrix.heads {
            self.add_any(&[&head.label], &[&head.short], Origin::Form);
        }
        for row in &matrix.rows {
            self.row(row, &matrix.heads);
        }
    }

    fn row(&mut self, row: &Row, heads: &[ColumnHead]) {
        let of_row = || Origin::Answer(row.path.clone());
        self.add(&row.number, of_row());
        self.add(&row.strategy, of_row());
        match &row.mark {
            Mark::Chosen { column, symbol, alternative } => {
                let head = heads.get(*column);
                let near = head.map_or([""; 2], |head| [&head.label, &head.short]);
                let origin = Origin::Answer(format!("{}/status", row.path));
                self.add_any(&[symbol, alternative], &near, origin);
            }
            Mark::Said { text } => self.add(text, of_row()),
            Mark::Open => {}
        }
        self.add(&row.label, of_row());
        self.rich(&row.development, &Origin::Answer(format!("{}/development", row.path)));
    }

    fn rich(&mut self, text: &RichText, origin: &Origin) {
        text.0.iter().for_each(|block| self.text_block(block, origin));
    }

    fn text_block(&mut self, block: &TextBlock, origin: &Origin) {
        match block {
            TextBlock::Paragraph { spans } => {
                let text: String = spans.iter().map(|span| span.text.as_str()).collect();
                self.add(&text, origin.clone());
            }
            TextBlock::List(list) => {
                for (number, item) in (list.start..).zip(&list.items) {
                    if list.marker == Marker::Number {
                        self.add_number(number, origin);
                    }
                    item.iter().for_each(|block| self.text_block(block, origin));
                }
            }
        }
    }
}
