//! Colours of texts on what they stand on.

use super::{Fault, Judge};
use crate::json::join;
use crate::layout::Layout;
use crate::theme::Colour;

/// The least contrast of texts (WCAG 2.1, success criterion 1.4.3).
const GOOD: f64 = 4.5;
/// Below it words cannot be made out.
pub(crate) const SEEN: f64 = 3.0;
/// Below it a line cannot be made out.
const LINE: f64 = 1.2;
/// The colour of links, which is no column's tint.
const LINK: &str = "link";
const WHITE: &str = "FFFFFF";

impl Judge<'_> {
    pub(super) fn colours(&mut self) {
        let Layout { theme, .. } = self.layout;
        for (name, style) in theme.styles.by_name() {
            if name != "matrix_head" {
                self.on(&style.colour, WHITE, &join(&join("/styles", name), "colour"));
            }
        }
        for (index, line) in theme.cover.iter().enumerate() {
            self.on(&line.colour, WHITE, &format!("/cover/{index}/colour"));
        }
        if let Some(link) = theme.colours.get(LINK) {
            self.on(link, WHITE, &join("/colours", LINK));
        }
        self.tints();
        let matrix = &theme.matrix;
        let rule = contrast(matrix.rule_colour.hex(), WHITE);
        if matrix.rule.0 == 0.0 || rule < LINE {
            let pointers = ["/matrix/rule", "/matrix/rule_colour"];
            let unseen = if matrix.rule.0 == 0.0 { &pointers[..1] } else { &pointers[1..] };
            self.tell(Fault::Poor, "rule", unseen, &[]);
        }
    }

    /// The column heads on the tints: where none will do, their own colour is
    /// at fault.
    fn tints(&mut self) {
        let Layout { theme, .. } = self.layout;
        let head = &theme.styles.matrix_head.colour;
        let tints: Vec<_> = theme.colours.iter().filter(|(name, _)| *name != LINK).collect();
        let is_bad = |tint: &Colour| contrast(head.hex(), tint.hex()) < GOOD;
        if tints.len() > 1 && tints.iter().all(|(_, tint)| is_bad(tint)) {
            let best = tints.iter().max_by(|a, b| {
                let of = |tint: &Colour| contrast(head.hex(), tint.hex());
                of(a.1).total_cmp(&of(b.1))
            });
            if let Some((_, tint)) = best {
                self.on(head, tint.hex(), "/styles/matrix_head/colour");
            }
            return;
        }
        for (name, tint) in tints {
            self.on(head, tint.hex(), &join("/colours", name));
        }
    }

    /// The colour of links may be a column's tint all the same.
    pub(super) fn tint(&mut self, colour: &str) {
        let Layout { theme, .. } = self.layout;
        if let Some(tint) = theme.colours.get(colour).filter(|_| colour == LINK) {
            self.on(&theme.styles.matrix_head.colour, tint.hex(), &join("/colours", LINK));
        }
    }

    fn on(&mut self, text: &Colour, ground: &str, pointer: &str) {
        let contrast = contrast(text.hex(), ground);
        if contrast >= GOOD {
            return;
        }
        // Whatever a layout's own Typst files print on: Word and the web page
        // print on white.
        let fault = if contrast < SEEN { Fault::Hides } else { Fault::Poor };
        // Rounded down: 4.49 is not 4.5.
        let shown = format!("{:.1}", (contrast * 10.0).floor() / 10.0);
        let args = [
            ("colour", format!("#{}", text.hex())),
            ("ground", format!("#{ground}")),
            ("contrast", shown),
        ];
        self.tell(fault, "contrast", &[pointer], &args);
    }
}

/// How far two colours of six hexadecimal digits stand apart.
fn contrast(one: &str, other: &str) -> f64 {
    let channel = |hex: &str, at: usize| {
        f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap_or_default()) / 255.0
    };
    let colour = |hex| [channel(hex, 0), channel(hex, 2), channel(hex, 4)];
    contrast_of(colour(one), colour(other))
}

/// How far two colours stand apart, from 1 to 21 (WCAG 2.1, glossary). Red,
/// green and blue go from 0 to 1.
pub(crate) fn contrast_of(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance (WCAG 2.1, glossary).
fn luminance(colour: [f64; 3]) -> f64 {
    let [red, green, blue] = colour.map(|value| {
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
