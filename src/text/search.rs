//! Finding strings and patterns in one text. It does not know what is searched for or why.
//!
//! A place found never splits what a reader sees as one character: words that would end between a letter and its accent are
//! not there, and a pattern's place grows to whole characters.

use super::fold::{Folding, Window};
use super::span::Span;
use memchr::memmem::Finder;
use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};
use unicode_segmentation::GraphemeCursor;

/// Places between two looks at whether the search is still wanted.
const PATIENCE: usize = 1024;
/// How far before a place is looked for what it belongs to; only chains of flags and emoji reach back further.
const GRAPHEME_CONTEXT: usize = 1024;

/// How a query's words are read.
#[expect(clippy::struct_excessive_bools, reason = "four independent switches, each named where it is set")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Matching {
    /// Upper and lower case are alike; so are the dotted and the dotless i.
    pub fold_case: bool,
    /// Letters are alike with and without diacritics. Patterns are read as they are written all the same.
    pub fold_marks: bool,
    /// Only places that begin and end at the edges of words count.
    pub whole_words: bool,
    /// The query is a regular expression in the syntax of the `regex` crate.
    pub regex: bool,
}

impl Default for Matching {
    /// Words as people type them in a hurry: neither case nor diacritics matter.
    fn default() -> Self {
        Self { fold_case: true, fold_marks: true, ..Self::EXACT }
    }
}

impl Matching {
    /// The very words, letter by letter.
    pub const EXACT: Self = Self { fold_case: false, fold_marks: false, whole_words: false, regex: false };

    fn folding(self) -> Option<Folding> {
        match (self.fold_case, self.fold_marks) {
            (true, true) => Some(Folding::CaseAndMarks),
            (true, false) => Some(Folding::Case),
            (false, true) => Some(Folding::Marks),
            (false, false) => None,
        }
    }
}

/// A query ready to run over any number of texts.
#[derive(Clone, Debug)]
pub struct Query {
    engine: Engine,
    whole_words: bool,
}

#[derive(Clone, Debug)]
enum Engine {
    Words(Box<Finder<'static>>),
    Folded(Box<Finder<'static>>, Folding),
    Pattern(Regex),
}

/// Why a query cannot run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// There is nothing to look for.
    #[error("the query is empty; type what to look for")]
    Empty,
    /// Without diacritics, which do not count, nothing is left to look for.
    #[error("the query has diacritics alone, and these are not looked at")]
    MarksAlone,
    /// The regular expression does not hold.
    #[error("the regular expression does not hold: {what}{}", at.map_or(String::new(), |at| format!(", at character {at}")))]
    Pattern {
        /// What is wrong with it.
        what: String,
        /// At which character, from 1.
        at: Option<usize>,
    },
}

impl Query {
    /// Reads `pattern` as `matching` says.
    ///
    /// # Errors
    /// [`QueryError`] for an empty query and for a regular expression that does not parse or would grow too large.
    ///
    /// # Example
    /// ```
    /// use byline::text::{Matching, Query, Span, find_all};
    /// let query = Query::new("turkiye", Matching::default())?;
    /// assert_eq!(find_all("In Türkiye", &query), [Span::bytes(3, 11)]);
    /// # Ok::<(), byline::text::QueryError>(())
    /// ```
    pub fn new(pattern: &str, matching: Matching) -> Result<Self, QueryError> {
        if pattern.is_empty() {
            return Err(QueryError::Empty);
        }
        let finder = |words: &str| Box::new(Finder::new(words).into_owned());
        let engine = match matching.folding() {
            _ if matching.regex => Engine::Pattern(compiled(pattern, matching)?),
            None => Engine::Words(finder(pattern)),
            Some(folding) => {
                let folded = folding.text(pattern);
                if folded.is_empty() {
                    return Err(QueryError::MarksAlone);
                }
                Engine::Folded(finder(&folded), folding)
            }
        };
        Ok(Self { engine, whole_words: matching.whole_words })
    }

    /// Whether a place between characters stands for what is asked.
    fn accepts(&self, text: &str, start: usize, end: usize) -> bool {
        is_grapheme_edge(text, start)
            && is_grapheme_edge(text, end)
            && (!self.whole_words || (is_word_edge(text, start) && is_word_edge(text, end)))
    }
}

fn compiled(pattern: &str, matching: Matching) -> Result<Regex, QueryError> {
    let built = RegexBuilder::new(pattern).case_insensitive(matching.fold_case).multi_line(true).build();
    built.map_err(|error| pattern_error(&error.to_string()))
}

/// Reads out of the engine's drawing, a line with the pattern and one with a caret below, what is wrong and where.
fn pattern_error(message: &str) -> QueryError {
    let what = message.lines().find_map(|line| line.trim_start().strip_prefix("error: ")).unwrap_or(message);
    let caret = message.lines().find(|line| line.contains('^') && line.chars().all(|char| " ^".contains(char)));
    let at = caret.and_then(|line| line.find('^')).and_then(|column| (column + 1).checked_sub(4));
    QueryError::Pattern { what: what.trim().to_owned(), at }
}

/// Every place where `query` holds, in text order, without overlaps; empty matches are left out.
#[must_use]
pub fn find_all(text: &str, query: &Query) -> Vec<Span> {
    find_while(text, query, &|| true).unwrap_or_default()
}

/// [`find_all`] for as long as `is_wanted` says so; `None` once it does not.
#[must_use]
pub fn find_while(text: &str, query: &Query, is_wanted: &dyn Fn() -> bool) -> Option<Vec<Span>> {
    match &query.engine {
        Engine::Words(finder) => exact(text, query, finder, is_wanted),
        Engine::Folded(finder, folding) => folded(text, query, finder, *folding, is_wanted),
        Engine::Pattern(regex) => pattern(text, query, regex, is_wanted),
    }
}

fn exact(text: &str, query: &Query, finder: &Finder<'_>, is_wanted: &dyn Fn() -> bool) -> Option<Vec<Span>> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut looked_at = 0_usize;
    while let Some(at) = text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
        let (start, end) = (from + at, from + at + finder.needle().len());
        if query.accepts(text, start, end) {
            found.push(Span::bytes(start, end));
            from = end;
        } else {
            from = start + 1;
        }
        looked_at += 1;
        if looked_at.is_multiple_of(PATIENCE) && !is_wanted() {
            return None;
        }
    }
    Some(found)
}

