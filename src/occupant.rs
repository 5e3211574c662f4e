//! What stands at a path: a file to read, or something that would keep its
//! reader waiting for ever, or a folder that files can be written into.

use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::Path;

use crate::error::{Error, Found};

/// Whether an error says that nothing is there, and not that nobody can say.
pub fn is_nothing(error: &io::Error) -> bool {
    [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory].contains(&error.kind())
}

/// The file at `path`, behind all links; nothing where there is nothing.
///
/// # Errors
/// Nobody can say, or what stands there is no file.
pub fn file(path: &Path) -> Result<Option<Metadata>, Error> {
    match fs::metadata(path) {
        Ok(metadata) => match found(metadata.file_type()) {
            Some(found) => Err(Error::NotAFile { path: path.to_owned(), found }),
            None => Ok(Some(metadata)),
        },
        Err(error) if is_nothing(&error) => Ok(None),
        Err(error) => Err(Error::read(path, error)),
    }
}

/// A file's bytes; nothing where there is nothing.
///
/// # Errors
/// It cannot be read, or what stands there is no file.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    if file(path)?.is_none() {
        return Ok(None);
    }
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if is_nothing(&error) => Ok(None),
        Err(error) => Err(Error::read(path, error)),
    }
}

/// What it is, if it is no file.
fn found(kind: FileType) -> Option<Found> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some(Found::Pipe);
        } else if kind.is_socket() {
            return Some(Found::Socket);
        }
    }
    match (kind.is_dir(), kind.is_file()) {
        (true, _) => Some(Found::Folder),
        (false, true) => None,
        (false, false) => Some(Found::Device),
    }
}

/// Whether files can be written into `folder`: it is one, or it can be made.
///
/// # Errors
/// It, or what it is to lie in, is no folder.
pub fn must_be_folder(folder: &Path) -> Result<(), Error> {
    for path in folder.ancestors().filter(|path| *path != Path::new("")) {
        let error = match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => return Ok(()),
            Ok(_) => return Err(Error::NotAFolder { path: path.to_owned() }),
            Err(error) => error,
        };
        if !is_nothing(&error) {
            return Err(Error::read(path, error));
        }
        // A link that leads nowhere.
        if path.is_symlink() {
            return Err(Error::NotAFolder { path: path.to_owned() });
        }
    }
    Ok(())
}
