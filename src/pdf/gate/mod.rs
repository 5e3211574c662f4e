//! The gate: no page is written that lacks a word of the report, or says
//! something else.
//!
//! The laid-out pages are walked, whatever the layout. What is beyond a page's
//! edge, clipped away, too small, painted or printed over, or hardly stands out
//! from its ground is not seen; each text of the report must be among what is
//! seen, at a place of its own, in any order and however lines, columns and
//! pages break. Each mark must stand in the column of its status, and what is
//! said of a strategy with that strategy. Only what can be told for certain
//! counts: text in scripts that run from right to left is set in another order
//! than it is read, and is let pass.

mod cells;
mod columns;
mod ink;
mod overprint;
mod paint;
mod pairs;
mod search;
mod shown;
mod squeezed;
mod view;
mod wanted;

use std::collections::HashMap;

use memchr::memmem;
use typst::syntax::Span;
use typst_layout::PagedDocument;

use self::search::Found;
use self::shown::{Hidden, Shown, Why};
use self::squeezed::{Squeezed, squeezed};
use self::wanted::{Texts, Wanted};
use crate::report::Report;

pub(super) use self::shown::is_artifact;
pub(crate) use self::wanted::Origin;

/// Words that nobody can read, or that nobody can read rightly.
pub(super) struct Lost {
    pub words: String,
    pub fault: Fault,
    /// Nothing where they are the layout's own.
    pub origin: Option<Origin>,
    /// The page that cuts them off or hides them.
    pub page: Option<usize>,
    /// What of the layout set them.
    pub span: Span,
}

/// What is wrong with words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// No page shows them; why, where it is known.
    Unseen(Option<Why>),
    /// Another status is marked.
    Status,
    /// They stand with another strategy or heading.
    Stray,
}

/// All that `report` holds and `document` does not show. Of one answer only
/// the first text is told.
pub(super) fn lost(document: &PagedDocument, report: &Report) -> Vec<Lost> {
    let mut shown = Shown::read(document);
    let texts = Texts::of(report);
    let found = Found::of(&mut shown.text, &texts.body);
    let missing = missing(&shown, &texts, &found);
    let hidden = Squeezing::of(&shown.hidden);
    let without_cause = hidden.without_cause(&missing);
    let faults = missing.into_iter().map(|one| hidden.explain(one));
    let faults = faults.chain(overprinted(&shown, &texts, &found));
    let faults = faults.chain(joined(&shown, &texts, &found));
    let faults = faults.chain(misplaced(&shown, &texts, &found));
    with_first_of_each(without_cause, faults)
}

/// The texts of `report` that are not among those, in whatever order, and where
/// they come from. Of one answer only the first is told.
pub(crate) fn unsaid(shown: &[String], report: &Report) -> Vec<(Origin, String)> {
    let mut text = Squeezed::default();
    shown.iter().enumerate().for_each(|(run, words)| text.push(words, run));
    let texts = Texts::of(report);
    let found = Found::of(&mut text, &texts.body);
    let unsaid = with_first_of_each(Vec::new(), unfound(&texts, &found).map(Lost::of));
    unsaid.into_iter().filter_map(|one| Some((one.origin?, one.words))).collect()
}

/// Those that are told already, and the first more of each answer.
fn with_first_of_each(mut told: Vec<Lost>, more: impl Iterator<Item = Lost>) -> Vec<Lost> {
    for one in more {
        if !told.iter().any(|other| is_of_same_answer(other, &one)) {
            told.push(one);
        }
    }
    told
}

/// The texts of the body that were not found.
fn unfound<'a>(texts: &'a Texts, found: &Found) -> impl Iterator<Item = &'a Wanted> {
    let all = texts.body.iter().zip(&found.ranges);
    all.filter(|(one, range)| range.is_none() && !one.is_free).map(|(one, _)| one)
}

/// The texts that stand nowhere.
fn missing<'a>(shown: &Shown, texts: &'a Texts, found: &Found) -> Vec<&'a Wanted> {
    let is_header = |one: &Wanted| texts.beside.iter().any(|other| other.texts[0] == one.texts[0]);
    let in_body =
        unfound(texts, found).filter(|one| is_header(one) || !stands_behind(&shown.margins, one));
    let in_header = texts.beside.iter();
    let in_header = in_header
        .filter(|one| !stands_in(&shown.margins, one) && !search::is_left(&shown.text, one));
    in_body.chain(in_header).collect()
}

/// A layout may set the cover's lines as the page's background.
fn stands_behind(margins: &Squeezed, one: &Wanted) -> bool {
    one.texts[0].len() >= search::LONG && stands_in(margins, one)
}

fn stands_in(place: &Squeezed, one: &Wanted) -> bool {
    one.texts.iter().any(|text| memmem::find(&place.bytes, text).is_some())
}

