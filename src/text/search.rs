//! Finding strings and patterns in one text. It does not know what is searched for or why.
//!
//! A place found never splits what a reader sees as one character: words that would end between a letter and its accent are
//! not there, and a pattern's place grows to whole characters.

use super::fold::{Folding, Window};
use super::span::Span;
use memchr::memmem::Finder;
use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;
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

    /// Whether the text is folded before words are compared: for these, a [`super::FoldedText`] saves work.
    #[must_use]
    pub fn folds(self) -> bool {
        self.folding().is_some()
    }

    /// What the words of a query, and the text that they are looked for in, lose before they are compared.
    pub(super) fn folding(self) -> Option<Folding> {
        if self.regex {
            return None;
        }
        match (self.fold_case, self.fold_marks) {
            (true, true) => Some(Folding::CaseAndMarks),
            (true, false) => Some(Folding::Case),
            (false, true) => Some(Folding::Marks),
            (false, false) => None,
        }
    }

    /// Whether a place stands for what is asked: it parts no characters and, where that is wanted, no words.
    pub(super) fn accepts(self, text: &str, start: usize, end: usize) -> bool {
        self.accepts_edge(text, start) && self.accepts_edge(text, end)
    }

    fn accepts_edge(self, text: &str, at: usize) -> bool {
        if let Some((before, behind)) = plain_sides(text, at) {
            let parts_word = || is_plain_word(before) && is_plain_word(behind);
            return (before, behind) != (b'\r', b'\n') && !(self.whole_words && parts_word());
        }
        let Some((before, behind)) = sides(text, at) else { return at == 0 || at == text.len() };
        ((never_joins(before) && never_joins(behind)) || is_grapheme_edge_by_rules(text, at))
            && (!self.whole_words || is_word_edge_between(before, behind))
    }
}

/// A query ready to run over any number of texts.
#[derive(Clone, Debug)]
pub struct Query {
    engine: Engine,
    matching: Matching,
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
            None if matching.regex => Engine::Pattern(compiled(pattern, matching)?),
            None => Engine::Words(finder(pattern)),
            Some(folding) => {
                let folded = folding.text(pattern);
                if folded.is_empty() {
                    return Err(QueryError::MarksAlone);
                }
                Engine::Folded(finder(&folded), folding)
            }
        };
        Ok(Self { engine, matching })
    }

    /// How its words are read.
    #[must_use]
    pub fn matching(&self) -> Matching {
        self.matching
    }

    /// What is looked for in folded text, for queries that need it.
    pub(super) fn folded(&self) -> Option<(&Finder<'static>, Folding)> {
        match &self.engine {
            Engine::Folded(finder, folding) => Some((finder.as_ref(), *folding)),
            Engine::Words(_) | Engine::Pattern(_) => None,
        }
    }

    /// Every place of `bytes` where `finder` holds and which, as the place of `text` that `place_of` makes of it, counts.
    pub(super) fn places_in(
        &self,
        text: &str,
        bytes: &[u8],
        finder: &Finder<'_>,
        place_of: &impl Fn(usize, usize) -> (usize, usize),
        is_wanted: &dyn Fn() -> bool,
    ) -> Option<Vec<Span>> {
        let mut found = Vec::new();
        let mut from = 0;
        let mut looked_at = 0_usize;
        while let Some(at) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
            let (first, behind) = (from + at, from + at + finder.needle().len());
            let (start, end) = place_of(first, behind);
            from = if self.matching.accepts(text, start, end) {
                found.push(Span::bytes(start, end));
                behind
            } else {
                first + 1
            };
            looked_at += 1;
            if looked_at.is_multiple_of(PATIENCE) && !is_wanted() {
                return None;
            }
        }
        Some(found)
    }
}

fn is_plain_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
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
        Engine::Words(finder) => {
            query.places_in(text, text.as_bytes(), finder, &|first, behind| (first, behind), is_wanted)
        }
        Engine::Folded(finder, folding) => folded(text, query, finder, *folding, is_wanted),
        Engine::Pattern(regex) => pattern(text, query, regex, is_wanted),
    }
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
            from = if query.matching.accepts(text, start, end) {
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
        if !hit.is_empty() && start >= behind && query.matching.accepts(text, start, end) {
            found.push(Span::bytes(start, end));
            behind = end;
        }
    }
    Some(found)
}

/// Whether `at` lies between two characters as readers see them.
fn is_grapheme_edge(text: &str, at: usize) -> bool {
    if let Some(sides) = plain_sides(text, at) {
        return sides != (b'\r', b'\n');
    }
    let Some((before, behind)) = sides(text, at) else { return at == 0 || at >= text.len() };
    (never_joins(before) && never_joins(behind)) || is_grapheme_edge_by_rules(text, at)
}

fn is_grapheme_edge_by_rules(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(GRAPHEME_CONTEXT));
    let stretch = text.get(from..).unwrap_or_default();
    GraphemeCursor::new(at, text.len(), true).is_boundary(stretch, from).unwrap_or(true)
}

/// The bytes on either side of `at` where both are characters: most places are at the ends of plain words.
fn plain_sides(text: &str, at: usize) -> Option<(u8, u8)> {
    let byte = |at: usize| text.as_bytes().get(at).copied().filter(u8::is_ascii);
    byte(at.wrapping_sub(1)).zip(byte(at))
}

/// The characters on either side of `at`; nothing at the text's ends, and inside a character.
pub(super) fn sides(text: &str, at: usize) -> Option<(char, char)> {
    Some((text.get(..at)?.chars().next_back()?, text.get(at..)?.chars().next()?))
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

/// Whether no word goes on from `before` to `behind`.
fn is_word_edge_between(before: char, behind: char) -> bool {
    let (before, behind) = (Place::of(before), Place::of(behind));
    before != Place::Inside || behind != Place::Inside
}

/// Where a character stands with regard to words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Between words.
    Outside,
    /// In a word: letters, digits, `_`, and the marks and joiners that stand inside words.
    Inside,
    /// It is a word for itself.
    Alone,
}

impl Place {
    /// Code points below this are looked up.
    const TABLE: u32 = 0x1000;

    fn of(char: char) -> Self {
        static TABLE: OnceLock<Vec<Place>> = OnceLock::new();
        let code = u32::from(char);
        if code >= Self::TABLE {
            return Self::computed(char);
        }
        let made = || (0..Self::TABLE).map(|code| char::from_u32(code).map_or(Self::Outside, Self::computed)).collect();
        TABLE.get_or_init(made).get(code as usize).copied().unwrap_or(Self::Outside)
    }

    fn computed(char: char) -> Self {
        if stands_alone(char) {
            return Self::Alone;
        }
        let is_inside =
            char.is_alphanumeric() || char == '_' || char == '\u{200D}' || Folding::Marks.char(char).is_none();
        if is_inside { Self::Inside } else { Self::Outside }
    }
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
