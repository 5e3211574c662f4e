//! Reads a PDF as its users do: line by line, and by its tags.

use std::collections::BTreeMap;

use hayro_syntax::object::{
    Array, Dict, Name, Object, ObjectIdentifier, Stream, String as PdfString,
};
use hayro_syntax::page::Page;

/// A PDF file's pages and structure.
pub struct Pdf {
    pub file: hayro_syntax::Pdf,
    runs: Vec<Run>,
}

/// Text shown in one go.
struct Run {
    page: usize,
    page_id: Option<ObjectIdentifier>,
    /// Marked-content id; none for artifacts.
    mcid: Option<i32>,
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
        let file = hayro_syntax::Pdf::new(bytes.to_vec()).expect("a PDF");
        let mut runs = Vec::new();
        for (index, page) in file.pages().iter().enumerate() {
            read_page(page, index + 1, &mut runs);
        }
        Self { file, runs }
    }

    pub fn pages(&self) -> usize {
        self.file.pages().len()
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

    /// The document catalog.
    pub fn catalog(&self) -> Dict<'_> {
        let xref = self.file.xref();
        xref.get(xref.root_id()).expect("a catalog")
    }

    /// The root of the tag tree.
    pub fn tags(&self) -> Tag {
        let root = self.catalog().get("StructTreeRoot").expect("a tagged PDF");
        self.tag(&root, None)
    }

    fn tag(&self, element: &Dict, page: Option<ObjectIdentifier>) -> Tag {
        let page = page_of(element).or(page);
        let name = element.get::<Name>("S").map(|name| name.as_str().to_owned());
        let mut tag = Tag {
            name: name.unwrap_or_else(|| "Root".to_owned()),
            text: String::new(),
            children: Vec::new(),
            attributes: BTreeMap::new(),
        };
        if let Some(attributes) = element.get::<Object>("A") {
            read_attributes(attributes, &mut tag.attributes);
        }
        for key in ["Alt", "ActualText", "ID"] {
            if let Some(text) = element.get::<PdfString>(key) {
                tag.attributes.insert(key.to_owned(), decode(&text));
            }
        }
        if let Some(kids) = element.get::<Object>("K") {
            self.kids(kids, page, &mut tag);
        }
        tag
    }

    fn kids(&self, kids: Object, page: Option<ObjectIdentifier>, tag: &mut Tag) {
        match kids {
            Object::Array(list) => {
                list.iter::<Object>().for_each(|kid| self.kids(kid, page, tag));
            }
            Object::Number(mcid) => tag.text.push_str(&self.marked(page, mcid.as_i64() as i32)),
            Object::Dict(dict) => match dict.get::<Name>("Type").as_ref().map(Name::as_str) {
                Some("OBJR") => {}
                Some("MCR") => {
                    let mcid = dict.get::<i32>("MCID").expect("an id");
                    tag.text.push_str(&self.marked(page_of(&dict).or(page), mcid));
                }
                _ => {
                    let child = self.tag(&dict, page);
                    tag.text.push_str(&child.text);
                    tag.children.push(child);
                }
            },
            _ => {}
        }
    }

    /// The text of one marked-content sequence.
    fn marked(&self, page: Option<ObjectIdentifier>, mcid: i32) -> String {
        let runs = self.runs.iter();
        let runs = runs.filter(|run| run.page_id == page && run.mcid == Some(mcid));
        runs.map(|run| run.text.as_str()).collect()
    }
}

/// The id of the page object that an element names.
fn page_of(element: &Dict) -> Option<ObjectIdentifier> {
    element.get_ref("Pg").map(ObjectIdentifier::from)
}

fn read_attributes(object: Object, into: &mut BTreeMap<String, String>) {
    match object {
        Object::Array(list) => list.iter::<Object>().for_each(|one| read_attributes(one, into)),
        Object::Dict(dict) => {
            for key in dict.keys() {
                let value = dict.get::<Object>(&*key).expect("a value");
                into.insert(key.as_str().to_owned(), shown_value(value));
            }
        }
        _ => {}
    }
}

fn shown_value(value: Object) -> String {
    match value {
        Object::Name(name) => name.as_str().to_owned(),
        Object::String(text) => decode(&text),
        Object::Number(number) => number.as_f64().to_string(),
        Object::Array(list) => list.iter::<Object>().map(shown_value).collect::<Vec<_>>().join(" "),
        other => format!("{other:?}"),
    }
}

