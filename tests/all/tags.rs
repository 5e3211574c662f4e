//! The tags of the PDF mean what a screen reader needs them to mean.

use serde_json::json;

use crate::support::pdf::{Pdf, Tag};
use crate::support::{ANSWERS, PDF, Workshop};

fn built() -> Tag {
    let workshop = Workshop::new();
    workshop.build(&["--format", "pdf"]);
    Pdf::read(&workshop.read(PDF)).tags()
}

#[test]
fn headings_come_in_order_from_the_real_headings() {
    let tags = built();
    let headings: Vec<(&str, String)> = tags
        .all(&["H1", "H2", "H3"])
        .into_iter()
        .map(|tag| (tag.name.as_str(), tag.text.replace('\u{a0}', " ")))
        .collect();
    let names: Vec<&str> = headings.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["H1", "H2", "H2", "H2", "H1", "H2", "H1", "H1", "H2", "H2", "H2"]);
    assert!(headings[0].1.starts_with("1 Omhändertagande/implementering"));
    assert_eq!(headings[1].1, "Anvisning");
}

#[test]
fn the_cover_has_the_title_and_the_body_text_has_number_and_body() {
    let tags = built();
    let titles = tags.all(&["Title"]);
    assert_eq!(titles.len(), 1);
    assert_eq!(titles[0].text, "Trygghetsskapande och brottsförebyggande arbetet mars 2023");
    assert!(tags.text.starts_with("UtbildningsnämndenDnr 0497/23Trygghetsskapande"));
    // The running header is read by nobody.
    assert!(!tags.text.contains("2 (8)"));
}

#[test]
fn lists_have_items_with_labels_and_bodies() {
    let tags = built();
    let lists = tags.all(&["L"]);
    assert_eq!(lists.len(), 3);
    for (list, (count, label)) in lists.iter().zip([(3, "•"), (2, "-"), (4, "1.")]) {
        let items = list.all(&["LI"]);
        assert_eq!(items.len(), count);
        let parts: Vec<&str> = items[0].children.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(parts, ["Lbl", "LBody"]);
        assert_eq!(items[0].children[0].text.trim(), label);
    }
}

#[test]
fn each_matrix_is_one_table_whose_cells_know_their_heads() {
    let tags = built();
    let tables = tags.all(&["Table"]);
    assert_eq!(tables.len(), 2);
    for (table, strategies) in tables.iter().zip([12, 3]) {
        assert!(table.attributes["Summary"].starts_with("En rad per strategi."));
        let rows = table.all(&["TR"]);
        // The heads once, however many pages repeat them, and two rows each.
        assert_eq!(rows.len(), 1 + 2 * strategies);
        let heads = rows[0].all(&["TH"]);
        assert_eq!(heads.len(), 4);
        assert!(heads.iter().all(|head| head.attributes["Scope"] == "Column"));
        for pair in rows[1..].chunks(2) {
            let (marks, development) = (pair[0].all(&["TH", "TD"]), pair[1].all(&["TH", "TD"]));
            let strategy = marks[0];
            assert_eq!((strategy.name.as_str(), marks.len()), ("TH", 5));
            let id = &strategy.attributes["ID"];
            for (mark, head) in marks[1..].iter().zip(&heads) {
                assert_eq!(mark.name, "TD");
                assert_eq!(mark.attributes["Headers"], format!("{} {id}", head.attributes["ID"]));
            }
            // The label belongs to the strategy, and the text to both.
            assert_eq!((development[0].name.as_str(), development.len()), ("TH", 2));
            assert_eq!(&development[0].attributes["Headers"], id);
            let label = &development[0].attributes["ID"];
            assert_eq!(development[1].attributes["Headers"], format!("{id} {label}"));
        }
    }
}

#[test]
fn a_mark_is_read_as_its_status() {
    let tags = built();
    let marks = tags.all(&["Figure"]);
    assert_eq!(marks.len(), 15);
    assert!(marks.iter().all(|mark| mark.text == "x"));
    assert_eq!(marks[0].attributes["Alt"], "Vald: Arbete sker i enlighet med strategin");
    assert!(marks[3].attributes["Alt"].starts_with("Vald: Ett mindre utvecklings-arbete"));
}

#[test]
fn the_file_says_what_it_is() {
    let workshop = Workshop::new();
    workshop.build(&["--format", "pdf"]);
    let bytes = workshop.read(PDF);
    let text = String::from_utf8_lossy(&bytes);
    for claim in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "arbetet mars 2023: Utbildningsnämnden",
        "Dnr 0497/23",
        "2023-03-31",
    ] {
        assert!(text.contains(claim), "{claim}");
    }
}

/// The lists' kinds, in reading order, and how each item is labelled.
fn lists(tags: &Tag) -> Vec<(String, String)> {
    fn collect(tag: &Tag, found: &mut Vec<(String, String)>) {
        if tag.name == "L" {
            let label = tag.all(&["Lbl"])[0].text.trim().to_owned();
            found.push((tag.attributes["ListNumbering"].clone(), label));
        }
        tag.children.iter().for_each(|child| collect(child, found));
    }
    let mut found = Vec::new();
    collect(tags, &mut found);
    found
}

#[test]
fn a_list_says_what_marks_its_items() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        let answers = &mut answers["answers"];
        answers["implementering"] = json!(
            "* ett\n  - inre\n    * innerst\n  - inre\n\n* två\n\n1. ett\n   - inre\n\n- sist"
        );
        let long = format!("- {}\n- b\n\n* c", "ord ".repeat(3_000));
        answers["strategier-alla"]["2"] = json!({"status": "storre", "development": long});
    });
    workshop.build(&["--format", "pdf"]);
    let file = Pdf::read(&workshop.read(PDF));
    let named = |kind: &str, label: &str| (kind.to_owned(), label.to_owned());
    let (bullet, dash, number) =
        (named("Disc", "•"), named("Unordered", "-"), named("Decimal", "1."));
    let lists = lists(&file.tags());
    let expected = [&bullet, &bullet, &dash, &bullet, &number, &dash, &dash];
    assert_eq!(lists.iter().take(7).collect::<Vec<_>>(), expected);
    assert!(lists[7..].contains(&dash) && lists[7..].contains(&bullet), "{lists:?}");
    assert!(lists.iter().all(|(kind, label)| (kind == "Disc") == (label == "•")), "{lists:?}");
}

/// Whoever copies or hears two lines hears two words.
#[test]
fn a_forced_line_break_parts_words() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        let answers = &mut answers["answers"];
        answers["implementering"] = json!("ett\\\ntvå **tre\\\nfyra**\n\n* fem\\\n  sex");
        let development = json!({"status": "storre", "development": "sju\\\nåtta"});
        answers["strategier-alla"]["2"] = development;
    });
    workshop.build(&["--format", "pdf"]);
    let file = Pdf::read(&workshop.read(PDF));
    let text = file.tags().text;
    for words in ["ett två tre fyra", "fem sex", "sju åtta"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    // The lines themselves stay as they were.
    let lines: Vec<String> = file.lines().into_iter().map(|(_, line)| line).collect();
    for line in ["ett ", "två tre ", "fyra", "sju ", "åtta"] {
        assert!(lines.iter().any(|one| one == line), "{line} in {lines:?}");
    }
}
