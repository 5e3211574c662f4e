//! What a session follows: the files that its reports were read from, and the
//! folders in which more of them may come to lie.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use notify::RecursiveMode;

use crate::input::{self, Rounds};
use crate::layout;
use crate::output::{self, Stamp};
use crate::whereabouts::real;

/// All paths are whole, with their links followed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Followed {
    /// Answers, forms, registers, Word templates.
    files: BTreeSet<PathBuf>,
    /// Folders that hold answers or forms, with all in them.
    inputs: BTreeSet<PathBuf>,
    /// Folders that hold files of inputs, without the folders in them.
    beside: BTreeSet<PathBuf>,
    /// Folders of layouts, in which every file counts.
    layouts: BTreeSet<PathBuf>,
    /// What is written there is no input.
    out: PathBuf,
}

/// The stamps of all files that are followed; a file that is not there has none.
pub(super) type Looks = BTreeMap<PathBuf, Option<Stamp>>;

impl Followed {
    /// What is to be followed for the answers in `paths`, and for what `rounds`
    /// have read for them.
    pub(super) fn of(paths: &[PathBuf], rounds: &Rounds, out: &Path) -> Self {
        let answers = input::find_answers(paths).files;
        let read = rounds.read_files().map(PathBuf::as_path);
        let files: BTreeSet<PathBuf> =
            answers.iter().map(PathBuf::as_path).chain(read).map(real).collect();
        let beside =
            answers.iter().map(PathBuf::as_path).chain(rounds.read_files().map(PathBuf::as_path));
        let beside = beside.map(folder_of).chain(files.iter().map(|file| folder_of(file)));
        let layouts = rounds
            .layouts()
            .flat_map(|name| layout::folders(name))
            .chain([PathBuf::from("layouts")]);
        Self {
            beside: beside.map(|folder| real(&folder)).collect(),
            files,
            inputs: paths.iter().filter(|path| path.is_dir()).map(|path| real(path)).collect(),
            layouts: layouts.filter(|folder| folder.is_dir()).map(|folder| real(&folder)).collect(),
            out: real(out),
        }
    }

    /// Whether an edit of that file can change a report.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        if self.files.contains(path) {
            return true;
        }
        let is_within = |folders: &BTreeSet<PathBuf>| {
            folders.iter().filter_map(|folder| path.strip_prefix(folder).ok()).any(|rest| {
                rest.components().all(|part| !is_private(&part.as_os_str().to_string_lossy()))
            })
        };
        let is_written =
            path.parent() == Some(&*self.out) || path.starts_with(self.out.join(".dnr"));
        let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        !is_written
            && (is_within(&self.layouts)
                || is_json && (is_within(&self.inputs) || is_within(&self.beside)))
    }

    /// The folders whose events tell of edits, the outer ones first.
    pub(super) fn folders(&self) -> Vec<(PathBuf, RecursiveMode)> {
        let whole = self.inputs.union(&self.layouts).cloned().collect::<Vec<_>>();
        let is_inner =
            |folder: &Path| whole.iter().any(|outer| folder != outer && folder.starts_with(outer));
        let beside = self
            .beside
            .iter()
            .filter(|folder| !whole.contains(folder) && !is_inner(folder) && folder.is_dir());
        let outer = whole.iter().filter(|folder| !is_inner(folder));
        let outer = outer.map(|folder| (folder.clone(), RecursiveMode::Recursive));
        outer.chain(beside.map(|folder| (folder.clone(), RecursiveMode::NonRecursive))).collect()
    }

    /// Looks at every file that is followed, for who is not told of edits: on
    /// network shares, behind links, in folders that come later.
    pub(super) fn look(&self, paths: &[PathBuf]) -> Looks {
        let mut looks = Looks::new();
        // What cannot be read now is looked for again the next time.
        let answers = input::find_answers(paths).files;
        let mut add = |path: PathBuf| {
            let stamp = output::stamp(&path).ok().flatten();
            looks.insert(path, stamp);
        };
        answers.iter().map(|path| real(path)).chain(self.files.iter().cloned()).for_each(&mut add);
        for folder in self.inputs.union(&self.layouts) {
            walk(folder, &mut |path| {
                if self.concerns(&path) {
                    add(path);
                }
            });
        }
        looks
    }
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).join(".")
}

/// The files of editors and of version control.
fn is_private(name: &str) -> bool {
    name.starts_with(['.', '~', '#']) || name.ends_with('~')
}

/// All files in the folder and its folders, but for links to folders, which may
/// lead round in a circle.
fn walk(folder: &Path, add: &mut impl FnMut(PathBuf)) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        let Ok(kind) = entry.file_type() else { continue };
        if is_private(&entry.file_name().to_string_lossy()) {
            continue;
        }
        if kind.is_dir() {
            walk(&entry.path(), add);
        } else {
            add(entry.path());
        }
    }
}

/// The files that differ between two looks.
pub(super) fn differences(before: &Looks, now: &Looks) -> Vec<PathBuf> {
    let changed = now.iter().filter(|(path, stamp)| before.get(*path) != Some(*stamp));
    let gone = before.keys().filter(|path| !now.contains_key(*path));
    changed.map(|(path, _)| path).chain(gone).cloned().collect()
}
