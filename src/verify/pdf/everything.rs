//! What any object of a PDF may be that a report has none of, wherever in the
//! file it stands. (ISO 32000-1, with PDF/A and PDF/UA.)

use std::collections::BTreeSet;

use super::budget::Fault;
use super::file::File;
use super::object::{Dict, Object};
use crate::hash::hash;
use crate::report::Provenance;
use crate::verify::{Check, Finding, is_web_address};

/// What is wrong with the objects of a file, and in which.
#[derive(Debug, Default)]
pub(super) struct Everything {
    /// The object that is looked at.
    number: u32,
    actions: Wrong,
    annotations: Wrong,
    outside: BTreeSet<String>,
    unreadable: BTreeSet<String>,
    attached: Wrong,
    remote: Wrong,
}

/// What is wrong, each with the number of its object as PDF writes it.
#[derive(Debug, Default)]
struct Wrong(Vec<String>);

/// How many wrong things are gathered of a kind.
const MOST_GATHERED: usize = 1_000;

impl Wrong {
    fn note(&mut self, what: &str, number: u32) {
        let told = format!("{what} ({number} 0 R)");
        if self.0.len() < MOST_GATHERED && self.0.last() != Some(&told) {
            self.0.push(told);
        }
    }
}

/// What a file can be made to do (clause 12.6.4), but for leading to a place
/// in it.
const ACTIONS: [&str; 19] = [
    "JavaScript",
    "Launch",
    "GoToR",
    "GoToE",
    "SubmitForm",
    "ImportData",
    "ResetForm",
    "Sound",
    "Movie",
    "Rendition",
    "Hide",
    "SetOCGState",
    "Trans",
    "GoTo3DView",
    "RichMediaExecute",
    "Named",
    "Thread",
    "NOP",
    "SetState",
];

/// Kinds of annotations (clause 12.5.6), and whether an archived file may have
/// them.
const ANNOTATIONS: [(&str, bool); 27] = [
    ("Link", true),
    ("Text", true),
    ("FreeText", true),
    ("Line", true),
    ("Square", true),
    ("Circle", true),
    ("Polygon", true),
    ("PolyLine", true),
    ("Highlight", true),
    ("Underline", true),
    ("Squiggly", true),
    ("StrikeOut", true),
    ("Stamp", true),
    ("Caret", true),
    ("Ink", true),
    ("Popup", true),
    ("Widget", true),
    ("PrinterMark", true),
    ("TrapNet", true),
    ("Watermark", true),
    ("Redact", true),
    ("FileAttachment", false),
    ("Sound", false),
    ("Movie", false),
    ("Screen", false),
    ("3D", false),
    ("RichMedia", false),
];

const FONTS: [&str; 7] =
    ["Type0", "Type1", "MMType1", "TrueType", "Type3", "CIDFontType0", "CIDFontType2"];

/// Encodings whose signs are known by name.
const ENCODINGS: [&str; 3] = ["WinAnsiEncoding", "MacRomanEncoding", "MacExpertEncoding"];

/// Invisible, hidden, and not to be seen on a screen (clause 12.5.3).
const HIDING: usize = 1 | 2 | 32;
const PRINT: usize = 4;

impl Everything {
    pub(super) fn read(file: &File, told: Option<&Provenance>) -> Result<Self, Fault> {
        let mut all = Self::default();
        for object in file.objects() {
            let (number, object) = object?;
            all.number = number;
            if matches!(&object, Object::Stream(dict, _) if dict.has("F")) {
                all.remote.note(&name_of(file, object.dict(), "F")?, number);
            }
            all.visit(file, &object, told)?;
        }
        Ok(all)
    }

    fn visit(
        &mut self,
        file: &File,
        object: &Object,
        told: Option<&Provenance>,
    ) -> Result<(), Fault> {
        if let Some(dict) = object.dict() {
            self.look(file, dict, told)?;
            for (_, value) in dict.entries() {
                self.visit(file, value, told)?;
            }
        }
        for one in object.list() {
            self.visit(file, one, told)?;
        }
        Ok(())
    }

    fn look(&mut self, file: &File, dict: &Dict, told: Option<&Provenance>) -> Result<(), Fault> {
        self.note_action(file, dict)?;
        if dict.has("Subtype") {
            let subtype = file.get(dict, "Subtype")?;
            let subtype = subtype.name().unwrap_or_default();
            if FONTS.contains(&subtype) {
                self.note_font(file, dict, subtype)?;
            }
            let annotation = ANNOTATIONS.iter().find(|(kind, _)| *kind == subtype);
            if let (Some((kind, allowed)), true) = (annotation, dict.has("Rect")) {
                self.note_annotation(file, dict, kind, *allowed)?;
            }
        }
        if dict.has("EF") && !is_known(file, dict, told)? {
            self.attached.note(&name_of(file, Some(dict), "F")?, self.number);
        }
        Ok(())
    }

