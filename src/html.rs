//! The report as a web page: one file, without scripts, from the layout's
//! handlebars templates. `report.html.hbs` is the page, a file of its own shows
//! each kind of block, and `report.css.hbs` is the style sheet within it.

mod whole;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use crate::diagnostic::Problems;
use crate::layout::Layout;
use crate::pdf::Places;
use crate::report::Report;
use crate::templates::Language;

/// The template of the page, and of its style sheet.
const PAGE: &str = "report";

/// The page's bytes.
///
/// # Errors
/// What is wrong with the layout's templates.
pub fn html(report: &Report, layout: &Layout) -> Result<Vec<u8>, Problems> {
    html_with(report, layout, &|_, _| None)
}

/// The same; `places` knows where the words come from that a layout may lose.
///
/// # Errors
/// Also each text that the layout's own templates leave out.
pub(crate) fn html_with(
    report: &Report,
    layout: &Layout,
    places: Places,
) -> Result<Vec<u8>, Problems> {
    let templates = layout.templates()?;
    let mut values = json!({
        "report": prepared(report),
        "theme": layout.theme,
        "logo": logo(layout),
        "style": "",
    });
    let style = templates.fill(Language::Css, PAGE, &values)?;
    values["style"] = Value::String(style);
    let page = templates.fill(Language::Html, PAGE, &values)?;
    if layout.has_own_templates() {
        whole::refuse_loss(&page, report, layout, places)?;
    }
    Ok(page.trim_start().as_bytes().to_vec())
}

/// The report as templates see it: as in JSON, with a value for all that JSON
/// leaves out, and an id for all that a page can point at.
fn prepared(report: &Report) -> Value {
    let mut value = serde_json::to_value(report).unwrap_or_default();
    complete(&mut value, &["provenance"]);
    for section in list(&mut value, "sections") {
        let id = format!("s{}", section["number"].as_str().unwrap_or_default());
        for (index, block) in list(section, "blocks").iter_mut().enumerate() {
            let id = format!("{id}b{}", index + 1);
            complete(block, &["field"]);
            name_all(list(block, "heads"), &format!("{id}c"));
            name_all(list(block, "rows"), &format!("{id}r"));
            add_shares(block);
            block["id"] = Value::String(id);
        }
        section["id"] = Value::String(id);
    }
    complete_spans(&mut value);
    value
}

/// The elements of the list `key`; none where there is no such list.
fn list<'a>(value: &'a mut Value, key: &str) -> &'a mut [Value] {
    value.get_mut(key).and_then(Value::as_array_mut).map(Vec::as_mut_slice).unwrap_or_default()
}

fn name_all(values: &mut [Value], prefix: &str) {
    for (index, value) in values.iter_mut().enumerate() {
        value["id"] = Value::String(format!("{prefix}{}", index + 1));
    }
}

/// Adds each column's share of its matrix's width, in per cent: the theme's,
/// but a status has room for the longest word of its head, as far as the
/// strategies can spare it.
fn add_shares(block: &mut Value) {
    let widths: Vec<f64> = list(block, "columns").iter().filter_map(Value::as_f64).collect();
    let sum: f64 = widths.iter().sum();
    let shares: Vec<f64> = widths.iter().map(|width| width * 100.0 / sum).collect();
    let Some((strategy, statuses)) = shares.split_first().filter(|_| sum > 0.0) else { return };
    let heads = list(block, "heads").iter();
    let needs = heads.map(|head| LETTER * longest_word(head["label"].as_str().unwrap_or_default()));
    let wanted: Vec<f64> = statuses.iter().zip(needs).map(|(own, need)| own.max(need)).collect();
    let statuses = shared(100.0 - strategy.min(STRATEGY), wanted);
    let strategy = 100.0 - statuses.iter().sum::<f64>();
    let rounded = |share: f64| (share * 100.0).round() / 100.0;
    block["shares"] = std::iter::once(strategy).chain(statuses).map(rounded).collect();
}

/// What a letter of a column's head takes of a matrix's width, in per cent.
const LETTER: f64 = 0.95;

/// What is left for the strategies when words of the heads are long.
const STRATEGY: f64 = 24.0;

fn longest_word(text: &str) -> f64 {
    let words = text.split(|c: char| c.is_whitespace() || c == '-' || c == '/');
    words.map(|word| word.chars().count() + 1).max().unwrap_or_default() as f64
}

/// The shares, where needed cut to one height so that they fit in `room`.
fn shared(room: f64, mut shares: Vec<f64>) -> Vec<f64> {
    let mut ascending = shares.clone();
    ascending.sort_by(f64::total_cmp);
    let mut left = room;
    for (index, share) in ascending.iter().enumerate() {
        let height = left / (ascending.len() - index) as f64;
        if *share > height {
            shares.iter_mut().for_each(|share| *share = share.min(height));
            break;
        }
        left -= share;
    }
    shares
}

fn complete(value: &mut Value, keys: &[&str]) {
    if let Some(object) = value.as_object_mut() {
        for key in keys {
            object.entry(*key).or_insert(Value::Null);
        }
    }
}

/// Completes the spans of every text.
fn complete_spans(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(complete_spans),
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                match value {
                    Value::Array(spans) if key == "spans" => {
                        spans
                            .iter_mut()
                            .for_each(|span| complete(span, &["strong", "emphasis", "link"]));
                    }
                    value => complete_spans(value),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The logo's picture within the page (RFC 2397); nothing where the theme has
/// none.
fn logo(layout: &Layout) -> Value {
    let Some(logo) = &layout.theme.logo else { return Value::Null };
    let bytes = layout.files.get(&logo.file).map(Vec::as_slice).unwrap_or_default();
    json!({
        "source": format!("data:{};base64,{}", media_type(bytes), BASE64.encode(bytes)),
        "alternative": logo.alternative,
        "width": logo.width,
        "height": logo.height,
    })
}

/// By the first bytes (WHATWG MIME Sniffing 6.1).
fn media_type(picture: &[u8]) -> &'static str {
    if picture.starts_with(b"\xff\xd8\xff") { "image/jpeg" } else { "image/png" }
}
