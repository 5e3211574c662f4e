//! What a page says of a strategy is what its answer says: each mark stands in
//! the column of its status and in no other, each text with its strategy.

use std::fs;

use serde_json::json;

use crate::support::layouts::{built_in, with_file};
use crate::support::{ANSWERS, PDF, Workshop};

const MATRIX: &str = "matrix.typ";
const CHOSEN: &str = "let body = if column == mark.column { sign(mark, line) }";
const CELL: &str = "(pdf.data-cell(table.cell(align: center + top, body)),)";

/// A workshop whose layout has `to` in its matrix where the built-in one has `from`.
fn with_matrix(from: &str, to: &str) -> Workshop {
    with_file(MATRIX, &[(from, to)])
}

/// What a build says that is refused with that code.
fn refused(workshop: &Workshop, code: &str) -> String {
    let said = workshop.run(&["build", "--format", "pdf", "--layout", "egen"]);
    assert_eq!(said.code, 1, "{}{}", said.stdout, said.stderr);
    assert!(said.stderr.contains(code), "{}", said.stderr);
    assert!(!workshop.path(PDF).exists());
    said.stderr
}

fn assert_passes(workshop: &Workshop) {
    workshop.build(&["--format", "pdf", "--layout", "egen", "--force"]);
}

#[test]
fn a_mark_in_another_column_is_told() {
    for chosen in [
        "calc.rem(column + 1, columns) == mark.column",
        "column == 0",
        "column == columns - 1 - mark.column",
        // As well as in its own.
        "column == mark.column or column == 0",
        "true",
    ] {
        let to = format!("let body = if {chosen} {{ sign(mark, line) }}");
        let said = refused(&with_matrix(CHOSEN, &to), "wrong-column");
        for told in ["utbildningsnamnden.json", "section 2", "/status", "Ett mindre utveckl"] {
            assert!(said.contains(told), "{chosen}: {told} in {said}");
        }
    }
}

#[test]
fn the_strategy_whose_mark_is_wrong_is_told_alone() {
    let to =
        "let chosen = calc.rem(mark.column + int(mark.alternative.contains(\"mindre\")), columns)
      let body = if column == chosen { sign(mark, line) }";
    let said = refused(&with_matrix(CHOSEN, to), "wrong-column");
    assert!(said.contains("strategy 4"), "{said}");
    let answers: serde_json::Value =
        serde_json::from_slice(&Workshop::new().read(ANSWERS)).expect("the answers");
    let lists = answers["answers"].as_object().expect("answers").values();
    let minor = lists.filter_map(|list| list.as_object()).flat_map(|list| list.values());
    let minor = minor.filter(|answer| answer["status"] == "mindre").count();
    assert_eq!(said.matches("error[wrong-column]").count(), minor, "{said}");
}

/// Marks that are seen in one column and heard in another.
#[test]
fn a_mark_moved_out_of_its_cell_is_told() {
    let moved = CELL.replace("body)", "move(dx: 60pt, body))");
    refused(&with_matrix(CELL, &moved), "wrong-column");
    let moved = CELL.replace("body)", "move(dx: 4pt, body))");
    assert_passes(&with_matrix(CELL, &moved));
}

#[test]
fn heads_in_another_order_are_told() {
    let from = "in matrix.heads.zip";
    assert!(built_in(MATRIX).contains(from));
    refused(&with_matrix(from, "in matrix.heads.rev().zip"), "wrong-column");
}

