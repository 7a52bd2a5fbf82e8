//! The edits that lead from one session to another. It does not know why the two differ.

use super::super::change::{Change, Edit};
use super::kinds::{Kind, NOWHERE};
use super::merger::changed;
use crate::model::{
    Alignment, Annotator, ArticleId, Conflict, Decision, Entry, Guideline, Mention, Outlet, Quarantined, Record,
    Region, Relation, Repair, SavedFilter, Session, Shard, Suggestion, Table,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The edits that make `after` of `before`, but for the log and the order of articles that both have. Articles and tables
/// that the two share cost nothing.
#[must_use]
pub fn difference(before: &Session, after: &Session) -> Vec<Edit> {
    let mut edits = Vec::new();
    if before.info != after.info {
        edits.push(Edit::Info(replaced(&before.info, &after.info)));
    }
    if before.schema != after.schema {
        edits.push(Edit::Schema(replaced(&before.schema, &after.schema)));
    }
    between::<Annotator>(&mut edits, before, after);
    between::<Outlet>(&mut edits, before, after);
    between::<Entry>(&mut edits, before, after);
    between::<Alignment>(&mut edits, before, after);
    between::<Conflict>(&mut edits, before, after);
    between::<Decision>(&mut edits, before, after);
    between::<SavedFilter>(&mut edits, before, after);
    between::<Guideline>(&mut edits, before, after);
    articles(&mut edits, before, after);
    edits
}

fn articles(edits: &mut Vec<Edit>, before: &Session, after: &Session) {
    let old: BTreeMap<ArticleId, &Arc<Shard>> = before.shards().iter().map(|shard| (shard.id(), shard)).collect();
    let kept: BTreeSet<ArticleId> = after.shards().iter().map(|shard| shard.id()).collect();
    let mut gone = 0;
    for (position, shard) in before.shards().iter().enumerate() {
        if !kept.contains(&shard.id()) {
            contents(edits, shard, &Shard::new(Arc::clone(&shard.article)));
            let change = Change::delete(Arc::clone(&shard.article));
            edits.push(Edit::Article { position: position - gone, change });
            gone += 1;
        }
    }
    for (position, shard) in after.shards().iter().enumerate() {
        if let Some(old) = old.get(&shard.id()) {
            if !Arc::ptr_eq(old, shard) {
                contents(edits, old, shard);
            }
            continue;
        }
        let change = Change { id: shard.id(), before: None, after: Some(Arc::clone(&shard.article)) };
        edits.push(Edit::Article { position, change });
        contents(edits, &Shard::new(Arc::clone(&shard.article)), shard);
    }
}

/// The edits between two states of one article.
fn contents(edits: &mut Vec<Edit>, before: &Shard, after: &Shard) {
    let at = after.id();
    if before.article != after.article {
        // Its position is only read where an article comes or goes.
        edits.push(Edit::Article { position: 0, change: replaced(&before.article, &after.article) });
    }
    if before.metadata != after.metadata {
        edits.push(Edit::Metadata(replaced(&before.metadata, &after.metadata)));
    }
    tables::<Region>(edits, at, &before.regions, &after.regions);
    tables::<Repair>(edits, at, &before.repairs, &after.repairs);
    tables::<Mention>(edits, at, &before.mentions, &after.mentions);
    tables::<Relation>(edits, at, &before.relations, &after.relations);
    tables::<Suggestion>(edits, at, &before.suggestions, &after.suggestions);
    tables::<Quarantined>(edits, at, &before.quarantine, &after.quarantine);
}

fn replaced<R: Record>(before: &Arc<R>, after: &Arc<R>) -> Change<R> {
    Change { id: before.id(), before: Some(Arc::clone(before)), after: Some(Arc::clone(after)) }
}

fn between<K: Kind>(edits: &mut Vec<Edit>, before: &Session, after: &Session) {
    if let (Some(before), Some(after)) = (K::table(before, NOWHERE), K::table(after, NOWHERE)) {
        tables(edits, NOWHERE, before, after);
    }
}

fn tables<K: Kind>(edits: &mut Vec<Edit>, at: ArticleId, before: &Table<K>, after: &Table<K>) {
    for id in changed(before, after) {
        edits.push(K::edit(at, Change { id, before: before.shared(id), after: after.shared(id) }));
    }
}
