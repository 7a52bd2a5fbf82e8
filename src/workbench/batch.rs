//! Whole jobs on session files, for runs without a window: open, add articles, validate, carry out a script.
//!
//! It does not know how its results are printed. What changes a session still goes through [`Workbench`].

use super::bench::Workbench;
use super::clock::{Clock, random_seed};
use super::guessing::{Depth, Guessed, guesses};
use super::incoming::{FileReport, Incoming, Reader};
use super::jobs::Progress;
use super::keeper::{Keeper, Manner, Report};
use super::script::{ScriptError, ScriptLine};
use super::threads::Threads;
use super::work::annotator_of;
use crate::codec::Access;
use crate::edit::Refusal;
use crate::ingest::Columns;
use crate::model::{Annotator, ArticleId, Proposal, Schema, Session, Timestamp};
use crate::store::{self, Distrusted, Expected, Fingerprint, Found, Ground, Hold, Home, Over, RealDisk, StoreError};
use serde::Serialize;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

/// Who works: `name`, or the name in the settings, or [`super::UNNAMED`]; and what was wrong with the settings.
#[must_use]
pub fn annotator(name: Option<&str>) -> (Annotator, Vec<String>) {
    match store::config_dir().map(|folder| store::load_settings(&folder)) {
        Ok(loaded) => (annotator_of(&loaded.settings, name), loaded.warning.iter().map(ToString::to_string).collect()),
        // Without a folder for settings there are none that could be damaged.
        Err(_) => (annotator_of(&store::Settings::default(), name), Vec::new()),
    }
}

/// What came of adding articles to a session.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The articles that were added, in order.
    pub added: Vec<ArticleId>,
    /// Files and folders that gave no article, each with its path and the reason.
    pub refused: Vec<String>,
    /// What needs a look.
    pub warnings: Vec<String>,
    /// Articles that are still to be guessed at: those that were added, and those of these files that never were.
    pub due: Vec<ArticleId>,
    /// What each file was and gave.
    pub files: Vec<FileReport>,
}

/// How much was guessed of articles that were added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Guessings {
    /// Articles that were guessed at.
    pub articles: usize,
    /// Headlines, dates and other details of theirs.
    pub details: usize,
    /// Stretches that are proposed as no body.
    pub regions: usize,
    /// Repairs that are proposed.
    pub repairs: usize,
}

/// A session file that is being changed without a window.
pub struct Batch {
    /// The session and its history.
    pub bench: Workbench,
    path: PathBuf,
    expected: Expected,
    /// The session as its file holds it.
    base: Option<Session>,
    clock: Clock,
    kept: Kept,
    /// Whether something is not in the file yet.
    is_modified: bool,
}

/// Who keeps the session on the disk.
enum Kept {
    /// Nobody before it is saved for the first time.
    Not,
    /// Its home, when it is told to.
    Home(Box<Home>),
    /// A thread of its own, which has said how saves ended through the channel.
    Keeper(Keeper, Receiver<Result<Fingerprint, StoreError>>),
}

/// Why a session file was not opened for changes.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It is open for reading only.
    #[error("{}: this session can be read but not changed: {reasons}", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// Why.
        reasons: String,
    },
}

impl Batch {
    /// A new session that will be kept at `path`.
    #[must_use]
    pub fn begin(
        path: PathBuf,
        title: &str,
        schema: Schema,
        annotator: Annotator,
        overwrite: store::Overwrite,
    ) -> Self {
        Self::begin_with(path, Session::new(title, schema, Clock::System.now()), annotator, overwrite)
    }

    /// `session`, which will be kept at `path`.
    pub(super) fn begin_with(
        path: PathBuf,
        session: Session,
        annotator: Annotator,
        overwrite: store::Overwrite,
    ) -> Self {
        let clock = Clock::System;
        let expected = match overwrite {
            store::Overwrite::Refuse => Expected::Nothing,
            store::Overwrite::Replace => Expected::Anything,
        };
        let bench = Workbench::with(session, annotator, clock, random_seed());
        Self { bench, path, expected, base: None, clock, kept: Kept::Not, is_modified: false }
    }