/// The texts that other words are printed on.
fn overprinted(shown: &Shown, texts: &Texts, found: &Found) -> Vec<Lost> {
    let pairs = overprint::overprinted(shown);
    if pairs.is_empty() {
        return Vec::new();
    }
    let mut owners: HashMap<usize, usize> = HashMap::new();
    for (number, range) in found.ranges.iter().enumerate() {
        let runs = range.iter().flat_map(|range| shown.text.runs(range.clone()));
        owners.extend(runs.map(|run| (run, number)));
    }
    let prints = pairs.into_iter().flat_map(|(below, above)| [below, above]);
    let owned = prints.filter_map(|print| Some((&shown.prints[print], *owners.get(&print)?)));
    let lost = owned.map(|(print, number)| {
        let fault = Fault::Unseen(Some(Why::Overprinted));
        let (page, span) = (Some(print.page), print.span());
        Lost { fault, page, span, ..Lost::of(&texts.body[number]) }
    });
    lost.collect()
}

/// The texts in which a word of one line goes on in the next one's.
fn joined(shown: &Shown, texts: &Texts, found: &Found) -> Vec<Lost> {
    let all = texts.body.iter().zip(&found.ranges);
    let joined = all.filter_map(|(one, range)| {
        // Not where other words stand for it, nor in pieces.
        let range =
            range.clone().filter(|range| shown.text.bytes[range.clone()] == one.texts[0])?;
        let mut places = one.breaks.iter().map(|at| range.start + at);
        let at = places.find(|at| !shown.text.is_edge(*at))?;
        let print = &shown.prints[shown.text.runs(at..at + 1).next()?];
        let fault = Fault::Unseen(Some(Why::Joined));
        Some(Lost { fault, page: Some(print.page), span: print.span(), ..Lost::of(one) })
    });
    joined.collect()
}

/// The marks and texts that say another thing where they stand.
fn misplaced(shown: &Shown, texts: &Texts, found: &Found) -> Vec<Lost> {
    let marks = texts.tables.iter().flat_map(|table| {
        let wrong = columns::wrong(shown, &texts.body, found, table);
        wrong.into_iter().filter_map(|group| {
            let (words, origin) = (group.words.clone(), Some(group.origin.clone()?));
            let (fault, page, span) = (Fault::Status, None, Span::detached());
            Some(Lost { words, fault, origin, page, span })
        })
    });
    let stray = pairs::parted(&shown.text, texts, found).into_iter();
    let stray = stray.map(|number| Lost { fault: Fault::Stray, ..Lost::of(&texts.body[number]) });
    marks.chain(stray).collect()
}

impl Lost {
    /// A text that no page shows.
    fn of(text: &Wanted) -> Self {
        let (words, origin) = (text.words.clone(), Some(text.origin.clone()));
        Self { words, fault: Fault::Unseen(None), origin, page: None, span: Span::detached() }
    }
}

fn is_of_same_answer(lost: &Lost, one: &Lost) -> bool {
    match (&lost.origin, &one.origin) {
        (Some(Origin::Answer(told)), Some(Origin::Answer(path))) => {
            path.strip_prefix(&**told).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
        _ => lost.origin == one.origin && lost.words == one.words,
    }
}

/// The hidden words, each also as it is compared.
struct Squeezing<'a>(Vec<(&'a Hidden, Vec<u8>)>);

impl<'a> Squeezing<'a> {
    fn of(hidden: &'a [Hidden]) -> Self {
        Self(hidden.iter().map(|one| (one, squeezed(&one.text))).collect())
    }

    /// The missing text, with the page that hides some of it.
    fn explain(&self, missing: &Wanted) -> Lost {
        let mut parts = self.0.iter();
        let is_part = |bytes: &[u8]| {
            !bytes.is_empty()
                && missing.texts.iter().any(|text| memmem::find(text, bytes).is_some())
        };
        let part = parts.find(|(_, bytes)| is_part(bytes));
        let Some((hidden, _)) = part else { return Lost::of(missing) };
        let fault = Fault::Unseen(Some(hidden.why));
        Lost { fault, page: Some(hidden.page), span: hidden.span, ..Lost::of(missing) }
    }

    /// The hidden words that are in none of the missing texts: the layout's own,
    /// or a text's that it shows a second time. The first of each of its lines.
    /// What can be seen somehow may be an ornament.
    fn without_cause(&self, missing: &[&Wanted]) -> Vec<Lost> {
        let mut lost: Vec<Lost> = Vec::new();
        for (hidden, bytes) in self.0.iter().filter(|(hidden, _)| hidden.why.is_whole()) {
            let holds = |one: &[u8], other: &[u8]| memmem::find(one, other).is_some();
            let is_part =
                |one: &&Wanted| holds(&one.texts[0], bytes) || holds(bytes, &one.texts[0]);
            let is_told = |other: &Lost| other.span == hidden.span;
            if !missing.iter().any(is_part) && !lost.iter().any(is_told) {
                let (words, page) = (hidden.text.clone(), Some(hidden.page));
                let fault = Fault::Unseen(Some(hidden.why));
                lost.push(Lost { words, fault, origin: None, page, span: hidden.span });
            }
        }
        lost
    }
}
