//! What `dnr verify` has found, file by file.

use crate::messages::stream::out;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::{Value, json};

use super::{Messages, json_text, plain};
use crate::apart::Told;
use crate::cli::{Origin, Verdict};
use crate::job::Format;
use crate::verify::{Check, Examined, Finding, Standing};

/// What has been said of all files together.
#[derive(Debug, Default)]
pub struct Seen {
    well: usize,
    faulty: usize,
    /// Without faults, and not known to be what their inputs give.
    other: usize,
    /// Files that could not even be opened.
    pub unread: usize,
    /// What was looked at, by format.
    looked_at: BTreeMap<&'static str, BTreeSet<Check>>,
}

impl Seen {
    /// Counts a verdict that is told, and gives what counts of it.
    pub fn note(&mut self, verdict: &Verdict) -> Told {
        let examined = &verdict.examined;
        let told = if verdict.is_well() {
            Told::Made
        } else if examined.findings.iter().all(Finding::holds) {
            Told::Unchanged
        } else {
            Told::Failed
        };
        self.recall(examined, told);
        told
    }

    /// Counts a verdict that another process has told: one of files that are
    /// well (made), of those with faults (failed), or of the others (unchanged).
    pub fn recall(&mut self, examined: &Examined, told: Told) {
        match told {
            Told::Made => self.well += 1,
            Told::Unchanged => self.other += 1,
            Told::Failed => self.faulty += 1,
        }
        if let Some(format) = examined.format {
            let checks = examined.findings.iter().map(|finding| finding.check);
            self.looked_at.entry(format.extension()).or_default().extend(checks);
        }
    }

    pub fn files(&self) -> usize {
        self.well + self.faulty + self.other
    }

    pub fn all_well(&self) -> bool {
        self.faulty + self.other + self.unread == 0
    }
}

impl Messages {
    /// A line for a file, and below it what is wrong.
    pub fn print_verdict(&self, verdict: &Verdict) {
        let examined = &verdict.examined;
        let faults: Vec<&Finding> = examined.findings.iter().filter(|f| !f.holds()).collect();
        let count = self.say("faults", &[("errors", faults.len().to_string())]);
        let claims = examined.claims.join(", ");
        let claims =
            (!claims.is_empty()).then(|| self.say("verdict-claims", &[("claims", claims)]));
        let told: Vec<String> = claims.into_iter().chain([count, self.origin(verdict)]).collect();
        let file = verdict.file.display().to_string();
        out!("{}: {}", plain(&file), plain(&told.join(", ")));
        for fault in faults {
            out!("  {}", self.fault(fault));
        }
        if let Origin::Refused(_, failure) = &verdict.origin {
            self.print_failure(failure);
        }
    }

    /// What was looked at, and how many files are well: the last lines.
    pub fn print_seen(&self, seen: &Seen) {
        for (format, checks) in &seen.looked_at {
            let looked =
                checks.iter().filter_map(|check| self.text(check.id(), Some("looked"), &[]));
            let what = looked.collect::<Vec<_>>().join(", ");
            let args = [("format", (*format).to_owned()), ("what", what)];
            out!("{}", self.say("verdicts-looked-at", &args));
        }
        if seen.looked_at.contains_key(Format::Pdf.extension()) {
            out!("{}", self.say("verdicts-read-on", &[]));
        }
        out!("{}", self.seen(seen));
    }

    /// `12 files looked at: 10 well, 2 with faults`
    fn seen(&self, seen: &Seen) -> String {
        let counts = [
            ("verdicts-well", seen.well),
            ("verdicts-faulty", seen.faulty),
            ("verdicts-other", seen.other),
            ("verdicts-unread", seen.unread),
        ];
        let told = counts.into_iter().filter(|(_, count)| *count > 0);
        let told = told.map(|(id, count)| self.say(id, &[("count", count.to_string())]));
        let files = self.say("verdicts-seen", &[("files", seen.files().to_string())]);
        format!("{files}: {}", told.collect::<Vec<_>>().join(", "))
    }

    fn fault(&self, finding: &Finding) -> String {
        let id = finding.check.id();
        // The reason of what cannot be read is a word of ours, and at most a
        // detail of it.
        if finding.check == Check::Readable {
            let word = |index| finding.wrong.get(index).cloned().unwrap_or_default();
            return self.say(id, &[("what", word(0)), ("detail", word(1))]);
        }
        let more = [("count", finding.more.to_string())];
        let more = (finding.more > 0).then(|| format!(" {}", self.say("verdict-more", &more)));
        let what = finding.wrong.join(", ") + &more.unwrap_or_default();
        self.say(id, &[("what", what)])
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
            Origin::Broken(answers) => {
                self.say("verdict-broken", &[("answers", answers.display().to_string())])
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

    /// The same for programs, from the first file to the last; the fields are
    /// part of the interface.
    pub fn print_verdicts_begin(&self) {
        out!("{{\n  \"files\": [");
    }

    /// `seen` is what was said before it.
    pub fn print_verdict_as_json(&self, verdict: &Verdict, seen: &Seen) {
        let comma = if seen.files() > 0 { "," } else { "" };
        out!("{comma}{}", json_text(&self.verdict(verdict), true));
    }

    pub fn print_verdicts_end(&self, seen: &Seen) {
        let summary = json!({
            "files": seen.files(),
            "well": seen.well,
            "faulty": seen.faulty,
            "other": seen.other,
            "unread": seen.unread,
            "message": self.seen(seen),
        });
        out!("  ],\n  \"summary\": {summary}\n}}");
    }

    fn verdict(&self, verdict: &Verdict) -> Value {
        let examined = &verdict.examined;
        let checks = examined.findings.iter().map(|finding| {
            json!({
                "check": finding.check.id().trim_start_matches("verify-"),
                "holds": finding.holds(),
                "wrong": finding.wrong,
                "more": finding.more,
                "message": (!finding.holds()).then(|| self.fault(finding)),
            })
        });
        let (origin, answers) = match &verdict.origin {
            Origin::Untold => ("untold", None),
            Origin::NotFound => ("not-found", None),
            Origin::Broken(answers) => ("broken", Some(answers)),
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
