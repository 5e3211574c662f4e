//! PDF and Word file hold the same text, block by block.

use crate::support::docx::{Docx, all, text};
use crate::support::lists::Numberings;
use crate::support::pdf::Pdf;
use crate::support::{ANSWERS, DOCX, PDF, Workshop, squeezed};
use serde_json::json;

/// The blocks of the PDF in reading order: what a screen reader stops at.
fn pdf_blocks(bytes: &[u8]) -> Vec<String> {
    fn collect(tag: &crate::support::pdf::Tag, blocks: &mut Vec<String>) {
        let is_block =
            |name: &str| matches!(name, "P" | "H1" | "H2" | "Title" | "LI" | "TH" | "TD");
        let holds_blocks = tag.children.iter().any(|child| {
            is_block(&child.name) || matches!(child.name.as_str(), "L" | "LBody" | "Div")
        });
        if is_block(&tag.name) && !holds_blocks {
            blocks.push(squeezed(&tag.text));
        } else if tag.name == "LI" {
            list_item(tag, blocks);
        } else {
            tag.children.iter().for_each(|child| collect(child, blocks));
        }
    }
    /// A list item's first block begins with its label.
    fn list_item(item: &crate::support::pdf::Tag, blocks: &mut Vec<String>) {
        let start = blocks.len();
        let mut label = String::new();
        for child in &item.children {
            match child.name.as_str() {
                "Lbl" => label = squeezed(&child.text),
                _ => {
                    let inner = child.children.iter().any(|c| matches!(c.name.as_str(), "P" | "L"));
                    if inner {
                        child.children.iter().for_each(|c| collect(c, blocks));
                    } else {
                        blocks.push(squeezed(&child.text));
                    }
                }
            }
        }
        if let Some(first) = blocks.get_mut(start) {
            first.insert_str(0, &label);
        }
    }
    let mut blocks = Vec::new();
    collect(&Pdf::read(bytes).tags(), &mut blocks);
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// The blocks of the Word file, with the numbers that Word shows.
fn docx_blocks(bytes: &[u8]) -> Vec<String> {
    let mut docx = Docx::read(bytes);
    let mut numberings = Numberings::of(&mut docx);
    let styles = docx.part("word/styles.xml");
    let document = docx.part("word/document.xml");
    let mut blocks = Vec::new();
    for paragraph in all(&document, "w:p") {
        let properties = paragraph.child("w:pPr");
        let style = properties.and_then(|p| p.child("w:pStyle")).and_then(|s| s.attribute("w:val"));
        let own = properties.and_then(|p| p.child("w:numPr"));
        let of_style = || {
            let style = styles.elements().find(|e| e.attribute("w:styleId") == style)?;
            style.child("w:pPr")?.child("w:numPr")
        };
        let label = own.or_else(of_style).map(|number| {
            let value = |name| number.child(name).and_then(|e| e.attribute("w:val")).unwrap_or("0");
            numberings.next(value("w:numId"), value("w:ilvl").parse().expect("a level"))
        });
        blocks.push(squeezed(&(label.unwrap_or_default() + &text(paragraph))));
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

fn assert_same(workshop: &Workshop, args: &[&str]) -> Vec<String> {
    workshop.build(args);
    let pdf = pdf_blocks(&workshop.read(PDF));
    let docx = docx_blocks(&workshop.read(DOCX));
    for (pdf, docx) in pdf.iter().zip(&docx) {
        assert_eq!(pdf, docx);
    }
    assert_eq!(pdf.len(), docx.len());
    pdf
}

#[test]
fn of_the_published_report() {
    let blocks = assert_same(&Workshop::new(), &[]);
    // The published report has 101 blocks of text, 3 of them running headers.
    assert_eq!(blocks.len(), 98);
    assert_eq!(blocks[1], "Dnr0497/23");
}

#[test]
fn of_all_blocks() {
    let workshop = Workshop::of("all-blocks");
    workshop.build(&[]);
    for (body, count) in [("full", 131), ("least", 92)] {
        let pdf = pdf_blocks(&workshop.read(&format!("out/all-blocks-{body}.pdf")));
        let docx = docx_blocks(&workshop.read(&format!("out/all-blocks-{body}.docx")));
        assert_eq!(pdf, docx, "{body}");
        assert_eq!(pdf.len(), count, "{body}");
    }
}

#[test]
fn of_hostile_answers() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        let answers = &mut answers["answers"];
        answers["implementering"] = json!(
            "#panic(\"x\") *b* $a$ <tag> & \"quotes\" \\ {{dnr}}\n\n# Rubrik\n\n* ett\n* två **fet** \
             [länk](https://exempel.se/?a=1&b=<2>)\n  - inre\n    1. innerst\n\n7. sju\n8. åtta\n\n\
             <div>x</div>\n\n[foo]: http://bar\n\nAT&amp;T @ref `kod`\n\nO\u{308}ver\u{b}rad"
        );
        answers["manniskohandel"] = json!("");
        let matrix = &mut answers["strategier-alla"];
        matrix["1"] = json!({"status": "not_applicable", "reason": "Inte hos oss.\n\n* a\n* b"});
        matrix["2"] = json!({"status": "storre", "development": "ord ".repeat(10_000), "expected": "2024-06"});
    });
    let blocks = assert_same(&workshop, &[]);
    for printed in [
        "#panic(\"x\")*b*$a$<tag>&\"quotes\"\\{{dnr}}",
        "#Rubrik",
        "<div>x</div>",
        "[foo]:http://bar",
        "AT&amp;T@ref`kod`",
        "Överrad",
        "7.sju",
        "8.åtta",
        "Ejbesvarat",
        "Ejaktuellt",
        "Beräknasklart:2024-06",
    ] {
        assert!(blocks.iter().any(|block| block == printed), "{printed} in {blocks:?}");
    }
}

