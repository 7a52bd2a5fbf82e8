//! The open session as a document: where it is kept, whether it is saved, and the background work on it.
//!
//! It does not draw, and it does not know file formats or the disk: `store`, `codec` and `ingest` do.

use super::bench::{Done, Workbench};
use super::clock::Clock;
use super::incoming::{Incoming, Reader};
use super::jobs::{Ended, Jobs, Progress, Wake};
use super::keeping::Keeper;
use super::places::{Places, place_of, view_at};
use super::view::View;
use super::work::{self, Opened, Outcome, Purpose, Stored};
use crate::codec;
use crate::edit::{Command, Refusal};
use crate::model::{Annotator, Session};
use crate::store::{self, Expected, Fingerprint, Overwrite, RecentSession, Settings};
use crate::text::Span;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Whether the work is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Nothing was done yet that could be lost.
    Untouched,
    /// Everything is in the file.
    Saved,
    /// Something is not in the file.
    Unsaved,
    /// It is being written.
    Saving,
    /// It could not be written, and why.
    Failed(String),
    /// The file is not to be written before somebody has looked.
    ReadOnly,
}

/// What the face of the program has to know of.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// Another session is in front.
    Opened,
    /// Articles were added.
    Added,
    /// The session was written.
    Saved,
    /// Something to tell, that needs no action.
    Told(String),
    /// Something that needs a look.
    Warned(String),
    /// Something failed.
    Failed(String),
    /// A dialog was answered.
    Picked(Purpose, Vec<PathBuf>),
    /// A dialog was closed without an answer.
    NotPicked,
    /// The system has no dialog to show.
    NoDialog(Purpose),
    /// An article was searched; without places where the search was stopped.
    Found {
        /// What came with the question.
        ticket: u64,
        /// The places, in text order.
        spans: Option<Vec<Span>>,
    },
    /// What a typed path can be completed to.
    Completions {
        /// What was typed.
        typed: String,
        /// The paths.
        paths: Vec<String>,
    },
}

/// The open session with all that surrounds it.
pub struct Desk {
    /// The session, its history and what is in view.
    pub bench: Workbench,
    /// What is remembered between starts.
    pub settings: Settings,
    path: Option<PathBuf>,
    fingerprint: Option<Fingerprint>,
    /// Why the file is open for reading only.
    read_only: Vec<String>,
    /// The state of the session, by [`Workbench::edits`], that the file holds.
    stored_edits: u64,
    saving: Option<(u64, u64)>,
    opening: Option<u64>,
    failed: Option<String>,
    unsaved_since: Option<Duration>,
    /// Where settings are kept.
    pub(super) kept: Option<Keeper>,
    pub(super) jobs: Jobs<Outcome>,
    pub(super) finding: Option<u64>,
    clock: Clock,
}

impl Desk {
    /// A desk with an empty session; `wake` is called from another thread when news wait.
    #[must_use]
    pub fn new(settings: Settings, clock: Clock, wake: Wake) -> Self {
        let annotator = work::annotator_of(&settings, None);
        let session = work::empty_session(clock.now());
        Self {
            bench: Workbench::with(session, annotator, clock, super::clock::random_seed()),
            settings,
            path: None,
            fingerprint: None,
            read_only: Vec::new(),
            stored_edits: 0,
            saving: None,
            opening: None,
            failed: None,
            unsaved_since: None,
            kept: None,
            jobs: Jobs::new(wake),
            finding: None,
            clock,
        }
    }

    /// Where the session is kept, once it is.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The session's title, or the file's name where it has none.
    #[must_use]
    pub fn title(&self) -> String {
        let title = &self.bench.session().info.title;
        if !title.is_empty() {
            return title.clone();
        }
        let stem = self.path().and_then(Path::file_stem);
        stem.map_or("Untitled".to_owned(), |stem| stem.to_string_lossy().into_owned())
    }

    /// Whether something would be lost if the session were closed now.
    #[must_use]
    pub fn is_modified(&self) -> bool {
        self.bench.edits() != self.stored_edits
    }

