//! The Search view: words looked for in all articles or among what is tagged in them, each place on a line of its own with what
//! stands around it, article by article, as they are found.
//!
//! It shows and asks. Searching goes on in the background.

mod bar;
mod flow;
mod found;
mod keys;
mod line;
mod list;
mod view;

pub(in crate::gui) use flow::SearchAsk;
pub(in crate::gui) use view::SearchView;
