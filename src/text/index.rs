//! Conversion between the offset units of one text.
//!
//! It keeps one checkpoint every [`STEP_BYTES`] bytes, so a conversion is a binary search and a count over at most that
//! many bytes, and a text of 10 MB costs 200 KB.

use super::offset::{ByteOffset, CharOffset, Utf16Offset};
use super::span::{CharSpan, Span, Utf16Span};

const STEP_BYTES: usize = 1024;
/// So many bytes are counted at once on the way from a checkpoint.
const STRIDE_BYTES: usize = 64;
/// The end of a span with fewer characters is looked for from its start.
const SHORT_CHARS: u32 = 200;

/// A place for people: both numbers start at 1, the column counts code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1. Lines end at `\n`.
    pub line: u32,
    /// Code points into the line, from 1.
    pub column: u32,
}

impl std::fmt::Display for LineColumn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Checkpoint {
    byte: u32,
    char: u32,
    utf16: u32,
    newlines: u32,
    /// Code points before the line that this place stands in.
    line_start: u32,
}

impl Checkpoint {
    /// The place behind `text`, which begins here.
    fn behind(self, text: &str) -> Self {
        let bytes = text.as_bytes();
        let chars = count(bytes, begins_char);
        let line_start = match memchr::memrchr(b'\n', bytes) {
            Some(last) => self.char + count(bytes.get(..=last).unwrap_or_default(), begins_char),
            None => self.line_start,
        };
        Self {
            byte: self.byte + ByteOffset::from_usize(bytes.len()).0,
            char: self.char + chars,
            utf16: self.utf16 + chars + count(bytes, |byte| byte >= 0xf0),
            newlines: self.newlines + count(bytes, |byte| byte == b'\n'),
            line_start,
        }
    }

    /// Whether every character from here to `next` is one byte long.
    fn is_ascii_until(self, next: Self) -> bool {
        next.byte - self.byte == next.char - self.char
    }
}

/// How many of `bytes` are `counted`. Sums of a stride fit into a byte, and so the processor adds many at once.
fn count(bytes: &[u8], counted: impl Fn(u8) -> bool) -> u32 {
    let stride = |stride: &[u8]| stride.iter().map(|byte| u8::from(counted(*byte))).sum::<u8>();
    bytes.chunks(STRIDE_BYTES).map(|bytes| u32::from(stride(bytes))).sum()
}

/// How many bytes the first `chars` characters of `text` have; all of them where it has fewer.
fn bytes_of(text: &str, chars: u32) -> u32 {
    let mut left = chars;
    let mut passed = 0;
    for stride in text.as_bytes().chunks(STRIDE_BYTES) {
        let begun = count(stride, begins_char);
        if begun > left {
            let begins = stride.iter().enumerate().filter(|(_, byte)| begins_char(**byte));
            let ends = begins.map(|(at, _)| at).nth(left as usize);
            return passed + ByteOffset::from_usize(ends.unwrap_or_default()).0;
        }
        left -= begun;
        passed += ByteOffset::from_usize(stride.len()).0;
    }
    passed
}

