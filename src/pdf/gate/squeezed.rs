//! Text as it is compared: without blanks, hyphens and invisible signs, which
//! depend on where lines break, and in small letters, since a layout may set a
//! text in capitals.

use std::ops::Range;

use memchr::memmem;

/// A squeezed text that knows where words and runs of text begin.
#[derive(Default)]
pub(super) struct Squeezed {
    pub bytes: Vec<u8>,
    /// What is known of each byte.
    marks: Vec<u8>,
    /// Where each run of text begins, and its number.
    runs: Vec<(usize, usize)>,
    /// The last sign's sort.
    last: u8,
}

/// A word can begin or end before this byte.
const EDGE: u8 = 1;
/// A run of text begins: what the layout set in one go.
const RUN: u8 = 2;
/// A text of the report has been found here.
const TAKEN: u8 = 4;
/// It is part of a letter or digit.
const WORD: u8 = 8;

const SIGN: u8 = 0;
const DIGIT: u8 = 1;
const LETTER: u8 = 2;

/// A text by itself, as it is compared.
pub(super) fn squeezed(text: &str) -> Vec<u8> {
    let mut squeezed = Squeezed::default();
    squeezed.push(text, 0);
    squeezed.bytes
}

impl Squeezed {
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Adds the run of text of that number.
    pub(super) fn push(&mut self, text: &str, run: usize) {
        let start = self.bytes.len();
        self.bytes.reserve(text.len());
        self.marks.reserve(text.len());
        let mut mark = RUN | EDGE;
        for c in text.chars() {
            let sort = match c {
                'a'..='z' => self.push_byte(c as u8, LETTER),
                'A'..='Z' => self.push_byte(c.to_ascii_lowercase() as u8, LETTER),
                '0'..='9' => self.push_byte(c as u8, DIGIT),
                '-' | '\u{2010}' | '\u{2011}' => {
                    mark |= EDGE;
                    continue;
                }
                '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => {
                    continue;
                }
                _ if c.is_whitespace() => {
                    mark |= EDGE;
                    continue;
                }
                _ if c.is_ascii() => self.push_byte(c as u8, SIGN),
                _ => self.push_lower(c),
            };
            // Not between two letters, nor between two digits.
            if sort == SIGN || sort != self.last {
                mark |= EDGE;
            }
            let rest = if sort == SIGN { 0 } else { WORD };
            self.marks.push(mark | rest);
            self.marks.resize(self.bytes.len(), rest);
            (self.last, mark) = (sort, 0);
        }
        if self.bytes.len() > start {
            self.runs.push((start, run));
        }
    }

    fn push_byte(&mut self, byte: u8, sort: u8) -> u8 {
        self.bytes.push(byte);
        sort
    }

    fn push_lower(&mut self, c: char) -> u8 {
        let mut buffer = [0; 4];
        for lower in c.to_lowercase() {
            self.bytes.extend_from_slice(lower.encode_utf8(&mut buffer).as_bytes());
        }
        // A mark above a letter is part of it.
        let is_sign = !c.is_alphanumeric() && !('\u{300}'..='\u{36f}').contains(&c);
        if is_sign { SIGN } else { LETTER }
    }

    /// Whether a word can begin or end before that byte.
    pub(super) fn is_edge(&self, at: usize) -> bool {
        self.marks.get(at).is_none_or(|mark| mark & EDGE != 0)
    }

    /// Whether the layout began a run of text there, or ended the last one.
    pub(super) fn is_run(&self, at: usize) -> bool {
        self.marks.get(at).is_none_or(|mark| mark & RUN != 0)
    }

    /// The same, but for signs around the run such as quotes and brackets.
    pub(super) fn is_run_within_signs(&self, at: usize) -> bool {
        let is_word = |at: &usize| self.marks[*at] & WORD != 0;
        let after = || (at..self.len()).take_while(|at| !is_word(at)).last();
        let before = || (0..at).rev().take_while(|at| !is_word(at)).any(|at| self.is_run(at));
        self.is_run(at)
            || after().is_some_and(|last| (at..=last + 1).any(|at| self.is_run(at)))
            || before()
    }

    /// Whether the words stand somewhere in that part of the text.
    pub(super) fn says(&self, words: &[u8], part: Range<usize>) -> bool {
        let starts = memmem::find_iter(&self.bytes[part.clone()], words);
        let mut starts = starts.map(|at| part.start + at);
        starts.any(|at| self.is_edge(at) && self.is_edge(at + words.len()))
    }

    /// The numbers of the runs that the range has parts of.
    pub(super) fn runs(&self, range: Range<usize>) -> impl Iterator<Item = usize> {
        let first = self.runs.partition_point(|(start, _)| *start <= range.start).saturating_sub(1);
        let runs = self.runs[first..].iter().take_while(move |(start, _)| *start < range.end);
        runs.map(|(_, run)| *run)
    }

    /// The runs that begin in the range, each with its bytes and number.
    pub(super) fn whole_runs(
        &self,
        range: Range<usize>,
    ) -> impl Iterator<Item = (Range<usize>, usize)> {
        let first = self.runs.partition_point(|(start, _)| *start < range.start);
        (first..self.runs.len()).map_while(move |i| {
            let (start, run) = self.runs[i];
            let end = self.runs.get(i + 1).map_or(self.len(), |(next, _)| *next);
            (start < range.end).then_some((start..end, run))
        })
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
