//! Every difference between two sessions, record by record, for people and for programs.
//!
//! Architecture invariant: nothing here changes a session or knows which of the two is right. Who made a record, when, and how
//! it came to be is no difference, and neither is the log.

mod article;
mod pairs;
mod record;
mod shown;
mod whole;

pub use article::{ArticleDiff, Standing};
pub use record::{FieldDiff, RecordDiff, Side};
pub use whole::{DIFF_VERSION, Diff, diff};
