//! Writing files whole: beside their place first, then renamed, so that a
//! reader, a killed run or a full disk never leaves half a file.
//!
//! What stands there already keeps its rights, its group, and the link that
//! leads to it; a new file has the rights that its user gives to new files.

mod unfinished;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use tempfile::NamedTempFile;
use unicode_normalization::UnicodeNormalization;

use crate::error::Error;
use crate::occupant;
use unfinished::Unfinished;
pub use unfinished::{leave_nothing_unfinished, take_unfinished_away};

const TEMPORARY: &str = ".dnr-";

/// Ends the name of a file that is being written, and of one that stands for a
/// lock.
const WRITING: &str = ".tmp";
const LOCK: &str = ".lock";

/// Writes `bytes` to `path`: all of them, or the file stays as it was.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    prepare(path, bytes, Lasting::InTime)?.put()
}

/// Writes `bytes` to `path` if nothing stands there; otherwise it is false, and
/// what stands there stays.
pub fn write_anew(path: &Path, bytes: &[u8]) -> Result<bool, Error> {
    let ready = prepare(path, bytes, Lasting::InTime)?;
    // A link that leads nowhere is somebody's as well.
    if path.symlink_metadata().is_ok() {
        return Ok(false);
    }
    Ok(ready.put_anew()?.is_none())
}

/// Makes sure that files can be written into `folder`, or where it is to be made;
/// nothing of that stays.
///
/// # Errors
/// Why they cannot.
pub fn try_folder(folder: &Path) -> Result<(), Error> {
    let fail = |source| Error::write(folder, source);
    let is_there = |folder: &&Path| folder.metadata().is_ok();
    let nearest = folder.ancestors().find(is_there).unwrap_or(Path::new(""));
    let (mut file, _unfinished) = temporary(&nearest.join(".")).map_err(fail)?;
    file.write_all(&[0; SMALL_REPORT]).map_err(fail)
}

/// Where not even so many bytes have room, no report has.
const SMALL_REPORT: usize = 1 << 16;

/// The same for a note that the program keeps for itself. It makes no links: one
/// that stands in its place is replaced, and what it leads to stays as it was.
pub fn write_own(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if path.is_symlink() {
        fs::remove_file(path).map_err(|error| Error::write(path, error))?;
    }
    write(path, bytes)
}

/// Replaces what nobody can make again, if what stands there `is_as_read` when
/// all is ready: otherwise it is false, and nothing is written. When it is true,
/// the new file is on the disk, whatever happens then.
pub fn replace_to_last(
    path: &Path,
    bytes: &[u8],
    is_as_read: impl Fn() -> bool,
) -> Result<bool, Error> {
    let ready = prepare(path, bytes, Lasting::AtOnce)?;
    if !is_as_read() {
        return Ok(false);
    }
    put_to_last(ready)?;
    Ok(true)
}

/// Writes a copy of `bytes` as they stand at `of`, whose rights it has. It is on
/// the disk when this returns.
pub fn copy_to_last(of: &Path, path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let ready = prepare(path, bytes, Lasting::AtOnce)?;
    keep_rights(ready.file.as_file(), of).map_err(|error| Error::write(path, error))?;
    put_to_last(ready)
}

fn put_to_last(ready: Ready) -> Result<(), Error> {
    let folder = ready.folder();
    ready.put()?;
    sync(&folder);
    Ok(())
}

/// When a file must survive a power failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    AtOnce,
    InTime,
}

/// Size, and time of change in nanoseconds.
pub type Stamp = (u64, u128);

/// The stamp of the file at `path`; nothing where there is nothing.
///
/// # Errors
/// Nobody can say, or what stands there is no file.
pub fn stamp(path: &Path) -> Result<Option<Stamp>, Error> {
    let metadata = occupant::file(path)?;
    let stamp = metadata.map(|metadata| stamp_of(&metadata)).transpose();
    stamp.map_err(|error| Error::read(path, error))
}

fn stamp_of(metadata: &fs::Metadata) -> io::Result<Stamp> {
    let modified = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok((metadata.len(), modified.as_nanos()))
}

