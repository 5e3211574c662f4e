//! Many reports: which of them to make, and making them on several threads.
//!
//! Documents run on plain threads and not on a shared rayon pool, which Typst
//! uses itself: a waiting PDF export would begin another document on the same
//! stack. Where every core has a report, each thread is a pool of its own, in
//! which Typst's parallel work runs in place; a report that has cores to spare
//! is made by all of them.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Instant;

use crate::answers::Header;
use crate::check::{self, Survey};
use crate::diagnostic::{Code, Diagnostic, Problems, Source};
use crate::error::Error;
use crate::input::Rounds;
use crate::job::{self, Failure, Format, Job, Made, Round};
use crate::json::Json;
use crate::kept;
use crate::manifest::{self, Manifest, Plan, Reason, Record};
use crate::pdf::Export;

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
    fn fingerprint(&self) -> String {
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
    fn holds(self, form: &str, body: &str) -> bool {
        let hash = manifest::hash(format!("{form}/{body}").as_bytes());
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
    round: Arc<Round>,
    body_id: String,
}

/// What is known of a report that stands as it was made.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    pub pages: Option<usize>,
    pub warnings: usize,
}

/// What became of an answers file.
#[derive(Debug)]
pub enum Outcome {
    Made(Box<Made>, Vec<Reason>),
    Unchanged(Standing),
    Failed(Failure),
}

/// Plans a run over `paths`, in their order. Nothing is written.
pub fn plan(paths: Vec<PathBuf>, rounds: &mut Rounds, options: &Options) -> Vec<Item> {
    let manifest = Manifest::of(&options.out);
    let mut survey = Survey::default();
    let mut read = Vec::new();
    for path in paths {
        let source = job::read_source(&path);
        let header = source.as_ref().ok().and_then(|source| Header::read(source));
        if let (Some(header), Ok(source)) = (&header, &source) {
            survey.note(header, &source.name);
        }
        let belongs = match (&header, options.shard) {
            (Some(header), Some(shard)) => shard.holds(&header.form, &header.body),
            // What cannot be read is told of by the first part.
            (None, Some(shard)) => shard.number == 1,
            (_, None) => true,
        };
        if belongs {
            read.push((
                path,
                header,
                source.map(|source| manifest::digest(source.text.as_bytes())),
            ));
        }
    }
    let items = read.into_iter().map(|(path, header, hash)| {
        let mut item = Item {
            name: header.as_ref().map_or_else(|| file_name(&path), |header| header.body.clone()),
            path,
            diary_number: header.as_ref().map(|h| h.diary_number.clone()).unwrap_or_default(),
            state: State::Failed(Problems::default().into()),
        };
        item.state = hash
            .map_err(Failure::from)
            .and_then(|hash| plan_one(&mut item, header, hash, rounds, &survey, &manifest, options))
            .unwrap_or_else(State::Failed);
        item
    });
    items.collect()
}

fn file_name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn plan_one(
    item: &mut Item,
    header: Option<Header>,
    answers: u128,
    rounds: &mut Rounds,
    survey: &Survey,
    manifest: &Manifest,
    options: &Options,
) -> Result<State, Failure> {
    let read =
        |path: &PathBuf| -> Result<Json, Failure> { Ok(Json::parse(job::read_source(path)?)?) };
    let Some(header) = header else {
        // The checks know what is wrong with it.
        let json = read(&item.path)?;
        let round = rounds.of(&item.path, &json)?;
        let refused = check::answers(&json, &round).err();
        return Err(refused.map(Failure::from).unwrap_or(Problems::default().into()));
    };
    if survey.is_in_conflict(&header) {
        return Err(survey.conflicts(&read(&item.path)?).into());
    }
    let round = match rounds.known(&item.path, &header.form) {
        Some(round) => round?,
        None => rounds.of(&item.path, &read(&item.path)?)?,
    };
    if let Some(body) = round.bodies.bodies.get(&header.body) {
        item.name = body.name.clone();
    }
    let inputs = round.inputs(&header.body, manifest::hexadecimal(answers), options.fingerprint());
    let record = manifest.read(&header.form, &header.body);
    let plan = manifest.plan(record.as_ref(), &inputs, &options.formats, options.force);
    match (plan, record) {
        (Plan::Unchanged, Some(Record { pages, warnings, .. })) => {
            Ok(State::Unchanged(Standing { pages, warnings }))
        }
        (Plan::Edited(files), _) => {
            let mut problems = Problems::default();
            for file in files {
                let file = options.out.join(file).display().to_string();
                problems.add(Diagnostic::general(Code::EditedOutput).with("file", file));
            }
            Err(problems.into())
        }
        (Plan::Make(reasons), _) => {
            let task = Task { round, body_id: header.body };
            Ok(State::Planned { task, reasons })
        }
        (Plan::Unchanged, None) => Err(Problems::default().into()),
    }
}

