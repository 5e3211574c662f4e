//! How much of a PDF is read, against what any report can need. What is
//! counted is work and never the clock, so that a file always gets the same
//! verdict.

use std::cell::Cell;

/// Why a file is not read further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// More of it than any report has.
    TooMuch,
    /// It does not keep to the format, at the part that is named.
    Broken(&'static str),
    /// A stream is packed in a way that reports never are.
    Packing(String),
}

/// Objects read, each time that they are: a page of a dense report has some
/// 750, and each is read up to three times.
const MOST_NODES: u64 = 4_000_000;
/// Bytes that objects are read from.
const MOST_SYNTAX: u64 = 128 << 20;
/// Bytes that all streams together unpack to.
const MOST_UNPACKED: u64 = 64 << 20;

/// What is left to read of a file.
pub(super) struct Budget {
    nodes: Cell<u64>,
    syntax: Cell<u64>,
    unpacked: Cell<u64>,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            nodes: Cell::new(MOST_NODES),
            syntax: Cell::new(MOST_SYNTAX),
            unpacked: Cell::new(MOST_UNPACKED),
        }
    }
}

impl Budget {
    pub(super) fn node(&self) -> Result<(), Fault> {
        take(&self.nodes, 1)
    }

    pub(super) fn syntax(&self, bytes: usize) -> Result<(), Fault> {
        take(&self.syntax, bytes as u64)
    }

    pub(super) fn unpacked(&self, bytes: usize) -> Result<(), Fault> {
        take(&self.unpacked, bytes as u64)
    }
}

fn take(left: &Cell<u64>, amount: u64) -> Result<(), Fault> {
    left.set(left.get().checked_sub(amount).ok_or(Fault::TooMuch)?);
    Ok(())
}
