//! The Word file as a zip archive (ECMA-376 part 2). Entries stand in a fixed
//! order and bear no time, so that the same report gives the same bytes.

use std::io::{Cursor, Write};
use std::sync::{Arc, LazyLock, Mutex};

use handlebars::Handlebars;
use serde_json::{Value, json};
use typst::text::FontFlags;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::control::{ANSWER_PROMPT, DATE_PROMPT, DEVELOPMENT_PROMPT, STATE_PROMPT};
use super::finish::Parts;
use crate::error::Error;
use crate::hash;
use crate::import::origin;
use crate::layout::Layout;
use crate::report::{Prompts, Provenance, Report};
use crate::seal;
use crate::theme::Font;

/// The small parts that are the same for all reports but for some values.
/// Values are escaped for XML.
static FIXED: LazyLock<Handlebars> = LazyLock::new(|| {
    let mut engine = Handlebars::new();
    engine.set_strict_mode(true);
    engine.register_escape_fn(|text| quick_xml::escape::escape(text).into_owned());
    for (name, template) in [
        ("content_types", include_str!("parts/content_types.xml.hbs")),
        ("rels", include_str!("parts/rels.xml.hbs")),
        ("core", include_str!("parts/core.xml.hbs")),
        ("custom", include_str!("parts/custom.xml.hbs")),
        ("app", include_str!("parts/app.xml.hbs")),
        ("settings", include_str!("parts/settings.xml.hbs")),
        ("font_table", include_str!("parts/font_table.xml.hbs")),
        ("glossary", include_str!("parts/glossary.xml.hbs")),
    ] {
        engine.register_template_string(name, template).expect("the parts are handlebars");
    }
    engine
});

/// The parts of a package by name, in the order in which they are packed.
pub type Entries = Vec<(String, Vec<u8>)>;

/// The number after that of the last custom property in the part itself.
const FIRST_OWN_PROPERTY: usize = 6;

/// The package's bytes.
pub fn pack(report: &Report, parts: Parts, layout: &Layout) -> Result<Vec<u8>, Error> {
    let values = values(report, &parts, layout);
    let fixed = |name| {
        let text = FIXED.render(name, &values).map_err(|e| Error::internal("writing DOCX", e))?;
        Ok::<_, Error>(text.into_bytes())
    };
    let mut entries: Entries = vec![
        ("[Content_Types].xml".into(), fixed("content_types")?),
        ("_rels/.rels".into(), fixed("rels")?),
        ("docProps/core.xml".into(), fixed("core")?),
        ("docProps/app.xml".into(), fixed("app")?),
        ("docProps/custom.xml".into(), fixed("custom")?),
        ("word/document.xml".into(), parts.document),
        ("word/_rels/document.xml.rels".into(), parts.document_rels),
        ("word/styles.xml".into(), parts.styles),
        ("word/numbering.xml".into(), parts.numbering),
        ("word/settings.xml".into(), fixed("settings")?),
        ("word/fontTable.xml".into(), fixed("font_table")?),
        ("word/glossary/document.xml".into(), fixed("glossary")?),
    ];
    for (index, header) in parts.headers.into_iter().enumerate() {
        entries.push((format!("word/header{}.xml", index + 1), header));
    }
    for (name, bytes) in parts.media {
        entries.push((format!("word/media/{name}"), bytes));
    }
    if let Some(template) = &layout.template {
        template.dress(&mut entries, &layout.theme)?;
    }
    zip(entries, &layout.word_shared).map_err(|e| Error::internal("writing DOCX", e))
}

fn values(report: &Report, parts: &Parts, layout: &Layout) -> Value {
    let (decimal, separator) = separators(&report.language);
    let properties = &report.properties;
    let headers: Vec<usize> = (1..=parts.headers.len()).collect();
    json!({
        "title": properties.title,
        "subject": properties.subject,
        "author": properties.author,
        "keywords": joined(&properties.keywords),
        "date": properties.date.as_ref().map(|date| format!("{date}T00:00:00Z")).unwrap_or_default(),
        "dnr": properties.diary_number,
        "body": properties.body,
        "body_id": properties.body_id,
        "form": properties.form,
        "language": report.language,
        "version": env!("CARGO_PKG_VERSION"),
        "decimal": decimal,
        "separator": separator,
        "fonts": fonts(layout),
        "pictures": parts.picture_types,
        "headers": headers,
        "provenance": provenance(report, layout),
        "prompts": prompts(report),
    })
}

/// Keywords with a sign between them that none of them holds, where there is one.
fn joined(keywords: &[String]) -> String {
    let is_free = |sign: &&str| !keywords.iter().any(|keyword| keyword.contains(*sign));
    let sign = [",", ";"].into_iter().find(is_free).unwrap_or(",");
    keywords.join(&format!("{sign} "))
}

/// The decimal sign and what parts the items of a list, as a language has them.
fn separators(language: &str) -> (&'static str, &'static str) {
    match language.split('-').next() {
        Some("en") => (".", ","),
        _ => (",", ";"),
    }
}

