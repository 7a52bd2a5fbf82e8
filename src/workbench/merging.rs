//! Bringing in what somebody else made of the session meanwhile, from memory or from files.
//!
//! What a merge is, `edit` knows. When one is needed, and what is told of it, is the business of whoever calls.

use super::batch::{Batch, OpenError};
use super::bench::Workbench;
use crate::codec::DecodeError;
use crate::edit::{MergeReport, Refusal, plan_merge};
use crate::model::Session;
use crate::store::{self, StoreError};
use std::path::Path;

impl Workbench {
    /// Brings in what `theirs` has changed since `base`, the session as it was loaded or last saved, as one step that can be
    /// undone. `source` says where theirs came from, as a file name. Where nothing of theirs is new, no step is made.
    ///
    /// # Errors
    /// [`Refusal`] where the plan does not fit the session; the session is as it was.
    pub fn merge(&mut self, base: &Session, theirs: &Session, source: &str) -> Result<MergeReport, Refusal> {
        let merge = self.plan_on(|ours, context| plan_merge(base, ours, theirs, source, context));
        if let Some(transaction) = merge.transaction {
            self.commit_quietly(transaction)?;
        }
        Ok(merge.report)
    }
}

/// Why sessions were not merged.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// One of the files could not be read, or not be trusted.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The merge does not fit the session.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl Batch {
    /// Brings in what the session at `theirs` has changed since the one at `base`; an empty file at `base` stands for no
    /// common beginning, as git gives it. `source` says in conflicts where theirs came from. Also gives what was found while
    /// reading.
    ///
    /// # Errors
    /// [`MergeError`]; the session is as it was.
    pub fn merge(
        &mut self,
        base: &Path,
        theirs: &Path,
        source: &str,
    ) -> Result<(MergeReport, Vec<String>), MergeError> {
        let (base, mut warnings) = match read(base) {
            Err(OpenError::Store(StoreError::Decode { source: DecodeError::Empty, .. })) => Default::default(),
            read => read?,
        };
        let (theirs, more) = read(theirs)?;
        warnings.extend(more);
        Ok((self.bench.merge(&base, &theirs, source)?, warnings))
    }
}

/// The session at `path` as its file holds it, with what was set aside while it was read.
fn read(path: &Path) -> Result<(Session, Vec<String>), OpenError> {
    let loaded = store::load(path)?;
    let reasons = loaded.access.reasons();
    if !reasons.is_empty() {
        return Err(OpenError::ReadOnly { path: path.to_owned(), reasons: reasons.join("; ") });
    }
    let warnings = loaded.warnings.iter().map(|warning| format!("{}: {warning}", path.display())).collect();
    Ok((loaded.session, warnings))
}
