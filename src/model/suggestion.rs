//! Suggestions: what a tool or another file proposes. They are no work until accepted.

use super::id::{AnnotatorId, EntryId, MentionId, SuggestionId};
use super::label::Slug;
use super::mention::Provenance;
use super::record::{Record, SearchKey};
use super::region::Proposal;
use super::text_enum::text_enum;
use super::time::Timestamp;
use super::value::{Attributes, Ext, Value, read_attributes, read_finite};
use crate::text::Fragments;
use serde::{Deserialize, Serialize};

text_enum! {
    /// What is proposed.
    SuggestionKind {
        /// A new mention: `label`, `fragments` and `quote` say which.
        Mention = "mention",
        /// A link of `mention` to `entry`.
        Link = "link",
        /// A new relation from `mention` to `target`: `label` and `role` say which.
        Relation = "relation",
    }
}

/// The key of `ext` under which a proposed relation names the suggestion that it would start from, until that is a mention.
pub const FROM_KEY: &str = "byline.from";
/// The key of `ext` under which a proposed relation names the suggestion that it would lead to, until that is a mention.
pub const TO_KEY: &str = "byline.to";
/// The key of `ext` under which a proposal keeps the notes that its record would have.
pub const NOTES_KEY: &str = "byline.notes";
/// The key of `ext` under which a proposed mention keeps the flags that it would have.
pub const FLAGS_KEY: &str = "byline.flags";

/// A proposed mention, link or relation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Suggestion<P = Fragments> {
    /// The suggestion's id.
    pub id: SuggestionId,
    /// What is proposed.
    pub kind: SuggestionKind,
    /// Where the proposed mention would be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fragments: Option<P>,
    /// The words it would stand on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quote: String,
    /// The proposed label or relation type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Slug>,
    /// The proposed role of a relation's target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Slug>,
    /// The mention that would be linked or that the relation would start from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention: Option<MentionId>,
    /// The mention that the relation would lead to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<MentionId>,
    /// The entry that would be linked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryId>,
    /// Attribute values that would be set.
    #[serde(default, skip_serializing_if = "Attributes::is_empty", deserialize_with = "read_attributes")]
    #[schemars(with = "std::collections::BTreeMap<Slug, super::value::Value>")]
    pub attributes: Attributes,
    /// Why it is proposed.
    pub reason: String,
    /// How strongly, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read_finite")]
    #[schemars(range(min = 0, max = 1))]
    pub score: Option<f64>,
    /// Whether it was taken.
    pub state: Proposal,
    /// How it came to be.
    #[serde(default, skip_serializing_if = "Provenance::is_manual")]
    pub provenance: Provenance,
    /// Who proposes it.
    pub by: AnnotatorId,
    /// When it was proposed.
    pub created: Timestamp,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

impl Record for Suggestion {
    type Id = SuggestionId;
    const KIND: &'static str = "suggestion";
    fn id(&self) -> SuggestionId {
        self.id
    }

    /// By the mentions and suggestions that it speaks of.
    fn search_keys(&self) -> [Option<SearchKey>; 2] {
        let [from, to] = self.awaited();
        [
            self.mention.map(|id| (id.0, 0)).or(from.map(|id| (id.0, 2))),
            self.target.map(|id| (id.0, 1)).or(to.map(|id| (id.0, 3))),
        ]
    }
}

impl<P> Suggestion<P> {
    /// The suggestions that a proposed relation waits for: what it would start from and what it would lead to. Once one of
    /// them is accepted, [`Self::mention`] or [`Self::target`] is the mention that it has become.
    #[must_use]
    pub fn awaited(&self) -> [Option<SuggestionId>; 2] {
        let named = |end: Option<MentionId>, key: &str| match end {
            None if self.kind == SuggestionKind::Relation => {
                self.ext.get(key).and_then(Value::as_text).and_then(|id| SuggestionId::parse(id).ok())
            }
            _ => None,
        };
        [named(self.mention, FROM_KEY), named(self.target, TO_KEY)]
    }

    /// Whether it is a relation that waits for suggestions to be accepted.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.awaited() != [None, None]
    }

    /// The texts that are kept under `key` of `ext`.
    pub fn kept_texts(&self, key: &str) -> impl Iterator<Item = &str> {
        let values = match self.ext.get(key) {
            Some(Value::List(values)) => values.as_slice(),
            _ => &[],
        };
        values.iter().filter_map(Value::as_text)
    }

    /// Data of other tools, without what is kept for the record that it would become.
    #[must_use]
    pub fn ext_of_record(&self) -> Ext {
        let mut ext = self.ext.clone();
        ext.retain(|key, _| ![FROM_KEY, TO_KEY, NOTES_KEY, FLAGS_KEY].contains(&key.as_str()));
        ext
    }

    /// The same suggestion with its place in another form.
    ///
    /// # Errors
    /// Whatever `place` finds wrong.
    pub fn try_map<T, E>(self, place: impl FnOnce(P) -> Result<T, E>) -> Result<Suggestion<T>, E> {
        Ok(Suggestion {
            fragments: self.fragments.map(place).transpose()?,
            id: self.id,
            kind: self.kind,
            quote: self.quote,
            label: self.label,
            role: self.role,
            mention: self.mention,
            target: self.target,
            entry: self.entry,
            attributes: self.attributes,
            reason: self.reason,
            score: self.score,
            state: self.state,
            provenance: self.provenance,
            by: self.by,
            created: self.created,
            ext: self.ext,
        })
    }
}
