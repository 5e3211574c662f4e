//! From a form, one body's answers and a theme to the settled report.

mod wording;

use crate::answers::{Answer, Answers, State};
use crate::bodies::Bodies;
use crate::diagnostic::Problems;
use crate::form::{self, Form, Item, Part, Strategy};
use crate::json::{Json, join};
use crate::layout::Layout;
use crate::layout::room;
use crate::pattern::Words;
use crate::report::{
    Block, ColumnHead, Field, HeaderPiece, Mark, Matrix, Report, Role, Row, Section,
};
use crate::rich_text::RichText;
use crate::theme::Theme;
use wording::Wording;

/// Composes the report. Only the layout's patterns can be wrong here.
pub fn compose(form: &Form, answers: &Answers, layout: &Layout) -> Result<Report, Problems> {
    let mut composer = Composer::new(form, answers, layout);
    let report = composer.report();
    let problems = composer.wording.problems;
    if problems.has_errors() { Err(problems) } else { Ok(report) }
}

/// What is wrong with any pattern of the layout, or of the form in its place:
/// told with them and not with each report.
pub fn check_patterns(form: &Form, json: &Json, bodies: &Bodies, layout: &Layout) -> Problems {
    let check = |mut answers: Answers| {
        // A document always has a date, if not the form's then the answers'.
        answers.date = Some(form.date.clone().unwrap_or("2024-06-30".to_owned()));
        Wording::new(form, &answers, layout, Some(json)).check()
    };
    let example = &form.diary_number.example;
    let of_nobody = || Answers::of_nobody(example);
    let problems = check(of_nobody());
    let texts = Wording::new(form, &of_nobody(), layout, None).is_conditional();
    if problems.has_errors() || !texts {
        return problems;
    }
    // What depends on the body is wrong for some alone.
    let mut bodies = bodies.bodies.iter();
    let wrong = bodies.find_map(|(id, body)| {
        Some(check(Answers::blank(id, body.clone(), example))).filter(Problems::has_errors)
    });
    wrong.unwrap_or(problems)
}

/// The layout's own words that reports of the form would print, each with its
/// name in the theme; those that name nothing but the form's are none.
pub fn words_of_layout(form: &Form, layout: &Layout) -> Vec<(String, String)> {
    let nobody = Answers::of_nobody(&form.diary_number.example);
    let wording = Wording::new(form, &nobody, layout, None);
    wording.of_layout().into_iter().map(|(name, text)| (name, text.to_owned())).collect()
}

/// The lines of the cover and both sides of the running header, for the body
/// with the longest name.
pub fn longest_lines(
    form: &Form,
    bodies: &Bodies,
    layout: &Layout,
) -> Option<(Vec<String>, String, String)> {
    let (id, body) = bodies.bodies.iter().max_by_key(|(_, body)| body.name.chars().count())?;
    let answers = Answers::blank(id, body.clone(), &form.diary_number.example);
    let mut wording = Wording::new(form, &answers, layout, None);
    let cover = wording.cover().into_iter().map(|line| line.text).collect();
    let header = wording.running_header();
    let text = |pieces: Vec<HeaderPiece>| {
        let texts = pieces.into_iter().map(|piece| match piece {
            HeaderPiece::Text(text) => text,
            HeaderPiece::Page | HeaderPiece::Pages => "99".to_owned(),
        });
        texts.collect::<String>()
    };
    Some((cover, text(header.left), text(header.right)))
}

/// The words that stand for what is not an answer's own text.
#[derive(Debug, Clone)]
pub struct Said {
    pub not_applicable: String,
    pub not_answered: String,
    /// Before and after the date by which the work is expected to be done.
    pub expected: (String, String),
}

/// What a report of `answers` says in the place of answers and around dates.
pub fn said(form: &Form, answers: &Answers, layout: &Layout) -> Said {
    let mut wording = Wording::new(form, answers, layout, None);
    let expected = wording.expected(DATE.to_owned());
    let (before, after) = expected.split_once(DATE).unwrap_or((&expected, ""));
    Said {
        not_applicable: wording.state(State::NotApplicable),
        not_answered: wording.state(State::NotAnswered),
        expected: (before.to_owned(), after.to_owned()),
    }
}

/// What the files of a report of `answers` are called, without ending.
///
/// # Errors
/// What is wrong with the layout's pattern.
pub fn file_name(form: &Form, answers: &Answers, layout: &Layout) -> Result<String, Problems> {
    let mut wording = Wording::new(form, answers, layout, None);
    let name = wording.file_name();
    if wording.problems.has_errors() { Err(wording.problems) } else { Ok(name) }
}

