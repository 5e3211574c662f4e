//! The way back: from blocks to the text that reads as them.

use super::{List, Marker, RichText, Span, TextBlock, by_link, clean, parse};

/// A text as people write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub text: String,
    /// Nothing had to be left out: it reads as the blocks it was made from.
    pub is_whole: bool,
}

/// Writes `text` so that [`parse`] reads it again. Signs are escaped only where
/// they would mean something; a style that the markup cannot express (half a
/// word in italics) is left out, and never a word.
pub fn write(text: &RichText) -> Written {
    let reads_back = |written: &str| parse(&clean(written).0).text == *text;
    let blocks = without_blank(&text.0);
    let plainest = write_with(&blocks, &[Pen::PLAIN, Pen::ESCAPED]);
    if reads_back(&plainest) {
        return Written { text: plainest, is_whole: true };
    }
    // What means nothing in a block by itself may mean something beside another.
    let escaped = write_with(&blocks, &[Pen::ESCAPED]);
    let is_whole = reads_back(&escaped);
    Written { text: escaped, is_whole }
}

/// Each block with the first of the pens that can write it.
fn write_with(blocks: &[TextBlock], pens: &[Pen]) -> String {
    let texts = blocks.iter().zip(twins(blocks));
    let texts = texts.map(|(block, twin)| write_block(block, twin, pens));
    texts.collect::<Vec<_>>().join("\n\n")
}

/// The blocks without paragraphs of blanks alone, which markup cannot say.
fn without_blank(blocks: &[TextBlock]) -> Vec<TextBlock> {
    let seen = blocks.iter().filter_map(|block| match block {
        TextBlock::Paragraph { .. } => {
            let is_blank = |text: &&str| text.trim_matches([' ', '\n']).is_empty();
            (!block.texts().iter().all(is_blank)).then(|| block.clone())
        }
        TextBlock::List(list) => {
            let items = list.items.iter().map(|item| (item.is_empty(), without_blank(item)));
            let items = items.filter(|(was_empty, item)| *was_empty || !item.is_empty());
            let items: Vec<_> = items.map(|(_, item)| item).collect();
            (!items.is_empty()).then(|| TextBlock::List(List { items, ..list.clone() }))
        }
    });
    seen.collect()
}

fn write_block(block: &TextBlock, twin: bool, pens: &[Pen]) -> String {
    let reads_back =
        |text: &str| parse(&clean(text).0).text.0.as_slice() == std::slice::from_ref(block);
    for pen in pens {
        let text = pen.block(block, twin);
        if reads_back(&text) {
            return text;
        }
    }
    let simplest = [
        Pen { emphasis: false, ..Pen::ESCAPED },
        Pen { emphasis: false, strong: false, ..Pen::ESCAPED },
        Pen { emphasis: false, strong: false, links: false, ..Pen::ESCAPED },
    ];
    let words = |block: &TextBlock| block.texts().concat().split_whitespace().collect::<String>();
    let keeps_words = |pen: &&Pen| {
        let read = parse(&clean(&pen.block(block, twin)).0).text;
        read.0.iter().map(words).collect::<String>() == words(block)
    };
    let pen = simplest.iter().find(keeps_words).unwrap_or(&simplest[2]);
    pen.block(block, twin)
}

/// Which blocks are lists that need another sign than the list of their kind
/// just before them, to stay two.
fn twins(blocks: &[TextBlock]) -> Vec<bool> {
    let mut twins: Vec<bool> = Vec::with_capacity(blocks.len());
    let mut previous: Option<&TextBlock> = None;
    for block in blocks {
        let is_same = match (previous, block) {
            (Some(TextBlock::List(one)), TextBlock::List(other)) => one.marker == other.marker,
            _ => false,
        };
        twins.push(is_same && !twins.last().copied().unwrap_or_default());
        previous = Some(block);
    }
    twins
}

/// How to write.
#[derive(Debug, Clone, Copy)]
struct Pen {
    escapes: bool,
    emphasis: bool,
    strong: bool,
    links: bool,
}

impl Pen {
    const PLAIN: Self = Self { escapes: false, emphasis: true, strong: true, links: true };
    const ESCAPED: Self = Self { escapes: true, ..Self::PLAIN };

    fn block(self, block: &TextBlock, twin: bool) -> String {
        match block {
            TextBlock::Paragraph { spans } => self.paragraph(spans),
            TextBlock::List(list) => self.list(list, twin),
        }
    }

