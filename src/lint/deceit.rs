//! What reads as something else than it is: letters of one alphabet that look like
//! those of another, and links that show another address than they lead to.

use super::name_characters;
use crate::diagnostic::{Code, Diagnostic, Place, Problems};
use crate::rich_text::{RichText, Span, TextBlock, by_link};

/// Cyrillic and Greek letters that look like Latin ones in most fonts (after
/// Unicode Technical Standard 39, section 4).
const LOOK_ALIKES: &str = "авеікмнорсстухѕјһԁԛԝАВЕІКМНОРСТУХЅЈҺԌԚԜαοντυρικΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";

/// Words that mix Latin letters with others that look like them, each once.
pub(super) fn words(text: &str, place: &Place) -> Problems {
    let mut problems = Problems::default();
    // Greek and Cyrillic begin with these bytes. Few texts have any of them.
    if !text.bytes().any(|byte| (0xcd..=0xd4).contains(&byte)) {
        return problems;
    }
    let mut told = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let odd: Vec<char> = word.chars().filter(|c| LOOK_ALIKES.contains(*c)).collect();
        if odd.is_empty() || !word.contains(is_latin) || told.contains(&word) {
            continue;
        }
        told.push(word);
        let diagnostic = Diagnostic::new(Code::LookAlike, place.narrowed_to(word));
        problems.add(diagnostic.with("word", word).with("characters", name_characters(&odd)));
    }
    problems
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}')
}

/// Links that show an address other than the one they lead to.
pub(super) fn links(text: &RichText, place: &Place) -> Problems {
    let mut problems = Problems::default();
    text.0.iter().for_each(|block| links_of(block, place, &mut problems));
    problems
}

fn links_of(block: &TextBlock, place: &Place, problems: &mut Problems) {
    match block {
        TextBlock::Paragraph { spans } => {
            for (target, spans) in by_link(spans) {
                let Some(target) = target else { continue };
                let shown: String = spans.iter().map(|span: &Span| span.text.as_str()).collect();
                if leads_elsewhere(&shown, target) {
                    let diagnostic =
                        Diagnostic::new(Code::LinkElsewhere, place.narrowed_to(shown.trim()));
                    problems.add(diagnostic.with("shown", shown.trim()).with("target", target));
                }
            }
        }
        TextBlock::List(list) => {
            let blocks = list.items.iter().flatten();
            blocks.for_each(|block| links_of(block, place, problems));
        }
    }
}

/// Whether the words of a link are an address, and not that of its target. Words
/// that name a place without a way are right for all of that place.
fn leads_elsewhere(shown: &str, target: &str) -> bool {
    let Some(shown) = Address::shown(shown) else { return false };
    let target = Address::of(target);
    shown.host != target.host || (!shown.way.is_empty() && shown.way != target.way)
}

#[derive(Debug, PartialEq, Eq)]
struct Address {
    host: String,
    way: String,
}

impl Address {
    fn of(url: &str) -> Self {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let rest = rest.strip_prefix("mailto:").unwrap_or(rest);
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, way) = rest.split_at(end);
        let host = host.to_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
        Self { host, way: way.trim_end_matches('/').to_owned() }
    }

    /// The address that words are, where they are one.
    fn shown(words: &str) -> Option<Self> {
        let words = words.trim();
        if words.is_empty() || words.contains(char::is_whitespace) {
            return None;
        }
        let address = Self::of(words);
        let has_scheme = words.contains("://") || words.starts_with("mailto:");
        let names: Vec<&str> = address.host.split('.').collect();
        let is_name = |name: &&str| {
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-@_".contains(c))
        };
        let is_domain = names.len() > 1
            && names.iter().all(is_name)
            && names
                .last()
                .is_some_and(|top| top.len() > 1 && top.chars().all(char::is_alphabetic));
        (has_scheme || is_domain).then_some(address)
    }
}
