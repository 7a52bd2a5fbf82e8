//! Paragraphs and words of a text, by Unicode's rules (UAX 29) with what news text needs on top: a dotted abbreviation is one
//! word with its last full stop, and a possessive `'s` is a word of its own.
//!
//! It does not know which of them a person wants selected; see [`super::snap_span`]. Sentences have a folder of their own.

use super::misread::without_marks;
use super::offset::ByteOffset;
use super::sentences::is_dotted;
use super::span::Span;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// The line that `at` stands in, without its line break; `\r` before `\n` counts as part of the break.
#[must_use]
pub fn paragraph_at(text: &str, at: ByteOffset) -> Span {
    let at = floor_char(text, at.to_usize());
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |found| found + 1);
    let mut end = after.find('\n').map_or(text.len(), |found| at + found);
    if text.get(start..end).is_some_and(|line| line.ends_with('\r')) {
        end -= 1;
    }
    Span::bytes(start, end.max(start))
}

/// How much text on either side of a place is read to find its word or its sentence.
///
/// Lines are rarely as long; a text without any line break is not read from end to end for one word of it.
const NEARBY_BYTES: usize = 8 * 1024;

/// The line that `at` stands in without its line break or, of a line of many kilobytes, the part around `at`, cut behind a
/// space where there is one.
pub(super) fn nearby(text: &str, at: ByteOffset) -> Span {
    let at = floor_char(text, at.to_usize());
    let low = floor_char(text, at.saturating_sub(NEARBY_BYTES));
    let high = floor_char(text, at.saturating_add(NEARBY_BYTES));
    let window = text.get(low..high).unwrap_or_default();
    let line = paragraph_at(window, ByteOffset::from_usize(at - low));
    let (mut start, mut end) = (low + line.start.to_usize(), low + line.end.to_usize());
    if low > 0 && start == low {
        let before = text.get(low..at).unwrap_or_default();
        let space = before.char_indices().find(|(_, char)| char.is_whitespace());
        start = space.map_or(low, |(space, char)| low + space + char.len_utf8());
    }
    if high < text.len() && end == high {
        let after = text.get(at..high).unwrap_or_default();
        end = after.rfind(char::is_whitespace).map_or(high, |space| at + space);
    }
    Span::bytes(start, end.max(start))
}

/// Words of the stretch `within`, in text order; spaces and punctuation are none.
///
/// Scripts without spaces, such as Thai and Chinese, need a dictionary for their words; here each grapheme of theirs is one.
#[must_use]
pub fn words(text: &str, within: Span) -> Vec<Span> {
    let base = within.start.to_usize();
    let stretch = within.slice(text).unwrap_or_default();
    let mut found = Vec::new();
    for (start, word) in whole_graphemes(stretch) {
        let (start, end) = without_marks(stretch, start, start + word.len());
        let word = stretch.get(start..end).unwrap_or_default();
        let has_last_stop = is_dotted(word) && stretch.get(end..).is_some_and(|rest| rest.starts_with('.'));
        let end = if has_last_stop { end + 1 } else { end };
        let possessive = end - possessive_len(word);
        let pieces = [(start, possessive), (possessive, end)];
        found.extend(
            pieces.into_iter().filter(|(from, to)| from < to).map(|(from, to)| Span::bytes(base + from, base + to)),
        );
    }
    found
}

/// Words by Unicode's rules with pieces that are one grapheme joined: the rules part Thai ก from the ำ that follows it.
fn whole_graphemes(stretch: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_ascii = stretch.is_ascii();
    let mut words = stretch.unicode_word_indices().peekable();
    std::iter::from_fn(move || {
        let (start, word) = words.next()?;
        let mut end = start + word.len();
        while !is_ascii && words.peek().is_some_and(|(next, _)| *next == end) && !is_grapheme_boundary(stretch, end) {
            end += words.next()?.1.len();
        }
        Some((start, stretch.get(start..end)?))
    })
}

fn is_grapheme_boundary(text: &str, at: usize) -> bool {
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

/// Bytes of a possessive `'s` or `’s` at the end of a longer word.
fn possessive_len(word: &str) -> usize {
    ["'s", "\u{2019}s", "'S", "\u{2019}S"]
        .into_iter()
        .find(|mark| word.len() > mark.len() && word.ends_with(mark))
        .map_or(0, str::len)
}

/// The word that `at` stands in or, failing that, the one that ends there.
#[must_use]
pub fn word_at(text: &str, at: ByteOffset) -> Option<Span> {
    let all = words(text, nearby(text, at));
    let inside = all.iter().find(|word| word.contains(at));
    inside.or_else(|| all.iter().find(|word| word.end == at)).copied()
}

/// The nearest character boundary at or before `at`.
pub(super) fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
