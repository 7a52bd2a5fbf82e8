//! Three sessions record by record: what only they changed is taken, what only we changed stays, the rest is brought
//! together or noted as a conflict. Whether the outcome holds together is checked behind this, in `sound`.

use super::fields::{Clash, Fields, Three};
use super::kinds::{Key, Kind, NOWHERE, by_field};
use super::schema::{Used, schemas};
use crate::model::{
    Alignment, Annotator, Article, ArticleId, Conflict, Decision, Entry, Guideline, Mention, Metadata, Outlet,
    Quarantined, Record, Region, Relation, Repair, SavedFilter, Session, Shard, Suggestion, Table,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A merge on its way.
pub(super) struct Merger<'a> {
    pub(super) base: &'a Session,
    pub(super) ours: &'a Session,
    pub(super) theirs: &'a Session,
    /// What comes of it.
    pub(super) target: Session,
    /// Records that both sides changed in ways that cannot stand together.
    pub(super) conflicts: BTreeSet<Key>,
    /// Of these, records of which ours stayed although theirs was taken at first.
    pub(super) refused: BTreeSet<Key>,
    /// Records that hold changes of both sides.
    pub(super) combined: BTreeSet<Key>,
}

/// The articles of a session by id.
pub(super) fn by_id(session: &Session) -> BTreeMap<ArticleId, &Arc<Shard>> {
    session.shards().iter().map(|shard| (shard.id(), shard)).collect()
}

impl<'a> Merger<'a> {
    pub(super) fn new(base: &'a Session, ours: &'a Session, theirs: &'a Session) -> Self {
        let (conflicts, refused, combined) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        Self { base, ours, theirs, target: ours.clone(), conflicts, refused, combined }
    }

    /// All but the schema: what that must hold depends on the rest.
    pub(super) fn all_records(&mut self) {
        self.info();
        self.table::<Annotator>(NOWHERE);
        self.table::<Outlet>(NOWHERE);
        self.table::<Entry>(NOWHERE);
        self.table::<Alignment>(NOWHERE);
        self.table::<Conflict>(NOWHERE);
        self.table::<Decision>(NOWHERE);
        self.table::<SavedFilter>(NOWHERE);
        self.table::<Guideline>(NOWHERE);
        self.articles();
    }

    fn info(&mut self) {
        let three = Three { base: Some(&*self.base.info), ours: &*self.ours.info, theirs: &*self.theirs.info };
        if let Some(info) = self.single(Key::Info, &three) {
            self.target.info = Arc::new(info);
        }
    }

    /// The record where it becomes another than ours.
    fn single<T: Fields>(&mut self, key: Key, three: &Three<'_, T>) -> Option<T> {
        if three.theirs == three.ours || three.base == Some(three.theirs) {
            return None;
        }
        if three.base == Some(three.ours) {
            return Some(three.theirs.clone());
        }
        let both = by_field(three);
        self.note(key, both.as_ref(), three);
        both.filter(|both| both != three.ours)
    }

    /// Notes what came of a record that both sides changed.
    fn note<T: PartialEq>(&mut self, key: Key, both: Option<&T>, three: &Three<'_, T>) {
        match both {
            Some(both) if both == three.ours || both == three.theirs => {}
            Some(_) => drop(self.combined.insert(key)),
            None => drop(self.conflicts.insert(key)),
        }
    }

    /// Brings the schemas together, with all that the outcome so far makes use of; whether that changed anything.
    pub(super) fn schema(&mut self) -> bool {
        if self.refused.contains(&Key::Schema) || self.ours.schema == self.theirs.schema {
            return false;
        }
        let three = Three { base: Some(&*self.base.schema), ours: &*self.ours.schema, theirs: &*self.theirs.schema };
        let mut clash = Clash::default();
        let both = schemas(&three, &Used::by(&self.target), &mut clash);
        let is_combined = !clash.0 && both != *self.ours.schema && both != *self.theirs.schema;
        for (is_in, keys) in [(clash.0, &mut self.conflicts), (is_combined, &mut self.combined)] {
            if is_in {
                keys.insert(Key::Schema)
            } else {
                keys.remove(&Key::Schema)
            };
        }
        let is_new = *self.target.schema != both;
        if is_new {
            self.target.schema = Arc::new(both);
        }
        is_new
    }

    fn table<K: Kind>(&mut self, at: ArticleId) {
        let empty = Table::default();
        let tables = [self.base, self.ours, self.theirs].map(|session| K::table(session, at).unwrap_or(&empty));
        let [base, _, theirs] = tables;
        let mut taken = Vec::new();
        for id in changed(base, theirs) {
            let versions = tables.map(|table| table.shared(id));
            taken.push((id, self.record(K::key(at, id), versions)));
        }
        if !taken.is_empty()
            && let Some(table) = K::table_mut(&mut self.target, at)
        {
            for (id, after) in taken {
                table.put(id, after);
            }
        }
    }

