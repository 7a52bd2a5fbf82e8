//! Other sessions beside the open one: read in the background, read again when their files changed, compared there too.
//!
//! It does not know how they are shown.

use super::agreed::Agreed;
use super::compared::{Compared, Wish};
use super::decided::Decisions;
use crate::model::Session;
use crate::store::{self, Fingerprint, Ground};
use crate::workbench::desk::Desk;
use crate::workbench::news::News;
use crate::workbench::threads::Threads;
use crate::workbench::work::Outcome;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A session beside the open one.
#[derive(Clone, Debug)]
pub struct SideFile {
    /// Its file.
    pub path: PathBuf,
    /// What it is called: its file's name, with folders where another side has the same.
    pub name: String,
    /// Why it could not be read again, where that is so.
    pub problem: Option<String>,
    session: Session,
    fingerprint: Fingerprint,
}

impl SideFile {
    /// What it holds.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }
}

/// What the open session is compared with.
#[derive(Debug, Default)]
pub struct Sides {
    files: Vec<SideFile>,
    has_own: bool,
    compared: Option<Arc<Compared>>,
    decisions: Decisions,
    /// What the comparison at hand was made of.
    basis: Option<Basis>,
    /// The job that compares.
    comparing: Option<u64>,
    /// The jobs that read sides.
    reading: Vec<u64>,
    /// Rises when a side comes, goes or changes.
    stamp: u64,
}

/// The state of everything that a comparison is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Basis {
    stamp: u64,
    /// Where the open session is one of the sides.
    edits: Option<u64>,
    articles: usize,
}

/// A session that was read to be compared.
#[derive(Debug)]
pub(in crate::workbench) struct ReadSide {
    session: Session,
    fingerprint: Fingerprint,
}

/// What comes of the work on comparisons.
#[derive(Debug)]
pub(in crate::workbench) enum Work {
    /// A side was read; nothing where its file is the one that is known.
    Read(PathBuf, Result<Option<Box<ReadSide>>, String>),
    /// The sides were compared; nothing where nobody wants it any more.
    Compared(Option<Box<Made>>),
    /// What all sides agree on was gathered.
    Agreed(Box<Agreed>),
}

/// A comparison with what is decided about it.
#[derive(Debug)]
pub(in crate::workbench) struct Made {
    basis: Basis,
    compared: Compared,
    decisions: Decisions,
}

impl Sides {
    /// The sessions beside the open one.
    #[must_use]
    pub fn files(&self) -> &[SideFile] {
        &self.files
    }

    /// Whether the open session is one of the sides.
    #[must_use]
    pub fn has_own(&self) -> bool {
        self.has_own
    }

    /// What came of comparing them; nothing while there is nothing to compare.
    #[must_use]
    pub fn compared(&self) -> Option<&Arc<Compared>> {
        self.compared.as_ref()
    }

    /// What is decided about it.
    #[must_use]
    pub fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// Names the sides: by their files, with as many folders as it takes to tell them apart.
    fn name_them(&mut self, own: Option<&Path>) {
        let paths: Vec<PathBuf> = self.files.iter().map(|file| file.path.clone()).collect();
        let own = own.filter(|_| self.has_own).map(Path::to_owned);
        for file in &mut self.files {
            let others = || paths.iter().chain(&own).filter(|other| **other != file.path);
            let mut folders = 0;
            file.name = tail(&file.path, folders);
            while folders < 8 && others().any(|other| tail(other, folders) == file.name) {
                folders += 1;
                file.name = tail(&file.path, folders);
            }
        }
    }
}

/// A file's name with so many of its folders.
fn tail(path: &Path, folders: usize) -> String {
    let parts: Vec<String> = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    let start = parts.len().saturating_sub(folders + 1);
    parts.get(start..).unwrap_or_default().join("/")
}

/// Reads a side, unless its file is still the one that is known.
fn read(ground: &Ground, path: &Path, known: Option<Fingerprint>) -> Result<Option<Box<ReadSide>>, String> {
    let loaded = store::load_spread(ground.disk.as_ref(), path, ground.spread.as_ref(), None);
    let loaded = loaded.map_err(|error| error.to_string())?;
    if Some(loaded.fingerprint) == known {
        return Ok(None);
    }
    let reasons = loaded.access.reasons();
    if !reasons.is_empty() {
        return Err(format!("{}: it cannot be compared: {}", path.display(), reasons.join("; ")));
    }
    Ok(Some(Box::new(ReadSide { session: loaded.session, fingerprint: loaded.fingerprint })))
}

impl Desk {
    /// The sessions beside the open one and what came of comparing them.
    #[must_use]
    pub fn sides(&self) -> &Sides {
        &self.sides
    }

    /// Whether sides are being read or compared.
    #[must_use]
    pub fn is_comparing(&self) -> bool {
        self.sides.reading.iter().chain(&self.sides.comparing).any(|job| self.jobs.is_running(*job))
    }

    /// Opens sessions beside the open one, in the background; [`News::Compared`] says when something new is to be seen.
    pub fn open_sides(&mut self, paths: Vec<PathBuf>) {
        for path in paths {
            let path = std::path::absolute(&path).unwrap_or(path);
            if Some(&path) != self.path.as_ref() && self.sides.files.iter().all(|file| file.path != path) {
                self.read_side(path, None);
            }
        }
    }

