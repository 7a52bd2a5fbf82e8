//! Tests of the cluster table as layout makes it: every byte once, hit tests that invert painting, and the order of
//! mixed lines.

use super::cast::u32_from;
use super::engine::{Setting, TextEngine};
use super::fonts::Typeface;
use super::paragraphs::Direction;
use super::signs::SIGN_FACE;
use super::table::Table;
use proptest::prelude::*;
use std::cell::RefCell;
use unicode_bidi::BidiInfo;
use unicode_segmentation::UnicodeSegmentation;

static ARABIC: &[u8] = include_bytes!("../../../tests/fonts/NotoNaskhArabic-subset.ttf");
static HEBREW: &[u8] = include_bytes!("../../../tests/fonts/NotoSansHebrew-subset.ttf");
static THAI: &[u8] = include_bytes!("../../../tests/fonts/NotoSansThai-subset.ttf");
static DEVANAGARI: &[u8] = include_bytes!("../../../tests/fonts/NotoSansDevanagari-subset.ttf");
static CJK: &[u8] = include_bytes!("../../../tests/fonts/NotoSansCJKjp-subset.otf");
static EMOJI: &[u8] = include_bytes!("../../../tests/fonts/NotoColorEmoji-subset.ttf");

thread_local! {
    // The system's fonts would make the outcome another on every machine.
    static ENGINE: RefCell<TextEngine> =
        RefCell::new(TextEngine::with_fonts(&[ARABIC, HEBREW, THAI, DEVANAGARI, CJK, EMOJI]));
}

fn table(text: &str, width: f32) -> Table {
    let setting = Setting {
        typeface: Typeface::Serif,
        semibold: false,
        size_px: 17.0,
        width_px: Some(width),
        direction: Direction::Auto,
        scale: 1.0,
    };
    ENGINE.with_borrow_mut(|engine| engine.lay_out(text, &setting))
}

fn is_boundary(text: &str, byte: u32) -> bool {
    byte as usize == text.len() || text.grapheme_indices(true).any(|(start, _)| start == byte as usize)
}

/// Words of several scripts, emoji and combining marks, in any order.
fn mixed_text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("Geneva "),
        Just("office "),
        Just("Переговоры "),
        Just("שלום "),
        Just("עולם, "),
        Just("e\u{301}ta\u{308}t "),
        Just("👩‍👩‍👧"),
        Just("🇨🇭 "),
        Just("(12.5%) "),
        Just("Αθήνα "),
        Just("  "),
        Just("\u{5d1}\u{5bc}"),
        Just("السَّلام "),
        Just("لا إله "),
        Just("می‌شود؛ "),
        Just("۱۴۰۲ "),
        Just("เริ่มขึ้นกำ"),
        Just("मंत्री क्षि "),
        Just("日内瓦会谈。"),
        Just("👍🏽❤️"),
        Just("\u{200f}"),
        Just("\u{ad}"),
        Just("zero\u{200b}width "),
        // No font at hand has these.
        Just("ཀྵ "),
        Just("x\u{1cda} "),
    ];
    prop::collection::vec(word, 1..30).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn a_hit_test_inverts_every_cluster(text in mixed_text(), width in 120.0f32..600.0) {
        let table = table(&text, width);
        let mut covered = 0;
        for row in 0..table.rows.len() {
            let mut right = f32::MIN;
            for cluster in table.clusters_of(row) {
                prop_assert!(is_boundary(&text, cluster.start) && is_boundary(&text, cluster.end));
                prop_assert!(cluster.x >= right - 0.01, "clusters run from left to right");
                right = cluster.x + cluster.width;
                covered += cluster.end - cluster.start;
                if cluster.width < 0.5 {
                    continue;
                }
                let (first, second) = if cluster.rtl { (cluster.end, cluster.start) } else { (cluster.start, cluster.end) };
                prop_assert_eq!(table.hit(row, cluster.x + cluster.width * 0.25), first);
                prop_assert_eq!(table.hit(row, cluster.x + cluster.width * 0.75), second);
                let (caret_row, x) = table.caret(cluster.start);
                prop_assert_eq!(caret_row, row);
                let leading = if cluster.rtl { cluster.x + cluster.width } else { cluster.x };
                prop_assert!((x - leading).abs() < 0.01);
            }
        }
        prop_assert_eq!(covered as usize, text.len(), "every byte is in one cluster");
    }

    #[test]
    fn stretches_cover_what_they_are_asked_for(text in mixed_text(), width in 120.0f32..600.0) {
        let table = table(&text, width);
        for row in 0..table.rows.len() {
            let whole: f32 = table.clusters_of(row).iter()
                .filter(|cluster| row + 1 == table.rows.len() || cluster.start < table.rows[row].content_end)
                .map(|cluster| cluster.width).sum();
            let mut shown = 0.0;
            table.stretches(row, 0, u32_from(text.len()), |from, to| shown += to - from);
            prop_assert!((whole - shown).abs() < 0.1, "{whole} {shown}");
        }
    }
}

