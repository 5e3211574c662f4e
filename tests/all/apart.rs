//! A layout that never ends, needs all memory or ends the program harms the
//! reports that it is too much for, and no other.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Said, Workshop, project};

/// Five bodies, of which the third has another name.
pub fn five() -> Workshop {
    let workshop = Workshop::of("all-blocks");
    let register = ["a", "b", "c", "d", "full"].map(|id| {
        let name = if id == "c" { "Tredje nämnden".to_owned() } else { format!("Nämnd {id}") };
        (id.to_owned(), json!({ "name": name, "genitive": "Nämndens", "kind": "board" }))
    });
    workshop.change("input/bodies.json", |value| value["bodies"] = register.into_iter().collect());
    let least: Value =
        serde_json::from_slice(&workshop.read("input/answers/least.json")).expect("JSON");
    for (number, id) in ["a", "b", "c", "d"].into_iter().enumerate() {
        let mut answers = least.clone();
        answers["body"] = json!(id);
        answers["diary_number"] = json!(format!("KS 2024/0001{number}"));
        let path = workshop.path(&format!("input/answers/{id}.json"));
        fs::write(path, answers.to_string()).expect("answers");
    }
    for file in ["least", "full"] {
        fs::remove_file(workshop.path(&format!("input/answers/{file}.json"))).expect("a file");
    }
    workshop
}

/// Adds a layout that does `code` on each cover, where `lines` are its lines.
pub fn add_layout(workshop: &Workshop, name: &str, code: &str) {
    let folder = workshop.path("layouts").join(name);
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("theme.json"), r#"{ "extends": "goteborg" }"#).expect("a theme");
    let cover = fs::read_to_string(project().join("layouts/goteborg/cover.typ")).expect("a file");
    let begin = "#let cover(lines) = {\n";
    assert!(cover.contains(begin));
    let cover = cover.replace(begin, &format!("{begin}{code}\n"));
    fs::write(folder.join("cover.typ"), cover).expect("a file");
}

pub const THIRD: &str = "if lines.any(line => line.text.contains(\"Tredje\"))";
pub const ENDLESS: &str =
    "{ for a in range(9000) { for b in range(9000) { for c in range(9000) {} } } }";
/// More than any machine has.
pub const HUGE: &str = "{ let text = \"x\" * 400000000000000 }";
pub const GROWING: &str = "{ let list = range(400000000) }";

fn build(workshop: &Workshop, layout: &str, more: &[&str]) -> Said {
    let args = [&["build", "--layout", layout, "--format", "pdf"], more].concat();
    workshop.run(&args)
}

/// The rows of a run: each body once, in order, the third of them refused.
fn assert_only_third_fails(workshop: &Workshop, said: &Said, code: &str) {
    assert_eq!(said.code, 1, "{}", said.stderr);
    let rows: Vec<&str> = said.stdout.lines().filter(|row| row.contains("KS 2024")).collect();
    assert_eq!(rows.len(), 4, "{}", said.stdout);
    for (row, name) in rows.iter().zip(["Nämnd a", "Nämnd b", "Tredje", "Nämnd d"]) {
        assert!(row.starts_with(name), "{}", said.stdout);
        assert_eq!(row.contains("not made"), name == "Tredje", "{}", said.stdout);
    }
    assert!(said.stdout.contains("3 made, 0 unchanged, 1 not made"), "{}", said.stdout);
    assert_eq!(said.stderr.matches(&format!("error[{code}]")).count(), 1, "{}", said.stderr);
    let told = "answers/c.json: no report was written";
    assert_eq!(said.stderr.matches(told).count(), 1, "{}", said.stderr);
    for (id, is_there) in [("a", true), ("b", true), ("c", false), ("d", true)] {
        let file = workshop.path(&format!("out/all-blocks-{id}.pdf"));
        assert_eq!(file.exists(), is_there, "{id}");
    }
}

#[test]
fn a_loop_without_end_is_told_with_its_layout_and_report() {
    let workshop = five();
    add_layout(&workshop, "endless", &format!("{THIRD} {ENDLESS}"));
    for jobs in ["1", "3"] {
        let said = build(&workshop, "endless", &["--time-limit", "2", "--jobs", jobs, "--force"]);
        assert_only_third_fails(&workshop, &said, "took-too-long");
        let message = "the layout `endless` did not make this report within 2 seconds";
        assert!(said.stderr.contains(message), "{}", said.stderr);
    }
}

