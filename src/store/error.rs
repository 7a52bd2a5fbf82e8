//! What can go wrong on the disk, in words for the person in front of it. It does not know who asked.

use super::load::Fingerprint;
use crate::codec::{DecodeError, EncodeError};
use std::io;
use std::path::{Path, PathBuf};

/// Why a file was not read or written. Unless the variant says otherwise, nothing on the disk was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system refused.
    #[error("{}: cannot {action}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried, as "read the file".
        action: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// Nothing is there.
    #[error("{}: there is nothing here; check the path", .0.display())]
    Missing(PathBuf),
    /// A folder stands where a file is needed.
    #[error("{}: this is a folder, not a file; name a file in it", .0.display())]
    IsFolder(PathBuf),
    /// A pipe, a device or a socket stands where a file is needed.
    #[error("{}: this is a pipe, a device or a socket, not a file; copy what it gives into a file first", .0.display())]
    NotAFile(PathBuf),
    /// Folders nested deeper than they are read.
    #[error("{}: folders are read 16 levels deep, and this one lies deeper; name it by itself", .0.display())]
    TooDeep(PathBuf),
    /// A folder without anything to read.
    #[error("{}: no article is in this folder; files that Byline reads end in .txt, .md, .html, .csv, .jsonl, .zip and the like", .0.display())]
    NoArticles(PathBuf),
    /// A folder without any file of the format that was asked for.
    #[error("{}: no file of this format is in this folder; files ending in .{endings} are read", path.display())]
    NoFiles {
        /// The folder.
        path: PathBuf,
        /// What the files end in.
        endings: String,
    },
    /// Larger than anything that is read.
    #[error("{}: the file has {size} bytes, and {limit} are read at most; split it", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// The bytes are no session.
    #[error("{}: {source}", path.display())]
    Decode {
        /// The file.
        path: PathBuf,
        /// What is wrong with them.
        source: DecodeError,
    },
    /// The session cannot be written down.
    #[error("{}: {source}", path.display())]
    Encode {
        /// The file that would have been written.
        path: PathBuf,
        /// What is wrong with the session.
        source: EncodeError,
    },
    /// What was read back is not what was written; the old file is untouched.
    #[error("{}: what was read back is not what was written ({problem}); the old file is untouched, save elsewhere", path.display())]
    NotVerified {
        /// The file that would have been replaced.
        path: PathBuf,
        /// What differs.
        problem: String,
    },
    /// The file is marked read-only.
    #[error("{}: the file is marked read-only; save under another name or change its mode", .0.display())]
    ReadOnly(PathBuf),
    /// Another program changed the file since it was read or saved here.
    #[error("{}: another program changed the file since it was opened; merge the two or save under another name", .0.display())]
    Changed(PathBuf),
    /// The file was moved or deleted since it was read or saved here.
    #[error("{}: the file was moved or deleted since it was opened; save it anew or under another name", .0.display())]
    Gone(PathBuf),
    /// Somebody else has the session open for changes.
    #[error("{}: this session is open for changes elsewhere ({owner}); close it there first", path.display())]
    Taken {
        /// The session.
        path: PathBuf,
        /// Who has it, as far as is known.
        owner: String,
    },
    /// Something is there already.
    #[error("{}: a file is here already and is not overwritten without `--force`", .0.display())]
    Exists(PathBuf),
    /// A folder with files in it is there already.
    #[error("{}: a folder with files in it is here already; name a new or an empty one, or replace its files of the same names with `--force`", .0.display())]
    Filled(PathBuf),
    /// A file is where a folder is to be.
    #[error("{}: a file is here, and the output is a folder of files; name another place, or move the file away first", .0.display())]
    NotAFolder(PathBuf),
    /// The new file is in place, whole, but the disk did not confirm that it survives a loss of power.
    #[error("{}: the file was saved, but the disk did not confirm it ({source}); save again", path.display())]
    Unconfirmed {
        /// The file.
        path: PathBuf,
        /// Its new content.
        fingerprint: Fingerprint,
        /// What the system said.
        source: io::Error,
    },
    /// A file with several names could be neither written nor put back; its new content is whole in a copy.
    #[error("{}: writing stopped half-way ({source}); the new content is whole in {}", path.display(), copy.display())]
    Torn {
        /// The file.
        path: PathBuf,
        /// The copy.
        copy: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system names no folder for settings.
    #[error("no folder for settings is known ({0}); set BYLINE_CONFIG_DIR")]
    NoConfigFolder(String),
}

impl StoreError {
    /// An error of the system, with what was tried on which path.
    pub(super) fn io(path: &Path, action: &'static str) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::NotFound => Self::Missing(path),
            _ => Self::Io { path, action, source },
        }
    }
}
