//! How much room texts take, by the widths of their letters. It is a little
//! more than they need, for every letter is as wide as in its widest style:
//! enough to know which rows may be higher than a page, and which words wider
//! than a line. Only those are measured where pages are laid out.

use crate::report::{Block, HeaderPiece, Mark, Matrix, Role, Row, Section};
use crate::rich_text::{List, Marker, TextBlock};
use crate::theme::{CoverLine, FontRole, Length, Letters, Style, Theme};

/// What is higher than that part of a page may, with what stands above it, be
/// higher than a page.
const NEARLY: f64 = 0.8;

/// Tells of each row of a section, and of the heads, whether it must be
/// measured; and of the section whether it has words that must be.
pub fn mark(section: &mut Section, theme: &Theme) {
    for block in &mut section.blocks {
        if let Block::Matrix(matrix) = block {
            Heights::new(matrix, theme).mark_tall(matrix);
        }
    }
    section.long_words = has_long_words(section, theme);
}

/// Whether a line of the cover has words that must be measured.
pub fn is_long_on_cover(text: &str, line: &CoverLine, theme: &Theme) -> bool {
    has_long_word_at(text, line.font, line.size, theme.page.text_width(), theme)
}

/// The least room between the two sides of the running header, in points.
pub(super) const BETWEEN_SIDES: f64 = 12.0;

/// Whether one side of the running header does, where each has half of it.
pub fn is_long_in_header(side: &[HeaderPiece], theme: &Theme) -> bool {
    let half = (theme.page.text_width() - BETWEEN_SIDES) / 2.0;
    let texts = side.iter().map(|piece| match piece {
        HeaderPiece::Text(text) => text.as_str(),
        HeaderPiece::Page | HeaderPiece::Pages => "",
    });
    let style = &theme.running_header;
    has_long_word_at(&texts.collect::<String>(), style.font, style.size, half, theme)
}

/// Measures the rows of one matrix, in points.
pub struct Heights<'a> {
    theme: &'a Theme,
    widths: Widths,
}

/// Widths of the texts of a matrix.
struct Widths {
    statuses: Vec<f64>,
    strategy: f64,
    said: f64,
    label: f64,
    development: f64,
}

impl Widths {
    fn of(matrix: &Matrix, theme: &Theme) -> Self {
        let across = |columns: &[f64]| columns.iter().sum::<f64>() - 2.0 * theme.matrix.padding_x.0;
        let (label, development) = matrix.columns.split_at(matrix.label_columns);
        let styles = &theme.styles;
        Self {
            statuses: matrix.columns[1..].iter().map(|column| across(&[*column])).collect(),
            strategy: across(&matrix.columns[..1]) - styles.matrix_strategy.hanging.0,
            said: across(&matrix.columns[1..]),
            label: across(label),
            development: across(development) - styles.matrix_development.right.0,
        }
    }
}

impl<'a> Heights<'a> {
    pub fn new(matrix: &Matrix, theme: &'a Theme) -> Self {
        Self { theme, widths: Widths::of(matrix, theme) }
    }

    fn mark_tall(&self, matrix: &mut Matrix) {
        let page = NEARLY * self.theme.page.text_height();
        let heads = matrix.heads.iter().zip(&self.widths.statuses);
        let style = &self.theme.styles.matrix_head;
        let mut heads = heads.map(|(head, width)| self.line(&head.label, style, *width));
        matrix.tall_heads = heads.any(|height| 2.0 * height > page);
        for row in &mut matrix.rows {
            row.tall = self.strategy(row) + self.development(row) > page;
        }
    }

    /// The height of the row with strategy and marks.
    pub fn strategy(&self, row: &Row) -> f64 {
        let styles = &self.theme.styles;
        let strategy = self.line(&row.strategy, &styles.matrix_strategy, self.widths.strategy);
        let said = match &row.mark {
            Mark::Said { text } => self.line(text, &styles.matrix_mark, self.widths.said),
            Mark::Chosen { .. } | Mark::Open => 0.0,
        };
        strategy.max(said) + 2.0 * self.theme.matrix.padding_y.0
    }

    /// The height of the row with the development text.
    pub fn development(&self, row: &Row) -> f64 {
        let styles = &self.theme.styles;
        let label = self.line(&row.label, &styles.matrix_label, self.widths.label);
        let text = &row.development.0;
        let text = self.blocks(text, &styles.matrix_development, self.widths.development);
        label.max(text) + 2.0 * self.theme.matrix.padding_y.0
    }

    fn line(&self, text: &str, style: &Style, width: f64) -> f64 {
        let edges = self.theme.fonts.get(style.font).edges;
        let lines = text.split('\n').map(|line| self.lines(line, style, width));
        lines.sum::<f64>() * style.size.0 * (edges.top - edges.bottom)
    }

    /// How many lines of `width` points a text without breaks needs.
    fn lines(&self, text: &str, style: &Style, width: f64) -> f64 {
        let letters = &self.theme.fonts.get(style.font).letters;
        let ems = (width / style.size.0).max(1.0);
        let (mut lines, mut used) = (1.0, 0.0);
        for word in text.split(' ') {
            let word = letters.width_of(word);
            if used > 0.0 && used + word > ems {
                lines += 1.0;
                used = 0.0;
            }
            lines += (word / ems).floor();
            used += word % ems + letters.blank();
        }
        lines
    }

    fn blocks(&self, blocks: &[TextBlock], style: &Style, width: f64) -> f64 {
        let heights = blocks.iter().map(|block| match block {
            TextBlock::Paragraph { .. } => {
                self.line(&block.texts().concat(), style, width) + style.after.0
            }
            TextBlock::List(list) => {
                let width = width - hanging(list, self.theme);
                list.items.iter().map(|item| self.blocks(item, style, width)).sum()
            }
        });
        heights.sum()
    }
}

