//! Colours, as what is printed on and what is printed with.

use typst::layout::Ratio;
use typst::visualize::{Color, Gradient, Paint, RatioOrAngle};

/// Red, green and blue, from 0 to 1.
pub(super) type Colour = [f64; 3];

pub(super) const WHITE: Colour = [1.0; 3];

/// A colour that may let through what is below it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ink {
    colour: Colour,
    alpha: f64,
}

impl Ink {
    fn of(colour: &Color) -> Self {
        let [red, green, blue, alpha]: [f32; 4] = colour.to_rgb().into();
        Self { colour: [red, green, blue].map(f64::from), alpha: f64::from(alpha) }
    }

    /// A picture's pixel.
    pub(super) fn of_pixel(pixel: [u8; 4]) -> Self {
        let [red, green, blue, alpha] = pixel.map(|value| f64::from(value) / 255.0);
        Self { colour: [red, green, blue], alpha }
    }

    pub(super) fn over(self, below: Colour) -> Colour {
        let mix = |i: usize| self.alpha * self.colour[i] + (1.0 - self.alpha) * below[i];
        [mix(0), mix(1), mix(2)]
    }

    pub(super) fn is_opaque(self) -> bool {
        self.alpha >= 1.0
    }
}

/// The inks of a paint. A gradient has each that it comes by, since any letter
/// may get any of them. Nobody can tell what a pattern comes to: none.
pub(super) fn inks(paint: &Paint) -> Option<Vec<Ink>> {
    match paint {
        Paint::Solid(colour) => Some(vec![Ink::of(colour)]),
        Paint::Gradient(gradient) => Some(of_gradient(gradient)),
        Paint::Tiling(_) => None,
    }
}

/// Between the ends of a gradient so many colours are looked at.
const STEPS: u32 = 8;

fn of_gradient(gradient: &Gradient) -> Vec<Ink> {
    let at = |step: u32| Ratio::new(f64::from(step) / f64::from(STEPS));
    (0..=STEPS).map(|step| Ink::of(&gradient.sample(RatioOrAngle::Ratio(at(step))))).collect()
}
