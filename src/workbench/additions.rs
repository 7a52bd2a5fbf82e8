//! What an import adds to a schema, by names for people. It does not know where that comes from.

use crate::model::{Label, LabelInfo, Schema};
use std::collections::{BTreeMap, BTreeSet};

/// Names that a schema gets, for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Additions {
    /// Labels.
    pub labels: Vec<String>,
    /// Attributes.
    pub attributes: Vec<String>,
    /// Relation types.
    pub relations: Vec<String>,
    /// Labels that go, because a new session takes the files' schema for its own.
    pub labels_gone: usize,
}

impl Additions {
    pub(super) fn between(before: &Schema, after: &Schema) -> Self {
        let known: BTreeSet<_> = before.label_infos().map(|info| info.id.clone()).collect();
        let attributes = after.attributes.iter().filter(|row| before.attributes.iter().all(|known| known.id != row.id));
        let relations = after.relation_types.iter().filter(|row| before.relation_type(&row.id).is_none());
        Self {
            labels: new_labels(after, |label| !known.contains(label)),
            attributes: attributes.map(|row| row.name.clone()).collect(),
            relations: relations.map(|row| row.name.clone()).collect(),
            labels_gone: known.iter().filter(|id| !after.has_label(id)).count(),
        }
    }
}

/// The labels of `schema` that `is_new`, each by a name of its own: a label that is called like its layer is listed with it, one
/// that is called like another has its layer's name behind it.
fn new_labels(schema: &Schema, is_new: impl Fn(&Label) -> bool) -> Vec<String> {
    let layer_of = |label: &Label| {
        let layer = schema.layers.iter().find(|layer| layer.id.as_str() == label.layer());
        layer.filter(|layer| layer.id != *label)
    };
    let listed = schema.label_infos().filter(|info| {
        let is_twin = layer_of(info.id).is_some_and(|layer| layer.name == info.name && is_new(&layer.id));
        is_new(info.id) && !is_twin
    });
    let listed: Vec<_> = listed.collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for info in &listed {
        *counts.entry(info.name).or_default() += 1;
    }
    let name = |info: &LabelInfo<'_>| match layer_of(info.id) {
        Some(layer) if counts.get(info.name).is_some_and(|count| *count > 1) => {
            format!("{} ({})", info.name, layer.name)
        }
        _ => info.name.to_owned(),
    };
    listed.iter().map(name).collect()
}
