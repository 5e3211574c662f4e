//! The places of the answers file that a report shows, and the tags and bookmarks
//! by which an edited file knows them.

use std::collections::HashMap;

use super::document::{Block, Cell, Paragraph, Row};
use crate::diagnostic::QuestionName;
use crate::docx::control::{BOOKMARK, EXPECTED, LEFT, bookmark, tag};
use crate::form::{Form, Item, Part, Question, Scale, Strategy};
use crate::json::join;

/// A place of the answers file that a report shows.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// JSON Pointer below `/answers`.
    pub path: String,
    pub question: QuestionName,
    pub kind: Kind<'a>,
}

#[derive(Debug, Clone, Copy)]
pub enum Kind<'a> {
    Text,
    Strategy(&'a Strategy, &'a Scale),
}

/// All that `body` is asked, in the form's order.
pub fn places<'a>(form: &'a Form, body: &str) -> Vec<Place<'a>> {
    let mut places = Vec::new();
    for (index, part) in form.parts.iter().enumerate() {
        let path = join("", &part.id);
        let name = |path: &str, strategy: Option<&str>, words: Option<String>| QuestionName {
            section: index + 1,
            heading: part.heading.clone(),
            strategy: strategy.map(str::to_owned),
            words,
            pointer: format!("/answers{path}"),
        };
        for item in &part.content {
            match item {
                Item::Instruction(_) => {}
                Item::Question(question) => {
                    let path = match &question.id {
                        Some(id) => join(&path, id),
                        None => path.clone(),
                    };
                    let question = name(&path, None, words_of(question, part));
                    places.push(Place { path, question, kind: Kind::Text });
                }
                Item::Matrix(matrix) => {
                    let Some(scale) = form.scales.get(&matrix.scale) else { continue };
                    for strategy in matrix.strategies.iter().filter(|s| s.is_asked_of(body)) {
                        let path = join(&path, &strategy.number);
                        places.push(Place {
                            question: name(&path, Some(&strategy.number), None),
                            path,
                            kind: Kind::Strategy(strategy, scale),
                        });
                    }
                }
            }
        }
    }
    places
}

/// The first words of a question that is not its part's only one, or its id where
/// another's are the same.
fn words_of(question: &Question, part: &Part) -> Option<String> {
    let id = question.id.as_ref()?;
    let words = first_words(&question.text);
    let is_same = |item: &Item| match item {
        Item::Question(other) => other.id.as_ref() != Some(id) && first_words(&other.text) == words,
        Item::Instruction(_) | Item::Matrix(_) => false,
    };
    Some(if part.content.iter().any(is_same) { id.clone() } else { words })
}

fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.get(..NAMED_BY) {
        Some(first) if words.len() > NAMED_BY => format!("{} …", first.join(" ")),
        _ => words.join(" "),
    }
}

/// How many of its words name a question.
const NAMED_BY: usize = 6;

/// What the form calls the place at `path`, or the place that it is in.
pub fn question(form: &Form, body: &str, path: &str) -> Option<QuestionName> {
    let holds = |place: &Place| {
        let below = path.strip_prefix(&*place.path);
        below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
    };
    places(form, body).into_iter().find(holds).map(|place| place.question)
}

/// Knows every tag and bookmark that we give.
#[derive(Default)]
pub(super) struct Anchors {
    texts: HashMap<String, String>,
    /// Of a matrix: the strategy that a row with its marks belongs to, that of a
    /// row with a development text, and the column of a mark.
    strategies: HashMap<String, String>,
    developments: HashMap<String, String>,
    columns: HashMap<String, usize>,
    /// Lines of a form to fill in: a strategy's date, or that it is left out.
    lines: HashMap<String, Line>,
}

/// What a line below a development text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Expected,
    Left,
}

impl Anchors {
    pub(super) fn of(places: &[Place]) -> Self {
        let mut anchors = Self::default();
        let note = |map: &mut HashMap<String, String>, path: &str, of: &str| {
            map.insert(tag(path), of.to_owned());
            map.insert(bookmark(path), of.to_owned());
        };
        for place in places {
            let Kind::Strategy(_, scale) = place.kind else {
                note(&mut anchors.texts, &place.path, &place.path);
                continue;
            };
            let (status, development) = (status_of(&place.path), development_of(&place.path));
            note(&mut anchors.texts, &status, &status);
            note(&mut anchors.texts, &development, &development);
            note(&mut anchors.developments, &development, &place.path);
            note(&mut anchors.strategies, &place.path, &place.path);
            note(&mut anchors.strategies, &status, &place.path);
            for (key, line) in [(EXPECTED, Line::Expected), (LEFT, Line::Left)] {
                let path = join(&place.path, key);
                anchors.lines.insert(tag(&path), line);
                anchors.lines.insert(bookmark(&path), line);
            }
            for (column, option) in scale.options.iter().enumerate() {
                let mark = join(&status, &option.id);
                note(&mut anchors.strategies, &mark, &place.path);
                anchors.columns.insert(tag(&mark), column);
            }
        }
        anchors
    }

    /// The answer that a paragraph stands in; the innermost control's word before
    /// a bookmark's, which may reach into the next paragraph.
    pub(super) fn text(&self, paragraph: &Paragraph) -> Option<&String> {
        let (bookmarks, tags): (Vec<_>, Vec<_>) =
            paragraph.anchors.iter().partition(|anchor| anchor.starts_with(BOOKMARK));
        let innermost = paragraph.within.iter().rev();
        innermost.chain(tags).chain(bookmarks).find_map(|anchor| self.texts.get(anchor))
    }

    pub(super) fn line(&self, block: &Block) -> Option<Line> {
        let Block::Paragraph(paragraph) = block else { return None };
        paragraph.anchors.iter().find_map(|anchor| self.lines.get(anchor)).copied()
    }

    /// The strategy whose marks stand in `row`.
    pub(super) fn strategy(&self, row: &Row) -> Option<&String> {
        row_anchors(row).find_map(|anchor| self.strategies.get(anchor))
    }

    pub(super) fn is_development(&self, row: &Row, of: &str) -> bool {
        row_anchors(row).any(|a| self.developments.get(a).is_some_and(|path| path == of))
    }

    pub(super) fn is_any_development(&self, row: &Row) -> bool {
        row_anchors(row).any(|anchor| self.developments.contains_key(anchor))
    }

    /// The strategy that `row` has anything of.
    pub(super) fn row(&self, row: &Row) -> Option<&String> {
        let development = || row_anchors(row).find_map(|anchor| self.developments.get(anchor));
        self.strategy(row).or_else(development)
    }

    /// The column that a cell's box was made for.
    pub(super) fn column(&self, cell: &Cell) -> Option<usize> {
        cell.all_anchors().find_map(|anchor| self.columns.get(anchor)).copied()
    }
}

fn row_anchors(row: &Row) -> impl Iterator<Item = &String> {
    row.cells.iter().flat_map(|cell| cell.all_anchors())
}

/// The paths of the two things that are said of the strategy at `path`.
pub fn status_of(path: &str) -> String {
    join(path, "status")
}

pub fn development_of(path: &str) -> String {
    join(path, "development")
}