/// A matrix without a table loses nothing: every text of the cells is there.
#[test]
fn of_a_linear_matrix() {
    let with_table = assert_same(&Workshop::new(), &[]);
    let linear = assert_same(&Workshop::new(), &["--set", "matrix.linear=true"]);
    assert_eq!(linear.iter().filter(|block| block.starts_with("Status:")).count(), 15);
    for block in with_table.iter().filter(|block| *block != "x") {
        let is_head = block.starts_with("Arbete") || block.starts_with("Ettmindre");
        let is_head = is_head || block.starts_with("Systematisktarbete");
        let found = linear.iter().any(|other| other == block);
        assert!(found || is_head, "{block}");
    }
}

/// The text of a web page in order, without tags.
fn html_text(page: &str) -> String {
    let body = page.split("<body>").nth(1).expect("a body");
    let mut text = String::new();
    for part in body.split('<').skip(1) {
        text.push_str(part.split_once('>').expect("a whole tag").1);
    }
    squeezed(&quick_xml::escape::unescape(&text).expect("known entities"))
}

#[test]
fn of_the_web_page() {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["manniskohandel"] =
            json!("<script>alert(\"1\")</script> & [x](javascript:1)");
    });
    let blocks = assert_same(&workshop, &[]);
    workshop.build(&["--format", "html"]);
    let page = String::from_utf8(workshop.read("out/trygghet-2023-utbildningsnamnden.html"))
        .expect("UTF-8");
    assert!(!page.contains("<script") && !page.contains("href=\"javascript"));
    let text = html_text(&page);
    let mut rest = text.as_str();
    for block in blocks {
        // The signs before list items are the browser's.
        let unlabelled = block.trim_start_matches(['•', '-']);
        let unlabelled = match unlabelled.split_once('.') {
            Some((number, item)) if number.parse::<u8>().is_ok() && !rest.contains(unlabelled) => {
                item
            }
            _ => unlabelled,
        };
        let at = rest.find(unlabelled).unwrap_or_else(|| panic!("{unlabelled} in {rest}"));
        rest = &rest[at + unlabelled.len()..];
    }
}
