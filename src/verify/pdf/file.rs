//! A PDF file: where its objects stand, and what its streams hold.
//! (ISO 32000-1, clauses 7.4 and 7.5.)
//!
//! It is read as it is written to be read, by its tables. What they say wrong
//! is not looked for elsewhere: such a file is not well.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read;
use std::rc::Rc;

use flate2::read::ZlibDecoder;

use super::budget::{Budget, Fault};
use super::object::{self, Dict, Object, whole};
use super::token::{Token, Tokens};

/// How many objects a file may have; a page of a dense report has some forty.
const MOST_OBJECTS: usize = 250_000;
/// How often a file may have been saved on.
const MOST_SECTIONS: usize = 1_000;
/// How much one stream may unpack to; a page has some hundred kilobytes.
const MOST_IN_ONE: u64 = 16 << 20;
/// References to references, of which there should be none.
const MOST_STEPS: usize = 4;
/// How near its end a file must name its table.
const TAIL: usize = 1024;

/// Where an object stands.
#[derive(Clone, Copy)]
enum Place {
    Free,
    At(usize),
    /// Within a stream, as its so-manieth.
    Packed(u32, usize),
}

pub(super) struct File<'a> {
    bytes: &'a [u8],
    places: BTreeMap<u32, Place>,
    pub(super) trailer: Dict,
    pub(super) budget: Budget,
    packs: RefCell<HashMap<u32, Rc<Pack>>>,
}

/// A stream of objects, unpacked, and where in it each begins.
struct Pack {
    bytes: Vec<u8>,
    starts: Vec<(u32, u32)>,
}

