//! Finding a report's texts among the words of its pages, each at a place of
//! its own.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use memchr::memmem::Finder;

use super::squeezed::Squeezed;
use super::wanted::{TICKS, Wanted};

/// Where each of the texts stands.
pub(super) struct Found {
    pub ranges: Vec<Option<Range<usize>>>,
    /// They stand one after the other, as the report has them.
    pub is_in_order: bool,
}

impl Found {
    pub(super) fn of(shown: &mut Squeezed, wanted: &[Wanted]) -> Self {
        if let Some(ranges) = in_order(shown, wanted) {
            return Self { ranges, is_in_order: true };
        }
        shown.give_back();
        let ranges = Search { shown, wanted, found: vec![None; wanted.len()] }.ranges();
        Self { ranges, is_in_order: false }
    }
}

/// Where the texts stand, if one after the other, as in most layouts.
fn in_order(shown: &mut Squeezed, wanted: &[Wanted]) -> Option<Vec<Option<Range<usize>>>> {
    let mut from = 0;
    let next = |one: &Wanted| {
        let texts = one.texts.iter().chain(&one.near);
        let ranges = texts.filter_map(|text| find(shown, text, from..shown.len()));
        let first = ranges.min_by_key(|range| range.start)?;
        from = first.end;
        shown.take(first.clone());
        Some(Some(first))
    };
    wanted.iter().map(next).collect()
}

/// Whether the text stands anywhere where nothing else has been found.
pub(super) fn is_left(shown: &Squeezed, one: &Wanted) -> bool {
    one.texts.iter().any(|text| find(shown, text, 0..shown.len()).is_some())
}

/// Where `text` stands in that part, as words of their own that nothing else
/// has taken.
fn find(shown: &Squeezed, text: &[u8], part: Range<usize>) -> Option<Range<usize>> {
    let is_free = |range: &Range<usize>| {
        shown.last_taken(range.clone()).is_none()
            && shown.is_edge(range.start)
            && shown.is_edge(range.end)
    };
    // Mostly it comes next, which needs no search.
    let next = part.start..part.start + text.len();
    if next.end <= part.end && shown.bytes[next.clone()] == *text && is_free(&next) {
        return Some(next);
    }
    let finder = Finder::new(text);
    let mut from = part.start;
    while from < part.end {
        let start = from + finder.find(&shown.bytes[from..part.end])?;
        let range = start..start + text.len();
        match shown.last_taken(range.clone()) {
            Some(taken) => from = taken + 1,
            None if shown.is_edge(range.start) && shown.is_edge(range.end) => return Some(range),
            None => from = start + 1,
        }
    }
    None
}

/// A search for texts in any order.
struct Search<'a> {
    shown: &'a mut Squeezed,
    wanted: &'a [Wanted],
    found: Vec<Option<Range<usize>>>,
}

/// A text of so many bytes is not met by chance.
pub(super) const LONG: usize = 16;

/// Of each text whether it is long and the report has it once.
pub(super) fn singles(wanted: &[Wanted]) -> Vec<bool> {
    let mut counts: HashMap<&[u8], usize> = HashMap::new();
    for one in wanted {
        *counts.entry(&one.texts[0]).or_default() += 1;
    }
    let texts = wanted.iter().map(|one| &*one.texts[0]);
    texts.map(|text| text.len() >= LONG && counts[text] == 1).collect()
}

