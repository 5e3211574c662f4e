//! Every kind of mistake is found at its place and told in plain words.
//!
//! Each case changes the shipped input; the snapshot is what a user reads.
//! To rewrite the snapshots: `INSTA_UPDATE=always cargo test`.

use std::fs;

use crate::support::{ANSWERS, BODIES, FORM, Workshop};
use dnr::diagnostic::Code;
use dnr::messages::Messages;
use serde_json::{Value, json};

/// Runs `check` on the changed input; refuses are snapshots.
fn told(name: &str, change: impl FnOnce(&Workshop)) {
    let workshop = Workshop::new();
    change(&workshop);
    let said = workshop.run(&["check"]);
    insta::assert_snapshot!(name, format!("exit {}\n\n{}{}", said.code, said.stderr, said.stdout));
    if said.code != 0 {
        let built = workshop.run(&["build"]);
        assert_eq!(built.code, 1, "what check refuses, build refuses");
        assert!(!workshop.path("out").exists(), "a refused report leaves nothing behind");
    }
}

fn answers(name: &str, change: impl FnOnce(&mut Value)) {
    told(name, |workshop| workshop.change(ANSWERS, change));
}

fn form(name: &str, change: impl FnOnce(&mut Value)) {
    told(name, |workshop| workshop.change(FORM, change));
}

fn theme(name: &str, theme: &str) {
    told(name, |workshop| {
        fs::create_dir_all(workshop.path("layouts/goteborg")).expect("a folder");
        fs::write(workshop.path("layouts/goteborg/theme.json"), theme).expect("a file");
    });
}

#[test]
fn shipped_input() {
    told("shipped_input", |_| {});
}

#[test]
fn json_syntax() {
    told("json_syntax", |w| {
        w.replace(ANSWERS, "\"status\": \"enligt\" },", "\"status\": \"enligt\" }")
    });
}

#[test]
fn duplicate_key() {
    told("duplicate_key", |w| w.replace(ANSWERS, "\"2\": {", "\"1\": {"));
}

#[test]
fn misspelt_keys() {
    answers("misspelt_keys", |a| {
        a["diary_nummer"] = json!("0497/23");
        a["answers"]["implementring"] = json!("Text");
        a["answers"]["strategier-alla"]["1"] = json!({"statuss": "enligt"});
    });
}

#[test]
fn missing_keys() {
    answers("missing_keys", |a| {
        for key in ["body", "diary_number", "answers"] {
            a.as_object_mut().unwrap().shift_remove(key);
        }
    });
}

#[test]
fn wrong_types() {
    answers("wrong_types", |a| {
        a["diary_number"] = json!(497);
        a["answers"]["implementering"] = json!(["Text"]);
        a["answers"]["strategier-alla"]["1"] = json!("enligt");
        a["answers"]["strategier-alla"]["2"] = json!({"status": true});
        a["answers"]["strategier-utpekade"] = json!("enligt");
    });
}

#[test]
fn unknown_names() {
    answers("unknown_names", |a| {
        a["body"] = json!("utbildningsnämnden");
        a["answers"]["strategier-alla"]["1"] = json!({"status": "enlig"});
        a["answers"]["strategier-alla"]["19"] = json!({"status": "enligt"});
    });
}

#[test]
fn unknown_form() {
    answers("unknown_form", |a| a["form"] = json!("trygghet-2024"));
}

#[test]
fn other_version() {
    answers("other_version", |a| a["form_version"] = json!("2"));
}

#[test]
fn designation() {
    answers("designation", |a| {
        a["answers"]["strategier-utpekade"]["16"] = json!({"status": "enligt"});
        a["answers"]["strategier-utpekade"].as_object_mut().unwrap().shift_remove("13");
    });
}

#[test]
fn marks() {
    answers("marks", |a| {
        a["answers"]["strategier-alla"]["1"] = json!({});
        a["answers"]["strategier-alla"]["2"] = json!({"status": ["enligt", "mindre"]});
        a["answers"]["strategier-alla"]["3"] = json!({"status": " "});
    });
}

#[test]
fn development_texts() {
    answers("development_texts", |a| {
        a["answers"]["strategier-alla"]["1"] =
            json!({"status": "enligt", "development": "Allt är klart."});
        a["answers"]["strategier-alla"]["2"] = json!({"status": "storre", "expected": "2024-06"});
        a["answers"]["strategier-alla"]["3"] =
            json!({"status": "saknas", "development": " \n ", "expected": "2024-13"});
    });
}

#[test]
fn empty_and_left_over_texts() {
    answers("empty_and_left_over_texts", |a| {
        a["answers"]["implementering"] = json!("  \n\n ");
        a["answers"]["manniskohandel"] =
            json!("Vi arbetar med [fyll i här] sedan XX. TODO: datum 2023-02-30.");
    });
}

#[test]
fn diary_numbers() {
    answers("diary_numbers", |a| a["diary_number"] = json!("497/2023"));
}

#[test]
fn diary_number_of_a_later_year() {
    answers("diary_number_of_a_later_year", |a| {
        a["diary_number"] = json!("0497/24");
        a["date"] = json!("2023-05-01");
    });
}

