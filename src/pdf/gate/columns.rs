//! Whether each mark stands in the column of its status, and in no other: as
//! it is seen, by the places on the page, and as it is heard, by the cells of
//! the tags.

use std::ops::Range;

use typst::layout::{Abs, Point, Rect};

use super::cells::Cell;
use super::search::{Found, LONG};
use super::shown::{Print, Shown};
use super::wanted::{Group, TICKS, Table, Wanted};

/// The rows of `table` whose marks say another status, or none.
pub(super) fn wrong<'a>(
    shown: &Shown,
    wanted: &[Wanted],
    found: &Found,
    table: &'a Table,
) -> Vec<&'a Group> {
    let head = |number: &Option<usize>| {
        let range = found.ranges[(*number)?].clone()?;
        Head::of(shown, range)
    };
    let heads: Option<Vec<Head>> = table.heads.iter().map(head).collect();
    let columns = heads.map_or(Columns::None, |heads| Columns::of(shown, &heads));
    Marks { shown, wanted, found, table, columns }.wrong()
}

/// A column's head, which may have several lines.
struct Head<'a> {
    first: &'a Print<'a>,
    extent: Rect,
}

impl<'a> Head<'a> {
    fn of(shown: &'a Shown, range: Range<usize>) -> Option<Self> {
        let mut runs = shown.text.runs(range).map(|run| &shown.prints[run]);
        let first = runs.next()?;
        let rest = runs.filter(|print| print.page == first.page);
        let extent = rest.fold(first.core, |all, print| {
            Rect::new(all.min.min(print.core.min), all.max.max(print.core.max))
        });
        Some(Self { first, extent })
    }

    fn is_beside(&self, other: &Self) -> bool {
        self.first.page == other.first.page
            && self.extent.min.y < other.extent.max.y
            && other.extent.min.y < self.extent.max.y
    }

    fn middle(&self) -> Point {
        (self.extent.min + self.extent.max) / 2.0
    }
}

/// How a matrix tells its columns apart.
enum Columns {
    /// By the cells of a table: what is heard, and what is seen.
    Cells {
        table: usize,
        is_across: bool,
        heard: Vec<usize>,
        seen: Vec<usize>,
    },
    /// By the middles of the heads, which stand in one line.
    Places(Vec<Abs>),
    None,
}

impl Columns {
    fn of(shown: &Shown, heads: &[Head]) -> Self {
        Self::by_cells(shown, heads).or_else(|| Self::by_places(heads)).unwrap_or(Self::None)
    }

    fn by_cells(shown: &Shown, heads: &[Head]) -> Option<Self> {
        let cells = heads.iter().map(|head| cell(shown, head.first));
        let cells: Vec<Cell> = cells.collect::<Option<_>>()?;
        let first = *cells.first()?;
        let all = |same: fn(&Cell, &Cell) -> bool| cells.iter().all(|cell| same(cell, &first));
        let is_across = all(|one, other| one.row == other.row);
        let is_down = all(|one, other| one.column == other.column);
        if !all(|one, other| one.table == other.table) || is_across == is_down && cells.len() > 1 {
            return None;
        }
        let at = |cell: Cell| if is_across { cell.column } else { cell.row };
        let heard = cells.iter().copied().map(at).collect();
        let seen = heads.iter().zip(&cells);
        let seen = seen.map(|(head, cell)| at(seen_cell(shown, head.middle(), *cell))).collect();
        Some(Self::Cells { table: first.table, is_across, heard, seen })
    }

    fn by_places(heads: &[Head]) -> Option<Self> {
        let first = heads.first()?;
        let are_in_line = heads.iter().all(|head| head.is_beside(first));
        are_in_line.then(|| Self::Places(heads.iter().map(|head| head.middle().x).collect()))
    }

    /// The statuses that a sign there tells who hears it, and who sees it.
    fn told_by(&self, shown: &Shown, sign: &Print) -> [Option<usize>; 2] {
        match self {
            Self::None => [None; 2],
            Self::Places(middles) => {
                let x = sign.middle().x;
                let far = |i: &usize| (middles[*i] - x).abs();
                [(0..middles.len()).min_by_key(far); 2]
            }
            Self::Cells { table, is_across, heard, seen } => {
                let Some(cell) = cell(shown, sign).filter(|cell| cell.table == *table) else {
                    return [None; 2];
                };
                if cell.columns > 1 {
                    return [None; 2];
                }
                let at = |cell: Cell| if *is_across { cell.column } else { cell.row };
                let status = |list: &[usize], cell| list.iter().position(|one| *one == at(cell));
                [status(heard, cell), status(seen, seen_cell(shown, sign.middle(), cell))]
            }
        }
    }
}

fn cell(shown: &Shown, print: &Print) -> Option<Cell> {
    print.cell.map(|number| shown.cells.list[number]).filter(|cell| cell.table > 0)
}

/// The cell of that row in which the place is, whatever cell it belongs to.
fn seen_cell(shown: &Shown, place: Point, cell: Cell) -> Cell {
    let begun = shown.cells.beside(cell).filter(|other| other.corner.x <= place.x);
    begun.max_by_key(|other| other.corner.x).copied().unwrap_or(cell)
}

struct Marks<'a, 'b> {
    shown: &'b Shown<'b>,
    wanted: &'b [Wanted],
    found: &'b Found,
    table: &'a Table,
    columns: Columns,
}

