//! Saves of the open session, and what else puts a file in its place: other names, merges, earlier states.
//!
//! How safe the work is meanwhile, `safety` knows.

use super::desk::Desk;
use super::news::News;
use super::safety::Leave;
use super::work::{self, Moved, Outcome};
use crate::model::Session;
use crate::store::{self, Distrusted, Expected, Fingerprint, Overwrite, State, StoreError};
use std::path::PathBuf;

impl Desk {
    pub(super) fn take_saved(&mut self, edits: u64, outcome: Result<Fingerprint, StoreError>) -> Vec<News> {
        let (session, _) = self.safety.saving.take().unzip();
        let (fingerprint, warning) = match outcome {
            Ok(fingerprint) => (fingerprint, None),
            Err(StoreError::Unconfirmed { fingerprint, path, source }) => {
                let error = StoreError::Unconfirmed { path, fingerprint, source };
                (fingerprint, Some(News::Warned(error.to_string())))
            }
            Err(error) => {
                self.safety.is_gone = matches!(error, StoreError::Gone(_));
                let why = error.to_string();
                self.safety.failed = Some(why.clone());
                let is_changed = matches!(error, StoreError::Changed(_));
                return vec![if is_changed { News::ChangedOnDisk(why) } else { News::Failed(why) }];
            }
        };
        self.safety.base = session.or(self.safety.base.take());
        self.safety.fingerprint = Some(fingerprint);
        self.safety.kept_edits = self.safety.kept_edits.max(edits);
        self.note_saved(edits);
        std::iter::once(News::Saved).chain(warning).collect()
    }

    fn note_saved(&mut self, edits: u64) {
        self.safety.failed = None;
        self.safety.is_gone = false;
        if self.path.is_some() {
            self.stored_edits = Some(edits);
            self.unsaved_since = self.is_modified().then(|| self.clock.elapsed());
            self.remember();
        }
    }

    /// Saves to the session's own file; `false` where it has none yet.
    pub fn save(&mut self) -> bool {
        if self.path.is_none() {
            return false;
        }
        if self.safety.saving.is_none() {
            let expected = match self.safety.fingerprint.filter(|_| !self.safety.is_gone) {
                Some(fingerprint) => Expected::Same(fingerprint),
                None => Expected::Nothing,
            };
            self.start_save(expected);
        }
        true
    }

    pub(super) fn start_save(&mut self, expected: Expected) {
        let Some(keeper) = &self.safety.keeper else { return };
        let (door, preparation) = (keeper.door(), keeper.preparation());
        let (session, at, edits) = (self.bench.snapshot(), self.clock.now(), self.bench.edits());
        let base = self.safety.base.clone();
        self.safety.saving = Some((session.clone(), edits));
        self.jobs.start("Saving", move |_| match preparation.prepare(&session, at, expected, base.as_ref()) {
            Ok(prepared) => {
                door.save(prepared, edits, expected);
                Outcome::Prepared(None)
            }
            Err(error) => Outcome::Prepared(Some(error)),
        });
    }

    pub(super) fn take_prepared(&mut self, failure: Option<StoreError>) -> Vec<News> {
        failure.map_or_else(Vec::new, |error| self.take_saved(0, Err(error)))
    }

    /// Saves to another file, which becomes the session's own; a name that is no session's gets `.ron` behind it.
    pub fn save_as(&mut self, path: PathBuf, overwrite: Overwrite) {
        let expected = match overwrite {
            Overwrite::Refuse => Expected::Nothing,
            Overwrite::Replace => Expected::Anything,
        };
        let (session, at, edits) = (self.bench.snapshot(), self.clock.now(), self.bench.edits());
        let (ground, own) = (self.safety.ground.clone(), self.path.clone());
        self.safety.saving = Some((session.clone(), edits));
        self.safety.is_moving = true;
        self.safety.held.retain(|step| step.edits > edits);
        self.jobs.start("Saving", move |_| Outcome::Moved {
            edits,
            moved: work::move_to(&ground, own.as_deref(), path, &session, at, expected),
        });
    }

    pub(super) fn take_moved(&mut self, edits: u64, moved: Result<Moved, StoreError>) -> Vec<News> {
        self.safety.is_moving = false;
        match moved {
            Ok(Moved::Here) => {
                self.safety.saving = None;
                self.start_save(Expected::Anything);
                Vec::new()
            }
            Ok(Moved::To { path, home }) => {
                let session = self.safety.saving.take().map(|(session, _)| session);
                let held = std::mem::take(&mut self.safety.held);
                self.leave_home(Leave::GiveUp);
                self.safety.held = held;
                self.path = Some(std::path::absolute(&path).unwrap_or(path));
                self.read_only.clear();
                self.safety.base = session;
                self.safety.fingerprint = home.fingerprint();
                self.start_keeper(*home, edits);
                self.note_saved(edits);
                vec![News::Saved]
            }
            Err(StoreError::Exists(path)) => {
                self.safety.saving = None;
                vec![News::AlreadyThere(path)]
            }
            Err(error) => self.take_saved(edits, Err(error)),
        }
    }

    /// Whether a save goes on.
    #[must_use]
    pub fn is_saving(&self) -> bool {
        self.safety.saving.is_some()
    }

    /// Takes up an earlier state that is only looked at.
    pub(super) fn take_looked_at(&mut self, session: Result<Box<Session>, String>) -> Vec<News> {
        self.opening = None;
        match session {
            Ok(session) => {
                self.show(*session, None, Vec::new());
                vec![News::Opened]
            }
            Err(why) => {
                self.keep_after_all();
                vec![News::Failed(why)]
            }
        }
    }

    /// Whether the last save failed; saving by itself then waits for somebody to look.
    pub(super) fn has_failed(&self) -> bool {
        self.safety.failed.is_some()
    }

    /// Looks for what can be had back of the session in front.
    pub fn look_for_versions(&mut self) {
        let Some(path) = self.path.clone() else { return };
        let ground = self.safety.ground.clone();
        self.jobs.start("Looking for earlier versions", move |_| {
            Outcome::Versions(store::states(&ground, &path).map_err(|error| error.to_string()))
        });
    }

    /// Opens an earlier state, as a session that no file holds.
    pub fn look_at(&mut self, state: State) {
        let ground = self.safety.ground.clone();
        let job = self.jobs.start("Opening", move |_| {
            Outcome::LookedAt(
                store::recover(&ground, &state)
                    .map(|(session, _)| Box::new(session))
                    .map_err(|error| error.to_string()),
            )
        });
        self.opening = Some(job);
    }

    /// Puts an earlier state in the place of the damaged file at `path`, which is kept beside it, and opens that.
    pub fn restore(&mut self, path: PathBuf, state: State) {
        let (ground, at) = (self.safety.ground.clone(), self.clock.now());
        let job = self.jobs.start("Restoring", move |_| {
            Outcome::Opened(match store::restore(&ground, &path, &state, at) {
                Ok(()) => work::open(&ground, &path, Distrusted::Read, None),
                Err(error) => {
                    Err(Box::new(work::NotOpened { path, problem: error.to_string(), is_damaged: false, best: None }))
                }
            })
        });
        self.opening = Some(job);
    }
}
