//! Finding what to build: forms, the register of bodies, and answers.
//!
//! ```text
//! input/bodies.json
//! input/<form>/form.json
//! input/<form>/answers/<body>.json
//! ```

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::answers::form_id;
use crate::bodies::Bodies;
use crate::check;
use crate::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::error::Error;
use crate::fault::Fault;
use crate::form::Form;
use crate::hash;
use crate::job::{Failure, Look, Round, read_source};
use crate::json::Json;
use crate::layout::Layout;
use crate::pdf::Standard;
use crate::shape;
use crate::whereabouts::whole;

/// What the command line says about the look of all reports.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct LayoutChoice {
    /// Instead of the layout that the form names.
    pub name: Option<String>,
    /// Single values of the theme.
    pub settings: Vec<(String, String)>,
    /// A Word template instead of the theme's.
    pub template: Option<PathBuf>,
    /// What the PDF files are to keep, which not every layout can.
    pub standard: Standard,
}

impl LayoutChoice {
    /// The layout that a form names, or the one named instead of it, as the
    /// command line changes it.
    pub fn layout(&self, named: &str) -> Result<Layout, Failure> {
        let name = self.name.as_deref().unwrap_or(named);
        let layout = Layout::load(name, &self.settings, self.template.as_deref())??;
        let refused = self.standard.refuses(&layout);
        if refused.has_errors() { Err(refused.into()) } else { Ok(layout) }
    }
}

/// A file as JSON with places.
pub fn read_json(path: &Path) -> Result<Json, Failure> {
    Ok(Json::parse(read_source(path)?)?)
}

/// The form that a user names: a file, a folder, or an id in `input/`.
pub fn read_form(named: &Path) -> Result<(PathBuf, Form), Failure> {
    let candidates = [
        named.to_owned(),
        named.join("form.json"),
        Path::new("input").join(named).join("form.json"),
    ];
    let input = forms_in(Path::new("input"));
    let by_id =
        || input.iter().find(|(id, _)| Path::new(id) == named).map(|(_, path)| path.clone());
    let found = candidates.into_iter().find(|path| path.is_file()).or_else(by_id);
    let Some(path) = found else {
        let name = named.display().to_string();
        let known: Vec<String> = input.into_iter().map(|(id, _)| id).collect();
        let diagnostic = Diagnostic::general(Code::UnknownForm)
            .meaning(did_you_mean(&name, known.iter().map(String::as_str)))
            .with("named", if known.is_empty() { "none".to_owned() } else { known.join(", ") })
            .with("id", name);
        return Err(Problems::from(diagnostic).into());
    };
    let form = shape::decode(&read_json(&path)?)?;
    Ok((path, form))
}

/// Files that were looked for, and what of the folders cannot be read.
#[derive(Debug, Default)]
pub struct Found {
    pub files: Vec<PathBuf>,
    pub unread: Vec<Error>,
}

/// Every answers file in `paths`, each a file, a folder or a pattern of such
/// (`input/*/answers/s*.json`), in order of path.
pub fn find_answers(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths.iter().flat_map(|path| matching(path)) {
        if path.is_dir() {
            walk(&path, &mut HashSet::new(), &mut found);
        } else {
            found.files.push(path);
        }
    }
    // A file that is named twice is still one.
    let mut seen = HashSet::new();
    found.files.retain(|path| seen.insert(path.clone()));
    found
}

/// What a pattern stands for; not every shell says it. A path that is there, or
/// that nothing matches, stands for itself.
fn matching(path: &Path) -> Vec<PathBuf> {
    let pattern = path.to_str().filter(|text| text.contains(['*', '?', '[']) && !path.exists());
    let matched = pattern.and_then(|pattern| glob::glob(pattern).ok());
    let matched: Vec<PathBuf> = matched.into_iter().flatten().filter_map(Result::ok).collect();
    if matched.is_empty() { vec![path.to_owned()] } else { matched }
}

/// Whether a path is of no file, no folder and no pattern of such.
pub fn leads_nowhere(path: &Path) -> bool {
    !path.exists() && matching(path) == [path]
}

/// Looks into a folder that it has not been `in` yet: a link may lead back.
fn walk(folder: &Path, been: &mut HashSet<PathBuf>, found: &mut Found) {
    let mut read = || {
        if !been.insert(folder.canonicalize()?) {
            return Ok(Vec::new());
        }
        let entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
        Ok(entries.into_iter().map(|entry| entry.path()).collect())
    };
    let mut paths: Vec<PathBuf> = match read() {
        Ok(paths) => paths,
        Err(error) => return found.unread.push(Error::read(folder, error)),
    };
    paths.sort();
    for path in paths {
        // What only has the name of answers is told of when it is read.
        if is_answers(&path) {
            found.files.push(path);
        } else if path.is_dir() && !leads_up(&path) {
            walk(&path, been, found);
        }
    }
}

