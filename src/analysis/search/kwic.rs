//! A place on one line with what stands around it: the keyword in its context, cut between words.
//!
//! It does not draw, and it does not know which end of the line is on the left.

use crate::text::{ByteOffset, Span, grapheme_after, grapheme_before, turns_text};
use std::ops::Range;

/// Bytes at a cut in which a space is looked for; where there is none, as in scripts without spaces, a word is cut through.
const LONGEST: usize = 48;

/// Characters of the words themselves that are shown, and of each gap between parts of a tag.
const INSIDE: usize = 200;

/// A place and what stands around it on its line, in the order in which it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kwic {
    /// The line. Any white space is one space; what turns the direction of text is left out, since one of a pair may be cut off.
    pub text: String,
    /// Bytes of the line in which the words stand, one range for each part.
    pub marked: Vec<Range<usize>>,
}

impl Kwic {
    /// Bytes of the line from the first of the words to the last.
    #[must_use]
    pub fn hull(&self) -> Range<usize> {
        let start = self.marked.first().map_or(0, |first| first.start);
        start..self.marked.last().map_or(start, |last| last.end)
    }
}

/// The line of `spans`, which stand in text order, with at most `before` and `behind` characters around them. It does not go
/// beyond the paragraph.
///
/// # Example
/// ```
/// use byline::analysis::search::kwic;
/// use byline::text::Span;
/// let line = kwic("The envoy met the ministers\nin Brel.", &[Span::bytes(10, 13)], 6, 40);
/// assert_eq!((line.text.as_str(), &line.text[line.hull()]), ("envoy met the ministers", "met"));
/// ```
#[must_use]
pub fn kwic(text: &str, spans: &[Span], before: usize, behind: usize) -> Kwic {
    let start = spans.first().map_or(0, |span| span.start.to_usize());
    let end = spans.last().map_or(start, |span| span.end.to_usize());
    let mut line = Kwic::default();
    push(&mut line.text, text.get(lead(text, start, before)..start).unwrap_or_default());
    let mut at = start;
    for span in spans {
        let Range { start, end } = span.range();
        push_cut(&mut line.text, text.get(at..start).unwrap_or_default());
        let from = line.text.len();
        push_cut(&mut line.text, text.get(start..end).unwrap_or_default());
        line.marked.push(from..line.text.len());
        at = end;
    }
    push(&mut line.text, text.get(end..tail(text, end, behind)).unwrap_or_default());
    line.text.truncate(line.text.trim_end().len().max(line.hull().end));
    line
}

/// Where the line begins that ends at `at`.
fn lead(text: &str, at: usize, chars: usize) -> usize {
    let head = text.get(..at).unwrap_or_default();
    let mut cut = at;
    for (place, char) in head.char_indices().rev().take(chars) {
        if is_break(char) {
            return cut;
        }
        cut = place;
    }
    let kept = text.get(cut..at).unwrap_or_default();
    if !parts_word(text, cut) {
        return cut;
    }
    match kept.char_indices().take_while(|(place, _)| *place <= LONGEST).find(|(_, char)| char.is_whitespace()) {
        Some((place, _)) => cut + place,
        None => grapheme_edge(text, cut, at).unwrap_or(at),
    }
}

/// Where the line ends that begins at `at`.
fn tail(text: &str, at: usize, chars: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let mut cut = at;
    for char in rest.chars().take(chars) {
        if is_break(char) {
            return cut;
        }
        cut += char.len_utf8();
    }
    let kept = text.get(at..cut).unwrap_or_default();
    if !parts_word(text, cut) {
        return cut;
    }
    let near = kept.len().saturating_sub(LONGEST);
    match kept.char_indices().rev().take_while(|(place, _)| *place >= near).find(|(_, char)| char.is_whitespace()) {
        Some((place, _)) => at + place,
        None => grapheme_edge(text, cut, text.len()).unwrap_or(cut),
    }
}

fn is_break(char: char) -> bool {
    matches!(char, '\n' | '\u{2029}')
}

/// Whether a cut at `at` has no white space on either side.
fn parts_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    let behind = text.get(at..).and_then(|rest| rest.chars().next());
    before.zip(behind).is_some_and(|(before, behind)| !before.is_whitespace() && !behind.is_whitespace())
}

/// The first edge of what a reader sees as one character at `from` or behind it, up to `to`.
fn grapheme_edge(text: &str, from: usize, to: usize) -> Option<usize> {
    let before = ByteOffset::from_usize(from);
    let start = grapheme_before(text, before);
    let edge = grapheme_after(text, start).to_usize();
    Some(if edge < from { from } else { edge }).filter(|edge| *edge <= to)
}

/// Adds what is shown of words, with a sign where there were more.
fn push_cut(line: &mut String, words: &str) {
    match words.char_indices().nth(INSIDE).and_then(|(at, _)| words.get(..at)) {
        Some(beginning) => {
            push(line, beginning);
            line.push('…');
        }
        None => push(line, words),
    }
}

/// Adds words, with one space for any white space and for whatever has no shape.
fn push(line: &mut String, words: &str) {
    for char in words.chars().filter(|char| !turns_text(*char)) {
        if !char.is_whitespace() && !char.is_control() {
            line.push(char);
        } else if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
    }
}
