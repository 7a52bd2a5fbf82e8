//! What ties a mention to others: its relations, an event's roles, who says a claim and how it stands to others, and the
//! questions before any of that changes or goes.
//!
//! It shows and asks; what changes, commands change.

mod alignments;
mod attribution;
mod deleting;
mod editor;
mod flow;
mod known;
mod relations;
mod roles;
mod sureness;

pub(in crate::gui) use alignments::alignments_ui;
pub(in crate::gui) use attribution::{UNATTRIBUTED, attribution_ui, is_claim, told};
pub(in crate::gui) use deleting::Deleting;
pub(in crate::gui) use editor::RelationEditor;
pub(in crate::gui) use known::Known;
pub(in crate::gui) use relations::relations_ui;
pub(in crate::gui) use roles::roles_ui;
