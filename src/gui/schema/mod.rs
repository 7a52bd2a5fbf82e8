//! The editor of the session's schema: a draft of labels, attributes and relation types, what it would do to the records, and
//! schemas as files.
//!
//! It edits the draft alone; the session changes by one step, when the draft is applied.

mod attribute_tab;
mod changes;
mod counting;
mod draft;
mod editor;
mod fates;
mod fields;
mod flow;
mod frame;
mod item;
mod label_tab;
mod labels;
mod list;
mod preview;
mod problems;
mod relation_tab;
mod rows;
mod slug_field;

pub(in crate::gui) use editor::SchemaEditor;
