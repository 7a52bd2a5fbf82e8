//! How the open session is kept: who writes its journal, what has reached the disk, what a save came to, what was recovered.
//!
//! The disk is `store`'s, the thread is the keeper's; here it is known how safe the work is.

use super::desk::{Desk, SaveState};
use super::keeper::{JournalStep, Keeper, Manner, Report};
use super::news::News;
use super::work::{self, Outcome};
use crate::edit::Refusal;
use crate::model::Session;
use crate::store::{self, Draft, Fingerprint, Ground, Home, Recovered};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long steps are gathered before they go to the disk together.
const GATHERS: Duration = Duration::from_millis(100);

/// How the open session is kept.
#[expect(clippy::struct_excessive_bools, reason = "independent things that go on, each of which is asked about alone")]
pub(super) struct Safety {
    pub(super) ground: Ground,
    pub(super) keeper: Option<Keeper>,
    /// Whether the keeper has fallen silent because its session is being left.
    pub(super) silent: Arc<AtomicBool>,
    /// Tells the reports of this session's keeper from those of the one before.
    pub(super) generation: u64,
    /// Steps that no keeper has been given: all of them, or those since a save under another name was begun.
    pub(super) held: Vec<JournalStep>,
    /// The draft that holds a session without a file of its own.
    pub(super) draft: Option<PathBuf>,
    pub(super) is_drafting: bool,
    /// The last state of the session that survives a crash.
    pub(super) kept_edits: u64,
    /// Why the journal cannot be written.
    pub(super) trouble: Option<String>,
    /// Where the journal is, if it could not be beside the session.
    pub(super) elsewhere: Option<PathBuf>,
    /// The session as its file holds it.
    pub(super) base: Option<Session>,
    /// What the file's bytes are.
    pub(super) fingerprint: Option<Fingerprint>,
    /// The session and its state that are being saved.
    pub(super) saving: Option<(Session, u64)>,
    pub(super) is_moving: bool,
    pub(super) failed: Option<String>,
    /// Whether the file is gone, so that the next save may make it anew.
    pub(super) is_gone: bool,
    /// What the journal had that the file has not, until somebody has looked at it.
    pub(super) recovered: Option<Recovered>,
    /// Whether what is not saved was given up, once the session is left.
    pub(super) is_discarding: bool,
}

impl Safety {
    pub(super) fn new(ground: Ground) -> Self {
        Self {
            ground,
            keeper: None,
            silent: Arc::default(),
            generation: 0,
            held: Vec::new(),
            draft: None,
            is_drafting: false,
            kept_edits: 0,
            trouble: None,
            elsewhere: None,
            base: None,
            fingerprint: None,
            saving: None,
            is_moving: false,
            failed: None,
            is_gone: false,
            recovered: None,
            is_discarding: false,
        }
    }
}

/// What becomes of the journal, or the draft, of a session that is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leave {
    /// It stays: nothing in it was given up.
    Keep,
    /// It is put aside, the draft removed.
    GiveUp,
}

impl Desk {
    /// What sessions are kept on from now on; before it is known there are no drafts.
    pub fn keep_on(&mut self, ground: Ground) {
        self.safety.ground = ground;
    }

    /// Whether the work is safe.
    #[must_use]
    pub fn save_state(&self) -> SaveState {
        let safety = &self.safety;
        if !self.read_only.is_empty() || safety.recovered.is_some() {
            return SaveState::ReadOnly;
        }
        if !self.is_modified() {
            return if self.path.is_some() { SaveState::Saved } else { SaveState::Untouched };
        }
        if safety.saving.is_some() {
            return SaveState::Saving;
        }
        let is_kept = safety.kept_edits == self.bench.edits() && safety.trouble.is_none();
        match safety.trouble.as_ref().or(safety.failed.as_ref()) {
            Some(why) if is_kept => SaveState::KeptAlone(why.clone()),
            Some(why) => SaveState::Failed(why.clone()),
            None if is_kept => SaveState::Kept,
            None => SaveState::Unsaved,
        }
    }

    /// Where the journal is, if it could not be beside the session.
    #[must_use]
    pub fn journal_elsewhere(&self) -> Option<&Path> {
        self.safety.elsewhere.as_deref()
    }

    /// What the journal had that the file has not, until it is accepted or left out.
    #[must_use]
    pub fn recovered(&self) -> Option<&Recovered> {
        self.safety.recovered.as_ref()
    }

    /// Goes on with what was recovered.
    pub fn accept_recovered(&mut self) {
        self.safety.recovered = None;
        self.note_edit();
    }

    /// Goes on without what was recovered; the journal is put aside, where `byline recover` still finds it.
    pub fn leave_out_recovered(&mut self) {
        if self.safety.recovered.take().is_none() {
            return;
        }
        if let Some(keeper) = &mut self.safety.keeper {
            keeper.give_up();
        }
        if let Some(base) = self.safety.base.clone() {
            self.begin_bench(base);
            self.stored_edits = Some(self.bench.edits());
        }
    }

    /// Whether a session is being opened in the place of the one in front, which can then not be changed.
    #[must_use]
    pub fn is_opening(&self) -> bool {
        self.opening.is_some()
    }

