//! A report as a project of Typst's own tools, which is a layout as well: what
//! the Typst files read lies beside them, and the fonts in `fonts/`.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::error::Error;
use crate::layout::Layout;
use crate::report::Report;

/// The project's files by their paths in it.
///
/// # Errors
/// None that a report gives reason to.
pub(crate) fn files(report: &Report, layout: &Layout) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    let fonts = layout.fonts.built_in_files();
    let mut files: BTreeMap<String, Vec<u8>> =
        fonts.map(|(name, bytes)| (format!("fonts/{name}"), bytes.to_vec())).collect();
    files.extend(layout.files.clone());
    let letters = serde_json::to_value(layout.theme.fonts.letters());
    let report = serde_json::to_value(report);
    let internal = |error| Error::internal("writing JSON", error);
    for (name, value) in [
        ("theme.json", layout.whole_theme()?),
        ("letters.json", letters.map_err(internal)?),
        ("report.json", report.map_err(internal)?),
        ("attachments.json", Value::Array(Vec::new())),
    ] {
        let mut text = serde_json::to_vec_pretty(&value).map_err(internal)?;
        text.push(b'\n');
        files.insert(name.to_owned(), text);
    }
    Ok(files)
}

/// What sets the pages of a project with Typst alone, as one types it.
pub(crate) fn command(folder: &Path) -> String {
    let (root, main) = (word(folder), word(&folder.join("report.typ")));
    format!("typst compile --root {root} --font-path {root} --ignore-system-fonts {main}")
}

/// The version of Typst that a project is for: `0.15`.
pub(crate) fn typst_version() -> String {
    let version = typst::utils::version();
    format!("{}.{}", version.major(), version.minor())
}

/// A path as a shell reads it: in quotes, where it has a sign that means
/// something else there.
pub(crate) fn word(path: &Path) -> String {
    let text = path.display().to_string();
    let means_itself =
        |c: char| c.is_alphanumeric() || "-_./,:+@".contains(c) || (cfg!(windows) && c == '\\');
    match text.chars().all(means_itself) {
        true => text,
        false if cfg!(windows) => format!("\"{text}\""),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}
