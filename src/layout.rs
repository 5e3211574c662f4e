//! A layout: the folder that says how reports look.
//!
//! Layouts come with the program; a folder on disk takes the place of the one
//! of the same name. A layout that `extends` another holds only what differs.

mod bombs;
mod chain;
mod judge;
mod logo;
pub(crate) mod room;
mod setting;
mod whole;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::docx::template::Template;
use crate::docx::{self, SharedParts};
use crate::error::Error;
use crate::fonts::{self, Fonts};
use crate::hash;
use crate::json::Json;
use crate::pattern::Patterns;
use crate::read;
use crate::shape;
use crate::templates::Templates;
use crate::theme::Theme;

use chain::{Files, Gathered};
pub(crate) use judge::{READABLE, SEEN, contrast_of};
use setting::Setting;

/// A layout, ready for use.
#[derive(Debug)]
pub struct Layout {
    pub name: String,
    pub theme: Theme,
    /// Single values of the theme that were set for this run.
    pub settings: Vec<(String, String)>,
    pub fonts: Fonts,
    /// Contents by path within the layout, `cover.typ`; the extended layout's
    /// where this one has no such file.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The files on the disk that it was read from.
    pub(crate) read: Vec<PathBuf>,
    /// The look of the Word files, where it is not the theme's alone.
    pub template: Option<Template>,
    /// What is odd about the layout and does not hinder its use.
    pub warnings: Problems,
    /// The theme's patterns, which know their places in `theme.json`.
    pub patterns: Patterns,
    /// What the web page is made of. Read when the first one is made, or before if
    /// they are the layout's own and so may have faults.
    templates: OnceLock<Result<Templates, Problems>>,
    theme_json: Arc<Json>,
    /// Of the theme as it is extended, and of each value set, by their names.
    theme_hashes: BTreeMap<String, String>,
    /// The styles of Word files in a language, once they have been made.
    pub(crate) word_styles: OnceLock<(String, Vec<u8>)>,
    /// What of the Word files is always the same, once it has been packed.
    pub(crate) word_shared: SharedParts,
    /// Whether one can see through the logo.
    is_see_through: bool,
    /// Characters that every family of the theme can print, in order.
    printable: Vec<u32>,
}

