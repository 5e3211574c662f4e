//! Numbered headings and lists. Each list has a numbering of its own, so that
//! Word begins it anew.

use docx_rs::{
    AbstractNumbering, Level, LevelJc, LevelOverride, LevelSuffixType, LevelText, NumberFormat,
    Numbering, Numberings, SpecialIndentType, Start,
};

use super::styles;
use super::twips;
use crate::rich_text::{List, Marker};
use crate::theme::{Length, Theme};

/// Word allows nine levels.
pub const LEVELS: usize = 9;

/// docx-rs puts a numbering of its own first, which the finishing pass takes
/// away again.
pub const FOREIGN: usize = 1;

const HEADINGS: usize = 2;
const BULLET: usize = 3;
const DASH: usize = 4;
const NUMBER: usize = 5;

/// The numbering of the headings.
pub const HEADING_NUMBERING: usize = 2;

/// The lists met so far, in order.
#[derive(Debug, Clone, Default)]
pub struct ListNumbering {
    lists: Vec<(Marker, u64, usize)>,
}

impl ListNumbering {
    /// A numbering of its own for `list`, which stands at `level`.
    pub fn add(&mut self, list: &List, level: usize) -> usize {
        self.lists.push((list.marker, list.start, level));
        HEADING_NUMBERING + self.lists.len()
    }

    /// All numberings of the document.
    pub fn into_numberings(self, theme: &Theme) -> Numberings {
        let lists = &theme.lists;
        let mut numberings = Numberings::new()
            .add_abstract_numbering(headings(theme))
            .add_abstract_numbering(signs(BULLET, &lists.bullet.marker, lists.bullet.hanging))
            .add_abstract_numbering(signs(DASH, &lists.dash.marker, lists.dash.hanging))
            .add_abstract_numbering(numbers(lists.number.hanging))
            .add_numbering(Numbering::new(HEADING_NUMBERING, HEADINGS));
        for (index, (marker, start, level)) in self.lists.into_iter().enumerate() {
            let abstract_id = match marker {
                Marker::Bullet => BULLET,
                Marker::Dash => DASH,
                Marker::Number => NUMBER,
            };
            let mut numbering = Numbering::new(HEADING_NUMBERING + 1 + index, abstract_id);
            if marker == Marker::Number {
                numbering = numbering.add_override(LevelOverride::new(level).start(start as usize));
            }
            numberings = numberings.add_numbering(numbering);
        }
        numberings
    }
}

/// Headings of the first level are numbered; those of the second are not.
fn headings(theme: &Theme) -> AbstractNumbering {
    let first = level(0, "decimal", "%1", theme.styles.heading_1.hanging)
        .paragraph_style(styles::HEADING_1);
    let second = level(1, "none", "", Length::default())
        .paragraph_style(styles::HEADING_2)
        .suffix(LevelSuffixType::Nothing);
    AbstractNumbering::new(HEADINGS).add_level(first).add_level(second)
}

fn signs(id: usize, sign: &str, hanging: Length) -> AbstractNumbering {
    (0..LEVELS).fold(AbstractNumbering::new(id), |numbering, depth| {
        numbering.add_level(level(depth, "bullet", sign, hanging))
    })
}

fn numbers(hanging: Length) -> AbstractNumbering {
    (0..LEVELS).fold(AbstractNumbering::new(NUMBER), |numbering, depth| {
        numbering.add_level(level(depth, "decimal", &format!("%{}.", depth + 1), hanging))
    })
}

fn level(depth: usize, format: &str, text: &str, hanging: Length) -> Level {
    let level = Level::new(
        depth,
        Start::new(1),
        NumberFormat::new(format),
        // docx-rs writes this attribute as it is given.
        LevelText::new(quick_xml::escape::escape(text)),
        LevelJc::new("left"),
    );
    let hanging = twips(hanging);
    if hanging > 0 {
        // Where a list stands in another, its paragraphs say how far in.
        level.indent(Some(hanging), Some(SpecialIndentType::Hanging(hanging)), None, None)
    } else {
        level.indent(Some(0), None, None, None).suffix(LevelSuffixType::Space)
    }
}
