//! Replacing a file whole or not at all.
//!
//! Order: temporary file in the target's own folder, mode, content, sync, read back, rename, sync of the folder. A file with
//! several names (hard links) would lose them by a rename; it is written in place once a verified copy stands beside it.
//! It does not know what the bytes mean.

use super::error::StoreError;
use super::fs::{Disk, FileInfo, Part, Parts};
use super::load::{Fingerprint, Prints};
use std::borrow::Cow;
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

impl Target {
    /// The file's name without its folder.
    pub(super) fn name(&self) -> String {
        self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }
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

/// What a new file is to hold.
pub(super) trait Content: Parts {
    /// Whether what was written is what is meant; `sum` is the CRC-32 of all of it.
    fn verify(&mut self, sum: u32) -> Result<(), String>;
}

/// A file that is in memory as a whole, and what is asked once it is written.
struct Whole<'a, V> {
    bytes: Option<&'a [u8]>,
    verify: Option<V>,
}

impl<V> Parts for Whole<'_, V> {
    fn next_part(&mut self) -> io::Result<Option<Part<'_>>> {
        Ok(self.bytes.take().map(|bytes| Part::Bytes(Cow::Borrowed(bytes))))
    }
}

impl<V: FnOnce() -> Result<(), String>> Content for Whole<'_, V> {
    fn verify(&mut self, _sum: u32) -> Result<(), String> {
        self.verify.take().map_or(Ok(()), |verify| verify())
    }
}

/// Puts `bytes` in the place of `target`, once they were read back and `verify` has accepted them.
pub(super) fn replace(
    disk: &dyn Disk,
    target: &Target,
    bytes: &[u8],
    verify: impl FnOnce() -> Result<(), String>,
) -> Result<Fingerprint, StoreError> {
    let mut content = Whole { bytes: Some(bytes), verify: Some(verify) };
    let (temp, fingerprint) = stage(disk, target, &mut content)?;
    place(disk, target, &temp)?;
    match disk.sync_folder(&target.folder) {
        Ok(()) => Ok(fingerprint),
        Err(source) => Err(StoreError::Unconfirmed { path: target.path.clone(), fingerprint, source }),
    }
}

/// Writes `content` to a temporary file beside `target`, reads it back and has it verified.
pub(super) fn stage(
    disk: &dyn Disk,
    target: &Target,
    content: &mut dyn Content,
) -> Result<(PathBuf, Fingerprint), StoreError> {
    let fail = StoreError::io(&target.folder, "make a temporary file in the folder");
    let temp = disk.create_temp(&target.folder, &target.name()).map_err(fail)?;
    match fill(disk, target, &temp, content) {
        Ok(fingerprint) => Ok((temp, fingerprint)),
        Err(error) => {
            discard(disk, &temp);
            Err(error)
        }
    }
}

/// Fills the temporary file and reads it back.
fn fill(disk: &dyn Disk, target: &Target, temp: &Path, content: &mut dyn Content) -> Result<Fingerprint, StoreError> {
    let fail = |action| StoreError::io(&target.path, action);
    if let Some(existing) = &target.existing {
        disk.set_permissions(temp, existing.permissions.clone()).map_err(fail("give the new file its mode"))?;
    }
    let (mut written, mut back) = (Prints::default(), Prints::default());
    let mut sum = crc32fast::Hasher::new();
    let mut seen = |piece: &[u8]| {
        written.add(piece);
        sum.update(piece);
    };
    disk.assemble(temp, &target.path, content, &mut seen).map_err(fail("write the new file"))?;
    disk.sync(temp).map_err(fail("bring the new file to the disk"))?;
    disk.read_pieces(temp, u64::MAX - 1, &mut |piece| back.add(piece)).map_err(fail("read the new file back"))?;
    let fingerprint = written.finish();
    let verified =
        if back.finish() == fingerprint { content.verify(sum.finalize()) } else { Err("the bytes differ".to_owned()) };
    match verified {
        Ok(()) => Ok(fingerprint),
        Err(problem) => Err(StoreError::NotVerified { path: target.path.clone(), problem }),
    }
}

/// Puts what was staged at `temp` in the place of `target`; the folder is not brought to the disk yet.
pub(super) fn place(disk: &dyn Disk, target: &Target, temp: &Path) -> Result<(), StoreError> {
    if target.existing.as_ref().is_some_and(|existing| existing.links > 1) {
        return in_place(disk, target, temp);
    }
    disk.rename(temp, &target.path).map_err(|error| {
        discard(disk, temp);
        StoreError::io(&target.path, "put the new file in its place")(error)
    })
}

/// Writes a file with several names where it is, and puts the old content back where that fails.
fn in_place(disk: &dyn Disk, target: &Target, temp: &Path) -> Result<(), StoreError> {
    let refuse = |action| {
        discard(disk, temp);
        StoreError::io(&target.path, action)
    };
    let read = |path| disk.read(path, u64::MAX - 1);
    let both = read(&target.path).and_then(|old| Ok((old, read(temp)?)));
    let (old, new) = both.map_err(|error| refuse("read the old file")(error))?;
    // The copy's name has to outlive a loss of power that tears the file.
    disk.sync_folder(&target.folder).map_err(|error| refuse("bring a copy of the new file to the disk")(error))?;
    let write = |bytes: &[u8]| disk.write(&target.path, bytes).and_then(|()| disk.sync(&target.path));
    let Err(source) = write(&new) else {
        discard(disk, temp);
        return Ok(());
    };
    if write(&old).is_ok() {
        discard(disk, temp);
        Err(StoreError::io(&target.path, "write the file")(source))
    } else {
        Err(StoreError::Torn { path: target.path.clone(), copy: temp.to_owned(), source })
    }
}

/// Deletes a temporary file. Should that fail too, the first error is what counts, and the name tells what the file is.
pub(super) fn discard(disk: &dyn Disk, temp: &Path) {
    disk.remove(temp).unwrap_or_default();
}
