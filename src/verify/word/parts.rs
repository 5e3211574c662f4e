//! The parts of a Word file, and where its relations lead. (ECMA-376 part 2.)

use std::collections::HashSet;

use super::{all, typed_fields};
use crate::import::package::{Package, Refusal, Relation};
use crate::verify::{Check, Finding, is_web_address};
use crate::xml::Element;

const CONTENT_TYPES: &str = "[Content_Types].xml";

/// How many wrong parts and relations are gathered.
const MOST_GATHERED: usize = 1_000;

/// Relations to what can run, or is a document of another program: macros
/// (\[MS-OFFMACRO2\] 2.2), ActiveX, and objects of OLE.
const PROGRAMS: [&str; 8] = [
    "vbaProject",
    "wordVbaData",
    "keyMapCustomizations",
    "attachedToolbars",
    "control",
    "oleObject",
    "package",
    "aFChunk",
];

/// Fields that run or fetch something (ECMA-376 part 1, 17.16.5).
const RUNNING: [&str; 3] = ["DDE", "DDEAUTO", "MACROBUTTON"];
const FETCHING: [&str; 6] =
    ["INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "DATABASE"];

pub(super) fn findings<B: AsRef<[u8]>>(
    package: &mut Package<B>,
    document: &Element,
    relations: &[Relation],
) -> Result<[Finding; 5], &'static str> {
    let types = package.part(CONTENT_TYPES).map_err(Refusal::id)?.ok_or(CONTENT_TYPES)?;
    let all_relations = relations_of_all(package)?;
    let names: HashSet<String> = package.archive().names().map(str::to_lowercase).collect();
    let mut misfits = untyped(package, &types);
    misfits.extend(
        typed(&types, "Override", "PartName")
            .into_iter()
            .filter(|path| !names.contains(&path.trim_start_matches('/').to_lowercase())),
    );
    let inside = all_relations.iter().filter(|(_, relation)| !relation.outside);
    let lost = inside.filter(|(_, one)| !names.contains(&one.target.to_lowercase()));
    misfits.extend(lost.map(|(_, relation)| format!("/{}", relation.target)));
    misfits.extend(unknown(document, relations));
    misfits.sort();
    let (programs, remote, clicked) = led_to(package, &types, &all_relations, document);
    Ok([
        Finding::of(Check::Package, misfits),
        Finding::of(Check::PartNames, package.archive().repeated().iter().cloned()),
        Finding::of(Check::Programs, programs),
        Finding::of(Check::Remote, remote),
        Finding::of(Check::Actions, clicked),
    ])
}

/// The relations of every part, with the part's name.
fn relations_of_all<B: AsRef<[u8]>>(
    package: &mut Package<B>,
) -> Result<Vec<(String, Relation)>, &'static str> {
    let owners = package.archive().names().filter_map(|name| {
        let (folder, file) = name.rsplit_once("_rels/")?;
        Some(format!("{folder}{}", file.strip_suffix(".rels")?))
    });
    let owners: Vec<String> = owners.collect();
    let mut all = Vec::new();
    for owner in owners {
        let relations = package.relations(&owner).map_err(Refusal::id)?;
        all.extend(relations.into_iter().map(|relation| (owner.clone(), relation)));
    }
    Ok(all)
}

/// The parts whose type is not given, neither by name nor by ending.
fn untyped<B: AsRef<[u8]>>(package: &Package<B>, types: &Element) -> Vec<String> {
    let lower = |names: Vec<String>| -> HashSet<String> {
        names.iter().map(|name| name.trim_start_matches('/').to_lowercase()).collect()
    };
    let endings = lower(typed(types, "Default", "Extension"));
    let named = lower(typed(types, "Override", "PartName"));
    let untyped = package.archive().names().filter(|part| {
        let lower = part.to_lowercase();
        let ending = lower.rsplit('.').next().unwrap_or_default();
        !endings.contains(ending) && !named.contains(&lower) && *part != CONTENT_TYPES
    });
    untyped.map(str::to_owned).collect()
}

/// The names or endings that a type is given for.
fn typed(types: &Element, kind: &str, attribute: &str) -> Vec<String> {
    let entries = types.elements().filter(|entry| entry.name == kind);
    let named = entries.filter_map(|entry| entry.attribute(attribute));
    named.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The ids that the document names and its relations lack.
fn unknown(document: &Element, relations: &[Relation]) -> Vec<String> {
    let ids: HashSet<&str> = relations.iter().map(|relation| relation.id.as_str()).collect();
    let mut unknown = Vec::new();
    for element in all(document) {
        let named = ["r:id", "r:embed", "r:link"].iter().filter_map(|key| element.attribute(key));
        unknown.extend(named.filter(|id| !ids.contains(id)).map(str::to_owned));
        if unknown.len() > MOST_GATHERED {
            break;
        }
    }
    unknown
}

/// What can run, what is fetched, and where a click leads that it should not.
fn led_to<B: AsRef<[u8]>>(
    package: &Package<B>,
    types: &Element,
    relations: &[(String, Relation)],
    document: &Element,
) -> (Vec<String>, Vec<String>, Vec<String>) {
    let has_macros = |entry: &&Element| {
        let kind = entry.attribute("ContentType").unwrap_or_default().to_lowercase();
        ["macroenabled", "vbaproject", "activex"].iter().any(|word| kind.contains(word))
    };
    let kinds = types.elements().filter(has_macros);
    let mut programs: Vec<String> =
        kinds.filter_map(|kind| kind.attribute("ContentType")).map(str::to_owned).collect();
    let binary = package.archive().names().filter(|name| name.to_lowercase().ends_with(".bin"));
    programs.extend(binary.map(str::to_owned));
    let (mut remote, mut clicked) = (Vec::new(), Vec::new());
    for (owner, Relation { kind, target, outside, .. }) in relations {
        let is_link = kind == "hyperlink";
        if PROGRAMS.contains(&kind.as_str()) {
            programs.push(format!("{kind} {target}"));
        } else if *outside && is_link && !is_web_address(target) {
            clicked.push(target.clone());
        } else if *outside && !is_link {
            remote.push(format!("{owner}: {kind} {target}"));
        }
    }
    for (code, name) in typed_fields(document) {
        if RUNNING.contains(&name.as_str()) {
            programs.push(code);
        } else if FETCHING.contains(&name.as_str()) {
            remote.push(code);
        }
    }
    (programs, remote, clicked)
}
