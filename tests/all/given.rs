//! What is given in an answers file is printed or refused, never dropped:
//! every pair of fields that an answer can hold, and the signs and tables that
//! come with texts from elsewhere.

use std::collections::BTreeSet;

use crate::support::docx::Docx;
use crate::support::pdf::Pdf;
use crate::support::{ANSWERS, DOCX, FORM, PDF, Said, Workshop};
use serde_json::{Map, Value, json};

/// An answer at its place in the answers, and the words given in it.
#[derive(Debug)]
struct Case {
    path: String,
    value: Value,
    words: Vec<String>,
}

/// Objects with every selection of `fields` beside every one of `statuses`.
fn combinations(
    count: &mut usize,
    statuses: &[Option<&str>],
    fields: &[&str],
) -> Vec<(usize, Value, Vec<String>)> {
    let mut made = Vec::new();
    for status in statuses {
        for chosen in 0..1 << fields.len() {
            *count += 1;
            let (mut object, mut words) = (Map::new(), Vec::new());
            if let Some(status) = status {
                object.insert("status".into(), json!(status));
            }
            for (index, field) in fields.iter().enumerate() {
                if chosen >> index & 1 == 1 {
                    let word = match *field {
                        "expected" => format!("{}-{:02}", 2000 + *count / 12, 1 + *count % 12),
                        field => format!("{field}{count}x"),
                    };
                    object.insert((*field).into(), json!(word));
                    words.push(word);
                }
            }
            made.push((*count, Value::Object(object), words));
        }
    }
    made
}

/// The words for a state are a key's value, in an answer as in a strategy.
#[test]
fn a_state_written_as_a_text_is_refused() {
    for state in ["not_applicable", " not_answered\n"] {
        let workshop = Workshop::new();
        workshop.change(ANSWERS, |answers| answers["answers"]["implementering"] = json!(state));
        let said = workshop.run(&["check"]);
        assert_eq!(said.code, 1, "{state}: {}", said.stderr);
        let write = format!("write {{ \"status\": \"{}\" }}", state.trim());
        for told in ["error[wrong-type]", "/answers/implementering", &write] {
            assert!(said.stderr.contains(told), "{state}: {told} in {}", said.stderr);
        }
    }
    let workshop = Workshop::new();
    let words = "Svaret not_applicable är ett ord.";
    workshop.change(ANSWERS, |answers| answers["answers"]["implementering"] = json!(words));
    assert_eq!(workshop.run(&["check"]).code, 0);
}

const STATUSES: [Option<&str>; 7] = [
    None,
    Some("none"),
    Some("optional"),
    Some("expected"),
    Some("not_applicable"),
    Some("not_answered"),
    Some("unknown"),
];

fn cases() -> Vec<Case> {
    let mut count = 0;
    let mut cases = Vec::new();
    let fields = ["development", "reason", "expected", "comment"];
    for (n, value, words) in combinations(&mut count, &STATUSES, &fields) {
        cases.push(Case { path: format!("/rows/{n}"), value, words });
    }
    let statuses = [None, Some(""), Some("none"), Some("not_applicable"), Some("not_answered")];
    let fields = ["text", "reason", "development", "expected"];
    for (n, value, words) in combinations(&mut count, &statuses, &fields) {
        cases.push(Case { path: format!("/text{n}"), value, words });
    }
    let shapes: [fn(&str) -> Value; 5] = [
        |word| json!(word),
        |word| json!([word]),
        |word| json!({ "status": "not_applicable", "reason": word }),
        |word| json!({ "1": { "status": "none" }, "reason": word }),
        |word| json!({ "1": word }),
    ];
    for kind in ["text", "part"] {
        for shape in shapes {
            count += 1;
            let word = format!("whole{count}x");
            cases.push(Case {
                path: format!("/{kind}{count}"),
                value: shape(&word),
                words: vec![word],
            });
        }
    }
    cases
}

fn option(id: &str) -> Value {
    json!({ "id": id, "label": id, "short": id, "colour": "green", "development": id })
}

