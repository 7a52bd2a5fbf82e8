//! The files of an export on their way to the disk. A folder may get thousands of small ones: threads of their own make them
//! while others are made ready.
//!
//! It does not know what is in them.

use crate::formats::{FormatError, Sink};
use crate::store::{FolderFile, OutputFile, OutputFolder, Overwrite, StoreError};
use std::io::{Error, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

/// A file of a folder is gathered in memory up to so many bytes.
const GATHERED_BYTES: usize = 1 << 18;

/// So many gathered files may wait.
const WAITING: usize = 32;

/// So many threads make files. The system makes those of one folder one after the other, and fills them side by side.
const FILLING: usize = 2;

/// The output.
enum Place {
    File(OutputFile),
    /// Whatever fills the folder ends before the folder does.
    Folder(Filler, OutputFolder),
}

/// Takes the files of an export and puts them in their places.
pub(super) struct DiskSink<'p> {
    place: Place,
    path: &'p Path,
    overwrite: Overwrite,
    /// Files that stand beside an output of one file.
    beside: Vec<OutputFile>,
    /// What the disk refused; it says more than the writer's own error.
    failed: Option<StoreError>,
}

impl<'p> DiskSink<'p> {
    /// An output of one file at `path`.
    ///
    /// # Errors
    /// As for [`OutputFile::create`].
    pub(super) fn file(path: &'p Path, overwrite: Overwrite) -> Result<Self, StoreError> {
        Ok(Self::at(path, overwrite, Place::File(OutputFile::create(path, overwrite)?)))
    }

    /// An output of many files in a folder at `path`.
    ///
    /// # Errors
    /// As for [`OutputFolder::create`].
    pub(super) fn folder(path: &'p Path, overwrite: Overwrite) -> Result<Self, StoreError> {
        let folder = OutputFolder::create(path, overwrite)?;
        Ok(Self::at(path, overwrite, Place::Folder(Filler::start(path), folder)))
    }

    fn at(path: &'p Path, overwrite: Overwrite, place: Place) -> Self {
        Self { place, path, overwrite, beside: Vec::new(), failed: None }
    }

    /// Waits until every file is written.
    ///
    /// # Errors
    /// What the disk refused.
    pub(super) fn filled(&mut self) -> Result<(), StoreError> {
        let filled = match &mut self.place {
            Place::File(_) => Ok(()),
            Place::Folder(filler, _) => filler.finish(),
        };
        self.failed.take().map_or(filled, Err)
    }

    /// Puts everything in its place. Gives the names of files that were in its folder before and are not of this export.
    ///
    /// # Errors
    /// As for [`OutputFile::commit`] and [`OutputFolder::commit`].
    pub(super) fn commit(self) -> Result<Vec<String>, StoreError> {
        for file in self.beside {
            file.commit()?;
        }
        match self.place {
            Place::File(file) => file.commit().map(|()| Vec::new()),
            Place::Folder(_, folder) => folder.commit(),
        }
    }

    fn fail(&mut self, error: StoreError) -> Result<(), FormatError> {
        let message = error.to_string();
        self.failed = Some(error);
        Err(FormatError::Place(message))
    }
}

impl Sink for DiskSink<'_> {
    fn file(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        let filled = match &mut self.place {
            Place::File(file) => return write(file),
            Place::Folder(filler, folder) => folder.file(name).and_then(|file| {
                let mut gathered = Gathered { file, bytes: Vec::new(), open: None, failed: None };
                let written = write(&mut gathered);
                gathered.finish(filler).map(|()| written)
            }),
        };
        filled.unwrap_or_else(|error| self.fail(error))
    }

    fn beside(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        if let Place::Folder(..) = self.place {
            return self.file(name, write);
        }
        let beside = self.path.with_extension(Path::new(name).extension().unwrap_or_default());
        // An output that has this ending itself leaves the name that the other program knows.
        let beside = if beside == self.path { self.path.with_file_name(name) } else { beside };
        match OutputFile::create(&beside, self.overwrite) {
            Ok(mut file) => {
                write(&mut file)?;
                self.beside.push(file);
                Ok(())
            }
            Err(error) => self.fail(error),
        }
    }
}

/// A file that is gathered in memory while it is small, and written as it comes once it is not.
struct Gathered {
    file: FolderFile,
    bytes: Vec<u8>,
    open: Option<Box<dyn Write + Send>>,
    failed: Option<StoreError>,
}

impl Gathered {
    fn open(&mut self) -> Result<&mut Box<dyn Write + Send>, Error> {
        if self.open.is_none() {
            let made = self.file.create().inspect_err(|_| self.bytes.clear());
            let mut open = made.map_err(|error| {
                let message = error.to_string();
                self.failed = Some(error);
                Error::other(message)
            })?;
            open.write_all(&std::mem::take(&mut self.bytes))?;
            self.open = Some(open);
        }
        self.open.as_mut().ok_or_else(|| Error::other("the file is not open"))
    }

