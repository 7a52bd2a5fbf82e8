//! Listing rows of the review in the background: one list at a time, the latest. A first screen comes before the whole list
//! where that takes longer.
//!
//! It does not know how rows are shown.

use super::desk::Desk;
use super::work::Outcome;
use crate::analysis::review::{Asking, Deed, Index, Listing, RowKey, RowRef, Wish, commands, list};
use std::sync::Arc;

/// What is asked of the background.
#[derive(Clone, Debug)]
pub struct RowsWish {
    /// The rows of the session as it is now; nothing where they are to be read first.
    pub index: Option<Arc<Index>>,
    /// Which of them, in which order.
    pub wish: Wish,
    /// The row that is looked at; a search for words begins there.
    pub from: Option<RowKey>,
    /// Comes back with what is listed.
    pub ticket: u64,
}

/// A list, or a first screen of it.
#[derive(Clone, Debug)]
pub struct RowsListed {
    /// What came with the question.
    pub ticket: u64,
    /// The session that the rows are of, by its number of edits.
    pub edits: u64,
    /// The rows that the list refers to.
    pub index: Arc<Index>,
    /// The list, or what is wrong with the regular expression.
    pub listing: Result<Listing, String>,
}

impl Desk {
    /// Lists rows in the background; [`super::News::RowsListed`] brings a first screen and then the whole list. A list that is
    /// still being made is given up.
    pub fn list_rows(&mut self, wish: RowsWish) {
        self.stop_listing();
        let (session, edits, outlet) = (self.bench.snapshot(), self.bench.edits(), self.jobs.outlet());
        let RowsWish { index, wish, from, ticket } = wish;
        let job = self.jobs.start("Listing", move |progress| {
            let articles = session.shards().len();
            let goes_on = |done: usize| {
                progress.set(done, articles);
                !progress.is_cancelled()
            };
            let index = index.or_else(|| Index::read(&session, &goes_on).map(Arc::new));
            let Some(index) = index else { return Outcome::RowsListed(None) };
            let told = |listing| Some(Box::new(RowsListed { ticket, edits, index: Arc::clone(&index), listing }));
            let mut first = |listing| outlet.hand_in(Outcome::RowsListed(told(Ok(listing))));
            let goes_on = || !progress.is_cancelled();
            let mut asking = Asking { from, goes_on: &goes_on, first: &mut first };
            match list(&session, &index, &wish, &mut asking) {
                Ok(listing) => Outcome::RowsListed(listing.and_then(|listing| told(Ok(listing)))),
                Err(error) => Outcome::RowsListed(told(Err(error.to_string()))),
            }
        });
        self.listing = Some(job);
    }

    /// Plans in the background to do `deed` to `rows` of `index`, as one step, which [`super::News::Planned`] brings; the number
    /// of the job.
    pub fn plan_deed(&mut self, index: Arc<Index>, rows: Arc<Vec<RowRef>>, deed: Deed) -> u64 {
        self.plan_step_of(move || commands(&index, &rows, &deed).0)
    }

    /// Whether a list is being made.
    #[must_use]
    pub fn is_listing(&self) -> bool {
        self.listing.is_some_and(|job| self.jobs.is_running(job))
    }

    /// Gives up the list that is being made, if one is.
    pub fn stop_listing(&mut self) {
        if let Some(job) = self.listing.take() {
            self.abandon(job);
        }
    }
}