/// The folders on disk that layout `name` is read from, whatever is in them.
pub(crate) fn folders(name: &str) -> Vec<PathBuf> {
    chain::folders(name)
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
        let settings: Vec<Setting> = settings.iter().map(Setting::new).collect();
        let Gathered { mut files, theme, mut read } = match chain::gather(name, &settings)? {
            Ok(gathered) => gathered,
            Err(problems) => return Ok(Err(problems)),
        };
        read.extend(template.map(Path::to_owned));
        let template = match template {
            Some(path) => Some(read_template(path, &mut files)?),
            None => None,
        };
        let mut layout = match Self::settle(name, files, theme, &settings) {
            Ok(layout) => layout,
            Err(problems) => return Ok(Err(problems)),
        };
        layout.read = read;
        let found = layout.take_template(template)?;
        layout.warnings.append(found);
        Ok(if layout.warnings.has_errors() { Err(layout.warnings) } else { Ok(layout) })
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
        files: Files,
        mut json: Json,
        settings: &[Setting],
    ) -> Result<Self, Problems> {
        let theme_hashes = set(&mut json, settings)?;
        let mut theme: Theme = shape::decode(&json)?;
        let font_files = files.iter().filter(|(path, _)| is_font(path));
        let mut boundless = font_files.clone().filter(|(_, file)| bombs::is_boundless_font(file));
        if let Some((file, _)) = boundless.next() {
            return Err(Diagnostic::general(Code::FontUnreadable).with("file", file).into());
        }
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
            font.letters = fonts::letters(&fonts, &font.family);
            let covered = fonts.covered(&font.family);
            printable = Some(match printable {
                Some(before) => fonts::common(before, &covered),
                None => covered,
            });
        }
        let logo = theme.logo.as_ref().map(|logo| logo::check(logo, &files, &json));
        let (of_logo, is_see_through) = logo.unwrap_or_default();
        problems.append(of_logo);
        let templates = OnceLock::new();
        if files.iter().any(|(path, bytes)| is_own_template(path, bytes)) {
            let read = templates.get_or_init(|| Templates::read(name, &files));
            problems.append(read.as_ref().err().cloned().unwrap_or_default());
        }
        if problems.has_errors() {
            return Err(problems);
        }
        let theme_json = Arc::new(json);
        let layout = Self {
            name: name.to_owned(),
            is_see_through,
            theme,
            settings: settings.iter().map(Setting::pair).collect(),
            fonts,
            files,
            read: Vec::new(),
            template: None,
            warnings: problems,
            patterns: Patterns::new(theme_json.clone()),
            templates,
            theme_json,
            theme_hashes,
            word_styles: OnceLock::new(),
            word_shared: SharedParts::default(),
            printable: printable.unwrap_or_default(),
        };
        let mut found = layout.check_words();
        found.append(layout.judge());
        match found.has_errors() {
            true => Err(found),
            false => {
                found.append(layout.warnings);
                Ok(Self { warnings: found, ..layout })
            }
        }
    }

    /// The layout's templates.
    ///
    /// # Errors
    /// Those that are not handlebars.
    pub(crate) fn templates(&self) -> Result<&Templates, Problems> {
        let read = self.templates.get_or_init(|| Templates::read(&self.name, &self.files));
        read.as_ref().map_err(Clone::clone)
    }

    /// Whether all its Typst files are the program's own.
    pub(crate) fn sets_pages_as_built_in(&self) -> bool {
        let mut typst = self.files.iter().filter(|(path, _)| path.ends_with(".typ"));
        typst.all(|(path, bytes)| chain::is_built_in(path, bytes))
    }

    /// Whether some template of its web page is not the program's.
    pub(crate) fn has_own_templates(&self) -> bool {
        self.files.iter().any(|(path, bytes)| is_own_template(path, bytes))
    }

    /// Whether all that it makes pages with is the program's own.
    pub(crate) fn is_built_in(&self) -> bool {
        self.sets_pages_as_built_in() && !self.has_own_templates()
    }

    /// What is told of a logo that one can see through, where files may have none.
    pub(crate) fn see_through_logo(&self) -> Option<Diagnostic> {
        let logo = self.theme.logo.as_ref().filter(|_| self.is_see_through)?;
        let place = self.theme_json.place("/logo/file");
        Some(Diagnostic::new(Code::LogoSeeThrough, place).with("file", &logo.file))
    }

    /// Whether the theme's fonts have a sign for the character, or it needs
    /// none.
    pub fn can_print(&self, c: char) -> bool {
        let invisible = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}');
        invisible || self.printable.binary_search(&u32::from(c)).is_ok()
    }

    /// Hashes of all that a report depends on: by file, and by value set.
    pub fn hashes(&self) -> BTreeMap<String, String> {
        let files = self.files.iter().map(|(path, bytes)| (path.clone(), hash::hash(bytes)));
        files.chain(self.theme_hashes.clone()).collect()
    }
}

/// Sets single values of the theme. Gives hashes of the theme as it was before,
/// and of each value that it did not have anyway.
fn set(theme: &mut Json, settings: &[Setting]) -> Result<BTreeMap<String, String>, Problems> {
    let hash = |theme: &Json| hash::hash(theme.value.to_string().as_bytes());
    let mut before = hash(theme);
    let mut hashes = BTreeMap::from([("theme.json".to_owned(), before.clone())]);
    let mut problems = Problems::default();
    for setting in settings {
        if let Err(found) = setting.apply(theme) {
            problems.append(found);
        }
        let after = hash(theme);
        if after != std::mem::replace(&mut before, after.clone()) {
            hashes.insert(setting.name(), setting.hash());
        }
    }
    if problems.has_errors() { Err(problems) } else { Ok(hashes) }
}

/// Adds a template from anywhere to a layout's files, under its path.
fn read_template(path: &Path, files: &mut Files) -> Result<String, Error> {
    let bytes = read::bytes(path, read::LARGEST_FILE)?;
    let name = path.display().to_string();
    files.insert(name.clone(), bytes);
    Ok(name)
}

/// Whether a file is a template that the program does not bring.
fn is_own_template(path: &str, bytes: &[u8]) -> bool {
    path.ends_with(".hbs") && !chain::is_built_in(path, bytes)
}

fn is_font(path: &str) -> bool {
    let path = path.to_lowercase();
    path.ends_with(".ttf") || path.ends_with(".otf")
}
