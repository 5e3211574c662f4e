//! What is wrong with a user's file: where, why and what to do about it.
//!
//! A [`Diagnostic`] is data. All of a run are gathered in [`Problems`] and
//! shown once, by [`crate::messages`], in the user's language.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// A text file as read, under the name that messages call it by.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    pub name: String,
    pub text: String,
}

/// A place in a [`Source`].
#[derive(Debug, Clone)]
pub struct Place {
    pub source: Arc<Source>,
    /// Bytes in the source's text.
    pub span: Range<usize>,
    /// JSON Pointer (RFC 6901) to the value; empty in files that are not JSON.
    pub pointer: String,
    /// The question of the form that it answers.
    pub question: Option<QuestionName>,
}

/// A question as the form's readers would point at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionName {
    /// The part's number, which is the section's in the report.
    pub section: usize,
    /// The part's heading.
    pub heading: String,
    /// The number of the strategy, where it is one.
    pub strategy: Option<String>,
    /// What tells it from others of its part: its first words, or its id.
    pub words: Option<String>,
    /// JSON Pointer in the answers file.
    pub pointer: String,
}

impl Place {
    /// Line and column, both counted from 1; the column in characters.
    pub fn line_and_column(&self) -> (usize, usize) {
        let before = &self.source.text[..self.span.start.min(self.source.text.len())];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        (line, column)
    }
}

impl Place {
    /// The place of `words` within this place, where they stand there as they
    /// are; else the place itself.
    pub fn narrowed_to(&self, words: &str) -> Self {
        let text = &self.source.text[self.span.clone()];
        let span = match text.find(words) {
            Some(at) => self.span.start + at..self.span.start + at + words.len(),
            None => self.span.clone(),
        };
        Self { span, ..self.clone() }
    }
}

/// Lines and columns of many places, without counting each from the beginning.
#[derive(Debug, Default)]
pub struct Lines {
    /// By the address of the source, which nobody lets go meanwhile.
    marks: HashMap<*const Source, Vec<Mark>>,
}

/// The line and column of a byte, both counted from 1.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: usize,
    line: usize,
    column: usize,
}

/// Bytes from mark to mark.
const STEP: usize = 4096;

impl Lines {
    /// As [`Place::line_and_column`].
    pub fn of(&mut self, place: &Place) -> (usize, usize) {
        let text = &place.source.text;
        let source = Arc::as_ptr(&place.source);
        let marks = self.marks.entry(source).or_insert_with(|| marks(text));
        let at = place.span.start.min(text.len());
        let mark = marks[marks.partition_point(|mark| mark.at <= at).saturating_sub(1)];
        let Mark { line, column, .. } = mark.moved(text, at);
        (line, column)
    }
}

impl Mark {
    fn moved(self, text: &str, at: usize) -> Self {
        text[self.at..at].chars().fold(Self { at, ..self }, |mark, c| match c {
            '\n' => Self { line: mark.line + 1, column: 1, ..mark },
            _ => Self { column: mark.column + 1, ..mark },
        })
    }
}

fn marks(text: &str) -> Vec<Mark> {
    let first = Mark { at: 0, line: 1, column: 1 };
    let ends = (STEP..text.len()).step_by(STEP).map(|at| text.floor_char_boundary(at));
    let marks = ends.scan(first, |mark, at| {
        *mark = mark.moved(text, at);
        Some(*mark)
    });
    std::iter::once(first).chain(marks).collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Warning,
    Error,
}

