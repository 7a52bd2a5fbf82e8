//! Search over all articles of a session: in their words, or among what is tagged in them; and the lines that places are shown
//! in.
//!
//! Architecture invariant: no index is kept. A text is searched as it lies, as quickly as memory gives it, and what is found is
//! small numbers; the line around a place is cut when somebody looks at it.

mod ask;
mod hits;
mod kwic;
mod places;
mod slices;
mod within;

pub use ask::{Among, Ask};
pub use hits::{Hit, hits};
pub use kwic::{Kwic, kwic};
pub use places::{Group, Place};
pub use slices::Slices;
