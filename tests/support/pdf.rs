//! Reads a PDF as its users do: line by line, and by its tags.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// A PDF file's pages and structure.
pub struct Pdf {
    pub document: Document,
    runs: Vec<Run>,
}

/// Text shown in one go.
struct Run {
    page: usize,
    page_id: ObjectId,
    /// Marked-content id; none for artifacts.
    mcid: Option<i64>,
    y: f32,
    text: String,
}

/// An element of the tag tree.
#[derive(Debug)]
pub struct Tag {
    pub name: String,
    /// Its own text and that of all below it.
    pub text: String,
    pub children: Vec<Tag>,
    pub attributes: BTreeMap<String, String>,
}

impl Pdf {
    pub fn read(bytes: &[u8]) -> Self {
        let document = Document::load_mem(bytes).expect("a PDF");
        let mut runs = Vec::new();
        for (number, id) in document.get_pages() {
            read_page(&document, number as usize, id, &mut runs);
        }
        Self { document, runs }
    }

    pub fn pages(&self) -> usize {
        self.document.get_pages().len()
    }

    /// All lines in the order of the content, with their pages.
    pub fn lines(&self) -> Vec<(usize, String)> {
        let mut lines: Vec<(usize, f32, String)> = Vec::new();
        for run in &self.runs {
            match lines.last_mut() {
                Some((page, y, text)) if *page == run.page && (*y - run.y).abs() < 0.5 => {
                    text.push_str(&run.text);
                }
                _ => lines.push((run.page, run.y, run.text.clone())),
            }
        }
        let lines = lines.into_iter().filter(|(_, _, text)| !text.trim().is_empty());
        lines.map(|(page, _, text)| (page, text)).collect()
    }

    /// The root of the tag tree.
    pub fn tags(&self) -> Tag {
        let catalog = self.document.catalog().expect("a catalog");
        let root = self.dictionary(catalog.get(b"StructTreeRoot").expect("a tagged PDF"));
        self.tag(root, None)
    }

    fn resolve<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.document.dereference(object).map_or(object, |(_, object)| object)
    }

    fn dictionary<'a>(&'a self, object: &'a Object) -> &'a Dictionary {
        self.resolve(object).as_dict().expect("a dictionary")
    }

    fn tag(&self, element: &Dictionary, page: Option<ObjectId>) -> Tag {
        let page = element.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        let name = element.get(b"S").and_then(Object::as_name).unwrap_or(b"Root");
        let mut tag = Tag {
            name: String::from_utf8_lossy(name).into_owned(),
            text: String::new(),
            children: Vec::new(),
            attributes: BTreeMap::new(),
        };
        if let Ok(attributes) = element.get(b"A") {
            self.attributes(attributes, &mut tag.attributes);
        }
        for key in [b"Alt".as_slice(), b"ActualText"] {
            if let Ok(text) = element.get(key).and_then(|o| lopdf::decode_text_string(self.resolve(o))) {
                tag.attributes.insert(String::from_utf8_lossy(key).into_owned(), text);
            }
        }
        if let Ok(kids) = element.get(b"K") {
            self.kids(kids, page, &mut tag);
        }
        tag
    }

    fn attributes(&self, object: &Object, into: &mut BTreeMap<String, String>) {
        match self.resolve(object) {
            Object::Array(list) => list.iter().for_each(|one| self.attributes(one, into)),
            Object::Dictionary(dictionary) => {
                for (key, value) in dictionary {
                    let value = match self.resolve(value) {
                        Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
                        Object::Integer(number) => number.to_string(),
                        other => lopdf::decode_text_string(other).unwrap_or_else(|_| format!("{other:?}")),
                    };
                    into.insert(String::from_utf8_lossy(key).into_owned(), value);
                }
            }
            _ => {}
        }
    }

    fn kids(&self, kids: &Object, page: Option<ObjectId>, tag: &mut Tag) {
        match self.resolve(kids) {
            Object::Array(list) => list.iter().for_each(|kid| self.kids(kid, page, tag)),
            Object::Integer(mcid) => tag.text.push_str(&self.marked(page, *mcid)),
            Object::Dictionary(dictionary) => {
                let kind = dictionary.get(b"Type").and_then(Object::as_name).unwrap_or(b"StructElem");
                if kind == b"MCR" {
                    let page = dictionary.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                    let mcid = dictionary.get(b"MCID").and_then(Object::as_i64).expect("an id");
                    tag.text.push_str(&self.marked(page, mcid));
                } else if kind != b"OBJR" {
                    let child = self.tag(dictionary, page);
                    tag.text.push_str(&child.text);
                    tag.children.push(child);
                }
            }
            _ => {}
        }
    }

    /// The text of one marked-content sequence.
    fn marked(&self, page: Option<ObjectId>, mcid: i64) -> String {
        let runs = self.runs.iter();
        let runs = runs.filter(|run| Some(run.page_id) == page && run.mcid == Some(mcid));
        runs.map(|run| run.text.as_str()).collect()
    }
}

