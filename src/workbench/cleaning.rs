//! Cleaning of articles that are there: what is proposed, made side by side on all processors.
//!
//! It decides nothing; what it brings are proposals.

use super::desk::Desk;
use super::guessing::{Depth, is_unknown};
use super::jobs::Progress;
use super::threads::Threads;
use super::work::Outcome;
use crate::assist::Cleaner;
use crate::codec::map_each;
use crate::edit::ProposalsOf;
use crate::model::{ArticleId, Session};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What cleaning proposes for the articles of `session` that are named, beside what is known of them already; of none more
/// once it is cancelled.
#[must_use]
pub fn proposals(session: &Session, articles: &[ArticleId], progress: &Progress) -> Vec<ProposalsOf> {
    let cleaner = Cleaner::new(session);
    let done = AtomicUsize::new(0);
    let of = |id: ArticleId| {
        let cleaning = cleaner.clean_while(session.shard(id)?, &|| !progress.is_cancelled())?;
        progress.set(done.fetch_add(1, Ordering::Relaxed) + 1, articles.len());
        let has_any = !cleaning.regions.is_empty() || !cleaning.repairs.is_empty();
        has_any.then_some(ProposalsOf { article: id, regions: cleaning.regions, repairs: cleaning.repairs })
    };
    map_each(&Threads, articles.to_vec(), of).into_iter().flatten().collect()
}

impl Desk {
    /// Looks through all articles for what may be cleaned; the number of the job. [`super::News::Proposals`] brings it. Those
    /// of which nothing at all is known are guessed at as well: their guesses were cancelled, or nobody waited for them.
    pub fn look_for_cleaning(&mut self) -> u64 {
        let session = self.bench.snapshot();
        let unknown = session.shards().iter().filter(|shard| is_unknown(&shard.metadata));
        self.owe_guesses(unknown.map(|shard| shard.id()), Depth::Cleaning);
        self.jobs.start("Looking for what may be cleaned", move |progress| {
            let all: Vec<ArticleId> = session.shards().iter().map(|shard| shard.id()).collect();
            Outcome::Proposals(proposals(&session, &all, progress))
        })
    }
}
