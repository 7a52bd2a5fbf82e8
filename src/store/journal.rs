//! Writing a session's journal: what was done since the session file was written, each line on the disk before anybody is
//! told that it is kept.
//!
//! Everything since the file was written stays in memory too. After a failure nothing is tried again in place, because the
//! system may have dropped what it had taken (see Rebello et al., "Can Applications Recover from fsync Failures?", ATC 2020):
//! the whole journal is written anew, to another file that then takes its place, or to another folder. What the lines mean
//! is the codec's business.

use super::companion::JOURNAL;
use super::error::StoreError;
use super::frames::push_frame;
use super::fs::{Disk, make_folder};
use std::io;
use std::path::{Path, PathBuf};

/// A line that is to be written, and its number.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) sequence: u64,
    pub(super) payload: String,
    /// Whether it only says that a save was about to take place.
    pub(super) is_mark: bool,
}

/// The journal of one session that is open for changes.
#[derive(Debug)]
pub(super) struct Journal {
    /// Folders that it may stand in, the one beside the session first.
    folders: Vec<PathBuf>,
    /// Those of them that it may not be written to now, because something else stands there.
    barred: Vec<PathBuf>,
    /// Why what stands there could not be put aside.
    barred_by: Option<String>,
    /// Where it stands.
    folder: Option<PathBuf>,
    /// How many of its bytes are on the disk.
    size: u64,
    begin: Kept,
    /// Every line behind the first.
    lines: Vec<Kept>,
    /// Whether the file is as it should be, so that more can be put behind it.
    is_sound: bool,
    /// How many of the lines are on the disk.
    durable: usize,
}

impl Journal {
    /// A journal that nothing is written of yet: its first line, and the number of that line.
    pub(super) fn new(folders: Vec<PathBuf>, begin: String, sequence: u64) -> Self {
        let begin = Kept { sequence, payload: begin, is_mark: true };
        Self {
            folders,
            barred: Vec::new(),
            barred_by: None,
            folder: None,
            size: 0,
            begin,
            lines: Vec::new(),
            is_sound: false,
            durable: 0,
        }
    }

    /// A journal that was found in `folder`, with its lines behind the first.
    ///
    /// A sync of it may have failed before whoever wrote it ended, so that what can be read now need not be on the disk: it
    /// is written anew, and none of it counts as durable before that.
    pub(super) fn found(folders: Vec<PathBuf>, folder: PathBuf, begin: Kept, lines: Vec<Kept>) -> Self {
        Self { folder: Some(folder), begin, lines, ..Self::new(folders, String::new(), 0) }
    }

    /// Leaves out every line behind `last`, which could not be used; the next [`Self::flush`] writes the rest anew.
    pub(super) fn cut_behind(&mut self, last: u64) {
        self.lines.retain(|line| line.sequence <= last);
        self.durable = self.durable.min(self.lines.len());
        self.is_sound = false;
    }

    /// The number of the last line.
    pub(super) fn last(&self) -> u64 {
        self.lines.last().map_or(self.begin.sequence, |line| line.sequence)
    }

    /// The number of the last line that is on the disk.
    pub(super) fn durable(&self) -> u64 {
        let line = self.durable.checked_sub(1).and_then(|at| self.lines.get(at));
        line.map_or(self.begin.sequence, |line| line.sequence)
    }

    /// Adds a line in memory; its number.
    pub(super) fn push(&mut self, payload: String, is_mark: bool) -> u64 {
        let sequence = self.last() + 1;
        self.lines.push(Kept { sequence, payload, is_mark });
        sequence
    }

    /// Whether a file of it is on the disk.
    pub(super) fn is_written(&self) -> bool {
        self.folder.is_some()
    }

    /// The folder that its file stands in.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Brings every line to the disk.
    pub(super) fn flush(&mut self, disk: &dyn Disk) -> Result<(), StoreError> {
        if self.is_sound && self.durable == self.lines.len() {
            return Ok(());
        }
        if self.is_sound && self.extend(disk).is_ok() {
            return Ok(());
        }
        self.is_sound = false;
        self.rewrite(disk)
    }

    /// Puts what is new behind what is there.
    fn extend(&mut self, disk: &dyn Disk) -> io::Result<()> {
        let folder = self.folder.as_ref().ok_or(io::ErrorKind::NotFound)?;
        let path = folder.join(JOURNAL);
        let mut bytes = Vec::new();
        for line in self.lines.iter().skip(self.durable) {
            frame(&mut bytes, line)?;
        }
        disk.append(&path, self.size, &bytes)?;
        disk.sync(&path)?;
        self.size += bytes.len() as u64;
        self.durable = self.lines.len();
        Ok(())
    }

