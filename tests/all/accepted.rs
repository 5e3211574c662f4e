//! What `check` accepts, `build` makes: no text of form or register, and no
//! language, is found by a renderer alone.

use std::collections::BTreeSet;

use crate::support::{ANSWERS, BODIES, FORM, Workshop, project};
use dnr::layout::Layout;
use serde_json::{Value, json};

/// Keys whose values are words of the program, ids, dates and patterns.
const NO_TEXTS: [&str; 14] = [
    "$schema",
    "id",
    "version",
    "language",
    "layout",
    "date",
    "scale",
    "designated",
    "colour",
    "development",
    "pattern",
    "example",
    "number",
    "kind",
];

/// Calls `visit` with each text and its JSON Pointer.
fn each_text(value: &mut Value, pointer: &str, visit: &mut dyn FnMut(&str, &mut Value)) {
    match value {
        // A placeholder's text is on no page.
        Value::Object(object) if object.get("placeholder") == Some(&json!(true)) => {}
        Value::Object(object) => {
            for (key, value) in
                object.iter_mut().filter(|(key, _)| !NO_TEXTS.contains(&key.as_str()))
            {
                each_text(value, &format!("{pointer}/{key}"), visit);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter_mut().enumerate() {
                each_text(value, &format!("{pointer}/{index}"), visit);
            }
        }
        Value::String(_) => visit(pointer, value),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The shipped form with every text that a form can have.
fn with_all_texts() -> Workshop {
    let workshop = Workshop::new();
    workshop.change(FORM, |form| {
        form["scales"]["strategistatus"]["options"][0]["symbol"] = json!("x");
        form["parts"][0]["content"][1]["question"]["heading"] = json!("Fråga");
        form["parts"][1]["content"][1]["matrix"]["strategies"][0]["development_label"] =
            json!("Hur?");
    });
    workshop
}

/// Gives every text of the file the value that `change` makes of it; the paths.
fn change_all(
    workshop: &Workshop,
    file: &str,
    change: impl Fn(usize, &str) -> String,
) -> Vec<String> {
    let mut paths = Vec::new();
    workshop.change(file, |value| {
        each_text(value, "", &mut |pointer, text| {
            *text = json!(change(paths.len(), pointer));
            paths.push(pointer.to_owned());
        });
    });
    paths
}

/// Code and path of every error that `check` finds in the file.
fn errors(workshop: &Workshop, file: &str) -> BTreeSet<(String, String)> {
    let said = workshop.run(&["check", "--format", "json"]);
    let found: Value = serde_json::from_str(&said.stdout).expect("JSON");
    let mut errors = BTreeSet::new();
    let lists = found["files"].as_array().expect("files").iter().map(|file| &file["problems"]);
    for problem in lists.chain([&found["forms"]]).flat_map(|list| list.as_array().expect("a list"))
    {
        let word = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
        if problem["severity"] == "error" && word("file").ends_with(file) {
            errors.insert((word("code"), word("path")));
        }
    }
    errors
}

#[test]
fn a_text_of_form_or_register_that_cannot_be_printed_is_found_at_its_place() {
    let long = "Ord ".repeat(2_000);
    for file in [FORM, BODIES] {
        for (text, code) in [
            ("", "empty-text"),
            (" \n ", "empty-text"),
            ("\u{200b}\u{ad}", "empty-text"),
            ("Bra 😀", "no-glyph"),
            (&long, "too-long"),
            ("Bra\u{0}", "control-character"),
            ("Bra \u{202e}text", "control-character"),
        ] {
            let workshop = with_all_texts();
            let paths = change_all(&workshop, file, |_, _| text.to_owned());
            assert!(paths.len() > 20, "{paths:?}");
            let errors = errors(&workshop, file);
            for path in paths {
                let is_short = !path.ends_with("instruction") && !path.ends_with("question/text");
                assert!(
                    (code == "too-long" && !is_short)
                        || errors.contains(&(code.to_owned(), path.clone())),
                    "{text:?} at {path} of {file} passes"
                );
            }
        }
    }
}

#[test]
fn numbers_of_strategies_and_diary_numbers_are_texts_as_well() {
    for (pointer, text) in [
        ("/parts/1/content/1/matrix/strategies/0/number", "😀"),
        ("/parts/1/content/1/matrix/strategies/0/number", "\u{200b}"),
        ("/parts/1/content/1/matrix/strategies/0/number", "1\u{202e}"),
        ("/diary_number/pattern", "😀 ####"),
        ("/diary_number/pattern", ""),
        ("/diary_number/label", ""),
    ] {
        let workshop = Workshop::new();
        workshop.change(FORM, |form| {
            *form.pointer_mut(pointer).expect("the value") = json!(text);
            if pointer.ends_with("pattern") {
                form["diary_number"]["example"] = json!(text.replace('#', "1"));
            }
        });
        let found = errors(&workshop, FORM);
        assert!(found.iter().any(|(_, path)| path == pointer), "{text:?} at {pointer}: {found:?}");
    }
}

#[test]
fn odd_texts_that_are_accepted_are_made() {
    for odd in ["<b>&amp;\"' {{dnr}} #panic() *x* _y_", "två\nrader", "a\u{308}\u{ad}rende\u{b}x"]
    {
        let workshop = with_all_texts();
        for file in [FORM, BODIES] {
            change_all(&workshop, file, |index, path| match path.ends_with("symbol") {
                true => "&".to_owned(),
                false => format!("T{index} {odd}"),
            });
        }
        workshop.build(&["--format", "pdf,docx,html,json"]);
    }
}

#[test]
fn a_language_is_a_tag_of_a_language_that_there_is() {
    let with = |language: &str| {
        let workshop = Workshop::new();
        workshop.change(FORM, |form| form["language"] = json!(language));
        workshop
    };
    for wrong in [
        "",
        " ",
        "svenska",
        "Swedish",
        "s",
        "12",
        "sv_SE",
        "sv-",
        "sv--SE",
        " sv",
        "sv-SE ",
        "xx",
        "qq-SE",
        "swe",
        "zzz",
        "sv-SE-SE",
        "sv-Sverige-Sverige",
        "a-DE",
        "sv-å",
        "-SE",
    ] {
        let workshop = with(wrong);
        let found = errors(&workshop, FORM);
        let expected = ("language".to_owned(), "/language".to_owned());
        assert!(found.contains(&expected), "{wrong:?} passes: {found:?}");
        assert!(!workshop.run(&["build"]).stderr.contains("layout-failed"), "{wrong:?}");
    }
    for right in [
        "sv",
        "sv-SE",
        "SV-se",
        "en-GB",
        "fi",
        "se",
        "smj",
        "fit",
        "es-419",
        "sr-Latn-RS",
        "de-CH-1996",
    ] {
        let workshop = with(right);
        workshop.build(&["--format", "pdf,docx,html"]);
        let said = workshop.run(&["verify", "--format", "json"]);
        assert_eq!(said.code, 0, "{right}: {}{}", said.stdout, said.stderr);
    }
    // Whoever wrote it reads what to write instead.
    let said = with("svenska").run(&["check"]);
    assert!(
        said.stderr.contains("sv-SE")
            && said.stderr.contains(ANSWERS.split('/').next().expect("a folder"))
    );
}

#[test]
fn every_sign_that_is_accepted_is_set() {
    let layout = Layout::load("goteborg", &[], None).expect("the disk").expect("the layout");
    let signs = (' '..=char::MAX).filter(|c| !c.is_control() && layout.can_print(*c));
    let signs: Vec<char> = signs.filter(|c| !"\u{202d}\u{202e}".contains(*c)).collect();
    assert!(signs.len() > 1_000);
    let lines: Vec<String> = signs.chunks(40).map(|line| line.iter().collect()).collect();
    for standard in ["a-1a", "a-2a+ua-1", "a-3a+ua-1"] {
        let workshop = Workshop::new();
        workshop.change(ANSWERS, |answers| {
            answers["answers"]["manniskohandel"] = json!(lines.join("\n\n"));
        });
        workshop.build(&["--format", "pdf,docx,html", "--pdf-standard", standard]);
    }
}

#[test]
fn a_form_that_is_refused_is_begun_by_nobody() {
    for (pointer, value, code) in [
        ("/scales/strategistatus/options", json!([]), "empty-list"),
        ("/parts/1/content/1/matrix/scale", json!("saknas"), "unknown-scale"),
        ("/headings/answer", json!(""), "empty-text"),
    ] {
        let workshop = Workshop::new();
        workshop.change(FORM, |form| *form.pointer_mut(pointer).expect("the value") = value);
        let body = ["--form", "trygghet-2023", "--body", "socialnamnd-hisingen"];
        let args = [&["new"], &body[..], &["--dnr", "0498/23", "--format", "docx"]].concat();
        let said = workshop.run(&args);
        assert_eq!(said.code, 2, "{pointer}: {}{}", said.stdout, said.stderr);
        assert!(said.stderr.contains(&format!("[{code}]")), "{pointer}: {}", said.stderr);
        assert!(!workshop.path("out").exists(), "{pointer}");
    }
}

#[test]
fn odd_dates_that_are_accepted_are_made() {
    for date in ["2024-02-29", "9999-12-31"] {
        let workshop = Workshop::new();
        workshop.change(ANSWERS, |answers| answers["date"] = json!(date));
        workshop.build(&["--format", "pdf,docx,html"]);
    }
}

/// Liberation's font under the name of another family, without the characters
/// from `first` on that stand beside it in the font's list (OpenType `cmap`,
/// format 4).
fn font_without(style: &str, first: Option<u16>) -> Vec<u8> {
    let path = project().join(format!("fonts/LiberationSerif-{style}.ttf"));
    let mut bytes = std::fs::read(path).expect("a font");
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let (name, other) = ("Liberation", "Liberatiom");
    let ascii = (name.as_bytes().to_vec(), other.as_bytes().to_vec());
    for (name, other) in [ascii, (utf16(name), utf16(other))] {
        for at in 0..bytes.len() - name.len() {
            if bytes[at..].starts_with(&name) {
                bytes[at..at + name.len()].copy_from_slice(&other);
            }
        }
    }
    let Some(first) = first else { return bytes };
    let number = |at: usize| usize::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]));
    let long = |at: usize| number(at) << 16 | number(at + 2);
    let tables = (0..number(4)).map(|index| 12 + 16 * index);
    let cmap = tables.into_iter().find(|at| &bytes[*at..at + 4] == b"cmap").expect("a cmap");
    let cmap = long(cmap + 8);
    let subtables = (0..number(cmap + 2)).map(|index| cmap + long(cmap + 4 + 8 * index + 4));
    let mut ends = Vec::new();
    for subtable in subtables.filter(|at| number(*at) == 4) {
        let segments = number(subtable + 6) / 2;
        let end = (0..segments).map(|index| subtable + 14 + 2 * index);
        ends.extend(end.into_iter().find(|at| number(*at) >= usize::from(first)));
    }
    assert!(!ends.is_empty());
    for end in ends {
        bytes[end..end + 2].copy_from_slice(&(first - 1).to_be_bytes());
    }
    bytes
}

