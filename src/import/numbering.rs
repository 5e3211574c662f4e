//! What a file's lists look like, and how far they have counted.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::styles::value;
use crate::rich_text::Marker;
use crate::xml::Element;

/// Numbers of a text have at most nine digits.
const HIGHEST: u64 = 999_999_999;

/// The numberings of a file, and where each stands.
#[derive(Debug, Default)]
pub struct Numbering {
    abstracts: HashMap<String, HashMap<usize, Level>>,
    numberings: HashMap<String, Instance>,
    /// The last number given on each level of an abstract numbering.
    counts: HashMap<String, BTreeMap<usize, u64>>,
    restarted: HashSet<(String, usize)>,
}

#[derive(Debug, Clone)]
struct Level {
    marker: Marker,
    /// Numbers that are not 1, 2, 3.
    is_odd: bool,
    start: u64,
}

#[derive(Debug)]
struct Instance {
    of: String,
    starts: HashMap<usize, u64>,
}

/// A paragraph's place in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPlace {
    pub level: usize,
    pub marker: Marker,
    pub number: u64,
    /// Its number is shown as a letter or a Roman number.
    pub is_odd: bool,
}

impl Numbering {
    pub fn read(root: &Element) -> Self {
        let mut numbering = Self::default();
        for element in root.elements() {
            match element.name.as_str() {
                "w:abstractNum" => {
                    let id = element.attribute("w:abstractNumId").unwrap_or_default().to_owned();
                    let levels = element.elements().filter(|e| e.name == "w:lvl");
                    let levels = levels.filter_map(|e| Some((depth(e)?, level(e))));
                    numbering.abstracts.insert(id, levels.collect());
                }
                "w:num" => {
                    let id = element.attribute("w:numId").unwrap_or_default().to_owned();
                    let of = value(element.child("w:abstractNumId")).unwrap_or_default().to_owned();
                    let overrides = element.elements().filter(|e| e.name == "w:lvlOverride");
                    let starts = overrides
                        .filter_map(|e| Some((depth(e)?, number(e.child("w:startOverride"))?)));
                    let instance = Instance { of, starts: starts.collect() };
                    numbering.numberings.insert(id, instance);
                }
                _ => {}
            }
        }
        numbering
    }

    /// The place of the next paragraph of that numbering and level; nothing for
    /// paragraphs that show no marker.
    pub fn next(&mut self, id: &str, depth: usize) -> Option<ListPlace> {
        let instance = self.numberings.get(id)?;
        let unknown = Level { marker: Marker::Bullet, is_odd: false, start: 1 };
        let levels = self.abstracts.get(&instance.of);
        let level = match levels {
            Some(levels) => levels.get(&depth).or(levels.get(&0)).cloned().unwrap_or(unknown),
            None => unknown,
        };
        let counts = self.counts.entry(instance.of.clone()).or_default();
        if let Some(start) = instance.starts.get(&depth)
            && self.restarted.insert((id.to_owned(), depth))
        {
            counts.insert(depth, start.saturating_sub(1));
        }
        let start = instance.starts.get(&depth).copied().unwrap_or(level.start);
        let before = start.saturating_sub(1);
        let count = counts.entry(depth).or_insert(before);
        *count = (*count + 1).min(HIGHEST);
        let number = *count;
        // What is deeper begins anew.
        counts.retain(|deep, _| *deep <= depth);
        let Level { marker, is_odd, .. } = level;
        Some(ListPlace { level: depth, marker, number, is_odd })
    }
}

fn depth(element: &Element) -> Option<usize> {
    element.attribute("w:ilvl")?.parse().ok()
}

fn number(element: Option<&Element>) -> Option<u64> {
    Some(value(element)?.parse::<u64>().ok()?.min(HIGHEST))
}

fn level(element: &Element) -> Level {
    let format = value(element.child("w:numFmt")).unwrap_or("decimal");
    let text = value(element.child("w:lvlText")).unwrap_or_default();
    let marker = match format {
        "bullet" if matches!(text, "-" | "–" | "—" | "‒" | "−") => Marker::Dash,
        "bullet" | "none" => Marker::Bullet,
        _ => Marker::Number,
    };
    let is_odd = marker == Marker::Number && !matches!(format, "decimal" | "decimalZero");
    let start = number(element.child("w:start")).unwrap_or(1);
    Level { marker, is_odd, start }
}
