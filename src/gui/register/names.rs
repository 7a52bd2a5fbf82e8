//! The names of the register, kept ready for searching by typing; made anew once the register has changed.
//!
//! It does not draw.

use super::index::Index;
use crate::assist::{Choice, Likely, Typeahead};
use crate::model::{Entry, EntryId, Session, Slug, Table};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// Entries linked to last that are remembered.
const RECENT: usize = 12;

/// What the searches of one session share.
#[derive(Debug, Default)]
pub(super) struct Names {
    made_of: Option<Arc<Table<Entry>>>,
    typeahead: Rc<Typeahead>,
    recent: Vec<EntryId>,
}

/// A register at one moment, to be searched at every key.
#[derive(Clone, Debug)]
pub(in crate::gui) struct Lookup {
    typeahead: Rc<Typeahead>,
    recent: Vec<EntryId>,
    counts: Rc<HashMap<EntryId, usize>>,
}

impl Names {
    /// Remembers that something was linked to `entry`.
    pub(super) fn note(&mut self, entry: EntryId) {
        self.recent.retain(|known| *known != entry);
        self.recent.insert(0, entry);
        self.recent.truncate(RECENT);
    }

    /// The register as it is now.
    pub(super) fn lookup(&mut self, session: &Session, index: &Index) -> Lookup {
        if self.made_of.as_ref().is_none_or(|known| !Arc::ptr_eq(known, &session.entries)) {
            self.typeahead = Rc::new(Typeahead::new(session));
            self.made_of = Some(Arc::clone(&session.entries));
        }
        Lookup { typeahead: Rc::clone(&self.typeahead), recent: self.recent.clone(), counts: index.counts() }
    }
}

impl Lookup {
    /// At most `limit` entries that `typed` may mean.
    pub(super) fn query(&self, typed: &str, layer: &Slug, limit: usize) -> Vec<Choice> {
        let likely = Likely { recent: &self.recent, uses: Some(&self.counts) };
        self.typeahead.query(typed, Some(layer), likely, limit)
    }

    /// How many mentions speak of `entry`.
    pub(super) fn mentions(&self, entry: EntryId) -> usize {
        self.counts.get(&entry).copied().unwrap_or_default()
    }
}
