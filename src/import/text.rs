//! From a file's paragraphs to a text of the answers' kind.

use std::collections::BTreeMap;

use super::document::{Loss, Paragraph};
use crate::rich_text::{self, List, Marker, RichText, Span, TextBlock};

/// Where a link of a text may lead, written as the program writes it: LibreOffice
/// writes signs out that we give as `%XX`.
pub fn target(url: &str) -> Option<String> {
    let can_be = url.len() <= rich_text::LONGEST_URL && rich_text::can_follow(url);
    can_be.then(|| rich_text::encoded(url))
}

/// Links by target, each with its words.
pub type Links = BTreeMap<String, Vec<String>>;

/// The links in `spans`, noted in `links`.
pub fn note_links(spans: &[Span], links: &mut Links) {
    for (link, spans) in rich_text::by_link(spans) {
        if let Some(url) = link {
            let words = spans.iter().map(|span| span.text.as_str()).collect();
            links.entry(url.to_owned()).or_default().push(words);
        }
    }
}

/// `spans` with the links that LibreOffice 7 writes as the code of their field
/// when they stand first in a control, `HYPERLINK "https://…"words`; and whether
/// one has lost where it ends.
pub fn restored_links(spans: &[Span], links: &Links) -> (Vec<Span>, bool) {
    let mut restored = Vec::new();
    let mut is_lost = false;
    for span in spans {
        let mut rest = span.text.as_str();
        while let Some((before, code, after)) = split_link(rest) {
            restored.push(Span { text: before.to_owned(), ..span.clone() });
            let words = links.get(&code).and_then(|words| {
                words
                    .iter()
                    .filter(|words| after.starts_with(words.as_str()))
                    .max_by_key(|w| w.len())
            });
            rest = match words {
                Some(words) => {
                    let link = Some(code);
                    restored.push(Span { text: words.clone(), link, ..span.clone() });
                    &after[words.len()..]
                }
                None => {
                    is_lost = true;
                    after
                }
            };
        }
        restored.push(Span { text: rest.to_owned(), ..span.clone() });
    }
    (merged(restored), is_lost)
}

/// Gives links that lead where one of ours does its very words: LibreOffice adds
/// the path `/` where a target has none.
pub fn as_we_write_links(spans: &mut [Span], links: &Links) {
    for link in spans.iter_mut().filter_map(|span| span.link.as_mut()) {
        let without = link.strip_suffix('/').filter(|rest| links.contains_key(*rest));
        if let Some(ours) = without.filter(|_| !links.contains_key(link)).map(str::to_owned) {
            *link = ours;
        }
    }
}

/// What stands before a link's code, its target, and what stands after.
fn split_link(text: &str) -> Option<(&str, String, &str)> {
    let (before, rest) = text.split_once("HYPERLINK \"")?;
    let (target, after) = rest.split_once('"')?;
    Some((before, self::target(target)?, after))
}

/// A paragraph's last line, and what stands above it.
pub fn last_line(spans: &[Span]) -> (Vec<Span>, String) {
    let text: String = spans.iter().map(|span| span.text.as_str()).collect();
    let Some(at) = text.rfind('\n') else { return (Vec::new(), text) };
    (cut(spans, 0, at), text[at + 1..].to_owned())
}

/// A paragraph's first line, and what stands below it.
pub fn first_line(spans: &[Span]) -> (String, Vec<Span>) {
    let text: String = spans.iter().map(|span| span.text.as_str()).collect();
    let Some(at) = text.find('\n') else { return (text, Vec::new()) };
    (text[..at].to_owned(), cut(spans, at + 1, text.len()))
}

/// The bytes from `start` to `end` of all spans together.
pub fn cut(spans: &[Span], start: usize, end: usize) -> Vec<Span> {
    let mut at = 0;
    let pieces = spans.iter().map(|span| {
        let (from, to) = (at, at + span.text.len());
        at = to;
        let (from, to) = (start.clamp(from, to) - from, end.clamp(from, to) - from);
        Span { text: span.text[from..to].to_owned(), ..span.clone() }
    });
    merged(pieces.collect())
}

/// A text's words without any of its looks.
pub fn words(text: &RichText) -> String {
    fn collect(blocks: &[TextBlock], words: &mut String) {
        for block in blocks {
            match block {
                TextBlock::Paragraph { spans } => {
                    words.extend(spans.iter().map(|span| span.text.as_str()));
                }
                TextBlock::List(list) => list.items.iter().for_each(|item| collect(item, words)),
            }
        }
    }
    let mut words = String::new();
    collect(&text.0, &mut words);
    words.trim().to_owned()
}

/// Neighbours in one style as one span.
pub fn merged(spans: Vec<Span>) -> Vec<Span> {
    let mut done: Vec<Span> = Vec::new();
    for span in spans.into_iter().filter(|span| !span.text.is_empty()) {
        match done.last_mut() {
            Some(last) if last.looks_like(&span) => last.text.push_str(&span.text),
            _ => done.push(span),
        }
    }
    done
}

/// The blocks of a text, and what of it a text cannot hold.
pub fn rich_text(paragraphs: &[&Paragraph]) -> (RichText, Vec<Loss>) {
    let mut builder = Builder::default();
    let mut losses = Vec::new();
    for paragraph in paragraphs {
        losses.extend(paragraph.losses.iter().copied());
        if paragraph.is_blank() {
            continue;
        }
        if paragraph.heading().is_some() {
            losses.push(Loss::Heading);
        }
        if paragraph.place.as_ref().is_some_and(|place| place.is_odd) {
            losses.push(Loss::OddNumbers);
        }
        for (index, spans) in lines(&paragraph.spans).into_iter().enumerate() {
            builder.add(paragraph, index == 0, TextBlock::Paragraph { spans });
        }
    }
    losses.sort();
    losses.dedup();
    (builder.done(), losses)
}

