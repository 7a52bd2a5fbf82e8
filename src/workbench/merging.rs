//! Bringing in what somebody else made of the session meanwhile, from memory or from files.
//!
//! What a merge is, `edit` knows. When one is needed, and what is told of it, is the business of whoever calls.

use super::batch::{Batch, OpenError};
use super::bench::Workbench;
use super::clock::random_seed;
use super::desk::Desk;
use super::news::News;
use super::work::{self, Outcome};
use crate::codec::DecodeError;
use crate::edit::{Context, Ids, Merge, MergeReport, Refusal, plan_merge};
use crate::model::{Annotator, Session, Timestamp};
use crate::store::{self, Expected, Fingerprint, StoreError};
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

/// What another program has made of the file of the open session, and how it comes in. A thread of its own reads and plans it:
/// both take their time with a large session.
#[derive(Debug)]
pub(super) struct Theirs {
    /// Which session it is for.
    generation: u64,
    /// The session that both began with.
    base: Session,
    /// The session as their file holds it.
    session: Session,
    fingerprint: Fingerprint,
    /// Where theirs came from, as a file name.
    source: String,
    /// The state of ours that the plan is for, and the plan.
    edits: u64,
    merge: Merge,
}

/// What a plan is made on.
struct Ours {
    session: Session,
    edits: u64,
    annotator: Annotator,
    at: Timestamp,
}

impl Ours {
    fn plan(&self, base: &Session, theirs: &Session, source: &str) -> Merge {
        let mut ids = Ids::seeded(random_seed());
        let mut context = Context { annotator: &self.annotator, at: self.at, ids: &mut ids };
        plan_merge(base, &self.session, theirs, source, &mut context)
    }
}

impl Desk {
    /// Brings in what another program has changed in the file, as one step, and saves. Work goes on meanwhile.
    pub fn merge_from_disk(&mut self) {
        let (Some(path), Some(base)) = (self.path.clone(), self.safety.base.clone()) else { return };
        let (ground, ours, generation) = (self.safety.ground.clone(), self.ours(), self.safety.generation);
        let source = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.jobs.start("Bringing in what another program changed", move |_| {
            let read = work::read_theirs(&ground, &path);
            Outcome::Theirs(read.map(|(theirs, fingerprint)| {
                let merge = ours.plan(&base, &theirs, &source);
                Box::new(Theirs { generation, base, session: theirs, fingerprint, source, edits: ours.edits, merge })
            }))
        });
    }

    fn ours(&self) -> Ours {
        Ours {
            session: self.bench.snapshot(),
            edits: self.bench.edits(),
            annotator: self.bench.annotator().clone(),
            at: self.clock.now(),
        }
    }

    /// Takes up what was planned, or has it planned anew where ours was changed meanwhile.
    pub(super) fn take_theirs(&mut self, theirs: Result<Box<Theirs>, String>) -> Vec<News> {
        let theirs = match theirs {
            Ok(theirs) => *theirs,
            Err(why) => return vec![News::Failed(why)],
        };
        if theirs.generation != self.safety.generation {
            return Vec::new();
        }
        if theirs.edits != self.bench.edits() {
            let ours = self.ours();
            self.jobs.start("Bringing in what another program changed", move |_| {
                let merge = ours.plan(&theirs.base, &theirs.session, &theirs.source);
                Outcome::Theirs(Ok(Box::new(Theirs { edits: ours.edits, merge, ..theirs })))
            });
            return Vec::new();
        }
        let Theirs { session, fingerprint, merge, .. } = theirs;
        match merge.transaction.map_or(Ok(()), |transaction| self.bench.commit_quietly(transaction)) {
            Ok(()) => {
                self.safety.base = Some(session);
                self.safety.fingerprint = Some(fingerprint);
                self.safety.failed = None;
                self.note_edit();
                self.start_save(Expected::Same(fingerprint));
                vec![News::Merged(merge.report.to_string())]
            }
            Err(refusal) => vec![News::Failed(refusal.to_string())],
        }
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
