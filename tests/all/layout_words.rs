//! What `check` accepts, `build` makes: logos, and every text that a layout
//! or a form has in its place.

use std::fs;
use std::io::Write;

use crate::support::pdf::Pdf;
use crate::support::{ANSWERS, DOCX, FORM, PDF, Workshop};
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use serde_json::{Value, json};

/// A PNG picture of one colour; `channels` is 3, or 4 with transparency.
fn png(width: u32, height: u32, channels: u32) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], data: &[u8]| {
        file.extend((data.len() as u32).to_be_bytes());
        let mut crc = Crc::new();
        crc.update(kind);
        crc.update(data);
        file.extend([kind, data, &crc.sum().to_be_bytes()].concat());
    };
    let colour = if channels == 4 { 6 } else { 2 };
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, colour, 0, 0, 0]].concat();
    chunk(b"IHDR", &head);
    let row = [vec![0], vec![90; (width * channels) as usize]].concat();
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&row.repeat(height as usize)).expect("memory");
    chunk(b"IDAT", &packed.finish().expect("memory"));
    chunk(b"IEND", b"");
    file
}

/// A workshop with `layouts/egen`, whose logo is that file.
fn with_logo(name: &str, bytes: &[u8]) -> Workshop {
    let workshop = Workshop::new();
    fs::create_dir_all(workshop.path("layouts/egen")).expect("a folder");
    let logo = json!({ "file": name, "width": "30mm", "height": "20mm", "alternative": "Vapen" });
    let theme = json!({ "extends": "goteborg", "logo": logo }).to_string();
    fs::write(workshop.path("layouts/egen/theme.json"), theme).expect("a file");
    fs::write(workshop.path(&format!("layouts/egen/{name}")), bytes).expect("a file");
    workshop
}

/// What `check` says; where it accepts, all formats are built.
fn checked(workshop: &Workshop, args: &[&str]) -> (i32, String) {
    let said = workshop.run(&[&["check"], args].concat());
    if said.code == 0 {
        workshop.build(&[&["--format", "pdf,docx,html"], args].concat());
    }
    (said.code, said.stderr)
}

#[test]
fn a_logo_is_a_whole_png_or_jpeg_file() {
    let good = png(30, 20, 3);
    // Whatever the file is called.
    for name in ["vapen.png", "vapen.jpg", "vapen"] {
        let (code, said) = checked(&with_logo(name, &good), &["--layout", "egen"]);
        assert_eq!(code, 0, "{name}: {said}");
    }
    for (name, bytes, code, words) in [
        ("vapen.png", b"not a picture".to_vec(), "logo-unreadable", "neither PNG nor JPEG"),
        (
            "vapen.svg",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(),
            "logo-unreadable",
            "neither",
        ),
        ("vapen.png", good[..60].to_vec(), "logo-unreadable", "damaged"),
    ] {
        let (exit, said) = checked(&with_logo(name, &bytes), &["--layout", "egen"]);
        assert_eq!(exit, 1, "{name}");
        assert!(said.contains(&format!("error[{code}]")) && said.contains(words), "{said}");
        assert!(said.contains("/logo/file") && said.contains("layouts/egen/theme.json"), "{said}");
    }
}

#[test]
fn a_logo_that_one_can_see_through_is_no_pdf_a_1() {
    let workshop = with_logo("vapen.png", &png(30, 20, 4));
    assert_eq!(checked(&workshop, &["--layout", "egen"]).0, 0);
    let (code, said) = checked(&workshop, &["--layout", "egen", "--pdf-standard", "a-1a"]);
    assert_eq!(code, 1);
    assert!(said.contains("error[logo-see-through]") && said.contains("/logo/file"), "{said}");
    let built =
        workshop.run(&["build", "--layout", "egen", "--pdf-standard", "a-1a", "--out", "o"]);
    assert!(built.stderr.contains("[logo-see-through]"), "{}", built.stderr);
    let whole = with_logo("vapen.png", &png(30, 20, 3));
    assert_eq!(checked(&whole, &["--layout", "egen", "--pdf-standard", "a-1a"]).0, 0);
}

#[test]
fn a_logo_out_of_proportion_is_told() {
    let (code, said) = checked(&with_logo("vapen.png", &png(20, 20, 3)), &["--layout", "egen"]);
    assert_eq!(code, 0);
    assert!(said.contains("warning[logo-shape]") && said.contains("30.0 mm high"), "{said}");
}

