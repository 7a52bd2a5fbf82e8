//! Opening a session: the file, and what its journal holds that the file does not.
//!
//! A journal belongs to the file whose hash its first line names, and also to the file that its last save put in place.
//! One that belongs to neither is never applied: another program has changed the file meanwhile.

use super::atomic::target;
use super::companion::{Companion, JOURNAL};
use super::error::StoreError;
use super::fs::{Disk, Lock, TEMP_ENDING, is_temp_of, make_folder};
use super::home::{Ground, Home, begin};
use super::journal::Journal;
use super::load::{Early, Fingerprint, Loaded, Prints, load_spread, read_bounded_pieces};
use super::rejoin::{Rejoined, rejoin};
use super::replay::{Usable, read_journal, replay, take_best};
use super::save::Expected;
use super::versions::{self, VersionKind};
use crate::codec::{Access, JournalLine, MAX_SESSION_BYTES, VERSION, Warning};
use crate::edit::Transaction;
use crate::model::{AnnotatorId, Session, Timestamp};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest journal that is read, in bytes.
const MAX_JOURNAL_BYTES: u64 = 1 << 30;

/// A session as it was opened.
#[derive(Debug)]
pub struct Found {
    /// The session, with what its journal holds.
    pub session: Session,
    /// The session as its file holds it.
    pub base: Session,
    /// Whether it may be changed and saved.
    pub access: Access,
    /// What was set aside on the way.
    pub warnings: Vec<Warning>,
    /// When it was last saved, as the file says.
    pub modified: Option<Timestamp>,
    /// The version of the format that the file is in.
    pub version: u32,
    /// What the file's bytes are.
    pub fingerprint: Fingerprint,
    /// What the journal had that the file has not.
    pub recovered: Recovered,
}

/// What a journal had that its file has not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    /// What was done again, in order.
    pub steps: Vec<RecoveredStep>,
    /// What could not be used, and where it is kept.
    pub problems: Vec<String>,
}

/// One step that a journal had and the file has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveredStep {
    /// What it did, as the undo menu says it.
    pub name: String,
    /// Who did it; nothing for a tidying of the log.
    pub by: Option<AnnotatorId>,
    /// When.
    pub at: Option<Timestamp>,
}

/// Whether a session was opened for changes.
#[derive(Debug)]
pub enum Hold {
    /// It was.
    Mine(Box<Home>),
    /// Somebody else has it open: who, as far as is known.
    Taken(String),
    /// It is for reading until a person has looked at what is wrong with its file; nothing was locked.
    NotYet,
}

/// What becomes of a file that can be read but not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distrusted {
    /// It opens for reading.
    Read,
    /// It opens for changes: a person has looked at it.
    Accept,
}

/// Opens the session at `path` for changes, or for reading where somebody else has it open for changes.
///
/// # Errors
/// [`StoreError`] with the path, the place in the file and what to do. Nothing was changed on the disk then.
pub fn open(ground: &Ground, path: &Path, distrusted: Distrusted) -> Result<(Found, Hold), StoreError> {
    open_early(ground, path, distrusted, None)
}

/// [`open`], with one article of the file shown `early`, where the file allows it.
///
/// # Errors
/// As for [`open`].
pub fn open_early(
    ground: &Ground,
    path: &Path,
    distrusted: Distrusted,
    early: Option<Early<'_>>,
) -> Result<(Found, Hold), StoreError> {
    let disk = ground.disk.as_ref();
    let real = disk.resolve(path).map_err(StoreError::io(path, "find the file"))?;
    // What does not open, or only for reading, leaves no trace beside it.
    let spread = ground.spread.as_ref();
    let mut loaded = load_spread(disk, path, spread, early)?;
    if loaded.access != Access::Full && distrusted == Distrusted::Read {
        return Ok((read_all(ground, loaded, &real).found, Hold::NotYet));
    }
    let (companion, lock) = match take(ground, &real) {
        Taking::Taken(owner) => return Ok((read_all(ground, loaded, &real).found, Hold::Taken(owner))),
        Taking::Mine(companion, lock) => (companion, lock),
    };
    // Somebody may have saved it just before it was locked.
    let mut now = Prints::default();
    read_bounded_pieces(disk, path, MAX_SESSION_BYTES, &mut |piece| now.add(piece))?;
    if now.finish() != loaded.fingerprint {
        loaded = load_spread(disk, path, spread, None)?;
    }
    let keeps_old = keeps_old(&loaded);
    let base = (loaded.fingerprint, loaded.modified.unwrap_or_default());
    let all = read_all(ground, loaded, &real);
    let has_version =
        versions::list(disk, &companion).is_ok_and(|known| known.iter().any(|one| one.is_of(&base.0.to_string())));
    let folders = folders(ground, &real, &companion);
    let broken = all.journal.as_ref().filter(|journal| journal.cut.is_some()).map(Usable::folder);
    // What was brought together is only in memory: the journal that it came from stays until the new one takes its place.
    let copied_first = broken.into_iter().chain(all.rejoined).collect();
    let journal = match all.journal {
        Some(journal) => journal.into_journal(folders),
        None => Journal::new(folders, begin(Some(base.0)), 0),
    };
    let mut home = Home {
        disk: Arc::clone(&ground.disk),
        spread: Arc::clone(&ground.spread),
        path: path.to_owned(),
        companion,
        lock,
        base: Some(base),
        journal,
        foreign: all.foreign,
        copied_first,
        keeps_old,
        has_version,
    };
    if let Some(transaction) = all.pending {
        let find = |id| all.found.session.shard(id).map(|shard| Arc::clone(&shard.article));
        home.push(&JournalLine::Transaction(Arc::new(transaction)), &find)?;
    }
    Ok((all.found, Hold::Mine(Box::new(home))))
}

