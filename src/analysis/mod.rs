//! Read-only figures about a session.
//!
//! Architecture invariant: nothing here changes a session, reads a file or knows how its figures are shown.

mod chain;
mod detail;
mod facts;
mod find;
mod register;
mod schemas;
mod spellings;
mod stats;

pub use chain::{Link, chain};
pub use detail::{Compared, Detail, detail, detail_of_many};
pub use facts::{Fact, FactKind, facts};
pub use find::{Hit, find};
pub use register::{RegisterHit, find_in_register};
pub use schemas::{Definition, Difference, SchemaDifference, compare_schemas};
pub use spellings::{Spelling, Spellings, spellings, spellings_in};
pub use stats::{ArticleStats, Count, LayerStats, STATS_VERSION, Stats, Totals, stats};