    pub(super) fn writable(&self) -> Result<(), Refusal> {
        if self.opening.is_some() {
            return Err(Refusal::InUse("another session is being opened; wait until it is there".to_owned()));
        }
        if self.safety.recovered.is_some() {
            let why = "this session has steps that were recovered; look at them first and keep them or leave them out";
            return Err(Refusal::InUse(why.to_owned()));
        }
        match self.read_only.first() {
            None => Ok(()),
            Some(why) => Err(Refusal::InUse(format!("this session is open for reading only: {why}"))),
        }
    }

    /// Takes up what was just done: it goes to the journal.
    pub(super) fn note_edit(&mut self) {
        let steps = self.bench.take_steps();
        if self.is_modified() && self.unsaved_since.is_none() {
            self.unsaved_since = Some(self.clock.elapsed());
        }
        if let Some(keeper) = &mut self.safety.keeper {
            if self.safety.is_moving {
                self.safety.held.extend(steps.iter().cloned());
            }
            for step in steps {
                keeper.keep(step);
            }
        } else {
            self.safety.held.extend(steps);
            self.begin_draft();
        }
    }

    /// Whether the keeper has had no room for something yet, so that it has to be sent on soon.
    #[must_use]
    pub fn has_waiting(&self) -> bool {
        self.safety.keeper.as_ref().is_some_and(Keeper::has_waiting)
    }

    /// Sends on what the keeper has had no room for; to be called now and then.
    pub(super) fn push_on(&mut self) {
        if let Some(keeper) = &mut self.safety.keeper {
            keeper.push_on();
        }
    }

    /// Begins a draft for a session that has no file of its own.
    fn begin_draft(&mut self) {
        let safety = &mut self.safety;
        if self.path.is_some() || safety.is_drafting || safety.ground.state.is_none() || safety.trouble.is_some() {
            return;
        }
        safety.is_drafting = true;
        let at = self.clock.now();
        let name = format!("{}-{:08x}", at.0.strftime("%Y-%m-%dT%H-%M-%SZ"), super::clock::random_seed() >> 32);
        let (ground, session, edits) = (safety.ground.clone(), self.bench.snapshot(), self.bench.edits());
        let generation = safety.generation;
        self.jobs.start("Keeping a draft", move |_| {
            let home = store::begin_draft(&ground, &name, &session, at).map_err(|error| error.to_string());
            Outcome::Drafted { generation, edits, home: home.map(|home| home.map(Box::new)) }
        });
    }

    pub(super) fn take_draft(
        &mut self,
        generation: u64,
        edits: u64,
        home: Result<Option<Box<Home>>, String>,
    ) -> Vec<News> {
        if generation != self.safety.generation || self.path.is_some() {
            // The session was left, or has a file by now; the draft is of no use any more.
            if let Ok(Some(home)) = home {
                let (ground, path) = (self.safety.ground.clone(), home.path().to_owned());
                home.close();
                self.jobs.start("Tidying", move |_| Outcome::Tidied(work::remove_draft(&ground, &path)));
            }
            return Vec::new();
        }
        self.safety.is_drafting = false;
        match home {
            Ok(Some(home)) => {
                self.safety.draft = Some(home.path().to_owned());
                self.safety.fingerprint = home.fingerprint();
                self.start_keeper(*home, edits);
                Vec::new()
            }
            Ok(None) => Vec::new(),
            Err(why) => {
                self.safety.trouble = Some(why.clone());
                vec![News::Failed(format!("{why}; nothing keeps this session until it is saved to a file"))]
            }
        }
    }

    /// Puts `home` in charge of the session, whose state `edits` it holds; steps behind that are sent on.
    pub(super) fn start_keeper(&mut self, home: Home, edits: u64) {
        let safety = &mut self.safety;
        safety.generation += 1;
        safety.silent = Arc::default();
        safety.kept_edits = edits;
        safety.trouble = None;
        safety.elsewhere = None;
        let (silent, generation, outlet) = (Arc::clone(&safety.silent), safety.generation, self.jobs.outlet());
        let report = move |report| {
            if !silent.load(Ordering::Relaxed) {
                outlet.hand_in(Outcome::Report(generation, report));
            }
        };
        match Keeper::start(home, edits, Manner { gathers: GATHERS, report: Arc::new(report) }) {
            Ok(mut keeper) => {
                let held = std::mem::take(&mut safety.held);
                for step in held.into_iter().filter(|step| step.edits > edits) {
                    keeper.keep(step);
                }
                safety.keeper = Some(keeper);
            }
            Err(error) => safety.trouble = Some(format!("the system gives no thread for the journal ({error})")),
        }
    }

