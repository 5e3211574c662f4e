//! What systems refuse, by words that the catalogues know.

use std::io::{Error, ErrorKind};

/// The word for what the system says; `other` where it is nothing common.
pub fn word(error: &Error) -> &'static str {
    if is_held(error) {
        return "in-use";
    }
    match error.kind() {
        ErrorKind::NotFound => "not-found",
        ErrorKind::PermissionDenied => "permission",
        ErrorKind::IsADirectory => "folder",
        ErrorKind::NotADirectory => "not-folder",
        ErrorKind::StorageFull => "full",
        ErrorKind::QuotaExceeded => "quota",
        ErrorKind::ReadOnlyFilesystem => "read-only",
        ErrorKind::FileTooLarge => "too-large",
        ErrorKind::InvalidFilename => "name",
        ErrorKind::AlreadyExists => "exists",
        ErrorKind::DirectoryNotEmpty => "not-empty",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "in-use",
        ErrorKind::TimedOut
        | ErrorKind::StaleNetworkFileHandle
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown => "slow",
        ErrorKind::UnexpectedEof => "ended",
        _ if is_circle(error) => "loop",
        _ => "other",
    }
}

/// Whether another program has the file open: ERROR_SHARING_VIOLATION and
/// ERROR_LOCK_VIOLATION of Windows, which have no kind.
fn is_held(error: &Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

/// ELOOP, which has no stable kind.
fn is_circle(error: &Error) -> bool {
    cfg!(target_os = "linux") && error.raw_os_error() == Some(40)
}
