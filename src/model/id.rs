//! Identifiers of records: a kind letter, a dash and 64 bits in Crockford's base 32 (13 characters).
//!
//! Ids are never reused and never counted up, because counters of two copies of a session would collide. Where the bits come
//! from (chance, or a hash of a source) is not known here.

use super::from_text::read_from_text;
use serde::{Deserialize, Serialize};

const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LEN: usize = 13;

/// Why a text is no id of the kind asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no id of this kind; expected `{letter}-` and 13 characters of Crockford's base 32")]
pub struct IdError {
    /// What was read.
    pub text: String,
    /// The kind's letter.
    pub letter: char,
}

/// The file form: the kind's letter, a dash, and the digits.
fn write_bits(letter: u8, bits: u64) -> [u8; LEN + 2] {
    let mut out = [b'-'; LEN + 2];
    if let Some(first) = out.first_mut() {
        *first = letter;
    }
    for (place, digit) in out.iter_mut().skip(2).rev().enumerate() {
        let index = (bits >> (5 * place)) & 31;
        *digit = usize::try_from(index).ok().and_then(|index| DIGITS.get(index)).copied().unwrap_or(b'0');
    }
    out
}

fn read_bits(text: &str) -> Option<u64> {
    if text.len() != LEN {
        return None;
    }
    let mut bits: u128 = 0;
    for byte in text.bytes() {
        bits = (bits << 5) | u128::from(read_digit(byte)?);
    }
    u64::try_from(bits).ok()
}

/// What a byte stands for as a digit.
fn read_digit(byte: u8) -> Option<u8> {
    let (first, value) = match byte {
        b'0'..=b'9' => (b'0', 0),
        b'A'..=b'H' => (b'A', 10),
        b'J' | b'K' => (b'J', 18),
        b'M' | b'N' => (b'M', 20),
        b'P'..=b'T' => (b'P', 22),
        b'V'..=b'Z' => (b'V', 27),
        _ => return None,
    };
    Some(byte - first + value)
}

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident, $letter:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub u64);

        impl $name {
            /// The letter that opens every id of this kind.
            pub const LETTER: char = $letter;

            /// Reads the file form.
            ///
            /// # Errors
            /// [`IdError`] for any other text, lower-case digits included: one id has one form.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                text.strip_prefix(Self::LETTER)
                    .and_then(|rest| rest.strip_prefix('-'))
                    .and_then(read_bits)
                    .map(Self)
                    .ok_or_else(|| IdError { text: text.to_owned(), letter: Self::LETTER })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let text = write_bits(const { Self::LETTER as u8 }, self.0);
                f.write_str(std::str::from_utf8(&text).unwrap_or_default())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                read_from_text(deserializer, Self::parse)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "pattern": concat!("^", $letter, "-[0-9A-F][0-9A-HJKMNP-TV-Z]{12}$"),
                })
            }
        }
    };
}

id_type! {
    /// Id of an [`super::Article`]: from the hash of its source bytes and file name, so two annotators' sessions match.
    ArticleId, 'a'
}
id_type! {
    /// Id of a [`super::Mention`].
    MentionId, 'm'
}
id_type! {
    /// Id of a [`super::Relation`].
    RelationId, 'r'
}
id_type! {
    /// Id of a [`super::Region`].
    RegionId, 'g'
}
id_type! {
    /// Id of a [`super::Repair`].
    RepairId, 'x'
}
id_type! {
    /// Id of a [`super::Suggestion`].
    SuggestionId, 's'
}
id_type! {
    /// Id of an [`super::Entry`].
    EntryId, 'e'
}
id_type! {
    /// Id of an [`super::Alignment`].
    AlignmentId, 'l'
}
id_type! {
    /// Id of an [`super::Outlet`].
    OutletId, 'o'
}
id_type! {
    /// Id of an [`super::Annotator`].
    AnnotatorId, 'p'
}
id_type! {
    /// Id of a [`super::Conflict`].
    ConflictId, 'c'
}
id_type! {
    /// Id of a [`super::Decision`].
    DecisionId, 'd'
}
id_type! {
    /// Id of a [`super::SavedFilter`].
    FilterId, 'f'
}
id_type! {
    /// Id of a [`super::Guideline`].
    GuidelineId, 'h'
}
id_type! {
    /// Id of a transaction in the [`super::Log`].
    TransactionId, 't'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_reads_back_and_no_other_form_is_taken() {
        for bits in [0, 1, 31, 32, u64::MAX, u64::MAX - 1, 0x0123_4567_89AB_CDEF, 1 << 59, 1 << 60] {
            let text = MentionId(bits).to_string();
            assert_eq!(text.len(), 15);
            assert_eq!(MentionId::parse(&text), Ok(MentionId(bits)), "{text}");
            assert!(EntryId::parse(&text).is_err());
            let lower = text.to_lowercase();
            assert!(lower == text || MentionId::parse(&lower).is_err(), "{lower}");
        }
        for wrong in
            ["", "m-", "m-7K3QZ1V5R80A", "m-7K3QZ1V5R80ABC", "m-UUUUUUUUUUUUU", "m-ZZZZZZZZZZZZZ", "m_0000000000000"]
        {
            assert!(MentionId::parse(wrong).is_err(), "{wrong}");
        }
    }
}
