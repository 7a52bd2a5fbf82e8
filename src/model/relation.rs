//! Relations: typed, directed links between two mentions of one article.

use super::id::{AnnotatorId, MentionId, RelationId};
use super::label::Slug;
use super::mention::{Note, Provenance, Review};
use super::record::{Record, SearchKey};
use super::time::Timestamp;
use super::value::{Attributes, Ext, read_attributes, read_finite};
use serde::{Deserialize, Serialize};

/// A link from one mention to another of the same article: an event's argument, a claim's source, claim to claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Relation {
    /// The relation's id.
    pub id: RelationId,
    /// The relation type of the schema.
    pub label: Slug,
    /// What the target is to the source, where the type has roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Slug>,
    /// The mention it starts from.
    pub from: MentionId,
    /// The mention it leads to.
    pub to: MentionId,
    /// Attribute values.
    #[serde(default, skip_serializing_if = "Attributes::is_empty", deserialize_with = "read_attributes")]
    #[schemars(with = "std::collections::BTreeMap<Slug, super::value::Value>")]
    pub attributes: Attributes,
    /// How sure the annotator is, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read_finite")]
    #[schemars(range(min = 0, max = 1))]
    pub confidence: Option<f64>,
    /// Flags, as `unsure` or `discuss`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Slug>,
    /// What was said of it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// Whether it was looked at, and what was found.
    #[serde(default, skip_serializing_if = "Review::is_open")]
    pub review: Review,
    /// How it came to be.
    #[serde(default, skip_serializing_if = "Provenance::is_manual")]
    pub provenance: Provenance,
    /// Who made it.
    pub by: AnnotatorId,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<Timestamp>,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

impl Record for Relation {
    type Id = RelationId;
    const KIND: &'static str = "relation";
    fn id(&self) -> RelationId {
        self.id
    }

    /// By the mentions at both ends.
    fn search_keys(&self) -> [Option<SearchKey>; 2] {
        [Some((self.from.0, 0)), Some((self.to.0, 1))]
    }
}
