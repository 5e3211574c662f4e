//! The files that a run reads: no report is ever written over one of them,
//! whatever the command line allows.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic};
use crate::output::folded;
use crate::whereabouts::real;

/// What is read, as far as it could be written over in one folder.
#[derive(Debug)]
pub(crate) struct ReadFiles {
    out: PathBuf,
    files: HashSet<PathBuf>,
    /// The names, [`folded`], of those that lie in the folder itself.
    names: HashSet<String>,
}

impl ReadFiles {
    /// Of files that may be named in many ways, for the folder `out`.
    pub fn new<'a>(out: &Path, files: impl IntoIterator<Item = &'a Path>) -> Self {
        let mut folders = HashMap::new();
        let mut read = Self { out: real(out), files: HashSet::new(), names: HashSet::new() };
        for path in files {
            let file = real_file(path, &mut folders);
            if file.parent() == Some(&read.out) {
                read.names.insert(folded(&file.file_name().unwrap_or_default().to_string_lossy()));
            }
            read.files.insert(file);
        }
        read
    }

    /// Whether what is written to that name in the folder is written over one
    /// of the files, by a link if need be.
    fn holds(&self, name: &str) -> bool {
        let path = self.out.join(name);
        !self.names.is_empty() && self.names.contains(&folded(name))
            || path.is_symlink() && self.files.contains(&real(&path))
    }

    /// Why nothing is to be written to that name in `out`, where it is so.
    pub fn refusal(&self, out: &Path, name: &str) -> Option<Diagnostic> {
        self.holds(name).then(|| refusal(&out.join(name)))
    }
}

/// Why nothing is to be written to `path`, if it is one of the files that are
/// read.
pub(crate) fn is_read<'a>(
    path: &Path,
    files: impl IntoIterator<Item = &'a Path>,
) -> Option<Diagnostic> {
    let written = real(path);
    files.into_iter().any(|file| real(file) == written).then(|| refusal(path))
}

fn refusal(path: &Path) -> Diagnostic {
    Diagnostic::general(Code::OverwritesInput).with("file", path.display().to_string())
}

/// [`real`], with the folders that have been asked for already: there may be
/// many files, and they lie in few folders.
fn real_file(path: &Path, folders: &mut HashMap<PathBuf, PathBuf>) -> PathBuf {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return real(path) };
    if path.is_symlink() {
        return real(path);
    }
    if !folders.contains_key(folder) {
        folders.insert(folder.to_owned(), real(&folder.join(".")));
    }
    folders[folder].join(name)
}
