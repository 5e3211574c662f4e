//! A strategy's status, text and date bear on each other, so that they are merged
//! as one thing: what a file changes holds together with what the answers have
//! changed since, or it is told of and the answers stay.

use serde_json::{Map, Value, json};

use super::change::{Remark, What};
use super::changes::{Importer, as_written};
use super::memory::Memory;
use super::merge::{Merged, is_same, merged};
use super::places::Place;
use crate::answers::{NOT_ANSWERED, NOT_APPLICABLE};
use crate::form::Scale;
use crate::json::join;

const STATUS: &str = "status";
const DEVELOPMENT: &str = "development";
const REASON: &str = "reason";
const EXPECTED: &str = "expected";

/// What a file changes of a strategy; each only where it does.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Edited {
    pub(super) status: Option<String>,
    /// The development text, or the reason for which it is left out.
    pub(super) text: Option<String>,
    /// When the work is expected to be done, or that nothing is said of that.
    pub(super) expected: Option<Option<String>>,
    /// The status is a state, which has a reason and no development text.
    pub(super) leaves: bool,
    /// What it says of the status is none.
    pub(super) is_undecided: bool,
}

/// What an answers file has of a strategy.
#[derive(Debug, Clone, Default)]
pub(super) struct Stance(pub(super) Map<String, Value>);

impl Stance {
    pub(super) fn at(value: Option<&Value>) -> Self {
        Self(value.and_then(Value::as_object).cloned().unwrap_or_default())
    }

    fn word(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
    }

    pub(super) fn status(&self) -> Option<&str> {
        self.word(STATUS)
    }

    /// What is said beside the status, under whichever key.
    fn text(&self) -> Option<String> {
        let texts: Vec<&str> =
            [DEVELOPMENT, REASON].iter().filter_map(|key| self.word(key)).collect();
        (!texts.is_empty()).then(|| texts.join("\n\n"))
    }

    fn is_empty(&self) -> bool {
        [STATUS, DEVELOPMENT, REASON, EXPECTED].iter().all(|key| self.word(key).is_none())
    }

    /// What it says, to be remembered.
    fn as_value(&self) -> Value {
        json!([self.status(), self.text(), self.word(EXPECTED)])
    }

    fn is_left(&self) -> bool {
        matches!(self.status(), Some(NOT_APPLICABLE | NOT_ANSWERED))
    }

    fn says_the_same_as(&self, other: &Self) -> bool {
        let same = |key: &str| is_same(self.0.get(key), other.0.get(key));
        same(STATUS) && same(EXPECTED) && self.text() == other.text()
    }

    /// The key of the text: where it is now.
    fn text_key(&self) -> &'static str {
        match (self.word(DEVELOPMENT), self.word(REASON)) {
            (Some(_), _) => DEVELOPMENT,
            (None, Some(_)) => REASON,
            (None, None) if self.is_left() => REASON,
            (None, None) => DEVELOPMENT,
        }
    }

    /// The same with what a file changes.
    fn with(&self, edited: &Edited) -> Self {
        let mut done = self.clone();
        done.set(STATUS, edited.status.clone());
        if edited.leaves {
            let text = edited.text.clone().or_else(|| self.text());
            // Its date goes as well, but for one that is new.
            let date = edited.expected.clone().unwrap_or_default();
            [DEVELOPMENT, REASON, EXPECTED].iter().for_each(|key| done.clear(key));
            done.set(REASON, text.filter(|text| !text.is_empty()));
            done.set(EXPECTED, date);
            return done;
        }
        if let Some(text) = &edited.text {
            let returns = self.is_left() && !done.is_left();
            let key = if returns { DEVELOPMENT } else { self.text_key() };
            let other = if key == REASON { DEVELOPMENT } else { REASON };
            done.clear(other);
            done.set(key, Some(text.clone()));
        }
        match &edited.expected {
            Some(None) => done.clear(EXPECTED),
            Some(date) => done.set(EXPECTED, date.clone()),
            None => {}
        }
        done
    }

    fn set(&mut self, key: &str, value: Option<String>) {
        if let Some(value) = value {
            self.0.insert(key.to_owned(), value.into());
        }
    }

    /// Takes a value away; the empty one of a file that is to be filled in stays.
    fn clear(&mut self, key: &str) {
        if self.word(key).is_some() || !self.0.get(key).is_none_or(Value::is_string) {
            self.0.shift_remove(key);
        }
    }
}

