//! Hashes, by which files, values and texts are known again.

use sha2::{Digest, Sha256};

/// The first half of SHA-256.
pub fn digest(bytes: &[u8]) -> u128 {
    half(&Sha256::digest(bytes))
}

fn half(sum: &[u8]) -> u128 {
    sum[..16].iter().fold(0, |sum, byte| sum << 8 | u128::from(*byte))
}

/// The same as hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    hexadecimal(digest(bytes))
}

pub fn hexadecimal(digest: u128) -> String {
    format!("{digest:032x}")
}

/// The hash of bytes that come one after the other. What several begin with is
/// read once.
#[derive(Debug, Clone, Default)]
pub struct Running(Sha256);

impl Running {
    pub fn with(&self, bytes: &[u8]) -> Self {
        Self(self.0.clone().chain_update(bytes))
    }

    pub fn hash(self) -> String {
        hexadecimal(half(&self.0.finalize()))
    }
}
