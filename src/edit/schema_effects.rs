//! What another schema does to the records of a session: counts for whoever is asked whether that is meant.

use super::command_parts::Becomes;
use super::plan::counted;
use super::plan_schema::settled;
use super::schema_follow::Follow;
use crate::model::{Schema, Session, Slug, Timestamp};
use std::collections::BTreeMap;

/// What becomes of the records of a label, relation type or attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They become those of another one.
    Becomes(Slug),
    /// They go.
    Goes,
    /// Nobody said; the schema is refused.
    Open,
}

/// A label that vanishes or is merged with another, and how many records have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelEffect {
    /// What becomes of them.
    pub fate: Fate,
    /// Mentions.
    pub mentions: usize,
    /// Quarantined mentions.
    pub waiting: usize,
    /// Suggested mentions.
    pub suggestions: usize,
    /// Entries whose kind or layer it is.
    pub entries: usize,
    /// The title of the first article with such a mention, quarantined or not.
    pub first: Option<String>,
}

impl LabelEffect {
    pub(super) fn new(fate: Fate) -> Self {
        Self { fate, mentions: 0, waiting: 0, suggestions: 0, entries: 0, first: None }
    }
}

/// A relation type that vanishes or is merged with another, and how many records have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationEffect {
    /// What becomes of them.
    pub fate: Fate,
    /// Relations.
    pub relations: usize,
    /// Suggested relations.
    pub suggestions: usize,
    /// The title of the first article with such a relation.
    pub first: Option<String>,
}

/// An attribute that vanishes or is merged with another, or that loses values because their mentions change label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueEffect {
    /// Values that move to another attribute.
    pub moved: usize,
    /// Values that go.
    pub gone: usize,
    /// Values of which nobody said what becomes of them; the schema is refused.
    pub open: usize,
}

/// Everything that a schema does to the records of a session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchemaEffects {
    /// By label, those alone that vanish or are merged.
    pub labels: BTreeMap<Slug, LabelEffect>,
    /// By relation type, those alone that vanish or are merged.
    pub relation_types: BTreeMap<Slug, RelationEffect>,
    /// By attribute, those alone that lose or move values.
    pub attributes: BTreeMap<Slug, ValueEffect>,
    /// Mentions that get another label, quarantined ones too.
    pub relabelled: usize,
    /// Of these, those whose place carries that label already; both stay.
    pub twins: usize,
    /// Mentions that go, quarantined ones too.
    pub deleted: usize,
    /// Relations that get another type.
    pub retyped: usize,
    /// Relations that go, with their type or with a mention.
    pub unrelated: usize,
    /// Alignments that go with a mention or an entry.
    pub unaligned: usize,
    /// Mentions that lose the link to their entry, because the two are of different layers then or the entry goes.
    pub unlinked: usize,
    /// Entries that get another kind or layer.
    pub entries: usize,
    /// Entries that go with their layer.
    pub dropped: usize,
}

impl SchemaEffects {
    /// Whether no record changes, and none is in the way.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let label_counts = self.labels.values().map(|on| on.mentions + on.waiting + on.suggestions + on.entries);
        let type_counts = self.relation_types.values().map(|on| on.relations + on.suggestions);
        let value_counts = self.attributes.values().map(|on| on.moved + on.gone + on.open);
        label_counts.chain(type_counts).chain(value_counts).sum::<usize>() == 0
    }

    /// "12 mentions relabelled, 3 relations deleted"; nothing where no record changes.
    #[must_use]
    pub fn summary(&self) -> String {
        let moved: usize = self.attributes.values().map(|on| on.moved).sum();
        let gone: usize = self.attributes.values().map(|on| on.gone).sum();
        let counts = [
            (self.relabelled, "mention", "relabelled"),
            (self.deleted, "mention", "deleted"),
            (self.retyped, "relation", "changed"),
            (self.unrelated, "relation", "deleted"),
            (moved, "value", "moved"),
            (gone, "value", "deleted"),
        ];
        let said = counts.iter().filter(|(count, ..)| *count > 0);
        said.map(|(count, what, verb)| format!("{} {verb}", counted(*count, what))).collect::<Vec<_>>().join(", ")
    }
}

/// What `schema` would do to the records of `session`, if what it does not have any more became what `becomes` says. Nothing
/// is changed, and nothing is said about whether the schema would be taken.
#[must_use]
pub fn schema_effects(session: &Session, schema: &Schema, becomes: &Becomes) -> SchemaEffects {
    schema_effects_while(session, schema, becomes, &|| true).unwrap_or_default()
}

/// As [`schema_effects`]; nothing once nobody wants it any more.
#[must_use]
pub fn schema_effects_while(
    session: &Session,
    schema: &Schema,
    becomes: &Becomes,
    is_wanted: &dyn Fn() -> bool,
) -> Option<SchemaEffects> {
    let settled = settled(schema, becomes);
    let schema = settled.as_ref().unwrap_or(schema);
    let effects = Follow::while_wanted(session, schema, becomes, Timestamp::default(), is_wanted).effects;
    is_wanted().then_some(effects)
}
