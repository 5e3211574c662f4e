//! From a form, one body's answers and a theme to the settled report.

use crate::answers::{Answer, Answers, State};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::form::{self, Form, Item, Part, Strategy};
use crate::json::join;
use crate::layout::Layout;
use crate::layout::room;
use crate::output::file_stem;
use crate::pattern::{Patterns, Words};
use crate::report::{
    Block, ColumnHead, CoverLine, DatePrompt, Field, Mark, Matrix, Prompts, Properties, Report,
    Role, Row, RunningHeader, Section, StatePrompt,
};
use crate::rich_text::RichText;
use crate::theme::{Texts, Theme};

/// Composes the report. Only the layout's patterns can be wrong here.
pub fn compose(form: &Form, answers: &Answers, layout: &Layout) -> Result<Report, Problems> {
    let mut composer = Composer::new(form, answers, layout);
    let report = composer.report();
    if composer.problems.has_errors() { Err(composer.problems) } else { Ok(report) }
}

/// Fills in every pattern of the layout once, for a body that is none, so that
/// what is wrong with them is told with the layout and not with each report.
pub fn check_patterns(form: &Form, layout: &Layout) -> Problems {
    let example = Answers::of_nobody(&form.diary_number.example);
    let mut composer = Composer::new(form, &example, layout);
    composer.properties();
    composer.cover();
    composer.running_header();
    composer.state(State::NotApplicable);
    composer.state(State::NotAnswered);
    composer.not_designated();
    composer.prompts();
    composer.text("contents", |t| &t.contents);
    composer.mark_alternative("Status");
    let words = Words { status: Some("Status".to_owned()), ..composer.words.clone() };
    composer.text_with("status", |t| &t.status, &words);
    composer.expected("2024-06".to_owned());
    composer.matrix_names("1", "Heading");
    composer.problems
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
    let mut composer = Composer::new(form, answers, layout);
    let expected = composer.expected(DATE.to_owned());
    let (before, after) = expected.split_once(DATE).unwrap_or((&expected, ""));
    Said {
        not_applicable: composer.state(State::NotApplicable),
        not_answered: composer.state(State::NotAnswered),
        expected: (before.to_owned(), after.to_owned()),
    }
}

/// What the files of a report of `answers` are called, without ending.
///
/// # Errors
/// What is wrong with the layout's pattern.
pub fn file_name(form: &Form, answers: &Answers, layout: &Layout) -> Result<String, Problems> {
    let pattern = &layout.theme.texts.file_name;
    let name = layout.patterns.fill(pattern, "/texts/file_name", &words(form, answers))?;
    Ok(file_stem(&name))
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
    patterns: &'a Patterns,
    words: Words,
    problems: Problems,
}

impl<'a> Composer<'a> {
    fn new(form: &'a Form, answers: &'a Answers, layout: &'a Layout) -> Self {
        Self {
            form,
            answers,
            theme: &layout.theme,
            patterns: &layout.patterns,
            words: words(form, answers),
            problems: Problems::default(),
        }
    }

    fn report(&mut self) -> Report {
        Report {
            language: self.form.language.clone(),
            properties: self.properties(),
            cover: self.cover(),
            running_header: self.running_header(),
            sections: self.sections(),
            contents: self.text("contents", |t| &t.contents),
            prompts: self.prompts(),
            is_blank: self.answers.is_blank,
            provenance: None,
        }
    }

    fn prompts(&mut self) -> Prompts {
        Prompts {
            answer: self.text("answer_prompt", |t| &t.answer_prompt),
            development: self.text("development_prompt", |t| &t.development_prompt),
            date: self.date_prompt(),
            state: self.state_prompt(),
        }
    }

    fn date_prompt(&mut self) -> Option<DatePrompt> {
        let pattern = self.theme.texts.date_prompt.as_ref()?;
        let words = self.words.clone();
        let prompt = self.fill(pattern, "/texts/date_prompt", &words);
        let expected = self.expected(DATE.to_owned());
        let label = expected.split(DATE).next().unwrap_or_default().to_owned();
        Some(DatePrompt { label, prompt })
    }

    fn state_prompt(&mut self) -> Option<StatePrompt> {
        let pattern = self.theme.texts.state_prompt.as_ref()?;
        let words = self.words.clone();
        let prompt = self.fill(pattern, "/texts/state_prompt", &words);
        let states = [State::NotApplicable, State::NotAnswered].map(|state| self.state(state));
        Some(StatePrompt { prompt, states: states.to_vec() })
    }

    /// The pattern at `pointer` of the theme, filled in.
    fn fill(&mut self, pattern: &str, pointer: &str, words: &Words) -> String {
        match self.patterns.fill(pattern, pointer, words) {
            Ok(text) => {
                if text.trim().is_empty() {
                    let place = self.patterns.place(pointer);
                    self.problems.add(Diagnostic::new(Code::EmptyText, place));
                }
                text
            }
            Err(problems) => {
                self.problems.append(problems);
                String::new()
            }
        }
    }

    /// One of the theme's texts, filled in.
    fn text(&mut self, name: &str, pick: fn(&Texts) -> &String) -> String {
        let words = self.words.clone();
        self.text_with(name, pick, &words)
    }

    fn text_with(&mut self, name: &str, pick: fn(&Texts) -> &String, words: &Words) -> String {
        let theme = self.theme;
        self.fill(pick(&theme.texts), &format!("/texts/{name}"), words)
    }

