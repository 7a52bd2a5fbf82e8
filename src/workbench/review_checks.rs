//! Looking in the background for what is worth a second look.
//!
//! It does not know how findings are shown.

use super::desk::Desk;
use super::work::Outcome;
use crate::analysis::review::{Check, checks};
use std::sync::Arc;

impl Desk {
    /// Looks for everything that is worth a second look in the session as it is now, unless that goes on already; the number
    /// of the job. [`super::News::RowsChecked`] brings what is found.
    pub fn check_rows(&mut self) -> u64 {
        if let Some(job) = self.checking.filter(|job| self.jobs.is_running(*job)) {
            return job;
        }
        let (session, edits) = (self.bench.snapshot(), self.bench.edits());
        let job = self.jobs.start("Checking", move |progress| {
            let goes_on = |done: usize| {
                progress.set(done, Check::ALL.len());
                !progress.is_cancelled()
            };
            Outcome::RowsChecked(edits, checks(&session, &goes_on).map(Arc::new))
        });
        self.checking = Some(job);
        job
    }
}
