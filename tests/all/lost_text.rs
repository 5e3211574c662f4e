//! No page is written that lacks a word of the report, whatever the layout.

use std::fs;

use serde_json::{Value, json};

use crate::support::layouts::with_file;
use crate::support::pdf::Pdf;
use crate::support::{ANSWERS, PDF, Said, Workshop, project};

/// A workshop with a layout of its own: the built-in one, with `words` of Typst
/// after the report has been read.
fn with_layout(words: &str) -> Workshop {
    with_cover(words, COVER)
}

const COVER: &str = "#cover(report.cover)\n";

/// The same, with other words for the cover.
fn with_cover(words: &str, cover: &str) -> Workshop {
    let workshop = Workshop::new();
    let file = project().join("layouts/goteborg/report.typ");
    let text = fs::read_to_string(file).expect("the layout");
    let read = "#let report = json(\"/report.json\")\n";
    assert!(text.contains(read) && text.contains(COVER));
    let text = text.replacen(read, &format!("{read}{words}\n"), 1).replacen(COVER, cover, 1);
    layout(&workshop, &json!({"extends": "goteborg"}), &text);
    workshop
}

fn layout(workshop: &Workshop, theme: &Value, report: &str) {
    let folder = workshop.path("layouts/egen");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("theme.json"), theme.to_string()).expect("a file");
    fs::write(folder.join("report.typ"), report).expect("a file");
}

/// What a build with the layout says that loses something.
fn refused(workshop: &Workshop) -> Said {
    let said = workshop.run(&["build", "--format", "pdf", "--layout", "egen"]);
    assert_eq!(said.code, 1, "{}{}", said.stdout, said.stderr);
    assert!(!workshop.path(PDF).exists());
    said
}

/// Expects that each of `told` is told of a layout with those words.
fn assert_told(words: &str, told: &[&str]) -> Said {
    let said = refused(&with_layout(words));
    for one in told {
        assert!(said.stderr.contains(one), "{words}: {one} in {}", said.stderr);
    }
    said
}

/// Typst that changes the report before it is shown.
fn without(change: &str) -> String {
    format!("#let report = {{ let report = report; {change}; report }}")
}

/// The matrix of strategies for all; its third row is left alone by most tests.
const ROWS: &str = "report.sections.at(1).blocks.last().rows";

#[test]
fn a_block_forgotten_is_told_with_the_forms_words() {
    let told = ["not-shown", "form.json", "Stadsledningskontoret har ett uppdrag"];
    assert_told(&without("let _ = report.sections.at(0).blocks.at(1).text.remove(1)"), &told);
    let told = ["not-shown", "form.json", "2. Strategier", "Anvisning"];
    let told = [told[0], told[1], told[3]];
    assert_told(&without("let _ = report.sections.at(1).blocks.remove(0)"), &told);
}

#[test]
fn an_answer_is_told_at_its_place_in_the_answers() {
    let told = ["not-shown", "utbildningsnamnden.json", "/answers/manniskohandel", "section 4"];
    assert_told(&without("let _ = report.sections.at(3).blocks.pop()"), &told);
    // Only the first paragraph is shown.
    let change = "report.sections.at(3).blocks.last().text = (report.sections.at(3).blocks.last().text.first(),)";
    assert_told(&without(change), &["not-shown", "/answers/manniskohandel", "Det finns rutiner"]);
}

#[test]
fn a_strategys_row_is_told_with_its_number() {
    let told = ["not-shown", "/answers/strategier-alla/4\n", "strategy 4"];
    let said = assert_told(&without(&format!("let _ = {ROWS}.remove(3)")), &told);
    // Of it alone, and once.
    assert_eq!(said.stderr.matches("error[").count(), 1, "{}", said.stderr);
    let told = ["not-shown", "/answers/strategier-alla/4/development", "strategy 4"];
    assert_told(&without(&format!("{ROWS}.at(3).development = ()")), &told);
}

