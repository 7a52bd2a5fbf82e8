//! Half-open ranges of one text, in the unit that their offset type names.

use super::offset::{ByteOffset, CharOffset, Offset, Utf16Offset};
use serde::{Deserialize, Serialize};

/// A half-open range `start..end` of one text.
///
/// In memory the unit is UTF-8 bytes and both ends stand on character boundaries of the text that the span belongs to.
/// In files it is written as a pair, `(start, end)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "(O, O)", into = "(O, O)", bound = "O: Offset + Serialize + serde::de::DeserializeOwned")]
pub struct Span<O: Offset = ByteOffset> {
    /// First offset inside.
    pub start: O,
    /// First offset behind.
    pub end: O,
}

/// A span in code points, as files have it.
pub type CharSpan = Span<CharOffset>;
/// A span in UTF-16 code units.
pub type Utf16Span = Span<Utf16Offset>;

impl<O: Offset> From<(O, O)> for Span<O> {
    fn from((start, end): (O, O)) -> Self {
        Self { start, end }
    }
}

impl<O: Offset> From<Span<O>> for (O, O) {
    fn from(span: Span<O>) -> Self {
        (span.start, span.end)
    }
}

impl<O: Offset + schemars::JsonSchema> schemars::JsonSchema for Span<O> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Span".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <(O, O)>::json_schema(generator)
    }
}

impl<O: Offset> Span<O> {
    /// The span from `start` to `end`; the smaller of the two comes first.
    #[must_use]
    pub fn between(a: O, b: O) -> Self {
        Self { start: a.min(b), end: a.max(b) }
    }

    /// Length in the span's own unit; 0 where the ends are in the wrong order.
    #[must_use]
    pub fn len(self) -> u32 {
        self.end.get().saturating_sub(self.start.get())
    }

    /// Whether no character lies inside.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether `offset` lies inside.
    #[must_use]
    pub fn contains(self, offset: O) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one character.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// What the two share, if anything.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        self.overlaps(other).then(|| Self { start: self.start.max(other.start), end: self.end.min(other.end) })
    }
}

impl Span {
    /// The span of the bytes `start..end`.
    #[must_use]
    pub fn bytes(start: usize, end: usize) -> Self {
        Self { start: ByteOffset::from_usize(start), end: ByteOffset::from_usize(end) }
    }

    /// The span as a range for `str::get`.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start.to_usize()..self.end.to_usize()
    }

    /// The words that the span stands on; `None` where it leaves the text or cuts a character.
    #[must_use]
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }
}
