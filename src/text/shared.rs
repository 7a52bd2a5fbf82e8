//! A text that many hold at once and nobody changes. It does not know what the text is of.

use serde::{Deserialize, Deserializer, Serialize};
use std::ops::Deref;
use std::sync::Arc;

/// A text that is copied by pointer.
///
/// A `String` becomes one without being copied, as it would be into an `Arc<str>`: texts of 100 MB are read into memory once
/// and stay where they are.
///
/// # Example
/// ```
/// use byline::text::SharedText;
/// let text = SharedText::from("The ferry is back.".to_owned());
/// let same = text.clone();
/// assert!(same.is(&text) && same.starts_with("The ferry"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct SharedText(Arc<String>);

impl SharedText {
    /// Whether both are the very same text in memory.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for SharedText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for SharedText {
    fn from(mut text: String) -> Self {
        // One that was put together has up to as much room again as it needs, and a text stays for as long as its session.
        text.shrink_to_fit();
        Self(Arc::new(text))
    }
}

impl<'de> Deserialize<'de> for SharedText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl From<&str> for SharedText {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}