/// A file that is written whole and waits beside its place.
#[derive(Debug)]
pub struct Ready {
    file: NamedTempFile,
    /// Where it is to stand: no link.
    target: PathBuf,
    /// What the place was called.
    path: PathBuf,
    _unfinished: Unfinished,
}

impl Ready {
    /// The stamp that it will have in its place.
    pub fn stamp(&self) -> Option<Stamp> {
        stamp_of(&self.file.as_file().metadata().ok()?).ok()
    }

    fn folder(&self) -> PathBuf {
        folder_of(&self.target).to_owned()
    }

    /// Puts it into its place, whatever stands there.
    pub fn put(self) -> Result<(), Error> {
        let Self { file, target, path, _unfinished } = self;
        file.persist(target).map_err(|error| Error::write(&path, error.error))?;
        Ok(())
    }

    /// Puts it into its place if nothing stands there; otherwise it is given
    /// back.
    pub fn put_anew(self) -> Result<Option<Self>, Error> {
        let Self { file, target, path, _unfinished } = self;
        match file.persist_noclobber(&target) {
            Ok(_) => Ok(None),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                Ok(Some(Self { file: error.file, target, path, _unfinished }))
            }
            // Not every file system can do that in one step.
            Err(error) if !target.exists() => {
                Self { file: error.file, target, path, _unfinished }.put()?;
                Ok(None)
            }
            Err(error) => Err(Error::write(&path, error.error)),
        }
    }
}

/// Writes `bytes` beside `path`, with the rights that they will have there.
pub fn prepare(path: &Path, bytes: &[u8], lasting: Lasting) -> Result<Ready, Error> {
    let fail = |source| Error::write(path, source);
    let target = behind_links(path).map_err(fail)?;
    let folder = folder_of(&target);
    fs::create_dir_all(folder).map_err(fail)?;
    let (mut file, unfinished) = temporary(folder).map_err(fail)?;
    let rights = keep_rights(file.as_file(), &target);
    rights.and_then(|()| file.write_all(bytes)).map_err(fail)?;
    if lasting == Lasting::AtOnce {
        file.as_file().sync_all().map_err(fail)?;
    }
    Ok(Ready { file, target, path: path.to_owned(), _unfinished: unfinished })
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// The file that a path leads to, through all links; it need not be there.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    // As many as Linux follows.
    for _ in 0..40 {
        match fs::read_link(&path) {
            Ok(link) => path = folder_of(&path).join(link),
            // It is no link, or not there.
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("the links lead round in a circle"))
}

/// A new file in `folder`, locked, so that other runs see that somebody is
/// still writing.
fn temporary(folder: &Path) -> io::Result<(NamedTempFile, Unfinished)> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY).suffix(WRITING);
    // A temporary file would be its owner's alone; a report is everybody's, as
    // far as its user lets new files be.
    let open = |path: &Path| File::options().read(true).write(true).create_new(true).open(path);
    loop {
        let make = || builder.make_in(folder, open);
        let (file, unfinished) = Unfinished::make(make, |file| file.path().to_owned())?;
        lock_file(file.as_file());
        // Another run that cleans up may have taken it for a left-over.
        if file.path().exists() {
            return Ok((file, unfinished));
        }
    }
}

/// Where a file system knows no locks, all goes on without.
fn lock_file(file: &File) {
    let _ = file.lock();
}

/// Gives `file` the rights of what stands at `target`, if something does.
#[cfg(unix)]
fn keep_rights(file: &File, target: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let Ok(known) = fs::metadata(target) else { return Ok(()) };
    let new = file.metadata()?;
    let mut mode = known.mode() & 0o777;
    if (known.uid(), known.gid()) != (new.uid(), new.gid())
        && fchown(file, Some(known.uid()), Some(known.gid())).is_err()
        && known.gid() != new.gid()
        && fchown(file, None, Some(known.gid())).is_err()
    {
        // What that group may do is not for another one.
        mode = mode & 0o707 | (mode & 0o007) << 3;
    }
    if mode == new.mode() & 0o777 {
        return Ok(());
    }
    file.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn keep_rights(_: &File, _: &Path) -> io::Result<()> {
    Ok(())
}

/// Keeps all other runs from what it stands for, as long as it lives.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    /// Closed after the file is removed.
    _file: File,
    _unfinished: Unfinished,
}

