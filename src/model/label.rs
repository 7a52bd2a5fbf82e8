//! Labels and other permanent names inside a session. It does not know which of them a schema defines.

use super::from_text::read_from_text;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Why a text is no slug.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no name for files; use lower-case letters, digits, `_` and `-`, at most 64, parts joined by dots")]
pub struct SlugError(pub String);

/// A permanent lower-case name, as `claim`, `actor.person` or `who`: parts of letters, digits, `_` and `-`, joined by dots.
///
/// Renaming what a slug stands for changes its display name, never the slug.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Arc<str>);

/// The slug of a layer or of one of its kinds; the first part names the layer.
pub type Label = Slug;

impl Slug {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`SlugError`] for an empty text, an empty part, more than 64 bytes, or any other character.
    pub fn new(text: &str) -> Result<Self, SlugError> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-';
        let part_holds = |part: &str| !part.is_empty() && part.bytes().all(plain);
        if text.len() <= 64 && text.split('.').all(part_holds) {
            Ok(Self(text.into()))
        } else {
            Err(SlugError(text.to_owned()))
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first part: a label's layer.
    #[must_use]
    pub fn layer(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }

    /// Whether this is `other` or stands below it, as `actor.person` below `actor`.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.strip_prefix(other.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::fmt::Debug for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Slug {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Slug {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_from_text(deserializer, Self::new)
    }
}

impl schemars::JsonSchema for Slug {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Slug".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "maxLength": 64, "pattern": r"^[a-z0-9_-]+(\.[a-z0-9_-]+)*$" })
    }
}