/// What every row has is missed in the row that lacks it.
#[test]
fn a_mark_a_label_or_a_number_is_missed_where_it_should_be() {
    let told = ["not-shown", "/answers/strategier-alla/3/status", "strategy 3"];
    assert_told(&without(&format!("{ROWS}.at(2).mark.symbol = []")), &told);
    let told = ["not-shown", "/answers/strategier-alla/3\n", "strategy 3", "Om arbetet behöver"];
    assert_told(&without(&format!("{ROWS}.at(2).label = []")), &told);
    let told = ["not-shown", "/answers/strategier-alla/3\n", "strategy 3", "“3”"];
    assert_told(&without(&format!("{ROWS}.at(2).number = \"Nästa\"")), &told);
    let heads = "report.sections.at(2).blocks.last().heads";
    assert_told(&without(&format!("{heads}.at(1).label = []")), &["not-shown", "Ett mindre"]);
    let change = "report.sections.at(2).heading = \"\"";
    assert_told(&without(change), &["not-shown", "Strategier där utpekade"]);
}

#[test]
fn the_cover_and_the_header_are_told_with_the_theme() {
    let told = ["not-shown", "theme.json", "Dnr 0497/23"];
    assert_told(&without("report.cover.at(1).text = \"\""), &told);
    // The title that the header repeats is no title of the cover.
    assert_told(&without("report.cover.at(2).text = \"x\""), &["not-shown", "Trygghetsskapande"]);
    let told = ["not-shown", "theme.json", "/running_header/left"];
    assert_told(&without("report.running_header.left = ()"), &told);
}

#[test]
fn what_is_cut_off_is_told_with_its_page() {
    for words in [
        "#show table: it => block(height: 250pt, clip: true, it)",
        "#show table: it => box(height: 250pt, clip: true, it)",
        "#show table: it => place(top, dx: 120mm, it)",
        "#show table: it => scale(0%, it)",
        "#show table: it => block(height: 300pt, width: 100%, clip: true, scale(120%, it))",
    ] {
        assert_told(words, &["not-shown", "/answers/strategier-", "page "]);
    }
}

#[test]
fn what_is_beyond_the_pages_edge_is_told() {
    // The last lines of the cover are below the edge.
    let said = refused(&with_cover("", "#place(top, dy: 200mm, cover(report.cover))\n"));
    for told in ["not-shown", "theme.json", "Trygghetsskapande och", "page 1"] {
        assert!(said.stderr.contains(told), "{told} in {}", said.stderr);
    }
    // Words of the layout's own.
    let mark = "#place(top + left, dx: -60mm)[Utkast]\n";
    let said = refused(&with_cover("", &format!("{mark}{COVER}")));
    for told in ["off-page", "layouts/egen/report.typ", "Utkast", "page 1"] {
        assert!(said.stderr.contains(told), "{told} in {}", said.stderr);
    }
}

#[test]
fn what_has_no_colour_or_size_is_told() {
    for words in [
        "#show heading.where(level: 2): it => block(text(fill: white, it.body))",
        "#show heading.where(level: 2): it => block(text(fill: rgb(0, 0, 0, 0), it.body))",
        "#show heading.where(level: 2): it => block(text(size: 0.1pt, it.body))",
        "#show heading.where(level: 2): it => block(fill: red, text(fill: red, it.body))",
        "#show heading.where(level: 2): it => block(hide(it.body))",
    ] {
        let workshop = with_layout(words);
        with_section(
            &workshop,
            "show heading: if long { set-long-heading-two } else { set-heading-two }",
            "",
        );
        let said = refused(&workshop);
        assert!(said.stderr.contains("Anvisning"), "{words}: {}", said.stderr);
    }
}

#[test]
fn words_of_two_lines_do_not_run_together() {
    let broken = "text.split(\"\\n\").join(\" \" + linebreak())";
    for (joined, is_told) in [("\"\"", true), ("\" \"", false), ("linebreak()", false)] {
        let to = format!("text.split(\"\\n\").join({joined})");
        let workshop = with_file("text.typ", &[(broken, &to)]);
        workshop.change(ANSWERS, |answers| {
            answers["answers"]["manniskohandel"] = json!("Första\\\nandra raden.");
        });
        let said = workshop.run(&["build", "--format", "pdf", "--layout", "egen"]);
        assert_eq!(said.code, i32::from(is_told), "{joined}: {}", said.stderr);
        if is_told {
            for told in ["not-shown", "/answers/manniskohandel", "words of two lines into one"] {
                assert!(said.stderr.contains(told), "{told} in {}", said.stderr);
            }
        }
    }
}

