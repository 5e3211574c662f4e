//! The languages that messages are in.

use super::Messages;

impl Messages {
    /// Whether messages can be in that language: `sv`, `sv-SE`, `en_GB.UTF-8`.
    pub(crate) fn have(language: &str) -> bool {
        is_of(language, "sv") || is_of(language, "en")
    }
}

/// Whether a language is that one, of whatever region.
pub(super) fn is_of(language: &str, tag: &str) -> bool {
    let own = language.split(['-', '_', '.']).next().unwrap_or_default();
    own.eq_ignore_ascii_case(tag)
}
