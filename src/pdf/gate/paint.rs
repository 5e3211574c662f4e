//! What is painted below and above a text, and whether its letters stand out.

use std::sync::{Arc, OnceLock};

use typst::layout::{Point, Rect, Size, Transform};
use typst::text::TextItem;
use typst::visualize::{Curve, FixedStroke, Geometry, Image, ImageKind, Shape};
use typst_layout::Page;

use super::ink::{Colour, Ink, WHITE, inks};
use super::shown::{Print, Why};
use super::view::{View, contains, is_upright, meets, pens};
use crate::layout::{SEEN, contrast_of};

/// All that is painted on a page, the last uppermost.
pub(super) struct Canvas<'a> {
    /// None where nobody can tell.
    paper: Option<Vec<Colour>>,
    painted: Vec<Painted<'a>>,
}

struct Painted<'a> {
    /// Where it is on the page, at most.
    extent: Rect,
    /// From the page to where it was painted.
    inward: Transform,
    what: What<'a>,
}

enum What<'a> {
    Fill(&'a Shape, Option<Vec<Ink>>),
    Stroke(&'a Shape, &'a FixedStroke, Option<Vec<Ink>>),
    Picture(&'a Image, Size, OnceLock<Option<Arc<Pixels>>>),
}

type Pixels = (u32, u32, Vec<u8>);

impl<'a> Canvas<'a> {
    pub(super) fn of(page: &Page) -> Self {
        let paper = match page.fill_or_white() {
            Some(paint) => {
                inks(&paint).map(|inks| inks.into_iter().map(|ink| ink.over(WHITE)).collect())
            }
            None => Some(vec![WHITE]),
        };
        Self { paper, painted: Vec::new() }
    }

    /// How much has been painted so far.
    pub(super) fn height(&self) -> usize {
        self.painted.len()
    }

    pub(super) fn shape(&mut self, place: Point, shape: &'a Shape, view: &View) {
        if let Some(fill) = &shape.fill
            && !matches!(shape.geometry, Geometry::Line(_))
        {
            self.add(place, shape.bbox(false), view, What::Fill(shape, inks(fill)));
        }
        if let Some(stroke) = &shape.stroke
            && stroke.thickness.to_pt() >= THICK
        {
            let what = What::Stroke(shape, stroke, inks(&stroke.paint));
            self.add(place, shape.bbox(true), view, what);
        }
    }

    pub(super) fn picture(&mut self, place: Point, image: &'a Image, size: Size, view: &View) {
        let extent = Rect::from_pos_size(Point::zero(), size);
        self.add(place, extent, view, What::Picture(image, size, OnceLock::new()));
    }

    fn add(&mut self, place: Point, extent: Rect, view: &View, what: What<'a>) {
        let transform = view.transform.pre_concat(Transform::translate(place.x, place.y));
        let extent = view.seen(Rect::new(extent.min + place, extent.max + place));
        // What has no extent is not seen.
        if let Some(inward) = transform.invert() {
            self.painted.push(Painted { extent, inward, what });
        }
    }

    /// What hides a text of the page, if anything does.
    pub(super) fn veil(&self, text: &Print) -> Option<Why> {
        let met: Vec<(usize, &Painted)> = self
            .painted
            .iter()
            .enumerate()
            .filter(|(_, painted)| meets(painted.extent, text.core))
            .collect();
        let (below, above): (Vec<_>, Vec<_>) = met.into_iter().partition(|(i, _)| *i < text.height);
        let even = below.iter().rposition(|(_, painted)| painted.is_even_below(text.core));
        let below = &below[even.unwrap_or_default()..];
        if above.is_empty() && below.len() <= usize::from(even.is_some()) {
            return self.look(text.item, text.middle(), below, &above);
        }
        samples(text).find_map(|points| {
            let [high, low] = points.map(|point| self.look(text.item, point, below, &above));
            if low.is_some() { high } else { None }
        })
    }

    /// What hides a letter that has ink at that point.
    fn look(
        &self,
        item: &TextItem,
        point: Point,
        below: &[(usize, &Painted)],
        above: &[(usize, &Painted)],
    ) -> Option<Why> {
        // Where a ground cannot be told, it is taken for a good one.
        let mut ground = self.paper.clone();
        for painted in at(point, below) {
            let inks = painted.inks(point);
            ground = ground.zip(inks).map(|(ground, inks)| laid_over(&inks, &ground));
        }
        let Some(sets) = letters(item) else { return Some(Why::Pattern) };
        let on_ground = |set: &Vec<Ink>| -> Vec<Pair> {
            let grounds = ground.iter().flatten();
            grounds.flat_map(|on| set.iter().map(|ink| (ink.over(*on), *on))).collect()
        };
        let sets = sets.iter().map(on_ground);
        let mut pairs = sets.max_by(|one, other| least(one).total_cmp(&least(other)))?;
        match least(&pairs) {
            same if same < SAME => return Some(Why::Blank),
            faint if faint < SEEN - ROUNDING => return Some(Why::Faint),
            _ => {}
        }
        let mut above = at(point, above).peekable();
        // With nothing above, the look at the ground has told all.
        above.peek()?;
        for painted in above {
            let Some(inks) = painted.inks(point) else { return Some(Why::Covered) };
            if ground.is_none() && inks.iter().all(|ink| ink.is_opaque()) {
                return Some(Why::Covered);
            }
            let over = |(ink, on): &Pair| -> Vec<Pair> {
                inks.iter().map(|top| (top.over(*ink), top.over(*on))).collect()
            };
            pairs = pairs.iter().flat_map(over).take(MOST).collect();
        }
        (least(&pairs) < SEEN - ROUNDING).then_some(Why::Covered)
    }
}

/// A letter's colour, and that of what is around it.
type Pair = (Colour, Colour);

fn least(pairs: &[Pair]) -> f64 {
    pairs.iter().map(|(ink, on)| contrast_of(*ink, *on)).fold(f64::INFINITY, f64::min)
}

/// What is painted at that point.
fn at<'a, 'b>(
    point: Point,
    painted: &'b [(usize, &'b Painted<'a>)],
) -> impl Iterator<Item = &'b Painted<'a>> {
    painted.iter().map(|(_, painted)| *painted).filter(move |painted| painted.is_at(point))
}

/// Lines that are thinner hide no letter, in points.
const THICK: f64 = 1.5;
/// What has less contrast has one colour.
const SAME: f64 = 1.02;
/// Colours are rounded on their way.
const ROUNDING: f64 = 0.02;
/// So many colours at one point are looked at.
const MOST: usize = 256;

fn laid_over(inks: &[Ink], grounds: &[Colour]) -> Vec<Colour> {
    if inks.iter().all(|ink| ink.is_opaque()) {
        return inks.iter().map(|ink| ink.over(WHITE)).collect();
    }
    let over = |ink: &Ink| grounds.iter().map(|below| ink.over(*below)).collect::<Vec<_>>();
    inks.iter().flat_map(over).take(MOST).collect()
}

/// The sets of inks that a text's letters have, each of which can be read by
/// itself: their fill's, and their stroke's. A thick stroke leaves no fill.
fn letters(item: &TextItem) -> Option<Vec<Vec<Ink>>> {
    let fill = inks(&item.fill);
    let Some(stroke) = &item.stroke else { return fill.map(|fill| vec![fill]) };
    let share = stroke.thickness / item.size;
    let stroke = inks(&stroke.paint).filter(|_| share > HAIR);
    let fill = fill.filter(|_| share < FULL);
    let sets: Vec<Vec<Ink>> = fill.into_iter().chain(stroke).collect();
    (!sets.is_empty()).then_some(sets)
}

/// A stroke around letters is nothing below the one, and all that is seen above
/// the other, in font sizes.
const HAIR: f64 = 0.01;
const FULL: f64 = 0.1;

impl Painted<'_> {
    /// Whether it is one and the same behind all of that box, and nothing below
    /// it is seen.
    fn is_even_below(&self, core: Rect) -> bool {
        let What::Fill(shape, Some(inks)) = &self.what else { return false };
        matches!(shape.geometry, Geometry::Rect(_))
            && is_upright(self.inward)
            && inks.iter().all(|ink| ink.is_opaque())
            && contains(self.extent, core)
    }

    fn is_at(&self, point: Point) -> bool {
        if !contains(self.extent, Rect::new(point, point)) {
            return false;
        }
        let inside = point.transform_inf(self.inward);
        match &self.what {
            What::Picture(..) => true,
            What::Fill(shape, _) => match &shape.geometry {
                Geometry::Line(_) => false,
                Geometry::Rect(_) => contains(shape.bbox(false), Rect::new(inside, inside)),
                Geometry::Curve(curve) => curve.contains(shape.fill_rule, inside),
            },
            What::Stroke(shape, stroke, _) => strokes(&shape.geometry, stroke, inside),
        }
    }

    /// What it is painted with at that point.
    fn inks(&self, point: Point) -> Option<Vec<Ink>> {
        match &self.what {
            What::Fill(_, inks) | What::Stroke(_, _, inks) => inks.clone(),
            What::Picture(image, size, pixels) => {
                let pixels = pixels.get_or_init(|| pixels_of(image));
                let (width, height, bytes) = &**pixels.as_ref()?;
                let at = point.transform_inf(self.inward);
                let step = |part: f64, all: u32| {
                    ((part * f64::from(all)) as u32).min(all.saturating_sub(1))
                };
                let (x, y) = (step(at.x / size.x, *width), step(at.y / size.y, *height));
                let start = (y as usize * *width as usize + x as usize) * 4;
                let pixel: [u8; 4] = bytes.get(start..start + 4)?.try_into().ok()?;
                Some(vec![Ink::of_pixel(pixel)])
            }
        }
    }
}

