//! Texts as people write them: a small subset of CommonMark 0.31.
//!
//! Paragraphs with a blank line between, `* ` bullets, `- ` dashes, `1. `
//! numbers, `_emphasis_`, `**strong**`, `[links](https://…)` (to `http`,
//! `mailto` and `tel` as well) and hard line breaks. A backslash takes the meaning from the sign after it. All other
//! markup is shown as it is written, and reported, so that nothing is lost.

mod clean;
mod link;
mod table;
mod write;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde::Serialize;

pub use clean::{Cleaning, clean, has_no_look};
pub use link::{LONGEST_URL, can_follow, encoded};
pub use write::{Written, write};

use link::is_foreign;
use table::Tables;

/// A text, read.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct RichText(pub Vec<TextBlock>);

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TextBlock {
    Paragraph { spans: Vec<Span> },
    List(List),
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct List {
    pub marker: Marker,
    /// The first item's number; 1 in lists without numbers.
    pub start: u64,
    /// Each item's blocks, the first of them beside the marker.
    pub items: Vec<Vec<TextBlock>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Marker {
    Bullet,
    Dash,
    Number,
}

/// A run of text in one style. A line break is a `\n` in the text.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Span {
    pub text: String,
    #[serde(skip_serializing_if = "is_false")]
    pub emphasis: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub strong: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl Span {
    /// Whether both are in one style, and so one where they stand side by side.
    pub fn looks_like(&self, other: &Self) -> bool {
        (self.strong, self.emphasis, &self.link) == (other.strong, other.emphasis, &other.link)
    }

    /// How many styles it has.
    fn styles(&self) -> usize {
        [self.strong, self.emphasis, self.link.is_some()].into_iter().filter(|is| *is).count()
    }
}

/// Spans in groups that lead to one target, or nowhere: a link is one link,
/// whatever styles are in it.
pub fn by_link(spans: &[Span]) -> impl Iterator<Item = (Option<&str>, &[Span])> {
    let groups = spans.chunk_by(|one, other| one.link == other.link);
    groups.map(|group| (group[0].link.as_deref(), group))
}

fn is_false(value: &bool) -> bool {
    !value
}

impl RichText {
    /// Whether nothing of it can be seen.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(TextBlock::is_blank)
    }

    /// One paragraph of plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        let span = Span { text: text.into(), ..Span::default() };
        Self(vec![TextBlock::Paragraph { spans: vec![span] }])
    }

    /// Its paragraphs and the items of its lists.
    pub fn blocks(&self) -> usize {
        self.0.iter().map(TextBlock::blocks).sum()
    }

    /// The characters that will be printed, without markers.
    pub fn len(&self) -> usize {
        self.0.iter().map(TextBlock::len).sum()
    }
}

impl TextBlock {
    /// All its texts, in order.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Self::Paragraph { spans } => spans.iter().map(|span| span.text.as_str()).collect(),
            Self::List(list) => list.items.iter().flatten().flat_map(Self::texts).collect(),
        }
    }

    fn len(&self) -> usize {
        self.texts().iter().map(|text| text.chars().count()).sum()
    }

    fn blocks(&self) -> usize {
        match self {
            Self::Paragraph { .. } => 1,
            Self::List(list) => {
                list.items.len() + list.items.iter().flatten().map(Self::blocks).sum::<usize>()
            }
        }
    }

    fn is_blank(&self) -> bool {
        let is_unseen = |c: char| c.is_whitespace() || has_no_look(c);
        self.texts().iter().all(|text| text.chars().all(is_unseen))
    }
}

/// A text, read, and what of it is not printed as its writer may think.
#[derive(Debug)]
pub struct Parsed {
    pub text: RichText,
    /// Markup outside the subset, which is shown as it is written.
    pub literal: Vec<String>,
    pub renumbered: Vec<Renumbered>,
}

/// An item of a list that is printed under another number than it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renumbered {
    pub given: u64,
    pub printed: u64,
}

/// Reads a clean text.
pub fn parse(text: &str) -> Parsed {
    let tables = Tables::find(text);
    let literal = tables.first_rows.iter().map(|row| text[row.clone()].to_owned()).collect();
    let mut reader = Reader { text, tables, depth: 0, literal, renumbered: Vec::new() };
    let text = RichText(reader.document());
    Parsed { text, literal: reader.literal, renumbered: reader.renumbered }
}

struct Reader<'a> {
    text: &'a str,
    tables: Tables,
    /// How many lists are open.
    depth: usize,
    literal: Vec<String>,
    renumbered: Vec<Renumbered>,
}

/// Word knows nine levels of lists. A list further in is shown as it is written.
const DEEPEST: usize = 9;

type Events<'a, 'b> = std::iter::Peekable<&'b mut dyn Iterator<Item = (Event<'a>, Range<usize>)>>;

