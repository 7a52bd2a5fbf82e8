//! The open session as a document: where it is kept, whether it is saved, and the background work on it.
//!
//! It does not draw, and it does not know file formats or the disk: `store`, `codec` and `ingest` do.

use super::bench::{Done, Workbench};
use super::clock::Clock;
use super::compare::Sides;
use super::due::Due;
use super::guidelines::PageJobs;
use super::incoming::{Incoming, Reader};
use super::jobs::{Ended, Jobs, Progress, Wake};
use super::keeper::Keeper;
use super::keeping::SettingsKeeper;
use super::news::{News, looked_through};
use super::places::{Places, place_of, view_at};
use super::safety::Safety;
use super::search::FoldedCopy;
use super::view::View;
use super::work::{self, NotOpened, Opened, Outcome, Purpose};
use crate::codec;
use crate::edit::{Command, Refusal};
use crate::model::{Annotator, Session};
use crate::store::{self, Distrusted, Early, Ground, RecentSession, Settings};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// What to say of paths that were named together with a session.
fn left_out(session: &Path, others: &[PathBuf]) -> Option<String> {
    let names: Vec<String> = others.iter().take(MAX_NAMED).map(|path| path.display().to_string()).collect();
    let more = match others.len() - names.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!others.is_empty()).then(|| {
        let (session, names) = (session.display(), names.join(", "));
        format!(
            "{session}: a session opens alone, so these were not opened: {names}{more}; open articles again to add them"
        )
    })
}

/// How many paths a message names.
const MAX_NAMED: usize = 4;

/// Whether the work is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Nothing was done yet that could be lost.
    Untouched,
    /// Everything is in the file.
    Saved,
    /// Everything is in the journal, and so survives a crash; the file is older.
    Kept,
    /// Something is on its way to the journal.
    Unsaved,
    /// The file is being written.
    Saving,
    /// Everything is in the journal; the file could not be written, and why.
    KeptAlone(String),
    /// Something is in memory alone, and why.
    Failed(String),
    /// Nothing is to be changed before somebody has looked.
    ReadOnly,
}

