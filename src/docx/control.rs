//! Content controls (ECMA-376 part 1, 17.5.2): the places of a Word file that
//! are filled in. Each bears the path of its answer as tag, and a bookmark of
//! the same path stands around it, so that one of the two survives.

use docx_rs::{Paragraph, Run, StructuredDataTag};

use super::body::text_run;
use super::styles;
use crate::hash;
use crate::xml::Element;

/// What docx-rs cannot say of a control; the finishing pass does.
#[derive(Debug, Clone)]
pub struct Control {
    pub tag: String,
    pub title: String,
    pub kind: Kind,
}

#[derive(Debug, Clone)]
pub enum Kind {
    /// Paragraphs, or the prompt of that name where there are none.
    Text { prompt: &'static str, is_empty: bool },
    /// A date to choose, in that language.
    Date { language: String },
    /// One of some words to choose.
    Choice { words: Vec<String> },
    /// A box to tick, and its signs.
    Mark { checked: bool, sign: char, unticked: char, font: String },
}

/// The names of the prompts in the glossary document.
pub const ANSWER_PROMPT: &str = "dnr answer";
pub const DEVELOPMENT_PROMPT: &str = "dnr development";
pub const DATE_PROMPT: &str = "dnr date";
pub const STATE_PROMPT: &str = "dnr state";

/// The last steps of the paths of a strategy's date, and of the words that it is
/// left out with.
pub const EXPECTED: &str = "expected";
pub const LEFT: &str = "left";

/// An unticked box: to be seen in a form, and nothing in a report.
pub const BOX: char = '☐';
pub const NOTHING: char = '\u{2003}';

/// Word accepts tags and titles of up to 64 characters.
const LONGEST: usize = 64;

/// The tag of the control for the answer at `path` below `/answers`.
pub fn tag(path: &str) -> String {
    let path = path.trim_start_matches('/');
    match path.char_indices().nth(LONGEST) {
        None => path.to_owned(),
        Some(_) => {
            let start: String = path.chars().take(LONGEST - 17).collect();
            format!("{start}~{}", &hash::hash(path.as_bytes())[..16])
        }
    }
}

/// What the names of our bookmarks begin with.
pub const BOOKMARK: &str = "dnr_";

/// The bookmark around the answer at `path`: a letter first, then letters,
/// digits and `_`, and at most 40 of them.
pub fn bookmark(path: &str) -> String {
    format!("{BOOKMARK}{}", &hash::hash(path.trim_start_matches('/').as_bytes())[..16])
}

/// A title as long as Word accepts it.
fn title(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some(_) => text.chars().take(LONGEST - 1).chain(['…']).collect(),
    }
}

/// The controls of a document, in order.
#[derive(Debug, Default)]
pub struct Controls {
    all: Vec<Control>,
    bookmarks: usize,
}

impl Controls {
    /// A control, empty, whose place in the list its alias holds until the
    /// finishing pass.
    pub fn add(&mut self, path: &str, name: &str, kind: Kind) -> StructuredDataTag {
        let control = Control { tag: tag(path), title: title(name), kind };
        self.all.push(control);
        StructuredDataTag::new().alias((self.all.len() - 1).to_string())
    }

    /// Sets the bookmark of `path` around all that stands in `paragraphs`.
    pub fn bookmark(&mut self, path: &str, paragraphs: &mut [Paragraph]) {
        self.bookmarks += 1;
        let (id, name) = (self.bookmarks, bookmark(path));
        if let Some(first) = paragraphs.first_mut() {
            let marked = Paragraph::new().add_bookmark_start(id, name);
            first.children.splice(0..0, marked.children);
        }
        if let Some(last) = paragraphs.last_mut() {
            last.children.extend(Paragraph::new().add_bookmark_end(id).children);
        }
    }

    /// The control that docx-rs wrote as `sdt`.
    fn of(&self, sdt: &Element) -> Option<(usize, &Control)> {
        let alias = sdt.child("w:sdtPr")?.child("w:alias")?;
        let index: usize = alias.attribute("w:val")?.parse().ok()?;
        Some((index, self.all.get(index)?))
    }

    /// Gives a control the properties that docx-rs does not know.
    pub fn finish(&self, sdt: &mut Element) {
        let Some((index, control)) = self.of(sdt) else { return };
        let holds_paragraphs = sdt.child("w:sdtContent").is_some_and(|c| c.child("w:p").is_some());
        let Some(properties) = sdt.child_mut("w:sdtPr") else { return };
        properties.children.clear();
        let value = |name: &str, value: &str| Element::new(name).with("w:val", value);
        properties.push(value("w:alias", &control.title));
        properties.push(value("w:tag", &control.tag));
        properties.push(value("w:id", &(index + 1).to_string()));
        properties.push(value("w:lock", "sdtLocked"));
        let mut prompted = |prompt: &str, is_empty: bool| {
            let mut placeholder = Element::new("w:placeholder");
            placeholder.push(value("w:docPart", prompt));
            properties.push(placeholder);
            if is_empty {
                properties.push(Element::new("w:showingPlcHdr"));
            }
        };
        match &control.kind {
            Kind::Date { language } => {
                prompted(DATE_PROMPT, true);
                let mut date = Element::new("w:date");
                date.push(value("w:dateFormat", "yyyy-MM"));
                date.push(value("w:lid", language));
                date.push(value("w:storeMappedDataAs", "date"));
                date.push(value("w:calendar", "gregorian"));
                properties.push(date);
            }
            Kind::Choice { words } => {
                prompted(STATE_PROMPT, true);
                let mut list = Element::new("w:dropDownList");
                for word in words {
                    list.push(
                        Element::new("w:listItem")
                            .with("w:displayText", word)
                            .with("w:value", word),
                    );
                }
                properties.push(list);
            }
            Kind::Text { prompt, is_empty } => {
                prompted(prompt, *is_empty);
                if holds_paragraphs {
                    properties.push(document_part());
                }
            }
            Kind::Mark { checked, sign, unticked, font } => {
                let state = |name: &str, sign: char| {
                    Element::new(name)
                        .with("w14:val", &format!("{:04X}", u32::from(sign)))
                        .with("w14:font", font)
                };
                let mut mark = Element::new("w14:checkbox");
                let checked = if *checked { "1" } else { "0" };
                mark.push(Element::new("w14:checked").with("w14:val", checked));
                mark.push(state("w14:checkedState", *sign));
                mark.push(state("w14:uncheckedState", *unticked));
                properties.push(mark);
            }
        }
    }
}

/// LibreOffice 7 makes a field of a control around paragraphs, whose first one
/// then loses bold, italics, links and comments; not so of a document part
/// (ECMA-376 part 1, 17.5.2.12), which Word would offer other parts for. Each
/// takes its own of these alternatives (part 3, 7.5): Word the empty one, as it
/// knows `w15`.
fn document_part() -> Element {
    let gallery = Element::new("w:docPartGallery").with("w:val", "dnr");
    let within = |name: &str, child: Element| {
        let mut element = Element::new(name);
        element.push(child);
        element
    };
    let fallback = within("mc:Fallback", within("w:docPartObj", gallery));
    let mut alternatives = Element::new("mc:AlternateContent");
    alternatives.push(Element::new("mc:Choice").with("Requires", "w15"));
    alternatives.push(fallback);
    alternatives
}

/// The text of an empty control.
pub fn prompt_run(prompt: &str) -> Run {
    text_run(prompt).style(styles::PLACEHOLDER)
}
