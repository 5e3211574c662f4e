//! What the tests share: running the program, and reading what it writes.

pub mod chance;
pub mod crafted;
pub mod docx;
pub mod layouts;
pub mod lists;
pub mod pages;
pub mod pdf;
pub mod word;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// The folder of the project.
pub fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with a copy of the form trygghet-2023 and its answers, to change
/// and to build.
pub struct Workshop {
    folder: TempDir,
}

/// What a run of the program said.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Workshop {
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let (from, to) = (project().join("input"), folder.path().join("input"));
        copy(&from.join("trygghet-2023"), &to.join("trygghet-2023"));
        fs::copy(from.join("bodies.json"), to.join("bodies.json")).expect("the register");
        Self { folder }
    }

    /// A folder with a copy of the input in `tests/data/<name>`.
    pub fn of(name: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        copy(&project().join("tests/data").join(name), &folder.path().join("input"));
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the program in the folder, in English.
    pub fn run(&self, args: &[&str]) -> Said {
        self.run_in("en", args)
    }

    pub fn run_in(&self, language: &str, args: &[&str]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_dnr"))
            .args(args)
            .args(["--lang", language])
            .current_dir(self.folder.path())
            .env("NO_COLOR", "1")
            .output()
            .expect("the program runs");
        Said {
            code: output.status.code().expect("the program ends by itself"),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// Builds everything and expects that it works.
    pub fn build(&self, args: &[&str]) -> Said {
        let said = self.run(&[&["build"], args].concat());
        assert_eq!(said.code, 0, "{}", said.stderr);
        said
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// Changes a JSON file.
    pub fn change(&self, name: &str, change: impl FnOnce(&mut Value)) {
        let mut value: Value = serde_json::from_slice(&self.read(name)).expect("JSON");
        change(&mut value);
        let text = serde_json::to_string_pretty(&value).expect("JSON");
        fs::write(self.path(name), text).expect("the folder can be written");
    }

    /// Changes a file's text.
    pub fn replace(&self, name: &str, from: &str, to: &str) {
        let text = String::from_utf8(self.read(name)).expect("UTF-8");
        assert!(text.contains(from), "{name} has no {from}");
        fs::write(self.path(name), text.replacen(from, to, 1)).expect("the folder can be written");
    }
}

/// The shipped answers, their form, the register of bodies, and the outputs.
pub const ANSWERS: &str = "input/trygghet-2023/answers/utbildningsnamnden.json";
pub const FORM: &str = "input/trygghet-2023/form.json";
pub const BODIES: &str = "input/bodies.json";
pub const PDF: &str = "out/trygghet-2023-utbildningsnamnden.pdf";
pub const DOCX: &str = "out/trygghet-2023-utbildningsnamnden.docx";

/// Copies a folder and all in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("the file can be copied");
        }
    }
}

/// Relative luminance of `#RRGGBB` (WCAG 2.1, glossary).
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value =
            f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour")) / 255.0;
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

/// How far two colours stand apart, from 1 to 21 (WCAG 2.1, glossary).
pub fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// A text without blanks, invisible signs and breaks, for comparing.
pub fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}'))
        .collect()
}
