//! What the dialog holds: where articles come from, what was read of it, and which of them are ticked.
//!
//! It reads no file and changes no session.

use super::list::ReadList;
use super::preview::Preview;
use crate::edit::NewArticle;
use crate::gui::language::tr;
use crate::model::ArticleId;
use crate::workbench::{ArticleRead, ArticlesRead, ArticlesWish, Brought, FileRead, Standing};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// An article, by its number.
    Article(usize),
    /// A file of which something was not read, by its number.
    Refused(usize),
}

/// How far the dialog is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Stage {
    /// Choosing what is added.
    #[default]
    Choosing,
    /// It was added: the report.
    Added(String),
}

/// The dialog.
#[derive(Clone, Debug, Default)]
pub(in crate::gui) struct ArticlesIn {
    /// What is read, and how.
    pub(super) wish: ArticlesWish,
    /// What was read last, or is being read.
    asked: Option<ArticlesWish>,
    /// Which answer is waited for.
    pub(super) ticket: u64,
    /// The work that reads.
    pub(super) job: Option<u64>,
    /// How far that is, from 0 to 1.
    pub(super) progress: f32,
    /// Whether somebody wants it stopped.
    pub(super) stop: bool,
    /// The work that guesses at what was read, and how far that is, from 0 to 1.
    pub(super) guessing: Option<u64>,
    pub(super) guessed: f32,
    /// The number of the article that is looked at, which is guessed at before the others.
    pub(super) wanted: Arc<AtomicUsize>,
    /// What came of it.
    pub(super) read: Option<Arc<ArticlesRead>>,
    pub(super) rows: Vec<Row>,
    /// What a person ticked or took the tick from; the others are as they stand.
    ticks: BTreeMap<ArticleId, bool>,
    /// Whether an article takes the place of an older version, where a person said so.
    updates: BTreeMap<ArticleId, bool>,
    pub(super) list: ReadList,
    pub(super) preview: Preview,
    pub(super) stage: Stage,
    /// Whether the button that adds gets the keyboard in the next frame.
    pub(super) is_ready: bool,
}

impl ArticlesIn {
    /// A dialog on what was brought.
    pub(in crate::gui) fn new(brought: Vec<Brought>) -> Self {
        Self { wish: ArticlesWish { brought, ..ArticlesWish::default() }, ..Self::default() }
    }

    /// Takes what was brought while the dialog is open. Whether there is still something to choose.
    pub(super) fn bring(&mut self, brought: Vec<Brought>) {
        let known = &mut self.wish.brought;
        let new: Vec<Brought> = brought.into_iter().filter(|one| !known.contains(one)).collect();
        known.extend(new);
    }

    /// What is to be read now, where that is not what was read last.
    pub(super) fn take_wish(&mut self) -> Option<ArticlesWish> {
        if self.asked.as_ref() == Some(&self.wish) || self.stage != Stage::Choosing {
            return None;
        }
        self.asked = Some(self.wish.clone());
        self.ticket += 1;
        Some(self.wish.clone())
    }

    /// Takes what was read for `ticket`, unless somebody has stopped waiting for it; whether it is taken.
    pub(super) fn take_read(&mut self, ticket: u64, read: Arc<ArticlesRead>) -> bool {
        if ticket != self.ticket {
            return false;
        }
        self.job = None;
        let refused = |file: usize| read.files.get(file).is_some_and(|file| !file.refused.is_empty());
        let mut rows: Vec<Row> = Vec::with_capacity(read.articles.len());
        let mut articles = (0..read.articles.len()).peekable();
        let file_of = |article: usize| read.articles.get(article).map(|article| article.file);
        for file in 0..read.files.len() {
            while let Some(article) = articles.next_if(|article| file_of(*article) == Some(file)) {
                rows.push(Row::Article(article));
            }
            if refused(file) {
                rows.push(Row::Refused(file));
            }
        }
        self.rows = rows;
        self.list.follow(self.rows.len());
        // The first answer alone: later ones come while something else has the keyboard.
        self.is_ready = self.read.is_none();
        self.read = Some(read);
        true
    }

    /// Says which article is guessed at before the others: the one that is looked at.
    pub(super) fn follow_wanted(&self) {
        if let Some(Row::Article(number)) = self.current() {
            self.wanted.store(number, Ordering::Relaxed);
        }
    }

    /// The work that goes on for it; nobody waits for it any more.
    pub(super) fn jobs(&mut self) -> impl Iterator<Item = u64> + use<> {
        self.job.take().into_iter().chain(self.guessing.take())
    }

