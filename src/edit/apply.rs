//! Applying a transaction: every `before` is checked, and what was done is undone where one does not hold.

use super::change::{Change, Edit, LogChange};
use super::transaction::Transaction;
use crate::model::{ArticleId, Log, Record, Session, Shard, Table};
use std::sync::Arc;

/// Why a transaction did not apply; the session is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// A record is not what the transaction was planned on.
    #[error("the {kind} {id} has changed meanwhile; nothing was done")]
    Stale {
        /// What kind of record.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// An article is not there.
    #[error("the article {0} is not in this session; nothing was done")]
    NoArticle(ArticleId),
    /// An article cannot go while records belong to it.
    #[error("records still belong to the article {0}; nothing was done")]
    ArticleInUse(ArticleId),
}

/// Applies `transaction` to `session` whole or not at all, and adds its line to the log.
///
/// # Errors
/// [`ApplyError`] where the session is not the one that the transaction was planned on.
pub fn apply(session: &mut Session, transaction: &Transaction) -> Result<(), ApplyError> {
    for (done, edit) in transaction.edits.iter().enumerate() {
        if let Err(error) = apply_one(session, edit) {
            for undone in transaction.edits.iter().take(done).rev() {
                // The inverse of an edit that has just applied finds exactly what that edit left.
                let back = apply_one(session, &undone.inverse());
                debug_assert_eq!(back, Ok(()), "rolling back {undone:?}");
            }
            return Err(error);
        }
    }
    Arc::make_mut(&mut session.log).push(transaction.log_line());
    Ok(())
}

fn apply_one(session: &mut Session, edit: &Edit) -> Result<(), ApplyError> {
    match edit {
        Edit::Info(change) => replace(&mut session.info, change),
        Edit::Schema(change) => replace(&mut session.schema, change),
        Edit::Annotator(change) => put(Arc::make_mut(&mut session.annotators), change),
        Edit::Outlet(change) => put(Arc::make_mut(&mut session.outlets), change),
        Edit::Entry(change) => put(Arc::make_mut(&mut session.entries), change),
        Edit::Alignment(change) => put(Arc::make_mut(&mut session.alignments), change),
        Edit::Conflict(change) => put(Arc::make_mut(&mut session.conflicts), change),
        Edit::Decision(change) => put(Arc::make_mut(&mut session.decisions), change),
        Edit::Filter(change) => put(Arc::make_mut(&mut session.filters), change),
        Edit::Guideline(change) => put(Arc::make_mut(&mut session.guidelines), change),
        Edit::Article { position, change } => put_article(session, *position, change),
        Edit::Metadata(change) => replace(&mut shard(session, change.id)?.metadata, change),
        Edit::Region(article, change) => put(&mut shard(session, *article)?.regions, change),
        Edit::Repair(article, change) => put(&mut shard(session, *article)?.repairs, change),
        Edit::Mention(article, change) => put(&mut shard(session, *article)?.mentions, change),
        Edit::Relation(article, change) => put(&mut shard(session, *article)?.relations, change),
        Edit::Suggestion(article, change) => put(&mut shard(session, *article)?.suggestions, change),
        Edit::Quarantine(article, change) => put(&mut shard(session, *article)?.quarantine, change),
        Edit::Log(change) => put_lines(Arc::make_mut(&mut session.log), change),
    }
}

fn shard(session: &mut Session, id: ArticleId) -> Result<&mut Shard, ApplyError> {
    session.shard_mut(id).ok_or(ApplyError::NoArticle(id))
}

fn stale<R: Record>(change: &Change<R>) -> ApplyError {
    ApplyError::Stale { kind: R::KIND, id: change.id.to_string() }
}

fn is_before<R: Record>(now: Option<&Arc<R>>, before: Option<&Arc<R>>) -> bool {
    match (now, before) {
        (None, None) => true,
        (Some(now), Some(before)) => Arc::ptr_eq(now, before) || now == before,
        _ => false,
    }
}

fn put<R: Record>(table: &mut Table<R>, change: &Change<R>) -> Result<(), ApplyError> {
    if !is_before(table.shared(change.id).as_ref(), change.before.as_ref()) {
        return Err(stale(change));
    }
    table.put(change.id, change.after.clone());
    Ok(())
}

/// Changes what there is exactly one of; such a record neither comes nor goes.
fn replace<R: Record>(now: &mut Arc<R>, change: &Change<R>) -> Result<(), ApplyError> {
    match &change.after {
        Some(after) if is_before(Some(now), change.before.as_ref()) => {
            *now = Arc::clone(after);
            Ok(())
        }
        _ => Err(stale(change)),
    }
}

fn put_article(
    session: &mut Session,
    position: usize,
    change: &Change<crate::model::Article>,
) -> Result<(), ApplyError> {
    let now = session.shard(change.id).map(|shard| Arc::clone(&shard.article));
    if !is_before(now.as_ref(), change.before.as_ref()) {
        return Err(stale(change));
    }
    match (&change.before, &change.after) {
        (None, Some(article)) => session.insert_shard(position, Shard::new(Arc::clone(article))),
        (Some(article), None) => {
            let bare = Shard::new(Arc::clone(article));
            if session.shard(change.id).is_some_and(|shard| **shard != bare) {
                return Err(ApplyError::ArticleInUse(change.id));
            }
            session.remove_shard(change.id);
        }
        (Some(before), Some(after)) if before.text() == after.text() => {
            shard(session, change.id)?.article = Arc::clone(after);
        }
        // The text of an article never changes.
        (Some(_), Some(_)) | (None, None) => return Err(stale(change)),
    }
    Ok(())
}

fn put_lines(log: &mut Log, change: &LogChange) -> Result<(), ApplyError> {
    match change {
        LogChange::Join(lines) => {
            log.join(lines).map_err(|id| ApplyError::Stale { kind: "line of the log", id: id.to_string() })
        }
        LogChange::Leave(lines) => {
            log.part(lines);
            Ok(())
        }
    }
}
