//! The Review view: every mention, relation, link, suggestion, quarantined span and conflict of the session in one table, each
//! with its sentence, and the article of the current one beside it.
//!
//! It shows and asks. Its own keys act in this view alone.

mod asks;
mod bar;
mod bulk;
mod cells;
mod checks;
mod columns;
mod excerpts;
mod filters;
mod flow;
mod keys;
mod lines;
mod notes;
mod question;
mod rows;
mod scroll;
mod table;
mod view;

pub(in crate::gui) use bar::{action_ui, chips_ui};
pub(in crate::gui) use question::{ReviewAsk, ReviewQuestion};
pub(in crate::gui) use scroll::{BAR, RowScroll};
pub(in crate::gui) use view::Review;
