//! What several people made of the same articles: which of their mentions belong together, and where these differ.
//!
//! Architecture invariant: nothing here changes a session or knows which of the sides is right. The same sides in the same
//! order always give the same outcome.

mod align;
mod articles;
mod comparison;
mod entries;
mod judge;
mod kinds;
mod overlap;
mod place;

pub use articles::{Alone, OtherText};
pub use comparison::{ComparedArticle, Comparison, Group, Known, compare};
pub use kinds::{Kind, Kinds};