/// The form that asks what the cases answer.
fn form(cases: &[Case]) -> Value {
    let strategy = |number: &str| json!({ "number": number, "text": "En strategi" });
    let matrix = |strategies| json!({ "matrix": { "scale": "scale", "strategies": strategies } });
    let mut parts = Vec::new();
    let rows: Vec<Value> =
        cases.iter().filter_map(|case| case.path.strip_prefix("/rows/")).map(strategy).collect();
    parts.push(json!({ "id": "rows", "heading": "Matris", "content": [matrix(json!(rows))] }));
    for case in cases.iter().filter(|case| !case.path.starts_with("/rows/")) {
        let content = match case.path.starts_with("/text") {
            true => json!({ "question": { "text": "En fråga?" } }),
            false => matrix(json!([strategy("1")])),
        };
        parts.push(json!({ "id": case.path[1..], "heading": "Del", "content": [content] }));
    }
    json!({
        "id": "trygghet-2023",
        "language": "sv-SE",
        "layout": "goteborg",
        "title": "Allt som kan ges",
        "organisation": "Exempelstad",
        "issuer": "Stadsledningskontoret",
        "date": "2023-03-31",
        "diary_number": { "label": "Dnr", "pattern": "####/YY", "example": "0497/23" },
        "headings": { "instruction": "Anvisning", "question": "Fråga", "answer": "Svar" },
        "scales": { "scale": {
            "title": "Status",
            "development_label": "Utveckling",
            "options": [option("none"), option("optional"), option("expected")],
        } },
        "parts": parts,
    })
}

fn answers(cases: &[Case]) -> Value {
    let mut answers = json!({ "rows": {} });
    for case in cases {
        match case.path.strip_prefix("/rows/") {
            Some(number) => answers["rows"][number] = case.value.clone(),
            None => answers[&case.path[1..]] = case.value.clone(),
        }
    }
    json!({
        "form": "trygghet-2023",
        "body": "utbildningsnamnden",
        "diary_number": "0497/23",
        "answers": answers,
    })
}

fn workshop(cases: &[Case]) -> Workshop {
    let workshop = Workshop::new();
    workshop.change(FORM, |value| *value = form(cases));
    workshop.change(ANSWERS, |value| *value = answers(cases));
    workshop
}

/// The paths of all errors of `check`.
fn refused(workshop: &Workshop) -> BTreeSet<String> {
    let said = workshop.run(&["check", "--format", "json"]);
    let found: Value = serde_json::from_str(&said.stdout).expect("JSON");
    let lists = [&found["forms"], &found["files"][0]["problems"]];
    let problems = lists.into_iter().flat_map(|list| list.as_array().expect("a list"));
    let errors = problems.filter(|problem| problem["severity"] == "error");
    errors.map(|error| error["path"].as_str().expect("a path").to_owned()).collect()
}

/// The text of the report in each format.
fn pages(workshop: &Workshop, args: &[&str]) -> [(&'static str, String); 3] {
    workshop.build(&[&["--format", "pdf,docx,html", "--force"], args].concat());
    let lines = Pdf::read(&workshop.read(PDF)).lines();
    let pdf: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    let paragraphs = Docx::read(&workshop.read(DOCX)).paragraphs();
    let docx: Vec<String> = paragraphs.into_iter().map(|one| one.text).collect();
    let html = String::from_utf8(workshop.read(&PDF.replace(".pdf", ".html"))).expect("UTF-8");
    [("pdf", pdf.join("\n")), ("docx", docx.join("\n")), ("html", html)]
}

#[test]
fn every_pair_of_fields_is_printed_or_refused() {
    let cases = cases();
    let errors = refused(&workshop(&cases));
    let is_refused = |case: &Case| {
        let path = format!("/answers{}", case.path);
        errors.iter().any(|error| *error == path || error.starts_with(&format!("{path}/")))
    };
    let (refused, accepted): (Vec<Case>, Vec<Case>) = cases.into_iter().partition(is_refused);
    assert!(refused.len() > 100 && accepted.len() > 30, "{} {}", refused.len(), accepted.len());
    let workshop = workshop(&accepted);
    for args in [&[][..], &["--set", "matrix.linear=true"]] {
        for (format, text) in pages(&workshop, args) {
            for case in &accepted {
                for word in &case.words {
                    assert!(text.contains(word), "{word} of {case:?} is not in the {format}");
                }
            }
        }
    }
}

#[test]
fn two_texts_for_one_place_are_refused_and_a_date_beside_a_state_is_printed() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        let rows = &mut answers["answers"]["strategier-alla"];
        rows["3"] =
            json!({ "status": "mindre", "development": "Ett", "reason": "Två", "expected": "2024" });
        rows["4"] = json!({ "status": "not_answered", "reason": "Tre", "development": "Fyra" });
    });
    let said = workshop.run(&["check"]);
    assert_eq!((said.code, said.stderr.matches("[two-texts]").count()), (1, 2), "{}", said.stderr);
    workshop.change(ANSWERS, |answers| {
        let rows = &mut answers["answers"]["strategier-alla"];
        rows["3"] = json!({ "status": "mindre", "development": "Ett", "expected": "2024" });
        rows["4"] = json!({ "status": "not_answered", "reason": "Tre", "expected": "2025-02" });
    });
    let said = workshop.run(&["check"]);
    assert_eq!(said.stderr.matches("[unneeded-date]").count(), 1, "{}", said.stderr);
    for (format, text) in pages(&workshop, &[]) {
        assert!(text.contains("Beräknas klart: 2025-02"), "{format}");
    }
    // What is printed comes back as it was given.
    let returned = workshop.run(&["import", DOCX, "--dry-run"]);
    assert!(returned.stdout.contains("no changes"), "{}{}", returned.stdout, returned.stderr);
}