impl<'a> Marks<'a, '_> {
    fn wrong(&self) -> Vec<&'a Group> {
        let signs = self.signs();
        let rows = self.table.rows.iter().enumerate();
        let wrong = rows.filter(|(row, group)| {
            let told = signs.iter().filter(|(of, _)| of == row).map(|(_, print)| *print);
            let told: Vec<usize> =
                told.flat_map(|print| self.columns.told_by(self.shown, print)).flatten().collect();
            let is_other = told.iter().any(|status| Some(*status) != group.column);
            is_other || group.column.is_some() && told.is_empty() && !self.is_told(*row, group)
        });
        wrong.map(|(_, group)| group).collect()
    }

    /// All signs that may mark a status, each with its row.
    fn signs(&self) -> Vec<(usize, &Print<'_>)> {
        let starts = self.starts();
        let (Some(first), Some(last)) = (starts.first(), starts.last()) else { return Vec::new() };
        let end = self.found.ranges.iter().flatten().map(|range| range.start);
        let end = end.filter(|start| *start > last.0 + 1 && !self.is_own(*start)).min();
        let all = first.0..end.unwrap_or(self.shown.text.len());
        let runs = self.shown.text.whole_runs(all);
        // A layout may set a mark in brackets.
        let is_sign = |range: &Range<usize>, symbol: &[u8]| {
            range.len() <= symbol.len() + BRACKETS && self.shown.text.says(symbol, range.clone())
        };
        let symbols = self.table.symbols.iter().map(Vec::as_slice);
        let symbols: Vec<&[u8]> = symbols.chain(TICKS.map(str::as_bytes)).collect();
        let words = self.words();
        let is_of_words = |at: usize| words.iter().any(|range| range.contains(&at));
        let signs = runs.filter(|(range, _)| symbols.iter().any(|one| is_sign(range, one)));
        let signs = signs.filter(|(range, _)| !is_of_words(range.start));
        let of_found = self.table.rows.iter().enumerate().filter_map(|(row, group)| {
            let range = self.range(group.mark?)?;
            Some((row, &self.shown.prints[self.shown.text.runs(range).next()?]))
        });
        let mut list: Vec<(usize, &Print)> = signs
            .filter_map(|(range, run)| {
                let print = &self.shown.prints[run];
                Some((self.row_of(&starts, range.start, print)?, print))
            })
            .collect();
        if self.found.is_in_order {
            list.extend(of_found);
        }
        list
    }

    /// Where the rows begin, in the order of the pages.
    fn starts(&self) -> Vec<(usize, usize)> {
        let rows = self.table.rows.iter().enumerate();
        let mut starts: Vec<(usize, usize)> =
            rows.filter_map(|(row, group)| Some((self.range(group.key?)?.start, row))).collect();
        starts.sort_unstable();
        starts
    }

    /// Where the rows' own texts stand. One that is broken into its letters has
    /// some that mark statuses elsewhere.
    fn words(&self) -> Vec<Range<usize>> {
        let rows = self.table.rows.iter();
        let of_rows = rows.flat_map(|group| {
            let texts = group.key.iter().chain(group.parts.iter().flatten());
            texts.filter(|number| Some(**number) != group.mark)
        });
        let ranges = of_rows.filter_map(|number| self.range(*number));
        ranges.filter(|range| range.len() >= LONG).collect()
    }

    fn range(&self, number: usize) -> Option<Range<usize>> {
        self.found.ranges[number].clone()
    }

    /// Whether a text of this matrix stands there.
    fn is_own(&self, start: usize) -> bool {
        let is_there = |number: &usize| self.range(*number).is_some_and(|one| one.start == start);
        let own =
            |group: &Group| group.key.iter().chain(group.parts.iter().flatten()).any(is_there);
        self.table.rows.iter().any(own)
    }

    /// The row that a sign belongs to: that of its cell, or else the one that
    /// began last.
    fn row_of(&self, starts: &[(usize, usize)], at: usize, print: &Print) -> Option<usize> {
        let last = starts.iter().rev().find(|(start, _)| *start <= at).map(|(_, row)| *row);
        let Some(sign) = cell(self.shown, print) else { return last };
        let of_row = |group: &Group| {
            let key = self.shown.text.runs(self.range(group.key?)?).next()?;
            cell(self.shown, &self.shown.prints[key])
        };
        let is_same = |group: &&Group| {
            of_row(group).is_some_and(|key| {
                let is_beside = match self.columns {
                    Columns::Cells { is_across: false, .. } => key.column == sign.column,
                    Columns::Cells { .. } | Columns::Places(_) | Columns::None => {
                        key.row == sign.row
                    }
                };
                key.table == sign.table && is_beside
            })
        };
        self.table.rows.iter().position(|group| is_same(&group)).or(last)
    }

    /// Whether the status can be told though no column tells it: by words in
    /// the row, or by a sign that no other status has.
    fn is_told(&self, row: usize, group: &Group) -> bool {
        let Some(column) = group.column else { return true };
        let symbol = &self.table.symbols[column];
        let is_single = self.table.symbols.iter().filter(|one| *one == symbol).count() == 1;
        if is_single {
            return true;
        }
        let starts = self.starts();
        let Some(place) = starts.iter().position(|(_, one)| *one == row) else { return true };
        let start = place.checked_sub(1).map_or(0, |before| starts[before].0);
        let end = starts.get(place + 1).map_or(self.shown.text.len(), |(next, _)| *next);
        let Some(mark) = group.mark.map(|mark| &self.wanted[mark]) else { return true };
        let mut words = mark.texts.iter().skip(1).chain(&mark.near);
        words.any(|words| self.shown.text.says(words, start..end))
    }
}

/// As many bytes may stand around a mark.
const BRACKETS: usize = 6;
