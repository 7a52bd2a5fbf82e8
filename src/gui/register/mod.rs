//! The Register view: every entry in one list, and what is known of the chosen one beside it; and the field in which an entry
//! is searched for by its names.
//!
//! It shows and asks; it changes nothing. What it counts is counted once and carried on from edit to edit.

mod align;
mod aligning;
mod alike;
mod claim;
mod detail;
mod drafts;
mod excerpt;
mod flow;
mod index;
mod link;
mod list;
mod mentions;
mod merge;
mod names;
mod pane;
mod question;
mod row;
mod rows;
mod search;
mod spellings;
mod split;
mod tabs;
mod tellings;
mod time;
mod view;

pub(in crate::gui) use align::{differences, kind_name, kind_words};
pub(in crate::gui) use claim::credibility_ui;
pub(in crate::gui) use excerpt::{Excerpt, excerpt, excerpt_of};
pub(in crate::gui) use flow::acts_on_text;
pub(in crate::gui) use list::{kept_in_view, whole};
pub(in crate::gui) use names::Lookup;
pub(in crate::gui) use question::RegisterQuestion;
pub(in crate::gui) use row::{ListKey, Standing, Step, line_ui, list_key, list_ui, one_line, take_keys, target};
pub(in crate::gui) use search::{Picked, Search};
pub(in crate::gui) use tellings::tellings;
pub(in crate::gui) use view::Register;
