//! Alignments: how entries or mentions of different articles stand to each other.

use super::id::{AlignmentId, AnnotatorId, ArticleId, EntryId, MentionId};
use super::mention::{Note, Review};
use super::record::Record;
use super::text_enum::text_enum;
use super::time::Timestamp;
use super::value::{Ext, read_finite};
use serde::{Deserialize, Serialize};

text_enum! {
    /// How two claims stand to each other.
    AlignmentKind {
        /// Both say the same.
        Same = "same",
        /// The first makes the second more likely.
        Supports = "supports",
        /// They cannot both be true.
        Contradicts = "contradicts",
        /// They differ in a number, a date, a name or a quoted word.
        Differs = "differs",
        /// They were compared and have nothing to do with each other.
        Unrelated = "unrelated",
    }
}

/// One side of an alignment: an entry, or a mention with its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AlignmentEnd {
    /// The entry; absent where the side is a mention.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryId>,
    /// The mention's article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleId>,
    /// The mention.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention: Option<MentionId>,
}

impl AlignmentEnd {
    /// The side that is an entry.
    #[must_use]
    pub fn of_entry(entry: EntryId) -> Self {
        Self { entry: Some(entry), article: None, mention: None }
    }

    /// The side that is a mention.
    #[must_use]
    pub fn of_mention(article: ArticleId, mention: MentionId) -> Self {
        Self { entry: None, article: Some(article), mention: Some(mention) }
    }
}

/// A comparison of two entries, or of two mentions of different articles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Alignment {
    /// The alignment's id.
    pub id: AlignmentId,
    /// How the first stands to the second.
    pub kind: AlignmentKind,
    /// The first side.
    pub from: AlignmentEnd,
    /// The second side.
    pub to: AlignmentEnd,
    /// How sure the annotator is, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read_finite")]
    #[schemars(range(min = 0, max = 1))]
    pub confidence: Option<f64>,
    /// What was said of it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// Whether it was looked at, and what was found.
    #[serde(default, skip_serializing_if = "Review::is_open")]
    pub review: Review,
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

impl Record for Alignment {
    type Id = AlignmentId;
    const KIND: &'static str = "alignment";
    fn id(&self) -> AlignmentId {
        self.id
    }
}