impl<'a> File<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let tail = bytes.len().saturating_sub(TAIL);
        let start = memchr::memmem::rfind(&bytes[tail..], b"startxref").ok_or(XREF)?;
        let mut tokens = Tokens::new(bytes, tail + start + b"startxref".len());
        let mut file = Self {
            bytes,
            places: BTreeMap::new(),
            trailer: Dict::default(),
            budget: Budget::default(),
            packs: RefCell::default(),
        };
        file.read_sections(file.integer(&mut tokens)?)?;
        Ok(file)
    }

    /// The version that the first line gives: `1.7`.
    pub(super) fn version(&self) -> String {
        let line = self.bytes.get(5..8).unwrap_or_default();
        String::from_utf8_lossy(line).into_owned()
    }

    /// Reads the tables, the newest first, which are the ones that count.
    fn read_sections(&mut self, newest: usize) -> Result<(), Fault> {
        let mut seen = HashSet::new();
        let mut waiting = vec![newest];
        while let Some(start) = waiting.pop() {
            if !seen.insert(start) {
                return Err(XREF);
            }
            if seen.len() > MOST_SECTIONS {
                return Err(Fault::TooMuch);
            }
            let trailer = self.read_section(start)?;
            waiting.extend(trailer.get("Prev").count());
            waiting.extend(trailer.get("XRefStm").count());
            if seen.len() == 1 {
                self.trailer = trailer;
            }
        }
        Ok(())
    }

    fn read_section(&mut self, start: usize) -> Result<Dict, Fault> {
        let mut tokens = Tokens::new(self.bytes, start);
        if tokens.next() != Token::Keyword(b"xref") {
            return self.read_table_stream(start);
        }
        loop {
            match self.token(&mut tokens)? {
                Token::Keyword(b"trailer") => break,
                Token::Number(first) => {
                    let count = self.integer(&mut tokens)?;
                    self.read_entries(whole(first)?, count, &mut tokens)?;
                }
                _ => return Err(XREF),
            }
        }
        match object::read(&mut tokens, &self.budget)? {
            Object::Dict(trailer) => Ok(trailer),
            _ => Err(XREF),
        }
    }

    fn read_entries(
        &mut self,
        first: u32,
        count: usize,
        tokens: &mut Tokens<'a>,
    ) -> Result<(), Fault> {
        for index in 0..count {
            let place = self.integer(tokens)?;
            self.integer(tokens)?;
            let place = match self.token(tokens)? {
                Token::Keyword(b"n") => Place::At(place),
                Token::Keyword(b"f") => Place::Free,
                _ => return Err(XREF),
            };
            self.note(first as usize + index, place)?;
        }
        Ok(())
    }

    /// A table that is packed into a stream (clause 7.5.8).
    fn read_table_stream(&mut self, start: usize) -> Result<Dict, Fault> {
        let (_, stream) = self.read_at(start)?;
        let Object::Stream(dict, _) = &stream else { return Err(XREF) };
        let table = self.unpacked(&stream)?;
        let widths: Vec<usize> =
            dict.get("W").list().iter().filter_map(Object::count).filter(|w| *w <= 8).collect();
        let [kind, place, last] = widths[..] else { return Err(XREF) };
        let whole = vec![Object::Number(0.0), dict.get("Size").clone()];
        let sections = match dict.get("Index") {
            Object::List(list) => list,
            _ => &whole,
        };
        let numbers = sections.chunks_exact(2).filter_map(|pair| {
            let (first, count) = (pair[0].count()?, pair[1].count()?);
            Some(first..first.saturating_add(count))
        });
        let entries = table.chunks_exact((kind + place + last).max(1));
        for (number, entry) in numbers.flatten().zip(entries) {
            let (kinds, rest) = entry.split_at(kind);
            let (places, lasts) = rest.split_at(place);
            let place = match if kind == 0 { 1 } else { big_endian(kinds) } {
                0 => Place::Free,
                1 => Place::At(big_endian(places)),
                2 => Place::Packed(big_endian(places) as u32, big_endian(lasts)),
                _ => continue,
            };
            self.note(number, place)?;
        }
        Ok(dict.clone())
    }

    fn note(&mut self, number: usize, place: Place) -> Result<(), Fault> {
        self.budget.node()?;
        let number = u32::try_from(number).map_err(|_| XREF)?;
        self.places.entry(number).or_insert(place);
        if self.places.len() > MOST_OBJECTS { Err(Fault::TooMuch) } else { Ok(()) }
    }

    fn token(&self, tokens: &mut Tokens<'a>) -> Result<Token<'a>, Fault> {
        let start = tokens.at;
        let token = tokens.next();
        self.budget.syntax(tokens.at - start)?;
        Ok(token)
    }

    fn integer(&self, tokens: &mut Tokens<'a>) -> Result<usize, Fault> {
        match self.token(tokens)? {
            Token::Number(digits) => whole(digits).map(|number| number as usize),
            _ => Err(XREF),
        }
    }

    /// The object that begins at that place, with its number.
    fn read_at(&self, start: usize) -> Result<(u32, Object), Fault> {
        let mut tokens = Tokens::new(self.bytes, start);
        let number = self.integer(&mut tokens)?;
        self.integer(&mut tokens)?;
        if self.token(&mut tokens)? != Token::Keyword(b"obj") {
            return Err(XREF);
        }
        let object = object::read(&mut tokens, &self.budget)?;
        let object = match (object, self.token(&mut tokens)?) {
            (Object::Dict(dict), Token::Keyword(b"stream")) => self.stream(dict, tokens.at)?,
            (object, Token::Keyword(b"endobj")) => object,
            _ => return Err(Fault::Broken("syntax")),
        };
        Ok((number as u32, object))
    }

    /// A stream is as long as it says, whatever it spells (clause 7.3.8).
    fn stream(&self, dict: Dict, after: usize) -> Result<Object, Fault> {
        let start = after
            + match self.bytes.get(after..) {
                Some([b'\r', b'\n', ..]) => 2,
                Some([b'\n', ..]) => 1,
                _ => return Err(STREAM),
            };
        let length = self.length(dict.get("Length"))?;
        let end = start.checked_add(length).filter(|end| *end <= self.bytes.len()).ok_or(STREAM)?;
        let mut tokens = Tokens::new(self.bytes, end);
        match self.token(&mut tokens)? {
            Token::Keyword(b"endstream") => Ok(Object::Stream(dict, start..end)),
            _ => Err(STREAM),
        }
    }

    /// The length may be an object of its own, which is a number and no stream.
    fn length(&self, length: &Object) -> Result<usize, Fault> {
        let Some(number) = length.reference() else { return length.count().ok_or(STREAM) };
        let Some(Place::At(start)) = self.places.get(&number) else { return Err(STREAM) };
        let mut tokens = Tokens::new(self.bytes, *start);
        self.integer(&mut tokens)?;
        self.integer(&mut tokens)?;
        if self.token(&mut tokens)? != Token::Keyword(b"obj") {
            return Err(XREF);
        }
        self.integer(&mut tokens)
    }

    /// The object of that number; nothing where the file has none.
    pub(super) fn object(&self, number: u32) -> Result<Object, Fault> {
        match self.places.get(&number) {
            None | Some(Place::Free) => Ok(Object::Null),
            Some(Place::At(start)) => match self.read_at(*start)? {
                (found, object) if found == number => Ok(object),
                _ => Err(XREF),
            },
            Some(Place::Packed(pack, index)) => {
                let pack = self.pack(*pack)?;
                let (found, start) = pack.starts.get(*index).ok_or(XREF)?;
                if *found != number {
                    return Err(XREF);
                }
                object::read(&mut Tokens::new(&pack.bytes, *start as usize), &self.budget)
            }
        }
    }

    /// A stream of objects, which is not itself in one (clause 7.5.7).
    fn pack(&self, number: u32) -> Result<Rc<Pack>, Fault> {
        if let Some(pack) = self.packs.borrow().get(&number) {
            return Ok(pack.clone());
        }
        let Some(Place::At(start)) = self.places.get(&number) else { return Err(XREF) };
        let (_, stream) = self.read_at(*start)?;
        let dict = stream.dict().ok_or(STREAM)?;
        let bytes = self.unpacked(&stream)?;
        let count = dict.get("N").count().ok_or(STREAM)?;
        let first = dict.get("First").count().and_then(|first| u32::try_from(first).ok());
        let first = first.ok_or(STREAM)?;
        let mut starts = Vec::new();
        let mut head = Tokens::new(&bytes, 0);
        for _ in 0..count {
            let (Token::Number(number), Token::Number(start)) = (head.next(), head.next()) else {
                return Err(STREAM);
            };
            self.budget.node()?;
            starts.push((whole(number)?, first.saturating_add(whole(start)?)));
        }
        let pack = Rc::new(Pack { bytes, starts });
        self.packs.borrow_mut().insert(number, pack.clone());
        Ok(pack)
    }

    /// All objects of the file, with their numbers.
    pub(super) fn objects(&self) -> impl Iterator<Item = Result<(u32, Object), Fault>> {
        let taken = self.places.iter().filter(|(_, place)| !matches!(place, Place::Free));
        taken.map(|(number, _)| Ok((*number, self.object(*number)?)))
    }

    /// An object, or the one that it refers to.
    pub(super) fn resolved<'o>(&self, object: &'o Object) -> Result<Cow<'o, Object>, Fault> {
        let mut found = Cow::Borrowed(object);
        for _ in 0..MOST_STEPS {
            match found.reference() {
                Some(number) => found = Cow::Owned(self.object(number)?),
                None => return Ok(found),
            }
        }
        Err(Fault::Broken("syntax"))
    }

    /// What stands under a key, or what that refers to.
    pub(super) fn get<'o>(&self, dict: &'o Dict, key: &str) -> Result<Cow<'o, Object>, Fault> {
        self.resolved(dict.get(key))
    }

    /// What a stream holds.
    pub(super) fn unpacked(&self, stream: &Object) -> Result<Vec<u8>, Fault> {
        let Object::Stream(dict, range) = stream else { return Err(STREAM) };
        let packed = &self.bytes[range.clone()];
        let bytes = match packing(dict)? {
            Packing::None => packed.to_vec(),
            Packing::Deflate => {
                let mut bytes = Vec::new();
                let mut unpacker = ZlibDecoder::new(packed).take(MOST_IN_ONE + 1);
                unpacker.read_to_end(&mut bytes).map_err(|_| STREAM)?;
                if bytes.len() as u64 > MOST_IN_ONE {
                    return Err(Fault::TooMuch);
                }
                bytes
            }
        };
        self.budget.unpacked(bytes.len())?;
        let parameters = first_of(dict.get("DecodeParms"));
        match parameters.dict() {
            Some(parameters) => predicted(bytes, parameters),
            None => Ok(bytes),
        }
    }
}

