//! Tables of articles: CSV, TSV and lines of JSON. Each record becomes an article whose source is the record's own bytes.

mod cell;
mod lines;
mod records;
mod rows;

pub use records::{TableFault, TablePreview};
pub(super) use records::{preview, read};