    /// The session at `path`, to be changed in place, with what its journal holds; with what was set aside while it was read.
    ///
    /// # Errors
    /// [`OpenError`], also where the file may be read only or somebody else has it open.
    pub fn open(path: &Path, annotator: Annotator) -> Result<(Self, Vec<String>), OpenError> {
        let (found, hold) = store::open(&ground(), path, Distrusted::Read)?;
        let home = match hold {
            Hold::Mine(home) => home,
            Hold::Taken(owner) => return Err(StoreError::Taken { path: path.to_owned(), owner }.into()),
            Hold::NotYet => {
                let reasons = found.access.reasons().join("; ");
                return Err(OpenError::ReadOnly { path: path.to_owned(), reasons });
            }
        };
        let clock = Clock::System;
        let warnings = warnings_of(path, &found);
        let is_modified = !found.recovered.steps.is_empty();
        let bench = Workbench::with(found.session, annotator, clock, random_seed());
        let expected = home.expected();
        // What was set aside while reading is in the session and not in the file.
        let base = found.warnings.is_empty().then_some(found.base);
        let batch = Self { bench, path: path.to_owned(), expected, base, clock, kept: Kept::Home(home), is_modified };
        Ok((batch, warnings))
    }

    /// The session at `path`, which stays as it is: what comes of it is written with [`Self::save_copy`].
    ///
    /// # Errors
    /// [`OpenError`], also where the file may be read only.
    pub fn look(path: &Path, annotator: Annotator) -> Result<(Self, Vec<String>), OpenError> {
        let (found, warnings) = read(path)?;
        if found.access != Access::Full {
            return Err(OpenError::ReadOnly { path: path.to_owned(), reasons: found.access.reasons().join("; ") });
        }
        let clock = Clock::System;
        let bench = Workbench::with(found.session, annotator, clock, random_seed());
        let (path, expected) = (path.to_owned(), Expected::Same(found.fingerprint));
        Ok((Self { bench, path, expected, base: None, clock, kept: Kept::Not, is_modified: false }, warnings))
    }

    /// Writes the session to `path`, with nothing beside it: no journal and no versions.
    ///
    /// # Errors
    /// [`StoreError`]; a file that is there is as it was, unless the error says otherwise.
    pub fn save_copy(&self, path: &Path, overwrite: store::Overwrite) -> Result<(), StoreError> {
        let expected = match overwrite {
            store::Overwrite::Refuse => Expected::Nothing,
            store::Overwrite::Replace => Expected::Anything,
        };
        let over = Over { known: None, spread: &Threads };
        store::save_over(&RealDisk, path, self.bench.session(), self.clock.now(), expected, over).map(|_| ())
    }

    /// Keeps the session at `path` from now on.
    pub fn move_to(&mut self, path: PathBuf, overwrite: store::Overwrite) {
        self.expected = match overwrite {
            store::Overwrite::Refuse => Expected::Nothing,
            store::Overwrite::Replace => Expected::Anything,
        };
        self.path = path;
        self.base = None;
        self.close();
    }

    /// From now on each step goes to the journal at once, and `report` is told, from another thread, what has reached the disk.
    ///
    /// # Errors
    /// What the system says where it has no thread to give.
    pub fn keep(&mut self, report: impl Fn(u64) + Send + Sync + 'static) -> std::io::Result<()> {
        let Kept::Home(home) = std::mem::replace(&mut self.kept, Kept::Not) else { return Ok(()) };
        let (sender, saves) = std::sync::mpsc::sync_channel(1);
        let manner = Manner {
            gathers: Duration::ZERO,
            report: Arc::new(move |said| match said {
                Report::Kept { edits, .. } => report(edits),
                // What cannot be kept is saved or reported at the end; until then nothing is said to be kept.
                Report::NotKept(_) => {}
                Report::Saved { edits, outcome } => {
                    if outcome.is_ok() {
                        report(edits);
                    }
                    // Whoever asked for the save waits for this.
                    sender.send(outcome).unwrap_or_default();
                }
            }),
        };
        self.kept = Kept::Keeper(Keeper::start(*home, self.bench.edits(), manner)?, saves);
        Ok(())
    }

    /// The first half of an import: adds the articles at `paths`, read in the encoding `declared` and with `columns` of tables where such are named; what
    /// cannot be read is told, and the rest is added all the same. Where `updates` says so, an article of a name that is there
    /// supersedes that one. What their texts say of themselves is left to [`Self::guess`].
    pub fn import(
        &mut self,
        paths: &[PathBuf],
        declared: Option<&str>,
        columns: Option<&Columns>,
        updates: bool,
        progress: &Progress,
    ) -> Import {
        let by = self.bench.annotator().id;
        let reader = Reader { session: self.bench.session(), by, at: self.clock.now(), declared, columns, updates };
        let Incoming { articles, mut refused, warnings, mut files, unknown } = reader.read(paths, progress);
        let mut added: Vec<ArticleId> = articles.iter().map(|new| new.article.id).collect();
        self.is_modified |= !articles.is_empty();
        match self.bench.add_articles(articles) {
            Ok(_) | Err(Refusal::Nothing(_)) => {}
            Err(refusal) => {
                added.clear();
                files.clear();
                refused.push(refusal.to_string());
            }
        }
        let due = added.iter().copied().chain(unknown).collect();
        Import { added, refused, warnings, due, files }
    }

