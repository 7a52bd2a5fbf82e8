//! The log: who did what and when. It grows with every transaction and is cut at its limit.

use super::id::{AnnotatorId, ArticleId, TransactionId};
use super::time::Timestamp;
use super::value::Ext;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, VecDeque};

/// How many lines a new session keeps.
pub const DEFAULT_LOG_LIMIT: u32 = 10_000;

/// How many ids one line names at most.
const MAX_RECORDS_NAMED: usize = 8;

/// One transaction of the past.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LogLine {
    /// The transaction's id.
    pub id: TransactionId,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    pub by: AnnotatorId,
    /// What it did, as the undo menu says it.
    pub name: String,
    /// The article it touched, where it touched just one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleId>,
    /// How many records it changed.
    pub changes: u32,
    /// Ids of the first records it changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<String>,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

/// Transactions of the past, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Log {
    /// How many lines are kept.
    pub limit: u32,
    /// How many older lines were cut.
    pub cut: u64,
    /// The lines that are kept.
    pub lines: VecDeque<LogLine>,
}

impl Default for Log {
    fn default() -> Self {
        Self { limit: DEFAULT_LOG_LIMIT, cut: 0, lines: VecDeque::new() }
    }
}

impl Log {
    /// Adds `line` and cuts what is over the limit.
    pub(crate) fn push(&mut self, mut line: LogLine) {
        line.records.truncate(MAX_RECORDS_NAMED);
        self.lines.push_back(line);
        self.keep_last(self.limit);
    }

    /// Lets `lines` take their places by their times, behind lines of the same time. What is over the limit is cut with the
    /// next line that is added.
    ///
    /// # Errors
    /// The id of a line that is there already; the log is as it was.
    pub(crate) fn join(&mut self, lines: &[LogLine]) -> Result<(), TransactionId> {
        let known: BTreeSet<TransactionId> = self.lines.iter().map(|line| line.id).collect();
        if let Some(line) = lines.iter().find(|line| known.contains(&line.id)) {
            return Err(line.id);
        }
        let mut new = lines.iter().peekable();
        let mut both = VecDeque::with_capacity(self.lines.len() + lines.len());
        for line in self.lines.drain(..) {
            while let Some(earlier) = new.next_if(|new| new.at < line.at) {
                both.push_back(earlier.clone());
            }
            both.push_back(line);
        }
        both.extend(new.cloned());
        self.lines = both;
        Ok(())
    }

    /// Takes out those of `lines` that are there; older ones may have been cut.
    pub(crate) fn part(&mut self, lines: &[LogLine]) {
        let gone: BTreeSet<TransactionId> = lines.iter().map(|line| line.id).collect();
        self.lines.retain(|line| !gone.contains(&line.id));
    }

    /// Cuts all but the last `lines`.
    pub(crate) fn keep_last(&mut self, lines: u32) {
        let over = self.lines.len().saturating_sub(lines as usize);
        self.lines.drain(..over);
        self.cut = self.cut.saturating_add(over as u64);
    }
}
