//! Where one session is kept: its file, the lock on it, its journal and its versions.
//!
//! One home at a time has a session open for changes. It does what it is asked at once and in order; which thread asks, and
//! when, is the workbench's business. The promises that it keeps are listed in `sessions/README.md`.

use super::atomic::{Target, place, target};
use super::companion::{Companion, JOURNAL, free_aside};
use super::error::StoreError;
use super::fs::{Disk, Lock};
use super::journal::Journal;
use super::load::Fingerprint;
use super::save::{Expected, Over, Prepared, check, prepare};
use super::versions::{self, VersionKind};
use crate::codec::{FindArticle, JournalLine, Spread, encode_journal_line};
use crate::model::{Session, Timestamp};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What homes stand on: the disk, and what the store cannot know by itself.
#[derive(Clone, Debug)]
pub struct Ground {
    /// The disk.
    pub disk: Arc<dyn Disk>,
    /// The folder for what cannot stand beside a session; nothing where the system names none.
    pub state: Option<PathBuf>,
    /// Who opens sessions here, for whoever finds one taken: computer, program and time.
    pub owner: String,
    /// Carries out work in parts.
    pub spread: Arc<dyn Spread>,
}

/// One session that is open for changes.
#[derive(Debug)]
pub struct Home {
    pub(super) disk: Arc<dyn Disk>,
    pub(super) spread: Arc<dyn Spread>,
    /// The file as it was named.
    pub(super) path: PathBuf,
    pub(super) companion: Companion,
    /// Held for as long as the home is; nothing where the file system knows no locks.
    pub(super) lock: Option<Lock>,
    /// What the file holds, and when it was saved.
    pub(super) base: Option<(Fingerprint, Timestamp)>,
    pub(super) journal: Journal,
    /// Folders with journals that do not belong to the file, or cannot be read; they are put aside before anything is written.
    pub(super) foreign: Vec<PathBuf>,
    /// Folders with journals of which only a part could be used, or that were brought together with another state of the file;
    /// a copy of each is put aside before another journal takes its place.
    pub(super) copied_first: Vec<PathBuf>,
    /// Why the file as it is now stays for ever once another one takes its place.
    pub(super) keeps_old: Option<VersionKind>,
    /// Whether there is a copy of the file as it is now.
    pub(super) has_version: bool,
}

/// What of a home goes to the thread that prepares a save.
#[derive(Clone, Debug)]
pub struct Preparation {
    disk: Arc<dyn Disk>,
    spread: Arc<dyn Spread>,
    path: PathBuf,
}

impl Preparation {
    /// Writes `session` beside the file that it is to replace, if that is as `expected`, and reads it back. What has not changed
    /// since `known`, the session that the file holds, is copied from the file.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is left behind.
    pub fn prepare(
        &self,
        session: &Session,
        modified: Timestamp,
        expected: Expected,
        known: Option<&Session>,
    ) -> Result<Prepared, StoreError> {
        let over = Over { known, spread: self.spread.as_ref() };
        prepare(self.disk.as_ref(), &self.path, session, modified, expected, over)
    }
}

