//! What a web page tells of itself: what it would run or fetch, and whether it
//! can be found one's way in. (HTML Standard, clause 13.1; WCAG 2.2.)

use std::collections::HashSet;

use super::{Check, Examined, Finding, in_page, is_web_address, unreadable};
use crate::job::Format;
use crate::xml::Allowance;

/// How many wrong things are gathered of a kind.
const MOST_GATHERED: usize = 1_000;
/// How many attributes a tag may have.
const MOST_ATTRIBUTES: usize = 200;

pub(super) fn examine(bytes: &[u8]) -> Examined {
    let Ok(text) = str::from_utf8(bytes) else { return unreadable(Some(Format::Html), "text") };
    let mut page = Page::default();
    let mut rest = text;
    while let Some(start) = memchr::memchr(b'<', rest.as_bytes()) {
        let Some(after) = page.take(&rest[start..]) else {
            return unreadable(Some(Format::Html), "bounds");
        };
        rest = after;
    }
    let provenance = in_page(bytes);
    let findings = page.findings();
    Examined { format: Some(Format::Html), claims: Vec::new(), findings, provenance }
}

/// What has been found so far.
#[derive(Default)]
struct Page {
    allowance: Allowance,
    has_language: bool,
    has_title: bool,
    programs: Vec<String>,
    remote: Vec<String>,
    clicked: Vec<String>,
    silent: Vec<String>,
    skipping: Vec<String>,
    level: usize,
    ids: HashSet<String>,
    twice: Vec<String>,
}

/// Elements that run or hold another program's document.
const PROGRAMS: [&str; 7] = ["script", "iframe", "object", "embed", "applet", "frame", "portal"];
/// Attributes that a browser fetches what they name.
const FETCHED: [&str; 7] =
    ["src", "srcset", "poster", "data", "background", "action", "formaction"];
/// Elements whose content is not markup, up to their end.
const RAW: [&str; 3] = ["script", "style", "title"];

impl Page {
    /// Takes what begins with `<`, and gives what follows it; nothing where
    /// the page holds more than any report.
    fn take<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        if let Some(comment) = text.strip_prefix("<!--") {
            return Some(comment.split_once("-->").map_or("", |(_, rest)| rest));
        }
        if !text[1..].starts_with(|sign: char| sign.is_ascii_alphabetic()) {
            return Some(&text[1..]);
        }
        let (tag, rest) = Tag::read(&text[1..])?;
        self.allowance.take(tag.attributes.len())?;
        self.look(&tag);
        let Some(raw) = RAW.iter().find(|name| **name == tag.name) else { return Some(rest) };
        let end = end_of(rest, raw);
        self.look_within(raw, &rest[..end]);
        Some(&rest[end..])
    }

    fn look(&mut self, tag: &Tag) {
        if PROGRAMS.contains(&tag.name.as_str()) {
            note(&mut self.programs, format!("<{}>", tag.name));
        }
        for (name, value) in &tag.attributes {
            self.look_at(tag, name, value);
        }
        match tag.name.as_str() {
            "html" => self.has_language = tag.value("lang").is_some_and(says_something),
            "base" => note(&mut self.remote, "<base>".to_owned()),
            "img" if tag.value("alt").is_none() => note(&mut self.silent, "<img>".to_owned()),
            "meta"
                if tag.value("http-equiv").is_some_and(|it| it.eq_ignore_ascii_case("refresh")) =>
            {
                note(&mut self.clicked, "<meta http-equiv=refresh>".to_owned());
            }
            name => self.note_heading(name),
        }
    }

    fn look_at(&mut self, tag: &Tag, name: &str, value: &str) {
        if name.starts_with("on") {
            note(&mut self.programs, format!("<{} {name}>", tag.name));
        }
        if name == "id" && !self.ids.insert(value.to_owned()) {
            note(&mut self.twice, value.to_owned());
        }
        if name == "style" {
            self.look_at_style(value);
        }
        let is_link = matches!(name, "href" | "xlink:href" | "ping");
        if is_link && matches!(tag.name.as_str(), "a" | "area") {
            if !value.starts_with('#') && !is_web_address(&plain(value)) {
                note(&mut self.clicked, value.to_owned());
            }
        } else if (is_link || FETCHED.contains(&name)) && !is_inside(value) {
            note(&mut self.remote, value.to_owned());
        }
    }

    fn look_within(&mut self, name: &str, text: &str) {
        match name {
            "title" => self.has_title |= says_something(text),
            "style" => self.look_at_style(text),
            _ => {}
        }
    }

    /// Style sheets fetch what `url()` and `@import` name.
    fn look_at_style(&mut self, style: &str) {
        let style = style.to_ascii_lowercase();
        if style.contains("@import") {
            note(&mut self.remote, "@import".to_owned());
        }
        if style.matches("url(").count() > MOST_GATHERED {
            note(&mut self.remote, format!("{MOST_GATHERED} × url()"));
        }
        for after in style.split("url(").skip(1).take(MOST_GATHERED) {
            let address = after.split(')').next().unwrap_or_default();
            let address = address.trim().trim_matches(['"', '\'']);
            if !is_inside(address) {
                note(&mut self.remote, address.to_owned());
            }
        }
    }

    fn note_heading(&mut self, name: &str) {
        let level = name.strip_prefix('h').and_then(|level| level.parse::<usize>().ok());
        let Some(level) = level.filter(|level| (1..=6).contains(level)) else { return };
        if level > self.level + 1 {
            note(&mut self.skipping, format!("h{}, {name}", self.level));
        }
        self.level = level;
    }

    fn findings(self) -> Vec<Finding> {
        vec![
            Finding::that(Check::Readable, true, ""),
            Finding::that(Check::Language, self.has_language, "lang"),
            Finding::that(Check::Title, self.has_title, "<title>"),
            Finding::of(Check::Alternatives, self.silent),
            Finding::of(Check::Headings, self.skipping),
            Finding::of(Check::Actions, self.clicked),
            Finding::of(Check::Remote, self.remote),
            Finding::of(Check::Programs, self.programs),
            Finding::of(Check::Ids, self.twice),
        ]
    }
}

