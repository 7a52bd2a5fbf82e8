//! What a schema defines, looked up by name: a schema of thousands of labels costs no more for each mention than one of ten.
//!
//! It does not know what is checked against it.

use crate::model::{AttributeDef, Label, RelationType, Schema, Slug};
use std::collections::{BTreeMap, BTreeSet};

/// One schema by name. Of two definitions with one name the first counts.
pub(super) struct Known<'a> {
    labels: BTreeSet<&'a str>,
    attributes: BTreeMap<&'a Slug, Vec<&'a AttributeDef>>,
    relation_types: BTreeMap<&'a Slug, &'a RelationType>,
    required_of_labels: BTreeMap<&'a str, Vec<&'a AttributeDef>>,
    required_of_relations: BTreeMap<&'a Slug, Vec<&'a AttributeDef>>,
}

/// What has attributes.
#[derive(Clone, Copy)]
pub(super) enum Owner<'o> {
    /// A mention with this label, or an entry of that kind.
    Label(&'o Label),
    /// A relation of this type.
    Relation(&'o Slug),
}

impl<'a> Known<'a> {
    pub(super) fn of(schema: &'a Schema) -> Self {
        let mut known = Self {
            labels: schema.label_infos().map(|info| info.id.as_str()).collect(),
            attributes: BTreeMap::new(),
            relation_types: BTreeMap::new(),
            required_of_labels: BTreeMap::new(),
            required_of_relations: BTreeMap::new(),
        };
        for kind in &schema.relation_types {
            known.relation_types.entry(&kind.id).or_insert(kind);
        }
        for def in &schema.attributes {
            known.attributes.entry(&def.id).or_default().push(def);
            if def.required {
                for label in &def.labels {
                    known.required_of_labels.entry(label.as_str()).or_default().push(def);
                }
                for kind in &def.relation_types {
                    known.required_of_relations.entry(kind).or_default().push(def);
                }
            }
        }
        known
    }

    pub(super) fn has_label(&self, label: &Label) -> bool {
        self.labels.contains(label.as_str())
    }

    pub(super) fn relation_type(&self, id: &Slug) -> Option<&'a RelationType> {
        self.relation_types.get(id).copied()
    }

    /// The attribute `id`, if `owner` can have it.
    pub(super) fn attribute(&self, owner: Owner<'_>, id: &Slug) -> Option<&'a AttributeDef> {
        let takes = |def: &&AttributeDef| match owner {
            Owner::Label(label) => def.labels.iter().any(|above| label.is_within(above)),
            Owner::Relation(kind) => def.relation_types.contains(kind),
        };
        self.attributes.get(id)?.iter().copied().find(takes)
    }

    /// The attributes that `owner` must have, each once.
    pub(super) fn required(&self, owner: Owner<'_>) -> Vec<&'a AttributeDef> {
        let mut required: Vec<&AttributeDef> = match owner {
            Owner::Label(label) => {
                let above = label.as_str().match_indices('.').filter_map(|(at, _)| label.as_str().get(..at));
                let all = above.chain(std::iter::once(label.as_str()));
                all.filter_map(|above| self.required_of_labels.get(above)).flatten().copied().collect()
            }
            Owner::Relation(kind) => self.required_of_relations.get(kind).cloned().unwrap_or_default(),
        };
        required.sort_by_key(|def| &def.id);
        required.dedup_by_key(|def| &def.id);
        required
    }
}
