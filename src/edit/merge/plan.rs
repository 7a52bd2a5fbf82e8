//! From three sessions to the transaction that brings their changes into ours, and what is to be said of it.

use super::super::change::{Change, Edit, Effect, LogChange};
use super::super::plan::{Context, counted, short};
use super::super::transaction::Transaction;
use super::difference::difference;
use super::form;
use super::kinds::Key;
use super::merger::Merger;
use super::rename::Names;
use super::twins::twins;
use crate::model::{ArticleId, Conflict, ConflictId, Ext, LogLine, Session, Timestamp, TransactionId};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A planned merge.
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    /// What brings their changes into our session; nothing where there are none.
    pub transaction: Option<Transaction>,
    /// What is to be said of it.
    pub report: MergeReport,
}

/// What a merge did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MergeReport {
    /// Records of theirs that are new here.
    pub added: usize,
    /// Records that became what they are in theirs, or that hold changes of both sides.
    pub changed: usize,
    /// Records that went because they went in theirs.
    pub removed: usize,
    /// Of the changed ones, those that hold changes of both sides.
    pub combined: usize,
    /// Records that only we had changed and that stayed as they are.
    pub kept: usize,
    /// Lines of their log that joined ours.
    pub log_lines: usize,
    /// Records that both sides had made alike and that are one now.
    pub joined: Vec<Joined>,
    /// What could not be settled.
    pub conflicts: Vec<Unsettled>,
}

/// A record of theirs that is now one with a record of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Joined {
    /// What people call such a record.
    pub kind: &'static str,
    /// Its id here.
    pub ours: String,
    /// Its id in theirs.
    pub theirs: String,
}

/// A record that both sides changed in ways that cannot stand together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unsettled {
    /// The conflict that keeps all versions.
    pub conflict: ConflictId,
    /// What people call such a record.
    pub kind: &'static str,
    /// The record's id.
    pub record: String,
    /// Its article.
    pub article: Option<ArticleId>,
}

impl MergeReport {
    /// Whether nothing of theirs was new.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added + self.changed + self.removed + self.log_lines == 0 && self.conflicts.is_empty()
    }
}

impl std::fmt::Display for MergeReport {
    /// One sentence for a notice.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counts = [(self.added, "added"), (self.changed, "changed"), (self.removed, "removed")];
        let mut taken: Vec<String> = Vec::new();
        for (count, what) in counts.into_iter().filter(|(count, _)| *count > 0) {
            let what = if taken.is_empty() {
                format!("{} {what}", counted(count, "record"))
            } else {
                format!("{count} {what}")
            };
            taken.push(what);
        }
        match taken.as_slice() {
            [] if self.log_lines > 0 => f.write_str("only their log was new")?,
            [] => f.write_str("nothing of theirs was new")?,
            some => f.write_str(&some.join(", "))?,
        }
        let rest = [
            (self.combined, "with changes of both sides"),
            (self.joined.len(), "made alike by both sides and joined"),
            (self.kept, "of ours kept"),
        ];
        for (count, what) in rest.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, "; {count} {what}")?;
        }
        match self.conflicts.len() {
            0 => Ok(()),
            count => write!(f, "; {} left open", counted(count, "conflict")),
        }
    }
}

/// Plans to bring into `ours` what `theirs` has changed since `base`; `source` says where theirs came from, for people.
///
/// What only one side changed counts. What both changed is brought together field by field; where that does not go, ours
/// stays, a changed record stays against its deletion, and a conflict keeps every version. Nothing comes to name a record
/// that is not there.
pub fn plan_merge(base: &Session, ours: &Session, theirs: &Session, source: &str, context: &mut Context<'_>) -> Merge {
    let names = twins(base, ours, theirs);
    let renamed = names.given_to(theirs, base);
    let mut merger = Merger::new(base, ours, &renamed);
    merger.all_records();
    merger.settle();
    let taken = difference(ours, &merger.target);
    let mut report = MergeReport { kept: kept(base, ours, &taken), joined: joined(&names), ..MergeReport::default() };
    for edit in &taken {
        match edit.effect() {
            Effect::Made => report.added += 1,
            Effect::Changed => report.changed += 1,
            Effect::Gone => report.removed += 1,
        }
    }
    report.combined = merger.combined.len();
    let mut edits = taken;
    for (key, conflict) in conflicts(&merger, source, context) {
        report.conflicts.push(Unsettled {
            conflict: conflict.id,
            kind: key.kind(),
            record: conflict.record.clone(),
            article: conflict.article,
        });
        edits.push(Edit::Conflict(Change::insert(conflict)));
    }
    let lines = new_lines(base, ours, theirs);
    report.log_lines = lines.len();
    if !lines.is_empty() {
        edits.push(Edit::Log(LogChange::Join(lines.into())));
    }
    let transaction = (!edits.is_empty()).then(|| transaction(&merger.target, edits, source, context));
    Merge { transaction, report }
}

