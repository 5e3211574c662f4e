//! What people do to words in Word that an answer cannot hold and that says
//! something all the same: they strike them through, highlight or colour them.

use super::styles::{switch, value};
use crate::xml::Element;

/// How words stand out, the weightiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Marking {
    /// Struck through once or twice: they are to go.
    Struck,
    /// Highlighted or shaded.
    Highlighted,
    Coloured,
}

impl Marking {
    /// The word for it in messages.
    pub fn id(self) -> &'static str {
        match self {
            Self::Struck => "struck",
            Self::Highlighted => "highlighted",
            Self::Coloured => "coloured",
        }
    }
}

/// What a run's own properties make of its words (ECMA-376 part 1, 17.3.2).
pub(super) fn of_run(run: &Element) -> Option<Marking> {
    let highlight = value(run.child("w:highlight")).is_some_and(|colour| colour != "none");
    if is_struck(run) == Some(true) {
        Some(Marking::Struck)
    } else if highlight || is_shaded(run) {
        Some(Marking::Highlighted)
    } else {
        let colour = value(run.child("w:color"));
        let stands_out = |colour: &str| !["auto", "000000"].contains(&colour);
        colour.is_some_and(stands_out).then_some(Marking::Coloured)
    }
}

/// Whether words are struck through; nothing where that is not said.
pub(super) fn is_struck(run: &Element) -> Option<bool> {
    let lines = [switch(run, "w:strike"), switch(run, "w:dstrike")];
    lines.contains(&Some(true)).then_some(true).or(lines[0]).or(lines[1])
}

/// Whether a paragraph or run has a ground of its own.
pub(super) fn is_shaded(properties: &Element) -> bool {
    let Some(shading) = properties.child("w:shd") else { return false };
    let fill = shading.attribute("w:fill").unwrap_or("auto");
    let pattern = shading.attribute("w:val").unwrap_or("clear");
    pattern != "nil"
        && (!["clear", "nil"].contains(&pattern) || !["auto", "FFFFFF", "ffffff"].contains(&fill))
}

/// Adds `text` to words that stand out: to the last, where it goes on with them.
pub(super) fn note(
    marked: &mut Vec<(Marking, String)>,
    marking: Marking,
    text: &str,
    goes_on: bool,
) {
    match marked.last_mut() {
        Some((last, words)) if goes_on && *last == marking => words.push_str(text),
        _ => marked.push((marking, text.to_owned())),
    }
}
