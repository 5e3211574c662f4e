//! The theme: every measure, colour and text of a layout, from `theme.json`.
//! One theme drives both the Typst pages and the Word file.

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
    /// sets single lines. Read from the font itself.
    #[serde(skip_deserializing, default)]
    #[schemars(skip)]
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

/// Declares the texts once: a theme has them all, and a form may have its own.
macro_rules! texts {
    ($($(#[doc = $doc:literal])* $name:ident;)*) => {
        /// The texts of the reports that the form does not hold; all are patterns.
        #[derive(Debug, Clone, Deserialize, JsonSchema, Serialize)]
        #[serde(deny_unknown_fields)]
        pub struct Texts {
            $($(#[doc = $doc])* pub $name: String,)*
            /// Keywords in the files' properties.
            pub keywords: Vec<String>,
            /// In a Word form to fill in, what chooses the date, and what says
            /// that a strategy is not applicable or not answered; without them
            /// nothing does.
            #[serde(default)]
            pub date_prompt: Option<String>,
            #[serde(default)]
            pub state_prompt: Option<String>,
        }

        impl Texts {
            /// All but the keywords, by name; a theme may lack the last.
            pub const NAMES: &[&str] =
                &[$(stringify!($name),)* "date_prompt", "state_prompt"];

            pub fn get(&self, name: &str) -> Option<&str> {
                match name {
                    $(stringify!($name) => Some(&self.$name),)*
                    "date_prompt" => self.date_prompt.as_deref(),
                    "state_prompt" => self.state_prompt.as_deref(),
                    _ => None,
                }
            }
        }

        /// A form's own words in the place of the layout's, where it has any;
        /// all are patterns.
        #[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct OwnTexts {
            $($(#[doc = $doc])* #[serde(default)] pub $name: Option<String>,)*
            #[serde(default)]
            pub date_prompt: Option<String>,
            #[serde(default)]
            pub state_prompt: Option<String>,
            /// The running header, which knows `{{page}}` and `{{pages}}`.
            #[serde(default)]
            pub header_left: Option<String>,
            #[serde(default)]
            pub header_right: Option<String>,
        }

        impl OwnTexts {
            pub fn get(&self, name: &str) -> Option<&str> {
                match name {
                    $(stringify!($name) => self.$name.as_deref(),)*
                    "date_prompt" => self.date_prompt.as_deref(),
                    "state_prompt" => self.state_prompt.as_deref(),
                    "header_left" => self.header_left.as_deref(),
                    "header_right" => self.header_right.as_deref(),
                    _ => None,
                }
            }
        }
    };
}

texts! {
    /// Name of the written files, without ending.
    file_name;
    /// Title, subject and author in the files' properties.
    document_title;
    subject;
    author;
    not_answered;
    not_applicable;
    /// Where an answer or a development text of the Word file is empty.
    answer_prompt;
    development_prompt;
    /// Above the list of contents of the web page.
    contents;
    /// Instead of a matrix of which the body is asked nothing.
    not_designated;
    /// After a development text that names a date; knows `{{expected}}`.
    expected;
    /// A strategy's status where the matrix is linear; knows `{{status}}`.
    status;
    /// What is read aloud for a mark; knows `{{status}}`.
    mark_alternative;
    /// A matrix's title and description, for those who do not see it; know
    /// `{{section}}` and `{{heading}}`.
    matrix_title;
    matrix_summary;
}

/// A length in points; written as `11pt`, `40mm` or `2.5cm`.
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Length(pub f64);

impl Length {
    fn parse(text: &str) -> Option<Self> {
        let unit_start = text.find(|c: char| c.is_ascii_alphabetic())?;
        let (number, unit) = text.split_at(unit_start);
        let points = match unit {
            "pt" => 1.0,
            "mm" => 72.0 / 25.4,
            "cm" => 72.0 / 2.54,
            _ => return None,
        };
        let number: f64 = number.trim().parse().ok()?;
        (number.is_finite() && (0.0..=10_000.0).contains(&number)).then_some(Self(number * points))
    }
}

impl JsonSchema for Length {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Length".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "title": "length",
            "pattern": r"^(\d{1,4}(\.\d+)?|10000) *(pt|mm|cm)$",
            "description": "A length: `11pt`, `40mm` or `2.5cm`.",
        })
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            D::Error::custom(format!("`{text}` is not a length such as `11pt`, `40mm` or `2.5cm`"))
        })
    }
}

/// A colour as `#RRGGBB`; black where none is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Colour(String);

impl Colour {
    /// Six hexadecimal digits, as Word writes colours.
    pub fn hex(&self) -> &str {
        &self.0[1..]
    }
}

impl Default for Colour {
    fn default() -> Self {
        Self("#000000".to_owned())
    }
}

impl JsonSchema for Colour {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Colour".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "title": "colour",
            "pattern": "^#[0-9A-Fa-f]{6}$",
            "description": "A colour as red, green and blue: `#E2EFDA`.",
        })
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text.strip_prefix('#').unwrap_or_default();
        if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            Ok(Self(text.to_uppercase()))
        } else {
            Err(D::Error::custom(format!("`{text}` is not a colour such as `#E2EFDA`")))
        }
    }
}
