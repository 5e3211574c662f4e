//! Each message says what is so, and its advice can be followed.

use std::fs;

use crate::support::{ANSWERS, DOCX, FORM, PDF, Workshop};
use serde_json::{Value, json};

fn check(workshop: &Workshop) -> String {
    let said = workshop.run(&["check"]);
    format!("{}{}", said.stderr, said.stdout)
}

/// The message with that code: title, place, hints.
fn message(said: &str, code: &str) -> String {
    let found = said.split("\n\n").find(|message| message.contains(&format!("[{code}]")));
    found.unwrap_or_else(|| panic!("no {code} in\n{said}")).to_owned()
}

#[test]
fn a_missing_date_is_given_as_its_hint_says() {
    let workshop = Workshop::new();
    let before = check(&workshop);
    assert!(message(&before, "no-date").contains("add \"expected\": \"YYYY-MM\""));
    assert!(!message(&before, "no-date").contains("into the text"));
    workshop.change(ANSWERS, |a| {
        for (part, number) in [
            ("strategier-alla", "4"),
            ("strategier-alla", "11"),
            ("strategier-alla", "12"),
            ("strategier-utpekade", "14"),
        ] {
            if a["answers"][part][number].is_object() {
                a["answers"][part][number]["expected"] = json!("2024-06");
            }
        }
    });
    let after = check(&workshop);
    assert!(before.matches("[no-date]").count() > after.matches("[no-date]").count());
}

#[test]
fn what_is_left_is_not_answered() {
    let workshop = Workshop::new();
    let left = json!({"status": "not_answered", "reason": "Kommer i höst."});
    workshop.change(ANSWERS, |a| {
        a["answers"]["implementering"] = left.clone();
        a["answers"]["strategier-alla"]["1"] = left.clone();
        a["answers"]["strategier-alla"]["2"] = json!({"status": "not_applicable"});
    });
    let said = workshop.run(&["check"]);
    assert!(said.stdout.contains("15 of 17 answered"), "{}", said.stdout);
    assert_eq!(said.code, 0);
}

#[test]
fn a_part_of_another_shape_is_still_asked() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |a| a["answers"]["strategier-utpekade"] = json!("Nej."));
    let said = workshop.run(&["check"]);
    assert!(said.stdout.contains("of 17 answered"), "{}", said.stdout);
}

#[test]
fn two_keys_where_one_belongs() {
    let workshop = Workshop::new();
    let both = json!({"instruction": "En", "question": {"text": "Två"}});
    workshop.change(FORM, |f| f["parts"][0]["content"][0] = both);
    let said = check(&workshop);
    assert!(message(&said, "one-key").contains("instruction, question, matrix"), "{said}");
    assert!(!said.contains("[unknown-key]"), "{said}");
}

#[test]
fn all_words_that_may_stand_are_named() {
    let workshop = Workshop::new();
    workshop.change(FORM, |f| {
        f["scales"]["strategistatus"]["options"][0]["development"] = json!("xyz");
    });
    let told = message(&check(&workshop), "not-an-option");
    for word in ["none", "optional", "expected"] {
        assert!(told.contains(word), "{told}");
    }
    workshop.change(FORM, |f| {
        f["scales"]["strategistatus"]["options"][0]["development"] = json!("optonal");
    });
    assert!(message(&check(&workshop), "not-an-option").contains("did you mean `optional`?"));
}

#[test]
fn versions_that_are_not_there_are_not_quoted() {
    for (form, answers, title, hint) in [
        (
            Some("2"),
            json!("1"),
            "to version `1` of the form, which is now at version `2`",
            "set form_version to \"2\"",
        ),
        (
            None,
            json!("1"),
            "to version `1` of the form, which has no version",
            "remove form_version",
        ),
        (
            Some("2"),
            json!(""),
            "name no version of the form, which is at version `2`",
            "set form_version to \"2\"",
        ),
    ] {
        let workshop = Workshop::new();
        workshop.change(FORM, |f| {
            f.as_object_mut().expect("an object").shift_remove("version");
            if let Some(form) = form {
                f["version"] = json!(form);
            }
        });
        workshop.change(ANSWERS, |a| a["form_version"] = answers);
        let told = message(&check(&workshop), "other-form");
        assert!(told.contains(title) && told.contains(hint), "{told}");
        assert!(!told.contains("``"), "{told}");
    }
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |a| a["form_version"] = json!(1));
    let said = check(&workshop);
    assert!(message(&said, "wrong-type").contains("expected a text, found a number"), "{said}");
    assert!(!said.contains("[other-form]"), "{said}");
}

