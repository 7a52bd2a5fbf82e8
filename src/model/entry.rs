//! Entries of the register: what mentions in all articles speak of.

use super::id::{AnnotatorId, EntryId};
use super::label::{Label, Slug};
use super::record::Record;
use super::time::{Interval, Timestamp};
use super::value::{Attributes, Ext, read_attributes, read_finite, read_texts};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One actor, event or claim, whatever it is called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Entry {
    /// The entry's id.
    pub id: EntryId,
    /// The layer whose mentions can be linked to it.
    pub layer: Slug,
    /// The canonical name; for a claim its canonical wording.
    pub name: String,
    /// The label that fits it best, as `actor.person`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Label>,
    /// Other spellings, names and titles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Alias>,
    /// Ids elsewhere by the name of the place, as `wikidata`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "read_texts")]
    pub ids: BTreeMap<String, String>,
    /// When it was or will be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Interval>,
    /// Where it was or will be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Credibility of a claim from 1 (confirmed) to 6 (cannot be judged), after the Admiralty code (NATO AJP-2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 6))]
    pub credibility: Option<u8>,
    /// Attribute values, as a claim's polarity.
    #[serde(default, skip_serializing_if = "Attributes::is_empty", deserialize_with = "read_attributes")]
    #[schemars(with = "std::collections::BTreeMap<Slug, super::value::Value>")]
    pub attributes: Attributes,
    /// Entries that were compared with this one and are not the same, so that nobody is asked twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub distinct_from: Vec<EntryId>,
    /// Anything worth knowing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
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

/// Another name of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Alias {
    /// The name as written.
    pub text: String,
    /// Its language as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// What kind of name it is, as "title" or "misspelling".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Where something was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Place {
    /// The place as people name it.
    pub name: String,
    /// The place as an entry of the register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryId>,
    /// Degrees north, WGS 84.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read_finite")]
    #[schemars(range(min = -90, max = 90))]
    pub latitude: Option<f64>,
    /// Degrees east, WGS 84.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read_finite")]
    #[schemars(range(min = -180, max = 180))]
    pub longitude: Option<f64>,
}

impl Record for Entry {
    type Id = EntryId;
    const KIND: &'static str = "entry";
    fn id(&self) -> EntryId {
        self.id
    }
}
