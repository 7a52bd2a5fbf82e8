//! Read-only figures about a session.
//!
//! Architecture invariant: nothing here changes a session, reads a file or knows how its figures are shown.

mod faults;
mod stats;

pub use faults::{Fault, faults};
pub use stats::{ArticleStats, Count, LayerStats, STATS_VERSION, Stats, Totals, stats};