/// Stands for a date while a pattern is filled in: a noncharacter.
const DATE: &str = "\u{fdd2}";

fn words(form: &Form, answers: &Answers) -> Words {
    Words {
        title: clean_line(&form.title),
        body: clean_line(&answers.body.name),
        body_genitive: clean_line(&answers.body.genitive),
        body_id: answers.body_id.clone(),
        dnr: answers.diary_number.clone(),
        dnr_label: clean_line(&form.diary_number.label),
        form: form.id.clone(),
        issuer: clean_line(&form.issuer),
        organisation: clean_line(&form.organisation),
        date: date(form, answers).unwrap_or_default(),
        ..Words::default()
    }
}

fn date(form: &Form, answers: &Answers) -> Option<String> {
    answers.date.clone().or_else(|| form.date.clone())
}

struct Composer<'a> {
    form: &'a Form,
    answers: &'a Answers,
    theme: &'a Theme,
    wording: Wording<'a>,
}

impl<'a> Composer<'a> {
    fn new(form: &'a Form, answers: &'a Answers, layout: &'a Layout) -> Self {
        let wording = Wording::new(form, answers, layout, None);
        Self { form, answers, theme: &layout.theme, wording }
    }

    fn report(&mut self) -> Report {
        Report {
            language: self.form.language.clone(),
            properties: self.wording.properties(),
            cover: self.wording.cover(),
            running_header: self.wording.running_header(),
            sections: self.sections(),
            contents: self.wording.contents(),
            prompts: self.wording.prompts(),
            is_blank: self.answers.is_blank,
            provenance: None,
        }
    }

    fn sections(&mut self) -> Vec<Section> {
        let form = self.form;
        let parts = form.parts.iter().enumerate();
        parts.map(|(index, part)| self.section(&(index + 1).to_string(), part)).collect()
    }

    fn section(&mut self, number: &str, part: &Part) -> Section {
        let mut blocks = Vec::new();
        for item in &part.content {
            match item {
                Item::Instruction(text) => {
                    blocks.push(heading(&self.form.headings.instruction));
                    blocks.push(form_text(Role::Instruction, text));
                }
                Item::Question(question) => {
                    let headings = &self.form.headings;
                    let asked = question.heading.as_ref().unwrap_or(&headings.question);
                    blocks.push(heading(asked));
                    blocks.push(form_text(Role::Question, &question.text));
                    blocks.push(heading(&headings.answer));
                    let key = question.id.as_deref().unwrap_or_default();
                    let path = match key {
                        "" => join("", &part.id),
                        key => join(&join("", &part.id), key),
                    };
                    let asked = question.id.as_ref().and(question.heading.as_ref());
                    let title = asked.unwrap_or(&part.heading);
                    let title = clean_line(title);
                    let field = Field { path, title: format!("{number}. {title}") };
                    let text = self.answer(part, key);
                    blocks.push(Block::Text { role: Role::Answer, text, field: Some(field) });
                }
                Item::Matrix(matrix) => blocks.extend(self.matrix(number, part, matrix)),
            }
        }
        tell_apart(&mut blocks);
        let heading = clean_line(&part.heading);
        let mut section = Section { number: number.to_owned(), heading, long_words: false, blocks };
        room::mark(&mut section, self.theme);
        section
    }

    fn answer(&mut self, part: &Part, key: &str) -> RichText {
        match self.answers.get(&part.id, key).cloned() {
            Some(Answer::Text(text)) => text,
            Some(Answer::Left { state, reason, .. }) => {
                let mut text = RichText::plain(self.wording.state(state));
                text.0.extend(reason.0);
                text
            }
            None if self.answers.is_blank => RichText::default(),
            Some(Answer::Status { .. }) | None => {
                RichText::plain(self.wording.state(State::NotAnswered))
            }
        }
    }

    fn matrix(&mut self, number: &str, part: &Part, matrix: &form::Matrix) -> Vec<Block> {
        let scale = &self.form.scales[&matrix.scale];
        let asked: Vec<&Strategy> =
            matrix.strategies.iter().filter(|s| s.is_asked_of(&self.answers.body_id)).collect();
        if asked.is_empty() {
            let text = RichText::plain(self.wording.not_designated());
            return vec![Block::Text { role: Role::Answer, text, field: None }];
        }
        if self.theme.matrix.linear {
            return asked.into_iter().flat_map(|one| self.linear(part, scale, one)).collect();
        }
        let (title, summary) = self.wording.matrix_names(number, &clean_line(&part.heading));
        let label_columns = self.theme.matrix.label_columns.clamp(1, scale.options.len());
        vec![Block::Matrix(Matrix {
            title,
            summary,
            columns: self.theme.matrix.columns(&part.id, scale.options.len()),
            label_columns,
            development_columns: 1 + scale.options.len() - label_columns,
            heads: scale.options.iter().map(column_head).collect(),
            tall_heads: false,
            rows: asked.into_iter().map(|strategy| self.row(part, scale, strategy)).collect(),
        })]
    }