/// Texts of the theme that only some reports need.
const RARE: [&str; 7] = [
    "expected",
    "status",
    "mark_alternative",
    "not_designated",
    "matrix_title",
    "answer_prompt",
    "not_answered",
];

#[test]
fn every_text_of_a_theme_is_checked_whether_a_report_needs_it_or_not() {
    let workshop = Workshop::new();
    for name in RARE {
        for (text, code) in [
            ("{{dnrr}}", "unknown-word"),
            ("{{", "bad-pattern"),
            (" ", "empty-text"),
            ("{{#if dnr}}Ja{{else}}{{statuss}}{{/if}}", "unknown-word"),
            ("{{#if date}}{{/if}}", "empty-text"),
            ("En\u{2}", "control-character"),
            ("En\nrad", "control-character"),
        ] {
            let setting = format!("texts.{name}={text}");
            let said = workshop.run(&["check", "--set", &setting]);
            assert_eq!(said.code, 1, "{setting}");
            assert!(said.stderr.contains(&format!("error[{code}]")), "{setting}: {}", said.stderr);
            assert!(said.stderr.contains("--> --set texts."), "{setting}: {}", said.stderr);
        }
    }
}

#[test]
fn words_that_no_font_has_are_told_where_the_pdf_shows_them() {
    let workshop = Workshop::new();
    for (setting, code) in [
        ("texts.not_answered=✔ {{dnr}}", 1),
        ("texts.expected=✔ {{expected}}", 1),
        ("running_header.left=✔", 1),
        ("cover.0.text=✔ {{body}}", 1),
        ("lists.bullet.marker=✔", 1),
        // Word's fonts are its own, and what is only read aloud needs none.
        ("texts.answer_prompt=✔ Skriv", 0),
        ("texts.matrix_summary=✔", 0),
    ] {
        let (exit, said) = checked(&workshop, &["--set", setting]);
        assert_eq!(exit, code, "{setting}: {said}");
        assert_eq!(said.contains("error[no-glyph]"), code == 1, "{setting}: {said}");
    }
}

#[test]
fn what_depends_on_the_body_is_checked_for_each() {
    let workshop = Workshop::new();
    let pattern = "texts.author={{#if (eq body_id 'kulturnamnden')}}{{else}}{{body}}{{/if}}";
    let said = workshop.run(&["check", "--set", pattern]);
    assert!(said.stderr.contains("error[empty-text]"), "{}", said.stderr);
    let pattern = "texts.author={{#if (eq body_id 'kulturnamnden')}}Kultur{{else}}{{body}}{{/if}}";
    assert_eq!(checked(&workshop, &["--set", pattern]).0, 0);
}

/// Dates and statuses stand nowhere but in these texts.
#[test]
fn texts_hold_what_the_answers_say() {
    let workshop = Workshop::new();
    for name in ["expected", "status", "mark_alternative"] {
        let conditional = "{{#if (eq body_id 'kulturnamnden')}}Klart{{else}}Klart {{body}}{{/if}}";
        for text in ["Klart", conditional] {
            let said = workshop.run(&["check", "--set", &format!("texts.{name}={text}")]);
            assert_eq!(said.code, 1, "{name}");
            assert!(said.stderr.contains("error[word-left-out]"), "{name}: {}", said.stderr);
        }
    }
    let said = workshop.run(&["check", "--set", "texts.not_applicable=EJ BESVARAT"]);
    assert!(said.stderr.contains("error[same-states]"), "{}", said.stderr);
}

#[test]
fn a_file_name_has_letters_or_digits() {
    let workshop = Workshop::new();
    for name in ["...", "/", "- -", "???"] {
        let said = workshop.run(&["check", "--set", &format!("texts.file_name={name}")]);
        assert!(said.stderr.contains("error[no-file-name]"), "{name}: {}", said.stderr);
    }
    assert_eq!(checked(&workshop, &["--set", "texts.file_name=a/b {{body_id}}"]).0, 0);
    let said = workshop.run(&["check", "--set", "texts.file_name=~${{body_id}}"]);
    assert!(said.stderr.contains("error[file-name-reserved]"), "{}", said.stderr);
}

#[test]
fn markers_and_descriptions_have_words() {
    let workshop = with_logo("vapen.png", &png(30, 20, 3));
    for path in ["lists.dash.marker", "logo.alternative", "fonts.text.word"] {
        let said = workshop.run(&["check", "--layout", "egen", "--set", &format!("{path}=")]);
        assert!(said.stderr.contains("error[empty-text]"), "{path}: {}", said.stderr);
    }
    let said = workshop.run(&["check", "--set", "language=svenska språket"]);
    assert!(said.stderr.contains("error[language]"), "{}", said.stderr);
}

