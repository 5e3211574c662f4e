//! What marks the items of lists without numbers, read off the pages.

use typst::foundations::Content;
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem};
use typst::model::ListElem;
use typst::pdf::{PdfMarkerTag, PdfMarkerTagKind};
use typst_layout::PagedDocument;

use super::gate::is_artifact;

/// The mark of each list of the document's tags, in the order in which the
/// lists end: a list within another before it.
pub(super) fn marks(document: &PagedDocument) -> Vec<String> {
    let mut marks = Marks::default();
    document.pages().iter().for_each(|page| marks.visit(&page.frame));
    marks.closed
}

#[derive(Default)]
struct Marks {
    open: Vec<(Location, String)>,
    closed: Vec<String>,
    /// The label or artifact that is being read.
    label: Option<Location>,
    artifact: Option<Location>,
}

impl Marks {
    fn visit(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.visit(&group.frame),
                FrameItem::Tag(Tag::Start(element, _)) => self.start(element),
                FrameItem::Tag(Tag::End(location, ..)) => self.end(*location),
                FrameItem::Text(text) if self.label.is_some() => {
                    if let Some((_, mark)) = self.open.last_mut() {
                        mark.push_str(&text.text);
                    }
                }
                FrameItem::Text(_)
                | FrameItem::Shape(..)
                | FrameItem::Image(..)
                | FrameItem::Link(..) => {}
            }
        }
    }

    fn start(&mut self, element: &Content) {
        let Some(location) = element.location().filter(|_| self.artifact.is_none()) else { return };
        if is_artifact(element) {
            self.artifact = Some(location);
        } else if element.is::<ListElem>() {
            self.open.push((location, String::new()));
        } else if let Some(marker) = element.to_packed::<PdfMarkerTag>() {
            let is_first = self.open.last().is_some_and(|(_, mark)| mark.is_empty());
            if marker.kind == PdfMarkerTagKind::ListItemLabel && is_first {
                self.label = Some(location);
            }
        }
    }

    fn end(&mut self, location: Location) {
        if self.artifact == Some(location) {
            self.artifact = None;
        } else if self.label == Some(location) {
            self.label = None;
        } else if self.open.last().is_some_and(|(list, _)| *list == location) {
            self.closed.extend(self.open.pop().map(|(_, mark)| mark));
        }
    }
}

/// What the tag of a list with that mark calls it (ISO 32000-1, table 347).
/// Only ISO 32000-2, table 382, has a name for a dash; `None` is for lists
/// whose items have no mark (ISO 14289-2, clause 8.2.5.25).
pub(super) fn numbering(mark: &str) -> &'static str {
    match mark.trim() {
        "•" | "●" | "∙" => "Disc",
        "◦" | "○" => "Circle",
        "▪" | "■" => "Square",
        _ => "Unordered",
    }
}
