//! Where a report's texts stand on its pages.

use dnr::input::{LayoutChoice, Rounds};
use dnr::job::read_source;
use dnr::json::Json;
use typst::layout::{Frame, FrameItem, Point};

use super::{ANSWERS, Workshop};

/// A text as it stands on a page, in points from the page's left and top.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    pub page: usize,
    pub text: String,
    pub left: f64,
    pub right: f64,
    pub baseline: f64,
}

/// All texts of the report of [`ANSWERS`], in the order of the content.
pub fn placed(workshop: &Workshop) -> Vec<Placed> {
    let path = workshop.path(ANSWERS);
    let json = Json::parse(read_source(&path).expect("answers")).expect("JSON");
    let mut rounds = Rounds::new(LayoutChoice::default(), false);
    let round = rounds.of(&path, &json).expect("a form");
    let report = dnr::check::answers(&json, &round).expect("good answers").report;
    let document = round.look.typesetter.lay_out(&report).expect("pages");
    let mut placed = Vec::new();
    for (index, page) in document.pages().iter().enumerate() {
        walk(&page.frame, Point::zero(), index + 1, &mut placed);
    }
    placed
}

fn walk(frame: &Frame, origin: Point, page: usize, placed: &mut Vec<Placed>) {
    for (at, item) in frame.items() {
        let at = origin + *at;
        match item {
            FrameItem::Group(group) => {
                let moved = Point::new(group.transform.tx, group.transform.ty);
                walk(&group.frame, at + moved, page, placed);
            }
            FrameItem::Text(text) => placed.push(Placed {
                page,
                text: text.text.to_string(),
                left: at.x.to_pt(),
                right: (at.x + text.width()).to_pt(),
                baseline: at.y.to_pt(),
            }),
            _ => {}
        }
    }
}