fn begins_char(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

/// Converts between bytes, code points, UTF-16 units and lines of one text. Every method takes the text it was built for.
#[derive(Clone, Debug)]
pub struct TextIndex {
    checkpoints: Vec<Checkpoint>,
    end: Checkpoint,
}

impl TextIndex {
    /// Reads `text` once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut checkpoints = vec![Checkpoint::default()];
        let mut here = Checkpoint::default();
        let mut rest = text;
        while rest.len() > STEP_BYTES {
            let (step, behind) = rest.split_at_checked(rest.ceil_char_boundary(STEP_BYTES)).unwrap_or((rest, ""));
            here = here.behind(step);
            rest = behind;
            if !rest.is_empty() {
                checkpoints.push(here);
            }
        }
        Self { checkpoints, end: here.behind(rest) }
    }

    /// Length of the text in code points.
    #[must_use]
    pub fn char_len(&self) -> CharOffset {
        CharOffset(self.end.char)
    }

    /// Length of the text in UTF-16 code units.
    #[must_use]
    pub fn utf16_len(&self) -> Utf16Offset {
        Utf16Offset(self.end.utf16)
    }

    /// Lines of the text; an empty text has one.
    #[must_use]
    pub fn line_count(&self) -> u32 {
        self.end.newlines + 1
    }

    /// The last checkpoint for which `before` holds, and the next one.
    fn around(&self, before: impl Fn(&Checkpoint) -> bool) -> (Checkpoint, Checkpoint) {
        let found = self.checkpoints.partition_point(before).saturating_sub(1);
        let checkpoint = |number: usize| self.checkpoints.get(number).copied();
        (checkpoint(found).unwrap_or_default(), checkpoint(found + 1).unwrap_or(self.end))
    }

    /// Walks from the last checkpoint for which `before` holds to the first character for which it does not.
    fn walk(&self, text: &str, before: impl Fn(&Checkpoint) -> bool) -> Checkpoint {
        let (mut here, _) = self.around(&before);
        let mut rest = text.get(here.byte as usize..).unwrap_or_default();
        // Strides first, which are counted faster than single characters are.
        while let Some((stride, behind)) = rest.split_at_checked(rest.floor_char_boundary(STRIDE_BYTES)) {
            let there = here.behind(stride);
            if stride.is_empty() || !before(&there) {
                break;
            }
            (here, rest) = (there, behind);
        }
        for char in rest.chars() {
            if !before(&here) {
                break;
            }
            step(&mut here, char);
        }
        here
    }

    /// Code points before `byte`; `None` where it leaves the text or cuts a character.
    #[must_use]
    pub fn char_from_byte(&self, text: &str, byte: ByteOffset) -> Option<CharOffset> {
        text.is_char_boundary(byte.to_usize()).then(|| {
            let before = |at: &Checkpoint| at.byte < byte.0;
            let (here, next) = self.around(before);
            let between = text.as_bytes().get(here.byte as usize..byte.to_usize()).unwrap_or_default();
            CharOffset(if here.is_ascii_until(next) {
                here.char + (byte.0 - here.byte)
            } else {
                here.char + count(between, begins_char)
            })
        })
    }

    /// Bytes before code point number `char`; `None` where the text is shorter.
    #[must_use]
    pub fn byte_from_char(&self, text: &str, char: CharOffset) -> Option<ByteOffset> {
        (char.0 <= self.end.char).then(|| {
            let before = |at: &Checkpoint| at.char < char.0;
            let (here, next) = self.around(before);
            ByteOffset(if here.is_ascii_until(next) {
                here.byte + (char.0 - here.char)
            } else {
                here.byte + bytes_of(text.get(here.byte as usize..).unwrap_or_default(), char.0 - here.char)
            })
        })
    }

    /// UTF-16 units before `byte`; `None` where it leaves the text or cuts a character.
    #[must_use]
    pub fn utf16_from_byte(&self, text: &str, byte: ByteOffset) -> Option<Utf16Offset> {
        text.is_char_boundary(byte.to_usize()).then(|| Utf16Offset(self.walk(text, |at| at.byte < byte.0).utf16))
    }

    /// Bytes before UTF-16 unit number `unit`; `None` where the text is shorter or a surrogate pair would be cut.
    #[must_use]
    pub fn byte_from_utf16(&self, text: &str, unit: Utf16Offset) -> Option<ByteOffset> {
        let at = self.walk(text, |at| at.utf16 < unit.0);
        (at.utf16 == unit.0).then_some(ByteOffset(at.byte))
    }

    /// Line and column of `byte`; `None` where it leaves the text or cuts a character.
    #[must_use]
    pub fn line_column(&self, text: &str, byte: ByteOffset) -> Option<LineColumn> {
        text.is_char_boundary(byte.to_usize()).then(|| {
            let here = self.walk(text, |at| at.byte < byte.0);
            LineColumn { line: here.newlines + 1, column: here.char - here.line_start + 1 }
        })
    }

    /// A span in code points; `None` where an end leaves the text or cuts a character.
    #[must_use]
    pub fn char_span_from_byte(&self, text: &str, span: Span) -> Option<CharSpan> {
        Some(Span { start: self.char_from_byte(text, span.start)?, end: self.char_from_byte(text, span.end)? })
    }

    /// A span in bytes; `None` where the text is shorter.
    #[must_use]
    pub fn byte_span_from_char(&self, text: &str, span: CharSpan) -> Option<Span> {
        let start = self.byte_from_char(text, span.start)?;
        // Most spans are short, and then their ends are near.
        let end = match span.end.0.checked_sub(span.start.0) {
            Some(length) if length < SHORT_CHARS && span.end.0 <= self.end.char => {
                ByteOffset(start.0 + bytes_of(text.get(start.to_usize()..)?, length))
            }
            _ => self.byte_from_char(text, span.end)?,
        };
        Some(Span { start, end })
    }

    /// A span in UTF-16 units; `None` where an end leaves the text or cuts a character.
    #[must_use]
    pub fn utf16_span_from_byte(&self, text: &str, span: Span) -> Option<Utf16Span> {
        Some(Span { start: self.utf16_from_byte(text, span.start)?, end: self.utf16_from_byte(text, span.end)? })
    }
}

fn step(at: &mut Checkpoint, char: char) {
    at.byte += ByteOffset::from_usize(char.len_utf8()).0;
    at.char += 1;
    at.utf16 += if char.len_utf16() == 2 { 2 } else { 1 };
    if char == '\n' {
        at.newlines += 1;
        at.line_start = at.char;
    }
}