    /// The second half of an import: guesses at the articles that are `due` and proposes what may be cleaned in them, as a
    /// part of the step that added them. Nothing comes of it where it is cancelled.
    pub fn guess(&mut self, import: &mut Import, progress: &Progress) -> Guessings {
        let due = std::mem::take(&mut import.due).into_iter().map(|id| (id, Depth::Cleaning));
        let told = self.take_guesses(&due.collect::<Vec<_>>(), &mut import.warnings, progress);
        self.count_proposals(import);
        told
    }

    /// Guesses at the details of `articles` that came with labelled data, as a part of the step that added them; what needs a
    /// look is added to `warnings`.
    pub fn guess_details(
        &mut self,
        articles: &[ArticleId],
        warnings: &mut Vec<String>,
        progress: &Progress,
    ) -> Guessings {
        let due: Vec<(ArticleId, Depth)> = articles.iter().map(|id| (*id, Depth::Details)).collect();
        self.take_guesses(&due, warnings, progress)
    }

    fn take_guesses(
        &mut self,
        due: &[(ArticleId, Depth)],
        warnings: &mut Vec<String>,
        progress: &Progress,
    ) -> Guessings {
        let Some(guessed) = guesses(self.bench.session(), due, progress) else { return Guessings::default() };
        let mut told = Guessings { articles: due.len(), ..Guessings::default() };
        for Guessed { guesses, remarks } in &guessed {
            let metadata = &guesses.metadata;
            let known = [
                guesses.outlet.is_some(),
                metadata.headline.is_some(),
                metadata.author.is_some(),
                metadata.published.is_some(),
                metadata.url.is_some(),
                metadata.language.is_some(),
            ];
            told.details += known.into_iter().filter(|is_known| *is_known).count();
            told.regions += guesses.cleaning.regions.len();
            told.repairs += guesses.cleaning.repairs.len();
            let shard = self.bench.session().shard(guesses.article);
            let name = shard.map_or("", |shard| shard.article.name.as_str());
            warnings.extend(remarks.iter().map(|remark| format!("{name}: {remark}")));
        }
        let edits = self.bench.edits();
        if let Err(refusal) = self.bench.add_guesses(guessed.into_iter().map(|one| one.guesses).collect()) {
            warnings.push(format!("what was guessed could not be taken up: {refusal}"));
        }
        self.is_modified |= self.bench.edits() != edits;
        told
    }

    /// Says of each article how much is proposed for it by now.
    fn count_proposals(&self, import: &mut Import) {
        let session = self.bench.session();
        for report in import.files.iter_mut().flat_map(|file| &mut file.articles) {
            if let Some(shard) = session.shard(report.id) {
                report.regions = shard.regions.iter().filter(|row| row.state == Proposal::Proposed).count();
                report.repairs = shard.repairs.iter().filter(|row| row.state == Proposal::Proposed).count();
            }
        }
    }

    /// Carries out one line of a script; nothing for a blank line or a comment.
    ///
    /// # Errors
    /// [`ScriptError`] with the reason; the session is as it was.
    pub fn run(&mut self, line: &str) -> Result<Option<String>, ScriptError> {
        let Some(line) = ScriptLine::parse(line)? else { return Ok(None) };
        if line == ScriptLine::Save {
            self.save().map_err(|error| ScriptError::NotSaved(error.to_string()))?;
            return Ok(Some("Save".to_owned()));
        }
        let Some(name) = self.bench.run(&line)? else {
            return Err(Refusal::Nothing("no step of this script is left for that".to_owned()).into());
        };
        self.is_modified = true;
        let steps = self.bench.take_steps();
        if let Kept::Keeper(keeper, _) = &mut self.kept {
            for step in steps {
                keeper.keep_in_turn(step);
            }
        }
        Ok(Some(name))
    }

    /// Takes note that something is not in the file yet.
    pub(super) fn set_modified(&mut self) {
        self.is_modified = true;
    }

