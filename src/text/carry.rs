//! From places in one text to the same words in a newer version of it.
//!
//! It does not know what stands at the places.

use super::offset::ByteOffset;
use super::span::Span;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A stretch that differs is looked at word by word where it has no more words than this on both sides together.
const MAX_WORDS: usize = 40_000;

/// Characters beside words that must have stayed too, so that they are the same words and not just alike ones.
const CONTEXT_BYTES: usize = 12;

/// A stretch that both texts have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Same {
    old: usize,
    new: usize,
    len: usize,
}

impl Same {
    fn old_end(self) -> usize {
        self.old + self.len
    }

    fn new_end(self) -> usize {
        self.new + self.len
    }
}

/// A stretch of one text and what stands in its place in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextChange {
    /// Where it was; empty where something came.
    pub old: Span,
    /// Where it is; empty where something went.
    pub new: Span,
}

/// What two versions of a text share: lines first, then the words of lines that differ.
#[derive(Clone, Debug)]
pub struct Carry {
    same: Vec<Same>,
    old_len: usize,
    new_len: usize,
}

impl Carry {
    /// Compares two versions of a text.
    ///
    /// # Example
    /// ```
    /// use byline::text::{Carry, Span};
    /// let carry = Carry::new("The ferry left at noon.\n", "On Monday the ferry left at noon.\n");
    /// assert_eq!(carry.span(Span::bytes(4, 9)), Some(Span::bytes(14, 19)));
    /// ```
    #[must_use]
    pub fn new(old: &str, new: &str) -> Self {
        let mut carry = Self { same: Vec::new(), old_len: old.len(), new_len: new.len() };
        let start = shared_start(old, new);
        carry.add(0, 0, start);
        let (old_rest, new_rest) = (old.get(start..).unwrap_or_default(), new.get(start..).unwrap_or_default());
        let end = shared_end(old_rest, new_rest);
        let (old_middle, new_middle) = (without_end(old_rest, end), without_end(new_rest, end));
        carry.lines(old_middle, new_middle, start, start);
        carry.add(old.len() - end, new.len() - end, end);
        carry
    }

    fn add(&mut self, old: usize, new: usize, len: usize) {
        if len == 0 {
            return;
        }
        match self.same.last_mut() {
            Some(last) if last.old_end() == old && last.new_end() == new => last.len += len,
            _ => self.same.push(Same { old, new, len }),
        }
    }

    fn lines(&mut self, old: &str, new: &str, old_at: usize, new_at: usize) {
        let (old_lines, new_lines) = (lines_of(old), lines_of(new));
        let ends = |parts: &[&str]| -> Vec<usize> { ends_of(parts) };
        let (old_ends, new_ends) = (ends(&old_lines), ends(&new_lines));
        let at =
            |ends: &[usize], index: usize| index.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or(0);
        for op in capture_diff_slices(Algorithm::Patience, &old_lines, &new_lines) {
            let (from, to) = (op.old_range(), op.new_range());
            let (old_start, old_end) = (at(&old_ends, from.start), at(&old_ends, from.end));
            let (new_start, new_end) = (at(&new_ends, to.start), at(&new_ends, to.end));
            if let DiffOp::Equal { .. } = op {
                self.add(old_at + old_start, new_at + new_start, old_end - old_start);
            } else {
                let old_part = old.get(old_start..old_end).unwrap_or_default();
                let new_part = new.get(new_start..new_end).unwrap_or_default();
                self.words(old_part, new_part, old_at + old_start, new_at + new_start);
            }
        }
    }

