//! What is wrong with the world: disk, permission, a renderer's own failure.
//! (What is wrong with a user's file is a [`crate::diagnostic::Diagnostic`].)

use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot read {}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot write {}", path.display())]
    Write { path: PathBuf, source: io::Error },
    /// The file is not UTF-8 text.
    #[error("{} is not UTF-8 text", path.display())]
    NotText { path: PathBuf },
    /// Something else stands where a file should.
    #[error("{} is no file", path.display())]
    NotAFile { path: PathBuf, found: Found },
    /// Something else stands where a folder should.
    #[error("{} is no folder", path.display())]
    NotAFolder { path: PathBuf },
    /// The program's own fault.
    #[error("{what}: {problem}")]
    Internal { what: &'static str, problem: String },
}

/// What stands where a file should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Folder,
    Pipe,
    Socket,
    Device,
}

impl Found {
    /// What the catalogues call it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Folder => "folder",
            Self::Pipe => "pipe",
            Self::Socket => "socket",
            Self::Device => "device",
        }
    }
}

impl Error {
    pub fn read(path: &Path, source: io::Error) -> Self {
        Self::Read { path: path.to_owned(), source }
    }

    pub fn write(path: &Path, source: io::Error) -> Self {
        Self::Write { path: path.to_owned(), source }
    }

    /// The file that it is about.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Read { path, .. }
            | Self::Write { path, .. }
            | Self::NotText { path }
            | Self::NotAFile { path, .. }
            | Self::NotAFolder { path } => Some(path),
            Self::Internal { .. } => None,
        }
    }

    pub fn internal(what: &'static str, problem: impl ToString) -> Self {
        Self::Internal { what, problem: problem.to_string() }
    }
}
