//! What follows another schema besides entries and mentions: relations, suggestions, alignments and saved filters.

use super::change::{Change, Edit};
use super::command_parts::Fates;
use super::plan_relink::rows;
use super::schema_effects::{Fate, RelationEffect};
use super::schema_follow::{Follow, fate};
use super::schema_values::Owner;
use crate::model::{Alignment, Attributes, MentionId, Shard, Slug, Suggestion, SuggestionId, SuggestionKind};
use std::collections::BTreeSet;

impl Follow<'_> {
    pub(super) fn relations(&mut self, shard: &Shard, goes: &BTreeSet<MentionId>) {
        for row in shard.relations.iter() {
            let fate = fate(&self.becomes.relation_types, &self.types, &row.label);
            if let Some(fate) = &fate {
                let effect = self.type_effect(&row.label, fate);
                effect.relations += 1;
                effect.first.get_or_insert_with(|| shard.title().to_owned());
            }
            if fate == Some(Fate::Goes) || goes.contains(&row.from) || goes.contains(&row.to) {
                self.effects.unrelated += 1;
                self.delete(&shard.relations, row.id, |change| Edit::Relation(shard.id(), change));
                continue;
            }
            let mut after = row.clone();
            if let Some(Fate::Becomes(label)) = fate {
                self.effects.retyped += 1;
                after.role = self.role_in(&label, after.role);
                after.label = label;
            }
            let label = after.label.clone();
            self.values.follow(&mut after.attributes, Owner::Relation(&label), label != row.label);
            if after != *row {
                after.modified = Some(self.at);
            }
            self.update(&shard.relations, after, row, |change| Edit::Relation(shard.id(), change));
        }
    }

    fn type_effect(&mut self, label: &Slug, fate: &Fate) -> &mut RelationEffect {
        let new = || RelationEffect { fate: fate.clone(), relations: 0, suggestions: 0, first: None };
        self.effects.relation_types.entry(label.clone()).or_insert_with(new)
    }

    /// A role that the type has too.
    fn role_in(&self, label: &Slug, role: Option<Slug>) -> Option<Slug> {
        let kind = self.schema.relation_type(label);
        role.filter(|role| kind.is_some_and(|kind| kind.roles.iter().any(|known| known.id == *role)))
    }

    pub(super) fn suggestions(&mut self, shard: &Shard, goes: &BTreeSet<MentionId>) {
        let mut stay = Vec::new();
        let mut gone: BTreeSet<SuggestionId> = BTreeSet::new();
        for row in shard.suggestions.iter() {
            let names_gone = row.mention.iter().chain(&row.target).any(|id| goes.contains(id))
                || row.entry.is_some_and(|entry| self.gone.entries.contains(&entry));
            let after = if names_gone { None } else { self.suggestion(row) };
            if let Some(after) = after {
                stay.push((row, after));
            } else {
                // Relations that wait for it go with it.
                gone.extend(shard.waiting_for(row.id).map(|waiting| waiting.id));
                gone.insert(row.id);
            }
        }
        for (row, after) in stay.into_iter().filter(|(row, _)| !gone.contains(&row.id)) {
            self.update(&shard.suggestions, after, row, |change| Edit::Suggestion(shard.id(), change));
        }
        for id in gone {
            self.delete(&shard.suggestions, id, |change| Edit::Suggestion(shard.id(), change));
        }
    }

    /// A suggestion as it is under the schema, if it stays. One of which nobody said what becomes of it stays as it is.
    fn suggestion(&mut self, row: &Suggestion) -> Option<Suggestion> {
        let mut after = row.clone();
        let Some(label) = &row.label else { return Some(after) };
        let is_relation = row.kind == SuggestionKind::Relation;
        let fate =
            if is_relation { fate(&self.becomes.relation_types, &self.types, label) } else { self.label_fate(label) };
        if let Some(fate) = &fate {
            *(if is_relation {
                &mut self.type_effect(label, fate).suggestions
            } else {
                &mut self.count(label, fate).suggestions
            }) += 1;
        }
        match fate {
            Some(Fate::Goes) => return None,
            Some(Fate::Becomes(label)) => {
                if is_relation {
                    after.role = self.role_in(&label, after.role);
                }
                after.label = Some(label);
            }
            Some(Fate::Open) | None => {}
        }
        let label = after.label.clone()?;
        let owner = if is_relation { Owner::Relation(&label) } else { Owner::Label(&label) };
        self.values.follow_quietly(&mut after.attributes, owner, after.label != row.label);
        Some(after)
    }

    pub(super) fn alignments(&mut self, goes: &BTreeSet<MentionId>) {
        let ends = |row: &Alignment| {
            [row.from, row.to].iter().any(|end| {
                end.mention.is_some_and(|id| goes.contains(&id))
                    || end.entry.is_some_and(|id| self.gone.entries.contains(&id))
            })
        };
        let ended = rows(&self.session.alignments, ends);
        self.effects.unaligned = ended.len();
        self.edits.extend(ended.into_iter().map(|row| Edit::Alignment(Change::delete(row))));
    }

    /// Saved filters ask for what their labels, attributes and entries have become; one that asks for nothing but what goes,
    /// goes too.
    pub(super) fn filters(&mut self) {
        for before in rows(&self.session.filters, |_| true) {
            let mut after = (*before).clone();
            after.labels.clear();
            for label in &before.labels {
                let label = match self.label_fate(label) {
                    Some(Fate::Becomes(label)) => label,
                    Some(Fate::Goes) => continue,
                    Some(Fate::Open) | None => label.clone(),
                };
                if !after.labels.contains(&label) {
                    after.labels.push(label);
                }
            }
            after.entries.retain(|entry| !self.gone.entries.contains(entry));
            after.attributes = renamed(&before.attributes, &self.becomes.attributes);
            let is_void = (after.labels.is_empty() && !before.labels.is_empty())
                || (after.entries.is_empty() && !before.entries.is_empty());
            if is_void {
                self.edits.push(Edit::Filter(Change::delete(before)));
            } else if after != *before {
                self.edits.push(Edit::Filter(Change::update(before, after)));
            }
        }
    }
}

fn renamed(attributes: &Attributes, fates: &Fates) -> Attributes {
    let name = |slug: &Slug| fates.get(slug).map_or_else(|| Some(slug.clone()), Clone::clone);
    attributes.iter().filter_map(|(slug, value)| Some((name(slug)?, value.clone()))).collect()
}
