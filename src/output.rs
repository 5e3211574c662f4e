//! Writing files whole: beside their place first, then renamed, so that a
//! reader, a killed run or a full disk never leaves half a file.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::error::Error;

const TEMPORARY: &str = ".dnr-";

/// Writes `bytes` to `path`: all of them, or the file stays as it was.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write_as(path, bytes, Lasting::InTime)
}

/// The same for what nobody can make again: it is on the disk, whatever happens
/// then, when this returns.
pub fn write_to_last(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write_as(path, bytes, Lasting::AtOnce)?;
    sync(path.parent().unwrap_or(Path::new(".")));
    Ok(())
}

/// When a file must survive a power failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lasting {
    AtOnce,
    InTime,
}

fn write_as(path: &Path, bytes: &[u8], lasting: Lasting) -> Result<(), Error> {
    let fail = |source| Error::write(path, source);
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(fail)?;
    // Another run that cleans up may take a file just made for a left-over.
    let attempts = 3;
    for attempt in 1..=attempts {
        match write_once(folder, path, bytes, lasting) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && attempt < attempts => {}
            result => return result.map_err(fail),
        }
    }
    Ok(())
}

fn write_once(folder: &Path, path: &Path, bytes: &[u8], lasting: Lasting) -> io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(TEMPORARY).suffix(".tmp").tempfile_in(folder)?;
    // The lock tells other runs that somebody is still writing.
    file.as_file().lock()?;
    file.write_all(bytes)?;
    // A temporary file is its owner's alone; a report is everybody's.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    if lasting == Lasting::AtOnce {
        file.as_file().sync_all()?;
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Removes what runs that were killed have left in `folder`.
pub fn clean(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_temporary = name.starts_with(TEMPORARY) && name.ends_with(".tmp");
        if is_temporary && File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
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