/// Whether a link leads to a folder around it: nobody has named all that is there.
fn leads_up(path: &Path) -> bool {
    let around = || path.parent()?.canonicalize().ok();
    let within = |target: &Path| around().is_some_and(|around| around.starts_with(target));
    path.is_symlink() && path.canonicalize().is_ok_and(|target| within(&target))
}

fn is_answers(path: &Path) -> bool {
    let json = path.extension().is_some_and(|extension| extension == "json");
    let in_answers = path.parent().is_some_and(|folder| folder.ends_with("answers"));
    json && in_answers
}

/// Loads each form once, however many answers it has.
#[derive(Debug, Default)]
pub struct Rounds {
    choice: LayoutChoice,
    /// Warnings about a form stop its reports.
    strict: bool,
    /// By form; or what is refused.
    loaded: BTreeMap<PathBuf, Result<Arc<Round>, Fault>>,
    /// Where the form of that id lies, by folder of the answers.
    found: BTreeMap<(PathBuf, String), PathBuf>,
    /// Layouts by name, for the forms that share one.
    looks: BTreeMap<String, Arc<Look>>,
    /// Forms and registers that were read.
    read: Vec<PathBuf>,
    /// What was found in forms that can be used all the same.
    pub warnings: Problems,
    /// Layouts that forms name.
    looked_for: BTreeSet<String>,
}

impl Rounds {
    pub fn new(choice: LayoutChoice, strict: bool) -> Self {
        Self { choice, strict, ..Self::default() }
    }

    /// The files that were read, but for the answers.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let of_looks = self.looks.values().flat_map(|look| &look.layout.read);
        self.read.iter().chain(of_looks).map(PathBuf::as_path)
    }

    /// What shows their reports.
    pub(crate) fn looks(&self) -> impl Iterator<Item = &Arc<Look>> {
        self.looks.values()
    }

    /// The files that the rounds were read from, or would have been.
    pub fn read_files(&self) -> impl Iterator<Item = &PathBuf> {
        self.read.iter().chain(&self.choice.template)
    }

    /// The names of their layouts.
    pub fn layouts(&self) -> impl Iterator<Item = &String> {
        self.looked_for.iter().chain(&self.choice.name)
    }

    /// The round of answers in `path` to `form`, where it has been met before.
    pub fn known(&self, path: &Path, form: &str) -> Option<Result<Arc<Round>, Failure>> {
        let form = self.found.get(&(path.parent()?.to_owned(), form.to_owned()))?;
        self.loaded(form)
    }

    /// The round of the form in that file, where it has been met before.
    fn loaded(&self, form: &Path) -> Option<Result<Arc<Round>, Failure>> {
        let known = self.loaded.get(form)?.clone();
        Some(known.map_err(|fault| Failure::Shared { fault, problems: None }))
    }

    /// The round that the answers `json` in `path` belong to.
    ///
    /// A form's own problems are told once, with the first answers to it.
    pub fn of(&mut self, path: &Path, json: &Json) -> Result<Arc<Round>, Failure> {
        self.within(path, json, Path::new(""))
    }

    /// The same; where no form lies by the answers, that in the folder `input`.
    pub fn within(
        &mut self,
        path: &Path,
        json: &Json,
        input: &Path,
    ) -> Result<Arc<Round>, Failure> {
        let id = form_id(json)?;
        let near = find_form(path, &id)?;
        let Some(form) =
            near.map_or_else(|| find_form(&input.join("form.json"), &id), |f| Ok(Some(f)))?
        else {
            return Err(no_form(path, json, &id).into());
        };
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        self.found.insert((folder, id), form.clone());
        if let Some(known) = self.loaded(&form) {
            return known;
        }
        let round = match self.load(&form) {
            Ok(round) => Arc::new(round),
            Err(Failure::Problems(problems)) => {
                let fault = self.fault(&problems, &form);
                self.loaded.insert(form, Err(fault.clone()));
                return Err(Failure::Shared { fault, problems: Some(problems) });
            }
            Err(other) => return Err(other),
        };
        self.loaded.insert(form, Ok(round.clone()));
        Ok(round)
    }

    /// What of a round that could not be loaded is refused.
    fn fault(&self, problems: &Problems, form: &Path) -> Fault {
        let register = find_register(form).ok();
        let named = || read_json(form).ok()?.value.get("layout")?.as_str().map(str::to_owned);
        let layout = self.choice.name.clone().or_else(named).unwrap_or_default();
        Fault::of(problems, form, register.as_deref(), &self.choice, &layout)
    }

    /// The failure to load the layout of that form, at the place that names it.
    fn named_in(&self, mut failure: Failure, form: &Json) -> Failure {
        if let Failure::Problems(problems) = &mut failure
            && self.choice.name.is_none()
        {
            let of_form = |d: &&mut Diagnostic| d.code == Code::UnknownLayout && d.place.is_none();
            for problem in problems.0.iter_mut().filter(of_form) {
                problem.place = Some(form.place("/layout"));
            }
        }
        failure
    }

    fn load(&mut self, path: &Path) -> Result<Round, Failure> {
        self.read.push(path.to_owned());
        self.read.extend(find_register(path));
        let json = read_json(path)?;
        let form: Form = shape::decode(&json)?;
        self.looked_for.insert(form.layout.clone());
        let register = find_register(path)?;
        let (register, bodies) = read_register(&register)?;
        let name = self.choice.name.as_deref().unwrap_or(&form.layout);
        let known = self.looks.get(name).cloned();
        let is_news = known.is_none();
        let look = match known {
            Some(look) => look,
            None => {
                let layout = self.choice.layout(name);
                Arc::new(Look::new(layout.map_err(|failure| self.named_in(failure, &json))?))
            }
        };
        self.looks.insert(name.to_owned(), look.clone());
        let mut problems = check::form(&json, &form, &bodies, &look.layout);
        problems.append(check::register(&register, &bodies, &look.layout));
        let of_layout = &look.layout.warnings;
        if is_news || of_layout.stop(self.strict) {
            problems.append(of_layout.clone());
        }
        if problems.stop(self.strict) {
            return Err(problems.into());
        }
        self.warnings.append(problems);
        let form_hash = hash::hash(json.source.text.as_bytes());
        Ok(Round { form, form_source: json.source, form_hash, bodies, look })
    }
}

