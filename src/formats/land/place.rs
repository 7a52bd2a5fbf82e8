//! From the offsets of a file to a place in an article: the one path for every format and every unit.

use super::super::corpus::{CorpusMention, Unit};
use crate::codec::{Held, hold};
use crate::model::Article;
use crate::text::{ByteOffset, CharOffset, CharSpan, Fragments, Span, Utf16Offset};

/// Why a place does not hold, with the place in code points as near as it can be told.
pub(super) struct Lost {
    pub(super) spans: Vec<CharSpan>,
    pub(super) reason: String,
}

/// A place that holds.
pub(super) struct Found {
    pub(super) fragments: Fragments,
    /// Other words than those that the file says; absent where it says the same.
    pub(super) quote: Option<String>,
    /// Fragments that touched were joined.
    pub(super) was_joined: bool,
}

/// Finds the place of `mention`, whose offsets count `unit`s, in `article`. `lead` units of the file's text stand before the
/// article's: a byte order mark.
pub(super) fn find(article: &Article, mention: &CorpusMention, unit: Unit, lead: u64) -> Result<Found, Lost> {
    let convert = |(start, end): &(u64, u64)| -> Result<CharSpan, String> {
        let at = |offset: u64| char_of(article, unit, offset.saturating_sub(lead));
        Ok(CharSpan { start: at(*start)?, end: at(*end)? })
    };
    let spans: Result<Vec<CharSpan>, String> = mention.fragments.iter().map(convert).collect();
    let spans = spans.map_err(|reason| Lost { spans: nearest(article, mention, unit, lead), reason })?;
    let lost = |reason: String| Lost { spans: spans.clone(), reason };
    let Some(stated) = &mention.quote else {
        let fragments = article.fragments_from_chars(&spans).map_err(|error| lost(error.to_string()))?;
        let was_joined = fragments.spans().len() < spans.len();
        let quote = fragments.quote(article.text()).unwrap_or_default();
        return Ok(Found { fragments, quote: Some(quote), was_joined });
    };
    match hold(article, &spans, stated) {
        Ok(Held { fragments, quote }) => {
            let was_joined = quote.is_some();
            Ok(Found { fragments, quote, was_joined })
        }
        Err(reason) => {
            let fragments = article.fragments_from_chars(&spans).map_err(|_| lost(reason.clone()))?;
            let quote = fragments.quote(article.text()).unwrap_or_default();
            // Formats that stand on lines write white space within words as one blank.
            if words(&quote).eq(words(stated)) {
                return Ok(Found { was_joined: false, fragments, quote: Some(quote) });
            }
            Err(lost(reason))
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

fn char_of(article: &Article, unit: Unit, offset: u64) -> Result<CharOffset, String> {
    let (text, index) = (article.text(), article.index());
    let number = u32::try_from(offset).map_err(|_| format!("{offset} lies far behind the end of the text"))?;
    let (found, length, name) = match unit {
        Unit::CodePoint => return Ok(CharOffset(number)),
        Unit::Utf16 => {
            let byte = index.byte_from_utf16(text, Utf16Offset(number));
            (byte, index.utf16_len().0, "UTF-16 units")
        }
        Unit::Byte => {
            let byte = ByteOffset(number);
            let fits = text.is_char_boundary(byte.to_usize());
            (fits.then_some(byte), ByteOffset::from_usize(text.len()).0, "bytes")
        }
    };
    let outside = || format!("{offset} lies within a character or leaves the text, which has {length} {name}");
    found.and_then(|byte| index.char_from_byte(text, byte)).ok_or_else(outside)
}

/// The fragments in code points, each end moved back to the nearest character where it is on none.
fn nearest(article: &Article, mention: &CorpusMention, unit: Unit, lead: u64) -> Vec<CharSpan> {
    let at = |offset: u64| {
        let offset = offset.saturating_sub(lead);
        (0..4)
            .find_map(|back| char_of(article, unit, offset.checked_sub(back)?).ok())
            .unwrap_or_else(|| CharOffset(u32::try_from(offset).unwrap_or(u32::MAX)))
    };
    mention.fragments.iter().map(|(start, end)| Span { start: at(*start), end: at(*end) }).collect()
}
