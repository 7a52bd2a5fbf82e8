//! One UTF-8 sequence as a misreading shows it. It does not know whether it is one by chance.

use super::tables::byte_in;

/// One sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// First byte of the text inside.
    pub(super) start: usize,
    /// First byte of the text behind.
    pub(super) end: usize,
    /// What the sequence means.
    pub(super) means: char,
    /// The character that its first byte was read as.
    pub(super) lead: char,
    /// Whether a byte from 0x80 to 0x9F follows the first one: in real text few letters have their place there.
    pub(super) has_low: bool,
    /// Whether real text may have every character behind the first one behind a letter, as quotes and dashes.
    pub(super) is_typeset: bool,
}

/// The sequence that begins at byte `at` of `text`, by the table of an encoding.
pub(super) fn unit(text: &str, at: usize, table: &[u8]) -> Option<Unit> {
    let mut chars = text.get(at..)?.chars();
    let lead = chars.next()?;
    let first = byte_in(table, lead)?;
    let len = match first {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [first, 0, 0, 0];
    let mut end = at + lead.len_utf8();
    let (mut has_low, mut is_typeset) = (false, true);
    for slot in bytes.get_mut(1..len)? {
        let char = chars.next()?;
        let byte = byte_in(table, char).filter(|byte| (0x80..0xC0).contains(byte))?;
        *slot = byte;
        end += char.len_utf8();
        has_low |= byte < 0xA0;
        is_typeset &= is_typeset_mark(char);
    }
    let means = std::str::from_utf8(bytes.get(..len)?).ok()?.chars().next()?;
    Some(Unit { start: at, end, means, lead, has_low, is_typeset })
}

/// Whether real text has `char` behind a letter.
fn is_typeset_mark(char: char) -> bool {
    matches!(
        char,
        '\u{2018}'
            ..='\u{201e}'
                | '\u{2026}'
                | '\u{2013}'
                | '\u{2014}'
                | '\u{2039}'
                | '\u{203a}'
                | '\u{2022}'
                | '\u{2122}'
                | '\u{2030}'
                | '\u{a0}'
                | '\u{ad}'
                | '«'
                | '»'
                | '¡'
                | '¿'
                | 'ª'
                | 'º'
                | '®'
                | '©'
                | '°'
                | '·'
                | '´'
                | '§'
                | '²'
                | '³'
                | '¹'
    )
}
