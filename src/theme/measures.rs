//! Lengths and colours, as `theme.json` writes them.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// A length in points; written as `11pt`, `40mm` or `2.5cm`, or as a number of
/// points, which is how Typst reads it.
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
        Self::possible(number).map(|number| Self(number.0 * points))
    }

    fn possible(number: f64) -> Option<Self> {
        (0.0..=10_000.0).contains(&number).then_some(Self(number))
    }
}

impl JsonSchema for Length {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Length".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "number"],
            "title": "length",
            "pattern": r"^(\d{1,4}(\.\d+)?|10000) *(pt|mm|cm)$",
            "minimum": 0,
            "maximum": 10_000,
            "description": "A length: `11pt`, `40mm` or `2.5cm`, or a number of points.",
        })
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Points(f64),
    Text(String),
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (length, written) = match Written::deserialize(deserializer)? {
            Written::Points(points) => (Self::possible(points), points.to_string()),
            Written::Text(text) => (Self::parse(&text), text),
        };
        length.ok_or_else(|| {
            let like = "a length such as `11pt`, `40mm` or `2.5cm`";
            D::Error::custom(format!("`{written}` is not {like}"))
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
