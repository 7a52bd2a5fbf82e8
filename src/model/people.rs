//! Who writes: outlets, and who annotates.

use super::id::{AnnotatorId, OutletId};
use super::record::Record;
use super::text_enum::text_enum;
use super::value::Ext;
use serde::{Deserialize, Serialize};

text_enum! {
    /// What an annotator is.
    AnnotatorKind {
        /// A person.
        Person = "person",
        /// A program or rule.
        Tool = "tool",
    }
}

/// Who makes records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Annotator {
    /// The annotator's id.
    pub id: AnnotatorId,
    /// Name for people.
    pub name: String,
    /// Person or tool.
    pub kind: AnnotatorKind,
    /// Anything worth knowing, as experience or version.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

text_enum! {
    /// Reliability of an outlet, after the Admiralty code (NATO AJP-2.1); kept apart from the credibility of a claim.
    Grade {
        /// Completely reliable.
        A = "A",
        /// Usually reliable.
        B = "B",
        /// Fairly reliable.
        C = "C",
        /// Not usually reliable.
        D = "D",
        /// Unreliable.
        E = "E",
        /// Reliability cannot be judged.
        F = "F",
    }
}

/// Who publishes articles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Outlet {
    /// The outlet's id.
    pub id: OutletId,
    /// Name for people.
    pub name: String,
    /// Reliability, once graded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Grade>,
    /// Country as people name it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// Home page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// Anything worth knowing, as ownership.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

impl Record for Annotator {
    type Id = AnnotatorId;
    const KIND: &'static str = "annotator";
    fn id(&self) -> AnnotatorId {
        self.id
    }
}

impl Record for Outlet {
    type Id = OutletId;
    const KIND: &'static str = "outlet";
    fn id(&self) -> OutletId {
        self.id
    }
}
