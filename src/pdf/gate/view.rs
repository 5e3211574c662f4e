//! What can be seen of a page, and on what ground.

use typst::layout::{Abs, GroupItem, Point, Rect, Size, Transform};
use typst::text::{Glyph, TextItem};
use typst::visualize::{Color, Geometry, Paint, Shape};
use typst_layout::Page;

/// The part of a page that can be seen where the walk is.
pub(super) struct View {
    page: Rect,
    /// What is left of it within the boxes that are clipped.
    open: Rect,
    transform: Transform,
    paper: Ground,
    /// What has been painted so far, the last uppermost.
    painted: Vec<(Rect, Ground)>,
}

/// A colour, where it is one and the same and lets nothing through.
type Ground = Option<[u8; 3]>;

/// A view to go back to.
pub(super) struct Outer {
    open: Rect,
    transform: Transform,
}

impl View {
    pub(super) fn of(page: &Page) -> Self {
        let edges = Rect::from_pos_size(Point::zero(), page.frame.size());
        let paper = match page.fill_or_white() {
            Some(paint) => opaque(&paint),
            None => Some(WHITE),
        };
        let transform = Transform::identity();
        Self { page: edges, open: edges, transform, paper, painted: Vec::new() }
    }

    pub(super) fn enter(&mut self, place: Point, group: &GroupItem) -> Outer {
        let outer = Outer { open: self.open, transform: self.transform };
        self.transform = self
            .transform
            .pre_concat(Transform::translate(place.x, place.y))
            .pre_concat(group.transform);
        if let Some(clip) = &group.clip {
            self.open = overlap(self.open, self.on_page(clip.bbox(None)));
        }
        outer
    }

    pub(super) fn leave(&mut self, outer: Outer) {
        (self.open, self.transform) = (outer.open, outer.transform);
    }

    pub(super) fn paint(&mut self, place: Point, shape: &Shape) {
        let Some(fill) = &shape.fill else { return };
        let extent = moved(shape.bbox(false), place);
        let ground = match shape.geometry {
            Geometry::Rect(_) => opaque(fill),
            Geometry::Line(_) | Geometry::Curve(_) => None,
        };
        self.painted.push((overlap(self.open, self.on_page(extent)), ground));
    }

    pub(super) fn paint_picture(&mut self, place: Point, size: Size) {
        let extent = self.on_page(Rect::from_pos_size(place, size));
        self.painted.push((overlap(self.open, extent), None));
    }

    /// Whether all of the text is sure to be seen, by a box that is larger than
    /// its ink.
    pub(super) fn holds(&self, place: Point, item: &TextItem) -> bool {
        contains(self.open, self.on_page(loose_box(place, item))) && self.can_be_read(place, item)
    }

    /// The text's seen and unseen words.
    pub(super) fn part(&self, place: Point, item: &TextItem) -> (String, String) {
        if !self.can_be_read(place, item) {
            return (String::new(), item.text.to_string());
        }
        let (mut seen, mut unseen) = (String::new(), String::new());
        let mut pen = place;
        for glyph in &item.glyphs {
            let words = item.text.get(glyph.range()).unwrap_or_default();
            let is_seen = ink(pen, glyph, item).is_none_or(|ink| self.shows(self.on_page(ink)));
            if is_seen {
                seen.push_str(words)
            } else {
                unseen.push_str(words)
            };
            pen.x += glyph.x_advance.at(item.size);
            pen.y -= glyph.y_advance.at(item.size);
        }
        (seen, unseen)
    }

    /// Whether ink is on the page and not, for the most part, clipped away.
    fn shows(&self, ink: Rect) -> bool {
        let middle = Point::new((ink.min.x + ink.max.x) / 2.0, (ink.min.y + ink.max.y) / 2.0);
        contains(grown(self.page, SLACK), ink)
            && contains(grown(self.open, SLACK), Rect::new(middle, middle))
    }

