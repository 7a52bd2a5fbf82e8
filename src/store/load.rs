//! Opening session files. What the bytes mean is the codec's business; here they get a path and a fingerprint.

use super::error::StoreError;
use super::fs::{Disk, RealDisk};
use crate::codec::{Access, MAX_SESSION_BYTES, Outliner, Parts, Serial, Source, Spread, Warning, decode};
use crate::model::{ArticleId, Session, Timestamp};
use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use xxhash_rust::xxh3::Xxh3;

/// A hash of a file's bytes (XXH3, 128 bits): tells whether another program changed it. Times of files are never trusted for
/// that. It is no signature: it sees through any accident, and everybody who may write the file may also take it away.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 16]);

impl Fingerprint {
    /// The fingerprint of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut prints = Prints::default();
        prints.add(bytes);
        prints.finish()
    }
}

/// Takes the fingerprint of a file that comes in pieces.
#[derive(Default)]
pub(super) struct Prints(Xxh3);

impl Prints {
    pub(super) fn add(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    pub(super) fn finish(&self) -> Fingerprint {
        Fingerprint(self.0.digest128().to_be_bytes())
    }
}

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// A session as it was opened.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The session.
    pub session: Session,
    /// Whether it may be changed and saved.
    pub access: Access,
    /// What was set aside on the way.
    pub warnings: Vec<Warning>,
    /// When it was last saved, as the file says.
    pub modified: Option<Timestamp>,
    /// The version of the format that the file is in; where it is older than the one that is written, the file as it is
    /// should be kept before a save.
    pub version: u32,
    /// The file as it was read; the next save checks against it.
    pub fingerprint: Fingerprint,
}

/// Opens the session file at `path`.
///
/// # Errors
/// [`StoreError`] with the path, the place in the file and what to do.
pub fn load(path: &Path) -> Result<Loaded, StoreError> {
    load_with(&RealDisk, path)
}

/// [`load`] from another disk.
///
/// # Errors
/// As for [`load`].
pub fn load_with(disk: &dyn Disk, path: &Path) -> Result<Loaded, StoreError> {
    load_spread(disk, path, &Serial, None)
}

/// Told of the session with one of its articles before the others are read; the id is that of the article asked for.
pub type Early<'a> = (Option<ArticleId>, &'a (dyn Fn(Session) + Sync));

/// [`load_with`], with work `spread` over several threads and one article shown `early`, if the file allows it.
///
/// # Errors
/// As for [`load`].
pub fn load_spread(
    disk: &dyn Disk,
    path: &Path,
    spread: &dyn Spread,
    early: Option<Early<'_>>,
) -> Result<Loaded, StoreError> {
    let mut prints = Prints::default();
    let mut outliner = Outliner::default();
    read_bounded_pieces(disk, path, MAX_SESSION_BYTES, &mut |piece| {
        prints.add(piece);
        outliner.add(piece);
    })?;
    let parts = outliner.finish().and_then(|outline| Parts::new(outline, Box::new(OnDisk { disk, path })));
    if let Some((wanted, show)) = early
        && let Some(session) = parts.as_ref().and_then(|parts| parts.first(wanted))
    {
        show(session);
    }
    let (decoded, fingerprint) = if let Some(decoded) = parts.and_then(|parts| parts.decode(spread)) {
        (Ok(decoded), prints.finish())
    } else {
        let bytes = read_bounded(disk, path, MAX_SESSION_BYTES)?;
        (decode(&bytes), Fingerprint::of(&bytes))
    };
    let decoded = decoded.map_err(|source| StoreError::Decode { path: path.to_owned(), source })?;
    Ok(Loaded {
        session: decoded.session,
        access: decoded.access,
        warnings: decoded.warnings,
        modified: decoded.modified,
        version: decoded.version,
        fingerprint,
    })
}

/// A session file that is read where it is needed.
#[derive(Debug)]
struct OnDisk<'a> {
    disk: &'a dyn Disk,
    path: &'a Path,
}

impl Source for OnDisk<'_> {
    /// What cannot be read here is read again as a whole, and is reported then.
    fn bytes(&self, place: Range<usize>) -> Option<Cow<'_, [u8]>> {
        self.disk.read_at(self.path, place).ok().map(Cow::Owned)
    }
}

/// Reads a file that may have `limit` bytes; a longer one is not read into memory.
pub(super) fn read_bounded(disk: &dyn Disk, path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    check_bounds(disk, path, limit)?;
    let bytes = disk.read(path, limit).map_err(StoreError::io(path, "read the file"))?;
    let size = bytes.len() as u64;
    if size > limit { Err(StoreError::TooLarge { path: path.to_owned(), size, limit }) } else { Ok(bytes) }
}

/// Shows `take` a file that may have `limit` bytes, piece by piece.
pub(super) fn read_bounded_pieces(
    disk: &dyn Disk,
    path: &Path,
    limit: u64,
    take: &mut dyn FnMut(&[u8]),
) -> Result<(), StoreError> {
    check_bounds(disk, path, limit)?;
    let mut size = 0;
    let mut count = |piece: &[u8]| {
        size += piece.len() as u64;
        take(piece);
    };
    disk.read_pieces(path, limit, &mut count).map_err(StoreError::io(path, "read the file"))?;
    if size > limit { Err(StoreError::TooLarge { path: path.to_owned(), size, limit }) } else { Ok(()) }
}

/// How many bytes a file has that may have `limit`.
pub(super) fn check_bounds(disk: &dyn Disk, path: &Path, limit: u64) -> Result<u64, StoreError> {
    let info = disk.info(path).map_err(StoreError::io(path, "look at the file"))?;
    if info.is_folder {
        return Err(StoreError::IsFolder(path.to_owned()));
    }
    if !info.is_file {
        return Err(StoreError::NotAFile(path.to_owned()));
    }
    if info.size > limit {
        return Err(StoreError::TooLarge { path: path.to_owned(), size: info.size, limit });
    }
    Ok(info.size)
}
