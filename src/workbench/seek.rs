//! Searching all articles: at once for whoever waits for the end, or in the background, one search at a time, the latest, whose
//! finds come as they are made.
//!
//! It does not know where the words were typed or how places are shown.

use super::desk::Desk;
use super::jobs::Progress;
use super::threads::Threads;
use super::work::Outcome;
use crate::analysis::search::{Ask, Group, Slices};
use crate::model::Session;
use crate::text::QueryError;

/// Places that a search in the background brings at most; nobody looks through more of them.
pub const MOST_FOUND: usize = 100_000;

/// Bytes of text in the first slice, which is soon there, and in the largest, which costs little to hand over.
const FIRST_SLICE: usize = 256 << 10;
const LARGEST_SLICE: usize = 16 << 20;

/// What a search has found since it last said something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finds {
    /// What came with the question.
    pub ticket: u64,
    /// By article, in the session's order, behind what was found before.
    pub groups: Vec<Group>,
    /// How many articles were looked at by now, of how many.
    pub progress: (usize, usize),
    /// Whether there are more places than [`MOST_FOUND`].
    pub is_cut: bool,
    /// Whether nothing more comes.
    pub is_done: bool,
}

/// Every place in `session` of what `ask` looks for, looked for on all processors.
///
/// # Errors
/// [`QueryError`] where its words cannot be looked for.
pub fn seek(session: &Session, ask: Ask) -> Result<Vec<Group>, QueryError> {
    Ok(Slices::new(session.clone(), ask, usize::MAX)?.all(&Threads))
}

/// What the next slice has, of about `bytes` of text; nothing once nobody wants it.
fn look(slices: &mut Slices, bytes: usize, ticket: u64, progress: &Progress) -> Option<Box<Finds>> {
    let groups = slices.next(bytes, &Threads, &|| !progress.is_cancelled())?;
    let (done, all) = slices.progress();
    progress.set(done, all);
    let (is_cut, is_done) = (slices.is_cut(), slices.is_done());
    Some(Box::new(Finds { ticket, groups, progress: (done, all), is_cut, is_done }))
}

impl Desk {
    /// Looks for `ask` in all articles in the background. `ticket` comes back with every [`super::News::Finds`]; a search that
    /// still goes on is given up, and what it would have found is dropped.
    ///
    /// # Errors
    /// [`QueryError`] where the words cannot be looked for; nothing is looked for then.
    pub fn seek(&mut self, ask: Ask, ticket: u64) -> Result<(), QueryError> {
        self.stop_seeking();
        let mut slices = Slices::new(self.bench.snapshot(), ask, MOST_FOUND)?;
        let outlet = self.jobs.outlet();
        let job = self.jobs.start("Searching", move |progress| {
            let mut bytes = FIRST_SLICE;
            loop {
                match look(&mut slices, bytes, ticket, progress) {
                    Some(finds) if finds.is_done => return Outcome::Finds(Some(finds)),
                    Some(finds) => outlet.hand_in(Outcome::Finds(Some(finds))),
                    None => return Outcome::Finds(None),
                }
                bytes = (bytes * 2).min(LARGEST_SLICE);
            }
        });
        self.seeking = Some(job);
        Ok(())
    }

    /// Whether a search over all articles goes on.
    #[must_use]
    pub fn is_seeking(&self) -> bool {
        self.seeking.is_some_and(|job| self.jobs.is_running(job))
    }

    /// Gives up the search over all articles that goes on, if one does.
    pub fn stop_seeking(&mut self) {
        if let Some(job) = self.seeking.take() {
            self.abandon(job);
        }
    }
}
