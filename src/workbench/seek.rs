//! Searching all articles: at once for whoever waits for the end, or in the background, one search at a time, the latest, whose
//! finds come as they are made.
//!
//! It does not know where the words were typed or how places are shown.

use super::threads::Threads;
use crate::analysis::search::{Ask, Group, Slices};
use crate::model::Session;
use crate::text::QueryError;

/// Every place in `session` of what `ask` looks for, looked for on all processors.
///
/// # Errors
/// [`QueryError`] where its words cannot be looked for.
pub fn seek(session: &Session, ask: Ask) -> Result<Vec<Group>, QueryError> {
    Ok(Slices::new(session.clone(), ask, usize::MAX)?.all(&Threads))
}
