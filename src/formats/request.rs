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
    /// How many repairs the texts are written with; absent where they are those of the source.
    pub repaired: Option<usize>,
    /// When the session was last saved; formats that hold it say so, and an export does not change it.
    pub modified: Timestamp,
}

impl Request {
    /// Which text it is, for people, where it is not the source's.
    #[must_use]
    pub fn text_note(&self) -> Option<String> {
        let count = self.repaired?;
        let places = if count == 1 { "1 place of it reads".to_owned() } else { format!("{count} places of it read") };
        Some(format!("Text as repaired: {places} otherwise than in the sources"))
    }
}
