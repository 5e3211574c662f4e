//! The words around questions and answers: patterns of the layout, or the
//! form's own in their place, filled in for a body.

use crate::answers::{Answers, State};
use crate::diagnostic::{Code, Diagnostic, Place, Problems};
use crate::form::Form;
use crate::json::{Json, join};
use crate::layout::{Layout, room};
use crate::lint;
use crate::output::file_stem;
use crate::pattern::{self, Words};
use crate::report::{
    CoverLine, DatePrompt, HeaderPiece, Prompts, Properties, RunningHeader, StatePrompt,
};
use crate::theme::Texts;

/// Fills patterns in; what is wrong with them gathers in `problems`.
pub(super) struct Wording<'a> {
    pub(super) form: &'a Form,
    pub(super) answers: &'a Answers,
    pub(super) layout: &'a Layout,
    /// The form's file, where what is wrong in it is to be told.
    json: Option<&'a Json>,
    words: Words,
    pub(super) problems: Problems,
}

/// A pattern, by where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    Text(&'static str),
    Keyword(usize),
    Cover(usize),
    HeaderLeft,
    HeaderRight,
}

impl Stands {
    fn in_theme(self) -> String {
        match self {
            Self::Text(name) => join("/texts", name),
            Self::Keyword(index) => format!("/texts/keywords/{index}"),
            Self::Cover(index) => format!("/cover/{index}/text"),
            Self::HeaderLeft => "/running_header/left".to_owned(),
            Self::HeaderRight => "/running_header/right".to_owned(),
        }
    }

    /// Its name among the form's own texts, where a form can have it.
    fn in_form(self) -> Option<&'static str> {
        match self {
            Self::Text(name) => Some(name),
            Self::HeaderLeft => Some("header_left"),
            Self::HeaderRight => Some("header_right"),
            Self::Keyword(_) | Self::Cover(_) => None,
        }
    }

    fn is_header(self) -> bool {
        matches!(self, Self::HeaderLeft | Self::HeaderRight)
    }

    /// Whether readers of the PDF see it, in the layout's fonts.
    fn is_seen(self) -> bool {
        const SEEN: [&str; 5] =
            ["not_answered", "not_applicable", "not_designated", "expected", "status"];
        match self {
            Self::Text(name) => SEEN.contains(&name),
            Self::Cover(_) | Self::HeaderLeft | Self::HeaderRight => true,
            Self::Keyword(_) => false,
        }
    }
}

impl<'a> Wording<'a> {
    pub(super) fn new(
        form: &'a Form,
        answers: &'a Answers,
        layout: &'a Layout,
        json: Option<&'a Json>,
    ) -> Self {
        let words = super::words(form, answers);
        Self { form, answers, layout, json, words, problems: Problems::default() }
    }

