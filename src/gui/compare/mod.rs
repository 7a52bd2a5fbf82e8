//! The Compare view: what several annotators made of the same articles, difference by difference, and whose version counts.
//!
//! It shows and asks; it changes nothing.

mod filters;
mod flow;
mod head;
mod keys;
mod list;
mod marks;
mod place;
mod preview;
mod rows;
mod text;
mod versions;
mod view;

pub(in crate::gui) use flow::Ask;
pub(in crate::gui) use view::CompareView;
