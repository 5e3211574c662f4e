//! A finished Word file in a template's look: the last step before it is
//! packed, over the parts as they are.

use indexmap::IndexSet;

use super::super::finish::sort_children;
use super::super::package::Entries;
use super::super::{points_to_twips, styles};
use super::style_set::{StyleSet, heading_number};
use super::{PICTURES, Pages, RunnerKind, Template};
use crate::error::Error;
use crate::theme::Theme;
use crate::xml::Element;

/// The namespace of relationships (ECMA-376 part 2, annex F).
pub const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

pub const THEME_PART: &str = "word/theme/theme1.xml";
pub const THEME_TYPE: &str = "application/vnd.openxmlformats-officedocument.theme+xml";

const CONTENT_TYPES: &str = "[Content_Types].xml";
const DOCUMENT: &str = "word/document.xml";
const DOCUMENT_RELATIONS: &str = "word/_rels/document.xml.rels";
const STYLES: &str = "word/styles.xml";
const NUMBERING: &str = "word/numbering.xml";
const SETTINGS: &str = "word/settings.xml";
const FONT_TABLE: &str = "word/fontTable.xml";

/// The order of the settings that a template can give, among ours
/// (ECMA-376 part 1, 17.15.1.78).
#[rustfmt::skip]
const SETTINGS_ORDER: &[&str] = &[
    "zoom", "mirrorMargins", "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter",
    "gutterAtTop", "defaultTabStop", "autoHyphenation", "consecutiveHyphenLimit",
    "hyphenationZone", "doNotHyphenateCaps", "evenAndOddHeaders", "characterSpacingControl",
    "compat", "themeFontLang", "clrSchemeMapping", "decimalSymbol", "listSeparator",
];

pub fn runner_type(kind: RunnerKind) -> String {
    let word = kind.word();
    format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{word}+xml")
}

/// A relationship to a part of the same file.
pub fn relationship(id: &str, kind: &str, target: &str) -> Element {
    const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    Element::new("Relationship")
        .with("Id", id)
        .with("Type", &format!("{KINDS}/{kind}"))
        .with("Target", target)
}

/// How many twips the widest matrix of the layout is wider than a text of that
/// width and what the layout lets it stand out into the margins.
pub fn excess_width(theme: &Theme, text_width: i32) -> i32 {
    let matrix = &theme.matrix;
    if matrix.linear {
        return 0;
    }
    let parts = matrix.parts.keys().map(String::as_str).chain([""]);
    let widths = parts.map(|part| matrix.columns(part, matrix.statuses.len()).iter().sum());
    let widest = widths.fold(0.0, f64::max);
    points_to_twips(widest) - text_width - Overhang::of(theme, widest).sum()
}

/// How far a table stands out of the text, in twips.
struct Overhang {
    left: i32,
    right: i32,
}

impl Overhang {
    /// As the layout has it for a table of that many points.
    fn of(theme: &Theme, width: f64) -> Self {
        let page = &theme.page;
        let left = page.left.0 - theme.matrix.left.0;
        let right = width - page.text_width() - left;
        Self { left: points_to_twips(left).max(0), right: points_to_twips(right).max(0) }
    }

    fn sum(&self) -> i32 {
        self.left + self.right
    }
}

impl Template {
    /// Gives the parts of a finished Word file the template's look.
    ///
    /// # Errors
    /// Only the program's own failure: our own parts cannot be read.
    pub fn dress(&self, entries: &mut Entries, theme: &Theme) -> Result<(), Error> {
        let styles = StyleSet::new(&self.styles, &part(entries, STYLES)?);
        replace(entries, STYLES, styles.root.to_bytes());
        change(entries, NUMBERING, |root| styles.rename_references(root))?;
        let headers = self.our_headers(entries)?;
        self.dress_our_headers(entries, &headers, &styles)?;
        change(entries, DOCUMENT, |root| self.dress_document(root, theme, &styles, &headers))?;
        change(entries, DOCUMENT_RELATIONS, |root| self.relate(root, &headers))?;
        change(entries, SETTINGS, |root| self.set(root))?;
        if let Some(font_table) = &self.font_table {
            replace(entries, FONT_TABLE, font_table.clone());
        }
        change(entries, CONTENT_TYPES, |root| self.declare(root, &headers))?;
        let parts = self.parts.iter().map(|part| (part.name.clone(), part.bytes.clone()));
        entries.extend(parts);
        Ok(())
    }