    fn list(self, list: &List, twin: bool) -> String {
        let loose = list.items.iter().any(|item| {
            item.windows(2).any(|pair| match pair {
                [TextBlock::Paragraph { .. }, next] => !can_interrupt(next),
                [_, next] => matches!(next, TextBlock::Paragraph { .. }),
                _ => false,
            })
        });
        let items = list.items.iter().zip(list.start..).map(|(item, number)| {
            let marker = match (list.marker, twin) {
                (Marker::Bullet, false) => "* ".to_owned(),
                (Marker::Bullet, true) => "+ ".to_owned(),
                (Marker::Dash, _) => "- ".to_owned(),
                (Marker::Number, false) => format!("{number}. "),
                (Marker::Number, true) => format!("{number}) "),
            };
            self.item(item, &marker, loose)
        });
        items.collect::<Vec<_>>().join(if loose { "\n\n" } else { "\n" })
    }

    /// An item's blocks, all but the marker indented by the marker's width.
    fn item(self, blocks: &[TextBlock], marker: &str, loose: bool) -> String {
        let blocks = blocks.iter().zip(twins(blocks));
        let blocks: Vec<String> = blocks.map(|(block, twin)| self.block(block, twin)).collect();
        let body = blocks.join(if loose { "\n\n" } else { "\n" });
        let indent = " ".repeat(marker.len());
        let lines = body.split('\n').enumerate().map(|(index, line)| match index {
            0 => format!("{marker}{line}"),
            _ if line.is_empty() => String::new(),
            _ => format!("{indent}{line}"),
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn paragraph(self, spans: &[Span]) -> String {
        let mut text = String::new();
        for (link, linked) in by_link(spans) {
            let inner = self.strong(linked);
            match link {
                Some(url) if self.links => text.push_str(&format!("[{inner}]({})", target(url))),
                _ => text.push_str(&inner),
            }
        }
        self.lines(&text)
    }

    fn strong(self, spans: &[Span]) -> String {
        grouped(spans, |span| span.strong && self.strong, "**", &|group| self.emphasis(group))
    }

    fn emphasis(self, spans: &[Span]) -> String {
        grouped(spans, |span| span.emphasis && self.emphasis, "_", &|group| {
            group.iter().map(|span| self.words(&span.text)).collect()
        })
    }

    fn words(self, text: &str) -> String {
        if !self.escapes {
            return text.to_owned();
        }
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            if matches!(c, '\\' | '*' | '_' | '[' | ']' | '`' | '<' | '&') {
                escaped.push('\\');
            }
            escaped.push(c);
        }
        escaped
    }

    /// Line breaks as two spaces and a new line; what would begin a block at a
    /// line's start is escaped, and what means nothing is left out: blanks at
    /// the ends of lines, and empty lines.
    fn lines(self, text: &str) -> String {
        if !self.escapes {
            return text.replace('\n', "  \n");
        }
        let lines = text.split('\n').map(|line| line.trim_matches(' '));
        let lines = lines.filter(|line| !line.is_empty()).map(escape_start);
        lines.collect::<Vec<_>>().join("  \n")
    }
}

/// Whether a block may follow a paragraph without an empty line between: a list
/// that begins with 1, and whose first item holds anything.
fn can_interrupt(block: &TextBlock) -> bool {
    match block {
        TextBlock::Paragraph { .. } => false,
        TextBlock::List(list) => {
            list.start == 1 && list.items.first().is_some_and(|item| !item.is_empty())
        }
    }
}

/// Neighbours that are alike in `has`, each such group between `marks`.
fn grouped(
    spans: &[Span],
    has: impl Fn(&Span) -> bool,
    mark: &str,
    inner: &dyn Fn(&[Span]) -> String,
) -> String {
    let groups = spans.chunk_by(|one, other| has(one) == has(other));
    let texts = groups.map(|group| match has(&group[0]) {
        true => format!("{mark}{}{mark}", inner(group)),
        false => inner(group),
    });
    texts.collect()
}

fn escape_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let numbers = digits > 0 && line[digits..].starts_with(['.', ')']);
    if numbers {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    let begins_block = line.starts_with(['#', '>', '+', '-', '=', '~', '|', ':']);
    if begins_block { format!("\\{line}") } else { line.to_owned() }
}

/// A link's target; in angle brackets where it holds round ones.
fn target(url: &str) -> String {
    if url.contains(['(', ')']) { format!("<{url}>") } else { url.to_owned() }
}
