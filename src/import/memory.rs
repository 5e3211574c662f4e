//! What was taken before of files that were made from the same answers: a file that
//! comes back once more takes back nothing that came after it.

use serde_json::Value;

use super::change::Remark;
use super::changes::Importer;
use super::strategy::both;
use crate::taken::hash_of;

/// What is known of a value that a file changes.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    /// The same was taken before.
    pub(super) is_known: bool,
    /// It may be taken: nothing was before, or the answers still are as what was
    /// has left them.
    pub(super) is_free: bool,
}

impl Memory {
    /// That the file says `theirs`, which is not taken.
    pub(super) fn remark(
        &self,
        base: Option<String>,
        ours: Option<String>,
        theirs: Option<String>,
    ) -> Remark {
        if !self.is_known {
            return both(base, ours, theirs);
        }
        let [ours, theirs] = [ours, theirs].map(Option::unwrap_or_default);
        Remark::TakenBefore { ours, theirs }
    }
}

impl Importer<'_> {
    /// What is known of the value `theirs`, where the answers have `ours` by now.
    pub(super) fn memory(
        &self,
        pointer: &str,
        theirs: Option<&Value>,
        ours: Option<&Value>,
    ) -> Memory {
        let Some(known) = self.known(pointer) else {
            return Memory { is_known: false, is_free: true };
        };
        let is_known = known.contains(&hash_of(theirs));
        Memory { is_known, is_free: !is_known && known.contains(&hash_of(ours)) }
    }

    /// Notes that the answers have what the file says.
    pub(super) fn remember(&mut self, pointer: &str, values: &[&Value]) {
        let hashes = values.iter().map(|value| hash_of(Some(value)));
        self.remembered(pointer).extend(hashes);
    }
}
