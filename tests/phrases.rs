//! Many phrases at once, held against a plain reference that goes letter by letter.

#![allow(clippy::unwrap_used, clippy::string_slice, reason = "what is missing in a test fails it")]

use byline::text::{Capitals, PhraseHit, Phrases, Span, Wording, longest_hits};
use proptest::prelude::*;

fn found<'t>(text: &'t str, phrases: &[&str], wording: Wording) -> Vec<&'t str> {
    Phrases::new(phrases.iter().copied(), wording).find(text).iter().map(|hit| hit.span.slice(text).unwrap()).collect()
}

const NAMES: Wording = Wording { capitals: Capitals::Kept, fold_marks: true, whole_words: true };

#[test]
fn signs_inside_of_words_hold_them_together_and_possessives_do_not() {
    let text = "O'Brien's and Brien’s: Caliber.az, Caliber. 3,000 and 000; U.S. and ‘Brien’";
    assert_eq!(found(text, &["Brien"], NAMES), ["Brien", "Brien"]);
    assert_eq!(found(text, &["O'Brien"], NAMES), ["O'Brien"]);
    assert_eq!(found(text, &["Caliber"], NAMES), ["Caliber"]);
    assert_eq!(found(text, &["000"], NAMES), ["000"]);
    assert_eq!(found(text, &["U.S."], NAMES), ["U.S."]);
    assert_eq!(found("Azerbaijanโ€™s", &["Azerbaijan"], NAMES), ["Azerbaijan"], "garbled marks part words too");
}

#[test]
fn places_may_overlap_and_the_longest_of_those_that_begin_together_comes_first() {
    let text = "Port Council of Port";
    let phrases = Phrases::new(["Port", "Port Council", "Council of Port", ""], NAMES);
    let hits = phrases.find(text);
    let words = |hits: &[PhraseHit]| hits.iter().map(|hit| hit.span.slice(text).unwrap()).collect::<Vec<_>>();
    assert_eq!(words(&hits), ["Port Council", "Port", "Council of Port", "Port"]);
    assert_eq!(words(&longest_hits(&hits)), ["Port Council", "Port"]);
    assert_eq!(phrases.number_of("PORT COUNCIL"), Some(1));
    assert_eq!(phrases.number_of("port council"), None, "capitals stay capitals");
    assert!(phrases.find_while(text, &|| false).is_none());
}

#[test]
fn phrases_are_found_where_a_long_text_is_folded_in_pieces() {
    for lead in 65_520..65_540 {
        let text = format!("{} Ärger im Hafen", "x".repeat(lead));
        let phrases = Phrases::new(["arger im hafen", "im"], NAMES);
        let expected = [Span::bytes(lead + 1, text.len()), Span::bytes(lead + 8, lead + 10)];
        let spans: Vec<Span> = phrases.find(&text).into_iter().map(|hit| hit.span).collect();
        assert_eq!(spans, expected, "{lead}");
    }
}

/// Whether `words`, which stand in a text, are those of `phrase`, letter by letter.
fn alike(phrase: &str, words: &str, wording: Wording) -> bool {
    let plain = |char: char| {
        if char == 'é' && wording.fold_marks {
            'e'
        } else if char == 'É' && wording.fold_marks {
            'E'
        } else {
            char
        }
    };
    let same = |one: char, two: char| {
        let (one, two) = (plain(one), plain(two));
        match wording.capitals {
            Capitals::Exact => one == two,
            Capitals::Alike => one.to_lowercase().eq(two.to_lowercase()),
            Capitals::Kept => one.to_lowercase().eq(two.to_lowercase()) && (two.is_uppercase() || !one.is_uppercase()),
        }
    };
    phrase.chars().count() == words.chars().count()
        && phrase.chars().zip(words.chars()).all(|(one, two)| same(one, two))
}

fn reference(text: &str, phrases: &[String], wording: Wording) -> Vec<PhraseHit> {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let letter = |char: Option<char>| char.is_some_and(char::is_alphabetic);
    let edge = |at: usize| !(letter(text[..at].chars().next_back()) && letter(text[at..].chars().next()));
    let mut found = Vec::new();
    for start in &ends {
        for end in ends.iter().filter(|end| *end > start) {
            for (phrase, words) in phrases.iter().enumerate() {
                let counts = !wording.whole_words || (edge(*start) && edge(*end));
                if counts && alike(words, &text[*start..*end], wording) {
                    found.push(PhraseHit { span: Span::bytes(*start, *end), phrase });
                }
            }
        }
    }
    found.sort_by_key(|hit| (hit.span.start, std::cmp::Reverse(hit.span.end), hit.phrase));
    found
}

proptest! {
    #[test]
    fn few_and_many_phrases_are_found_as_a_plain_search_finds_them(
        text in "[aAeéÉb -]{0,30}",
        few in proptest::collection::vec("[aAeéÉb]{1,3}( [aAeé]{1,2})?", 1..4),
        more in proptest::collection::vec("[aAeéÉb]{1,3}", 20..24),
        capitals in 0..3,
        fold_marks: bool,
        whole_words: bool,
    ) {
        let capitals = [Capitals::Alike, Capitals::Kept, Capitals::Exact][usize::try_from(capitals).unwrap()];
        let wording = Wording { capitals, fold_marks, whole_words };
        for phrases in [few, more] {
            let built = Phrases::new(phrases.iter().map(String::as_str), wording);
            prop_assert_eq!(built.find(&text), reference(&text, &phrases, wording), "{:?} in {:?}", phrases, text);
        }
    }
}
