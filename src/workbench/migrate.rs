//! Session files of older versions, written anew in the version of today beside the old ones.

use super::clock::Clock;
use super::threads::Threads;
use crate::codec::{Access, VERSION};
use crate::store::{self, Expected, Over, Overwrite, RealDisk, StoreError};
use std::path::{Path, PathBuf};

/// A session file that was written in the version of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The version of the old file.
    pub from: u32,
    /// How many articles there are.
    pub articles: usize,
    /// How many mentions there are, those in the quarantine not counted.
    pub mentions: usize,
    /// What was set aside while reading.
    pub warnings: Vec<String>,
}

/// Why a session file was not migrated.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// It could not be read.
    #[error(transparent)]
    Read(StoreError),
    /// It is in the version of today already.
    #[error("{}: this session is in version {VERSION} of the format already; nothing was written", .0.display())]
    Current(PathBuf),
    /// Not all of it is known.
    #[error("{}: this session cannot be taken over whole: {reasons}", path.display())]
    Doubtful {
        /// The file.
        path: PathBuf,
        /// Why.
        reasons: String,
    },
    /// The old file would be lost.
    #[error("{}: the old file stays as it is; name another one with -o", .0.display())]
    Itself(PathBuf),
    /// The new file could not be written.
    #[error(transparent)]
    Write(StoreError),
}

/// Writes the session file `old` in the version of today as `new`. The old file stays as it is.
///
/// # Errors
/// [`MigrateError`]; nothing was written.
pub fn migrate(old: &Path, new: &Path, overwrite: Overwrite) -> Result<Migrated, MigrateError> {
    let real = |path: &Path| path.canonicalize().ok();
    if real(old).is_some() && real(old) == real(new) {
        return Err(MigrateError::Itself(new.to_owned()));
    }
    let loaded = store::load_spread(&RealDisk, old, &Threads, None).map_err(MigrateError::Read)?;
    if let Access::ReadOnly(reasons) = &loaded.access {
        let reasons = reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        return Err(MigrateError::Doubtful { path: old.to_owned(), reasons });
    }
    if loaded.version == VERSION {
        return Err(MigrateError::Current(old.to_owned()));
    }
    let expected = match overwrite {
        Overwrite::Refuse => Expected::Nothing,
        Overwrite::Replace => Expected::Anything,
    };
    let over = Over { known: None, spread: &Threads };
    store::save_over(&RealDisk, new, &loaded.session, Clock::System.now(), expected, over)
        .map_err(MigrateError::Write)?;
    Ok(Migrated {
        from: loaded.version,
        articles: loaded.session.shards().len(),
        mentions: loaded.session.mention_count(),
        warnings: loaded.warnings.iter().map(|warning| format!("{}: {warning}", old.display())).collect(),
    })
}
