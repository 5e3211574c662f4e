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
    /// More bytes than files of its kind can have.
    #[error("{} has more than {most} bytes", path.display())]
    TooLarge { path: PathBuf, most: u64 },
    /// A link in a layout's folder that leads out of it.
    #[error("{} leads out of the layout's folder", path.display())]
    LeadsOut { path: PathBuf },
    /// Results that nobody was shown.
    #[error("cannot print")]
    Print { reason: String },
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
            | Self::NotAFolder { path }
            | Self::TooLarge { path, .. }
            | Self::LeadsOut { path } => Some(path),
            Self::Print { .. } | Self::Internal { .. } => None,
        }
    }

    pub fn internal(what: &'static str, problem: impl ToString) -> Self {
        Self::Internal { what, problem: problem.to_string() }
    }
}

/// What a user can do about an error of the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Another program holds the file open.
    Close,
    /// Whoever runs the program may not do that; on many shares this is also
    /// said of a file that is open elsewhere.
    AskForRight,
    /// Nothing more goes onto the disk.
    MakeRoom,
    /// Nothing at all can be written there.
    WriteElsewhere,
    /// A file stands where a folder should, or the other way round.
    NameAnother,
}

impl Remedy {
    /// The remedy for an error, where there is one.
    pub fn of(error: &io::Error) -> Option<Self> {
        use io::ErrorKind as Kind;
        if error.raw_os_error().is_some_and(|code| HELD_OPEN.contains(&code)) {
            return Some(Self::Close);
        }
        match error.kind() {
            Kind::ResourceBusy | Kind::ExecutableFileBusy => Some(Self::Close),
            Kind::PermissionDenied => Some(Self::AskForRight),
            Kind::StorageFull | Kind::QuotaExceeded => Some(Self::MakeRoom),
            Kind::ReadOnlyFilesystem => Some(Self::WriteElsewhere),
            Kind::NotADirectory | Kind::IsADirectory | Kind::AlreadyExists => {
                Some(Self::NameAnother)
            }
            _ => None,
        }
    }

    /// The attribute of a message that says it.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::Close => "close",
            Self::AskForRight => "ask",
            Self::MakeRoom => "make-room",
            Self::WriteElsewhere => "elsewhere",
            Self::NameAnother => "name-another",
        }
    }

    /// Whether every other report would meet the same.
    pub(crate) fn concerns_all(self) -> bool {
        matches!(self, Self::MakeRoom | Self::WriteElsewhere)
    }
}

/// Which errors that concern all reports have been told.
#[derive(Debug, Default)]
pub(crate) struct ToldOnce(Vec<Remedy>);

impl ToldOnce {
    /// Whether an error with that remedy is to be told, as it is now.
    pub(crate) fn is_news(&mut self, remedy: Option<Remedy>) -> bool {
        let Some(remedy) = remedy.filter(|remedy| remedy.concerns_all()) else { return true };
        let is_news = !self.0.contains(&remedy);
        self.0.push(remedy);
        is_news
    }
}

/// Sharing and lock violations.
#[cfg(windows)]
const HELD_OPEN: [i32; 2] = [32, 33];
#[cfg(not(windows))]
const HELD_OPEN: [i32; 0] = [];
