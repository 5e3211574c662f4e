//! What a reader finds on the pages: their words in reading order, and the
//! words that no reader finds because they are cut off or have no colour.

use std::collections::HashMap;

use typst::foundations::{Content, StyleChain};
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, GridCell, GroupItem, HideElem, Point, RepeatElem};
use typst::model::TableCell;
use typst::pdf::ArtifactElem;
use typst::syntax::Span;
use typst::text::TextItem;
use typst_layout::{Page, PagedDocument};

use super::squeezed::Squeezed;
use super::view::View;

/// The words of a document.
pub(super) struct Shown {
    /// In reading order, the parts of a broken cell together.
    pub text: Squeezed,
    /// Running headers, footers, backgrounds.
    pub margins: Squeezed,
    pub hidden: Vec<Hidden>,
}

/// Words that are set and cannot be seen.
pub(super) struct Hidden {
    pub page: usize,
    pub text: String,
    /// What of the layout set them.
    pub span: Span,
}

impl Shown {
    pub(super) fn read(document: &PagedDocument) -> Self {
        let mut walk = Walk::default();
        document.pages().iter().for_each(|page| walk.page(page));
        let mut text = Squeezed::default();
        walk.strips[READ].join(&walk.strips, &mut text);
        let margins = std::mem::take(&mut walk.strips[MARGINS].text);
        Self { text, margins, hidden: walk.hidden }
    }
}

/// Whether nobody hears the element, as typst-pdf decides it.
pub(in crate::pdf) fn is_artifact(element: &Content) -> bool {
    let is_hidden = element.is::<HideElem>() || element.is::<RepeatElem>();
    element.is::<ArtifactElem>() || is_hidden || is_repeated(element)
}

/// Whether it is a cell of a head that another page has already.
fn is_repeated(element: &Content) -> bool {
    let styles = StyleChain::default();
    let cell = element.to_packed::<TableCell>().map(|cell| cell.is_repeated.get(styles));
    let cell = cell.or_else(|| Some(element.to_packed::<GridCell>()?.is_repeated.get(styles)));
    cell.unwrap_or(false)
}

/// Words that belong together, and what is to be read between them: the strips
/// by number, each with its place.
#[derive(Default)]
struct Strip {
    text: Squeezed,
    between: Vec<(usize, usize)>,
}

impl Strip {
    fn join(&self, strips: &[Strip], into: &mut Squeezed) {
        let mut done = 0;
        for (place, strip) in &self.between {
            into.append(&self.text, done..*place);
            strips[*strip].join(strips, into);
            done = *place;
        }
        into.append(&self.text, done..self.text.len());
    }
}

const READ: usize = 0;
const MARGINS: usize = 1;
const REPEATED: usize = 2;

struct Walk {
    page: usize,
    strips: Vec<Strip>,
    /// The strips of what has parts in several places, such as a broken cell.
    apart: HashMap<Location, usize>,
    current: usize,
    /// What is not read aloud, and the strip of its words.
    artifact: Option<(Location, usize)>,
    hidden: Vec<Hidden>,
}

impl Default for Walk {
    fn default() -> Self {
        Self {
            page: 0,
            strips: vec![Strip::default(), Strip::default(), Strip::default()],
            apart: HashMap::new(),
            current: READ,
            artifact: None,
            hidden: Vec::new(),
        }
    }
}

impl Walk {
    fn page(&mut self, page: &Page) {
        self.page += 1;
        self.frame(&page.frame, &mut View::of(page));
    }

    fn frame(&mut self, frame: &Frame, view: &mut View) {
        for (place, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.group(*place, group, view),
                FrameItem::Text(text) => self.text(*place, text, view),
                FrameItem::Shape(shape, _) => view.paint(*place, shape),
                FrameItem::Image(_, size, _) => view.paint_picture(*place, *size),
                FrameItem::Tag(Tag::Start(element, _)) => {
                    if self.artifact.is_none() && is_artifact(element) {
                        let strip = if is_repeated(element) { REPEATED } else { MARGINS };
                        self.artifact = element.location().map(|location| (location, strip));
                    }
                }
                FrameItem::Tag(Tag::End(location, ..)) => {
                    if self.artifact.is_some_and(|(artifact, _)| artifact == *location) {
                        self.artifact = None;
                    }
                }
                FrameItem::Link(..) => {}
            }
        }
    }

    fn group(&mut self, place: Point, group: &GroupItem, view: &mut View) {
        let before = self.current;
        if let Some(parent) = group.parent {
            self.current = self.strip_of(parent.location);
        }
        let outer = view.enter(place, group);
        self.frame(&group.frame, view);
        view.leave(outer);
        self.current = before;
    }

    /// The strip of that element's parts; its words are read where the first
    /// of them stands.
    fn strip_of(&mut self, location: Location) -> usize {
        let next = self.strips.len();
        let strip = *self.apart.entry(location).or_insert(next);
        if strip == next {
            self.strips.push(Strip::default());
            let around = &mut self.strips[self.current];
            around.between.push((around.text.len(), next));
        }
        strip
    }

    fn text(&mut self, place: Point, item: &TextItem, view: &View) {
        let strip = self.artifact.map_or(self.current, |(_, strip)| strip);
        let text = &mut self.strips[strip].text;
        if view.holds(place, item) {
            return text.push(&item.text);
        }
        let (seen, unseen) = view.part(place, item);
        text.push(&seen);
        if unseen.chars().any(|c| !c.is_whitespace()) {
            let span = item.glyphs.first().map_or(Span::detached(), |glyph| glyph.span.0);
            self.hidden.push(Hidden { page: self.page, text: unseen, span });
        }
    }
}
