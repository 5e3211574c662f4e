//! What `dnr verify` has found, file by file.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::Messages;
use crate::cli::{Origin, Verdict};
use crate::verify::{Finding, Standing};

impl Messages {
    /// A line for each file, and below it what is wrong.
    pub fn print_verdicts(&self, verdicts: &[Verdict]) {
        for verdict in verdicts {
            let examined = &verdict.examined;
            let faults: Vec<&Finding> = examined.findings.iter().filter(|f| !f.holds()).collect();
            let count = self.say("faults", &[("errors", faults.len().to_string())]);
            let told = examined.claims.iter().cloned().chain([count, self.origin(verdict)]);
            let told = told.collect::<Vec<_>>().join(", ");
            anstream::println!("{}: {told}", verdict.file.display());
            for fault in faults {
                anstream::println!("  {}", self.fault(fault));
            }
        }
        for verdict in verdicts {
            if let Origin::Refused(_, failure) = &verdict.origin {
                self.print_failure(failure);
            }
        }
    }

    fn fault(&self, finding: &Finding) -> String {
        let text = self.say(finding.check.id(), &[("what", finding.wrong.join(", "))]);
        text.trim_end().to_owned()
    }

    fn origin(&self, verdict: &Verdict) -> String {
        match &verdict.origin {
            Origin::Untold => self.say("verdict-untold", &[]),
            Origin::NotFound => {
                let told = verdict.examined.provenance.as_ref();
                let id = |id: Option<&String>| id.cloned().unwrap_or_default();
                let args = [
                    ("form", id(told.map(|told| &told.form_id))),
                    ("body", id(told.map(|told| &told.body_id))),
                ];
                let hint = self.text("verdict-not-found", Some("hint"), &args).unwrap_or_default();
                format!("{}: {hint}", self.say("verdict-not-found", &args))
            }
            Origin::Refused(answers, _) => {
                self.say("verdict-refused", &[("answers", answers.display().to_string())])
            }
            Origin::Compared(_, Standing::Current) => self.say("verdict-current", &[]),
            Origin::Compared(_, Standing::Edited) => self.say("verdict-edited", &[]),
            Origin::Compared(_, Standing::Outdated(reasons)) => {
                self.say("verdict-outdated", &[("why", self.why(reasons))])
            }
        }
    }

    /// The same for programs; the fields are part of the interface.
    pub fn print_verdicts_as_json(&self, verdicts: &[Verdict]) {
        let files: Vec<Value> = verdicts.iter().map(|verdict| self.verdict(verdict)).collect();
        anstream::println!("{:#}", json!({ "files": files }));
    }

    fn verdict(&self, verdict: &Verdict) -> Value {
        let examined = &verdict.examined;
        let checks = examined.findings.iter().map(|finding| {
            json!({
                "check": finding.check.id().trim_start_matches("verify-"),
                "holds": finding.holds(),
                "wrong": finding.wrong,
            })
        });
        let (origin, answers) = match &verdict.origin {
            Origin::Untold => ("untold", None),
            Origin::NotFound => ("not-found", None),
            Origin::Refused(answers, _) => ("refused", Some(answers)),
            Origin::Compared(answers, Standing::Current) => ("current", Some(answers)),
            Origin::Compared(answers, Standing::Outdated(_)) => ("outdated", Some(answers)),
            Origin::Compared(answers, Standing::Edited) => ("edited", Some(answers)),
        };
        json!({
            "file": verdict.file,
            "well": verdict.is_well(),
            "format": examined.format.map(|format| format.extension()),
            "claims": examined.claims,
            "checks": checks.collect::<Vec<_>>(),
            "provenance": examined.provenance,
            "origin": origin,
            "answers": answers,
            "message": self.origin(verdict),
        })
    }

    pub fn print_nothing_to_verify(&self, paths: &[PathBuf]) {
        let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        let args = [("paths", paths.join(", "))];
        self.print_plain(super::Level::ERROR, "error", "nothing-to-verify", &args);
    }
}
