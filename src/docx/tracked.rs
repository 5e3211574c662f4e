//! Tracked changes (ECMA-376 part 1, 17.13.5): the new document's controls,
//! with what the old one's held beside them.

use std::collections::BTreeMap;

use similar::{ChangeTag, DiffOp, TextDiff, capture_diff_slices};

use crate::error::Error;
use crate::xml::{Element, Node};

/// Who the changes are by.
const AUTHOR: &str = "dnr";

/// The document part `after` with what differs from `before` tracked.
pub fn track(before: &[u8], after: &[u8]) -> Result<Vec<u8>, Error> {
    let old = Element::parse(before)?;
    let mut new = Element::parse(after)?;
    let mut old_controls = BTreeMap::new();
    old.visit(&mut |element| {
        if let Some(tag) = tag(element) {
            old_controls.insert(tag.to_owned(), element.clone());
        }
    });
    let mut tracker = Tracker::default();
    new.for_each(&mut |element| {
        let old = tag(element).and_then(|tag| old_controls.get(tag)).cloned();
        if let Some(old) = old {
            tracker.control(&old, element);
        }
    });
    new.for_each(&mut |element| open_controls(element));
    Ok(new.to_bytes())
}

/// Takes away the controls in `parent`, and bookmarks, but nothing in them: it
/// is a document to read, and not every program shows changes within controls.
fn open_controls(parent: &mut Element) {
    let children = std::mem::take(&mut parent.children).into_iter().flat_map(|node| match node {
        Node::Element(mut child) if child.name == "w:sdt" => {
            let content = child.child_mut("w:sdtContent");
            content.map(|content| std::mem::take(&mut content.children)).unwrap_or_default()
        }
        Node::Element(child) if child.name.starts_with("w:bookmark") => Vec::new(),
        node => vec![node],
    });
    parent.children = children.collect();
}

fn tag(element: &Element) -> Option<&str> {
    if element.name != "w:sdt" {
        return None;
    }
    element.child("w:sdtPr")?.child("w:tag")?.attribute("w:val")
}

/// Numbers the changes.
#[derive(Default)]
struct Tracker {
    changes: usize,
}

impl Tracker {
    fn change(&mut self, name: &str) -> Element {
        self.changes += 1;
        // Their numbers are apart from those of the bookmarks.
        let id = (900_000 + self.changes).to_string();
        Element::new(name).with("w:id", &id).with("w:author", AUTHOR)
    }

    fn control(&mut self, old: &Element, new: &mut Element) {
        if shown(old) == shown(new) {
            return;
        }
        let was_empty = is_prompt(old);
        let is_empty = is_prompt(new);
        let Some(old) = old.child("w:sdtContent") else { return };
        let Some(content) = new.child_mut("w:sdtContent") else { return };
        if content.child("w:p").is_none() {
            self.runs(old, content);
        } else {
            self.paragraphs(old, was_empty, content, is_empty);
        }
    }

    /// A box, or words within a paragraph.
    fn runs(&mut self, old: &Element, content: &mut Element) {
        let went = self.deleted(words(old));
        let came = self.inserted(words(content));
        content.children = went.into_iter().chain(came).map(Node::Element).collect();
    }

