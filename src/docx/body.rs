//! The document's body: cover, headings, running text and lists.

use docx_rs::{
    BreakType, Docx, Hyperlink, HyperlinkData, HyperlinkType, IndentLevel, LineSpacing,
    LineSpacingType, NumberingId, Paragraph, Pic, Run, SpecialIndentType, StructuredDataTag,
    StructuredDataTagChild, Table,
};

use super::control::{self, Controls, Kind};
use super::numbering::{ListNumbering, Place};
use super::styles::TextStyle;
use super::{matrix, styles, twips};
use crate::layout::Layout;
use crate::report::{Block, Prompts, Report, Section};
use crate::rich_text::{List, Span, TextBlock, by_link};
use crate::theme::{Length, Theme};

/// The content in order, and what it needs elsewhere in the package.
pub struct Body<'a> {
    theme: &'a Theme,
    children: Vec<Child>,
    pub numbering: ListNumbering,
    pub controls: Controls,
    prompts: &'a Prompts,
    language: &'a str,
    /// Prompts and boxes are to be seen.
    is_blank: bool,
    /// Targets of the links, in order.
    links: Vec<String>,
}

/// What an empty control asks for.
#[derive(Debug, Clone, Copy)]
pub enum Prompt {
    Answer,
    Development,
}

impl Prompt {
    pub fn name(self) -> &'static str {
        match self {
            Self::Answer => control::ANSWER_PROMPT,
            Self::Development => control::DEVELOPMENT_PROMPT,
        }
    }
}

/// What docx-rs leaves out: the properties of controls, and the relations to
/// the targets of links that stand in controls.
pub struct Unfinished {
    pub controls: Controls,
    pub links: Vec<String>,
}

enum Child {
    Paragraph(Box<Paragraph>),
    Table(Box<Table>),
    Control(Box<StructuredDataTag>),
}

impl<'a> Body<'a> {
    pub fn of(report: &'a Report, layout: &'a Layout) -> Self {
        let mut body = Self {
            theme: &layout.theme,
            children: Vec::new(),
            numbering: ListNumbering::default(),
            controls: Controls::default(),
            prompts: &report.prompts,
            language: &report.language,
            is_blank: report.is_blank,
            links: Vec::new(),
        };
        body.cover(report, layout);
        for section in &report.sections {
            body.section(section);
        }
        // Word wants a paragraph at the end, and would put one of a full line.
        if let Some(Child::Table(_)) = body.children.last() {
            body.push(gap(Length(1.0)));
        }
        body
    }

    /// Adds all content to `docx`; the rest is for the finishing pass.
    pub fn write(self, docx: Docx) -> (Docx, Unfinished) {
        let docx = self.children.into_iter().fold(docx, |docx, child| match child {
            Child::Paragraph(paragraph) => docx.add_paragraph(*paragraph),
            Child::Table(table) => docx.add_table(*table),
            Child::Control(control) => docx.add_structured_data_tag(*control),
        });
        (docx, Unfinished { controls: self.controls, links: self.links })
    }

    fn push(&mut self, paragraph: Paragraph) {
        self.children.push(Child::Paragraph(Box::new(paragraph)));
    }

    fn cover(&mut self, report: &Report, layout: &Layout) {
        if let Some(logo) = &self.theme.logo
            && let Some(bytes) = layout.files.get(&logo.file)
        {
            let emu = |length: Length| (length.0 * 12_700.0).round() as u32;
            let mut picture = Pic::new_with_dimensions(bytes.clone(), 1, 1)
                .size(emu(logo.width), emu(logo.height));
            // docx-rs numbers pictures as they come, whatever the document.
            picture.id = "rIdLogo".to_owned();
            self.push(Paragraph::new().style("Normal").add_run(Run::new().add_image(picture)));
        }
        for (index, (line, look)) in report.cover.iter().zip(&self.theme.cover).enumerate() {
            let style = styles::of_cover_line(index, look.role);
            self.push(Paragraph::new().style(&style).add_run(text_run(&line.text)));
        }
    }

    fn section(&mut self, section: &Section) {
        self.push(Paragraph::new().style(styles::HEADING_1).add_run(text_run(&section.heading)));
        for block in &section.blocks {
            match block {
                Block::Heading { text } => {
                    self.push(Paragraph::new().style(styles::HEADING_2).add_run(text_run(text)));
                }
                Block::Text { role, text, field: None } => {
                    for paragraph in self.text(&text.0, styles::of_role(*role, self.theme)) {
                        self.push(paragraph);
                    }
                }
                Block::Text { role, text, field: Some(field) } => {
                    let style = styles::of_role(*role, self.theme);
                    let paragraphs = self.text(&text.0, style);
                    let control =
                        self.control(&field.path, &field.title, style, paragraphs, Prompt::Answer);
                    self.children.push(Child::Control(Box::new(control)));
                }
                Block::Matrix(matrix) => {
                    self.space_before_table();
                    let table = matrix::table(matrix, self);
                    self.children.push(Child::Table(Box::new(table)));
                }
            }
        }
    }

    /// A Word table has no space above it: the paragraph before gives it.
    /// Two tables without a paragraph between them would be one.
    fn space_before_table(&mut self) {
        let before = self.theme.matrix.before;
        let last = match self.children.last_mut() {
            Some(Child::Paragraph(paragraph)) => Some(paragraph),
            Some(Child::Control(control)) => match control.children.last_mut() {
                Some(StructuredDataTagChild::Paragraph(paragraph)) => Some(paragraph),
                _ => None,
            },
            Some(Child::Table(_)) => return self.push(gap(before)),
            None => None,
        };
        if let Some(paragraph) = last {
            let spacing = styles::single_lines().after(twips(before).unsigned_abs());
            paragraph.property.line_spacing = Some(spacing);
        }
    }

