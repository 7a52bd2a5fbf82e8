//! Looking for words in one article in the background: one search at a time, the latest.
//!
//! It does not know where the words were typed or how places are shown.

use super::desk::Desk;
use super::work::Outcome;
use crate::model::Shard;
use crate::text::{Query, find_while};
use std::sync::Arc;

impl Desk {
    /// Looks for `query` in the text of `shard`. `ticket` comes back with [`super::News::Found`]; a search that still goes
    /// on is given up, and what it would have found is dropped.
    pub fn find(&mut self, shard: Arc<Shard>, query: Query, ticket: u64) {
        self.stop_finding();
        let job = self.jobs.start("Finding", move |progress| {
            let spans = find_while(shard.article.text(), &query, &|| !progress.is_cancelled());
            Outcome::Found { ticket, spans }
        });
        self.finding = Some(job);
    }

    /// Whether `job` is the search that goes on.
    #[must_use]
    pub fn is_finding(&self, job: u64) -> bool {
        self.finding == Some(job)
    }

    /// Gives up the search that goes on, if one does.
    pub fn stop_finding(&mut self) {
        if let Some(job) = self.finding.take() {
            self.abandon(job);
        }
    }
}