    /// The headers that docx-rs wrote, by the pages they stand on.
    fn our_headers(&self, entries: &Entries) -> Result<Vec<OurHeader>, Error> {
        let relations = part(entries, DOCUMENT_RELATIONS)?;
        let document = part(entries, DOCUMENT)?;
        let section = document.child("w:body").and_then(|body| body.child("w:sectPr"));
        let references = section.into_iter().flat_map(Element::elements);
        let references = references.filter(|element| element.name == "w:headerReference");
        let headers = references.filter_map(|reference| {
            let id = reference.attribute("r:id")?;
            let relation = relations.elements().find(|e| e.attribute("Id") == Some(id))?;
            let pages = reference.attribute("w:type")?;
            let pages = Pages::ALL.into_iter().find(|known| known.word() == pages)?;
            let file = relation.attribute("Target")?.to_owned();
            Some(OurHeader { id: id.to_owned(), pages, file })
        });
        Ok(headers.collect())
    }

    /// Whether the first page is another one because our cover's is.
    fn keeps_our_first(&self) -> bool {
        self.keeps_our_header() && !self.has(RunnerKind::Header, Pages::First)
    }

    /// Whether one of our headers has a place beside the template's.
    fn keeps(&self, header: &OurHeader) -> bool {
        match header.pages {
            Pages::First => self.keeps_our_first(),
            Pages::Default | Pages::Even => self.keeps_our_header(),
        }
    }

    /// Headers that stay take the template's styles, without its tab stops;
    /// the others go.
    fn dress_our_headers(
        &self,
        entries: &mut Entries,
        headers: &[OurHeader],
        styles: &StyleSet,
    ) -> Result<(), Error> {
        for header in headers {
            let name = format!("word/{}", header.file);
            if !self.keeps(header) {
                entries.retain(|(entry, _)| *entry != name);
                continue;
            }
            let foreign_stops = styles.tab_stops(styles::HEADER);
            change(entries, &name, |root| {
                styles.rename_references(root);
                root.for_each(&mut |element| {
                    if element.name == "w:tabs" {
                        self.set_tab_stops(element, &foreign_stops);
                    }
                });
            })?;
        }
        Ok(())
    }

    /// Our one tab stop, at the right edge of the template's text.
    fn set_tab_stops(&self, tabs: &mut Element, foreign: &IndexSet<String>) {
        if let Some(width) = self.page.text_width() {
            for position in tabs.elements_mut().filter_map(|tab| tab.attribute_mut("w:pos")) {
                *position = width.to_string().into();
            }
        }
        let ours: IndexSet<String> =
            tabs.elements().filter_map(|tab| Some(tab.attribute("w:pos")?.to_owned())).collect();
        for position in foreign.iter().filter(|position| !ours.contains(*position)) {
            tabs.push(Element::new("w:tab").with("w:val", "clear").with("w:pos", position));
        }
    }

    fn dress_document(
        &self,
        root: &mut Element,
        theme: &Theme,
        styles: &StyleSet,
        headers: &[OurHeader],
    ) {
        // While the ids are still ours.
        root.for_each(&mut |element| match element.name.as_str() {
            "w:pPr" => arrange_heading(element, styles),
            "w:tblPr" => self.place_table(element, theme),
            _ => {}
        });
        styles.rename_references(root);
        let section = root.child_mut("w:body").and_then(|body| body.child_mut("w:sectPr"));
        if let Some(section) = section {
            self.set_up_page(section, headers);
        }
    }

    /// Keeps a table within the template's text where it fits, and else lets
    /// it stand out at both sides as the layout does.
    fn place_table(&self, properties: &mut Element, theme: &Theme) {
        let Some(text_width) = self.page.text_width() else { return };
        let width = properties.child("w:tblW").and_then(|width| width.attribute("w:w"));
        let Some(width) = width.and_then(|width| width.parse::<i32>().ok()) else { return };
        let overhang = Overhang::of(theme, f64::from(width) / 20.0);
        let share = f64::from(overhang.left) / f64::from(overhang.sum().max(1));
        let too_wide = (width - text_width).max(0);
        let indent = -(f64::from(too_wide) * share).round() as i32;
        let place = properties.child_mut("w:tblInd").and_then(|e| e.attribute_mut("w:w"));
        if let Some(place) = place {
            *place = indent.to_string().into();
        }
    }

    /// Page and margins of the template, and its headers and footers with
    /// ours where it has none.
    fn set_up_page(&self, section: &mut Element, headers: &[OurHeader]) {
        section.remove("w:headerReference");
        section.remove("w:titlePg");
        let page = &self.page;
        for own in [&page.size, &page.margins, &page.borders].into_iter().flatten() {
            section.remove(&own.name);
            section.push(own.clone());
        }
        for (kind, pages, id) in self.references(headers) {
            let name = format!("w:{}Reference", kind.word());
            section.push(Element::new(&name).with("w:type", pages.word()).with("r:id", &id));
        }
        if page.first_differs || self.keeps_our_first() {
            section.push(Element::new("w:titlePg"));
        }
        sort_children(section);
    }

