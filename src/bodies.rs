//! The register of bodies: who can be asked, as read from `bodies.json`.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bodies {
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// By readable id: `utbildningsnamnden`.
    pub bodies: IndexMap<String, Body>,
}

/// A board or a company board.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    pub name: String,
    pub genitive: String,
    pub kind: BodyKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// Nämnd.
    Board,
    /// Styrelse of a municipal company.
    Company,
}