#[test]
fn a_right_to_left_paragraph_stands_at_the_right_edge_and_its_trailing_space_hangs() {
    let table = table("שלום עולם ", 300.0);
    assert!(table.rtl);
    let first = table.clusters_of(0).last().unwrap();
    assert_eq!((first.start, first.rtl), (0, true));
    assert!((first.x + first.width - 300.0).abs() < 0.1);
    assert_eq!(table.clusters_of(0).first().unwrap().end, 18);
}

#[test]
fn a_word_longer_than_a_row_goes_on_in_the_next_one() {
    let address = format!("Read https://example.org/{} there", "abcdefghij".repeat(20));
    for text in [address.as_str(), "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"]
    {
        let table = table(text, 300.0);
        for row in 0..table.rows.len() {
            let right = table.clusters_of(row).iter().map(|cluster| cluster.x + cluster.width).fold(0.0, f32::max);
            // A space at a row's end may stand beyond it.
            assert!(right <= 306.0, "row {row} of {text} ends at {right}");
        }
    }
    let table = table("Ministers met in Geneva", 300.0);
    assert_eq!(table.rows.len(), 1, "what fits is not broken");
}

#[test]
fn a_bare_caret_has_a_place_in_an_empty_paragraph() {
    let table = table("", 300.0);
    assert_eq!(table.caret(0), (0, 0.0));
    assert_eq!(table.hit(0, 50.0), 0);
}

/// A line of words, digits, signs, combining marks, spaces and embeddings in both directions, with brackets or isolates.
///
/// Never with both: behind an isolate the reference looks for what precedes a bracket in the wrong place, see
/// `brackets_behind_an_isolate_follow_the_letters_before_it`.
fn bidi_line() -> impl Strategy<Value = String> {
    let line = |special: BoxedStrategy<String>| {
        let piece = prop_oneof![
            8 => "[a-z]{1,5}",
            8 => "[א-ת]{1,5}",
            6 => "[ابتثجحخدذرز]{1,5}",
            6 => " {1,3}",
            4 => "[0-9]{1,4}",
            2 => "[٠-٩]{1,3}",
            2 => "[۰-۹]{1,3}",
            4 => "[.,:;!?%+/\"-]",
            2 => Just("e\u{301}".to_owned()),
            2 => Just("שָׁ".to_owned()),
            2 => Just("بَّ".to_owned()),
            1 => "[\u{200e}\u{200f}\u{61c}]",
            1 => "[\u{202a}\u{202b}\u{202d}\u{202e}]",
            1 => Just("\u{202c}".to_owned()),
            4 => special,
        ];
        prop::collection::vec(piece, 1..40).prop_map(|pieces| pieces.concat())
    };
    let isolates = prop_oneof![
        "[\u{2066}\u{2067}\u{2068}]",
        Just("\u{2069}".to_owned()),
        Just("\u{2067}שלום 12 abc\u{2069}".to_owned()),
        Just("\u{2066}abc שלום 4\u{2069} ".to_owned()),
    ];
    prop_oneof![line("[()\\[\\]{}]".boxed()), line(isolates.boxed())]
}

/// Whether UAX 9 gives `char` no place of its own: what rule X9 removes, and isolates.
fn is_unplaced(char: char) -> bool {
    matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// First bytes of the characters of `row` from left to right, by the reference.
fn reference_order(info: &BidiInfo<'_>, row: std::ops::Range<usize>) -> Vec<u32> {
    let text = info.text;
    let Some(paragraph) = info.paragraphs.first() else { return Vec::new() };
    let (levels, runs) = info.visual_runs(paragraph, row);
    let mut order = Vec::new();
    for run in runs {
        let mut starts: Vec<u32> =
            text.get(run.clone()).unwrap().char_indices().map(|(at, _)| u32_from(run.start + at)).collect();
        if levels[run.start].is_rtl() {
            starts.reverse();
        }
        order.extend(starts);
    }
    order
}

/// What of an order can be held against ours: starts of graphemes that have a place.
fn placed_graphemes(text: &str, starts: &[u32], order: Vec<u32>) -> Vec<u32> {
    let is_placed = |start: &u32| {
        let char = text.get(*start as usize..).unwrap().chars().next().unwrap();
        starts.binary_search(start).is_ok() && !is_unplaced(char)
    };
    order.into_iter().filter(is_placed).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]

    #[test]
    fn rows_are_ordered_as_the_bidi_algorithm_says(text in bidi_line(), width in prop_oneof![Just(90.0f32), Just(220.0), Just(4000.0)]) {
        let table = table(&text, width);
        let info = BidiInfo::new(&text, None);
        let starts: Vec<u32> = text.grapheme_indices(true).map(|(start, _)| u32_from(start)).collect();
        for (number, row) in table.rows.iter().enumerate() {
            let ours = table.clusters_of(number).iter().map(|cluster| cluster.start).collect();
            let theirs = reference_order(&info, row.start as usize..row.end as usize);
            prop_assert_eq!(placed_graphemes(&text, &starts, ours), placed_graphemes(&text, &starts, theirs), "row {} of {:?}", number, text);
        }
    }
}

