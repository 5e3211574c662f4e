//! An organisation's own Word template: a `.docx` or `.dotx` whose look the
//! written reports take: styles, colours, fonts, page, headers and footers.
//!
//! The template comes from outside and is not trusted. What it may hold is
//! limited, and nothing of it leads out of the written file: no links, macros,
//! custom data or parts that the look does not need. Text and numbering of the
//! report are ours whatever the template holds.
//!
//! ```text
//! template.docx ─► package ─► namespaces ─► clean ─► Template ─┐
//!                                                             ├─► dress ─► .docx
//! Report ─► docx-rs ─► finish ─► the package's entries ───────┘
//! ```

mod clean;
mod dress;
mod namespaces;
mod package;
mod style_set;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use clean::LeftOut;
use package::{Excess, Package, Relation, Unusable};

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::theme::Theme;
use crate::xml::Element;

/// Settings of a document that say how it looks (ECMA-376 part 1, 17.15.1).
const SETTINGS: [&str; 11] = [
    "w:mirrorMargins",
    "w:bordersDoNotSurroundHeader",
    "w:bordersDoNotSurroundFooter",
    "w:gutterAtTop",
    "w:defaultTabStop",
    "w:autoHyphenation",
    "w:consecutiveHyphenLimit",
    "w:hyphenationZone",
    "w:doNotHyphenateCaps",
    "w:evenAndOddHeaders",
    "w:clrSchemeMapping",
];

/// Pictures that a header may have, and the ending that their parts get.
const PICTURES: [(&str, &str); 10] = [
    ("image/png", "png"),
    ("image/jpeg", "jpeg"),
    ("image/jpg", "jpeg"),
    ("image/gif", "gif"),
    ("image/bmp", "bmp"),
    ("image/tiff", "tiff"),
    ("image/x-emf", "emf"),
    ("image/emf", "emf"),
    ("image/x-wmf", "wmf"),
    ("image/svg+xml", "svg"),
];

/// What reports take from a Word template.
#[derive(Debug)]
pub struct Template {
    styles: Element,
    font_table: Option<Vec<u8>>,
    settings: Vec<Element>,
    page: PageSetup,
    /// Headers and footers that are in use.
    runners: Vec<Runner>,
    /// Parts that are added as they are, by name, with their content type
    /// where it does not follow from the name's ending.
    parts: Vec<Part>,
    /// What cannot come along, and what is odd about the template.
    pub warnings: Problems,
}

/// The last section's page (ECMA-376 part 1, 17.6).
#[derive(Debug, Default)]
struct PageSetup {
    size: Option<Element>,
    margins: Option<Element>,
    borders: Option<Element>,
    /// The first page has a header and footer of its own.
    first_differs: bool,
    /// So have the pages of even numbers.
    even_differs: bool,
}

impl PageSetup {
    /// Between the margins, in twips; nothing where the template does not say.
    fn text_width(&self) -> Option<i32> {
        let margins = self.margins.as_ref()?;
        let length = |element: &Element, name| twips(element.attribute(name)?);
        let width = length(self.size.as_ref()?, "w:w")?;
        let gutter = length(margins, "w:gutter").unwrap_or_default();
        let text = width - length(margins, "w:left")? - length(margins, "w:right")? - gutter;
        (text > 0).then_some(text)
    }
}

/// A length as Word writes it: in twips, or with a unit (ECMA-376 part 1,
/// 22.9.2.14 and 22.9.2.15).
fn twips(text: &str) -> Option<i32> {
    let unit_start = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_start);
    let scale = match unit {
        "" => 1.0,
        "pt" => 20.0,
        "pc" | "pi" => 240.0,
        "in" => 1440.0,
        "mm" => 1440.0 / 25.4,
        "cm" => 1440.0 / 2.54,
        _ => return None,
    };
    let twips = number.parse::<f64>().ok()? * scale;
    (twips.abs() <= 1_000_000.0).then_some(twips.round() as i32)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RunnerKind {
    Header,
    Footer,
}

impl RunnerKind {
    /// The word for it in relationships, content types and names of parts.
    fn word(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Footer => "footer",
        }
    }

    /// The root element of its part.
    fn root(self) -> &'static str {
        match self {
            Self::Header => "w:hdr",
            Self::Footer => "w:ftr",
        }
    }
}

/// The pages that a header or footer stands on (ECMA-376 part 1, 17.18.36).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Pages {
    First,
    Default,
    Even,
}

impl Pages {
    const ALL: [Self; 3] = [Self::First, Self::Default, Self::Even];

    fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Default => "default",
            Self::Even => "even",
        }
    }
}

