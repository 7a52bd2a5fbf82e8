//! The file system as the store needs it: one small trait, and the real thing behind it.
//!
//! Paths go in and bytes come out; it does not know what a session is.

use std::borrow::Cow;
use std::fs::{File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What the names of temporary files end with.
pub const TEMP_ENDING: &str = ".tmp";

/// The longest file name, in bytes, that common file systems take.
const MAX_NAME_BYTES: usize = 255;

/// What stands between a file's name and [`TEMP_ENDING`] in the name of a temporary file: a dot and six random letters.
const RANDOM_BYTES: usize = 7;

/// Large files are read in pieces of so many bytes where they need not be held as a whole: few enough to stay in a processor's
/// own memory, where what is done with them costs least.
const PIECE_BYTES: usize = 1 << 16;

/// What is known about a file without reading it.
#[derive(Clone, Debug)]
pub struct FileInfo {
    /// Its size in bytes.
    pub size: u64,
    /// Its mode, to be given to the file that replaces it.
    pub permissions: Permissions,
    /// How many names it has; 1 where the system does not say.
    pub links: u64,
    /// What is another one once anything of the file has changed; nothing where the system does not say.
    pub stamp: Option<Stamp>,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Whether it is a file with bytes of its own: no folder, pipe, device or socket, which may have no end or never answer.
    pub is_file: bool,
}

/// A file's device, number and the time of its last change in seconds and nanoseconds. Two equal ones say that nothing
/// happened in between; they never stand for its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp(pub [i64; 4]);

/// One of the parts of a new file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// These bytes.
    Bytes(Cow<'a, [u8]>),
    /// What stands there in another file.
    Copied(Range<usize>),
}

/// The parts of a new file, one behind the other. They may be made as they are written.
pub trait Parts {
    /// The next one; nothing behind the last.
    ///
    /// # Errors
    /// Whatever keeps the file from being written.
    fn next_part(&mut self) -> io::Result<Option<Part<'_>>>;
}

/// A file that is locked for as long as this is kept.
pub type Lock = Box<dyn std::any::Any + Send>;

/// Every operation that the store carries out on the disk. Each call is one operation that can fail on its own.
pub trait Disk: std::fmt::Debug + Send + Sync {
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

    /// The names in a folder, sorted; one that is not Unicode is left out.
    ///
    /// # Errors
    /// As the system says; `NotFound` where nothing is there.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;

    /// The bytes of a file, at most `limit` and one more, so that a caller sees that it is longer.
    ///
    /// # Errors
    /// As the system says.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;

    /// Makes an empty file in `folder` whose unused name is made of `name` by [`temp_name`], with the mode that new files get.
    ///
    /// # Errors
    /// As the system says.
    fn create_temp(&self, folder: &Path, name: &str) -> io::Result<PathBuf>;

    /// Replaces a file's content, in place.
    ///
    /// # Errors
    /// As the system says; some of the bytes may have been written.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Writes `bytes` behind the `at` bytes that a file has.
    ///
    /// # Errors
    /// As the system says, and `InvalidData` where the file has another size; some of the bytes may have been written.
    fn append(&self, path: &Path, at: u64, bytes: &[u8]) -> io::Result<()>;

    /// Replaces the content of the file `to` by that of `from`.
    ///
    /// # Errors
    /// As the system says; some of the bytes may have been written.
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Shows `take` the bytes of a file piece by piece, at most `limit` and one more.
    ///
    /// # Errors
    /// As for [`Self::read`].
    fn read_pieces(&self, path: &Path, limit: u64, take: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        take(&self.read(path, limit)?);
        Ok(())
    }

    /// The bytes of a file that stand at `place`.
    ///
    /// # Errors
    /// As the system says, and `UnexpectedEof` where the file is shorter.
    fn read_at(&self, path: &Path, place: Range<usize>) -> io::Result<Vec<u8>> {
        let bytes = self.read(path, place.end as u64)?;
        bytes.get(place).map(<[u8]>::to_vec).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    /// Replaces a file's content by `parts`, one behind the other, of which some are copied from the file `from`. Every byte
    /// that was written is shown to `seen`.
    ///
    /// # Errors
    /// As for [`Self::read_at`], [`Self::write`] and [`Parts::next_part`].
    fn assemble(&self, path: &Path, from: &Path, parts: &mut dyn Parts, seen: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        let mut bytes = Vec::new();
        while let Some(part) = parts.next_part()? {
            match part {
                Part::Bytes(part) => bytes.extend_from_slice(&part),
                Part::Copied(place) => bytes.append(&mut self.read_at(from, place)?),
            }
        }
        self.write(path, &bytes)?;
        seen(&bytes);
        Ok(())
    }

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

    /// Locks the file at `path`, which is made if need be, against every other process and every other lock of this one;
    /// nothing where somebody else has it locked. The lock goes with the process, however that ends.
    ///
    /// # Errors
    /// As the system says; `Unsupported` where the file system knows no locks.
    fn try_lock(&self, path: &Path) -> io::Result<Option<Lock>>;
}

/// The beginning of the names of temporary files for a file called `name`: hidden, and short enough to be followed by a
/// dot, random letters and [`TEMP_ENDING`].
#[must_use]
pub fn temp_name(name: &str) -> String {
    let room = MAX_NAME_BYTES - RANDOM_BYTES - TEMP_ENDING.len() - 1;
    let end = (0..=room.min(name.len())).rev().find(|end| name.is_char_boundary(*end)).unwrap_or_default();
    format!(".{}", name.get(..end).unwrap_or_default())
}

/// Whether `found` is the name of a temporary file for a file called `name`.
#[must_use]
pub fn is_temp_of(found: &str, name: &str) -> bool {
    let middle = found.strip_prefix(&temp_name(name)).and_then(|rest| rest.strip_suffix(TEMP_ENDING));
    middle.is_some_and(|middle| middle.len() == RANDOM_BYTES && middle.starts_with('.'))
}

/// Makes `folder` and those above it, so that their names survive a loss of power. The name of one that is there already is
/// brought to the disk all the same: whoever made it may have ended before that.
pub(super) fn make_folder(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    let is_new = |folder: &&Path| disk.info(folder).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    let new = folder.ancestors().skip(1).take_while(is_new).count();
    disk.create_folder(folder)?;
    folder.ancestors().skip(1).take(new + 1).try_for_each(|above| disk.sync_folder(above))
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
            stamp: stamp(&found),
            is_folder: found.is_dir(),
            is_file: found.is_file(),
            permissions: found.permissions(),
        })
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            names.extend(entry?.file_name().into_string().ok());
        }
        names.sort_unstable();
        Ok(names)
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let file = File::open(path)?;
        let size = file.metadata()?.len().min(limit);
        // The size is known beforehand, so that a large file is read into its place at once.
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default().saturating_add(1));
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn create_temp(&self, folder: &Path, name: &str) -> io::Result<PathBuf> {
        let prefix = format!("{}.", temp_name(name));
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(TEMP_ENDING).rand_bytes(RANDOM_BYTES - 1);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        builder.tempfile_in(folder)?.into_temp_path().keep().map_err(|error| error.error)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        OpenOptions::new().write(true).truncate(true).open(path)?.write_all(bytes)
    }

    fn append(&self, path: &Path, at: u64, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().append(true).open(path)?;
        let size = file.metadata()?.len();
        if size != at {
            let what = format!("it has {size} bytes where {at} were written: another program changed it");
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        file.write_all(bytes)
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        io::copy(&mut File::open(from)?, &mut OpenOptions::new().write(true).truncate(true).open(to)?).map(|_| ())
    }

    fn read_pieces(&self, path: &Path, limit: u64, take: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        in_pieces(&mut File::open(path)?.take(limit.saturating_add(1)), |piece| {
            take(piece);
            Ok(())
        })
        .map(|_| ())
    }

    fn read_at(&self, path: &Path, place: Range<usize>) -> io::Result<Vec<u8>> {
        let mut file = File::open(path)?;
        let mut bytes = vec![0; place.len()];
        file.seek(SeekFrom::Start(place.start as u64))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn assemble(&self, path: &Path, from: &Path, parts: &mut dyn Parts, seen: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).truncate(true).open(path)?;
        let mut write = |piece: &[u8]| {
            seen(piece);
            file.write_all(piece)
        };
        while let Some(part) = parts.next_part()? {
            match part {
                Part::Bytes(part) => part.chunks(PIECE_BYTES).try_for_each(&mut write)?,
                Part::Copied(place) => {
                    let mut old = File::open(from)?;
                    old.seek(SeekFrom::Start(place.start as u64))?;
                    if in_pieces(&mut old.take(place.len() as u64), &mut write)? < place.len() {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
            }
        }
        Ok(())
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

    fn try_lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// Reads to the end, piece by piece; tells how many bytes that were.
fn in_pieces(from: &mut dyn Read, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<usize> {
    let mut buffer = vec![0; PIECE_BYTES];
    let mut length = 0;
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok(length),
            Ok(read) => {
                length += read;
                take(buffer.get(..read).unwrap_or_default())?;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
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

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems do not tell")]
fn stamp(found: &std::fs::Metadata) -> Option<Stamp> {
    use std::os::unix::fs::MetadataExt;
    Some(Stamp([found.dev().cast_signed(), found.ino().cast_signed(), found.ctime(), found.ctime_nsec()]))
}

#[cfg(not(unix))]
fn stamp(_: &std::fs::Metadata) -> Option<Stamp> {
    None
}
