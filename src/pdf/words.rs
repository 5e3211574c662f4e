//! What Typst says of a layout, sorted by what went wrong, so that it can be
//! told in the user's language; Typst itself speaks English only.

/// A word that the catalogues know, for what Typst's message is about.
pub(super) fn kind(message: &str) -> &'static str {
    let begins = |starts: &[&str]| starts.iter().any(|start| message.starts_with(start));
    match message {
        _ if begins(&["PDF/", "invalid PDF"]) => "standard",
        _ if begins(&["unknown variable"]) => "unknown-name",
        _ if begins(&["file not found"]) && message.contains("typst.toml") => "package",
        _ if begins(&["package"]) => "package",
        _ if begins(&["file not found", "failed to load file"]) => "no-file",
        _ if begins(&["unknown font family"]) => "no-font",
        _ if begins(&["unexpected argument", "missing argument"]) => "arguments",
        _ if begins(&["panicked", "assertion failed"]) => "stopped",
        _ if begins(&["condition is always true", "loop seems to be infinite"]) => "endless",
        _ if begins(&["maximum "]) => "too-deep",
        _ if begins(&["label "]) => "no-label",
        _ if begins(&["dictionary does not contain", "array index out"]) => "no-field",
        _ if message.contains("has no method") || message.contains("does not contain field") => {
            "no-field"
        }
        _ if begins(&["expected "]) && message.contains(", found ") => "value",
        _ if begins(&["expected ", "unexpected ", "unclosed ", "the character "]) => "code",
        _ => "value",
    }
}
