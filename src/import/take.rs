//! From returned Word files to changed answers: each file is read on its own,
//! those of one report are held against each other, and then all are taken.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::base::Made;
use super::belonging::refuse_other_cover;
use super::change::{Import, Note, Remark};
use super::changes::{self, Versions};
use super::edit::Edit;
use super::foreign::read_with_hash;
use super::origin::Origin;
use super::{Identity, belonging, edit};
use crate::answers::{Header, Progress};
use crate::check;
use crate::diagnostic::{Code, Diagnostic, Problems, Severity, Source};
use crate::error::Error;
use crate::input::{LayoutChoice, Rounds};
use crate::job::{Failure, Round, read_source};
use crate::json::Json;
use crate::manifest::ReportId;
use crate::output;
use crate::taken::{self, Taken};
use crate::whereabouts;

/// How returned files are to be taken.
#[derive(Debug)]
pub struct Options {
    /// The answers to take the edits into, instead of those of the same report.
    pub into: Option<PathBuf>,
    /// Where answers and forms are looked for.
    pub input: PathBuf,
    /// Where reports are written, and what they were made from is kept.
    pub out: PathBuf,
    /// The answers as they were when the files were made.
    pub base: Option<PathBuf>,
    /// What the files say holds, where the answers say otherwise by now.
    pub overwrite: bool,
    /// Nothing is written.
    pub dry_run: bool,
    /// The look that the files were made with, instead of what they say.
    pub look: LayoutChoice,
}

/// What became of one Word file.
pub struct Account {
    pub file: PathBuf,
    pub answers: PathBuf,
    pub import: Import,
    /// How far the body has come with it.
    pub progress: Progress,
    /// Where the answers are as they were before; nothing if nothing changed.
    pub backup: Option<PathBuf>,
}

/// A file that was read and is yet to be taken.
struct Returned {
    answers: PathBuf,
    ours: Json,
    round: Arc<Round>,
    import: Import,
    /// What is to be remembered when it is taken.
    memory: Option<(ReportId, Taken)>,
}

/// Takes `files`, and tells of each in turn. A file of a report of which there are
/// several is taken only where all of them change the same.
pub fn take(
    files: Vec<PathBuf>,
    options: &Options,
    mut tell: impl FnMut(&Path, Result<Account, Failure>),
) {
    let mut reader = Reader { options, rounds: BTreeMap::new() };
    let mut read: Vec<(PathBuf, Result<Returned, Failure>)> = Vec::new();
    for file in files {
        let returned = reader.read(&file);
        read.push((file, returned));
    }
    settle_rivals(&mut read);
    for (file, returned) in read {
        let account = returned.and_then(|returned| reader.taken(&file, returned));
        tell(&file, account);
    }
}

/// Refuses the files of one report that do not change the same; of those that do,
/// the first is taken.
fn settle_rivals(read: &mut [(PathBuf, Result<Returned, Failure>)]) {
    let mut reports: BTreeMap<PathBuf, Vec<usize>> = BTreeMap::new();
    for (index, (_, returned)) in read.iter().enumerate() {
        if let Ok(returned) = returned {
            reports.entry(returned.answers.clone()).or_default().push(index);
        }
    }
    // A file that says nothing new is nobody's rival.
    let says_nothing = |index: &usize| {
        let import = read[*index].1.as_ref().ok().map(|one| &one.import);
        import.is_none_or(|import| said(import) == (&[], Vec::new()))
    };
    for rivals in reports.values_mut() {
        rivals.retain(|index| !says_nothing(index));
    }
    for rivals in reports.into_values().filter(|rivals| rivals.len() > 1) {
        let said = |index: &usize| read[*index].1.as_ref().ok().map(|one| said(&one.import));
        let agree = rivals.iter().all(|index| said(index) == said(&rivals[0]));
        let names: Vec<String> =
            rivals.iter().map(|index| read[*index].0.display().to_string()).collect();
        for (place, index) in rivals.into_iter().enumerate() {
            let (file, returned) = &mut read[index];
            match returned {
                Ok(_) if !agree => {
                    let mut others = names.clone();
                    others.remove(place);
                    let diagnostic = Diagnostic::general(Code::ReturnedTwice)
                        .with("file", file.display().to_string())
                        .with("other", others.join(", "));
                    *returned = Err(Problems::from(diagnostic).into());
                }
                Ok(same) if place > 0 => {
                    same.import.edits.clear();
                    same.import.changes.clear();
                    same.memory = None;
                    let what = Remark::SameAs(names[0].clone());
                    same.import.notes.insert(0, Note { question: None, what });
                }
                _ => {}
            }
        }
    }
}