fn note(list: &mut Vec<String>, what: String) {
    if list.len() < MOST_GATHERED {
        list.push(what);
    }
}

/// Whether an address leads to nothing outside of the page.
fn is_inside(address: &str) -> bool {
    address.starts_with('#')
        || address.trim_start().to_ascii_lowercase().starts_with("data:image/")
        || address.trim_start().to_ascii_lowercase().starts_with("data:font/")
}

/// An address without what browsers pass over in it.
fn plain(address: &str) -> String {
    let unescaped = quick_xml::escape::unescape(address).unwrap_or_default();
    unescaped.chars().filter(|sign| !sign.is_control() && !sign.is_whitespace()).collect()
}

fn says_something(text: &str) -> bool {
    !text.trim().is_empty()
}

/// Where the end of a raw element begins, or the text ends.
fn end_of(text: &str, name: &str) -> usize {
    let ends = memchr::memmem::find_iter(text.as_bytes(), b"</").find(|at| {
        let after = &text.as_bytes()[at + 2..];
        after.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()))
    });
    ends.unwrap_or(text.len())
}

/// A start tag: its name and attributes, in small letters.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// Reads a tag that begins after its bracket, and gives what follows it;
    /// nothing where it has too many attributes.
    fn read(text: &str) -> Option<(Self, &str)> {
        let is_end = |sign: char| sign.is_whitespace() || matches!(sign, '/' | '>');
        let (name, mut rest) = text.split_at(text.find(is_end).unwrap_or(text.len()));
        let mut tag = Self { name: name.to_ascii_lowercase(), attributes: Vec::new() };
        loop {
            rest = rest.trim_start_matches(|sign: char| sign.is_whitespace() || sign == '/');
            match rest.strip_prefix('>') {
                Some(after) => return Some((tag, after)),
                None if rest.is_empty() => return Some((tag, rest)),
                None if tag.attributes.len() == MOST_ATTRIBUTES => return None,
                None => {}
            }
            // A name may begin with an equals sign, and with nothing else odd.
            let first = rest.chars().next().map_or(0, char::len_utf8);
            let end = rest[first..].find(|sign| is_end(sign) || sign == '=');
            let (name, after) = rest.split_at(end.map_or(rest.len(), |end| first + end));
            let (value, after) = value(after);
            tag.attributes.push((name.to_ascii_lowercase(), value.to_owned()));
            rest = after;
        }
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The value that stands after an attribute's name, and what follows it.
fn value(text: &str) -> (&str, &str) {
    let Some(after) = text.trim_start().strip_prefix('=') else { return ("", text) };
    let after = after.trim_start();
    let quote = after.chars().next().filter(|sign| matches!(sign, '"' | '\''));
    match quote {
        Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
        None => {
            let is_end = |sign: char| sign.is_whitespace() || sign == '>';
            after.split_at(after.find(is_end).unwrap_or(after.len()))
        }
    }
}
