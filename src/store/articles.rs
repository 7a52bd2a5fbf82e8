//! Article files and folders as raw bytes. What they mean, and in which encoding, is `ingest`'s business.

use super::error::StoreError;
use super::fs::{Disk, RealDisk};
use super::load::{check_bounds, read_bounded};
use crate::codec::Source;
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest article file that is read, in bytes.
pub const MAX_SOURCE_BYTES: u64 = 256 << 20;

/// How many folders deep a folder is read.
const MAX_DEPTH: usize = 16;

/// One file as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where it is.
    pub path: PathBuf,
}

/// The files that `paths` name: a file as it is, a folder as all files in it and in the folders below that end in one of
/// `endings`, by path.
/// Hidden files and folders inside a folder are left out, and symbolic links to folders are not followed.
///
/// What cannot be listed gives an error in its place, and the others are found all the same.
#[must_use]
pub fn find_articles(paths: &[PathBuf], endings: &[&str]) -> Vec<Result<PathBuf, StoreError>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = found.len();
            collect(path, 0, endings, &mut found);
            if found.len() == before {
                found.push(Err(StoreError::NoArticles(path.clone())));
            }
        } else {
            found.push(Ok(path.clone()));
        }
    }
    found
}

/// As [`find_articles`], for files that end in one of `endings`; each with the path that leads to it from the folder that was
/// asked for, `/` between its parts.
#[must_use]
pub fn find_files(paths: &[PathBuf], endings: &[&str]) -> Vec<Result<(PathBuf, String), StoreError>> {
    let mut found = Vec::new();
    for path in paths {
        let mut files = Vec::new();
        if path.is_dir() {
            collect(path, 0, endings, &mut files);
            if files.is_empty() {
                found.push(Err(StoreError::NoFiles { path: path.clone(), endings: endings.join(", .") }));
            }
        } else {
            files.push(Ok(path.clone()));
        }
        let below = |file: PathBuf| {
            let relative = file.strip_prefix(path).ok().filter(|relative| !relative.as_os_str().is_empty());
            let relative = relative.or_else(|| file.file_name().map(Path::new)).unwrap_or(&file);
            let parts: Vec<String> = relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            let name = parts.join("/");
            (file, name)
        };
        found.extend(files.into_iter().map(|file| file.map(below)));
    }
    found
}

/// The largest file that an import of labelled data reads, in bytes.
const MAX_IMPORT_BYTES: u64 = 512 << 20;

/// Larger ones are not read before they are needed.
const MAX_READ_BYTES: u64 = 4 << 20;

/// A file for an import of labelled data.
#[derive(Debug)]
pub enum ImportFile {
    /// A small one, read.
    Read(Vec<u8>),
    /// A large one, to be read where it is needed.
    Apart {
        /// How many bytes it has.
        length: usize,
        /// Where they are.
        source: Arc<dyn Source>,
    },
}

/// The file at `path` for an import of labelled data.
///
/// # Errors
/// As for [`read_import`].
pub fn open_import(path: &Path) -> Result<ImportFile, StoreError> {
    let size = check_bounds(&RealDisk, path, MAX_IMPORT_BYTES)?;
    match usize::try_from(size).ok().filter(|_| size > MAX_READ_BYTES) {
        Some(length) => Ok(ImportFile::Apart { length, source: Arc::new(FileApart(path.to_owned())) }),
        None => read_import(path).map(ImportFile::Read),
    }
}

/// As [`open_import`], for one of many files that are each read when their turn comes.
///
/// # Errors
/// As for [`read_import`].
pub fn open_import_apart(path: &Path) -> Result<ImportFile, StoreError> {
    let size = check_bounds(&RealDisk, path, MAX_IMPORT_BYTES)?;
    // One that cannot be read is told now, with the reason.
    RealDisk.read_at(path, 0..0).map_err(StoreError::io(path, "read the file"))?;
    let length = usize::try_from(size).unwrap_or(usize::MAX);
    Ok(ImportFile::Apart { length, source: Arc::new(FileApart(path.to_owned())) })
}

#[derive(Debug)]
struct FileApart(PathBuf);

impl Source for FileApart {
    fn bytes(&self, place: Range<usize>) -> Option<Cow<'_, [u8]>> {
        RealDisk.read_at(&self.0, place).ok().map(Cow::Owned)
    }
}

/// Reads the file at `path` for an import of labelled data.
///
/// # Errors
/// [`StoreError`] where it cannot be read, is no file, or is too large.
pub fn read_import(path: &Path) -> Result<Vec<u8>, StoreError> {
    read_import_up_to(path, MAX_IMPORT_BYTES)
}

/// As [`read_import`], for a file of at most `max_bytes`.
///
/// # Errors
/// [`StoreError`] where it cannot be read, is no file, or is too large.
pub fn read_import_up_to(path: &Path, max_bytes: u64) -> Result<Vec<u8>, StoreError> {
    read_bounded(&RealDisk, path, max_bytes)
}

/// The first bytes of the file at `path`, no more than `bytes`.
///
/// # Errors
/// [`StoreError`] where it cannot be read or is no file.
pub fn read_import_head(path: &Path, bytes: u64) -> Result<Vec<u8>, StoreError> {
    if !path.is_file() {
        return Err(StoreError::NotAFile(path.to_owned()));
    }
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(bytes).read_to_end(&mut head));
    read.map_err(StoreError::io(path, "read the file"))?;
    Ok(head)
}

/// How many bytes the file at `path` has, as far as can be told.
#[must_use]
pub fn article_bytes(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}

/// Reads the file at `path`, whatever its ending.
///
/// # Errors
/// [`StoreError`] where it cannot be read, is no file, or has more than [`MAX_SOURCE_BYTES`].
pub fn read_article(path: PathBuf) -> Result<SourceFile, StoreError> {
    let bytes = read_bounded(&RealDisk, &path, MAX_SOURCE_BYTES)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(SourceFile { name, bytes, path })
}

/// The file at `path` to be read line by line, which may be a pipe: a script is often what another program writes.
///
/// # Errors
/// [`StoreError`] where it cannot be opened or is a folder.
pub fn open_lines(path: &Path) -> Result<Box<dyn BufRead>, StoreError> {
    if path.is_dir() {
        return Err(StoreError::IsFolder(path.to_owned()));
    }
    let file = File::open(path).map_err(StoreError::io(path, "read the file"))?;
    Ok(Box::new(BufReader::new(file)))
}

fn collect(folder: &Path, depth: usize, endings: &[&str], found: &mut Vec<Result<PathBuf, StoreError>>) {
    let listed = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries = match listed {
        Ok(entries) => entries,
        Err(error) => return found.push(Err(StoreError::io(folder, "list the folder")(error))),
    };
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && depth + 1 < MAX_DEPTH {
            collect(&path, depth + 1, endings, found);
        } else if is_folder {
            found.push(Err(StoreError::TooDeep(path)));
        } else if !is_folder && has_ending(&path, endings) {
            found.push(Ok(path));
        }
    }
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}