/// What a file changes, and what it would if somebody decided so.
fn said(import: &Import) -> (&[Edit], Vec<&Note>) {
    let notes = import.notes.iter().filter(|note| note.what.is_open());
    // What was taken before is nothing that it says now.
    (&import.edits, notes.filter(|note| !note.what.is_of_answers()).collect())
}

/// Whether the answers still are as they were when the file was read.
fn are_as_read(returned: &Returned) -> bool {
    match read_source(&returned.answers) {
        Ok(source) => source.text == returned.ours.source.text,
        Err(_) => !returned.answers.exists(),
    }
}

/// What some editors begin a file with.
const MARK: &str = "\u{feff}";

/// Writes the answers as they are with the file's edits, and says where they are
/// as they were before; nothing where they have changed since they were read.
fn write(returned: &Returned) -> Result<Option<Option<PathBuf>>, Failure> {
    let mut text = edit::apply(&returned.ours.source.text, &returned.import.edits)?;
    // It was left out when the answers were read.
    if std::fs::read(&returned.answers).is_ok_and(|bytes| bytes.starts_with(MARK.as_bytes())) {
        text.insert_str(0, MARK);
    }
    let backup = keep_backup(&returned.answers)?;
    let as_read = || are_as_read(returned);
    if output::replace_to_last(&returned.answers, text.as_bytes(), as_read)? {
        return Ok(Some(backup));
    }
    if let Some(backup) = backup {
        std::fs::remove_file(&backup).map_err(|error| Error::write(&backup, error))?;
    }
    Ok(None)
}

struct Reader<'a> {
    options: &'a Options,
    /// By the look that files were made with.
    rounds: BTreeMap<LayoutChoice, Rounds>,
}

impl Reader<'_> {
    /// Writes what a file changes. Where somebody has changed the answers since,
    /// another import or an editor, the file is read again beside them.
    fn taken(&mut self, file: &Path, mut returned: Returned) -> Result<Account, Failure> {
        let mut backup = None;
        if !self.options.dry_run && !returned.import.edits.is_empty() {
            let _lock = output::lock(&returned.answers)?;
            while !returned.import.edits.is_empty() {
                if let Some(kept) = write(&returned)? {
                    backup = kept;
                    break;
                }
                returned = self.read(file)?;
            }
        }
        let Returned { answers, ours, round, mut import, memory } = returned;
        let text = edit::apply(&ours.source.text, &import.edits)?;
        let source = Arc::new(Source { name: ours.source.name.clone(), text });
        let (progress, after) = checked(&Json::parse(source)?, &round);
        if !import.edits.is_empty() {
            let (_, before) = checked(&ours, &round);
            import.notes.extend(refused(before, after));
        }
        if let Some((report, taken)) = memory.filter(|_| !self.options.dry_run) {
            let out = &self.options.out;
            if taken::note(out, &report, taken).is_err() {
                let what = Remark::NotNoted(out.display().to_string());
                import.notes.push(Note { question: None, what });
            }
        }
        Ok(Account { file: file.to_owned(), answers, import, progress, backup })
    }

    fn read(&mut self, file: &Path) -> Result<Returned, Failure> {
        let (document, hash) = read_with_hash(file)?;
        let identity = Identity::of(&document);
        let origin = Origin::of(&document);
        let (answers, source) = belonging::answers(file, &document, &identity, self.options)?;
        let ours = Json::parse(source)?;
        let round = self.round(file, &origin, &answers, &ours)?;
        let header = Header::read(&ours.source);
        if let Some(header) = &header {
            refuse_other_cover(file, &document, &identity, &answers, header, &round)?;
        }
        let made = Made { file, origin: &origin, answers: &answers, ours: &ours, round: &round };
        let base = made.base(self.options)?;
        let report = header.map(|Header { form, body, .. }| ReportId { form, body });
        let known = report.as_ref().map(|report| {
            let taken = Taken::read(&made.folders(self.options), report);
            taken.answers.get(&base.hash).cloned().unwrap_or_default()
        });
        let versions = Versions {
            base: &base.json,
            ours: &ours,
            file_holds: self.options.overwrite,
            taken: known.as_ref(),
        };
        let mut import = changes::import(versions, &document, &round)?;
        refuse_other_look(file, &origin, &import, &round)?;
        if base.is_guess && said(&import) != (&[], Vec::new()) {
            return Err(made.refusal("unsaid"));
        }
        let remarks = base.remark.into_iter().chain(identity.other_number(&ours));
        import.notes.splice(0..0, remarks.map(|what| Note { question: None, what }));
        let taken = self.memory_of(file, hash, base.hash, &import);
        let memory = report.map(|report| (report, taken));
        Ok(Returned { answers, ours, round, import, memory })
    }

    /// What is to be remembered of a file. One in the output folder, of which all
    /// is taken, may be written over.
    fn memory_of(&self, file: &Path, hash: String, base: String, import: &Import) -> Taken {
        let mut memory = Taken::default();
        let folder = file.parent().unwrap_or(Path::new(""));
        let is_in_out = whereabouts::real(folder) == whereabouts::real(&self.options.out);
        if is_in_out && !import.notes.iter().any(|note| note.what.is_of_file()) {
            memory.files.insert(hash);
        }
        if !import.taken.is_empty() {
            memory.answers.insert(base, import.taken.clone());
        }
        memory
    }

    /// The form as the file shows it: in the look that it was made with.
    fn round(
        &mut self,
        file: &Path,
        origin: &Origin,
        answers: &Path,
        ours: &Json,
    ) -> Result<Arc<Round>, Failure> {
        let is_said = self.options.look != LayoutChoice::default();
        let look = if is_said { &self.options.look } else { &origin.look };
        let new = || Rounds::new(look.clone(), false);
        let rounds = self.rounds.entry(look.clone()).or_insert_with(new);
        rounds.within(answers, ours, &self.options.input).map_err(|failure| {
            let is_of_look =
                |d: &Diagnostic| matches!(d.code, Code::UnknownLayout | Code::UnknownSetting);
            match failure.problems().iter().any(is_of_look) {
                true if !is_said => other_look(file, origin),
                _ => failure,
            }
        })
    }
}

