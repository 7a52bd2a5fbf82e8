//! One record of a JSON file as it is parsed: its fields as they are, its tokens as the little that is asked of them.
//!
//! A tokenised text has hundreds of tokens with five keys each; as values of JSON they would take most of the time and of the
//! memory that a file takes. It does not know what a record means.

use super::corpus::{Remark, Thing};
use super::in_file::InFile;
use super::json_read::{Fields, Gather, Record, Take};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value as Json};
use std::fmt;

/// The key that tokens stand under.
const TOKENS: &str = "tokens";

/// Where one token begins and ends, as far as it says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) start: Option<u64>,
    pub(super) end: Option<u64>,
}

/// How a record's tokens are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tokens {
    /// As any other field.
    Field,
    /// Apart from the fields.
    Apart,
}

/// What stands in the place of a record.
#[derive(Debug)]
pub(super) enum Parsed {
    /// A record: its fields, and its tokens where they are read apart.
    Record(Fields, Vec<Token>),
    /// Anything else.
    Other(Json),
}

impl Parsed {
    pub(super) fn read(text: &str, tokens: Tokens) -> serde_json::Result<Self> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let parsed = tokens.deserialize(&mut reader)?;
        reader.end()?;
        Ok(parsed)
    }

    /// Gives the record to `take`; what is none is a remark.
    pub(super) fn pass_on<G: Gather>(
        self,
        file: &InFile,
        number: usize,
        place: String,
        gathering: &mut G,
        take: Take<'_, G>,
    ) {
        match self {
            Self::Record(fields, tokens) => take(gathering, &Record { file, place, number, fields, tokens }),
            Self::Other(other) => {
                let what = crate::text::shortened(&other.to_string(), 40).into_owned();
                let remark = Remark::refused(&file.path, &place, &what, "a record must be an object in braces");
                gathering.remark(remark.of(Thing::Document));
            }
        }
    }
}

impl<'de> DeserializeSeed<'de> for Tokens {
    type Value = Parsed;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Parsed, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tokens {
    type Value = Parsed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Parsed, A::Error> {
        let (mut fields, mut tokens) = (Map::new(), Vec::new());
        while let Some(name) = map.next_key::<String>()? {
            if self == Self::Apart && name == TOKENS {
                tokens = map.next_value_seed(TokensSeed)?;
            } else {
                fields.insert(name, map.next_value()?);
            }
        }
        Ok(Parsed::Record(fields, tokens))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Parsed, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Parsed::Other(Json::Array(values)))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Parsed, E> {
        Ok(Parsed::Other(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Parsed, E> {
        Ok(Parsed::Other(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Parsed, E> {
        Ok(Parsed::Other(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Parsed, E> {
        Ok(Parsed::Other(value.into()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Parsed, E> {
        Ok(Parsed::Other(value.into()))
    }

    fn visit_unit<E: Error>(self) -> Result<Parsed, E> {
        Ok(Parsed::Other(Json::Null))
    }
}

/// Takes any value: the tokens of a list, and none of anything else.
struct TokensSeed;

/// Takes any value: the ends that an object states.
struct TokenSeed;

/// What is no list or object says nothing here, and is well-formed all the same.
macro_rules! nothing_else {
    ($value:expr) => {
        fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
            Ok($value)
        }

        fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
            Ok($value)
        }

        fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
            Ok($value)
        }

        fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
            Ok($value)
        }

        fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
            Ok($value)
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok($value)
        }
    };
}

impl<'de> DeserializeSeed<'de> for TokensSeed {
    type Value = Vec<Token>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Token>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TokensSeed {
    type Value = Vec<Token>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    nothing_else!(Vec::new());

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Token>, A::Error> {
        let mut tokens = Vec::new();
        while let Some(token) = list.next_element_seed(TokenSeed)? {
            tokens.push(token);
        }
        Ok(tokens)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Token>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Vec::new())
    }
}

impl<'de> DeserializeSeed<'de> for TokenSeed {
    type Value = Token;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Token, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TokenSeed {
    type Value = Token;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    nothing_else!(Token::default());

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Token, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Token::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Token, A::Error> {
        let mut token = Token::default();
        while let Some(key) = map.next_key_seed(KeySeed)? {
            match key {
                Key::Start => token.start = map.next_value::<Json>()?.as_u64(),
                Key::End => token.end = map.next_value::<Json>()?.as_u64(),
                Key::Other => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(token)
    }
}

enum Key {
    Start,
    End,
    Other,
}

struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Key, E> {
        Ok(match key {
            "start" => Key::Start,
            "end" => Key::End,
            _ => Key::Other,
        })
    }
}