/// A paragraph's spans as the markup knows them: clean, without blanks at the
/// ends of lines, styles from word to word. An empty line parts it in two.
fn lines(spans: &[Span]) -> Vec<Vec<Span>> {
    let clean = spans.iter().map(|span| {
        let text = rich_text::clean(&span.text.replace('\u{b}', "\n")).0;
        Span { text, ..span.clone() }
    });
    let mut paragraphs = vec![Vec::new()];
    let mut line: Vec<Span> = Vec::new();
    let end_line = |line: &mut Vec<Span>, paragraphs: &mut Vec<Vec<Span>>| {
        let spans = trimmed(std::mem::take(line));
        let Some(last) = paragraphs.last_mut() else { return };
        if spans.is_empty() {
            if !last.is_empty() {
                paragraphs.push(Vec::new());
            }
        } else {
            if !last.is_empty() {
                last.push(Span { text: "\n".to_owned(), ..Span::default() });
            }
            last.extend(spans);
        }
    };
    for span in clean {
        for (index, piece) in span.text.split('\n').enumerate() {
            if index > 0 {
                end_line(&mut line, &mut paragraphs);
            }
            line.push(Span { text: piece.to_owned(), ..span.clone() });
        }
    }
    end_line(&mut line, &mut paragraphs);
    let paragraphs = paragraphs.into_iter().filter(|spans| !spans.is_empty());
    paragraphs.map(|spans| merged(break_lines_in_style(spans))).collect()
}

/// A line break takes the style of what is around it, where both sides agree;
/// and leads where both lead, since a link may have styles within.
fn break_lines_in_style(mut spans: Vec<Span>) -> Vec<Span> {
    for index in 1..spans.len().saturating_sub(1) {
        let (before, after) = (&spans[index - 1], &spans[index + 1]);
        let style = match before.looks_like(after) {
            true => before.clone(),
            false if before.link == after.link => {
                Span { link: before.link.clone(), ..Span::default() }
            }
            false => continue,
        };
        if spans[index].text == "\n" {
            spans[index] = Span { text: "\n".to_owned(), ..style };
        }
    }
    spans
}

/// A line without blanks at its ends, and with none at the ends of a style.
fn trimmed(spans: Vec<Span>) -> Vec<Span> {
    const BLANK: [char; 2] = [' ', '\t'];
    let mut loose = Vec::new();
    for span in merged(spans) {
        if !span.strong && !span.emphasis {
            loose.push(span);
            continue;
        }
        let inner = span.text.trim_matches(BLANK);
        let start = span.text.len() - span.text.trim_start_matches(BLANK).len();
        let (before, rest) = span.text.split_at(start);
        let after = &rest[inner.len()..];
        let plain =
            |text: &str| Span { text: text.to_owned(), link: span.link.clone(), ..Span::default() };
        loose.extend([
            plain(before),
            Span { text: inner.to_owned(), ..span.clone() },
            plain(after),
        ]);
    }
    let mut spans = merged(loose);
    if let Some(first) = spans.first_mut() {
        first.text = first.text.trim_start_matches(BLANK).to_owned();
    }
    if let Some(last) = spans.last_mut() {
        last.text = last.text.trim_end_matches(BLANK).to_owned();
    }
    merged(spans)
}

/// Builds blocks from paragraphs, lists within lists.
#[derive(Default)]
struct Builder {
    blocks: Vec<TextBlock>,
    /// The lists that are open, the outermost first, with their levels. What
    /// looks like one list is one: LibreOffice gives each item a list of its own.
    open: Vec<(usize, List)>,
}

impl Builder {
    /// Adds a paragraph; `begins` if it is the first part of it.
    fn add(&mut self, paragraph: &Paragraph, begins: bool, block: TextBlock) {
        let depth = match (&paragraph.place, paragraph.continues) {
            (Some(place), _) if !begins => Some(place.level + 1),
            (None, Some(depth)) if !self.open.is_empty() => Some(depth),
            _ => None,
        };
        if let Some(depth) = depth {
            self.close_to(depth.max(1));
            self.push(block);
        } else if let Some(place) = &paragraph.place {
            self.close_deeper(place.level);
            let goes_on = self.open.last().is_some_and(|(level, list)| {
                let next = list.start + list.items.len() as u64;
                *level == place.level
                    && list.marker == place.marker
                    && (list.marker != Marker::Number || next == place.number)
            });
            if !goes_on {
                self.close_same(place.level);
                let start = match place.marker {
                    Marker::Number => place.number,
                    Marker::Bullet | Marker::Dash => 1,
                };
                let list = List { marker: place.marker, start, items: Vec::new() };
                self.open.push((place.level, list));
            }
            if let Some((_, list)) = self.open.last_mut() {
                list.items.push(vec![block]);
            }
        } else {
            self.close_to(0);
            self.push(block);
        }
    }

    fn push(&mut self, block: TextBlock) {
        match self.open.last_mut() {
            Some((_, list)) => match list.items.last_mut() {
                Some(item) => item.push(block),
                None => list.items.push(vec![block]),
            },
            None => self.blocks.push(block),
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.close();
        }
    }

    fn close_deeper(&mut self, level: usize) {
        while self.open.last().is_some_and(|(open, _)| *open > level) {
            self.close();
        }
    }

    fn close_same(&mut self, level: usize) {
        while self.open.last().is_some_and(|(open, _)| *open >= level) {
            self.close();
        }
    }

    fn close(&mut self) {
        if let Some((_, list)) = self.open.pop() {
            self.push(TextBlock::List(list));
        }
    }

    fn done(mut self) -> RichText {
        self.close_to(0);
        RichText(self.blocks)
    }
}
