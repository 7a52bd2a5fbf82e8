//! What every record of a session has in common, and the table that holds records of one kind.

use std::collections::BTreeMap;
use std::sync::Arc;

/// A thing with an id of its own that is inserted, updated and deleted as a whole.
pub trait Record: Clone + PartialEq + std::fmt::Debug {
    /// The id's type; each kind of record has its own.
    type Id: Copy + Ord + std::fmt::Display + std::fmt::Debug;

    /// What people call one such record: "mention", "entry".
    const KIND: &'static str;

    /// The record's id.
    fn id(&self) -> Self::Id;
}

/// The id of what a session or an article has exactly one of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Whole;

impl std::fmt::Display for Whole {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("session")
    }
}

/// Records of one kind by id. A copy shares the records and costs one pointer each.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<R: Record> {
    rows: BTreeMap<R::Id, Arc<R>>,
}

impl<R: Record> Default for Table<R> {
    fn default() -> Self {
        Self { rows: BTreeMap::new() }
    }
}

impl<R: Record> Table<R> {
    /// The record `id`.
    #[must_use]
    pub fn get(&self, id: R::Id) -> Option<&R> {
        self.rows.get(&id).map(AsRef::as_ref)
    }

    /// The record `id`, to be kept.
    #[must_use]
    pub fn shared(&self, id: R::Id) -> Option<Arc<R>> {
        self.rows.get(&id).cloned()
    }

    /// Whether a record `id` is there.
    #[must_use]
    pub fn contains(&self, id: R::Id) -> bool {
        self.rows.contains_key(&id)
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Every record, by id.
    pub fn iter(&self) -> impl Iterator<Item = &R> {
        self.rows.values().map(AsRef::as_ref)
    }

    /// Puts `row` in the place of `id`, or takes the record away.
    pub(crate) fn put(&mut self, id: R::Id, row: Option<Arc<R>>) {
        match row {
            Some(row) => self.rows.insert(id, row),
            None => self.rows.remove(&id),
        };
    }

    /// Inserts `row`; gives it back where its id is taken.
    ///
    /// # Errors
    /// The record itself.
    pub fn insert_new(&mut self, row: R) -> Result<(), R> {
        if self.contains(row.id()) {
            return Err(row);
        }
        self.rows.insert(row.id(), Arc::new(row));
        Ok(())
    }
}