    pub(super) fn take_report(&mut self, generation: u64, report: Report) -> Vec<News> {
        if generation != self.safety.generation {
            return Vec::new();
        }
        match report {
            Report::Kept { edits, elsewhere } => {
                self.safety.kept_edits = self.safety.kept_edits.max(edits);
                self.safety.trouble = None;
                let is_new = elsewhere.is_some() && elsewhere != self.safety.elsewhere;
                self.safety.elsewhere = elsewhere;
                let place = self.safety.elsewhere.as_ref().filter(|_| is_new);
                let told = place.map(|place| {
                    let place = place.display();
                    News::Warned(format!("the session's own folder takes no journal; it is kept in {place} instead"))
                });
                told.into_iter().collect()
            }
            Report::NotKept(why) => {
                let is_new = self.safety.trouble.as_ref() != Some(&why);
                self.safety.trouble = Some(why.clone());
                if is_new { vec![News::Failed(why)] } else { Vec::new() }
            }
            Report::Saved { edits, outcome } => self.take_saved(edits, outcome),
        }
    }

    /// Whether something keeps the session.
    pub(super) fn has_keeper(&self) -> bool {
        self.safety.keeper.is_some()
    }

    /// Takes the keeper away, to be closed.
    pub(super) fn take_leave(&mut self) -> Option<Keeper> {
        self.safety.silent.store(true, Ordering::Relaxed);
        let mut keeper = self.safety.keeper.take()?;
        if self.safety.is_discarding {
            keeper.give_up();
        }
        Some(keeper)
    }

    /// Leaves the file, or the draft, that has kept the session so far.
    pub(super) fn leave_home(&mut self, leave: Leave) {
        self.safety.silent.store(true, Ordering::Relaxed);
        let draft = self.safety.draft.take().filter(|_| leave == Leave::GiveUp);
        let ground = self.safety.ground.clone();
        if let Some(mut keeper) = self.safety.keeper.take() {
            if leave == Leave::GiveUp && draft.is_none() {
                keeper.give_up();
            }
            self.jobs.start("Tidying", move |_| {
                keeper.close();
                Outcome::Tidied(draft.map_or(Ok(()), |draft| work::remove_draft(&ground, &draft)))
            });
        }
        let fresh = Safety::new(self.safety.ground.clone());
        let generation = self.safety.generation + 1;
        self.safety = Safety { generation, ..fresh };
    }

    /// Puts `home` and what its journal had in charge of a session that was just opened.
    pub(super) fn settle(&mut self, home: Option<Box<Home>>, base: Session, recovered: Recovered) {
        self.safety.base = Some(base);
        if let Some(home) = home {
            self.safety.fingerprint = home.fingerprint();
            self.start_keeper(*home, self.bench.edits());
        }
        if !recovered.steps.is_empty() {
            self.stored_edits = None;
            self.unsaved_since = Some(self.clock.elapsed());
            if self.read_only.is_empty() {
                self.safety.recovered = Some(recovered);
            }
        }
    }

    /// Makes a draft that was opened the one of the session in front.
    pub(super) fn adopt_draft(&mut self, path: PathBuf) {
        self.safety.draft = Some(path);
        self.safety.recovered = None;
        self.stored_edits = None;
    }

    /// Looks for drafts that were left.
    pub fn look_for_drafts(&mut self) {
        let ground = self.safety.ground.clone();
        self.jobs.start("Looking for drafts", move |_| {
            let (drafts, problems) = store::drafts(&ground);
            Outcome::Drafts(drafts, problems)
        });
    }

    /// Takes a draft away that nobody wants.
    pub fn remove_draft(&mut self, draft: &Draft) {
        let (ground, path) = (self.safety.ground.clone(), draft.path.clone());
        self.jobs.start("Tidying", move |_| Outcome::Tidied(work::remove_draft(&ground, &path)));
    }

    /// Whether something is still on its way to the disk.
    #[must_use]
    pub fn is_keeping(&self) -> bool {
        let safety = &self.safety;
        let is_behind = safety.kept_edits < self.bench.edits() && safety.trouble.is_none() && safety.keeper.is_some();
        safety.saving.is_some() || is_behind
    }

    /// Whether anything goes on in the background or is on its way to the disk.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        !self.jobs.is_idle() || self.is_keeping()
    }

    /// Gives up whatever is not saved, once the session is left: a person said so.
    pub fn discard(&mut self) {
        self.safety.is_discarding = true;
    }

    /// The session that was to come instead did not open; what is not saved stays.
    pub(super) fn keep_after_all(&mut self) {
        self.safety.is_discarding = false;
    }

    /// What becomes of what is not saved.
    pub(super) fn leaving(&self) -> Leave {
        if self.safety.is_discarding { Leave::GiveUp } else { Leave::Keep }
    }

    /// Leaves the session at the end of the program, once everything is on the disk that is on its way there.
    pub fn close(&mut self) {
        self.safety.silent.store(true, Ordering::Relaxed);
        // Room for a report that the keeper may be waiting to hand in.
        self.jobs.poll();
        let draft = self.safety.draft.take().filter(|_| self.safety.is_discarding);
        if let Some(mut keeper) = self.safety.keeper.take() {
            if self.safety.is_discarding && draft.is_none() {
                keeper.give_up();
            }
            keeper.close();
        }
        if let Some(draft) = draft {
            // A draft that stays behind is offered at the next start, and can be deleted there.
            work::remove_draft(&self.safety.ground, &draft).unwrap_or_default();
        }
    }
}
