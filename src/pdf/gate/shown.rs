//! What a reader finds on the pages: their words in reading order, and the
//! words that no reader finds because they are cut off or cannot be made out.

use std::borrow::Cow;
use std::collections::HashMap;

use typst::foundations::{Content, StyleChain};
use typst::introspection::{Location, Tag};
use typst::layout::{
    Frame, FrameItem, GridCell, GroupItem, HideElem, Point, Rect, RepeatElem, Transform,
};
use typst::model::TableCell;
use typst::pdf::ArtifactElem;
use typst::syntax::Span;
use typst::text::TextItem;
use typst_layout::{Page, PagedDocument};

use super::cells::Cells;
use super::paint::Canvas;
use super::squeezed::Squeezed;
use super::view::{self, Size, View};

/// The words of a document.
pub(super) struct Shown<'a> {
    /// In reading order, the parts of a broken cell together.
    pub text: Squeezed,
    /// Running headers, footers, backgrounds.
    pub margins: Squeezed,
    /// What was set in one go, by its number.
    pub prints: Vec<Print<'a>>,
    pub cells: Cells,
    pub hidden: Vec<Hidden>,
}

/// A run of text on a page.
pub(super) struct Print<'a> {
    pub page: usize,
    pub item: &'a TextItem,
    pub place: Point,
    pub transform: Transform,
    /// Where most of its ink is on the page.
    pub core: Rect,
    /// How much had been painted on the page before.
    pub height: usize,
    /// The cell that it stands in.
    pub cell: Option<usize>,
    /// The words that can be seen.
    words: Cow<'a, str>,
}

impl Print<'_> {
    pub(super) fn middle(&self) -> Point {
        (self.core.min + self.core.max) / 2.0
    }

    pub(super) fn has_words(&self) -> bool {
        !self.words.trim().is_empty()
    }

    fn hidden(&self, text: String, why: Why) -> Hidden {
        Hidden { page: self.page, text, why, span: self.span() }
    }

    /// What of the layout set it.
    pub(super) fn span(&self) -> Span {
        self.item.glyphs.first().map_or(Span::detached(), |glyph| glyph.span.0)
    }
}

/// Words that are set and cannot be seen.
pub(super) struct Hidden {
    pub page: usize,
    pub text: String,
    pub why: Why,
    /// What of the layout set them.
    pub span: Span,
}

/// Why words cannot be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pdf) enum Why {
    /// They are beyond the page's edge, or clipped away.
    Cut,
    /// They have no size, or the colour of what they stand on.
    Blank,
    Small,
    /// They hardly stand out.
    Faint,
    /// Something is painted over them.
    Covered,
    /// Their ink is a pattern, or what is above them: nobody can tell what it
    /// comes to.
    Pattern,
    /// Other words are printed over them.
    Overprinted,
    /// The words of two lines are one.
    Joined,
}

impl Why {
    /// Whether nothing at all is left to see.
    pub(super) fn is_whole(self) -> bool {
        matches!(self, Self::Cut | Self::Blank)
    }

    /// As messages know it.
    pub(in crate::pdf) fn id(self) -> &'static str {
        match self {
            Self::Cut => "cut",
            Self::Blank => "blank",
            Self::Small => "small",
            Self::Faint => "faint",
            Self::Covered => "covered",
            Self::Pattern => "pattern",
            Self::Overprinted => "overprinted",
            Self::Joined => "joined",
        }
    }
}

impl<'a> Shown<'a> {
    pub(super) fn read(document: &'a PagedDocument) -> Self {
        let mut walk = Walk::default();
        document.pages().iter().for_each(|page| walk.page(page));
        let mut text = Squeezed::default();
        walk.join(READ, &mut text);
        let mut margins = Squeezed::default();
        walk.join(MARGINS, &mut margins);
        Self { text, margins, prints: walk.prints, cells: walk.cells, hidden: walk.hidden }
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

/// Words that belong together, by the numbers of their runs, and what is to be
/// read between them: the strips by number, each with its place.
#[derive(Default)]
struct Strip {
    prints: Vec<usize>,
    between: Vec<(usize, usize)>,
}

const READ: usize = 0;
const MARGINS: usize = 1;
const REPEATED: usize = 2;

struct Walk<'a> {
    page: usize,
    prints: Vec<Print<'a>>,
    strips: Vec<Strip>,
    /// The strips of what has parts in several places, such as a broken cell.
    apart: HashMap<Location, usize>,
    current: usize,
    cells: Cells,
    /// What is not read aloud, and the strip of its words.
    artifact: Option<(Location, usize)>,
    hidden: Vec<Hidden>,
}

impl Default for Walk<'_> {
    fn default() -> Self {
        Self {
            page: 0,
            prints: Vec::new(),
            strips: vec![Strip::default(), Strip::default(), Strip::default()],
            apart: HashMap::new(),
            current: READ,
            cells: Cells::default(),
            artifact: None,
            hidden: Vec::new(),
        }
    }
}

