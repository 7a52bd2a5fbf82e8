//! From what the pointer covered to what a person meant: whole words or sentences, without stray edges.

use super::misread::{mark_at_end, mark_at_start};
use super::segment::{floor_char, nearby, words};
use super::sentences::{ends_in_abbreviation, sentences};
use super::span::Span;
use regex::Regex;
use std::sync::LazyLock;

/// How a selection is widened before it becomes a mention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Snap {
    /// As selected.
    Characters,
    /// Every word touched, whole.
    #[default]
    Words,
    /// Every sentence touched, whole.
    Sentences,
}

impl Snap {
    /// The next of the three, in the order in which the key steps through them.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Characters => Self::Words,
            Self::Words => Self::Sentences,
            Self::Sentences => Self::Characters,
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Characters => "characters",
            Self::Words => "words",
            Self::Sentences => "sentences",
        }
    }
}

/// Widens `span` to whole units of `snap`; a span that touches none stays as it is.
#[must_use]
pub fn snap_span(text: &str, span: Span, snap: Snap) -> Span {
    let units: fn(&str, Span) -> Vec<Span> = match snap {
        Snap::Characters => return span,
        Snap::Words => words,
        Snap::Sentences => sentences,
    };
    let mut snapped = span;
    let first = units(text, nearby(text, span.start)).into_iter().find(|unit| unit.overlaps(span));
    if let Some(unit) = first {
        snapped.start = snapped.start.min(unit.start);
    }
    let last = units(text, nearby(text, span.end)).into_iter().rev().find(|unit| unit.overlaps(span));
    if let Some(unit) = last {
        snapped.end = snapped.end.max(unit.end);
    }
    snapped
}

/// Punctuation that falls off an edge. Signs that carry meaning at an edge (`%`, `#`, `@`, `&`, `*`) stay.
static EDGE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\s\p{P}&&[^%#@&*]]$").ok());

fn is_edge(char: char) -> bool {
    EDGE.as_ref().is_some_and(|edge| edge.is_match(char.encode_utf8(&mut [0; 4])))
}

const PAIRS: &[(char, char)] = &[
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('\u{201c}', '\u{201d}'),
    ('\u{2018}', '\u{2019}'),
    ('\u{ab}', '\u{bb}'),
    ('"', '"'),
    ('\'', '\''),
    ('\u{201e}', '\u{201c}'),
];

/// Drops spaces and punctuation from both edges of `span`.
///
/// A bracket or quotation mark whose partner stands inside stays, and so does the full stop of an abbreviation. A span
/// that holds nothing else is returned without its spaces.
#[must_use]
pub fn trim_span(text: &str, span: Span) -> Span {
    let Some(words) = span.slice(text) else { return span };
    let spaceless = words.trim();
    let kept = trim_start(trim_end(spaceless));
    let kept = if kept.is_empty() { spaceless } else { kept };
    let start = span.start.to_usize() + offset_in(words, kept);
    Span::bytes(start, start + kept.len())
}

fn offset_in(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

fn trim_end(words: &str) -> &str {
    let mut kept = words;
    loop {
        let mark = mark_at_end(kept);
        if mark > 0 {
            kept = kept.get(..kept.len() - mark).unwrap_or_default();
            continue;
        }
        let Some(last) = kept.chars().next_back().filter(|char| is_edge(*char)) else { return kept };
        let shorter = kept.strip_suffix(last).unwrap_or_default();
        let closes = PAIRS.iter().any(|(open, close)| *close == last && closes_inside(shorter, *open, *close));
        if closes || (last == '.' && ends_in_abbreviation(kept)) {
            return kept;
        }
        kept = shorter;
    }
}

fn trim_start(words: &str) -> &str {
    let mut kept = words;
    loop {
        let mark = mark_at_start(kept);
        if mark > 0 {
            kept = kept.get(mark..).unwrap_or_default();
            continue;
        }
        let Some(first) = kept.chars().next().filter(|char| is_edge(*char)) else { return kept };
        let shorter = kept.strip_prefix(first).unwrap_or_default();
        if PAIRS.iter().any(|(open, close)| *open == first && opens_inside(shorter, *open, *close)) {
            return kept;
        }
        kept = shorter;
    }
}

/// How far the partner of a bracket or quotation mark is looked for.
const PARTNER_BYTES: usize = 64 * 1024;

/// Whether `words`, which come before a closing mark, hold its opening one behind their own first word.
fn closes_inside(words: &str, open: char, close: char) -> bool {
    let words = words.get(floor_char(words, words.len().saturating_sub(PARTNER_BYTES))..).unwrap_or_default();
    let opening =
        words.char_indices().rev().find(|(at, char)| *char == open && (open != close || opens_at(words, *at)));
    let Some((found, _)) = opening else { return false };
    let inside = words.get(found + open.len_utf8()..).unwrap_or_default();
    let reopened = open != close && closing_in(inside, close).is_some();
    !reopened && words.get(..found).is_some_and(|before| before.chars().any(char::is_alphanumeric))
}

/// Whether `words`, which follow an opening mark, hold its closing one before their own last word.
fn opens_inside(words: &str, open: char, close: char) -> bool {
    let words = words.get(..floor_char(words, PARTNER_BYTES)).unwrap_or_default();
    let Some(found) = closing_in(words, close) else { return false };
    let reopened = words.get(..found).is_some_and(|rest| open != close && rest.contains(open));
    !reopened && words.get(found..).is_some_and(|behind| behind.chars().any(char::is_alphanumeric))
}

/// Whether a mark at `at` can open something: no word runs into it.
fn opens_at(words: &str, at: usize) -> bool {
    let before = words.get(..at).and_then(|before| before.chars().next_back());
    !before.is_some_and(char::is_alphanumeric)
}

/// Where `words` hold the first `close` that is no apostrophe inside a word.
fn closing_in(words: &str, close: char) -> Option<usize> {
    let is_apostrophe = |at: usize| {
        let behind = words.get(at + close.len_utf8()..).and_then(|behind| behind.chars().next());
        matches!(close, '\'' | '\u{2019}') && behind.is_some_and(char::is_alphanumeric) && !opens_at(words, at)
    };
    words.match_indices(close).map(|(at, _)| at).find(|at| !is_apostrophe(*at))
}
