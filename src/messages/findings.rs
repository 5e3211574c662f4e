//! What `dnr check` has found, file by file.

use crate::messages::stream::out;

use serde_json::{Value, json};

use super::{Messages, json_text};
use crate::cli::{Finding, Hindrance};
use crate::diagnostic::{Lines, Problems};
use crate::error::Error;
use crate::fault::Fault;

impl Messages {
    /// All problems of a run, file by file, and what is left to answer.
    pub fn print_findings(&self, forms: &Problems, findings: &[Finding]) {
        self.print_problems(forms);
        let mut told = Vec::new();
        for finding in findings {
            self.print_problems(&finding.problems);
            if let Some(Hindrance::Error(error)) = &finding.hindrance {
                self.print_error_once(error, &mut told);
            }
        }
        for finding in findings {
            out!("{}", self.finding(finding));
        }
    }

    /// What kept a file or folder from being looked at.
    pub fn print_hindrance(&self, finding: &Finding) {
        if let Some(Hindrance::Error(error)) = &finding.hindrance {
            self.print_error(error);
        }
    }

    /// One file may be in the way of many.
    fn print_error_once(&self, error: &Error, told: &mut Vec<String>) {
        let text = error.to_string();
        if !told.contains(&text) {
            self.print_error(error);
            told.push(text);
        }
    }

    /// A file in a line.
    fn finding(&self, finding: &Finding) -> String {
        let file = ("file", finding.file.clone());
        if let Some(hindrance) = &finding.hindrance {
            return self.say("not-checked", &[file, ("why", self.hindrance(hindrance))]);
        }
        let progress = finding.progress.unwrap_or_default();
        let args = [
            file,
            ("errors", finding.problems.errors().to_string()),
            ("warnings", finding.problems.warnings().to_string()),
            ("answered", progress.answered.to_string()),
            ("asked", progress.asked.to_string()),
        ];
        let line = self.say("finding", &args);
        match progress.asked {
            0 => line,
            _ => format!("{line}, {}", self.say("progress", &args)),
        }
    }

    fn hindrance(&self, hindrance: &Hindrance) -> String {
        match hindrance {
            Hindrance::Shared(fault) => self.say("its-form-refused", &fault.args()),
            Hindrance::Error(error) => {
                let (id, args) = self.error(error);
                self.say(id, &args)
            }
        }
    }

    /// The same for programs; the fields are part of the interface.
    pub fn print_findings_as_json(&self, forms: &Problems, findings: &[Finding]) {
        let files: Vec<Value> = findings
            .iter()
            .map(|finding| {
                json!({
                    "file": finding.file,
                    "checked": finding.hindrance.is_none(),
                    "answered": finding.progress.map(|p| p.answered),
                    "asked": finding.progress.map(|p| p.asked),
                    "problems": self.problems_as_json(finding),
                })
            })
            .collect();
        let mut lines = Lines::default();
        let forms = forms.0.iter().map(|problem| self.as_json_with(problem, &mut lines));
        let forms: Vec<Value> = forms.collect();
        let all = json!({ "forms": forms, "files": files });
        out!("{}", json_text(&all, true));
    }

    /// What kept a file from being checked is one of its problems.
    fn problems_as_json(&self, finding: &Finding) -> Vec<Value> {
        let mut lines = Lines::default();
        let problems = finding.problems.0.iter();
        let mut problems: Vec<Value> =
            problems.map(|problem| self.as_json_with(problem, &mut lines)).collect();
        problems.extend(finding.hindrance.as_ref().map(|hindrance| match hindrance {
            Hindrance::Shared(fault) => self.form_refused_as_json(fault),
            Hindrance::Error(error) => {
                let path = error.path().map(|path| path.display().to_string());
                let mut value = self.error_as_json(error);
                value["file"] = json!(path.unwrap_or_else(|| finding.file.clone()));
                value
            }
        }));
        problems
    }

    /// That a form, or its register or layout, is refused.
    pub(super) fn form_refused_as_json(&self, fault: &Fault) -> Value {
        let args = fault.args();
        let mut value = json!({
            "code": "form-refused",
            "severity": "error",
            "message": self.say("form-refused", &args),
            "hints": [self.text("form-refused", Some("hint"), &args)],
        });
        if let Some(file) = fault.file() {
            value["file"] = json!(file);
        }
        value
    }
}
