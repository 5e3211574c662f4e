//! What the answers files of a run say of themselves: enough to see, before
//! anything is made, which of them cannot both be right.

use std::collections::BTreeSet;

use crate::answers::{Answers, Header};
use crate::compose;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::hash;
use crate::job::Round;
use crate::json::Json;
use crate::manifest::ReportId;
use crate::output::folded;

/// All headers of a run.
#[derive(Debug, Default)]
pub struct Survey {
    /// The names of the files noted, in their order.
    files: Vec<Box<str>>,
    /// Places in `files`: under the digest of each body to each form, of each
    /// diary number of each form, and of each name that a report is to have.
    /// Most stand alone, and a run may have many thousands.
    seen: BTreeSet<(u128, u32)>,
}

/// What two reports cannot share.
#[derive(Clone, Copy)]
enum Shared {
    Body,
    DiaryNumber,
    FileName,
}

impl Shared {
    fn digest(self, form: &str, value: &str) -> u128 {
        let what = match self {
            Self::Body => "body",
            Self::DiaryNumber => "diary_number",
            // Those of all forms lie in one folder.
            Self::FileName => return hash::digest(folded(value).as_bytes()),
        };
        hash::digest(format!("{what}\n{form}\n{value}").as_bytes())
    }
}

impl Survey {
    /// Notes the file of that name; its place is what comes back.
    pub fn note(&mut self, header: &Header, file: &str) -> u32 {
        let place = self.files.len() as u32;
        self.files.push(file.into());
        for (shared, value) in
            [(Shared::Body, &header.body), (Shared::DiaryNumber, &header.diary_number)]
        {
            self.seen.insert((shared.digest(&header.form, value), place));
        }
        place
    }

    /// Notes what the report of the file at that place is to be called.
    pub fn note_name(&mut self, place: u32, stem: &str) {
        self.seen.insert((Shared::FileName.digest("", stem), place));
    }

    /// The files that share this.
    fn sharing(&self, shared: Shared, form: &str, value: &str) -> impl Iterator<Item = &str> {
        let digest = shared.digest(form, value);
        let places = self.seen.range((digest, 0)..=(digest, u32::MAX));
        places.map(|(_, place)| &*self.files[*place as usize])
    }

    /// Whether the run has answers for the report.
    pub fn holds(&self, report: &ReportId) -> bool {
        self.sharing(Shared::Body, &report.form, &report.body).next().is_some()
    }

    /// Whether another file is of the same body, or has the same number, or its
    /// report the same name.
    pub fn is_in_conflict(&self, header: &Header, stem: Option<&str>) -> bool {
        let several = |shared, value| self.sharing(shared, &header.form, value).nth(1).is_some();
        several(Shared::Body, &header.body)
            || several(Shared::DiaryNumber, &header.diary_number)
            || stem.is_some_and(|stem| several(Shared::FileName, stem))
    }

    /// What `json` has that another file has as well.
    pub fn conflicts(&self, json: &Json, stem: Option<&str>) -> Problems {
        let mut problems = Problems::default();
        let Some(header) = Header::read(&json.source) else { return problems };
        let stem = stem.unwrap_or_default();
        for (shared, value, code, pointer) in [
            (Shared::Body, &*header.body, Code::SameReport, "/body"),
            (Shared::DiaryNumber, &header.diary_number, Code::DiaryNumberTwice, "/diary_number"),
            (Shared::FileName, stem, Code::FileNameTwice, "/body"),
        ] {
            if code == Code::FileNameTwice && (stem.is_empty() || problems.has_errors()) {
                continue;
            }
            // One name may be that of all reports of a run; one other says it.
            let most = if code == Code::FileNameTwice { 1 } else { usize::MAX };
            let others = self.sharing(shared, &header.form, value);
            for other in others.filter(|file| *file != json.source.name).take(most) {
                let diagnostic = Diagnostic::new(code, json.place(pointer));
                problems.add(diagnostic.with("value", value).with("other", other));
            }
        }
        problems
    }
}

/// What the report of answers with that header is to be called, without ending;
/// nothing where it cannot be known.
pub fn stem(round: &Round, header: &Header) -> Option<String> {
    let body = round.bodies.bodies.get(&header.body)?.clone();
    let date = header.date.as_ref().and_then(|date| date.as_str());
    let mut answers = Answers::blank(&header.body, body, &header.diary_number);
    answers.date = date.map(str::to_owned);
    compose::file_name(&round.form, &answers, &round.look.layout).ok()
}

/// What is wrong with a name that Windows keeps for a device.
pub fn reserved(stem: &str, json: &Json) -> Diagnostic {
    Diagnostic::new(Code::FileNameReserved, json.place("/body")).with("value", stem)
}
