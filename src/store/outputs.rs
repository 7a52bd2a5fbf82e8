//! Outputs that are written piece by piece: a file or a folder of files, which appear whole or not at all.
//!
//! What is written stands in a temporary file or folder beside the target until it is put in its place. It does not know what
//! the bytes mean.

use super::error::StoreError;
use super::fs::TEMP_ENDING;
use super::output::Overwrite;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Component, Path, PathBuf};
use tempfile::{NamedTempFile, TempDir};

/// How many bytes are gathered before they are written.
const BUFFER_BYTES: usize = 1 << 16;

/// How many files of a folder are brought to the disk one by one.
const MAX_SYNCED: usize = 400;

/// How many files are told that were in a folder before.
const MAX_OTHERS: usize = 10_000;

/// One file on its way.
#[derive(Debug)]
pub struct OutputFile {
    target: PathBuf,
    temp: BufWriter<NamedTempFile>,
    overwrite: Overwrite,
}

impl OutputFile {
    /// A file that will stand at `path`.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where one is there and is to stay, and whatever the disk refuses.
    pub fn create(path: &Path, overwrite: Overwrite) -> Result<Self, StoreError> {
        let target = super::atomic::target(&super::fs::RealDisk, path)?;
        if target.existing.is_some() && overwrite == Overwrite::Refuse {
            return Err(StoreError::Exists(path.to_owned()));
        }
        let prefix = format!(".{}.", target.name().chars().take(40).collect::<String>());
        let made = tempfile::Builder::new().prefix(&prefix).suffix(TEMP_ENDING).tempfile_in(&target.folder);
        let temp = made.map_err(StoreError::io(&target.folder, "make a temporary file in the folder"))?;
        let permissions = match &target.existing {
            Some(existing) => existing.permissions.clone(),
            None => new_file_mode(temp.as_file()).map_err(StoreError::io(path, "give the new file its mode"))?,
        };
        temp.as_file().set_permissions(permissions).map_err(StoreError::io(path, "give the new file its mode"))?;
        Ok(Self { target: target.path, temp: BufWriter::with_capacity(BUFFER_BYTES, temp), overwrite })
    }

    /// Puts the file in its place, once it is on the disk.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where one came up meanwhile and is to stay, and whatever the disk refuses; nothing is left.
    pub fn commit(self) -> Result<(), StoreError> {
        let Self { target, temp, overwrite } = self;
        let temp =
            temp.into_inner().map_err(|error| StoreError::io(&target, "write the new file")(error.into_error()))?;
        temp.as_file().sync_all().map_err(StoreError::io(&target, "bring the new file to the disk"))?;
        let placed = match overwrite {
            Overwrite::Replace => temp.persist(&target),
            Overwrite::Refuse => temp.persist_noclobber(&target),
        };
        placed.map_err(|error| match error.error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::Exists(target.clone()),
            _ => StoreError::io(&target, "put the new file in its place")(error.error),
        })?;
        sync_folder(target.parent().unwrap_or(Path::new("/")))
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.temp.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.temp.flush()
    }
}

/// The mode that new files get: temporary ones are made for their owner alone.
#[cfg(unix)]
fn new_file_mode(_: &File) -> std::io::Result<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    // The mask of the process cannot be asked for without changing it; a file made beside says what it leaves.
    let probe = tempfile::Builder::new().permissions(fs::Permissions::from_mode(0o666)).tempfile()?;
    Ok(probe.as_file().metadata()?.permissions())
}

#[cfg(not(unix))]
fn new_file_mode(file: &File) -> std::io::Result<fs::Permissions> {
    Ok(file.metadata()?.permissions())
}

/// A file of a folder that is on its way.
#[derive(Debug)]
pub struct FolderFile {
    path: PathBuf,
    /// Where it will stand.
    target: PathBuf,
}

impl FolderFile {
    /// Makes the file.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where it was made already, and whatever the disk refuses.
    pub fn create(&self) -> Result<Box<dyn Write + Send>, StoreError> {
        Ok(Box::new(BufWriter::with_capacity(BUFFER_BYTES, self.make()?)))
    }

    fn make(&self) -> Result<File, StoreError> {
        File::create_new(&self.path).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::Exists(self.target.clone()),
            _ => self.failed(error),
        })
    }

    /// Makes the file and fills it with `bytes`.
    ///
    /// # Errors
    /// As for [`Self::create`].
    pub fn write(&self, bytes: &[u8]) -> Result<(), StoreError> {
        self.make()?.write_all(bytes).map_err(|error| self.failed(error))
    }

    /// What is told where the file could not be written.
    #[must_use]
    pub fn failed(&self, error: std::io::Error) -> StoreError {
        StoreError::io(&self.target, "write the file")(error)
    }
}

/// A folder of files on its way.
#[derive(Debug)]
pub struct OutputFolder {
    target: PathBuf,
    temp: TempDir,
    overwrite: Overwrite,
    files: Vec<PathBuf>,
    /// Folders below it that were made already.
    folders: BTreeSet<PathBuf>,
}

