//! Paths that hold wherever the program is run: from the output folder to the
//! answers, with `/` on every system.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

/// The path that all paths to the same file share. What is not there yet is
/// taken as it is written, below the folders that are.
pub fn real(path: &Path) -> PathBuf {
    if let Ok(path) = path.canonicalize() {
        return path;
    }
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => real(folder).join(name),
        _ => path,
    }
}

/// The whole path to a folder or file, with its links left as they are.
pub fn whole(path: &Path) -> PathBuf {
    let mut found = PathBuf::new();
    for component in std::path::absolute(path).unwrap_or_default().components() {
        match component {
            Component::ParentDir => {
                // Above a link lies what is above its target.
                found = real(&found);
                found.pop();
            }
            Component::CurDir => {}
            component => found.push(component),
        }
    }
    found
}

/// A path as people in this folder would write it.
pub fn shown(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(real(&here)).unwrap_or(path).to_owned()
}

/// Knows the way from the output folder.
#[derive(Debug)]
pub struct Whereabouts {
    out: PathBuf,
    /// The whole paths of folders that were asked for.
    folders: HashMap<PathBuf, PathBuf>,
}

impl Whereabouts {
    pub fn of(out: &Path) -> Self {
        Self { out: real(out), folders: HashMap::new() }
    }

    /// The way to a file; nothing where it cannot be written down.
    pub fn way_to(&mut self, file: &Path) -> Option<String> {
        let folder = file.parent().unwrap_or(Path::new(""));
        if !self.folders.contains_key(folder) {
            self.folders.insert(folder.to_owned(), whole(&folder.join(".")));
        }
        let file = self.folders.get(folder)?.join(file.file_name()?);
        way(&self.out, &file)
    }

    /// The file that a way leads to.
    pub fn file(&self, way: &str) -> PathBuf {
        let mut path = self.out.clone();
        for component in Path::new(way).components() {
            match component {
                Component::ParentDir => {
                    path.pop();
                }
                Component::CurDir => {}
                component => path.push(component),
            }
        }
        path
    }
}

/// From one folder to a file, both by their whole paths.
fn way(from: &Path, to: &Path) -> Option<String> {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        // Another drive.
        return to.to_str().map(str::to_owned);
    }
    let up = from.components().skip(shared).map(|_| Some(".."));
    let down = to.components().skip(shared).map(|component| component.as_os_str().to_str());
    let parts: Option<Vec<&str>> = up.chain(down).collect();
    Some(parts?.join("/"))
}
