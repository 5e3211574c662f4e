//! Which answers a Word file belongs to.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document::Document;
use super::take::Options;
use super::{Identity, cover_of};
use crate::answers::Header;
use crate::bodies::Body;
use crate::diagnostic::{Code, Diagnostic, Problems, Source};
use crate::input;
use crate::job::{Failure, Round, read_source};
use crate::manifest::{Manifest, ReportId};
use crate::{skeleton, whereabouts};

/// An answers file and its text.
type Found = (PathBuf, Arc<Source>);

/// The answers of the report that the document says it is: those that are named,
/// else those in the input, else those that the records by the Word file or in
/// the output folder lead to; or begun anew where there are none yet.
///
/// # Errors
/// There are none, or several, or those that are named are another report's.
pub(super) fn answers(
    file: &Path,
    document: &Document,
    identity: &Identity,
    options: &Options,
) -> Result<Found, Failure> {
    if let Some(into) = &options.into {
        return named(file, into, identity);
    }
    let recorded = recorded(file, document, identity, options);
    let known = match recorded.is_some() && !options.input.exists() {
        true => Vec::new(),
        false => input::find_answers(std::slice::from_ref(&options.input)).files,
    };
    let (mut found, mut unread) = (Vec::new(), None);
    for path in known {
        match read_source(&path) {
            Ok(source) if is_of(&source, document, identity) => found.push((path, source)),
            Ok(_) => {}
            // It may be what is looked for, but only if nothing else is.
            Err(error) => drop(unread.get_or_insert(error)),
        }
    }
    if found.len() > 1 {
        only_one(&mut found, identity, recorded.as_ref());
    }
    match (found.pop(), recorded) {
        (Some(one), _) if found.is_empty() => Ok(one),
        (Some(one), _) => {
            let names = found.iter().chain([&one]).map(|(path, _)| path.display().to_string());
            Err(unknown(file, "several", &names.collect::<Vec<_>>().join(", ")))
        }
        (None, Some(recorded)) => Ok(recorded),
        // A form that was filled in with Word, by a body that had no answers.
        (None, None) => match begun(&options.input, identity)? {
            Some((path, source)) if !path.exists() => Ok((path, source)),
            _ if let Some(error) = unread => Err(error.into()),
            Some((path, _)) => Err(unknown(file, "taken", &path.display().to_string())),
            None if *identity == Identity::default() => Err(unknown(file, "unsaid", "")),
            None => Err(unknown(file, "none", &identity.to_string())),
        },
    }
}

fn unknown(file: &Path, reason: &str, found: &str) -> Failure {
    let diagnostic = Diagnostic::general(Code::UnknownReport)
        .with("file", file.display().to_string())
        .with("reason", reason)
        .with("found", found);
    Problems::from(diagnostic).into()
}

/// That a file is `found` and the answers are `wanted`; `what` is the file, or the
/// `base` that is given for it.
pub(super) fn other_report(
    file: &Path,
    found: &str,
    answers: &Path,
    wanted: &str,
    what: &str,
) -> Failure {
    let diagnostic = Diagnostic::general(Code::OtherReport)
        .with("file", file.display().to_string())
        .with("found", found)
        .with("answers", answers.display().to_string())
        .with("wanted", wanted)
        .with("what", what);
    Problems::from(diagnostic).into()
}

