//! The places of the answers file that a report shows, and the tags and bookmarks
//! by which an edited file knows them.

use std::collections::HashMap;

use super::document::{Block, Cell, Paragraph, Row};
use crate::diagnostic::QuestionName;
use crate::docx::control::{EXPECTED, LEFT, bookmark, tag};
use crate::form::{Form, Item, Scale, Strategy};
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
        let name = |strategy: Option<&str>| QuestionName {
            section: index + 1,
            heading: part.heading.clone(),
            strategy: strategy.map(str::to_owned),
        };
        let path = join("", &part.id);
        for item in &part.content {
            match item {
                Item::Instruction(_) => {}
                Item::Question(question) => {
                    let path = match &question.id {
                        Some(id) => join(&path, id),
                        None => path.clone(),
                    };
                    places.push(Place { path, question: name(None), kind: Kind::Text });
                }
                Item::Matrix(matrix) => {
                    let Some(scale) = form.scales.get(&matrix.scale) else { continue };
                    for strategy in matrix.strategies.iter().filter(|s| s.is_asked_of(body)) {
                        places.push(Place {
                            path: join(&path, &strategy.number),
                            question: name(Some(&strategy.number)),
                            kind: Kind::Strategy(strategy, scale),
                        });
                    }
                }
            }
        }
    }
    places
}

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

    /// The answer that a paragraph stands in; a control's word before a
    /// bookmark's, which may reach into the next paragraph.
    pub(super) fn text(&self, paragraph: &Paragraph) -> Option<&String> {
        let (bookmarks, tags): (Vec<_>, Vec<_>) =
            paragraph.anchors.iter().partition(|anchor| anchor.starts_with("dnr_"));
        tags.into_iter().chain(bookmarks).find_map(|anchor| self.texts.get(anchor))
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