impl Home {
    /// The session file as it was named.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the file holds; nothing before the first save of a new one.
    #[must_use]
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.base.map(|(fingerprint, _)| fingerprint)
    }

    /// The number of the last line of the journal, on the disk or not.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.journal.last()
    }

    /// The number of the last line that survives whatever happens to the program or the computer.
    #[must_use]
    pub fn durable(&self) -> u64 {
        self.journal.durable()
    }

    /// The journal's folder, where it had to go to another one than that beside the session.
    #[must_use]
    pub fn elsewhere(&self) -> Option<PathBuf> {
        let real = self.disk.resolve(&self.path).ok()?;
        let beside = Companion::beside(&real);
        self.journal.folder().filter(|folder| *folder != beside.0).map(Path::to_owned)
    }

    /// Whether there is a copy of the file as it is now.
    #[must_use]
    pub fn has_version(&self) -> bool {
        self.has_version || self.base.is_none()
    }

    /// Adds a line to the journal, in memory; `find` gives the articles that it speaks of. [`Self::flush`] brings it to the
    /// disk.
    ///
    /// # Errors
    /// [`StoreError::Encode`] for a transaction that no journal can hold; commands never make one.
    pub fn push(&mut self, line: &JournalLine, find: &FindArticle<'_>) -> Result<u64, StoreError> {
        let payload =
            encode_journal_line(line, find).map_err(|source| StoreError::Encode { path: self.path.clone(), source })?;
        Ok(self.journal.push(payload, matches!(line, JournalLine::Saving { .. })))
    }

    /// Brings every line of the journal to the disk; once this returns, they survive.
    ///
    /// # Errors
    /// [`StoreError`] where no folder takes the journal. The lines stay in memory, and the next call tries again.
    pub fn flush(&mut self) -> Result<(), StoreError> {
        self.put_foreign_aside();
        self.journal.flush(self.disk.as_ref())
    }

    /// Keeps a copy of the file as it was found, before changes to it; one that cannot be kept is no reason to stop.
    pub fn keep_base(&mut self) {
        if let Some((content, at)) = self.base.filter(|_| !self.has_version) {
            let disk = self.disk.as_ref();
            self.has_version = target(disk, &self.path)
                .and_then(|target| {
                    check(disk, &self.path, &target, Expected::Same(content), &mut |_| ()).map(|()| target)
                })
                .is_ok_and(|target| {
                    let kind = VersionKind::Saved;
                    versions::keep(disk, &self.companion, &target.path, &content, at, kind).is_ok()
                });
        }
    }

    /// What is needed to prepare a save on another thread.
    #[must_use]
    pub fn preparation(&self) -> Preparation {
        Preparation { disk: Arc::clone(&self.disk), spread: Arc::clone(&self.spread), path: self.path.clone() }
    }

    /// What the file must hold for an ordinary save to go ahead.
    #[must_use]
    pub fn expected(&self) -> Expected {
        self.base.map_or(Expected::Nothing, |(fingerprint, _)| Expected::Same(fingerprint))
    }

    /// Puts a prepared save in place of the file, if that is what is `expected`. It holds every line of the journal up to
    /// `through`; the journal goes on behind it.
    ///
    /// # Errors
    /// [`StoreError`]; unless it says otherwise, the old file and the journal are as they were. The prepared file is gone in
    /// any case.
    #[expect(clippy::needless_pass_by_value, reason = "a prepared save is used up, whatever comes of it")]
    pub fn commit(&mut self, prepared: Prepared, through: u64, expected: Expected) -> Result<Fingerprint, StoreError> {
        let readied = self.ready(&prepared, through, expected);
        let target = match readied {
            Ok(target) => target,
            Err(error) => {
                prepared.discard(self.disk.as_ref());
                return Err(error);
            }
        };
        let content = prepared.fingerprint;
        place(self.disk.as_ref(), &target, &prepared.temp)?;
        self.base = Some((content, prepared.modified));
        self.has_version = false;
        self.keeps_old = None;
        self.disk.sync_folder(&target.folder).map_err(|source| StoreError::Unconfirmed {
            path: target.path.clone(),
            fingerprint: content,
            source,
        })?;
        self.journal.restart(begin(Some(content)), through);
        if self.journal.is_empty() {
            self.journal.remove_if_empty(self.disk.as_ref());
        } else {
            // The old journal leads to the same session; what is new in it is brought to the disk by the next flush.
            self.journal.flush(self.disk.as_ref()).unwrap_or_default();
        }
        Ok(content)
    }

    /// What has to be on the disk before the new file takes its place.
    fn ready(&mut self, prepared: &Prepared, through: u64, expected: Expected) -> Result<Target, StoreError> {
        let disk = Arc::clone(&self.disk);
        let target = target(disk.as_ref(), &self.path)?;
        if !prepared.has_seen(&target, expected) {
            check(disk.as_ref(), &self.path, &target, expected, &mut |_| ())?;
        }
        self.put_foreign_aside();
        let keep = |from: &Path, content: &Fingerprint, at, kind| {
            let kept = versions::keep(disk.as_ref(), &self.companion, from, content, at, kind);
            kept.map_err(StoreError::io(&self.companion.versions(), "keep a copy of the file in the folder"))
        };
        if let (Some(kind), Some((content, at))) = (self.keeps_old, self.base) {
            keep(&target.path, &content, at, kind)?;
        }
        let is_shared = target.existing.as_ref().is_some_and(|existing| existing.links > 1);
        if is_shared {
            // It is written in place, so whatever happens in the middle, both contents are whole elsewhere.
            if let Some((content, at)) = self.base {
                keep(&target.path, &content, at, VersionKind::Saved)?;
            }
            keep(&prepared.temp, &prepared.fingerprint, prepared.modified, VersionKind::Saved)?;
        }
        if is_shared || self.journal.is_written() || !self.journal.is_empty() {
            let goes_on = self.journal.has_steps_behind(through);
            let line = JournalLine::Saving { file: prepared.fingerprint.to_string(), through };
            self.push(&line, &|_| None)?;
            let flushed = self.journal.flush(disk.as_ref());
            // Steps that came while the file was prepared would not be found behind it again.
            if is_shared || goes_on {
                flushed?;
            }
            // Elsewhere a journal that cannot say so is no reason not to save: the file holds all of its steps.
        }
        Ok(target)
    }

    /// Keeps a copy of the file that was just saved, and lets go of versions that need not stay.
    pub fn keep_version(&mut self) {
        self.keep_base();
        if let Some((_, now)) = self.base {
            versions::thin(self.disk.as_ref(), &self.companion, now);
        }
    }

    /// Puts the journal aside, where a person gave up what is in it; it can still be looked at.
    ///
    /// # Errors
    /// [`StoreError`] where the disk does not let it.
    pub fn give_up_journal(&mut self) -> Result<(), StoreError> {
        if let Some(folder) = self.journal.folder().filter(|_| !self.journal.is_empty()) {
            put_aside(self.disk.as_ref(), folder)?;
        }
        self.put_foreign_aside();
        let base = self.fingerprint();
        self.journal = Journal::new(self.journal.folders().to_vec(), begin(base), self.journal.last());
        Ok(())
    }

    /// Leaves the session: an empty journal goes, and the lock with it.
    pub fn close(mut self) {
        self.journal.remove_if_empty(self.disk.as_ref());
        if self.lock.is_some() {
            // Who had it is of no interest any more, and a name that stays says so when the lock can be had.
            self.disk.remove(&self.companion.owner()).unwrap_or_default();
        }
    }

    /// Takes journals that do not belong to the file out of the way, under names of their own.
    fn put_foreign_aside(&mut self) {
        let disk = Arc::clone(&self.disk);
        let mut why = None;
        let mut stays = |moved: Result<(), StoreError>| {
            let failure = moved.err();
            why = why.take().or_else(|| failure.as_ref().map(ToString::to_string));
            failure.is_some()
        };
        self.foreign.retain(|folder| stays(put_aside(disk.as_ref(), folder)));
        self.copied_first.retain(|folder| {
            let fail = StoreError::io(folder, "keep a copy of the journal in the folder");
            stays(copy_aside(disk.as_ref(), folder).map_err(fail))
        });
        // What stays where it is must not be written over.
        self.journal.bar(self.foreign.iter().chain(&self.copied_first).cloned().collect(), why);
    }
}