#[test]
fn a_key_that_is_given_twice_is_found_however_it_is_written() {
    let workshop = Workshop::new();
    workshop.replace(ANSWERS, "\"2\": {", "\"\\u0031\": {");
    let said = workshop.run(&["check"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("[duplicate-key]") && said.stderr.contains("`1` is given twice"));
}

#[test]
fn the_words_for_the_states_are_no_ids_of_options() {
    for id in ["not_answered", "not_applicable"] {
        let workshop = Workshop::new();
        workshop.change(FORM, |form| {
            form["scales"]["strategistatus"]["options"][3]["id"] = json!(id);
        });
        let said = workshop.run(&["check"]);
        assert_eq!(said.code, 1);
        assert!(said.stderr.contains("[reserved-id]") && said.stderr.contains(id), "{id}");
        assert!(said.stderr.contains("/scales/strategistatus/options/3/id"), "{}", said.stderr);
    }
}

/// A part's answer as the one text that is told of and printed.
fn with_answer(text: &str) -> (Workshop, Said) {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| answers["answers"]["manniskohandel"] = json!(text));
    let said = workshop.run(&["check"]);
    (workshop, said)
}

#[test]
fn a_sign_that_turns_the_text_around_is_refused() {
    for (sign, name) in [('\u{202e}', "U+202E"), ('\u{202d}', "U+202D")] {
        let (_, said) = with_answer(&format!("Vi {sign}har inte\u{202c} svarat"));
        assert_eq!(said.code, 1);
        assert!(said.stderr.contains("[control-character]"), "{}", said.stderr);
        assert!(said.stderr.contains(name), "{}", said.stderr);
        assert!(!said.stderr.contains(sign), "the message itself is turned around");
    }
}

#[test]
fn a_key_that_turns_the_text_around_does_not_turn_the_message() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["strategier-alla"]["3"] =
            json!({ "st\u{202e}atus": "enligt", "rea\u{1b}[31mson": "" });
    });
    let said = workshop.run(&["check"]);
    assert_eq!(said.stderr.matches("[unknown-key]").count(), 2, "{}", said.stderr);
    assert!(!said.stderr.contains(['\u{202e}', '\u{1b}']), "{:?}", said.stderr);
}

#[test]
fn signs_without_width_are_taken_out_and_told() {
    let signs = [
        '\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{61c}',
        '\u{202a}', '\u{202b}', '\u{2060}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
        '\u{180e}', '\u{fe0f}', '\u{feff}',
    ];
    let text: String = signs.iter().map(|sign| format!("ut{sign}veckling ")).collect();
    let (workshop, said) = with_answer(&text);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stderr.contains("[word-character]"), "{}", said.stderr);
    for sign in signs {
        assert!(said.stderr.contains(&format!("U+{:04X}", sign as u32)), "{sign:?}");
    }
    for (format, text) in pages(&workshop, &[]) {
        assert!(!text.contains(signs), "{format}");
        let words = text.split([' ', '\n', '<', '>']).filter(|word| *word == "utveckling");
        assert!(words.count() >= signs.len(), "{format}: {text}");
    }
}

