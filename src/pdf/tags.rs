//! Tags that the exporter cannot get right, put right in the finished file.
//!
//! It works a cell's heads out column by column: a text below a strategy would
//! be read under the heads of its columns, which say nothing of it, and not
//! under the strategy. And it calls every list one of open circles. Here each
//! cell names its heads (ISO 32000-1, table 349), and each list its sort of
//! mark. Only elements of the tag
//! tree are touched, found by the file's own cross-references, so nothing that
//! an answer or an attached file holds can be taken for one.

use std::collections::{HashMap, HashSet};

use super::lists::numbering;
use super::objects::{Edit, Objects, between, find};

/// The file with its tags put right. `lists` are the marks of its lists
/// without numbers, in the order in which they end.
pub(super) fn mended(file: Vec<u8>, lists: &[String]) -> Vec<u8> {
    let Some(objects) = Objects::read(&file) else { return file };
    let elements: Vec<Element> =
        objects.starts.iter().filter_map(|start| Element::read(&file, *start)).collect();
    let mut edits = Table::new(&elements).edits();
    edits.extend(list_edits(&elements, lists));
    if edits.is_empty() { file } else { objects.rewritten(&file, edits) }
}

/// An element of the tag tree, as the exporter writes it:
/// `<</Type/StructElem/S/TD/P 70 0 R/A[<</O/Table/Headers[(U1x1y0)]>>…`.
struct Element<'a> {
    kind: &'a [u8],
    /// The element that it is in.
    parent: &'a [u8],
    /// All after that, and where in the file it begins.
    rest: &'a [u8],
    start: usize,
}

impl<'a> Element<'a> {
    fn read(file: &'a [u8], start: usize) -> Option<Self> {
        let object = &file[start..];
        let begins = b"<</Type/StructElem/S/";
        let at = find(&object[..object.len().min(40)], begins)? + begins.len();
        let object = &object[..at + find(&object[at..], b"endobj")?];
        let kind = between(object, at, b"", b"/")?;
        let parent = between(object, kind.end, b"/P ", b"/")?;
        let (start, rest) = (start + parent.end, &object[parent.end..]);
        Some(Self { kind: &object[kind], parent: &object[parent], rest, start })
    }

    /// What replaces a part of it.
    fn edit(&self, part: std::ops::Range<usize>, by: Vec<u8>) -> Edit {
        (self.start + part.start..self.start + part.end, by)
    }
}

type Id<'a> = &'a [u8];

/// A cell of a table.
struct Cell<'a> {
    element: &'a Element<'a>,
    /// Where its list of heads stands, and the heads that the exporter gave it.
    place: std::ops::Range<usize>,
    heads: Vec<Id<'a>>,
}

impl<'a> Cell<'a> {
    fn read(element: &'a Element<'a>) -> Option<Self> {
        if !matches!(element.kind, b"TD" | b"TH") {
            return None;
        }
        let place = between(element.rest, 0, b"/Headers[", b"]")?;
        let ids = element.rest[place.clone()].split(|byte| matches!(byte, b'(' | b')'));
        let heads = ids.filter(|id| !id.is_empty()).collect();
        Some(Self { element, place, heads })
    }

    fn id(&self) -> Option<Id<'a>> {
        let id = self.element.rest.strip_prefix(b"/ID(")?;
        id.split(|byte| *byte == b')').next()
    }

    fn has_scope(&self, scopes: &[&[u8]]) -> bool {
        let scope = between(self.element.rest, 0, b"/Scope/", b"/");
        scope.is_some_and(|scope| scopes.contains(&&self.element.rest[scope]))
    }
}

/// The cells of all tables; ids tell the tables' heads apart.
struct Table<'a> {
    cells: Vec<Cell<'a>>,
    /// The heads of rows, and the heads of rows that each is below.
    row_heads: HashMap<Id<'a>, Vec<Id<'a>>>,
    /// How many data cells a row has, by the row.
    data_cells: HashMap<&'a [u8], usize>,
}

