//! Walking on through the runs of a paragraph: its words, how they look, and what is
//! no text.

use super::{Field, Walker, all_text, chosen, own_text};
use crate::import::aside;
use crate::import::document::Loss;
use crate::import::markings::{self, Marking};
use crate::import::styles::{switch, value};
use crate::rich_text::Span;
use crate::xml::Element;

impl Walker {
    pub(super) fn run(&mut self, run: &Element) {
        let looks = self.looks(run);
        if looks.is_hidden {
            if !all_text(run).trim().is_empty() {
                self.paragraph.losses.insert(Loss::Hidden);
            }
            return;
        }
        let link = run.child("w:t").and_then(|_| self.ended_link.take());
        match link.filter(|_| self.link.is_none() && self.looks_like_a_link(run)) {
            // LibreOffice ends a link to a part of a page where its looks change.
            Some(link) => {
                self.linked(Some(link.clone()), |walker| walker.run_children(run, &looks));
                self.ended_link = Some(link);
            }
            None => self.run_children(run, &looks),
        }
    }

    fn looks_like_a_link(&self, run: &Element) -> bool {
        let style = run.child("w:rPr").and_then(|p| value(p.child("w:rStyle")));
        style.is_some_and(|id| matches!(self.styles.name(id), "hyperlink" | "internet link"))
    }

    fn run_children(&mut self, run: &Element, looks: &Looks) {
        for child in run.elements() {
            self.run_child(child, looks);
        }
    }

    fn run_child(&mut self, child: &Element, looks: &Looks) {
        match child.name.as_str() {
            "w:t" => self.push(&own_text(child), looks.clone()),
            // Deleted words where nothing says that they are deleted.
            "w:delText" => self.document.broken += 1,
            "w:instrText" => {
                if let Some(field) = self.fields.last_mut() {
                    field.code.push_str(&own_text(child));
                }
            }
            "w:fldChar" => match child.attribute("w:fldCharType") {
                Some("begin") => {
                    self.ended_link = None;
                    self.fields.push(Field::default());
                }
                Some("separate") => {
                    let field = self.fields.last_mut().filter(|field| !field.shows_result);
                    let code = field.map(|field| {
                        field.shows_result = true;
                        field.code.clone()
                    });
                    self.link = code.and_then(|c| self.link_of_code(&c)).or(self.link.take());
                }
                Some("end") => {
                    let ended = self.fields.pop();
                    if ended.is_some_and(|f| f.code.trim_start().starts_with("HYPERLINK")) {
                        self.ended_link = self.link.take();
                    }
                }
                _ => {}
            },
            "w:tab" | "w:ptab" => self.push(" ", looks.clone()),
            "w:br" | "w:cr" => {
                let is_line = matches!(child.attribute("w:type"), None | Some("textWrapping"));
                self.push(if is_line { "\n" } else { " " }, looks.clone());
            }
            "w:noBreakHyphen" => self.push("-", looks.clone()),
            "w:softHyphen" => self.push("\u{ad}", looks.clone()),
            "w:sym" => match symbol(child) {
                Some(sign) => self.push(sign, looks.clone()),
                None => drop(self.paragraph.losses.insert(Loss::Symbol)),
            },
            "w:footnoteReference" | "w:endnoteReference" => {
                self.paragraph.losses.insert(Loss::Note);
                let id = child.attribute("w:id").unwrap_or_default();
                let note = self.notes.get(&(child.name == "w:footnoteReference", id.to_owned()));
                self.paragraph.asides.extend(note.cloned());
            }
            "w:drawing" | "w:pict" | "w:object" => {
                let has_text = holds(child, "w:txbxContent");
                let loss = if has_text { Loss::TextBox } else { Loss::Image };
                self.paragraph.losses.insert(loss);
                self.paragraph.asides.extend(aside::paragraphs(child));
            }
            "w:ruby" => {
                if child.child("w:rt").is_some_and(|above| !all_text(above).trim().is_empty()) {
                    self.paragraph.losses.insert(Loss::Above);
                }
                if let Some(base) = child.child("w:rubyBase") {
                    self.inline(base);
                }
            }
            "mc:AlternateContent" => {
                for inner in chosen(child).into_iter().flat_map(Element::elements) {
                    self.run_child(inner, looks);
                }
            }
            _ => {}
        }
    }

