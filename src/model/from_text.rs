//! Reads values that files hold as strings, without a copy of the string. It does not know what they mean.

use serde::de::{Deserializer, Error, Visitor};
use std::fmt::{Display, Formatter};
use std::marker::PhantomData;

/// Reads a string and makes of it what `parse` does.
///
/// # Errors
/// Whatever the reader finds, and what `parse` says.
pub(super) fn read_from_text<'de, D: Deserializer<'de>, T, E: Display>(
    deserializer: D,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(FromText { parse, made: PhantomData })
}

struct FromText<P, T, E> {
    parse: P,
    made: PhantomData<(T, E)>,
}

impl<P: FnOnce(&str) -> Result<T, E>, T, E: Display> Visitor<'_> for FromText<P, T, E> {
    type Value = T;

    fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<R: Error>(self, text: &str) -> Result<T, R> {
        (self.parse)(text).map_err(R::custom)
    }
}
