//! Layouts that extend the built-in one and change a file of it.

use std::fs;

use super::{Workshop, project};

/// A file of the built-in layout.
pub fn built_in(file: &str) -> String {
    fs::read_to_string(project().join("layouts/goteborg").join(file)).expect("the layout")
}

/// A workshop with a layout `egen`, in whose `file` other words stand than in
/// the built-in one's.
pub fn with_file(file: &str, changes: &[(&str, &str)]) -> Workshop {
    let workshop = Workshop::new();
    let mut text = built_in(file);
    for (from, to) in changes {
        assert!(text.contains(from), "{from} in {file}");
        text = text.replace(from, to);
    }
    let folder = workshop.path("layouts/egen");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("theme.json"), r#"{"extends": "goteborg"}"#).expect("a file");
    fs::write(folder.join(file), text).expect("a file");
    workshop
}