#[test]
fn a_layout_that_is_not_there_is_told_at_its_place() {
    let workshop = Workshop::new();
    workshop.change(FORM, |f| f["layout"] = json!("goteburg"));
    let told = message(&check(&workshop), "unknown-layout");
    assert!(told.contains("form.json:") && told.contains("/layout"), "{told}");
    assert!(told.contains("did you mean `goteborg`?"), "{told}");
    workshop.change(FORM, |f| f["layout"] = json!("qwxz"));
    let told = message(&check(&workshop), "unknown-layout");
    assert!(told.contains("goteborg") && told.contains("exempelstad"), "{told}");
    workshop.change(FORM, |f| f["layout"] = json!("goteborg"));
    let said = workshop.run(&["check", "--layout", "gotebrg"]).stderr;
    let told = message(&said, "unknown-layout");
    assert!(!told.contains("form.json") && told.contains("did you mean `goteborg`?"), "{told}");
}

#[test]
fn a_form_that_is_not_there_is_named_with_the_nearest() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |a| a["form"] = json!("trygghet-2032"));
    let told = message(&check(&workshop), "unknown-form");
    assert!(told.contains("did you mean `trygghet-2023`?"), "{told}");
    for args in [
        &["new", "--form", "trygghet-2032", "--body", "utbildningsnamnden", "--dnr", "0497/23"][..],
        &["schema", "answers", "--form", "trygghet-2032"],
    ] {
        let said = workshop.run(args);
        assert_eq!(said.code, 2);
        assert!(said.stderr.contains("did you mean `trygghet-2023`?"), "{}", said.stderr);
        assert!(!said.stderr.contains("these answers"), "{}", said.stderr);
    }
    let said = workshop.run(&["schema", "answers", "--form", "qwxz"]).stderr;
    assert!(said.contains("trygghet-2023") && !said.contains("folder `answers`"), "{said}");
}

#[test]
fn a_text_where_a_status_belongs() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |a| {
        a["answers"]["strategier-alla"]["1"] = json!("enligt");
    });
    let told = message(&check(&workshop), "wrong-type");
    assert!(told.contains("{ \"status\": \"enligt\" }"), "{told}");
    assert!(told.contains("section 2, strategy 1"), "{told}");
    workshop.change(ANSWERS, |a| {
        a["answers"]["strategier-alla"]["1"] = json!("Vi arbetar med det.");
    });
    let told = message(&check(&workshop), "wrong-type");
    assert!(told.contains("{ \"status\": \"…\", \"development\": \"…\" }"), "{told}");
}

/// Who writes a status by its label is told its id.
#[test]
fn a_label_is_known_for_its_status() {
    let workshop = Workshop::new();
    let form: Value = serde_json::from_slice(&workshop.read(FORM)).expect("JSON");
    let option = &form["scales"]["strategistatus"]["options"][1];
    for key in ["label", "short"] {
        workshop.change(ANSWERS, |a| {
            a["answers"]["strategier-alla"]["1"] = json!({"status": option[key]});
        });
        let told = message(&check(&workshop), "unknown-status");
        assert!(told.contains("did you mean `mindre`?"), "{told}");
    }
}

#[test]
fn a_question_with_an_id_is_answered_under_it() {
    let workshop = Workshop::new();
    workshop.change(FORM, |f| f["parts"][0]["content"][1]["question"]["id"] = json!("lage"));
    let told = message(&check(&workshop), "wrong-type");
    assert!(told.contains("{ \"lage\": … }"), "{told}");
    workshop.change(ANSWERS, |a| {
        a["answers"]["implementering"] = json!({"lage": a["answers"]["implementering"]});
    });
    workshop.build(&[]);
    let new = ["new", "--form", "trygghet-2023", "--body", "arkivnamnden", "--dnr", "0001/23"];
    assert_eq!(workshop.run(&new).code, 0);
    let begun = workshop.run(&["check", "input/trygghet-2023/answers/arkivnamnden.json"]);
    assert!(
        !begun.stderr.contains("[wrong-type]") && !begun.stderr.contains("[unknown-"),
        "{}",
        begun.stderr
    );
}

#[test]
fn a_text_question_with_an_object_that_says_nothing() {
    let workshop = Workshop::new();
    for answer in
        [json!({}), json!({"reason": "Sent."}), json!({"status": 1}), json!({"text": "Ja."})]
    {
        workshop.change(ANSWERS, |a| a["answers"]["implementering"] = answer.clone());
        let said = workshop.run(&["check"]);
        assert_eq!(said.code, 1, "{answer}");
        assert!(!said.stderr.contains("``"), "{}", said.stderr);
    }
}

/// A path that somebody names and that is not there: nothing starts.
#[test]
fn a_path_that_is_not_there() {
    let workshop = Workshop::new();
    for args in [
        &["check", "nowhere.json"][..],
        &["build", "nowhere.json"],
        &["build", "--dry-run", "nowhere/*.json"],
        &["watch", "nowhere"],
        &["verify", "nowhere.pdf"],
        &["verify", "nowhere"],
        &["import", "nowhere.docx"],
        &["import", "nowhere.docx", "nowhere2.docx"],
        &["diff", "nowhere.json", ANSWERS],
        &["diff", ANSWERS, "nowhere.docx"],
        &["eject", "nowhere.json", "project"],
        &["new", "--form", "nowhere", "--body", "arkivnamnden", "--dnr", "0001/23"],
        &["schema", "answers", "--form", "nowhere"],
    ] {
        let said = workshop.run(args);
        assert_eq!(said.code, 2, "{args:?}\n{}", said.stderr);
        assert!(said.stderr.contains("nowhere"), "{args:?}: {}", said.stderr);
        assert!(!workshop.path("out").exists() && !workshop.path("project").exists(), "{args:?}");
        assert_eq!(said.stdout, "", "{args:?}");
    }
}

