//! What may be worth doing, for people to take or to leave: places to tag, entries that may be one, names to link to.
//!
//! Architecture invariant: nothing here changes a session, and nothing proposed is ever carried out by itself. No clock, no
//! threads, no disk; work that is worth sharing is spread by whoever asks for it.

mod aliases;
mod ask;
mod chrome;
mod distance;
mod given;
mod listing;
mod listing_cleaning;
mod mojibake;
mod names;
mod pattern;
mod place;
mod preview;
mod regions;
mod repairs;
mod repeats;
mod typeahead;
mod word_list;

pub use aliases::{Alike, Side, aliases};
pub use ask::{Ask, Phrase, Role};
pub use given::{Given, places_of, tagged_of};
pub use listing::{Listed, Proposed, SuggestKind, listing};
pub use pattern::pattern;
pub use place::{Context, Group, Place, Preview, Scope, Standing, Target, context};
pub use regions::{Cleaner, FoundRegion, may_have_more_regions};
pub use repairs::{FoundRepair, may_have_more_repairs, repairs};
pub use repeats::{repeats, tagged_alike, tagged_by_pattern};
pub use typeahead::{Choice, Likely, Rank, Typeahead, uses};
pub use word_list::{LineProblem, NewEntry, Unnamed, WordList, word_list};
