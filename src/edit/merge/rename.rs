//! A session in which some records go by other ids. It does not know why.

use super::merger::by_id;
use crate::model::{
    AlignmentEnd, AlignmentId, EntryId, Mention, MentionId, OutletId, Record, RegionId, RelationId, Session, Shard,
    Table,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Other ids of records.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) outlets: BTreeMap<OutletId, OutletId>,
    pub(super) entries: BTreeMap<EntryId, EntryId>,
    pub(super) alignments: BTreeMap<AlignmentId, AlignmentId>,
    pub(super) mentions: BTreeMap<MentionId, MentionId>,
    pub(super) relations: BTreeMap<RelationId, RelationId>,
    pub(super) regions: BTreeMap<RegionId, RegionId>,
}

fn named<I: Copy + Ord>(names: &BTreeMap<I, I>, id: I) -> I {
    names.get(&id).copied().unwrap_or(id)
}

impl Names {
    pub(super) fn mention(&self, id: MentionId) -> MentionId {
        named(&self.mentions, id)
    }

    pub(super) fn entry(&self, id: EntryId) -> EntryId {
        named(&self.entries, id)
    }

    pub(super) fn end(&self, end: AlignmentEnd) -> AlignmentEnd {
        AlignmentEnd {
            entry: end.entry.map(|id| self.entry(id)),
            article: end.article,
            mention: end.mention.map(|id| self.mention(id)),
        }
    }

    fn are_none(&self) -> bool {
        self.outlets.is_empty()
            && self.entries.is_empty()
            && self.alignments.is_empty()
            && self.mentions.is_empty()
            && self.relations.is_empty()
            && self.regions.is_empty()
    }

    /// `session` with these names. Articles that `base` shares have none of them and stay as they are.
    pub(super) fn given_to(&self, session: &Session, base: &Session) -> Session {
        let mut renamed = session.clone();
        if self.are_none() {
            return renamed;
        }
        rewrite(Arc::make_mut(&mut renamed.outlets), |row| row.id = named(&self.outlets, row.id));
        rewrite(Arc::make_mut(&mut renamed.entries), |row| {
            row.id = self.entry(row.id);
            row.distinct_from.iter_mut().for_each(|id| *id = self.entry(*id));
            if let Some(place) = &mut row.place {
                place.entry = place.entry.map(|id| self.entry(id));
            }
        });
        rewrite(Arc::make_mut(&mut renamed.alignments), |row| {
            row.id = named(&self.alignments, row.id);
            row.from = self.end(row.from);
            row.to = self.end(row.to);
        });
        rewrite(Arc::make_mut(&mut renamed.filters), |row| {
            row.outlets.iter_mut().for_each(|id| *id = named(&self.outlets, *id));
            row.entries.iter_mut().for_each(|id| *id = self.entry(*id));
        });
        let known = by_id(base);
        let changed = session
            .shards()
            .iter()
            .filter(|shard| known.get(&shard.id()).is_none_or(|known| !Arc::ptr_eq(known, shard)));
        for id in changed.map(|shard| shard.id()) {
            if let Some(shard) = renamed.shard_mut(id) {
                self.article(shard);
            }
        }
        renamed
    }

    fn article(&self, shard: &mut Shard) {
        let outlet = shard.metadata.outlet.as_ref().map(|outlet| outlet.value);
        if outlet.is_some_and(|id| self.outlets.contains_key(&id))
            && let Some(outlet) = &mut Arc::make_mut(&mut shard.metadata).outlet
        {
            outlet.value = named(&self.outlets, outlet.value);
        }
        rewrite(&mut shard.regions, |row| row.id = named(&self.regions, row.id));
        rewrite(&mut shard.mentions, |row| self.a_mention(row));
        rewrite(&mut shard.quarantine, |row| self.a_mention(&mut row.mention));
        rewrite(&mut shard.relations, |row| {
            row.id = named(&self.relations, row.id);
            row.from = self.mention(row.from);
            row.to = self.mention(row.to);
            row.provenance.from = row.provenance.from.map(|id| self.mention(id));
        });
        rewrite(&mut shard.suggestions, |row| {
            row.mention = row.mention.map(|id| self.mention(id));
            row.target = row.target.map(|id| self.mention(id));
            row.entry = row.entry.map(|id| self.entry(id));
        });
    }

    fn a_mention<P>(&self, row: &mut Mention<P>) {
        row.id = self.mention(row.id);
        row.entry = row.entry.map(|id| self.entry(id));
        row.provenance.from = row.provenance.from.map(|id| self.mention(id));
    }
}

/// Changes every record; those that come out as they were stay shared.
fn rewrite<R: Record>(table: &mut Table<R>, change: impl Fn(&mut R)) {
    let mut changed = Vec::new();
    for row in table.iter() {
        let mut after = row.clone();
        change(&mut after);
        if after != *row {
            changed.push((row.id(), after));
        }
    }
    for (id, _) in &changed {
        table.put(*id, None);
    }
    for (_, after) in changed {
        table.put(after.id(), Some(Arc::new(after)));
    }
}