#[test]
fn two_reports_of_one_body() {
    told("two_reports_of_one_body", |w| {
        fs::copy(w.path(ANSWERS), w.path("input/trygghet-2023/answers/copy.json")).expect("a copy");
        w.change("input/trygghet-2023/answers/copy.json", |a| a["diary_number"] = json!("0001/23"));
        w.change(ANSWERS, |a| a["diary_number"] = json!("0001/23"));
    });
}

#[test]
fn bad_dates() {
    answers("bad_dates", |a| a["date"] = json!("2023-02-30"));
}

#[test]
fn no_document_date() {
    form("no_document_date", |f| {
        f.as_object_mut().unwrap().shift_remove("date");
    });
}

#[test]
fn signs_that_cannot_be_printed() {
    answers("signs_that_cannot_be_printed", |a| {
        a["answers"]["strategier-alla"]["4"]["development"] =
            json!("Bra 😀 \u{1} med \u{0} och 中文");
    });
}

#[test]
fn form_shape() {
    form("form_shape", |f| {
        f["titel"] = f["title"].take();
        f.as_object_mut().unwrap().shift_remove("title");
        f["keywords"] = json!("trygghet");
        f["scales"]["strategistatus"]["options"][0]["development"] = json!("expcted");
        f["parts"][0]["content"][0] = json!({"instrucktion": "Text"});
        f["parts"][3]["content"][1] = json!({"question": {"texts": "Text"}});
    });
}

#[test]
fn form_sense() {
    form("form_sense", |f| {
        f["parts"][1]["id"] = json!("implementering");
        f["parts"][1]["content"][1]["matrix"]["scale"] = json!("status");
        f["parts"][2]["content"][0]["matrix"]["strategies"][3]["placeholder"] = json!(false);
        f["parts"][2]["content"][0]["matrix"]["strategies"][4]["designated"] =
            json!(["kulturnämnden"]);
        f["parts"][3]["content"][0]["instruction"] = json!("");
        f["scales"]["strategistatus"]["options"][1]["colour"] = json!("gul");
        f["diary_number"]["example"] = json!("0497/2023");
    });
}

#[test]
fn form_without_options() {
    form("form_without_options", |f| f["scales"]["strategistatus"]["options"] = json!([]));
}

#[test]
fn no_such_layout() {
    form("no_such_layout", |f| f["layout"] = json!("göteborg"));
}

#[test]
fn bodies_shape() {
    told("bodies_shape", |w| {
        w.change(BODIES, |b| {
            b["bodies"]["utbildningsnamnden"] =
                json!({"name": "Utbildningsnämnden", "kind": "nämnd"});
        });
    });
}

#[test]
fn theme_values() {
    theme(
        "theme_values",
        r##"{
  "extends": "goteborg",
  "page": { "top": "40 meter" },
  "matrix": { "repeat_header": "yes", "rule_color": "#000000" },
  "colours": { "green": "grön" }
}"##,
    );
}

#[test]
fn theme_fonts() {
    theme(
        "theme_fonts",
        r#"{
  "extends": "goteborg",
  "fonts": { "text": { "family": "Garamond" } }
}"#,
    );
}

#[test]
fn theme_logo() {
    theme(
        "theme_logo",
        r#"{
  "extends": "goteborg",
  "logo": { "file": "vapen.png", "width": "20mm", "height": "20mm", "alternative": "Vapen" }
}"#,
    );
}

#[test]
fn theme_patterns() {
    theme(
        "theme_patterns",
        r#"{
  "extends": "goteborg",
  "texts": { "subject": "Ärende {{dnr_lable}} {{dnr}}", "author": "{{body" }
}"#,
    );
}

