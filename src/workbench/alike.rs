//! Looking in the background for entries of the register that may be the same: one search at a time.
//!
//! It does not know what becomes of what is found.

use super::desk::Desk;
use super::work::Outcome;
use crate::assist::aliases;

impl Desk {
    /// Looks for entries that may be the same in the session as it is now, unless that goes on already; whether it began. What
    /// is found comes with [`super::News::Alike`].
    pub fn look_for_alike(&mut self) -> bool {
        if self.looking.is_some_and(|job| self.jobs.is_running(job)) {
            return false;
        }
        let (session, edits) = (self.bench.snapshot(), self.bench.edits());
        let work = move |_: &_| Outcome::Alike(edits, aliases(&session));
        self.looking = Some(self.jobs.start("Looking for entries that may be the same", work));
        true
    }
}
