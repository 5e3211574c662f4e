//! Text as it is compared: without blanks, hyphens and invisible signs, which
//! depend on where lines break, and in small letters, since a layout may set a
//! text in capitals.

use std::ops::Range;

/// A squeezed text that knows where words and runs of text begin.
#[derive(Default)]
pub(super) struct Squeezed {
    pub bytes: Vec<u8>,
    /// What is known of each byte.
    marks: Vec<u8>,
}

/// A blank or hyphen stood before.
const GAP: u8 = 1;
/// A run of text begins: what the layout set in one go.
const RUN: u8 = 2;
/// A text of the report has been found here.
const TAKEN: u8 = 4;

impl Squeezed {
    pub(super) fn of(text: &str) -> Self {
        let mut squeezed = Self::default();
        squeezed.push(text);
        squeezed
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Adds a run of text.
    pub(super) fn push(&mut self, text: &str) {
        let mut mark = RUN | GAP;
        for c in text.chars() {
            match c {
                'a'..='z' | '0'..='9' => self.bytes.push(c as u8),
                'A'..='Z' => self.bytes.push(c.to_ascii_lowercase() as u8),
                '-' | '\u{2010}' | '\u{2011}' => mark |= GAP,
                '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => {}
                _ if c.is_whitespace() => mark |= GAP,
                _ if c.is_ascii() => self.bytes.push(c as u8),
                _ => self.push_lower(c),
            }
            if self.bytes.len() > self.marks.len() {
                self.marks.push(mark);
                self.marks.resize(self.bytes.len(), 0);
                mark = 0;
            }
        }
    }

    fn push_lower(&mut self, c: char) {
        let mut buffer = [0; 4];
        for lower in c.to_lowercase() {
            self.bytes.extend_from_slice(lower.encode_utf8(&mut buffer).as_bytes());
        }
    }

    pub(super) fn append(&mut self, other: &Self, part: Range<usize>) {
        self.bytes.extend_from_slice(&other.bytes[part.clone()]);
        self.marks.extend_from_slice(&other.marks[part]);
    }

    /// Whether a word can begin or end before that byte: not between two
    /// letters, nor between two digits.
    pub(super) fn is_edge(&self, at: usize) -> bool {
        let class = |byte: u8| match byte {
            b'0'..=b'9' => 0,
            b'a'..=b'z' | 0x80.. => 1,
            _ => 2,
        };
        match (at.checked_sub(1).map(|before| self.bytes[before]), self.bytes.get(at)) {
            (Some(before), Some(after)) => {
                self.marks[at] & GAP != 0 || class(before) != class(*after)
            }
            _ => true,
        }
    }

    /// Whether the layout began a run of text there, or ended the last one.
    pub(super) fn is_run(&self, at: usize) -> bool {
        self.marks.get(at).is_none_or(|mark| mark & RUN != 0)
    }

    /// The last byte of the range that has been taken.
    pub(super) fn last_taken(&self, range: Range<usize>) -> Option<usize> {
        let marks = &self.marks[range.clone()];
        marks.iter().rposition(|mark| mark & TAKEN != 0).map(|at| range.start + at)
    }

    /// The first byte of the range that has been taken.
    pub(super) fn first_taken(&self, range: Range<usize>) -> Option<usize> {
        let marks = &self.marks[range.clone()];
        marks.iter().position(|mark| mark & TAKEN != 0).map(|at| range.start + at)
    }

    pub(super) fn take(&mut self, range: Range<usize>) {
        self.marks[range].iter_mut().for_each(|mark| *mark |= TAKEN);
    }

    pub(super) fn give_back(&mut self) {
        self.marks.iter_mut().for_each(|mark| *mark &= !TAKEN);
    }
}
