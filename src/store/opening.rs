//! Opening a session: the file, and what its journal holds that the file does not.
//!
//! A journal belongs to the file whose hash its first line names, and also to the file that its last save put in place.
//! One that belongs to neither is never applied: another program has changed the file meanwhile.

use super::atomic::target;
use super::companion::{Companion, JOURNAL};
use super::error::StoreError;
use super::frames::{Frame, read_frames};
use super::fs::{Disk, Lock, TEMP_ENDING, is_temp_of, make_folder};
use super::home::{Ground, Home, begin};
use super::journal::{Journal, Kept};
use super::load::{Fingerprint, Loaded, Prints, load_spread, read_bounded_pieces};
use super::rejoin::{Rejoined, rejoin};
use super::save::Expected;
use super::versions::{self, VersionKind};
use crate::codec::{Access, JournalError, JournalLine, MAX_SESSION_BYTES, VERSION, Warning, decode_journal_line};
use crate::edit::{ApplyError, Transaction, apply};
use crate::model::{AnnotatorId, Article, ArticleId, Session, Timestamp};
use std::cell::RefCell;
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
    let disk = ground.disk.as_ref();
    let real = disk.resolve(path).map_err(StoreError::io(path, "find the file"))?;
    // What does not open, or only for reading, leaves no trace beside it.
    let spread = ground.spread.as_ref();
    let mut loaded = load_spread(disk, path, spread, None)?;
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

/// A journal that belongs to the file.
pub(super) struct Usable {
    place: PathBuf,
    begin: Kept,
    lines: Vec<Kept>,
    /// The last line that the session holds, where the rest had to be left out.
    cut: Option<u64>,
    /// Whether it was begun behind the file as it is now, and not behind one that a save has replaced.
    is_begun_on_file: bool,
}

impl Usable {
    /// How many steps stand behind the line `start`.
    pub(super) fn steps_behind(&self, start: u64) -> usize {
        self.lines.iter().filter(|line| line.sequence > start && !line.is_mark).count()
    }

    /// How many steps behind the line `start` are not in `other`.
    fn steps_besides(&self, start: u64, other: &Self) -> usize {
        let is_there = |line: &&Kept| {
            let found = other.lines.binary_search_by_key(&line.sequence, |known| known.sequence).ok();
            found.and_then(|found| other.lines.get(found)).is_some_and(|known| known.payload == line.payload)
        };
        let steps = self.lines.iter().filter(|line| line.sequence > start && !line.is_mark);
        steps.filter(|line| !is_there(line)).count()
    }

    /// Of two journals of one file the one with the higher rank counts: the one begun later, then the one with more in it.
    ///
    /// An older one can come back with a loss of power, when the disk had not yet heard that it was taken away.
    fn rank(&self, start: u64) -> (bool, usize) {
        (self.is_begun_on_file, self.steps_behind(start))
    }

    fn folder(&self) -> PathBuf {
        self.place.parent().unwrap_or(Path::new(".")).to_owned()
    }

    fn into_journal(self, folders: Vec<PathBuf>) -> Journal {
        let folder = self.folder();
        let mut journal = Journal::found(folders, folder, self.begin, self.lines);
        if let Some(last) = self.cut {
            journal.cut_behind(last);
        }
        journal
    }
}

fn read_all(ground: &Ground, loaded: Loaded, real: &Path) -> ReadAll {
    let disk = ground.disk.as_ref();
    let Loaded { session: base, access, warnings, modified, version, fingerprint } = loaded;
    let mut session = base.clone();
    let mut recovered = Recovered::default();
    let mut foreign = Vec::new();
    let mut usable: Vec<(Usable, u64)> = Vec::new();
    let mut rejoined: Option<(Rejoined, PathBuf)> = None;
    for companion in companions(ground, real) {
        let bytes = match disk.read(&companion.journal(), MAX_JOURNAL_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => {
                let error = StoreError::io(&companion.journal(), "read the journal")(error);
                recovered.problems.push(format!("{error}; it will be kept aside, see `byline recover --list`"));
                foreign.push(companion.0);
                continue;
            }
        };
        match read_journal(&bytes, fingerprint, &companion.journal()) {
            Ok(found) => usable.push(found),
            Err(problem) => {
                let all = companions(ground, real);
                let file = (&base, fingerprint);
                let joined = rejoined.is_none().then(|| rejoin(ground, &all, &bytes, &companion.journal(), file));
                match joined.flatten() {
                    Some(joined) => rejoined = Some((joined, companion.0)),
                    None => {
                        recovered.problems.push(problem);
                        foreign.push(companion.0);
                    }
                }
            }
        }
    }
    let best = take_best(usable, &mut foreign, &mut recovered.problems);
    let journal = best.map(|(mut usable, start)| {
        if usable.cut.is_some() {
            let place = usable.place.display();
            recovered.problems.push(format!(
                "{place}: the end of this journal was torn or damaged and is left out; a copy of all of it will be kept aside"
            ));
        }
        let done = replay(&mut session, &mut usable, start);
        recovered.steps = done.steps;
        recovered.problems.extend(done.problems);
        usable
    });
    let mut pending = None;
    if let Some((joined, folder)) = rejoined.as_mut() {
        if journal.is_some() {
            let journal = folder.join(JOURNAL);
            let journal = journal.display();
            recovered.problems.push(format!(
                "{journal}: {} steps that were not saved yet belong to another state of the file, and another journal goes on \
                 from the file as it is; they will be kept aside, see `byline recover --list`",
                joined.steps.len()
            ));
        } else {
            session = joined.session.clone();
            recovered.problems.push(std::mem::take(&mut joined.report));
            recovered.steps = std::mem::take(&mut joined.steps);
            pending = joined.transaction.take();
        }
        if pending.is_none() {
            foreign.push(folder.clone());
        }
    }
    let rejoined = rejoined.map(|(_, folder)| folder).filter(|_| pending.is_some());
    let found = Found { session, base, access, warnings, modified, version, fingerprint, recovered };
    ReadAll { found, journal, foreign, pending, rejoined }
}

