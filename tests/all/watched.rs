//! `dnr watch` follows what was read, wherever it lies, and says how it stands.

use std::fs;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::support::{ANSWERS, BODIES, DOCX, FORM, Workshop, copy, project};

/// A program that watches, and all that it has said.
pub struct Watching<'a> {
    workshop: &'a Workshop,
    program: Child,
}

impl<'a> Watching<'a> {
    pub fn new(workshop: &'a Workshop, args: &[&str]) -> Self {
        let said = fs::File::create(workshop.path("said")).expect("a file");
        let program = Command::new(env!("CARGO_BIN_EXE_dnr"))
            .args([&["watch", "--format", "docx", "--lang", "en"], args].concat())
            .current_dir(workshop.path(""))
            .stdout(said.try_clone().expect("a file"))
            .stderr(said)
            .stdin(Stdio::null())
            .spawn()
            .expect("the program runs");
        let watching = Self { workshop, program };
        watching.wait_for("it watches", || watching.said().contains("watching for edits"));
        watching
    }

    pub fn said(&self) -> String {
        let mut said = String::new();
        let mut file = fs::File::open(self.workshop.path("said")).expect("a file");
        file.read_to_string(&mut said).expect("UTF-8");
        said
    }

    pub fn wait_for(&self, what: &str, done: impl Fn() -> bool) {
        for _ in 0..1000 {
            if done() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("{what}: {}", self.said());
    }

    /// Waits until the report is another one than `before`, which it gives back.
    fn is_made_anew(&self, what: &str, before: &[u8]) -> Vec<u8> {
        let read = || fs::read(self.workshop.path(DOCX)).unwrap_or_default();
        self.wait_for(what, || !read().is_empty() && read() != before);
        read()
    }
}

impl Drop for Watching<'_> {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[test]
fn an_edit_is_seen_before_anything_was_made() {
    for args in [&[][..], &["--poll=0.1"]] {
        let workshop = Workshop::new();
        workshop.replace(ANSWERS, "0497/23", "497");
        let watching = Watching::new(&workshop, args);
        assert!(!workshop.path("out").exists());
        workshop.replace(ANSWERS, "497", "0497/23");
        watching.is_made_anew("the mended report is made", b"");
        watching.wait_for("it is said", || watching.said().contains("all is well again, after 0."));
    }
}

#[test]
fn forms_registers_and_answers_are_followed_however_they_are_named() {
    for arg in ["input", "--poll=0.1", "input/*/answers/utb*.json", ANSWERS] {
        let workshop = Workshop::new();
        let watching = Watching::new(&workshop, &[arg]);
        let first = workshop.read(DOCX);
        workshop.replace(FORM, "gemenförandet", "genomförandet");
        let second = watching.is_made_anew(&format!("{arg}: the form"), &first);
        workshop.replace(BODIES, "\"Utbildningsnämnden\"", "\"Bildningsnämnden\"");
        let third = watching.is_made_anew(&format!("{arg}: the register"), &second);
        workshop.replace(ANSWERS, "demokratiuppdraget", "uppdraget");
        watching.is_made_anew(&format!("{arg}: the answers"), &third);
    }
}

#[test]
fn layouts_and_those_that_they_extend_are_followed_where_they_lie() {
    for args in [&["--layout", "looks/own"][..], &["--layout", "looks/own", "--poll=0.1"]] {
        let workshop = Workshop::new();
        copy(&project().join("layouts/goteborg"), &workshop.path("elsewhere/base"));
        fs::create_dir_all(workshop.path("looks/own")).expect("a folder");
        let theme = "{ \"extends\": \"elsewhere/base\", \"language\": \"sv\" }";
        fs::write(workshop.path("looks/own/theme.json"), theme).expect("a theme");
        let watching = Watching::new(&workshop, args);
        let first = workshop.read(DOCX);
        workshop.replace("elsewhere/base/theme.json", "\"26pt\"", "\"24pt\"");
        let second = watching.is_made_anew("the layout below", &first);
        // A fault in it is mended as well.
        fs::write(workshop.path("looks/own/theme.json"), "{").expect("a theme");
        let failing = || watching.said().contains("1 report is still to be mended");
        watching.wait_for("the fault is told of", failing);
        let theme = theme.replace(" }", ", \"running_header\": { \"left\": \"Rapport\" } }");
        fs::write(workshop.path("looks/own/theme.json"), theme).expect("a theme");
        watching.is_made_anew("the layout itself", &second);
    }
}

#[test]
#[cfg(unix)]
fn what_the_system_does_not_tell_of_is_seen() {
    let workshop = Workshop::new();
    fs::create_dir(workshop.path("share")).expect("a folder");
    fs::rename(workshop.path(FORM), workshop.path("share/form.json")).expect("a move");
    let link = std::os::unix::fs::symlink("../../share/form.json", workshop.path(FORM));
    link.expect("a link");
    let watching = Watching::new(&workshop, &[]);
    let first = workshop.read(DOCX);
    // A folder that comes again is another one, of which nobody tells.
    fs::rename(workshop.path("share"), workshop.path("away")).expect("a move");
    copy(&workshop.path("away"), &workshop.path("share"));
    std::thread::sleep(Duration::from_millis(100));
    workshop.replace("share/form.json", "gemenförandet", "genomförandet");
    watching.is_made_anew("the form on the share", &first);
}

#[test]
fn a_template_is_followed() {
    let workshop = Workshop::new();
    let templates = project().join("tests/data/templates");
    fs::create_dir(workshop.path("word")).expect("a folder");
    fs::copy(templates.join("word.docx"), workshop.path("word/mall.docx")).expect("a copy");
    let watching = Watching::new(&workshop, &["--template", "word/mall.docx"]);
    let first = workshop.read(DOCX);
    fs::copy(templates.join("libreoffice.docx"), workshop.path("word/mall.docx")).expect("a copy");
    watching.is_made_anew("the template", &first);
}

#[test]
fn reports_beside_the_inputs_are_not_taken_for_edits() {
    let workshop = Workshop::new();
    let watching = Watching::new(&workshop, &["--out", ".", "--format", "json"]);
    workshop.replace(ANSWERS, "demokratiuppdraget", "uppdraget");
    let rows = || watching.said().matches("Utbildningsnämnden").count();
    watching.wait_for("the report is made", || rows() > 1);
    std::thread::sleep(Duration::from_millis(2500));
    assert_eq!(rows(), 2, "{}", watching.said());
}

#[test]
fn seconds_are_checked() {
    let said = Workshop::new().run(&["watch", "--poll=never"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("write seconds, from 0.05 to 3600"), "{}", said.stderr);
}