/// The same matrix without a table.
#[test]
fn marks_in_boxes_are_held_against_the_heads_above_them() {
    let boxes = |chosen: &str| {
        format!(
            "#let matrix(matrix, long-words) = {{
  let cell(body, width: 50pt) = box(width: width, inset: 2pt, body)
  let line(..cells) = block(above: 3pt, below: 3pt, cells.pos().join())
  set text(size: 8pt, font: \"Liberation Sans\")
  line(cell(width: 150pt)[], ..matrix.heads.map(head => cell(head.label)))
  for row in matrix.rows {{
    let mark = row.mark
    if mark.kind == \"chosen\" {{
      line(cell(width: 150pt, row.number + \". \" + row.strategy), ..range(matrix.heads.len()).map(
        column => cell(if {chosen} {{ mark.symbol }} else {{ h(1pt) }})))
    }} else {{ line(cell(width: 150pt, row.number + \". \" + row.strategy), mark.text) }}
    par(row.label)
    rich-text(row.development, \"matrix_development\", none)
  }}
}}
"
        )
    };
    let layout = |chosen: &str| {
        let workshop = with_file(MATRIX, &[]);
        let imports = "#import \"text.typ\": rich-text\n";
        let file = workshop.path("layouts/egen").join(MATRIX);
        fs::write(file, format!("{imports}{}", boxes(chosen))).expect("a file");
        workshop
    };
    assert_passes(&layout("column == mark.column"));
    refused(&layout("column == 0"), "wrong-column");
    // A sign without any column says nothing.
    let workshop = layout("column == mark.column");
    let file = workshop.path("layouts/egen").join(MATRIX);
    let text = fs::read_to_string(&file).expect("the layout");
    fs::write(file, text.replace("box(width: width, inset: 2pt, body)", "block(body)"))
        .expect("a file");
    refused(&workshop, "wrong-column");
}

#[test]
fn words_and_boxes_may_stand_for_the_mark() {
    let figure = "cell-text(\"matrix_mark\", fit(mark.symbol, line))";
    for mark in [
        "cell-text(\"matrix_mark\", mark.alternative)",
        "cell-text(\"matrix_mark\", \"(\" + mark.symbol + \")\")",
        "cell-text(\"matrix_mark\", [●])",
    ] {
        assert_passes(&with_matrix(figure, mark));
    }
    let shifted = CHOSEN.replace("column == mark.column", "column == 0");
    let words = [(figure, "cell-text(\"matrix_mark\", mark.alternative)"), (CHOSEN, &*shifted)];
    refused(&with_file(MATRIX, &words), "wrong-column");
}

#[test]
fn texts_of_two_strategies_that_change_places_are_told() {
    let rows = "matrix.rows.enumerate()";
    let swapped = |what: &str| {
        let (second, third) = (format!("rows.at(1).{what}"), format!("rows.at(2).{what}"));
        format!(
            "{{ let rows = matrix.rows; let one = {second}; {second} = {third}; {third} = one; rows }}.enumerate()"
        )
    };
    for what in ["development", "strategy", "number"] {
        let workshop = with_matrix(rows, &swapped(what));
        workshop.change(ANSWERS, |answers| {
            let rows = &mut answers["answers"]["strategier-alla"];
            let second = "Det här gäller den andra strategin.";
            rows["2"] = json!({"status": "mindre", "development": second});
            rows["3"] = json!({"status": "mindre", "development": "Klart."});
        });
        let said = refused(&workshop, "stray-text");
        assert!(said.contains("strategy 2") || said.contains("strategy 3"), "{what}: {said}");
        assert!(!said.contains("strategy 5"), "{what}: {said}");
    }
    // Marks that are told in words.
    let words = "cell-text(\"matrix_mark\", mark.alternative)";
    let figure = "cell-text(\"matrix_mark\", fit(mark.symbol, line))";
    let workshop = with_file(MATRIX, &[(rows, &swapped("mark")), (figure, words)]);
    workshop.change(ANSWERS, |answers| {
        let rows = &mut answers["answers"]["strategier-alla"];
        rows["2"] = json!({"status": "mindre", "development": "Det första."});
        rows["3"] = json!({"status": "storre", "development": "Det andra."});
    });
    let said = workshop.run(&["build", "--format", "pdf", "--layout", "egen"]);
    assert_eq!(said.code, 1, "{}", said.stderr);
}

/// Without a table, too.
#[test]
fn texts_of_a_linear_matrix_that_change_places_are_told() {
    let change = "#let report = { let blocks = report.sections.at(1).blocks
  let texts = range(blocks.len()).filter(i => blocks.at(i).at(\"field\", default: (path: \"\")).path.ends-with(\"/TAIL\"))
  let (a, b) = (texts.at(0), texts.at(1))
  let (one, other) = (blocks.at(a), blocks.at(b))
  report.sections.at(1).blocks.at(a) = other
  report.sections.at(1).blocks.at(b) = one
  report }\n";
    let read = "#let report = json(\"/report.json\")\n";
    for tail in ["development", "status"] {
        let to = format!("{read}{}", change.replace("TAIL", tail));
        let workshop = with_file("report.typ", &[(read, &to)]);
        workshop.change(ANSWERS, |answers| {
            let rows = &mut answers["answers"]["strategier-alla"];
            let first = "Det här gäller den första strategin.";
            rows["1"] = json!({"status": "mindre", "development": first});
            rows["2"] = json!({"status": "storre", "development": "Klart."});
        });
        let linear = ["--format", "pdf", "--layout", "egen", "--set", "matrix.linear=true"];
        let said = workshop.run(&[&["build"], &linear[..]].concat());
        assert_eq!(said.code, 1, "{tail}: {}", said.stderr);
        assert!(said.stderr.contains("stray-text"), "{tail}: {}", said.stderr);
    }
}

/// A layout may put all development texts behind the table.
#[test]
fn texts_in_a_list_of_their_own_pass() {
    let from = "      development(row.development, lines.development),\n";
    let workshop = with_matrix(from, "      [],\n");
    let file = workshop.path("layouts/egen").join(MATRIX);
    let text = fs::read_to_string(&file).expect("the layout");
    let end = "  let is-tall =";
    assert!(text.contains(end));
    let after = "\n#let whole-matrix = matrix\n#let matrix(matrix, long-words) = {
  whole-matrix(matrix, long-words)
  for row in matrix.rows { rich-text(row.development, \"matrix_development\", none) }
}\n";
    fs::write(file, text + after).expect("a file");
    assert_passes(&workshop);
}