    fn own(&self, stands: Stands) -> Option<&'a str> {
        stands.in_form().and_then(|name| self.form.texts.get(name))
    }

    fn pattern(&self, stands: Stands) -> &'a str {
        if let Some(own) = self.own(stands) {
            return own;
        }
        let theme = &self.layout.theme;
        let pattern = match stands {
            Stands::Text(name) => theme.texts.get(name),
            Stands::Keyword(index) => theme.texts.keywords.get(index).map(String::as_str),
            Stands::Cover(index) => theme.cover.get(index).map(|line| line.text.as_str()),
            Stands::HeaderLeft => Some(theme.running_header.left.as_str()),
            Stands::HeaderRight => Some(theme.running_header.right.as_str()),
        };
        pattern.unwrap_or_default()
    }

    fn place(&self, stands: Stands) -> Option<Place> {
        match (self.own(stands), stands.in_form()) {
            (Some(_), Some(name)) => self.json.map(|json| json.place(&join("/texts", name))),
            _ => Some(self.layout.patterns.place(&stands.in_theme())),
        }
    }

    fn fill(&mut self, stands: Stands, words: &Words) -> String {
        let pattern = self.pattern(stands);
        match self.layout.patterns.fill(pattern, words, || self.place(stands)) {
            Ok(text) => {
                if text.trim().is_empty() {
                    let place = self.place(stands);
                    self.problems.add(Diagnostic { place, ..Diagnostic::general(Code::EmptyText) });
                }
                text
            }
            Err(problems) => {
                self.problems.append(problems);
                String::new()
            }
        }
    }

    fn text(&mut self, name: &'static str) -> String {
        let words = self.words.clone();
        self.fill(Stands::Text(name), &words)
    }

    pub(super) fn prompts(&mut self) -> Prompts {
        Prompts {
            answer: self.text("answer_prompt"),
            development: self.text("development_prompt"),
            date: self.date_prompt(),
            state: self.state_prompt(),
        }
    }

    /// Whether form or layout has that text, which not every layout has.
    fn has(&self, name: &'static str) -> bool {
        let own = self.form.texts.get(name);
        own.or(self.layout.theme.texts.get(name)).is_some()
    }

    fn date_prompt(&mut self) -> Option<DatePrompt> {
        let prompt = self.has("date_prompt").then(|| self.text("date_prompt"))?;
        let expected = self.expected(super::DATE.to_owned());
        let label = expected.split(super::DATE).next().unwrap_or_default().to_owned();
        Some(DatePrompt { label, prompt })
    }

    fn state_prompt(&mut self) -> Option<StatePrompt> {
        let prompt = self.has("state_prompt").then(|| self.text("state_prompt"))?;
        let states = [State::NotApplicable, State::NotAnswered].map(|state| self.state(state));
        Some(StatePrompt { prompt, states: states.to_vec() })
    }

    /// What stands above the web page's list of contents.
    pub(super) fn contents(&mut self) -> String {
        self.text("contents")
    }

    pub(super) fn properties(&mut self) -> Properties {
        let words = self.words.clone();
        let count = self.layout.theme.texts.keywords.len();
        let keywords: Vec<String> =
            (0..count).map(|index| self.fill(Stands::Keyword(index), &words)).collect();
        Properties {
            title: self.text("document_title"),
            subject: self.text("subject"),
            author: self.text("author"),
            keywords: keywords
                .into_iter()
                .chain(self.form.keywords.iter().map(|one| super::clean_line(one)))
                .collect(),
            date: super::date(self.form, self.answers),
            diary_number: self.answers.diary_number.clone(),
            body: super::clean_line(&self.answers.body.name),
            body_id: self.answers.body_id.clone(),
            form: self.form.id.clone(),
            file_name: self.file_name(),
        }
    }

    pub(super) fn file_name(&mut self) -> String {
        file_stem(&self.text("file_name"))
    }

    pub(super) fn cover(&mut self) -> Vec<CoverLine> {
        let words = self.words.clone();
        let lines = 0..self.layout.theme.cover.len();
        lines.map(|index| self.cover_line(index, &words)).collect()
    }

    fn cover_line(&mut self, index: usize, words: &Words) -> CoverLine {
        let text = self.fill(Stands::Cover(index), words);
        let theme = &self.layout.theme;
        let long_words = room::is_long_on_cover(&text, &theme.cover[index], theme);
        CoverLine { text, long_words }
    }

    pub(super) fn running_header(&mut self) -> RunningHeader {
        let [left, right] = [Stands::HeaderLeft, Stands::HeaderRight].map(|side| self.side(side));
        let theme = &self.layout.theme;
        let long_words =
            [&left, &right].into_iter().any(|side| room::is_long_in_header(side, theme));
        RunningHeader { left, right, long_words }
    }

    fn side(&mut self, stands: Stands) -> Vec<HeaderPiece> {
        let patterns = &self.layout.patterns;
        let filled = patterns.fill_header(self.pattern(stands), &self.words, || self.place(stands));
        filled.unwrap_or_else(|problems| {
            self.problems.append(problems);
            Vec::new()
        })
    }

    pub(super) fn state(&mut self, state: State) -> String {
        self.text(match state {
            State::NotApplicable => "not_applicable",
            State::NotAnswered => "not_answered",
        })
    }

    pub(super) fn not_designated(&mut self) -> String {
        self.text("not_designated")
    }

    /// What is said of a strategy's status, where no column shows it.
    pub(super) fn status(&mut self, status: &str) -> String {
        self.with_status("status", status)
    }

    /// What is read aloud for a mark.
    pub(super) fn mark_alternative(&mut self, status: &str) -> String {
        self.with_status("mark_alternative", status)
    }

    fn with_status(&mut self, name: &'static str, status: &str) -> String {
        let words = Words { status: Some(status.to_owned()), ..self.words.clone() };
        self.fill_around(name, "status", status, &words)
    }

    pub(super) fn expected(&mut self, expected: String) -> String {
        let words = Words { expected: Some(expected.clone()), ..self.words.clone() };
        self.fill_around("expected", "expected", &expected, &words)
    }

    /// A text that must hold what the answers say, which stands nowhere else.
    fn fill_around(
        &mut self,
        name: &'static str,
        word: &str,
        value: &str,
        words: &Words,
    ) -> String {
        let text = self.fill(Stands::Text(name), words);
        if !text.is_empty() && !text.contains(value) {
            self.lost(Stands::Text(name), word);
        }
        text
    }

    fn lost(&mut self, stands: Stands, word: &str) {
        let place = self.place(stands);
        let lost = Diagnostic { place, ..Diagnostic::general(Code::WordLeftOut) };
        self.problems.add(lost.with("name", word));
    }

    /// Both states must be told from each other where they come back from Word.
    fn check_states(&mut self) {
        let before = self.problems.errors();
        let [one, other] =
            [State::NotApplicable, State::NotAnswered].map(|state| self.state(state));
        if self.problems.errors() == before && one.to_lowercase() == other.to_lowercase() {
            let place = self.place(Stands::Text("not_applicable"));
            let same = Diagnostic { place, ..Diagnostic::general(Code::SameStates) };
            self.problems.add(same.with("text", one));
        }
    }

    /// A matrix's title and description.
    pub(super) fn matrix_names(&mut self, section: &str, heading: &str) -> (String, String) {
        let words = Words {
            section: Some(section.to_owned()),
            heading: Some(heading.to_owned()),
            ..self.words.clone()
        };
        let title = self.fill(Stands::Text("matrix_title"), &words);
        (title, self.fill(Stands::Text("matrix_summary"), &words))
    }

    /// All patterns that a report of the form can need.
    fn all(&self) -> Vec<Stands> {
        let theme = &self.layout.theme;
        let names = Texts::NAMES.iter().copied().filter(|name| self.has(name));
        let texts = names.map(Stands::Text);
        let keywords = (0..theme.texts.keywords.len()).map(Stands::Keyword);
        let cover = (0..theme.cover.len()).map(Stands::Cover);
        let header = [Stands::HeaderLeft, Stands::HeaderRight];
        cover.chain(header).chain(texts).chain(keywords).collect()
    }

    /// The words that a pattern knows, with an example of each.
    fn example_words(&self, stands: Stands) -> Words {
        let mut words = self.words.clone();
        let some = |text: &str| Some(text.to_owned());
        match stands {
            Stands::HeaderLeft | Stands::HeaderRight => {
                (words.page, words.pages) = (some("1"), some("2"));
            }
            Stands::Text("expected") => words.expected = some("2024-06"),
            Stands::Text("status" | "mark_alternative") => words.status = some("Status"),
            Stands::Text("matrix_title" | "matrix_summary") => {
                (words.section, words.heading) = (some("1"), some("Heading"));
            }
            Stands::Text(_) | Stands::Keyword(_) | Stands::Cover(_) => {}
        }
        words
    }

    /// Whether what some pattern comes to depends on more than that words have
    /// values.
    pub(super) fn is_conditional(&self) -> bool {
        self.all().into_iter().any(|stands| pattern::is_conditional(self.pattern(stands)))
    }

    /// What is wrong with any of the patterns, whether this body's report needs
    /// it or not.
    pub(super) fn check(mut self) -> Problems {
        for stands in self.all() {
            let words = self.example_words(stands);
            let pattern = self.pattern(stands);
            let place = self.place(stands);
            let unknown = pattern::unknown_words(pattern, &words, place.as_ref());
            if unknown.has_errors() {
                self.problems.append(unknown);
                continue;
            }
            let before = self.problems.errors();
            let text = match stands.is_header() {
                // One side may be empty.
                true => self.header_text(stands, &words),
                false => self.fill(stands, &words),
            };
            if self.problems.errors() > before {
                continue;
            }
            let (status, expected) = (words.status.as_ref(), words.expected.as_ref());
            for (name, value) in [("status", status), ("expected", expected)] {
                if value.is_some_and(|value| !text.contains(value)) {
                    self.lost(stands, name);
                }
            }
            self.check_filled(stands, pattern, &text, place);
        }
        if !self.problems.has_errors() {
            self.check_states();
        }
        self.problems
    }

    fn header_text(&mut self, stands: Stands, words: &Words) -> String {
        let patterns = &self.layout.patterns;
        let filled = patterns.fill(self.pattern(stands), words, || self.place(stands));
        filled.unwrap_or_else(|problems| {
            self.problems.append(problems);
            String::new()
        })
    }

    fn check_filled(&mut self, stands: Stands, pattern: &str, text: &str, place: Option<Place>) {
        let Some(place) = place else { return };
        let can_print = |c| !stands.is_seen() || self.layout.can_print(c);
        // The form's words and the bodies' have been looked at where they stand.
        self.problems.append(lint::check_line(pattern, &place, &can_print));
        if stands == Stands::Text("file_name") && !text.contains(char::is_alphanumeric) {
            self.problems.add(Diagnostic::new(Code::NoFileName, place).with("name", text));
        }
    }

    /// The layout's own words that would be printed among the form's, each with
    /// its name in the theme.
    pub(super) fn of_layout(&self) -> Vec<(String, &'a str)> {
        let is_of_layout = |stands: &Stands| {
            *stands != Stands::Text("file_name")
                && self.own(*stands).is_none()
                && pattern::has_words(self.pattern(*stands))
        };
        let named =
            |stands: Stands| (stands.in_theme()[1..].replace('/', "."), self.pattern(stands));
        self.all().into_iter().filter(is_of_layout).map(named).collect()
    }
}