    /// Which header or footer stands on which pages.
    fn references(&self, headers: &[OurHeader]) -> Vec<(RunnerKind, Pages, String)> {
        let mut references = Vec::new();
        for header in headers.iter().filter(|header| self.keeps(header)) {
            references.push((RunnerKind::Header, header.pages, header.id.clone()));
            let even_is_free = !self.has(RunnerKind::Header, Pages::Even);
            if header.pages == Pages::Default && self.page.even_differs && even_is_free {
                references.push((RunnerKind::Header, Pages::Even, header.id.clone()));
            }
        }
        for runner in &self.runners {
            let id = runner_id(&runner.file);
            // The first page is another for our header's sake alone.
            let on_first_too = runner.kind == RunnerKind::Footer
                && runner.pages == Pages::Default
                && self.keeps_our_first()
                && !self.page.first_differs;
            if on_first_too {
                references.push((runner.kind, Pages::First, id.clone()));
            }
            references.push((runner.kind, runner.pages, id));
        }
        references
    }

    fn relate(&self, root: &mut Element, headers: &[OurHeader]) {
        let gone: Vec<&str> =
            headers.iter().filter(|h| !self.keeps(h)).map(|h| h.id.as_str()).collect();
        root.retain(|relation| !relation.attribute("Id").is_some_and(|id| gone.contains(&id)));
        for runner in &self.runners {
            let id = runner_id(&runner.file);
            root.push(relationship(&id, runner.kind.word(), &runner.file));
        }
        if self.parts.iter().any(|part| part.name == THEME_PART) {
            root.push(relationship("rIdTemplateTheme", "theme", "theme/theme1.xml"));
        }
    }

    fn set(&self, root: &mut Element) {
        for setting in &self.settings {
            root.remove(&setting.name);
            root.push(setting.clone());
        }
        let place = |name: &str| {
            let name = name.strip_prefix("w:").unwrap_or(name);
            SETTINGS_ORDER.iter().position(|known| *known == name)
        };
        root.sort_by_key(|child| place(&child.name).unwrap_or(SETTINGS_ORDER.len()));
    }

    /// Tells the content types of what was added (ECMA-376 part 2, 10.1.2).
    fn declare(&self, root: &mut Element, headers: &[OurHeader]) {
        let gone: Vec<String> = headers
            .iter()
            .filter(|header| !self.keeps(header))
            .map(|header| format!("/word/{}", header.file))
            .collect();
        root.retain(|e| !e.attribute("PartName").is_some_and(|p| gone.iter().any(|g| g == p)));
        for part in &self.parts {
            match &part.content_type {
                Some(content_type) => root.push(
                    Element::new("Override")
                        .with("PartName", &format!("/{}", part.name))
                        .with("ContentType", content_type),
                ),
                None => declare_ending(root, &part.name),
            }
        }
    }
}

/// One of the headers that the report has without a template.
struct OurHeader {
    id: String,
    pages: Pages,
    /// Within the folder `word`.
    file: String,
}

fn runner_id(file: &str) -> String {
    format!("rId_{}", file.trim_end_matches(".xml"))
}

/// The place in our numbering, and the page that a section begins, which our
/// own heading style says and the template's may not.
fn arrange_heading(properties: &mut Element, styles: &StyleSet) {
    let style = properties.child("w:pStyle").and_then(|style| style.attribute("w:val"));
    let level = match style {
        Some(styles::HEADING_1) if styles.is_adopted(styles::HEADING_1) => 0,
        Some(styles::HEADING_2) if styles.is_adopted(styles::HEADING_2) => 1,
        _ => return,
    };
    properties.remove("w:numPr");
    properties.push(heading_number(level));
    if level == 0 && properties.child("w:pageBreakBefore").is_none() {
        properties.push(Element::new("w:pageBreakBefore"));
    }
    sort_children(properties);
}

/// Declares a picture's ending, where it is not yet known.
fn declare_ending(root: &mut Element, part: &str) {
    let ending = part.rsplit('.').next().unwrap_or_default();
    let is_known = root.elements().any(|e| e.attribute("Extension") == Some(ending));
    let content_type = PICTURES.iter().find(|(_, known)| *known == ending);
    if let Some((content_type, _)) = content_type.filter(|_| !is_known) {
        let default =
            Element::new("Default").with("Extension", ending).with("ContentType", content_type);
        root.children.insert(0, crate::xml::Node::Element(default));
    }
}

fn part(entries: &Entries, name: &str) -> Result<Element, Error> {
    let entry = entries.iter().find(|(entry, _)| entry == name);
    let (_, bytes) = entry.ok_or_else(|| Error::internal("the Word file's parts", name))?;
    Element::parse(bytes)
}

fn change(
    entries: &mut Entries,
    name: &str,
    change: impl FnOnce(&mut Element),
) -> Result<(), Error> {
    let mut root = part(entries, name)?;
    change(&mut root);
    replace(entries, name, root.to_bytes());
    Ok(())
}

fn replace(entries: &mut Entries, name: &str, bytes: Vec<u8>) {
    if let Some((_, old)) = entries.iter_mut().find(|(entry, _)| entry == name) {
        *old = bytes;
    }
}
