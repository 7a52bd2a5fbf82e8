//! What does not hold in a session: places, references, the schema's constraints, ranges.
//!
//! It only looks and lists; what becomes of a fault, and whether it keeps a session from being saved, is not known here.

mod article;
mod fault;
mod known;
mod register;
mod run;
mod schema;

pub use fault::{Fault, FaultCode};
pub use run::validate;
pub(super) use run::validate_where;