/// How far answers have come, and why there can be no report of them.
fn checked(json: &Json, round: &Round) -> (Progress, Problems) {
    match check::answers(json, round) {
        Ok(checked) => (checked.progress, checked.warnings),
        Err(refused) => (refused.progress, refused.problems),
    }
}

/// The errors that answers have `after` and had not before; but for what is
/// yet to be answered.
fn refused(before: Problems, after: Problems) -> Vec<Note> {
    let is_error = |d: &Diagnostic| d.severity() == Severity::Error;
    let place = |d: &Diagnostic| d.place.as_ref().map(|place| place.pointer.clone());
    let known: Vec<_> = before.0.iter().filter(|d| is_error(d)).map(place).collect();
    let is_open =
        |d: &Diagnostic| matches!(d.code, Code::NoDevelopment | Code::NotInAnswers | Code::NoMark);
    let is_told = |d: &Diagnostic| is_error(d) && !is_open(d);
    let new = after.0.into_iter().filter(|d| is_told(d) && !known.contains(&place(d)));
    let notes = new.map(|Diagnostic { code, place, args }| Note {
        question: place.and_then(|place| place.question),
        what: Remark::Refused { code, args },
    });
    notes.collect()
}

/// Refuses a file that shows little of what the look at hand would.
fn refuse_other_look(
    file: &Path,
    origin: &Origin,
    import: &Import,
    round: &Round,
) -> Result<(), Failure> {
    let missing = import.notes.iter().filter(|note| note.what == Remark::Missing).count();
    let is_ours = origin.layout.as_ref() == Some(&round.look.hash());
    if is_ours || 2 * missing <= import.places || import.places == 0 {
        return Ok(());
    }
    Err(other_look(file, origin))
}

fn other_look(file: &Path, origin: &Origin) -> Failure {
    let settings = origin.look.settings.iter().map(|(key, value)| format!(" --set {key}={value}"));
    let diagnostic = Diagnostic::general(Code::OtherLook)
        .with("file", file.display().to_string())
        .with("look", or_none(origin.look.name.clone().unwrap_or_default()))
        .with("settings", or_none(settings.collect::<String>().trim().to_owned()));
    Problems::from(diagnostic).into()
}

/// Messages ask by this word whether there is anything to say.
fn or_none(text: String) -> String {
    if text.is_empty() { "none".to_owned() } else { text }
}

/// A copy of the file beside it, under a name that is free.
fn keep_backup(path: &Path) -> Result<Option<PathBuf>, Error> {
    let Ok(bytes) = crate::read::bytes(path, crate::read::LARGEST_TEXT) else { return Ok(None) };
    let names = (1_u32..).map(|number| match number {
        1 => ".bak".to_owned(),
        number => format!(".bak{number}"),
    });
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut free = names.map(|end| path.with_file_name(format!("{name}{end}")));
    let backup = free.find(|backup| !backup.exists()).unwrap_or_default();
    output::copy_to_last(path, &backup, &bytes)?;
    Ok(Some(backup))
}
