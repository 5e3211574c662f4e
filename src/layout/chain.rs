//! A layout's folder and those that it extends, to the end of the chain.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde_json::Value;

use super::setting::Setting;
use crate::diagnostic::{Code, Diagnostic, Place, Problems, Source, did_you_mean};
use crate::error::Error;
use crate::json::Json;
use crate::read;

static BUILT_IN: Dir = include_dir!("$CARGO_MANIFEST_DIR/layouts");

/// Contents by path within a layout.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// What was gathered of a layout.
pub(super) struct Gathered {
    pub files: Files,
    pub theme: Json,
    /// The files on the disk that it was read from.
    pub read: Vec<PathBuf>,
}

/// Where a layout lies.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Origin {
    Disk(PathBuf),
    BuiltIn(String),
}

/// The files of layout `name`, or else of those that it extends, and its theme
/// laid over theirs. What `settings` say of the layout to extend holds.
///
/// # Errors
/// The outer error is the disk's, the inner one the layouts' own.
pub(super) fn gather(
    name: &str,
    settings: &[Setting],
) -> Result<Result<Gathered, Problems>, Error> {
    let mut met: Vec<(String, Origin)> = Vec::new();
    let mut themes: Vec<Json> = Vec::new();
    let mut files = Files::new();
    let mut read = Vec::new();
    let mut next = Some((name.to_owned(), None));
    while let Some((name, place)) = next {
        // A folder that takes a built-in layout's place can build on it, and so
        // can one that extends such a folder.
        let origins = origins(&name);
        let is_new = |origin: &&Origin| met.iter().all(|(_, other)| *other != origin.real());
        let Some(origin) = origins.iter().find(is_new) else {
            return Ok(Err(lost(&name, place, &origins, &met).into()));
        };
        let own = origin.read()?;
        let mut theme = match origin.theme(&name, &own)? {
            Ok(theme) => theme,
            Err(problems) => return Ok(Err(problems)),
        };
        let mut of_base = settings.iter().filter(|one| themes.is_empty() && one.is_of_base());
        if let Err(problems) = of_base.try_for_each(|one| one.apply(&mut theme)) {
            return Ok(Err(problems));
        }
        met.push((name, origin.real()));
        if let Origin::Disk(folder) = origin {
            read.extend(own.keys().map(|path| folder.join(path)));
        }
        for (path, bytes) in own {
            files.entry(path).or_insert(bytes);
        }
        let base = theme.value.get("extends").and_then(Value::as_str).map(str::to_owned);
        next = base.map(|base| (base, Some(theme.place("/extends"))));
        themes.push(theme);
    }
    let theme = themes.into_iter().rev().reduce(|base, own| own.over(base));
    let theme = theme.ok_or_else(|| Error::internal("reading a layout", "it has no theme"));
    Ok(Ok(Gathered { files, theme: theme?, read }))
}

/// The folders on disk of layout `name` and of those that it extends, as far as
/// the chain can be followed.
pub(super) fn folders(name: &str) -> Vec<PathBuf> {
    let mut met: Vec<Origin> = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(name) = next {
        let origins = origins(&name);
        let Some(origin) = origins.iter().find(|origin| !met.contains(&origin.real())) else {
            break;
        };
        met.push(origin.real());
        next = origin.base();
    }
    let folder = |origin| match origin {
        Origin::Disk(folder) => Some(folder),
        Origin::BuiltIn(_) => None,
    };
    met.into_iter().filter_map(folder).collect()
}

/// Whether the program itself brings such a file.
pub(super) fn is_built_in(path: &str, bytes: &[u8]) -> bool {
    let files = BUILT_IN.dirs().filter_map(|folder| folder.get_file(folder.path().join(path)));
    files.into_iter().any(|file| file.contents() == bytes)
}

/// Why a layout cannot be had: there is none, or the chain is a circle.
fn lost(
    name: &str,
    place: Option<Place>,
    origins: &[Origin],
    met: &[(String, Origin)],
) -> Diagnostic {
    let code = if origins.is_empty() { Code::UnknownLayout } else { Code::ExtendsCycle };
    let chain: Vec<&str> = met.iter().map(|(name, _)| name.as_str()).chain([name]).collect();
    let known = known();
    let meant = did_you_mean(name, known.iter().map(String::as_str));
    let diagnostic = Diagnostic::general(code)
        .with("name", name)
        .with("chain", chain.join(" → "))
        .meaning(meant.filter(|_| code == Code::UnknownLayout))
        .with("known", known.join(", "));
    Diagnostic { place, ..diagnostic }
}

