//! Changing a session: a command is planned into a transaction, the transaction is applied whole or not at all, and its
//! inverse undoes it.
//!
//! Architecture invariant: planning is a pure function of the session, the command and the [`Context`]; nothing here reads
//! the clock, draws random numbers of its own, or knows that there is a window or a disk.

mod apply;
mod change;
mod command;
mod history;
mod ids;
mod merge;
mod plan;
mod plan_articles;
mod plan_conflicts;
mod plan_mentions;
mod plan_register;
mod plan_suggestions;
mod refusal;
mod transaction;
mod validate;

pub use apply::{ApplyError, apply};
pub use change::{Change, Edit, Effect, LogChange};
pub use command::{Command, EntryDraft, Field, Places, Side, TagDraft};
pub use history::{History, Step};
pub use ids::Ids;
pub use merge::{Joined, Merge, MergeReport, Unsettled, conflict_kind, difference, plan_merge};
pub use plan::{Context, plan};
pub use plan_articles::{NewArticle, plan_add_articles};
pub use refusal::Refusal;
pub use transaction::Transaction;
pub use validate::{Fault, FaultCode, validate};