    fn looks(&self, run: &Element) -> Looks {
        let properties = run.child("w:rPr");
        let own = |name: &str| properties.and_then(|p| switch(p, name));
        let style = properties.and_then(|p| value(p.child("w:rStyle")));
        let bold = own("w:b").or_else(|| self.styles.bold(style?));
        let raised = properties.and_then(|p| value(p.child("w:vertAlign")));
        let italic = own("w:i").or_else(|| self.styles.italic(style?));
        Looks {
            strong: bold == Some(true) && !self.base.0,
            emphasis: italic == Some(true) && !self.base.1,
            is_hidden: own("w:vanish") == Some(true),
            is_raised: matches!(raised, Some("superscript" | "subscript")),
            marking: self.marking_of(properties, style),
        }
    }

    /// How a run's words stand out: by itself, by its style or by its paragraph.
    fn marking_of(&self, properties: Option<&Element>, style: Option<&str>) -> Option<Marking> {
        let own = properties.and_then(markings::of_run);
        let says_otherwise = properties.and_then(markings::is_struck) == Some(false);
        let struck = || self.styles.struck(style?).filter(|struck| *struck);
        let by_style = struck().map(|_| Marking::Struck).or(self.marking);
        let by_style = by_style.filter(|marking| *marking != Marking::Struck || !says_otherwise);
        // A link is coloured anyhow.
        let own = own.filter(|own| *own != Marking::Coloured || self.link.is_none());
        own.into_iter().chain(by_style).min()
    }

    /// Notes words that stand out, and that raised ones are to be plain.
    fn note_looks(&mut self, text: &str, looks: &Looks) {
        let is_word = !text.trim().is_empty();
        if let Some(marking) = looks.marking.filter(|_| is_word || self.is_marked) {
            markings::note(&mut self.paragraph.marked, marking, text, self.is_marked);
        }
        self.is_marked = looks.marking.is_some() && (is_word || self.is_marked);
        if looks.is_raised && is_word {
            self.paragraph.losses.insert(Loss::Raised);
        }
    }

    pub(super) fn push(&mut self, text: &str, looks: Looks) {
        if self.fields.last().is_some_and(|field| !field.shows_result) || text.is_empty() {
            return;
        }
        self.note_anchors();
        self.note_looks(text, &looks);
        if let Some(tick_box) = &mut self.tick_box {
            tick_box.shown.push_str(text);
            return;
        }
        let (strong, emphasis) = (looks.strong, looks.emphasis);
        match self.paragraph.spans.last_mut() {
            Some(last)
                if (last.strong, last.emphasis, &last.link) == (strong, emphasis, &self.link) =>
            {
                last.text.push_str(text);
            }
            _ => {
                let link = self.link.clone();
                self.paragraph.spans.push(Span { text: text.to_owned(), strong, emphasis, link });
            }
        }
    }
}

/// How a run looks.
#[derive(Debug, Clone, Default)]
pub(super) struct Looks {
    strong: bool,
    emphasis: bool,
    is_hidden: bool,
    is_raised: bool,
    marking: Option<Marking>,
}

fn holds(element: &Element, name: &str) -> bool {
    let mut found = false;
    element.visit(&mut |inner| found |= inner.name == name);
    found
}

/// A sign of a symbol font, where it is a tick or a cross.
fn symbol(element: &Element) -> Option<&'static str> {
    let code = u32::from_str_radix(element.attribute("w:char")?, 16).ok()?;
    match code & 0xff {
        0xfc | 0xfe | 0x52 => Some("✓"),
        0xfb | 0xfd | 0x53 | 0x54 | 0x78 => Some("×"),
        0xa7 | 0xb7 => Some("•"),
        _ => None,
    }
}
