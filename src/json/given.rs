//! Values of a JSON file that were given elsewhere: in the file that it
//! extends, or on the command line.

use std::ops::Range;
use std::sync::Arc;

use serde_json::map::Entry;
use serde_json::{Map, Value};

use super::{Json, join};
use crate::diagnostic::{Place, Source};

/// Where a value was given that does not stand in the file itself.
#[derive(Debug, Clone)]
pub(super) enum Given {
    /// In the file that this one is laid over.
    File(Arc<Json>),
    /// In words that are no file.
    Words(Arc<Source>, Range<usize>),
}

impl Json {
    /// This file's values laid over those of `base`: objects key by key, all
    /// else as a whole.
    pub fn over(mut self, base: Self) -> Self {
        let base = Arc::new(base);
        let own = std::mem::take(&mut self.value);
        let mut lent = Vec::new();
        self.value = merged(base.value.clone(), own, "", &mut lent);
        for pointer in lent {
            self.given.entry(pointer).or_insert_with(|| Given::File(base.clone()));
        }
        self
    }

    /// Puts `value` at `pointer`, which was given in other words: the bytes
    /// `span` of `source`. Objects on the way that are not there are made.
    pub fn give(&mut self, pointer: &str, value: Value, source: Arc<Source>, span: Range<usize>) {
        let top = put(&mut self.value, pointer, value);
        // What stood below is gone, and with it where that was given.
        self.given.retain(|other, _| !is_within(other, pointer));
        for pointer in [top, pointer] {
            self.given.insert(pointer.to_owned(), Given::Words(source.clone(), span.clone()));
        }
    }

    /// The place of what was given elsewhere; nothing where it stands here.
    pub(super) fn given_place(
        &self,
        pointer: &str,
        in_file: impl Fn(&Json) -> Place,
    ) -> Option<Place> {
        if self.given.is_empty() {
            return None;
        }
        let ends = pointer.match_indices('/').map(|(end, _)| end).chain([pointer.len()]);
        let ends: Vec<usize> = ends.collect();
        let given = ends.into_iter().rev().find_map(|end| self.given.get(&pointer[..end]))?;
        Some(match given {
            Given::File(json) => in_file(json),
            Given::Words(source, span) => Place {
                source: source.clone(),
                span: span.clone(),
                pointer: pointer.to_owned(),
                question: None,
            },
        })
    }
}

/// Whether a value stands at or below `pointer`.
fn is_within(other: &str, pointer: &str) -> bool {
    other.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// `own` laid over `base`; the pointers of what `base` lends go to `lent`.
fn merged(base: Value, own: Value, pointer: &str, lent: &mut Vec<String>) -> Value {
    let (mut base, own) = match (base, own) {
        (Value::Object(base), Value::Object(own)) => (base, own),
        (_, own) => return own,
    };
    lent.extend(base.keys().filter(|key| !own.contains_key(*key)).map(|key| join(pointer, key)));
    for (key, value) in own {
        let pointer = join(pointer, &key);
        match base.entry(key) {
            Entry::Vacant(slot) => {
                slot.insert(value);
            }
            Entry::Occupied(mut slot) => {
                let below = std::mem::take(slot.get_mut());
                slot.insert(merged(below, value, &pointer, lent));
            }
        }
    }
    Value::Object(base)
}

/// Puts `new` at `pointer`, an entry of a list or after its last, or a key of
/// an object. Gives the pointer of the topmost value that was not there.
fn put<'a>(value: &mut Value, pointer: &'a str, new: Value) -> &'a str {
    let mut target = value;
    let mut top = None;
    let mut end = 0;
    for step in pointer.split('/').skip(1) {
        end += 1 + step.len();
        let step = step.replace("~1", "/").replace("~0", "~");
        if let Value::Array(list) = target {
            let index = step.parse().unwrap_or(list.len()).min(list.len());
            if index == list.len() {
                top = top.or(Some(end));
                list.push(Value::Null);
            }
            target = &mut list[index];
            continue;
        }
        if !target.is_object() {
            *target = Value::Object(Map::new());
        }
        if target.get(&step).is_none_or(Value::is_null) {
            top = top.or(Some(end));
        }
        target = &mut target[step.as_str()];
    }
    *target = new;
    &pointer[..top.unwrap_or(end)]
}
