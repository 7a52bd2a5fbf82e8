//! Search in one text: every switch, held against a plain reference that goes character by character.

#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a query that does not hold is a failed test")]

use byline::text::{FoldedText, Matching, Query, QueryError, Span, find_all, find_while};
use proptest::prelude::*;
use proptest::string::string_regex;
use std::cell::Cell;
use unicode_segmentation::UnicodeSegmentation;

fn found(text: &str, query: &str, matching: Matching) -> Vec<String> {
    let query = Query::new(query, matching).unwrap();
    find_all(text, &query).into_iter().map(|span| span.slice(text).unwrap().to_owned()).collect()
}

const EXACT: Matching = Matching::EXACT;
const CASE: Matching = Matching { fold_case: true, ..EXACT };
const MARKS: Matching = Matching { fold_marks: true, ..EXACT };
const WORDS: Matching = Matching { whole_words: true, fold_case: true, fold_marks: true, regex: false };
const REGEX: Matching = Matching { regex: true, ..EXACT };

#[test]
fn each_switch_says_what_is_alike() {
    let text = "Erdoğan, Erdogan, ERDOĞAN and Erdog\u{306}an's";
    assert_eq!(found(text, "Erdoğan", EXACT), ["Erdoğan"]);
    assert_eq!(found(text, "erdoğan", CASE), ["Erdoğan", "ERDOĞAN"]);
    assert_eq!(found(text, "Erdogan", MARKS), ["Erdoğan", "Erdogan", "Erdog\u{306}an"]);
    assert_eq!(found(text, "ërdogan", Matching::default()).len(), 4);
    assert_eq!(found("İstanbul, ISTANBUL, ıstanbul", "istanbul", CASE).len(), 3);
}

#[test]
fn letters_and_their_marks_are_never_parted() {
    assert_eq!(found("cafe\u{301} cafe", "cafe", EXACT), ["cafe"]);
    assert_eq!(found("cafe\u{301} cafe", "cafe", MARKS), ["cafe\u{301}", "cafe"]);
    assert_eq!(found("👩‍👩‍👧 👩", "👩", EXACT), ["👩"]);
    assert_eq!(found("a e\u{301}b", "e|b", REGEX), ["e\u{301}", "b"], "a pattern's place grows to whole characters");
    assert_eq!(found("one\r\ntwo", "one\r", EXACT), Vec::<String>::new());
}

#[test]
fn whole_words_end_at_the_edges_of_words() {
    assert_eq!(found("port, ports, port's, a_port, Porto, port", "port", WORDS), ["port", "port", "port"]);
    assert_eq!(found("a.b a.bc", "a.b", WORDS), ["a.b"]);
    assert_eq!(found("北京市长", "北京", WORDS), ["北京"], "ideographs have no spaces between words");
    assert_eq!(found("aa aaa aa", "a+", Matching { whole_words: true, ..REGEX }), ["aa", "aaa", "aa"]);
}

#[test]
fn a_place_that_does_not_count_does_not_hide_the_next_one() {
    assert_eq!(found("aaa aa", "aa", WORDS), ["aa"]);
    assert_eq!(found("xaxa axa b", "axa", WORDS), ["axa"]);
}

#[test]
fn a_pattern_that_does_not_hold_says_what_and_where() {
    let error = Query::new("quay (open", REGEX).unwrap_err();
    assert_eq!(error, QueryError::Pattern { what: "unclosed group".to_owned(), at: Some(6) });
    assert_eq!(error.to_string(), "the regular expression does not hold: unclosed group, at character 6");
    let huge = Query::new(r"\w{1000}{1000}", REGEX).unwrap_err();
    assert!(matches!(&huge, QueryError::Pattern { what, at: None } if what.contains("size limit")), "{huge}");
    assert_eq!(Query::new("", EXACT).unwrap_err(), QueryError::Empty);
    assert_eq!(Query::new("\u{301}", MARKS).unwrap_err(), QueryError::MarksAlone);
}

#[test]
fn places_are_found_where_a_long_text_is_folded_in_pieces() {
    for lead in 65_530..65_540 {
        let text = format!("{}Ärger{}ärge\u{301}r", "x".repeat(lead), "y".repeat(65_530));
        let expected = [Span::bytes(lead, lead + 6), Span::bytes(text.len() - 8, text.len())];
        assert_eq!(find_all(&text, &Query::new("arger", Matching::default()).unwrap()), expected, "{lead}");
    }
}

#[test]
fn a_search_stops_when_nobody_wants_it() {
    let text = "ab ".repeat(100_000);
    for matching in [EXACT, CASE, REGEX] {
        let asked = Cell::new(0);
        let is_wanted = || {
            asked.set(asked.get() + 1);
            asked.get() < 3
        };
        assert_eq!(find_while(&text, &Query::new("ab", matching).unwrap(), &is_wanted), None);
        assert_eq!(asked.get(), 3);
    }
}

/// What is found in the folded copy of `text`; nothing where the switches need none.
fn found_in_copy(text: &str, query: &Query) -> Option<Vec<Span>> {
    let copy = FoldedText::new_while(text.into(), query.matching(), &|_| true)?;
    copy.find_while(query, &|| true)
}

