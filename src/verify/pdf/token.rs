//! The words that a PDF is written in. (ISO 32000-1, clause 7.2.)

use ecow::EcoString;

/// A word of a file, or of a page's content.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    Name(EcoString),
    Number(&'a [u8]),
    /// A literal string, as it is written between its brackets.
    Literal(&'a [u8]),
    /// A string of hexadecimal digits.
    Hexadecimal(&'a [u8]),
    OpenList,
    CloseList,
    OpenDict,
    CloseDict,
    Keyword(&'a [u8]),
    End,
}

/// Goes through bytes word by word.
#[derive(Clone)]
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at: at.min(bytes.len()) }
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    pub(super) fn next(&mut self) -> Token<'a> {
        self.skip_space();
        let rest = self.rest();
        let double = rest.get(1) == rest.first();
        match rest.first() {
            None => Token::End,
            Some(b'/') => {
                self.at += 1;
                Token::Name(name(self.word()))
            }
            Some(b'(') => {
                let inside = inside(&rest[1..]);
                self.at = (self.at + inside.len() + 2).min(self.bytes.len());
                Token::Literal(inside)
            }
            Some(b'<') if double => self.sign(2, Token::OpenDict),
            Some(b'>') if double => self.sign(2, Token::CloseDict),
            Some(b'[') => self.sign(1, Token::OpenList),
            Some(b']') => self.sign(1, Token::CloseList),
            Some(b'<') => {
                let length = memchr::memchr(b'>', rest).unwrap_or(rest.len());
                self.at = (self.at + length + 1).min(self.bytes.len());
                Token::Hexadecimal(&rest[1..length])
            }
            Some(b'0'..=b'9' | b'+' | b'-' | b'.') => Token::Number(self.word()),
            Some(_) => match self.word() {
                [] => self.sign(1, Token::Keyword(&rest[..1])),
                word => Token::Keyword(word),
            },
        }
    }

    fn sign(&mut self, length: usize, token: Token<'a>) -> Token<'a> {
        self.at += length;
        token
    }

    /// Letters up to the next space or bracket.
    fn word(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let ends = |byte: &u8| is_space(*byte) || b"()<>[]{}/%".contains(byte);
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn skip_space(&mut self) {
        loop {
            let rest = self.rest();
            let space = rest.iter().position(|byte| !is_space(*byte)).unwrap_or(rest.len());
            self.at += space;
            if rest.get(space) != Some(&b'%') {
                return;
            }
            let comment = &rest[space..];
            self.at += memchr::memchr2(b'\n', b'\r', comment).unwrap_or(comment.len());
        }
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b'\0' | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

/// What stands in a literal string, up to the bracket that closes it.
fn inside(text: &[u8]) -> &[u8] {
    let mut open = 1;
    let mut at = 0;
    while let Some(found) = text
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| matches!(byte, b'\\' | b'(' | b')')))
    {
        at += found;
        match text[at] {
            b'\\' => at += 1,
            b'(' => open += 1,
            _ => open -= 1,
        }
        if open == 0 {
            return &text[..at];
        }
        at += 1;
    }
    text
}

/// A name, whose odd signs may be written by their numbers (`#20`).
fn name(written: &[u8]) -> EcoString {
    if !written.contains(&b'#') {
        return String::from_utf8_lossy(written).as_ref().into();
    }
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written;
    while let [first, after @ ..] = rest {
        let number = (*first == b'#').then(|| hexadecimal(after.get(..2)?)).flatten();
        bytes.push(number.unwrap_or(*first));
        rest = if number.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).as_ref().into()
}

/// The number that two digits write.
pub(super) fn hexadecimal(digits: &[u8]) -> Option<u8> {
    u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
}
