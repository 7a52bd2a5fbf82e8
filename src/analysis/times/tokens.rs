//! The words of one sentence, and what stands between them.
//!
//! It does not know which of them speak of time.

use crate::text::{ByteOffset, Span, words};

/// The words of a sentence.
pub(super) struct Tokens<'t> {
    text: &'t str,
    tokens: Vec<Token>,
}

struct Token {
    span: Span,
    small: String,
    is_capital: bool,
}

impl<'t> Tokens<'t> {
    pub(super) fn of(text: &'t str, sentence: Span) -> Self {
        let token = |span: Span| {
            let written = span.slice(text).unwrap_or_default();
            let is_capital = written.starts_with(char::is_uppercase);
            Token { span, small: written.to_lowercase(), is_capital }
        };
        Self { text, tokens: words(text, sentence).into_iter().map(token).collect() }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The word at `at` in small letters; empty where there is none.
    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.small.as_str())
    }

    /// The word before `at`.
    pub(super) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.word(at))
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_capital)
    }

    /// Where the words from `from` to `to`, the latter excluded, stand.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        let start = self.tokens.get(from).map_or(ByteOffset(0), |token| token.span.start);
        let end = to.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |token| token.span.end);
        Span { start, end: end.max(start) }
    }

    /// What stands between the word at `at` and the next one.
    pub(super) fn gap(&self, at: usize) -> &'t str {
        let one = self.tokens.get(at);
        let two = self.tokens.get(at + 1);
        let between = one.zip(two).map(|(one, two)| Span { start: one.span.end, end: two.span.start });
        between.and_then(|span| span.slice(self.text)).unwrap_or("\n")
    }

    /// What stands right before the word at `at`.
    pub(super) fn lead(&self, at: usize) -> &'t str {
        let start = self.tokens.get(at).map_or(0, |token| token.span.start.to_usize());
        self.text.get(..start).unwrap_or_default()
    }

    /// Whether nothing but a space or a hyphen parts the word at `at` from the next one.
    pub(super) fn goes_on(&self, at: usize) -> bool {
        let gap = self.gap(at);
        let spaceless = gap.trim_matches(' ').trim_matches('\u{a0}');
        spaceless.is_empty() || matches!(spaceless, "-" | "\u{2010}" | "\u{2011}")
    }

    /// As [`Tokens::goes_on`]; a comma or the full stop of a short form may stand there too.
    pub(super) fn goes_on_in_date(&self, at: usize) -> bool {
        self.goes_on(at) || matches!(self.gap(at).trim(), "," | "." | ".,")
    }

    /// Whether a dash parts the word at `at` from the next one.
    pub(super) fn is_dashed(&self, at: usize) -> bool {
        matches!(self.gap(at).trim(), "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" | "\u{2014}")
    }

    /// Whether the words from `at` on are `wanted`, with nothing but spaces between them.
    pub(super) fn are(&self, at: usize, wanted: &[&str]) -> bool {
        wanted
            .iter()
            .enumerate()
            .all(|(nth, word)| self.word(at + nth) == *word && (nth + 1 == wanted.len() || self.goes_on(at + nth)))
    }
}
