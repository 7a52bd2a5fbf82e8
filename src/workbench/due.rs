//! Articles of the open session whose guesses are still due: they came without, and get them in the background.
//!
//! Whoever closes the session before, or cancels the work, leaves them without. It does not know what is guessed.

use super::desk::Desk;
use super::guessing::{Depth, Guessed, guesses};
use super::news::News;
use super::work::Outcome;
use crate::model::ArticleId;
use std::collections::{BTreeMap, BTreeSet};

/// What is due.
#[derive(Debug, Default)]
pub(super) struct Due {
    articles: BTreeMap<ArticleId, Depth>,
    /// The work on them.
    job: Option<u64>,
}

impl Desk {
    /// Has `articles` looked into in the background: their details, and with [`Depth::Cleaning`] what may be cleaned.
    pub(super) fn owe_guesses(&mut self, articles: impl IntoIterator<Item = ArticleId>, depth: Depth) {
        for id in articles {
            let known = self.due.articles.entry(id).or_insert(depth);
            *known = depth.max(*known);
        }
        self.follow_due();
    }

    /// Begins the work on what is due, where none goes on. Articles whose coming was undone wait until it is done again.
    pub(super) fn follow_due(&mut self) {
        let goes_on = self.due.job.is_some_and(|job| self.jobs.is_running(job));
        if self.due.articles.is_empty() || goes_on || self.writable().is_err() {
            return;
        }
        let mut open: BTreeSet<ArticleId> = self.due.articles.keys().copied().collect();
        self.bench.retain_open(&mut open);
        if open.is_empty() {
            return;
        }
        let due = self.due.articles.iter().filter(|(id, _)| open.contains(id));
        let made: BTreeMap<ArticleId, Depth> = due.map(|(id, depth)| (*id, *depth)).collect();
        let articles: Vec<(ArticleId, Depth)> = made.iter().map(|(id, depth)| (*id, *depth)).collect();
        let session = self.bench.snapshot();
        let job = self.jobs.start("Guessing details", move |progress| {
            let guessed = guesses(&session, &articles, progress);
            Outcome::Guessed(made, guessed)
        });
        self.due.job = Some(job);
    }

    /// Takes up what was guessed of `articles`; nothing where somebody cancelled it.
    pub(super) fn take_guessed(
        &mut self,
        articles: &BTreeMap<ArticleId, Depth>,
        guessed: Option<Vec<Guessed>>,
    ) -> Vec<News> {
        self.due.job = None;
        let Some(guessed) = guessed else {
            let count = articles.len();
            self.due.articles.retain(|id, _| !articles.contains_key(id));
            // Those that came while it went on are nobody's to cancel yet.
            self.follow_due();
            let stay = if count == 1 { "1 article stays".to_owned() } else { format!("{count} articles stay") };
            return vec![News::Told(format!(
                "Guessing details was cancelled; {stay} without guesses until all articles are looked through for cleaning"
            ))];
        };
        if self.writable().is_err() {
            return Vec::new();
        }
        let named = |id: ArticleId| self.bench.session().shard(id).map(|shard| shard.article.name.clone());
        let remarks = guessed.iter().flat_map(|one| {
            let name = named(one.guesses.article).unwrap_or_default();
            one.remarks.iter().map(move |remark| News::Warned(format!("{name}: {remark}")))
        });
        let mut news: Vec<News> = remarks.collect();
        match self.bench.add_guesses(guessed.into_iter().map(|one| one.guesses).collect()) {
            Ok(taken) => {
                // Whoever asked for more meanwhile gets it.
                let is_done = |id: &ArticleId, owed: Depth| articles.get(id).is_some_and(|made| *made >= owed);
                self.due.articles.retain(|id, owed| !(taken.contains(id) && is_done(id, *owed)));
            }
            Err(refusal) => {
                self.due.articles.clear();
                news.push(News::Failed(format!("What was guessed could not be taken up: {refusal}")));
            }
        }
        self.note_edit();
        news
    }

    /// Work broke off by a fault; guessing would do so again.
    pub(super) fn take_broken(&mut self, name: &str) -> Vec<News> {
        self.opening = None;
        if self.due.job.is_some_and(|job| !self.jobs.is_running(job)) {
            self.forget_due();
        }
        vec![News::Failed(format!("{name} broke off because of a fault in Byline; your work is still open"))]
    }

    /// Nothing is due any more, as where another session comes to the front.
    pub(super) fn forget_due(&mut self) {
        let due = std::mem::take(&mut self.due);
        due.job.into_iter().for_each(|job| self.jobs.abandon(job));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Settings;
    use crate::workbench::Clock;
    use std::sync::Arc;

    #[test]
    fn whoever_cancels_the_guesses_of_some_articles_leaves_those_of_others_due() {
        let mut desk = Desk::new(Settings::default(), Clock::System, Arc::new(|| {}));
        desk.due.articles = [1, 2].map(|id| (ArticleId(id), Depth::Details)).into();
        let news = desk.take_guessed(&BTreeMap::from([(ArticleId(1), Depth::Details)]), None);
        assert!(matches!(news.as_slice(), [News::Told(text)] if text.contains("1 article stays")), "{news:?}");
        assert_eq!(desk.due.articles.keys().copied().collect::<Vec<_>>(), [ArticleId(2)]);
    }
}
