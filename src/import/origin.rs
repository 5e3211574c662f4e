//! What a Word file says it was made from. It comes back from outside: what it
//! says is weighed, and leads to no other folder.

use std::collections::BTreeMap;

use super::document::Document;
use crate::input::LayoutChoice;
use crate::layout::Layout;
use crate::report::Report;

/// What a file's own properties say of how it came about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Hash of the answers.
    pub answers: Option<String>,
    /// Hash of the form.
    pub form: Option<String>,
    /// Hash of the layout.
    pub layout: Option<String>,
    /// It was a form to fill in, without any answer.
    pub is_blank: bool,
    /// It has the look of a Word template as well, which may bring headers.
    pub has_template: bool,
    /// The look, as far as it can be named.
    pub look: LayoutChoice,
}

/// Names of the properties, after `dnr `.
const LOOK: &str = "look";
const SETTING: &str = "set";
const BLANK: &str = "blank";
const TEMPLATE: &str = "template";

/// Values of the theme that decide how a file is read. Others do not go along.
const SETTINGS: [&str; 2] = ["matrix.", "texts."];
const MOST_SETTINGS: usize = 50;
const LONGEST_VALUE: usize = 1_000;

impl Origin {
    pub fn of(document: &Document) -> Self {
        let property = |name: &str| document.properties.get(&format!("dnr {name}")).cloned();
        let settings = (1..=MOST_SETTINGS).map_while(|n| property(&format!("{SETTING} {n}")));
        let settings = settings.filter_map(|setting| {
            let (key, value) = setting.split_once('=')?;
            goes_along(key, value).then(|| (key.to_owned(), value.to_owned()))
        });
        Self {
            answers: property("answers"),
            form: property("form"),
            layout: property("layout"),
            is_blank: property(BLANK).is_some(),
            has_template: property(TEMPLATE).is_some(),
            look: LayoutChoice {
                name: property(LOOK).filter(|name| is_name(name)),
                settings: settings.collect(),
                template: None,
                ..LayoutChoice::default()
            },
        }
    }

    /// Whether the file was made from answers of that text.
    pub fn is_from(&self, text: &str) -> bool {
        let hash = crate::hash::hash(text.as_bytes());
        self.answers.as_ref().is_some_and(|answers| *answers == hash)
    }
}

/// What a report's Word file says of its look, for [`Origin::of`] to read: names
/// and single values, and no path.
pub fn properties(report: &Report, layout: &Layout) -> Vec<(String, String)> {
    let name = layout.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut all = vec![(LOOK.to_owned(), name.to_owned())];
    all.retain(|(_, name)| is_name(name));
    // The last of two values for a key is the one that holds.
    let settings: BTreeMap<&String, &String> =
        layout.settings.iter().map(|(key, value)| (key, value)).collect();
    let settings = settings.into_iter().filter(|(key, value)| goes_along(key, value));
    let settings = settings.take(MOST_SETTINGS).enumerate();
    all.extend(settings.map(|(index, (key, value))| {
        (format!("{SETTING} {}", index + 1), format!("{key}={value}"))
    }));
    let facts = [(BLANK, report.is_blank), (TEMPLATE, layout.template.is_some())];
    let facts = facts.into_iter().filter(|(_, is_so)| *is_so);
    all.extend(facts.map(|(name, _)| (name.to_owned(), "yes".to_owned())));
    all
}

fn goes_along(key: &str, value: &str) -> bool {
    SETTINGS.iter().any(|start| key.starts_with(start)) && value.len() <= LONGEST_VALUE
}

/// Whether a layout can be found by that name without leaving its folder.
fn is_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    !name.is_empty() && name.len() <= LONGEST_VALUE && name.chars().all(is_plain)
}
