//! The sentence of a mention on a line or two, with the places of its words in it.
//!
//! It does not draw.

use crate::model::{Mention, Shard};
use crate::text::{ByteOffset, Span, sentence_at};
use std::ops::Range;

/// Characters of the sentence that are shown before and behind the mention, and of the mention itself.
const BEFORE: usize = 60;
const BEHIND: usize = 140;
const INSIDE: usize = 240;

/// A sentence, shortened around the mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::gui) struct Excerpt {
    pub(in crate::gui) text: String,
    /// Bytes of the text in which the mention stands.
    pub(in crate::gui) marked: Vec<Range<usize>>,
}

/// The sentence that `mention` stands in.
pub(in crate::gui) fn excerpt(shard: &Shard, mention: &Mention) -> Excerpt {
    excerpt_of(shard, mention.fragments.spans())
}

/// The sentence in which the first of `spans` begins, with all of them in it; they are sorted and do not overlap.
pub(in crate::gui) fn excerpt_of(shard: &Shard, spans: &[Span]) -> Excerpt {
    let text = shard.article.text();
    let start = spans.first().map(|span| span.start).unwrap_or_default();
    let hull = Span { start, end: spans.last().map_or(start, |span| span.end) };
    let sentence = sentence_at(text, hull.start).filter(|sentence| sentence.start <= hull.start);
    let sentence = sentence.unwrap_or(hull);
    let words = |start: ByteOffset, end: ByteOffset| {
        if start < end { Span { start, end }.slice(text).unwrap_or_default() } else { "" }
    };
    let mut made = Excerpt { text: last_of(words(sentence.start, hull.start), BEFORE), marked: Vec::new() };
    let mut at = hull.start;
    for fragment in spans {
        push(&mut made.text, &first_of(words(at, fragment.start), INSIDE));
        let start = made.text.len();
        push(&mut made.text, &first_of(words(fragment.start, fragment.end), INSIDE));
        made.marked.push(start..made.text.len());
        at = fragment.end;
    }
    push(&mut made.text, &first_of(words(hull.end, sentence.end), BEHIND));
    made
}

/// Adds words without a second space between.
fn push(text: &mut String, words: &str) {
    let has_space = text.is_empty() || text.ends_with(' ');
    text.push_str(if has_space { words.trim_start() } else { words });
}

/// The beginning of `text`, on one line; spaces at its edges stay.
fn first_of(text: &str, chars: usize) -> String {
    let end = text.char_indices().nth(chars).map(|(at, _)| at);
    let kept = squeezed(end.and_then(|end| text.get(..end)).unwrap_or(text));
    if end.is_some() { format!("{kept}…") } else { kept }
}

/// The end of `text`, on one line; spaces at its end stay.
fn last_of(text: &str, chars: usize) -> String {
    let start = text.char_indices().rev().nth(chars.saturating_sub(1)).map(|(at, _)| at).filter(|at| *at > 0);
    let kept = squeezed(start.and_then(|start| text.get(start..)).unwrap_or(text));
    // A word that was cut goes whole, where that is not all there is.
    let whole = kept.split_once(' ').filter(|(cut, rest)| start.is_some() && cut.len() < chars && !rest.is_empty());
    let kept = whole.map_or(kept.as_str(), |(_, rest)| rest).trim_start();
    if start.is_some() { format!("…{kept}") } else { kept.to_owned() }
}

/// `text` with one space for any white space.
fn squeezed(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    for char in text.chars() {
        if !char.is_whitespace() {
            made.push(char);
        } else if !made.ends_with(' ') {
            made.push(' ');
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_off_is_whole_words_where_there_are_any() {
        assert_eq!(last_of("The agreement was signed ", 12), "…was signed ");
        assert_eq!(last_of("signed\n on ", 60), "signed on ");
        assert_eq!(last_of("x".repeat(20).as_str(), 4), "…xxxx");
        assert_eq!(first_of("  by the\nminister", 60), " by the minister");
        assert_eq!(first_of("abcdef", 3), "abc…");
    }

    #[test]
    fn the_mention_is_marked_where_its_words_stand() {
        let session = crate::codec::decode(crate::workbench::SAMPLE.as_bytes()).unwrap().session;
        let mut several = 0;
        for shard in session.shards() {
            for mention in shard.mentions.iter() {
                let made = excerpt(shard, mention);
                let fragments = mention.fragments.spans();
                assert_eq!(made.marked.len(), fragments.len());
                several += usize::from(fragments.len() > 1);
                for (marked, span) in made.marked.iter().zip(fragments) {
                    let words = squeezed(span.slice(shard.article.text()).unwrap());
                    let shown = made.text.get(marked.clone()).unwrap().trim_end_matches('…');
                    assert!(words.trim_start().starts_with(shown), "{words:?} is shown as {shown:?}");
                }
            }
        }
        assert!(several > 0, "the sample has mentions of several fragments");
    }
}
