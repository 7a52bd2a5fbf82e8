//! Bringing together what two sides made of one session, as one transaction on ours.
//!
//! Architecture invariant: a merge is a pure function of three sessions, planned like any command. What both sides changed in
//! ways that cannot stand together is kept as a conflict, so that nothing is lost. It does not know where the sessions came
//! from, and it asks nobody.

mod combine;
mod difference;
mod fields;
mod form;
mod kinds;
mod merger;
mod plan;
mod references;
mod rename;
mod schema;
mod sound;
mod twins;
mod version;

pub use difference::difference;
pub use plan::{Joined, Merge, MergeReport, Unsettled, plan_merge};
pub use version::conflict_kind;
pub(super) use version::{Subject, subject, take_out, take_theirs};
