//! Many phrases looked for at once, as names are: whole words, capitals that stay capitals, diacritics alike.
//!
//! It does not know what a phrase stands for or where the texts come from.

use super::fold::{Folding, Window};
use super::search::{Matching, sides};
use super::segment::words;
use super::span::Span;
use aho_corasick::AhoCorasick;
use memchr::memmem::Finder;
use serde::{Deserialize, Serialize};

/// Up to so many phrases are looked for one after the other, which is quicker than all at once.
const FEW: usize = 16;
/// Places between two looks at whether the search is still wanted.
const PATIENCE: usize = 4096;

/// Whether upper and lower case are alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capitals {
    /// Always: "us" is "US".
    Alike,
    /// A capital letter of the phrase is one in the text too, and a small one may be either: "Iran" stands in "IRAN" and
    /// "ministers" in "Ministers", but "US" not in "us" nor "Turkey" in "turkey".
    #[default]
    Kept,
    /// Never.
    Exact,
}

/// When words of a text are those of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wording {
    /// Upper and lower case.
    pub capitals: Capitals,
    /// Letters are alike with and without diacritics.
    pub fold_marks: bool,
    /// Only places that begin and end at the edges of words (UAX 29) count; a possessive `'s` is a word of its own.
    pub whole_words: bool,
}

impl Default for Wording {
    /// As names are looked for.
    fn default() -> Self {
        Self { capitals: Capitals::Kept, fold_marks: true, whole_words: true }
    }
}

impl Wording {
    fn matching(self) -> Matching {
        let fold_case = self.capitals != Capitals::Exact;
        Matching { fold_case, fold_marks: self.fold_marks, whole_words: self.whole_words, regex: false }
    }
}

/// Where a phrase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PhraseHit {
    /// The place.
    pub span: Span,
    /// The phrase's number.
    pub phrase: usize,
}

/// Phrases ready to be looked for in any number of texts.
///
/// # Example
/// ```
/// use byline::text::{Phrases, Wording};
/// let text = "Erdoğan's visit; ERDOGAN said: tell us, not the US.";
/// let phrases = Phrases::new(["Erdogan", "US"], Wording::default());
/// let found: Vec<_> = phrases.find(text).iter().map(|hit| hit.span.slice(text).unwrap()).collect();
/// assert_eq!(found, ["Erdoğan", "ERDOGAN", "US"]);
/// ```
#[derive(Debug)]
pub struct Phrases {
    texts: Vec<Box<str>>,
    wording: Wording,
    engine: Engine,
    /// Bytes of the longest one as it is looked for.
    longest: usize,
}

#[derive(Debug)]
enum Engine {
    Few(Vec<(usize, Finder<'static>)>),
    /// The numbers of the phrases, in the order of the patterns.
    Many(Box<AhoCorasick>, Vec<usize>),
}

impl Phrases {
    /// Phrases that `wording` leaves nothing of are never found.
    pub fn new<'p>(phrases: impl IntoIterator<Item = &'p str>, wording: Wording) -> Self {
        let texts: Vec<Box<str>> = phrases.into_iter().map(|phrase| phrase.trim().into()).collect();
        let folding = wording.matching().folding();
        let folded = |phrase: &str| folding.map_or_else(|| phrase.to_owned(), |folding| folding.text(phrase));
        let numbered = texts.iter().enumerate().map(|(number, phrase)| (number, folded(phrase)));
        let needles: Vec<(usize, String)> = numbered.filter(|(_, needle)| !needle.is_empty()).collect();
        let longest = needles.iter().map(|(_, needle)| needle.len()).max().unwrap_or_default();
        let many = || AhoCorasick::new(needles.iter().map(|(_, needle)| needle)).ok();
        let engine = match (needles.len() > FEW).then(many).flatten() {
            Some(many) => Engine::Many(Box::new(many), needles.iter().map(|(number, _)| *number).collect()),
            None => Engine::Few(
                needles.iter().map(|(number, needle)| (*number, Finder::new(needle).into_owned())).collect(),
            ),
        };
        Self { texts, wording, engine, longest }
    }

    /// The phrase of this number.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&str> {
        self.texts.get(number).map(AsRef::as_ref)
    }

    /// Every place of every phrase, by start, of one start the longest first. Places may overlap; see [`longest_hits`].
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<PhraseHit> {
        self.find_while(text, &|| true).unwrap_or_default()
    }

