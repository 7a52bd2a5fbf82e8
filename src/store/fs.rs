//! The file system as the store needs it: one small trait, and the real thing behind it.
//!
//! Paths go in and bytes come out; it does not know what a session is.

use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// What the names of temporary files begin with, so that left-over ones can be told.
pub const TEMP_PREFIX: &str = ".byline-";

/// What is known about a file without reading it.
#[derive(Clone, Debug)]
pub struct FileInfo {
    /// Its size in bytes.
    pub size: u64,
    /// Its mode, to be given to the file that replaces it.
    pub permissions: Permissions,
    /// How many names it has; 1 where the system does not say.
    pub links: u64,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Whether it is a file with bytes of its own: no folder, pipe, device or socket, which may have no end or never answer.
    pub is_file: bool,
}

/// Every operation that the store carries out on the disk. Each call is one operation that can fail on its own.
pub trait Disk {
    /// The path behind all symbolic links.
    ///
    /// # Errors
    /// As the system says; `NotFound` where nothing is there.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;

    /// What is at `path`.
    ///
    /// # Errors
    /// As the system says; `NotFound` where nothing is there.
    fn info(&self, path: &Path) -> io::Result<FileInfo>;

    /// The bytes of a file, at most `limit` and one more, so that a caller sees that it is longer.
    ///
    /// # Errors
    /// As the system says.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;

    /// Makes an empty file of an unused name in `folder`, with the mode that new files get.
    ///
    /// # Errors
    /// As the system says.
    fn create_temp(&self, folder: &Path) -> io::Result<PathBuf>;

    /// Replaces a file's content, in place.
    ///
    /// # Errors
    /// As the system says; some of the bytes may have been written.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Waits until a file's content is on the disk.
    ///
    /// # Errors
    /// As the system says. The content must then be written anew to another file: the system may have dropped it.
    fn sync(&self, path: &Path) -> io::Result<()>;

    /// Gives a file its mode.
    ///
    /// # Errors
    /// As the system says.
    fn set_permissions(&self, path: &Path, permissions: Permissions) -> io::Result<()>;

    /// Puts `from` in the place of `to`, in one step.
    ///
    /// # Errors
    /// As the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Waits until a folder's names are on the disk.
    ///
    /// # Errors
    /// As the system says.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// Deletes a file.
    ///
    /// # Errors
    /// As the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Makes a folder and those above it.
    ///
    /// # Errors
    /// As the system says.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
}

/// The disk of this computer.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        std::fs::canonicalize(path)
    }

    fn info(&self, path: &Path) -> io::Result<FileInfo> {
        let found = std::fs::metadata(path)?;
        Ok(FileInfo {
            size: found.len(),
            links: links(&found),
            is_folder: found.is_dir(),
            is_file: found.is_file(),
            permissions: found.permissions(),
        })
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn create_temp(&self, folder: &Path) -> io::Result<PathBuf> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(TEMP_PREFIX).suffix(".tmp");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        builder.tempfile_in(folder)?.into_temp_path().keep().map_err(|error| error.error)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        OpenOptions::new().write(true).truncate(true).open(path)?.write_all(bytes)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        OpenOptions::new().write(true).open(path)?.sync_all()
    }

    fn set_permissions(&self, path: &Path, permissions: Permissions) -> io::Result<()> {
        std::fs::set_permissions(path, permissions)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    #[cfg(unix)]
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    /// Folders cannot be opened here; the system orders renames by itself.
    #[cfg(not(unix))]
    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::create_dir_all(path)
    }
}

#[cfg(unix)]
fn links(found: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(found)
}

#[cfg(not(unix))]
fn links(_: &std::fs::Metadata) -> u64 {
    1
}
