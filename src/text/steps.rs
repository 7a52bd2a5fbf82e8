//! Steps from place to place in a text: to the next edge of a word, the next sentence, the next paragraph.
//!
//! It does not know what moves: a caret, or the edge of something on the text.

use super::edges::Edge;
use super::offset::ByteOffset;
use super::segment::{paragraph_at, sentences, words};
use super::span::Span;

/// Which way a step goes, in the order of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// To the text's start.
    Start,
    /// To its end.
    End,
}

/// The nearest `edge` of a word beyond `byte`, across paragraphs if need be; `None` where there is no further word.
#[must_use]
pub fn word_edge_from(text: &str, byte: ByteOffset, toward: Toward, edge: Edge) -> Option<ByteOffset> {
    steps(text, byte, toward).find_map(|stretch| {
        let all = words(text, stretch);
        let mut edges = all.iter().map(|word| edge.of(*word));
        match toward {
            Toward::End => edges.find(|at| *at > byte),
            Toward::Start => edges.rev().find(|at| *at < byte),
        }
    })
}

/// The first sentence that begins at `byte` or behind it.
#[must_use]
pub fn sentence_after(text: &str, byte: ByteOffset) -> Option<Span> {
    steps(text, byte, Toward::End)
        .find_map(|stretch| whole_sentences(text, stretch).find(|sentence| sentence.start >= byte))
}

/// The last sentence that begins before `byte`.
#[must_use]
pub fn sentence_before(text: &str, byte: ByteOffset) -> Option<Span> {
    steps(text, byte, Toward::Start)
        .find_map(|stretch| whole_sentences(text, stretch).filter(|sentence| sentence.start < byte).last())
}

/// The first paragraph with words that begins at `byte` or behind it.
#[must_use]
pub fn paragraph_after(text: &str, byte: ByteOffset) -> Option<Span> {
    let here = paragraph_at(text, byte);
    let lines = std::iter::successors(Some(here), |line| line_behind(text, *line));
    lines.into_iter().find(|line| line.start >= byte && !is_blank(text, *line))
}

/// The last paragraph with words that begins before `byte`.
#[must_use]
pub fn paragraph_before(text: &str, byte: ByteOffset) -> Option<Span> {
    let here = paragraph_at(text, byte);
    let lines = std::iter::successors(Some(here), |line| {
        let before = line.start.0.checked_sub(1)?;
        Some(paragraph_at(text, ByteOffset(before)))
    });
    lines.into_iter().find(|line| line.start < byte && !is_blank(text, *line))
}

fn is_blank(text: &str, line: Span) -> bool {
    line.slice(text).is_none_or(|words| words.trim().is_empty())
}

fn line_behind(text: &str, line: Span) -> Option<Span> {
    let rest = text.get(line.end.to_usize()..)?;
    let next = line.end.to_usize() + rest.find('\n')? + 1;
    Some(paragraph_at(text, ByteOffset::from_usize(next)))
}

/// Sentences of `stretch` whose beginning is known: where a long line was cut, the first one may have begun before.
fn whole_sentences(text: &str, stretch: Span) -> impl Iterator<Item = Span> {
    let begins_line =
        text.get(..stretch.start.to_usize()).is_none_or(|before| before.is_empty() || before.ends_with('\n'));
    sentences(text, stretch).into_iter().filter(move |sentence| begins_line || sentence.start > stretch.start)
}

/// The stretches of text from the one around `byte` on.
fn steps(text: &str, byte: ByteOffset, toward: Toward) -> impl Iterator<Item = Span> {
    std::iter::successors(Some(paragraph_at(text, byte)), move |stretch| match toward {
        Toward::End => line_behind(text, *stretch),
        Toward::Start => stretch.start.0.checked_sub(1).map(|before| paragraph_at(text, ByteOffset(before))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "One two. Three four.\r\n\r\n  \nFive six.\n";

    fn at(words: &str) -> ByteOffset {
        ByteOffset::from_usize(TEXT.find(words).unwrap())
    }

    #[test]
    fn words_are_stepped_over_by_either_edge() {
        let from = at("two");
        let step = |toward, edge| word_edge_from(TEXT, from, toward, edge).unwrap().0;
        assert_eq!(step(Toward::End, Edge::End), at(". Three").0);
        assert_eq!(step(Toward::End, Edge::Start), at("Three").0);
        assert_eq!(step(Toward::Start, Edge::Start), 0);
        assert_eq!(step(Toward::Start, Edge::End), 3);
        assert_eq!(word_edge_from(TEXT, at(".\r"), Toward::End, Edge::End), Some(at(" six")));
        assert_eq!(word_edge_from(TEXT, at(".\n"), Toward::End, Edge::End), None);
        assert_eq!(word_edge_from(TEXT, ByteOffset(0), Toward::Start, Edge::Start), None);
    }

    #[test]
    fn sentences_and_paragraphs_skip_blank_lines() {
        assert_eq!(sentence_after(TEXT, at("Three")).unwrap().start, at("Three"));
        assert_eq!(sentence_after(TEXT, at("hree")).unwrap().start, at("Five"));
        assert_eq!(sentence_before(TEXT, at("Five")).unwrap().start, at("Three"));
        assert_eq!(sentence_before(TEXT, ByteOffset(0)), None);
        assert_eq!(paragraph_after(TEXT, at("wo")).unwrap().start, at("Five"));
        assert_eq!(paragraph_after(TEXT, at("ive")), None);
        assert_eq!(paragraph_before(TEXT, at("Five")).unwrap().start, ByteOffset(0));
        assert_eq!(paragraph_before(TEXT, at("ive")).unwrap().start, at("Five"));
    }
}
