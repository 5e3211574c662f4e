//! What a PDF tells of itself. (ISO 32000-1, with PDF/A and PDF/UA.)

mod budget;
mod claims;
mod content;
mod everything;
mod file;
mod object;
mod pages;
mod tags;
mod token;

use super::{Check, Examined, Finding};
use crate::job::Format;
use crate::pdf::provenance;
use crate::report::Provenance;
use budget::Fault;
use claims::Claims;
use everything::Everything;
use file::File;
use object::{Dict, Object};
use pages::Wrong;
use tags::Tags;

pub(super) fn examine(bytes: &[u8]) -> Examined {
    let examined = File::open(bytes).and_then(|file| examine_file(&file));
    examined.unwrap_or_else(unread)
}

fn unread(fault: Fault) -> Examined {
    let findings = vec![Finding::of(Check::Readable, Vec::from(fault))];
    Examined { format: Some(Format::Pdf), findings, ..Examined::default() }
}

/// The words for it in messages: the first says what it is, another a detail.
impl From<Fault> for Vec<String> {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::TooMuch => vec!["bounds".to_owned()],
            Fault::Broken(part) => vec![part.to_owned()],
            Fault::Packing(filter) => vec!["packing".to_owned(), filter],
        }
    }
}

/// What the file says that it was made from, and no more.
pub(super) fn told(bytes: &[u8]) -> Result<Option<Provenance>, Fault> {
    let file = File::open(bytes)?;
    if file.trailer.has("Encrypt") {
        return Err(Fault::Broken("encrypted"));
    }
    let info = file.get(&file.trailer, "Info")?;
    let Some(info) = info.dict() else { return Ok(None) };
    let creator = file.get(info, "Creator")?.text();
    Ok(creator.and_then(|creator| provenance(&creator)))
}

fn examine_file(file: &File) -> Result<Examined, Fault> {
    // Nothing can be made of texts that only a password opens.
    let encryption = Finding::that(Check::Encryption, !file.trailer.has("Encrypt"), "Encrypt");
    if !encryption.holds() {
        let findings = vec![encryption];
        return Ok(Examined { format: Some(Format::Pdf), findings, ..Examined::default() });
    }
    let root = file.get(&file.trailer, "Root")?;
    let Object::Dict(catalog) = &*root else { return Err(Fault::Broken("Root")) };
    let info = file.get(&file.trailer, "Info")?;
    let of_info = |key| match info.dict() {
        Some(info) => Ok(file.get(info, key)?.text()),
        None => Ok(None),
    };
    let provenance = of_info("Creator")?.and_then(|creator| provenance(&creator));
    let claims = Claims::read(file, catalog)?;
    let mut pages = Wrong::find(file, catalog)?;
    let mut findings = vec![
        Finding::that(Check::Readable, true, ""),
        encryption,
        claims.made(),
        claims.known(&version(file, catalog)?),
        pages.tagged(untagged(file, catalog)?),
    ];
    findings.extend(Tags::read(file, catalog)?.findings());
    findings.extend(pages.findings());
    findings.extend(Everything::read(file, provenance.as_ref())?.findings());
    let language = file.get(catalog, "Lang")?.text().is_some();
    let outlines = file.get(catalog, "Outlines")?;
    let has_bookmarks = outlines.dict().is_some_and(|outlines| outlines.has("First"));
    findings.extend([
        Finding::that(Check::Language, language, "Lang"),
        title(file, catalog, of_info("Title")?, &claims)?,
        Finding::that(Check::Bookmarks, has_bookmarks, "Outlines"),
    ]);
    Ok(Examined { format: Some(Format::Pdf), claims: claims.names(), findings, provenance })
}

/// The catalog may give a later version than the first line does.
fn version(file: &File, catalog: &Dict) -> Result<String, Fault> {
    let later = file.get(catalog, "Version")?.name().map(str::to_owned);
    Ok(later.unwrap_or_default().max(file.version()))
}

/// What the catalog lacks of a tagged file's.
fn untagged(file: &File, catalog: &Dict) -> Result<Vec<String>, Fault> {
    let (marked, tree) = (file.get(catalog, "MarkInfo")?, file.get(catalog, "StructTreeRoot")?);
    let is_marked = marked.dict().is_some_and(|info| *info.get("Marked") == Object::Bool(true));
    let has_tags = tree.dict().is_some_and(|tree| tree.has("K"));
    let claims = [(is_marked, "MarkInfo"), (has_tags, "StructTreeRoot")];
    let lacking = claims.into_iter().filter(|(holds, _)| !holds);
    Ok(lacking.map(|(_, key)| key.to_owned()).collect())
}

/// Only PDF/UA wants the title to be shown, and to stand in the metadata.
fn title(
    file: &File,
    catalog: &Dict,
    title: Option<String>,
    claims: &Claims,
) -> Result<Finding, Fault> {
    let preferences = file.get(catalog, "ViewerPreferences")?;
    let shown = preferences.dict().map(|dict| dict.get("DisplayDocTitle"));
    let wanted = [
        (title.is_some(), "Title"),
        (claims.has_title() || !claims.is_accessible(), "dc:title"),
        (shown == Some(&Object::Bool(true)) || !claims.is_accessible(), "DisplayDocTitle"),
    ];
    let lacking = wanted.into_iter().filter(|(holds, _)| !holds);
    Ok(Finding::of(Check::Title, lacking.map(|(_, key)| key.to_owned())))
}