/// Reads the session at `path` with what its journal holds; nothing is changed on the disk.
///
/// # Errors
/// [`StoreError`] with the path, the place in the file and what to do.
pub fn peek(ground: &Ground, path: &Path) -> Result<Found, StoreError> {
    let disk = ground.disk.as_ref();
    let real = disk.resolve(path).map_err(StoreError::io(path, "find the file"))?;
    Ok(read_all(ground, load_spread(disk, path, ground.spread.as_ref(), None)?, &real).found)
}

/// A home for a session that is to be saved at `path` for the first time; `expected` is what may be there.
///
/// # Errors
/// [`StoreError::Taken`] where somebody has a session there open for changes, [`StoreError::Exists`] where something is there
/// that is not expected, and whatever the disk refuses.
pub fn create(ground: &Ground, path: &Path, expected: Expected) -> Result<Home, StoreError> {
    let disk = ground.disk.as_ref();
    let target = target(disk, path)?;
    if target.existing.is_some() && expected == Expected::Nothing {
        return Err(StoreError::Exists(path.to_owned()));
    }
    let (companion, lock) = match take(ground, &target.path) {
        Taking::Taken(owner) => return Err(StoreError::Taken { path: path.to_owned(), owner }),
        Taking::Mine(companion, lock) => (companion, lock),
    };
    let folders = folders(ground, &target.path, &companion);
    // Whatever an earlier session of this name left does not belong to this one.
    let foreign = folders.iter().filter(|folder| disk.info(&folder.join(JOURNAL)).is_ok()).cloned().collect();
    Ok(Home {
        disk: Arc::clone(&ground.disk),
        spread: Arc::clone(&ground.spread),
        path: path.to_owned(),
        companion,
        lock,
        base: None,
        journal: Journal::new(folders, begin(None), 0),
        foreign,
        copied_first: Vec::new(),
        keeps_old: None,
        has_version: false,
    })
}

/// Why the file stays for ever once another one takes its place.
fn keeps_old(loaded: &Loaded) -> Option<VersionKind> {
    match loaded.access {
        Access::ReadOnly(_) => Some(VersionKind::Damaged),
        Access::Full if loaded.version < VERSION => Some(VersionKind::BeforeMigration),
        Access::Full => None,
    }
}

enum Taking {
    Mine(Companion, Option<Lock>),
    Taken(String),
}

/// Locks the session whose file is at `real`, and takes away what a program left there that ended in the middle. Where no
/// folder takes a lock, the session is open all the same: each save still looks whether somebody else has changed the file.
fn take(ground: &Ground, real: &Path) -> Taking {
    let disk = ground.disk.as_ref();
    let mut taken: Vec<(Companion, Lock)> = Vec::new();
    for companion in companions(ground, real) {
        // Somebody may have had to lock in another folder; a lock counts wherever it is.
        let is_usable =
            if taken.is_empty() { make_folder(disk, &companion.0) } else { disk.info(&companion.0).map(|_| ()) };
        match is_usable.and_then(|()| disk.try_lock(&companion.lock())) {
            Ok(Some(lock)) => taken.push((companion, lock)),
            Ok(None) => {
                let owner = disk.read(&companion.owner(), 4_096).unwrap_or_default();
                return Taking::Taken(String::from_utf8_lossy(&owner).into_owned());
            }
            Err(_) => {}
        }
    }
    let Some((companion, _)) = taken.first() else { return Taking::Mine(Companion::beside(real), None) };
    let companion = companion.clone();
    sweep(disk, real, taken.iter().map(|(companion, _)| companion));
    // Who has it is for people to read; the lock itself does not need it.
    disk.create_temp(&companion.0, "owner")
        .and_then(|temp| {
            disk.write(&temp, ground.owner.as_bytes())?;
            disk.rename(&temp, &companion.owner())
        })
        .unwrap_or_default();
    let locks: Vec<Lock> = taken.into_iter().map(|(_, lock)| lock).collect();
    Taking::Mine(companion, Some(Box::new(locks)))
}

/// Places for what goes with the session, the one beside it first.
pub(super) fn companions(ground: &Ground, real: &Path) -> Vec<Companion> {
    let beside = Companion::beside(real);
    std::iter::once(beside).chain(ground.state.as_deref().map(|state| Companion::in_state(state, real))).collect()
}

