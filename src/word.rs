//! The one way into Word packages, for templates, for what comes back and for
//! what is verified: a zip archive (APPNOTE 6.3.3, ECMA-376 part 2) that is
//! opened by its directory, part by part, within one set of limits.
//!
//! What an archive says of sizes may be a lie, so what is unpacked is counted.
//! Its names are looked up and never become names on the disk.

use std::collections::HashMap;
use std::io::Read;

use flate2::Crc;
use flate2::read::DeflateDecoder;

/// Bytes of a file. A report is some hundred kilobytes, with pictures some
/// megabytes.
pub const LARGEST_FILE: usize = 64 << 20;
/// Parts of a file; a large document has some hundred.
const MOST_PARTS: usize = 2_000;
/// Bytes of a part, unpacked: 1,600 dense pages.
pub(crate) const LARGEST_PART: usize = 16 << 20;
/// Bytes of all that is read of a file, unpacked.
const MOST_UNPACKED: usize = 64 << 20;
/// Letters of a part's name.
const LONGEST_NAME: usize = 1_000;

/// Why an archive, or a part of it, cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    /// Not a zip archive, or a broken one.
    Broken,
    /// A password protects it.
    Encrypted,
    /// More parts than any report has.
    TooMany,
    /// Larger than any report is, or unpacks to more.
    TooLarge,
}

/// A zip archive whose parts can be read.
pub(crate) struct Archive<B> {
    bytes: B,
    entries: Vec<Entry>,
    /// Where in `entries`, by name in small letters: part names do not differ
    /// by case (ECMA-376 part 2, 9.1.1.3).
    places: HashMap<String, usize>,
    /// Names that an entry has after another has had them.
    repeated: Vec<String>,
    left: usize,
}

/// What the directory says of a part.
struct Entry {
    name: String,
    flags: usize,
    method: usize,
    sum: u32,
    packed: usize,
    header: usize,
}

/// The records of an archive: how they begin, and how long they are without
/// names and the like.
const HEADER: (&[u8], usize) = (b"PK\x03\x04", 30);
const ENTRY: (&[u8], usize) = (b"PK\x01\x02", 46);
const END: (&[u8], usize) = (b"PK\x05\x06", 22);
/// What follows the last record may be a comment of that length.
const LONGEST_COMMENT: usize = 0xffff;

impl<B: AsRef<[u8]>> Archive<B> {
    pub(crate) fn open(bytes: B) -> Result<Self, Unread> {
        if bytes.as_ref().len() > LARGEST_FILE {
            return Err(Unread::TooLarge);
        }
        let entries = directory(bytes.as_ref())?;
        let mut places = HashMap::new();
        let mut repeated = Vec::new();
        for (place, entry) in entries.iter().enumerate() {
            if places.insert(entry.name.to_lowercase(), place).is_some() {
                repeated.push(entry.name.clone());
            }
        }
        Ok(Self { bytes, entries, places, repeated, left: MOST_UNPACKED })
    }

    /// The names of all parts, without folders.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str()).filter(|name| !name.ends_with('/'))
    }

    pub(crate) fn repeated(&self) -> &[String] {
        &self.repeated
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.places.contains_key(&name.to_lowercase())
    }

    /// What a part holds, of which there may be `limit` bytes; nothing where
    /// there is no such part.
    pub(crate) fn part(&mut self, name: &str, limit: usize) -> Result<Option<Vec<u8>>, Unread> {
        let Some(place) = self.places.get(&name.to_lowercase()) else { return Ok(None) };
        let limit = limit.min(self.left);
        let part = unpacked(self.bytes.as_ref(), &self.entries[*place], limit)?;
        self.left -= part.len();
        Ok(Some(part))
    }
}

/// The entries of the directory, which the last record of a file leads to.
fn directory(bytes: &[u8]) -> Result<Vec<Entry>, Unread> {
    let tail = bytes.len().saturating_sub(END.1 + LONGEST_COMMENT);
    let end = memchr::memmem::rfind(&bytes[tail..], END.0).ok_or(Unread::Broken)? + tail;
    let field = |at, size| number(bytes, end + at, size).ok_or(Unread::Broken);
    let (count, mut at) = (field(10, 2)?, field(16, 4)?);
    // Beyond that, an archive has records of another kind.
    if count > MOST_PARTS {
        return Err(Unread::TooMany);
    }
    let mut entries = Vec::with_capacity(count);
    for _ in 0..count {
        let field = |start, size| number(bytes, at + start, size).ok_or(Unread::Broken);
        if !bytes.get(at..).is_some_and(|rest| rest.starts_with(ENTRY.0)) {
            return Err(Unread::Broken);
        }
        let (name, extra, comment) = (field(28, 2)?, field(30, 2)?, field(32, 2)?);
        if name > LONGEST_NAME {
            return Err(Unread::TooLarge);
        }
        let start = at + ENTRY.1;
        let written = bytes.get(start..start + name).ok_or(Unread::Broken)?;
        entries.push(Entry {
            name: String::from_utf8_lossy(written).into_owned(),
            flags: field(8, 2)?,
            method: field(10, 2)?,
            sum: field(16, 4)? as u32,
            packed: field(20, 4)?,
            header: field(42, 4)?,
        });
        at = start + name + extra + comment;
    }
    Ok(entries)
}

fn unpacked(bytes: &[u8], entry: &Entry, limit: usize) -> Result<Vec<u8>, Unread> {
    const ENCRYPTED: usize = 1;
    if entry.flags & ENCRYPTED != 0 {
        return Err(Unread::Encrypted);
    }
    let packed = packed(bytes, entry).ok_or(Unread::Broken)?;
    let most = limit as u64 + 1;
    let mut part = Vec::new();
    let read = match entry.method {
        0 => packed.take(most).read_to_end(&mut part),
        8 => DeflateDecoder::new(packed).take(most).read_to_end(&mut part),
        _ => return Err(Unread::Broken),
    };
    read.map_err(|_| Unread::Broken)?;
    if part.len() > limit {
        return Err(Unread::TooLarge);
    }
    let mut sum = Crc::new();
    sum.update(&part);
    if sum.sum() == entry.sum { Ok(part) } else { Err(Unread::Broken) }
}

/// The packed bytes of a part, after its own header, which must be of the same
/// name.
fn packed<'a>(bytes: &'a [u8], entry: &Entry) -> Option<&'a [u8]> {
    let header = bytes.get(entry.header..)?;
    let (name, extra) = (number(header, 26, 2)?, number(header, 28, 2)?);
    let written = header.get(HEADER.1..HEADER.1 + name)?;
    let is_its = header.starts_with(HEADER.0) && String::from_utf8_lossy(written) == entry.name;
    let start = HEADER.1 + name + extra;
    header.get(start..start.checked_add(entry.packed)?).filter(|_| is_its)
}

/// A number of `size` bytes, the lowest first.
fn number(bytes: &[u8], at: usize, size: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(size)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}
