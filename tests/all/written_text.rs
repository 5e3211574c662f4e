//! A text that is read and written again is the same text.
//!
//! `DNR_FUZZ_CASES` sets how many texts are tried (4,000 where it is not set),
//! and `DNR_FUZZ_SEED` where they begin.

use crate::support::chance::{Chance, number};
use dnr::rich_text::{List, Marker, RichText, Span, TextBlock, clean, parse, write};

/// What texts are made of: words, and all that means something to the markup.
const PIECES: &[&str] = &[
    "ord",
    "två ord ",
    "Åtgärd",
    " ",
    " ",
    "\n",
    "\n\n",
    "\n\n",
    "  \n",
    "\\\n",
    "* ",
    "- ",
    "+ ",
    "\n* ",
    "\n- ",
    "\n1. ",
    "\n2) ",
    "\n  - ",
    "\n   * ",
    "\n    ",
    "7. ",
    "_",
    "**",
    "*",
    "__",
    "[",
    "](https://x.se/a)",
    "](<https://x.se/(b)>)",
    "](mailto:a@b.se)",
    "![",
    "](x)",
    "\\",
    "`",
    "```\n",
    "~~~",
    "<b>",
    "<!--",
    "<script>",
    "&amp;",
    "&",
    "&lt;",
    "#",
    "# ",
    "> ",
    "\n---\n",
    "\n===\n",
    "|",
    "[a]: http://b\n",
    "[a]",
    "\u{a0}",
    "\u{ad}",
    "e\u{301}",
    "–",
    "😀",
    "2023.",
    "1)",
    "(",
    ")",
    ".",
    ":",
    "!",
    "§ 4",
    "https://x.se",
];

fn text(chance: &mut Chance) -> String {
    (0..1 + chance.below(14)).map(|_| PIECES[chance.below(PIECES.len())]).collect()
}

fn read(text: &str) -> RichText {
    parse(&clean(text).0).text
}

#[test]
fn what_is_read_is_written_as_it_was() {
    let first = number("DNR_FUZZ_SEED", 0);
    for case in first..first + number("DNR_FUZZ_CASES", 4_000) {
        let text = text(&mut Chance(case));
        let was = read(&text);
        let written = write(&was);
        assert_eq!(read(&written.text), was, "case {case}: {text:?} became {:?}", written.text);
        assert!(written.is_whole, "case {case}: {text:?} became {:?}", written.text);
    }
}

/// Spans as a Word file may have them: any style over any letters.
fn paragraph(chance: &mut Chance) -> TextBlock {
    const LETTERS: &[&str] =
        &["a", "ord", " ", ", ", "*", "_", "[", "]", "1. ", "# ", "\\", "<", "&amp;", "\n"];
    let spans = (0..1 + chance.below(6)).map(|_| Span {
        text: (0..1 + chance.below(3)).map(|_| LETTERS[chance.below(LETTERS.len())]).collect(),
        emphasis: chance.below(3) == 0,
        strong: chance.below(3) == 0,
        link: (chance.below(5) == 0).then(|| "https://exempel.se/a".to_owned()),
    });
    TextBlock::Paragraph { spans: spans.collect() }
}

fn block(chance: &mut Chance, depth: usize) -> TextBlock {
    if depth == 0 || chance.below(2) == 0 {
        return paragraph(chance);
    }
    let marker = [Marker::Bullet, Marker::Dash, Marker::Number][chance.below(3)];
    let start = if marker == Marker::Number { 1 + chance.below(12) as u64 } else { 1 };
    let items = (0..1 + chance.below(3)).map(|_| {
        let rest = (0..chance.below(2)).map(|_| block(chance, depth - 1)).collect::<Vec<_>>();
        [vec![paragraph(chance)], rest].concat()
    });
    let items = items.collect();
    TextBlock::List(List { marker, start, items })
}

/// All words of a text, without what is only blank.
fn words(blocks: &[TextBlock]) -> String {
    let each = blocks.iter().map(|block| match block {
        TextBlock::Paragraph { spans } => spans.iter().map(|span| span.text.as_str()).collect(),
        TextBlock::List(list) => list.items.iter().map(|item| words(item)).collect::<String>(),
    });
    each.collect::<String>().split_whitespace().collect()
}

#[test]
fn styles_that_cannot_be_written_lose_no_word() {
    let first = number("DNR_FUZZ_SEED", 0);
    for case in first..first + number("DNR_FUZZ_CASES", 4_000) {
        let mut chance = Chance(case);
        let text = RichText((0..1 + chance.below(4)).map(|_| block(&mut chance, 2)).collect());
        let written = write(&text);
        let read = read(&written.text);
        assert_eq!(words(&read.0), words(&text.0), "case {case} became {:?}", written.text);
        assert_eq!(written.is_whole, read == text, "case {case} became {:?}", written.text);
    }
}

#[test]
fn lists_of_one_kind_in_a_row_stay_apart() {
    let list = |start| {
        let item = |text: &str| RichText::plain(text).0;
        TextBlock::List(List { marker: Marker::Number, start, items: vec![item("a"), item("b")] })
    };
    let text = RichText(vec![list(1), list(1), list(1)]);
    let written = write(&text);
    assert_eq!(written.text, "1. a\n2. b\n\n1) a\n2) b\n\n1. a\n2. b");
    assert_eq!(read(&written.text), text);
}
