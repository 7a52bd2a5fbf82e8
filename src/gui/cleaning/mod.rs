//! Cleaning in the window: what is proposed and was decided, stretches that are marked by hand, the card under the pointer.

mod card;
mod flow;
mod form;
mod mark;
mod rows;

pub(super) use card::{cleaned_card_ui, marks_of, waiting_ui};
pub(super) use form::CleaningQuestion;
