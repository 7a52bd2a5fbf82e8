//! From what files hold to records of a session: the one path that every format that can be read takes.
//!
//! Architecture invariant: it plans and changes nothing; what comes of it is one transaction, which one undo takes back.

mod furnish;
mod place;
mod plan;
mod proposals;
mod records;
mod register;
mod relation_types;
mod report;
mod schema;

pub use furnish::{DOCUMENT_KEY, furnish};
pub use plan::{LandOptions, Landing, Target, plan_landing};
pub use register::OWN_REGISTER;
pub use report::{Count, ImportReport};
pub(super) use schema::schema_of;
