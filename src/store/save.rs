//! Saving session files: whole or not at all, and never over another program's work.

use super::atomic::{Target, discard, place, stage, target};
use super::error::StoreError;
use super::fs::{Disk, RealDisk};
use super::load::Fingerprint;
use crate::codec::{Access, decode, encode};
use crate::model::{Session, Timestamp};
use std::path::{Path, PathBuf};

/// What must be at the path for a save to go ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing.
    Nothing,
    /// The file as it was loaded or saved before.
    Same(Fingerprint),
    /// Anything: a person said to overwrite it.
    Anything,
}

/// Saves `session` as a file that says it was saved at `modified`, and gives back the new file's fingerprint.
///
/// Symbolic links, hard links and the mode are kept. What was written is read back, parsed and compared with `session` before
/// it takes the old file's place.
///
/// # Errors
/// [`StoreError`]; the old file is untouched and no temporary file is left, except for [`StoreError::Unconfirmed`] and
/// [`StoreError::Torn`].
pub fn save(
    path: &Path,
    session: &Session,
    modified: Timestamp,
    expected: Expected,
) -> Result<Fingerprint, StoreError> {
    save_with(&RealDisk, path, session, modified, expected)
}

/// [`save`] to another disk.
///
/// # Errors
/// As for [`save`].
pub fn save_with(
    disk: &dyn Disk,
    path: &Path,
    session: &Session,
    modified: Timestamp,
    expected: Expected,
) -> Result<Fingerprint, StoreError> {
    let target = target(disk, path)?;
    check(disk, path, &target, expected)?;
    let prepared = prepare(disk, path, session, modified)?;
    place(disk, &target, &prepared.temp)?;
    let fingerprint = prepared.fingerprint;
    let synced = disk.sync_folder(&target.folder);
    synced.map_err(|source| StoreError::Unconfirmed { path: target.path.clone(), fingerprint, source })?;
    Ok(fingerprint)
}

/// A session that is written and verified, and that only has to take its file's place.
#[derive(Debug)]
pub struct Prepared {
    pub(super) temp: PathBuf,
    pub(super) fingerprint: Fingerprint,
    pub(super) modified: Timestamp,
}

impl Prepared {
    /// Takes away what was written.
    pub(super) fn discard(&self, disk: &dyn Disk) {
        discard(disk, &self.temp);
    }
}

/// Writes `session` beside the file at `path`, reads it back and compares it with what is in memory.
pub(super) fn prepare(
    disk: &dyn Disk,
    path: &Path,
    session: &Session,
    modified: Timestamp,
) -> Result<Prepared, StoreError> {
    let text = encode(session, modified).map_err(|source| StoreError::Encode { path: path.to_owned(), source })?;
    let target = target(disk, path)?;
    let temp = stage(disk, &target, text.as_bytes(), |back| {
        let decoded = decode(back).map_err(|error| error.to_string())?;
        match decoded.access {
            Access::ReadOnly(reasons) => Err(reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")),
            Access::Full if decoded.session == *session => Ok(()),
            Access::Full => Err("it holds another session than the one in memory".to_owned()),
        }
    })?;
    Ok(Prepared { temp, fingerprint: Fingerprint::of(text.as_bytes()), modified })
}

/// Whether what is at the path is what a save expects there.
pub(super) fn check(disk: &dyn Disk, path: &Path, target: &Target, expected: Expected) -> Result<(), StoreError> {
    match (expected, &target.existing) {
        (Expected::Anything, _) | (Expected::Nothing, None) => Ok(()),
        (Expected::Nothing, Some(_)) => Err(StoreError::Exists(path.to_owned())),
        (Expected::Same(_), None) => Err(StoreError::Gone(path.to_owned())),
        (Expected::Same(fingerprint), Some(existing)) => {
            let now = disk.read(&target.path, existing.size).map_err(StoreError::io(path, "read the file again"))?;
            if Fingerprint::of(&now) == fingerprint { Ok(()) } else { Err(StoreError::Changed(path.to_owned())) }
        }
    }
}
