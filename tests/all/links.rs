//! A link is one link, whatever styles its words have.

use hayro_syntax::object::Array;
use serde_json::json;

use crate::support::docx::{Docx, all, text};
use crate::support::pdf::Pdf;
use crate::support::word::{DOCUMENT, Word, run};
use crate::support::{ANSWERS, DOCX, PDF, Workshop};

const LINK: &str = "[Mer **om** _saken_ i **_sin_** helhet](https://exempel.se/a)";
const WORDS: &str = "Mer om saken i sin helhet";
const HTML: &str = "out/trygghet-2023-utbildningsnamnden.html";

/// Two links side by side, and one that a line break and styles go through.
fn answer() -> String {
    format!(
        "{LINK}[En **annan**](https://exempel.se/b) **fet** [och **fet**  \n_ny rad_](tel:112)."
    )
}

fn workshop(answer: &str) -> Workshop {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| answers["answers"]["manniskohandel"] = json!(answer));
    workshop
}

/// An answer's text when its Word file comes back after `edit`.
fn comes_back(workshop: &Workshop, edit: impl FnOnce(&mut Word)) -> String {
    workshop.build(&["--format", "docx"]);
    let mut word = Word::read(&workshop.read(DOCX));
    edit(&mut word);
    std::fs::write(workshop.path("edited.docx"), word.bytes()).expect("the folder can be written");
    let said = workshop.run(&["import", "edited.docx"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let answers: serde_json::Value = serde_json::from_slice(&workshop.read(ANSWERS)).expect("JSON");
    answers["answers"]["manniskohandel"].as_str().expect("a text").to_owned()
}

#[test]
fn one_in_the_pdf() {
    let workshop = workshop(&format!("{LINK} [En **annan**](https://exempel.se/b)."));
    workshop.build(&["--format", "pdf"]);
    let pdf = Pdf::read(&workshop.read(PDF));
    let tags = pdf.tags();
    let links: Vec<&str> = tags.all(&["Link"]).iter().map(|tag| tag.text.as_str()).collect();
    assert_eq!(links, [WORDS, "En annan"]);
    let annotations = pdf.file.pages().iter().map(|page| {
        let list = page.raw().get::<Array>("Annots");
        list.map_or(0, |list| list.raw_iter().count())
    });
    assert_eq!(annotations.sum::<usize>(), 2);
}

#[test]
fn one_in_the_word_file() {
    let workshop = workshop(&answer());
    workshop.build(&["--format", "docx"]);
    let mut docx = Docx::read(&workshop.read(DOCX));
    let document = docx.part("word/document.xml");
    let links = all(&document, "w:hyperlink");
    let words: Vec<String> = links.iter().map(|link| text(link)).collect();
    assert_eq!(words, [WORDS, "En annan", "och fet\nny rad"]);
    assert_eq!(all(links[0], "w:b").len(), 2);
    assert_eq!(all(links[0], "w:i").len(), 2);
    assert!(all(&document, "w:r").iter().all(|run| all(run, "w:hyperlink").is_empty()));
    let relations = docx.part("word/_rels/document.xml.rels");
    let targets = relations.elements().filter(|one| one.attribute("TargetMode").is_some());
    assert_eq!(targets.count(), 3);
}

#[test]
fn one_on_the_web_page() {
    let workshop = workshop(&answer());
    workshop.build(&["--format", "html"]);
    let page = String::from_utf8(workshop.read(HTML)).expect("UTF-8");
    let expected = "<a href=\"https://exempel.se/a\">Mer <strong>om</strong> <em>saken</em> i \
                    <strong><em>sin</em></strong> helhet</a>\
                    <a href=\"https://exempel.se/b\">En <strong>annan</strong></a>";
    assert!(page.contains(expected), "{page}");
    assert_eq!(page.matches("<a href=\"tel:112\">").count(), 1);
}

#[test]
fn one_when_it_comes_back() {
    let workshop = workshop(&answer());
    let edited = comes_back(&workshop, |word| {
        word.replace(">om<", ">kring<");
    });
    assert_eq!(edited, answer().replace("om", "kring"));
}

/// LibreOffice 7 writes the link that begins an answer as its field's code, and
/// its words as plain ones.
#[test]
fn one_when_its_code_comes_back() {
    let workshop = workshop(LINK);
    let edited = comes_back(&workshop, |word| {
        let text = word.text(DOCUMENT);
        let start = text.find("<w:hyperlink").expect("a link");
        let end = text.find("</w:hyperlink>").expect("its end") + "</w:hyperlink>".len();
        let code = format!("HYPERLINK \"https://exempel.se/a\"{WORDS} och mer");
        word.replace(&text[start..end], &run(&code));
    });
    assert_eq!(edited, format!("[{WORDS}](https://exempel.se/a) och mer"));
}
