//! Parts of commands: what can be changed about an entry or a relation, what becomes of what a schema loses, and what is decided
//! for a gold session.
//!
//! It does not know whether a part may be carried out; planning does.

use super::command::Places;
use crate::model::{
    Annotator, AnnotatorId, ArticleId, Attributes, Day, DecisionAction, DecisionSource, Entry, EntryId, Ext, FilterId,
    Interval, Label, MentionId, Note, OutletId, Place, RegionId, RegionKind, RepairId, RepairKind, ReviewState,
    SavedFilter, Slug, SortKey, Value, read_attributes,
};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// Mentions of several articles.
pub type MentionsOf = Vec<(ArticleId, Vec<MentionId>)>;

/// Spans of several articles, each a place of its own.
pub type PlacesOf = Vec<(ArticleId, Places)>;

/// Regions of several articles.
pub type RegionsOf = Vec<(ArticleId, Vec<RegionId>)>;

/// Repairs of several articles.
pub type RepairsOf = Vec<(ArticleId, Vec<RepairId>)>;

/// What cleaning proposes for one article.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposalsOf {
    /// The article.
    pub article: ArticleId,
    /// Stretches that are not its body.
    #[serde(default)]
    pub regions: Vec<RegionDraft>,
    /// Damaged words.
    #[serde(default)]
    pub repairs: Vec<RepairDraft>,
}

/// Regions to be proposed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionDraft {
    /// Where they are, each a region of its own.
    pub fragments: Places,
    /// What they are.
    pub kind: RegionKind,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// A repair to be proposed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepairDraft {
    /// Where the damage is: one stretch.
    pub fragments: Places,
    /// The words expected there; refused where others are found.
    #[serde(default)]
    pub quote: Option<String>,
    /// What they should read.
    pub replacement: String,
    /// What damaged them.
    pub kind: RepairKind,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// What is to be changed about an entry.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each variant says what its fields are for; names and values explain themselves")]
pub enum EntryChange {
    /// The label that fits it best, or none; attributes that the label does not have go.
    Kind(Option<Label>),
    /// When it was or will be.
    When(Option<Interval>),
    /// Where it was or will be.
    Place(Option<Place>),
    /// Credibility from 1 (confirmed) to 6 (cannot be judged).
    Credibility(Option<u8>),
    /// Its id elsewhere, as in Wikidata.
    Id { scheme: String, id: Option<String> },
    /// An attribute value.
    Attribute { attribute: Slug, value: Option<Value> },
    /// Anything worth knowing; an empty text takes it away.
    Note(String),
    /// Its layer, while nothing is linked to it.
    Layer(Slug),
    /// The language of one of its aliases and what kind of name that is.
    AliasAbout {
        alias: String,
        #[serde(default)]
        language: String,
        #[serde(default)]
        note: String,
    },
}

/// What is to be changed about a relation. Whatever changes, its type must allow the outcome.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each variant says what its fields are for; names and values explain themselves")]
pub enum RelationChange {
    /// What the target is to the source, or nothing.
    Role(Option<Slug>),
    /// Its type, with the role it has there; attributes that the type does not have go.
    Type {
        label: Slug,
        #[serde(default)]
        role: Option<Slug>,
    },
    /// The mention it starts from.
    From(MentionId),
    /// The mention it leads to.
    To(MentionId),
    /// Its direction.
    Reverse,
    /// An attribute value.
    Attribute { attribute: Slug, value: Option<Value> },
    /// Your own note on it; an empty text takes it away.
    Note(String),
    /// How sure you are, from 0 to 1, or nothing.
    Confidence(Option<f64>),
    /// A flag that is put on or taken off.
    Flag { flag: Slug, on: bool },
    /// What a review of it found.
    Review(ReviewState),
}

/// What is decided for a gold session, as one step.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// The decisions.
    pub decisions: Vec<DecisionDraft>,
    /// Relations between mentions that are there, or that the decisions make. Those that are there already stay as they are.
    #[serde(default)]
    pub relations: Vec<GoldRelation>,
    /// Entries that the decisions link to and that are made where the session does not have them.
    #[serde(default)]
    pub entries: Vec<Entry>,
    /// Who made the versions that were looked at; made known where the session does not know them.
    #[serde(default)]
    pub annotators: Vec<Annotator>,
}

/// What is decided about one thing that several annotators tagged.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionDraft {
    /// The article, here.
    pub article: ArticleId,
    /// How the gold mention comes to be, or that there is none.
    pub action: DecisionAction,
    /// What the gold mention says; nothing where there is none.
    #[serde(default)]
    pub mention: Option<GoldDraft>,
    /// The id of the gold mention: one that is there is changed, or one of this id made. Where absent, it is the one of an
    /// earlier decision about these versions, the same tag that is there already, or a new one.
    #[serde(default)]
    pub record: Option<MentionId>,
    /// The versions that were looked at, the one that was taken first. Earlier decisions about any of them go.
    pub sources: Vec<DecisionSource>,
    /// Why.
    #[serde(default)]
    pub note: String,
}

