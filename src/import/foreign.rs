//! What comes back beside Word files: each file is told of, with what to do.

use std::path::Path;

use super::document::Document;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::hash::hash;
use crate::job::Failure;

/// Reads a Word file.
///
/// # Errors
/// It cannot be read, or it is no Word file; what it is instead is told.
pub fn read_document(file: &Path) -> Result<Document, Failure> {
    Ok(read_with_hash(file)?.0)
}

/// The same, with the hash of the file.
///
/// # Errors
/// As [`read_document`].
pub(crate) fn read_with_hash(file: &Path) -> Result<(Document, String), Failure> {
    let refused = |reason| {
        let diagnostic = Diagnostic::general(Code::NotWord)
            .with("file", file.display().to_string())
            .with("reason", reason);
        Failure::from(Problems::from(diagnostic))
    };
    // A pipe would be waited for.
    if let Ok(known) = std::fs::metadata(file)
        && !known.is_file()
    {
        return Err(refused(match (known.is_dir(), file.is_symlink()) {
            (true, true) => "folder-link",
            (true, false) => "folder",
            (false, _) => "no-file",
        }));
    }
    let bytes = super::read_file(file)?;
    let (by_content, hash) = (kind_of(&bytes), hash(&bytes));
    let document = Document::read(bytes).map_err(|refusal| {
        refused(by_content.or_else(|| kind_named(file)).unwrap_or(refusal.id()))
    })?;
    Ok((document, hash))
}

/// What messages call a file that begins like this, whatever its name is.
fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    let start = &bytes[..bytes.len().min(LONGEST_START)];
    let holds = |words: &[u8]| start.windows(words.len()).any(|window| window == words);
    match start {
        [b'%', b'P', b'D', b'F', ..] => Some("pdf"),
        [b'{', b'\\', b'r', b't', b'f', ..] => Some("rtf"),
        [b'P', b'K', 3, 4, ..] if holds(b"application/vnd.oasis.opendocument.text") => Some("odt"),
        _ => None,
    }
}

/// An archive names its first file, and what kind that says it is, so far in.
const LONGEST_START: usize = 100;

/// What messages call a file with such a name.
fn kind_named(file: &Path) -> Option<&'static str> {
    let ending = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let kind = KINDS.iter().find(|(_, endings)| endings.contains(&ending.as_str()));
    kind.map(|(kind, _)| *kind)
}

/// Endings of files that are none of Word's today, by what messages call them.
const KINDS: [(&str, &[&str]); 10] = [
    ("old", &["doc", "dot"]),
    ("odt", &["odt", "ott", "fodt"]),
    ("rtf", &["rtf"]),
    ("pdf", &["pdf"]),
    ("mail", &["eml", "msg", "mbox"]),
    ("archive", &["zip", "7z", "rar", "tar", "gz", "tgz"]),
    ("pages", &["pages"]),
    ("foreign", &["wpd", "wps", "wri", "sxw", "lwp"]),
    ("text", &["txt", "md", "htm", "html", "mht", "mhtml", "xml", "csv"]),
    (
        "other",
        &[
            "odg", "odp", "ods", "xls", "xlsx", "xlsm", "ppt", "pptx", "xps", "oxps", "jpg",
            "jpeg", "png", "gif", "tif", "tiff", "heic", "svg",
        ],
    ),
];

/// Whether a file in a folder is certainly no report that somebody sent: answers and
/// what else is JSON, the copies that imports keep of them, hidden files, those
/// that Word and LibreOffice keep beside a file that is open, and what Windows
/// keeps in folders.
pub fn is_no_report(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_copy = name
        .rsplit_once(".json.bak")
        .is_some_and(|(_, number)| number.chars().all(|digit| digit.is_ascii_digit()));
    is_copy
        || name.ends_with(".json")
        || name.starts_with('.')
        || name.starts_with("~$")
        || ["thumbs.db", "desktop.ini"].contains(&&*name)
}
