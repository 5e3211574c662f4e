//! Mutated input never makes the program panic, and whatever it accepts it
//! renders: every form and register in every format, answers now and then.
//!
//! `DNR_FUZZ_CASES` sets how many cases run (2,000 where it is not set), and
//! `DNR_FUZZ_SEED` where they begin. A failing case prints its number.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use crate::support::chance::{Chance, number};
use crate::support::{ANSWERS, BODIES, FORM, project};
use dnr::bodies::Bodies;
use dnr::check;
use dnr::diagnostic::Source;
use dnr::docx;
use dnr::form::Form;
use dnr::html;
use dnr::job::{Look, Round};
use dnr::json::Json;
use dnr::layout::Layout;
use dnr::pdf::Standard;
use dnr::report::Report;
use dnr::shape;

/// What mutations put in: signs of JSON, of markup, of Word, and odd ones.
const PIECES: &[&str] = &[
    "\"",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\\",
    "\\n\\n",
    "\\u0000",
    "\\u000b",
    "\\ud800",
    "null",
    "true",
    "-1",
    "1e999",
    "\"\"",
    "[]",
    "{}",
    "* ",
    "- ",
    "1. ",
    "999999999999. ",
    "**",
    "_",
    "](",
    "<b>",
    "#panic()",
    "{{dnr}}",
    "{{",
    "$",
    "\\\\",
    "å",
    "\u{301}",
    "😀",
    "\u{202e}",
    "\u{ad}",
    "\u{200b}",
    "| a | b |\\n",
    " ",
    "\t",
    "\n",
    "0497/23",
    "2023-02-30",
    "enligt",
    "not_answered",
    "placeholder",
    "9999999",
];

/// One to four random changes to a text, at places between characters.
fn mutated(text: &str, chance: &mut Chance) -> String {
    let mut text = text.to_owned();
    for _ in 0..=chance.below(4) {
        let mut start = chance.below(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let reach = [0, 1, 8, 60][chance.below(4)];
        let mut end = (start + chance.below(reach + 1)).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let piece = match chance.below(6) {
            0 => String::new(),
            1 => text[start..end].repeat(2),
            _ => PIECES[chance.below(PIECES.len())].to_owned(),
        };
        text.replace_range(start..end, &piece);
    }
    text
}

fn json(text: &str) -> Option<Json> {
    Json::parse(Arc::new(Source { name: "mutated".to_owned(), text: text.to_owned() })).ok()
}

/// An input, with what mutations begin from.
struct Seeds {
    form_text: String,
    bodies_text: String,
    answers_text: String,
    form: Form,
    bodies: Bodies,
    look: Arc<Look>,
}

/// How often answers that are accepted are also rendered.
const WORD_EVERY: u64 = 16;
const PDF_EVERY: u64 = 256;

impl Seeds {
    fn shipped() -> Self {
        Self::of([FORM, BODIES, ANSWERS])
    }

    /// The input with every kind of block.
    fn all_blocks() -> Self {
        let files = ["form.json", "bodies.json", "answers/full.json"];
        let files = files.map(|file| format!("tests/data/all-blocks/{file}"));
        Self::of(files.each_ref().map(String::as_str))
    }

    fn of([form, bodies, answers]: [&str; 3]) -> Self {
        let read = |path: &str| std::fs::read_to_string(project().join(path)).expect("input");
        let (form_text, bodies_text) = (read(form), read(bodies));
        let form = shape::decode(&json(&form_text).expect("JSON")).expect("a form");
        let bodies = shape::decode(&json(&bodies_text).expect("JSON")).expect("bodies");
        let layout = Layout::load("goteborg", &[], None).expect("the disk").expect("the layout");
        let look = Arc::new(Look::new(layout));
        Self { form_text, bodies_text, answers_text: read(answers), form, bodies, look }
    }

    /// Mutates one file by chance; reads, checks and composes. Whether the
    /// answers were left as they are.
    fn try_out(&self, chance: &mut Chance) -> Option<(Report, bool)> {
        let (mut form, mut bodies) = (self.form.clone(), self.bodies.clone());
        let (mut answers, mut of_round) = (self.answers_text.clone(), true);
        let layout = &self.look.layout;
        match chance.below(16) {
            0 => {
                let json = json(&mutated(&self.form_text, chance))?;
                form = shape::decode(&json).ok()?;
                if check::form(&json, &form, &bodies, layout).has_errors() {
                    return None;
                }
            }
            1 => {
                let json = json(&mutated(&self.bodies_text, chance))?;
                bodies = shape::decode(&json).ok()?;
                if check::register(&json, &bodies, layout).has_errors() {
                    return None;
                }
            }
            _ => (answers, of_round) = (mutated(&answers, chance), false),
        }
        let form_source = Arc::new(Source { name: FORM.to_owned(), text: String::new() });
        let (form_hash, look) = (String::new(), self.look.clone());
        let round = Round { form, form_source, form_hash, bodies, look };
        let checked = check::answers(&json(&answers)?, &round).ok()?;
        Some((checked.report, of_round))
    }

    /// One case: refused, or accepted and rendered.
    fn run(&self, case: u64, accepted: &mut u64) {
        let Some((report, of_round)) = self.try_out(&mut Chance(case)) else { return };
        *accepted += 1;
        if of_round || accepted.is_multiple_of(WORD_EVERY) {
            let file = docx::docx(&report, &self.look.layout, false);
            file.expect("what is accepted becomes a Word file");
            let page = html::html(&report, &self.look.layout);
            page.expect("what is accepted becomes a web page");
        }
        if of_round || accepted.is_multiple_of(PDF_EVERY) {
            let file = self.look.typesetter.pdf(&report, Standard::default());
            file.unwrap_or_else(|found| panic!("what is accepted becomes a PDF: {found:?}"));
            typst::comemo::evict(1);
        }
    }
}

#[test]
fn mutated_input_is_refused_or_rendered() {
    let seeds = [Seeds::shipped(), Seeds::all_blocks()];
    let (cases, first) = (number("DNR_FUZZ_CASES", 2_000), number("DNR_FUZZ_SEED", 0));
    let workers = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let accepted: u64 = std::thread::scope(|scope| {
        let seeds = &seeds;
        let threads: Vec<_> = (0..workers)
            .map(|worker| {
                scope.spawn(move || {
                    let mut accepted = 0;
                    for case in (first + worker..first + cases).step_by(workers as usize) {
                        let seeds = &seeds[(case % 2) as usize];
                        let run = AssertUnwindSafe(|| seeds.run(case, &mut accepted));
                        let result = std::panic::catch_unwind(run);
                        assert!(result.is_ok(), "DNR_FUZZ_SEED={case} DNR_FUZZ_CASES=1 panics");
                    }
                    accepted
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("no case panics")).sum()
    });
    println!("{accepted} of {cases} cases were accepted");
    assert!(cases < 100 || accepted > cases / 50, "hardly any case is accepted");
}

#[test]
fn mutated_themes_are_refused_or_used() {
    let theme = std::fs::read_to_string(project().join("layouts/goteborg/theme.json")).expect("it");
    let folder = tempfile::TempDir::new().expect("a folder");
    for case in 0..number("DNR_FUZZ_CASES", 2_000) / 10 {
        let mut chance = Chance(case);
        let text = mutated(&theme, &mut chance);
        std::fs::write(folder.path().join("theme.json"), &text).expect("a file");
        let name = folder.path().display().to_string();
        let result =
            std::panic::catch_unwind(|| Layout::load(&name, &[], None).expect("the disk").is_ok());
        assert!(result.is_ok(), "case {case} panics with {text}");
    }
}