#[test]
fn what_ends_the_program_ends_one_report() {
    let workshop = five();
    add_layout(&workshop, "huge", &format!("{THIRD} {HUGE}"));
    for jobs in ["1", "3"] {
        let said = build(&workshop, "huge", &["--jobs", jobs, "--force"]);
        assert_only_third_fails(&workshop, &said, "ended-program");
        let message = "with the layout `huge` ended the program (signal 6)";
        assert!(said.stderr.contains(message), "{}", said.stderr);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn what_needs_too_much_memory_is_told_with_its_layout_and_report() {
    let workshop = five();
    add_layout(&workshop, "growing", &format!("{THIRD} {GROWING}"));
    let said = build(&workshop, "growing", &["--memory-limit", "400", "--jobs", "3"]);
    assert_only_third_fails(&workshop, &said, "took-too-much");
    let message = "with the layout `growing`, this report needs more than 400 MB of memory";
    assert!(said.stderr.contains(message), "{}", said.stderr);
}

/// Else a run over hundreds of reports would take hours to say one thing.
#[test]
fn a_layout_that_is_too_much_for_all_is_given_up() {
    let workshop = five();
    add_layout(&workshop, "endless", ENDLESS);
    let started = Instant::now();
    let said = build(&workshop, "endless", &["--time-limit", "1", "--jobs", "1"]);
    assert_eq!(said.code, 1);
    assert_eq!(said.stderr.matches("error[took-too-long]").count(), 3, "{}", said.stderr);
    assert_eq!(said.stderr.matches("error[layout-given-up]").count(), 1, "{}", said.stderr);
    assert!(said.stdout.contains("0 made, 0 unchanged, 4 not made"), "{}", said.stdout);
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
}

#[test]
fn reasons_of_other_refusals_are_told_once() {
    let workshop = five();
    add_layout(&workshop, "huge", &format!("{THIRD} {HUGE}"));
    workshop.change("input/answers/a.json", |answers| {
        answers["answers"]["matrix"]["1"] = json!({ "status": "grön" });
    });
    let said = build(&workshop, "huge", &["--log", "json"]);
    let rows: Vec<Value> =
        said.stdout.lines().map(|row| serde_json::from_str(row).expect("JSON")).collect();
    let outcomes: Vec<&str> = rows.iter().filter_map(|row| row["outcome"].as_str()).collect();
    assert_eq!(outcomes, ["refused", "made", "refused", "made"]);
    assert_eq!(said.stderr.matches("error[unknown-status]").count(), 1, "{}", said.stderr);
    assert_eq!(said.stderr.matches("error[ended-program]").count(), 1, "{}", said.stderr);
}

#[test]
fn templates_that_include_each_other_without_end_harm_their_report() {
    let workshop = five();
    add_layout(&workshop, "circle", "");
    let folder = workshop.path("layouts/circle");
    let circle = "{{#if (eq report.properties.body_id \"c\")}}{{> one}}{{/if}}";
    let page = fs::read_to_string(project().join("layouts/goteborg/report.html.hbs"));
    let page = page.expect("a file") + circle;
    for (file, text) in [("report", page.as_str()), ("one", "{{> two}}"), ("two", "{{> one}}")] {
        fs::write(folder.join(format!("{file}.html.hbs")), text).expect("a file");
    }
    let said = workshop.run(&["build", "--layout", "circle", "--format", "html"]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    assert!(said.stdout.contains("3 made, 0 unchanged, 1 not made"), "{}", said.stdout);
    assert!(said.stderr.contains("layout `circle`"), "{}", said.stderr);
    assert!(said.stderr.contains("answers/c.json: no report was written"), "{}", said.stderr);
}

/// Whoever ends the run ends all of it.
#[test]
#[cfg(target_os = "linux")]
fn no_process_outlives_the_run() {
    let workshop = five();
    add_layout(&workshop, "endless", ENDLESS);
    let mut run = Command::new(env!("CARGO_BIN_EXE_dnr"))
        .args(["build", "--layout", "endless", "--format", "pdf"])
        .current_dir(workshop.path(""))
        .stdout(Stdio::null())
        .spawn()
        .expect("the program runs");
    let children = format!("/proc/{0}/task/{0}/children", run.id());
    let child = until(|| {
        let children = fs::read_to_string(&children).ok()?;
        children.split_whitespace().next().map(str::to_owned)
    });
    let child = child.expect("reports are made in another process");
    run.kill().expect("it can be ended");
    run.wait().expect("it ends");
    let lives = || {
        let state = fs::read_to_string(Path::new("/proc").join(&child).join("stat"));
        state.is_ok_and(|state| !state.contains(") Z "))
    };
    assert!(until(|| (!lives()).then_some(())).is_some(), "process {child} still runs");
}

fn until<T>(mut found: impl FnMut() -> Option<T>) -> Option<T> {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(20) {
        if let Some(found) = found() {
            return Some(found);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    None
}