    /// What becomes of a record.
    fn record<K: Kind>(&mut self, key: Key, [base, ours, theirs]: [Option<Arc<K>>; 3]) -> Option<Arc<K>> {
        if ours == theirs {
            return ours;
        }
        if ours == base {
            return theirs;
        }
        let (Some(own), Some(other)) = (&ours, &theirs) else {
            // Deleted by one side and changed by the other: the changed version stays.
            self.conflicts.insert(key);
            return ours.or(theirs);
        };
        let three = Three { base: base.as_deref(), ours: &**own, theirs: &**other };
        let both = K::combine(&three);
        self.note(key, both.as_ref(), &three);
        match both {
            Some(both) if both != **own => Some(Arc::new(both)),
            _ => ours,
        }
    }

    fn articles(&mut self) {
        let (base, ours, theirs) = (by_id(self.base), by_id(self.ours), by_id(self.theirs));
        for shard in self.theirs.shards() {
            let id = shard.id();
            let versions = (base.get(&id).copied(), ours.get(&id).copied());
            match versions {
                (Some(base), _) if Arc::ptr_eq(base, shard) || base == shard => {}
                (Some(_), None) => {
                    self.conflicts.insert(Key::Article(id));
                    self.insert_article(self.theirs, id);
                }
                (None, None) => {
                    self.insert_bare(shard);
                    let empty = Shard::new(Arc::clone(&shard.article));
                    self.article(Some(&empty), &empty, shard);
                }
                (base, Some(ours)) => self.article(base.map(AsRef::as_ref), ours, shard),
            }
        }
        for shard in self.base.shards().iter().filter(|shard| !theirs.contains_key(&shard.id())) {
            match ours.get(&shard.id()) {
                Some(ours) if Arc::ptr_eq(ours, shard) || *ours == shard => self.target.remove_shard(shard.id()),
                Some(_) => drop(self.conflicts.insert(Key::Article(shard.id()))),
                None => {}
            }
        }
    }

    /// One article that both sides have, or that ours gets from theirs.
    fn article(&mut self, base: Option<&Shard>, ours: &Shard, theirs: &Shard) {
        let id = theirs.id();
        if ours.article.text() != theirs.article.text() {
            return self.other_text(id);
        }
        let article = base.map(|base| &*base.article);
        let three = Three { base: article, ours: &*ours.article, theirs: &*theirs.article };
        if let Some(both) = self.single::<Article>(Key::Article(id), &three)
            && let Some(shard) = self.target.shard_mut(id)
        {
            shard.article = Arc::new(both);
        }
        let metadata = base.map(|base| &*base.metadata);
        let three = Three { base: metadata, ours: &*ours.metadata, theirs: &*theirs.metadata };
        if let Some(both) = self.single::<Metadata>(Key::Metadata(id), &three)
            && let Some(shard) = self.target.shard_mut(id)
        {
            shard.metadata = Arc::new(both);
        }
        self.table::<Region>(id);
        self.table::<Repair>(id);
        self.table::<Mention>(id);
        self.table::<Relation>(id);
        self.table::<Suggestion>(id);
        self.table::<Quarantined>(id);
    }

    /// Their places are those of another text and cannot be brought here: whatever they changed becomes a conflict.
    fn other_text(&mut self, id: ArticleId) {
        self.conflicts.insert(Key::Article(id));
        if !Key::Metadata(id).is_same(self.base, self.theirs) {
            self.conflicts.insert(Key::Metadata(id));
        }
        self.all_to_conflicts::<Region>(id);
        self.all_to_conflicts::<Repair>(id);
        self.all_to_conflicts::<Mention>(id);
        self.all_to_conflicts::<Relation>(id);
        self.all_to_conflicts::<Suggestion>(id);
        self.all_to_conflicts::<Quarantined>(id);
    }

    fn all_to_conflicts<K: Kind>(&mut self, at: ArticleId) {
        let empty = Table::default();
        let [base, theirs] = [self.base, self.theirs].map(|session| K::table(session, at).unwrap_or(&empty));
        self.conflicts.extend(changed(base, theirs).into_iter().map(|id| K::key(at, id)));
    }

    fn insert_bare(&mut self, shard: &Shard) {
        let position = self.position_in_target(self.theirs, shard.id());
        self.target.insert_shard(position, Shard::new(Arc::clone(&shard.article)));
    }

    /// Gives the outcome an article with all that belongs to it, as `side` has it.
    pub(super) fn insert_article(&mut self, side: &Session, id: ArticleId) {
        if let Some(shard) = side.shard(id) {
            let position = self.position_in_target(side, id);
            self.target.insert_shard(position, Shard::clone(shard));
        }
    }

    /// Where an article of `side` comes to stand: behind the one it follows there, and behind what only the other side put
    /// there.
    fn position_in_target(&self, side: &Session, id: ArticleId) -> usize {
        let before = side.position(id).and_then(|place| side.shards().get(..place)).unwrap_or_default();
        let place = before.iter().rev().find_map(|shard| self.target.position(shard.id())).map_or(0, |place| place + 1);
        let behind = self.target.shards().iter().skip(place);
        place + behind.take_while(|shard| side.position(shard.id()).is_none()).count()
    }
}

/// Ids of the records in which `after` differs from `before`.
pub(super) fn changed<K: Record>(before: &Table<K>, after: &Table<K>) -> Vec<K::Id> {
    let mut ids = Vec::new();
    after.differences(before, |before, after| {
        if before != after {
            ids.extend(after.or(before).map(K::id));
        }
    });
    ids
}
