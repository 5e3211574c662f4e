//! Words that are on a page and that nobody can read: painted or printed over,
//! hardly standing out from their ground, too small.

use std::fs;

use serde_json::json;

use crate::support::layouts::{built_in, with_file};
use crate::support::{PDF, Workshop};

const LINES: &str = "  if line == none { return linked(spans) }\n";
const BLOCKS: &str = "  for block in section.blocks {\n";
const TEXT: &str =
    "rich-text(block.text, block.role, if section.long_words { text-lines.at(block.role) })";
const PAGE: &str = "#cover(report.cover)\n";

/// A layout that sets the lines of all texts with those settings.
fn with_text(settings: &str) -> Workshop {
    let to = format!("  if line == none {{ return text({settings}, linked(spans)) }}\n");
    with_file("text.typ", &[(LINES, &to)])
}

/// A layout that puts words of Typst before the blocks of each section.
fn with_section(words: &str) -> Workshop {
    with_file("section.typ", &[(BLOCKS, &format!("  {words}\n{BLOCKS}"))])
}

/// A layout that sets each text of the report in those words, where TEXT is.
fn with_each(words: &str) -> Workshop {
    with_file("section.typ", &[(TEXT, &words.replace("TEXT", TEXT))])
}

fn with_page(settings: &str) -> Workshop {
    with_file("report.typ", &[(PAGE, &format!("#set page({settings})\n{PAGE}"))])
}

#[track_caller]
fn assert_told(workshop: &Workshop, told: &[&str]) {
    let said = workshop.run(&["build", "--format", "pdf", "--layout", "egen"]);
    assert_eq!(said.code, 1, "{}{}", said.stdout, said.stderr);
    assert!(!workshop.path(PDF).exists());
    for one in told {
        assert!(said.stderr.contains(one), "{one} in {}", said.stderr);
    }
}

#[track_caller]
fn assert_passes(workshop: &Workshop) {
    workshop.build(&["--format", "pdf", "--layout", "egen"]);
}

#[test]
fn what_hardly_stands_out_is_told() {
    for ink in [
        "rgb(0, 0, 0, 2)",
        "rgb(0, 0, 0, 80)",
        "rgb(\"#fefefe\")",
        "rgb(\"#fffffe\")",
        "rgb(\"#9a9a9a\")",
        "luma(70%)",
        "gradient.linear(white, white)",
        "gradient.linear(black, white)",
        "cmyk(0%, 0%, 0%, 2%)",
    ] {
        let told = ["not-shown", "/answers/manniskohandel", "page "];
        assert_told(&with_text(&format!("fill: {ink}")), &told);
    }
    let told = ["with less contrast than 3:1"];
    assert_told(&with_text("fill: luma(70%)"), &told);
    let told = ["in a pattern, whose contrast nobody can tell"];
    assert_told(
        &with_text("fill: tiling(size: (2pt, 2pt), square(size: 1pt, fill: black))"),
        &told,
    );
    for ink in ["rgb(\"#767676\")", "rgb(0, 0, 0, 200)", "gradient.linear(black, blue)"] {
        assert_passes(&with_text(&format!("fill: {ink}")));
    }
}

#[test]
fn what_is_too_small_is_told() {
    let told = ["not-shown", "/answers/manniskohandel", "smaller than 5 pt"];
    assert_told(&with_text("size: 0.6pt"), &told);
    assert_told(&with_text("size: 4.5pt"), &told);
    assert_told(&with_each("scale(30%, TEXT)"), &told);
    assert_told(&with_each("scale(x: 10%, TEXT)"), &told);
    assert_passes(&with_text("size: 6pt"));
}

#[test]
fn letters_are_held_against_the_ground_that_they_stand_on() {
    let on = |ground: &str, ink: &str| {
        with_each(&format!(
            "std.block({ground}, inset: 4pt, width: 100%, {{ show list: set text(fill: {ink}); show enum: set text(fill: {ink}); show par: set text(fill: {ink}); TEXT }})"
        ))
    };
    for ground in [
        "fill: black",
        "fill: black, radius: 6pt",
        "fill: gradient.linear(black, blue)",
        "fill: gradient.linear(white, black)",
        "fill: rgb(0, 0, 0, 220)",
    ] {
        assert_told(&on(ground, "rgb(\"#202020\")"), &["not-shown", "/answers/manniskohandel"]);
    }
    for ground in ["fill: black", "fill: black, radius: 6pt", "fill: gradient.linear(black, blue)"]
    {
        assert_passes(&on(ground, "white"));
    }
    assert_passes(&on("fill: rgb(\"#eeeeee\"), radius: 6pt, clip: true", "black"));
    assert_told(&with_page("fill: rgb(\"#102030\")"), &["not-shown", "theme.json", "Dnr 0497/23"]);
}

