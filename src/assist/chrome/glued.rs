//! Words of the page that lost the space between them and a sentence, as a button before a paragraph or a link behind one.

use super::lines::Line;
use super::words::{Made, made_of_website_words};
use crate::model::RegionKind;
use crate::text::{Span, folded};

/// Verbs that buttons begin with.
const VERBS: &str = "become click contribute discover donate download follow get join learn listen log play read register see share sign skip \
subscribe support tweet view watch advertisement sponsored caption";
/// Words that a button has at most.
const MOST_WORDS: usize = 5;
/// Words of the sentence that a button is glued to, at least.
const SENTENCE_WORDS: usize = 6;

/// Some words of a line.
pub(super) struct Part {
    pub(super) span: Span,
    pub(super) kind: RegionKind,
    pub(super) reason: &'static str,
}

/// The words of a button before the first sentence of `line`, and those behind its last one.
pub(super) fn parts(line: &Line<'_>) -> Vec<Part> {
    let start = line.span.start.to_usize();
    let before = button_before(line.text).map(|end| Part {
        span: Span::bytes(start, start + end),
        kind: kind_of(line.text.get(..end).unwrap_or_default()),
        reason: "words of a button that lost the space before the sentence",
    });
    let behind = button_behind(line.text).map(|at| Part {
        span: Span::bytes(start + at, start + line.text.len()),
        kind: kind_of(line.text.get(at..).unwrap_or_default()),
        reason: "words of a button that lost the space behind the sentence",
    });
    before.into_iter().chain(behind).collect()
}

fn kind_of(words: &str) -> RegionKind {
    let words = folded(words);
    let first = words.split_whitespace().next().unwrap_or_default();
    match first {
        "advertisement" | "sponsored" | "donate" | "contribute" | "support" => RegionKind::Advert,
        "share" | "tweet" | "follow" => RegionKind::Share,
        _ => RegionKind::Chrome,
    }
}

/// Where the sentence begins behind the words of a button, as in "Sign upThe minister said".
fn button_before(text: &str) -> Option<usize> {
    let head = text.get(..text.floor_char_boundary(120)).unwrap_or(text);
    let mut words = 0;
    let mut before: Option<(usize, char)> = None;
    let mut word_start = 0;
    for (at, char) in head.char_indices() {
        if char.is_whitespace() {
            words += 1;
            word_start = at + char.len_utf8();
        } else if !char.is_alphabetic() && !matches!(char, '-' | '’' | '\'' | '…') {
            return None;
        }
        if words >= MOST_WORDS {
            return None;
        }
        let is_glue = before.is_some_and(|(_, last)| last.is_lowercase()) && char.is_uppercase();
        if is_glue && is_button(text, word_start, at) {
            let rest = text.get(at..)?;
            return (rest.split_whitespace().take(SENTENCE_WORDS).count() == SENTENCE_WORDS).then_some(at);
        }
        before = Some((at, char));
    }
    None
}

/// Whether the words before `at` are those of a button; `word` is where the last of them begins.
fn is_button(text: &str, word: usize, at: usize) -> bool {
    let words = folded(text.get(..at).unwrap_or_default());
    let last = text.get(word..at).unwrap_or_default();
    let first = words.split_whitespace().next().unwrap_or_default();
    let is_one_word = word == 0;
    // Names such as "YouTube" and "McKay" have a capital inside; buttons close with a whole word in small letters.
    let is_whole = last.chars().count() >= 2 && (is_one_word || last.chars().all(char::is_lowercase));
    let is_told = VERBS.split_whitespace().any(|verb| verb == first) && (!is_one_word || first.len() >= 4);
    is_whole && (is_told || (!is_one_word && made_of_website_words(words.split_whitespace()) == Made::Strongly))
}

/// Where the words of a button begin that are glued to the end of the last sentence, as in "he said.Read more".
fn button_behind(text: &str) -> Option<usize> {
    let from = text.ceil_char_boundary(text.len().saturating_sub(80));
    let tail = text.get(from..)?;
    let glue = tail.char_indices().rev().find(|(_, char)| matches!(char, '.' | '!' | '?' | '”' | '»' | '"'))?;
    let at = from + glue.0 + glue.1.len_utf8();
    let rest = text.get(at..)?;
    let begins = rest.chars().next().is_some_and(char::is_uppercase);
    let words = folded(rest);
    let tokens = || super::lines::tokens(&words);
    let first = tokens().next().unwrap_or_default();
    let is_told = VERBS.split_whitespace().any(|verb| verb == first) && made_of_website_words(tokens()) != Made::No;
    let is_made = is_told || made_of_website_words(tokens()) == Made::Strongly;
    let before = text.get(..at)?.split_whitespace().count();
    (begins && tokens().count() <= MOST_WORDS && before >= SENTENCE_WORDS && is_made).then_some(at)
}
