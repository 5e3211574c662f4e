//! Word styles from the theme: every paragraph of the document has one.

use docx_rs::{
    IndentLevel, LineSpacing, LineSpacingType, NumberingId, ParagraphProperty, RunFonts,
    RunProperty, SpecialIndentType, Style as WordStyle, StyleType, Styles as WordStyles,
};

use super::numbering::HEADING_NUMBERING;
use super::{half_points, twips};
use crate::report::Role;
use crate::theme::{Colour, CoverRole, Font, FontRole, Length, Style, Theme};

pub const HEADER: &str = "Header";
pub const TITLE: &str = "Title";
pub const HEADING_1: &str = "Heading1";
pub const HEADING_2: &str = "Heading2";
pub const MATRIX_HEAD: &str = "MatrixHead";
pub const MATRIX_STRATEGY: &str = "MatrixStrategy";
pub const MATRIX_MARK: &str = "MatrixMark";
pub const MATRIX_LABEL: &str = "MatrixLabel";
pub const MATRIX_DEVELOPMENT: &str = "MatrixDevelopment";
const ANSWER: &str = "Answer";
/// The prompts of empty controls.
pub const PLACEHOLDER: &str = "PlaceholderText";
pub const HYPERLINK: &str = "Hyperlink";
/// The table style of matrices.
pub const MATRIX: &str = "StatusMatrix";

/// A style as its paragraphs need it: an indent of their own would undo the
/// style's right indent, so they must know it.
#[derive(Debug, Clone, Copy)]
pub struct TextStyle {
    pub id: &'static str,
    /// Whether there are styles for paragraphs that go on with a list item.
    continues: bool,
    /// In twips.
    pub right: i32,
}

/// The style of running text.
pub fn of_role(role: Role, theme: &Theme) -> TextStyle {
    let (id, style) = match role {
        Role::Instruction => ("Instruction", &theme.styles.instruction),
        Role::Question => ("Question", &theme.styles.question),
        Role::Answer => (ANSWER, &theme.styles.answer),
    };
    TextStyle { id, continues: role == Role::Answer, right: twips(style.right) }
}

impl TextStyle {
    /// The style of a paragraph that goes on with an item of a list at `level`:
    /// what tells it from one that comes after the list.
    pub fn continued(self, level: usize) -> String {
        match self.continues {
            true => format!("{}Continue{}", self.id, usize::min(level + 1, CONTINUED_LEVELS)),
            false => self.id.to_owned(),
        }
    }
}

/// Styles for paragraphs that go on with list items, one a level.
const CONTINUED_LEVELS: usize = 3;

/// The depth of the list item that a paragraph of the style `name` (in lower
/// case) goes on with.
pub fn continued_level(name: &str) -> Option<usize> {
    name.split_once(" continue ")?.1.parse().ok()
}

/// The style of development texts.
pub fn of_development(theme: &Theme) -> TextStyle {
    let right = twips(theme.styles.matrix_development.right);
    TextStyle { id: MATRIX_DEVELOPMENT, continues: true, right }
}

/// The style id of a line of the cover, by its place.
pub fn of_cover_line(index: usize, role: CoverRole) -> String {
    match role {
        CoverRole::Title => TITLE.to_owned(),
        CoverRole::Line => format!("Cover{}", index + 1),
    }
}

/// All styles of the document.
pub fn styles(theme: &Theme) -> WordStyles {
    let own = &theme.styles;
    let heading = |id, name, style: &Style, level| {
        paragraph_style(id, name, style, theme).with(|p| {
            p.outline_lvl(level)
                .keep_next(true)
                .numbering(NumberingId::new(HEADING_NUMBERING), IndentLevel::new(level))
        })
    };
    let mut styles = WordStyles::new()
        .default_fonts(run_fonts(theme.fonts.get(FontRole::Text)))
        .default_size(half_points(own.answer.size))
        .add_style(
            heading(HEADING_1, "heading 1", &own.heading_1, 0)
                .with(|p| p.page_break_before(true))
                .next("Answer"),
        )
        .add_style(heading(HEADING_2, "heading 2", &own.heading_2, 1).next("Answer"))
        .add_style(paragraph_style("Instruction", "Instruction", &own.instruction, theme))
        .add_style(paragraph_style("Question", "Question", &own.question, theme))
        .add_style(paragraph_style(ANSWER, "Answer", &own.answer, theme))
        .add_style(paragraph_style(MATRIX_HEAD, "Matrix head", &own.matrix_head, theme))
        .add_style(matrix_strategy(theme))
        .add_style(paragraph_style(MATRIX_MARK, "Matrix mark", &own.matrix_mark, theme))
        .add_style(matrix_label(theme))
        .add_style(paragraph_style(
            MATRIX_DEVELOPMENT,
            "Matrix development",
            &own.matrix_development,
            theme,
        ))
        .add_style(paragraph_style(HEADER, "header", &header_style(theme), theme))
        .add_style(hyperlink(theme))
        .add_style(placeholder())
        .add_style(WordStyle::new(MATRIX, StyleType::Table).name("Status matrix"));
    for level in 1..=CONTINUED_LEVELS {
        for (id, name, style) in [
            (ANSWER, "Answer", &own.answer),
            (MATRIX_DEVELOPMENT, "Matrix development", &own.matrix_development),
        ] {
            let (id, name) = (format!("{id}Continue{level}"), format!("{name} continue {level}"));
            styles = styles.add_style(paragraph_style(&id, &name, style, theme));
        }
    }
    for (index, line) in theme.cover.iter().enumerate() {
        let id = of_cover_line(index, line.role);
        let name = match line.role {
            CoverRole::Title => "Title".to_owned(),
            CoverRole::Line => format!("Cover {}", index + 1),
        };
        styles = styles.add_style(paragraph_style(&id, &name, &line.style(), theme));
    }
    styles
}