impl Tag {
    /// Every element of one of the names, in reading order, outermost only.
    pub fn find<'a>(&'a self, names: &[&str], found: &mut Vec<&'a Tag>) {
        for child in &self.children {
            if names.contains(&child.name.as_str()) {
                found.push(child);
            } else {
                child.find(names, found);
            }
        }
    }

    pub fn all<'a>(&'a self, names: &[&str]) -> Vec<&'a Tag> {
        let mut found = Vec::new();
        self.find(names, &mut found);
        found
    }
}

fn read_page(document: &Document, page: usize, page_id: ObjectId, runs: &mut Vec<Run>) {
    let fonts = document.get_page_fonts(page_id).expect("fonts");
    let maps: BTreeMap<Vec<u8>, BTreeMap<u16, String>> = fonts
        .iter()
        .map(|(name, font)| (name.clone(), to_unicode(document, font)))
        .collect();
    let content = document.get_page_content(page_id);
    let content = Content::decode(&content).expect("content");
    let nothing = BTreeMap::new();
    let mut map = &nothing;
    // Height of the text origin: outer transformations, then the text's own.
    let mut outer = vec![0.0_f32];
    let mut flip = vec![1.0_f32];
    let mut y = 0.0;
    let mut marks: Vec<Option<i64>> = Vec::new();
    for operation in &content.operations {
        let operands = &operation.operands;
        let number = |index: usize| operands[index].as_float().unwrap_or_default();
        match operation.operator.as_str() {
            "q" => {
                outer.push(*outer.last().unwrap());
                flip.push(*flip.last().unwrap());
            }
            "Q" => {
                outer.pop();
                flip.pop();
            }
            "cm" => {
                let scale = *flip.last().unwrap();
                *outer.last_mut().unwrap() += scale * number(5);
                *flip.last_mut().unwrap() = scale * number(3);
            }
            "Tf" => map = maps.get(operands[0].as_name().unwrap()).unwrap_or(&nothing),
            "Tm" => y = outer.last().unwrap() + flip.last().unwrap() * number(5),
            "BDC" => marks.push(match &operands[1] {
                Object::Dictionary(d) => d.get(b"MCID").and_then(Object::as_i64).ok(),
                _ => None,
            }),
            "BMC" => marks.push(None),
            "EMC" => {
                marks.pop();
            }
            "Tj" | "TJ" => {
                let mut text = String::new();
                shown(&operands[0], map, &mut text);
                let mcid = marks.iter().rev().find_map(|mark| *mark);
                runs.push(Run { page, page_id, mcid, y, text });
            }
            _ => {}
        }
    }
}

fn shown(object: &Object, map: &BTreeMap<u16, String>, text: &mut String) {
    match object {
        Object::Array(list) => list.iter().for_each(|one| shown(one, map, text)),
        Object::String(bytes, _) => {
            for code in bytes.chunks_exact(2) {
                let code = u16::from_be_bytes([code[0], code[1]]);
                text.push_str(map.get(&code).map_or("\u{fffd}", String::as_str));
            }
        }
        _ => {}
    }
}

/// A font's glyph codes and the text that each stands for.
fn to_unicode(document: &Document, font: &Dictionary) -> BTreeMap<u16, String> {
    let stream = font.get(b"ToUnicode").and_then(|o| document.dereference(o)).expect("ToUnicode").1;
    let text = stream.as_stream().and_then(|s| s.decompressed_content()).expect("a stream");
    let text = String::from_utf8_lossy(&text).into_owned();
    let mut map = BTreeMap::new();
    for part in text.split("beginbfchar").skip(1) {
        let part = part.split("endbfchar").next().unwrap_or_default();
        let codes: Vec<&str> = part.split('<').skip(1).map(|s| s.split('>').next().unwrap_or_default()).collect();
        for pair in codes.chunks_exact(2) {
            map.insert(u16::from_str_radix(pair[0], 16).expect("a code"), utf16(pair[1]));
        }
    }
    for part in text.split("beginbfrange").skip(1) {
        let part = part.split("endbfrange").next().unwrap_or_default();
        let codes: Vec<&str> = part.split('<').skip(1).map(|s| s.split('>').next().unwrap_or_default()).collect();
        for triple in codes.chunks_exact(3) {
            let first = u16::from_str_radix(triple[0], 16).expect("a code");
            let last = u16::from_str_radix(triple[1], 16).expect("a code");
            let start = u32::from_str_radix(triple[2], 16).expect("a code");
            for (offset, code) in (first..=last).enumerate() {
                let c = char::from_u32(start + offset as u32).expect("a character");
                map.insert(code, c.to_string());
            }
        }
    }
    map
}

fn utf16(hex: &str) -> String {
    let units: Vec<u16> = (0..hex.len() / 4)
        .map(|i| u16::from_str_radix(&hex[4 * i..4 * i + 4], 16).expect("UTF-16"))
        .collect();
    String::from_utf16(&units).expect("UTF-16")
}
