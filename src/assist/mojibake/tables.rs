//! Which byte each character was in the one-byte encodings that web pages are misread in. It does not decode anything.

use encoding_rs::{Encoding, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1254};
use std::sync::OnceLock;

/// No character of these encodings has this code point or a higher one.
const BEYOND: usize = 0x2200;

/// An encoding that UTF-8 was read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Misreading {
    /// Western European.
    Western,
    /// Turkish, which is Western European but for six letters.
    Turkish,
    /// Central European.
    Central,
    /// Cyrillic.
    Cyrillic,
    /// Thai.
    Thai,
}

/// The script of an encoding's own letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// Latin letters with marks.
    Latin,
    /// Cyrillic letters.
    Cyrillic,
    /// Thai letters.
    Thai,
}

impl Misreading {
    /// All of them, the likeliest first.
    pub(super) const ALL: [Self; 5] = [Self::Western, Self::Turkish, Self::Central, Self::Cyrillic, Self::Thai];

    /// Its name in the WHATWG Encoding Standard.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Western => "windows-1252",
            Self::Turkish => "windows-1254",
            Self::Central => "windows-1250",
            Self::Cyrillic => "windows-1251",
            Self::Thai => "windows-874",
        }
    }

    pub(super) fn alphabet(self) -> Alphabet {
        match self {
            Self::Western | Self::Turkish | Self::Central => Alphabet::Latin,
            Self::Cyrillic => Alphabet::Cyrillic,
            Self::Thai => Alphabet::Thai,
        }
    }

    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Western => WINDOWS_1252,
            Self::Turkish => WINDOWS_1254,
            Self::Central => WINDOWS_1250,
            Self::Cyrillic => WINDOWS_1251,
            Self::Thai => WINDOWS_874,
        }
    }

    /// The byte that reads as `char` here; `None` for ASCII and for what the encoding does not have.
    pub(super) fn byte(self, char: char) -> Option<u8> {
        byte_in(self.bytes(), char)
    }

    /// By code point the byte that reads as it, or 0.
    pub(super) fn bytes(self) -> &'static [u8] {
        static TABLES: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
        let tables = TABLES.get_or_init(|| Self::ALL.iter().map(|one| one.table()).collect());
        tables.get(self as usize).map_or(&[], Vec::as_slice)
    }

    /// By code point the byte, or 0. Where the encoding has no character for a byte, programs put the one of windows-1252.
    fn table(self) -> Vec<u8> {
        let read = |encoding: &'static Encoding, byte: u8| {
            let char = encoding.decode_without_bom_handling(&[byte]).0.chars().next()?;
            (char != char::REPLACEMENT_CHARACTER && !('\u{80}'..='\u{9f}').contains(&char)).then_some(char)
        };
        let mut table = vec![0; BEYOND];
        let mut set = |char: char, byte: u8| {
            if let Some(slot) = table.get_mut(u32::from(char) as usize).filter(|slot| **slot == 0) {
                *slot = byte;
            }
        };
        for byte in 0x80..=0xFF_u8 {
            if let Some(char) = read(self.encoding(), byte) {
                set(char, byte);
            }
        }
        for byte in 0x80..=0xFF_u8 {
            if let (None, Some(char)) = (read(self.encoding(), byte), read(WINDOWS_1252, byte)) {
                set(char, byte);
            }
            // Controls of this range are in no text: they are bytes that were let through as they were.
            if byte < 0xA0 {
                set(char::from(byte), byte);
            }
        }
        table
    }
}

/// The byte that a table has for `char`.
pub(super) fn byte_in(table: &[u8], char: char) -> Option<u8> {
    let byte = table.get(u32::from(char) as usize).copied()?;
    (byte != 0).then_some(byte)
}