    /// A strategy without a table: its text as heading, its status, its text.
    fn linear(&mut self, part: &Part, scale: &form::Scale, strategy: &Strategy) -> Vec<Block> {
        let row = self.row(part, scale, strategy);
        let status = match row.mark {
            Mark::Chosen { column, .. } => {
                self.wording.status(&clean_line(&scale.options[column].label))
            }
            Mark::Said { text } => text,
            Mark::Open => String::new(),
        };
        let status = if status.is_empty() { RichText::default() } else { RichText::plain(status) };
        let field = |key: &str, name: &str| {
            let title = format!("{}. {name}", row.number);
            Some(Field { path: join(&row.path, key), title })
        };
        let text = |role, text, field| Block::Text { role, text, field };
        let mut blocks = vec![
            Block::Heading { text: format!("{}.\u{a0}{}", row.number, row.strategy) },
            text(Role::Answer, status, field("status", &clean_line(&scale.title))),
            text(Role::Instruction, RichText::plain(row.label.clone()), None),
        ];
        if !row.development.is_empty() || self.answers.is_blank {
            let field = field("development", &row.label);
            blocks.push(text(Role::Answer, row.development, field));
        }
        blocks
    }

    fn row(&mut self, part: &Part, scale: &form::Scale, strategy: &Strategy) -> Row {
        let (mark, development) = match self.answers.get(&part.id, &strategy.number).cloned() {
            Some(Answer::Status { option, development, expected }) => {
                let chosen = &scale.options[option];
                let symbol = clean_line(&chosen.symbol);
                let alternative = self.wording.mark_alternative(&clean_line(&chosen.label));
                let text = self.with_expected(development, expected);
                (Mark::Chosen { column: option, symbol, alternative }, text)
            }
            Some(Answer::Left { state, reason, expected }) => (
                Mark::Said { text: self.wording.state(state) },
                self.with_expected(reason, expected),
            ),
            None if self.answers.is_blank => (Mark::Open, RichText::default()),
            Some(Answer::Text(_)) | None => {
                (Mark::Said { text: self.wording.state(State::NotAnswered) }, RichText::default())
            }
        };
        let label = strategy.development_label.as_ref().unwrap_or(&scale.development_label);
        Row {
            path: join(&join("", &part.id), &strategy.number),
            number: strategy.number.clone(),
            strategy: clean_line(&strategy.text),
            mark,
            label: clean_line(label),
            asks_date: scale.options.iter().any(|o| o.date == form::Expectation::Expected),
            tall: false,
            development,
        }
    }

    fn with_expected(&mut self, mut text: RichText, expected: Option<String>) -> RichText {
        if let Some(expected) = expected {
            text.0.extend(RichText::plain(self.wording.expected(expected)).0);
        }
        text
    }
}

/// Numbers the titles of a section's matrices, where it has several.
fn tell_apart(blocks: &mut [Block]) {
    let matrices = blocks.iter_mut().filter_map(|block| match block {
        Block::Matrix(matrix) => Some(matrix),
        Block::Heading { .. } | Block::Text { .. } => None,
    });
    let mut matrices: Vec<&mut Matrix> = matrices.collect();
    if matrices.len() > 1 {
        for (index, matrix) in matrices.iter_mut().enumerate() {
            matrix.title.push_str(&format!(" ({})", index + 1));
        }
    }
}

fn column_head(option: &form::StatusOption) -> ColumnHead {
    ColumnHead {
        id: option.id.clone(),
        label: clean_line(&option.label),
        short: clean_line(&option.short),
        colour: option.colour.clone(),
        symbol: clean_line(&option.symbol),
    }
}

/// A text of the form that is one line of running text.
fn clean_line(text: &str) -> String {
    crate::rich_text::clean(text).0
}

fn heading(text: &str) -> Block {
    Block::Heading { text: clean_line(text) }
}

fn form_text(role: Role, text: &str) -> Block {
    Block::Text { role, text: crate::rich_text::parse(&clean_line(text)).text, field: None }
}
