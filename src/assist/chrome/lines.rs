//! A text as the lines that it is made of, with what the rules ask of a line. It judges none of them.

use crate::text::Span;

/// Words of a line from which on it may be a sentence of the body.
const BODY_WORDS: usize = 12;
/// Characters of a line from which on it may be a paragraph, in scripts that do not part words by spaces.
const BODY_CHARS: usize = 60;

/// A line that is not empty, without the spaces around it.
#[derive(Clone, Debug)]
pub(super) struct Line<'t> {
    pub(super) span: Span,
    pub(super) text: &'t str,
    /// The line in small letters, without marks on them.
    pub(super) folded: String,
    /// How many words it has.
    pub(super) words: usize,
}

impl<'t> Line<'t> {
    pub(super) fn new(text: &'t str, start: usize) -> Self {
        let body = text.trim();
        let start = start + (text.len() - text.trim_start().len());
        // What a rule looks for stands near its start, however long a line is.
        let head = body.get(..body.floor_char_boundary(4096)).unwrap_or(body);
        Self {
            span: Span::bytes(start, start + body.len()),
            text: body,
            folded: crate::text::folded(head).replace('ё', "е"),
            words: body.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count(),
        }
    }

    /// The words of the line in small letters, without marks and signs.
    pub(super) fn tokens(&self) -> impl Iterator<Item = &str> + Clone {
        tokens(&self.folded)
    }

    /// Whether it closes as sentences do.
    pub(super) fn ends_sentence(&self) -> bool {
        let end =
            self.text.trim_end_matches(['"', '\u{201d}', '\u{201c}', '\u{2019}', '\'', '»', ')', ']', ' ', '\u{a0}']);
        !end.ends_with("...") && end.ends_with(['.', '!', '?', '。', '！', '？', '।', '؟', '۔', '։', '჻', '።'])
    }

    /// Whether it reads like a paragraph of the body: long enough, and closed as sentences are.
    pub(super) fn is_body(&self) -> bool {
        let is_long = self.words >= BODY_WORDS || (self.words < 4 && self.text.chars().count() >= BODY_CHARS);
        let is_very_long = self.words >= 2 * BODY_WORDS;
        is_very_long || (is_long && self.ends_sentence()) || (is_long && self.text.ends_with(':'))
    }
}

/// The words of folded text.
pub(super) fn tokens(folded: &str) -> impl Iterator<Item = &str> + Clone {
    folded.split(|char: char| !char.is_alphanumeric() && !is_inner(char)).filter(|word| !word.is_empty())
}

/// Vowel signs and joiners that stand inside words.
fn is_inner(char: char) -> bool {
    matches!(char, '\u{900}'..='\u{DFF}' | '\u{E00}'..='\u{EFF}' | '\u{200c}' | '\u{200d}')
}

/// The lines of the part of `text` that begins at byte `start`.
pub(super) fn lines(text: &str, start: usize) -> Vec<Line<'_>> {
    let mut at = start;
    let mut lines = Vec::new();
    for raw in text.split_inclusive(['\n', '\r']) {
        if !raw.trim().is_empty() {
            lines.push(Line::new(raw, at));
        }
        at += raw.len();
    }
    lines
}

/// The longer words of a line, cut to their first letters, so that forms of one word are alike.
pub(super) fn stems(line: &Line<'_>) -> std::collections::BTreeSet<String> {
    let long = line.tokens().filter(|word| word.chars().count() >= 4);
    long.map(|word| word.chars().take(5).collect()).collect()
}
