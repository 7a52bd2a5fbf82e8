//! What helps people work alike: guideline pages and saved filters.

use super::id::{AnnotatorId, ArticleId, EntryId, FilterId, GuidelineId, OutletId};
use super::label::{Label, Slug};
use super::mention::ReviewState;
use super::record::Record;
use super::text_enum::text_enum;
use super::time::Day;
use super::value::{Attributes, Ext, read_attributes};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A page of the annotation guidelines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Guideline {
    /// The page's id.
    pub id: GuidelineId,
    /// Title for people.
    pub title: String,
    /// Markdown; pictures are named as in `pictures`.
    pub text: String,
    /// Pictures that the text shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Picture>,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

/// A picture inside a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Picture {
    /// The name that the text uses.
    pub name: String,
    /// Its media type, as `image/png`.
    pub media_type: String,
    /// Its bytes in base 64.
    pub data: Arc<str>,
}

/// The media type of a picture that begins with `bytes`, of those that pages show.
#[must_use]
pub fn picture_type(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some("image/webp")
    } else {
        None
    }
}

text_enum! {
    /// What a list is sorted or grouped by.
    SortKey {
        /// Article and place in it.
        Place = "place",
        /// Label.
        Label = "label",
        /// Article.
        Article = "article",
        /// Outlet.
        Outlet = "outlet",
        /// Entry of the register.
        Entry = "entry",
        /// Annotator.
        Annotator = "annotator",
        /// Review state.
        State = "state",
        /// Words.
        Quote = "quote",
        /// Time of making.
        Created = "created",
    }
}

/// A filter kept under a name. An empty list lets everything through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SavedFilter {
    /// The filter's id.
    pub id: FilterId,
    /// Name for people.
    pub name: String,
    /// Labels, with all below them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
    /// Articles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<ArticleId>,
    /// Outlets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outlets: Vec<OutletId>,
    /// Annotators.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annotators: Vec<AnnotatorId>,
    /// Review states.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<ReviewState>,
    /// Flags, any of which is enough.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Slug>,
    /// Entries of the register.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<EntryId>,
    /// Attribute values, all of which must hold.
    #[serde(default, skip_serializing_if = "Attributes::is_empty", deserialize_with = "read_attributes")]
    #[schemars(with = "std::collections::BTreeMap<Slug, super::value::Value>")]
    pub attributes: Attributes,
    /// Only records with a note, or only those without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_note: Option<bool>,
    /// Words that the quote or a note must hold.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Whether `text` is a regular expression.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub regex: bool,
    /// Made on this day or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    /// Made on this day or earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// What the list is sorted by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<SortKey>,
    /// What the list is grouped by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<SortKey>,
    /// Columns shown, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<SortKey>,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

impl Record for Guideline {
    type Id = GuidelineId;
    const KIND: &'static str = "guideline page";
    fn id(&self) -> GuidelineId {
        self.id
    }
}

impl Record for SavedFilter {
    type Id = FilterId;
    const KIND: &'static str = "saved filter";
    fn id(&self) -> FilterId {
        self.id
    }
}
