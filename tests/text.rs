//! Positions, extents and selections in text: every conversion against a naive count, and what a person means by a drag.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests fail loudly, as the tests do"
)]
#![allow(clippy::cast_possible_truncation, reason = "texts of tests are short")]

use byline::text::{
    ByteOffset, CharOffset, Fragments, FragmentsError, LineColumn, Snap, Span, TextIndex, Utf16Offset, paragraph_at,
    sentence_at, sentences, snap_span, trim_span, word_at, words,
};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

// Offsets.

/// Texts of several scripts and line ends; long enough, often, for more than one checkpoint of the index.
fn any_text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Ministers met. ",
        "\r\n",
        "\n",
        "\r",
        "\u{2028}",
        "e\u{301}",
        "\u{1f600}",
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
        "Министры ",
        "اجتمع الوزراء ",
        "\u{10ffff}",
        "\u{feff}",
        "\0",
        "",
    ]);
    let piece = prop_oneof![6 => pieces.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    (prop::collection::vec(piece, 0..30), 1usize..16).prop_map(|(pieces, times)| pieces.concat().repeat(times))
}

/// A boundary between characters as one slow walk counts it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Boundary {
    byte: u32,
    char: u32,
    utf16: u32,
    line: u32,
    column: u32,
}

fn boundaries(text: &str) -> Vec<Boundary> {
    let mut here = Boundary { byte: 0, char: 0, utf16: 0, line: 1, column: 1 };
    let mut all = vec![here];
    for char in text.chars() {
        here.byte += char.len_utf8() as u32;
        here.char += 1;
        here.utf16 += char.len_utf16() as u32;
        (here.line, here.column) = if char == '\n' { (here.line + 1, 1) } else { (here.line, here.column + 1) };
        all.push(here);
    }
    all
}

