//! One document on its way from a reader to an article: what was read, and which bytes of the file it is.

use super::extracted::Extracted;
use std::ops::Range;

/// A document with what only readers of this floor know of it.
pub(super) struct Document {
    pub(super) extracted: Extracted,
    /// The encoding that its source is in.
    pub(super) encoding: String,
    /// Its own bytes in the file, of which the map counts from the first; absent where it is the whole file, and where a
    /// format has no such bytes.
    pub(super) range: Option<Range<u64>>,
}

impl Document {
    /// A document whose source is the whole of `file`, or of which no bytes are known.
    pub(super) fn whole(extracted: Extracted, encoding: String) -> Self {
        Self { extracted, encoding, range: None }
    }
}
