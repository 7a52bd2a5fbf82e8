//! What commands on articles' metadata and on outlets say. It does not know how they are planned.

use crate::model::{Grade, OutletId, ReadingStatus};
use serde::Deserialize;

/// A field of an article's metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub enum Field {
    /// Who published it, by name; an outlet of that name is made where there is none.
    Outlet,
    /// Its headline.
    Headline,
    /// Who wrote it.
    Author,
    /// When it was published: a day as `2026-11-21`, a month as `2026-11`, or a year.
    Published,
    /// Where it was published.
    Url,
    /// Its language as a BCP 47 tag.
    Language,
    /// Anything worth knowing.
    Note,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 7] =
        [Self::Outlet, Self::Headline, Self::Author, Self::Published, Self::Url, Self::Language, Self::Note];

    /// The field as scripts have it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Outlet => "outlet",
            Self::Headline => "headline",
            Self::Author => "author",
            Self::Published => "published",
            Self::Url => "url",
            Self::Language => "language",
            Self::Note => "note",
        }
    }

    /// The field for people, as names of steps have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Published => "date",
            Self::Url => "address",
            other => other.as_str(),
        }
    }
}

/// In scripts a field is a text, as every choice is in files.
impl TryFrom<String> for Field {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        Self::ALL.into_iter().find(|field| field.as_str() == name).ok_or_else(|| {
            let known = Self::ALL.map(Self::as_str).join(", ");
            format!("an article has no field `{name}`; it has {known}")
        })
    }
}

/// What changes about the metadata of articles. What is left out stays as it is in each of them.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MetadataChange {
    /// Fields that get a value, which confirms it, or lose the one they have; each once.
    pub set: Vec<(Field, Option<String>)>,
    /// Fields whose guesses are confirmed as they are.
    pub confirm: Vec<Field>,
    /// How far the articles were read.
    pub status: Option<ReadingStatus>,
}

impl MetadataChange {
    /// Whether nothing is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.confirm.is_empty() && self.status.is_none()
    }
}

/// An outlet to be made.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of an outlet, which says what they are for")]
pub struct OutletDraft {
    /// The id it gets; a fresh one where absent.
    pub outlet: Option<OutletId>,
    pub name: String,
    pub reliability: Option<Grade>,
    pub country: String,
    pub url: String,
    pub note: String,
}

/// What is to be changed about an outlet; an empty text takes a value away.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum OutletChange {
    /// Its name, which no other outlet has.
    Name(String),
    /// Its reliability, or none.
    Reliability(Option<Grade>),
    /// Its country as people name it.
    Country(String),
    /// Its home page.
    Url(String),
    /// Anything worth knowing.
    Note(String),
}
