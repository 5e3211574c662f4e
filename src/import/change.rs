//! What comes of a file: answers that it changes, and what is to be known of it.

use super::document::Loss;
use super::edit::Edit;
use super::fields::FormChange;
use super::header::Shown;
use super::markings::Marking;
use crate::diagnostic::{Code, QuestionName};
use crate::taken::Known;

/// An answer that the file changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub question: QuestionName,
    /// JSON Pointer in the answers file.
    pub pointer: String,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// The answer itself, or a development text.
    Text {
        before: String,
        after: String,
    },
    Status {
        before: Option<Status>,
        after: Status,
    },
    /// When the work is expected to be done.
    Expected {
        before: Option<String>,
        after: Option<String>,
    },
}

/// A status as people know it: its short name, and its colour where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub short: String,
    pub colour: Option<String>,
}

/// Something that whoever imports the file should know.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Nothing where it is about the file as a whole.
    pub question: Option<QuestionName>,
    pub what: Remark,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Remark {
    /// No box is ticked; the status that stays, if there is one.
    NoMark {
        kept: Option<String>,
    },
    SeveralMarks {
        marks: Vec<String>,
        kept: Option<String>,
    },
    /// No status is written where it is said in words.
    NoStatus {
        kept: Option<String>,
    },
    /// A box is ticked and a state is said as well.
    MarkAndState {
        mark: String,
        state: String,
        kept: Option<String>,
    },
    /// Boxes and signs disagree, and both were changed.
    UnclearMarks {
        kept: Option<String>,
    },
    /// Words where a status should be.
    UnknownStatus {
        text: String,
        kept: Option<String>,
    },
    /// A line that should say when the work is done, and does not.
    UnreadableDate {
        text: String,
        kept: Option<String>,
    },
    /// A line that says so, with more of the text or another date below it.
    DateNotLast {
        text: String,
        kept: Option<String>,
    },
    /// Words beside the marks, which have no place in the answers.
    Beside(String),
    Lost(Loss),
    /// Words that are struck through, highlighted or coloured.
    Marked {
        marking: Marking,
        words: Vec<String>,
    },
    /// The answer's place is not in the file.
    Missing,
    /// The same, of a question that nobody had answered before the form was changed.
    MissingSince,
    Comment {
        author: String,
        text: String,
    },
    Form(FormChange),
    /// A line of the cover or the running header was changed that shows what stands
    /// in the answers file or in the register.
    Header {
        shown: Shown,
        before: String,
        after: String,
    },
    Tracked {
        inserted: usize,
        deleted: usize,
    },
    /// Tracked changes of which a part is missing.
    BrokenTracking,
    /// The answers and the file were both changed, each otherwise.
    Both {
        ours: String,
        theirs: String,
    },
    /// The same, where the answers say nothing any more.
    Deleted {
        theirs: String,
    },
    /// The file says what was taken of it before, and the answers say otherwise by
    /// now.
    TakenBefore {
        ours: String,
        theirs: String,
    },
    /// What was taken is nothing that a report can be made of.
    Refused {
        code: Code,
        args: Vec<(&'static str, String)>,
    },
    /// It could not be noted that this was taken.
    NotNoted(String),
    /// The file says the same as that one.
    SameAs(String),
    /// The file does not say which answers it was made from.
    UnknownBase,
    /// Headers and footers of a Word template, which cannot be compared.
    OtherMargins,
    /// The file bears another diary number than the answers do by now.
    OtherNumber {
        file: String,
        answers: String,
    },
    /// The form has been changed since; whether nothing in the file but the places
    /// says which answer is which.
    OtherForm {
        by_place: bool,
    },
    /// The answers given as the base are not those that the file was made from.
    OtherBase,
    /// Those that the file was made from are known without.
    UnusedBase,
}

impl Remark {
    /// Whether the file says something that somebody must decide.
    pub fn is_open(&self) -> bool {
        match self {
            Self::SeveralMarks { .. }
            | Self::UnclearMarks { .. }
            | Self::MarkAndState { .. }
            | Self::UnknownStatus { .. }
            | Self::Beside(_)
            | Self::UnreadableDate { .. }
            | Self::DateNotLast { .. }
            | Self::Missing
            | Self::BrokenTracking
            | Self::Both { .. }
            | Self::Deleted { .. }
            | Self::TakenBefore { .. }
            | Self::Refused { .. }
            | Self::NotNoted(_) => true,
            Self::NoMark { kept } | Self::NoStatus { kept } => kept.is_some(),
            Self::Lost(loss) => matches!(loss, Loss::Table | Loss::TextBox | Loss::Note),
            // So people say that words are to go.
            Self::Marked { marking, .. } => *marking == Marking::Struck,
            // Somebody may have thought of what came as an answer.
            Self::Form(change) => {
                !change.is_of_then && (change.is_table || change.before.is_none())
            }
            Self::OtherForm { by_place } => *by_place,
            Self::Comment { .. }
            | Self::Tracked { .. }
            | Self::SameAs(_)
            | Self::Header { .. }
            | Self::UnknownBase
            | Self::OtherMargins
            | Self::OtherNumber { .. }
            | Self::MissingSince
            | Self::OtherBase
            | Self::UnusedBase => false,
        }
    }

    /// Whether the file says it, beside what was taken.
    pub(super) fn is_of_file(&self) -> bool {
        !matches!(self, Self::OtherNumber { .. } | Self::UnusedBase | Self::OtherBase)
    }

    /// Whether it is of the answers as they would be.
    pub(super) fn is_of_answers(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::NotNoted(_) | Self::TakenBefore { .. })
    }
}

/// What a file comes to.
#[derive(Debug, Default)]
pub struct Import {
    pub changes: Vec<Change>,
    pub notes: Vec<Note>,
    pub edits: Vec<Edit>,
    /// By JSON Pointer, hashes of what the file says and the answers with it.
    pub(crate) taken: Known,
    /// How many answers were looked for.
    pub places: usize,
}
