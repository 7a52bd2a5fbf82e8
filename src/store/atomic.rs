//! Replacing a file whole or not at all.
//!
//! Order: temporary file in the target's own folder, mode, content, sync, read back, rename, sync of the folder. A file with
//! several names (hard links) would lose them by a rename; it is written in place once a verified copy stands beside it.
//! It does not know what the bytes mean.

use super::error::StoreError;
use super::fs::{Disk, FileInfo};
use super::load::Fingerprint;
use std::io;
use std::path::{Path, PathBuf};

/// A place that a file is to be written to.
pub(super) struct Target {
    /// The file itself, behind all symbolic links.
    pub(super) path: PathBuf,
    /// Its folder.
    pub(super) folder: PathBuf,
    /// What is there now.
    pub(super) existing: Option<FileInfo>,
}

/// Finds the file behind `path`.
pub(super) fn target(disk: &dyn Disk, path: &Path) -> Result<Target, StoreError> {
    match disk.resolve(path) {
        Ok(real) => {
            let info = disk.info(&real).map_err(StoreError::io(path, "look at the file"))?;
            if info.is_folder {
                return Err(StoreError::IsFolder(path.to_owned()));
            }
            // As root, a rename would put a file in the place of `/dev/null`.
            if !info.is_file {
                return Err(StoreError::NotAFile(path.to_owned()));
            }
            if info.permissions.readonly() {
                return Err(StoreError::ReadOnly(path.to_owned()));
            }
            Ok(Target { folder: folder_of(&real).to_owned(), path: real, existing: Some(info) })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let name = path.file_name().ok_or_else(|| StoreError::IsFolder(path.to_owned()))?;
            let folder = folder_of(path);
            let folder = disk.resolve(folder).map_err(StoreError::io(folder, "find the folder"))?;
            Ok(Target { path: folder.join(name), folder, existing: None })
        }
        Err(error) => Err(StoreError::io(path, "find the file")(error)),
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => Path::new("/"),
    }
}

/// Puts `bytes` in the place of `target`, once `verify` has accepted what was read back.
pub(super) fn replace(
    disk: &dyn Disk,
    target: &Target,
    bytes: &[u8],
    verify: impl FnOnce(&[u8]) -> Result<(), String>,
) -> Result<Fingerprint, StoreError> {
    let fail = |action| StoreError::io(&target.folder, action);
    let temp = disk.create_temp(&target.folder).map_err(fail("make a temporary file in the folder"))?;
    let prepared = prepare(disk, target, &temp, bytes, verify);
    if let Err(error) = prepared {
        discard(disk, &temp);
        return Err(error);
    }
    let fingerprint = Fingerprint::of(bytes);
    if target.existing.as_ref().is_some_and(|existing| existing.links > 1) {
        in_place(disk, target, &temp, bytes)?;
    } else if let Err(error) = disk.rename(&temp, &target.path) {
        discard(disk, &temp);
        return Err(StoreError::io(&target.path, "put the new file in its place")(error));
    }
    match disk.sync_folder(&target.folder) {
        Ok(()) => Ok(fingerprint),
        Err(source) => Err(StoreError::Unconfirmed { path: target.path.clone(), fingerprint, source }),
    }
}

/// Fills the temporary file and reads it back.
fn prepare(
    disk: &dyn Disk,
    target: &Target,
    temp: &Path,
    bytes: &[u8],
    verify: impl FnOnce(&[u8]) -> Result<(), String>,
) -> Result<(), StoreError> {
    let fail = |action| StoreError::io(&target.path, action);
    if let Some(existing) = &target.existing {
        disk.set_permissions(temp, existing.permissions.clone()).map_err(fail("give the new file its mode"))?;
    }
    disk.write(temp, bytes).map_err(fail("write the new file"))?;
    disk.sync(temp).map_err(fail("bring the new file to the disk"))?;
    let back = disk.read(temp, bytes.len() as u64).map_err(fail("read the new file back"))?;
    let verified = if back == bytes { verify(&back) } else { Err("the bytes differ".to_owned()) };
    verified.map_err(|problem| StoreError::NotVerified { path: target.path.clone(), problem })
}

/// Writes a file with several names where it is, and puts the old content back where that fails.
fn in_place(disk: &dyn Disk, target: &Target, temp: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let old = match disk.read(&target.path, u64::MAX - 1) {
        Ok(old) => old,
        Err(error) => {
            discard(disk, temp);
            return Err(StoreError::io(&target.path, "read the old file")(error));
        }
    };
    let written = disk.write(&target.path, bytes).and_then(|()| disk.sync(&target.path));
    let Err(source) = written else {
        discard(disk, temp);
        return Ok(());
    };
    match disk.write(&target.path, &old).and_then(|()| disk.sync(&target.path)) {
        Ok(()) => {
            discard(disk, temp);
            Err(StoreError::io(&target.path, "write the file")(source))
        }
        Err(_) => Err(StoreError::Torn { path: target.path.clone(), copy: temp.to_owned(), source }),
    }
}

/// Deletes a temporary file. Should that fail too, the first error is what counts, and the name tells what the file is.
fn discard(disk: &dyn Disk, temp: &Path) {
    disk.remove(temp).unwrap_or_default();
}