impl<'a> Reader<'a> {
    fn document(&mut self) -> Vec<TextBlock> {
        let parser = Parser::new_ext(self.text, Options::empty());
        // A link definition prints nothing, so it would be lost.
        let mut definitions: Vec<Range<usize>> =
            parser.reference_definitions().iter().map(|(_, d)| d.span.clone()).collect();
        definitions.sort_by_key(|span| span.start);
        let mut definitions = definitions.into_iter().peekable();

        let mut iterator = parser.into_offset_iter();
        let mut events: Events = (&mut iterator as &mut dyn Iterator<Item = _>).peekable();
        let mut blocks = Vec::new();
        while let Some((_, range)) = events.peek() {
            let start = range.start;
            while let Some(span) = definitions.next_if(|span| span.start < start) {
                blocks.push(self.literal_block(span));
            }
            blocks.extend(self.block(&mut events));
        }
        for span in definitions {
            blocks.push(self.literal_block(span));
        }
        // A list shows its markers, whatever its items hold.
        blocks.retain(|block| matches!(block, TextBlock::List(_)) || !block.is_blank());
        joined(blocks)
    }

    /// The next block, or `None` at the end of the block around it.
    fn block(&mut self, events: &mut Events<'a, '_>) -> Option<TextBlock> {
        match events.next_if(|(event, _)| !matches!(event, Event::End(_)))? {
            (Event::Start(Tag::Paragraph), _) => {
                let spans = self.spans(events, true);
                Some(TextBlock::Paragraph { spans })
            }
            (Event::Start(Tag::List(start)), range) if self.depth < DEEPEST => {
                self.depth += 1;
                let list = self.list(events, start, range);
                self.depth -= 1;
                Some(list)
            }
            (Event::Start(_), range) => {
                skip_to_end(events);
                Some(self.literal_block(range))
            }
            (_, range) => Some(self.literal_block(range)),
        }
    }

    fn list(
        &mut self,
        events: &mut Events<'a, '_>,
        start: Option<u64>,
        range: Range<usize>,
    ) -> TextBlock {
        let marker = match (start, self.text[range].trim_start().chars().next()) {
            (Some(_), _) => Marker::Number,
            (None, Some('-')) => Marker::Dash,
            (None, _) => Marker::Bullet,
        };
        let mut items = Vec::new();
        let mut given = Vec::new();
        while let Some((Event::Start(Tag::Item), range)) = events.next() {
            given.extend(number(&self.text[range]));
            items.push(self.item(events));
        }
        let start = start.unwrap_or(1);
        self.note_numbers(start, &given);
        TextBlock::List(List { marker, start, items })
    }

    /// Notes numbers that do not count up. Who gives each the same leaves the
    /// counting to us.
    fn note_numbers(&mut self, start: u64, given: &[u64]) {
        if given.iter().any(|number| *number != start) {
            let counted = given.iter().zip(start..).filter(|(given, printed)| *given != printed);
            let changed = counted.map(|(given, printed)| Renumbered { given: *given, printed });
            self.renumbered.extend(changed);
        }
    }

    fn item(&mut self, events: &mut Events<'a, '_>) -> Vec<TextBlock> {
        let mut blocks = Vec::new();
        while let Some((event, _)) = events.peek() {
            if matches!(event, Event::End(TagEnd::Item)) {
                events.next();
                break;
            }
            if is_inline(event) {
                // A tight list has its text in no paragraph of its own.
                let spans = self.spans(events, false);
                blocks.push(TextBlock::Paragraph { spans });
            } else {
                blocks.extend(self.block(events));
            }
        }
        blocks
    }

    /// The text of a paragraph, to its end or to the next block.
    fn spans(&mut self, events: &mut Events<'a, '_>, ends: bool) -> Vec<Span> {
        let mut spans = Spans::default();
        while let Some((event, range)) = events.next_if(|(event, _)| is_inline(event)) {
            if is_foreign(&event, &self.text[range.clone()]) {
                skip_to_end(events);
                self.push_literal(range, &mut spans);
            } else {
                self.inline(event, range, &mut spans);
            }
        }
        if ends {
            events.next();
        }
        spans.trimmed()
    }