/// The journal that counts, of those that belong to the file. One that has steps of its own besides is named, and put aside
/// before anything is written; one whose steps the other has too is of no use any more.
fn take_best(
    usable: Vec<(Usable, u64)>,
    foreign: &mut Vec<PathBuf>,
    problems: &mut Vec<String>,
) -> Option<(Usable, u64)> {
    let mut best: Option<(Usable, u64)> = None;
    let mut others = Vec::new();
    for found in usable {
        match best.take() {
            Some(other) if found.0.rank(found.1) <= other.0.rank(other.1) => {
                others.push(found);
                best = Some(other);
            }
            other => {
                others.extend(other);
                best = Some(found);
            }
        }
    }
    let (best, start) = best?;
    for (other, start) in others {
        let own = other.steps_besides(start, &best);
        if own > 0 {
            problems.push(format!(
                "{}: {own} steps of this journal are not in {}, which has more and is the one that counts; they will be kept \
                 aside, see `byline recover --list`",
                other.place.display(),
                best.place.display()
            ));
            foreign.push(other.folder());
        }
    }
    Some((best, start))
}

/// Reads a journal: what is in it, and the number of the last line that the file with `content` holds already.
pub(super) fn read_journal(bytes: &[u8], content: Fingerprint, place: &Path) -> Result<(Usable, u64), String> {
    let read = read_frames(bytes);
    let nothing = |_: ArticleId| None;
    let Some((first, rest)) = read.frames.split_first() else {
        return Err(format!("{}: nothing of this journal can be read; it will be kept aside", place.display()));
    };
    let base = match decode_journal_line(first.payload, &nothing) {
        Ok(JournalLine::Begin { base }) => base,
        Ok(_) => return Err(format!("{}: this journal has no beginning; it will be kept aside", place.display())),
        Err(error) => return Err(format!("{}: {error}; the journal will be kept aside", place.display())),
    };
    let mut lines = Vec::with_capacity(rest.len());
    let mut held = None;
    for frame in rest {
        let mark = frame.payload.starts_with("saving(").then(|| decode_journal_line(frame.payload, &nothing));
        if let Some(Ok(JournalLine::Saving { file, through })) = &mark
            && *file == content.to_string()
        {
            held = Some(*through);
        }
        lines.push(kept(frame, mark.is_some()));
    }
    let is_begun_on_file = base == content.to_string();
    let start = held.or(is_begun_on_file.then_some(first.sequence)).ok_or_else(|| {
        let steps = lines.iter().filter(|line| !line.is_mark).count();
        format!(
            "{}: {steps} steps that were not saved yet belong to another state of the file, which was changed since by another \
             program; they will be kept aside, see `byline recover --list`",
            place.display()
        )
    })?;
    let cut = (read.good < bytes.len()).then(|| rest.last().map_or(first.sequence, |frame| frame.sequence));
    let begin = kept(first, true);
    Ok((Usable { place: place.to_owned(), begin, lines, cut, is_begun_on_file }, start))
}

fn kept(frame: &Frame<'_>, is_mark: bool) -> Kept {
    Kept { sequence: frame.sequence, payload: frame.payload.to_owned(), is_mark }
}

#[derive(Debug, thiserror::Error)]
enum ReplayError {
    #[error(transparent)]
    Line(#[from] JournalError),
    #[error(transparent)]
    Apply(#[from] ApplyError),
}

/// Does again what stands behind the line `start`, up to the first that does not fit.
pub(super) fn replay(session: &mut Session, usable: &mut Usable, start: u64) -> Recovered {
    let mut recovered = Recovered::default();
    for line in usable.lines.iter().filter(|line| line.sequence > start && !line.is_mark) {
        match replay_line(session, &line.payload) {
            Ok(step) => recovered.steps.push(step),
            Err(error) => {
                recovered.problems.push(format!(
                    "{}: step {} of the journal and what follows it cannot be done again ({error}); a copy of the journal \
                     will be kept aside",
                    usable.place.display(),
                    line.sequence
                ));
                usable.cut = Some(line.sequence.saturating_sub(1));
                break;
            }
        }
    }
    recovered
}

fn replay_line(session: &mut Session, payload: &str) -> Result<RecoveredStep, ReplayError> {
    let line = {
        // Lines mostly speak of one article, many times over.
        let latest: RefCell<Option<Arc<Article>>> = RefCell::default();
        let session = &*session;
        let find = |id: ArticleId| -> Option<Arc<Article>> {
            let mut latest = latest.borrow_mut();
            if latest.as_ref().is_none_or(|article| article.id != id) {
                *latest = session.shard(id).map(|shard| Arc::clone(&shard.article));
            }
            latest.clone()
        };
        decode_journal_line(payload, &find)?
    };
    Ok(match line {
        JournalLine::Transaction(transaction) => {
            apply(session, &transaction)?;
            RecoveredStep { name: transaction.name.clone(), by: Some(transaction.by), at: Some(transaction.at) }
        }
        JournalLine::CutLog { keep } => {
            session.cut_log(keep);
            RecoveredStep { name: "Cut log".to_owned(), by: None, at: None }
        }
        JournalLine::Begin { .. } | JournalLine::Saving { .. } => {
            return Err(JournalError::Syntax("it does not belong here".to_owned()).into());
        }
    })
}