/// Where a strategy's words, label and text stand in one cell, the words are its
/// heading, and the label is told from the text.
fn matrix_strategy(theme: &Theme) -> WordStyle {
    let look = &theme.styles.matrix_strategy;
    let mut style = paragraph_style(MATRIX_STRATEGY, "Matrix strategy", look, theme);
    if !theme.matrix.merged_cells {
        style.run_property = style.run_property.bold();
    }
    style
}

fn matrix_label(theme: &Theme) -> WordStyle {
    let mut style =
        paragraph_style(MATRIX_LABEL, "Matrix label", &theme.styles.matrix_label, theme);
    if !theme.matrix.merged_cells {
        style.run_property = style.run_property.italic();
    }
    style
}

fn header_style(theme: &Theme) -> Style {
    let look = &theme.running_header;
    Style {
        font: look.font,
        size: look.size,
        bold: false,
        colour: Default::default(),
        before: Length::default(),
        after: Length::default(),
        right: Length::default(),
        hanging: Length::default(),
    }
}

fn hyperlink(theme: &Theme) -> WordStyle {
    let mut style = WordStyle::new(HYPERLINK, StyleType::Character).name("Hyperlink");
    let colour = theme.colours.get("link").map_or(LINK, Colour::hex);
    style.run_property = RunProperty::new().color(colour).underline("single");
    style
}

/// The colour of links in a theme that gives none.
const LINK: &str = "0B4C8C";

fn placeholder() -> WordStyle {
    let mut style = WordStyle::new(PLACEHOLDER, StyleType::Character).name("Placeholder Text");
    style.run_property = RunProperty::new().color("595959");
    style
}

fn paragraph_style(id: &str, name: &str, style: &Style, theme: &Theme) -> WordStyle {
    let mut word = WordStyle::new(id, StyleType::Paragraph).name(name).based_on("Normal");
    word.run_property = run_property(style, theme);
    word.paragraph_property = paragraph_property(style);
    word
}

/// Lets a chain of calls reach the paragraph half of a style.
trait With {
    fn with(self, change: impl FnOnce(ParagraphProperty) -> ParagraphProperty) -> Self;
}

impl With for WordStyle {
    fn with(mut self, change: impl FnOnce(ParagraphProperty) -> ParagraphProperty) -> Self {
        self.paragraph_property = change(self.paragraph_property);
        self
    }
}

fn run_property(style: &Style, theme: &Theme) -> RunProperty {
    let property = RunProperty::new()
        .fonts(run_fonts(theme.fonts.get(style.font)))
        .size(half_points(style.size))
        .color(style.colour.hex());
    if style.bold { property.bold() } else { property }
}

fn run_fonts(font: &Font) -> RunFonts {
    let name = &font.word;
    RunFonts::new().ascii(name).hi_ansi(name).cs(name).east_asia(name)
}

fn paragraph_property(style: &Style) -> ParagraphProperty {
    let spacing = single_lines()
        .before(twips(style.before).unsigned_abs())
        .after(twips(style.after).unsigned_abs());
    let hanging = twips(style.hanging);
    let special = (hanging > 0).then_some(SpecialIndentType::Hanging(hanging));
    ParagraphProperty::new().line_spacing(spacing).indent(
        Some(hanging),
        special,
        Some(twips(style.right)),
        None,
    )
}

/// Lines as high as their font wants them.
pub fn single_lines() -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::Auto).line(240)
}
