//! Fresh ids from a seed that somebody else drew, so that planning stays a function of what it is given.

use crate::model::{
    AlignmentId, ConflictId, DecisionId, EntryId, FilterId, GuidelineId, MentionId, OutletId, RegionId, RelationId,
    RepairId, SuggestionId, TransactionId,
};

/// A stream of ids. Two streams of one seed give the same ids.
///
/// The bits come from the `SplitMix64` generator (Steele, Lea and Flood 2014).
#[derive(Clone, Debug)]
pub struct Ids {
    state: u64,
}

macro_rules! fresh {
    ($($(#[$doc:meta])* $name:ident -> $id:ident),+ $(,)?) => {
        $($(#[$doc])*
        pub fn $name(&mut self) -> $id {
            $id(self.bits())
        })+
    };
}

impl Ids {
    /// The stream of `seed`.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self { state: seed }
    }

    fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    fresh! {
        /// An id for a mention.
        mention -> MentionId,
        /// An id for a relation.
        relation -> RelationId,
        /// An id for a region.
        region -> RegionId,
        /// An id for a repair.
        repair -> RepairId,
        /// An id for a suggestion.
        suggestion -> SuggestionId,
        /// An id for an entry.
        entry -> EntryId,
        /// An id for an alignment.
        alignment -> AlignmentId,
        /// An id for a conflict.
        conflict -> ConflictId,
        /// An id for a guideline page.
        guideline -> GuidelineId,
        /// An id for a saved filter.
        filter -> FilterId,
        /// An id for a decision.
        decision -> DecisionId,
        /// An id for an outlet.
        outlet -> OutletId,
        /// An id for a transaction.
        transaction -> TransactionId,
    }
}
