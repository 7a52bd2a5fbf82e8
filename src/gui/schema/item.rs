//! What can be chosen in the editor of a schema: a label, an attribute or a relation type, by its permanent name.
//!
//! It does not know whether a schema has it.

use crate::gui::language::tr;
use crate::model::{Schema, Slug};

/// What a schema defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Label,
    Attribute,
    Relation,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::Label, Self::Attribute, Self::Relation];

    /// Its name in the middle of a sentence.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Label => tr!("label"),
            Self::Attribute => tr!("attribute"),
            Self::Relation => tr!("relation type"),
        }
    }

    /// What has it, for people.
    pub(super) fn records(self) -> &'static str {
        match self {
            Self::Label => tr!("mentions"),
            Self::Attribute => tr!("values"),
            Self::Relation => tr!("relations"),
        }
    }
}

/// One definition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Item {
    pub(super) kind: Kind,
    pub(super) slug: Slug,
}

impl Item {
    pub(super) fn new(kind: Kind, slug: &Slug) -> Self {
        Self { kind, slug: slug.clone() }
    }

    pub(super) fn label(slug: &Slug) -> Self {
        Self::new(Kind::Label, slug)
    }

    /// As faults name it.
    pub(super) fn record(&self) -> String {
        format!("{} {}", self.kind.name(), self.slug)
    }

    /// Its name for people, as `schema` or else `other` has it.
    pub(super) fn name(&self, schema: &Schema, other: &Schema) -> String {
        let found = [schema, other].into_iter().find_map(|schema| match self.kind {
            Kind::Label => schema.label_info(&self.slug).map(|info| info.name.to_owned()),
            Kind::Attribute => schema.attributes.iter().find(|def| def.id == self.slug).map(|def| def.name.clone()),
            Kind::Relation => schema.relation_type(&self.slug).map(|row| row.name.clone()),
        });
        found.unwrap_or_else(|| self.slug.to_string())
    }
}