    fn note_action(&mut self, file: &File, dict: &Dict) -> Result<(), Fault> {
        for (key, what) in [("JS", "JavaScript"), ("AA", "AA"), ("XFA", "XFA")] {
            if dict.has(key) {
                self.actions.note(what, self.number);
            }
        }
        if !dict.has("S") {
            return Ok(());
        }
        let kind = file.get(dict, "S")?;
        match kind.name().unwrap_or_default() {
            "URI" => {
                let address = file.get(dict, "URI")?.text().unwrap_or_default();
                if !is_web_address(&address) {
                    self.actions.note(&format!("URI {address}"), self.number);
                }
            }
            kind if ACTIONS.contains(&kind) => self.actions.note(kind, self.number),
            _ => {}
        }
        Ok(())
    }

    fn note_font(&mut self, file: &File, font: &Dict, subtype: &str) -> Result<(), Fault> {
        let name = file.get(font, "BaseFont")?.name().unwrap_or("?").to_owned();
        let encoding = file.get(font, "Encoding")?;
        let encoding =
            encoding.name().or(encoding.dict().and_then(|it| it.get("BaseEncoding").name()));
        let is_simple = matches!(subtype, "Type1" | "MMType1" | "TrueType");
        let is_known = is_simple && encoding.is_some_and(|known| ENCODINGS.contains(&known));
        let is_part = subtype.starts_with("CIDFont");
        let has_texts = matches!(*file.get(font, "ToUnicode")?, Object::Stream(..));
        if !is_known && !is_part && !has_texts {
            self.unreadable.insert(name.clone());
        }
        if !is_inside(file, font, subtype)? {
            self.outside.insert(name);
        }
        Ok(())
    }

    fn note_annotation(
        &mut self,
        file: &File,
        annotation: &Dict,
        kind: &str,
        allowed: bool,
    ) -> Result<(), Fault> {
        let flags = file.get(annotation, "F")?.count().unwrap_or_default();
        let appearance = file.get(annotation, "AP")?;
        let shows = appearance.dict().is_some_and(|appearance| appearance.has("N"));
        let wrong = [
            (!allowed, kind.to_owned()),
            (!shows && !matches!(kind, "Link" | "Popup"), format!("{kind}: AP")),
            (kind != "Popup" && flags & HIDING != 0, format!("{kind}: F {flags}")),
            (kind != "Popup" && flags & PRINT == 0, format!("{kind}: F {flags}")),
        ];
        for (_, what) in wrong.into_iter().filter(|(is, _)| *is) {
            self.annotations.note(&what, self.number);
        }
        Ok(())
    }

    pub(super) fn findings(self) -> [Finding; 6] {
        [
            Finding::of(Check::Fonts, self.outside),
            Finding::of(Check::Characters, self.unreadable),
            Finding::of(Check::Actions, self.actions.0),
            Finding::of(Check::Annotations, self.annotations.0),
            Finding::of(Check::Attachments, self.attached.0),
            Finding::of(Check::Remote, self.remote.0),
        ]
    }
}

fn is_inside(file: &File, font: &Dict, subtype: &str) -> Result<bool, Fault> {
    match subtype {
        // Its glyphs are content streams.
        "Type3" => Ok(true),
        // Its descendant has the glyphs, and is a font of its own.
        "Type0" => Ok(!file.get(font, "DescendantFonts")?.list().is_empty()),
        _ => {
            let descriptor = file.get(font, "FontDescriptor")?;
            let Some(descriptor) = descriptor.dict() else { return Ok(false) };
            let programs = ["FontFile", "FontFile2", "FontFile3"];
            Ok(programs.iter().any(|key| descriptor.has(key)))
        }
    }
}

/// Whether an attached file is one that the report was made from.
fn is_known(file: &File, specification: &Dict, told: Option<&Provenance>) -> Result<bool, Fault> {
    let files = file.get(specification, "EF")?;
    let Some(files) = files.dict() else { return Ok(false) };
    let mut all_known = true;
    for (_, stream) in files.entries() {
        let hash = hash(&file.unpacked(&*file.resolved(stream)?)?);
        all_known &= told.is_some_and(|told| hash == told.form || hash == told.answers);
    }
    Ok(all_known)
}

fn name_of(file: &File, dict: Option<&Dict>, key: &str) -> Result<String, Fault> {
    let Some(dict) = dict else { return Ok("?".to_owned()) };
    Ok(file.get(dict, key)?.text().unwrap_or_else(|| "?".to_owned()))
}
