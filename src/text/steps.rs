//! Steps from place to place in a text: to the next edge of a word, the next sentence, the next paragraph.
//!
//! It does not know what moves: a caret, or the edge of something on the text. A line of megabytes is read part by part.

use super::edges::Edge;
use super::offset::ByteOffset;
use super::segment::{nearby, paragraph_at, words};
use super::sentences::{sentence_at, sentences};
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
    let found = steps(text, byte, Toward::End)
        .find_map(|stretch| whole_sentences(text, stretch).find(|sentence| sentence.start >= byte))?;
    Some(to_its_end(text, found))
}

/// The last sentence that begins before `byte`.
#[must_use]
pub fn sentence_before(text: &str, byte: ByteOffset) -> Option<Span> {
    let found = steps(text, byte, Toward::Start)
        .find_map(|stretch| whole_sentences(text, stretch).filter(|sentence| sentence.start < byte).last())?;
    Some(to_its_end(text, found))
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

/// A sentence that was found near the end of the part read, with what lies beyond that.
fn to_its_end(text: &str, sentence: Span) -> Span {
    let end = sentence_at(text, sentence.start).map_or(sentence.end, |whole| whole.end.max(sentence.end));
    Span { end, ..sentence }
}

/// The lines of the text from the one around `byte` on; of long lines parts that overlap.
fn steps(text: &str, byte: ByteOffset, toward: Toward) -> impl Iterator<Item = Span> {
    std::iter::successors(Some(nearby(text, byte)), move |stretch| {
        let next = match toward {
            Toward::End => place_behind(text, stretch.end)?,
            Toward::Start => ByteOffset(stretch.start.0.checked_sub(1)?),
        };
        Some(nearby(text, next))
    })
}

/// The first place that is not at `end`, nor in the line break there.
fn place_behind(text: &str, end: ByteOffset) -> Option<ByteOffset> {
    let rest = text.get(end.to_usize()..)?;
    let line_break = ["\r\n", "\n"].into_iter().find(|line_break| rest.starts_with(line_break)).map(str::len);
    let len = line_break.or_else(|| rest.chars().next().map(char::len_utf8))?;
    Some(ByteOffset::from_usize(end.to_usize() + len))
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

    /// Steps from a place in a long line agree with what its words and sentences are when it is read whole.
    #[test]
    fn a_long_line_is_stepped_through_part_by_part() {
        let line: String = (0..9000).map(|number| if number % 23 == 22 { "Stop. " } else { "Wörd, " }).collect();
        let text = format!("Before it.\r\n{line}\r\nBehind it.");
        let whole = Span::bytes(0, text.len());
        let (all_words, all_sentences) = (words(&text, whole), sentences(&text, whole));
        for at in (0..text.len()).step_by(701) {
            let at = ByteOffset::from_usize(text.floor_char_boundary(at));
            let word = |toward| word_edge_from(&text, at, toward, Edge::Start);
            assert_eq!(word(Toward::End), all_words.iter().map(|word| word.start).find(|start| *start > at));
            assert_eq!(word(Toward::Start), all_words.iter().map(|word| word.start).rfind(|start| *start < at));
            let after = all_sentences.iter().find(|sentence| sentence.start >= at).copied();
            assert_eq!(sentence_after(&text, at), after, "{at:?}");
            let before = all_sentences.iter().rfind(|sentence| sentence.start < at).copied();
            assert_eq!(sentence_before(&text, at), before, "{at:?}");
        }
    }

    #[test]
    fn the_middle_of_a_sentence_longer_than_a_part_is_no_beginning() {
        let text = format!("{}stop. ", "Word, ".repeat(5000)).repeat(3);
        let starts: Vec<u32> = sentences(&text, Span::bytes(0, text.len())).iter().map(|found| found.start.0).collect();
        assert_eq!(starts.len(), 3);
        let inside = ByteOffset(starts[1] + 9000);
        assert_eq!(sentence_after(&text, inside).unwrap().start.0, starts[2]);
        assert_eq!(sentence_before(&text, inside).unwrap().start.0, starts[1]);
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
