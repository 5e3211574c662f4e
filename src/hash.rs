//! Hashes, by which files, values and texts are known again.

use sha2::{Digest, Sha256};

/// The first half of SHA-256.
pub fn digest(bytes: &[u8]) -> u128 {
    Sha256::digest(bytes)[..16].iter().fold(0, |sum, byte| sum << 8 | u128::from(*byte))
}

/// The same as hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    hexadecimal(digest(bytes))
}

pub fn hexadecimal(digest: u128) -> String {
    format!("{digest:032x}")
}