/// A header or footer of the template.
#[derive(Debug)]
struct Runner {
    kind: RunnerKind,
    pages: Pages,
    /// Its part, within the folder `word`.
    file: String,
    has_page_number: bool,
}

#[derive(Debug)]
struct Part {
    name: String,
    bytes: Vec<u8>,
    content_type: Option<String>,
}

impl Template {
    /// Reads a template from the bytes of its file.
    ///
    /// # Errors
    /// The file is not a Word document or template, is protected by a
    /// password, damaged, or larger than any that Word would write.
    pub fn read(bytes: &[u8]) -> Result<Self, Problems> {
        Reader::open(bytes).and_then(Reader::read).map_err(|unusable| unusable.told().into())
    }

    /// What does not go together with the layout: styles that the template
    /// lacks or has as another kind, and a matrix wider than its page allows.
    pub fn misfits(&self, theme: &Theme, own_styles: &Element) -> Problems {
        let mut problems = Problems::default();
        let (missing, other_kind) = style_set::misfits(&self.styles, own_styles);
        for (reason, names) in [("missing", missing), ("kind", other_kind)] {
            if !names.is_empty() {
                let diagnostic = Diagnostic::general(Code::TemplateStyle).with("reason", reason);
                problems.add(diagnostic.with("names", names.join(", ")));
            }
        }
        if let Some(text_width) = self.page.text_width() {
            let too_wide = dress::excess_width(theme, text_width);
            if too_wide > 0 {
                let millimetres = f64::from(too_wide) * 25.4 / 1440.0;
                let diagnostic = Diagnostic::general(Code::TemplateWidth);
                problems.add(diagnostic.with("excess", format!("{millimetres:.0}")));
            }
        }
        problems
    }

    fn has(&self, kind: RunnerKind, pages: Pages) -> bool {
        self.runners.iter().any(|runner| runner.kind == kind && runner.pages == pages)
    }

    /// Our running header stays where the template has none.
    fn keeps_our_header(&self) -> bool {
        !self.has(RunnerKind::Header, Pages::Default)
    }
}

impl Unusable {
    fn told(self) -> Diagnostic {
        let (reason, part, problem) = match self {
            Self::NotWord => ("not-word", String::new(), String::new()),
            Self::OldWord => ("old", String::new(), String::new()),
            Self::Encrypted => ("encrypted", String::new(), String::new()),
            Self::TooLarge(Excess::File) => ("file", String::new(), String::new()),
            Self::TooLarge(Excess::Entries) => ("entries", String::new(), String::new()),
            Self::TooLarge(Excess::Unpacked) => ("unpacked", String::new(), String::new()),
            Self::Damaged { part, problem } if part.is_empty() => ("zip", part, problem),
            Self::Damaged { part, problem } => ("damaged", part, problem),
        };
        Diagnostic::general(Code::TemplateUnreadable)
            .with("reason", reason)
            .with("part", part)
            .with("problem", problem)
    }
}

/// Takes from a Word file what makes its look.
struct Reader<'a> {
    package: Package<'a>,
    main: String,
    relations: Vec<Relation>,
    parts: Vec<Part>,
    /// The new name of each picture, by its part in the template.
    pictures: BTreeMap<String, String>,
    left_out: BTreeSet<LeftOut>,
}

