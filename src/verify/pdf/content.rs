//! What a page shows, operator by operator. (ISO 32000-1, clause 8 and 14.6.)

use ecow::EcoString;

use super::budget::Fault;
use super::token::{Token, Tokens, is_space};

/// How deep lists and dictionaries may stand in each other.
const DEEPEST: usize = 64;
/// How deep marked content and saved states may.
const MOST_OPEN: usize = 100_000;

/// What a page shows that it should not.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Shown {
    /// Something is neither tagged nor an artifact.
    pub(super) untagged: bool,
    /// A text is set in neither colour nor outline.
    pub(super) invisible: bool,
}

/// The operators that leave something on the page (annex A).
const PAINTING: [&[u8]; 16] = [
    b"Tj", b"TJ", b"'", b"\"", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh",
    b"Do", b"BI",
];

/// Looks through the content of a page. `is_tag` says whether the properties
/// of that name belong to a tag.
pub(super) fn look(
    content: &[u8],
    is_tag: impl Fn(&str) -> Result<bool, Fault>,
) -> Result<Shown, Fault> {
    let mut reader = Reader::default();
    let mut tokens = Tokens::new(content, 0);
    loop {
        match tokens.next() {
            Token::End => return Ok(reader.shown),
            Token::OpenList | Token::OpenDict => reader.open()?,
            Token::CloseList | Token::CloseDict => reader.depth = reader.depth.saturating_sub(1),
            Token::Name(name) => reader.name(name),
            Token::Number(digits) => reader.last_number = digits.first().copied(),
            Token::Keyword(b"ID") => skip_picture(&mut tokens),
            Token::Keyword(operator) if reader.depth == 0 => reader.operate(operator, &is_tag)?,
            Token::Keyword(_) | Token::Literal(_) | Token::Hexadecimal(_) => {}
        }
    }
}

#[derive(Default)]
struct Reader {
    shown: Shown,
    /// How many lists and dictionaries are open among the operands.
    depth: usize,
    /// The operands that are names, as far as any operator has them.
    names: Vec<EcoString>,
    /// A dictionary among the operands has a tag's number.
    has_tag: bool,
    last_number: Option<u8>,
    /// For each marked content that is open, whether it is accounted for; and
    /// how many are.
    marked: Vec<bool>,
    accounted: usize,
    /// How text is shown (clause 9.3.6), now and in the states that are saved.
    mode: u8,
    saved: Vec<u8>,
}

impl Reader {
    fn open(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(Fault::TooMuch) } else { Ok(()) }
    }

    fn name(&mut self, name: EcoString) {
        self.has_tag |= self.depth > 0 && name == "MCID";
        if self.depth == 0 && self.names.len() < 2 {
            self.names.push(name);
        }
    }

    fn operate(
        &mut self,
        operator: &[u8],
        is_tag: &impl Fn(&str) -> Result<bool, Fault>,
    ) -> Result<(), Fault> {
        match operator {
            b"BMC" | b"BDC" => {
                let artifact = self.names.first().is_some_and(|name| name == "Artifact");
                let properties = self.names.get(1).filter(|_| !artifact && !self.has_tag);
                let named = properties.map_or(Ok(false), |name| is_tag(name))?;
                let accounted = artifact || self.has_tag || named;
                self.accounted += usize::from(accounted);
                self.marked.push(accounted);
            }
            b"EMC" => self.accounted -= usize::from(self.marked.pop() == Some(true)),
            b"q" => self.saved.push(self.mode),
            b"Q" => self.mode = self.saved.pop().unwrap_or(self.mode),
            b"Tr" => self.mode = self.last_number.unwrap_or_default(),
            operator => self.paint(operator),
        }
        self.names.clear();
        self.has_tag = false;
        self.last_number = None;
        let is_deep = self.marked.len().max(self.saved.len()) > MOST_OPEN;
        if is_deep { Err(Fault::TooMuch) } else { Ok(()) }
    }

    fn paint(&mut self, operator: &[u8]) {
        if !PAINTING.contains(&operator) {
            return;
        }
        self.shown.untagged |= self.accounted == 0;
        let is_text = matches!(operator, b"Tj" | b"TJ" | b"'" | b"\"");
        self.shown.invisible |= is_text && matches!(self.mode, b'3' | b'7');
    }
}

/// The bytes of a picture that stands in the content itself (clause 8.9.7).
fn skip_picture(tokens: &mut Tokens) {
    let rest = tokens.rest();
    let ends = memchr::memmem::find_iter(rest, b"EI").find(|at| {
        let after = rest.get(at + 2).is_none_or(|byte| is_space(*byte));
        after && at.checked_sub(1).is_some_and(|before| is_space(rest[before]))
    });
    tokens.at += ends.map_or(rest.len(), |at| at + 2);
}
