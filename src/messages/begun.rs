//! What is said of files that work begins with.

use std::path::Path;

use annotate_snippets::Level;

use super::stream::out;
use super::{Messages, plain};
use crate::project;

impl Messages {
    pub fn print_begun(&self, path: &Path) {
        let args = [("file", path.display().to_string())];
        out!("{}", self.say("begun", &args));
    }

    /// What became of the schema beside answers that were begun.
    pub fn print_schema(&self, path: &Path, form: &Path, is_stale: bool) {
        let args = [("file", path.display().to_string()), ("form", form.display().to_string())];
        match is_stale {
            true => self.print_plain(Level::WARNING, "warning", "schema-stale", &args),
            false => out!("{}", self.say("schema-begun", &args)),
        }
    }

    pub fn print_begun_form(&self, path: &Path) {
        let args = [("file", path.display().to_string())];
        out!("{}", self.say("begun-form", &args));
    }

    /// What a report was written to as a Typst project, and how to go on.
    pub(crate) fn print_ejected(&self, answers: &Path, folder: &Path, layout: &str, files: usize) {
        let args = [
            ("files", files.to_string()),
            ("folder", folder.display().to_string()),
            ("layout", layout.to_owned()),
            ("version", project::typst_version()),
        ];
        out!("{}", self.say("ejected", &args));
        out!("  {}", plain(&project::command(folder)));
        let (answers, folder) = (project::word(answers), project::word(folder));
        out!("{}", self.say("ejected-layout", &args));
        out!("  {}", plain(&format!("dnr build {answers} --layout {folder}")));
    }
}
