//! Zip archives: their members one after the other, each as long as an honest one can be. Nothing is unpacked to a disk, and
//! an archive whose names lead out of it all the same was made to do harm and is refused.
//!
//! It does not know what the members are.

use std::io::{Cursor, Read};
use zip::ZipArchive;

/// How many members an archive may have.
const MAX_MEMBERS: usize = 100_000;
/// How much longer than the archive all that is in it may be; plain texts reach about 10.
const MAX_RATIO: u64 = 100;
/// How much may be in any archive, however short it is.
const MIN_BYTES: u64 = 4 << 20;
/// How much may be in any archive, however long it is.
const MAX_BYTES: u64 = 512 << 20;

/// Why an archive is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveFault {
    /// It cannot be opened.
    #[error("it is no zip archive that can be read: {0}; pack it anew")]
    Broken(String),
    /// Too many members.
    #[error("it has {0} members, more than the {MAX_MEMBERS} that are read; divide it")]
    Members(usize),
    /// A member's name leads out of it.
    #[error("its member `{0}` leads out of it; no program that means well writes that, and nothing of it was read")]
    LeadsOut(String),
    /// Far more in it than its length allows.
    #[error("`{0}` unpacks to far more than an honest archive of this length holds; nothing of it was read")]
    Bomb(String),
    /// An archive in an archive in an archive.
    #[error("it is an archive within an archive within an archive; unpack the outer one first")]
    Nested,
}

/// An archive that is open.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// How many bytes may still come out of it.
    left: u64,
}

impl<'b> Archive<'b> {
    /// Opens the archive that `bytes` are, of which at most `left` bytes may come.
    ///
    /// # Errors
    /// [`ArchiveFault`] where they are none, or one that is meant to do harm.
    pub(super) fn open(bytes: &'b [u8], left: Option<u64>) -> Result<Self, ArchiveFault> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| ArchiveFault::Broken(error.to_string()))?;
        if zip.len() > MAX_MEMBERS {
            return Err(ArchiveFault::Members(zip.len()));
        }
        for number in 0..zip.len() {
            let member = zip.by_index_raw(number).map_err(|error| ArchiveFault::Broken(error.to_string()))?;
            let Ok(name) = member.name().map(|name| name.replace('\\', "/")) else { continue };
            if leads_out(&name) || member.is_symlink() {
                return Err(ArchiveFault::LeadsOut(shown(&name)));
            }
        }
        let own = (bytes.len() as u64).saturating_mul(MAX_RATIO).clamp(MIN_BYTES, MAX_BYTES);
        Ok(Self { zip, left: own.min(left.unwrap_or(own)) })
    }

    /// The numbers and names of the members that are files, by name; hidden ones and what some systems add are left out.
    pub(super) fn names(&mut self) -> Vec<(usize, String)> {
        let mut names = Vec::new();
        for number in 0..self.zip.len() {
            let Ok(member) = self.zip.by_index_raw(number) else { continue };
            // A name that is no text is shown as well as it goes.
            let name = match member.name() {
                Ok(name) => name.replace('\\', "/"),
                Err(_) => String::from_utf8_lossy(member.name_raw()).replace('\\', "/"),
            };
            let is_hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
            if member.is_file() && !is_hidden {
                names.push((number, name));
            }
        }
        names.sort_by(|left, right| left.1.cmp(&right.1));
        names
    }

    /// How many bytes may still come out of it.
    pub(super) fn left(&self) -> u64 {
        self.left
    }

    /// Counts bytes that came out of a member of it.
    pub(super) fn take(&mut self, bytes: u64) {
        self.left = self.left.saturating_sub(bytes);
    }

    /// The bytes of the member with this number and name, or why there are none.
    ///
    /// # Errors
    /// [`ArchiveFault::Bomb`] where more comes out than may.
    pub(super) fn member(&mut self, number: usize, name: &str) -> Result<Result<Vec<u8>, String>, ArchiveFault> {
        let bomb = || ArchiveFault::Bomb(shown(name));
        let file = match self.zip.by_index(number) {
            Ok(file) => file,
            Err(error) => return Ok(Err(format!("it cannot be unpacked: {error}"))),
        };
        // What its own entry says is seen before anything is unpacked, and what really comes is counted.
        if file.size() > self.left || file.size() > file.compressed_size().saturating_mul(MAX_RATIO).max(MIN_BYTES) {
            return Err(bomb());
        }
        let mut bytes = Vec::new();
        let limit = self.left;
        if let Err(error) = file.take(limit.saturating_add(1)).read_to_end(&mut bytes) {
            return Ok(Err(format!("it cannot be unpacked: {error}")));
        }
        if bytes.len() as u64 > limit {
            return Err(bomb());
        }
        self.take(bytes.len() as u64);
        Ok(Ok(bytes))
    }
}

fn shown(name: &str) -> String {
    crate::text::shortened(name, 80).into_owned()
}

/// Whether a name, with `/` between its parts, would lead out of a folder that the archive were unpacked into.
fn leads_out(name: &str) -> bool {
    let mut start = name.chars();
    let has_drive = start.next().is_some_and(|char| char.is_ascii_alphabetic()) && start.next() == Some(':');
    name.starts_with('/') || has_drive || name.split('/').any(|part| part == "..")
}
