//! Writing outputs of exports and reports: whole or not at all, and never over a file that was not to be overwritten.

use super::atomic::{replace, target};
use super::error::StoreError;
use super::fs::RealDisk;
use std::path::Path;

/// What becomes of a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// It stays, and nothing is written.
    Refuse,
    /// It is replaced.
    Replace,
}

/// Writes `bytes` to `path`.
///
/// # Errors
/// [`StoreError::Exists`] where a file is there and is to stay, and whatever the disk refuses; nothing partial is left.
pub fn write_output(path: &Path, bytes: &[u8], overwrite: Overwrite) -> Result<(), StoreError> {
    let target = target(&RealDisk, path)?;
    if target.existing.is_some() && overwrite == Overwrite::Refuse {
        return Err(StoreError::Exists(path.to_owned()));
    }
    replace(&RealDisk, &target, bytes, || Ok(())).map(|_| ())
}
