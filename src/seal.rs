//! A seal in every written file: a hash of all the rest of it. A file whose
//! seal holds is as this program wrote it, whether or not a record tells of it.
//! It guards against mistakes and not against forgers.
//!
//! | format | where |
//! | --- | --- |
//! | PDF | the second identifier of the trailer, which is to change with the file's contents (ISO 32000-1, clause 14.4) |
//! | Word | the custom property `dnr seal`, in a part that is not compressed |
//! | web page | a comment after the page |
//! | JSON | the last key |

use std::ops::Range;

use memchr::memmem;

use crate::hash::{Running, hash};
use crate::job::Format;

/// How many digits of the hash it holds, at most.
pub const DIGITS: usize = 32;

/// What stands before and after the seal in formats that have room for it.
const PAGE: (&str, &str) = ("<!-- dnr:seal ", " -->\n");
const JSON: (&str, &str) = (",\n  \"seal\": \"", "\"\n}\n");

/// A file with its seal.
#[derive(Debug)]
pub struct Sealed {
    pub bytes: Vec<u8>,
    /// That of all its bytes.
    pub hash: String,
}

/// Seals a file.
pub fn sealed(mut bytes: Vec<u8>, format: Format) -> Sealed {
    make_room(&mut bytes, format);
    let Some(room) = Room::of(&bytes, format) else {
        return Sealed { hash: hash(&bytes), bytes };
    };
    room.clear(&mut bytes);
    // Most of the file stands before its seal, and is read for both hashes once.
    let begin = room.begin();
    let common = Running::default().with(&bytes[..begin]);
    let digits = common.with(&bytes[begin..]).hash();
    bytes[room.seal.clone()].copy_from_slice(&digits.as_bytes()[..room.seal.len()]);
    room.mend(&mut bytes);
    Sealed { hash: common.with(&bytes[begin..]).hash(), bytes }
}

/// Whether a file is, byte for byte, as it was sealed.
pub fn holds(bytes: &[u8], format: Format) -> bool {
    let Some(room) = Room::of(bytes, format) else { return false };
    let mut blank = bytes.to_vec();
    let mut whole = bytes.to_vec();
    room.clear(&mut blank);
    room.mend(&mut whole);
    hash(&blank).as_bytes()[..room.seal.len()] == bytes[room.seal.clone()] && whole == bytes
}

/// Appends an empty seal to formats that have none within.
fn make_room(bytes: &mut Vec<u8>, format: Format) {
    let (before, after) = match format {
        Format::Html => PAGE,
        Format::Json if bytes.ends_with(b"\n}\n") => {
            bytes.truncate(bytes.len() - b"\n}\n".len());
            JSON
        }
        Format::Pdf | Format::Docx | Format::Json => return,
    };
    bytes.extend_from_slice(before.as_bytes());
    bytes.extend_from_slice(&[b'0'; DIGITS]);
    bytes.extend_from_slice(after.as_bytes());
}

/// The seal's place, and those of sums that depend on it.
struct Room {
    seal: Range<usize>,
    part: Option<StoredPart>,
}

impl Room {
    fn of(bytes: &[u8], format: Format) -> Option<Self> {
        let (seal, part) = match format {
            Format::Pdf => (in_trailer(bytes)?, None),
            Format::Html => (at_end(bytes, PAGE)?, None),
            Format::Json => (at_end(bytes, JSON)?, None),
            Format::Docx => {
                let part = StoredPart::of(bytes, PROPERTIES)?;
                let data = bytes.get(part.data.clone())?;
                let start = part.data.start + memmem::rfind(data, PROPERTY)? + PROPERTY.len();
                (start..start + DIGITS, Some(part))
            }
        };
        let fits = part.as_ref().is_none_or(|part| seal.end <= part.data.end);
        (fits && seal.end <= bytes.len()).then_some(Self { seal, part })
    }

    /// Where it begins, or the first of the sums.
    fn begin(&self) -> usize {
        let sums = self.part.iter().flat_map(|part| &part.sums);
        sums.chain([&self.seal]).map(|range| range.start).min().unwrap_or_default()
    }

    /// Takes seal and sums away.
    fn clear(&self, bytes: &mut [u8]) {
        bytes[self.seal.clone()].fill(b'0');
        for sum in self.part.iter().flat_map(|part| part.sums.clone()) {
            bytes[sum].fill(0);
        }
    }

    /// Brings the sums up to what they are of.
    fn mend(&self, bytes: &mut [u8]) {
        let Some(part) = &self.part else { return };
        let mut crc = flate2::Crc::new();
        crc.update(&bytes[part.data.clone()]);
        for sum in part.sums.clone() {
            bytes[sum].copy_from_slice(&crc.sum().to_le_bytes());
        }
    }
}

/// The second string of `/ID[(…)(…)]`, the last thing of a PDF's trailer.
fn in_trailer(bytes: &[u8]) -> Option<Range<usize>> {
    let start = bytes.len().saturating_sub(512);
    let trailer = &bytes[start..];
    let id = memmem::rfind(trailer, b"/ID[(")?;
    let second = id + memmem::find(&trailer[id..], b")(")? + 2;
    let length = memmem::find(&trailer[second..], b")]")?;
    let is_plain = trailer[second..second + length].iter().all(u8::is_ascii_graphic);
    (is_plain && (16..=DIGITS).contains(&length)).then_some(start + second..start + second + length)
}

fn at_end(bytes: &[u8], (before, after): (&str, &str)) -> Option<Range<usize>> {
    let end = bytes.len().checked_sub(after.len())?;
    let start = end.checked_sub(DIGITS)?;
    let fits = bytes.ends_with(after.as_bytes()) && bytes[..start].ends_with(before.as_bytes());
    fits.then_some(start..end)
}

/// The part of a Word file that holds the seal, and what stands before it.
pub const PROPERTIES: &str = "docProps/custom.xml";
const PROPERTY: &[u8] = b"name=\"dnr seal\"><vt:lpwstr>";

/// A part of a package that is stored as it is (APPNOTE 4.3.7 and 4.3.12).
struct StoredPart {
    data: Range<usize>,
    /// Where its sum stands: in its own header and in the directory.
    sums: [Range<usize>; 2],
}

impl StoredPart {
    fn of(bytes: &[u8], name: &str) -> Option<Self> {
        const HEADER: (&[u8], usize, usize) = (b"PK\x03\x04", 30, 14);
        const ENTRY: (&[u8], usize, usize) = (b"PK\x01\x02", 46, 16);
        // Other parts name this one as well.
        let after = |(begin, length, _): (&[u8], usize, usize)| {
            let mut names = memmem::rfind_iter(bytes, name).filter_map(|at| at.checked_sub(length));
            names.find(|at| bytes[*at..].starts_with(begin))
        };
        let (header, entry) = (after(HEADER)?, after(ENTRY)?);
        let method = number(bytes, header + 8, 2)?;
        let length = number(bytes, header + 22, 4)?;
        let start =
            header + HEADER.1 + number(bytes, header + 26, 2)? + number(bytes, header + 28, 2)?;
        let sum = |at: usize| at..at + 4;
        let part = Self {
            data: start..start.checked_add(length)?,
            sums: [sum(header + HEADER.2), sum(entry + ENTRY.2)],
        };
        (method == 0 && part.data.end <= entry).then_some(part)
    }
}

/// A number of `size` bytes, the lowest first.
fn number(bytes: &[u8], at: usize, size: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + size)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}
