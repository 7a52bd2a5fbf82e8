//! What follows another schema: the entries and mentions of a session as they are under it, and the order in which all else
//! follows. It does not know whether the schema is taken.

use super::change::{Change, Edit};
use super::command_parts::{Becomes, Fates};
use super::plan_relink::Gone;
use super::schema_effects::{Fate, LabelEffect, SchemaEffects};
use super::schema_values::{Owner, Values};
use crate::model::{Entry, EntryId, Label, Mention, MentionId, Record, Schema, Session, Shard, Slug, Table, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The edits that a schema asks for besides its own, and their counts.
pub(super) struct Follow<'a> {
    pub(super) session: &'a Session,
    pub(super) schema: &'a Schema,
    pub(super) becomes: &'a Becomes,
    pub(super) at: Timestamp,
    /// Names that the schema has.
    labels: BTreeSet<&'a Slug>,
    pub(super) types: BTreeSet<&'a Slug>,
    pub(super) values: Values<'a>,
    /// Entries whose layer is another one now.
    layers: BTreeMap<EntryId, Slug>,
    pub(super) gone: Gone,
    pub(super) edits: Vec<Edit>,
    pub(super) effects: SchemaEffects,
}

impl<'a> Follow<'a> {
    /// Follows `schema`, whose own references hold already.
    pub(super) fn of(session: &'a Session, schema: &'a Schema, becomes: &'a Becomes, at: Timestamp) -> Self {
        Self::while_wanted(session, schema, becomes, at, &|| true)
    }

    /// As [`Self::of`]; once nobody wants it any more it ends early, and what it has then is of no use.
    pub(super) fn while_wanted(
        session: &'a Session,
        schema: &'a Schema,
        becomes: &'a Becomes,
        at: Timestamp,
        is_wanted: &dyn Fn() -> bool,
    ) -> Self {
        let mut follow = Self {
            session,
            schema,
            becomes,
            at,
            labels: schema.label_infos().map(|info| info.id).collect(),
            types: schema.relation_types.iter().map(|kind| &kind.id).collect(),
            values: Values::new(&session.schema, schema, &becomes.attributes),
            layers: BTreeMap::new(),
            gone: Gone { entries: BTreeSet::new(), into: None },
            edits: Vec::new(),
            effects: SchemaEffects::default(),
        };
        let entries = follow.entries();
        let mut goes = BTreeSet::new();
        for shard in session.shards().iter().take_while(|_| is_wanted()) {
            goes.append(&mut follow.shard(shard));
        }
        follow.alignments(&goes);
        follow.filters();
        follow.edits.extend(entries);
        follow.effects.attributes = std::mem::take(&mut follow.values.effects);
        follow
    }

    /// What becomes of a label; nothing where it stays.
    pub(super) fn label_fate(&self, label: &Label) -> Option<Fate> {
        fate(&self.becomes.labels, &self.labels, label)
    }

    pub(super) fn count(&mut self, label: &Label, fate: &Fate) -> &mut LabelEffect {
        self.effects.labels.entry(label.clone()).or_insert_with(|| LabelEffect::new(fate.clone()))
    }

    /// Entries first: whether a mention keeps its link depends on them.
    fn entries(&mut self) -> Vec<Edit> {
        let mut changed: Vec<Entry> = Vec::new();
        for entry in self.session.entries.iter() {
            let mut row = entry.clone();
            if !self.entry(&mut row) {
                self.gone.entries.insert(entry.id);
                continue;
            }
            if row.layer != entry.layer {
                self.layers.insert(entry.id, row.layer.clone());
            }
            changed.push(row);
        }
        let mut edits = Vec::new();
        for mut row in changed {
            self.gone.tell(&mut row);
            let Some(before) = self.session.entries.shared(row.id).filter(|before| **before != row) else { continue };
            self.effects.entries += usize::from((&before.kind, &before.layer) != (&row.kind, &row.layer));
            row.modified = Some(self.at);
            edits.push(Edit::Entry(Change::update(before, row)));
        }
        self.effects.dropped = self.gone.entries.len();
        let dropped = self.gone.entries.iter().filter_map(|id| self.session.entries.shared(*id));
        edits.extend(dropped.map(|before| Edit::Entry(Change::delete(before))));
        edits
    }

    /// Makes `row` what it is under the schema; whether it stays.
    fn entry(&mut self, row: &mut Entry) -> bool {
        let had = row.kind.clone().unwrap_or_else(|| row.layer.clone());
        let kind_fate = row.kind.as_ref().and_then(|kind| self.label_fate(kind));
        let layer_stays = self.schema.layers.iter().any(|layer| layer.id == row.layer);
        let layer_fate = if layer_stays { None } else { self.label_fate(&row.layer) };
        for (label, fate) in [(row.kind.clone(), &kind_fate), (Some(row.layer.clone()), &layer_fate)] {
            if let Some((label, fate)) = label.zip(fate.as_ref()) {
                self.count(&label, fate).entries += 1;
            }
        }
        match (kind_fate, layer_fate) {
            (Some(Fate::Becomes(kind)), _) => {
                row.layer = layer_of(&kind);
                row.kind = Some(kind);
            }
            (_, Some(Fate::Goes)) => return false,
            (kind_fate, layer_fate) => {
                if kind_fate == Some(Fate::Goes) {
                    row.kind = None;
                }
                if let Some(Fate::Becomes(label)) = layer_fate {
                    row.layer = layer_of(&label);
                    row.kind = row.kind.take().filter(|kind| kind.layer() == row.layer.as_str());
                }
            }
        }
        let label = row.kind.clone().unwrap_or_else(|| row.layer.clone());
        self.values.follow(&mut row.attributes, Owner::Label(&label), label != had);
        true
    }

