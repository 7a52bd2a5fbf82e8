//! Tokens of a text: words by Unicode's rules, cut at the edges of mentions so that each mention is a run of tokens.
//!
//! It does not know records.

use crate::text::CharSpan;
use serde::Serialize;
use std::collections::BTreeSet;
use unicode_segmentation::UnicodeSegmentation;

/// One token.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) id: usize,
    /// Whether a space follows.
    pub(super) ws: bool,
}

/// Whether an edge of `span` lies within a word of `text`; `bytes` are its places in bytes.
pub(super) fn cuts_word(text: &str, bytes: crate::text::Span) -> bool {
    [bytes.start, bytes.end].into_iter().any(|edge| {
        let (Some(before), Some(after)) = (text.get(..edge.to_usize()), text.get(edge.to_usize()..)) else {
            return false;
        };
        let (Some(left), Some(right)) = (before.chars().next_back(), after.chars().next()) else { return false };
        left.is_alphanumeric() && right.is_alphanumeric() && joins(left, right)
    })
}

/// Whether two letters or digits belong to one word; scripts without spaces have words that only a dictionary knows.
fn joins(left: char, right: char) -> bool {
    format!("{left}{right}").split_word_bounds().count() == 1
}

/// The tokens of `text`, of which each of `spans` is a run.
pub(super) fn tokens<'t>(text: &'t str, spans: &[CharSpan]) -> Vec<Token<'t>> {
    let edges: BTreeSet<u32> = spans.iter().flat_map(|span| [span.start.0, span.end.0]).collect();
    let mut found: Vec<Token<'t>> = Vec::new();
    let mut at: u32 = 0;
    for word in text.split_word_bounds() {
        let mut from = 0;
        let mut start = at;
        for (byte, char) in word.char_indices() {
            let next = at + 1;
            let end = byte + char.len_utf8();
            if end == word.len() || edges.contains(&next) {
                if let Some(piece) = word.get(from..end) {
                    push(&mut found, piece, start, next, &edges);
                }
                (from, start) = (end, next);
            }
            at = next;
        }
    }
    found
}

/// Adds `piece`. Space between words is no token, but a mention that begins or ends with it has it as one.
fn push<'t>(found: &mut Vec<Token<'t>>, piece: &'t str, start: u32, end: u32, edges: &BTreeSet<u32>) {
    let is_space = piece.chars().all(char::is_whitespace);
    if is_space && !edges.contains(&start) && !edges.contains(&end) {
        if let Some(last) = found.last_mut().filter(|last| last.end == start) {
            last.ws = piece.starts_with(' ');
        }
        return;
    }
    let id = found.len();
    found.push(Token { text: piece, start, end, id, ws: false });
}

/// The first and the last token of `span`.
pub(super) fn run(tokens: &[Token<'_>], span: CharSpan) -> Option<(usize, usize)> {
    let first = tokens.binary_search_by_key(&span.start.0, |token| token.start).ok()?;
    let last = tokens.binary_search_by_key(&span.end.0, |token| token.end).ok()?;
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharOffset;

    fn span(start: u32, end: u32) -> CharSpan {
        CharSpan { start: CharOffset(start), end: CharOffset(end) }
    }

    #[test]
    fn tokens_are_cut_where_a_mention_cuts_a_word() {
        let text = "Überfluss, e\u{301}t 😀!";
        let spans = [span(0, 4), span(9, 10), span(10, 13)];
        let found = tokens(text, &spans);
        let texts: Vec<&str> = found.iter().map(|token| token.text).collect();
        assert_eq!(texts, ["Über", "fluss", ",", " ", "e\u{301}", "t", "😀", "!"]);
        assert_eq!(run(&found, span(0, 4)), Some((0, 0)));
        assert_eq!(run(&found, span(10, 13)), Some((3, 4)));
        assert_eq!(run(&found, span(1, 4)), None);
        assert!(cuts_word(text, crate::text::Span::bytes(0, 5)));
        assert!(!cuts_word(text, crate::text::Span::bytes(0, 10)));
    }
}
