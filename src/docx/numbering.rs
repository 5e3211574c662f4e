//! Numbered headings and lists. A list with all that stands in it is one
//! numbering of several levels, so that Word nests, counts and indents it. What
//! differs within it from the list of its level (a numbered list beside a
//! bulleted one, one that begins anew) is a numbering of its own at that level.

use docx_rs::{
    AbstractNumbering, Level, LevelJc, LevelOverride, LevelSuffixType, LevelText, NumberFormat,
    Numbering, Numberings, SpecialIndentType, Start,
};

use super::styles;
use super::twips;
use crate::rich_text::{List, Marker};
use crate::theme::{Length, Theme};

/// Word allows nine levels.
const LEVELS: usize = 9;

/// docx-rs puts a numbering of its own first, which the finishing pass takes
/// away again.
pub const FOREIGN: usize = 1;

const HEADINGS: usize = 2;
/// The first definition of a list.
const FIRST_LIST: usize = 3;

/// The numbering of the headings.
pub const HEADING_NUMBERING: usize = 2;

/// The numberings of the lists met so far, in order.
#[derive(Debug, Clone, Default)]
pub struct ListNumbering {
    all: Vec<Numbered>,
}

#[derive(Debug, Clone)]
struct Numbered {
    /// Of the levels met, from the outermost.
    markers: Vec<Marker>,
    /// The first number of each numbered level that this numbering begins.
    starts: Vec<(usize, u64)>,
    /// The last number given on each level.
    counts: [Option<u64>; LEVELS],
}

/// A list's place: which of the numberings, and at which level.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    at: usize,
    pub level: usize,
}

impl Place {
    /// The numbering's id in the document.
    pub fn id(self) -> usize {
        HEADING_NUMBERING + 1 + self.at
    }
}

impl ListNumbering {
    /// A place for `list`, which stands in an item of the list at `outer`.
    pub fn begin(&mut self, list: &List, outer: Option<Place>) -> Place {
        let Some(outer) = outer else { return self.add(list, Vec::new()) };
        let level = outer.level + 1;
        let at_outer = &mut self.all[outer.at];
        if level < LEVELS && at_outer.takes(list, level) {
            return Place { level, ..outer };
        }
        let above = at_outer.markers[..level.min(LEVELS - 1)].to_vec();
        self.add(list, above)
    }

    /// A numbering for `list`, whose levels above have those markers.
    fn add(&mut self, list: &List, above: Vec<Marker>) -> Place {
        let level = above.len();
        let mut numbered = Numbered { markers: above, starts: Vec::new(), counts: [None; LEVELS] };
        numbered.begin(list, level);
        self.all.push(numbered);
        Place { at: self.all.len() - 1, level }
    }

    /// Counts an item at `place`, as Word will.
    pub fn count(&mut self, place: Place) {
        let numbered = &mut self.all[place.at];
        numbered.counts[place.level] = numbered.next(place.level);
        numbered.counts[place.level + 1..].fill(None);
    }

    /// How far in the text at `place` stands, in twips.
    pub fn indent(&self, place: Place, theme: &Theme) -> i32 {
        let markers = &self.all[place.at].markers[..=place.level];
        base(&markers[..place.level], theme) + hanging(markers[place.level], theme)
    }

    /// All numberings of the document.
    pub fn into_numberings(self, theme: &Theme) -> Numberings {
        let mut numberings = Numberings::new()
            .add_abstract_numbering(headings(theme))
            .add_numbering(Numbering::new(HEADING_NUMBERING, HEADINGS));
        let mut known: Vec<Vec<Marker>> = Vec::new();
        for (index, mut numbered) in self.all.into_iter().enumerate() {
            let innermost = numbered.markers.last().copied().unwrap_or(Marker::Bullet);
            // For what somebody moves further in.
            numbered.markers.resize(LEVELS, innermost);
            let of = known.iter().position(|markers| *markers == numbered.markers);
            let of = of.unwrap_or_else(|| {
                known.push(numbered.markers);
                known.len() - 1
            });
            let starts = numbered.starts.iter().map(|(level, start)| {
                LevelOverride::new(*level).start(usize::try_from(*start).unwrap_or(1))
            });
            let id = Place { at: index, level: 0 }.id();
            numberings = numberings
                .add_numbering(Numbering::new(id, FIRST_LIST + of).overrides(starts.collect()));
        }
        known.iter().enumerate().fold(numberings, |numberings, (index, markers)| {
            numberings.add_abstract_numbering(definition(FIRST_LIST + index, markers, theme))
        })
    }
}