#[test]
fn a_sign_that_only_some_faces_have_is_found() {
    let workshop = Workshop::new();
    let folder = workshop.path("layouts/goteborg");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (style, first) in [("Regular", None), ("Bold", Some(0x3a9))] {
        std::fs::write(folder.join(format!("{style}.ttf")), font_without(style, first))
            .expect("a file");
    }
    let theme = json!({
        "extends": "goteborg",
        "fonts": { "text": { "family": "Liberatiom Serif", "word": "Times New Roman" } },
    });
    std::fs::write(folder.join("theme.json"), theme.to_string()).expect("a file");
    for (text, is_right) in [("Alfa **Α**", true), ("Ohm Ω", false), ("Ohm **Ω**", false)] {
        workshop.change(ANSWERS, |answers| answers["answers"]["manniskohandel"] = json!(text));
        let said = workshop.run(&["check"]);
        assert_eq!(
            (said.code == 0, said.stderr.contains("[no-glyph]")),
            (is_right, !is_right),
            "{text}: {}",
            said.stderr
        );
        let built = workshop.run(&["build", "--force"]);
        assert_eq!(built.code == 0, is_right, "{text}: {}", built.stderr);
        assert!(!built.stderr.contains("[layout-failed]"), "{text}: {}", built.stderr);
    }
}