/// A text string: UTF-16 with a byte order mark, or else one byte a sign.
fn decode(text: &PdfString) -> String {
    match text.as_bytes().strip_prefix(&[0xfe, 0xff]) {
        Some(utf16) => {
            let units = utf16.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            String::from_utf16(&units.collect::<Vec<_>>()).expect("UTF-16")
        }
        None => text.as_bytes().iter().map(|byte| char::from(*byte)).collect(),
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

/// What a marked-content sequence says of itself.
#[derive(Default)]
struct Mark {
    mcid: Option<i32>,
    actual: Option<String>,
}

impl Mark {
    fn read(properties: &Dict) -> Self {
        let actual = properties.get::<PdfString>("ActualText");
        Self { mcid: properties.get::<i32>("MCID"), actual: actual.map(|text| decode(&text)) }
    }
}

fn read_page(page: &Page, number: usize, runs: &mut Vec<Run>) {
    let page_id = page.raw().obj_id();
    let nothing = BTreeMap::new();
    let mut maps: BTreeMap<String, BTreeMap<u16, String>> = BTreeMap::new();
    let mut font = String::new();
    // Height of the text origin: outer transformations, then the text's own.
    let mut outer = vec![(0.0_f32, 1.0_f32)];
    let mut y = 0.0;
    let mut marks: Vec<Mark> = Vec::new();
    let mut operations = page.operations();
    while let Some(operation) = operations.next() {
        let operands: Vec<Object> = operation.operands().cloned().collect();
        let float = |index: usize| operands[index].clone().into_f32().unwrap_or_default();
        match str::from_utf8(operation.operator).expect("an operator") {
            "q" => outer.push(*outer.last().expect("balanced states")),
            "Q" => {
                outer.pop();
            }
            "cm" => {
                let (offset, scale) = outer.last_mut().expect("balanced states");
                *offset += *scale * float(5);
                *scale *= float(3);
            }
            "Tf" => {
                let name = operands[0].clone().into_name().expect("a font's name");
                font = name.as_str().to_owned();
                let dict = page.resources().get_font(&name).expect("a font");
                maps.entry(font.clone()).or_insert_with(|| to_unicode(&dict));
            }
            "Tm" => {
                let (offset, scale) = outer.last().expect("balanced states");
                y = offset + scale * float(5);
            }
            "BDC" => {
                let properties = operands[1].clone().into_dict();
                marks.push(properties.map(|dict| Mark::read(&dict)).unwrap_or_default());
            }
            "BMC" => marks.push(Mark::default()),
            "EMC" => {
                marks.pop();
            }
            "Tj" | "TJ" => {
                let mut text = String::new();
                shown(&operands[0], maps.get(&font).unwrap_or(&nothing), &mut text);
                // What stands for a text is told once, whatever is shown for it.
                if let Some(actual) = marks.iter_mut().rev().find_map(|mark| mark.actual.as_mut()) {
                    text = std::mem::take(actual);
                }
                let mcid = marks.iter().rev().find_map(|mark| mark.mcid);
                runs.push(Run { page: number, page_id, mcid, y, text });
            }
            _ => {}
        }
    }
}

fn shown(object: &Object, map: &BTreeMap<u16, String>, text: &mut String) {
    match object {
        Object::Array(list) => Array::iter::<Object>(list).for_each(|one| shown(&one, map, text)),
        Object::String(string) => {
            for code in string.as_bytes().chunks_exact(2) {
                let code = u16::from_be_bytes([code[0], code[1]]);
                text.push_str(map.get(&code).map_or("\u{fffd}", String::as_str));
            }
        }
        _ => {}
    }
}

/// A font's glyph codes and the text that each stands for.
fn to_unicode(font: &Dict) -> BTreeMap<u16, String> {
    let stream = font.get::<Stream>("ToUnicode").expect("ToUnicode");
    let text = stream.decoded().expect("a stream");
    let text = String::from_utf8_lossy(&text).into_owned();
    let mut map = BTreeMap::new();
    for part in text.split("beginbfchar").skip(1) {
        let part = part.split("endbfchar").next().unwrap_or_default();
        let codes: Vec<&str> =
            part.split('<').skip(1).map(|s| s.split('>').next().unwrap_or_default()).collect();
        for pair in codes.chunks_exact(2) {
            map.insert(u16::from_str_radix(pair[0], 16).expect("a code"), utf16(pair[1]));
        }
    }
    for part in text.split("beginbfrange").skip(1) {
        let part = part.split("endbfrange").next().unwrap_or_default();
        let codes: Vec<&str> =
            part.split('<').skip(1).map(|s| s.split('>').next().unwrap_or_default()).collect();
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
