//! What Word's own accessibility checker looks for, and a little more, in
//! every Word file of the project's inputs.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use crate::support::docx::{Docx, all, repacked, text, text_of};
use crate::support::{Workshop, contrast, project};
use dnr::xml::Element;

/// A Word file, ready to be looked through.
struct File {
    document: Element,
    styles: HashMap<String, Style>,
    language: Option<String>,
    title: String,
}

/// A paragraph style, with what it takes from those it is based on.
#[derive(Debug, Clone, Default)]
struct Style {
    level: Option<usize>,
    colour: Option<String>,
}

impl File {
    fn read(bytes: &[u8]) -> Self {
        let mut docx = Docx::read(bytes);
        let styles = docx.part("word/styles.xml");
        let language = ["w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang"]
            .iter()
            .try_fold(&styles, |element, name| element.child(name))
            .and_then(|lang| lang.attribute("w:val"));
        let core = docx.part("docProps/core.xml");
        Self {
            document: docx.part("word/document.xml"),
            language: language.map(str::to_owned),
            title: core.child("dc:title").map(text_of).unwrap_or_default(),
            styles: read_styles(&styles),
        }
    }

    fn style_of(&self, element: &Element, properties: &str, reference: &str) -> Style {
        let id = element.child(properties).and_then(|p| value(p, reference)).unwrap_or("Normal");
        self.styles.get(id).cloned().unwrap_or_default()
    }
}

fn read_styles(styles: &Element) -> HashMap<String, Style> {
    let mut known: HashMap<String, Style> = HashMap::new();
    for style in styles.elements().filter(|element| element.name == "w:style") {
        let base = value(style, "w:basedOn").and_then(|id| known.get(id)).cloned();
        let base = base.unwrap_or_default();
        let level = style.child("w:pPr").and_then(|p| value(p, "w:outlineLvl"));
        let colour = style.child("w:rPr").and_then(|p| value(p, "w:color"));
        let own = Style {
            level: level.map(|level| level.parse().expect("a level")).or(base.level),
            colour: colour.map(str::to_owned).or(base.colour),
        };
        known.insert(style.attribute("w:styleId").expect("an id").to_owned(), own);
    }
    known
}

/// The value of a child: `<w:jc w:val="left"/>`.
fn value<'a>(element: &'a Element, child: &str) -> Option<&'a str> {
    element.child(child)?.attribute("w:val")
}

/// All that the checker would tell of.
fn faults(bytes: &[u8]) -> Vec<String> {
    let file = File::read(bytes);
    [document, headings, tables, drawings, colours, names, blank_lines, links]
        .iter()
        .flat_map(|rule| rule(&file))
        .collect()
}

/// Language and title.
fn document(file: &File) -> Vec<String> {
    let language = file.language.as_ref().is_none_or(String::is_empty);
    let lacking = [(language, "no language"), (file.title.trim().is_empty(), "no title")];
    lacking.iter().filter(|(lacks, _)| *lacks).map(|(_, what)| (*what).to_owned()).collect()
}

/// Headings have words, and come in order without skips.
fn headings(file: &File) -> Vec<String> {
    let mut faults = Vec::new();
    let mut last = None;
    for paragraph in all(&file.document, "w:p") {
        let Some(level) = file.style_of(paragraph, "w:pPr", "w:pStyle").level else { continue };
        if level > last.map_or(0, |last: usize| last + 1) {
            faults.push(format!("heading skips a level: {}", text(paragraph)));
        }
        if text(paragraph).trim().is_empty() {
            faults.push("heading without words".to_owned());
        }
        last = Some(level);
    }
    faults
}

/// How cells are merged, or a row lacks some; and how a fault of it begins.
const MERGES: [&str; 5] = ["w:gridSpan", "w:vMerge", "w:hMerge", "w:gridBefore", "w:gridAfter"];
const MERGED: &str = "merged cells in row";

/// Tables have a title of their own, a description and a header row, no merged cells in
/// any row, and hold no other table; a paragraph is between two of them.
fn tables(file: &File) -> Vec<String> {
    let mut faults = Vec::new();
    let mut titles = HashSet::new();
    for (index, table) in all(&file.document, "w:tbl").into_iter().enumerate() {
        let mut fault = |what: &str| faults.push(format!("table {}: {what}", index + 1));
        let properties = table.child("w:tblPr").expect("properties");
        for (name, what) in [("w:tblCaption", "no title"), ("w:tblDescription", "no description")] {
            if value(properties, name).is_none_or(str::is_empty) {
                fault(what);
            }
        }
        if !titles.insert(value(properties, "w:tblCaption")) {
            fault("a title that another has");
        }
        let row = table.child("w:tr").expect("a row");
        if row.child("w:trPr").and_then(|row| row.child("w:tblHeader")).is_none() {
            fault("no header row");
        }
        for (index, row) in table.elements().filter(|e| e.name == "w:tr").enumerate() {
            if MERGES.iter().any(|merge| !all(row, merge).is_empty()) {
                fault(&format!("{MERGED} {}", index + 1));
            }
        }
        if !all(table, "w:tbl").is_empty() {
            fault("a table within");
        }
    }
    let body = file.document.child("w:body").expect("a body");
    let blocks: Vec<&str> = body.elements().map(|block| block.name.as_str()).collect();
    if blocks.windows(2).any(|pair| pair[0] == "w:tbl" && pair[1] != "w:p") {
        faults.push("a table without a paragraph after it".to_owned());
    }
    faults
}

