//! What is open to see of a page: where the walk is, and what boxes clip away.

use skrifa::metrics::BoundingBox;
use typst::layout::{Abs, GroupItem, Point, Rect, Transform};
use typst::text::{Glyph, TextItem};
use typst::visualize::{Curve, FillRule};
use typst_layout::Page;

use crate::fonts::Measured;
use crate::layout::READABLE;

/// The part of a page that can be seen where the walk is.
pub(super) struct View<'a> {
    page: Rect,
    /// What is left of it within the boxes that are clipped.
    open: Rect,
    /// Those that are no rectangles.
    clips: Vec<(&'a Curve, Transform)>,
    pub transform: Transform,
}

/// A view to go back to.
pub(super) struct Outer {
    open: Rect,
    clips: usize,
    transform: Transform,
}

/// How large letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Size {
    /// No printer shows them.
    Nothing,
    Small,
    Readable,
}

impl<'a> View<'a> {
    pub(super) fn of(page: &Page) -> Self {
        let page = Rect::from_pos_size(Point::zero(), page.frame.size());
        Self { page, open: page, clips: Vec::new(), transform: Transform::identity() }
    }

    pub(super) fn enter(&mut self, place: Point, group: &'a GroupItem) -> Outer {
        let outer = Outer { open: self.open, clips: self.clips.len(), transform: self.transform };
        self.transform = self
            .transform
            .pre_concat(Transform::translate(place.x, place.y))
            .pre_concat(group.transform);
        if let Some(clip) = &group.clip {
            self.open = overlap(self.open, on_page(clip.bbox(None), self.transform));
            if clip.0.len() != RECTANGLE {
                self.clips.push((clip, self.transform));
            }
        }
        outer
    }

    pub(super) fn leave(&mut self, outer: Outer) {
        (self.open, self.transform) = (outer.open, outer.transform);
        self.clips.truncate(outer.clips);
    }

    /// Where a box of this frame can be seen on the page.
    pub(super) fn seen(&self, extent: Rect) -> Rect {
        overlap(self.open, on_page(extent, self.transform))
    }

    /// Whether no part of a text of that width is cut off, by a box that is
    /// larger than its ink.
    pub(super) fn holds(&self, place: Point, item: &TextItem, width: Abs) -> bool {
        self.clips.is_empty()
            && contains(self.open, on_page(loose_box(place, item, width), self.transform))
    }

    /// The text's seen and unseen words.
    pub(super) fn part(&self, place: Point, item: &TextItem) -> (String, String) {
        let (mut seen, mut unseen) = (String::new(), String::new());
        let letters = Measured::new(&item.font);
        for (pen, glyph) in pens(place, item) {
            let words = item.text.get(glyph.range()).unwrap_or_default();
            let extent = letters.as_ref().and_then(|letters| letters.ink(glyph.id));
            if extent.is_none_or(|extent| self.shows(ink(pen, glyph, item, extent))) {
                seen.push_str(words)
            } else {
                unseen.push_str(words)
            };
        }
        (seen, unseen)
    }

    /// Whether ink is on the page and not, for the most part, clipped away.
    fn shows(&self, ink: Rect) -> bool {
        let ink = on_page(ink, self.transform);
        let middle = (ink.min + ink.max) / 2.0;
        let is_within = |(clip, transform): &(&Curve, Transform)| {
            let inward = transform.invert();
            inward.is_some_and(|inward| {
                clip.contains(FillRule::NonZero, middle.transform_inf(inward))
            })
        };
        contains(grown(self.page, SLACK), ink)
            && contains(grown(self.open, SLACK), Rect::new(middle, middle))
            && self.clips.iter().all(is_within)
    }

    /// How large the text's letters are on the page.
    pub(super) fn size(&self, item: &TextItem) -> Size {
        let Transform { sx, sy, kx, ky, .. } = self.transform;
        let (wide, high) = (sx.get().hypot(ky.get()), sy.get().hypot(kx.get()));
        // Letters may be narrow, and still be read.
        match item.size.to_pt() * high.min(2.0 * wide) {
            size if size < SMALLEST => Size::Nothing,
            size if size < READABLE - 0.01 => Size::Small,
            _ => Size::Readable,
        }
    }
}

/// How many steps the path of a plain box has.
const RECTANGLE: usize = 5;

