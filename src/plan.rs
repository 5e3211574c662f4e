//! What is to be made of a run's answers files, and why. Nothing is written.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::answers::Header;
use crate::check;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::error::Error;
use crate::hash;
use crate::input::{self, Rounds};
use crate::inputs::Reason;
use crate::job::{self, Failure, Format, Round};
use crate::manifest::{Manifest, Record, ReportId};
use crate::names::{self, Others, Owner};
use crate::occupant;
use crate::output::{folded, is_reserved};
use crate::owned::{self, Claim, Decision};
use crate::pdf::Export;
use crate::prune;
use crate::read_files::ReadFiles;
use crate::remains::Remains;
use crate::survey::{self, Survey};
use crate::whereabouts::{Whereabouts, shown};

/// What a run over many answers is told.
#[derive(Debug, Clone)]
pub struct Options {
    pub formats: Vec<Format>,
    pub out: PathBuf,
    pub export: Export,
    pub strict: bool,
    /// Make everything, and write over files that somebody has edited.
    pub force: bool,
    /// Threads.
    pub jobs: usize,
    pub shard: Option<Shard>,
}

impl Options {
    /// What of them a report depends on.
    pub fn fingerprint(&self) -> String {
        format!("{}, strict: {}", self.export, self.strict)
    }
}

/// The part `number` of `of` parts of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    pub number: u64,
    pub of: u64,
}

impl Shard {
    /// Whether a report belongs to this part: the same on every machine.
    pub fn holds(self, form: &str, body: &str) -> bool {
        let hash = hash::hash(format!("{form}/{body}").as_bytes());
        let number = u64::from_str_radix(&hash[..15], 16).unwrap_or_default();
        number % self.of == self.number - 1
    }
}

/// An answers file of the run.
#[derive(Debug)]
pub struct Item {
    pub path: PathBuf,
    /// The body's name, or its id, or the file's name: the best that is known.
    pub name: String,
    pub diary_number: String,
    /// Nothing where the file does not say.
    pub report: Option<ReportId>,
    /// The way from the output folder.
    pub way: Option<String>,
    /// Files under names that the report had before, which somebody has edited.
    pub kept: Vec<PathBuf>,
    /// What its report is to be called, where that is known.
    pub stem: Option<String>,
    /// Files in formats that are not asked for, under names from earlier.
    pub stale: Vec<String>,
    pub round: Option<Arc<Round>>,
    /// What lies there from earlier, where the report is refused.
    pub remains: Option<Remains>,
    pub state: State,
}

/// What is to happen with an answers file.
#[derive(Debug)]
pub enum State {
    /// To be made, for these reasons.
    Planned {
        task: Task,
        reasons: Vec<Reason>,
    },
    Unchanged(Standing),
    Failed(Failure),
}

impl State {
    /// Stands in for a moment, and is told of as the program's fault if it stays.
    pub fn undecided() -> Self {
        Self::Failed(Error::internal("planning", "nothing was decided").into())
    }
}

impl Item {
    /// Whether there is something to make.
    pub fn is_planned(&self) -> bool {
        matches!(self.state, State::Planned { .. })
    }
}

/// What a thread needs to make one report. It reads the rest when it begins,
/// so that a long run holds little of what is yet to come.
#[derive(Debug)]
pub struct Task {
    pub round: Arc<Round>,
    pub report: ReportId,
    /// Reports that give it their names up.
    pub give: Vec<ReportId>,
}

/// What is known of a report that stands as it was made.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    pub pages: Option<usize>,
    pub warnings: usize,
    /// Its record does not say yet where its answers lie now.
    pub has_moved: bool,
    /// Its record does not say yet of when its files are.
    pub is_touched: bool,
}

/// The answers files of a run, as far as they say what they are.
#[derive(Debug, Default)]
pub struct Headers {
    pub files: Vec<ReadFile>,
    pub survey: Survey,
}

/// An answers file, and what is known of it from its first lines.
#[derive(Debug)]
pub struct ReadFile {
    pub path: PathBuf,
    pub header: Option<Header>,
    /// In the survey.
    place: Option<u32>,
    /// Digest of its text.
    answers: Result<u128, Error>,
    /// Whether it is to be made in this run, or only looked at.
    is_wanted: bool,
    /// Of those that are wanted, once they are named.
    pub round: Option<Result<Arc<Round>, Failure>>,
    /// What its report is to be called.
    pub stem: Option<String>,
}

