//! Free values: attributes whose types a schema defines, and data of other tools that is kept unchanged.

use super::article::UNPLACED_KEY;
use super::label::Slug;
use litemap::LiteMap;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

/// A value as RON and JSON both have it. No null, no NaN, no infinity; a map's keys are strings and stand once.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other finite number.
    Float(f64),
    /// A text.
    Text(String),
    /// Values in order.
    List(Vec<Value>),
    /// Values by name.
    Map(Values),
}

/// How deep lists and maps in data of other tools and in attribute values may be nested. Readers of RON stop at 128
/// levels and count two for a list; a record that is set aside stands a few deeper than before and must still be read.
pub const MAX_VALUE_DEPTH: usize = 32;

/// How deep the data of other tools of a record that was set aside lies in its article's: map, list, record, its own data.
const RECORD_DEPTH: usize = 4;

/// Values by name, in order of the names.
pub type Values<N = String> = LiteMap<N, Value>;

/// Attribute values by the attribute's slug.
pub type Attributes = Values<Slug>;

/// Data that Byline does not know, kept for the tool that wrote it. Hardly any record has some, so nothing is no more than
/// a pointer.
#[derive(Clone, Debug, Default, schemars::JsonSchema)]
#[schemars(transparent)]
pub struct Ext(#[schemars(with = "BTreeMap<String, Value>")] Option<Box<Values>>);

/// What there is where there is nothing.
static NO_VALUES: Values = LiteMap::new();

impl Ext {
    /// Whether nothing is in it; empty maps are not written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        (**self).is_empty()
    }
}

impl From<Values> for Ext {
    fn from(values: Values) -> Self {
        if values.is_empty() {
            return Self(None);
        }
        // A session keeps it for long, without the room that was reserved while it was gathered.
        let mut exact = Vec::with_capacity(values.len());
        exact.append(&mut values.into_tuple_vec());
        Self(Some(Box::new(Values::from_sorted_store_unchecked(exact))))
    }
}

impl FromIterator<(String, Value)> for Ext {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(values: I) -> Self {
        Values::from_iter(values).into()
    }
}

impl Deref for Ext {
    type Target = Values;

    fn deref(&self) -> &Values {
        self.0.as_deref().unwrap_or(&NO_VALUES)
    }
}

impl DerefMut for Ext {
    fn deref_mut(&mut self) -> &mut Values {
        self.0.get_or_insert_default()
    }
}

impl PartialEq for Ext {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Serialize for Ext {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Ext {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_map(deserializer, "`ext` must be a map with strings as keys").map(Self::from)
    }
}

/// Reads a map that is not nested too deeply; `expected` is said of anything else.
fn read_map<'de, D: Deserializer<'de>>(deserializer: D, expected: &'static str) -> Result<Values, D::Error> {
    let Value::Map(map) = Value::deserialize(deserializer)? else { return Err(D::Error::custom(expected)) };
    // Records that were set aside bring their own data with them.
    let limit = |name: &str| if name == UNPLACED_KEY { MAX_VALUE_DEPTH + RECORD_DEPTH } else { MAX_VALUE_DEPTH };
    match map.iter().find(|(name, value)| value.depth() > limit(name)) {
        Some((name, _)) => {
            Err(D::Error::custom(format!("`{name}` holds lists and maps nested deeper than {MAX_VALUE_DEPTH} levels")))
        }
        None => Ok(map),
    }
}

impl Value {
    /// How many lists and maps lie in each other; 0 for a text, a number or a truth value.
    #[must_use]
    pub fn depth(&self) -> usize {
        match self {
            Self::Bool(_) | Self::Int(_) | Self::Float(_) | Self::Text(_) => 0,
            Self::List(values) => 1 + values.iter().map(Self::depth).max().unwrap_or_default(),
            Self::Map(values) => 1 + values.values().map(Self::depth).max().unwrap_or_default(),
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What kind of value it is, for messages.
    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        match self {
            Self::Bool(_) => "yes/no",
            Self::Int(_) | Self::Float(_) => "number",
            Self::Text(_) => "text",
            Self::List(_) => "list",
            Self::Map(_) => "map",
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bool(true) => f.write_str("yes"),
            Self::Bool(false) => f.write_str("no"),
            Self::Int(number) => number.fmt(f),
            Self::Float(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
            Self::List(values) => {
                for (index, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if index == 0 { "" } else { ", " })?;
                }
                Ok(())
            }
            Self::Map(values) => {
                for (index, (name, value)) in values.iter().enumerate() {
                    write!(f, "{}{name}: {value}", if index == 0 { "" } else { ", " })?;
                }
                Ok(())
            }
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::List(values) => serializer.collect_seq(values),
            Self::Map(values) => serializer.collect_map(values),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a string, number, boolean, list or map with strings as keys")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        i64::try_from(value).map(Value::Int).map_err(|_| E::custom(format!("the number {value} is too large")))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        if value.is_finite() {
            Ok(Value::Float(value))
        } else {
            Err(E::custom("a number must be finite; NaN and infinities are refused"))
        }
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        // Most maps hold one value, and many mentions have one. A map of any order is sorted once: each put in its place among
        // the others would take minutes for a million.
        let mut rows: Vec<(String, Value)> = Vec::with_capacity(1);
        while let Some(row) = map.next_entry::<String, Value>()? {
            rows.push(row);
        }
        rows.sort_by(|one, other| one.0.cmp(&other.0));
        if let Some((name, _)) = rows
            .windows(2)
            .find_map(|pair| pair.first().filter(|one| pair.last().is_some_and(|other| one.0 == other.0)))
        {
            return Err(A::Error::custom(format!("the key `{name}` stands twice in one map")));
        }
        Ok(Value::Map(rows.into_iter().collect()))
    }
}

impl schemars::JsonSchema for Value {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let inner = generator.subschema_for::<Self>();
        schemars::json_schema!({
            "anyOf": [
                { "type": ["boolean", "number", "string"] },
                { "type": "array", "items": inner },
                { "type": "object", "additionalProperties": inner },
            ]
        })
    }
}

/// Reads attributes; a slug that stands twice is refused.
///
/// # Errors
/// Whatever the reader finds, and a key that is no slug or stands twice.
pub(crate) fn read_attributes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Attributes, D::Error> {
    let map = read_map(deserializer, "attributes must be a map with strings as keys")?;
    let mut attributes = Attributes::with_capacity(map.len());
    for (name, value) in map {
        attributes.insert(Slug::new(&name).map_err(D::Error::custom)?, value);
    }
    Ok(attributes)
}

/// Reads a number that must be finite; `ron` takes `NaN`, `inf` and `1e999`.
///
/// # Errors
/// Whatever the reader finds, and a number that is not finite.
pub(super) fn read_finite<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    match Option::<f64>::deserialize(deserializer)? {
        Some(number) if !number.is_finite() => {
            Err(D::Error::custom("a number must be finite; NaN and infinities are refused"))
        }
        number => Ok(number),
    }
}

/// Reads texts by name; a name that stands twice is refused.
///
/// # Errors
/// Whatever the reader finds, a value that is no text, and a name that stands twice.
pub(super) fn read_texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    let map = read_map(deserializer, "expected a map with strings as keys")?;
    let text = |(name, value)| match value {
        Value::Text(text) => Ok((name, text)),
        other => Err(D::Error::custom(format!("`{name}` must be a text, not a {}", other.kind_name()))),
    };
    map.into_iter().map(text).collect()
}
