//! Texts that stand beside the document's own: in headers and footers, in text boxes,
//! and in notes. No answer is there, but what somebody has written there is told.

use std::collections::BTreeSet;

use super::change::Remark;
use super::compare::squeezed;
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
/// `own`, as the form would have them. Where the file was made with another look
/// than that of the hash `layout`, such as a template's, nobody can say whose words
/// they are.
pub(super) fn written(document: &Document, own: &Document, layout: &str) -> Vec<Remark> {
    let number = |document: &Document| document.properties.get("Dnr").cloned();
    let (now, then) = (number(own), number(document));
    let as_ours = |text: &String| match (&then, &now) {
        (Some(then), Some(now)) => squeezed(&text.replace(then.as_str(), now)),
        _ => squeezed(text),
    };
    let known: Vec<String> = own.margins.iter().map(|text| squeezed(text)).collect();
    let unknown = document.margins.iter().filter(|text| !known.contains(&as_ours(text)));
    let unknown: BTreeSet<&String> = unknown.collect();
    let is_ours = Origin::of(document).layout.is_none_or(|made_with| made_with == layout);
    match is_ours || unknown.is_empty() {
        true => unknown.into_iter().map(|t| Remark::Form(FormChange::added(t, false))).collect(),
        false => vec![Remark::OtherMargins],
    }
}