fn drawings(file: &File) -> Vec<String> {
    let drawings = all(&file.document, "wp:docPr").into_iter();
    let silent = drawings.filter(|one| one.attribute("descr").is_none_or(str::is_empty));
    silent.map(|one| format!("no alternative text: {:?}", one.attribute("name"))).collect()
}

/// Text stands out from its shading by at least 4.5 to 1 (WCAG 2.1, 1.4.3).
fn colours(file: &File) -> Vec<String> {
    fn walk(file: &File, element: &Element, background: &str, faults: &mut Vec<String>) {
        let shading = ["w:tcPr", "w:pPr"]
            .iter()
            .find_map(|properties| element.child(properties)?.child("w:shd")?.attribute("w:fill"));
        let background = shading.filter(|fill| *fill != "auto").unwrap_or(background);
        if element.name == "w:p" {
            let style = file.style_of(element, "w:pPr", "w:pStyle");
            for run in all(element, "w:r").into_iter().filter(|run| !text(run).trim().is_empty()) {
                let of_run = file.style_of(run, "w:rPr", "w:rStyle").colour;
                let own = run.child("w:rPr").and_then(|p| value(p, "w:color")).map(str::to_owned);
                let colour = own.or(of_run).or(style.colour.clone());
                let colour = colour.filter(|colour| colour != "auto").unwrap_or("000000".into());
                let distance = contrast(&format!("#{colour}"), &format!("#{background}"));
                if distance < 4.5 {
                    faults.push(format!("{colour} on {background}: {}", text(run)));
                }
            }
        }
        element.elements().for_each(|child| walk(file, child, background, faults));
    }
    let mut faults = Vec::new();
    walk(file, &file.document, "FFFFFF", &mut faults);
    faults
}

/// Bookmarks, drawings and controls have names and ids of their own.
fn names(file: &File) -> Vec<String> {
    let attributes = |name: &str, key: &str| -> Vec<String> {
        let elements = all(&file.document, name).into_iter();
        elements.filter_map(|one| one.attribute(key).map(str::to_owned)).collect()
    };
    let controls = all(&file.document, "w:sdtPr");
    let of_controls = |key: &str| -> Vec<String> {
        controls.iter().filter_map(|one| value(one, key).map(str::to_owned)).collect()
    };
    let kinds = [
        ("bookmark id", attributes("w:bookmarkStart", "w:id")),
        ("bookmark name", attributes("w:bookmarkStart", "w:name")),
        ("drawing id", attributes("wp:docPr", "id")),
        ("control id", of_controls("w:id")),
        ("control tag", of_controls("w:tag")),
    ];
    let mut faults = Vec::new();
    for (kind, values) in kinds {
        let mut seen = HashSet::new();
        let twice = values.iter().filter(|value| !seen.insert(value.as_str()));
        faults.extend(twice.map(|value| format!("{kind} used twice: {value}")));
        // Word cuts longer names.
        let long = values.iter().filter(|value| kind == "bookmark name" && value.len() > 40);
        faults.extend(long.map(|value| format!("{kind} too long: {value}")));
    }
    faults
}

/// No empty paragraph makes room. One may part two tables, or end the text
/// after one, since Word joins tables that touch; and cells must have one.
fn blank_lines(file: &File) -> Vec<String> {
    let body = file.document.child("w:body").expect("a body");
    let blocks: Vec<&Element> = body.elements().collect();
    let is_blank = |block: &Element| {
        let shows = ["w:drawing", "w:br", "w:sdt"].iter().any(|name| !all(block, name).is_empty());
        block.name == "w:p" && text(block).trim().is_empty() && !shows
    };
    let mut faults = Vec::new();
    for (index, _) in blocks.iter().enumerate().filter(|(_, block)| is_blank(block)) {
        let after_table = index > 0 && blocks[index - 1].name == "w:tbl";
        let before = blocks.get(index + 1).map(|next| next.name.as_str());
        if !(after_table && matches!(before, Some("w:tbl" | "w:sectPr"))) {
            faults.push(format!("empty paragraph: block {index}"));
        }
    }
    for cell in all(&file.document, "w:tc") {
        let paragraphs: Vec<&Element> = cell.elements().filter(|e| e.name == "w:p").collect();
        if paragraphs.len() > 1 && paragraphs.iter().any(|paragraph| is_blank(paragraph)) {
            faults.push(format!("empty paragraph in a cell: {}", text(cell)));
        }
    }
    faults
}

