//! Undo and redo. A step remembers what was in view before and after it; what a view is, is not known here.

use super::transaction::Transaction;
use std::sync::Arc;

/// A transaction that can be undone, with the views around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<V> {
    /// What was done.
    pub transaction: Arc<Transaction>,
    /// What was in view before it.
    pub before: V,
    /// What was in view after it.
    pub after: V,
}

/// Steps that can be undone and steps that can be redone.
#[derive(Clone, Debug)]
pub struct History<V> {
    done: Vec<Step<V>>,
    undone: Vec<Step<V>>,
}

impl<V> Default for History<V> {
    fn default() -> Self {
        Self { done: Vec::new(), undone: Vec::new() }
    }
}

impl<V: Clone> History<V> {
    /// Remembers a step that was just done; what had been undone is forgotten.
    pub fn push(&mut self, step: Step<V>) {
        self.undone.clear();
        self.done.push(step);
    }

    /// The step that undo would take back.
    #[must_use]
    pub fn next_undo(&self) -> Option<&Step<V>> {
        self.done.last()
    }

    /// The step that redo would do again.
    #[must_use]
    pub fn next_redo(&self) -> Option<&Step<V>> {
        self.undone.last()
    }

    /// Notes that the last step was taken back.
    pub fn undid(&mut self) {
        self.undone.extend(self.done.pop());
    }

    /// Notes that the step taken back last was done again.
    pub fn redid(&mut self) {
        self.done.extend(self.undone.pop());
    }

    /// How many steps can be undone.
    #[must_use]
    pub fn len(&self) -> usize {
        self.done.len()
    }

    /// Whether no step can be undone.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.done.is_empty()
    }

    /// Forgets everything, as when another session is opened.
    pub fn clear(&mut self) {
        self.done.clear();
        self.undone.clear();
    }

    pub(super) fn done(&self) -> &[Step<V>] {
        &self.done
    }

    pub(super) fn undone(&self) -> &[Step<V>] {
        &self.undone
    }

    pub(super) fn done_mut(&mut self) -> &mut [Step<V>] {
        &mut self.done
    }

    /// Every step behind the one at `place`, those that were undone as well, in no order.
    pub(super) fn later_mut(&mut self, place: usize) -> impl Iterator<Item = &mut Step<V>> {
        self.done.iter_mut().skip(place + 1).chain(&mut self.undone)
    }

    /// The last step, to amend what was in view after it.
    pub fn last_mut(&mut self) -> Option<&mut Step<V>> {
        self.done.last_mut()
    }
}
