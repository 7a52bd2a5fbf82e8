//! A schema that is being edited, with what is to become of what it loses, and its own steps to undo.
//!
//! It does not draw, and it does not know what the session holds.

use super::item::{Item, Kind};
use crate::edit::{Becomes, Fates, SchemaEffects};
use crate::formats::slug_part;
use crate::model::{Label, Schema, Slug};
use crate::workbench::Twins;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Steps of editing that can be taken back.
const MAX_STEPS: usize = 200;

/// How many numbers are tried behind a name that is taken.
const MAX_NUMBERS: u32 = 1000;

/// What the schema is and what becomes of what it has lost.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sketch {
    pub(super) schema: Schema,
    /// What was said of what is gone or became part of another; nothing is said of the rest.
    pub(super) fates: Becomes,
    /// What becomes of mentions that come to have one label on the same words.
    pub(super) twins: Twins,
}

/// A schema that is being edited.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// The session's schema.
    pub(super) base: Arc<Schema>,
    pub(super) now: Sketch,
    /// The last state that can be returned to.
    settled: Sketch,
    past: Vec<Sketch>,
    future: Vec<Sketch>,
}

impl Draft {
    /// A draft that changes nothing yet.
    pub(super) fn new(base: Arc<Schema>) -> Self {
        let now = Sketch { schema: Schema::clone(&base), fates: Becomes::default(), twins: Twins::Keep };
        Self { base, settled: now.clone(), now, past: Vec::new(), future: Vec::new() }
    }

    /// Whether something would be lost if it were given up.
    pub(super) fn is_changed(&self) -> bool {
        self.now.schema != *self.base || !self.now.fates.is_empty()
    }

    /// Puts another schema in the place of the draft; what the session has and it lacks is gone, and nothing is said of that.
    pub(super) fn replace(&mut self, schema: Schema) {
        self.now = Sketch { schema, fates: Becomes::default(), twins: Twins::Keep };
    }

    /// Makes what was changed since the last call one step of its own.
    pub(super) fn settle(&mut self) {
        if self.now != self.settled {
            let before = std::mem::replace(&mut self.settled, self.now.clone());
            if self.past.len() == MAX_STEPS {
                self.past.remove(0);
            }
            self.past.push(before);
            self.future.clear();
        }
    }

    /// Takes the last step of editing back; whether there was one.
    pub(super) fn undo(&mut self) -> bool {
        self.settle();
        let Some(before) = self.past.pop() else { return false };
        self.future.push(std::mem::replace(&mut self.now, before));
        self.settled = self.now.clone();
        true
    }

    /// Does again what was taken back last; whether there was something.
    pub(super) fn redo(&mut self) -> bool {
        self.settle();
        let Some(after) = self.future.pop() else { return false };
        self.past.push(std::mem::replace(&mut self.now, after));
        self.settled = self.now.clone();
        true
    }

    /// Whether the draft has `item`.
    pub(super) fn has(&self, item: &Item) -> bool {
        has(&self.now.schema, item)
    }

    /// Whether the session's schema has it, so that its name in files is permanent.
    pub(super) fn is_old(&self, item: &Item) -> bool {
        has(&self.base, item)
    }

    /// Its name for people in the session, or else in the draft.
    pub(super) fn base_name(&self, item: &Item) -> String {
        item.name(&self.base, &self.now.schema)
    }

    pub(super) fn fates(&self, kind: Kind) -> &Fates {
        match kind {
            Kind::Label => &self.now.fates.labels,
            Kind::Attribute => &self.now.fates.attributes,
            Kind::Relation => &self.now.fates.relation_types,
        }
    }

    pub(super) fn fates_mut(&mut self, kind: Kind) -> &mut Fates {
        match kind {
            Kind::Label => &mut self.now.fates.labels,
            Kind::Attribute => &mut self.now.fates.attributes,
            Kind::Relation => &mut self.now.fates.relation_types,
        }
    }

    /// What the session's schema or its records have of `kind`, and the draft has not any more.
    pub(super) fn gone(&self, kind: Kind, effects: Option<&SchemaEffects>) -> Vec<Item> {
        let known = slugs(&self.now.schema, kind);
        let used: Vec<&Slug> = match (kind, effects) {
            (_, None) => Vec::new(),
            (Kind::Label, Some(effects)) => effects.labels.keys().collect(),
            (Kind::Attribute, Some(effects)) => effects.attributes.keys().collect(),
            (Kind::Relation, Some(effects)) => effects.relation_types.keys().collect(),
        };
        let mut gone = slugs(&self.base, kind);
        let others: Vec<&Slug> = used.into_iter().filter(|slug| !gone.contains(slug)).collect();
        gone.extend(others);
        let known: BTreeSet<&Slug> = known.into_iter().collect();
        gone.into_iter().filter(|slug| !known.contains(slug)).map(|slug| Item::new(kind, slug)).collect()
    }

    /// What is handed over with the schema: what was said, and an end to what is gone and stands nowhere.
    pub(super) fn becomes(&self, effects: &SchemaEffects) -> Becomes {
        let mut becomes = self.now.fates.clone();
        for kind in Kind::ALL {
            let unused = self.gone(kind, None).into_iter().filter(|item| used(effects, item) == 0);
            let fates = match kind {
                Kind::Label => &mut becomes.labels,
                Kind::Attribute => &mut becomes.attributes,
                Kind::Relation => &mut becomes.relation_types,
            };
            for item in unused {
                fates.entry(item.slug).or_insert(None);
            }
        }
        becomes
    }