/// A section's own Typst file, with other words in it.
fn with_section(workshop: &Workshop, from: &str, to: &str) {
    let section = project().join("layouts/goteborg/section.typ");
    let section = fs::read_to_string(section).expect("the layout");
    assert!(section.contains(from));
    let section = section.replace(from, to);
    fs::write(workshop.path("layouts/egen/section.typ"), section).expect("a file");
}

/// White letters on a black ground are seen.
#[test]
fn light_letters_on_a_dark_ground_pass() {
    let workshop = with_layout("");
    let heading = "styled(\"heading_1\", hanging(\"heading_1\", number, heading, line))";
    let text = "{ set text(fill: white); hanging(\"heading_1\", number, heading, line) }";
    let white = format!("styled(\"heading_1\", {text})");
    with_section(&workshop, heading, &white);
    assert!(refused(&workshop).stderr.contains("Omhändertagande"));
    with_section(&workshop, heading, &format!("block(fill: black, {white})"));
    workshop.build(&["--format", "pdf", "--layout", "egen"]);
}

/// Another order, columns, capitals, hyphenation, justified lines.
const ODD: &str = r#"
#let report = json("/report.json")
#let theme = json("/theme.json")
#let footer = for piece in report.running_header.left + report.running_header.right {
  if piece.kind == "text" { piece.text } else { context str(here().page()) }
}
#set text(font: theme.fonts.text.family, lang: "sv", hyphenate: true, size: 9pt, fallback: false)
#set page(columns: 2, margin: 15mm, footer: footer, foreground: place(bottom + right)[Utkast])
#set par(justify: true)
#show heading: upper
#let texts(blocks) = for block in blocks {
  if block.kind == "paragraph" { par(block.spans.map(span => span.text).join("")) }
  else { for item in block.items { texts(item) } }
}
#for (index, line) in report.cover.enumerate() {
  if index == 2 { title(line.text) } else { par(line.text) }
}
#for section in report.sections.rev() {
  heading(level: 1, section.number + " " + section.heading)
  for block in section.blocks {
    if block.kind == "heading" { heading(level: 2, block.text) }
    else if block.kind == "text" { texts(block.text) }
    else {
      for row in block.rows.rev() {
        texts(row.development)
        par(row.label)
        par[Strategi #row.number: #row.strategy]
        if row.mark.kind == "chosen" { par(row.mark.alternative) } else { par(row.mark.text) }
      }
      for head in block.heads { par(head.label + " (" + head.short + ")") }
    }
  }
}
"#;

#[test]
fn any_layout_that_shows_all_passes() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        let words: Vec<String> = (0..4_000).map(|i| format!("kommunfullmäktige{i}")).collect();
        answers["answers"]["implementering"] = json!(words.join(" "));
        let text = format!("* {}\n* x\n* x", "ord ".repeat(2_000));
        answers["answers"]["strategier-alla"]["5"] =
            json!({"status": "storre", "development": text});
        answers["answers"]["strategier-alla"]["6"] = json!({"status": "not_answered"});
    });
    layout(&workshop, &json!({"extends": "goteborg"}), ODD);
    workshop.build(&["--format", "pdf", "--layout", "egen"]);
    assert!(Pdf::read(&workshop.read(PDF)).pages() > 10);
    // The same layout does not pass with a row less.
    layout(
        &workshop,
        &json!({"extends": "goteborg"}),
        &ODD.replace("block.rows.rev()", "block.rows.slice(1)"),
    );
    let said = workshop.run(&["build", "--force", "--format", "pdf", "--layout", "egen"]);
    assert!(said.stderr.contains("strategy 1"), "{}", said.stderr);
    assert_eq!(said.code, 1);
}

/// Scripts that are set from right to left are let pass, and never refused.
#[test]
fn words_from_right_to_left_pass() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        let text = "Namnen שלום עולם, שלום och עולם står här. ".repeat(8);
        answers["answers"]["manniskohandel"] = json!(text);
    });
    workshop.build(&["--format", "pdf"]);
}

/// A Word file is not laid out, and so is not refused.
#[test]
fn other_formats_are_made_all_the_same() {
    let workshop = with_layout(&without("let _ = report.sections.at(3).blocks.pop()"));
    let said = workshop.run(&["build", "--format", "docx,html", "--layout", "egen"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
}
