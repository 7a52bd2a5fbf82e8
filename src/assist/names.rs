//! Names taken apart: folded words, initials, the letters of an abbreviation.
//!
//! It does not know whose names they are.

use super::ask::is_name;
use crate::text::folded;

/// Words in front of a name that are no part of it.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "rabbi",
    "imam",
    "sheikh",
    "ayatollah",
    "pope",
    "king",
    "queen",
    "prince",
    "princess",
    "president",
    "premier",
    "chancellor",
    "prime",
    "minister",
    "foreign",
    "defense",
    "defence",
    "interior",
    "finance",
    "justice",
    "secretary",
    "senator",
    "sen",
    "governor",
    "mayor",
    "ambassador",
    "envoy",
    "general",
    "gen",
    "colonel",
    "col",
    "major",
    "captain",
    "judge",
    "deputy",
    "former",
    "vice",
    "the",
];

/// Words inside of names that abbreviations leave out.
const SMALL: &[&str] = &[
    "of", "the", "and", "for", "in", "on", "to", "de", "du", "des", "la", "le", "der", "die", "das", "und", "für", "y",
    "e",
];

/// The most words that a name has; what is longer is a sentence.
pub(super) const MOST_WORDS: usize = 8;

/// One name, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// Its words, folded; without possessives, signs and full stops.
    pub(super) words: Vec<String>,
    /// How many of the first words are titles; never all of them.
    pub(super) titles: usize,
    /// Whether it begins as names do.
    pub(super) is_name: bool,
    /// The letters, folded, where it is an abbreviation such as "IRGC" or "U.S.".
    pub(super) letters: Option<String>,
}

impl Parts {
    pub(super) fn of(name: &str) -> Self {
        let words = words_of(name);
        let titles = words.iter().take_while(|word| TITLES.contains(&word.as_str())).count();
        let titles = if titles < words.len() { titles } else { 0 };
        Self { words, titles, is_name: is_name(name), letters: letters_of(name) }
    }

    /// All words as one text: names with the same differ in case, diacritics and signs alone.
    pub(super) fn key(&self) -> String {
        self.words.concat()
    }

    /// The words without the titles in front.
    pub(super) fn bare(&self) -> &[String] {
        self.words.get(self.titles..).unwrap_or_default()
    }

    /// What the name may be abbreviated to: the first letters of its words, with and without small ones.
    pub(super) fn initials(&self) -> Vec<String> {
        let first =
            |words: &mut dyn Iterator<Item = &String>| words.filter_map(|word| word.chars().next()).collect::<String>();
        let all = first(&mut self.words.iter());
        let large = first(&mut self.words.iter().filter(|word| !SMALL.contains(&word.as_str())));
        let mut found: Vec<String> = vec![large, all];
        found.dedup();
        found.retain(|letters| letters.chars().count() >= 2);
        found
    }

    /// Whether somebody who is called `self` for short may be called `longer` in full: each word of the one is found in the
    /// other in order, a single letter standing for a word that begins with it.
    pub(super) fn is_part_of(short: &[String], longer: &[String]) -> bool {
        let mut rest = longer.iter();
        short.iter().all(|word| rest.any(|other| stand_for(word, other)))
    }
}

fn stand_for(one: &str, two: &str) -> bool {
    one == two || is_initial_of(one, two) || is_initial_of(two, one)
}

/// Whether `letter` is a single one and `word` begins with it.
fn is_initial_of(letter: &str, word: &str) -> bool {
    letter.chars().count() == 1 && word.starts_with(letter)
}

fn words_of(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for piece in
        folded(name).split(|char: char| char.is_whitespace() || matches!(char, '-' | '\u{2010}'..='\u{2015}' | '/'))
    {
        let piece = ["'s", "\u{2019}s"].iter().find_map(|mark| piece.strip_suffix(mark)).unwrap_or(piece);
        let dotted = piece.split('.').filter(|part| !part.is_empty()).count() > 1;
        let is_letters = dotted && piece.split('.').all(|part| part.chars().count() <= 1);
        let plain = |part: &str| part.chars().filter(|char| char.is_alphanumeric()).collect::<String>();
        if is_letters {
            // "J.F. Kennedy" has two initials.
            words.extend(piece.split('.').map(plain));
        } else {
            words.push(plain(piece));
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn letters_of(name: &str) -> Option<String> {
    let letters: String = name.trim().chars().filter(|char| *char != '.').collect();
    let fits = (2..=6).contains(&letters.chars().count()) && letters.chars().all(char::is_uppercase);
    fits.then(|| folded(&letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        let words = |name: &str| Parts::of(name).words.join("|");
        assert_eq!(words("Recep Tayyip Erdoğan"), "recep|tayyip|erdogan");
        assert_eq!(words("J.F. Kennedy"), "j|f|kennedy");
        assert_eq!(words("Gideon Sa’ar’s Tel-Aviv"), "gideon|saar’s|tel|aviv".replace("saar’s", "saar"));
        assert_eq!(words("Caliber.az"), "caliberaz");
        let president = Parts::of("President Aliyev");
        assert_eq!(president.bare(), ["aliyev"]);
        assert_eq!(Parts::of("The President").titles, 0, "a name is never all titles");
    }

    #[test]
    fn abbreviations_and_what_they_stand_for() {
        assert_eq!(Parts::of("U.S.").letters.as_deref(), Some("us"));
        assert_eq!(Parts::of("Iran").letters, None);
        let has = |name: &str, letters: &str| Parts::of(name).initials().contains(&letters.to_owned());
        assert!(has("Islamic Revolutionary Guard Corps", "irgc"));
        assert!(has("United States of America", "usa"));
        assert!(has("Organization of the Petroleum Exporting Countries", "opec"));
    }

    #[test]
    fn initials_stand_for_words() {
        let fits = |short: &str, long: &str| Parts::is_part_of(&Parts::of(short).words, &Parts::of(long).words);
        assert!(fits("B. Netanyahu", "Benjamin Netanyahu"));
        assert!(fits("Netanyahu", "Benjamin Netanyahu"));
        assert!(fits("John Kennedy", "J. F. Kennedy"));
        assert!(!fits("C. Netanyahu", "Benjamin Netanyahu"));
        assert!(!fits("Netanyahu Benjamin", "Benjamin Netanyahu"));
    }
}