/// Reads the headers of all `paths`; the run is to make those that `wanted`
/// picks.
pub fn read(paths: Vec<PathBuf>, shard: Option<Shard>, wanted: impl Fn(&Path) -> bool) -> Headers {
    let mut survey = Survey::default();
    let files = paths.into_iter().map(|path| {
        let source = job::read_source(&path);
        let header = source.as_ref().ok().and_then(|source| Header::read(source));
        let place = match (&header, &source) {
            (Some(header), Ok(source)) => Some(survey.note(header, &source.name)),
            _ => None,
        };
        let belongs = match (&header, shard) {
            (Some(header), Some(shard)) => shard.holds(&header.form, &header.body),
            // What cannot be read is told of by the first part.
            (None, Some(shard)) => shard.number == 1,
            (_, None) => true,
        };
        let is_wanted = belongs && wanted(&path);
        let answers = source.map(|source| hash::digest(source.text.as_bytes()));
        ReadFile { path, header, place, answers, is_wanted, round: None, stem: None }
    });
    let files = files.collect();
    Headers { files, survey }
}

impl Headers {
    /// Finds out what each report is to be called. What is wrong with a form is
    /// told with the first file that is wanted, so those come first.
    pub fn name(&mut self, rounds: &mut Rounds) {
        for wanted in [true, false] {
            for file in self.files.iter_mut().filter(|file| file.is_wanted == wanted) {
                let (Some(header), Some(place)) = (&file.header, file.place) else { continue };
                let round = round_of(&file.path, header, rounds);
                file.stem = round.as_ref().ok().and_then(|round| survey::stem(round, header));
                if let Some(stem) = &file.stem {
                    self.survey.note_name(place, stem);
                }
                file.round = wanted.then_some(round);
            }
        }
    }
}

fn round_of(path: &Path, header: &Header, rounds: &mut Rounds) -> Result<Arc<Round>, Failure> {
    match rounds.known(path, &header.form) {
        Some(round) => round,
        None => rounds.of(path, &input::read_json(path)?),
    }
}

/// Plans a run, in the order of its paths. The reports that are `leaving` need
/// their names no longer.
pub fn plan(
    mut headers: Headers,
    rounds: &mut Rounds,
    options: &Options,
    leaving: &[ReportId],
) -> (Vec<Item>, Survey) {
    headers.name(rounds);
    let Headers { files, survey } = headers;
    let answers = files.iter().map(|file| file.path.as_path());
    let read = ReadFiles::new(&options.out, answers.chain(rounds.files()));
    let mut planner = Planner {
        rounds,
        survey: &survey,
        manifest: Manifest::of(&options.out),
        whereabouts: Whereabouts::of(&options.out),
        owners: OnceCell::new(),
        read,
        leaving,
        options,
    };
    let wanted = files.into_iter().filter(|file| file.is_wanted);
    let items = wanted.map(|file| planner.item(file)).collect();
    (items, survey)
}

struct Planner<'a> {
    rounds: &'a mut Rounds,
    survey: &'a Survey,
    manifest: Manifest,
    whereabouts: Whereabouts,
    /// Whose the names in the folder are, once it has been asked.
    owners: OnceCell<HashMap<String, Vec<Owner>>>,
    read: ReadFiles,
    leaving: &'a [ReportId],
    options: &'a Options,
}

