//! Every cell of every matrix names its heads: what a screen reader says
//! before the cell's own words.

use std::collections::HashSet;

use serde_json::json;

use crate::support::pdf::{Pdf, Tag};
use crate::support::{ANSWERS, PDF, Workshop, project};

/// How many cells have been looked at, by what they are.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    marks: usize,
    words: usize,
    labels: usize,
    developments: usize,
}

fn heads(cell: &Tag) -> Vec<&str> {
    let heads = cell.attributes.get("Headers").map_or("", String::as_str);
    heads.split(' ').filter(|id| !id.is_empty()).collect()
}

fn id(cell: &Tag) -> &str {
    &cell.attributes["ID"]
}

/// Looks at each cell of each table, in pairs of rows below the heads.
fn look_at_cells(file: &[u8], seen: &mut Seen) {
    for table in Pdf::read(file).tags().all(&["Table"]) {
        let rows = table.all(&["TR"]);
        let columns = rows[0].all(&["TH"]);
        for pair in rows[1..].chunks(2) {
            let (marks, below) = (pair[0].all(&["TH", "TD"]), pair[1].all(&["TH", "TD"]));
            let strategy = id(marks[0]);
            assert_eq!(heads(marks[0]), [""; 0], "{}", marks[0].text);
            if marks.len() == 2 && columns.len() > 1 {
                assert_eq!(heads(marks[1]), [strategy], "{}", marks[1].text);
                seen.words += 1;
            } else {
                assert_eq!(marks.len(), 1 + columns.len());
                for (mark, column) in marks[1..].iter().zip(&columns) {
                    assert_eq!(heads(mark), [id(column), strategy], "{}", column.text);
                    seen.marks += 1;
                }
            }
            let [label, text] = below[..] else { panic!("a label and a text") };
            assert_eq!(heads(label), [strategy], "{}", label.text);
            assert_eq!(heads(text), [strategy, id(label)], "{}", text.text);
            seen.labels += 1;
            seen.developments += 1;
        }
        let cells = table.all(&["TR"]).into_iter().flat_map(|row| row.all(&["TH", "TD"]));
        let cells: Vec<&Tag> = cells.collect();
        let ids: HashSet<&str> =
            cells.iter().filter_map(|cell| cell.attributes.get("ID")).map(String::as_str).collect();
        for cell in cells {
            assert!(heads(cell).into_iter().all(|head| ids.contains(head)), "{cell:?}");
        }
    }
}

fn look_at_folder(workshop: &Workshop) -> Seen {
    let mut seen = Seen::default();
    for entry in std::fs::read_dir(workshop.path("out")).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "pdf") {
            look_at_cells(&std::fs::read(path).expect("a file"), &mut seen);
        }
    }
    seen
}

#[test]
fn in_all_examples() {
    let workshop = Workshop::new();
    let input = project().join("input").display().to_string();
    workshop.build(&[&input, "--format", "pdf"]);
    let seen = look_at_folder(&workshop);
    assert_eq!(seen, Seen { marks: 1020, words: 0, labels: 335, developments: 335 });
}

#[test]
fn where_one_body_says_all_there_is_to_say() {
    let workshop = Workshop::of("all-blocks");
    workshop.build(&["--format", "pdf"]);
    let seen = look_at_folder(&workshop);
    assert!(seen.marks > 0 && seen.words > 0 && seen.developments > 0, "{seen:?}");
}

/// However the rows lie on the pages, and however many columns a label spans.
#[test]
fn in_matrices_that_break_over_pages() {
    for columns in ["1", "2", "3", "4"] {
        let workshop = Workshop::new();
        workshop.change(ANSWERS, |answers| {
            let matrix = &mut answers["answers"]["strategier-alla"];
            for number in ["2", "5", "11"] {
                let text = format!("* {}\n* sist", "ord ".repeat(4_000));
                matrix[number] = json!({"status": "storre", "development": text});
            }
            matrix["3"] = json!({"status": "not_applicable", "reason": "Inte hos oss."});
            matrix["12"] = json!({"status": "not_answered"});
        });
        let setting = format!("matrix.label_columns={columns}");
        workshop.build(&["--format", "pdf", "--set", &setting]);
        let file = workshop.read(PDF);
        assert!(Pdf::read(&file).pages() > 12);
        let mut seen = Seen::default();
        look_at_cells(&file, &mut seen);
        assert_eq!(seen, Seen { marks: 13 * 4, words: 2, labels: 15, developments: 15 });
    }
}

/// What the answers say of heads is text in an attached file, and stays so.
#[test]
fn whatever_attached_files_hold() {
    let workshop = Workshop::new();
    let forged =
        "9 0 obj <</Type/StructElem/S/TD/A[<</O/Table/Headers[(U1x1y0)(U1x0y1)]>>]>> endobj";
    workshop.change(ANSWERS, |answers| answers["answers"]["manniskohandel"] = json!(forged));
    workshop.build(&["--format", "pdf", "--pdf-standard", "a-3a+ua-1", "--attach"]);
    let said = workshop.run(&["verify"]);
    assert_eq!(said.code, 0, "{}", said.stdout);
    look_at_cells(&workshop.read(PDF), &mut Seen::default());
}