/// Links say where they lead.
fn links(file: &File) -> Vec<String> {
    let links = all(&file.document, "w:hyperlink").into_iter().map(text);
    let vague = links.filter(|text| {
        let text = text.trim().to_lowercase();
        text.is_empty() || ["här", "klicka här", "läs mer", "here"].contains(&text.as_str())
    });
    vague.map(|text| format!("link says nothing: {text:?}")).collect()
}

/// The Word files of a folder, with their names.
fn word_files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("the folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = paths.filter(|p| p.extension().is_some_and(|e| e == "docx")).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| fs::read(path).expect("a file");
    paths.iter().map(|path| (path.display().to_string(), read(path))).collect()
}

/// Builds, and gives the faults of each file.
fn built(workshop: &Workshop, args: &[&str], count: usize) -> Vec<(String, Vec<String>)> {
    workshop.build(&[&["--format", "docx", "--quiet"], args].concat());
    let files = word_files(&workshop.path("out"));
    assert_eq!(files.len(), count);
    files.into_iter().map(|(name, bytes)| (name, faults(&bytes))).collect()
}

fn assert_accessible(workshop: &Workshop, args: &[&str], count: usize) {
    for (name, faults) in built(workshop, args, count) {
        assert_eq!(faults, Vec::<String>::new(), "{name}");
    }
}

/// The published look has merged cells, but for its header rows, and nothing else.
fn assert_merged_as_published(workshop: &Workshop, count: usize) {
    for (name, faults) in built(workshop, &[], count) {
        assert!(!faults.is_empty(), "{name}");
        let is_known = |fault: &String| fault.contains(MERGED) && !fault.ends_with("row 1");
        assert_eq!(faults.iter().find(|fault| !is_known(fault)), None, "{name}");
    }
}

const UNMERGED: [&str; 2] = ["--set", "matrix.merged_cells=false"];

#[test]
fn the_shipped_report() {
    assert_merged_as_published(&Workshop::new(), 1);
    assert_accessible(&Workshop::new(), &UNMERGED, 1);
    assert_accessible(&Workshop::new(), &["--set", "matrix.linear=true"], 1);
}

#[test]
fn hostile_answers_and_all_blocks() {
    assert_merged_as_published(&Workshop::of("hostile"), 1);
    assert_accessible(&Workshop::of("hostile"), &UNMERGED, 1);
    assert_merged_as_published(&Workshop::of("all-blocks"), 2);
    assert_accessible(&Workshop::of("all-blocks"), &UNMERGED, 2);
}

/// A layout that does not ask for merged cells has none.
#[test]
fn the_examples() {
    let folder = project().join("input/exempelstad-2024/answers");
    let paths = ["kommunstyrelsen", "biblioteksnamnden", "exempelhus-ab", "servicenamnden"]
        .map(|body| folder.join(format!("{body}.json")).display().to_string());
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    assert_accessible(&Workshop::new(), &paths, 4);
}

/// The rules would find what they look for.
#[test]
fn planted_faults_are_found() {
    let workshop = Workshop::of("all-blocks");
    workshop.build(&["--format", "docx"]);
    let file = workshop.read("out/all-blocks-full.docx");
    let document = "word/document.xml";
    for (part, from, to, fault) in [
        ("word/styles.xml", "<w:lang ", "<w:land ", "no language"),
        ("docProps/core.xml", "dc:title>", "dc:name>", "no title"),
        (document, "\"Heading1\"", "\"Heading2\"", "heading skips a level"),
        (document, "<w:tblHeader/>", "", "table 1: no header row"),
        (document, "<w:tblCaption", "<w:tblCoption", "table 1: no title"),
        (
            document,
            "<w:vAlign",
            "<w:gridSpan w:val=\"1\"/><w:vAlign",
            "table 1: merged cells in row 1",
        ),
        (document, "w:fill=\"E2EFDA\"", "w:fill=\"403040\"", "000000 on 403040"),
        (document, "<w:tbl>", "<w:p/><w:tbl>", "empty paragraph: block"),
        (document, "länk till staden", "här", "link says nothing: \"här\""),
    ] {
        let planted = repacked(&file, part, |text| {
            assert!(text.contains(from), "{part} has no {from}");
            text.replace(from, to)
        });
        let faults = faults(&planted);
        assert!(faults.iter().any(|found| found.contains(fault)), "{fault} in {faults:?}");
    }
}
