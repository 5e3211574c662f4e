//! A layout: the folder that says how reports look.
//!
//! Layouts come with the program; a folder on disk takes the place of the one
//! of the same name. A layout that `extends` another holds only what differs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use include_dir::{Dir, include_dir};
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Problems, Source, did_you_mean};
use crate::docx;
use crate::docx::SharedParts;
use crate::docx::template::Template;
use crate::error::Error;
use crate::fonts::{self, Fonts};
use crate::json::Json;
use crate::manifest;
use crate::pattern::Patterns;
use crate::shape;
use crate::theme::Theme;

static BUILT_IN: Dir = include_dir!("$CARGO_MANIFEST_DIR/layouts");

/// A layout, ready for use.
#[derive(Debug)]
pub struct Layout {
    pub name: String,
    pub theme: Theme,
    pub fonts: Fonts,
    /// Contents by path within the layout, `cover.typ`; the extended layout's
    /// where this one has no such file.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The look of the Word files, where it is not the theme's alone.
    pub template: Option<Template>,
    /// What is odd about the layout and does not hinder its use.
    pub warnings: Problems,
    /// The theme's patterns, which know their places in `theme.json`.
    pub patterns: Patterns,
    theme_json: Arc<Json>,
    /// The styles of Word files in a language, once they have been made.
    pub word_styles: OnceLock<(String, Vec<u8>)>,
    /// What of the Word files is always the same, once it has been packed.
    pub word_shared: SharedParts,
    /// Characters that every family of the theme can print, in order.
    printable: Vec<u32>,
}

impl Layout {
    /// Finds the layout `name`: a folder of that path, a folder of that name
    /// in `layouts/`, or one that comes with the program. `settings` are
    /// single values of the theme, each a path of keys and a value. `template`
    /// is a Word template that takes the place of the theme's.
    ///
    /// # Errors
    /// The outer error is the disk's, the inner one the layout's own.
    pub fn load(
        name: &str,
        settings: &[(String, String)],
        template: Option<&Path>,
    ) -> Result<Result<Self, Problems>, Error> {
        let Some(mut files) = read_files(name)? else {
            return Ok(Err(Diagnostic::general(Code::UnknownLayout).with("name", name).into()));
        };
        let mut theme = match own_theme(name, &files) {
            Ok(theme) => theme,
            Err(problems) => return Ok(Err(problems)),
        };
        let mut value = theme.value.clone();
        if let Some(base) = value.get("extends").and_then(Value::as_str) {
            // A folder that takes a built-in layout's place can build on it.
            let base_files = if base == name { embedded_files(base) } else { read_files(base)? };
            let Some(base_files) = base_files else {
                let place = theme.place("/extends");
                let diagnostic = Diagnostic::new(Code::UnknownLayout, place).with("name", base);
                return Ok(Err(diagnostic.into()));
            };
            match own_theme(base, &base_files) {
                Ok(base_theme) => value = merged(base_theme.value.clone(), value),
                Err(problems) => return Ok(Err(problems)),
            }
            for (path, bytes) in base_files {
                files.entry(path).or_insert(bytes);
            }
        }
        theme.value = value;
        let template = match template {
            Some(path) => Some(read_template(path, &mut files)?),
            None => None,
        };
        let mut layout = match Self::settle(name, files, theme, settings) {
            Ok(layout) => layout,
            Err(problems) => return Ok(Err(problems)),
        };
        let found = layout.take_template(template)?;
        Ok(if found.has_errors() { Err(found) } else { Ok(Self { warnings: found, ..layout }) })
    }

    /// Reads the Word template, which is the file `chosen` or else the theme's.
    fn take_template(&mut self, chosen: Option<String>) -> Result<Problems, Error> {
        let place = chosen.is_none().then(|| self.theme_json.place("/template"));
        self.theme.template = chosen.or(self.theme.template.take());
        let Some(file) = &self.theme.template else { return Ok(Problems::default()) };
        let mut found = match self.files.get(file).map(|bytes| Template::read(bytes)) {
            None => Diagnostic::general(Code::NoTemplate).into(),
            Some(Err(problems)) => problems,
            Some(Ok(template)) => {
                let mut found = template.warnings.clone();
                let own_styles = docx::own_styles(&self.theme)?;
                found.append(template.misfits(&self.theme, &own_styles));
                self.template = Some(template);
                found
            }
        };
        for diagnostic in &mut found.0 {
            diagnostic.place = place.clone();
            diagnostic.args.push(("file", file.clone()));
        }
        Ok(found)
    }