#[test]
fn words_of_scripts_without_spaces_are_whole_graphemes() {
    for text in ["กำลัง", "น้ำ", "中国人", "កម្ពុជា", "ひらがな"] {
        let mut graphemes = vec![0];
        graphemes.extend(text.grapheme_indices(true).map(|(at, grapheme)| at + grapheme.len()));
        let found = words(text, Span::bytes(0, text.len()));
        assert!(!found.is_empty(), "{text}");
        for word in found {
            let (start, end) = (word.start.to_usize(), word.end.to_usize());
            assert!(graphemes.contains(&start) && graphemes.contains(&end), "{:?} in {text}", word.slice(text));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_index_counts_as_a_slow_walk_does(text in any_text()) {
        let index = TextIndex::new(&text);
        let all = boundaries(&text);
        let last = *all.last().unwrap();
        prop_assert_eq!(index.char_len(), CharOffset(last.char));
        prop_assert_eq!(index.utf16_len(), Utf16Offset(last.utf16));
        prop_assert_eq!(index.line_count(), last.line);
        for at in &all {
            let byte = ByteOffset(at.byte);
            prop_assert_eq!(index.char_from_byte(&text, byte), Some(CharOffset(at.char)));
            prop_assert_eq!(index.utf16_from_byte(&text, byte), Some(Utf16Offset(at.utf16)));
            prop_assert_eq!(index.byte_from_char(&text, CharOffset(at.char)), Some(byte));
            prop_assert_eq!(index.byte_from_utf16(&text, Utf16Offset(at.utf16)), Some(byte));
            let place = LineColumn { line: at.line, column: at.column };
            prop_assert_eq!(index.line_column(&text, byte), Some(place));
        }
    }

    #[test]
    fn no_offset_inside_a_character_or_behind_the_text_is_converted(text in any_text()) {
        let index = TextIndex::new(&text);
        let all = boundaries(&text);
        let last = *all.last().unwrap();
        let bytes: std::collections::BTreeSet<u32> = all.iter().map(|at| at.byte).collect();
        let units: std::collections::BTreeSet<u32> = all.iter().map(|at| at.utf16).collect();
        for byte in (0..last.byte + 4).chain([u32::MAX]).filter(|byte| !bytes.contains(byte)).map(ByteOffset) {
            prop_assert_eq!(index.char_from_byte(&text, byte), None);
            prop_assert_eq!(index.utf16_from_byte(&text, byte), None);
            prop_assert_eq!(index.line_column(&text, byte), None);
        }
        for unit in (0..last.utf16 + 3).chain([u32::MAX]).filter(|unit| !units.contains(unit)).map(Utf16Offset) {
            prop_assert_eq!(index.byte_from_utf16(&text, unit), None);
        }
        for char in [last.char + 1, last.char + 2, u32::MAX].map(CharOffset) {
            prop_assert_eq!(index.byte_from_char(&text, char), None);
        }
    }

    #[test]
    fn spans_go_to_code_points_and_back(text in any_text(), ends in any::<[prop::sample::Index; 2]>()) {
        let index = TextIndex::new(&text);
        let all = boundaries(&text);
        let [a, b] = ends.map(|end| *end.get(&all));
        let span = Span::between(ByteOffset(a.byte), ByteOffset(b.byte));
        let chars = index.char_span_from_byte(&text, span).unwrap();
        prop_assert_eq!(chars, Span::between(CharOffset(a.char), CharOffset(b.char)));
        prop_assert_eq!(index.byte_span_from_char(&text, chars), Some(span));
        let units = index.utf16_span_from_byte(&text, span).unwrap();
        prop_assert_eq!(units, Span::between(Utf16Offset(a.utf16), Utf16Offset(b.utf16)));
    }
}

#[test]
fn people_count_lines_and_columns_from_one() {
    let text = "e\u{301}\r\n\u{1f600}b\u{2028}c";
    let index = TextIndex::new(text);
    let shown =
        |word: &str| index.line_column(text, ByteOffset::from_usize(text.find(word).unwrap())).unwrap().to_string();
    assert_eq!(
        (shown("e"), shown("\r"), shown("b"), shown("c")),
        ("1:1".into(), "1:3".into(), "2:2".into(), "2:4".into())
    );
    assert_eq!(TextIndex::new("").line_column("", ByteOffset(0)), Some(LineColumn { line: 1, column: 1 }));
}

// Extents.

proptest! {
    #[test]
    fn fragments_are_the_longest_runs_of_what_was_covered(
        text in any_text(),
        ends in prop::collection::vec(any::<[prop::sample::Index; 2]>(), 1..6),
    ) {
        let all = boundaries(&text);
        let spans: Vec<Span> = ends
            .iter()
            .map(|ends| Span::between(ByteOffset(ends[0].get(&all).byte), ByteOffset(ends[1].get(&all).byte)))
            .collect();
        let mut covered = vec![0; text.len() + 1];
        spans.iter().flat_map(|span| span.range()).for_each(|byte| covered[byte] += 1);
        match Fragments::new(&text, spans.clone()) {
            Ok(fragments) => {
                prop_assert!(spans.iter().all(|span| !span.is_empty()));
                prop_assert!(covered.iter().all(|times| *times < 2));
                let mut runs = Vec::new();
                for byte in 0..text.len() {
                    if covered[byte] == 1 && (byte == 0 || covered[byte - 1] == 0) {
                        let len = covered[byte..].iter().take_while(|times| **times == 1).count();
                        runs.push(Span::bytes(byte, byte + len));
                    }
                }
                prop_assert_eq!(fragments.spans(), runs.as_slice());
                let words: Vec<&str> = runs.iter().map(|run| run.slice(&text).unwrap()).collect();
                prop_assert_eq!(fragments.quote(&text), Some(words.join(" ")));
                prop_assert_eq!(fragments.covered_bytes() as usize, covered.iter().sum::<usize>());
            }
            Err(FragmentsError::Empty(_)) => prop_assert!(spans.iter().any(|span| span.is_empty())),
            Err(FragmentsError::Overlap(..)) => prop_assert!(covered.iter().any(|times| *times > 1)),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}

#[test]
fn extents_are_in_the_order_of_their_spans_however_many_they_have() {
    let text = "Ann saw Bo and Cy";
    let of = |spans: &[(usize, usize)]| {
        Fragments::new(text, spans.iter().map(|(start, end)| Span::bytes(*start, *end)).collect()).unwrap()
    };
    let mut all = [of(&[(4, 7)]), of(&[(0, 3), (8, 10)]), of(&[(0, 7)]), of(&[(0, 3)]), of(&[(0, 3), (4, 7)])];
    all.sort();
    assert_eq!(all, [of(&[(0, 3)]), of(&[(0, 3), (4, 7)]), of(&[(0, 3), (8, 10)]), of(&[(0, 7)]), of(&[(4, 7)])]);
}

#[test]
fn what_is_no_extent_is_refused_with_its_fragment() {
    let text = "\u{1f600} talks";
    let of = |spans: &[(usize, usize)]| {
        Fragments::new(
            text,
            spans
                .iter()
                .map(|(start, end)| Span { start: ByteOffset::from_usize(*start), end: ByteOffset::from_usize(*end) })
                .collect(),
        )
    };
    assert_eq!(of(&[]), Err(FragmentsError::None));
    assert_eq!(of(&[(5, 6), (4, 4)]), Err(FragmentsError::Empty(0)));
    assert_eq!(of(&[(7, 5)]), Err(FragmentsError::Empty(0)));
    assert_eq!(of(&[(7, 9), (5, 8)]), Err(FragmentsError::Overlap(0, 1)));
    assert_eq!(of(&[(0, 2)]), Err(FragmentsError::Outside(0)));
    assert_eq!(of(&[(5, 6), (9, 11)]), Err(FragmentsError::Outside(1)));
    assert_eq!(of(&[(7, 8), (5, 7)]).unwrap().spans(), [Span::bytes(5, 8)]);
}

// Selections. `[` and `]` stand at the ends of the selection; `{` and `}` where the text itself has square brackets.

fn read_markup(markup: &str) -> (String, Span) {
    let start = markup.find('[').unwrap();
    let end = markup.find(']').unwrap() - 1;
    let plain = markup.replace(['[', ']'], "").replace('{', "[").replace('}', "]");
    (plain, Span::bytes(start, end))
}

fn show(text: &str, span: Span) -> String {
    let range = span.range();
    let plain = |part: &str| part.replace('[', "{").replace(']', "}");
    format!("{}[{}]{}", plain(&text[..range.start]), plain(&text[range.clone()]), plain(&text[range.end..]))
}

/// What becomes of a drag: widened by `snap`, then trimmed, as the window does it.
fn selected(markup: &str, snap: Snap) -> String {
    let (text, span) = read_markup(markup);
    show(&text, trim_span(&text, snap_span(&text, span, snap)))
}

#[test]
fn a_drag_takes_whole_words() {
    for (drag, meant) in [
        ("Mini[sters m]et in Bern.", "[Ministers met] in Bern."),
        ("In Bern[ ministers ]met.", "In Bern [ministers] met."),
        ("Ministers met in Be[r]n.", "Ministers met in [Bern]."),
        ("Ministers m[]et.", "Ministers [met]."),
        // A possessive is a word of its own, so that the name can be had without it.
        ("The [Her]ald's editor", "The [Herald]'s editor"),
        ("The [Her]ald\u{2019}s editor", "The [Herald]\u{2019}s editor"),
        ("The [Herald's ed]itor", "The [Herald's editor]"),
        ("the [ministers'] plan", "the [ministers]' plan"),
        ("the Herald's [ministers'] plan", "the Herald's [ministers]' plan"),
        ("the [Herald's ministers'] plan", "the [Herald's ministers]' plan"),
        // A dotted abbreviation is one word with its last full stop.
        ("the [U.]S. envoy", "the [U.S.] envoy"),
        ("the [U.S]. envoy", "the [U.S.] envoy"),
        ("the [U.S].-led force", "the [U.S.]-led force"),
        ("at 5 [p.m]. on Monday", "at 5 [p.m.] on Monday"),
        ("[Mr. Oko]ro spoke", "[Mr. Okoro] spoke"),
        ("[J. Oko]ro spoke", "[J. Okoro] spoke"),
        ("rose by [3.5].", "rose by [3.5]."),
        // Hyphens part words; a hyphen never stands at an edge.
        ("a cease[-fire]", "a cease-[fire]"),
        ("a [cease-f]ire deal", "a [cease-fire] deal"),
        ("talks [\u{2013} long ones \u{2013}] ended", "talks \u{2013} [long ones] \u{2013} ended"),
        // Brackets and quotation marks stay with their partner and fall off without it.
        ("the [Northern Union (NU)] said", "the [Northern Union (NU)] said"),
        ("the Northern Union [(NU)] said", "the Northern Union ([NU]) said"),
        ("the [Northern Union (]NU) said", "the [Northern Union] (NU) said"),
        ("{[NU}] said", "{[NU]} said"),
        ("the [Union {NU}] said", "the [Union {NU}] said"),
        ("[\"We met,\"] he said", "\"[We met],\" he said"),
        ("[\"We met,\" he said].", "[\"We met,\" he said]."),
        (
            "He called it [\u{2018}the Herald\u{2019}s plan\u{2019}].",
            "He called it \u{2018}[the Herald\u{2019}s plan]\u{2019}.",
        ),
        (
            "He [called it \u{2018}the Herald\u{2019}s plan\u{2019}].",
            "He [called it \u{2018}the Herald\u{2019}s plan\u{2019}].",
        ),
        (
            "[\u{2018}We met the Herald\u{2019}s editor], he said",
            "\u{2018}[We met the Herald\u{2019}s editor], he said",
        ),
        ("[\u{201c}We met,\u{201d} he said,] twice", "[\u{201c}We met,\u{201d} he said], twice"),
        // Signs that carry meaning stay.
        ("by [5%], he", "by [5%], he"),
        ("by [@her]ald,", "by [@herald],"),
        // Other scripts.
        ("Сегодня мин[истры встр]етились.", "Сегодня [министры встретились]."),
        ("اجتمع الوز[را]ء اليوم", "اجتمع [الوزراء] اليوم"),
        ("au cafe\u{301} d[e\u{301}]but", "au cafe\u{301} [de\u{301}but]"),
        // Line ends are no part of anything.
        ("One.\r\n[Two\r\n]\r\nThree.", "One.\r\n[Two]\r\n\r\nThree."),
        ("On[e\r\nTw]o three", "[One\r\nTwo] three"),
    ] {
        assert_eq!(selected(drag, Snap::Words), meant, "{drag}");
    }
}

#[test]
fn a_misread_quotation_mark_is_no_part_of_a_word() {
    for (drag, meant) in [
        ("[Okor]o\u{e2}\u{20ac}\u{2122}s visit", "[Okoro]\u{e2}\u{20ac}\u{2122}s visit"),
        ("[Okor]o\u{e42}\u{20ac}\u{99}s visit", "[Okoro]\u{e42}\u{20ac}\u{99}s visit"),
        (
            "said: [\u{e2}\u{20ac}\u{153}We met\u{e2}\u{20ac}\u{9d}]",
            "said: \u{e2}\u{20ac}\u{153}[We met]\u{e2}\u{20ac}\u{9d}",
        ),
        ("said: \u{e2}\u{20ac}\u{153}W[e m]et", "said: \u{e2}\u{20ac}\u{153}[We met]"),
        ("[Ch\u{e2}]teau costs 5\u{20ac}", "[Ch\u{e2}teau] costs 5\u{20ac}"),
    ] {
        assert_eq!(selected(drag, Snap::Words), meant, "{drag}");
    }
}

#[test]
fn a_drag_in_characters_is_only_trimmed_and_one_in_sentences_takes_them_whole() {
    assert_eq!(selected("Mini[sters m]et.", Snap::Characters), "Mini[sters m]et.");
    assert_eq!(selected("Mini[sters, ]met.", Snap::Characters), "Mini[sters], met.");
    assert_eq!(selected("[ , ]met.", Snap::Characters), " [,] met.");
    for (drag, meant) in [
        ("Talks ended. Min[iste]rs met. They left.", "Talks ended. [Ministers met]. They left."),
        ("Talks [ended. Min]isters met. They left.", "[Talks ended. Ministers met]. They left."),
        ("One.\nTa[lks] began. Talks ended.\nTwo.", "One.\n[Talks began]. Talks ended.\nTwo."),
        ("He [was] in the U.S. He left.", "[He was in the U.S.] He left."),
    ] {
        assert_eq!(selected(drag, Snap::Sentences), meant, "{drag}");
    }
}

#[test]
fn sentences_end_where_a_reader_ends_them() {
    for marked in [
        "Mr. Okoro met Dr. An Li.| They spoke.",
        "Gen. J. A. Okoro arrived.| He spoke.",
        "Mr. A. Okoro arrived.| A minister spoke.",
        "George A. Lind said so.| Nobody else did.",
        "ex-Gen. Okoro spoke.| Others listened.",
        "The U.S. Army left.| The rest stayed.",
        "It happened in the U.S. officials' view.| Others differ.",
        "They fled the U.S.| The envoy stayed.",
        "They met at 5 p.m.| The talks failed.",
        "They met at 5 p.m. Monday in Bern.| Talks failed.",
        "Prices rose by 3.5.| Officials were calm.",
        "He waited so...| Nobody came.",
        "He waited...| Nobody came.",
        "He said no.| Officials shrugged.",
        "He lives at No. 10 Lake Street.| She does not.",
        "\"We met.\"| He left.",
        "\u{201c}We met,\u{201d} Mrs. Lind said.| \u{201c}Nothing more.\u{201d}",
        "Did they meet?| Yes!| They did.",
        "Они встретились.| Потом ушли.",
        "The firm, Oko Inc., closed.| Its owner fled.",
    ] {
        let text = marked.replace('|', "");
        let found: Vec<&str> =
            sentences(&text, Span::bytes(0, text.len())).iter().map(|one| one.slice(&text).unwrap()).collect();
        let meant: Vec<&str> = marked.split('|').map(str::trim).collect();
        assert_eq!(found, meant);
    }
}

#[test]
fn a_place_knows_its_paragraph_and_its_word() {
    let text = "One two\r\nthree\n\nfour";
    let at = |word: &str| ByteOffset::from_usize(text.find(word).unwrap());
    assert_eq!(paragraph_at(text, at("two")).slice(text), Some("One two"));
    assert_eq!(paragraph_at(text, at("\n")).slice(text), Some("One two"));
    assert_eq!(paragraph_at(text, at("three")).slice(text), Some("three"));
    assert_eq!(paragraph_at(text, ByteOffset(15)).slice(text), Some(""));
    assert_eq!(paragraph_at(text, ByteOffset(99)).slice(text), Some("four"));
    assert_eq!(word_at(text, at(" two")).and_then(|word| word.slice(text)), Some("One"));
    assert_eq!(word_at(text, ByteOffset(15)), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_drag_in_any_text_gives_a_place_in_it_and_a_second_look_changes_nothing(
        text in any_text(),
        ends in any::<[prop::sample::Index; 2]>(),
    ) {
        let all = boundaries(&text);
        let [a, b] = ends.map(|end| ByteOffset(end.get(&all).byte));
        let drag = Span::between(a, b);
        for snap in [Snap::Characters, Snap::Words, Snap::Sentences] {
            let wide = snap_span(&text, drag, snap);
            prop_assert!(wide.covers(drag) && wide.slice(&text).is_some());
            prop_assert_eq!(snap_span(&text, wide, snap), wide);
            let kept = trim_span(&text, wide);
            prop_assert!(wide.covers(kept) && kept.slice(&text).is_some());
            prop_assert_eq!(trim_span(&text, kept), kept);
        }
    }

    #[test]
    fn words_and_sentences_come_in_order_and_never_overlap(text in any_text()) {
        let whole = Span::bytes(0, text.len());
        for units in [words(&text, whole), sentences(&text, whole)] {
            prop_assert!(units.iter().all(|unit| !unit.is_empty() && unit.slice(&text).is_some()));
            prop_assert!(units.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }
}

#[test]
fn a_line_of_many_kilobytes_gives_the_words_and_sentences_of_a_short_one() {
    let short = "The U.S. envoy, Ada Kvist, said (in Brel) “no”. ";
    let long = short.repeat(2000);
    assert!(long.len() > 90_000 && !long.contains('\n'));
    for copy in [0, 1, 170, 171, 1000, 1998, 1999] {
        let base = copy * short.len();
        let shifted = |span: Span| Span::bytes(base + span.start.to_usize(), base + span.end.to_usize());
        for (at, _) in short.char_indices().filter(|(at, _)| *at + 1 < short.len()) {
            let (near, far) = (ByteOffset::from_usize(at), ByteOffset::from_usize(base + at));
            assert_eq!(word_at(&long, far), word_at(short, near).map(shifted), "word at {at} in copy {copy}");
            assert_eq!(sentence_at(&long, far), sentence_at(short, near).map(shifted), "sentence at {at}");
        }
        let inner = Span::bytes(short.find("nvoy").unwrap(), short.find("Kvi").unwrap() + 2);
        for snap in [Snap::Words, Snap::Sentences] {
            assert_eq!(snap_span(&long, shifted(inner), snap), shifted(snap_span(short, inner, snap)));
        }
    }
    let three = Span::bytes(short.len() + 4, short.len() * 900 + 30);
    let whole = snap_span(&long, three, Snap::Sentences);
    assert_eq!((whole.start.to_usize(), whole.end.to_usize()), (short.len(), short.len() * 901 - 1));
}
