//! Where the time of a report goes, stage by stage: the median over all answers
//! of a folder, in one process, after one round to warm it.
//!
//! ```sh
//! cargo run --release --example stages -- FOLDER
//! ```

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use dnr::input::{self, LayoutChoice, Rounds};
use dnr::job::read_source;
use dnr::json::Json;
use dnr::pdf::Standard;
use dnr::{check, docx, output};

const STAGES: [&str; 7] =
    ["read", "check and compose", "Typst layout", "PDF export", "DOCX", "write", "all"];

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1).map(PathBuf::from) else {
        eprintln!("usage: stages FOLDER");
        return ExitCode::from(2);
    };
    // As in a long run: every core has a report of its own.
    dnr::batch::use_all_cores(1);
    let answers = input::find_answers(&[folder]).files;
    let mut rounds = Rounds::new(LayoutChoice::default(), false);
    let out = std::env::temp_dir().join("dnr-stages");
    let mut times: [Vec<Duration>; 7] = Default::default();
    for path in answers.iter().take(5).chain(&answers) {
        let start = Instant::now();
        let mut last = start;
        let mut note = |stage: usize| {
            let now = Instant::now();
            times[stage].push(now - last);
            last = now;
        };
        let json = Json::parse(read_source(path).expect("a file")).expect("JSON");
        note(0);
        let round = rounds.of(path, &json).expect("a form");
        let report = check::answers(&json, &round).expect("answers").report;
        note(1);
        let pages = round.look.typesetter.lay_out(&report).expect("pages");
        note(2);
        let pdf =
            round.look.typesetter.export(&pages, &report, Standard::default()).expect("a PDF");
        note(3);
        let word = docx::docx(&report, &round.look.layout, false).expect("a Word file");
        note(4);
        output::write(&out.join("report.pdf"), &pdf.bytes).expect("the disk");
        output::write(&out.join("report.docx"), &word).expect("the disk");
        note(5);
        typst::comemo::evict(2);
        times[6].push(start.elapsed());
    }
    for (stage, mut times) in STAGES.into_iter().zip(times) {
        times.drain(..5.min(times.len() - 1));
        times.sort();
        println!("{stage:18} {:8.2} ms", times[times.len() / 2].as_secs_f64() * 1000.0);
    }
    ExitCode::SUCCESS
}
