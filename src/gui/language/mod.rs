//! The language of the window: messages by their English words, and the catalogues that translate them.
//!
//! The English words are written where they are shown, so English is complete and a message without a translation is
//! shown in English. Which language is spoken belongs to the thread that draws, and every window says its own at the
//! beginning of a frame: two windows of one process can speak two languages. It does not know what is said.

mod catalogue;
mod message;
mod spoken;

pub(super) use catalogue::{msg, tr, tr_counted, tr_in};
pub(super) use message::{filled, tr, values};
pub use spoken::Language;