    /// Whether the work is safe.
    #[must_use]
    pub fn save_state(&self) -> SaveState {
        if !self.read_only.is_empty() {
            return SaveState::ReadOnly;
        }
        if self.saving.is_some() {
            return SaveState::Saving;
        }
        if let (Some(why), true) = (&self.failed, self.is_modified()) {
            return SaveState::Failed(why.clone());
        }
        match (self.is_modified(), self.path.is_some()) {
            (true, _) => SaveState::Unsaved,
            (false, true) => SaveState::Saved,
            (false, false) => SaveState::Untouched,
        }
    }

    /// Why the session is open for reading only; empty where it is not.
    #[must_use]
    pub fn read_only(&self) -> &[String] {
        &self.read_only
    }

    /// Lets the session be changed although its file was found wanting; the next save rewrites the file.
    pub fn accept_read_only(&mut self) {
        self.read_only.clear();
    }

    /// Sessions opened lately: path and title.
    #[must_use]
    pub fn recent(&self) -> Vec<(PathBuf, String)> {
        self.settings.recent.iter().map(|recent| (recent.path.clone(), recent.title.clone())).collect()
    }

    /// The work that goes on in the background.
    pub fn running(&self) -> impl Iterator<Item = (u64, &str, &Progress)> {
        self.jobs.running()
    }

    /// Carries out `command`.
    ///
    /// # Errors
    /// [`Refusal`] with the reason, also where the session is open for reading only.
    pub fn execute(&mut self, command: &Command) -> Result<Done, Refusal> {
        self.writable()?;
        let done = self.bench.execute(command)?;
        self.note_edit();
        Ok(done)
    }

    /// Takes the last step back.
    ///
    /// # Errors
    /// [`Refusal`] with the reason.
    pub fn undo(&mut self) -> Result<Option<String>, Refusal> {
        self.writable()?;
        let name = self.bench.undo()?;
        self.note_edit();
        Ok(name)
    }

    /// Does the step again that was taken back last.
    ///
    /// # Errors
    /// [`Refusal`] with the reason.
    pub fn redo(&mut self) -> Result<Option<String>, Refusal> {
        self.writable()?;
        let name = self.bench.redo()?;
        self.note_edit();
        Ok(name)
    }

    fn writable(&self) -> Result<(), Refusal> {
        if self.opening.is_some() {
            return Err(Refusal::InUse("another session is being opened; wait until it is there".to_owned()));
        }
        match self.read_only.first() {
            None => Ok(()),
            Some(why) => Err(Refusal::InUse(format!("this session is open for reading only: {why}"))),
        }
    }

    fn note_edit(&mut self) {
        if self.is_modified() && self.unsaved_since.is_none() {
            self.unsaved_since = Some(self.clock.elapsed());
        }
    }

    /// Puts an empty session in front; what was there must have been saved or given up.
    pub fn start_new(&mut self) {
        let session = work::empty_session(self.clock.now());
        self.show(session, None, None, Vec::new());
    }

    /// Puts the sample session in front, as a copy that no file holds yet.
    ///
    /// # Errors
    /// What is wrong with the sample, which a test rules out.
    pub fn open_sample(&mut self) -> Result<(), codec::DecodeError> {
        let decoded = codec::decode(work::SAMPLE.as_bytes())?;
        self.show(decoded.session, None, None, Vec::new());
        Ok(())
    }

    fn show(
        &mut self,
        session: Session,
        path: Option<PathBuf>,
        fingerprint: Option<Fingerprint>,
        read_only: Vec<String>,
    ) {
        let annotator = self.bench.annotator().clone();
        self.bench = Workbench::with(session, annotator, self.clock, super::clock::random_seed());
        self.stored_edits = self.bench.edits();
        self.path = path;
        self.fingerprint = fingerprint;
        self.read_only = read_only;
        self.failed = None;
        self.saving = None;
        self.unsaved_since = None;
    }