/// What a gold mention says.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldDraft {
    /// What it is tagged as.
    pub label: Label,
    /// Where it is.
    pub fragments: Places,
    /// The words expected there; refused where others are found.
    #[serde(default)]
    pub quote: Option<String>,
    /// The entry it speaks of.
    #[serde(default)]
    pub entry: Option<EntryId>,
    /// Attribute values.
    #[serde(default, deserialize_with = "read_attributes")]
    pub attributes: Attributes,
    /// How sure the annotator is, from 0 to 1.
    #[serde(default)]
    pub confidence: Option<f64>,
    /// Flags.
    #[serde(default)]
    pub flags: Vec<Slug>,
    /// Notes with who wrote them.
    #[serde(default)]
    pub notes: Vec<Note>,
}

/// A relation between two gold mentions.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldRelation {
    /// Their article.
    pub article: ArticleId,
    /// The mention it starts from.
    pub from: MentionId,
    /// The mention it leads to.
    pub to: MentionId,
    /// Its type.
    pub label: Slug,
    /// What the target is to the source, where the type has roles.
    #[serde(default)]
    pub role: Option<Slug>,
    /// Attribute values.
    #[serde(default, deserialize_with = "read_attributes")]
    pub attributes: Attributes,
    /// The session file that it comes from, without its folders.
    #[serde(default)]
    pub file: String,
}

/// What becomes of the records of a label, relation type or attribute: another one by its name, or nothing, which ends them.
pub type Fates = BTreeMap<Slug, Option<Slug>>;

/// What becomes of records whose label, relation type or attribute a new schema does not have or merges with another.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Becomes {
    /// Mentions, quarantined ones, suggestions and entries of a label.
    #[serde(deserialize_with = "read_fates")]
    pub labels: Fates,
    /// Relations of a type, and suggested ones.
    #[serde(deserialize_with = "read_fates")]
    pub relation_types: Fates,
    /// Values of an attribute; one that does not fit where it goes is lost.
    #[serde(deserialize_with = "read_fates")]
    pub attributes: Fates,
}

impl Becomes {
    /// Whether nothing is said of anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.relation_types.is_empty() && self.attributes.is_empty()
    }
}

/// Reads fates; a name that stands twice is refused.
fn read_fates<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Fates, D::Error> {
    deserializer.deserialize_map(FatesVisitor)
}

struct FatesVisitor;

impl<'de> Visitor<'de> for FatesVisitor {
    type Value = Fates;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a map from names to names or nothing")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fates, A::Error> {
        let mut fates = Fates::new();
        while let Some((name, fate)) = map.next_entry::<Slug, Option<Slug>>()? {
            if fates.contains_key(&name) {
                return Err(A::Error::custom(format!("the name `{name}` stands twice in one map")));
            }
            fates.insert(name, fate);
        }
        Ok(fates)
    }
}

/// A filter to be kept. What is left out lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of a saved filter, which says what they are for")]
pub struct FilterDraft {
    /// The id it gets, in the place of the filter that has it; where absent that of the filter of its name, or a new one.
    pub filter: Option<FilterId>,
    pub name: String,
    pub labels: Vec<Label>,
    pub articles: Vec<ArticleId>,
    pub outlets: Vec<OutletId>,
    pub annotators: Vec<AnnotatorId>,
    pub states: Vec<ReviewState>,
    pub flags: Vec<Slug>,
    pub entries: Vec<EntryId>,
    #[serde(deserialize_with = "read_attributes")]
    pub attributes: Attributes,
    pub has_note: Option<bool>,
    pub text: String,
    pub regex: bool,
    pub since: Option<Day>,
    pub until: Option<Day>,
    pub sort: Option<SortKey>,
    pub group: Option<SortKey>,
    pub columns: Vec<SortKey>,
    pub ext: Ext,
}

impl FilterDraft {
    /// The filter as it is kept under `id`.
    #[must_use]
    pub fn saved(&self, id: FilterId) -> SavedFilter {
        SavedFilter {
            id,
            name: self.name.trim().to_owned(),
            labels: self.labels.clone(),
            articles: self.articles.clone(),
            outlets: self.outlets.clone(),
            annotators: self.annotators.clone(),
            states: self.states.clone(),
            flags: self.flags.clone(),
            entries: self.entries.clone(),
            attributes: self.attributes.clone(),
            has_note: self.has_note,
            text: self.text.clone(),
            regex: self.regex,
            since: self.since,
            until: self.until,
            sort: self.sort,
            group: self.group,
            columns: self.columns.clone(),
            ext: self.ext.clone(),
        }
    }
}