    /// What becomes of one article; the mentions of it that go.
    fn shard(&mut self, shard: &Shard) -> BTreeSet<MentionId> {
        let mut goes = BTreeSet::new();
        let mut moved: BTreeSet<(Label, crate::text::Fragments)> = BTreeSet::new();
        for row in shard.mentions.iter() {
            if self.is_left_alone(row) {
                continue;
            }
            let Some(after) = self.mention(shard, row) else {
                goes.insert(row.id);
                self.delete(&shard.mentions, row.id, |change| Edit::Mention(shard.id(), change));
                continue;
            };
            if after.label != row.label {
                let hull = row.fragments.hull();
                let is_twin = |other: &&Mention| other.label == after.label && other.fragments == row.fragments;
                let is_known = shard.mentions_on(hull).any(|other| is_twin(&other));
                let is_new = moved.insert((after.label.clone(), row.fragments.clone()));
                self.effects.twins += usize::from(is_known || !is_new);
            }
            self.update(&shard.mentions, after, row, |change| Edit::Mention(shard.id(), change));
        }
        for row in shard.quarantine.iter() {
            let Some(mention) = self.mention(shard, &row.mention) else {
                goes.insert(row.mention.id);
                self.delete(&shard.quarantine, row.mention.id, |change| Edit::Quarantine(shard.id(), change));
                continue;
            };
            let mut after = row.clone();
            after.mention = mention;
            self.update(&shard.quarantine, after, row, |change| Edit::Quarantine(shard.id(), change));
        }
        self.relations(shard, &goes);
        self.suggestions(shard, &goes);
        goes
    }

    /// Whether a mention is for sure as it was; most are, and nothing is copied of them.
    fn is_left_alone(&self, row: &Mention) -> bool {
        let is_linked_to_change =
            |entry: EntryId| self.layers.contains_key(&entry) || self.gone.entries.contains(&entry);
        self.label_fate(&row.label).is_none()
            && (row.attributes.is_empty() || self.values.change_nothing())
            && !row.entry.is_some_and(is_linked_to_change)
    }

    /// A mention as it is under the schema, if it stays.
    fn mention<P: Clone + PartialEq>(&mut self, shard: &Shard, row: &Mention<P>) -> Option<Mention<P>> {
        let fate = self.label_fate(&row.label);
        if let Some(fate) = &fate {
            let is_waiting = !shard.mentions.contains(row.id);
            let effect = self.count(&row.label, fate);
            *(if is_waiting { &mut effect.waiting } else { &mut effect.mentions }) += 1;
            effect.first.get_or_insert_with(|| shard.title().to_owned());
        }
        let mut after = row.clone();
        match fate {
            Some(Fate::Goes) => {
                self.effects.deleted += 1;
                return None;
            }
            Some(Fate::Becomes(label)) => {
                self.effects.relabelled += 1;
                after.label = label;
            }
            Some(Fate::Open) | None => {}
        }
        let is_moved = after.label != row.label;
        self.values.follow(&mut after.attributes, Owner::Label(&after.label), is_moved);
        if is_moved {
            for (slug, value) in self.values.defaults(&after.label) {
                after.attributes.entry(slug).or_insert(value);
            }
        }
        if let Some(entry) = row.entry {
            let layer = self.layers.get(&entry).or_else(|| self.session.entries.get(entry).map(|entry| &entry.layer));
            let may_differ = is_moved || self.layers.contains_key(&entry);
            let differs = may_differ && layer.is_some_and(|layer| layer.as_str() != after.label.layer());
            if differs || self.gone.entries.contains(&entry) {
                after.entry = None;
                self.effects.unlinked += 1;
            }
        }
        if after != *row {
            after.modified = Some(self.at);
        }
        Some(after)
    }

    pub(super) fn update<R: Record>(
        &mut self,
        table: &Table<R>,
        after: R,
        row: &R,
        edit: impl FnOnce(Change<R>) -> Edit,
    ) {
        if after == *row {
            return;
        }
        let before: Option<Arc<R>> = table.shared(row.id());
        self.edits.extend(before.map(|before| edit(Change::update(before, after))));
    }

    pub(super) fn delete<R: Record>(&mut self, table: &Table<R>, id: R::Id, edit: impl FnOnce(Change<R>) -> Edit) {
        self.edits.extend(table.shared(id).map(|before| edit(Change::delete(before))));
    }
}

/// What becomes of `name`; nothing where it stays what it is.
pub(super) fn fate(fates: &Fates, known: &BTreeSet<&Slug>, name: &Slug) -> Option<Fate> {
    match fates.get(name) {
        Some(Some(other)) if other == name => None,
        Some(Some(other)) => Some(Fate::Becomes(other.clone())),
        Some(None) => Some(Fate::Goes),
        None if known.contains(name) => None,
        None => Some(Fate::Open),
    }
}

/// The layer that a label belongs to.
fn layer_of(label: &Label) -> Slug {
    Slug::new(label.layer()).unwrap_or_else(|_| label.clone())
}