/// One that is lost among others stops none of them.
#[test]
fn a_path_that_is_not_there_among_others() {
    let workshop = Workshop::new();
    let said = workshop.run(&["build", ANSWERS, "nowhere.json"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("cannot read nowhere.json: it is not there"), "{}", said.stderr);
    for args in [
        ["check", ANSWERS, "nowhere.json"],
        ["verify", PDF, "nowhere.pdf"],
        ["import", DOCX, "nowhere.docx"],
    ] {
        let said = workshop.run(&args);
        assert_eq!(said.code, 1, "{args:?}");
        assert!(said.stderr.contains("nowhere") && said.stdout.contains(args[1]), "{args:?}");
    }
}

#[test]
fn a_plan_is_quiet_or_for_programs() {
    let workshop = Workshop::new();
    let said = workshop.run(&["build", "--dry-run", "--quiet"]);
    assert_eq!((said.code, said.stdout.as_str(), said.stderr.as_str()), (0, "", ""));
    let said = workshop.run(&["build", "--dry-run", "--log", "json"]);
    let record: Value = serde_json::from_str(said.stdout.trim()).expect("a JSON object on a line");
    assert_eq!(record["outcome"], "planned");
    assert_eq!(record["answers"], ANSWERS);
    assert_eq!(record["diary_number"], "0497/23");
    workshop.build(&[]);
    let said = workshop.run(&["build", "--dry-run", "--log", "json"]);
    let record: Value = serde_json::from_str(said.stdout.trim()).expect("a JSON object on a line");
    assert_eq!(record["outcome"], "unchanged");
    workshop.change(ANSWERS, |a| a["body"] = json!("qwxz"));
    let said = workshop.run(&["build", "--dry-run", "--quiet"]);
    assert_eq!((said.code, said.stdout.as_str()), (1, ""), "what would be refused is foreseen");
    fs::write(workshop.path(ANSWERS), "{").expect("a file");
    let said = workshop.run(&["build", "--dry-run", "--quiet"]);
    assert_eq!((said.code, said.stdout.as_str()), (1, ""));
    assert!(said.stderr.contains("[json-syntax]"), "{}", said.stderr);
    let said = workshop.run(&["build", "--dry-run", "--log", "json"]);
    let record: Value = serde_json::from_str(said.stdout.trim()).expect("a JSON object on a line");
    assert_eq!(record["outcome"], "refused");
}

/// People and programs are shown the same place.
#[test]
fn one_place_for_all() {
    let changes: [fn(&str) -> String; 9] = [
        |text| text.replace("\"enligt\"", "\"enlig\""),
        |text| text.replace("  ", "\t").replace("\"enligt\"", "\"enlig\""),
        |text| text.replace('\n', "\r\n").replace("\"enligt\"", "\"enlig\""),
        |text| {
            text.replace(
                "\"status\": \"enligt\"",
                "\"\u{e5}\u{4e2d}\u{1f600}e\u{301}\": 1, \"status\": \"enlig\"",
            )
        },
        |text| {
            text.replace("\"status\": \"enligt\"", "\"\u{200b}\u{202e}\": 1, \"status\": \"enlig\"")
        },
        |text| text.replace('\n', " ").replace("\"enligt\"", "\"enlig\""),
        |text| format!("{}\n\n", &text[..text.len() / 2]),
        |text| text.trim_end().trim_end_matches('}').to_owned(),
        |_| "\n\n{\n\n".to_owned(),
    ];
    let workshop = Workshop::new();
    let shipped = String::from_utf8(workshop.read(ANSWERS)).expect("UTF-8");
    for (index, change) in changes.iter().enumerate() {
        fs::write(workshop.path(ANSWERS), change(&shipped)).expect("a file");
        let said = workshop.run(&["check", "--format", "json"]).stdout;
        let found: Value = serde_json::from_str(&said).expect("JSON");
        let of_file = found["files"][0]["problems"].as_array().expect("a list").iter();
        let places: Vec<String> = of_file
            .map(|p| {
                format!("{}:{}:{}", p["file"].as_str().expect("a name"), p["line"], p["column"])
            })
            .collect();
        assert!(!places.is_empty(), "{index}");
        let shown = check(&workshop);
        let shown: Vec<&str> = shown
            .lines()
            .filter_map(|line| line.trim_start().strip_prefix("--> "))
            .filter(|place| place.starts_with(ANSWERS))
            .collect();
        assert_eq!(shown, places, "{index}");
    }
}