fn strokes(geometry: &Geometry, stroke: &FixedStroke, point: Point) -> bool {
    let mut path = Curve::new();
    match geometry {
        Geometry::Curve(curve) => return curve.stroke_contains(stroke, point),
        Geometry::Rect(size) => path = Curve::rect(*size),
        Geometry::Line(end) => {
            path.move_(Point::zero());
            path.line(*end);
        }
    }
    path.stroke_contains(stroke, point)
}

/// A picture's pixels, where it has any.
fn pixels_of(image: &Image) -> Option<Arc<Pixels>> {
    let ImageKind::Raster(picture) = image.kind() else { return None };
    let pixels = picture.dynamic().to_rgba8();
    Some(Arc::new((pixels.width(), pixels.height(), pixels.into_raw())))
}

/// Two points of each letter, in its upper and its lower half.
fn samples<'a>(text: &'a Print) -> impl Iterator<Item = [Point; 2]> + 'a {
    let item = text.item;
    pens(text.place, item).filter(|(_, glyph)| !item.text[glyph.range()].trim().is_empty()).map(
        move |(pen, glyph)| {
            let x = pen.x + glyph.x_advance.at(item.size) / 2.0;
            [UPPER, LOWER]
                .map(|high| Point::new(x, pen.y - item.size * high).transform_inf(text.transform))
        },
    )
}

const UPPER: f64 = 0.38;
const LOWER: f64 = 0.12;