impl Numbered {
    /// Whether `list` is what Word shows next at `level`, which it begins where
    /// none was there yet.
    fn takes(&mut self, list: &List, level: usize) -> bool {
        match self.markers.get(level) {
            None => {
                self.begin(list, level);
                true
            }
            Some(Marker::Number) => {
                list.marker == Marker::Number && self.next(level) == Some(list.start)
            }
            Some(marker) => *marker == list.marker,
        }
    }

    fn begin(&mut self, list: &List, level: usize) {
        self.markers.push(list.marker);
        if list.marker == Marker::Number {
            self.starts.push((level, list.start));
        }
    }

    /// The number of the next item at `level`. Programs disagree on where a level
    /// begins anew that did not begin with 1: nothing can be relied on.
    fn next(&self, level: usize) -> Option<u64> {
        let start = self.starts.iter().find(|(begun, _)| *begun == level).map(|(_, start)| *start);
        match self.counts[level] {
            Some(last) => Some(last + 1),
            None => start.filter(|start| *start == 1),
        }
    }
}

/// How far a marker stands before its text.
fn hanging(marker: Marker, theme: &Theme) -> i32 {
    let lists = &theme.lists;
    twips(match marker {
        Marker::Bullet => lists.bullet.hanging,
        Marker::Dash => lists.dash.hanging,
        Marker::Number => lists.number.hanging,
    })
}

/// How far in a list stands within items of lists with those markers.
fn base(outer: &[Marker], theme: &Theme) -> i32 {
    let steps = outer.iter().map(|marker| match hanging(*marker, theme) {
        0 => twips(WITHIN),
        hanging => hanging,
    });
    steps.sum()
}

/// What stands in an item is in by this much where its marker does not hang.
const WITHIN: Length = Length(12.0);

/// Headings of the first level are numbered; those of the second are not.
fn headings(theme: &Theme) -> AbstractNumbering {
    let first = level(0, "decimal", "%1", 0, twips(theme.styles.heading_1.hanging))
        .paragraph_style(styles::HEADING_1);
    let second = level(1, "none", "", 0, 0)
        .paragraph_style(styles::HEADING_2)
        .suffix(LevelSuffixType::Nothing);
    AbstractNumbering::new(HEADINGS).add_level(first).add_level(second)
}

/// The levels of a list with those markers.
fn definition(id: usize, markers: &[Marker], theme: &Theme) -> AbstractNumbering {
    markers.iter().enumerate().fold(AbstractNumbering::new(id), |numbering, (depth, marker)| {
        let (format, text) = match marker {
            Marker::Bullet => ("bullet", theme.lists.bullet.marker.clone()),
            Marker::Dash => ("bullet", theme.lists.dash.marker.clone()),
            Marker::Number => ("decimal", format!("%{}.", depth + 1)),
        };
        let base = base(&markers[..depth], theme);
        numbering.add_level(level(depth, format, &text, base, hanging(*marker, theme)))
    })
}

/// A level whose marker stands at `base`, and its text `hanging` twips after it.
fn level(depth: usize, format: &str, text: &str, base: i32, hanging: i32) -> Level {
    let level = Level::new(
        depth,
        Start::new(1),
        NumberFormat::new(format),
        // docx-rs writes this attribute as it is given.
        LevelText::new(quick_xml::escape::escape(text)),
        LevelJc::new("left"),
    );
    if hanging > 0 {
        let special = SpecialIndentType::Hanging(hanging);
        level.indent(Some(base + hanging), Some(special), None, None)
    } else {
        level.indent(Some(base), None, None, None).suffix(LevelSuffixType::Space)
    }
}
