//! What a Word file holds that its reader does not see, or not with every
//! program.

use std::collections::HashSet;

use super::{named, text_of};
use crate::verify::{Check, Finding};
use crate::xml::Element;

/// Letters that are lower than that, in half points, cannot be read.
const SMALLEST: f64 = 4.0;
/// How many texts are gathered.
const MOST_GATHERED: usize = 1_000;

/// Gathers what is not seen, part by part.
pub(super) struct Unseen {
    /// The styles that hide what is set in them.
    hiding: HashSet<String>,
    hidden: Vec<String>,
    differing: Vec<String>,
}

impl Unseen {
    pub(super) fn new(styles: &Element) -> Self {
        let hiding = styles.elements().filter(|style| style.child("w:rPr").is_some_and(hides));
        let ids = hiding.filter_map(|style| style.attribute("w:styleId")).map(str::to_owned);
        Self { hiding: ids.collect(), hidden: Vec::new(), differing: Vec::new() }
    }

    pub(super) fn look(&mut self, part: &Element) {
        self.visit(part, false, false);
        for alternatives in named(part, "mc:AlternateContent") {
            let mut texts = alternatives.elements().map(text_of);
            let first = texts.next().unwrap_or_default();
            if self.differing.len() < MOST_GATHERED && texts.any(|other| other != first) {
                self.differing.push(first);
            }
        }
    }

    /// `is_hidden` and `is_shaded` are what the elements around it do.
    fn visit(&mut self, element: &Element, is_hidden: bool, is_shaded: bool) {
        let properties = ["w:rPr", "w:pPr", "w:tcPr", "w:tblPr"];
        let own = properties.iter().filter_map(|name| element.child(name));
        let mut is_shaded = is_shaded;
        let mut is_hidden = is_hidden;
        for properties in own {
            is_shaded |= properties.child("w:shd").is_some();
            let style = ["w:rStyle", "w:pStyle"].iter().find_map(|name| properties.child(name));
            let style = style.and_then(|style| style.attribute("w:val"));
            is_hidden |= style.is_some_and(|style| self.hiding.contains(style));
        }
        if element.name == "w:r" {
            let run = element.child("w:rPr");
            let is_white = run.is_some_and(is_white) && !is_shaded;
            if (is_hidden || is_white || run.is_some_and(hides)) && says_something(element) {
                self.note(element);
            }
            return;
        }
        for child in element.elements() {
            self.visit(child, is_hidden, is_shaded);
        }
    }

    fn note(&mut self, run: &Element) {
        if self.hidden.len() < MOST_GATHERED {
            self.hidden.push(text_of(run).trim().to_owned());
        }
    }

    pub(super) fn findings(self) -> [Finding; 2] {
        [Finding::of(Check::Hidden, self.hidden), Finding::of(Check::Alternates, self.differing)]
    }
}

/// Whether text of these properties is hidden, or too small to be seen.
fn hides(properties: &Element) -> bool {
    let vanishes = properties
        .child("w:vanish")
        .is_some_and(|vanish| !matches!(vanish.attribute("w:val"), Some("0" | "false" | "off")));
    let size = properties.child("w:sz").and_then(|size| size.attribute("w:val"));
    vanishes || size.and_then(|size| size.parse::<f64>().ok()).is_some_and(|size| size < SMALLEST)
}

fn is_white(properties: &Element) -> bool {
    let colour = properties.child("w:color").and_then(|colour| colour.attribute("w:val"));
    let highlit = properties.child("w:highlight").is_some();
    !highlit && colour.is_some_and(|colour| colour.eq_ignore_ascii_case("FFFFFF"))
}

fn says_something(run: &Element) -> bool {
    let texts = run.elements().filter(|child| matches!(child.name.as_str(), "w:t" | "w:delText"));
    texts.into_iter().any(|text| !text.text().trim().is_empty())
}