    fn read_side(&mut self, path: PathBuf, known: Option<Fingerprint>) {
        let ground = self.safety.ground.clone();
        let job = self.jobs.start("Reading a session to compare", move |_| {
            let read = read(&ground, &path, known);
            Outcome::Compare(Work::Read(path, read))
        });
        self.sides.reading.push(job);
    }

    /// Reads every side again whose file has changed.
    pub fn read_sides_again(&mut self) {
        let known: Vec<_> = self.sides.files.iter().map(|file| (file.path.clone(), file.fingerprint)).collect();
        for (path, fingerprint) in known {
            self.read_side(path, Some(fingerprint));
        }
    }

    /// Takes a side away.
    pub fn close_side(&mut self, number: usize) {
        if number < self.sides.files.len() {
            self.sides.files.remove(number);
            self.sides.name_them(self.path.as_deref());
            self.sides.stamp += 1;
            self.follow_sides();
        }
    }

    /// Says whether the open session is one of the sides.
    pub fn compare_own(&mut self, has_own: bool) {
        if self.sides.has_own != has_own {
            self.sides.has_own = has_own;
            self.sides.name_them(self.path.as_deref());
            self.sides.stamp += 1;
            self.follow_sides();
        }
    }

    /// What the open session is called among the sides.
    fn own_name(&self) -> String {
        self.path.as_deref().map_or_else(|| "this session".to_owned(), |path| tail(path, 0))
    }

    /// The open session is one of the sides where it holds work that no decision made.
    fn guess_own(&self) -> bool {
        let session = self.bench.session();
        let name = self.own_name();
        let has_decided = |row: &crate::model::Decision| row.sources.iter().any(|source| source.file == name);
        let decisions = &session.decisions;
        session.mention_count() > 0 && (decisions.is_empty() || decisions.iter().any(has_decided))
    }

    pub(in crate::workbench) fn take_compare(&mut self, work: Work) -> Vec<News> {
        match work {
            Work::Read(path, read) => self.take_side(path, read),
            Work::Compared(made) => {
                self.sides.comparing = None;
                if let Some(made) = made {
                    let Made { basis, compared, decisions } = *made;
                    self.sides.compared = Some(Arc::new(compared));
                    self.sides.decisions = decisions;
                    self.sides.basis = Some(basis);
                }
                self.follow_sides();
                vec![News::Compared]
            }
            Work::Agreed(agreed) => vec![News::Agreed(Arc::from(agreed))],
        }
    }

    fn take_side(&mut self, path: PathBuf, read: Result<Option<Box<ReadSide>>, String>) -> Vec<News> {
        let jobs = &self.jobs;
        self.sides.reading.retain(|job| jobs.is_running(*job));
        let number = self.sides.files.iter().position(|file| file.path == path);
        let known = number.and_then(|number| self.sides.files.get_mut(number));
        match (read, known) {
            (Ok(None), known) => known.into_iter().for_each(|file| file.problem = None),
            (Err(why), Some(file)) => {
                file.problem = Some(why.clone());
                return vec![News::Warned(why), News::Compared];
            }
            (Err(why), None) => return vec![News::Failed(why), News::Compared],
            (Ok(Some(read)), Some(file)) => {
                let ReadSide { session, fingerprint } = *read;
                (file.session, file.fingerprint, file.problem) = (session, fingerprint, None);
                self.sides.stamp += 1;
            }
            (Ok(Some(read)), None) => {
                if self.sides.files.is_empty() {
                    self.sides.has_own = self.guess_own();
                }
                let ReadSide { session, fingerprint } = *read;
                let file = SideFile { path, name: String::new(), problem: None, session, fingerprint };
                self.sides.files.push(file);
                self.sides.files.sort_by(|one, other| one.path.cmp(&other.path));
                self.sides.name_them(self.path.as_deref());
                self.sides.stamp += 1;
            }
        }
        self.follow_sides();
        vec![News::Compared]
    }

    /// Compares anew in the background where something has changed that the comparison is made of, and takes over what was
    /// decided.
    pub fn follow_sides(&mut self) {
        let sides = &mut self.sides;
        let session = self.bench.session();
        if let Some(compared) = &sides.compared {
            sides.decisions.follow(compared, &session.decisions);
        }
        let count = sides.files.len() + usize::from(sides.has_own);
        if count < 2 {
            sides.compared = None;
            sides.basis = None;
            return;
        }
        let edits = sides.has_own.then(|| self.bench.edits());
        let ground = Basis { stamp: sides.stamp, edits, articles: session.shards().len() };
        if sides.basis == Some(ground) || sides.comparing.is_some_and(|job| self.jobs.is_running(job)) {
            return;
        }
        let own = sides.has_own.then(|| session.clone());
        let names = own.iter().map(|_| self.own_name());
        let names = names.chain(self.sides.files.iter().map(|file| file.name.clone())).collect();
        let own_sides = own.into_iter().chain(self.sides.files.iter().map(|file| file.session.clone()));
        let open = self.bench.snapshot();
        let wish = Wish { names, sides: own_sides.collect(), has_own: self.sides.has_own, open };
        let before = self.sides.compared.clone();
        self.sides.comparing = Some(self.jobs.start("Comparing", move |progress| {
            let decisions = Arc::clone(&wish.open.decisions);
            let made = Compared::of(wish, before.as_deref(), &Threads, &|| !progress.is_cancelled());
            Outcome::Compare(Work::Compared(made.map(|compared| {
                let decisions = Decisions::of(&compared, &decisions);
                Box::new(Made { basis: ground, compared, decisions })
            })))
        }));
    }
}
