//! Words, sentences and snapped selections near a place, without reading a line of megabytes from end to end.

use super::scene::Trim;
use super::view::ArticleView;
use crate::text::{ByteOffset, Snap, Span, sentence_at, snap_span, trim_span, word_at, words};

/// The side on which a window of text lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

impl ArticleView {
    /// The word at `byte`.
    pub(super) fn word_near(&self, text: &str, byte: ByteOffset) -> Option<Span> {
        let window = self.window(byte);
        let found = word_at(window.slice(text)?, local(byte, window))?;
        Some(shifted(found, window))
    }

    /// The sentence at `byte`.
    pub(super) fn sentence_near(&self, text: &str, byte: ByteOffset) -> Option<Span> {
        let window = self.window(byte);
        let found = sentence_at(window.slice(text)?, local(byte, window))?;
        Some(shifted(found, window))
    }

    /// What the app will make of the selection: each end is snapped within its own surroundings, then both are trimmed.
    pub(super) fn snapped(&self, text: &str, span: Span, snap: Snap, trim: Trim) -> Span {
        let snap_in = |window: Span| {
            let inside = window.intersection(span)?;
            let local = Span { start: local(inside.start, window), end: local(inside.end, window) };
            Some(shifted(snap_span(window.slice(text)?, local, snap), window))
        };
        let start = snap_in(self.window(span.start)).map_or(span.start, |snapped| snapped.start.min(span.start));
        let last = ByteOffset(span.end.0.saturating_sub(1));
        let end = snap_in(self.window(last)).map_or(span.end, |snapped| snapped.end.max(span.end));
        match trim {
            Trim::Edges => trim_span(text, Span { start, end }),
            Trim::Nothing => Span { start, end },
        }
    }

    /// The end of the word after `byte`, or the start of the one before it; across paragraphs if need be.
    pub(super) fn word_edge(&self, text: &str, byte: ByteOffset, side: Side) -> ByteOffset {
        let mut number = self.paragraph_of(byte);
        loop {
            let paragraph = self.paragraph(number);
            let within = Span { start: ByteOffset(paragraph.start), end: ByteOffset(paragraph.end) };
            let all = words(text, within);
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

    /// The paragraph at `byte` with its neighbours of the same line.
    fn window(&self, byte: ByteOffset) -> Span {
        let number = self.paragraph_of(byte);
        let before = number.checked_sub(1).filter(|before| !self.paragraph(*before).ends_line).unwrap_or(number);
        let after = if self.paragraph(number).ends_line { number } else { number + 1 };
        let (first, last) = (self.paragraph(before), self.paragraph(after));
        Span { start: ByteOffset(first.start), end: ByteOffset(last.end) }
    }
}

fn local(byte: ByteOffset, window: Span) -> ByteOffset {
    ByteOffset(byte.min(window.end).0.saturating_sub(window.start.0))
}

fn shifted(span: Span, window: Span) -> Span {
    Span { start: ByteOffset(span.start.0 + window.start.0), end: ByteOffset(span.end.0 + window.start.0) }
}
