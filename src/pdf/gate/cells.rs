//! The cells of a document's tables, and where each of them begins.

use std::collections::HashMap;

use typst::foundations::{Content, Smart, StyleChain};
use typst::introspection::Location;
use typst::layout::{GridCell, GridElem, Point};
use typst::model::{TableCell, TableElem};

/// A cell, by the numbers of its table, column and row.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Cell {
    pub table: usize,
    pub column: usize,
    pub row: usize,
    pub columns: usize,
    pub page: usize,
    /// Its upper left corner on the page.
    pub corner: Point,
}

#[derive(Default)]
pub(super) struct Cells {
    pub list: Vec<Cell>,
    numbers: HashMap<Location, usize>,
    /// The cell that the walk is in.
    pub current: Option<usize>,
    /// Those that it has entered, each with the one around it.
    entered: Vec<(Location, Option<usize>)>,
    tables: Vec<(Location, usize)>,
    last_table: usize,
}

impl Cells {
    /// Notes an element where it is a table or a cell of one.
    pub(super) fn start(&mut self, element: &Content, page: usize, corner: Point) {
        let Some(location) = element.location() else { return };
        if element.is::<TableElem>() || element.is::<GridElem>() {
            self.last_table += 1;
            self.tables.push((location, self.last_table));
        } else if let Some((column, row, columns)) = position(element) {
            let table = self.tables.last().map_or(0, |(_, table)| *table);
            let number = self.number(location);
            self.list[number] = Cell { table, column, row, columns, page, corner };
            self.entered.push((location, self.current));
            self.current = Some(number);
        }
    }

    pub(super) fn end(&mut self, location: Location) {
        if self.tables.last().is_some_and(|(table, _)| *table == location) {
            self.tables.pop();
        } else if let Some((_, around)) = self.entered.pop_if(|(cell, _)| *cell == location) {
            self.current = around;
        }
    }

    /// Goes on within an element that has parts in several places.
    pub(super) fn go_on(&mut self, location: Location) {
        self.current = Some(self.number(location));
    }

    fn number(&mut self, location: Location) -> usize {
        let next = self.list.len();
        let number = *self.numbers.entry(location).or_insert(next);
        if number == next {
            self.list.push(Cell::default());
        }
        number
    }

    /// The cells that stand beside that one on its page.
    pub(super) fn beside(&self, cell: Cell) -> impl Iterator<Item = &Cell> {
        let is_beside = move |other: &&Cell| {
            (other.table, other.row, other.page) == (cell.table, cell.row, cell.page)
        };
        self.list.iter().filter(is_beside)
    }
}

/// Column and row of a cell, and how many columns it spans.
fn position(element: &Content) -> Option<(usize, usize, usize)> {
    let styles = StyleChain::default();
    let (column, row, columns) = match element.to_packed::<TableCell>() {
        Some(cell) => (cell.x.get(styles), cell.y.get(styles), cell.colspan.get(styles)),
        None => {
            let cell = element.to_packed::<GridCell>()?;
            (cell.x.get(styles), cell.y.get(styles), cell.colspan.get(styles))
        }
    };
    match (column, row) {
        (Smart::Custom(column), Smart::Custom(row)) => Some((column, row, columns.get())),
        _ => None,
    }
}
