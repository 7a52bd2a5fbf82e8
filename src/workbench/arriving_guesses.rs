//! What is guessed of articles that are looked at before they are added: the one that somebody looks at first.
//!
//! It reads nothing and adds nothing.

use super::arriving::{ArticleRead, ArticlesRead};
use super::desk::Desk;
use super::guessing::of_new;
use super::jobs::Progress;
use super::threads::Threads;
use super::work::Outcome;
use crate::assist::Cleaner;
use crate::codec::Spread;
use crate::edit::{Cleaning, NewArticle};
use crate::model::{Metadata, Session};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

impl ArticleRead {
    /// The article as it is added now, with what is guessed of it so far.
    #[must_use]
    pub fn as_known(&self) -> NewArticle {
        let mut new = self.new.clone();
        if let Some(guessed) = self.guessed.get() {
            new.take_guesses(guessed.guesses.clone());
        }
        new
    }

    /// One of its details: as its file states it, or else as it is guessed so far.
    pub fn known<'a, T>(&'a self, detail: impl Fn(&'a Metadata) -> Option<&'a T>) -> Option<&'a T> {
        detail(&self.new.metadata).or_else(|| detail(&self.guessed.get()?.guesses.metadata))
    }

    /// The name of its outlet, as its file states it or as it is guessed so far.
    #[must_use]
    pub fn outlet(&self) -> Option<&str> {
        let guessed = || self.guessed.get()?.guesses.outlet.as_deref();
        self.new.outlet.as_deref().or_else(guessed)
    }

    /// What is proposed to be cleaned, by its file's own marks and by what is found so far.
    pub fn cleaning(&self) -> impl Iterator<Item = &Cleaning> {
        [&self.new.cleaning].into_iter().chain(self.guessed.get().map(|guessed| &guessed.guesses.cleaning))
    }

    /// What needs a look.
    pub fn remarks(&self) -> impl Iterator<Item = &String> {
        self.remarks.iter().chain(self.guessed.get().into_iter().flat_map(|guessed| &guessed.remarks))
    }
}

impl Desk {
    /// Guesses in the background at all articles of `read`, for whoever holds `ticket`, the one with the number in `wanted`
    /// before the others; the number of the work. Each has its guesses as soon as they are there.
    pub fn guess_read(&mut self, ticket: u64, read: Arc<ArticlesRead>, wanted: Arc<AtomicUsize>) -> u64 {
        let session = self.bench.snapshot();
        self.jobs.start("Guessing details", move |progress| {
            guess_read(&read.articles, &session, &wanted, progress);
            Outcome::ReadGuessed(ticket)
        })
    }
}

/// Guesses at `articles`, which are new to `session`, on all processors: at the one with the number in `wanted` before the
/// others.
fn guess_read(articles: &[ArticleRead], session: &Session, wanted: &AtomicUsize, progress: &Progress) {
    let cleaner = Cleaner::new(session);
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let taken: Vec<AtomicBool> = articles.iter().map(|_| AtomicBool::new(false)).collect();
    let take = |number: usize| taken.get(number).is_some_and(|taken| !taken.swap(true, Ordering::Relaxed));
    // As many parts as articles, so that each part finds one that no other part has taken.
    Threads.run(articles.len(), &|_| {
        let wanted = Some(wanted.load(Ordering::Relaxed)).filter(|number| take(*number));
        let number = wanted.or_else(|| {
            std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed))
                .take_while(|number| *number < articles.len())
                .find(|number| take(*number))
        });
        let Some(article) = number.and_then(|number| articles.get(number)) else { return };
        if let Some(guessed) = of_new(&article.new, &cleaner, progress) {
            // Nobody else guesses at it.
            article.guessed.set(guessed).ok();
        }
        progress.set(done.fetch_add(1, Ordering::Relaxed) + 1, articles.len());
    });
}
