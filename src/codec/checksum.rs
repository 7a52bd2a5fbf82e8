//! The last line of a session file: `// byline modified <time> crc32 <8 hex>`.
//!
//! The CRC-32 (IEEE, as in zlib) is taken over every byte of the file from its first (a byte order mark is not counted) up to
//! the eight digits themselves, the time and the word `crc32 ` included; so no byte of the file goes unwatched. The digits are
//! lower-case and one line feed follows them. Nothing here knows what stands above.

use crate::model::Timestamp;

const OPENING: &str = "// byline modified ";
const BETWEEN: &str = " crc32 ";
const DIGITS: usize = 8;

/// Appends the last line to `out`, which is empty, for a file whose bytes before it were taken into `sum`; takes the last line
/// into it too.
pub(super) fn push_last_line(out: &mut String, modified: Timestamp, sum: &mut crc32fast::Hasher) {
    for part in [OPENING, &modified.to_string(), BETWEEN] {
        out.push_str(part);
    }
    sum.update(out.as_bytes());
    let digits = format!("{:08x}\n", sum.clone().finalize());
    sum.update(digits.as_bytes());
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
    let Some(last) = LastLine::of(text.as_bytes()) else { return (None, Checksum::Missing) };
    match (last.stated, text.as_bytes().get(..last.covered)) {
        (Some(stated), Some(covered)) => {
            let actual = crc32fast::hash(covered);
            let sum = if stated == actual { Checksum::Holds } else { Checksum::Wrong { stated, actual } };
            (last.modified, sum)
        }
        _ => (last.modified, Checksum::Missing),
    }
}

/// What the last line states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LastLine {
    /// The time, if it can be read.
    pub(super) modified: Option<Timestamp>,
    /// The checksum, if its digits stand there in full.
    pub(super) stated: Option<u32>,
    /// How many bytes the checksum is taken over.
    pub(super) covered: usize,
}

impl LastLine {
    /// Reads it; nothing where `text` has none.
    pub(super) fn of(text: &[u8]) -> Option<Self> {
        let body = text.strip_suffix(b"\n")?;
        let line = std::str::from_utf8(body.rsplit(|byte| *byte == b'\n').next()?).ok()?;
        let (time, digits) = line.strip_prefix(OPENING)?.split_once(BETWEEN)?;
        let modified = time.parse().ok().map(Timestamp);
        let lower = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let is_whole = digits.len() == DIGITS && digits.bytes().all(lower);
        let stated = if is_whole { u32::from_str_radix(digits, 16).ok() } else { None };
        Some(Self { modified, stated, covered: body.len().saturating_sub(digits.len()) })
    }
}
