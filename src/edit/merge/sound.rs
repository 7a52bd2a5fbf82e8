//! Whether what came of a merge holds together, and what is put right where it does not.
//!
//! There are two means only: a record that one side deleted is put back because the other side needs it, and a change of
//! theirs is refused because it does not go with ours. Either leaves a conflict. Each record is refused once at most, and a
//! session of which everything is refused is ours, so this comes to an end.

use super::super::validate::{Fault, FaultCode, validate_where};
use super::kinds::{Key, Kind, NOWHERE};
use super::merger::{Merger, by_id};
use super::references::{each_reference, ends};
use crate::model::{
    Annotator, ArticleId, Entry, EntryId, Guideline, Mention, MentionId, Outlet, Record, RegionId, RelationId,
    RepairId, Session, Shard, Suggestion, SuggestionId, Table,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Merger<'_> {
    pub(super) fn settle(&mut self) {
        let steps = [
            Self::schema,
            Self::ids_once,
            Self::references,
            Self::hanging,
            Self::relink,
            Self::twins_once,
            Self::faults,
        ];
        while steps.iter().any(|step| step(self)) {}
    }

    /// Gives a record back to ours; whether anything came of it.
    fn refuse(&mut self, key: Key) -> bool {
        let is_alone = matches!(key, Key::Article(_)) && !key.is_in(self.ours);
        if is_alone || key.is_same(self.ours, &self.target) || !self.refused.insert(key) {
            return false;
        }
        key.copy(self.ours, &mut self.target);
        self.conflicts.insert(key);
        self.combined.remove(&key);
        true
    }

    /// Puts back a record that one side deleted; whether anything came of it.
    fn put_back(&mut self, key: Key) -> bool {
        let Some(side) = [self.ours, self.theirs].into_iter().find(|side| key.is_in(side)) else { return false };
        let text =
            |session: &Session| key.article().and_then(|at| session.shard(at)).map(|shard| shard.article.shared_text());
        match (key.article(), text(&self.target), text(side)) {
            (Some(at), None, _) => {
                self.insert_article(side, at);
                self.conflicts.insert(Key::Article(at));
                return true;
            }
            (_, here, there) if here != there => return false,
            _ => {}
        }
        key.copy(side, &mut self.target);
        if let Key::Mention(at, id) = key
            && !key.is_in(&self.target)
        {
            Key::Quarantine(at, id).copy(side, &mut self.target);
        }
        self.conflicts.insert(key);
        true
    }

    /// Articles of the outcome that are not just ours.
    fn touched(&self) -> Vec<Arc<Shard>> {
        let ours = by_id(self.ours);
        let is_ours = |shard: &Arc<Shard>| ours.get(&shard.id()).is_some_and(|ours| Arc::ptr_eq(ours, shard));
        self.target.shards().iter().filter(|shard| !is_ours(shard)).cloned().collect()
    }

    /// An id stands once in a session. A mention that one side found a place for is in the quarantine no more.
    fn ids_once(&mut self) -> bool {
        let mut is_changed = false;
        for shard in self.touched() {
            let at = shard.id();
            let placed = shard.quarantine.iter().map(Record::id).filter(|id| shard.mentions.contains(*id));
            for id in placed.collect::<Vec<MentionId>>() {
                if let Some(shard) = self.target.shard_mut(at) {
                    shard.quarantine.put(id, None);
                }
                self.conflicts.insert(Key::Quarantine(at, id));
                is_changed = true;
            }
        }
        for key in self.elsewhere_too() {
            is_changed |= self.refuse(key);
        }
        is_changed
    }

    /// Mentions that came from theirs under an id that stands in another article.
    fn elsewhere_too(&self) -> Vec<Key> {
        let mut new = Vec::new();
        for shard in self.touched() {
            let ours = self.ours.shard(shard.id());
            let is_new = |row: &&Mention| ours.is_none_or(|ours| !ours.mentions.contains(row.id));
            new.extend(shard.mentions.iter().filter(is_new).map(|row| (row.id, shard.id())));
        }
        if new.is_empty() {
            return Vec::new();
        }
        let mut places: BTreeMap<MentionId, usize> = BTreeMap::new();
        for shard in self.target.shards() {
            let ids = shard.mentions.iter().map(|row| row.id).chain(shard.quarantine.iter().map(Record::id));
            ids.for_each(|id| *places.entry(id).or_default() += 1);
        }
        new.retain(|(id, _)| places.get(id).is_some_and(|places| *places > 1));
        new.into_iter().map(|(id, at)| Key::Mention(at, id)).collect()
    }

    /// Nothing may name what is gone, unless it did so in the session that it came from.
    fn references(&mut self) -> bool {
        let gone = self.gone();
        if gone.is_empty() {
            return false;
        }
        let mut wanting = Vec::new();
        each_reference(&self.target, &mut |key, named| {
            if gone.contains(&named) {
                wanting.push((key, named));
            }
        });
        let mut is_changed = false;
        for (key, named) in wanting {
            let is_inherited = |side: &Session| !named.is_in(side) && key.is_same(&self.target, side);
            if named.is_in(&self.target) || is_inherited(self.ours) || is_inherited(self.theirs) {
                continue;
            }
            let is_back = !self.refused.contains(&named) && self.put_back(named);
            is_changed |= is_back || self.refuse(key);
        }
        is_changed
    }

    /// What one of the sides has and the outcome has not, of what can be named.
    fn gone(&self) -> BTreeSet<Key> {
        let mut gone = BTreeSet::new();
        let target = by_id(&self.target);
        for side in [self.ours, self.theirs] {
            gone.extend(gone_of::<Annotator>(side, &self.target, NOWHERE));
            gone.extend(gone_of::<Outlet>(side, &self.target, NOWHERE));
            gone.extend(gone_of::<Entry>(side, &self.target, NOWHERE));
            gone.extend(gone_of::<Guideline>(side, &self.target, NOWHERE));
            for shard in side.shards() {
                let at = shard.id();
                match target.get(&at) {
                    Some(now) if Arc::ptr_eq(now, shard) => {}
                    Some(_) => {
                        gone.extend(gone_of::<Mention>(side, &self.target, at));
                        gone.extend(gone_of::<Suggestion>(side, &self.target, at));
                    }
                    None => {
                        gone.insert(Key::Article(at));
                        gone.extend(shard.mentions.iter().map(|row| Key::Mention(at, row.id)));
                    }
                }
                let waiting = shard.quarantine.iter().map(|row| Key::Mention(at, row.id()));
                gone.extend(waiting.filter(|key| !key.is_in(&self.target)));
            }
        }
        gone
    }

    /// What hung on a record that one side deleted went with it, and comes back with it where the record has stayed.
    fn hanging(&mut self) -> bool {
        let mut back = Vec::new();
        let target = by_id(&self.target);
        for (side, other) in [(self.ours, self.theirs), (self.theirs, self.ours)] {
            let mut check = |key: Key, ends: &[Key]| {
                let is_cut = ends.iter().any(|end| !end.is_in(other));
                if is_cut && !self.refused.contains(&key) && ends.iter().all(|end| end.is_in(&self.target)) {
                    back.push((key, side));
                }
            };
            for row in missing(&side.alignments, &self.target.alignments) {
                check(Key::Alignment(row.id), &ends(row).collect::<Vec<Key>>());
            }
            for shard in side.shards() {
                let at = shard.id();
                let Some(now) = target.get(&at) else { continue };
                for row in missing(&shard.relations, &now.relations) {
                    check(Key::Relation(at, row.id), &[Key::Mention(at, row.from), Key::Mention(at, row.to)]);
                }
                for row in missing(&shard.suggestions, &now.suggestions) {
                    let ends = row.mention.into_iter().chain(row.target).map(|end| Key::Mention(at, end));
                    let ends: Vec<Key> = ends.chain(row.entry.map(Key::Entry)).collect();
                    check(Key::Suggestion(at, row.id), &ends);
                }
            }
        }
        for (key, side) in &back {
            key.copy(side, &mut self.target);
        }
        !back.is_empty()
    }

    /// Mentions that lost their entry only because one side deleted it get it back where it has stayed.
    fn relink(&mut self) -> bool {
        let entries = self.conflicts.iter().filter_map(|key| match key {
            Key::Entry(id) if key.is_in(&self.target) => Some(*id),
            _ => None,
        });
        let entries: BTreeSet<EntryId> = entries.collect();
        if entries.is_empty() {
            return false;
        }
        let mut back = Vec::new();
        for (side, other) in [(self.ours, self.theirs), (self.theirs, self.ours)] {
            for shard in side.shards() {
                let Some(now) = self.target.shard(shard.id()) else { continue };
                for row in shard.mentions.iter() {
                    let Some(entry) = row.entry.filter(|id| entries.contains(id) && !other.entries.contains(*id))
                    else {
                        continue;
                    };
                    let layer = self.target.entries.get(entry).map(|entry| entry.layer.as_str());
                    let lost = now.mentions.get(row.id).filter(|now| now.entry.is_none());
                    let may = !self.refused.contains(&Key::Mention(shard.id(), row.id));
                    if let Some(lost) = lost.filter(|lost| may && layer == Some(lost.label.layer())) {
                        back.push((shard.id(), Mention { entry: Some(entry), ..lost.clone() }));
                    }
                }
            }
        }
        let is_changed = !back.is_empty();
        for (at, row) in back {
            if let Some(shard) = self.target.shard_mut(at) {
                shard.mentions.put(row.id, Some(Arc::new(row)));
            }
        }
        is_changed
    }

    /// The same label stands once on the same words, unless it stood there twice in theirs.
    fn twins_once(&mut self) -> bool {
        let mut second = Vec::new();
        for shard in self.touched() {
            let at = shard.id();
            let alike = |one: &Mention, other: &Mention| one.label == other.label && one.fragments == other.fragments;
            let [ours, theirs] = [self.ours, self.theirs].map(|side| Mention::table(side, at));
            let find = |table: Option<&Table<Mention>>, id, row: &Mention| {
                table.and_then(|table| table.get(id)).is_some_and(|known| alike(known, row))
            };
            for row in shard.mentions.iter().filter(|row| !find(ours, row.id, row)) {
                let is_theirs = |id| find(theirs, id, row);
                let mut others = shard.mentions_on(row.fragments.hull()).filter(|other| other.id != row.id);
                if others.any(|other| alike(other, row) && !(is_theirs(row.id) && is_theirs(other.id))) {
                    second.push(Key::Mention(at, row.id));
                }
            }
        }
        let mut is_changed = false;
        for key in second {
            is_changed |= self.refuse(key);
        }
        is_changed
    }

    /// Looks for what holds in neither side's session nor in the outcome, and refuses what brought it.
    fn faults(&mut self) -> bool {
        let mut reworked = self.ours.schema != self.target.schema;
        self.target.entries.differences(&self.ours.entries, |before, _| reworked |= before.is_some());
        let touched: BTreeSet<ArticleId> = self.touched().iter().map(|shard| shard.id()).collect();
        let is_asked = |shard: &Shard| reworked || touched.contains(&shard.id());
        let mut found = validate_where(&self.target, is_asked);
        found.retain(|fault| !is_for_people(fault));
        if found.is_empty() {
            return false;
        }
        let known: BTreeSet<_> = [self.ours, self.theirs]
            .iter()
            .flat_map(|side| validate_where(side, is_asked))
            .map(|fault| (fault.article, fault.record, fault.code))
            .collect();
        found.retain(|fault| !known.contains(&(fault.article, fault.record.clone(), fault.code)));
        let mut is_changed = false;
        for fault in found {
            is_changed |= self.causes(&fault).into_iter().any(|key| self.refuse(key));
        }
        is_changed
    }

    /// What may have brought a fault, the likeliest first.
    fn causes(&self, fault: &Fault) -> Vec<Key> {
        let mut causes: Vec<Key> = key_of(fault).into_iter().collect();
        match causes.first().copied() {
            Some(Key::Relation(at, id)) => {
                let row = self.target.shard(at).and_then(|shard| shard.relations.get(id));
                causes.extend(row.iter().flat_map(|row| [Key::Mention(at, row.from), Key::Mention(at, row.to)]));
            }
            Some(Key::Mention(at, id)) => {
                let row = self.target.shard(at).and_then(|shard| shard.mentions.get(id));
                causes.extend(row.and_then(|row| row.entry).map(Key::Entry));
            }
            Some(Key::Alignment(id)) => causes.extend(self.target.alignments.get(id).into_iter().flat_map(ends)),
            Some(Key::Article(at)) => causes.push(Key::Metadata(at)),
            _ => {}
        }
        causes.push(Key::Schema);
        causes
    }
}

