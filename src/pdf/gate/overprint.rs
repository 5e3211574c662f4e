//! Words that are printed on other words.

use typst::layout::{Abs, Transform};

use super::shown::{Print, Shown};
use super::view::{self, is_upright, overlap};

/// The pairs of prints of which one lies on the other, the lower one first.
pub(super) fn overprinted(shown: &Shown) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut order: Vec<usize> =
        (0..shown.prints.len()).filter(|i| is_judged(&shown.prints[*i])).collect();
    order.sort_by_key(|i| (shown.prints[*i].page, shown.prints[*i].core.min.y));
    for (place, i) in order.iter().enumerate() {
        let one = &shown.prints[*i];
        let below = order[place + 1..].iter();
        let near = below.take_while(|j| {
            let other = &shown.prints[**j];
            other.page == one.page && other.core.min.y < one.core.max.y + size(one) * APART
        });
        let on = near.filter(|j| lies_on(one, &shown.prints[**j]));
        pairs.extend(on.map(|j| (*i.min(j), *i.max(j))));
    }
    pairs
}

/// Whether it has words, whose box is upright.
fn is_judged(print: &Print) -> bool {
    is_upright(print.transform) && print.has_words()
}

/// Whether much of the letters of one lie on letters of the other.
fn lies_on(one: &Print, other: &Print) -> bool {
    let shared = overlap(one.core, other.core);
    let shared = shared.max - shared.min;
    let (small, large) = (size(one).min(size(other)), size(one).max(size(other)));
    let (along, across) = match (runs_down(one), runs_down(other)) {
        (false, false) => (shared.x, shared.y),
        (true, true) => (shared.y, shared.x),
        // Crosswise, they must share as much both ways.
        _ => (shared.x.min(shared.y) * 2.0, shared.x.min(shared.y)),
    };
    along > small * ALONG
        && across > -small * APART
        // A large word may be behind a text, as an ornament.
        && large < small * LARGER
        && one.item.text.trim() != other.item.text.trim()
}

/// How high small letters are on the page.
fn size(print: &Print) -> Abs {
    let Transform { sy, kx, .. } = print.transform;
    print.item.size * view::LETTERS_TOP * sy.get().hypot(kx.get())
}

fn runs_down(print: &Print) -> bool {
    print.transform.sx.get().abs() < 1e-6
}

/// Letters are higher than the box that is looked at: lines that are nearer
/// than about half a font size run into each other. In heights of that box.
const APART: f64 = 0.2;
/// So much of two lines may share a place.
const ALONG: f64 = 0.8;
const LARGER: f64 = 2.5;
