//! Text that articles have in common: sentences that tell the same, sentences that were copied, whole texts that are one.
//!
//! Architecture invariant: nothing is decided about articles from it; which of two was first is not told by their words.

mod copies;
mod pairs;
mod search;
mod terms;

pub use copies::same_texts;
pub use pairs::{Pair, Related, Relative, Sentence};
pub use search::{LEAST_SCORE, related};
