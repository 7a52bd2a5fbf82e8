//! Saving session files: whole or not at all, and never over another program's work.

use super::atomic::{Content, Target, discard, place, stage, target};
use super::error::StoreError;
use super::fs::{Disk, Part, RealDisk, Stamp};
use super::load::{Fingerprint, Prints};
use crate::codec::{Base, Outliner, Piece, Serial, Spread, encode_over, map_each};
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
    let written = encode_over(session, modified, base.as_ref(), over.spread)
        .map_err(|source| StoreError::Encode { path: path.to_owned(), source })?;
    let parts: Vec<Part<'_>> = written.pieces().iter().map(part).collect();
    let content = Content { parts: &parts, sum: Some(written.sum()) };
    // The disk takes its time, and what is on its way to it can be read meanwhile.
    let halves = map_each(over.spread, vec![Half::Staged, Half::Verified], |half| match half {
        Half::Staged => (Some(stage(disk, &target, &content, || Ok(()))), Ok(())),
        Half::Verified => (None, written.verify(session, over.spread)),
    });
    let (staged, verified): (Vec<_>, Vec<_>) = halves.into_iter().unzip();
    let Some(staged) = staged.into_iter().flatten().next() else {
        return Err(StoreError::Missing(path.to_owned()));
    };
    let (temp, fingerprint) = staged?;
    match verified.into_iter().find_map(Result::err) {
        None => Ok(Prepared { temp, fingerprint, modified, seen }),
        Some(problem) => {
            discard(disk, &temp);
            Err(StoreError::NotVerified { path: target.path, problem })
        }
    }
}

/// What has to be done with a session that is written in memory.
#[derive(Clone, Copy)]
enum Half {
    /// It is written to the disk, brought there and read back.
    Staged,
    /// It is read and compared with the session.
    Verified,
}

fn part(piece: &Piece) -> Part<'_> {
    match piece {
        Piece::New(bytes) => Part::Bytes(bytes),
        Piece::Copied(place) => Part::Copied(place.clone()),
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