/// Makes what is planned. `tell` hears of every item in the order of the plan,
/// whichever thread is done first.
pub fn run(items: Vec<Item>, options: &Options, tell: impl FnMut(Item, Outcome)) {
    Manifest::of(&options.out).clean();
    let planned = items.iter().filter(|item| item.is_planned()).count();
    let spare_cores = planned < options.jobs;
    let queue = Mutex::new(items.into_iter().enumerate());
    let settle_next = || {
        let (index, mut item) = queue.lock().ok()?.next()?;
        let outcome = settle(&mut item, options, spare_cores);
        Some((index, item, outcome))
    };
    let mut in_order = InOrder { waiting: BTreeMap::new(), told: 0, tell };
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        // This thread is one of them, for it need not do anything else.
        for _ in 1..options.jobs.min(planned) {
            let (sender, settle_next) = (sender.clone(), &settle_next);
            scope.spawn(move || {
                if !spare_cores {
                    use_one_core();
                }
                while let Some(settled) = settle_next() {
                    // The run hears of it: it waits for all that is to come.
                    let _ = sender.send(settled);
                }
            });
        }
        drop(sender);
        match planned {
            0 => {}
            _ if spare_cores => use_all_cores(options.jobs),
            _ => use_one_core(),
        }
        while let Some(settled) = settle_next() {
            in_order.add(settled);
            receiver.try_iter().for_each(|settled| in_order.add(settled));
        }
        receiver.iter().for_each(|settled| in_order.add(settled));
    });
    crate::output::sync(&options.out);
}

/// Tells of what is settled in the order of the plan.
struct InOrder<T> {
    /// What is settled before its turn, by place in the plan.
    waiting: BTreeMap<usize, (Item, Outcome)>,
    told: usize,
    tell: T,
}

impl<T: FnMut(Item, Outcome)> InOrder<T> {
    fn add(&mut self, (index, item, outcome): (usize, Item, Outcome)) {
        self.waiting.insert(index, (item, outcome));
        while let Some((item, outcome)) = self.waiting.remove(&self.told) {
            (self.tell)(item, outcome);
            self.told += 1;
        }
    }
}

/// Bytes of stack for each of Typst's threads, as on the main one.
const STACK: usize = 8 << 20;

/// Lets all cores take part in what this thread makes, from now on.
pub fn use_all_cores(jobs: usize) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK);
    // A thread that belongs to a pool already stays there.
    let _ = pool.use_current_thread().build_global();
}

/// Lets Typst's parallel work run in place on this thread, from now on: where
/// every core has a report of its own, passing parts of it around costs time.
fn use_one_core() {
    if let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build() {
        // It lasts as long as the thread.
        std::mem::forget(pool);
    }
}

fn settle(item: &mut Item, options: &Options, spare_cores: bool) -> Outcome {
    let state = std::mem::replace(&mut item.state, State::Failed(Problems::default().into()));
    match state {
        State::Unchanged(standing) => Outcome::Unchanged(standing),
        State::Failed(failure) => Outcome::Failed(failure),
        State::Planned { task, reasons } => {
            let make = AssertUnwindSafe(|| make(item, &task, options, spare_cores));
            let made = std::panic::catch_unwind(make).unwrap_or_else(|panic| {
                let said = panic.downcast_ref::<String>().map(String::as_str);
                let said = said.or(panic.downcast_ref::<&str>().copied()).unwrap_or("a panic");
                Err(Error::internal("a renderer", said).into())
            });
            // What consecutive reports share stays in Typst's cache, for as
            // many documents as are under way; the rest would pile up.
            typst::comemo::evict(2 * options.jobs);
            match made {
                Ok(made) => Outcome::Made(Box::new(made), reasons),
                Err(failure) => Outcome::Failed(failure),
            }
        }
    }
}

fn make(item: &Item, task: &Task, options: &Options, spare_cores: bool) -> Result<Made, Failure> {
    let start = Instant::now();
    let source: Arc<Source> = job::read_source(&item.path)?;
    let answers = manifest::hash(source.text.as_bytes());
    let json = Json::parse(source)?;
    let inputs = task.round.inputs(&task.body_id, answers, options.fingerprint());
    let job = Job {
        round: task.round.clone(),
        formats: options.formats.clone(),
        export: options.export,
        strict: options.strict,
        spare_cores,
    };
    let ready = job::make(&json, &job, &inputs)?;
    let manifest = Manifest::of(&options.out);
    let form_id = &task.round.form.id;
    let known = Record {
        answers: item.path.clone(),
        body: ready.properties.body.clone(),
        diary_number: ready.properties.diary_number.clone(),
        pages: ready.pages,
        warnings: ready.warnings.warnings(),
        inputs,
        files: BTreeMap::new(),
    };
    // Before the Word file stands, so that none is without.
    if options.formats.contains(&Format::Docx) {
        kept::keep(&options.out, form_id, &task.body_id, &known.inputs.answers, &json.value)?;
    }
    manifest.write_files(form_id, &task.body_id, known, &ready.files)?;
    Ok(Made {
        files: ready.files.iter().map(|file| options.out.join(&file.name)).collect(),
        properties: ready.properties,
        pages: ready.pages,
        warnings: ready.warnings,
        time: start.elapsed(),
    })
}