    /// Whether something is not in the file yet.
    #[must_use]
    pub fn is_modified(&self) -> bool {
        self.is_modified
    }

    /// Saves the session; once this returns, it is on the disk.
    ///
    /// # Errors
    /// [`StoreError`]; the file is as it was, unless the error says otherwise.
    pub fn save(&mut self) -> Result<(), StoreError> {
        let at = self.clock.now();
        let edits = self.bench.edits();
        if let Kept::Not = &self.kept {
            let home = store::create(&ground(), &self.path, self.expected)?;
            self.kept = Kept::Home(Box::new(home));
        }
        let outcome = self.put(at, edits);
        if let Err(StoreError::Unconfirmed { fingerprint, .. }) = &outcome {
            // It is in place all the same, and the next save is made over it.
            self.expected = Expected::Same(*fingerprint);
        }
        let fingerprint = outcome?;
        self.expected = Expected::Same(fingerprint);
        self.base = Some(self.bench.snapshot());
        self.is_modified = false;
        Ok(())
    }

    /// Writes the session, in the state `edits`, and has it put in place of the file.
    fn put(&mut self, at: Timestamp, edits: u64) -> Result<Fingerprint, StoreError> {
        let (session, base) = (self.bench.session(), self.base.as_ref());
        match &mut self.kept {
            Kept::Not => Err(StoreError::Missing(self.path.clone())),
            Kept::Home(home) => {
                let prepared = home.preparation().prepare(session, at, self.expected, base)?;
                let fingerprint = home.commit(prepared, home.last(), self.expected)?;
                home.keep_version();
                Ok(fingerprint)
            }
            Kept::Keeper(keeper, saves) => {
                let prepared = keeper.preparation().prepare(session, at, self.expected, base)?;
                keeper.save(prepared, edits, self.expected);
                // A keeper that ends without an answer has met a fault of the program.
                saves.recv().unwrap_or_else(|_| Err(StoreError::Missing(self.path.clone())))
            }
        }
    }

    /// Leaves the session, once everything that is on its way to the disk is there.
    pub fn close(&mut self) {
        match std::mem::replace(&mut self.kept, Kept::Not) {
            Kept::Not => {}
            Kept::Home(home) => home.close(),
            Kept::Keeper(keeper, _) => keeper.close(),
        }
    }
}

impl Batch {
    /// Leaves the session at the end of the program. Its memory goes with the program: giving back every record by itself
    /// takes a part of the time that the work took.
    pub fn end(mut self) {
        self.close();
        std::mem::forget(self);
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        self.close();
    }
}

/// What homes stand on, for this program on this computer.
#[must_use]
pub fn ground() -> Ground {
    let owner = format!("{}, process {}, since {}", store::computer_name(), std::process::id(), Clock::System.now());
    Ground { disk: Arc::new(RealDisk), state: store::state_dir(), owner, spread: Arc::new(Threads) }
}

/// The session at `path` with what its journal holds, for reading; nothing is changed on the disk.
///
/// # Errors
/// [`StoreError`] with the path, the place in the file and what to do.
pub fn read(path: &Path) -> Result<(Found, Vec<String>), StoreError> {
    let found = store::peek(&ground(), path)?;
    let warnings = warnings_of(path, &found);
    Ok((found, warnings))
}

/// A script at `path`, to be read line by line.
///
/// # Errors
/// [`StoreError`] where it cannot be opened or is a folder.
pub fn open_script(path: &Path) -> Result<Box<dyn BufRead>, StoreError> {
    store::open_lines(path)
}

/// The bytes of one file that is no session: a script, a schema.
///
/// # Errors
/// [`StoreError`] where it cannot be read or is a folder.
pub fn read_file(path: &Path) -> Result<Vec<u8>, StoreError> {
    store::read_article(path.to_owned()).map(|file| file.bytes)
}

/// What was found while reading, each with the file's path.
#[must_use]
pub fn warnings_of(path: &Path, found: &Found) -> Vec<String> {
    let said = found.access.reasons().into_iter().chain(found.warnings.iter().map(ToString::to_string));
    let mut said: Vec<String> = said.map(|what| format!("{}: {what}", path.display())).collect();
    said.extend(found.recovered.problems.iter().cloned());
    match found.recovered.steps.len() {
        0 => {}
        1 => said
            .push(format!("{}: 1 step was recovered from the journal; the file does not have it yet", path.display())),
        steps => said.push(format!(
            "{}: {steps} steps were recovered from the journal; the file does not have them yet",
            path.display()
        )),
    }
    said
}
