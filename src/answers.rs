//! One body's answers to a form.

mod questions;
mod reader;

use std::collections::HashMap;

use serde::Deserialize;

use crate::bodies::{Body, BodyKind};
use crate::diagnostic::Source;
use crate::rich_text::RichText;

pub use reader::{Reading, form_id, read};

/// A body's answers to a form, checked.
#[derive(Debug, Clone)]
pub struct Answers {
    pub body_id: String,
    pub body: Body,
    pub diary_number: String,
    /// YYYY-MM-DD.
    pub date: Option<String>,
    /// By part id and key: a strategy's number or a question's id; an empty
    /// key for the question that is all that a part asks.
    given: HashMap<(String, String), Answer>,
    /// Nothing is answered yet, and nothing is said of that.
    pub is_blank: bool,
}

/// How far a body has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    pub answered: usize,
    pub asked: usize,
}

/// What a body says to one question or of one strategy.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Text(RichText),
    Status {
        /// Index into the scale's options.
        option: usize,
        development: RichText,
        /// When the work is expected to be done: YYYY, YYYY-MM or YYYY-MM-DD.
        expected: Option<String>,
    },
    /// Said outright instead of an answer, with a reason or none.
    Left {
        state: State,
        reason: RichText,
        /// When an answer, or the work, is expected all the same.
        expected: Option<String>,
    },
}

/// The two states beside every scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    NotApplicable,
    NotAnswered,
}

impl State {
    fn from_word(word: &str) -> Option<Self> {
        match word {
            NOT_APPLICABLE => Some(Self::NotApplicable),
            NOT_ANSWERED => Some(Self::NotAnswered),
            _ => None,
        }
    }

    /// Its word in JSON.
    fn word(self) -> &'static str {
        match self {
            Self::NotApplicable => NOT_APPLICABLE,
            Self::NotAnswered => NOT_ANSWERED,
        }
    }
}

/// The words for the states in JSON.
pub const NOT_APPLICABLE: &str = "not_applicable";
pub const NOT_ANSWERED: &str = "not_answered";

impl Answers {
    /// Stands in where a body's answers are not at hand.
    pub fn of_nobody(diary_number: &str) -> Self {
        let name = || "Body".to_owned();
        let body = Body { name: name(), genitive: name(), kind: BodyKind::Board };
        Self::blank(&name(), body, diary_number)
    }

    /// What a body has before it answers anything.
    pub fn blank(body_id: &str, body: Body, diary_number: &str) -> Self {
        Self {
            body_id: body_id.to_owned(),
            body,
            diary_number: diary_number.to_owned(),
            date: None,
            given: HashMap::new(),
            is_blank: true,
        }
    }

    /// The same with no word about what is missing.
    pub fn with_gaps_open(self) -> Self {
        Self { is_blank: true, ..self }
    }

    /// The answer under `key` of `part`; nothing where the body is not asked.
    pub fn get(&self, part: &str, key: &str) -> Option<&Answer> {
        self.given.get(&(part.to_owned(), key.to_owned()))
    }
}

/// What an answers file says of itself, before it is read along a form.
#[derive(Debug, Clone, Deserialize)]
pub struct Header {
    pub form: String,
    pub body: String,
    pub diary_number: String,
    /// Whatever stands there.
    pub date: Option<serde_json::Value>,
}

impl Header {
    /// The header of a file; nothing where it has none that can be read, which
    /// is for the checks to tell of.
    pub fn read(source: &Source) -> Option<Self> {
        serde_json::from_str(&source.text).ok()
    }
}

/// Keys that begin with `//` hold guidance for people; the program passes over
/// them.
pub fn is_comment(key: &str) -> bool {
    key.starts_with("//")
}