/// Faults that any command may leave too and that people see to: values still missing, names that two entries share.
fn is_for_people(fault: &Fault) -> bool {
    let is_name = fault.code == FaultCode::Duplicate && fault.record.starts_with("entry ");
    is_name || matches!(fault.code, FaultCode::Missing | FaultCode::Unplaced)
}

/// The record that a fault is about; nothing for elements of the schema.
fn key_of(fault: &Fault) -> Option<Key> {
    let (kind, id) = fault.record.rsplit_once(' ')?;
    let at = fault.article.unwrap_or(NOWHERE);
    match kind {
        "mention" => MentionId::parse(id).ok().map(|id| Key::Mention(at, id)),
        "relation" => RelationId::parse(id).ok().map(|id| Key::Relation(at, id)),
        "suggestion" => SuggestionId::parse(id).ok().map(|id| Key::Suggestion(at, id)),
        "region" => RegionId::parse(id).ok().map(|id| Key::Region(at, id)),
        "repair" => RepairId::parse(id).ok().map(|id| Key::Repair(at, id)),
        "article" => Some(Key::Article(at)),
        "entry" => EntryId::parse(id).ok().map(Key::Entry),
        "alignment" => crate::model::AlignmentId::parse(id).ok().map(Key::Alignment),
        "conflict" => crate::model::ConflictId::parse(id).ok().map(Key::Conflict),
        "decision" => crate::model::DecisionId::parse(id).ok().map(Key::Decision),
        "saved filter" => crate::model::FilterId::parse(id).ok().map(Key::Filter),
        _ => None,
    }
}

fn gone_of<K: Kind>(side: &Session, now: &Session, at: ArticleId) -> Vec<Key> {
    let (Some(before), Some(after)) = (K::table(side, at), K::table(now, at)) else { return Vec::new() };
    let keys = missing(before, after).into_iter().map(|row| K::key(at, row.id()));
    keys.filter(|key| !key.is_in(now)).collect()
}

/// Records of `before` that `after` has not.
fn missing<'t, R: Record>(before: &'t Table<R>, after: &'t Table<R>) -> Vec<&'t R> {
    let mut rows = Vec::new();
    after.differences(before, |before, after| rows.extend(before.filter(|_| after.is_none())));
    rows
}
