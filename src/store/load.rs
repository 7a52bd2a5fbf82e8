//! Opening session files. What the bytes mean is the codec's business; here they get a path and a fingerprint.

use super::error::StoreError;
use super::fs::{Disk, RealDisk};
use crate::codec::{Access, MAX_SESSION_BYTES, Parts, Serial, Spread, Warning, decode};
use crate::model::{ArticleId, Session, Timestamp};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::OnceLock;

/// SHA-256 of a file's bytes: tells whether another program changed it. Times of files are never trusted for that.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// The fingerprint of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The fingerprint of `parts`, one behind the other.
    #[must_use]
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part);
        }
        Self(hash.finalize().into())
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
    let bytes = read_bounded(disk, path, MAX_SESSION_BYTES)?;
    let parts = Parts::of(&bytes, spread);
    if let Some((wanted, show)) = early
        && let Some(session) = parts.as_ref().and_then(|parts| parts.first(wanted))
    {
        show(session);
    }
    let fingerprint = OnceLock::new();
    let by_layout = OnceLock::new();
    spread.run(2, &|task| {
        if task == 0 {
            fingerprint.get_or_init(|| Fingerprint::of(&bytes));
        } else {
            by_layout.get_or_init(|| parts.as_ref().and_then(|parts| parts.decode(spread)));
        }
    });
    let decoded = match by_layout.into_inner().flatten() {
        Some(decoded) => Ok(decoded),
        None => decode(&bytes),
    };
    let decoded = decoded.map_err(|source| StoreError::Decode { path: path.to_owned(), source })?;
    Ok(Loaded {
        session: decoded.session,
        access: decoded.access,
        warnings: decoded.warnings,
        modified: decoded.modified,
        version: decoded.version,
        fingerprint: fingerprint.into_inner().unwrap_or_else(|| Fingerprint::of(&bytes)),
    })
}

/// Reads a file that may have `limit` bytes; a longer one is not read into memory.
pub(super) fn read_bounded(disk: &dyn Disk, path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
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
    let bytes = disk.read(path, limit).map_err(StoreError::io(path, "read the file"))?;
    let size = bytes.len() as u64;
    if size > limit { Err(StoreError::TooLarge { path: path.to_owned(), size, limit }) } else { Ok(bytes) }
}