/// The open session with all that surrounds it.
pub struct Desk {
    /// The session, its history and what is in view.
    pub bench: Workbench,
    /// What is remembered between starts.
    pub settings: Settings,
    pub(super) path: Option<PathBuf>,
    /// Why the file is open for reading only.
    pub(super) read_only: Vec<String>,
    /// Whether a person may say that it is to be changed all the same.
    pub(super) can_accept: bool,
    /// The state of the session, by [`Workbench::edits`], that the file holds; nothing where it holds none of them.
    pub(super) stored_edits: Option<u64>,
    pub(super) opening: Option<u64>,
    /// The session that is being opened where nothing is in front that anybody needs, and whether an article of it is shown
    /// already.
    pub(super) early: Option<(PathBuf, bool)>,
    pub(super) unsaved_since: Option<Duration>,
    pub(super) safety: Safety,
    /// Where settings are kept.
    pub(super) kept: Option<SettingsKeeper>,
    pub(super) jobs: Jobs<Outcome>,
    pub(super) finding: Option<u64>,
    /// The search over all articles that was begun last.
    pub(super) seeking: Option<u64>,
    /// The search for entries that may be the same that was begun last.
    pub(super) looking: Option<u64>,
    /// The list of rows that was begun last.
    pub(super) listing: Option<u64>,
    /// The look at everything worth a second look that was begun last.
    pub(super) checking: Option<u64>,
    /// What the article that is searched looks like without case and diacritics.
    pub(super) folded: Option<FoldedCopy>,
    /// Articles whose guesses are due.
    pub(super) due: Due,
    /// Pages and pictures that are being read for the session in front.
    pub(super) pages_read: PageJobs,
    /// Other sessions beside the open one.
    pub(super) sides: Sides,
    pub(super) clock: Clock,
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.close();
    }
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
            read_only: Vec::new(),
            can_accept: true,
            stored_edits: Some(0),
            opening: None,
            early: None,
            unsaved_since: None,
            safety: Safety::new(Ground { state: None, ..super::ground() }),
            kept: None,
            jobs: Jobs::new(wake),
            finding: None,
            seeking: None,
            looking: None,
            listing: None,
            checking: None,
            folded: None,
            due: Due::default(),
            pages_read: PageJobs::default(),
            sides: Sides::default(),
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
        self.stored_edits != Some(self.bench.edits())
    }

    /// Why the session is open for reading only; empty where it is not.
    #[must_use]
    pub fn read_only(&self) -> &[String] {
        &self.read_only
    }

    /// Whether a person may say that the session is to be changed all the same.
    #[must_use]
    pub fn can_accept(&self) -> bool {
        self.can_accept
    }

    /// Opens the session for changes although its file was found wanting; the next save rewrites the file, and what it was
    /// like is kept.
    pub fn accept_read_only(&mut self) {
        if let Some(path) = self.path.clone().filter(|_| self.can_accept) {
            let ground = self.safety.ground.clone();
            let open = move |_: &Progress| Outcome::Opened(work::open(&ground, &path, Distrusted::Accept, None));
            self.opening = Some(self.jobs.start("Opening", open));
        }
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

    /// Puts an empty session in front; what was there must have been saved or given up.
    pub fn start_new(&mut self) {
        let session = work::empty_session(self.clock.now());
        self.show(session, None, Vec::new());
    }

    /// Puts the sample session in front, as a copy that no file holds yet.
    ///
    /// # Errors
    /// What is wrong with the sample, which a test rules out.
    pub fn open_sample(&mut self) -> Result<(), codec::DecodeError> {
        let decoded = codec::decode(work::SAMPLE.as_bytes())?;
        self.show(decoded.session, None, Vec::new());
        Ok(())
    }

    pub(super) fn show(&mut self, session: Session, path: Option<PathBuf>, read_only: Vec<String>) {
        self.forget_due();
        self.forget_pages();
        self.leave_home(self.leaving());
        self.begin_bench(session);
        self.stored_edits = Some(self.bench.edits());
        self.path = path;
        self.read_only = read_only;
        self.can_accept = true;
        self.unsaved_since = None;
        self.sides = Sides::default();
    }

    pub(super) fn begin_bench(&mut self, session: Session) {
        let annotator = self.bench.annotator().clone();
        self.bench = Workbench::with(session, annotator, self.clock, super::clock::random_seed());
    }

    /// Opens `paths` in the background: the first session among them, or else articles, added to the session in front. What
    /// stands beside a session is not opened; the words for that come back.
    pub fn open_paths(&mut self, mut paths: Vec<PathBuf>) -> Option<String> {
        if let Some(at) = paths.iter().position(|path| store::is_session_name(path)) {
            let path = paths.remove(at);
            let left_out = left_out(&path, &paths);
            let ground = self.safety.ground.clone();
            let path = std::path::absolute(&path).unwrap_or(path);
            // The session in front is left before its own file is opened anew: it is open for changes once at a time.
            let leave = if self.path.as_ref() == Some(&path) { self.take_leave() } else { None };
            self.early = self.is_bare().then(|| (path.clone(), false));
            let wanted = self.early.as_ref().map(|_| self.article_of(&path));
            let outlet = self.jobs.outlet();
            let job = self.jobs.start("Opening", move |_| {
                leave.into_iter().for_each(Keeper::close);
                let show = |session| outlet.hand_in(Outcome::Early(path.clone(), Box::new(session)));
                let early = wanted.map(|wanted| -> Early<'_> { (wanted, &show) });
                Outcome::Opened(work::open(&ground, &path, Distrusted::Read, early))
            });
            self.opening = Some(job);
            left_out
        } else {
            let by = self.bench.annotator().id;
            let at = self.clock.now();
            let session = self.bench.snapshot();
            self.jobs.start("Adding articles", move |progress| {
                let reader = Reader { session: &session, by, at, declared: None, columns: None, updates: false };
                Outcome::Read(reader.read(&paths, progress))
            });
            None
        }
    }

    /// Whether opening `paths` puts another session in front.
    #[must_use]
    pub fn replaces(paths: &[PathBuf]) -> bool {
        paths.iter().any(|path| store::is_session_name(path))
    }

    /// Saves where changes have waited for the time that the settings give; asks to be called again after the time
    /// returned.
    pub fn autosave(&mut self) -> Option<Duration> {
        let wait = Duration::from_secs(u64::from(self.settings.autosave_secs));
        let since = self.unsaved_since.filter(|_| self.path.is_some() && !self.has_failed() && !wait.is_zero())?;
        let waited = self.clock.elapsed().saturating_sub(since);
        if waited >= wait && !self.is_saving() && self.writable().is_ok() {
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
            let (paths, found) = (store::complete_path(&typed), store::found_at(&typed));
            Outcome::Completed { typed, paths, found }
        });
    }

    /// What has happened in the background since the last call.
    pub fn poll(&mut self) -> Vec<News> {
        self.push_on();
        self.follow_due();
        let ended = self.jobs.poll();
        ended.into_iter().flat_map(|one| self.take(one)).collect()
    }

    /// Waits for the next thing to happen in the background; nothing where nothing goes on.
    pub fn wait(&mut self) -> Vec<News> {
        self.push_on();
        self.follow_due();
        if self.jobs.is_idle() && !self.is_keeping() {
            return Vec::new();
        }
        self.jobs.receive().map_or_else(Vec::new, |one| self.take(one))
    }

    fn take(&mut self, ended: Ended<Outcome>) -> Vec<News> {
        match ended {
            Ended::Broken(name) => self.take_broken(&name),
            Ended::Outcome(Outcome::Early(path, session)) => self.take_early(&path, *session),
            Ended::Outcome(Outcome::Opened(opened)) => self.take_opened(opened),
            Ended::Outcome(Outcome::Read(added)) => self.take_articles(added),
            Ended::Outcome(Outcome::ArticlesRead(ticket, read)) => vec![News::ArticlesRead(ticket, Arc::from(read))],
            Ended::Outcome(Outcome::ReadGuessed(ticket)) => vec![News::ReadGuessed(ticket)],
            Ended::Outcome(Outcome::Guessed(articles, guessed)) => self.take_guessed(&articles, guessed),
            Ended::Outcome(Outcome::Pasted(pasted)) => vec![News::Pasted(pasted)],
            Ended::Outcome(Outcome::Fonts(families)) => vec![News::Fonts(families)],
            Ended::Outcome(Outcome::Prepared(failure)) => self.take_prepared(failure),
            Ended::Outcome(Outcome::Moved { edits, moved }) => self.take_moved(edits, moved),
            Ended::Outcome(Outcome::Drafted { generation, edits, home }) => self.take_draft(generation, edits, home),
            Ended::Outcome(Outcome::Report(generation, report)) => self.take_report(generation, report),
            Ended::Outcome(Outcome::Theirs(theirs)) => self.take_theirs(theirs),
            Ended::Outcome(Outcome::LookedAt(session)) => self.take_looked_at(session),
            Ended::Outcome(Outcome::Versions(Ok(states))) => vec![News::Versions(states)],
            Ended::Outcome(Outcome::Versions(Err(why))) => vec![News::Failed(why)],
            Ended::Outcome(Outcome::Tidied(outcome)) => outcome.err().map(News::Warned).into_iter().collect(),
            Ended::Outcome(Outcome::Drafts(drafts, problems)) => {
                let found = (!drafts.is_empty()).then_some(News::Drafts(drafts));
                problems.into_iter().map(News::Warned).chain(found).collect()
            }
            Ended::Outcome(Outcome::ImportPlanned(plan)) => vec![News::ImportPlanned(Arc::from(plan))],
            Ended::Outcome(Outcome::ExportPreviewed(preview)) => vec![News::ExportPreviewed(preview.map(Arc::from))],
            Ended::Outcome(Outcome::Exported(exported)) => vec![Self::take_exported(exported)],
            Ended::Outcome(Outcome::Picked(purpose, paths)) => vec![News::Picked(purpose, paths)],
            Ended::Outcome(Outcome::SettingsKept(problem)) => problem
                .map(|text| News::Warned(format!("the settings could not be kept: {text}")))
                .into_iter()
                .collect(),
            Ended::Outcome(Outcome::Found { ticket, spans }) => vec![News::Found { ticket, spans }],
            Ended::Outcome(
                looked @ (Outcome::Alike(..)
                | Outcome::RowsChecked(..)
                | Outcome::RowsListed(_)
                | Outcome::Finds(_)
                | Outcome::Related(..)
                | Outcome::Headway(..)
                | Outcome::Proposals(_)
                | Outcome::Measured(_)),
            ) => looked_through(looked).into_iter().collect(),
            Ended::Outcome(Outcome::Repeats(ticket, found)) => vec![News::Repeats { ticket, found }],
            Ended::Outcome(Outcome::Compare(work)) => self.take_compare(work),
            Ended::Outcome(Outcome::Planned(planned)) => vec![News::Planned(Arc::from(planned))],
            Ended::Outcome(Outcome::WordList(path, text)) => vec![News::WordList { path, text }],
            Ended::Outcome(Outcome::OfSchema(work)) => vec![Self::take_schema_work(work)],
            Ended::Outcome(Outcome::OfPages(news)) => vec![News::OfPages(news)],
            Ended::Outcome(Outcome::PageWritten(path, written)) => vec![Self::take_page(&path, written)],
            Ended::Outcome(Outcome::Folded) => Vec::new(),
            Ended::Outcome(Outcome::NotPicked) => vec![News::NotPicked],
            Ended::Outcome(Outcome::NoDialog(purpose)) => vec![News::NoDialog(purpose)],
            Ended::Outcome(Outcome::Completed { typed, paths, found }) => {
                vec![News::Completions { typed, paths, found }]
            }
        }
    }

    fn take_opened(&mut self, opened: Result<Box<Opened>, Box<NotOpened>>) -> Vec<News> {
        self.opening = None;
        let was_early = self.early.take().is_some_and(|(_, is_shown)| is_shown);
        let opened = match opened {
            Ok(opened) => *opened,
            Err(failure) => {
                let mut news = Vec::new();
                if was_early {
                    // Nobody is left with a part of a session that is not whole.
                    self.show(work::empty_session(self.clock.now()), None, Vec::new());
                    news.push(News::Opened);
                }
                self.stay();
                let NotOpened { path, problem, is_damaged, best } = *failure;
                news.push(if is_damaged { News::Damaged { path, problem, best } } else { News::Failed(problem) });
                return news;
            }
        };
        let Opened { path, found, home, read_only, can_accept, is_draft } = opened;
        let mut news = vec![News::Opened];
        news.extend(found.warnings.iter().map(|warning| News::Warned(warning.to_string())));
        news.extend(found.recovered.problems.iter().cloned().map(News::Warned));
        let path = std::path::absolute(&path).unwrap_or(path);
        let before = self.settings.recent.iter().find(|recent| recent.path == path).cloned();
        self.show(found.session, (!is_draft).then(|| path.clone()), read_only);
        self.can_accept = can_accept;
        self.settle(home, found.base, found.recovered);
        if is_draft {
            self.adopt_draft(path);
        }
        self.go_back_to(before);
        self.remember();
        news
    }

    fn take_articles(&mut self, added: Incoming) -> Vec<News> {
        let mut news: Vec<News> = added.refused.into_iter().map(News::Failed).collect();
        news.extend(added.warnings.into_iter().map(News::Warned));
        if added.articles.is_empty() {
            return news;
        }
        let due = added.articles.iter().map(|new| new.article.id).collect();
        match self.add_read(added.articles, due) {
            Ok(done) => {
                news.push(News::Added);
                news.push(News::Told(done.name));
            }
            Err(Refusal::Nothing(_)) => {}
            Err(refusal) => news.push(News::Failed(refusal.to_string())),
        }
        news
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
