//! Texts that stand beside the document's own: in headers and footers, in text boxes,
//! and in notes. No answer is there, but what somebody has written there is told.

use std::collections::BTreeSet;

use super::change::Remark;
use super::compare::{MOST_COMPARED, is_like, squeezed};
use super::document::Document;
use super::fields::FormChange;
use super::origin::Origin;
use super::walk::{chosen, own_text};
use crate::xml::Element;

/// The texts of all paragraphs in a part, without what fields show, such as page
/// numbers, and without what was deleted.
pub(super) fn paragraphs(part: &Element) -> Vec<String> {
    let mut reader = Reader::default();
    reader.read(part);
    reader.done
}

#[derive(Default)]
struct Reader {
    done: Vec<String>,
    text: String,
    /// How many fields are open.
    fields: usize,
}

impl Reader {
    fn read(&mut self, parent: &Element) {
        for child in parent.elements() {
            match child.name.as_str() {
                "w:p" => self.paragraph(child),
                "w:t" if self.fields == 0 => self.text.push_str(&own_text(child)),
                "w:tab" | "w:br" | "w:cr" => self.text.push(' '),
                "w:fldChar" => match child.attribute("w:fldCharType") {
                    Some("begin") => self.fields += 1,
                    Some("end") => self.fields = self.fields.saturating_sub(1),
                    _ => {}
                },
                "w:pPr" | "w:rPr" | "w:fldSimple" | "w:del" | "w:moveFrom" => {}
                "mc:AlternateContent" => {
                    if let Some(chosen) = chosen(child) {
                        self.read(chosen);
                    }
                }
                _ => self.read(child),
            }
        }
    }

    /// A paragraph may stand in a text box within another.
    fn paragraph(&mut self, paragraph: &Element) {
        let outer = std::mem::take(&mut self.text);
        let fields = std::mem::take(&mut self.fields);
        self.read(paragraph);
        self.fields = fields;
        let text = std::mem::replace(&mut self.text, outer);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.done.push(text);
        }
    }
}

/// What is written in the headers and footers of `document` and not in those of
/// `own`, as the form would have them. Where the file was made with a Word template
/// and `own` was not, nobody can say whose words they are.
pub(super) fn written(document: &Document, own: &Document) -> Vec<Remark> {
    let number = |document: &Document| document.properties.get("Dnr").cloned();
    let (now, then) = (number(own), number(document));
    let as_ours = |text: &String| match (&then, &now) {
        (Some(then), Some(now)) => text.replace(then.as_str(), now),
        _ => text.clone(),
    };
    let is_known = |text: &String| {
        let text = squeezed(&as_ours(text));
        own.margins.iter().any(|known| squeezed(known) == text)
    };
    let unknown: BTreeSet<&String> = document.margins.iter().filter(|t| !is_known(t)).collect();
    let has_template = |document: &Document| Origin::of(document).has_template;
    if has_template(document) && !has_template(own) && !unknown.is_empty() {
        return vec![Remark::OtherMargins];
    }
    unknown.into_iter().map(|text| Remark::Form(change(text, own))).collect()
}

/// A text that is nearly one of ours is ours, in another wording; one that holds all
/// of ours has words of somebody's.
fn change(text: &str, own: &Document) -> FormChange {
    let is_reworded =
        |known: &&String| is_like(known, text) && !squeezed(text).contains(&squeezed(known));
    match own.margins.iter().take(MOST_COMPARED).find(is_reworded) {
        Some(known) => FormChange::reworded(known, text),
        None => FormChange::added(text, false),
    }
}
