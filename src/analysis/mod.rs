//! Read-only figures about a session.
//!
//! Architecture invariant: nothing here changes a session, reads a file or knows how its figures are shown.

pub mod agreement;
mod chain;
mod compare;
mod detail;
mod diff;
mod facts;
mod headway;
mod history;
mod numerals;
mod register;
pub mod related;
pub mod review;
mod schemas;
pub mod search;
mod spellings;
mod stats;
pub mod times;

pub use chain::{Link, chain};
pub use compare::{Alone, ComparedArticle, Comparison, Group, Kind, Kinds, Known, OtherText, compare};
pub use detail::{Compared, Detail, detail, detail_of_many};
pub use diff::{ArticleDiff, DIFF_VERSION, Diff, FieldDiff, RecordDiff, Side, Standing, diff};
pub use facts::{Fact, FactKind, facts};
pub use headway::{ArticleHeadway, Headway, Share, headway};
pub use history::{Happening, LogFilter, log_lines, mention_history};
pub use register::{RegisterHit, find_in_register};
pub use schemas::{Definition, Difference, SchemaDifference, compare_schemas};
pub use spellings::{Spelling, Spellings, spellings, spellings_in};
pub use stats::{ArticleStats, Count, LayerStats, STATS_VERSION, Stats, Totals, stats};
