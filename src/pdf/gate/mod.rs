//! The gate: no page is written that lacks a word of the report.
//!
//! The laid-out pages are walked, whatever the layout. What is beyond a page's
//! edge, clipped away, of no size, transparent, or of the colour that it stands
//! on is not seen; each text of the report must be among what is seen, at a
//! place of its own, in any order and however lines, columns and pages break.
//! Only what can be told for certain counts: text in scripts that run from
//! right to left is set in another order than it is read, and is let pass.

mod search;
mod shown;
mod squeezed;
mod view;
mod wanted;

use memchr::memmem;
use typst::syntax::Span;
use typst_layout::PagedDocument;

use self::shown::{Hidden, Shown};
use self::squeezed::Squeezed;
use self::wanted::Wanted;
use crate::report::Report;

pub(super) use self::shown::is_artifact;
pub use self::wanted::Origin;

/// Words that nobody can read.
pub(super) struct Lost {
    pub words: String,
    /// Nothing where they are the layout's own.
    pub origin: Option<Origin>,
    /// The page that cuts them off or hides them.
    pub page: Option<usize>,
    /// What of the layout set them.
    pub span: Span,
}

/// All that `report` holds and `document` does not show. Of one answer only
/// the first text is told.
pub(super) fn lost(document: &PagedDocument, report: &Report) -> Vec<Lost> {
    let mut shown = Shown::read(document);
    let wanted = wanted::texts(report);
    let (beside, body): (Vec<&Wanted>, Vec<&Wanted>) = wanted.iter().partition(|one| one.is_beside);
    let missing = search::missing(&mut shown.text, &body);
    let is_header = |one: &Wanted| beside.iter().any(|other| other.texts[0] == one.texts[0]);
    let in_body = missing.into_iter().map(|number| body[number]);
    let in_body = in_body.filter(|one| is_header(one) || !stands_behind(&shown.margins, one));
    let in_header = beside.iter().copied();
    let in_header = in_header
        .filter(|one| !stands_in(&shown.margins, one) && !search::is_left(&shown.text, one));
    let missing: Vec<&Wanted> = in_body.chain(in_header).collect();
    let hidden = Squeezing::of(&shown.hidden);
    let mut lost = hidden.without_cause(&missing);
    for one in missing {
        if !lost.iter().any(|other: &Lost| is_of_same_answer(other, one)) {
            lost.push(hidden.explain(one));
        }
    }
    lost
}

/// A layout may set the cover's lines as the page's background.
fn stands_behind(margins: &Squeezed, one: &Wanted) -> bool {
    one.texts[0].len() >= search::LONG && stands_in(margins, one)
}

fn stands_in(place: &Squeezed, one: &Wanted) -> bool {
    one.texts.iter().any(|text| memmem::find(&place.bytes, text).is_some())
}

fn is_of_same_answer(lost: &Lost, one: &Wanted) -> bool {
    match (&lost.origin, &one.origin) {
        (Some(Origin::Answer(told)), Origin::Answer(path)) => {
            path.strip_prefix(&**told).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
        _ => false,
    }
}

/// The hidden words, each also as it is compared.
struct Squeezing<'a>(Vec<(&'a Hidden, Vec<u8>)>);

impl<'a> Squeezing<'a> {
    fn of(hidden: &'a [Hidden]) -> Self {
        Self(hidden.iter().map(|one| (one, Squeezed::of(&one.text).bytes)).collect())
    }

    /// The missing text, with the page that hides some of it.
    fn explain(&self, missing: &Wanted) -> Lost {
        let mut parts = self.0.iter();
        let part = parts.find(|(_, bytes)| memmem::find(&missing.texts[0], bytes).is_some());
        Lost {
            words: missing.words.clone(),
            origin: Some(missing.origin.clone()),
            page: part.map(|(hidden, _)| hidden.page),
            span: part.map_or(Span::detached(), |(hidden, _)| hidden.span),
        }
    }

    /// The hidden words that are in none of the missing texts: the layout's own,
    /// or a text's that it shows a second time. The first of each of its lines.
    fn without_cause(&self, missing: &[&Wanted]) -> Vec<Lost> {
        let mut lost: Vec<Lost> = Vec::new();
        for (hidden, bytes) in &self.0 {
            let holds = |one: &[u8], other: &[u8]| memmem::find(one, other).is_some();
            let is_part =
                |one: &&Wanted| holds(&one.texts[0], bytes) || holds(bytes, &one.texts[0]);
            let is_told = |other: &Lost| other.span == hidden.span;
            if !missing.iter().any(is_part) && !lost.iter().any(is_told) {
                let (words, page) = (hidden.text.clone(), Some(hidden.page));
                lost.push(Lost { words, origin: None, page, span: hidden.span });
            }
        }
        lost
    }
}