/// The layouts in `layouts/` and those that come with the program.
fn known() -> Vec<String> {
    let built_in = BUILT_IN.dirs().map(|folder| folder.path().to_string_lossy().into_owned());
    let entries = std::fs::read_dir("layouts").into_iter().flatten().filter_map(Result::ok);
    let own = entries.filter(|entry| entry.path().join("theme.json").is_file());
    let own = own.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut known: Vec<String> = built_in.chain(own).collect();
    known.sort();
    known.dedup();
    known
}

/// Where a layout of that name can lie, the best first: the folder of that
/// path, one in `layouts/`, one that comes with the program.
fn origins(name: &str) -> Vec<Origin> {
    let folders = [PathBuf::from(name), Path::new("layouts").join(name)];
    let has_theme = |folder: &PathBuf| folder.join("theme.json").exists();
    let mut origins: Vec<Origin> =
        folders.into_iter().filter(has_theme).map(Origin::Disk).collect();
    if BUILT_IN.get_dir(name).is_some_and(|folder| folder.path().components().count() == 1) {
        origins.push(Origin::BuiltIn(name.to_owned()));
    }
    origins
}

impl Origin {
    /// The same, however a folder is named.
    fn real(&self) -> Self {
        match self {
            Self::Disk(folder) => {
                Self::Disk(folder.canonicalize().unwrap_or_else(|_| folder.clone()))
            }
            Self::BuiltIn(name) => Self::BuiltIn(name.clone()),
        }
    }

    /// The layout that its theme extends, where that can be read.
    fn base(&self) -> Option<String> {
        let theme = match self {
            Self::Disk(folder) => std::fs::read(folder.join("theme.json")).ok()?,
            Self::BuiltIn(name) => {
                BUILT_IN.get_file(Path::new(name).join("theme.json"))?.contents().to_vec()
            }
        };
        let theme: Value = serde_json::from_slice(&theme).ok()?;
        Some(theme.get("extends")?.as_str()?.to_owned())
    }

    fn read(&self) -> Result<Files, Error> {
        let mut files = Files::new();
        match self {
            Self::Disk(folder) => Folder::new(folder)?.read(folder, "", &mut files)?,
            Self::BuiltIn(name) => {
                if let Some(folder) = BUILT_IN.get_dir(name) {
                    read_embedded(folder, folder.path(), &mut files);
                }
            }
        }
        Ok(files)
    }

    fn theme(&self, name: &str, files: &Files) -> Result<Result<Json, Problems>, Error> {
        let path = match self {
            Self::Disk(folder) => folder.join("theme.json"),
            Self::BuiltIn(_) => Path::new("layouts").join(name).join("theme.json"),
        };
        let bytes = files.get("theme.json").map(Vec::as_slice).unwrap_or_default();
        let Ok(text) = std::str::from_utf8(bytes) else { return Err(Error::NotText { path }) };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
        Ok(Json::parse(Arc::new(Source { name: path.display().to_string(), text })))
    }
}

/// A layout's folder while it is read.
struct Folder {
    /// Its path without links, below which all is that it holds.
    root: PathBuf,
    /// Bytes that it may still have.
    left: u64,
}

/// The most bytes of a layout: fonts and all.
const LARGEST: u64 = 256 << 20;

/// The most folders within each other.
const DEEPEST: usize = 16;

impl Folder {
    fn new(folder: &Path) -> Result<Self, Error> {
        let root = folder.canonicalize().map_err(|e| Error::read(folder, e))?;
        Ok(Self { root, left: LARGEST })
    }

    fn read(&mut self, folder: &Path, prefix: &str, files: &mut Files) -> Result<(), Error> {
        for entry in std::fs::read_dir(folder).map_err(|e| Error::read(folder, e))? {
            let path = entry.map_err(|e| Error::read(folder, e))?.path();
            let real = path.canonicalize().map_err(|e| Error::read(&path, e))?;
            // A link may also lead to a folder around it, which has no end.
            let is_around = folder.canonicalize().is_ok_and(|folder| folder.starts_with(&real));
            if !real.starts_with(&self.root) || is_around {
                return Err(Error::LeadsOut { path });
            }
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let name = format!("{prefix}{name}");
            if !path.is_dir() {
                let bytes = read::bytes(&path, self.left.min(read::LARGEST_FILE))?;
                self.left -= bytes.len() as u64;
                files.insert(name, bytes);
            } else if prefix.matches('/').count() < DEEPEST {
                self.read(&path, &format!("{name}/"), files)?;
            } else {
                return Err(Error::TooLarge { path, most: LARGEST });
            }
        }
        Ok(())
    }
}

fn read_embedded(folder: &Dir, root: &Path, files: &mut Files) {
    for file in folder.files() {
        let path = file.path().strip_prefix(root).unwrap_or(file.path());
        files.insert(path.to_string_lossy().into_owned(), file.contents().to_vec());
    }
    for folder in folder.dirs() {
        read_embedded(folder, root, files);
    }
}
