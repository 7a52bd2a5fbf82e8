//! Planning of what follows an entry that goes: records that name it name the one it was merged into, or none.

use super::change::{Change, Edit};
use super::plan::Plan;
use super::plan_register::update;
use super::refusal::Refusal;
use crate::model::{Alignment, AlignmentEnd, Entry, EntryId, Record, SavedFilter, Shard, SuggestionId, Table};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Entries that go, and the one that takes their place.
pub(super) struct Gone {
    pub(super) entries: BTreeSet<EntryId>,
    pub(super) into: Option<EntryId>,
}

impl Gone {
    /// What a link to `entry` becomes.
    pub(super) fn follow(&self, entry: EntryId) -> Option<EntryId> {
        if self.entries.contains(&entry) { self.into } else { Some(entry) }
    }

    fn holds(&self, entry: Option<EntryId>) -> bool {
        entry.is_some_and(|entry| self.entries.contains(&entry))
    }

    /// Mentions, also quarantined ones, follow; suggestions follow, or go where there is nothing to follow to.
    pub(super) fn relink(&self, plan: &mut Plan<'_, '_>) -> Result<(), Refusal> {
        for shard in plan.session.shards() {
            for mention in shard.mentions.iter().filter(|mention| self.holds(mention.entry)) {
                plan.update_mention(shard.id(), mention.id, |row| row.entry = self.into)?;
            }
            self.waiting(plan, shard);
        }
        Ok(())
    }

    fn waiting(&self, plan: &mut Plan<'_, '_>, shard: &Shard) {
        let at = shard.id();
        for before in rows(&shard.quarantine, |row| self.holds(row.mention.entry)) {
            let mut after = (*before).clone();
            after.mention.entry = self.into;
            plan.edits.push(Edit::Quarantine(at, Change::update(before, after)));
        }
        let linked = rows(&shard.suggestions, |row| self.holds(row.entry));
        if self.into.is_none() {
            // Relations that wait for these go with them.
            let waiting = linked.iter().flat_map(|row| shard.waiting_for(row.id)).map(|row| row.id);
            let gone: BTreeSet<SuggestionId> = linked.iter().map(|row| row.id).chain(waiting).collect();
            for suggestion in gone.into_iter().filter_map(|gone| shard.suggestions.shared(gone)) {
                plan.edits.push(Edit::Suggestion(at, Change::delete(suggestion)));
            }
            return;
        }
        for before in linked {
            let mut after = (*before).clone();
            after.entry = self.into;
            plan.edits.push(Edit::Suggestion(at, Change::update(before, after)));
        }
    }

    /// Entries that stay say the right thing of those that go.
    pub(super) fn others(&self, plan: &mut Plan<'_, '_>) -> Result<(), Refusal> {
        let stays = |id: EntryId| !self.entries.contains(&id) && self.into != Some(id);
        let is_told = |row: &&Entry| stays(row.id) && self.is_named_in(row);
        for other in plan.session.entries.iter().filter(is_told) {
            update(plan, other.id, |row| self.tell(row))?;
        }
        Ok(())
    }

    fn is_named_in(&self, row: &Entry) -> bool {
        self.holds(row.place.as_ref().and_then(|place| place.entry))
            || row.distinct_from.iter().any(|other| self.entries.contains(other))
    }

    /// Puts right what `row` says of entries that go.
    pub(super) fn tell(&self, row: &mut Entry) {
        if row.distinct_from.iter().any(|other| self.entries.contains(other)) {
            let mut kept: Vec<EntryId> = Vec::new();
            for other in row.distinct_from.iter().filter_map(|other| self.follow(*other)) {
                if other != row.id && !kept.contains(&other) {
                    kept.push(other);
                }
            }
            row.distinct_from = kept;
        }
        if let Some(place) = row.place.as_mut().filter(|place| self.holds(place.entry)) {
            place.entry = self.into.filter(|into| *into != row.id);
        }
    }

    /// Saved filters follow; one that asks for nothing but what goes, goes too.
    pub(super) fn filters(&self, plan: &mut Plan<'_, '_>) {
        let names = |row: &SavedFilter| row.entries.iter().any(|entry| self.entries.contains(entry));
        for before in rows(&plan.session.filters, names) {
            let mut after = (*before).clone();
            after.entries.clear();
            for entry in before.entries.iter().filter_map(|entry| self.follow(*entry)) {
                if !after.entries.contains(&entry) {
                    after.entries.push(entry);
                }
            }
            let change = if after.entries.is_empty() { Change::delete(before) } else { Change::update(before, after) };
            plan.edits.push(Edit::Filter(change));
        }
    }

    /// Alignments follow. One that would compare an entry with itself goes; of two that would say the same the older stays,
    /// with the notes of both.
    pub(super) fn alignments(&self, plan: &mut Plan<'_, '_>) {
        let is_named = |end: AlignmentEnd| self.holds(end.entry);
        let moves = |row: &Alignment| is_named(row.from) || is_named(row.to);
        let (mut kept, mut changed): (Vec<Alignment>, BTreeSet<_>) = (Vec::new(), BTreeSet::new());
        kept.extend(plan.session.alignments.iter().filter(|row| !moves(row)).cloned());
        for before in rows(&plan.session.alignments, moves) {
            let end = |end: AlignmentEnd| match end.entry.map(|entry| self.follow(entry)) {
                Some(Some(entry)) => Some(AlignmentEnd::of_entry(entry)),
                Some(None) => None,
                None => Some(end),
            };
            let ends = end(before.from).zip(end(before.to)).filter(|(from, to)| from != to);
            let Some((from, to)) = ends else {
                plan.edits.push(Edit::Alignment(Change::delete(before)));
                continue;
            };
            let is_same = |known: &&mut Alignment| {
                known.kind == before.kind
                    && ((known.from, known.to) == (from, to) || (known.from, known.to) == (to, from))
            };
            if let Some(known) = kept.iter_mut().find(is_same) {
                if !before.notes.is_empty() {
                    known.notes.extend(before.notes.iter().cloned());
                    changed.insert(known.id);
                }
                plan.edits.push(Edit::Alignment(Change::delete(before)));
            } else {
                changed.insert(before.id);
                kept.push(Alignment { from, to, ..Alignment::clone(&before) });
            }
        }
        for mut after in kept.into_iter().filter(|row| changed.contains(&row.id)) {
            after.notes.sort_by_key(|note| note.at);
            after.modified = Some(plan.context.at);
            if let Some(before) = plan.session.alignments.shared(after.id) {
                plan.edits.push(Edit::Alignment(Change::update(before, after)));
            }
        }
    }
}

/// Those rows that `is_asked` names, to be kept.
pub(super) fn rows<R: Record>(table: &Table<R>, is_asked: impl Fn(&R) -> bool) -> Vec<Arc<R>> {
    table.iter().filter(|row| is_asked(row)).filter_map(|row| table.shared(row.id())).collect()
}
