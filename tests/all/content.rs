//! Long, odd and hostile content: right, or refused with its place.

use crate::support::pdf::Pdf;
use crate::support::{ANSWERS, BODIES, DOCX, FORM, PDF, Workshop};
use serde_json::{Value, json};

#[test]
fn sixty_strategies_fill_one_table_over_many_pages() {
    let workshop = Workshop::new();
    workshop.change(FORM, |form| {
        let strategies: Vec<Value> = (1..=60)
            .map(|n| json!({"number": n.to_string(), "text": format!("Strategi {n} ska göra staden trygg.")}))
            .collect();
        form["parts"][1]["content"][1]["matrix"]["strategies"] = strategies.into();
    });
    workshop.change(ANSWERS, |answers| {
        let rows: serde_json::Map<String, Value> =
            (1..=60).map(|n| (n.to_string(), json!({"status": "enligt"}))).collect();
        answers["answers"]["strategier-alla"] = rows.into();
    });
    workshop.build(&[]);
    let pdf = Pdf::read(&workshop.read(PDF));
    let tags = pdf.tags();
    let tables = tags.all(&["Table"]);
    assert_eq!(tables.len(), 2);
    assert_eq!(tables[0].all(&["TR"]).len(), 1 + 2 * 60);
    assert!(tables[0].text.contains("60.\u{a0}Strategi 60 ska göra staden trygg."));
}

#[test]
fn a_long_name_stays_on_the_page() {
    let workshop = Workshop::new();
    let name: String = "Nämnden för samordning av trygghet, ".repeat(4).chars().take(120).collect();
    workshop.change(BODIES, |bodies| bodies["bodies"]["utbildningsnamnden"]["name"] = json!(name));
    workshop.build(&[]);
    let pdf = Pdf::read(&workshop.read(PDF));
    let cover: String =
        pdf.lines().iter().filter(|(page, _)| *page == 1).map(|(_, l)| l.as_str()).collect();
    assert_eq!(cover.matches("samordning").count(), 6);
    assert_eq!(pdf.pages(), 8);
}

/// Text of a layout that sets no font is not lost.
#[test]
fn text_without_a_style_is_printed() {
    let workshop = Workshop::new();
    let folder = workshop.path("layouts/goteborg");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("theme.json"), r#"{ "extends": "goteborg" }"#).expect("a file");
    let cover = "#let cover(lines) = { title[En titel]; [En egen rad]
        for line in lines { par(line.text) } }";
    std::fs::write(folder.join("cover.typ"), cover).expect("a file");
    workshop.build(&[]);
    let lines = Pdf::read(&workshop.read(PDF)).lines();
    assert!(lines.iter().any(|(page, line)| *page == 1 && line == "En egen rad"), "{lines:?}");
}

#[test]
fn a_character_that_no_font_has_is_named_with_its_answer() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["strategier-alla"]["4"]["development"] = json!("Bra jobbat 😀");
    });
    let said = workshop.run(&["build"]);
    assert_eq!(said.code, 1);
    for part in ["no-glyph", "😀 (U+1F600)", "section 2, strategy 4", "utbildningsnamnden.json:"]
    {
        assert!(said.stderr.contains(part), "{part} in {}", said.stderr);
    }
    assert!(!workshop.path(PDF).exists());
}

#[test]
fn what_word_leaves_in_a_text_is_replaced_and_told() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["manniskohandel"] =
            json!("En rad\u{b}ny rad\u{7} med a\u{308}nde\u{1e}tecken\u{c}Ny sida");
    });
    let said = workshop.run(&["check"]);
    workshop.build(&[]);
    assert!(said.stderr.contains("U+000B, U+0007, U+001E, U+000C"), "{}", said.stderr);
    let lines: Vec<String> =
        Pdf::read(&workshop.read(PDF)).lines().into_iter().map(|(_, l)| l).collect();
    let end = &lines[lines.len() - 3..];
    assert_eq!(end, ["En rad ", "ny rad med ände-tecken", "Ny sida"]);
}

#[test]
fn other_control_characters_are_refused() {
    let workshop = Workshop::new();
    workshop
        .change(ANSWERS, |answers| answers["answers"]["manniskohandel"] = json!("Text\u{0}\u{9f}"));
    let said = workshop.run(&["build"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("control-character") && said.stderr.contains("U+0000, U+009F"));
}

#[test]
fn a_body_that_is_not_designated_is_told_so_on_paper() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        answers["body"] = json!("kulturnamnden");
        answers["answers"]["strategier-utpekade"] = json!({});
    });
    workshop.build(&[]);
    let pdf = Pdf::read(&workshop.read("out/trygghet-2023-kulturnamnden.pdf"));
    let tags = pdf.tags();
    assert_eq!(tags.all(&["Table"]).len(), 1);
    assert!(tags.text.contains("Kulturnämnden är inte utpekad för någon av strategierna"));
    assert!(!tags.text.contains("[Strategi"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (one, two) = (Workshop::new(), Workshop::new());
    one.build(&[]);
    two.build(&[]);
    two.build(&["input"]);
    assert!(one.read(PDF) == two.read(PDF));
    assert!(one.read(DOCX) == two.read(DOCX));
}

#[test]
fn a_layout_on_disk_takes_the_place_of_the_built_in_one() {
    let workshop = Workshop::new();
    let folder = workshop.path("layouts/goteborg");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(
        folder.join("theme.json"),
        r#"{ "extends": "goteborg", "running_header": { "right": "sida {{page}} av {{pages}}" } }"#,
    )
    .expect("a file");
    let said = workshop.run(&["build"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let lines = Pdf::read(&workshop.read(PDF)).lines();
    assert!(lines.iter().any(|(page, line)| *page == 3 && line.ends_with("sida 3 av 8")));
}