    fn inline(&mut self, event: Event, range: Range<usize>, spans: &mut Spans) {
        let source = &self.text[range.clone()];
        match event {
            // What is not the same as it was written was a character reference.
            Event::Text(text) => spans.push(if *text == *source { &text } else { source }),
            Event::SoftBreak if self.tables.part_lines(self.text, range.start) => {
                spans.break_line();
            }
            Event::SoftBreak => spans.push(" "),
            Event::HardBreak => spans.break_line(),
            Event::Start(Tag::Emphasis) if source.starts_with('_') => spans.style.emphasis = true,
            Event::End(TagEnd::Emphasis) if source.starts_with('_') => spans.style.emphasis = false,
            Event::Start(Tag::Strong) if source.starts_with("**") => spans.style.strong = true,
            Event::End(TagEnd::Strong) if source.starts_with("**") => spans.style.strong = false,
            Event::Start(Tag::Emphasis) => self.push_literal(range.start..range.start + 1, spans),
            Event::End(TagEnd::Emphasis) => spans.push(&source[..1]),
            Event::Start(Tag::Strong) => self.push_literal(range.start..range.start + 2, spans),
            Event::End(TagEnd::Strong) => spans.push(&source[..2]),
            Event::Start(Tag::Link { dest_url, .. }) => {
                spans.style.link = Some(encoded(&dest_url));
            }
            Event::End(TagEnd::Link) => spans.style.link = None,
            Event::Start(_) | Event::End(_) => {}
            Event::Code(_)
            | Event::InlineHtml(_)
            | Event::Html(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_) => {
                self.push_literal(range, spans);
            }
        }
    }

    fn push_literal(&mut self, range: Range<usize>, spans: &mut Spans) {
        let source = &self.text[range];
        self.literal.push(source.to_owned());
        // The end of a line is a blank here as elsewhere.
        let lines = source.split('\n').enumerate();
        let lines = lines.map(|(index, line)| if index == 0 { line } else { line.trim_start() });
        spans.push(&lines.collect::<Vec<_>>().join(" "));
    }

    /// A block shown as it is written, line by line; empty ones would part it.
    fn literal_block(&mut self, range: Range<usize>) -> TextBlock {
        let source = self.text[range].trim_end();
        self.literal.push(source.lines().next().unwrap_or_default().trim().to_owned());
        let lines = source.lines().map(str::trim).filter(|line| !line.is_empty());
        let text = lines.collect::<Vec<_>>().join("\n");
        TextBlock::Paragraph { spans: vec![Span { text, ..Span::default() }] }
    }
}

/// The number that an item of a list begins with.
fn number(item: &str) -> Option<u64> {
    let end = item.find(|c: char| !c.is_ascii_digit())?;
    item[..end].parse().ok()
}

/// Lists of dashes that nothing stands between are one list; those of other
/// markers can be told apart, by `*` and `+`, or `1.` and `1)`.
fn joined(blocks: Vec<TextBlock>) -> Vec<TextBlock> {
    let mut done: Vec<TextBlock> = Vec::new();
    for block in blocks {
        match (done.last_mut(), block) {
            (Some(TextBlock::List(last)), TextBlock::List(list))
                if (last.marker, list.marker) == (Marker::Dash, Marker::Dash) =>
            {
                last.items.extend(list.items);
            }
            (_, block) => done.push(block),
        }
    }
    done
}

/// Passes over all that belongs to the element just begun.
fn skip_to_end(events: &mut Events) {
    let mut depth = 1;
    while depth > 0 {
        match events.next() {
            Some((Event::Start(_), _)) => depth += 1,
            Some((Event::End(_), _)) => depth -= 1,
            Some(_) => {}
            None => break,
        }
    }
}

fn is_inline(event: &Event) -> bool {
    match event {
        Event::Text(_)
        | Event::Code(_)
        | Event::InlineHtml(_)
        | Event::InlineMath(_)
        | Event::DisplayMath(_)
        | Event::FootnoteReference(_)
        | Event::TaskListMarker(_)
        | Event::SoftBreak
        | Event::HardBreak => true,
        Event::Start(tag) => {
            matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. })
        }
        Event::End(tag) => {
            matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image)
        }
        Event::Html(_) | Event::Rule => false,
    }
}

/// Spans being written: neighbours in one style are one span.
#[derive(Default)]
struct Spans {
    done: Vec<Span>,
    style: Span,
}

impl Spans {
    /// Ends a line, without the blanks before a backslash; an empty one is none,
    /// and no style begins or ends with the end of a line.
    fn break_line(&mut self) {
        let Some(last) = self.done.last_mut() else { return };
        last.text.truncate(last.text.trim_end_matches(' ').len());
        if last.text.ends_with('\n') {
            return;
        }
        if last.styles() < self.style.styles() {
            last.text.push('\n');
        } else {
            self.push("\n");
        }
    }

    /// The spans without the blanks that stand beside a link without words at
    /// either end.
    fn trimmed(mut self) -> Vec<Span> {
        const BLANK: [char; 2] = [' ', '\n'];
        if let Some(first) = self.done.first_mut() {
            first.text.drain(..first.text.len() - first.text.trim_start_matches(BLANK).len());
        }
        if let Some(last) = self.done.last_mut() {
            last.text.truncate(last.text.trim_end_matches(BLANK).len());
        }
        self.done.retain(|span| !span.text.is_empty());
        self.done
    }

    fn push(&mut self, text: &str) {
        let style = &self.style;
        match self.done.last_mut() {
            Some(last) if last.looks_like(style) => last.text.push_str(text),
            _ => self.done.push(Span { text: text.to_owned(), ..style.clone() }),
        }
    }
}