#[test]
fn the_folded_copy_of_a_long_text_finds_what_the_text_itself_does() {
    let letters = [
        "a",
        "É",
        "e\u{301}",
        "ش\u{64E}\u{651}",
        "中",
        "\u{212A}",
        "Ⱥ",
        "İ ",
        "\u{301}",
        "👩\u{200D}👧",
        "\r\n",
        "bcde ",
    ];
    let text: String = (0..60_000).map(|n: usize| letters[(n * n + n / 7 + n / 1000) % letters.len()]).collect();
    for fold in [CASE, MARKS, Matching::default(), WORDS] {
        for words in ["a", "e", "é", "k", "ش", "中k", "i", "bc", "👩", "ⱥ", "e\u{301}\u{301}"] {
            let Ok(query) = Query::new(words, fold) else { continue };
            assert_eq!(found_in_copy(&text, &query), Some(find_all(&text, &query)), "{words} {fold:?}");
        }
    }
}

#[test]
fn a_copy_serves_queries_that_read_otherwise_all_the_same() {
    let text = "Erdoğan, ERDOGAN";
    let copy = FoldedText::new_while(text.into(), Matching::default(), &|_| true).unwrap();
    for (matching, count) in [(Matching::default(), 2), (CASE, 1), (MARKS, 1), (EXACT, 0), (REGEX, 0)] {
        let query = Query::new("Erdogan", matching).unwrap();
        let found = copy.find_while(&query, &|| true).unwrap();
        assert_eq!((found.len(), &found), (count, &find_all(text, &query)), "{matching:?}");
    }
}

/// What the letters of [`ALPHABET`] become; written out, so that it shares nothing with the search.
fn plain(text: &str, matching: Matching) -> String {
    let fold = |char: char| match (char, matching.fold_case, matching.fold_marks) {
        ('\u{301}' | '\u{64E}', _, true) => String::new(),
        ('A', true, _) => "a".to_owned(),
        ('é', _, true) | ('É', true, true) => "e".to_owned(),
        ('É', false, true) => "E".to_owned(),
        ('É', true, false) => "é".to_owned(),
        ('ı' | 'I' | 'İ', true, _) => "i".to_owned(),
        ('İ', false, true) => "I".to_owned(),
        ('ſ', true, _) => "s".to_owned(),
        ('Ł', true, true) => "l".to_owned(),
        ('Ł', false, true) => "L".to_owned(),
        ('Ł', true, false) => "ł".to_owned(),
        ('K' | '\u{212A}', true, _) => "k".to_owned(),
        (char, _, _) => char.to_string(),
    };
    text.chars().map(fold).collect()
}

const ALPHABET: &str = "[aAeéÉ\u{301}ıiIİsſlŁkK\u{212A}中ش\u{64E}👩\u{200D}👧 .\r\n]";

/// The first, longest, and never overlapping runs of whole characters whose plain form is the query's.
fn reference(text: &str, query: &str, matching: Matching) -> Vec<Span> {
    let wanted = plain(query, matching);
    let edges: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
    let begins = |start: usize| {
        !plain(&text[start..start + text[start..].chars().next().unwrap().len_utf8()], matching).is_empty()
    };
    let mut found: Vec<Span> = Vec::new();
    for start in edges.iter().copied().filter(|start| *start < text.len()) {
        if found.last().is_some_and(|last| last.end.to_usize() > start) || !begins(start) {
            continue;
        }
        let ends = edges.iter().copied().filter(|end| *end > start);
        if let Some(end) = ends.rev().find(|end| plain(&text[start..*end], matching) == wanted) {
            found.push(Span::bytes(start, end));
        }
    }
    found
}

proptest! {
    #[test]
    fn words_are_found_where_the_reference_finds_them(
        text in string_regex(&format!("{ALPHABET}{{0,40}}")).unwrap(),
        query in string_regex(&format!("{ALPHABET}{{1,3}}")).unwrap(),
        fold_case: bool,
        fold_marks: bool,
    ) {
        let matching = Matching { fold_case, fold_marks, ..EXACT };
        let expected = if plain(&query, matching).is_empty() { Vec::new() } else { reference(&text, &query, matching) };
        let found = Query::new(&query, matching).map(|query| find_all(&text, &query)).unwrap_or_default();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_folded_copy_finds_what_the_text_itself_does(
        text in string_regex(&format!("({ALPHABET}|[ёЙάاأؤهَّ한ไทยकि🇹🇷Ⱥ]|\\PC){{0,200}}")).unwrap(),
        at in 0_usize..1000,
        len in 1_usize..4,
        fold_case: bool,
        fold_marks: bool,
        whole_words: bool,
    ) {
        // Words from the text itself, so that there is something to find.
        let chars = text.chars().count();
        let words: String = text.chars().skip(at % chars.max(1)).take(len).collect();
        let matching = Matching { fold_case, fold_marks, whole_words, regex: false };
        if let Ok(query) = Query::new(&words, matching) {
            let copied = found_in_copy(&text, &query);
            prop_assert_eq!(copied.is_some(), matching.folds());
            if let Some(found) = copied {
                prop_assert_eq!(found, find_all(&text, &query));
            }
        }
    }

    #[test]
    fn whatever_is_found_stands_between_characters(
        text in "\\PC{0,40}",
        query in "\\PC{1,2}",
        fold_case: bool,
        fold_marks: bool,
        regex: bool,
    ) {
        let matching = Matching { fold_case, fold_marks, regex, whole_words: false };
        let edges: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
        let mut behind = 0;
        for span in Query::new(&query, matching).map(|query| find_all(&text, &query)).unwrap_or_default() {
            prop_assert!(edges.contains(&span.start.to_usize()) && edges.contains(&span.end.to_usize()));
            prop_assert!(span.start.to_usize() >= behind && !span.is_empty());
            behind = span.end.to_usize();
        }
    }
}
