//! What a row of the review stands for, and how it is named.
//!
//! It does not know how rows are found or shown.

use crate::model::{ArticleId, ReviewState};

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKind {
    /// A mention.
    Mention,
    /// A relation between two mentions.
    Relation,
    /// The link of a mention to an entry of the register.
    Link,
    /// A suggestion that is not taken.
    Suggestion,
    /// A mention whose place does not hold.
    Quarantined,
    /// A record that a merge could not settle.
    Conflict,
}

impl RowKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Mention, Self::Relation, Self::Link, Self::Suggestion, Self::Quarantined, Self::Conflict];

    /// Its name for people and in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mention => "mention",
            Self::Relation => "relation",
            Self::Link => "link",
            Self::Suggestion => "suggestion",
            Self::Quarantined => "quarantined",
            Self::Conflict => "conflict",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether rows of it are listed where nobody says which kinds are. A link is told by its mention already.
    #[must_use]
    pub fn is_usual(self) -> bool {
        self != Self::Link
    }

    pub(super) fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Where a row stands in an [`super::Index`]: eight bytes, of which a list of a million rows is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowRef {
    /// Which block: the article by its position, or behind all articles what belongs to none.
    pub block: u32,
    /// Which row of it.
    pub row: u32,
}

/// What a row is, whatever index it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey {
    /// Its article; none for what belongs to the session as a whole.
    pub article: Option<ArticleId>,
    /// What it stands for.
    pub kind: RowKind,
    /// The record's id, as a number; for a link that of its mention.
    pub id: u64,
}

/// Rows by what a review found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Nobody looked yet.
    pub open: usize,
    /// They hold.
    pub accepted: usize,
    /// They do not hold.
    pub rejected: usize,
}

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, state: ReviewState) {
        *self.of(state) += 1;
    }

    /// Counts one less.
    pub fn take(&mut self, state: ReviewState) {
        let count = self.of(state);
        *count = count.saturating_sub(1);
    }

    /// How many there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.open + self.accepted + self.rejected
    }

    fn of(&mut self, state: ReviewState) -> &mut usize {
        match state {
            ReviewState::Open => &mut self.open,
            ReviewState::Accepted => &mut self.accepted,
            ReviewState::Rejected => &mut self.rejected,
        }
    }
}
