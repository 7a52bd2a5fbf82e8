//! What is done in the background on account of an earlier step joins that step: whoever undoes the step takes it back too,
//! and no step of its own stands in the way of undoing what a person did meanwhile.
//!
//! The session has it as a transaction of its own; here it is put where the history would have it had it come at once.

use super::change::{Change, Edit};
use super::history::History;
use super::transaction::Transaction;
use crate::model::{ArticleId, Metadata, OutletId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl<V: Clone> History<V> {
    /// The places of the steps that brought `articles`: of each the last one that did. One that was there before has none.
    #[must_use]
    pub fn bringers(&self, articles: &BTreeSet<ArticleId>) -> BTreeMap<ArticleId, usize> {
        let mut places = BTreeMap::new();
        for (place, step) in self.done().iter().enumerate().rev() {
            for edit in &step.transaction.edits {
                if let Edit::Article { change, .. } = edit
                    && change.before.is_none()
                    && articles.contains(&change.id)
                {
                    places.entry(change.id).or_insert(place);
                }
            }
            if places.len() == articles.len() {
                break;
            }
        }
        places
    }

    /// The articles that steps which were undone would take away if they were done again. These steps know nothing of what
    /// comes to the articles now, so nothing may come to them.
    #[must_use]
    pub fn removed_by_redo(&self) -> BTreeSet<ArticleId> {
        let edits = self.undone().iter().flat_map(|step| &step.transaction.edits);
        let gone = edits.filter_map(|edit| match edit {
            Edit::Article { change, .. } if change.after.is_none() => Some(change.id),
            _ => None,
        });
        gone.collect()
    }

    /// The outlets that steps behind the one at `place` made: they are not there once those are undone.
    #[must_use]
    pub fn outlets_since(&self, place: usize) -> BTreeSet<OutletId> {
        let edits = self.done().iter().skip(place + 1).flat_map(|step| &step.transaction.edits);
        let made = edits.filter_map(|edit| match edit {
            Edit::Outlet(change) if change.before.is_none() => Some(change.id),
            _ => None,
        });
        made.collect()
    }

    /// Puts `guessed`, which has just been done, into the step at `place`, which brought the articles that it is of, as if it
    /// had been done with it: with `details` of each, which the steps behind that one find filled in as well.
    pub fn join(&mut self, place: usize, guessed: &Transaction, details: &BTreeMap<ArticleId, Metadata>) {
        let Some(step) = self.done_mut().get_mut(place) else { return };
        let mut own = Transaction::clone(&step.transaction);
        let mut left: BTreeMap<ArticleId, Arc<Metadata>> = BTreeMap::new();
        for edit in &own.edits {
            if let Edit::Metadata(Change { id, after: Some(after), .. }) = edit {
                left.insert(*id, Arc::clone(after));
            }
        }
        own.edits.extend(guessed.edits.iter().filter(|edit| !matches!(edit, Edit::Metadata(_))).cloned());
        for (article, details) in details {
            let before = left.remove(article).unwrap_or_else(|| Arc::new(Metadata::unknown(*article)));
            let after = before.filled(details);
            own.edits.push(Edit::Metadata(Change::update(before, after)));
        }
        step.transaction = Arc::new(own);
        let is_filled = |edit: &Edit| matches!(edit, Edit::Metadata(change) if details.contains_key(&change.id));
        for step in self.later_mut(place) {
            if step.transaction.edits.iter().any(is_filled) {
                step.transaction = Arc::new(filled(&step.transaction, details));
            }
        }
    }
}

/// `transaction` on articles whose details are filled in already.
fn filled(transaction: &Transaction, details: &BTreeMap<ArticleId, Metadata>) -> Transaction {
    let fill = |edit: &Edit| match edit {
        Edit::Metadata(change) => {
            let row = details.get(&change.id)?;
            let fill = |known: &Option<Arc<Metadata>>| known.as_ref().map(|known| Arc::new(known.filled(row)));
            Some(Edit::Metadata(Change { id: change.id, before: fill(&change.before), after: fill(&change.after) }))
        }
        _ => None,
    };
    let edits = transaction.edits.iter().map(|edit| fill(edit).unwrap_or_else(|| edit.clone())).collect();
    Transaction { edits, ..transaction.clone() }
}