pub(super) const XREF: Fault = Fault::Broken("xref");
pub(super) const STREAM: Fault = Fault::Broken("stream");

enum Packing {
    None,
    Deflate,
}

/// Reports are packed by one means only, and once.
fn packing(dict: &Dict) -> Result<Packing, Fault> {
    let filter = dict.get("Filter");
    match (first_of(filter), filter.list().len()) {
        (Object::Null, _) => Ok(Packing::None),
        (Object::Name(name), 0 | 1) if name == "FlateDecode" => Ok(Packing::Deflate),
        (Object::Name(name), 0 | 1) => Err(Fault::Packing(name.to_string())),
        (_, count) => Err(Fault::Packing(format!("{count} × Filter"))),
    }
}

fn first_of(object: &Object) -> &Object {
    match object {
        Object::List(list) => list.first().unwrap_or(&Object::Null),
        object => object,
    }
}

fn big_endian(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

/// Undoes what makes rows of numbers pack better (clause 7.4.4.4), as far as
/// tables of objects use it.
fn predicted(bytes: Vec<u8>, parameters: &Dict) -> Result<Vec<u8>, Fault> {
    let number = |key: &str, default| match parameters.get(key) {
        Object::Null => Some(default),
        number => number.count(),
    };
    let predictor = number("Predictor", 1).ok_or(STREAM)?;
    if predictor == 1 {
        return Ok(bytes);
    }
    let columns = number("Columns", 1).filter(|columns| (1..=4096).contains(columns));
    let is_bytes = number("Colors", 1) == Some(1) && number("BitsPerComponent", 8) == Some(8);
    match columns {
        Some(columns) if predictor >= 10 && is_bytes => unfiltered(&bytes, columns),
        _ => Err(Fault::Packing("Predictor".to_owned())),
    }
}

/// Rows of PNG, each after the sign of how it was filtered (RFC 2083, 6).
fn unfiltered(bytes: &[u8], columns: usize) -> Result<Vec<u8>, Fault> {
    let mut above = vec![0; columns];
    let mut whole = Vec::with_capacity(bytes.len());
    for row in bytes.chunks(columns + 1) {
        let [kind, row @ ..] = row else { break };
        let (mut left, mut corner) = (0_u8, 0_u8);
        for (byte, up) in row.iter().zip(&mut above) {
            let expected = match kind {
                0 => 0,
                1 => left,
                2 => *up,
                3 => left.midpoint(*up),
                4 => nearest(left, *up, corner),
                _ => return Err(STREAM),
            };
            corner = *up;
            left = byte.wrapping_add(expected);
            *up = left;
            whole.push(left);
        }
    }
    Ok(whole)
}

/// Which of its neighbours a byte is likely to be like (Paeth).
fn nearest(left: u8, up: u8, corner: u8) -> u8 {
    let likely = i16::from(left) + i16::from(up) - i16::from(corner);
    let far = |byte: u8| (likely - i16::from(byte)).abs();
    if far(left) <= far(up) && far(left) <= far(corner) {
        left
    } else if far(up) <= far(corner) {
        up
    } else {
        corner
    }
}
