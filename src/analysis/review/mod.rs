//! Every mention, relation, link, suggestion, quarantined span and conflict of a session as one table: filtered, ordered,
//! grouped and counted, a million rows at once.
//!
//! Architecture invariant: what a row shows is looked up in the session; the table itself is small numbers.

mod block;
mod bulk;
mod checks;
mod checks_near;
mod checks_said;
mod facets;
mod filter;
mod index;
mod listing;
mod names;
mod nearest;
mod order;
mod row;
mod saved;
mod words;

pub use block::Row;
pub use bulk::{Deed, Summary, commands, summary};
pub use checks::{Check, Finding, checks};
pub use facets::{Choice, Facet, Part, choices};
pub use filter::{Filter, Only};
pub use index::{Followed, Index};
pub use listing::{Asking, Group, Listing, Wish, list};
pub use order::{Order, Sorting};
pub use row::{RowKey, RowKind, RowRef, Tally};
pub use words::{Record, record_of};