    fn words(&mut self, old: &str, new: &str, old_at: usize, new_at: usize) {
        if old.is_empty() || new.is_empty() {
            return;
        }
        let (old_words, new_words) = (words_of(old), words_of(new));
        if old_words.len() + new_words.len() > MAX_WORDS {
            return;
        }
        let (old_ends, new_ends) = (ends_of(&old_words), ends_of(&new_words));
        let at =
            |ends: &[usize], index: usize| index.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or(0);
        for op in capture_diff_slices(Algorithm::Myers, &old_words, &new_words) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                let (start, end) = (at(&old_ends, old_index), at(&old_ends, old_index + len));
                self.add(old_at + start, new_at + at(&new_ends, new_index), end - start);
            }
        }
    }

    /// The stretch that holds all of `span`.
    fn stretch(&self, span: Span) -> Option<Same> {
        let (start, end) = (span.start.to_usize(), span.end.to_usize());
        let behind = self.same.partition_point(|same| same.old <= start);
        let same = behind.checked_sub(1).and_then(|at| self.same.get(at)).copied()?;
        (end <= same.old_end()).then_some(same)
    }

    /// Where the words on `span` of the older text stand in the newer one, where they stayed.
    #[must_use]
    pub fn span(&self, span: Span) -> Option<Span> {
        let same = self.stretch(span)?;
        let moved = |at: ByteOffset| ByteOffset::from_usize(at.to_usize() - same.old + same.new);
        Some(Span { start: moved(span.start), end: moved(span.end) })
    }

    /// Whether what stands beside `span` stayed too, on one side at least, or the text ends there in both versions.
    #[must_use]
    pub fn has_context(&self, span: Span) -> bool {
        let Some(same) = self.stretch(span) else { return false };
        let before = span.start.to_usize() - same.old;
        let behind = same.old_end() - span.end.to_usize();
        let at_start = same.old == 0 && same.new == 0;
        let at_end = same.old_end() == self.old_len && same.new_end() == self.new_len;
        before >= CONTEXT_BYTES || behind >= CONTEXT_BYTES || at_start || at_end
    }

    /// About where a place of the older text is in the newer one.
    #[must_use]
    pub fn near(&self, at: ByteOffset) -> ByteOffset {
        let at = at.to_usize();
        let behind = self.same.partition_point(|same| same.old <= at);
        let Some(same) = behind.checked_sub(1).and_then(|place| self.same.get(place)) else {
            return ByteOffset::from_usize(at.min(self.new_len));
        };
        ByteOffset::from_usize((same.new + (at - same.old).min(same.len)).min(self.new_len))
    }

    /// How much of the older text the newer one has, from 0 to 1.
    #[must_use]
    pub fn shared(&self) -> f64 {
        let same: usize = self.same.iter().map(|same| same.len).sum();
        if self.old_len == 0 { 0.0 } else { same as f64 / self.old_len as f64 }
    }

    /// What differs, in the order of the texts.
    #[must_use]
    pub fn changes(&self) -> Vec<TextChange> {
        let end = Same { old: self.old_len, new: self.new_len, len: 0 };
        let (mut old, mut new) = (0, 0);
        let mut found = Vec::new();
        for same in self.same.iter().copied().chain([end]) {
            if same.old > old || same.new > new {
                found.push(TextChange { old: Span::bytes(old, same.old), new: Span::bytes(new, same.new) });
            }
            (old, new) = (same.old_end(), same.new_end());
        }
        found
    }
}

/// Bytes of whole characters that two texts begin with alike, up to a place between two words.
fn shared_start(one: &str, other: &str) -> usize {
    let same = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    // The last line is left to be looked at: its end may differ.
    let whole = one.get(..one.floor_char_boundary(same)).unwrap_or_default();
    if same == one.len() && same == other.len() { same } else { whole.rfind('\n').map_or(0, |at| at + 1) }
}

/// Bytes of whole lines that two texts end with alike.
fn shared_end(one: &str, other: &str) -> usize {
    let same = one.bytes().rev().zip(other.bytes().rev()).take_while(|(one, other)| one == other).count();
    let start = one.ceil_char_boundary(one.len() - same);
    let whole = one.get(start..).unwrap_or_default();
    if whole.len() == one.len() && one.len() == other.len() {
        return whole.len();
    }
    whole.find('\n').map_or(0, |at| whole.len() - at - 1)
}

fn without_end(text: &str, bytes: usize) -> &str {
    text.get(..text.len() - bytes).unwrap_or_default()
}

fn lines_of(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Runs of letters and digits, and every other character by itself.
fn words_of(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = if first.is_alphanumeric() {
            rest.find(|char: char| !char.is_alphanumeric()).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, behind) = rest.split_at_checked(len).unwrap_or((rest, ""));
        found.push(word);
        rest = behind;
    }
    found
}

fn ends_of(parts: &[&str]) -> Vec<usize> {
    let sum = |sum: &mut usize, part: &&str| {
        *sum += part.len();
        Some(*sum)
    };
    parts.iter().scan(0, sum).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a missing stretch is a failed test")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_carried_reads_the_same(
            old in "(a |b |ä |\n|ccc|x\\. ){0,30}",
            new in "(a |b |ä |\n|ccc|x\\. ){0,30}",
            start in 0_usize..60, len in 0_usize..20,
        ) {
            let carry = Carry::new(&old, &new);
            let (start, end) = (old.floor_char_boundary(start), old.floor_char_boundary(start + len));
            let span = Span::bytes(start, end);
            if let Some(moved) = carry.span(span) {
                prop_assert_eq!(span.slice(&old), moved.slice(&new));
            }
            let (mut built, mut at) = (String::new(), 0);
            for change in carry.changes() {
                built.push_str(old.get(at..change.old.start.to_usize()).unwrap());
                built.push_str(change.new.slice(&new).unwrap());
                at = change.old.end.to_usize();
            }
            built.push_str(old.get(at..).unwrap());
            prop_assert_eq!(built, new);
        }

        #[test]
        fn the_same_text_is_carried_whole(text in "(a |b |ä |\n){0,30}") {
            let carry = Carry::new(&text, &text);
            prop_assert_eq!(carry.changes(), []);
            prop_assert_eq!(carry.span(Span::bytes(0, text.len())).is_some(), !text.is_empty());
        }
    }
}
