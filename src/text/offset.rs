//! Offset units. Each unit is a type of its own, so a count of bytes can never be taken for a count of code points.
//!
//! It does not know the text that an offset belongs to; [`super::TextIndex`] converts.

use serde::{Deserialize, Serialize};

/// What every offset type can do, whatever its unit.
pub trait Offset: Copy + Ord + std::hash::Hash + std::fmt::Debug + Default {
    /// The bare number.
    fn get(self) -> u32;
}

macro_rules! offset_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
        )]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The offset for a count held in a `usize`; counts beyond `u32::MAX` become `u32::MAX`.
            /// Texts are kept far below that (see [`crate::ingest::MAX_SOURCE_BYTES`]).
            #[must_use]
            pub fn from_usize(count: usize) -> Self {
                Self(u32::try_from(count).unwrap_or(u32::MAX))
            }

            /// The number as a `usize`, for `str::get` and the like.
            #[must_use]
            pub fn to_usize(self) -> usize {
                self.0 as usize
            }
        }

        impl Offset for $name {
            fn get(self) -> u32 {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

offset_type! {
    /// UTF-8 bytes from the start of a text: the unit in memory.
    ByteOffset
}
offset_type! {
    /// Unicode code points from the start of a text: the unit in files.
    CharOffset
}
offset_type! {
    /// UTF-16 code units from the start of a text: the unit of some interchange formats.
    Utf16Offset
}