/// The first line of a journal behind a file with `content`.
pub(super) fn begin(content: Option<Fingerprint>) -> String {
    let base = content.map(|content| content.to_string()).unwrap_or_default();
    // Words and digits can always be written.
    encode_journal_line(&JournalLine::Begin { base }, &|_| None).unwrap_or_default()
}

/// Renames the journal in `folder`.
fn put_aside(disk: &dyn Disk, folder: &Path) -> Result<(), StoreError> {
    let moved = (|| {
        let aside = folder.join(free_aside(&disk.list(folder)?));
        match disk.rename(&folder.join(JOURNAL), &aside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => disk.sync_folder(folder),
        }
    })();
    moved.map_err(StoreError::io(folder, "put the journal aside in the folder"))
}

/// Copies the journal in `folder`, which stays where it is.
fn copy_aside(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    let aside = free_aside(&disk.list(folder)?);
    let temp = disk.create_temp(folder, &aside)?;
    let copied = disk.copy(&folder.join(JOURNAL), &temp).and_then(|()| disk.sync(&temp));
    if let Err(error) = copied.and_then(|()| disk.rename(&temp, &folder.join(&aside))) {
        // The first error is what counts; the name tells what a file is that stays behind.
        disk.remove(&temp).unwrap_or_default();
        return Err(error);
    }
    disk.sync_folder(folder)
}
