//! Saving session files: whole or not at all, and never over another program's work.

use super::atomic::{Content, Target, discard, place, stage, target};
use super::error::StoreError;
use super::fs::{Disk, Part, Parts, RealDisk, Stamp};
use super::load::{Fingerprint, Prints};
use crate::codec::{Base, Encoding, Outliner, Piece, Serial, Spread, Unwritten};
use crate::model::{Session, Timestamp};
use std::borrow::Cow;
use std::io;
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
/// Symbolic links, hard links and the mode are kept. What was written is read back and compared, and what is new in it parsed
/// and compared with `session`, before it takes the old file's place.
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
    save_over(disk, path, session, modified, expected, Over { known: None, spread: &Serial })
}

/// What makes a save fast.
#[derive(Clone, Copy)]
pub struct Over<'a> {
    /// What the file holds that is expected: the session that it was written from, or that was read from it with nothing set
    /// aside. The blocks of articles that are the same ones in memory are copied from the file.
    pub known: Option<&'a Session>,
    /// Carries out work in parts.
    pub spread: &'a dyn Spread,
}

/// [`save_with`] over a file whose content is known. It writes the same bytes.
///
/// # Errors
/// As for [`save`].
pub fn save_over(
    disk: &dyn Disk,
    path: &Path,
    session: &Session,
    modified: Timestamp,
    expected: Expected,
    over: Over<'_>,
) -> Result<Fingerprint, StoreError> {
    let prepared = prepare(disk, path, session, modified, expected, over)?;
    let target = target(disk, path).inspect_err(|_| prepared.discard(disk))?;
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
    /// What was expected at the path, and the file that was found to be just that.
    pub(super) seen: (Expected, Option<Stamp>),
}

impl Prepared {
    /// Takes away what was written.
    pub(super) fn discard(&self, disk: &dyn Disk) {
        discard(disk, &self.temp);
    }

    /// Whether what is at the path is still what was found to be as `expected`, as far as can be told without reading it.
    pub(super) fn has_seen(&self, target: &Target, expected: Expected) -> bool {
        let stamp = target.existing.as_ref().and_then(|existing| existing.stamp);
        stamp.is_some() && self.seen == (expected, stamp)
    }
}

/// Writes `session` beside the file at `path`, if that is as `expected`, reads it back and compares it with what is in memory.
pub(super) fn prepare(
    disk: &dyn Disk,
    path: &Path,
    session: &Session,
    modified: Timestamp,
    expected: Expected,
    over: Over<'_>,
) -> Result<Prepared, StoreError> {
    let target = target(disk, path)?;
    let mut outliner = Outliner::default();
    let mut outline = |piece: &[u8]| {
        if over.known.is_some() {
            outliner.add(piece);
        }
    };
    check(disk, path, &target, expected, &mut outline)?;
    let seen = (expected, target.existing.as_ref().and_then(|existing| existing.stamp));
    let old = outliner.finish();
    let base = old.as_ref().zip(over.known).and_then(|(old, known)| Base::new(old, known));
    let encoding = Encoding::new(session, modified, base.as_ref(), over.spread);
    let mut content = Encoded { encoding, waiting: Vec::new().into_iter(), failed: None };
    let staged = stage(disk, &target, &mut content);
    match (content.failed, staged) {
        (None, Ok((temp, fingerprint))) => Ok(Prepared { temp, fingerprint, modified, seen }),
        (Some(Unwritten::Encode(source)), _) => Err(StoreError::Encode { path: path.to_owned(), source }),
        (Some(Unwritten::Differs(problem)), _) => Err(StoreError::NotVerified { path: target.path, problem }),
        (None, Err(error)) => Err(error),
    }
}

/// A session that is encoded as it is written to the disk.
struct Encoded<'a> {
    encoding: Encoding<'a>,
    waiting: std::vec::IntoIter<Piece>,
    /// Why it could not be encoded.
    failed: Option<Unwritten>,
}

impl Parts for Encoded<'_> {
    fn next_part(&mut self) -> io::Result<Option<Part<'_>>> {
        if self.waiting.len() == 0 {
            match self.encoding.next_pieces() {
                Ok(pieces) => self.waiting = pieces.into_iter(),
                Err(why) => {
                    let told = io::Error::other(why.to_string());
                    self.failed = Some(why);
                    return Err(told);
                }
            }
        }
        Ok(self.waiting.next().map(|piece| match piece {
            Piece::New(bytes) => Part::Bytes(Cow::Owned(bytes)),
            Piece::Copied(place) => Part::Copied(place),
        }))
    }
}

impl Content for Encoded<'_> {
    fn verify(&mut self, sum: u32) -> Result<(), String> {
        if self.encoding.sum() != sum {
            return Err("the old file changed while it was copied".to_owned());
        }
        self.encoding.verify()
    }
}

/// Whether what is at the path is what is expected there; its bytes are shown to `look` where they had to be read.
pub(super) fn check(
    disk: &dyn Disk,
    path: &Path,
    target: &Target,
    expected: Expected,
    look: &mut dyn FnMut(&[u8]),
) -> Result<(), StoreError> {
    match (expected, &target.existing) {
        (Expected::Anything, _) | (Expected::Nothing, None) => Ok(()),
        (Expected::Nothing, Some(_)) => Err(StoreError::Exists(path.to_owned())),
        (Expected::Same(_), None) => Err(StoreError::Gone(path.to_owned())),
        (Expected::Same(fingerprint), Some(existing)) => {
            let mut now = Prints::default();
            let mut take = |piece: &[u8]| {
                now.add(piece);
                look(piece);
            };
            let read = disk.read_pieces(&target.path, existing.size, &mut take);
            read.map_err(StoreError::io(path, "read the file again"))?;
            if now.finish() == fingerprint { Ok(()) } else { Err(StoreError::Changed(path.to_owned())) }
        }
    }
}
