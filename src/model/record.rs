//! What every record of a session has in common, and the table that holds records of one kind.

use super::sorted::Sorted;
use std::sync::Arc;

/// What records are found by besides their ids; what the two numbers say differs from one kind of record to the next.
pub type SearchKey = (u64, u64);

/// A thing with an id of its own that is inserted, updated and deleted as a whole.
pub trait Record: Clone + PartialEq + std::fmt::Debug {
    /// The id's type; each kind of record has its own.
    type Id: Copy + Ord + std::fmt::Display + std::fmt::Debug;

    /// What people call one such record: "mention", "entry".
    const KIND: &'static str;

    /// The record's id.
    fn id(&self) -> Self::Id;

    /// What a table finds the record by besides its id.
    fn search_keys(&self) -> [Option<SearchKey>; 2] {
        [None, None]
    }
}

/// The id of what a session or an article has exactly one of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Whole;

impl std::fmt::Display for Whole {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("session")
    }
}

/// Records of one kind by id. Copies share their records and cost a pointer for some hundred of them.
#[derive(Clone, Debug)]
pub struct Table<R: Record> {
    rows: Sorted<R::Id, Arc<R>>,
    by_key: Sorted<(SearchKey, R::Id), Arc<R>>,
}

impl<R: Record> Default for Table<R> {
    fn default() -> Self {
        Self { rows: Sorted::default(), by_key: Sorted::default() }
    }
}

impl<R: Record> PartialEq for Table<R> {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
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
        self.rows.get(&id).is_some()
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
        self.rows.iter().map(|(_, row)| row.as_ref())
    }

    /// Every record that has search keys, by these and then by id.
    #[must_use]
    pub fn by_key(&self) -> impl DoubleEndedIterator<Item = &R> {
        self.by_key.iter().map(|(_, row)| row.as_ref())
    }

    /// As [`Self::by_key`], from the record of this number on.
    pub fn by_key_from_rank(&self, rank: usize) -> impl Iterator<Item = &R> {
        self.by_key.iter_from_rank(rank).map(|(_, row)| row.as_ref())
    }

    /// As [`Self::by_key`], from `key` on; of `key` itself from the record `id` on.
    pub fn by_key_from(&self, key: SearchKey, id: R::Id) -> impl Iterator<Item = (SearchKey, &R)> {
        self.by_key.iter_from((key, id)).map(|((key, _), row)| (*key, row.as_ref()))
    }

    /// What stands before the record `id` with `key`, the last one first.
    pub fn by_key_before(&self, key: SearchKey, id: R::Id) -> impl Iterator<Item = &R> {
        self.by_key.iter_before((key, id)).map(|(_, row)| row.as_ref())
    }

    /// How many records stand before the record `id` with `key`, in the order of [`Self::by_key`].
    #[must_use]
    pub fn rank_by_key(&self, key: SearchKey, id: R::Id) -> usize {
        self.by_key.rank(&(key, id))
    }

    /// Calls `visit` with each record that was otherwise in `old`, as it was and as it is; cheap where this table is a copy
    /// of `old` with a few changes.
    pub fn differences<'t>(&'t self, old: &'t Self, mut visit: impl FnMut(Option<&'t R>, Option<&'t R>)) {
        self.rows.differences(&old.rows, Arc::ptr_eq, |before, after| {
            visit(before.map(AsRef::as_ref), after.map(AsRef::as_ref));
        });
    }

    /// Gives up the room that rows to come would have had: of a table that was read most never change.
    pub(crate) fn shrink(&mut self) {
        self.rows.shrink();
        self.by_key.shrink();
    }

    /// Puts `row` in the place of `id`, or takes the record away.
    pub(crate) fn put(&mut self, id: R::Id, row: Option<Arc<R>>) {
        let before = match &row {
            Some(row) => self.rows.insert(id, Arc::clone(row)),
            None => self.rows.remove(&id),
        };
        for key in before.iter().flat_map(|row| row.search_keys()).flatten() {
            self.by_key.remove(&(key, id));
        }
        if let Some(row) = row {
            for key in row.search_keys().into_iter().flatten() {
                self.by_key.insert((key, id), Arc::clone(&row));
            }
        }
    }

    /// Inserts `row`; gives it back where its id is taken.
    ///
    /// # Errors
    /// The record itself.
    pub fn insert_new(&mut self, row: R) -> Result<(), R> {
        if self.contains(row.id()) {
            return Err(row);
        }
        self.put(row.id(), Some(Arc::new(row)));
        Ok(())
    }
}
