//! Edits that belong together: the unit of undo, of the log and of the journal.

use super::change::Edit;
use crate::model::{AnnotatorId, LogLine, Timestamp, TransactionId};

/// Edits that apply together or not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Transaction {
    /// Its id; an undo has one of its own.
    pub id: TransactionId,
    /// What it does, for the undo menu: "Tag “Netanyahu” as Actor".
    pub name: String,
    /// Who asked for it.
    pub by: AnnotatorId,
    /// When.
    pub at: Timestamp,
    /// The edits in the order in which they apply.
    pub edits: Vec<Edit>,
}

impl Transaction {
    /// The edits that undo this transaction, under a new id and name.
    #[must_use]
    pub fn inverse(&self, id: TransactionId, name: String, at: Timestamp) -> Self {
        Self { id, name, by: self.by, at, edits: self.edits.iter().rev().map(Edit::inverse).collect() }
    }

    /// The line it leaves in the session's log.
    #[must_use]
    pub fn log_line(&self) -> LogLine {
        let first = self.edits.iter().find_map(Edit::article);
        let one_article =
            first.filter(|_| self.edits.iter().all(|edit| edit.article().is_none_or(|at| Some(at) == first)));
        LogLine {
            id: self.id,
            at: self.at,
            by: self.by,
            name: self.name.clone(),
            article: one_article,
            changes: u32::try_from(self.edits.len()).unwrap_or(u32::MAX),
            records: self.edits.iter().take(8).map(Edit::record).collect(),
            ext: crate::model::Ext::default(),
        }
    }
}
