//! The objects of a PDF. (ISO 32000-1, clause 7.3.)

use std::ops::Range;

use ecow::EcoString;

use super::budget::{Budget, Fault};
use super::token::{Token, Tokens, hexadecimal};

/// How deep lists and dictionaries may stand in each other: deeper than a
/// report needs, and less deep than the stack.
const DEEPEST: usize = 64;
/// How many objects may stand within one.
const MOST_WITHIN: usize = 300_000;
/// How long a text may be.
const LONGEST: usize = 1 << 20;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Null,
    Bool(bool),
    Number(f64),
    Name(EcoString),
    Text(Vec<u8>),
    List(Vec<Object>),
    Dict(Dict),
    /// A dictionary, and where in the file its packed bytes stand.
    Stream(Dict, Range<usize>),
    Reference(u32),
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Dict(Vec<(EcoString, Object)>);

impl Dict {
    /// What stands under that key, and nothing where it is not there.
    pub(super) fn get(&self, key: &str) -> &Object {
        let entry = self.0.iter().rev().find(|(known, _)| known == key);
        entry.map_or(&Object::Null, |(_, value)| value)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        *self.get(key) != Object::Null
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, &Object)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }
}

impl Object {
    /// A dictionary, or that of a stream.
    pub(super) fn dict(&self) -> Option<&Dict> {
        match self {
            Self::Dict(dict) | Self::Stream(dict, _) => Some(dict),
            _ => None,
        }
    }

    pub(super) fn list(&self) -> &[Self] {
        match self {
            Self::List(list) => list,
            _ => &[],
        }
    }

    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(super) fn reference(&self) -> Option<u32> {
        match self {
            Self::Reference(number) => Some(*number),
            _ => None,
        }
    }

    /// A whole number that is not negative.
    pub(super) fn count(&self) -> Option<usize> {
        match self {
            Self::Number(number) if number.fract() == 0.0 && (0.0..1e12).contains(number) => {
                Some(*number as usize)
            }
            _ => None,
        }
    }

    /// A text string that says something.
    pub(super) fn text(&self) -> Option<String> {
        let Self::Text(bytes) = self else { return None };
        let text = decode(bytes);
        (!text.trim().is_empty()).then_some(text)
    }
}

/// Reads the object that begins here.
pub(super) fn read(tokens: &mut Tokens, budget: &Budget) -> Result<Object, Fault> {
    let mut parser = Parser { tokens, budget, read: 0 };
    let token = parser.next()?;
    parser.object(token, 0)
}

struct Parser<'a, 'b> {
    tokens: &'b mut Tokens<'a>,
    budget: &'b Budget,
    read: usize,
}

impl<'a> Parser<'a, '_> {
    fn next(&mut self) -> Result<Token<'a>, Fault> {
        let start = self.tokens.at;
        let token = self.tokens.next();
        self.budget.syntax(self.tokens.at - start)?;
        Ok(token)
    }

    fn object(&mut self, token: Token<'a>, depth: usize) -> Result<Object, Fault> {
        self.budget.node()?;
        self.read += 1;
        if depth > DEEPEST || self.read > MOST_WITHIN {
            return Err(Fault::TooMuch);
        }
        Ok(match token {
            Token::Name(name) => Object::Name(name),
            Token::Number(digits) => self.number_or_reference(digits)?,
            Token::Literal(text) | Token::Hexadecimal(text) if text.len() > LONGEST => {
                return Err(Fault::TooMuch);
            }
            Token::Literal(written) => Object::Text(literal(written)),
            Token::Hexadecimal(digits) => Object::Text(from_digits(digits)),
            Token::OpenList => self.list(depth)?,
            Token::OpenDict => self.dict(depth)?,
            Token::Keyword(b"true") => Object::Bool(true),
            Token::Keyword(b"false") => Object::Bool(false),
            Token::Keyword(b"null") => Object::Null,
            _ => return Err(Fault::Broken("syntax")),
        })
    }

    fn list(&mut self, depth: usize) -> Result<Object, Fault> {
        let mut list = Vec::new();
        loop {
            match self.next()? {
                Token::CloseList => return Ok(Object::List(list)),
                token => list.push(self.object(token, depth + 1)?),
            }
        }
    }

    fn dict(&mut self, depth: usize) -> Result<Object, Fault> {
        let mut entries = Vec::new();
        loop {
            match self.next()? {
                Token::CloseDict => return Ok(Object::Dict(Dict(entries))),
                Token::Name(key) => {
                    let token = self.next()?;
                    entries.push((key, self.object(token, depth + 1)?));
                }
                _ => return Err(Fault::Broken("syntax")),
            }
        }
    }

    /// `12 0 R`, or the number alone.
    fn number_or_reference(&mut self, digits: &[u8]) -> Result<Object, Fault> {
        let number = number(digits);
        let Ok(target) = whole(digits) else { return Ok(Object::Number(number)) };
        let mut ahead = self.tokens.clone();
        let is_reference = matches!(ahead.next(), Token::Number(generation) if whole(generation).is_ok())
            && ahead.next() == Token::Keyword(b"R");
        self.budget.syntax(ahead.at - self.tokens.at)?;
        if !is_reference {
            return Ok(Object::Number(number));
        }
        *self.tokens = ahead;
        Ok(Object::Reference(target))
    }
}

pub(super) fn number(digits: &[u8]) -> f64 {
    str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()).unwrap_or(0.0)
}

/// A number of digits only, no more than an object's number has.
pub(super) fn whole(digits: &[u8]) -> Result<u32, Fault> {
    let broken = Fault::Broken("syntax");
    if digits.len() > 10 || !digits.iter().all(u8::is_ascii_digit) {
        return Err(broken);
    }
    str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()).ok_or(broken)
}

/// A literal string without its escapes (clause 7.3.4.2).
fn literal(written: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written;
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'\\' {
            bytes.push(*first);
            continue;
        }
        let Some((sign, after)) = rest.split_first() else { break };
        let octal = rest.iter().take(3).take_while(|digit| (b'0'..=b'7').contains(digit)).count();
        rest = after;
        match sign {
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'b' => bytes.push(8),
            b'f' => bytes.push(12),
            b'\r' | b'\n' => {}
            b'0'..=b'7' => {
                let digits = std::iter::once(sign).chain(&after[..octal - 1]);
                let value = digits.fold(0_u32, |value, digit| value * 8 + u32::from(digit - b'0'));
                bytes.push(value as u8);
                rest = &after[octal - 1..];
            }
            sign => bytes.push(*sign),
        }
    }
    bytes
}

fn from_digits(digits: &[u8]) -> Vec<u8> {
    let mut digits: Vec<u8> = digits.iter().copied().filter(u8::is_ascii_hexdigit).collect();
    if digits.len() % 2 == 1 {
        digits.push(b'0');
    }
    digits.chunks_exact(2).filter_map(hexadecimal).collect()
}

/// A text string: UTF-16 or UTF-8 with a mark, or one byte a sign
/// (clause 7.9.2.2).
fn decode(bytes: &[u8]) -> String {
    if let Some(utf16) = bytes.strip_prefix(&[0xfe, 0xff]) {
        let units = utf16.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        return String::from_utf16_lossy(&units.collect::<Vec<_>>());
    }
    match bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        Some(utf8) => String::from_utf8_lossy(utf8).into_owned(),
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
