//! Changing a session: a command is planned into a transaction, the transaction is applied whole or not at all, and its
//! inverse undoes it.
//!
//! Architecture invariant: planning is a pure function of the session, the command and the [`Context`]; nothing here reads
//! the clock, draws random numbers of its own, or knows that there is a window or a disk.

mod apply;
mod change;
mod command;
mod command_parts;
mod guideline_parts;
mod hanging;
mod history;
mod ids;
mod joining;
mod merge;
mod metadata_parts;
mod plan;
mod plan_alignments;
mod plan_articles;
mod plan_cleaning;
mod plan_conflicts;
mod plan_decisions;
mod plan_entries;
mod plan_filters;
mod plan_guesses;
mod plan_guidelines;
mod plan_joins;
mod plan_many;
mod plan_mentions;
mod plan_metadata;
mod plan_notes;
mod plan_outlets;
mod plan_register;
mod plan_relations;
mod plan_relink;
mod plan_schema;
mod plan_suggestions;
mod plan_supersede;
mod plan_together;
mod plan_twins;
mod refusal;
mod schema_effects;
mod schema_follow;
mod schema_links;
mod schema_values;
mod transaction;
mod validate;

pub use apply::{ApplyError, apply};
pub use change::{Change, Edit, Effect, LogChange};
pub use command::{Command, EntryDraft, Places, Side, TagDraft};
pub use command_parts::{
    Becomes, Decided, DecisionDraft, EntryChange, Fates, FilterDraft, GoldDraft, GoldRelation, MentionsOf, PlacesOf,
    ProposalsOf, RegionDraft, RegionsOf, RelationChange, RepairDraft, RepairsOf,
};
pub use guideline_parts::{
    GuidelineDraft, MAX_NAME_CHARS, MAX_PAGE_BYTES, MAX_PICTURE_BYTES, MAX_PICTURES_BYTES, picture_name,
};
pub use hanging::{Hanging, hangs_on, hangs_on_each};
pub use history::{History, Step};
pub use ids::Ids;
pub use merge::{Joined, Merge, MergeReport, Unsettled, conflict_kind, difference, plan_merge};
pub use metadata_parts::{Field, MetadataChange, OutletChange, OutletDraft};
pub use plan::{Context, plan};
pub use plan_articles::{Cleaning, NewArticle, plan_add_articles};
pub use plan_guesses::{Guesses, Guessing, plan_guesses};
pub use plan_schema::settled;
pub use plan_supersede::{Superseded, newer_version, would_carry};
pub use plan_together::plan_together;
pub use plan_twins::twins_of;
pub use refusal::Refusal;
pub use schema_effects::{
    Fate, LabelEffect, RelationEffect, SchemaEffects, ValueEffect, schema_effects, schema_effects_while,
};
pub use transaction::Transaction;
pub use validate::{Fault, FaultCode, validate};
