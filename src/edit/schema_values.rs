//! Attribute values under another schema: which move, which stay and which go. It does not know whose they are.

use super::command_parts::Fates;
use super::schema_effects::ValueEffect;
use crate::model::{AttributeDef, Attributes, Label, Schema, Slug, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What has attributes.
#[derive(Clone, Copy)]
pub(super) enum Owner<'o> {
    /// A mention with this label, or an entry of that kind.
    Label(&'o Label),
    /// A relation of this type.
    Relation(&'o Slug),
}

/// What becomes of values, and how many there were.
pub(super) struct Values<'a> {
    schema: &'a Schema,
    fates: &'a Fates,
    /// Attributes that the schema before has and this one does not.
    vanished: BTreeSet<&'a Slug>,
    pub(super) effects: BTreeMap<Slug, ValueEffect>,
}

impl<'a> Values<'a> {
    pub(super) fn new(before: &'a Schema, schema: &'a Schema, fates: &'a Fates) -> Self {
        let stays = |id: &Slug| schema.attributes.iter().any(|def| def.id == *id);
        let vanished = before.attributes.iter().map(|def| &def.id).filter(|id| !stays(id));
        Self { schema, fates, vanished: vanished.collect(), effects: BTreeMap::new() }
    }

    /// The attribute `id`, if `owner` can have it.
    fn def(&self, owner: Owner<'_>, id: &Slug) -> Option<&'a AttributeDef> {
        let takes = |def: &&AttributeDef| match owner {
            Owner::Label(label) => def.labels.iter().any(|above| label.is_within(above)),
            Owner::Relation(kind) => def.relation_types.contains(kind),
        };
        self.schema.attributes.iter().filter(|def| def.id == *id).find(takes)
    }

    /// Whether values of whatever keeps its label or type stay as they are.
    pub(super) fn change_nothing(&self) -> bool {
        self.fates.is_empty() && self.vanished.is_empty()
    }

    /// The values that new mentions with `label` get.
    pub(super) fn defaults(&self, label: &Label) -> Vec<(Slug, Value)> {
        let defs = self.schema.attributes_of(label);
        defs.filter_map(|def| def.default.clone().map(|value| (def.id.clone(), value))).collect()
    }

    /// Makes `values` those that `owner` has under the schema; `is_moved` where it has another label or type now, which
    /// takes values away that this one does not have.
    pub(super) fn follow(&mut self, values: &mut Attributes, owner: Owner<'_>, is_moved: bool) {
        if values.is_empty() || (!is_moved && self.change_nothing()) {
            return;
        }
        let before = std::mem::take(values);
        let mut arriving = Vec::new();
        for (slug, value) in before {
            match self.fates.get(&slug) {
                Some(None) => self.effect(&slug).gone += 1,
                Some(Some(other)) => arriving.push((slug, other, value)),
                None if is_moved && self.def(owner, &slug).is_none() => self.effect(&slug).gone += 1,
                None => {
                    if self.vanished.contains(&slug) {
                        self.effect(&slug).open += 1;
                    }
                    values.insert(slug, value);
                }
            }
        }
        // What is there already stays; what arrives takes the places that are free.
        for (slug, other, value) in arriving {
            let fits = self.def(owner, other).is_some_and(|def| def.check(&value).is_ok());
            if fits && !values.contains_key(other) {
                values.insert(other.clone(), value);
                if slug != *other {
                    self.effect(&slug).moved += 1;
                }
            } else {
                self.effect(&slug).gone += 1;
            }
        }
    }

    /// As [`Self::follow`], for what is no work yet: nothing is counted.
    pub(super) fn follow_quietly(&mut self, values: &mut Attributes, owner: Owner<'_>, is_moved: bool) {
        let effects = self.effects.clone();
        self.follow(values, owner, is_moved);
        self.effects = effects;
    }

    fn effect(&mut self, slug: &Slug) -> &mut ValueEffect {
        self.effects.entry(slug.clone()).or_default()
    }
}
