//! What both sides made alike, each under an id of its own: the same label on the same words, the same name in the register,
//! the same link. Theirs gets the id of ours, so that it is one record with one history.

use super::merger::by_id;
use super::rename::Names;
use crate::model::{Alignment, AlignmentEnd, Entry, Outlet, Record, Relation, Session, Table};
use std::collections::BTreeMap;

/// Which ids of theirs become which of ours.
pub(super) fn twins(base: &Session, ours: &Session, theirs: &Session) -> Names {
    let mut names = Names {
        outlets: pairs([&base.outlets, &ours.outlets, &theirs.outlets], outlet_name),
        entries: pairs([&base.entries, &ours.entries, &theirs.entries], entry_name),
        ..Names::default()
    };
    let empty = Table::default();
    let (old, own) = (by_id(base), by_id(ours));
    for shard in theirs.shards() {
        let (before, own) = (old.get(&shard.id()), own.get(&shard.id()));
        let Some(own) = own.filter(|own| own.article.text() == shard.article.text()) else { continue };
        let before = before.map(|before| &***before);
        let mentions = before.map_or(&empty, |before| &before.mentions);
        names.mentions.extend(pairs([mentions, &own.mentions, &shard.mentions], |row| {
            (row.label.clone(), row.fragments.clone())
        }));
    }
    links(&mut names, base, ours, theirs);
    names
}

/// Links are alike where they lead to the same, under whatever ids.
fn links(names: &mut Names, base: &Session, ours: &Session, theirs: &Session) {
    let (relations, regions) = (Table::default(), Table::default());
    let (old, own) = (by_id(base), by_id(ours));
    for shard in theirs.shards() {
        let Some(own) = own.get(&shard.id()) else { continue };
        let before = old.get(&shard.id()).map(|before| &***before);
        let table = before.map_or(&relations, |before| &before.relations);
        let found = pairs([table, &own.relations, &shard.relations], |row: &Relation| {
            (row.label.clone(), row.role.clone(), names.mention(row.from), names.mention(row.to))
        });
        names.relations.extend(found);
        let table = before.map_or(&regions, |before| &before.regions);
        names.regions.extend(pairs([table, &own.regions, &shard.regions], |row| (row.span, row.kind)));
    }
    let found = pairs([&base.alignments, &ours.alignments, &theirs.alignments], |row: &Alignment| {
        let mut ends = [row.from, row.to].map(|end| end_key(names.end(end)));
        ends.sort_unstable();
        ends
    });
    names.alignments = found;
}

fn end_key(end: AlignmentEnd) -> (Option<u64>, Option<u64>, Option<u64>) {
    (end.entry.map(|id| id.0), end.article.map(|id| id.0), end.mention.map(|id| id.0))
}

fn outlet_name(row: &Outlet) -> String {
    row.name.to_lowercase()
}

fn entry_name(row: &Entry) -> (String, String) {
    (row.layer.to_string(), row.name.to_lowercase())
}

/// Records of theirs that are new, each with one that only ours has and that is the same by `key`.
fn pairs<R: Record, K: Ord>([base, ours, theirs]: [&Table<R>; 3], key: impl Fn(&R) -> K) -> BTreeMap<R::Id, R::Id> {
    let mut found = BTreeMap::new();
    let mut new: Vec<&R> = Vec::new();
    theirs.differences(base, |before, after| new.extend(after.filter(|_| before.is_none())));
    new.retain(|row| !ours.contains(row.id()));
    if new.is_empty() {
        return found;
    }
    let mut own: BTreeMap<K, R::Id> = BTreeMap::new();
    ours.differences(base, |_, after| {
        let only_ours = after.filter(|row| !theirs.contains(row.id()));
        own.extend(only_ours.map(|row| (key(row), row.id())));
    });
    for row in new {
        if let Some(twin) = own.remove(&key(row)) {
            found.insert(row.id(), twin);
        }
    }
    found
}
