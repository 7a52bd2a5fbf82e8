//! The archive: its members by name, each as long as an honest one can be. Nothing is unpacked to a disk; an archive whose
//! names lead out of it all the same was made to do harm, and is refused.

use super::super::in_file::{InFile, InFileReader};
use std::collections::BTreeMap;
use std::io::Read;
use std::ops::Range;
use zip::ZipArchive;

/// How many members an archive may have.
const MAX_MEMBERS: usize = 200_000;
/// How much longer than the archive all that is in it may be; plain texts reach about 10.
const MAX_RATIO: u64 = 100;
/// How much may be in any archive, however short it is.
const MIN_BYTES: u64 = 16 << 20;
/// How much may be in any archive, however long it is: as much as a file of any other format.
const MAX_BYTES: u64 = 512 << 20;

/// An archive that is open.
#[derive(Clone)]
pub(super) struct Archive<'f> {
    zip: ZipArchive<InFileReader<'f>>,
    /// Numbers of members by their names in lower case; of two with one name the first.
    names: BTreeMap<String, usize>,
    /// How many bytes may still come out of it.
    left: u64,
}

impl<'f> Archive<'f> {
    /// Opens the archive that `file` is.
    ///
    /// # Errors
    /// Why it is none.
    pub(super) fn open(file: &'f InFile) -> Result<Self, String> {
        let mut zip = ZipArchive::new(file.reader()).map_err(|error| format!("it is no zip archive: {error}"))?;
        if zip.len() > MAX_MEMBERS {
            return Err(format!("it has {} members, more than the {MAX_MEMBERS} that are read", zip.len()));
        }
        let mut names = BTreeMap::new();
        for number in 0..zip.len() {
            let member = zip.by_index_raw(number).map_err(|error| format!("its members cannot be listed: {error}"))?;
            // A name that is no text is none that the project can ask for.
            let Ok(name) = member.name().map(|name| name.replace('\\', "/")) else { continue };
            if leads_out(&name) || member.is_symlink() {
                let shown = crate::text::shortened(&name, 80);
                return Err(format!("its member `{shown}` leads out of it; no program that means well writes that"));
            }
            names.entry(name.to_lowercase()).or_insert(number);
        }
        let left = (file.length() as u64).saturating_mul(MAX_RATIO).clamp(MIN_BYTES, MAX_BYTES);
        Ok(Self { zip, names, left })
    }

    /// The bytes of the member `name`, whatever its case.
    ///
    /// # Errors
    /// Why there are none.
    pub(super) fn member(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let number = self.number(name)?;
        let broken = |error: &dyn std::fmt::Display| format!("`{name}` in the archive cannot be read: {error}");
        let file = self.zip.by_index(number).map_err(|error| broken(&error))?;
        let limit = self.left;
        // What the archive says of its length is no promise, and no reason to ask for more room than may be filled.
        let mut bytes = Vec::new();
        let room = usize::try_from(file.size().min(limit)).unwrap_or_default();
        bytes.try_reserve_exact(room).map_err(|error| broken(&error))?;
        let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| broken(&error))? as u64;
        if read > limit {
            return Err(format!("`{name}` unpacks to far more than an honest archive of this length holds"));
        }
        self.left -= read;
        bytes.shrink_to_fit();
        Ok(bytes)
    }

    /// The member `name`, which was read whole before, to be read once more in stretches.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(super) fn stretches(&mut self, name: &str) -> Result<Stretches<'_>, String> {
        let number = self.number(name)?;
        let member = self.zip.by_index(number).map_err(|error| error.to_string())?;
        Ok(Stretches { name: name.to_owned(), member: Box::new(member), at: 0 })
    }

    fn number(&self, name: &str) -> Result<usize, String> {
        let number = self.names.get(&name.to_lowercase()).copied();
        number.ok_or_else(|| format!("`{name}` is not in the archive"))
    }
}

/// A member that is read in stretches, each behind the one before it.
pub(super) struct Stretches<'a> {
    name: String,
    member: Box<dyn Read + 'a>,
    at: u64,
}

impl Stretches<'_> {
    /// The text at `place`.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) fn text(&mut self, place: &Range<usize>) -> Result<String, String> {
        let broken = |error: &dyn std::fmt::Display| format!("`{}` in the archive cannot be read: {error}", self.name);
        let before = (place.start as u64).saturating_sub(self.at);
        let passed = std::io::copy(&mut self.member.by_ref().take(before), &mut std::io::sink());
        self.at += passed.map_err(|error| broken(&error))?;
        let mut bytes = vec![0; place.len()];
        self.member.read_exact(&mut bytes).map_err(|error| broken(&error))?;
        self.at += bytes.len() as u64;
        String::from_utf8(bytes).map_err(|error| broken(&error))
    }
}

/// Whether a name, with `/` between its parts, would lead out of a folder that the archive were unpacked into.
fn leads_out(name: &str) -> bool {
    let mut start = name.chars();
    let has_drive = start.next().is_some_and(|char| char.is_ascii_alphabetic()) && start.next() == Some(':');
    name.starts_with('/') || has_drive || name.split('/').any(|part| part == "..")
}
