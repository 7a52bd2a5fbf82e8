//! Tokens and sentences of one text, cut so that mentions stand on whole tokens. It does not know tags.

use crate::text::{Span, sentences};
use std::collections::BTreeSet;
use unicode_segmentation::UnicodeSegmentation;

/// The tokens of `text` in order: words and signs by Unicode's rules, cut once more at `cuts`. White space is in none.
pub(super) fn tokens(text: &str, cuts: &BTreeSet<usize>) -> Vec<Span> {
    let mut all = Vec::new();
    let mut cuts = cuts.iter().peekable();
    for (start, word) in text.split_word_bound_indices() {
        let mut from = None;
        for (at, char) in word.char_indices() {
            let here = start + at;
            while cuts.next_if(|cut| **cut < here).is_some() {}
            let is_cut = cuts.peek() == Some(&&here);
            if let Some(begun) = from.filter(|begun| char.is_whitespace() || (*begun < here && is_cut)) {
                all.push(Span::bytes(begun, here));
                from = None;
            }
            if from.is_none() && !char.is_whitespace() {
                from = Some(here);
            }
        }
        all.extend(from.map(|begun| Span::bytes(begun, start + word.len())));
    }
    all
}

/// The ends of the sentences of `text`; none lies within one of `whole`, which are sorted and do not overlap.
pub(super) fn sentence_ends(text: &str, whole: &[Span]) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut next = whole.iter().peekable();
    for sentence in sentences(text, Span::bytes(0, text.len())) {
        let end = sentence.end.to_usize();
        while next.peek().is_some_and(|span| span.end.to_usize() <= end) {
            next.next();
        }
        if next.peek().is_none_or(|span| span.start.to_usize() >= end) {
            ends.push(end);
        }
    }
    if ends.last() != Some(&text.len()) {
        ends.push(text.len());
    }
    ends
}
