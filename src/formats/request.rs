//! What is asked of an export, whatever the format. It does not know which of it a format heeds.

use super::csv::Cells;
use super::selection::Selection;
use crate::model::Timestamp;

/// What is asked of an export.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Which articles and mentions.
    pub selection: Selection,
    /// What becomes of cells that look like formulas, in tables.
    pub cells: Cells,
    /// Of mentions that overlap, only the longest is written, then the earliest, then the first by label.
    pub flatten: bool,
    /// Records get new numbers instead of the ids they came with.
    pub renumber: bool,
    /// When the session was last saved; formats that hold it say so, and an export does not change it.
    pub modified: Timestamp,
}
