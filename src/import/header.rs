//! Words of the cover and the running header that are neither the form's nor an
//! answer's: the diary number, which the answers file has, and the body's name, which
//! the register has.

use super::change::{Note, Remark};
use super::fields::FormChange;
use crate::answers::Answers;

/// What a changed line shows, and whoever wants it otherwise changes elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    DiaryNumber,
    BodyName,
}

/// Tells changes of what the file shows of `answers` as what they are.
pub(super) fn name_changes(notes: &mut [Note], answers: &Answers) {
    for note in notes {
        if let Remark::Form(FormChange { before: Some(before), after, .. }) = &note.what
            && let Some(shown) = shown(before, after.as_deref().unwrap_or_default(), answers)
        {
            let (before, after) = (before.clone(), after.clone().unwrap_or_default());
            note.what = Remark::Header { shown, before, after };
        }
    }
}

fn shown(before: &str, after: &str, answers: &Answers) -> Option<Shown> {
    let is_changed = |words: &str| {
        let is_gone = before.contains(words) && !after.contains(words);
        !words.is_empty() && (is_gone || before.trim() == words)
    };
    if is_changed(&answers.diary_number) {
        return Some(Shown::DiaryNumber);
    }
    let names = [&answers.body.name, &answers.body.genitive];
    names.into_iter().any(|name| is_changed(name)).then_some(Shown::BodyName)
}
