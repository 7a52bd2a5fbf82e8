//! The last line of a session file: `// byline modified <time> crc32 <8 hex>`.
//!
//! The CRC-32 (IEEE, as in zlib) is taken over every byte of the file from its first (a byte order mark is not counted) up to
//! the eight digits themselves, the time and the word `crc32 ` included; so no byte of the file goes unwatched. The digits are
//! lower-case and one line feed follows them. Nothing here knows what stands above.

use crate::model::Timestamp;

const OPENING: &str = "// byline modified ";
const BETWEEN: &str = " crc32 ";
const DIGITS: usize = 8;

/// Appends the last line to a file that is complete otherwise.
pub(super) fn push_last_line(out: &mut String, modified: Timestamp) {
    for part in [OPENING, &modified.to_string(), BETWEEN] {
        out.push_str(part);
    }
    let sum = crc32fast::hash(out.as_bytes());
    let digits = format!("{sum:08x}\n");
    out.push_str(&digits);
}

/// What the last line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Checksum {
    /// It holds.
    Holds,
    /// It holds once every CRLF is taken for a line feed.
    LineEnds,
    /// There is none, or it is cut.
    Missing,
    /// Another one was taken when the file was written.
    Wrong {
        /// What the file says.
        stated: u32,
        /// What its bytes give.
        actual: u32,
    },
}

/// Reads the last line of `text`: the time it states, if it can be read, and whether the checksum holds.
pub(super) fn read_last_line(text: &str) -> (Option<Timestamp>, Checksum) {
    let found = read(text);
    if found.1 != Checksum::Holds && text.contains("\r\n") {
        let plain = read(&text.replace("\r\n", "\n"));
        if plain.1 == Checksum::Holds {
            return (plain.0, Checksum::LineEnds);
        }
    }
    found
}

fn read(text: &str) -> (Option<Timestamp>, Checksum) {
    let missing = (None, Checksum::Missing);
    let Some(body) = text.strip_suffix('\n') else { return missing };
    let line = body.rsplit('\n').next().unwrap_or_default();
    let parts = line.strip_prefix(OPENING).and_then(|rest| rest.split_once(BETWEEN));
    let Some((time, digits)) = parts else { return missing };
    let modified = time.parse().ok().map(Timestamp);
    let lower = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if digits.len() != DIGITS || !digits.bytes().all(lower) {
        return (modified, Checksum::Missing);
    }
    let covered = body.len().checked_sub(DIGITS).and_then(|end| body.get(..end));
    match (u32::from_str_radix(digits, 16), covered) {
        (Ok(stated), Some(covered)) => {
            let actual = crc32fast::hash(covered.as_bytes());
            let sum = if stated == actual { Checksum::Holds } else { Checksum::Wrong { stated, actual } };
            (modified, sum)
        }
        _ => (modified, Checksum::Missing),
    }
}