    /// Whether the text has a size, and a colour of its own.
    fn can_be_read(&self, place: Point, item: &TextItem) -> bool {
        self.has_size(item) && !self.is_lost_in_ground(place, item)
    }

    fn has_size(&self, item: &TextItem) -> bool {
        let Transform { sx, sy, kx, ky, .. } = self.transform;
        let area = sx.get() * sy.get() - kx.get() * ky.get();
        item.size.to_pt() * area.abs().sqrt() >= SMALLEST
    }

    /// Whether the text has the very colour of what it stands on.
    fn is_lost_in_ground(&self, place: Point, item: &TextItem) -> bool {
        if item.stroke.is_some() {
            return false;
        }
        if matches!(&item.fill, Paint::Solid(colour) if colour.alpha() == Some(0.0)) {
            return true;
        }
        let Some(ink) = opaque(&item.fill) else { return false };
        let extent = self.on_page(middle_band(place, item));
        let below = self.painted.iter().rev().find(|(painted, _)| meets(*painted, extent));
        let ground = match below {
            Some((painted, ground)) if contains(*painted, extent) => *ground,
            Some(_) => None,
            None => self.paper,
        };
        ground == Some(ink)
    }

    /// The extent of a box of this frame on the page.
    fn on_page(&self, extent: Rect) -> Rect {
        let at = |x, y| Point::new(x, y).transform_inf(self.transform);
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
}

/// How far ink may reach over an edge before it counts, in points.
const SLACK: f64 = 0.5;

/// No printer shows letters of less, in points.
const SMALLEST: f64 = 0.5;

const WHITE: [u8; 3] = [255; 3];

/// A text's box: its advance, and more than any letter's height.
fn loose_box(place: Point, item: &TextItem) -> Rect {
    let margin = item.size * 0.25;
    let min = Point::new(place.x - margin, place.y - item.size * 1.2);
    Rect::new(min, Point::new(place.x + item.width() + margin, place.y + item.size * 0.5))
}

/// Where most of a text's ink is: the lower half of small letters.
fn middle_band(place: Point, item: &TextItem) -> Rect {
    let min = Point::new(place.x, place.y - item.size * 0.25);
    Rect::new(min, Point::new(place.x + item.width(), place.y))
}

/// A letter's ink; none for a blank.
fn ink(pen: Point, glyph: &Glyph, item: &TextItem) -> Option<Rect> {
    let extent = item.font.ttf().glyph_bounding_box(ttf_parser::GlyphId(glyph.id))?;
    let length = |units: i16| item.font.to_em(units).at(item.size);
    let origin =
        Point::new(pen.x + glyph.x_offset.at(item.size), pen.y - glyph.y_offset.at(item.size));
    let min = Point::new(origin.x + length(extent.x_min), origin.y - length(extent.y_max));
    let max = Point::new(origin.x + length(extent.x_max), origin.y - length(extent.y_min));
    Some(Rect::new(min, max))
}

fn opaque(paint: &Paint) -> Ground {
    let Paint::Solid(Color::Process(colour)) = paint else { return None };
    let [red, green, blue, alpha] = colour.to_rgb().into_format::<u8, u8>().into();
    (alpha == 255).then_some([red, green, blue])
}

fn moved(extent: Rect, by: Point) -> Rect {
    Rect::new(extent.min + by, extent.max + by)
}

fn grown(extent: Rect, by: f64) -> Rect {
    let by = Point::splat(Abs::pt(by));
    Rect::new(extent.min - by, extent.max + by)
}

fn overlap(one: Rect, other: Rect) -> Rect {
    Rect::new(one.min.max(other.min), one.max.min(other.max))
}

fn contains(outer: Rect, inner: Rect) -> bool {
    outer.min.x <= inner.min.x
        && outer.min.y <= inner.min.y
        && outer.max.x >= inner.max.x
        && outer.max.y >= inner.max.y
}

fn meets(one: Rect, other: Rect) -> bool {
    one.min.x < other.max.x
        && other.min.x < one.max.x
        && one.min.y < other.max.y
        && other.min.y < one.max.y
}
