//! The texts that a report must show, and where each comes from.

use super::squeezed::squeezed;
use crate::report::{Block, ColumnHead, HeaderPiece, Mark, Matrix, Report, Role, Row};
use crate::rich_text::{Marker, RichText, TextBlock};

/// Where a text of the report comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The answers file; JSON Pointer below `/answers`.
    Answer(String),
    /// The form.
    Form,
    /// The theme; JSON Pointer to the pattern.
    Theme(String),
    /// The theme or the form: words for what is not an answer's own text.
    Words,
}

/// Signs that mark a status as well as the report's own.
pub(super) const TICKS: [&str; 10] = ["☒", "☑", "✓", "✔", "✗", "✘", "✕", "✖", "×", "●"];

/// A text that must stand on some page.
pub(super) struct Wanted {
    /// As it is compared: the text, and what says the same instead of it.
    pub texts: Vec<Vec<u8>>,
    /// What says the same only where the text is to be expected.
    pub near: Vec<Vec<u8>>,
    /// Where a line is broken between two words, in the text as it is compared.
    pub breaks: Vec<usize>,
    pub words: String,
    pub origin: Origin,
    /// A list's number, which a layout may write in its own way.
    pub is_free: bool,
    /// A sign that marks a status, for which a layout may set another one.
    pub is_mark: bool,
}

/// All of a report that can be read.
#[derive(Default)]
pub(super) struct Texts {
    /// In its order.
    pub body: Vec<Wanted>,
    /// Pieces of the running header, which stand beside the body's text.
    pub beside: Vec<Wanted>,
    pub tables: Vec<Table>,
    /// By section: its headings, each with the texts below it.
    pub headings: Vec<Vec<Group>>,
}

/// What of a matrix, by the numbers of its texts, belongs together.
pub(super) struct Table {
    pub heads: Vec<Option<usize>>,
    /// What marks each column, as it is compared.
    pub symbols: Vec<Vec<u8>>,
    pub rows: Vec<Group>,
}

/// A strategy, or another heading, with what is said of it.
#[derive(Default)]
pub(super) struct Group {
    pub key: Option<usize>,
    /// The column that is marked, where one is.
    pub column: Option<usize>,
    pub mark: Option<usize>,
    /// Sorts of texts, the same in all groups that stand side by side.
    pub parts: Vec<Vec<usize>>,
    pub origin: Option<Origin>,
    /// What is said of its status.
    pub words: String,
}

impl Texts {
    pub(super) fn of(report: &Report) -> Self {
        let mut texts = Self::default();
        for (index, line) in report.cover.iter().enumerate() {
            texts.add(&line.text, Origin::Theme(format!("/cover/{index}/text")));
        }
        for (side, pieces) in
            [("left", &report.running_header.left), ("right", &report.running_header.right)]
        {
            for piece in pieces {
                if let HeaderPiece::Text(text) = piece {
                    let origin = Origin::Theme(format!("/running_header/{side}"));
                    texts.beside.extend(wanted(&[text], &[], origin));
                }
            }
        }
        for section in &report.sections {
            texts.add(&section.number, Origin::Form);
            texts.add(&section.heading, Origin::Form);
            texts.headings.push(Vec::new());
            section.blocks.iter().for_each(|block| texts.block(block));
        }
        texts
    }
}

/// Hebrew, Arabic and their neighbours.
fn runs_from_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

fn wanted(texts: &[&str], near: &[&str], origin: Origin) -> Option<Wanted> {
    let words = texts.first().copied().unwrap_or_default().to_owned();
    if words.chars().any(runs_from_right) {
        return None;
    }
    let all_squeezed = |texts: &[&str]| {
        let texts = texts.iter().map(|text| squeezed(text));
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
    };
    let (texts, near) = (all_squeezed(texts), all_squeezed(near));
    (!texts.is_empty()).then_some(Wanted {
        texts,
        near,
        breaks: breaks(&words),
        words,
        origin,
        is_free: false,
        is_mark: false,
    })
}

fn breaks(words: &str) -> Vec<usize> {
    let is_between_words = |at: usize| {
        let (before, after) = (words[..at].trim_end(), words[at..].trim_start());
        let sides = [before.chars().next_back(), after.chars().next()];
        sides.iter().all(|side| side.is_some_and(char::is_alphanumeric))
    };
    let breaks = words.match_indices('\n').map(|(at, _)| at);
    let breaks = breaks.filter(|at| is_between_words(*at));
    breaks.map(|at| squeezed(&words[..at]).len()).collect()
}

impl Texts {
    /// The number of the text, where it can be looked for.
    fn add(&mut self, text: &str, origin: Origin) -> Option<usize> {
        self.add_any(&[text], &[], origin)
    }

    fn add_any(&mut self, texts: &[&str], near: &[&str], origin: Origin) -> Option<usize> {
        self.body.push(wanted(texts, near, origin)?);
        Some(self.body.len() - 1)
    }

    fn add_number(&mut self, number: u64, origin: &Origin) {
        if let Some(added) = self.add(&number.to_string(), origin.clone()) {
            self.body[added].is_free = true;
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { text } => {
                let key = self.add(text, Origin::Form);
                if let Some(list) = self.headings.last_mut() {
                    list.push(Group { key, ..Group::default() });
                }
            }
            Block::Text { role, text, field } => {
                let origin = match (field, role) {
                    (Some(field), _) => Origin::Answer(field.path.clone()),
                    (None, Role::Answer) => Origin::Words,
                    (None, Role::Instruction | Role::Question) => Origin::Form,
                };
                let start = self.body.len();
                self.rich(text, &origin);
                let added = (start..self.body.len()).collect();
                if let Some(group) = self.headings.last_mut().and_then(|list| list.last_mut()) {
                    group.parts.push(added);
                }
            }
            Block::Matrix(matrix) => self.matrix(matrix),
        }
    }

    fn matrix(&mut self, matrix: &Matrix) {
        let add = |head: &ColumnHead| self.add_any(&[&head.label], &[&head.short], Origin::Form);
        let heads = matrix.heads.iter().map(add).collect();
        let symbols = matrix.heads.iter().map(|head| squeezed(&head.symbol)).collect();
        let rows = matrix.rows.iter().map(|row| self.row(row, &matrix.heads)).collect();
        self.tables.push(Table { heads, symbols, rows });
    }

    fn row(&mut self, row: &Row, heads: &[ColumnHead]) -> Group {
        let of_row = || Origin::Answer(row.path.clone());
        let status = Origin::Answer(format!("{}/status", row.path));
        let mut group = Group { origin: Some(status.clone()), ..Group::default() };
        let number = self.add(&row.number, of_row());
        group.key = self.add(&row.strategy, of_row());
        match &row.mark {
            Mark::Chosen { column, symbol, alternative } => {
                let head = heads.get(*column);
                let near = head.map_or([""; 2], |head| [&head.label, &head.short]);
                (group.column, group.words) = (Some(*column), near[0].to_owned());
                group.mark = self.add_any(&[symbol, alternative], &near, status);
                if let Some(mark) = group.mark {
                    self.body[mark].is_mark = true;
                }
            }
            Mark::Said { text } => {
                group.words = text.clone();
                group.mark = self.add(text, of_row());
            }
            Mark::Open => {}
        }
        let label = self.add(&row.label, of_row());
        let start = self.body.len();
        self.rich(&row.development, &Origin::Answer(format!("{}/development", row.path)));
        let one = |number: Option<usize>| number.into_iter().collect();
        let development = (start..self.body.len()).collect();
        group.parts = vec![one(number), one(group.mark), one(label), development];
        group
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
