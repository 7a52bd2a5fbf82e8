//! One door to every format that can be written. It does not know where the bytes go.

use super::csv;
use super::registry::Format;
use super::report::{Export, FormatError};
use super::selection::Selection;
use crate::codec;
use crate::model::{Session, Timestamp};

/// What is asked of an export.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Which articles and mentions.
    pub selection: Selection,
    /// What becomes of cells that look like formulas, in tables.
    pub cells: csv::Cells,
    /// When the session was last saved; formats that hold it say so, and an export does not change it.
    pub modified: Timestamp,
}

/// Writes `session` in `format`.
///
/// # Errors
/// [`FormatError`] where the format is read only, does not take a selection, or the session cannot be written.
pub fn write(format: &Format, session: &Session, request: &Request) -> Result<Export, FormatError> {
    let whole: fn(&Session, Timestamp) -> Result<String, codec::EncodeError> = match format.name {
        "csv" => return csv::write(session, &request.selection, request.cells),
        "ron" => codec::encode,
        "json" => codec::to_json,
        name => return Err(FormatError::ReadOnly(name)),
    };
    if !request.selection.is_default() {
        return Err(FormatError::WholeOnly(format.name));
    }
    let text = whole(session, request.modified)?;
    Ok(Export { bytes: text.into_bytes(), mentions: session.mention_count(), left_out: 0, dropped: Vec::new() })
}