impl Search<'_> {
    /// Long texts that the report has once are looked for first; they show where
    /// the rest are to be expected. The longest go foremost, since others may be
    /// parts of them.
    fn ranges(mut self) -> Vec<Option<Range<usize>>> {
        let wanted = self.wanted;
        let length = |i: &usize| wanted[*i].texts[0].len();
        let is_single = singles(wanted);
        let all = || 0..wanted.len();
        let mut single: Vec<usize> = all().filter(|i| is_single[*i]).collect();
        single.sort_by_key(|i| Reverse(length(i)));
        self.look_for(&single, Self::anywhere);
        self.look_for(&single, Self::in_pieces);
        let with_other_words: Vec<usize> = all().filter(|i| wanted[*i].texts.len() > 1).collect();
        self.look_for(&with_other_words, Self::in_other_words);
        let mut others: Vec<usize> = all().filter(|i| !is_single[*i]).collect();
        others.sort_by_key(|i| Reverse(length(i)));
        for alike in others.chunk_by(|one, other| length(one) == length(other)) {
            self.look_for(alike, Self::between_neighbours);
            self.look_for(alike, Self::anywhere);
            self.look_for(alike, Self::in_pieces);
        }
        self.found
    }

    fn look_for(&mut self, numbers: &[usize], look: fn(&Self, usize) -> Vec<Range<usize>>) {
        for i in numbers {
            if self.found[*i].is_some() {
                continue;
            }
            let pieces = look(self, *i);
            self.found[*i] = pieces.first().map(|first| first.start..pieces[pieces.len() - 1].end);
            pieces.into_iter().for_each(|piece| self.shown.take(piece));
        }
    }

    fn anywhere(&self, i: usize) -> Vec<Range<usize>> {
        find(self.shown, &self.wanted[i].texts[0], 0..self.shown.len()).into_iter().collect()
    }

    /// What a layout may say instead is met less by chance than a sign, and may
    /// hold other texts.
    fn in_other_words(&self, i: usize) -> Vec<Range<usize>> {
        let texts = self.wanted[i].texts[1..].iter();
        texts.filter_map(|text| find(self.shown, text, 0..self.shown.len())).take(1).collect()
    }

    /// Between the nearest texts before and after it that have been found.
    fn between_neighbours(&self, i: usize) -> Vec<Range<usize>> {
        let before = self.found[..i].iter().rev().flatten().next();
        let after = self.found[i + 1..].iter().flatten().next();
        let part = match (before, after) {
            // A layout may go backwards.
            (Some(before), Some(after)) if after.end <= before.start => after.end..before.start,
            _ => {
                before.map_or(0, |found| found.end)
                    ..after.map_or(self.shown.len(), |found| found.start)
            }
        };
        let Wanted { texts, near, is_mark, .. } = &self.wanted[i];
        let ticks = TICKS.iter().filter(|_| *is_mark).map(|tick| tick.as_bytes());
        let texts = texts.iter().chain(near).map(Vec::as_slice).chain(ticks);
        texts.filter_map(|text| find(self.shown, text, part.clone())).take(1).collect()
    }

    /// In pieces, each from or to the edge of what was set in one go: a text
    /// that is interrupted where a page or column ends.
    fn in_pieces(&self, i: usize) -> Vec<Range<usize>> {
        let text = &self.wanted[i].texts[0];
        if text.len() < LONG {
            return Vec::new();
        }
        let finder = Finder::new(&text[..FIRST_PIECE]);
        let starts = finder.find_iter(&self.shown.bytes).filter(|at| self.shown.is_edge(*at));
        starts
            .take(MOST_TRIES)
            .map(|at| self.pieces(at, text))
            .find(|p| !p.is_empty())
            .unwrap_or_default()
    }

    fn pieces(&self, start: usize, text: &[u8]) -> Vec<Range<usize>> {
        let (mut pieces, mut at, mut rest) = (Vec::new(), start, text);
        loop {
            let length = self.piece(at, rest);
            if length == 0 {
                return Vec::new();
            }
            pieces.push(at..at + length);
            rest = &rest[length..];
            if rest.is_empty() {
                return pieces;
            }
            let Some(next) = self.next_piece(at + length, rest) else { return Vec::new() };
            at = next;
        }
    }

    /// How much of `rest` stands there: all, or up to where a run ends.
    fn piece(&self, at: usize, rest: &[u8]) -> usize {
        let there = self.shown.bytes[at..].iter().zip(rest);
        let same = there.take_while(|(one, other)| one == other).count();
        let free = self.shown.first_taken(at..at + same).map_or(same, |taken| taken - at);
        if free == rest.len() && self.shown.is_edge(at + free) {
            return free;
        }
        (1..=free).rev().find(|length| self.shown.is_run_within_signs(at + length)).unwrap_or(0)
    }

    /// Where the text goes on: at the first run that has enough of it, or else
    /// at the one that has most.
    fn next_piece(&self, from: usize, rest: &[u8]) -> Option<usize> {
        let enough = LONG.min(rest.len());
        let mut best = (0, None);
        let is_start = |at: &usize| self.shown.is_run_within_signs(*at);
        for at in (from..self.shown.len()).filter(is_start) {
            let length = self.piece(at, rest);
            if length >= enough {
                return Some(at);
            }
            if length > best.0 {
                best = (length, Some(at));
            }
        }
        best.1
    }
}

/// So much of a text stands in one piece at its beginning.
const FIRST_PIECE: usize = 4;
/// No text begins in more places that are not its own.
const MOST_TRIES: usize = 64;