fn folded(
    text: &str,
    query: &Query,
    finder: &Finder<'_>,
    folding: Folding,
    is_wanted: &dyn Fn() -> bool,
) -> Option<Vec<Span>> {
    let mut found = Vec::new();
    let mut window = Window::new(text, folding);
    let len = finder.needle().len();
    while window.advance() {
        if !is_wanted() {
            return None;
        }
        let mut from = 0;
        while let Some(at) = window.bytes().get(from..).and_then(|rest| finder.find(rest)) {
            let (first, behind) = (from + at, from + at + len);
            let (start, end) = (window.origin(first), window.origin(behind));
            from = if query.accepts(text, start, end) {
                found.push(Span::bytes(start, end));
                behind
            } else {
                first + 1
            };
        }
        // Words may begin in this piece and end in the next one.
        window.drop_front(from.max((window.bytes().len() + 1).saturating_sub(len)));
    }
    Some(found)
}

fn pattern(text: &str, query: &Query, regex: &Regex, is_wanted: &dyn Fn() -> bool) -> Option<Vec<Span>> {
    let mut found: Vec<Span> = Vec::new();
    let mut behind = 0;
    for (number, hit) in regex.find_iter(text).enumerate() {
        if number.is_multiple_of(PATIENCE) && !is_wanted() {
            return None;
        }
        let (start, end) = (grapheme_start(text, hit.start()), grapheme_end(text, hit.end()));
        if !hit.is_empty() && start >= behind && query.accepts(text, start, end) {
            found.push(Span::bytes(start, end));
            behind = end;
        }
    }
    Some(found)
}

/// Whether `at` lies between two characters as readers see them.
fn is_grapheme_edge(text: &str, at: usize) -> bool {
    let byte = |at: usize| text.as_bytes().get(at).copied().unwrap_or_default();
    if at == 0 || at >= text.len() {
        return at <= text.len();
    }
    let (before, behind) = (byte(at - 1), byte(at));
    if before.is_ascii() && behind.is_ascii() {
        return (before, behind) != (b'\r', b'\n');
    }
    let (Some(before), Some(behind)) = (char_before(text, at), char_behind(text, at)) else { return false };
    if never_joins(before) && never_joins(behind) {
        return true;
    }
    let from = text.floor_char_boundary(at.saturating_sub(GRAPHEME_CONTEXT));
    let stretch = text.get(from..).unwrap_or_default();
    GraphemeCursor::new(at, text.len(), true).is_boundary(stretch, from).unwrap_or(true)
}

fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

fn char_behind(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Letters and signs that no rule for graphemes (UAX 29) joins to another of these: a short cut for most of most texts.
fn never_joins(char: char) -> bool {
    matches!(
        u32::from(char),
        0x20..=0x2FF
            | 0x370..=0x482
            | 0x48A..=0x590
            | 0x5D0..=0x5EA
            | 0x620..=0x64A
            | 0x2010..=0x2027
            | 0x3400..=0x9FFF
    )
}

fn grapheme_start(text: &str, mut at: usize) -> usize {
    while !is_grapheme_edge(text, at) {
        at -= 1;
    }
    at
}

fn grapheme_end(text: &str, mut at: usize) -> usize {
    while !is_grapheme_edge(text, at) {
        at += 1;
    }
    at
}

/// Whether no word goes on across `at`.
fn is_word_edge(text: &str, at: usize) -> bool {
    match (char_before(text, at), char_behind(text, at)) {
        (Some(before), Some(behind)) => {
            !(is_in_words(before) && is_in_words(behind)) || stands_alone(before) || stands_alone(behind)
        }
        _ => true,
    }
}

/// Letters, digits, `_`, and the marks and joiners that stand inside words.
fn is_in_words(char: char) -> bool {
    char.is_alphanumeric() || char == '_' || char == '\u{200D}' || Folding::Marks.char(char).is_none()
}

/// Letters of scripts that do not part words by spaces: ideographs, hiragana, Thai and its neighbours.
fn stands_alone(char: char) -> bool {
    matches!(
        u32::from(char),
        0x0E00..=0x0EFF
            | 0x1000..=0x109F
            | 0x1780..=0x17FF
            | 0x3041..=0x309F
            | 0x3400..=0x4DBF
            | 0x4E00..=0x9FFF
            | 0xF900..=0xFAFF
            | 0x2_0000..=0x3_FFFF
    )
}