/// How far a list's text stands from the margin, in points.
fn hanging(list: &List, theme: &Theme) -> f64 {
    let lists = &theme.lists;
    match list.marker {
        Marker::Bullet => lists.bullet.hanging.0,
        Marker::Dash => lists.dash.hanging.0,
        Marker::Number => lists.number.hanging.0,
    }
}

fn has_long_words(section: &Section, theme: &Theme) -> bool {
    let styles = &theme.styles;
    let is_long = |text: &str, style: &Style| {
        let width = theme.page.text_width() - style.hanging.0 - style.right.0;
        has_long_word(text, style, width, theme)
    };
    let number = (&section.number, &styles.heading_1);
    is_long(&section.heading, &styles.heading_1)
        || has_long_word(number.0, number.1, number.1.hanging.0, theme)
        || section.blocks.iter().any(|block| match block {
            Block::Heading { text } => is_long(text, &styles.heading_2),
            Block::Text { role, text, .. } => {
                let style = match role {
                    Role::Instruction => &styles.instruction,
                    Role::Question => &styles.question,
                    Role::Answer => &styles.answer,
                };
                let width = theme.page.text_width() - style.right.0;
                any_long_word(&text.0, style, width, theme)
            }
            Block::Matrix(matrix) => matrix_has_long_words(matrix, theme),
        })
}

fn matrix_has_long_words(matrix: &Matrix, theme: &Theme) -> bool {
    let widths = Widths::of(matrix, theme);
    let styles = &theme.styles;
    let is_long = |text: &str, style: &Style, width: f64| has_long_word(text, style, width, theme);
    let mut heads = matrix.heads.iter().zip(&widths.statuses);
    heads.any(|(head, width)| is_long(&head.label, &styles.matrix_head, *width))
        || matrix.rows.iter().any(|row| {
            let number = format!("{}.", row.number);
            let mark = match &row.mark {
                Mark::Chosen { column, symbol, .. } => (symbol.as_str(), widths.statuses[*column]),
                Mark::Said { text } => (text.as_str(), widths.said),
                Mark::Open => ("", widths.said),
            };
            is_long(&number, &styles.matrix_strategy, styles.matrix_strategy.hanging.0)
                || is_long(&row.strategy, &styles.matrix_strategy, widths.strategy)
                || is_long(mark.0, &styles.matrix_mark, mark.1)
                || is_long(&row.label, &styles.matrix_label, widths.label)
                || any_long_word(
                    &row.development.0,
                    &styles.matrix_development,
                    widths.development,
                    theme,
                )
        })
}

fn any_long_word(blocks: &[TextBlock], style: &Style, width: f64, theme: &Theme) -> bool {
    blocks.iter().any(|block| match block {
        TextBlock::Paragraph { spans } => match spans.as_slice() {
            [span] => has_long_word(&span.text, style, width, theme),
            _ => has_long_word(&block.texts().concat(), style, width, theme),
        },
        TextBlock::List(list) => {
            let width = width - hanging(list, theme);
            list.items.iter().any(|item| any_long_word(item, style, width, theme))
        }
    })
}

/// Whether a word may be wider than `width` points, broken where it may be
/// without more ado.
fn has_long_word(text: &str, style: &Style, width: f64, theme: &Theme) -> bool {
    has_long_word_at(text, style.font, style.size, width, theme)
}

fn has_long_word_at(text: &str, font: FontRole, size: Length, width: f64, theme: &Theme) -> bool {
    let letters = &theme.fonts.get(font).letters;
    let ems = NEARLY_AS_WIDE * width / size.0;
    // Most have so few letters that they need not be looked at one by one.
    let may_be = |word: &&str| word.len() as f64 * Letters::WIDEST > ems;
    let mut words = words(text).filter(may_be);
    words.any(|word| parts(word).any(|part| letters.width_of(part) > ems))
}

/// Letters side by side may be a little wider than each by itself.
const NEARLY_AS_WIDE: f64 = 0.98;

/// The words of a text, and with each the signs beside it that no line begins
/// or ends with (Unicode Standard Annex 14, rules 13 to 17).
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut blanks = text.match_indices([' ', '\n']);
        let end = blanks.find(|(at, blank)| {
            *blank == "\n" || !is_glue(&text[..*at], &text[at + blank.len()..])
        });
        let (word, after) = match end {
            Some((at, blank)) => (&text[..at], Some(&text[at + blank.len()..])),
            None => (text, None),
        };
        rest = after;
        Some(word)
    })
}

/// Whether no line may end at the blank between.
fn is_glue(before: &str, after: &str) -> bool {
    let last = before.chars().rev().find(|c| *c != ' ');
    let next = after.chars().find(|c| *c != ' ');
    let is_closing = matches!(
        next,
        Some('.' | ',' | ':' | ';' | '!' | '?' | '/' | ')' | ']' | '}' | '”' | '»' | '’')
    );
    let is_opening = matches!(last, Some('(' | '[' | '{' | '“' | '«' | '‘'));
    is_closing || is_opening || (last, next) == (Some('—'), Some('—'))
}

/// A word's parts, each but the last to a hyphen or stroke between letters: a
/// line may end there.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let mut signs = rest.match_indices(['-', '/']).map(|(at, _)| at);
        let end = signs.find(|at| {
            let (before, after) = (&rest[..*at], &rest[at + 1..]);
            is_letter(before.chars().next_back()) && is_letter(after.chars().next())
        });
        let (part, after) = rest.split_at(end.map_or(rest.len(), |at| at + 1));
        rest = after;
        (!part.is_empty()).then_some(part)
    })
}
