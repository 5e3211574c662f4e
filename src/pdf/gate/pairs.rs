//! Whether what is said of a strategy stands with that strategy, and what
//! stands below a heading with that heading.

use super::search::{Found, singles};
use super::squeezed::Squeezed;
use super::wanted::{Group, Texts};

/// The texts that stand with another heading or strategy than their own.
///
/// Layouts may go backwards, or put texts before what they are about; but they
/// do so with all of a sort.
pub(super) fn parted(shown: &Squeezed, texts: &Texts, found: &Found) -> Vec<usize> {
    if found.is_in_order {
        return Vec::new();
    }
    let is_single = singles(&texts.body);
    let is_clear =
        |group: &Group| group.key.is_some_and(|key| is_single[key] && found.ranges[key].is_some());
    let lists = texts.tables.iter().map(|table| &table.rows).chain(&texts.headings);
    let clear = lists.map(|list| list.iter().filter(|group| is_clear(group)).collect::<Vec<_>>());
    clear.flat_map(|groups| Pairs::new(shown, texts, found, groups).parted()).collect()
}

struct Pairs<'a> {
    shown: &'a Squeezed,
    texts: &'a Texts,
    found: &'a Found,
    /// In the order of the pages, each with its key's beginning and end.
    groups: Vec<(usize, usize, &'a Group)>,
}

impl<'a> Pairs<'a> {
    fn new(
        shown: &'a Squeezed,
        texts: &'a Texts,
        found: &'a Found,
        groups: Vec<&'a Group>,
    ) -> Self {
        let place = |group: &'a Group| {
            let range = found.ranges[group.key?].as_ref()?;
            Some((range.start, range.end, group))
        };
        let mut groups: Vec<_> = groups.into_iter().filter_map(place).collect();
        groups.sort_unstable_by_key(|(start, ..)| *start);
        Self { shown, texts, found, groups }
    }

    fn parted(&self) -> Vec<usize> {
        let sorts = self.groups.iter().map(|(.., group)| group.parts.len()).max().unwrap_or(0);
        (0..sorts).flat_map(|sort| self.parted_of(sort)).collect()
    }

    /// The texts of one sort that are not where their like are.
    fn parted_of(&self, sort: usize) -> Vec<usize> {
        let after: Vec<usize> = self.strangers(sort, |i| {
            (self.groups[i].1, self.groups.get(i + 1).map_or(self.shown.len(), |next| next.0))
        });
        if after.is_empty() || self.is_list_apart(sort) {
            return Vec::new();
        }
        let before = self.strangers(sort, |i| {
            (i.checked_sub(1).map_or(0, |before| self.groups[before].1), self.groups[i].0)
        });
        if before.len() < after.len() { before } else { after }
    }

    /// The texts of that sort that do not stand in their group's place.
    fn strangers(&self, sort: usize, place: impl Fn(usize) -> (usize, usize)) -> Vec<usize> {
        let mut strangers = Vec::new();
        for (i, (.., group)) in self.groups.iter().enumerate() {
            let (start, end) = place(i);
            let is_here = |text: &usize| {
                let wanted = &self.texts.body[*text];
                let mut words = wanted.texts.iter().chain(&wanted.near);
                self.stands_within(*text, start, end)
                    || words.any(|words| self.shown.says(words, start..end))
            };
            let texts = group.parts.get(sort).into_iter().flatten();
            strangers.extend(texts.filter(|text| !self.is_lost(**text) && !is_here(text)));
        }
        strangers
    }

    fn is_lost(&self, text: usize) -> bool {
        self.found.ranges[text].is_none()
    }

    fn stands_within(&self, text: usize, start: usize, end: usize) -> bool {
        let range = self.found.ranges[text].as_ref();
        range.is_some_and(|range| start <= range.start && range.end <= end)
    }

    /// Whether all texts of that sort stand together, before or after all
    /// groups, and in their order.
    fn is_list_apart(&self, sort: usize) -> bool {
        let (Some(first), Some(last)) = (self.groups.first(), self.groups.last()) else {
            return true;
        };
        let texts = self.groups.iter().flat_map(|(.., group)| group.parts.get(sort));
        let ranges: Vec<_> =
            texts.flatten().filter_map(|text| self.found.ranges[*text].as_ref()).collect();
        let is_apart = ranges.iter().all(|range| range.end <= first.0)
            || ranges.iter().all(|range| range.start >= last.1);
        is_apart && ranges.is_sorted_by_key(|range| range.start)
    }
}