    /// Opens `paths` in the background: the first session among them, or else articles, added to the session in front.
    pub fn open_paths(&mut self, paths: Vec<PathBuf>) {
        let sessions = |path: &&PathBuf| path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("ron"));
        let found = paths.iter().find(sessions).cloned();
        if let Some(path) = found {
            let job = self.jobs.start("Opening", move |_| Outcome::Opened(work::open(&path)));
            self.opening = Some(job);
        } else {
            let by = self.bench.annotator().id;
            let at = self.clock.now();
            let session = self.bench.snapshot();
            self.jobs.start("Adding articles", move |progress| {
                let reader = Reader { session: &session, by, at, declared: None };
                Outcome::Read(reader.read(&paths, progress))
            });
        }
    }

    /// Whether opening `paths` puts another session in front.
    #[must_use]
    pub fn replaces(paths: &[PathBuf]) -> bool {
        paths.iter().any(|path| path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("ron")))
    }

    /// Saves to the session's own file; `false` where it has none yet.
    pub fn save(&mut self) -> bool {
        let Some(path) = self.path.clone() else { return false };
        if self.saving.is_none() {
            let expected = self.fingerprint.map_or(Expected::Nothing, Expected::Same);
            self.start_save(path, expected);
        }
        true
    }

    /// Saves to another file, which becomes the session's own.
    pub fn save_as(&mut self, path: PathBuf, overwrite: Overwrite) {
        let path = if path.extension().is_none() { path.with_extension("ron") } else { path };
        let expected = match overwrite {
            Overwrite::Refuse => Expected::Nothing,
            Overwrite::Replace => Expected::Anything,
        };
        self.start_save(path, expected);
    }

    fn start_save(&mut self, path: PathBuf, expected: Expected) {
        let session = self.bench.snapshot();
        let at = self.clock.now();
        let edits = self.bench.edits();
        let job = self.jobs.start("Saving", move |_| Outcome::Stored(work::store(&path, &session, at, expected)));
        self.saving = Some((job, edits));
    }

    /// Saves where changes have waited for the time that the settings give; asks to be called again after the time
    /// returned.
    pub fn autosave(&mut self) -> Option<Duration> {
        let wait = Duration::from_secs(u64::from(self.settings.autosave_secs));
        let since = self.unsaved_since.filter(|_| self.path.is_some() && self.failed.is_none() && !wait.is_zero())?;
        let waited = self.clock.elapsed().saturating_sub(since);
        if waited >= wait && self.saving.is_none() && self.read_only.is_empty() {
            self.save();
        }
        Some(wait.saturating_sub(waited).max(Duration::from_millis(200)))
    }

    /// Runs a dialog of the system's; `pick` blocks until it is answered.
    pub fn pick(&mut self, purpose: Purpose, pick: impl FnOnce() -> Vec<PathBuf> + Send + 'static) -> u64 {
        self.jobs.start(purpose.title(), move |_| work::pick(purpose, pick))
    }

    /// Looks up what `typed` can be completed to.
    pub fn complete(&mut self, typed: String) {
        self.jobs.start("Looking", move |_| {
            let paths = store::complete_path(&typed);
            Outcome::Completed { typed, paths }
        });
    }

    /// Stops waiting for a job.
    pub fn abandon(&mut self, job: u64) {
        self.jobs.abandon(job);
    }

    /// Whether a save goes on.
    #[must_use]
    pub fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    /// What has happened in the background since the last call.
    pub fn poll(&mut self) -> Vec<News> {
        let ended = self.jobs.poll();
        ended.into_iter().flat_map(|one| self.take(one)).collect()
    }

    /// Waits for the next thing to happen in the background; nothing where nothing goes on.
    pub fn wait(&mut self) -> Vec<News> {
        self.jobs.wait().map_or_else(Vec::new, |one| self.take(one))
    }

    fn take(&mut self, ended: Ended<Outcome>) -> Vec<News> {
        match ended {
            Ended::Broken(name) => {
                self.opening = None;
                self.saving = None;
                vec![News::Failed(format!("{name} broke off because of a fault in Byline; your work is still open"))]
            }
            Ended::Outcome(Outcome::Opened(opened)) => self.take_opened(opened),
            Ended::Outcome(Outcome::Read(added)) => self.take_articles(added),
            Ended::Outcome(Outcome::Stored(stored)) => self.take_stored(stored),
            Ended::Outcome(Outcome::Picked(purpose, paths)) => vec![News::Picked(purpose, paths)],
            Ended::Outcome(Outcome::SettingsKept(problem)) => problem
                .map(|text| News::Warned(format!("the settings could not be kept: {text}")))
                .into_iter()
                .collect(),
            Ended::Outcome(Outcome::Found { ticket, spans }) => vec![News::Found { ticket, spans }],
            Ended::Outcome(Outcome::NotPicked) => vec![News::NotPicked],
            Ended::Outcome(Outcome::NoDialog(purpose)) => vec![News::NoDialog(purpose)],
            Ended::Outcome(Outcome::Completed { typed, paths }) => vec![News::Completions { typed, paths }],
        }
    }

    fn take_opened(&mut self, opened: Result<Box<Opened>, String>) -> Vec<News> {
        self.opening = None;
        match opened {
            Err(message) => vec![News::Failed(message)],
            Ok(opened) => {
                let Opened { path, session, fingerprint, read_only, warnings } = *opened;
                let mut news = vec![News::Opened];
                news.extend(warnings.into_iter().map(News::Warned));
                let path = std::path::absolute(&path).unwrap_or(path);
                let before = self.settings.recent.iter().find(|recent| recent.path == path).cloned();
                self.show(session, Some(path), Some(fingerprint), read_only);
                self.go_back_to(before);
                self.remember();
                news
            }
        }
    }

    fn take_articles(&mut self, added: Incoming) -> Vec<News> {
        let mut news: Vec<News> = added.refused.into_iter().map(News::Failed).collect();
        news.extend(added.warnings.into_iter().map(News::Warned));
        if added.articles.is_empty() {
            return news;
        }
        let begun = self.bench.session().shards().is_empty();
        match self.writable().and_then(|()| self.bench.add_articles(added.articles)) {
            Ok(done) => {
                self.note_edit();
                if begun {
                    self.bench.view.article = self.bench.session().shards().first().map(|shard| shard.id());
                }
                news.push(News::Added);
                news.push(News::Told(done.name));
            }
            Err(Refusal::Nothing(_)) => {}
            Err(refusal) => news.push(News::Failed(refusal.to_string())),
        }
        news
    }

    fn take_stored(&mut self, stored: Result<Stored, String>) -> Vec<News> {
        let saved_edits = self.saving.take().map_or(self.stored_edits, |(_, edits)| edits);
        match stored {
            Ok(stored) => {
                self.stored_edits = saved_edits;
                self.fingerprint = Some(stored.fingerprint);
                self.path = Some(std::path::absolute(&stored.path).unwrap_or(stored.path));
                self.failed = None;
                self.unsaved_since = self.is_modified().then(|| self.clock.elapsed());
                self.remember();
                vec![News::Saved]
            }
            Err(why) => {
                self.failed = Some(why.clone());
                vec![News::Failed(why)]
            }
        }
    }

    /// Goes to the articles that were in view when the session was last open, as far as they are still there.
    fn go_back_to(&mut self, before: Option<RecentSession>) {
        let Some(before) = before else { return };
        self.bench.places = Places::holding(self.bench.session(), &before.places);
        let beside = Places::holding(self.bench.session(), before.beside.as_slice());
        if let Some(article) = before.article.filter(|article| self.bench.session().shard(*article).is_some()) {
            let bare = View { article: Some(article), ..View::default() };
            self.bench.view = self.bench.places.of(article).map_or(bare, view_at);
            self.bench.beside = beside.all().first().copied().map(view_at);
        }
    }

    /// Puts the session on top of the recent ones, with what is in front of it.
    pub fn remember(&mut self) {
        if let Some(path) = self.path.clone() {
            let title = self.title();
            let opened = self.clock.now();
            self.settings.remember(RecentSession {
                path,
                title,
                opened,
                article: self.bench.view.article,
                places: self.bench.places.all().to_vec(),
                beside: self.bench.beside.and_then(place_of),
            });
        }
    }

    /// Changes who works from now on, by name.
    pub fn set_annotator_name(&mut self, name: &str) {
        name.trim().clone_into(&mut self.settings.annotator_name);
        let annotator: Annotator = work::annotator_of(&self.settings, None);
        self.bench.set_annotator(annotator);
    }
}