/// How far ink may reach over an edge before it counts, in points.
const SLACK: f64 = 0.5;

/// No printer shows letters of less, in points.
const SMALLEST: f64 = 0.5;

/// A text's box: its advance, and more than any letter's height.
fn loose_box(place: Point, item: &TextItem, width: Abs) -> Rect {
    let margin = item.size * 0.25;
    let min = Point::new(place.x - margin, place.y - item.size * 1.2);
    Rect::new(min, Point::new(place.x + width + margin, place.y + item.size * 0.5))
}

/// Where most of the ink of a text of that width is: small letters without their strokes up and
/// down, from the first that is no blank to the last.
pub(super) fn core(place: Point, item: &TextItem, width: Abs) -> Rect {
    let is_blank = |glyph: &&Glyph| item.text[glyph.range()].chars().all(char::is_whitespace);
    let advance = |glyph: &Glyph| glyph.x_advance.at(item.size);
    let (mut before, mut after) = (Abs::zero(), Abs::zero());
    if item.text.starts_with(char::is_whitespace) {
        before = item.glyphs.iter().take_while(is_blank).map(advance).sum();
    }
    if item.text.ends_with(char::is_whitespace) {
        after = item.glyphs.iter().rev().take_while(is_blank).map(advance).sum();
    }
    let min = Point::new(place.x + before, place.y - item.size * LETTERS_TOP);
    Rect::new(min, Point::new(place.x + width - after, place.y))
}

/// How high small letters are, in font sizes.
pub(super) const LETTERS_TOP: f64 = 0.45;

/// Where each glyph is set.
pub(super) fn pens(place: Point, item: &TextItem) -> impl Iterator<Item = (Point, &Glyph)> {
    let mut pen = place;
    item.glyphs.iter().map(move |glyph| {
        let at = pen;
        pen.x += glyph.x_advance.at(item.size);
        pen.y -= glyph.y_advance.at(item.size);
        (at, glyph)
    })
}

/// Where a letter's ink is, which has that extent in the units of its font.
fn ink(pen: Point, glyph: &Glyph, item: &TextItem, extent: BoundingBox) -> Rect {
    let length = |units: f32| item.font.to_em(units).at(item.size);
    let origin =
        Point::new(pen.x + glyph.x_offset.at(item.size), pen.y - glyph.y_offset.at(item.size));
    let min = Point::new(origin.x + length(extent.x_min), origin.y - length(extent.y_max));
    let max = Point::new(origin.x + length(extent.x_max), origin.y - length(extent.y_min));
    Rect::new(min, max)
}

/// The extent of a box on the page.
pub(super) fn on_page(extent: Rect, transform: Transform) -> Rect {
    let at = |x, y| Point::new(x, y).transform_inf(transform);
    let corners = [
        at(extent.min.x, extent.min.y),
        at(extent.max.x, extent.min.y),
        at(extent.min.x, extent.max.y),
        at(extent.max.x, extent.max.y),
    ];
    let [first, rest @ ..] = corners;
    rest.into_iter().fold(Rect::new(first, first), |all, corner| {
        Rect::new(all.min.min(corner), all.max.max(corner))
    })
}

/// Whether boxes stay boxes on the page.
pub(super) fn is_upright(transform: Transform) -> bool {
    let is_none = |one: typst::layout::Ratio| one.get().abs() < 1e-6;
    is_none(transform.kx) && is_none(transform.ky) || is_none(transform.sx) && is_none(transform.sy)
}

fn grown(extent: Rect, by: f64) -> Rect {
    let by = Point::splat(Abs::pt(by));
    Rect::new(extent.min - by, extent.max + by)
}

pub(super) fn overlap(one: Rect, other: Rect) -> Rect {
    Rect::new(one.min.max(other.min), one.max.min(other.max))
}

pub(super) fn contains(outer: Rect, inner: Rect) -> bool {
    outer.min.x <= inner.min.x
        && outer.min.y <= inner.min.y
        && outer.max.x >= inner.max.x
        && outer.max.y >= inner.max.y
}

pub(super) fn meets(one: Rect, other: Rect) -> bool {
    one.min.x < other.max.x
        && other.min.x < one.max.x
        && one.min.y < other.max.y
        && other.min.y < one.max.y
}
