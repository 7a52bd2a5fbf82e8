//! Tagging every occurrence, and the reverse: what is looked for, the preview with its check boxes, and the step made of it.
//!
//! It shows and asks; it changes nothing. Looking and planning go on in the background.

mod articles;
mod dialog;
mod flow;
mod form;
mod line;
mod list;
mod settings;
mod ticks;

pub(in crate::gui) use form::RepeatsForm;