    /// Keeps what was read before, as somebody did not want to wait for more.
    pub(super) fn stop_reading(&mut self) {
        // An answer that is on its way all the same is none any more.
        self.ticket += 1;
        self.read.get_or_insert_default();
    }

    /// The row that the keys act on.
    pub(super) fn current(&self) -> Option<Row> {
        self.rows.get(self.list.current).copied()
    }

    /// The article with this number.
    pub(super) fn article(&self, number: usize) -> Option<&ArticleRead> {
        self.read.as_ref()?.articles.get(number)
    }

    /// What there is to say of an article; of its file, too, where it is the first of it.
    pub(super) fn notes(&self, number: usize) -> Vec<String> {
        let Some(article) = self.article(number) else { return Vec::new() };
        let before = number.checked_sub(1).and_then(|before| self.article(before));
        let is_first = before.is_none_or(|before| before.file != article.file);
        let of_file = self.file(article.file).filter(|_| is_first);
        let of_file = of_file.into_iter().flat_map(|file| file.refused.iter().chain(&file.remarks));
        let standing = super::report::standing(&article.standing).map(|told| tr!("This article {told}.", told));
        standing.into_iter().chain(of_file.cloned()).chain(article.remarks().cloned()).collect()
    }

    /// The file with this number.
    pub(super) fn file(&self, number: usize) -> Option<&FileRead> {
        self.read.as_ref()?.files.get(number)
    }

    /// Whether an article is to be added.
    pub(super) fn is_ticked(&self, article: &ArticleRead) -> bool {
        let own = self.ticks.get(&article.new.article.id).copied();
        article.standing.can_be_added() && own.unwrap_or(article.standing.is_wanted())
    }

    /// Whether an article takes the place of an older version that is there.
    pub(super) fn is_update(&self, article: &ArticleRead) -> bool {
        match &article.standing {
            Standing::Anew(_) => true,
            Standing::Newer(newer) => self.updates.get(&article.new.article.id).copied().unwrap_or(newer.is_likely),
            _ => false,
        }
    }

    /// Says whether an article takes the place of an older version.
    pub(super) fn set_update(&mut self, article: &ArticleRead, is_on: bool) {
        self.updates.insert(article.new.article.id, is_on);
    }

    /// Ticks an article, or takes its tick away.
    pub(super) fn tick(&mut self, number: usize, is_on: bool) {
        let able = self.article(number).filter(|article| article.standing.can_be_added());
        if let Some(id) = able.map(|article| article.new.article.id) {
            self.ticks.insert(id, is_on);
        }
    }

    /// Changes the tick of the row, if it has one.
    pub(super) fn toggle(&mut self, row: Row) {
        if let Row::Article(number) = row {
            let is_on = self.article(number).is_some_and(|article| self.is_ticked(article));
            self.tick(number, !is_on);
        }
    }

    /// Ticks every article that can be added, or none.
    pub(super) fn tick_all(&mut self, is_on: bool) {
        for number in 0..self.read.as_ref().map_or(0, |read| read.articles.len()) {
            self.tick(number, is_on);
        }
    }

    /// How many articles are ticked, how many can be, and in how many files something was not read.
    pub(super) fn counts(&self) -> (usize, usize, usize) {
        let Some(read) = &self.read else { return (0, 0, 0) };
        let ticked = read.articles.iter().filter(|article| self.is_ticked(article)).count();
        let able = read.articles.iter().filter(|article| article.standing.can_be_added()).count();
        (ticked, able, read.files.iter().filter(|file| !file.refused.is_empty()).count())
    }

    /// Whether the articles can be added as they are shown.
    pub(super) fn can_add(&self) -> bool {
        self.job.is_none() && self.asked.as_ref() == Some(&self.wish) && self.counts().0 > 0
    }

    /// The articles that are ticked, and which of them have no guesses yet.
    pub(super) fn chosen(&self) -> (Vec<NewArticle>, Vec<ArticleId>) {
        let read = self.read.iter().flat_map(|read| &read.articles);
        let (mut chosen, mut due) = (Vec::new(), Vec::new());
        for article in read.filter(|article| self.is_ticked(article)) {
            // Guessing goes on meanwhile: what is not there now is due, even if it comes before the article is taken.
            if article.guessed.get().is_none() {
                due.push(article.new.article.id);
            }
            let mut new = article.as_known();
            let older = article.standing.older().filter(|_| self.is_update(article));
            new.article.supersedes = older.map(|newer| newer.old);
            chosen.push(new);
        }
        (chosen, due)
    }
}
