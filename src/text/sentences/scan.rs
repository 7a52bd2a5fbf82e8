//! The sentences of a stretch, one after the other.
//!
//! It finds marks and line breaks; which of the marks end a sentence is told by [`super::boundary`].

use super::super::offset::ByteOffset;
use super::super::segment::nearby;
use super::super::span::Span;
use super::boundary::end_at;
use regex::Regex;
use std::sync::LazyLock;

/// Marks that could end a sentence, as a run, or the end of a line, which always does.
static MARKS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[\n\r\x{85}\x{2028}\x{2029}]|[\p{sb=ATerm}\p{sb=STerm}\x{2026}]+").ok());

/// Sentences of the stretch `within`, each without its surrounding spaces. The end of a line ends one.
#[must_use]
pub fn sentences(text: &str, within: Span) -> Vec<Span> {
    each_sentence(text, within).collect()
}

/// As [`sentences`], one after the other: the later ones are not looked for before they are asked for.
pub fn each_sentence(text: &str, within: Span) -> impl Iterator<Item = Span> {
    Scan {
        stretch: within.slice(text).unwrap_or_default(),
        base: within.start.to_usize(),
        opened: 0,
        read: 0,
        has_word: false,
    }
}

/// The sentence that `at` stands in, or the last one before it in its paragraph.
#[must_use]
pub fn sentence_at(text: &str, at: ByteOffset) -> Option<Span> {
    let all = sentences(text, nearby(text, at));
    let inside = all.iter().find(|sentence| at < sentence.end);
    inside.or(all.last()).copied()
}

struct Scan<'t> {
    stretch: &'t str,
    base: usize,
    /// Where the sentence begins, its leading spaces included.
    opened: usize,
    /// How far marks have been looked at.
    read: usize,
    /// Whether a word stands between the two.
    has_word: bool,
}

impl Scan<'_> {
    /// The sentence up to `end`, and the next one begins there.
    fn close(&mut self, end: usize) -> Option<Span> {
        let whole = self.stretch.get(self.opened..end).unwrap_or_default();
        let trimmed = whole.trim();
        let start = self.base + self.opened + whole.len() - whole.trim_start().len();
        (self.opened, self.read, self.has_word) = (end, end, false);
        (!trimmed.is_empty()).then(|| Span::bytes(start, start + trimmed.len()))
    }

    fn open_at_word(&self) -> usize {
        let whole = self.stretch.get(self.opened..).unwrap_or_default();
        self.opened + whole.len() - whole.trim_start().len()
    }
}

impl Iterator for Scan<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let marks = MARKS.as_ref()?;
        while let Some(found) = marks.find_at(self.stretch, self.read) {
            let between = self.stretch.get(self.read..found.start()).unwrap_or_default();
            self.has_word = self.has_word || between.contains(char::is_alphanumeric);
            if found.as_str().starts_with(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
                if let Some(sentence) = self.close(found.end()) {
                    return Some(sentence);
                }
                continue;
            }
            let end = if self.has_word {
                end_at(self.stretch, self.open_at_word(), (found.start(), found.end()))
            } else {
                None
            };
            match end.and_then(|end| self.close(end)) {
                Some(sentence) => return Some(sentence),
                None => self.read = found.end(),
            }
        }
        self.close(self.stretch.len())
    }
}
