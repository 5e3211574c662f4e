//! What of that which the reports of a round share is at fault when none of
//! them can be looked at.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Problems, Severity};
use crate::input::LayoutChoice;
use crate::inputs::SETTING;

/// What is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    Form(PathBuf),
    Register(PathBuf),
    /// There is no register of bodies for the form.
    NoRegister,
    /// The layout of that name.
    Layout(String),
    /// The layout that the command line names is not there.
    NoLayout(String),
    /// What else the command line says of the layout.
    Choice,
}

impl Fault {
    /// What the first of `problems` is about: of the form in that file, of its
    /// register or of the layout that is chosen for it.
    pub(crate) fn of(
        problems: &Problems,
        form: &Path,
        register: Option<&Path>,
        choice: &LayoutChoice,
        layout: &str,
    ) -> Self {
        let is_error = |d: &&Diagnostic| d.severity() == Severity::Error;
        let first = problems.0.iter().find(is_error).or(problems.0.first());
        let Some(first) = first else { return Self::Form(form.to_owned()) };
        let is = |path: &Path, name: &str| path.display().to_string() == name;
        match (&first.place, first.code) {
            (Some(place), _) if is(form, &place.source.name) => Self::Form(form.to_owned()),
            (Some(place), _) if place.source.name.starts_with(SETTING) => Self::Choice,
            (Some(place), _) if register.is_some_and(|path| is(path, &place.source.name)) => {
                Self::Register(register.unwrap_or(form).to_owned())
            }
            (None, Code::NoRegister) => Self::NoRegister,
            (None, Code::UnknownLayout) if choice.name.is_some() => {
                Self::NoLayout(layout.to_owned())
            }
            (None, _) if choice.template.is_some() => Self::Choice,
            _ => Self::Layout(layout.to_owned()),
        }
    }

    /// The file that is refused, where it is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Self::Form(path) | Self::Register(path) => Some(path),
            Self::NoRegister | Self::Layout(_) | Self::NoLayout(_) | Self::Choice => None,
        }
    }

    /// What fills in the messages that tell of it.
    pub(crate) fn args(&self) -> [(&'static str, String); 2] {
        let (what, name) = match self {
            Self::Form(path) => ("form", path.display().to_string()),
            Self::Register(path) => ("register", path.display().to_string()),
            Self::NoRegister => ("no-register", String::new()),
            Self::Layout(name) => ("layout", name.clone()),
            Self::NoLayout(name) => ("no-layout", name.clone()),
            Self::Choice => ("choice", String::new()),
        };
        [("what", what.to_owned()), ("name", name)]
    }
}