    /// [`Self::find`] for as long as `is_wanted` says so; `None` once it does not.
    #[must_use]
    pub fn find_while(&self, text: &str, is_wanted: &dyn Fn() -> bool) -> Option<Vec<PhraseHit>> {
        let mut found = Vec::new();
        match self.wording.matching().folding() {
            None => self.candidates(text.as_bytes(), is_wanted, &mut |start, end, phrase| {
                found.extend(self.hit(text, start, end, phrase));
            })?,
            Some(folding) => {
                let mut window = Window::new(text, folding);
                while window.advance() {
                    self.candidates(window.bytes(), is_wanted, &mut |first, behind, phrase| {
                        found.extend(self.hit(text, window.origin(first), window.origin(behind), phrase));
                    })?;
                    // Words may begin in this piece and end in the next one; those wholly in both are found twice.
                    window.drop_front((window.bytes().len() + 1).saturating_sub(self.longest.max(1)));
                }
            }
        }
        found.sort_unstable_by_key(|hit| (hit.span.start, std::cmp::Reverse(hit.span.end), hit.phrase));
        found.dedup();
        Some(found)
    }

    /// The number of a phrase that `words` are as a whole.
    #[must_use]
    pub fn number_of(&self, words: &str) -> Option<usize> {
        let whole = Span::bytes(0, words.len());
        self.find(words).into_iter().find(|hit| hit.span == whole).map(|hit| hit.phrase)
    }

    fn candidates(
        &self,
        bytes: &[u8],
        is_wanted: &dyn Fn() -> bool,
        visit: &mut dyn FnMut(usize, usize, usize),
    ) -> Option<()> {
        let mut looked_at = 0_usize;
        let mut goes_on = || {
            looked_at += 1;
            !looked_at.is_multiple_of(PATIENCE) || is_wanted()
        };
        match &self.engine {
            Engine::Few(finders) => {
                for (phrase, finder) in finders {
                    let mut from = 0;
                    while let Some(at) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
                        visit(from + at, from + at + finder.needle().len(), *phrase);
                        from += at + 1;
                        if !goes_on() {
                            return None;
                        }
                    }
                }
            }
            Engine::Many(many, numbers) => {
                for found in many.find_overlapping_iter(bytes) {
                    if let Some(phrase) = numbers.get(found.pattern().as_usize()) {
                        visit(found.start(), found.end(), *phrase);
                    }
                    if !goes_on() {
                        return None;
                    }
                }
            }
        }
        is_wanted().then_some(())
    }

    fn hit(&self, text: &str, start: usize, end: usize, phrase: usize) -> Option<PhraseHit> {
        let span = Span::bytes(start, end);
        let counts = self.wording.matching().accepts(text, start, end)
            && (!self.wording.whole_words || !(parts_word(text, start) || parts_word(text, end)))
            && (self.wording.capitals != Capitals::Kept || self.keeps_capitals(phrase, span.slice(text)?));
        counts.then_some(PhraseHit { span, phrase })
    }

    /// Whether every capital letter of the phrase is one in `found` too.
    fn keeps_capitals(&self, phrase: usize, found: &str) -> bool {
        let counts = |char: &char| !self.wording.fold_marks || Folding::Marks.char(*char).is_some();
        let asked = self.get(phrase).unwrap_or_default().chars().filter(counts);
        asked.zip(found.chars().filter(counts)).all(|(asked, found)| !asked.is_uppercase() || found.is_uppercase())
    }
}

/// Whether `at` lies inside a word that signs other than letters hold together, as in "O'Brien", "Caliber.az" and "3,000".
/// Letters on both sides of `at` are no business of this.
fn parts_word(text: &str, at: usize) -> bool {
    let Some((before, behind)) = sides(text, at) else { return false };
    let holds = |char: char| {
        matches!(char, '\'' | '\u{2019}' | '\u{2018}' | '.' | ':' | '\u{b7}' | ',' | ';' | '\u{2024}' | '\u{2027}')
    };
    if !(holds(before) || holds(behind)) {
        return false;
    }
    let space = |char: char| char.is_whitespace();
    let (lead, rest) = text.split_at_checked(at).unwrap_or_default();
    let from = lead.char_indices().rev().take(MOST_CHARS).take_while(|(_, char)| !space(*char)).last();
    let until = rest.char_indices().take(MOST_CHARS).find(|(_, char)| space(*char));
    let from = from.map_or(at, |(from, _)| from);
    let until =
        until.map_or(at + rest.chars().take(MOST_CHARS).map(char::len_utf8).sum::<usize>(), |(len, _)| at + len);
    let around = words(text, Span::bytes(from, until));
    around.iter().any(|word| word.start.to_usize() < at && at < word.end.to_usize())
}

/// So far around a place is looked for the word that it may lie in.
const MOST_CHARS: usize = 64;

/// Of places that overlap the first one, of those that begin together the longest; `hits` as [`Phrases::find`] gives them.
#[must_use]
pub fn longest_hits(hits: &[PhraseHit]) -> Vec<PhraseHit> {
    let mut kept: Vec<PhraseHit> = Vec::with_capacity(hits.len());
    for hit in hits {
        if kept.last().is_none_or(|last| last.span.end <= hit.span.start) {
            kept.push(*hit);
        }
    }
    kept
}