    /// Writes the whole of it anew, in the first folder that takes it.
    fn rewrite(&mut self, disk: &dyn Disk) -> Result<(), StoreError> {
        let mut bytes = Vec::new();
        let framed = std::iter::once(&self.begin).chain(&self.lines).try_for_each(|line| frame(&mut bytes, line));
        let mut failure = framed.err();
        let mut place = self.folders.first().cloned().unwrap_or_default();
        if failure.is_none() {
            for folder in self.folders.iter().filter(|folder| !self.barred.contains(folder)) {
                match write_whole(disk, folder, JOURNAL, &bytes) {
                    Ok(()) => {
                        self.folder = Some(folder.clone());
                        // What stands elsewhere is a part of what stands here now, also where writing failed at its end.
                        let others =
                            self.folders.iter().filter(|other| *other != folder && !self.barred.contains(other));
                        others.for_each(|other| take_away(disk, other));
                        self.size = bytes.len() as u64;
                        self.durable = self.lines.len();
                        self.is_sound = true;
                        return Ok(());
                    }
                    Err(error) if failure.is_none() => {
                        failure = Some(error);
                        place.clone_from(folder);
                    }
                    Err(_) => {}
                }
            }
        }
        // Every folder has a journal in it that is not this one's to write over.
        let source = failure.unwrap_or_else(|| {
            let why = self.barred_by.as_deref().unwrap_or("its folder takes no other name");
            io::Error::other(format!(
                "another journal stands there and could not be put aside: {why}; move it to another place, or save the session \
                 under another name"
            ))
        });
        Err(StoreError::Io { path: place, action: "keep the journal in the folder", source })
    }

    /// Starts anew behind a file that holds every line up to `through`: `begin` is the new first line.
    ///
    /// The lines behind it are brought to the disk with it. Should that fail, the journal on the disk goes on being the old
    /// one, which leads to the same session, and the next [`Self::flush`] tries again.
    pub(super) fn restart(&mut self, begin: String, through: u64) {
        self.begin = Kept { sequence: through, payload: begin, is_mark: true };
        self.lines.retain(|line| line.sequence > through);
        // The numbers have no gaps, so marks stay where something follows them.
        if self.lines.iter().all(|line| line.is_mark) {
            self.lines.clear();
        }
        self.durable = 0;
        self.is_sound = false;
    }

    /// Whether there is nothing behind the first line.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether there is anything but marks behind the line `through`.
    pub(super) fn has_steps_behind(&self, through: u64) -> bool {
        self.lines.iter().any(|line| line.sequence > through && !line.is_mark)
    }

    /// Folders that it may stand in.
    pub(super) fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Keeps it out of these folders until others are named; `why` says what holds up what stands there.
    pub(super) fn bar(&mut self, folders: Vec<PathBuf>, why: Option<String>) {
        self.barred = folders;
        self.barred_by = why;
    }

    /// Takes its file away, where nothing but the first line is in it.
    pub(super) fn remove_if_empty(&mut self, disk: &dyn Disk) {
        if self.is_empty()
            && let Some(folder) = self.folder.take()
        {
            take_away(disk, &folder);
            self.is_sound = false;
            self.size = 0;
        }
    }
}

/// Deletes the journal in `folder`, for good: one that comes back with a loss of power would look like work that another
/// program has not taken in. Where that fails, the ranks of journals tell which one counts.
fn take_away(disk: &dyn Disk, folder: &Path) {
    disk.remove(&folder.join(JOURNAL)).and_then(|()| disk.sync_folder(folder)).unwrap_or_default();
}

fn frame(bytes: &mut Vec<u8>, line: &Kept) -> io::Result<()> {
    if push_frame(bytes, line.sequence, &line.payload) {
        Ok(())
    } else {
        Err(io::Error::new(io::ErrorKind::FileTooLarge, "one step is larger than 4 GiB"))
    }
}

/// Puts a file called `name` with `bytes` into `folder`, which is made if need be, whole or not at all.
pub(super) fn write_whole(disk: &dyn Disk, folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    make_folder(disk, folder)?;
    let temp = disk.create_temp(folder, name)?;
    let written = disk.write(&temp, bytes).and_then(|()| disk.sync(&temp));
    let placed = written.and_then(|()| disk.rename(&temp, &folder.join(name)));
    if let Err(error) = placed {
        // The first error is what counts; the name tells what a file is that stays behind.
        disk.remove(&temp).unwrap_or_default();
        return Err(error);
    }
    disk.sync_folder(folder)
}
