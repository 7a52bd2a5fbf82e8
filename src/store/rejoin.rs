//! Steps that were not saved when another program changed the file: they are brought together with the file as it is now, on
//! the copy that was kept of the file they were done on.
//!
//! What a merge is, `edit` knows. Nothing is changed on the disk here.

use super::companion::Companion;
use super::frames::read_frames;
use super::home::Ground;
use super::load::{Fingerprint, load_spread};
use super::opening::{Recovered, RecoveredStep};
use super::replay::{read_journal, replay};
use super::versions;
use crate::codec::{JournalLine, decode_journal_line};
use crate::edit::{Context, Ids, Transaction, apply, plan_merge};
use crate::model::{Annotator, AnnotatorKind, Ext, Session, Timestamp};
use std::path::Path;

/// What a journal of another state of the file brings to the file as it is now.
pub(super) struct Rejoined {
    /// The file's session with it.
    pub(super) session: Session,
    /// The step that leads there from the file's session; nothing where the file has it all.
    pub(super) transaction: Option<Transaction>,
    /// What was done.
    pub(super) steps: Vec<RecoveredStep>,
    /// What came of it, in words.
    pub(super) report: String,
}

/// Brings the journal `bytes` at `place` together with the session `file`; nothing where no copy of the file that it continues
/// is left, or not all of it can be done again.
pub(super) fn rejoin(
    ground: &Ground,
    companions: &[Companion],
    bytes: &[u8],
    place: &Path,
    file: (&Session, Fingerprint),
) -> Option<Rejoined> {
    let disk = ground.disk.as_ref();
    let read = read_frames(bytes);
    let Ok(JournalLine::Begin { base }) = decode_journal_line(read.frames.first()?.payload, &|_| None) else {
        return None;
    };
    let versions = companions.iter().flat_map(|companion| versions::list(disk, companion).unwrap_or_default());
    let copy = versions.into_iter().find(|version| version.is_of(&base))?;
    let before = load_spread(disk, &copy.path, ground.spread.as_ref(), None).ok()?;
    if before.fingerprint.to_string() != base {
        return None;
    }
    let (mut usable, start) = read_journal(bytes, before.fingerprint, place).ok()?;
    let mut ours = before.session.clone();
    let Recovered { steps, problems } = replay(&mut ours, &mut usable, start);
    if !problems.is_empty() || steps.is_empty() {
        return None;
    }
    let (session, now) = file;
    // Steps are in the file where the last one of them is, whatever was done since on the same records.
    let last = ours.log.lines.back();
    if last.is_some_and(|last| session.log.lines.iter().any(|line| line.id == last.id)) {
        let report = format!("{}: the file has all of this journal; it will be kept aside", place.display());
        return Some(Rejoined { session: session.clone(), transaction: None, steps: Vec::new(), report });
    }
    let last = steps.iter().rev().find_map(|step| step.by.zip(step.at));
    let (by, at) = last.unwrap_or_default();
    let annotator = ours.annotators.get(by).cloned().unwrap_or_else(|| nameless(by));
    let mut ids = Ids::seeded(seed(before.fingerprint, now, at));
    let mut context = Context { annotator: &annotator, at, ids: &mut ids };
    let merge = plan_merge(&before.session, session, &ours, "journal", &mut context);
    let mut merged = session.clone();
    if let Some(transaction) = &merge.transaction {
        apply(&mut merged, transaction).ok()?;
    }
    let report = format!(
        "{}: another program changed the file after these steps; they were brought together with it: {}",
        place.display(),
        merge.report
    );
    Some(Rejoined { session: merged, transaction: merge.transaction, steps, report })
}

fn nameless(id: crate::model::AnnotatorId) -> Annotator {
    Annotator { id, name: id.to_string(), kind: AnnotatorKind::Person, note: String::new(), ext: Ext::default() }
}

/// The same journal on the same file always gives the same ids.
fn seed(before: Fingerprint, now: Fingerprint, at: Timestamp) -> u64 {
    let bytes = before.0.iter().zip(now.0).map(|(one, other)| one ^ other.rotate_left(3));
    let mixed = bytes.fold(0_u64, |bits, byte| bits.rotate_left(7) ^ u64::from(byte));
    mixed ^ at.0.as_second().cast_unsigned()
}
