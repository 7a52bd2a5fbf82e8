//! The words around a place on one line, with the bytes in which the place itself stands.
//!
//! It does not draw.

use crate::assist::context;
use crate::text::Span;
use std::ops::Range;

/// Characters of the place itself that are shown.
const MOST: usize = 120;

/// A place with what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) marked: Range<usize>,
}

/// The line of `span` in `text`.
pub(super) fn line(text: &str, span: Span) -> Line {
    let around = context(text, span);
    let is_cut = span.start.to_usize().checked_sub(around.before.len() + 1);
    let is_cut = is_cut.is_some_and(|at| text.as_bytes().get(at).is_some_and(|byte| *byte != b'\n'));
    let mut line = String::new();
    if is_cut {
        line.push('…');
        // Half a word says nothing.
        let whole = around.before.split_once(char::is_whitespace).map_or(around.before, |(_, rest)| rest);
        push(&mut line, whole);
    } else {
        push(&mut line, around.before.trim_start());
    }
    let start = line.len();
    let mut words = String::new();
    push(&mut words, around.words);
    let end = words.char_indices().nth(MOST).map(|(at, _)| at);
    line.push_str(end.and_then(|end| words.get(..end)).unwrap_or(&words));
    if end.is_some() {
        line.push('…');
    }
    let marked = start..line.len();
    let next = text.as_bytes().get(span.end.to_usize() + around.behind.len());
    let is_cut = next.is_some_and(|byte| !matches!(byte, b'\r' | b'\n'));
    if is_cut {
        push(&mut line, around.behind.rsplit_once(char::is_whitespace).map_or(around.behind, |(whole, _)| whole));
        line.push_str(" …");
    } else {
        push(&mut line, around.behind);
    }
    Line { text: line, marked }
}

/// Adds words, with one space for any white space.
fn push(line: &mut String, words: &str) {
    for char in words.chars() {
        if !char.is_whitespace() {
            line.push(char);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_marked_on_one_line_and_cut_between_words() {
        let text = "First line.\nIt was said  that a long time ago the envoy of Brel had met Ada\nKvist on the quay.";
        let start = text.find("Ada").unwrap();
        let line = line(text, Span::bytes(start, start + "Ada\nKvist".len()));
        assert_eq!(line.text, "…time ago the envoy of Brel had met Ada Kvist on the quay.");
        assert_eq!(line.text.get(line.marked), Some("Ada Kvist"));
        let text = "Ada Kvist met the envoy of Brel on the quay of the old customs house in the rain, while \
                    the crews of two ferries waited for hours and nobody came ashore.\nNext.";
        let line = super::line(text, Span::bytes(0, 3));
        assert!(line.text.contains("while the crews") && line.text.ends_with(" …"), "{}", line.text);
        let line = super::line(
            "…left for Brel.
Next.",
            Span::bytes(12, 16),
        );
        assert_eq!(line.text, "…left for Brel.");
    }
}