/// Declares the codes once: the name in the code, the id in messages and
/// machine output (stable), and the severity.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $id:literal $severity:ident;)*) => {
        /// Every kind of problem that a user's file can have.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// The stable id, as printed and as keyed in the catalogues.
            pub fn id(self) -> &'static str {
                match self { $(Code::$name => $id,)* }
            }

            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    /// The file is not JSON.
    JsonSyntax = "json-syntax" Error;
    /// The same key twice in one object.
    DuplicateKey = "duplicate-key" Error;
    /// A key that the file's kind does not have.
    UnknownKey = "unknown-key" Error;
    /// A key that the file's kind must have.
    MissingKey = "missing-key" Error;
    /// A value of another JSON type than expected.
    WrongType = "wrong-type" Error;
    /// A value that is not one of the words allowed.
    NotAnOption = "not-an-option" Error;
    /// A value that is not written as its kind is: a length, a colour.
    NotLike = "not-like" Error;
    /// An object that must have just one of several keys.
    OneKey = "one-key" Error;
    /// A value that cannot be what it should be.
    WrongValue = "wrong-value" Error;
    /// `body` is not in the register of bodies.
    UnknownBody = "unknown-body" Error;
    /// `form` or `form_version` is another form's.
    OtherForm = "other-form" Error;
    /// No form of that id lies where forms are looked for.
    UnknownForm = "unknown-form" Error;
    /// No `bodies.json` lies above the form.
    NoRegister = "no-register" Error;
    /// A part, question or strategy that the form does not ask.
    UnknownQuestion = "unknown-question" Error;
    /// A status that the matrix's scale does not have.
    UnknownStatus = "unknown-status" Error;
    /// A strategy without a mark.
    NoMark = "no-mark" Error;
    /// Something that this body is asked is not in its answers.
    NotInAnswers = "not-in-answers" Error;
    /// A strategy answered by a body that is not designated for it.
    NotDesignated = "not-designated" Error;
    /// More than one mark in a row.
    SeveralMarks = "several-marks" Error;
    /// The status calls for a development text.
    NoDevelopment = "no-development" Error;
    /// A development text beside a status that leaves nothing to develop.
    UnneededDevelopment = "unneeded-development" Warning;
    /// The status calls for a date.
    NoDate = "no-date" Warning;
    /// A date of completion beside a state that leaves nothing to complete.
    UnneededDate = "unneeded-date" Warning;
    /// Two texts where the page has a place for one.
    TwoTexts = "two-texts" Error;
    /// A text that someone meant to replace: `[…]`, `XX`, `TODO`.
    LeftOver = "left-over" Warning;
    /// A date in a running text that does not exist.
    OddDate = "odd-date" Warning;
    /// The same decision under two dates.
    DisagreeingDates = "disagreeing-dates" Warning;
    /// An answer without text: the report says that it is not answered.
    EmptyAnswer = "empty-answer" Warning;
    /// The diary number does not follow the form's pattern.
    DiaryNumber = "diary-number" Error;
    /// The diary number's year is after the document's date.
    DiaryYear = "diary-year" Error;
    /// Two reports of a run have the same diary number.
    DiaryNumberTwice = "diary-number-twice" Error;
    /// Two answers files of a run are one body's to one form.
    SameReport = "same-report" Error;
    /// Two reports of a run would have the same file name.
    FileNameTwice = "file-name-twice" Error;
    /// A file name that belongs to another report in the output folder.
    FileNameTaken = "file-name-taken" Error;
    /// A file name that Windows keeps for a device.
    FileNameReserved = "file-name-reserved" Error;
    /// A date that does not exist or is not written YYYY-MM-DD or YYYY-MM.
    BadDate = "bad-date" Error;
    /// Neither form nor answers give the document's date.
    NoDocumentDate = "no-document-date" Error;
    /// A control character that has no meaning in a text, or turns it around.
    ControlCharacter = "control-character" Error;
    /// Characters that Word leaves behind or that nobody sees, replaced or taken out.
    WordCharacter = "word-character" Warning;
    /// A word of Latin letters and of others that look like them.
    LookAlike = "look-alike" Warning;
    /// A link whose text is another address than it leads to.
    LinkElsewhere = "link-elsewhere" Warning;
    /// A character that the layout's fonts cannot print.
    NoGlyph = "no-glyph" Error;
    /// Markup outside the subset; shown as it is written.
    LiteralMarkup = "literal-markup" Warning;
    /// A text that is longer than any answer can be.
    TooMuchText = "too-much-text" Error;
    /// An item of a list whose number does not count up from the first.
    Renumbered = "renumbered" Warning;
    /// The form names a scale that it does not define.
    UnknownScale = "unknown-scale" Error;
    /// An id that must be unique is used twice.
    DuplicateId = "duplicate-id" Error;
    /// An id that is empty or holds a space.
    BadId = "bad-id" Error;
    /// An id that has a meaning of its own.
    ReservedId = "reserved-id" Error;
    /// A language that is none, or not written as a tag.
    Language = "language" Error;
    /// A question without an id in a part that asks more than it.
    QuestionNeedsId = "question-needs-id" Error;
    /// A text of the form without words.
    EmptyText = "empty-text" Error;
    WordLeftOut = "word-left-out" Error;
    SameStates = "same-states" Error;
    /// A line of the form or register that is longer than a PDF's titles can be.
    TooLong = "too-long" Error;
    /// A placeholder strategy that some body would have to answer.
    PlaceholderAsked = "placeholder-asked" Error;
    /// A strategy that nobody is asked.
    Unreachable = "unreachable" Warning;
    /// A scale or matrix or part that holds nothing.
    EmptyList = "empty-list" Error;
    /// The form names a layout that is not there.
    UnknownLayout = "unknown-layout" Error;
    /// Layouts that extend each other.
    ExtendsCycle = "extends-cycle" Error;
    /// A colour that the theme does not define.
    UnknownColour = "unknown-colour" Error;
    /// A font family that is neither built in nor in the layout.
    UnknownFont = "unknown-font" Error;
    /// A font file that says it has more characters than there are.
    FontUnreadable = "font-unreadable" Error;
    /// The theme names a logo that is not in the layout's folder.
    NoLogo = "no-logo" Error;
    /// A logo that is neither PNG nor JPEG, or damaged.
    LogoUnreadable = "logo-unreadable" Error;
    /// A logo that one can see through, for a PDF/A-1 file.
    LogoSeeThrough = "logo-see-through" Error;
    /// A logo whose width and height are not in proportion.
    LogoShape = "logo-shape" Warning;
    /// The theme names a Word template that is not in the layout's folder.
    NoTemplate = "no-template" Error;
    /// A Word template that is not a Word file, is protected, damaged or too large.
    TemplateUnreadable = "template-unreadable" Error;
    /// A style that the Word template lacks, or has as another kind.
    TemplateStyle = "template-style" Warning;
    /// The Word template's headers and footers show no page number.
    TemplateHeader = "template-header" Warning;
    /// A matrix that is wider than the Word template's page allows.
    TemplateWidth = "template-width" Warning;
    /// Something in the Word template that the reports cannot take: macros, links.
    TemplateLeftOut = "template-left-out" Warning;
    /// A handlebars pattern that cannot be read.
    BadPattern = "bad-pattern" Error;
    /// A handlebars pattern with loops or parts, which could have no end.
    PatternTooMuch = "pattern-too-much" Error;
    /// A template whose blocks stand too far within each other.
    TemplateTooDeep = "template-too-deep" Error;
    /// A handlebars pattern that names a word it does not know.
    UnknownWord = "unknown-word" Error;
    /// A value of the theme that hides text.
    HidesText = "hides-text" Error;
    /// A value of the theme that makes text hard to read.
    PoorLook = "poor-look" Warning;
    /// The pattern for file names gives none that can be used.
    NoFileName = "no-file-name" Error;
    /// The layout's own words are in another language than the form.
    OtherLanguage = "other-language" Warning;
    /// `--set` names no value of the theme.
    UnknownSetting = "unknown-setting" Error;
    /// A written report that somebody has changed since.
    EditedOutput = "edited-output" Error;
    /// A file in a report's place that is not known to be that report, unchanged.
    UnknownOutput = "unknown-output" Error;
    /// A file that this run reads, in a report's place.
    OverwritesInput = "overwrites-input" Error;
    /// A file that is no Word file, or none that can be trusted.
    NotWord = "not-word" Error;
    /// A Word file that does not say which report it is.
    UnknownReport = "unknown-report" Error;
    /// A Word file of another report than the answers.
    OtherReport = "other-report" Error;
    /// A written file that does not say what it was made from, or cannot be read.
    NoOrigin = "no-origin" Error;
    /// The answers that a written file was made from are not there any more.
    NoSource = "no-source" Error;
    /// Two files to compare that are not of one body to one form.
    NotComparable = "not-comparable" Error;
    /// What a Word file was made from is not known, and the answers have changed.
    NoBase = "no-base" Error;
    /// A Word file that was made with another look than it is read by.
    OtherLook = "other-look" Error;
    /// Two Word files of one report that change it differently.
    ReturnedTwice = "returned-twice" Error;
    /// `--attach` with a standard that allows no attachments.
    AttachStandard = "attach-standard" Error;
    /// A file that would be overwritten.
    FileExists = "file-exists" Error;
    /// A template of the web page that names what no report has.
    UnknownName = "unknown-name" Error;
    /// A file that the web page asks for is not in the layout.
    NoPageFile = "no-page-file" Error;
    /// A text of the report that stands on no page of the PDF.
    NotShown = "not-shown" Error;
    /// Words that the layout sets beyond a page's edge, cut off or unseen.
    OffPage = "off-page" Error;
    /// A strategy's mark that does not stand in the column of its status, or
    /// in another one as well.
    WrongColumn = "wrong-column" Error;
    /// A text that stands with another strategy or heading than its own.
    StrayText = "stray-text" Error;
    /// Pages could not be made: the layout is at fault.
    LayoutFailed = "layout-failed" Error;
    /// A report that was not made in the time that it may take.
    TookTooLong = "took-too-long" Error;
    /// A report that needed more memory than there may be.
    TookTooMuch = "took-too-much" Error;
    /// A report whose making ended the program.
    EndedProgram = "ended-program" Error;
    /// A report that was not begun, for its layout was too slow for all before.
    LayoutGivenUp = "layout-given-up" Error;
    /// A report that was not made, for the run ended at another.
    CutOff = "cut-off-by-other" Error;
}