/// The fonts that the styles name, each once, and of what sort their twins in
/// the PDF are.
fn fonts(layout: &Layout) -> Vec<Value> {
    let mut named: Vec<&Font> = Vec::new();
    for font in [&layout.theme.fonts.text, &layout.theme.fonts.display] {
        if !named.iter().any(|known| known.word == font.word) {
            named.push(font);
        }
    }
    let values = named.into_iter().map(|font| {
        let flags = layout.fonts.regular(&font.family).map(|font| font.info().flags);
        let is = |flag| flags.is_some_and(|flags| flags.contains(flag));
        let family = match (is(FontFlags::MONOSPACE), is(FontFlags::SERIF)) {
            (true, _) => "modern",
            (false, true) => "roman",
            (false, false) => "swiss",
        };
        let pitch = if is(FontFlags::MONOSPACE) { "fixed" } else { "variable" };
        json!({ "name": font.word, "family": family, "pitch": pitch })
    });
    values.collect()
}

/// What the glossary holds: of dates and states only in a form to fill in.
fn prompts(report: &Report) -> Vec<Value> {
    let Prompts { answer, development, date, state } = &report.prompts;
    let mut all = vec![prompt(ANSWER_PROMPT, answer), prompt(DEVELOPMENT_PROMPT, development)];
    if report.is_blank {
        all.extend(date.as_ref().map(|date| prompt(DATE_PROMPT, &date.prompt)));
        all.extend(state.as_ref().map(|state| prompt(STATE_PROMPT, &state.prompt)));
    }
    all
}

/// An entry of the glossary: what Word shows again when a control is emptied.
fn prompt(name: &str, text: &str) -> Value {
    let hash = hash::hash(name.as_bytes()).to_uppercase();
    let (a, b, c, d, e) = (&hash[..8], &hash[8..12], &hash[12..16], &hash[16..20], &hash[20..32]);
    json!({ "name": name, "text": text, "guid": format!("{{{a}-{b}-{c}-{d}-{e}}}") })
}

/// The report's origin and look as custom properties, numbered on from those that
/// stand in the part.
fn provenance(report: &Report, layout: &Layout) -> Vec<Value> {
    let entries = report.provenance.iter().flat_map(Provenance::entries);
    let entries = entries.chain(origin::properties(report, layout));
    // Filled in when the file is whole.
    let seal = report.provenance.iter().map(|_| ("seal".to_owned(), "0".repeat(seal::DIGITS)));
    let properties = entries.chain(seal).enumerate().map(|(index, (name, value))| {
        json!({ "pid": FIRST_OWN_PROPERTY + index, "name": name.replace('-', " "), "value": value })
    });
    properties.collect()
}

/// The parts that each report has of its own. The others are mostly those of
/// the report before.
fn is_own(name: &str) -> bool {
    let own = [
        "docProps/core.xml",
        "docProps/custom.xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/numbering.xml",
        // That of the pages after the first, which has none.
        "word/header2.xml",
    ];
    own.contains(&name)
}

/// The parts that a layout's reports share, packed: the last that were.
#[derive(Debug, Default)]
pub struct SharedParts(Mutex<Option<Arc<Packed>>>);

#[derive(Debug)]
struct Packed {
    entries: Entries,
    archive: Vec<u8>,
}

impl SharedParts {
    /// An archive of `entries`.
    fn pack(&self, entries: Entries) -> ZipResult<Vec<u8>> {
        let known = self.0.lock().ok().and_then(|known| known.clone());
        if let Some(known) = known.filter(|known| known.entries == entries) {
            return Ok(known.archive.clone());
        }
        let archive = add(ZipWriter::new(Cursor::new(Vec::new())), &entries)?;
        if let Ok(mut known) = self.0.lock() {
            *known = Some(Arc::new(Packed { entries, archive: archive.clone() }));
        }
        Ok(archive)
    }
}

/// The archive of all entries: first those that reports share, then its own,
/// and last the one with the seal.
fn zip(entries: Entries, shared: &SharedParts) -> ZipResult<Vec<u8>> {
    let (mut own, common) = entries.into_iter().partition::<Entries, _>(|(name, _)| is_own(name));
    own.sort_by_key(|(name, _)| name == seal::PROPERTIES);
    let archive = shared.pack(common)?;
    add(ZipWriter::new_append(Cursor::new(archive))?, &own)
}

/// Parts of so few bytes are not worth packing: to begin takes longer than to
/// do it.
const SMALL: usize = 2048;

fn add(mut writer: ZipWriter<Cursor<Vec<u8>>>, entries: &Entries) -> ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, bytes) in entries {
        // The seal is written when all is packed.
        let is_stored = name == seal::PROPERTIES || bytes.len() < SMALL;
        let options = match is_stored {
            true => options.compression_method(CompressionMethod::Stored),
            false => options,
        };
        writer.start_file(name.as_str(), options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
