//! Read-only figures about a session.
//!
//! Architecture invariant: nothing here changes a session, reads a file or knows how its figures are shown.

mod find;
mod stats;

pub use find::{Hit, find};
pub use stats::{ArticleStats, Count, LayerStats, STATS_VERSION, Stats, Totals, stats};