/// One problem, at its place.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    pub code: Code,
    pub place: Option<Place>,
    /// Named values for the message.
    pub args: Vec<(&'static str, String)>,
}

impl Diagnostic {
    pub fn new(code: Code, place: Place) -> Self {
        Self { code, place: Some(place), args: Vec::new() }
    }

    /// A problem that has no single place.
    pub fn general(code: Code) -> Self {
        Self { code, place: None, args: Vec::new() }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// Notes the like word that was meant, where there is one.
    pub fn meaning(self, meant: Option<&str>) -> Self {
        match meant {
            Some(meant) => self.with("meant", meant),
            None => self,
        }
    }

    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// All problems found so far, in the order of discovery.
#[derive(Debug, Clone, Default)]
pub struct Problems(pub Vec<Diagnostic>);

impl Problems {
    pub fn add(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    pub fn append(&mut self, mut other: Problems) {
        self.0.append(&mut other.0);
    }

    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    pub fn errors(&self) -> usize {
        self.0.iter().filter(|d| d.severity() == Severity::Error).count()
    }

    /// Whether they stop a report: errors do, and if `strict` warnings too.
    pub fn stop(&self, strict: bool) -> bool {
        self.has_errors() || (strict && !self.0.is_empty())
    }

    pub fn warnings(&self) -> usize {
        self.0.len() - self.errors()
    }
}

impl From<Diagnostic> for Problems {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

/// Among so many words, one is looked for that was meant.
const MOST_MEANT: usize = 1_000;

/// The words that are known, as a message lists them: all that one can read.
pub fn listed(known: &[&str]) -> String {
    let end = if known.len() > MOST_LISTED { ", …" } else { "" };
    known[..known.len().min(MOST_LISTED)].join(", ") + end
}

const MOST_LISTED: usize = 60;

/// The candidate most like `word`, where one is near enough to be meant.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    candidates
        .into_iter()
        .take(MOST_MEANT)
        .map(|candidate| {
            (strsim::jaro_winkler(&word.to_lowercase(), &candidate.to_lowercase()), candidate)
        })
        .filter(|(likeness, _)| *likeness > 0.8 && !word.bytes().all(|b| b.is_ascii_digit()))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
