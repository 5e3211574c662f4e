//! Texts that are too deep or too long, and files with thousands of faults: told
//! in words, with their places, in a time that grows with the file.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::pdf::Pdf;
use crate::support::{Said, Workshop};

const LEAST: &str = "input/answers/least.json";

/// The answers of two bodies, one of which answers that.
fn answering(text: &str) -> Workshop {
    let workshop = Workshop::of("all-blocks");
    workshop.change(LEAST, |answers| answers["answers"]["one-question"] = json!(text));
    workshop
}

fn check(workshop: &Workshop) -> (Said, Value) {
    let said = workshop.run(&["check"]);
    let json = workshop.run(&["check", "--format", "json"]);
    (said, serde_json::from_str(&json.stdout).expect("JSON"))
}

#[test]
fn lines_that_people_draw_are_printed_as_they_are() {
    let lines = ["- - - - - - - - - - - -", "-----", "------------------------------", "* * * * *"];
    for line in lines {
        let workshop = answering(&format!("Före\n\n{line}\n\nEfter"));
        let said = workshop.build(&["--format", "pdf,docx,html"]);
        assert!(said.stdout.contains("2 made"), "{}", said.stdout);
        let html = String::from_utf8(workshop.read("out/all-blocks-least.html")).expect("UTF-8");
        assert!(html.contains(line), "{line}");
        let lines = Pdf::read(&workshop.read("out/all-blocks-least.pdf")).lines();
        let text: String = lines.into_iter().map(|(_, line)| line).collect();
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        assert!(squeezed(&text).contains(&squeezed(line)), "{line}: {text}");
    }
}

#[test]
fn thousands_of_list_signs_harm_no_stack() {
    for text in ["- ".repeat(2_000), "+ ".repeat(2_000), "> ".repeat(5_000), "[".repeat(5_000)] {
        let said = answering(&text).run(&["build", "--format", "docx,html"]);
        assert!(said.stdout.contains("2 made"), "{}{}", said.stdout, said.stderr);
    }
}

#[test]
fn a_list_within_nine_others_is_printed_as_it_is_written_and_told() {
    let nested = |levels: usize| {
        let line = |level: usize| format!("{}- punkt {level}", "  ".repeat(level - 1));
        (1..=levels).map(line).collect::<Vec<_>>().join("\n")
    };
    let said = answering(&nested(9)).build(&["--format", "pdf,docx,html"]);
    assert!(said.stdout.contains("2 made"), "{}", said.stdout);
    for levels in [10, 40] {
        let workshop = answering(&nested(levels));
        let said = workshop.build(&["--format", "pdf,docx,html"]);
        assert!(said.stdout.contains("2 made"), "{}", said.stdout);
        let page = String::from_utf8(workshop.read("out/all-blocks-least.html")).expect("UTF-8");
        assert!(page.contains(&format!("- punkt {levels}")), "{levels}");
        let (_, json) = check(&workshop);
        let problems = json["files"].as_array().expect("files").iter();
        let problems = problems.flat_map(|file| file["problems"].as_array().expect("problems"));
        let told: Vec<&Value> = problems.filter(|p| p["code"] == "literal-markup").collect();
        assert_eq!(told.len(), 1);
        // Not where the first item stands, but the tenth.
        let file = String::from_utf8(workshop.read(LEAST)).expect("UTF-8");
        let at = file.find("- punkt 10").expect("there");
        let column = file[..at].rsplit('\n').next().expect("a line").chars().count() + 1;
        assert_eq!(told[0]["column"], json!(column));
        assert_eq!(told[0]["path"], "/answers/one-question");
    }
}

#[test]
fn texts_that_no_answer_can_be_are_refused() {
    for (text, count) in [
        ("a\n\n".repeat(100_000), "100000 paragraphs"),
        ("- a\n".repeat(6_000), "12000 paragraphs"),
        ("Ett stycke text. ".repeat(40_000), "680000 characters"),
    ] {
        let workshop = answering(&text);
        let started = Instant::now();
        let said = workshop.run(&["build", "--format", "pdf"]);
        assert!(said.stdout.contains("1 made, 0 unchanged, 1 not made"), "{}", said.stdout);
        assert!(said.stderr.contains("error[too-much-text]"), "{}", said.stderr);
        assert!(said.stderr.contains(count), "{}", said.stderr);
        assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    }
}

#[test]
fn thousands_of_faults_are_told_in_short_and_counted() {
    let workshop = Workshop::of("all-blocks");
    workshop.change("input/form.json", |form| {
        let strategies = (1..=10_000).map(|n| json!({ "number": n.to_string(), "text": "x" }));
        form["parts"][2]["content"][1]["matrix"]["strategies"] = strategies.collect();
        form["parts"][3]["content"].as_array_mut().expect("a list").truncate(1);
    });
    workshop.change(LEAST, |answers| {
        let given = (1..=10_000).map(|n| (n.to_string(), json!({ "status": "gron" })));
        answers["answers"]["matrix"] = Value::Object(given.collect());
    });
    let started = Instant::now();
    let said = workshop.run(&["check", LEAST]);
    assert_eq!(said.code, 1);
    assert_eq!(said.stderr.matches("error[unknown-status]").count(), 100);
    assert!(said.stderr.contains("… and 9900 more of `unknown-status`"), "{}", said.stderr);
    assert!(said.stdout.contains("errors"), "{}", said.stdout);
    let json = workshop.run(&["check", LEAST, "--format", "json"]);
    assert_eq!(json.stdout.matches("\"unknown-status\"").count(), 10_000);
    // 23 s and more where each was counted from the file's beginning.
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
}

/// Lines and columns are those that an editor shows, also far into a file.
#[test]
fn places_far_into_a_file_are_exact() {
    let workshop = Workshop::of("all-blocks");
    let text = format!("{}2023-02-31", "åäö – ".repeat(3_000));
    workshop.change(LEAST, |answers| answers["answers"]["one-question"] = json!(text));
    let file = String::from_utf8(workshop.read(LEAST)).expect("UTF-8");
    let at = file.find("2023-02-31").expect("there");
    let line = file[..at].matches('\n').count() + 1;
    let column = file[..at].rsplit('\n').next().expect("a line").chars().count() + 1;
    let (_, json) = check(&workshop);
    let problems = json["files"].as_array().expect("files").iter();
    let mut problems = problems.flat_map(|file| file["problems"].as_array().expect("problems"));
    let odd = problems.find(|problem| problem["code"] == "odd-date").expect("an odd date");
    assert_eq!((&odd["line"], &odd["column"]), (&json!(line), &json!(column)));
}