#[test]
fn pieces_of_a_long_line_are_ordered_as_in_the_whole_line() {
    let text = "קבוצה of 12 countries (Geneva) אמרה 5% בסוף, ".repeat(240);
    let pieces = super::paragraphs::split(&text);
    assert!(pieces.len() > 2);
    let info = BidiInfo::new(&text, None);
    let starts: Vec<u32> = text.grapheme_indices(true).map(|(start, _)| u32_from(start)).collect();
    for piece in &pieces {
        let setting = Setting {
            typeface: Typeface::Serif,
            semibold: false,
            size_px: 17.0,
            width_px: Some(500.0),
            direction: piece.direction,
            scale: 1.0,
        };
        let table = ENGINE.with_borrow_mut(|engine| engine.lay_out(piece.slice(&text), &setting));
        assert!(table.rtl);
        for (number, row) in table.rows.iter().enumerate() {
            let row = (row.start + piece.start) as usize..(row.end + piece.start) as usize;
            let ours = table.clusters_of(number).iter().map(|cluster| cluster.start + piece.start).collect();
            assert_eq!(
                placed_graphemes(&text, &starts, ours),
                placed_graphemes(&text, &starts, reference_order(&info, row))
            );
        }
    }
}

#[test]
fn signs_and_boxes_take_no_room_and_are_where_they_belong() {
    let plain = table("Geneva talks", 600.0);
    let marked = table("Gen\u{200e}eva\u{ad} talks\u{feff}", 600.0);
    let width = |table: &Table| table.clusters.iter().map(|cluster| cluster.width).sum::<f32>();
    assert!((width(&plain) - width(&marked)).abs() < 0.1, "{} {}", width(&plain), width(&marked));
    let signs: Vec<u32> =
        marked.glyphs.iter().filter(|glyph| glyph.face == SIGN_FACE).map(|glyph| glyph.byte).collect();
    assert_eq!(signs, [3, 9, 17]);
    let lacking = table("tཀ x\u{1cda}", 600.0);
    assert_eq!(lacking.missing, ['ཀ', '\u{1cda}']);
    let boxes: Vec<u32> =
        lacking.glyphs.iter().filter(|glyph| glyph.face == SIGN_FACE).map(|glyph| glyph.byte).collect();
    assert_eq!(boxes, [1, 5]);
    assert!(lacking.clusters.iter().all(|cluster| cluster.width > 3.0));
}

#[test]
fn spelling_has_no_signs_and_leaves_nothing_missing() {
    for text in ["می‌شود", "👩‍👩‍👧", "👍🏽❤️", "🇨🇭", "e\u{301}", "\tindented"] {
        let table = table(text, 600.0);
        assert!(table.missing.is_empty(), "{text}: {:?}", table.missing);
        assert!(table.glyphs.iter().all(|glyph| glyph.face != SIGN_FACE), "{text}");
    }
}

#[test]
fn brackets_behind_an_isolate_follow_the_letters_before_it() {
    let table = table("e א\u{2067}ב\u{2069}{ש}", 600.0);
    let order: Vec<u32> = table.clusters_of(0).iter().map(|cluster| cluster.start).collect();
    // `e`, the space, then from the right: א, the isolate, its letter, the brackets with theirs.
    assert_eq!(order, [0, 1, 15, 13, 12, 9, 7, 4, 2]);
}

#[test]
fn a_sign_that_asks_to_be_a_picture_is_one_in_either_typeface() {
    for typeface in [Typeface::Serif, Typeface::Sans] {
        let setting = Setting {
            typeface,
            semibold: false,
            size_px: 17.0,
            width_px: None,
            direction: Direction::Auto,
            scale: 1.0,
        };
        let table = ENGINE.with_borrow_mut(|engine| engine.lay_out("😀 a ❤\u{fe0f} ❤", &setting));
        let face = |sign: &str| {
            let byte = u32_from("😀 a ❤\u{fe0f} ❤".rfind(sign).unwrap());
            table.glyphs.iter().find(|glyph| glyph.byte == byte).unwrap().face
        };
        assert_eq!(face("❤\u{fe0f}"), face("😀"), "{typeface:?}");
        assert_ne!(face("a"), face("😀"));
    }
}
