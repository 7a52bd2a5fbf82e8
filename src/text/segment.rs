//! Paragraphs, sentences and words of a text, by Unicode's rules (UAX 29) with what news text needs on top:
//! abbreviations do not end a sentence, and a possessive `'s` is a word of its own.
//!
//! It does not know which of them a person wants selected; see [`super::snap_span`].

use super::offset::ByteOffset;
use super::span::Span;
use unicode_segmentation::UnicodeSegmentation;

/// Words that end in a full stop without ending a sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "capt", "sen", "rep", "gov", "pres", "rev", "hon",
    "st", "jr", "sr", "no", "vs", "etc", "inc", "ltd", "co", "corp", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "approx", "dept", "fig", "vol", "ed", "min", "maj", "adm", "amb",
];

/// Words that open a sentence often enough to end one after an abbreviation such as "U.S.".
const OPENERS: &[&str] = &[
    "the",
    "a",
    "an",
    "in",
    "on",
    "at",
    "it",
    "he",
    "she",
    "they",
    "we",
    "but",
    "and",
    "this",
    "that",
    "these",
    "those",
    "there",
    "after",
    "before",
    "while",
    "when",
    "as",
    "if",
    "for",
    "however",
    "meanwhile",
    "earlier",
    "later",
];

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

/// Words of the stretch `within`, in text order; spaces and punctuation are none.
#[must_use]
pub fn words(text: &str, within: Span) -> Vec<Span> {
    let base = within.start.to_usize();
    let stretch = within.slice(text).unwrap_or_default();
    let mut found = Vec::new();
    for (start, word) in stretch.unicode_word_indices() {
        let start = base + start;
        let end = start + word.len();
        match possessive_len(word) {
            0 => found.push(Span::bytes(start, end)),
            len => {
                found.push(Span::bytes(start, end - len));
                found.push(Span::bytes(end - len, end));
            }
        }
    }
    found
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
    let all = words(text, paragraph_at(text, at));
    let inside = all.iter().find(|word| word.contains(at));
    inside.or_else(|| all.iter().find(|word| word.end == at)).copied()
}

/// Sentences of the paragraph `within`, each without its surrounding spaces.
#[must_use]
pub fn sentences(text: &str, within: Span) -> Vec<Span> {
    let base = within.start.to_usize();
    let stretch = within.slice(text).unwrap_or_default();
    let mut found: Vec<Span> = Vec::new();
    let mut open: Option<usize> = None;
    let mut parts = stretch.split_sentence_bound_indices().peekable();
    while let Some((start, part)) = parts.next() {
        let from = open.take().unwrap_or(start);
        let until = start + part.len();
        let next = parts.peek().map_or("", |(_, next)| next);
        if !next.is_empty() && ends_in_abbreviation(part) && !opens_sentence(next) {
            open = Some(from);
            continue;
        }
        let whole = stretch.get(from..until).unwrap_or_default();
        let trimmed = whole.trim();
        if !trimmed.is_empty() {
            let lead = whole.len() - whole.trim_start().len();
            found.push(Span::bytes(base + from + lead, base + from + lead + trimmed.len()));
        }
    }
    found
}

/// The sentence that `at` stands in, or the last one before it in its paragraph.
#[must_use]
pub fn sentence_at(text: &str, at: ByteOffset) -> Option<Span> {
    let all = sentences(text, paragraph_at(text, at));
    let inside = all.iter().find(|sentence| at < sentence.end);
    inside.or(all.last()).copied()
}

/// Whether a full stop at the end of `part` belongs to an abbreviation or an initial.
pub(super) fn ends_in_abbreviation(part: &str) -> bool {
    let Some(stem) = part.trim_end().strip_suffix('.') else { return false };
    let word =
        stem.rsplit(|char: char| char.is_whitespace() || "(\u{201c}\u{2018}\"'".contains(char)).next().unwrap_or("");
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let is_dotted = word.contains('.') && word.split('.').all(|piece| piece.chars().count() <= 2);
    is_initial || is_dotted || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

fn opens_sentence(next: &str) -> bool {
    let word = next.unicode_words().next().unwrap_or("");
    OPENERS.contains(&word.to_lowercase().as_str())
}

/// The nearest character boundary at or before `at`.
pub(super) fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
