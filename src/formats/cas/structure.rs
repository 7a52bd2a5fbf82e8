//! Feature structures: what a CAS is made of, whatever its notation.

use super::ANNOTATION;
use std::collections::BTreeMap;

/// How many types may stand above one another.
const MAX_PARENTS: usize = 64;

/// The value of a feature.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Feature {
    Text(String),
    Int(i64),
    Float(f64),
    Bool(bool),
    Texts(Vec<String>),
    /// Another structure, by its id.
    Ref(i64),
    Refs(Vec<i64>),
}

impl Feature {
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The type of a feature that holds such a value.
    pub(super) fn range(&self) -> &'static str {
        match self {
            Self::Text(_) => "uima.cas.String",
            Self::Int(number) if i32::try_from(*number).is_ok() => "uima.cas.Integer",
            Self::Int(_) => "uima.cas.Long",
            Self::Float(_) => "uima.cas.Double",
            Self::Bool(_) => "uima.cas.Boolean",
            Self::Texts(_) => "uima.cas.StringArray",
            Self::Ref(_) => ANNOTATION,
            Self::Refs(_) => "uima.cas.FSArray",
        }
    }
}

/// One feature structure.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Structure {
    pub(super) id: i64,
    /// The full name of its type.
    pub(super) kind: String,
    /// Start and end, for those that stand in a text; what cannot be read is a text.
    pub(super) span: Option<Result<(u64, u64), String>>,
    /// The text that it stands in.
    pub(super) sofa: Option<i64>,
    pub(super) features: Vec<(String, Feature)>,
    /// Where in the file it is.
    pub(super) place: String,
}

impl Structure {
    pub(super) fn get(&self, name: &str) -> Option<&Feature> {
        self.features.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Feature::as_text).filter(|text| !text.is_empty())
    }
}

/// A text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sofa {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) text: Option<String>,
}

/// One document as it is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cas {
    pub(super) sofas: Vec<Sofa>,
    pub(super) structures: Vec<Structure>,
    /// The structures that stand in an index, by the id of their text.
    pub(super) members: BTreeMap<i64, Vec<i64>>,
}

/// One type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Type {
    pub(super) parent: String,
    /// The features of its own with their types.
    pub(super) features: BTreeMap<String, String>,
}

/// Types by their full names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Types(pub(super) BTreeMap<String, Type>);

impl Types {
    /// The type of a feature of `kind`, or of a type above it.
    pub(super) fn range(&self, kind: &str, feature: &str) -> Option<&str> {
        let mut kind = kind;
        for _ in 0..MAX_PARENTS {
            let known = self.0.get(kind)?;
            if let Some(range) = known.features.get(feature) {
                return Some(range);
            }
            kind = &known.parent;
        }
        None
    }

    /// Whether a feature of the type `range` holds one other structure.
    pub(super) fn is_reference(&self, range: &str) -> bool {
        self.0.contains_key(range) || range.starts_with("uima.tcas.") || range == "uima.cas.TOP"
    }

    /// Lets `kind` have `feature` with values such as `value`.
    pub(super) fn see(&mut self, kind: &str, parent: &str, feature: &str, value: &Feature) {
        if !self.0.contains_key(kind) {
            self.0.insert(kind.to_owned(), Type::default());
        }
        let Some(row) = self.0.get_mut(kind) else { return };
        if row.parent.is_empty() {
            parent.clone_into(&mut row.parent);
        }
        if !feature.is_empty() {
            row.see(feature, value.range());
        }
    }

    /// Takes everything that `other` has seen.
    pub(super) fn join(&mut self, other: Self) {
        for (kind, found) in other.0 {
            let row = self.0.entry(kind).or_default();
            if row.parent.is_empty() {
                row.parent = found.parent;
            }
            found.features.iter().for_each(|(feature, range)| row.see(feature, range));
        }
    }
}

impl Type {
    fn see(&mut self, feature: &str, range: &str) {
        match self.features.get_mut(feature) {
            Some(known) if known == range => {}
            Some(known) => wider(known, range).clone_into(known),
            None => _ = self.features.insert(feature.to_owned(), range.to_owned()),
        }
    }
}

/// The type that holds values of both.
fn wider(one: &str, two: &str) -> &'static str {
    let is_whole = |range: &str| matches!(range, "uima.cas.Integer" | "uima.cas.Long");
    let is_number = |range: &str| is_whole(range) || range == "uima.cas.Double";
    match () {
        () if one == two && one == ANNOTATION => ANNOTATION,
        () if is_whole(one) && is_whole(two) => "uima.cas.Long",
        () if is_number(one) && is_number(two) => "uima.cas.Double",
        () => "uima.cas.String",
    }
}