impl<'a> Reader<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, Unusable> {
        let mut package = Package::open(bytes)?;
        let start = package.relations("")?;
        let main = start.into_iter().find(|relation| relation.kind == "officeDocument");
        let main = main.and_then(|relation| relation.target).ok_or(Unusable::NotWord)?;
        let mut left_out = BTreeSet::new();
        match package.content_type(&main).and_then(main_part_kind) {
            Some(MainPart::Plain) => {}
            Some(MainPart::WithMacros) => {
                left_out.insert(LeftOut::Macros);
            }
            None => return Err(Unusable::NotWord),
        }
        let relations = package.relations(&main)?;
        if relations.iter().any(|relation| relation.kind == "vbaProject") {
            left_out.insert(LeftOut::Macros);
        }
        let (parts, pictures) = (Vec::new(), BTreeMap::new());
        Ok(Self { package, main, relations, parts, pictures, left_out })
    }

    fn read(mut self) -> Result<Template, Unusable> {
        let document = self.package.xml(&self.main)?;
        let styles = self.related_xml("styles", "w:styles")?;
        let settings = self.related_xml("settings", "w:settings")?;
        let settings = settings.map(|root| settings_of(&root)).unwrap_or_default();
        let (page, references) = page_setup(&document, &settings);
        let font_table = self.font_table()?;
        self.theme()?;
        let runners = self.runners(&page, references)?;
        let mut template = Template {
            styles: styles.map_or_else(style_set::none, style_set::read),
            font_table,
            settings,
            page,
            runners,
            parts: self.parts,
            warnings: Problems::default(),
        };
        for what in self.left_out {
            let diagnostic = Diagnostic::general(Code::TemplateLeftOut).with("what", what.word());
            template.warnings.add(diagnostic);
        }
        let numbered = template.runners.iter().any(|runner| runner.has_page_number);
        if !template.keeps_our_header() && !numbered {
            template.warnings.add(Diagnostic::general(Code::TemplateHeader));
        }
        Ok(template)
    }

    /// The part that the main part has a relationship of that kind to.
    fn related(&self, kind: &str) -> Option<String> {
        let relation = self.relations.iter().find(|relation| relation.kind == kind)?;
        relation.target.clone().filter(|part| self.package.has(part))
    }

    /// That part, whose root must be the element `root`.
    fn related_xml(&mut self, kind: &str, root: &str) -> Result<Option<Element>, Unusable> {
        self.related(kind).map(|part| self.xml(&part, root)).transpose()
    }

    fn xml(&mut self, part: &str, root: &str) -> Result<Element, Unusable> {
        let element = self.package.xml(part)?;
        if element.name == root {
            return Ok(element);
        }
        let problem = format!("`{}` in place of `{root}`", element.name);
        Err(Unusable::Damaged { part: part.to_owned(), problem })
    }

    /// The fonts by name; those within the file stay behind.
    fn font_table(&mut self) -> Result<Option<Vec<u8>>, Unusable> {
        let Some(mut root) = self.related_xml("fontTable", "w:fonts")? else { return Ok(None) };
        let left_out = &mut self.left_out;
        root.for_each(&mut |font| {
            // LibreOffice names a set here that the standard does not know;
            // `w:val` says the same.
            font.attributes.retain(|(name, _)| name != "w:characterSet");
            font.retain(|child| {
                let is_embedded = child.name.starts_with("w:embed");
                if is_embedded {
                    left_out.insert(LeftOut::EmbeddedFonts);
                }
                !is_embedded
            });
        });
        Ok(Some(root.to_bytes()))
    }

    fn theme(&mut self) -> Result<(), Unusable> {
        let Some(part) = self.related("theme") else { return Ok(()) };
        self.take(&part, "a:theme", dress::THEME_PART, dress::THEME_TYPE)?;
        Ok(())
    }

    /// Takes the headers and footers that stand on some page.
    fn runners(
        &mut self,
        page: &PageSetup,
        references: BTreeMap<(&'static str, Pages), String>,
    ) -> Result<Vec<Runner>, Unusable> {
        let mut runners = Vec::new();
        let in_use = |pages| match pages {
            Pages::First => page.first_differs,
            Pages::Even => page.even_differs,
            Pages::Default => true,
        };
        for kind in [RunnerKind::Header, RunnerKind::Footer] {
            for pages in Pages::ALL.into_iter().filter(|pages| in_use(*pages)) {
                let Some(id) = references.get(&(kind.word(), pages)) else { continue };
                let relation = self.relations.iter().find(|relation| relation.id == *id);
                let part = relation.and_then(|relation| relation.target.clone());
                let Some(part) = part.filter(|part| self.package.has(part)) else { continue };
                let file = format!("template_{}_{}.xml", kind.word(), pages.word());
                let content_type = dress::runner_type(kind);
                let name = format!("word/{file}");
                let root = self.take(&part, kind.root(), &name, &content_type)?;
                runners.push(Runner { kind, pages, file, has_page_number: shows_page(&root) });
            }
        }
        Ok(runners)
    }

    /// Takes a part with its pictures, cleaned, under a new name.
    fn take(
        &mut self,
        part: &str,
        root: &str,
        name: &str,
        content_type: &str,
    ) -> Result<Element, Unusable> {
        let mut root = self.xml(part, root)?;
        let mut relations = Element::new("Relationships").with("xmlns", dress::RELATIONS);
        let mut kept = HashSet::new();
        for relation in self.package.relations(part)? {
            if relation.kind == "image"
                && let Some(picture) = relation.target
                && let Some(picture) = self.picture(&picture)?
                && kept.insert(relation.id.clone())
            {
                let target = format!("/{picture}");
                relations.push(dress::relationship(&relation.id, "image", &target));
            }
        }
        self.left_out.append(&mut clean::clean(&mut root, &kept));
        root.for_each(&mut super::finish::sort_children);
        let content_type = Some(content_type.to_owned());
        self.add(name, root.to_bytes(), content_type);
        if !kept.is_empty() {
            let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
            let bytes = relations.to_bytes();
            self.add(&format!("{folder}/_rels/{file}.rels"), bytes, None);
        }
        Ok(root)
    }

    /// The new name of a picture, which is taken when first asked for; nothing
    /// for pictures that Word does not show.
    fn picture(&mut self, part: &str) -> Result<Option<String>, Unusable> {
        if let Some(name) = self.pictures.get(part) {
            return Ok(Some(name.clone()));
        }
        let content_type = self.package.content_type(part).unwrap_or_default().to_lowercase();
        let known = PICTURES.iter().find(|(known, _)| *known == content_type);
        let Some((_, ending)) = known.filter(|_| self.package.has(part)) else { return Ok(None) };
        let name = format!("word/media/template{}.{ending}", self.pictures.len() + 1);
        let bytes = self.package.media(part)?;
        self.add(&name, bytes, None);
        self.pictures.insert(part.to_owned(), name.clone());
        Ok(Some(name))
    }

    fn add(&mut self, name: &str, bytes: Vec<u8>, content_type: Option<String>) {
        self.parts.push(Part { name: name.to_owned(), bytes, content_type });
    }
}