    /// Leaves the file to `filler`, or ends it where it is on the disk already.
    fn finish(self, filler: &mut Filler) -> Result<(), StoreError> {
        match (self.failed, self.open) {
            (Some(error), _) => Err(error),
            (None, Some(mut open)) => open.flush().map_err(|error| self.file.failed(error)),
            (None, None) => filler.fill(self.file, self.bytes),
        }
    }
}

impl Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.open.is_none() && self.bytes.len() + bytes.len() <= GATHERED_BYTES {
            self.bytes.extend_from_slice(bytes);
            return Ok(bytes.len());
        }
        self.open()?.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.open.as_mut().map_or(Ok(()), Write::flush)
    }
}

/// Threads that make files.
struct Filler {
    /// The folder.
    path: PathBuf,
    files: Option<SyncSender<(FolderFile, Vec<u8>)>>,
    threads: Vec<JoinHandle<Result<(), StoreError>>>,
}

impl Filler {
    fn start(path: &Path) -> Self {
        let (files, waiting) = sync_channel(WAITING);
        let waiting = Arc::new(Mutex::new(waiting));
        let thread = |number: usize| {
            let waiting = Arc::clone(&waiting);
            Builder::new().name(format!("byline export {number}")).spawn(move || fill_all(&waiting)).ok()
        };
        let threads: Vec<_> = (1..=FILLING).filter_map(thread).collect();
        // Where no thread can be had, files are made as they come.
        let files = (!threads.is_empty()).then_some(files);
        Self { path: path.to_owned(), files, threads }
    }

    fn fill(&mut self, file: FolderFile, bytes: Vec<u8>) -> Result<(), StoreError> {
        match &self.files {
            None => file.write(&bytes),
            Some(files) => files.send((file, bytes)).or_else(|_| self.finish()),
        }
    }

    /// Waits until everything is written.
    fn finish(&mut self) -> Result<(), StoreError> {
        self.files = None;
        let fell = || StoreError::Io {
            path: self.path.clone(),
            action: "write the files of the folder",
            source: Error::other("a thread that writes them fell"),
        };
        let ends = std::mem::take(&mut self.threads).into_iter();
        // All of them come to their end, whatever became of the first.
        let ends: Vec<Result<(), StoreError>> =
            ends.map(|thread| thread.join().unwrap_or_else(|_| Err(fell()))).collect();
        ends.into_iter().collect()
    }
}

impl Drop for Filler {
    fn drop(&mut self) {
        self.finish().unwrap_or_default();
    }
}

fn fill_all(waiting: &Mutex<Receiver<(FolderFile, Vec<u8>)>>) -> Result<(), StoreError> {
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
    std::iter::from_fn(next).try_for_each(|(file, bytes)| file.write(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(sink: &mut DiskSink<'_>, name: &str, bytes: &[u8]) -> Result<(), FormatError> {
        let pieces = |file: &mut (dyn Write + Send)| bytes.chunks(100_000).try_for_each(|piece| file.write_all(piece));
        sink.file(name, &mut |file| pieces(file).map_err(FormatError::Output))
    }

    #[test]
    fn small_and_large_files_stand_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let mut sink = DiskSink::folder(&path, Overwrite::Refuse).unwrap();
        let sizes = [0, 1, 99_999, GATHERED_BYTES, GATHERED_BYTES + 1, 900_000];
        for size in sizes {
            put(&mut sink, &format!("below/{size}.txt"), &vec![b'x'; size]).unwrap();
        }
        sink.filled().unwrap();
        assert!(!path.exists());
        sink.commit().unwrap();
        for size in sizes {
            assert_eq!(path.join(format!("below/{size}.txt")).metadata().unwrap().len(), size as u64);
        }
    }

    #[test]
    fn what_the_disk_refuses_is_told_whoever_writes() {
        for size in [10, 900_000] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("out");
            let mut sink = DiskSink::folder(&path, Overwrite::Refuse).unwrap();
            put(&mut sink, "a.txt", b"first").unwrap();
            // One of the two is refused, whichever comes to the disk later, and perhaps on another thread.
            put(&mut sink, "a.txt", &vec![b'x'; size]).unwrap_or_default();
            let refused = sink.filled().unwrap_err();
            assert!(matches!(&refused, StoreError::Exists(at) if at.ends_with("out/a.txt")), "{refused}");
            drop(sink);
            assert_eq!(folder.path().read_dir().unwrap().count(), 0);
        }
    }
}
