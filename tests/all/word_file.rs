//! The Word file is made with Word's own means, so that it can be worked on.

use std::collections::HashSet;

use crate::support::docx::{Docx, all, text};
use crate::support::{DOCX, Workshop};
use dnr::xml::Element;

fn built(args: &[&str]) -> Docx {
    let workshop = Workshop::new();
    workshop.build(args);
    Docx::read(&workshop.read(DOCX))
}

fn value<'a>(element: &'a Element, path: &[&str]) -> Option<&'a str> {
    path.iter().try_fold(element, |element, name| element.child(name))?.attribute("w:val")
}

#[test]
fn headings_are_styles_bound_to_one_numbering() {
    let mut docx = built(&[]);
    let styles = docx.part("word/styles.xml");
    let numbering = docx.part("word/numbering.xml");
    for (id, name, level) in [("Heading1", "heading 1", "0"), ("Heading2", "heading 2", "1")] {
        let style = styles.elements().find(|e| e.attribute("w:styleId") == Some(id)).expect(id);
        assert_eq!(value(style, &["w:name"]), Some(name));
        assert_eq!(value(style, &["w:pPr", "w:outlineLvl"]), Some(level));
        assert_eq!(value(style, &["w:pPr", "w:numPr", "w:ilvl"]), Some(level));
        let bound = all(&numbering, "w:lvl")
            .into_iter()
            .find(|l| value(l, &["w:pStyle"]) == Some(id))
            .expect("a level of the numbering");
        assert_eq!(bound.attribute("w:ilvl"), Some(level));
    }
    let headings: Vec<String> =
        docx.paragraphs().into_iter().filter(|p| p.style == "Heading1").map(|p| p.text).collect();
    assert_eq!(headings.len(), 4);
    assert_eq!(headings[3], "Människohandel, prostitution eller sexuell exploatering");
}

#[test]
fn each_list_has_a_numbering_of_its_own() {
    let mut docx = built(&[]);
    let document = docx.part("word/document.xml");
    let numbers: Vec<&str> =
        all(&document, "w:numId").iter().filter_map(|e| e.attribute("w:val")).collect();
    // Three bullets, two dashes, four numbers.
    assert_eq!(numbers.len(), 9);
    let lists: HashSet<_> = numbers.into_iter().collect();
    assert_eq!(lists.len(), 3);
    let numbering = docx.part("word/numbering.xml");
    assert_eq!(all(&numbering, "w:startOverride").len(), 1);
}

#[test]
fn strategies_keep_the_numbers_of_the_form() {
    let mut docx = built(&[]);
    let numbers: Vec<String> = docx
        .paragraphs()
        .iter()
        .filter(|p| p.style == "MatrixStrategy")
        .map(|p| p.text.split('\t').next().unwrap_or_default().to_owned())
        .collect();
    let expected: Vec<String> = (1..=15).map(|n| format!("{n}.")).collect();
    assert_eq!(numbers, expected);
}

#[test]
fn matrices_are_fixed_tables_whose_rows_stay_whole() {
    let mut docx = built(&[]);
    let document = docx.part("word/document.xml");
    let tables = all(&document, "w:tbl");
    assert_eq!(tables.len(), 2);
    for table in tables {
        let properties = table.child("w:tblPr").expect("properties");
        assert_eq!(
            properties.child("w:tblLayout").and_then(|e| e.attribute("w:type")),
            Some("fixed")
        );
        assert!(
            properties.child("w:tblCaption").is_some()
                && properties.child("w:tblDescription").is_some()
        );
        let rows: Vec<&Element> = table.elements().filter(|e| e.name == "w:tr").collect();
        let grid = all(table, "w:gridCol").len();
        for (index, row) in rows.iter().enumerate() {
            let own = row.child("w:trPr").expect("row properties");
            assert_eq!(own.child("w:tblHeader").is_some(), index == 0, "row {index}");
            assert!(own.child("w:cantSplit").is_some(), "row {index}");
            let spans: usize = all(row, "w:tc")
                .iter()
                .map(|cell| {
                    let span = value(cell, &["w:tcPr", "w:gridSpan"]);
                    span.map_or(1, |s| s.parse().expect("a number"))
                })
                .sum();
            assert_eq!(spans, grid, "row {index}");
            // A strategy's row stays with its development row.
            let keeps = all(row, "w:p")
                .iter()
                .all(|p| p.child("w:pPr").and_then(|p| p.child("w:keepNext")).is_some());
            assert_eq!(keeps, index % 2 == 1 || index == 0, "row {index}");
        }
    }
}

