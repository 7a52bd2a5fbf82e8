//! Words and their edges near a place, without reading a line of megabytes from end to end.

use super::view::ArticleView;
use crate::text::{ByteOffset, Span, word_at, words};
use swash::text::{Codepoint, Script};

/// The side on which a window of text lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

impl ArticleView {
    /// The word at `byte`, by dictionary where the script has no spaces.
    pub(super) fn word_near(&self, text: &str, byte: ByteOffset) -> Option<Span> {
        let char = text.get(byte.to_usize()..)?.chars().next();
        if char.is_some_and(is_unspaced) {
            let number = self.paragraph_of(byte);
            let word = self.words_of(number, text).into_iter().find(|word| word.contains(byte));
            return word;
        }
        word_at(text, byte)
    }

    /// The end of the word after `byte`, or the start of the one before it; across paragraphs if need be.
    pub(super) fn word_edge(&self, text: &str, byte: ByteOffset, side: Side) -> ByteOffset {
        let mut number = self.paragraph_of(byte);
        loop {
            let paragraph = self.paragraph(number);
            let within = Span { start: ByteOffset(paragraph.start), end: ByteOffset(paragraph.end) };
            let all = self.words_of(number, text);
            let found = match side {
                Side::After => all.iter().find(|word| word.end > byte).map(|word| word.end),
                Side::Before => all.iter().rev().find(|word| word.start < byte).map(|word| word.start),
            };
            let next = match side {
                Side::After => Some(number + 1).filter(|next| *next < self.paragraphs.len()),
                Side::Before => number.checked_sub(1),
            };
            match (found, next, side) {
                (Some(edge), ..) => return edge,
                (None, Some(next), _) => number = next,
                (None, None, Side::After) => return within.end,
                (None, None, Side::Before) => return within.start,
            }
        }
    }

    /// The words of a paragraph. Where a script has no spaces they are those of the dictionary, if the paragraph is laid
    /// out, or else its graphemes.
    fn words_of(&self, number: usize, text: &str) -> Vec<Span> {
        let paragraph = self.paragraph(number);
        let mut all = words(text, Span { start: ByteOffset(paragraph.start), end: ByteOffset(paragraph.end) });
        let starts_unspaced =
            |word: &Span| word.slice(text).and_then(|word| word.chars().next()).is_some_and(is_unspaced);
        let Some(laid) = self.laid.get(&number).filter(|_| all.iter().any(starts_unspaced)) else { return all };
        let bounds = laid.table.word_bounds();
        for word in all.iter_mut().filter(|word| starts_unspaced(word)) {
            let behind = bounds.partition_point(|bound| *bound <= word.start.0 - paragraph.start);
            let (Some(start), Some(end)) = (behind.checked_sub(1).and_then(|at| bounds.get(at)), bounds.get(behind))
            else {
                continue;
            };
            *word = Span { start: ByteOffset(paragraph.start + start), end: ByteOffset(paragraph.start + end) };
        }
        all.dedup();
        all
    }
}

/// Whether `char` is of a script that puts no spaces between words.
fn is_unspaced(char: char) -> bool {
    let script = char.script();
    matches!(script, Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar | Script::Han)
        || matches!(script, Script::Hiragana | Script::Katakana)
}