impl Importer<'_> {
    /// Takes what a file changes of a strategy, as far as it goes together with
    /// what the answers have changed.
    pub(super) fn strategy(&mut self, place: &Place, scale: &Scale, edited: &Edited) {
        let pointer = format!("/answers{}", place.path);
        let base = Stance::at(self.base(&pointer));
        let ours = Stance::at(self.ours(&pointer));
        let theirs = base.with(edited);
        if theirs.says_the_same_as(&base) {
            return;
        }
        if theirs.says_the_same_as(&ours) {
            return self.remember(&pointer, &[&ours.as_value()]);
        }
        // A text that went with its mark: without a new one it stays as well.
        if edited.is_undecided && !self.goes_together(&pointer, &theirs, &base, &base) {
            return;
        }
        let (said, now) = (theirs.as_value(), ours.as_value());
        let memory = self.memory(&pointer, Some(&said), Some(&now));
        let may_take = memory.is_free || self.file_holds();
        if ours.says_the_same_as(&base) && may_take {
            let whole = ours.with(edited);
            self.remember(&pointer, &[&said, &whole.as_value()]);
            return self.take_stance(place, scale, &ours, &whole);
        }
        // A reason and a development text are not one text, and a state has no date.
        let is_apart = !edited.is_undecided && ours.is_left() != theirs.is_left();
        let mixes =
            |whole: &Stance| !is_apart && self.goes_together(&pointer, whole, &ours, &theirs);
        // Of what was emptied no part comes back alone.
        let is_emptied = ours.is_empty() && !base.is_empty();
        let undisputed = undisputed(&base, &ours, &theirs, edited).filter(|_| !is_emptied);
        let is_allowed = |whole: &Stance| may_take || whole.says_the_same_as(&ours);
        let whole = undisputed.map(|part| ours.with(&part)).filter(mixes).filter(is_allowed);
        let whole = whole.or_else(|| {
            let mixed = || Some(ours.with(edited)).filter(mixes);
            let alone = (!edited.is_undecided).then(|| ours.replaced_by(&theirs));
            alone.or_else(mixed).filter(|_| self.file_holds())
        });
        match whole {
            Some(whole) => {
                if !whole.says_the_same_as(&ours) {
                    self.remember(&pointer, &[&said, &whole.as_value()]);
                }
                self.take_stance(place, scale, &ours, &whole);
            }
            None => self.tell_dispute(place, scale, [&base, &ours, &theirs], &memory),
        }
    }

    /// Whether a strategy with something of both sides has no fault that neither
    /// side has alone.
    fn goes_together(&self, pointer: &str, both: &Stance, ours: &Stance, theirs: &Stance) -> bool {
        let known = [self.faults(pointer, ours), self.faults(pointer, theirs)].concat();
        self.faults(pointer, both).iter().all(|fault| known.contains(fault))
    }

    fn take_stance(&mut self, place: &Place, scale: &Scale, ours: &Stance, done: &Stance) {
        let pointer = format!("/answers{}", place.path);
        for key in [STATUS, DEVELOPMENT, REASON, EXPECTED] {
            let value = done.0.get(key);
            if value != ours.0.get(key) {
                self.edit(join(&pointer, key), value.cloned());
            }
        }
        if !is_same(ours.0.get(STATUS), done.0.get(STATUS))
            && let Some(after) = done.status()
        {
            let before = ours.status().map(|id| self.named(scale, id));
            let after = self.named(scale, after);
            self.tell(place, join(&pointer, STATUS), What::Status { before, after });
        }
        let (before, after) = (ours.text(), done.text());
        if before != after {
            let key = if after.is_some() { done.text_key() } else { ours.text_key() };
            let before = as_written(&before.unwrap_or_default());
            let after = after.unwrap_or_default();
            self.tell(place, join(&pointer, key), What::Text { before, after });
        }
        let date = |stance: &Stance| stance.word(EXPECTED).map(str::to_owned);
        let (before, after) = (date(ours), date(done));
        if before != after {
            self.tell(place, join(&pointer, EXPECTED), What::Expected { before, after });
        }
    }

    /// Tells all that the file says otherwise, of which nothing is taken.
    fn tell_dispute(&mut self, place: &Place, scale: &Scale, sides: [&Stance; 3], memory: &Memory) {
        let [base, ours, theirs] = sides.map(|stance| {
            let status = stance.status().map(|id| self.named(scale, id).short);
            [status, stance.text(), stance.word(EXPECTED).map(str::to_owned)]
        });
        for ((base, ours), theirs) in base.into_iter().zip(ours).zip(theirs) {
            if theirs != base && theirs != ours {
                let remark = memory.remark(base, ours, theirs);
                self.note(Some(place.question.clone()), remark);
            }
        }
    }
}

impl Stance {
    /// The stance `other`, with what else stands beside ours, as notes.
    fn replaced_by(&self, other: &Self) -> Self {
        let mut done = self.clone();
        for key in [STATUS, DEVELOPMENT, REASON, EXPECTED] {
            match other.0.get(key) {
                Some(value) => drop(done.0.insert(key.to_owned(), value.clone())),
                None => done.clear(key),
            }
        }
        done
    }
}

/// Both sides have changed something, each otherwise.
pub(super) fn both(base: Option<String>, ours: Option<String>, theirs: Option<String>) -> Remark {
    let said = |text: Option<String>| text.unwrap_or_default();
    match ours {
        None if base.is_some() => Remark::Deleted { theirs: said(theirs) },
        ours => Remark::Both { ours: said(ours), theirs: said(theirs) },
    }
}

/// What a file changes and the answers have not; nothing where both have changed
/// the same part, each otherwise.
fn undisputed(base: &Stance, ours: &Stance, theirs: &Stance, edited: &Edited) -> Option<Edited> {
    let part = |key: &str| {
        let of = |stance: &Stance| match key {
            DEVELOPMENT => stance.text().map(Value::from),
            key => stance.0.get(key).cloned(),
        };
        merged(of(base).as_ref(), of(ours).as_ref(), of(theirs).as_ref())
    };
    let parts = [part(STATUS), part(DEVELOPMENT), part(EXPECTED)];
    if parts.contains(&Merged::Both) {
        return None;
    }
    let [status, text, expected] = parts.map(|part| part == Merged::Theirs);
    Some(Edited {
        status: edited.status.clone().filter(|_| status),
        text: edited.text.clone().filter(|_| text),
        expected: edited.expected.clone().filter(|_| expected),
        leaves: edited.leaves && status,
        is_undecided: edited.is_undecided,
    })
}
