//! Counting in the background how far the work is.
//!
//! It does not know how figures are shown.

use super::desk::Desk;
use super::work::Outcome;
use crate::analysis::headway;
use crate::model::Day;
use std::sync::Arc;

impl Desk {
    /// Counts how far the session is, and what is new since a day; the number of the job. [`super::News::Headway`] brings it.
    pub fn count_headway(&mut self, since: Option<Day>) -> u64 {
        let (session, edits) = (self.bench.snapshot(), self.bench.edits());
        self.jobs.start("Counting the work", move |progress| {
            let all = session.shards().len();
            let goes_on = |done: usize| {
                progress.set(done, all);
                !progress.is_cancelled()
            };
            Outcome::Headway(edits, headway(&session, since, &goes_on).map(Arc::new))
        })
    }
}