#[test]
fn a_broken_typst_file() {
    let workshop = Workshop::new();
    fs::create_dir_all(workshop.path("layouts/goteborg")).expect("a folder");
    fs::write(workshop.path("layouts/goteborg/theme.json"), r#"{ "extends": "goteborg" }"#)
        .expect("a file");
    fs::write(
        workshop.path("layouts/goteborg/cover.typ"),
        "#let cover(lines) = {\n  text(fil: red, lines.first().text)\n}\n",
    )
    .expect("a file");
    let said = workshop.run(&["build"]);
    insta::assert_snapshot!(
        "a_broken_typst_file",
        format!("exit {}\n\n{}", said.code, said.stderr)
    );
    assert!(!workshop.path("out").exists());
}

/// Builds with a layout whose cover is that Typst code; there is no file then.
fn refused_cover(name: &str, cover: &str) {
    let workshop = Workshop::new();
    let folder = workshop.path("layouts/goteborg");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("theme.json"), r#"{ "extends": "goteborg" }"#).expect("a file");
    let picture = crate::support::project().join("layouts/goteborg/preview.png");
    fs::copy(picture, folder.join("vapen.png")).expect("a copy");
    let code = format!(
        "#let cover(report, theme) = {{\n  title(report.properties.title)\n  {cover}\n}}\n"
    );
    fs::write(folder.join("cover.typ"), code).expect("a file");
    let said = workshop.run(&["build"]);
    insta::assert_snapshot!(name, format!("exit {}\n\n{}", said.code, said.stderr));
    assert!(!workshop.path("out").exists(), "what breaks a standard is not written");
}

#[test]
fn a_picture_without_alternative_text() {
    refused_cover("a_picture_without_alternative_text", r#"image("vapen.png", width: 40mm)"#);
}

#[test]
fn a_heading_that_skips_a_level() {
    refused_cover("a_heading_that_skips_a_level", r#"heading(level: 3, "Om rapporten")"#);
}

#[test]
fn a_sign_of_the_layout_that_no_font_has() {
    refused_cover("a_sign_of_the_layout_that_no_font_has", r#"par("Klart \u{2714}")"#);
}

#[test]
fn a_setting_that_is_not_there() {
    let said = Workshop::new().run(&["build", "--set", "matrix.repeat_heder=false"]);
    insta::assert_snapshot!(
        "a_setting_that_is_not_there",
        format!("exit {}\n\n{}", said.code, said.stderr)
    );
}

#[test]
fn strict_lets_warnings_stop() {
    let workshop = Workshop::new();
    assert_eq!(workshop.run(&["check"]).code, 0);
    assert_eq!(workshop.run(&["check", "--strict"]).code, 1);
    assert_eq!(workshop.run(&["build", "--strict"]).code, 1);
    assert!(!workshop.path("out").exists());
}

#[test]
fn problems_as_json() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |a| a["answers"]["strategier-alla"]["4"]["status"] = json!("mindr"));
    let said = workshop.run(&["check", "--format", "json"]);
    let found: Value = serde_json::from_str(&said.stdout).expect("JSON");
    let problem = &found["files"][0]["problems"][0];
    assert_eq!(problem["code"], "unknown-status");
    assert_eq!(problem["severity"], "error");
    assert_eq!(problem["path"], "/answers/strategier-alla/4/status");
    assert_eq!(problem["section"], 2);
    assert_eq!(problem["strategy"], "4");
    assert_eq!(problem["hints"][0], "did you mean `mindre`?");
    assert!(problem["line"].as_u64() > Some(1) && problem["column"].as_u64() > Some(1));
    assert_eq!(found["forms"][0]["code"], "odd-date");
}

#[test]
fn nothing_to_do() {
    let workshop = Workshop::new();
    let said = workshop.run(&["build", "nowhere.json"]);
    assert_eq!(said.code, 2);
    fs::create_dir(workshop.path("empty")).expect("a folder");
    let said = workshop.run(&["build", "empty"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("no answers files in empty"));
}

/// No code, and no message, lacks either language.
#[test]
fn both_languages_say_everything() {
    let english = include_str!("../../src/messages/en.ftl");
    let swedish = include_str!("../../src/messages/sv.ftl");
    let ids = |catalogue: &str| -> Vec<String> {
        let mut last = String::new();
        let lines = catalogue.lines().filter(|line| !line.starts_with('#') && line.contains(" ="));
        lines
            .filter_map(|line| {
                let id = line.split(" =").next()?.trim();
                if let Some(attribute) = id.strip_prefix('.') {
                    return Some(format!("{last}.{attribute}"));
                }
                let is_message = !line.starts_with(' ');
                is_message.then(|| {
                    last = id.to_owned();
                    last.clone()
                })
            })
            .collect()
    };
    assert_eq!(ids(english), ids(swedish));
    for language in ["en", "sv"] {
        let messages = Messages::new(Some(language));
        for code in Code::ALL {
            for attribute in [None, Some("hint")] {
                let text = messages.text(code.id(), attribute, &[]);
                assert!(
                    text.is_some_and(|t| !t.is_empty()),
                    "{language}: {} {attribute:?}",
                    code.id()
                );
            }
        }
    }
}

#[test]
fn a_new_answers_file_lists_what_is_left() {
    let workshop = Workshop::new();
    let args =
        ["new", "--form", "trygghet-2023", "--body", "Socialnämnd Hisingen", "--dnr", "0498/23"];
    assert_eq!(workshop.run(&args).code, 0);
    let file = "input/trygghet-2023/answers/socialnamnd-hisingen.json";
    let said = workshop.run(&["check", file]);
    // Two questions in text, twelve strategies: not designated for the rest.
    assert!(said.stdout.contains("12 errors, 2 warnings, 0 of 14 answered"), "{}", said.stdout);
    let again = workshop.run(&args);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("is there already"));
    let designated =
        ["new", "--form", "trygghet-2023", "--body", "utbildningsnamnden", "--dnr", "0497/23"];
    workshop.run(&[&designated[..], &["--force"]].concat());
    let said = workshop.run(&["check", ANSWERS]);
    assert!(said.stdout.contains("0 of 17 answered"), "{}", said.stdout);
}

#[test]
fn the_readme_lists_every_code() {
    let readme =
        fs::read_to_string(crate::support::project().join("README.md")).expect("the README");
    for code in Code::ALL {
        let severity = format!("{:?}", code.severity()).to_lowercase();
        let row = format!("| `{}` | {severity} |", code.id());
        assert!(readme.contains(&row), "{row}");
    }
}