    fn properties(&mut self) -> Properties {
        let theme = self.theme;
        let words = self.words.clone();
        let keywords = theme.texts.keywords.iter().enumerate();
        let keywords: Vec<String> = keywords
            .map(|(index, pattern)| self.fill(pattern, &format!("/texts/keywords/{index}"), &words))
            .collect();
        Properties {
            title: self.text("document_title", |t| &t.document_title),
            subject: self.text("subject", |t| &t.subject),
            author: self.text("author", |t| &t.author),
            keywords: keywords
                .into_iter()
                .chain(self.form.keywords.iter().map(|one| clean_line(one)))
                .collect(),
            date: date(self.form, self.answers),
            diary_number: self.answers.diary_number.clone(),
            body: clean_line(&self.answers.body.name),
            body_id: self.answers.body_id.clone(),
            form: self.form.id.clone(),
            file_name: file_stem(&self.text("file_name", |t| &t.file_name)),
        }
    }

    fn cover(&mut self) -> Vec<CoverLine> {
        let theme = self.theme;
        let words = self.words.clone();
        let lines = theme.cover.iter().enumerate();
        lines
            .map(|(index, line)| CoverLine {
                text: self.fill(&line.text, &format!("/cover/{index}/text"), &words),
            })
            .collect()
    }

    fn running_header(&mut self) -> RunningHeader {
        let header = &self.theme.running_header;
        let mut side = |pattern: &str, pointer: &str| {
            self.patterns.fill_header(pattern, pointer, &self.words).unwrap_or_else(|problems| {
                self.problems.append(problems);
                Vec::new()
            })
        };
        RunningHeader {
            left: side(&header.left, "/running_header/left"),
            right: side(&header.right, "/running_header/right"),
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
                let mut text = RichText::plain(self.state(state));
                text.0.extend(reason.0);
                text
            }
            None if self.answers.is_blank => RichText::default(),
            Some(Answer::Status { .. }) | None => RichText::plain(self.state(State::NotAnswered)),
        }
    }

    fn state(&mut self, state: State) -> String {
        match state {
            State::NotApplicable => self.text("not_applicable", |t| &t.not_applicable),
            State::NotAnswered => self.text("not_answered", |t| &t.not_answered),
        }
    }

    fn matrix(&mut self, number: &str, part: &Part, matrix: &form::Matrix) -> Vec<Block> {
        let scale = &self.form.scales[&matrix.scale];
        let asked: Vec<&Strategy> =
            matrix.strategies.iter().filter(|s| s.is_asked_of(&self.answers.body_id)).collect();
        if asked.is_empty() {
            let text = RichText::plain(self.not_designated());
            return vec![Block::Text { role: Role::Answer, text, field: None }];
        }
        if self.theme.matrix.linear {
            return asked.into_iter().flat_map(|one| self.linear(part, scale, one)).collect();
        }
        let (title, summary) = self.matrix_names(number, &clean_line(&part.heading));
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

    fn mark_alternative(&mut self, status: &str) -> String {
        let words = Words { status: Some(status.to_owned()), ..self.words.clone() };
        self.text_with("mark_alternative", |t| &t.mark_alternative, &words)
    }

    /// A strategy without a table: its text as heading, its status, its text.
    fn linear(&mut self, part: &Part, scale: &form::Scale, strategy: &Strategy) -> Vec<Block> {
        let row = self.row(part, scale, strategy);
        let status = match row.mark {
            Mark::Chosen { column, .. } => {
                let status = Some(clean_line(&scale.options[column].label));
                let words = Words { status, ..self.words.clone() };
                self.text_with("status", |t| &t.status, &words)
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

    fn not_designated(&mut self) -> String {
        self.text("not_designated", |t| &t.not_designated)
    }

    /// A matrix's title and description.
    fn matrix_names(&mut self, section: &str, heading: &str) -> (String, String) {
        let words = Words {
            section: Some(section.to_owned()),
            heading: Some(heading.to_owned()),
            ..self.words.clone()
        };
        let title = self.text_with("matrix_title", |t| &t.matrix_title, &words);
        (title, self.text_with("matrix_summary", |t| &t.matrix_summary, &words))
    }

    fn expected(&mut self, expected: String) -> String {
        let words = Words { expected: Some(expected), ..self.words.clone() };
        self.text_with("expected", |t| &t.expected, &words)
    }

    fn row(&mut self, part: &Part, scale: &form::Scale, strategy: &Strategy) -> Row {
        let (mark, development) = match self.answers.get(&part.id, &strategy.number).cloned() {
            Some(Answer::Status { option, development, expected }) => {
                let chosen = &scale.options[option];
                let symbol = clean_line(&chosen.symbol);
                let alternative = self.mark_alternative(&clean_line(&chosen.label));
                let text = self.with_expected(development, expected);
                (Mark::Chosen { column: option, symbol, alternative }, text)
            }
            Some(Answer::Left { state, reason, expected }) => {
                (Mark::Said { text: self.state(state) }, self.with_expected(reason, expected))
            }
            None if self.answers.is_blank => (Mark::Open, RichText::default()),
            Some(Answer::Text(_)) | None => {
                (Mark::Said { text: self.state(State::NotAnswered) }, RichText::default())
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
            text.0.extend(RichText::plain(self.expected(expected)).0);
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