impl Planner<'_> {
    fn item(&mut self, file: ReadFile) -> Item {
        let header = file.header.as_ref();
        let mut item = Item {
            name: header.map_or_else(|| file_name(&file.path), |header| header.body.clone()),
            path: file.path.clone(),
            diary_number: header.map(|header| header.diary_number.clone()).unwrap_or_default(),
            report: header
                .map(|header| ReportId { form: header.form.clone(), body: header.body.clone() }),
            way: self.whereabouts.way_to(&file.path),
            kept: Vec::new(),
            stem: None,
            stale: Vec::new(),
            round: None,
            remains: None,
            state: State::undecided(),
        };
        item.state = self.state(&mut item, file).unwrap_or_else(State::Failed);
        item
    }

    fn state(&mut self, item: &mut Item, file: ReadFile) -> Result<State, Failure> {
        let answers = file.answers?;
        let (Some(header), Some(report)) = (file.header, item.report.clone()) else {
            return Err(self.unreadable(&item.path));
        };
        let round = match file.round {
            Some(round) => round?,
            None => round_of(&item.path, &header, self.rounds)?,
        };
        let stem = file.stem.as_deref();
        item.round = Some(round.clone());
        if self.survey.is_in_conflict(&header, stem) {
            return Err(self.survey.conflicts(&input::read_json(&item.path)?, stem).into());
        }
        if let Some(body) = round.bodies.bodies.get(&header.body) {
            item.name = body.name.clone();
        }
        let record = self.manifest.read(&report)?;
        self.check_place(stem)?;
        let give = self.givers(item, &report, stem, record.as_ref())?;
        let left = record.iter().flat_map(|record| &record.left);
        let left = left.map(|file| self.options.out.join(&file.name));
        item.kept = left.filter(|path| path.exists()).collect();
        item.stale = record.iter().flat_map(|record| self.stale(record, stem)).collect();
        item.stem = stem.map(str::to_owned);
        let task = Task { round, report, give };
        self.decide(item, task, stem, answers, record)
    }

    /// What the checks know to be wrong with a file that has no header.
    fn unreadable(&mut self, path: &Path) -> Failure {
        let mut found = || -> Result<(), Failure> {
            let json = input::read_json(path)?;
            let round = self.rounds.of(path, &json)?;
            check::answers(&json, &round)?;
            Ok(())
        };
        let strange = || Error::internal("reading a header", path.display()).into();
        found().err().unwrap_or_else(strange)
    }

    /// That files can be written where the report's are to stand: over nothing
    /// that is read, nor over what is no file.
    fn check_place(&self, stem: Option<&str>) -> Result<(), Failure> {
        let Some(stem) = stem else { return Ok(()) };
        let mut problems = Problems::default();
        for format in &self.options.formats {
            let name = format.file_name(stem);
            problems.0.extend(self.read.refusal(&self.options.out, &name));
            if self.options.force {
                occupant::file(&self.options.out.join(name))?;
            }
        }
        if problems.has_errors() { Err(problems.into()) } else { Ok(()) }
    }

    /// The reports that give a report its name up.
    ///
    /// # Errors
    /// The name is not to be had.
    fn givers(
        &self,
        item: &Item,
        report: &ReportId,
        stem: Option<&str>,
        record: Option<&Record>,
    ) -> Result<Vec<ReportId>, Failure> {
        let Some(stem) = stem else { return Ok(Vec::new()) };
        let has = |record: &Record| {
            let endings = self.options.formats.iter().map(|format| format.extension());
            endings
                .map(|ending| record.files.get(ending))
                .all(|file| file.is_some_and(|file| file.stem() == stem))
        };
        if record.is_some_and(has) {
            return Ok(Vec::new());
        }
        if is_reserved(stem) {
            let json = input::read_json(&item.path)?;
            return Err(Problems::from(survey::reserved(stem, &json)).into());
        }
        let owners = self.owners(stem)?.filter(|owner| owner.report != *report);
        let (staying, giving): (Vec<&Owner>, Vec<&Owner>) =
            owners.partition(|owner| owner.is_its_own && !self.gives_up(&owner.report));
        match staying.first() {
            Some(owner) => Err(self.taken(item, stem, owner)),
            None => Ok(giving.into_iter().map(|owner| owner.report.clone()).collect()),
        }
    }

    /// Whether a report is called otherwise after this run, or is no more.
    fn gives_up(&self, report: &ReportId) -> bool {
        self.survey.holds(report) || self.leaving.contains(report)
    }

    fn taken(&self, item: &Item, stem: &str, owner: &Owner) -> Failure {
        let file = self.options.out.join(format!("{stem}.*"));
        let answers = owner.answers.as_deref().map(shown).unwrap_or_default();
        let json = match input::read_json(&item.path) {
            Ok(json) => json,
            Err(failure) => return failure,
        };
        let diagnostic = Diagnostic::new(Code::FileNameTaken, json.place("/body"))
            .with("file", file.display().to_string())
            .with("body", &owner.body_name)
            .with("answers", answers.display().to_string());
        Problems::from(diagnostic).into()
    }

    /// Whose that name is in the output folder.
    fn owners(&self, stem: &str) -> Result<impl Iterator<Item = &Owner>, Error> {
        if self.owners.get().is_none() {
            // Nobody else can have set it.
            let _ = self.owners.set(names::owners(&self.manifest, &self.whereabouts)?);
        }
        let owners = self.owners.get().and_then(|owners| owners.get(&folded(stem)));
        Ok(owners.into_iter().flatten())
    }

    fn stale(&self, record: &Record, stem: Option<&str>) -> Vec<String> {
        let Some(stem) = stem else { return Vec::new() };
        let files = prune::stale(record, stem, &self.options.formats);
        files.map(|file| file.name.clone()).collect()
    }

    fn decide(
        &self,
        item: &Item,
        task: Task,
        stem: Option<&str>,
        answers: u128,
        record: Option<Record>,
    ) -> Result<State, Failure> {
        let options = self.options;
        // The checks say why a report has no name.
        let (false, Some(stem)) = (options.force, stem) else {
            let reason = if options.force { Reason::Forced } else { Reason::New };
            return Ok(State::Planned { task, reasons: vec![reason] });
        };
        let answers = hash::hexadecimal(answers);
        let now = task.round.inputs(&task.report.body, answers, options.fingerprint());
        let others = &Others::read(&self.manifest, &task.give)?;
        let claim = Claim { report: &task.report, stem, formats: &options.formats, others };
        let decided = owned::decide(&self.manifest, record.as_ref(), &claim, &now)?;
        match (decided, record) {
            (Decision::Unchanged { is_touched }, Some(record)) => Ok(State::Unchanged(Standing {
                pages: record.pages,
                warnings: record.warnings,
                has_moved: record.answers != item.way,
                is_touched,
            })),
            (Decision::Unchanged { .. }, None) => {
                Ok(State::Planned { task, reasons: vec![Reason::New] })
            }
            (Decision::Make(reasons), _) => Ok(State::Planned { task, reasons }),
            (Decision::Refused(problems), _) => Err(problems.into()),
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