enum MainPart {
    Plain,
    WithMacros,
}

/// What a main part of that content type is; nothing if it is not Word's.
fn main_part_kind(content_type: &str) -> Option<MainPart> {
    const PLAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
    const WITH_MACROS: &str = "application/vnd.ms-word.";
    let kind = content_type.strip_suffix(".main+xml")?;
    match (kind.strip_prefix(PLAIN), kind.strip_prefix(WITH_MACROS)) {
        (Some("document" | "template"), _) => Some(MainPart::Plain),
        (_, Some("document.macroEnabled" | "template.macroEnabledTemplate")) => {
            Some(MainPart::WithMacros)
        }
        _ => None,
    }
}

/// The settings that say how a document looks.
fn settings_of(root: &Element) -> Vec<Element> {
    let is_look = |element: &&Element| SETTINGS.contains(&element.name.as_str());
    root.elements().filter(is_look).map(plain).collect()
}

/// An element with what is WordprocessingML's own of it, so that it can stand
/// in another part, which declares no other namespaces.
fn plain(element: &Element) -> Element {
    let mut plain = element.clone();
    plain.for_each(&mut |element| {
        element.attributes.retain(|(name, _)| name.starts_with("w:"));
        element.retain(|child| child.name.starts_with("w:"));
    });
    plain
}

/// The page of the last section, and the relationship of each header and
/// footer: a section without one has that of the section before
/// (ECMA-376 part 1, 17.10.1).
fn page_setup(
    document: &Element,
    settings: &[Element],
) -> (PageSetup, BTreeMap<(&'static str, Pages), String>) {
    let mut sections = Vec::new();
    collect_sections(document, &mut sections);
    let mut references = BTreeMap::new();
    for reference in sections.iter().flat_map(|section| section.elements()) {
        let kind = match reference.name.as_str() {
            "w:headerReference" => RunnerKind::Header,
            "w:footerReference" => RunnerKind::Footer,
            _ => continue,
        };
        let named = reference.attribute("w:type").unwrap_or("default");
        let pages = Pages::ALL.into_iter().find(|pages| pages.word() == named);
        if let (Some(pages), Some(id)) = (pages, reference.attribute("r:id")) {
            references.insert((kind.word(), pages), id.to_owned());
        }
    }
    let last = sections.last().copied();
    let child = |name| last.and_then(|section| section.child(name)).map(plain);
    let even = settings.iter().find(|setting| setting.name == "w:evenAndOddHeaders");
    let setup = PageSetup {
        size: child("w:pgSz"),
        margins: child("w:pgMar"),
        borders: child("w:pgBorders"),
        first_differs: child("w:titlePg").is_some_and(|e| is_on(&e)),
        even_differs: even.is_some_and(is_on),
    };
    (setup, references)
}

fn collect_sections<'a>(element: &'a Element, sections: &mut Vec<&'a Element>) {
    for child in element.elements() {
        match child.name.as_str() {
            "w:sectPr" => sections.push(child),
            _ => collect_sections(child, sections),
        }
    }
}

/// Whether a switch is on (ECMA-376 part 1, 17.17.4).
fn is_on(switch: &Element) -> bool {
    !matches!(switch.attribute("w:val"), Some("0" | "false" | "off"))
}

/// Whether a header or footer shows the page's number.
fn shows_page(element: &Element) -> bool {
    let instruction = match element.name.as_str() {
        "w:instrText" => element.text(),
        "w:fldSimple" => element.attribute("w:instr").unwrap_or_default().to_owned(),
        "w:pgNum" => return true,
        _ => String::new(),
    };
    clean::field_kind(&instruction) == "PAGE" || element.elements().any(shows_page)
}
