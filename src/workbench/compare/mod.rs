//! Other sessions opened beside the open one, compared with each other, and what is decided about them for the open one, the
//! gold session.
//!
//! Architecture invariant: the other sessions are read and never written.

mod agreed;
mod compared;
mod decided;
mod drafts;
mod gold;
mod sides;

pub use agreed::Agreed;
pub use compared::{At, Compared};
pub use decided::Decisions;
pub use drafts::Choice;
pub(super) use sides::Work;
pub use sides::{SideFile, Sides};