/// Refuses a file that does not say which report it is, and whose cover has the
/// name of another body than the answers'.
pub(super) fn refuse_other_cover(
    file: &Path,
    document: &Document,
    identity: &Identity,
    answers: &Path,
    header: &Header,
    round: &Round,
) -> Result<(), Failure> {
    let bodies = &round.bodies.bodies;
    let (None, Some(own)) = (&identity.body, bodies.get(&header.body)) else { return Ok(()) };
    let start = round.form.parts.first().map(|part| part.heading.as_str()).unwrap_or_default();
    let cover: Vec<String> = cover_of(document)
        .take_while(|line| start.is_empty() || !line.contains(start))
        .map(|line| line.to_lowercase())
        .collect();
    let is_named = |body: &&Body| {
        [&body.name, &body.genitive].iter().any(|name| {
            let name = name.to_lowercase();
            !name.is_empty() && cover.iter().any(|line| line.contains(&name))
        })
    };
    // One body's name may hold another's.
    let named = bodies.values().filter(is_named).max_by_key(|body| body.name.len());
    let is_other = |named: &&Body| {
        let holds_ours = named.name.to_lowercase().contains(&own.name.to_lowercase());
        named.name != own.name && (holds_ours || !is_named(&own))
    };
    match named.filter(is_other) {
        Some(named) => Err(other_report(file, &named.name, answers, &own.name, "file")),
        None => Ok(()),
    }
}

/// The answers in `into`, unless the file says that it is of another form or body.
fn named(file: &Path, into: &Path, identity: &Identity) -> Result<Found, Failure> {
    let source = read_source(into)?;
    match Header::read(&source) {
        Some(header) if !identity.may_be(&header) => {
            let wanted = Identity::from(header).to_string();
            Err(other_report(file, &identity.to_string(), into, &wanted, "file"))
        }
        // What is wrong with the answers is told when they are read.
        _ => Ok((into.to_owned(), source)),
    }
}

fn is_of(source: &Source, document: &Document, identity: &Identity) -> bool {
    Header::read(source).is_some_and(|header| identity.is(&header, document))
}

/// The answers that a record says the report was made from: one beside the file,
/// else one in the output folder.
fn recorded(
    file: &Path,
    document: &Document,
    identity: &Identity,
    options: &Options,
) -> Option<Found> {
    let (form, body) = (identity.form.clone()?, identity.body.clone()?);
    let report = ReportId { form, body };
    let beside = file.parent().unwrap_or(Path::new(""));
    [beside, options.out.as_path()].into_iter().find_map(|folder| {
        let manifest = Manifest::of(if folder == Path::new("") { Path::new(".") } else { folder });
        let record = manifest.read(&report).ok()??;
        let path = whereabouts::shown(&manifest.answers(&record)?);
        let source = read_source(&path).ok()?;
        is_of(&source, document, identity).then_some((path, source))
    })
}

/// Of several answers of one body to one form: those that the record names, else
/// those with the file's diary number.
fn only_one(found: &mut Vec<Found>, identity: &Identity, recorded: Option<&Found>) {
    let is_recorded = |path: &Path| {
        recorded.is_some_and(|(known, _)| whereabouts::real(known) == whereabouts::real(path))
    };
    if found.iter().any(|(path, _)| is_recorded(path)) {
        return found.retain(|(path, _)| is_recorded(path));
    }
    let has_number = |source: &Source| {
        let number = Header::read(source).map(|header| header.diary_number);
        number.is_some() && number == identity.diary_number
    };
    if found.iter().any(|(_, source)| has_number(source)) {
        found.retain(|(_, source)| has_number(source));
    }
}

/// Answers begun for the report that a Word file says it is, and where they
/// would lie in `input`; nothing where there is no such form or body.
pub fn begun(input: &Path, identity: &Identity) -> Result<Option<Found>, Failure> {
    let Identity { form: Some(form), body: Some(body), diary_number: Some(number) } = identity
    else {
        return Ok(None);
    };
    let path = input.join(form).join("form.json");
    if !path.is_file() || body.contains(['/', '\\']) || form.contains(['/', '\\']) {
        return Ok(None);
    }
    let (_, read) = input::read_form(&path)?;
    let bodies = input::load_bodies(&path)?;
    if read.id != *form || !bodies.bodies.contains_key(body) {
        return Ok(None);
    }
    let answers = path.with_file_name("answers").join(format!("{body}.json"));
    let text = skeleton::answers(&read, body, number);
    let name = answers.display().to_string();
    Ok(Some((answers, Arc::new(Source { name, text }))))
}