fn transaction(target: &Session, mut edits: Vec<Edit>, source: &str, context: &mut Context<'_>) -> Transaction {
    let annotator = context.annotator;
    if !target.annotators.contains(annotator.id) {
        edits.insert(0, Edit::Annotator(Change::insert(annotator.clone())));
    }
    let name = format!("Merge changes from “{}”", short(source));
    Transaction { id: context.ids.transaction(), name, by: annotator.id, at: context.at, edits }
}

/// How many of our own changes no edit touches.
fn kept(base: &Session, ours: &Session, taken: &[Edit]) -> usize {
    let touched: BTreeSet<(Option<ArticleId>, String)> =
        taken.iter().map(|edit| (edit.article(), edit.record())).collect();
    let own = difference(base, ours);
    own.iter().filter(|edit| !touched.contains(&(edit.article(), edit.record()))).count()
}

fn joined(names: &Names) -> Vec<Joined> {
    fn of<I: std::fmt::Display>(kind: &'static str, names: &std::collections::BTreeMap<I, I>) -> Vec<Joined> {
        let one = |(theirs, ours): (&I, &I)| Joined { kind, ours: ours.to_string(), theirs: theirs.to_string() };
        names.iter().map(one).collect()
    }
    let mut joined = of("mention", &names.mentions);
    joined.extend(of("relation", &names.relations));
    joined.extend(of("entry", &names.entries));
    joined.extend(of("alignment", &names.alignments));
    joined.extend(of("outlet", &names.outlets));
    joined.extend(of("region", &names.regions));
    joined
}

/// A conflict for each record that needs one and has not the same one already.
fn conflicts(merger: &Merger<'_>, source: &str, context: &mut Context<'_>) -> Vec<(Key, Conflict)> {
    let mut rows = Vec::new();
    for key in &merger.conflicts {
        let row = conflict(merger, *key, source, context.at);
        let is_known = merger.target.conflicts.iter().any(|known| {
            known.record == row.record
                && (&known.base, &known.ours, &known.theirs) == (&row.base, &row.ours, &row.theirs)
        });
        if !is_known {
            rows.push((*key, Conflict { id: context.ids.conflict(), ..row }));
        }
    }
    rows
}

fn conflict(merger: &Merger<'_>, key: Key, source: &str, created: Timestamp) -> Conflict {
    let mut theirs = key.form(merger.theirs);
    if let Key::Article(at) = key {
        let [here, there] =
            [&merger.target, merger.theirs].map(|session| session.shard(at).map(|shard| &shard.article));
        theirs = match (here, there) {
            (Some(here), Some(there)) if here.text() != there.text() => Some(form::article_with_text(there)),
            _ => theirs,
        };
    }
    Conflict {
        id: ConflictId::default(),
        record: key.name(),
        article: key.article().filter(|at| merger.target.position(*at).is_some()),
        base: key.form(merger.base),
        ours: key.form(merger.ours),
        theirs,
        source: source.to_owned(),
        created,
        ext: Ext::default(),
    }
}

/// Lines of their log that neither the base nor ours has.
fn new_lines(base: &Session, ours: &Session, theirs: &Session) -> Vec<LogLine> {
    if Arc::ptr_eq(&base.log, &theirs.log) {
        return Vec::new();
    }
    let known: BTreeSet<TransactionId> = base.log.lines.iter().chain(&ours.log.lines).map(|line| line.id).collect();
    theirs.log.lines.iter().filter(|line| !known.contains(&line.id)).cloned().collect()
}
