//! What merging and adjudication leave behind: conflicts that nobody settled, and decisions with where they came from.
//!
//! Versions of a record are kept as plain values in the record's file form, so any kind of record can be in conflict.

use super::id::{AnnotatorId, ArticleId, ConflictId, DecisionId};
use super::record::Record;
use super::text_enum::text_enum;
use super::time::Timestamp;
use super::value::{Ext, Value};
use serde::{Deserialize, Serialize};

/// A record that two sides changed differently.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Conflict {
    /// The conflict's id.
    pub id: ConflictId,
    /// The record's id, whatever its kind; `schema` for the schema, `session` for the title and description.
    pub record: String,
    /// The article that the record belongs to, if it belongs to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleId>,
    /// The record before both changes; absent where both inserted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Value>,
    /// Our version; absent where we deleted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ours: Option<Value>,
    /// Their version; absent where they deleted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theirs: Option<Value>,
    /// Where their version came from, as a file name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// When the merge was made.
    pub created: Timestamp,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

text_enum! {
    /// How a gold record came to be.
    DecisionAction {
        /// One annotator's version was taken.
        Chosen = "chosen",
        /// Several versions were put together.
        Combined = "combined",
        /// It was written anew.
        Rewritten = "rewritten",
        /// No version was taken.
        Dropped = "dropped",
    }
}

/// Where one version of a decided record came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DecisionSource {
    /// The session file, without its folders.
    pub file: String,
    /// Who had made it there.
    pub annotator: AnnotatorId,
    /// The record's id there.
    pub record: String,
}

/// What was decided for a gold session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Decision {
    /// The decision's id.
    pub id: DecisionId,
    /// The article it is about, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleId>,
    /// The record of this session that came of it; absent where none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// How it came to be.
    pub action: DecisionAction,
    /// The versions that were looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<DecisionSource>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who decided.
    pub by: AnnotatorId,
    /// When.
    pub created: Timestamp,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

impl Record for Conflict {
    type Id = ConflictId;
    const KIND: &'static str = "conflict";
    fn id(&self) -> ConflictId {
        self.id
    }
}

impl Record for Decision {
    type Id = DecisionId;
    const KIND: &'static str = "decision";
    fn id(&self) -> DecisionId {
        self.id
    }
}
