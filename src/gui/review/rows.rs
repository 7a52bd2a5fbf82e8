//! The rows behind the view: read once, carried on from edit to edit, listed at once where they are few and in the background
//! where they are many.
//!
//! It does not draw.

use crate::analysis::review::{Asking, Index, Listing, RowKey, Wish, list};
use crate::model::Session;
use crate::workbench::{RowsListed, RowsWish};
use std::sync::Arc;

/// Rows that are listed within a frame.
const AT_ONCE: usize = 20_000;

/// Rows and the list that is shown of them.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) index: Arc<Index>,
    pub(super) listing: Listing,
    /// What is wrong with the regular expression.
    pub(super) problem: Option<String>,
    /// The session that the rows are of, by its number of edits; nothing before they were read.
    edits: Option<u64>,
    /// What the list is of.
    listed: Option<Wish>,
    /// What is being listed in the background.
    asked: Option<Wish>,
    ticket: u64,
}

/// What came of following.
#[derive(Debug, Default)]
pub(super) struct Came {
    /// The rows that the last edits changed.
    pub(super) changed: Vec<RowKey>,
    /// Whether another list is shown.
    pub(super) is_relisted: bool,
    /// What is to be listed in the background.
    pub(super) ask: Option<RowsWish>,
}

impl Rows {
    /// Whether the rows were read.
    pub(super) fn is_read(&self) -> bool {
        self.edits.is_some()
    }

    /// Whether what is shown is what is wished for, as a whole.
    pub(super) fn is_settled(&self) -> bool {
        self.asked.is_none()
    }

    /// Takes over what has changed in the session or the wish.
    pub(super) fn follow(&mut self, session: &Session, edits: u64, wish: &Wish, from: Option<RowKey>) -> Came {
        let mut came = Came::default();
        if self.edits != Some(edits) {
            let lag = self.index.lag(session);
            if lag > AT_ONCE {
                self.edits = None;
                return Came { ask: self.ask(None, wish, from), ..came };
            }
            if self.edits.is_none() {
                self.index = Index::read(session, &|_| true).map(Arc::new).unwrap_or_default();
                self.listed = None;
            } else if !self.index.is_of(session) {
                let followed = Arc::make_mut(&mut self.index).follow(session);
                if followed.is_rebuilt {
                    self.listed = None;
                } else if let Some(listed) = &self.listed {
                    // A pattern that does not hold has listed nothing.
                    self.listing.follow(session, &self.index, listed, &followed).unwrap_or_default();
                }
                came.changed = followed.rows;
            }
            if !self.listing.is_in_order(session, &self.index) {
                self.listed = None;
            }
            self.edits = Some(edits);
            // What is being listed is of the session as it was.
            self.asked = None;
        }
        if self.listed.as_ref() == Some(wish) && self.asked.is_none() {
            return came;
        }
        if self.index.len() <= AT_ONCE {
            self.asked = None;
            self.list_now(session, wish);
            came.is_relisted = true;
        } else {
            came.ask = self.ask(Some(Arc::clone(&self.index)), wish, from);
        }
        came
    }

    fn list_now(&mut self, session: &Session, wish: &Wish) {
        let mut asking = Asking { from: None, goes_on: &|| true, first: &mut |_| {} };
        let listed = list(session, &self.index, wish, &mut asking);
        self.listed = Some(wish.clone());
        self.put(listed.map(Option::unwrap_or_default).map_err(|error| error.to_string()));
    }

    fn ask(&mut self, index: Option<Arc<Index>>, wish: &Wish, from: Option<RowKey>) -> Option<RowsWish> {
        if self.asked.as_ref() == Some(wish) {
            return None;
        }
        self.asked = Some(wish.clone());
        self.ticket += 1;
        Some(RowsWish { index, wish: wish.clone(), from, ticket: self.ticket })
    }

    /// Takes what was listed in the background; whether another list is shown.
    pub(super) fn take(&mut self, listed: RowsListed, edits: u64) -> bool {
        let Some(wish) = self.asked.clone().filter(|_| listed.ticket == self.ticket) else { return false };
        if listed.edits != edits || self.edits.is_some_and(|known| known != edits) {
            // It is of the session as it was; the next frame asks again.
            self.asked = None;
            return false;
        }
        self.index = listed.index;
        self.edits = Some(edits);
        if listed.listing.as_ref().map_or(true, |listing| listing.is_whole) {
            self.asked = None;
        }
        self.listed = Some(wish);
        self.put(listed.listing);
        true
    }

    fn put(&mut self, listing: Result<Listing, String>) {
        match listing {
            Ok(listing) => {
                self.listing = listing;
                self.problem = None;
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// Where a row stands in the list.
    pub(super) fn place_of(&self, session: &Session, key: RowKey) -> Option<usize> {
        self.listing.place_of(&self.index, self.index.find(session, key)?)
    }

    /// The row at a place of the list.
    pub(super) fn key_at(&self, place: usize) -> Option<RowKey> {
        self.index.key(*self.listing.rows.get(place)?)
    }
}