#[test]
fn the_header_row_repeats_only_if_the_theme_says_so() {
    let mut docx = built(&["--set", "matrix.repeat_header=false"]);
    assert!(all(&docx.part("word/document.xml"), "w:tblHeader").is_empty());
}

#[test]
fn pages_are_a4_with_another_first_page_and_page_fields() {
    let mut docx = built(&[]);
    let document = docx.part("word/document.xml");
    let section = all(&document, "w:sectPr")[0].clone();
    let size = section.child("w:pgSz").expect("a size");
    assert_eq!((size.attribute("w:w"), size.attribute("w:h")), (Some("11906"), Some("16838")));
    assert!(section.child("w:titlePg").is_some());
    let header = section
        .elements()
        .find(|e| e.name == "w:headerReference" && e.attribute("w:type") == Some("default"))
        .and_then(|e| e.attribute("r:id"))
        .expect("a header");
    let relations = docx.part("word/_rels/document.xml.rels");
    let target = relations
        .elements()
        .find(|e| e.attribute("Id") == Some(header))
        .and_then(|e| e.attribute("Target"))
        .expect("its part");
    let header = docx.part(&format!("word/{target}"));
    let fields: Vec<String> = all(&header, "w:instrText")
        .iter()
        .map(|e| e.children.iter().map(|n| format!("{n:?}")).collect())
        .collect();
    assert!(fields[0].contains("PAGE") && fields[1].contains("NUMPAGES"), "{fields:?}");
    assert!(
        text(&header).starts_with("Trygghetsskapande och brottsförebyggande arbetet mars 2023\t")
    );
}

#[test]
fn properties_name_the_matter() {
    let mut docx = built(&[]);
    let core = docx.part("docProps/core.xml");
    let said =
        |name: &str| core.child(name).map(|e| format!("{:?}", e.children)).unwrap_or_default();
    assert!(said("dc:title").contains("arbetet mars 2023: Utbildningsnämnden"));
    assert!(said("dc:creator").contains("Utbildningsnämnden"));
    assert!(said("dc:subject").contains("Dnr 0497/23"));
    assert!(said("cp:keywords").contains("0497/23, Utbildningsnämnden, trygghet"));
    assert!(said("dcterms:created").contains("2023-03-31"));
    let custom = docx.part("docProps/custom.xml");
    let names: Vec<_> = custom.elements().filter_map(|e| e.attribute("name")).collect();
    assert_eq!(names[..4], ["Dnr", "Body", "Body id", "Form"]);
    let styles = docx.part("word/styles.xml");
    assert_eq!(
        value(&styles, &["w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang"]),
        Some("sv-SE")
    );
}

/// What Word wants beyond the schema.
#[test]
fn every_cell_ends_in_a_paragraph_and_every_id_exists() {
    let mut docx = built(&[]);
    let document = docx.part("word/document.xml");
    for cell in all(&document, "w:tc") {
        // A control as the last ends in its own last paragraph.
        let mut last = cell.elements().last().expect("a cell that holds something");
        if let Some(content) = last.child("w:sdtContent") {
            last = content.elements().last().expect("a control that holds something");
        }
        assert_eq!(last.name, "w:p");
    }
    let styles = docx.part("word/styles.xml");
    let known: HashSet<_> = styles.elements().filter_map(|e| e.attribute("w:styleId")).collect();
    for name in ["w:pStyle", "w:rStyle", "w:tblStyle"] {
        for used in all(&document, name) {
            assert!(known.contains(used.attribute("w:val").expect("a style")), "{used:?}");
        }
    }
    let numbering = docx.part("word/numbering.xml");
    let numberings: HashSet<_> =
        numbering.elements().filter_map(|e| e.attribute("w:numId")).collect();
    for used in all(&document, "w:numId") {
        assert!(numberings.contains(used.attribute("w:val").expect("a numbering")));
    }
}

#[test]
fn a_logo_has_its_alternative_text() {
    let workshop = Workshop::new();
    let folder = workshop.path("layouts/goteborg");
    std::fs::create_dir_all(&folder).expect("a folder");
    let picture = crate::support::project().join("layouts/goteborg/preview.png");
    std::fs::copy(picture, folder.join("vapen.png")).expect("a copy");
    let theme = r#"{ "extends": "goteborg", "logo":
        { "file": "vapen.png", "width": "40mm", "height": "20mm", "alternative": "Stadens vapen" } }"#;
    std::fs::write(folder.join("theme.json"), theme).expect("a file");
    workshop.build(&[]);
    let document = Docx::read(&workshop.read(DOCX)).part("word/document.xml");
    let pictures = all(&document, "wp:docPr");
    assert_eq!(pictures.len(), 1);
    assert_eq!(pictures[0].attribute("descr"), Some("Stadens vapen"));
}
