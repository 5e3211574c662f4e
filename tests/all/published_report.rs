//! The PDF reproduces the published report, line by line and page by page.

use crate::support::pdf::Pdf;
use crate::support::{PDF, Workshop, project, squeezed};
use serde::Deserialize;

#[derive(Deserialize)]
struct Printed {
    page: usize,
    line: String,
}

fn published() -> Vec<(usize, String)> {
    let text = std::fs::read(project().join("tests/data/published-lines.json")).expect("the lines");
    let lines: Vec<Printed> = serde_json::from_slice(&text).expect("JSON");
    lines.into_iter().map(|one| (one.page, squeezed(&one.line))).collect()
}

fn produced(args: &[&str]) -> Vec<(usize, String)> {
    let workshop = Workshop::new();
    workshop.build(args);
    let pdf = Pdf::read(&workshop.read(PDF));
    assert_eq!(pdf.pages(), 8);
    pdf.lines().into_iter().map(|(page, line)| (page, squeezed(&line))).collect()
}

#[test]
fn without_repeated_headers_every_line_stands_where_it_was_published() {
    let produced = produced(&["--format", "pdf", "--set", "matrix.repeat_header=false"]);
    for (published, produced) in published().iter().zip(&produced) {
        assert_eq!(produced, published);
    }
    assert_eq!(produced.len(), 315);
}

#[test]
fn with_repeated_headers_every_line_breaks_as_published() {
    let produced = produced(&["--format", "pdf"]);
    let mut rest = produced.iter().map(|(_, line)| line);
    for (page, line) in published() {
        // The page numbers stand on other lines where rows have moved.
        if line.ends_with("(8)") && page > 1 {
            continue;
        }
        assert!(rest.any(|produced| *produced == line), "page {page}: {line}");
    }
    // Two more pages of the first matrix, 23 lines of column heads on each.
    assert_eq!(produced.len(), 315 + 2 * 23);
}
