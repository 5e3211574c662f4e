//! The form: what the issuer asks, as read from `form.json`.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::theme::OwnTexts;

/// A form. Its parts become the sections of the report.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Form {
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// Readable id, the same as its folder's name: `trygghet-2023`.
    pub id: String,
    /// Answers to another version are refused.
    #[serde(default)]
    pub version: Option<String>,
    /// BCP 47 tag of the report's language.
    pub language: String,
    /// Name of the layout that shows the report.
    pub layout: String,
    pub title: String,
    /// The municipality or group that the bodies belong to.
    pub organisation: String,
    /// Who sends the form and compiles the answers.
    pub issuer: String,
    /// The document's date where the answers give none, as YYYY-MM-DD.
    #[serde(default)]
    pub date: Option<String>,
    #[serde(default)]
    pub keywords: Vec<String>,
    pub diary_number: DiaryNumber,
    /// Words in the place of the layout's: the form's own for “Ej aktuellt” and
    /// the like.
    #[serde(default)]
    pub texts: OwnTexts,
    /// The headings above instructions, questions and answers.
    pub headings: Headings,
    /// Status scales, by id.
    #[serde(default)]
    pub scales: IndexMap<String, Scale>,
    pub parts: Vec<Part>,
}

/// How the organisation writes its diary numbers.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiaryNumber {
    /// Printed before the number: `Dnr`, `Ärendenummer`.
    pub label: String,
    /// `#` is a digit, `YYYY` and `YY` the year, all else stands for itself.
    pub pattern: String,
    /// A number of that pattern, for messages.
    pub example: String,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Headings {
    pub instruction: String,
    pub question: String,
    pub answer: String,
}

/// The ordered options of a status matrix.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    pub title: String,
    /// Stands beside every development text.
    pub development_label: String,
    pub options: Vec<StatusOption>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusOption {
    /// The word that answers use: `enligt`.
    pub id: String,
    /// The column head.
    pub label: String,
    /// A few words for lists and for listeners.
    pub short: String,
    /// A colour that the theme defines.
    pub colour: String,
    /// What marks the chosen column.
    #[serde(default = "x")]
    pub symbol: String,
    pub development: Development,
    /// Whether the answer should say when the work is expected to be done.
    #[serde(default)]
    pub date: Expectation,
}

fn x() -> String {
    "x".to_owned()
}

/// Whether a status calls for a development text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Development {
    /// There is nothing to develop; a text is told of.
    None,
    Optional,
    /// A text, or a reason why there is none.
    Expected,
}

/// Whether something that may be given should be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Expectation {
    #[default]
    Optional,
    Expected,
}

/// A numbered part of the form.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The key of this part's answers.
    pub id: String,
    pub heading: String,
    /// In the order of the page.
    pub content: Vec<Item>,
}

/// One thing in a part. Written `{"instruction": "…"}` and so on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    Instruction(String),
    Question(Question),
    Matrix(Matrix),
}

/// A question that is answered in text.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The key of its answer, in a part that asks more than this.
    #[serde(default)]
    pub id: Option<String>,
    /// Instead of the form's own heading for questions.
    #[serde(default)]
    pub heading: Option<String>,
    pub text: String,
}

/// A status matrix: one row per strategy, one column per option of the scale.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    /// Id of one of the form's scales.
    pub scale: String,
    pub strategies: Vec<Strategy>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Strategy {
    /// The form's own number, as printed: `13`.
    pub number: String,
    pub text: String,
    /// Instead of the scale's own label.
    #[serde(default)]
    pub development_label: Option<String>,
    /// The bodies that must answer; every body where absent.
    #[serde(default)]
    pub designated: Option<Vec<String>>,
    /// The text is not known yet; no report may show it.
    #[serde(default)]
    pub placeholder: bool,
}

impl Part {
    /// The question whose answer is the part's whole answer, a plain text.
    pub fn only_question(&self) -> Option<&Question> {
        self.content.iter().find_map(|item| match item {
            Item::Question(question) if question.id.is_none() => Some(question),
            Item::Question(_) | Item::Instruction(_) | Item::Matrix(_) => None,
        })
    }
}

impl Strategy {
    pub fn is_asked_of(&self, body: &str) -> bool {
        self.designated.as_ref().is_none_or(|bodies| bodies.iter().any(|b| b == body))
    }
}

impl DiaryNumber {
    /// Whether `number` follows the pattern.
    pub fn accepts(&self, number: &str) -> bool {
        self.match_pattern(number).is_some()
    }

    /// The year that `number` holds, with two-digit years in this century.
    pub fn year(&self, number: &str) -> Option<u16> {
        self.match_pattern(number).flatten()
    }

    /// The pattern as a regular expression (ECMA-262, as JSON Schema has them).
    pub fn expression(&self) -> String {
        let mut expression = "^".to_owned();
        let mut rest = self.pattern.as_str();
        while let Some(sign) = rest.chars().next() {
            let year = ["YYYY", "YY"].into_iter().find(|year| rest.starts_with(year));
            match (year, sign) {
                (Some(year), _) => expression.push_str(&format!("[0-9]{{{}}}", year.len())),
                (None, '#') => expression.push_str("[0-9]"),
                (None, sign) if sign.is_alphanumeric() || !sign.is_ascii() => expression.push(sign),
                (None, ' ' | '-' | ':' | '_' | '"' | '\'') => expression.push(sign),
                (None, sign) => expression.extend(['\\', sign]),
            }
            rest = &rest[year.map_or(sign.len_utf8(), str::len)..];
        }
        expression + "$"
    }

    fn match_pattern(&self, number: &str) -> Option<Option<u16>> {
        let mut rest = number;
        let mut pattern = self.pattern.as_str();
        let mut year = None;
        while !pattern.is_empty() {
            let year_digits = if pattern.starts_with("YYYY") {
                4
            } else if pattern.starts_with("YY") {
                2
            } else {
                0
            };
            if year_digits > 0 {
                let digits =
                    rest.get(..year_digits).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
                let value: u16 = digits.parse().ok()?;
                year = Some(if year_digits == 2 { 2000 + value } else { value });
                rest = &rest[year_digits..];
                pattern = &pattern[year_digits..];
                continue;
            }
            let (wanted, found) = (pattern.chars().next()?, rest.chars().next()?);
            let fits = if wanted == '#' { found.is_ascii_digit() } else { wanted == found };
            if !fits {
                return None;
            }
            rest = &rest[found.len_utf8()..];
            pattern = &pattern[wanted.len_utf8()..];
        }
        rest.is_empty().then_some(year)
    }
}
