//! Looking for words in one article in the background: one search at a time, the latest. What searches without case and
//! diacritics compare with is made once for an article and kept while somebody looks for something in it.
//!
//! It does not know where the words were typed or how places are shown.

use super::desk::Desk;
use super::work::Outcome;
use crate::model::Shard;
use crate::text::{FoldedText, Matching, Query, SharedText, Span, find_repaired, find_while, with_places};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// The folded copy of one article, once it is there. The thread that needs it first makes it, and others wait for that one.
pub(super) struct FoldedCopy {
    matching: Matching,
    copy: Arc<LazyCopy>,
}

struct LazyCopy {
    text: SharedText,
    is_given_up: AtomicBool,
    made: Mutex<Option<Arc<FoldedText>>>,
}

impl Drop for FoldedCopy {
    fn drop(&mut self) {
        self.copy.is_given_up.store(true, Ordering::Relaxed);
    }
}

impl LazyCopy {
    /// The copy; nothing where nobody wants it any more, or the text cannot have one.
    fn get(&self, matching: Matching) -> Option<Arc<FoldedText>> {
        let mut made = self.made.lock().ok()?;
        if made.is_none() {
            let goes_on = |_| !self.is_given_up.load(Ordering::Relaxed);
            *made = FoldedText::new_while(self.text.clone(), matching, &goes_on).map(Arc::new);
        }
        made.clone()
    }

    fn find(&self, query: &Query, is_wanted: &dyn Fn() -> bool) -> Option<Vec<Span>> {
        match self.get(query.matching()).filter(|_| is_wanted()) {
            Some(folded) => folded.find_while(query, is_wanted),
            None => find_while(&self.text, query, is_wanted),
        }
    }
}

impl Desk {
    /// Looks for `query` in the text of `shard`. `ticket` comes back with [`super::News::Found`]; a search that still goes
    /// on is given up, and what it would have found is dropped.
    pub fn find(&mut self, shard: &Shard, query: Query, ticket: u64) {
        self.end_search();
        let copy = self.folded_copy(shard, query.matching());
        let text = shard.article.shared_text();
        let readings: Vec<(Span, String)> =
            shard.readings().into_iter().map(|(span, words)| (span, words.to_owned())).collect();
        let job = self.jobs.start("Finding", move |progress| {
            let is_wanted = || !progress.is_cancelled();
            let spans = match copy {
                Some(copy) => copy.find(&query, &is_wanted),
                None => find_while(&text, &query, &is_wanted),
            };
            let readings: Vec<(Span, &str)> = readings.iter().map(|(span, words)| (*span, words.as_str())).collect();
            let others = find_repaired(&text, &readings, &query, &is_wanted);
            Outcome::Found { ticket, spans: spans.zip(others).map(|(own, others)| with_places(own, others)) }
        });
        self.finding = Some(job);
    }

    /// Makes ready for searches in `shard`, so that the first one need not wait for it. Where one goes on, it does so.
    pub fn prepare_finding(&mut self, shard: &Shard, matching: Matching) {
        let goes_on = self.finding.is_some_and(|job| self.jobs.is_running(job));
        if let Some(copy) = self.folded_copy(shard, matching).filter(|_| !goes_on) {
            let job = self.jobs.start("Finding", move |_| {
                copy.get(matching);
                Outcome::Folded
            });
            self.finding = Some(job);
        }
    }

    /// Whether `job` is the search that goes on.
    #[must_use]
    pub fn is_finding(&self, job: u64) -> bool {
        self.finding == Some(job)
    }

    /// Gives up the search that goes on, if one does, and what was kept for further ones.
    pub fn stop_finding(&mut self) {
        self.end_search();
        self.folded = None;
    }

    fn end_search(&mut self) {
        if let Some(job) = self.finding.take() {
            self.abandon(job);
        }
    }

    /// The folded copy of `shard` for queries that `matching` makes fold; the one of another article is given up for it.
    fn folded_copy(&mut self, shard: &Shard, matching: Matching) -> Option<Arc<LazyCopy>> {
        if !matching.folds() {
            return None;
        }
        let text = shard.article.shared_text();
        let matching = Matching { whole_words: false, ..matching };
        let is_kept = |kept: &FoldedCopy| kept.matching == matching && kept.copy.text.is(&text);
        if !self.folded.as_ref().is_some_and(is_kept) {
            let copy = Arc::new(LazyCopy { text, is_given_up: AtomicBool::new(false), made: Mutex::new(None) });
            self.folded = Some(FoldedCopy { matching, copy });
        }
        self.folded.as_ref().map(|kept| Arc::clone(&kept.copy))
    }
}
