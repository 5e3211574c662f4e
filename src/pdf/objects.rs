//! The objects of a finished PDF, and how a few of their bytes are changed.

use std::ops::Range;

use memchr::memmem;

/// The bytes to replace, and what takes their place.
pub(super) type Edit = (Range<usize>, Vec<u8>);

/// Where the objects of a file stand (ISO 32000-1, clause 7.5.4).
pub(super) struct Objects {
    /// Where each begins, first to last.
    pub starts: Vec<usize>,
    /// The entries of the cross-reference table that say so.
    entries: Vec<usize>,
    /// The table itself.
    table: usize,
    /// Where the file's last lines name the table's place.
    pointer: Range<usize>,
}

/// An entry: ten digits, a space, five digits, a space, a letter, a line end.
const ENTRY: usize = 20;
const DIGITS: usize = 10;
const KIND: usize = 17;

impl Objects {
    /// Reads the one table of a file that was written in one go.
    pub(super) fn read(file: &[u8]) -> Option<Self> {
        let tail = file.len().saturating_sub(64);
        let pointer = between(file, tail, b"startxref\n", b"\n")?;
        let table = number(&file[pointer.clone()])?;
        let head = between(file, table, b"xref\n0 ", b"\n")?;
        let (first, count) = (head.end + 1, number(&file[head])?);
        let entries = (0..count).map(|index| first + index * ENTRY);
        let entries: Vec<usize> = entries.filter(|at| file.get(at + KIND) == Some(&b'n')).collect();
        let mut starts: Vec<usize> = Vec::with_capacity(entries.len());
        for entry in &entries {
            starts.push(number(&file[*entry..entry + DIGITS]).filter(|at| *at < table)?);
        }
        starts.sort_unstable();
        Some(Self { starts, entries, table, pointer })
    }

    /// The file with the edits made, and with each object found where it now
    /// stands.
    pub(super) fn rewritten(&self, file: &[u8], mut edits: Vec<Edit>) -> Vec<u8> {
        edits.sort_by_key(|(range, _)| range.start);
        let mut growth = 0;
        let mut shifts: Vec<(usize, isize)> = Vec::with_capacity(edits.len());
        for (range, bytes) in &edits {
            growth += bytes.len().cast_signed() - range.len().cast_signed();
            shifts.push((range.end, growth));
        }
        let moved = |offset: usize| {
            let before = shifts.partition_point(|(end, _)| *end <= offset);
            offset.strict_add_signed(before.checked_sub(1).map_or(0, |last| shifts[last].1))
        };
        let entry = |at: &usize| {
            let place = *at..at + DIGITS;
            let offset = number(&file[place.clone()]).map_or(0, moved);
            (place, format!("{offset:010}").into_bytes())
        };
        let places: Vec<Edit> = self.entries.iter().map(entry).collect();
        let pointer = (self.pointer.clone(), moved(self.table).to_string().into_bytes());
        let mut new = Vec::with_capacity(file.len() + file.len() / 16);
        let mut copied = 0;
        for (range, bytes) in edits.iter().chain(&places).chain([&pointer]) {
            new.extend_from_slice(&file[copied..range.start]);
            new.extend_from_slice(bytes);
            copied = range.end;
        }
        new.extend_from_slice(&file[copied..]);
        new
    }
}

fn number(digits: &[u8]) -> Option<usize> {
    str::from_utf8(digits).ok()?.trim().parse().ok()
}

/// Where `words` first stand.
pub(super) fn find(bytes: &[u8], words: &[u8]) -> Option<usize> {
    memmem::find(bytes, words)
}

/// What stands between `open`, at or after `from`, and the next `close`.
pub(super) fn between(
    bytes: &[u8],
    from: usize,
    open: &[u8],
    close: &[u8],
) -> Option<Range<usize>> {
    let start = match open {
        [] => from,
        _ => from + find(bytes.get(from..)?, open)? + open.len(),
    };
    let length = find(&bytes[start..], close)?;
    Some(start..start + length)
}