/// Waits until nobody else holds the lock of `path`, and holds it.
///
/// # Errors
/// Nothing can be written beside `path`.
pub fn lock(path: &Path) -> Result<Lock, Error> {
    let fail = |source| Error::write(path, source);
    let target = behind_links(path).map_err(fail)?;
    let folder = folder_of(&target);
    fs::create_dir_all(folder).map_err(fail)?;
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!("{TEMPORARY}{name}{LOCK}"));
    let _making = Unfinished::note(folder);
    loop {
        occupant::file(&beside)?;
        let file = open_lock(&beside).map_err(fail)?;
        lock_file(&file);
        // Whoever held it before has removed the file, and perhaps another one
        // has made it anew.
        if is_at(&file, &beside) {
            let unfinished = Unfinished::note(&beside);
            return Ok(Lock { path: beside, _file: file, _unfinished: unfinished });
        }
    }
}

fn open_lock(path: &Path) -> io::Result<File> {
    match OpenOptions::new().create(true).truncate(false).write(true).open(path) {
        // One that somebody else's killed run has left.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            File::open(path).map_err(|_| error)
        }
        result => result,
    }
}

/// Whether the open file is the one that stands at `path`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    matches!((file.metadata(), fs::metadata(path)), (Ok(a), Ok(b)) if id(&a) == id(&b))
}

/// What tells a file from all others.
#[cfg(unix)]
fn id(metadata: &fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

/// Whether two names are of one file, as names in another case may be.
#[cfg(unix)]
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    one == other
        || matches!(
            (fs::symlink_metadata(one), fs::symlink_metadata(other)),
            (Ok(a), Ok(b)) if id(&a) == id(&b)
        )
}

/// Elsewhere names are the same in any case.
#[cfg(not(unix))]
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    folded(&one.display().to_string()) == folded(&other.display().to_string())
}

/// Elsewhere a file that is open cannot be made anew.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

impl Drop for Lock {
    fn drop(&mut self) {
        // If it stays, the next one to hold it takes it away.
        let _ = fs::remove_file(&self.path);
    }
}

/// Removes what runs that were killed have left in `folder`.
pub fn clean(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_ours =
            name.starts_with(TEMPORARY) && [WRITING, LOCK].iter().any(|e| name.ends_with(e));
        if !is_ours || !path.is_file() {
            continue;
        }
        let Ok(file) = File::open(&path) else { continue };
        if file.try_lock().is_ok() {
            // Whoever wins the race to remove it, it is gone.
            let _ = fs::remove_file(&path);
        }
    }
}

/// Makes sure that what was written survives a power failure.
pub fn sync(folder: &Path) {
    // Where folders cannot be synchronised, the system does it in its time.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// `name` without what file systems and mail programs stumble over.
pub fn file_stem(name: &str) -> String {
    let kept: String = name
        .nfc()
        .map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '-' } else { c })
        .collect();
    // Most file systems hold 255 bytes; leave room for an ending.
    let kept = trimmed(&kept);
    let mut end = kept.len().min(200);
    while !kept.is_char_boundary(end) {
        end -= 1;
    }
    match trimmed(&kept[..end]) {
        "" => "report".to_owned(),
        kept => kept.to_owned(),
    }
}

fn trimmed(name: &str) -> &str {
    name.trim_matches(|c: char| c == '.' || c.is_whitespace())
}

/// What file systems compare names by that take `Å` and `å`, or two ways to
/// write the same letter, for one.
pub fn folded(name: &str) -> String {
    name.nfd().collect::<String>().to_uppercase().to_lowercase().nfc().collect()
}

/// Whether Windows keeps a name for a device, whatever ends it, or Word for its
/// own notes.
pub fn is_reserved(name: &str) -> bool {
    let name = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = ["com", "lpt"].iter().find_map(|device| name.strip_prefix(device));
    let is_numbered = |rest: &str| {
        let mut signs = rest.chars();
        let first = signs.next().is_some_and(|c| c.is_ascii_digit() || "¹²³".contains(c));
        first && signs.next().is_none()
    };
    // As the notes are called that Word keeps of files that it has open.
    name.starts_with("~$")
        || ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&&*name)
        || numbered.is_some_and(is_numbered)
}