    /// What is gone, stands somewhere, and has not been decided on.
    pub(super) fn open(&self, effects: &SchemaEffects) -> Vec<Item> {
        let gone = Kind::ALL.into_iter().flat_map(|kind| self.gone(kind, Some(effects)));
        gone.filter(|item| !self.fates(item.kind).contains_key(&item.slug) && used(effects, item) > 0).collect()
    }

    /// Takes an attribute out. What becomes of its values is another question.
    pub(super) fn remove_attribute(&mut self, slug: &Slug) {
        self.now.schema.attributes.retain(|def| def.id != *slug);
        self.now.fates.attributes.retain(|_, fate| fate.as_ref() != Some(slug));
    }

    /// Takes a relation type out. What becomes of its relations is another question.
    pub(super) fn remove_relation(&mut self, slug: &Slug) {
        self.now.schema.relation_types.retain(|row| row.id != *slug);
        self.now.fates.relation_types.retain(|_, fate| fate.as_ref() != Some(slug));
        if self.base.relation_type(slug).is_none() {
            for def in &mut self.now.schema.attributes {
                def.relation_types.retain(|name| name != slug);
            }
        }
    }

    /// Brings what is gone back as the session has it; whether that went.
    pub(super) fn put_back(&mut self, item: &Item) -> bool {
        let schema = &mut self.now.schema;
        let is_back = match item.kind {
            Kind::Label => put_label_back(schema, &self.base, &item.slug),
            Kind::Attribute => put(&mut schema.attributes, &self.base.attributes, |def| def.id == item.slug),
            Kind::Relation => put(&mut schema.relation_types, &self.base.relation_types, |row| row.id == item.slug),
        };
        if is_back {
            self.fates_mut(item.kind).remove(&item.slug);
        }
        is_back
    }

    /// A free name in files for what people call `name`, with `prefix` in front; nothing where no more of it would fit.
    pub(super) fn free_slug(&self, kind: Kind, prefix: &str, name: &str) -> Option<Slug> {
        let part = slug_part(name);
        let known: BTreeSet<&Slug> = slugs(&self.now.schema, kind).into_iter().chain(slugs(&self.base, kind)).collect();
        let numbered = (1..MAX_NUMBERS).map(|number| match number {
            1 => format!("{prefix}{part}"),
            number => format!("{prefix}{part}-{number}"),
        });
        numbered.map_while(|text| Slug::new(&text).ok()).find(|slug| !known.contains(slug))
    }
}

/// How many records have what `item` is.
pub(super) fn used(effects: &SchemaEffects, item: &Item) -> usize {
    match item.kind {
        Kind::Label => effects.labels.get(&item.slug).map(|on| on.mentions + on.waiting + on.suggestions + on.entries),
        Kind::Attribute => effects.attributes.get(&item.slug).map(|on| on.moved + on.gone + on.open),
        Kind::Relation => effects.relation_types.get(&item.slug).map(|on| on.relations + on.suggestions),
    }
    .unwrap_or_default()
}

/// The permanent names of one kind, in order.
pub(super) fn slugs(schema: &Schema, kind: Kind) -> Vec<&Slug> {
    match kind {
        Kind::Label => schema.label_infos().map(|info| info.id).collect(),
        Kind::Attribute => schema.attributes.iter().map(|def| &def.id).collect(),
        Kind::Relation => schema.relation_types.iter().map(|row| &row.id).collect(),
    }
}

fn has(schema: &Schema, item: &Item) -> bool {
    match item.kind {
        Kind::Label => schema.has_label(&item.slug),
        Kind::Attribute => schema.attributes.iter().any(|def| def.id == item.slug),
        Kind::Relation => schema.relation_type(&item.slug).is_some(),
    }
}

fn put<T: Clone>(rows: &mut Vec<T>, base: &[T], is_meant: impl Fn(&T) -> bool) -> bool {
    let found = base.iter().position(&is_meant);
    let Some((at, row)) = found.and_then(|at| Some((at, base.get(at)?))) else { return false };
    rows.insert(at.min(rows.len()), row.clone());
    true
}

fn put_label_back(schema: &mut Schema, base: &Schema, label: &Label) -> bool {
    if base.layers.iter().any(|layer| layer.id == *label) {
        let is_back = put(&mut schema.layers, &base.layers, |layer| layer.id == *label);
        // Only the layer itself: each of its labels is decided on by itself.
        for layer in schema.layers.iter_mut().filter(|layer| layer.id == *label) {
            layer.labels.clear();
        }
        return is_back;
    }
    let of_layer = |layer: &&crate::model::Layer| layer.id.as_str() == label.layer();
    let before = base.layers.iter().find(of_layer);
    let parent = label.as_str().rsplit_once('.').and_then(|(parent, _)| Slug::new(parent).ok());
    let has_parent = parent.is_some_and(|parent| schema.has_label(&parent));
    let layer = schema.layers.iter_mut().find(|layer| layer.id.as_str() == label.layer());
    match (before, layer) {
        (Some(before), Some(layer)) if has_parent => {
            let def = before.labels.iter().find(|def| def.id == *label);
            layer.labels.extend(def.cloned());
            def.is_some()
        }
        _ => false,
    }
}