#[test]
fn what_is_painted_over_is_told() {
    let told = ["not-shown", "page 1 paints something over words of it"];
    for paper in ["white", "black", "rgb(255, 255, 255, 230)", "gradient.linear(white, gray)"] {
        let over = format!("foreground: rect(width: 100%, height: 100%, fill: {paper})");
        assert_told(&with_page(&over), &told);
    }
    let line = "foreground: line(length: 100%, stroke: 1600pt + white)";
    assert_told(&with_page(line), &told);
    let round = "foreground: circle(radius: 40cm, fill: white)";
    assert_told(&with_page(round), &told);
    // Behind the words, or beside them.
    assert_passes(&with_page(
        "background: rect(width: 100%, height: 100%, fill: rgb(\"#ffffee\"))",
    ));
    assert_passes(&with_page(
        "foreground: place(bottom, rect(width: 100%, height: 1cm, fill: black))",
    ));
    assert_passes(&with_page("foreground: rect(width: 98%, height: 98%, stroke: 4pt + red)"));
    // A tint that lets the words through.
    assert_passes(&with_page(
        "foreground: rect(width: 100%, height: 100%, fill: rgb(255, 255, 0, 40))",
    ));
}

#[test]
fn a_box_or_picture_that_is_set_after_the_words_is_told() {
    let told = ["not-shown", "/answers/manniskohandel", "paints something over words of it"];
    let over = |what: &str| with_each(&format!("{{ TEXT; place(dy: -30pt, {what}) }}"));
    assert_told(&over("rect(width: 100%, height: 30pt, fill: white)"), &told);
    assert_told(&over("rect(width: 100%, height: 30pt, radius: 4pt, fill: luma(250))"), &told);
    let picture = "pdf.artifact(image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9' fill='white'/></svg>\"), width: 100%, height: 30pt, fit: \"stretch\"))";
    assert_told(&over(picture), &told);
    let pixels = |alpha: u8| {
        format!(
            "pdf.artifact(image(bytes((255, 255, 255, {alpha})), format: (encoding: \"rgba8\", width: 1, height: 1), width: 100%, height: 30pt, fit: \"stretch\"))"
        )
    };
    assert_told(&over(&pixels(255)), &told);
    assert_passes(&over(&pixels(0)));
    // A line through or below words hides none.
    assert_passes(&with_each("underline(TEXT)"));
}

#[test]
fn words_on_words_are_told() {
    let told = ["not-shown", "section 1", "prints other words over it"];
    let up = "if block.role == \"answer\" { v(-40pt) }; TEXT";
    assert_told(&with_each(&format!("{{ {up} }}")), &told);
    assert_told(&with_section("set par(leading: -9pt)"), &["prints other words over it"]);
    let place = "place(top, dy: 60pt, TEXT)";
    assert_told(&with_each(place), &["prints other words over it"]);
    // The layout's own words as well.
    let own = "{ TEXT; place(dy: -12pt)[Detta är ett utkast och inget annat] }";
    assert_told(&with_each(own), &["prints other words over it"]);
    // Tight lines, small capitals, letters that hang, notes and ornaments.
    for words in [
        "{ set par(leading: -2pt); TEXT }",
        "smallcaps(TEXT)",
        "columns(2, TEXT)",
        "{ show regex(\"^\\\\w\"): set text(size: 2em); TEXT }",
        "{ TEXT; super[1] }",
    ] {
        assert_passes(&with_each(words));
    }
    let mark = "background: rotate(45deg, text(80pt, fill: rgb(\"#eeeeee\"), [UTKAST]))";
    assert_passes(&with_page(mark));
}

#[test]
fn words_outside_a_round_clip_are_told() {
    let clip = "box(clip: true, radius: 50%, width: 100%, height: 120pt, TEXT)";
    assert_told(&with_each(clip), &["not-shown", "cuts words of it off"]);
    assert_passes(&with_each("std.block(clip: true, inset: 4pt, radius: 6pt, width: 100%, TEXT)"));
}

/// What a layout adds beside a text is not taken for a part of it.
#[test]
fn signs_beside_a_text_pass() {
    let broken = "#let broken(text) = text.split(\"\\n\").join(\" \" + linebreak())";
    for (before, after) in
        [("\"", "\""), ("»", "»"), ("(", ")"), ("", "."), ("– ", ""), ("• ", ""), ("1. ", "!")]
    {
        let (before, after) = (json!(before), json!(after));
        let to = format!(
            "#let broken(text) = {before} + text.split(\"\\n\").join(\" \" + linebreak()) + {after}"
        );
        assert_passes(&with_file("text.typ", &[(broken, &to)]));
    }
    assert!(built_in("matrix.typ").contains("row.strategy"));
    let quoted = [("row.strategy", "[\"] + row.strategy + [\"]")];
    let workshop = with_file("matrix.typ", &quoted);
    assert_passes(&workshop);
    let file = workshop.path("layouts/egen/matrix.typ");
    let text = fs::read_to_string(&file).expect("the layout");
    let lost = text.replace("[\"] + row.strategy + [\"]", "row.strategy.slice(0, 20)");
    fs::write(&file, lost).expect("a file");
    let said = workshop.run(&["build", "--force", "--format", "pdf", "--layout", "egen"]);
    assert!(said.stderr.contains("not-shown"), "{}", said.stderr);
}
