//! What a report depends on, and why it is made again.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::hash::hash;
use crate::report::Provenance;

/// What stands before the name of a value of the theme that the command line
/// sets, among the parts of a layout.
pub const SETTING: &str = "--set ";

/// Everything that a report depends on, each as a hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    pub program: String,
    pub form: String,
    pub answers: String,
    pub body: String,
    /// By file of the layout, fonts among them, and by value of the theme that
    /// the command line sets.
    pub layout: BTreeMap<String, String>,
    /// What the command line changes.
    pub options: String,
}

impl Inputs {
    /// One hash over all of them.
    pub fn digest(&self) -> String {
        hash(&serde_json::to_vec(self).unwrap_or_default())
    }

    /// What the files of a body's report to a form say of their inputs.
    pub fn provenance(&self, form_id: &str, body_id: &str, options: String) -> Provenance {
        Provenance {
            program: self.program.clone(),
            form_id: form_id.to_owned(),
            body_id: body_id.to_owned(),
            form: self.form.clone(),
            answers: self.answers.clone(),
            body: self.body.clone(),
            layout: self.layout_hash(),
            options,
        }
    }

    /// One hash over all of the layout.
    pub fn layout_hash(&self) -> String {
        hash_of_layout(&self.layout)
    }

    /// What of the layout is not the same in the inputs of `now`.
    pub fn layout_changes(&self, now: &Self) -> Vec<Reason> {
        let names: BTreeSet<&String> = self.layout.keys().chain(now.layout.keys()).collect();
        let differs = |name: &&String| self.layout.get(*name) != now.layout.get(*name);
        let changed = names.into_iter().filter(differs).cloned();
        let (set, files): (Vec<String>, Vec<String>) =
            changed.partition(|name| name.starts_with(SETTING));
        let is_gone = |name: &String| !now.layout.contains_key(name);
        let (gone, set): (Vec<String>, Vec<String>) = set.into_iter().partition(is_gone);
        let files = (!files.is_empty()).then_some(Reason::LayoutChanged(files));
        let set = set.into_iter().map(Reason::Set);
        files.into_iter().chain(set).chain(gone.into_iter().map(Reason::NotSet)).collect()
    }
}

/// One hash over all parts of a layout, each known by its own.
pub(crate) fn hash_of_layout(parts: &BTreeMap<String, String>) -> String {
    hash(&serde_json::to_vec(parts).unwrap_or_default())
}

/// Why a report is made, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    New,
    AnswersChanged,
    FormChanged,
    BodyChanged,
    /// With the files that differ.
    LayoutChanged(Vec<String>),
    /// A value of the theme is set, or set to something else: `--set page.top`.
    Set(String),
    /// A value of the theme is no longer set.
    NotSet(String),
    OptionsChanged,
    ProgramChanged,
    /// A file is not there any more.
    Missing(String),
    /// The run before was cut off while it wrote these files.
    CutOff,
    /// Somebody has edited the file, and an import has taken that.
    Taken,
    /// Another format was made before, not this one.
    OtherFormat,
    Forced,
}

/// How inputs differ, before and now.
pub fn differences(before: &Inputs, now: &Inputs) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut differ = |differs: bool, reason: Reason| {
        if differs {
            reasons.push(reason);
        }
    };
    differ(before.answers != now.answers, Reason::AnswersChanged);
    differ(before.form != now.form, Reason::FormChanged);
    differ(before.body != now.body, Reason::BodyChanged);
    differ(before.options != now.options, Reason::OptionsChanged);
    differ(before.program != now.program, Reason::ProgramChanged);
    reasons.extend(before.layout_changes(now));
    reasons
}