    fn paragraphs(
        &mut self,
        old: &Element,
        was_empty: bool,
        content: &mut Element,
        is_empty: bool,
    ) {
        let old: Vec<&Element> = old.elements().filter(|_| !was_empty).collect();
        let new: Vec<Element> = content.elements().cloned().collect();
        let kept: &[Element] = if is_empty { &[] } else { &new };
        let old_texts: Vec<String> = old.iter().map(|paragraph| shown(paragraph)).collect();
        let new_texts: Vec<String> = kept.iter().map(shown).collect();
        let mut done = Vec::new();
        for op in capture_diff_slices(similar::Algorithm::Myers, &old_texts, &new_texts) {
            match op {
                DiffOp::Equal { new_index, len, .. } => {
                    done.extend(kept[new_index..new_index + len].iter().cloned());
                }
                DiffOp::Delete { old_index, old_len, .. } => {
                    let went = &old[old_index..old_index + old_len];
                    done.extend(went.iter().map(|paragraph| self.removed(paragraph)));
                }
                DiffOp::Insert { new_index, new_len, .. } => {
                    let came = &kept[new_index..new_index + new_len];
                    done.extend(came.iter().map(|paragraph| self.added(paragraph)));
                }
                DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                    let went = &old[old_index..old_index + old_len];
                    let came = &kept[new_index..new_index + new_len];
                    done.extend(self.replaced(went, came));
                }
            }
        }
        if is_empty {
            // A cell must hold a paragraph when the deletions are accepted.
            done.extend(
                new.last().map(|last| Element { children: own_properties(last), ..last.clone() }),
            );
        }
        content.children = done.into_iter().map(Node::Element).collect();
    }

    /// Paragraphs in the place of others: those that are alike are one, changed.
    fn replaced(&mut self, went: &[&Element], came: &[Element]) -> Vec<Element> {
        let mut done = Vec::new();
        let mut next = 0;
        for old in went {
            let like = (next..came.len()).find(|new| is_like(&shown(old), &shown(&came[*new])));
            match like {
                Some(new) => {
                    done.extend(came[next..new].iter().map(|paragraph| self.added(paragraph)));
                    done.push(self.changed(old, &came[new]));
                    next = new + 1;
                }
                None => done.push(self.removed(old)),
            }
        }
        done.extend(came[next..].iter().map(|paragraph| self.added(paragraph)));
        done
    }

    /// A paragraph whose words differ.
    fn changed(&mut self, old: &Element, new: &Element) -> Element {
        let (old_words, new_words) = (words(old), words(new));
        let texts = |words: &[Word]| words.iter().map(|w| w.text.clone()).collect::<Vec<_>>();
        let (old_texts, new_texts) = (texts(&old_words), texts(&new_words));
        let diff = TextDiff::from_slices(
            &old_texts.iter().map(String::as_str).collect::<Vec<_>>(),
            &new_texts.iter().map(String::as_str).collect::<Vec<_>>(),
        )
        .iter_all_changes()
        .map(|change| (change.tag(), change.old_index(), change.new_index()))
        .collect::<Vec<_>>();
        let mut paragraph = Element { children: own_properties(new), ..new.clone() };
        for run in diff.chunk_by(|one, other| one.0 == other.0) {
            let came = run.iter().filter_map(|(_, _, at)| Some(new_words[(*at)?].clone()));
            let went = run.iter().filter_map(|(_, at, _)| Some(old_words[(*at)?].clone()));
            let elements = match run[0].0 {
                ChangeTag::Equal => came.map(|word| word.run("w:t")).collect(),
                ChangeTag::Delete => self.deleted(went.collect()),
                ChangeTag::Insert => self.inserted(came.collect()),
            };
            paragraph.children.extend(elements.into_iter().map(Node::Element));
        }
        paragraph
    }

    fn inserted(&mut self, words: Vec<Word>) -> Vec<Element> {
        self.wrapped("w:ins", "w:t", words)
    }

    fn deleted(&mut self, words: Vec<Word>) -> Vec<Element> {
        self.wrapped("w:del", "w:delText", words)
    }

    fn wrapped(&mut self, change: &str, text: &str, words: Vec<Word>) -> Vec<Element> {
        if words.iter().all(|word| word.text.trim().is_empty()) {
            return Vec::new();
        }
        let mut change = self.change(change);
        words.into_iter().for_each(|word| change.push(word.run(text)));
        vec![change]
    }

    fn added(&mut self, paragraph: &Element) -> Element {
        let runs = self.inserted(words(paragraph));
        self.marked("w:ins", paragraph, runs)
    }

    /// A paragraph that is gone; the old document's lists are not in the new.
    fn removed(&mut self, paragraph: &Element) -> Element {
        let runs = self.deleted(words(paragraph));
        let mut removed = self.marked("w:del", paragraph, runs);
        if let Some(properties) = removed.child_mut("w:pPr") {
            properties
                .children
                .retain(|node| !matches!(node, Node::Element(child) if child.name == "w:numPr"));
        }
        removed
    }

    /// The paragraph with `runs`, its own end marked as changed too.
    fn marked(&mut self, change: &str, paragraph: &Element, runs: Vec<Element>) -> Element {
        let mut marked = Element { children: own_properties(paragraph), ..paragraph.clone() };
        if let Some(properties) = marked.child_mut("w:pPr") {
            let mut of_end = Element::new("w:rPr");
            of_end.push(self.change(change));
            properties.push(of_end);
        }
        marked.children.extend(runs.into_iter().map(Node::Element));
        marked
    }
}

/// Whether one text is the other, changed: by its words, about half the same.
fn is_like(one: &str, other: &str) -> bool {
    TextDiff::from_words(one, other).ratio() > 0.4
}

fn is_prompt(control: &Element) -> bool {
    control.child("w:sdtPr").is_some_and(|p| p.child("w:showingPlcHdr").is_some())
}

fn own_properties(paragraph: &Element) -> Vec<Node> {
    paragraph.child("w:pPr").cloned().map(Node::Element).into_iter().collect()
}

/// A word or the blank after it, as it looks.
#[derive(Debug, Clone)]
struct Word {
    text: String,
    properties: Option<Element>,
}

impl Word {
    fn run(self, text_name: &str) -> Element {
        let mut run = Element::new("w:r");
        run.children.extend(self.properties.map(Node::Element));
        if self.text == "\n" {
            run.push(Element::new("w:br"));
            return run;
        }
        let mut text = Element::new(text_name).with("xml:space", "preserve");
        text.children.push(Node::Text(self.text));
        run.push(text);
        run
    }
}

/// The words of all runs in `element`.
fn words(element: &Element) -> Vec<Word> {
    let mut words = Vec::new();
    element.visit(&mut |run| {
        if run.name != "w:r" {
            return;
        }
        let properties = run.child("w:rPr").cloned();
        let word = |text: &str| Word { text: text.to_owned(), properties: properties.clone() };
        for child in run.elements() {
            match child.name.as_str() {
                "w:br" => words.push(word("\n")),
                "w:t" => words.extend(pieces(&shown(child)).into_iter().map(word)),
                _ => {}
            }
        }
    });
    words
}

/// A text cut before and after each blank.
fn pieces(text: &str) -> Vec<&str> {
    let cut = |text: &str| text.find(' ').map_or(text.len(), |at| at.max(1));
    let mut rest = text;
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(cut(rest));
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// All text in an element.
fn shown(element: &Element) -> String {
    let mut text = String::new();
    element.visit(&mut |inner| {
        if inner.name == "w:br" {
            text.push('\n');
        }
        for node in &inner.children {
            if let Node::Text(words) = node {
                text.push_str(words);
            }
        }
    });
    text
}
