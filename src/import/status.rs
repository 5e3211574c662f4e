//! Reading a strategy's status: what the marks of its row and the words in their
//! place come to.

use serde_json::Value;

use super::change::Remark;
use super::changes::Importer;
use super::fields::Marks;
use super::places::Place;
use crate::form::Scale;
use crate::json::join;

impl Importer<'_> {
    /// Reads the marks of a strategy, of which the state `stated` is said in words.
    pub(super) fn status(
        &mut self,
        place: &Place,
        scale: &Scale,
        before: &Marks,
        after: &Marks,
        stated: Option<&str>,
    ) -> Standing {
        let pointer = format!("/answers{}", join(&place.path, "status"));
        for words in after.beside.iter().filter(|words| !before.beside.contains(words)) {
            if self.state_of(words).is_some() {
                continue;
            }
            self.note(Some(place.question.clone()), Remark::Beside(words.clone()));
        }
        let kept = self.ours(&pointer).and_then(Value::as_str);
        let kept = kept.filter(|id| !id.is_empty()).map(|id| self.named(scale, id).short);
        let remark = match (self.decided(scale, before, after), stated) {
            // The mark that was there may have stayed.
            (decided, Some(state)) if decided.leaves_room_for(state) => {
                return Standing::Left(state.to_owned());
            }
            (Decided::Status(mark), Some(state)) => {
                let [mark, state] = [&mark, state].map(|id| self.named(scale, id).short);
                self.note(Some(place.question.clone()), Remark::MarkAndState { mark, state, kept });
                return Standing::Contradicted;
            }
            (Decided::Same, _) => return Standing::Open,
            (Decided::Status(status), _) => return Standing::Marked(status),
            (Decided::Open, _) => Remark::NoMark { kept },
            (Decided::Unsaid, _) => Remark::NoStatus { kept },
            (Decided::Several(columns), _) => {
                let marks = columns.iter().filter_map(|column| scale.options.get(*column));
                let marks = marks.map(|option| option.short.clone()).collect();
                Remark::SeveralMarks { marks, kept }
            }
            (Decided::Unclear, _) => Remark::UnclearMarks { kept },
            (Decided::Unknown(text), _) => Remark::UnknownStatus { text, kept },
        };
        self.note(Some(place.question.clone()), remark);
        if stated.is_some() { Standing::Contradicted } else { Standing::Undecided }
    }

    fn decided(&self, scale: &Scale, before: &Marks, after: &Marks) -> Decided {
        let is_new = before.said != after.said;
        let is_marked = !(after.ticked.is_empty() && after.signed.is_empty());
        if let Some(words) = &after.said
            // Beside words that were there before, a mark is the news.
            && (is_new || !is_marked)
        {
            if !is_new {
                return Decided::Same;
            }
            if is_marked && (&after.ticked, &after.signed) != (&before.ticked, &before.signed) {
                return Decided::Unclear;
            }
            return match self.status_of(scale, words) {
                Some(status) => Decided::Status(status),
                None if words.is_empty() => Decided::Unsaid,
                None => Decided::Unknown(words.clone()),
            };
        }
        // Where boxes and signs disagree, those that were changed hold; where
        // both were, those that there are.
        let columns = if after.ticked == after.signed || after.signed == before.signed {
            &after.ticked
        } else if after.ticked == before.ticked || after.ticked.is_empty() {
            &after.signed
        } else if after.signed.is_empty() {
            &after.ticked
        } else {
            return Decided::Unclear;
        };
        if before.said.is_none() && *columns == before.ticked {
            return Decided::Same;
        }
        match columns.iter().collect::<Vec<_>>().as_slice() {
            [] => Decided::Open,
            [column] => match scale.options.get(**column) {
                Some(option) => Decided::Status(option.id.clone()),
                None => Decided::Unclear,
            },
            several => Decided::Several(several.iter().map(|column| **column).collect()),
        }
    }

    /// The status that words mean: a state's, or an option's label, short name
    /// or id; the longest that they hold.
    fn status_of(&self, scale: &Scale, words: &str) -> Option<String> {
        if let Some((state, _)) = self.state_in_place(words) {
            return Some(state.to_owned());
        }
        let words = words.to_lowercase();
        let named = scale.options.iter().flat_map(|option| {
            [&option.label, &option.short, &option.id].map(|name| (name.to_lowercase(), option))
        });
        let held = named.filter(|(name, _)| words.contains(name.as_str()));
        held.max_by_key(|(name, _)| name.len()).map(|(_, option)| option.id.clone())
    }
}

/// What a strategy's marks and words come to.
pub(super) enum Standing {
    /// Nothing new.
    Open,
    /// Nothing that can be taken.
    Undecided,
    /// A mark and a state.
    Contradicted,
    Marked(String),
    /// It is left out, for it is not applicable or not answered.
    Left(String),
}

/// What the marks of a row come to.
enum Decided {
    Same,
    Status(String),
    Open,
    /// There are no boxes, and nothing is written in their place.
    Unsaid,
    Several(Vec<usize>),
    Unclear,
    Unknown(String),
}

impl Decided {
    /// Whether a state that is said elsewhere is no contradiction.
    fn leaves_room_for(&self, state: &str) -> bool {
        match self {
            Self::Same | Self::Open | Self::Unsaid => true,
            Self::Status(status) => status == state,
            Self::Several(_) | Self::Unclear | Self::Unknown(_) => false,
        }
    }
}
