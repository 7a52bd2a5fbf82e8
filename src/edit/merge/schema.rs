//! Schemas brought together element by element: labels, attributes, relation types.

use super::combine::data;
use super::fields::{Clash, Fields, Three, by_fields, free, keyed, mine, one, set};
use crate::model::{AttributeDef, Choice, LabelDef, Layer, RelationType, RoleDef, Schema, Session, Slug};
use std::collections::BTreeSet;

by_fields! {
    LabelDef { id: mine, name: one, color: free, hotkey: free, description: free, guideline: free, ext: data }
    AttributeDef {
        id: mine, name: one, values: one, choices: choices, default: free, required: one, labels: set, relation_types: set,
        description: free, ext: data,
    }
    RelationType {
        id: mine, name: one, from: set, to: set, roles: roles, symmetric: one, color: free, description: free, ext: data,
    }
    Choice { id: mine, name: one }
    RoleDef { id: mine, name: one, to: set }
    Layer {
        id: mine, name: one, color: one, hotkey: free, description: free, guideline: free, labels: unused_labels, ext: data,
    }
}

fn choices(three: &Three<'_, Vec<Choice>>, clash: &mut Clash) -> Vec<Choice> {
    keyed(three, clash, |choice| choice.id.clone(), |_| false)
}

fn roles(three: &Three<'_, Vec<RoleDef>>, clash: &mut Clash) -> Vec<RoleDef> {
    keyed(three, clash, |role| role.id.clone(), |_| false)
}

fn unused_labels(three: &Three<'_, Vec<LabelDef>>, clash: &mut Clash) -> Vec<LabelDef> {
    keyed(three, clash, |label| label.id.clone(), |_| false)
}

/// What of a schema a session makes use of.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Used {
    labels: BTreeSet<Slug>,
    relation_types: BTreeSet<Slug>,
    attributes: BTreeSet<Slug>,
}

impl Used {
    pub(super) fn by(session: &Session) -> Self {
        let mut used = Self::default();
        for shard in session.shards() {
            let waiting = shard.quarantine.iter().map(|row| &row.mention.label);
            let labels = shard.mentions.iter().map(|row| &row.label).chain(waiting);
            take(&mut used.labels, labels);
            take(&mut used.attributes, shard.mentions.iter().flat_map(|row| row.attributes.keys()));
            take(&mut used.attributes, shard.relations.iter().flat_map(|row| row.attributes.keys()));
            take(&mut used.relation_types, shard.relations.iter().map(|row| &row.label));
        }
        for entry in session.entries.iter() {
            take(&mut used.labels, std::iter::once(&entry.layer).chain(&entry.kind));
            take(&mut used.attributes, entry.attributes.keys());
        }
        take(&mut used.labels, session.filters.iter().flat_map(|filter| &filter.labels));
        used
    }

    fn label(&self, id: &Slug) -> bool {
        self.labels
            .range(id.clone()..)
            .take_while(|label| label.as_str().starts_with(id.as_str()))
            .any(|label| label.is_within(id))
    }

    /// Whether something in use is neither in `schema` nor missing in both of `sides`.
    fn lacks(&self, schema: &Schema, sides: [&Schema; 2]) -> bool {
        let any = |has: &dyn Fn(&Schema) -> bool| !has(schema) && sides.iter().any(|side| has(side));
        self.labels.iter().any(|id| any(&|one| one.has_label(id)))
            || self.relation_types.iter().any(|id| any(&|one| one.relation_type(id).is_some()))
            || self.attributes.iter().any(|id| any(&|one| one.attributes.iter().any(|def| def.id == *id)))
    }
}

fn take<'a>(set: &mut BTreeSet<Slug>, slugs: impl Iterator<Item = &'a Slug>) {
    for slug in slugs {
        if !set.contains(slug) {
            set.insert(slug.clone());
        }
    }
}

/// Both sides' schemas together, with everything that is `used`. Where they clash it says so and keeps ours.
pub(super) fn schemas(three: &Three<'_, Schema>, used: &Used, clash: &mut Clash) -> Schema {
    let mut own = Clash::default();
    let whole = one(three, &mut own);
    if !own.0 && !used.lacks(&whole, [three.ours, three.theirs]) {
        return whole;
    }
    let mut both = Schema {
        name: one(&three.of(|row| &row.name), clash),
        description: free(&three.of(|row| &row.description), clash),
        layers: layers(&three.of(|row| &row.layers), used, clash),
        attributes: keyed(
            &three.of(|row| &row.attributes),
            clash,
            |def| def.id.clone(),
            |def| used.attributes.contains(&def.id),
        ),
        relation_types: keyed(
            &three.of(|row| &row.relation_types),
            clash,
            |kind| kind.id.clone(),
            |kind| used.relation_types.contains(&kind.id),
        ),
        ext: data(&three.of(|row| &row.ext), clash),
    };
    keys_once(&mut both, three.ours, clash);
    both
}

fn layers(three: &Three<'_, Vec<Layer>>, used: &Used, clash: &mut Clash) -> Vec<Layer> {
    let mut both = keyed(three, clash, |layer| layer.id.clone(), |layer| used.label(&layer.id));
    for layer in &mut both {
        let find = |list: &'_ [Layer]| list.iter().find(|known| known.id == layer.id).cloned();
        let base = three.base.and_then(|base| find(base));
        if let (Some(ours), Some(theirs)) = (find(three.ours), find(three.theirs)) {
            let versions = Three { base: base.as_ref(), ours: &ours, theirs: &theirs };
            let labels = versions.of(|layer| &layer.labels);
            layer.labels = keyed(&labels, clash, |label| label.id.clone(), |label| used.label(&label.id));
        }
    }
    both
}

/// Takes a key off a label of theirs where another label has it already.
fn keys_once(schema: &mut Schema, ours: &Schema, clash: &mut Clash) {
    let mut taken: BTreeSet<char> = BTreeSet::new();
    let is_ours = |id: &Slug, key: char| ours.label_info(id).is_some_and(|info| info.hotkey == Some(key));
    taken.extend(schema.label_infos().filter_map(|info| info.hotkey.filter(|key| is_ours(info.id, *key))));
    let mut check = |id: &Slug, hotkey: &mut Option<char>| {
        if let Some(key) = *hotkey
            && !is_ours(id, key)
            && !taken.insert(key)
        {
            *hotkey = None;
            clash.0 = true;
        }
    };
    for layer in &mut schema.layers {
        check(&layer.id, &mut layer.hotkey);
        for label in &mut layer.labels {
            check(&label.id, &mut label.hotkey);
        }
    }
}
