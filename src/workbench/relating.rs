//! Looking in the background for text that articles have in common.
//!
//! It does not know how it is shown.

use super::desk::Desk;
use super::jobs::Progress;
use super::threads::Threads;
use super::work::Outcome;
use crate::analysis::related::related;
use crate::codec::Spread;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// All processors, with word of how many parts are done: sentences are cut first, then compared, an article a part.
struct Told<'p> {
    progress: &'p Progress,
    all: usize,
    done: AtomicUsize,
}

impl std::fmt::Debug for Told<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Told").finish_non_exhaustive()
    }
}

impl Spread for Told<'_> {
    fn run(&self, tasks: usize, work: &(dyn Fn(usize) + Sync)) {
        Threads.run(tasks, &|task| {
            work(task);
            self.progress.set(self.done.fetch_add(1, Ordering::Relaxed) + 1, self.all);
        });
    }
}

impl Desk {
    /// Looks in the background for text that articles have in common; the number of the job. What is found comes with
    /// [`super::News::Related`].
    pub fn look_for_related(&mut self) -> u64 {
        let (session, edits) = (self.bench.snapshot(), self.bench.edits());
        self.jobs.start("Looking for related text", move |progress| {
            let told = Told { progress, all: 2 * session.shards().len(), done: AtomicUsize::new(0) };
            let found = related(&session, &told, &|| !progress.is_cancelled());
            Outcome::Related(edits, found.map(Arc::new))
        })
    }
}