/// The form's file: `form.json` in a folder above the answers, or in a folder
/// named as the form beside one of those.
fn find_form(answers: &Path, id: &str) -> Result<Option<PathBuf>, Error> {
    for folder in folders_above(answers) {
        for candidate in [folder.join("form.json"), folder.join(id).join("form.json")] {
            if candidate.exists() && has_id(&candidate, id)? {
                return Ok(Some(candidate));
            }
        }
    }
    Ok(None)
}

/// That no form of that id lies above the answers `json` in `path`.
fn no_form(path: &Path, json: &Json, id: &str) -> Problems {
    let known: Vec<_> = folders_above(path).flat_map(|folder| forms_in(&folder)).collect();
    let diagnostic = Diagnostic::new(Code::UnknownForm, json.place("/form")).with("id", id);
    // It may lie in another folder, under a name that is not its id.
    let diagnostic = match known.iter().find(|(known, _)| known == id) {
        Some((_, elsewhere)) => {
            let folder = elsewhere.with_file_name("answers");
            diagnostic.with("lies", "elsewhere").with("elsewhere", folder.display().to_string())
        }
        None => diagnostic.meaning(did_you_mean(id, known.iter().map(|(id, _)| id.as_str()))),
    };
    diagnostic.into()
}

/// The ids and files of the forms in a folder, and in those within it.
fn forms_in(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    folders.sort();
    folders.insert(0, folder.to_owned());
    let id = |folder: PathBuf| {
        let path = folder.join("form.json");
        let source = read_source(&path).ok()?;
        let form: serde_json::Value = serde_json::from_str(&source.text).ok()?;
        Some((form.get("id")?.as_str()?.to_owned(), path))
    };
    folders.into_iter().filter_map(id).collect()
}

fn has_id(path: &Path, id: &str) -> Result<bool, Error> {
    let source = read_source(path)?;
    let value: Result<serde_json::Value, _> = serde_json::from_str(&source.text);
    // A form that is not JSON, or has no id, is taken for the one wanted, so that
    // its mistake is told and not that there is no form.
    Ok(value.map_or(true, |value| value.get("id").and_then(|v| v.as_str()).is_none_or(|v| v == id)))
}

/// The register of bodies that holds for the form in `form`.
pub fn load_bodies(form: &Path) -> Result<Bodies, Failure> {
    Ok(read_register(&find_register(form)?)?.1)
}

/// Where it lies.
fn find_register(form: &Path) -> Result<PathBuf, Problems> {
    let mut registers = folders_above(form).map(|folder| folder.join("bodies.json"));
    registers.find(|path| path.exists()).ok_or_else(|| {
        Diagnostic::general(Code::NoRegister).with("form", form.display().to_string()).into()
    })
}

/// The register, and its file.
fn read_register(path: &Path) -> Result<(Json, Bodies), Failure> {
    let json = read_json(path)?;
    let bodies = shape::decode(&json)?;
    Ok((json, bodies))
}

/// The folder of `path` and all around it, from wherever the path begins.
fn folders_above(path: &Path) -> impl Iterator<Item = PathBuf> {
    let depth = whole(path).components().count().saturating_sub(1);
    std::iter::successors(path.parent().map(Path::to_owned), |folder| {
        match folder.components().next_back() {
            None | Some(Component::CurDir | Component::ParentDir) => Some(folder.join("..")),
            Some(_) => folder.parent().map(Path::to_owned),
        }
    })
    .take(depth)
}
