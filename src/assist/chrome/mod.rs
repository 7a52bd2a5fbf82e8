//! What stands on a page beside an article's body: menus and buttons, captions and credits, adverts, other stories.
//!
//! Architecture invariant: the rules speak of form, place, repetition and the words that websites in general have; none of
//! them knows an outlet, a story or a person. Whatever they propose comes with a reason that a reader can check.

mod captions;
mod edges;
mod glued;
mod lines;
mod notices;
mod page;
mod recurring;
mod related;
mod short;
mod whole;
mod words;

pub(super) use page::{Found, MAX_FOUND};
pub(super) use recurring::{Marked, recurring_while};
pub(super) use whole::find_while;