    fn settle(
        name: &str,
        files: BTreeMap<String, Vec<u8>>,
        mut json: Json,
        settings: &[(String, String)],
    ) -> Result<Self, Problems> {
        for (path, value) in settings {
            set(&mut json.value, path, value)?;
        }
        let mut theme: Theme = shape::decode(&json)?;
        let font_files = files.iter().filter(|(path, _)| is_font(path));
        let fonts = Fonts::new(font_files.map(|(_, bytes)| bytes.clone()));
        let mut problems = Problems::default();
        let mut printable: Option<Vec<u32>> = None;
        for (role, font) in [("text", &mut theme.fonts.text), ("display", &mut theme.fonts.display)]
        {
            let Some(regular) = fonts.regular(&font.family) else {
                let place = json.place(&format!("/fonts/{role}/family"));
                problems.add(
                    Diagnostic::new(Code::UnknownFont, place)
                        .with("family", &font.family)
                        .with("known", fonts.families().collect::<Vec<_>>().join(", ")),
                );
                continue;
            };
            font.edges = fonts::edges(regular);
            let mut covered: Vec<u32> = regular.info().coverage.iter().collect();
            if let Some(before) = printable {
                covered.retain(|c| before.binary_search(c).is_ok());
            }
            printable = Some(covered);
        }
        if let Some(logo) = theme.logo.as_ref().filter(|logo| !files.contains_key(&logo.file)) {
            let diagnostic = Diagnostic::new(Code::NoLogo, json.place("/logo/file"));
            problems.add(diagnostic.with("file", &logo.file));
        }
        if problems.has_errors() {
            return Err(problems);
        }
        let theme_json = Arc::new(json);
        Ok(Self {
            name: name.to_owned(),
            theme,
            fonts,
            files,
            template: None,
            warnings: Problems::default(),
            patterns: Patterns::new(theme_json.clone()),
            theme_json,
            word_styles: OnceLock::new(),
            word_shared: SharedParts::default(),
            printable: printable.unwrap_or_default(),
        })
    }

    /// Whether the theme's fonts have a sign for the character, or it needs
    /// none.
    pub fn can_print(&self, c: char) -> bool {
        let invisible = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}');
        invisible || self.printable.binary_search(&u32::from(c)).is_ok()
    }

    /// Hash of the theme as it is used: extended, and with single values set.
    pub fn theme_hash(&self) -> String {
        manifest::hash(self.theme_json.value.to_string().as_bytes())
    }
}

/// Adds a template from anywhere to a layout's files, under its path.
fn read_template(path: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> Result<String, Error> {
    let bytes = std::fs::read(path).map_err(|e| Error::read(path, e))?;
    let name = path.display().to_string();
    files.insert(name.clone(), bytes);
    Ok(name)
}

fn is_font(path: &str) -> bool {
    let path = path.to_lowercase();
    path.ends_with(".ttf") || path.ends_with(".otf")
}

/// All files of a layout folder; nothing where there is no such layout.
fn read_files(name: &str) -> Result<Option<BTreeMap<String, Vec<u8>>>, Error> {
    let candidates = [PathBuf::from(name), Path::new("layouts").join(name)];
    if let Some(folder) = candidates.iter().find(|folder| folder.join("theme.json").is_file()) {
        let mut files = BTreeMap::new();
        read_folder(folder, "", &mut files)?;
        return Ok(Some(files));
    }
    Ok(embedded_files(name))
}

fn embedded_files(name: &str) -> Option<BTreeMap<String, Vec<u8>>> {
    let folder = BUILT_IN.get_dir(name)?;
    let mut files = BTreeMap::new();
    read_embedded(folder, folder.path(), &mut files);
    Some(files)
}

fn read_folder(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), Error> {
    for entry in std::fs::read_dir(folder).map_err(|e| Error::read(folder, e))? {
        let path = entry.map_err(|e| Error::read(folder, e))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), files)?;
        } else {
            files.insert(name, std::fs::read(&path).map_err(|e| Error::read(&path, e))?);
        }
    }
    Ok(())
}

fn read_embedded(folder: &Dir, root: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for file in folder.files() {
        let path = file.path().strip_prefix(root).unwrap_or(file.path());
        files.insert(path.to_string_lossy().into_owned(), file.contents().to_vec());
    }
    for folder in folder.dirs() {
        read_embedded(folder, root, files);
    }
}

fn own_theme(name: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<Json, Problems> {
    let bytes = files.get("theme.json").cloned().unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Json::parse(Arc::new(Source { name: format!("layouts/{name}/theme.json"), text }))
}

/// `own` laid over `base`: objects key by key, all else as a whole.
fn merged(base: Value, own: Value) -> Value {
    match (base, own) {
        (Value::Object(mut base), Value::Object(own)) => {
            for (key, value) in own {
                let below = base.remove(&key).unwrap_or(Value::Null);
                base.insert(key, merged(below, value));
            }
            Value::Object(base)
        }
        (_, own) => own,
    }
}

/// Sets one value of the theme: `matrix.repeat_header` to `false`.
fn set(theme: &mut Value, path: &str, value: &str) -> Result<(), Problems> {
    let mut target = theme;
    for step in path.split('.') {
        let known: Vec<String> = match &*target {
            Value::Object(object) => object.keys().cloned().collect(),
            Value::Array(list) => (0..list.len()).map(|i| i.to_string()).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
        };
        let next = match target {
            Value::Array(list) => step.parse().ok().and_then(|i: usize| list.get_mut(i)),
            other => other.get_mut(step),
        };
        target = match next {
            Some(value) => value,
            None => {
                let diagnostic = Diagnostic::general(Code::UnknownSetting)
                    .with("path", path)
                    .with("key", step)
                    .meaning(did_you_mean(step, known.iter().map(String::as_str)));
                return Err(diagnostic.with("known", known.join(", ")).into());
            }
        };
    }
    *target = match target {
        Value::String(_) => Value::String(value.to_owned()),
        _ => serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned())),
    };
    Ok(())
}
