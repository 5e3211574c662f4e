//! The theme: every measure, colour and text of a layout, from `theme.json`.
//! One theme drives both the Typst pages and the Word file.

mod measures;
mod texts;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use measures::{Colour, Length};
pub use texts::{OwnTexts, Texts};

/// What `theme.json` holds. Serialised again, with lengths as numbers of
/// points, it is what the Typst files read.
#[derive(Debug, Clone, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    #[serde(rename = "$schema", default, skip_serializing)]
    pub schema: Option<String>,
    /// Another layout, whose files and settings hold where this has none.
    #[serde(default, skip_serializing)]
    pub extends: Option<String>,
    /// A Word template in the layout's folder, `.docx` or `.dotx`, whose look
    /// the Word file takes: styles, page, headers and footers.
    #[serde(default, skip_serializing)]
    pub template: Option<String>,
    /// BCP 47 tag of the language that the theme's own texts are in.
    #[serde(default, skip_serializing)]
    pub language: Option<String>,
    pub page: Page,
    pub fonts: Fonts,
    pub cover: Vec<CoverLine>,
    /// A picture at the head of the cover.
    #[serde(default)]
    pub logo: Option<Logo>,
    pub running_header: RunningHeader,
    pub styles: Styles,
    pub lists: Lists,
    pub matrix: MatrixTheme,
    /// Light tints, by the names that scales use.
    pub colours: IndexMap<String, Colour>,
    #[serde(skip_serializing)]
    pub texts: Texts,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    pub width: Length,
    pub height: Length,
    pub top: Length,
    pub bottom: Length,
    pub left: Length,
    pub right: Length,
    /// From the page's top edge to the running header.
    pub header: Length,
}

impl Page {
    /// The width between the margins, in points.
    pub fn text_width(&self) -> f64 {
        self.width.0 - self.left.0 - self.right.0
    }

    /// The height between the margins, in points.
    pub fn text_height(&self) -> f64 {
        self.height.0 - self.top.0 - self.bottom.0
    }
}

#[derive(Debug, Clone, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fonts {
    /// For running text.
    pub text: Font,
    /// For headings, headers and tables.
    pub display: Font,
}

impl Fonts {
    /// The advances of letters, by the font's role.
    pub fn letters(&self) -> IndexMap<&'static str, &Letters> {
        [("text", &self.text.letters), ("display", &self.display.letters)].into_iter().collect()
    }

    pub fn get(&self, role: FontRole) -> &Font {
        match role {
            FontRole::Text => &self.text,
            FontRole::Display => &self.display,
        }
    }
}

#[derive(Debug, Clone, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Font {
    /// The family that the PDF embeds.
    pub family: String,
    /// The family of the same widths that the Word file names.
    pub word: String,
    /// From baseline to the line's top and bottom, in font sizes, as Word
    /// sets single lines. Read from the font itself, whatever stands here.
    #[serde(default, deserialize_with = "unread")]
    #[schemars(with = "serde_json::Value")]
    pub edges: Edges,
    /// Advances of letters, in font sizes; read from the font as well. Typst has
    /// them in a file of their own: it reads the theme again and again.
    #[serde(skip)]
    #[schemars(skip)]
    pub letters: Letters,
}

#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Edges {
    pub top: f64,
    pub bottom: f64,
}

fn unread<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Edges, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| Edges::default())
}

/// Advances of letters in font sizes, by code point; 0 where the font has none.
/// Typst reads them by letter.
#[derive(Debug, Clone, Default)]
pub struct Letters(pub Vec<f64>);

impl Letters {
    /// As wide as letters are, but for a few that no word is made of.
    pub const WIDEST: f64 = 1.05;

    /// How wide a word is. A letter that is not listed is taken for a wide one.
    pub fn width_of(&self, word: &str) -> f64 {
        let known = |letter| self.0.get(letter as usize).copied().filter(|width| *width > 0.0);
        word.chars().map(|letter| known(letter).unwrap_or(Self::WIDEST)).sum()
    }

    pub fn blank(&self) -> f64 {
        self.width_of(" ")
    }
}

impl Serialize for Letters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let letters = (0..).map_while(char::from_u32).zip(&self.0);
        serializer.collect_map(letters.filter(|(letter, width)| *letter > ' ' && **width > 0.0))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FontRole {
    #[default]
    Text,
    Display,
}

/// How a paragraph looks.
#[derive(Debug, Clone, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    pub font: FontRole,
    pub size: Length,
    #[serde(default)]
    pub bold: bool,
    #[serde(default)]
    pub colour: Colour,
    /// Space above and below.
    #[serde(default)]
    pub before: Length,
    #[serde(default)]
    pub after: Length,
    /// Narrower than the column by this much at the right.
    #[serde(default)]
    pub right: Length,
    /// How far lines after the first are indented.
    #[serde(default)]
    pub hanging: Length,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Styles {
    pub heading_1: Style,
    pub heading_2: Style,
    pub instruction: Style,
    pub question: Style,
    pub answer: Style,
    pub matrix_head: Style,
    pub matrix_strategy: Style,
    pub matrix_mark: Style,
    pub matrix_label: Style,
    pub matrix_development: Style,
}

