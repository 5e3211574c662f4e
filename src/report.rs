//! The report: the settled model that every format shows.
//!
//! Nothing is left to decide here: numbers are given, patterns filled in,
//! columns measured. Renderers arrange what they find. As JSON it is what the
//! Typst files read (`/report.json`) and what `--format json` writes.

use serde::{Deserialize, Serialize};

use crate::rich_text::RichText;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// BCP 47: `sv-SE`.
    pub language: String,
    pub properties: Properties,
    pub cover: Vec<CoverLine>,
    pub running_header: RunningHeader,
    pub sections: Vec<Section>,
    /// Above the list of the sections, where a format has one.
    pub contents: String,
    pub prompts: Prompts,
    /// A form to fill in: what is empty shows its prompt, and each mark its box.
    pub is_blank: bool,
    /// Where the report comes from; nothing where it is only looked at. No
    /// page shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
}

/// What a Word file asks for where an answer is empty.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Prompts {
    pub answer: String,
    pub development: String,
    /// What a form to fill in has besides; nothing where the theme has no words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DatePrompt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<StatePrompt>,
}

/// Where it is said when the work is expected to be done.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DatePrompt {
    /// The words before the date.
    pub label: String,
    pub prompt: String,
}

/// Where it is said that a strategy gets no status.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatePrompt {
    pub prompt: String,
    /// The words to choose from.
    pub states: Vec<String>,
}

/// What a report was made from. Every file carries it, so that
/// [`crate::verify`] can say whether the file is what its inputs give. Hashes
/// are those of [`crate::hash::hash`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Provenance {
    /// The program's version.
    pub program: String,
    pub form_id: String,
    pub body_id: String,
    /// Hash of the form's file.
    pub form: String,
    /// Hash of the answers' file.
    pub answers: String,
    /// Hash of the body's entry in the register.
    pub body: String,
    /// One hash over the layout's files and the theme as it was used.
    pub layout: String,
    /// What the command line asked of the files: [`crate::pdf::Export`].
    pub options: String,
}

impl Provenance {
    /// Its values, each under the name that files give it.
    pub fn entries(&self) -> Vec<(String, String)> {
        let json = serde_json::to_value(self).unwrap_or_default();
        let entries = json.as_object().into_iter().flatten();
        entries
            .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
            .collect()
    }

    /// From such entries; nothing where one is missing.
    pub fn from_entries(entries: impl IntoIterator<Item = (String, String)>) -> Option<Self> {
        let entries = entries.into_iter().map(|(name, value)| (name, value.into()));
        serde_json::from_value(serde_json::Value::Object(entries.collect())).ok()
    }
}

/// What the files say about themselves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Properties {
    pub title: String,
    pub subject: String,
    pub author: String,
    pub keywords: Vec<String>,
    /// YYYY-MM-DD.
    pub date: Option<String>,
    pub diary_number: String,
    pub body: String,
    pub body_id: String,
    pub form: String,
    /// Name of the written files, without ending.
    pub file_name: String,
}

/// A line of the cover; its look is the theme's cover line of the same place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoverLine {
    pub text: String,
    /// It may have words that are wider than the line.
    pub long_words: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunningHeader {
    pub left: Vec<HeaderPiece>,
    pub right: Vec<HeaderPiece>,
    /// It may have words that are wider than one half of it.
    pub long_words: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", content = "text", rename_all = "snake_case")]
pub enum HeaderPiece {
    Text(String),
    /// The page's number.
    Page,
    /// The number of pages.
    Pages,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    pub number: String,
    pub heading: String,
    /// It may have words that are wider than their lines. A layout looks at
    /// every word then.
    pub long_words: bool,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading of the second level.
    Heading {
        text: String,
    },
    Text {
        role: Role,
        text: RichText,
        /// The answer that it is, where it is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        field: Option<Field>,
    },
    Matrix(Matrix),
}

/// An answer's place in the answers file, by which an edited Word file finds
/// its way back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// JSON Pointer below `/answers`: `/implementering`.
    pub path: String,
    /// What it is called before people.
    pub title: String,
}

/// Whose text it is, and so how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Instruction,
    Question,
    Answer,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Matrix {
    /// Title and description for those who do not see it.
    pub title: String,
    pub summary: String,
    /// Widths in points, the strategy's first.
    pub columns: Vec<f64>,
    /// How many of them the development label spans, and the text beside it.
    pub label_columns: usize,
    pub development_columns: usize,
    pub heads: Vec<ColumnHead>,
    /// The heads may be as high as half a page: [`Row::tall`].
    pub tall_heads: bool,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnHead {
    /// The scale's word for it.
    pub id: String,
    pub label: String,
    pub short: String,
    /// A colour of the theme.
    pub colour: String,
    /// What marks the column where it is chosen.
    pub symbol: String,
}

/// A strategy, its mark, and the development text below.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The strategy's JSON Pointer below `/answers`: `/strategier-alla/4`.
    pub path: String,
    pub number: String,
    pub strategy: String,
    pub mark: Mark,
    pub label: String,
    pub development: RichText,
    /// Some status of it calls for a date.
    #[serde(skip)]
    pub asks_date: bool,
    /// It may be higher than a page, for all that its letters tell. A layout
    /// that keeps rows whole measures it.
    pub tall: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Mark {
    /// The column chosen, counted from 0, the sign that stands in it, and what
    /// is read aloud for the sign.
    Chosen { column: usize, symbol: String, alternative: String },
    /// Words across all columns: not applicable, not answered.
    Said { text: String },
    /// None yet.
    Open,
}