impl<'a> Table<'a> {
    fn new(elements: &'a [Element<'a>]) -> Self {
        let cells: Vec<Cell> = elements.iter().filter_map(Cell::read).collect();
        // A head in the row of the columns' heads is one of them.
        let head_rows: HashSet<&[u8]> = cells
            .iter()
            .filter(|cell| cell.has_scope(&[b"Column"]))
            .map(|cell| cell.element.parent)
            .collect();
        let of_rows = cells.iter().filter(|cell| {
            cell.has_scope(&[b"Row", b"Both"]) && !head_rows.contains(cell.element.parent)
        });
        let mut row_heads: HashMap<Id, Vec<Id>> =
            of_rows.filter_map(|cell| Some((cell.id()?, cell.heads.clone()))).collect();
        let ids: HashSet<Id> = row_heads.keys().copied().collect();
        row_heads.values_mut().for_each(|above| above.retain(|id| ids.contains(id)));
        let mut data_cells = HashMap::new();
        for cell in cells.iter().filter(|cell| cell.element.kind == b"TD") {
            *data_cells.entry(cell.element.parent).or_default() += 1;
        }
        Self { cells, row_heads, data_cells }
    }

    fn edits(&self) -> Vec<Edit> {
        let changed = self.cells.iter().filter_map(|cell| {
            let heads = self.heads(cell);
            let list = || heads.iter().flat_map(|id| [b"(", *id, b")"].concat()).collect();
            (heads != cell.heads).then(|| cell.element.edit(cell.place.clone(), list()))
        });
        changed.collect()
    }

    /// The heads of the cell's columns, where they say something of it, and of
    /// its rows, the outermost first.
    fn heads(&self, cell: &Cell<'a>) -> Vec<Id<'a>> {
        let is_of_row = |id: &Id| self.row_heads.contains_key(id);
        let (of_row, of_columns): (Vec<Id>, Vec<Id>) =
            cell.heads.iter().partition(|id| is_of_row(id));
        let Some(nearest) = of_row.last() else { return cell.heads.clone() };
        let mut heads =
            if self.is_under_columns(cell, nearest, &of_columns) { of_columns } else { Vec::new() };
        heads.extend(self.with_those_above(nearest));
        heads
    }

    /// Words that have a row to themselves stand under no column: they cross
    /// several, or belong to what the row is below.
    fn is_under_columns(&self, cell: &Cell, nearest: &Id, columns: &[Id]) -> bool {
        if cell.element.kind == b"TH" {
            return false;
        }
        let is_alone = self.data_cells.get(cell.element.parent) == Some(&1);
        let is_below = !self.row_heads[nearest].is_empty();
        !is_alone || (!is_below && columns.len() < 2)
    }

    fn with_those_above(&self, head: Id<'a>) -> Vec<Id<'a>> {
        let mut heads = vec![head];
        while let Some(above) = self.row_heads.get(heads[0]).and_then(|above| above.last()) {
            if heads.contains(above) {
                break;
            }
            heads.insert(0, above);
        }
        heads
    }
}

/// Says of each list without numbers what marks its items. Where the file has
/// more or fewer than were counted on the pages, none is touched.
fn list_edits(elements: &[Element], marks: &[String]) -> Vec<Edit> {
    let lists = elements.iter().filter(|element| element.kind == b"L");
    let places: Vec<_> = lists
        .filter_map(|list| {
            let place = between(list.rest, 0, b"/ListNumbering/", b">")?;
            (&list.rest[place.clone()] == b"Circle").then_some((list, place))
        })
        .collect();
    if places.len() != marks.len() {
        return Vec::new();
    }
    let edit = |((list, place), mark): ((&Element, _), &String)| {
        list.edit(place, numbering(mark).as_bytes().to_vec())
    };
    places.into_iter().zip(marks).map(edit).collect()
}
