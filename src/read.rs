//! Reading files that anybody may have put there: no pipes, devices or files
//! without end, and none that is larger than its kind can be.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::error::Error;
use crate::occupant;

/// The most bytes of a text: form, answers, register, theme. The largest report
/// ever published has a twentieth of that.
pub const LARGEST_TEXT: u64 = 4 << 20;

/// The most bytes of any other file: a font, a picture, a template.
pub const LARGEST_FILE: u64 = 64 << 20;

/// The bytes of a file, of which there are no more than `most`.
///
/// # Errors
/// It is no file but a folder, a pipe or a device; it is too large.
pub fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, Error> {
    let fail = |error| Error::read(path, error);
    // To open a pipe is to wait for who writes into it.
    let found = occupant::file(path)?.ok_or_else(|| fail(ErrorKind::NotFound.into()))?;
    let mut bytes = Vec::new();
    File::open(path).map_err(fail)?.take(most + 1).read_to_end(&mut bytes).map_err(fail)?;
    if found.len() > most || bytes.len() as u64 > most {
        return Err(Error::TooLarge { path: path.to_owned(), most });
    }
    Ok(bytes)
}