    /// A control for the answer at `path`, with its paragraphs or a prompt.
    pub fn control(
        &mut self,
        path: &str,
        title: &str,
        style: TextStyle,
        mut paragraphs: Vec<Paragraph>,
        prompt: Prompt,
    ) -> StructuredDataTag {
        let is_empty = paragraphs.is_empty();
        if is_empty {
            let text = match (self.is_blank, prompt) {
                (false, _) => control::NOTHING.encode_utf8(&mut [0; 4]).to_owned(),
                (true, Prompt::Answer) => self.prompts.answer.clone(),
                (true, Prompt::Development) => self.prompts.development.clone(),
            };
            let prompt = control::prompt_run(&text);
            paragraphs.push(Paragraph::new().style(style.id).add_run(prompt));
        }
        self.controls.bookmark(path, &mut paragraphs);
        let kind = Kind::Text { prompt: prompt.name(), is_empty };
        let control = self.controls.add(path, title, kind);
        paragraphs.into_iter().fold(control, StructuredDataTag::add_paragraph)
    }

    /// What an unticked box shows.
    pub fn unticked(&self) -> char {
        if self.is_blank { control::BOX } else { control::NOTHING }
    }

    pub fn is_blank(&self) -> bool {
        self.is_blank
    }

    pub fn prompts(&self) -> &'a Prompts {
        self.prompts
    }

    pub fn language(&self) -> &'a str {
        self.language
    }

    pub fn theme(&self) -> &'a Theme {
        self.theme
    }

    /// The paragraphs of a text, all in one style.
    pub fn text(&mut self, blocks: &[TextBlock], style: TextStyle) -> Vec<Paragraph> {
        let mut paragraphs = Vec::new();
        for block in blocks {
            match block {
                TextBlock::Paragraph { spans } => {
                    paragraphs.push(self.spans(Paragraph::new().style(style.id), spans));
                }
                TextBlock::List(list) => self.list(list, None, style, &mut paragraphs),
            }
        }
        paragraphs
    }

    /// A list, in an item of the list at `outer`. Its items are indented by their
    /// level, so that they move when it changes.
    fn list(
        &mut self,
        list: &List,
        outer: Option<Place>,
        style: TextStyle,
        paragraphs: &mut Vec<Paragraph>,
    ) {
        let place = self.numbering.begin(list, outer);
        for item in &list.items {
            for (index, block) in item.iter().enumerate() {
                match block {
                    TextBlock::Paragraph { spans } => {
                        let paragraph = match index {
                            0 => self.item(place, style),
                            _ => self.continued_item(place, style),
                        };
                        paragraphs.push(self.spans(paragraph, spans));
                    }
                    TextBlock::List(inner) => self.list(inner, Some(place), style, paragraphs),
                }
            }
        }
    }

    fn item(&mut self, place: Place, style: TextStyle) -> Paragraph {
        self.numbering.count(place);
        let (id, level) = (NumberingId::new(place.id()), IndentLevel::new(place.level));
        Paragraph::new().style(style.id).numbering(id, level)
    }

    /// A paragraph that goes on with an item.
    fn continued_item(&self, place: Place, style: TextStyle) -> Paragraph {
        let left = self.numbering.indent(place, self.theme);
        let first = SpecialIndentType::FirstLine(0);
        let paragraph = Paragraph::new().style(&style.continued(place.level));
        paragraph.indent(Some(left), Some(first), Some(style.right), None)
    }

    fn spans(&mut self, paragraph: Paragraph, spans: &[Span]) -> Paragraph {
        by_link(spans).fold(paragraph, |paragraph, (link, spans)| match link {
            None => spans.iter().map(span_run).fold(paragraph, Paragraph::add_run),
            Some(url) => paragraph.add_hyperlink(self.link(url, spans)),
        })
    }

    fn link(&mut self, url: &str, spans: &[Span]) -> Hyperlink {
        self.links.push(url.to_owned());
        let mut link = Hyperlink::new(url, HyperlinkType::External);
        // docx-rs numbers links as they come, whatever the document.
        if let HyperlinkData::External { rid, .. } = &mut link.link {
            *rid = link_id(self.links.len());
        }
        let runs = spans.iter().map(|span| span_run(span).style(styles::HYPERLINK));
        runs.fold(link, Hyperlink::add_run)
    }
}

/// A span's run, without its link.
fn span_run(span: &Span) -> Run {
    let mut run = text_run(&span.text);
    if span.strong {
        run = run.bold();
    }
    if span.emphasis {
        run = run.italic();
    }
    run
}

/// An empty paragraph of that height, where Word must have one.
fn gap(height: Length) -> Paragraph {
    let line = LineSpacing::new().line_rule(LineSpacingType::Exact).line(twips(height));
    Paragraph::new().style("Normal").line_spacing(line)
}

/// The id of the relation to the link of that number.
pub fn link_id(number: usize) -> String {
    format!("rIdLink{number}")
}

/// A run of text, its line breaks as Word's.
pub fn text_run(text: &str) -> Run {
    let mut lines = text.split('\n');
    let first = Run::new().add_text(lines.next().unwrap_or_default());
    lines.fold(first, |run, line| run.add_break(BreakType::TextWrapping).add_text(line))
}