#[test]
fn the_date_may_be_the_answers_alone() {
    let workshop = Workshop::new();
    workshop.change(FORM, |form| drop(form.as_object_mut().expect("a form").remove("date")));
    workshop.change(ANSWERS, |answers| answers["date"] = json!("2023-03-31"));
    let (code, said) =
        checked(&workshop, &["--layout", "exempelstad", "--set", "colours.green=#DDEFE0"]);
    assert_eq!(code, 0, "{said}");
}

/// The shipped form in English, with words of its own.
fn in_english(workshop: &Workshop, texts: Value) {
    workshop.change(FORM, |form| {
        form["language"] = json!("en-GB");
        form["texts"] = texts;
    });
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["implementering"] = json!({ "status": "not_applicable" });
        answers["answers"]["strategier-alla"]["4"]["expected"] = json!("2024-06");
    });
}

#[test]
fn a_form_in_another_language_is_told_what_the_layout_would_say() {
    let workshop = Workshop::new();
    in_english(&workshop, json!({ "not_answered": "Not answered" }));
    let (code, said) = checked(&workshop, &[]);
    assert_eq!(code, 0);
    assert!(said.contains("warning[other-language]") && said.contains("at /language"), "{said}");
    assert!(said.contains("texts.not_applicable (“Ej aktuellt”)"), "{said}");
    // Its own words, and patterns without any, are none.
    assert!(!said.contains("texts.not_answered") && !said.contains("texts.subject"), "{said}");
    let said = workshop.run(&["check", "--layout", "exempelstad"]).stderr;
    assert!(said.contains("running_header.right (“sida {{page}} av {{pages}}”)"), "{said}");
}

/// English words for all that the shipped layouts say in Swedish.
fn all_in_english() -> Value {
    json!({
        "not_answered": "Not answered",
        "not_applicable": "Not applicable",
        "answer_prompt": "Click here and write the answer.",
        "development_prompt": "Click here and write what has to be developed.",
        "not_designated": "{{body}} is designated for none of these strategies.",
        "expected": "Expected: {{expected}}",
        "status": "Status: {{status}}",
        "mark_alternative": "Chosen: {{status}}",
        "matrix_title": "{{section}} {{heading}}: status by strategy",
        "matrix_summary": "A row for each strategy.",
        "contents": "Contents",
        "date_prompt": "choose a date",
        "state_prompt": "choose if not applicable",
        "header_right": "page {{page}} of {{pages}}"
    })
}

#[test]
fn a_forms_own_words_are_printed() {
    let workshop = Workshop::new();
    in_english(&workshop, all_in_english());
    let (code, said) = checked(&workshop, &[]);
    assert_eq!(code, 0);
    assert!(!said.contains("other-language"), "{said}");
    let pdf = Pdf::read(&workshop.read(PDF));
    let shown: String = pdf.lines().into_iter().map(|(_, line)| line + "\n").collect();
    for text in ["Not applicable", "Expected: 2024-06", "page 2 of "] {
        assert!(shown.contains(text), "{text} in {shown}");
    }
    assert!(!shown.contains("Ej aktuellt") && !shown.contains("Beräknas"), "{shown}");
    let word = format!(
        "{:?}",
        crate::support::docx::Docx::read(&workshop.read(DOCX)).part("word/document.xml")
    );
    assert!(word.contains("Not applicable") && word.contains("status by strategy"));
    // What comes back from Word is read by the same words.
    let said = workshop.run(&["import", DOCX, "--dry-run"]);
    assert!(said.stdout.contains("no changes"), "{}{}", said.stdout, said.stderr);
}

#[test]
fn a_forms_own_words_are_checked_where_they_stand() {
    let workshop = Workshop::new();
    for (text, code) in [("{{statuss}}", "unknown-word"), ("", "empty-text"), ("✔", "no-glyph")] {
        in_english(&workshop, json!({ "not_applicable": text }));
        let (exit, said) = checked(&workshop, &[]);
        assert_eq!(exit, 1);
        assert!(said.contains(&format!("error[{code}]")), "{said}");
        assert!(said.contains("/texts/not_applicable") && said.contains("form.json"), "{said}");
    }
    in_english(&workshop, json!({ "not_aplicable": "Not applicable" }));
    let (_, said) = checked(&workshop, &[]);
    assert!(said.contains("error[unknown-key]") && said.contains("`not_applicable`"), "{said}");
}
