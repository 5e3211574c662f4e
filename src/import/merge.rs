//! Three versions of a value: as it was when the Word file was made, as the file
//! has it, and as the answers have it now.

use std::ops::Range;
use std::time::Duration;

use serde_json::Value;
use similar::{DiffTag, TextDiff};

/// What is to become of a value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Merged {
    /// The file's holds.
    Theirs,
    /// That of the answers holds, which has all that the file has.
    Ours,
    /// Both were changed, each otherwise.
    Both,
}

pub(super) fn merged(base: Option<&Value>, ours: Option<&Value>, theirs: Option<&Value>) -> Merged {
    if is_same(ours, theirs) {
        return Merged::Ours;
    }
    if is_same(ours, base) {
        return Merged::Theirs;
    }
    match (text(base), text(ours), text(theirs)) {
        (Some(base), Some(ours), Some(theirs)) if includes(base, ours, theirs) => Merged::Theirs,
        (Some(base), Some(ours), Some(theirs)) if includes(base, theirs, ours) => Merged::Ours,
        _ => Merged::Both,
    }
}

/// Whether two values say the same; none says as much as an empty text.
pub(super) fn is_same(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (text(one), text(other)) {
        (Some(one), Some(other)) => one.trim() == other.trim(),
        _ => one == other,
    }
}

fn text(value: Option<&Value>) -> Option<&str> {
    match value {
        None | Some(Value::Null) => Some(""),
        Some(value) => value.as_str(),
    }
}

/// Whether all that was changed from `base` to `less` was changed to `more` too,
/// as in a file that comes back a second time.
fn includes(base: &str, less: &str, more: &str) -> bool {
    let all = changes(base, more);
    changes(base, less).iter().all(|change| all.contains(change))
}

/// The words of `base` that went, and those that came in their place.
fn changes(base: &str, text: &str) -> Vec<(Range<usize>, Vec<String>)> {
    let diff = TextDiff::configure().timeout(LONGEST).diff_words(base, text);
    let changed = diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal);
    let changed = changed.map(|op| {
        let words = diff.new_slices()[op.new_range()].iter().map(|word| (*word).to_owned());
        (op.old_range(), words.collect())
    });
    changed.collect()
}

/// After that long, what is left of two texts counts as different.
const LONGEST: Duration = Duration::from_millis(200);

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(base: &str, ours: &str, theirs: &str) -> Merged {
        merged(Some(&json!(base)), Some(&json!(ours)), Some(&json!(theirs)))
    }

    #[test]
    fn who_holds() {
        assert_eq!(of("a", "a", "b"), Merged::Theirs);
        assert_eq!(of("a", "b", "b"), Merged::Ours);
        assert_eq!(of("a", "b", "c"), Merged::Both);
        assert_eq!(of("ett två tre", "ett 2 tre", "ett 2 tre fyra"), Merged::Theirs);
        assert_eq!(of("ett två tre", "ett 2 tre fyra", "ett 2 tre"), Merged::Ours);
        assert_eq!(of("ett två tre", "1 två tre", "ett två 3"), Merged::Both);
        let nothing = merged(None, Some(&json!("")), Some(&json!("ny")));
        assert_eq!(nothing, Merged::Theirs);
        let gone = merged(Some(&json!("a")), Some(&json!("b")), None);
        assert_eq!(gone, Merged::Both);
        // What was taken out of the answers does not come back by itself.
        let deleted = merged(Some(&json!("a")), None, Some(&json!("b")));
        assert_eq!(deleted, Merged::Both);
    }
}
