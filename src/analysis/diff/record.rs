//! One difference between two sessions, and the fields in which two versions of a record differ.
//!
//! It does not know what a record is; it is given fields by name.

use crate::text::CharSpan;
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// One of the two sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The first one.
    A,
    /// The second one.
    B,
}

/// A record in which two sessions differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordDiff {
    /// What people call such a record: `mention`, `entry`.
    pub record: &'static str,
    /// The session that alone has it; nothing where both have it, otherwise.
    pub only: Option<Side>,
    /// Its id in the first session.
    pub a: Option<String>,
    /// Its id in the second session.
    pub b: Option<String>,
    /// Where it stands, in the first session where that has it; nothing for what stands nowhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fragments: Vec<CharSpan>,
    /// What people know it by: the words it stands on, its name.
    pub words: String,
    /// Its label, type or kind, in the first session where that has it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// The fields in which the two differ, by name; none where one session alone has the record.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldDiff>,
}

/// A field in which two versions of a record differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldDiff {
    /// The field; an attribute as `attributes.certainty`.
    pub field: String,
    /// What it is in the first session; absent where it is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub a: Option<Json>,
    /// What it is in the second session; absent where it is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub b: Option<Json>,
}

/// A record as it is compared: its fields by name, with names in the place of ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    pub(super) id: String,
    pub(super) words: String,
    pub(super) label: String,
    pub(super) fragments: Vec<CharSpan>,
    pub(super) fields: BTreeMap<String, Json>,
}

impl RecordDiff {
    /// The difference between two versions; nothing where there is none.
    pub(super) fn between(record: &'static str, a: Option<Shown>, b: Option<Shown>) -> Option<Self> {
        let (only, fields) = match (&a, &b) {
            (Some(a), Some(b)) => (None, changed(&a.fields, &b.fields)),
            (Some(_), None) => (Some(Side::A), Vec::new()),
            (None, Some(_)) => (Some(Side::B), Vec::new()),
            (None, None) => return None,
        };
        if only.is_none() && fields.is_empty() {
            return None;
        }
        let ids = [&a, &b].map(|side| side.as_ref().map(|shown| shown.id.clone()));
        let Shown { words, label, fragments, .. } = a.or(b)?;
        let [a, b] = ids;
        Some(Self { record, only, a, b, fragments, words, label, fields })
    }
}

/// The fields in which the two differ, in order of their names.
fn changed(a: &BTreeMap<String, Json>, b: &BTreeMap<String, Json>) -> Vec<FieldDiff> {
    let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let differing = names.into_iter().filter(|name| a.get(*name) != b.get(*name));
    differing.map(|name| FieldDiff { field: name.clone(), a: a.get(name).cloned(), b: b.get(name).cloned() }).collect()
}