#[test]
fn a_text_of_signs_without_width_is_an_empty_one() {
    let (_, said) = with_answer("\u{ad}\u{200b}\u{2066}");
    assert!(said.stderr.contains("[empty-answer]"), "{}", said.stderr);
}

#[test]
fn a_pasted_table_keeps_its_lines() {
    for (table, rows) in [
        ("| ett | två |\n|---|---|\n| tre | fyra |", ["| ett | två |", "| tre | fyra |"]),
        ("Tabell:\n| ett | två |\n| tre | fyra |", ["| ett | två |", "| tre | fyra |"]),
        ("ett | två\n--- | :-:\ntre | fyra", ["ett | två", "tre | fyra"]),
        ("* Punkt\n  | ett | två |\n  | tre | fyra |", ["| ett | två |", "| tre | fyra |"]),
    ] {
        let (workshop, said) = with_answer(table);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert!(said.stderr.contains("[literal-markup]"), "{table}: {}", said.stderr);
        for (format, text) in pages(&workshop, &[]) {
            let text = text.replace("<br>", "\n").replace(['<', '>'], "\n");
            let lines: Vec<&str> = text.lines().map(str::trim).collect();
            for row in rows {
                assert!(lines.contains(&row), "{row} is no line of the {format} of {table}");
            }
        }
    }
    let (_, said) = with_answer("Ja | nej, och\nsedan mer text.");
    assert!(!said.stderr.contains("[literal-markup]"), "{}", said.stderr);
}

#[test]
fn lines_of_a_table_that_tabs_part_stay_lines() {
    let (workshop, _) = with_answer("Enhet\tAntal\nNorr\t3\nSöder\t4\n\nEn\nrad");
    for (format, text) in pages(&workshop, &[]) {
        let text = text.replace("<br>", "\n").replace(['<', '>'], "\n");
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for row in ["Enhet Antal", "Norr 3", "Söder 4", "En rad"] {
            assert!(lines.contains(&row), "{row} is no line of the {format}");
        }
    }
}

#[test]
fn what_a_link_holds_beside_its_words_is_no_secret() {
    for (link, printed) in [
        ("Se [](https://exempel.se/dold) där", "https://exempel.se/dold"),
        ("Se [ ](https://exempel.se/dold) där", "https://exempel.se/dold"),
        ("Se [sidan](https://exempel.se \"Dold rubrik\") där", "Dold rubrik"),
    ] {
        let (workshop, said) = with_answer(link);
        assert!(said.stderr.contains("[literal-markup]"), "{link}: {}", said.stderr);
        for (format, text) in pages(&workshop, &[]) {
            let text = text.replace("&quot;", "\"").replace('\n', " ");
            assert!(text.contains(printed), "{printed} in the {format}");
        }
    }
}

#[test]
fn a_list_deeper_than_word_knows_is_printed_all_the_same() {
    for depth in [9, 10, 12, 5_000] {
        let (workshop, said) = with_answer(&format!("{}djupt", "* ".repeat(depth)));
        assert_eq!(said.code, 0, "{depth}: {}", said.stderr);
        assert_eq!(said.stderr.contains("[literal-markup]"), depth > 9, "{depth}");
        for (format, text) in pages(&workshop, &[]).into_iter().filter(|_| depth < 100) {
            assert!(text.contains("djupt"), "{depth}: {format}");
        }
    }
}

#[test]
fn a_number_that_is_printed_as_another_is_told() {
    let (workshop, said) = with_answer("1. Ett\n3. Tre\n4. Fyra\n\nText.\n\n1. Ett\n1. Två");
    assert_eq!(said.stderr.matches("[renumbered]").count(), 2, "{}", said.stderr);
    assert!(said.stderr.contains("3. of the list is printed as 2."), "{}", said.stderr);
    assert!(pages(&workshop, &[])[0].1.contains("2.\u{a0}Tre"));
    let (_, said) = with_answer("3. Tre\n4. Fyra\n\n2023\\. Ett år");
    assert!(!said.stderr.contains("[renumbered]"), "{}", said.stderr);
}