impl<'a> Walk<'a> {
    fn page(&mut self, page: &'a Page) {
        self.page += 1;
        let first = self.prints.len();
        let mut canvas = Canvas::of(page);
        self.frame(&page.frame, &mut View::of(page), &mut canvas);
        for print in &mut self.prints[first..] {
            let Some(why) = canvas.veil(print) else { continue };
            let words = std::mem::take(&mut print.words).into_owned();
            if words.chars().any(|c| !c.is_whitespace()) {
                self.hidden.push(print.hidden(words, why));
            }
        }
    }

    fn frame(&mut self, frame: &'a Frame, view: &mut View<'a>, canvas: &mut Canvas<'a>) {
        for (place, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.group(*place, group, view, canvas),
                FrameItem::Text(text) => self.text(*place, text, view, canvas.height()),
                FrameItem::Shape(shape, _) => canvas.shape(*place, shape, view),
                FrameItem::Image(image, size, _) => canvas.picture(*place, image, *size, view),
                FrameItem::Tag(Tag::Start(element, _)) => self.start(element, *place, view),
                FrameItem::Tag(Tag::End(location, ..)) => self.end(*location),
                FrameItem::Link(..) => {}
            }
        }
    }

    fn start(&mut self, element: &Content, place: Point, view: &View) {
        if self.artifact.is_some() {
            return;
        }
        if is_artifact(element) {
            let strip = if is_repeated(element) { REPEATED } else { MARGINS };
            self.artifact = element.location().map(|location| (location, strip));
        } else {
            let corner = place.transform_inf(view.transform);
            self.cells.start(element, self.page, corner);
        }
    }

    fn end(&mut self, location: Location) {
        if self.artifact.is_some_and(|(artifact, _)| artifact == location) {
            self.artifact = None;
        } else {
            self.cells.end(location);
        }
    }

    fn group(
        &mut self,
        place: Point,
        group: &'a GroupItem,
        view: &mut View<'a>,
        canvas: &mut Canvas<'a>,
    ) {
        let before = self.current;
        let cell = self.cells.current;
        if let Some(parent) = group.parent {
            self.current = self.strip_of(parent.location);
            self.cells.go_on(parent.location);
        }
        let outer = view.enter(place, group);
        self.frame(&group.frame, view, canvas);
        view.leave(outer);
        self.current = before;
        self.cells.current = cell;
    }

    /// The strip of that element's parts; its words are read where the first
    /// of them stands.
    fn strip_of(&mut self, location: Location) -> usize {
        let next = self.strips.len();
        let strip = *self.apart.entry(location).or_insert(next);
        if strip == next {
            self.strips.push(Strip::default());
            let around = &mut self.strips[self.current];
            around.between.push((around.prints.len(), next));
        }
        strip
    }

    fn text(&mut self, place: Point, item: &'a TextItem, view: &View, height: usize) {
        let strip = self.artifact.map_or(self.current, |(_, strip)| strip);
        let width = item.width();
        let mut print = Print {
            page: self.page,
            item,
            place,
            transform: view.transform,
            core: view::on_page(view::core(place, item, width), view.transform),
            height,
            cell: self.cells.current,
            words: Cow::Borrowed(&item.text),
        };
        let unseen = match view.size(item) {
            Size::Nothing => Some((std::mem::take(&mut print.words).into_owned(), Why::Blank)),
            Size::Small => Some((std::mem::take(&mut print.words).into_owned(), Why::Small)),
            Size::Readable if view.holds(place, item, width) => None,
            Size::Readable => {
                let (seen, unseen) = view.part(place, item);
                print.words = Cow::Owned(seen);
                Some((unseen, Why::Cut))
            }
        };
        if let Some((unseen, why)) = unseen
            && unseen.chars().any(|c| !c.is_whitespace())
        {
            self.hidden.push(print.hidden(unseen, why));
        }
        self.strips[strip].prints.push(self.prints.len());
        self.prints.push(print);
    }

    /// The words of a strip, in the order in which they are read.
    fn join(&self, strip: usize, into: &mut Squeezed) {
        let Strip { prints, between } = &self.strips[strip];
        let add = |part: &[usize], into: &mut Squeezed| {
            part.iter().for_each(|number| into.push(&self.prints[*number].words, *number));
        };
        let mut done = 0;
        for (place, strip) in between {
            add(&prints[done..*place], into);
            self.join(*strip, into);
            done = *place;
        }
        add(&prints[done..], into);
    }
}