impl Styles {
    /// Each with its key in the theme.
    pub fn by_name(&self) -> [(&'static str, &Style); 10] {
        [
            ("heading_1", &self.heading_1),
            ("heading_2", &self.heading_2),
            ("instruction", &self.instruction),
            ("question", &self.question),
            ("answer", &self.answer),
            ("matrix_head", &self.matrix_head),
            ("matrix_strategy", &self.matrix_strategy),
            ("matrix_mark", &self.matrix_mark),
            ("matrix_label", &self.matrix_label),
            ("matrix_development", &self.matrix_development),
        ]
    }
}

/// One line of the cover. (A flattened struct cannot refuse unknown keys, so
/// the fields of [`Style`] are written out.)
#[derive(Debug, Clone, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CoverLine {
    /// A pattern.
    #[serde(skip_serializing)]
    pub text: String,
    #[serde(default)]
    pub role: CoverRole,
    pub font: FontRole,
    pub size: Length,
    #[serde(default)]
    pub bold: bool,
    #[serde(default)]
    pub colour: Colour,
    #[serde(default)]
    pub before: Length,
    #[serde(default)]
    pub after: Length,
}

impl CoverLine {
    pub fn style(&self) -> Style {
        Style {
            font: self.font,
            size: self.size,
            bold: self.bold,
            colour: self.colour.clone(),
            before: self.before,
            after: self.after,
            right: Length::default(),
            hanging: Length::default(),
        }
    }
}

/// What a line of the cover is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverRole {
    #[default]
    Line,
    /// The document's title.
    Title,
}

/// A PNG or JPEG file in the layout's folder.
#[derive(Debug, Clone, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Logo {
    pub file: String,
    pub width: Length,
    pub height: Length,
    /// What it shows, for those who do not see it.
    pub alternative: String,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RunningHeader {
    /// Patterns, with `{{page}}` and `{{pages}}` as well.
    #[serde(skip_serializing)]
    pub left: String,
    #[serde(skip_serializing)]
    pub right: String,
    pub font: FontRole,
    pub size: Length,
    /// Width of the line under the header; none where 0.
    #[serde(default)]
    pub rule: Length,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    pub bullet: ListTheme,
    pub dash: ListTheme,
    pub number: NumberedListTheme,
}

impl Lists {
    /// How far the text of each sort stands from the margin, with its key.
    pub fn hanging_by_name(&self) -> [(&'static str, Length); 3] {
        [
            ("bullet", self.bullet.hanging),
            ("dash", self.dash.hanging),
            ("number", self.number.hanging),
        ]
    }
}

#[derive(Debug, Clone, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ListTheme {
    pub marker: String,
    /// How far the text stands from the margin; 0 sets the marker and a space
    /// into the first line.
    pub hanging: Length,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NumberedListTheme {
    pub hanging: Length,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixTheme {
    /// No table: each strategy is a heading with its status and text below.
    #[serde(default, skip_serializing)]
    pub linear: bool,
    /// Whether the Word file's matrix has merged cells, as the PDF's has: a row
    /// below each strategy for its development text. Without, that text stands
    /// below the strategy's words, for Word's accessibility checker.
    #[serde(default, skip_serializing)]
    pub merged_cells: bool,
    /// Whether the column heads stand on every page of the matrix.
    pub repeat_header: bool,
    #[serde(skip_serializing)]
    pub strategy: Length,
    /// Widths for a scale of as many options; any other scale shares the sum.
    #[serde(skip_serializing)]
    pub statuses: Vec<Length>,
    /// Other widths, by part.
    #[serde(default, skip_serializing)]
    pub parts: IndexMap<String, ColumnWidths>,
    /// How many columns the development label spans, the strategy's among them;
    /// the development text has the rest.
    #[serde(skip_serializing)]
    pub label_columns: usize,
    pub padding_x: Length,
    pub padding_y: Length,
    pub rule: Length,
    pub rule_colour: Colour,
    /// From the page's left edge to the table's.
    pub left: Length,
    /// Space above the matrix.
    pub before: Length,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnWidths {
    pub strategy: Length,
    pub statuses: Vec<Length>,
}

impl MatrixTheme {
    /// Column widths in points of a matrix in `part` with so many statuses.
    pub fn columns(&self, part: &str, statuses: usize) -> Vec<f64> {
        let (strategy, widths) = match self.parts.get(part) {
            Some(own) => (own.strategy, &own.statuses),
            None => (self.strategy, &self.statuses),
        };
        let shared = widths.iter().map(|w| w.0).sum::<f64>() / statuses.max(1) as f64;
        let status = |i: usize| if widths.len() == statuses { widths[i].0 } else { shared };
        std::iter::once(strategy.0).chain((0..statuses).map(status)).collect()
    }
}