/// Places for the journal, the session's companion first.
fn folders(ground: &Ground, real: &Path, companion: &Companion) -> Vec<PathBuf> {
    let mut folders = vec![companion.0.clone()];
    folders.extend(companions(ground, real).into_iter().map(|other| other.0).filter(|other| *other != companion.0));
    folders
}

/// Takes away temporary files that a program left which ended in the middle; the lock says that none is at work.
fn sweep<'a>(disk: &dyn Disk, real: &Path, companions: impl Iterator<Item = &'a Companion>) {
    let name = real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let sweep = |folder: &Path, is_left: &dyn Fn(&str) -> bool| {
        let names = disk.list(folder).unwrap_or_default();
        for left in names.iter().filter(|found| is_left(found)) {
            // One that cannot be taken away now is tried again the next time.
            disk.remove(&folder.join(left)).unwrap_or_default();
        }
    };
    sweep(real.parent().unwrap_or(Path::new(".")), &|found| is_temp_of(found, &name));
    let is_temp = |found: &str| found.starts_with('.') && found.ends_with(TEMP_ENDING);
    for companion in companions {
        sweep(&companion.0, &is_temp);
        sweep(&companion.versions(), &is_temp);
    }
}

/// Everything that belongs to one session, as it is on the disk.
struct ReadAll {
    found: Found,
    journal: Option<Usable>,
    foreign: Vec<PathBuf>,
    /// What a journal of another state of the file brings to it, as one step.
    pending: Option<Transaction>,
    /// The folder of that journal.
    rejoined: Option<PathBuf>,
}

fn read_all(ground: &Ground, loaded: Loaded, real: &Path) -> ReadAll {
    let Loaded { session: base, access, warnings, modified, version, fingerprint } = loaded;
    let mut session = base.clone();
    let Journals { usable, rejoined, mut foreign, mut problems } = find_journals(ground, real, (&base, fingerprint));
    let mut recovered = Recovered::default();
    let best = take_best(usable, &mut foreign, &mut problems);
    let journal = best.map(|(mut usable, start)| {
        if usable.cut.is_some() {
            let place = usable.place.display();
            problems.push(format!(
                "{place}: the end of this journal was torn or damaged and is left out; a copy of all of it will be kept aside"
            ));
        }
        let done = replay(&mut session, &mut usable, start);
        recovered.steps = done.steps;
        problems.extend(done.problems);
        usable
    });
    let (mut pending, mut joined_in) = (None, None);
    match rejoined {
        Some((joined, folder)) if journal.is_some() && !joined.steps.is_empty() => {
            problems.push(format!(
                "{}: {} steps that were not saved yet belong to another state of the file, and another journal goes on from \
                 the file as it is; they will be kept aside, see `byline recover --list`",
                folder.join(JOURNAL).display(),
                joined.steps.len()
            ));
            foreign.push(folder);
        }
        Some((joined, folder)) => {
            problems.push(joined.report);
            if journal.is_none() {
                session = joined.session;
                recovered.steps = joined.steps;
                pending = joined.transaction;
            }
            if pending.is_some() {
                joined_in = Some(folder);
            } else {
                foreign.push(folder);
            }
        }
        None => {}
    }
    recovered.problems = problems;
    let found = Found { session, base, access, warnings, modified, version, fingerprint, recovered };
    ReadAll { found, journal, foreign, pending, rejoined: joined_in }
}

/// Journals in the folders of one session.
#[derive(Default)]
struct Journals {
    /// Those that belong to the file, and the last line of each that the file holds.
    usable: Vec<(Usable, u64)>,
    /// One of another state of the file, brought together with it, and its folder.
    rejoined: Option<(Rejoined, PathBuf)>,
    /// Folders with other ones.
    foreign: Vec<PathBuf>,
    problems: Vec<String>,
}

fn find_journals(ground: &Ground, real: &Path, file: (&Session, Fingerprint)) -> Journals {
    let all = companions(ground, real);
    let mut journals = Journals::default();
    for companion in &all {
        let bytes = match ground.disk.read(&companion.journal(), MAX_JOURNAL_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => {
                let error = StoreError::io(&companion.journal(), "read the journal")(error);
                journals.problems.push(format!("{error}; it will be kept aside, see `byline recover --list`"));
                journals.foreign.push(companion.0.clone());
                continue;
            }
        };
        let problem = match read_journal(&bytes, file.1, &companion.journal()) {
            Ok(found) => {
                journals.usable.push(found);
                continue;
            }
            Err(problem) => problem,
        };
        let is_first = journals.rejoined.is_none();
        let joined = is_first.then(|| rejoin(ground, &all, &bytes, &companion.journal(), file)).flatten();
        if let Some(joined) = joined {
            journals.rejoined = Some((joined, companion.0.clone()));
        } else {
            journals.problems.push(problem);
            journals.foreign.push(companion.0.clone());
        }
    }
    journals
}