impl OutputFolder {
    /// A folder that will stand at `path`. An empty one that is there is filled; one with files in it only where they may be
    /// replaced, and then only files of the same names are.
    ///
    /// # Errors
    /// [`StoreError::Filled`] where files are there that are to stay, [`StoreError::NotAFolder`] where a file is, and whatever the
    /// disk refuses.
    pub fn create(path: &Path, overwrite: Overwrite) -> Result<Self, StoreError> {
        let is_folder = path.is_dir();
        if path.exists() && !is_folder {
            return Err(StoreError::NotAFolder(path.to_owned()));
        }
        if is_folder && overwrite == Overwrite::Refuse {
            let mut there = fs::read_dir(path).map_err(StoreError::io(path, "list the folder"))?;
            if there.next().is_some() {
                return Err(StoreError::Filled(path.to_owned()));
            }
        }
        let parent = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let made = tempfile::Builder::new().prefix(".byline-export.").suffix(TEMP_ENDING).tempdir_in(parent);
        let temp = made.map_err(StoreError::io(parent, "make a temporary folder in the folder"))?;
        Ok(Self { target: path.to_owned(), temp, overwrite, files: Vec::new(), folders: BTreeSet::new() })
    }

    /// A place for the file `name`, a path below the folder with `/` between its parts. It may be filled on another thread,
    /// before the folder is put in its place.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where the name leads out of the folder, and whatever the disk refuses.
    pub fn file(&mut self, name: &str) -> Result<FolderFile, StoreError> {
        let relative = Path::new(name);
        let is_plain = !name.is_empty() && relative.components().all(|part| matches!(part, Component::Normal(_)));
        let target = self.target.join(relative);
        if !is_plain {
            return Err(StoreError::Exists(target));
        }
        let path = self.temp.path().join(relative);
        if let Some(below) = relative.parent().filter(|below| !self.folders.contains(*below)) {
            let folder = self.temp.path().join(below);
            fs::create_dir_all(&folder).map_err(StoreError::io(&folder, "make the folder"))?;
            self.folders.insert(below.to_owned());
        }
        self.files.push(relative.to_owned());
        Ok(FolderFile { path, target })
    }

    /// Puts the folder in its place, once all of it is on the disk; with more than a few hundred files that is left to the
    /// system. Gives the names of files that were in the folder before and stay, with `/` between their parts.
    ///
    /// # Errors
    /// Whatever the disk refuses. Where a folder with files is filled, files that were put in place before stay there.
    pub fn commit(self) -> Result<Vec<String>, StoreError> {
        let Self { target, temp, overwrite, files, .. } = self;
        // Each file waits for the disk by itself; with thousands of them that takes minutes, and an export can be made again.
        for file in files.iter().filter(|_| files.len() <= MAX_SYNCED) {
            let path = temp.path().join(file);
            let synced = File::open(&path).and_then(|file| file.sync_all());
            synced.map_err(StoreError::io(&target.join(file), "bring the new file to the disk"))?;
        }
        let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !target.exists() {
            open_to_all(temp.path()).map_err(StoreError::io(&target, "give the new folder its mode"))?;
            fs::rename(temp.path(), &target).map_err(StoreError::io(&target, "put the new folder in its place"))?;
            // The folder has another name now; there is nothing to remove.
            drop(temp.keep());
            return sync_folder(parent).map(|()| Vec::new());
        }
        let others = others(&target, &files.iter().map(PathBuf::as_path).collect());
        for file in &files {
            let path = target.join(file);
            if overwrite == Overwrite::Refuse && path.exists() {
                return Err(StoreError::Exists(path));
            }
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(StoreError::io(folder, "make the folder"))?;
            }
            fs::rename(temp.path().join(file), &path)
                .map_err(StoreError::io(&path, "put the new file in its place"))?;
        }
        sync_folder(&target).map(|()| others)
    }
}

/// Files in `folder` and below that are none of `own`, at most [`MAX_OTHERS`]; hidden ones do not count.
fn others(folder: &Path, own: &BTreeSet<&Path>) -> Vec<String> {
    let (mut found, mut open) = (BTreeSet::new(), vec![PathBuf::new()]);
    while let Some(below) = open.pop() {
        // What cannot be listed stays as it is, and an export does not fail for it.
        let Ok(entries) = fs::read_dir(folder.join(&below)) else { continue };
        for entry in entries.flatten().filter(|entry| !entry.file_name().to_string_lossy().starts_with('.')) {
            let path = below.join(entry.file_name());
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                open.push(path);
            } else if found.len() < MAX_OTHERS && !own.contains(path.as_path()) {
                let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
                found.insert(parts.join("/"));
            }
        }
    }
    found.into_iter().collect()
}

/// Gives a folder that was made for its owner alone the mode that new folders get.
#[cfg(unix)]
fn open_to_all(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join("probe");
    fs::create_dir(&probe)?;
    let mode = fs::metadata(&probe)?.permissions();
    fs::remove_dir(&probe)?;
    fs::set_permissions(folder, mode)
}

#[cfg(not(unix))]
fn open_to_all(_: &Path) -> std::io::Result<()> {
    Ok(())
}

fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(StoreError::io(folder, "bring the folder to the disk"))?;
    #[cfg(not(unix))]
    let _: &Path = folder;
    Ok(())
}
