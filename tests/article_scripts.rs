//! Scripts in the article view: nothing is missing where a font is at hand, nothing is missing in silence where none is,
//! and pointer and keys reach every character.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a missing word or rectangle is a failed test"
)]

#[path = "support/scripts.rs"]
mod scripts;

use byline::gui::article::{
    ArticleView, FoundSet, MarkSet, MissingScript, Outcome, ReadingStyle, Scene, TextEngine, Trim,
};
use byline::text::{ByteOffset, Snap, Span};
use eframe::egui::{self, Key, Modifiers, Pos2, Vec2};
use egui_kittest::Harness;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

struct App {
    view: ArticleView,
    engine: TextEngine,
    text: String,
    marks: MarkSet,
    style: ReadingStyle,
}

impl App {
    fn new(text: &str, engine: TextEngine) -> Self {
        let style = ReadingStyle::light();
        Self { view: ArticleView::new(), engine, text: text.to_owned(), marks: MarkSet::default(), style }
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        let scene = Scene {
            name: "Scripts",
            text: &self.text,
            marks: &self.marks,
            selected: None,
            links: &[],
            dimmed: &[],
            found: &FoundSet::default(),
            style: &self.style,
            snap: Snap::Characters,
            trim: Trim::Nothing,
        };
        let Outcome { response, .. } = self.view.ui(ui, &mut self.engine, &scene);
        response.request_focus();
    }
}

fn harness(text: &str, width: f32, engine: TextEngine) -> Harness<'static, App> {
    let mut harness = Harness::builder()
        .with_size(Vec2::new(width, 900.0))
        .with_max_steps(60)
        .with_step_dt(1.0 / 60.0)
        .build_ui_state(|ui, app: &mut App| app.ui(ui), App::new(text, engine));
    harness.run();
    harness
}

fn missing(text: &str, engine: TextEngine) -> Vec<MissingScript> {
    harness(text, 800.0, engine).state().view.missing()
}

fn press(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.step();
}

fn caret(harness: &Harness<'_, App>) -> usize {
    harness.state().view.selection().caret.to_usize()
}

fn pointer(harness: &mut Harness<'_, App>, pos: Pos2, pressed: bool) {
    let modifiers = Modifiers::NONE;
    harness.event(egui::Event::PointerMoved(pos));
    harness.event(egui::Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed, modifiers });
    harness.step();
}

/// A drag in which every frame lasts long enough that no two presses make a double click.
fn drag(harness: &mut Harness<'_, App>, from: Pos2, to: Pos2) {
    pointer(harness, from, true);
    for share in [0.3, 0.7, 1.0] {
        harness.event(egui::Event::PointerMoved(from + (to - from) * share));
        harness.step();
    }
    pointer(harness, to, false);
    harness.run_steps(30);
}

fn starts(text: &str) -> Vec<usize> {
    text.grapheme_indices(true).map(|(start, _)| start).chain([text.len()]).collect()
}

#[test]
fn with_fonts_at_hand_no_glyph_of_any_script_is_missing() {
    for (name, _, sentence) in scripts::SENTENCES {
        assert_eq!(missing(sentence, scripts::engine()), [], "{name}");
    }
}

#[test]
fn without_its_font_a_script_is_named_and_the_font_to_install() {
    for (name, script, sentence) in scripts::SENTENCES {
        let found = missing(sentence, TextEngine::bundled_only());
        let names: Vec<&str> = found.iter().map(|missing| missing.script).collect();
        assert_eq!(names, script.into_iter().collect::<Vec<_>>(), "{name}");
        assert!(found.iter().all(|missing| missing.font.is_some() && !missing.package.is_empty()), "{name}");
    }
}

#[test]
fn thai_and_chinese_break_between_words_and_keep_their_punctuation() {
    for name in ["Thai", "Khmer", "Chinese", "Japanese"] {
        let sentence = scripts::SENTENCES.iter().find(|(other, ..)| *other == name).unwrap().2;
        let text = sentence.repeat(4);
        let harness = harness(&text, 260.0, scripts::engine());
        let rows = harness.state().view.rects_of(Span::bytes(0, text.len()));
        assert!(rows.len() > 4, "{name}");
        // No row begins with what belongs to the row before: punctuation, or a vowel sign.
        let starts = row_starts(&harness);
        for start in starts.into_iter().skip(1) {
            let first = text[start..].chars().next().unwrap();
            assert!(first.is_alphanumeric(), "{name}: {first:?}");
        }
        assert!(rows.iter().all(|rect| rect.right() < 260.0), "{name}");
    }
}

/// First bytes of the rows, by where each grapheme stands.
fn row_starts(harness: &Harness<'_, App>) -> Vec<usize> {
    let app = harness.state();
    let mut top = f32::MIN;
    let mut found = Vec::new();
    for pair in starts(&app.text).windows(2) {
        let Some(rect) = app.view.rect_of(Span::bytes(pair[0], pair[1])) else { continue };
        if rect.top() > top + 1.0 {
            found.push(pair[0]);
            top = rect.top();
        }
    }
    found
}

/// Sentences of several scripts in one paragraph, and words of both directions.
fn mixed_text() -> impl Strategy<Value = String> {
    let sentence = prop::sample::select(scripts::SENTENCES.to_vec()).prop_map(|(.., sentence)| sentence.to_owned());
    let word = prop::sample::select(vec![
        "Geneva",
        "(12.5%)",
        "שלום",
        "لا إله",
        "กำ",
        "क्षि",
        "e\u{301}",
        "🇨🇭",
        "x\u{200f}",
        "中",
    ]);
    let piece = prop_oneof![1 => sentence, 4 => word.prop_map(str::to_owned)];
    prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_click_on_either_half_of_a_character_puts_the_caret_beside_it(
        text in mixed_text(), width in prop_oneof![Just(240.0f32), Just(460.0), Just(900.0)],
    ) {
        let mut harness = harness(&text, width, scripts::engine());
        let levels = unicode_bidi::BidiInfo::new(&text, None).levels;
        for pair in starts(&text).windows(2) {
            let Some(rect) = harness.state().view.rect_of(Span::bytes(pair[0], pair[1])) else { continue };
            if rect.width() < 1.0 {
                continue;
            }
            let mut carets = Vec::new();
            for share in [0.2, 0.8] {
                let pos = Pos2::new(rect.left() + rect.width() * share, rect.center().y);
                pointer(&mut harness, pos, true);
                carets.push(caret(&harness));
                pointer(&mut harness, pos, false);
                harness.run_steps(30);
            }
            if text[pair[0]..].starts_with(' ') {
                // At a row's end it runs as the paragraph does.
                carets.sort_unstable();
            } else if levels[pair[0]].is_rtl() {
                carets.reverse();
            }
            prop_assert_eq!(&carets[..], pair, "{:?} of {:?}", &text[pair[0]..pair[1]], &text);
        }
    }

    #[test]
    fn a_drag_from_one_character_to_another_selects_what_lies_between_in_the_text(
        text in mixed_text(), ends in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 12),
    ) {
        let mut harness = harness(&text, 460.0, scripts::engine());
        let starts = starts(&text);
        for (from, to) in ends {
            let (from, to) = (from.index(starts.len() - 1), to.index(starts.len() - 1));
            let leading = |harness: &Harness<'_, App>, at: usize| {
                let rect = harness.state().view.rect_of(Span::bytes(starts[at], starts[at + 1]))?;
                // The half from which a press goes before the character: learned from a click there.
                Some(rect).filter(|rect| rect.width() > 2.0)
            };
            let (Some(one), Some(other)) = (leading(&harness, from), leading(&harness, to)) else { continue };
            let mut press_at = |rect: egui::Rect, byte: usize| {
                let halves = [0.2, 0.8].map(|share| Pos2::new(rect.left() + rect.width() * share, rect.center().y));
                halves.into_iter().find(|pos| {
                    pointer(&mut harness, *pos, true);
                    let found = caret(&harness) == byte;
                    pointer(&mut harness, *pos, false);
                    harness.run_steps(30);
                    found
                })
            };
            let (Some(press), Some(release)) = (press_at(one, starts[from]), press_at(other, starts[to])) else { continue };
            if (press - release).length() < 8.0 {
                continue;
            }
            drag(&mut harness, press, release);
            let selection = harness.state().view.selection();
            prop_assert_eq!(selection.anchor.to_usize(), starts[from], "{:?}", &text);
            prop_assert_eq!(selection.caret.to_usize(), starts[to], "{:?}", &text);
        }
    }
}

/// Caret and anchor as a person would keep them by hand.
struct Reference {
    graphemes: Vec<usize>,
    words: Vec<Span>,
    rows: Vec<usize>,
    rtl: bool,
    anchor: usize,
    caret: usize,
}

impl Reference {
    fn press(&mut self, modifiers: Modifiers, key: Key) {
        let selected = self.anchor.min(self.caret)..self.anchor.max(self.caret);
        let forward = (key == Key::ArrowRight) != self.rtl;
        let row = self.rows.partition_point(|start| *start <= self.caret).max(1) - 1;
        let last = *self.graphemes.last().unwrap();
        let target = match key {
            Key::ArrowLeft | Key::ArrowRight if modifiers.command && forward => {
                self.words.iter().map(|word| word.end.to_usize()).find(|end| *end > self.caret).unwrap_or(last)
            }
            Key::ArrowLeft | Key::ArrowRight if modifiers.command => {
                let before =
                    self.words.iter().rev().map(|word| word.start.to_usize()).find(|start| *start < self.caret);
                before.unwrap_or(0)
            }
            Key::ArrowLeft | Key::ArrowRight if !selected.is_empty() && !modifiers.shift => {
                if forward {
                    selected.end
                } else {
                    selected.start
                }
            }
            Key::ArrowLeft | Key::ArrowRight if forward => {
                *self.graphemes.iter().find(|start| **start > self.caret).unwrap_or(&last)
            }
            Key::ArrowLeft | Key::ArrowRight => {
                *self.graphemes.iter().rev().find(|start| **start < self.caret).unwrap_or(&0)
            }
            Key::Home if modifiers.command => 0,
            Key::End if modifiers.command => last,
            Key::Home => self.rows[row],
            _ => return,
        };
        self.caret = target;
        if !modifiers.shift {
            self.anchor = target;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_keys_move_as_a_simple_model_does(
        text in mixed_text(),
        keys in prop::collection::vec((0_usize..5, any::<bool>(), prop::bool::weighted(0.3)), 40),
    ) {
        let mut harness = harness(&text, 460.0, scripts::engine());
        press(&mut harness, Modifiers::COMMAND, Key::Home);
        let rows = row_starts(&harness);
        let rtl = {
            let info = unicode_bidi::BidiInfo::new(&text, None);
            info.paragraphs[0].level.is_rtl()
        };
        let words = byline::text::words(&text, Span::bytes(0, text.len()));
        let mut model = Reference { graphemes: starts(&text), words, rows, rtl, anchor: 0, caret: 0 };
        for (key, shift, command) in keys {
            let key = [Key::ArrowRight, Key::ArrowRight, Key::ArrowLeft, Key::Home, Key::ArrowLeft][key];
            // Words of scripts without spaces come from a dictionary, which has a test of its own.
            let command = command && !text.chars().any(|char| matches!(char, '\u{e00}'..='\u{e7f}' | '\u{1780}'..='\u{17ff}' | '\u{3000}'..='\u{9fff}'));
            let modifiers = Modifiers { shift, command, ctrl: command, ..Modifiers::NONE };
            press(&mut harness, modifiers, key);
            model.press(modifiers, key);
            let selection = harness.state().view.selection();
            prop_assert_eq!(
                (selection.anchor.to_usize(), selection.caret.to_usize()), (model.anchor, model.caret),
                "{:?} {:?} in {:?}", modifiers, key, &text
            );
        }
    }
}

#[test]
fn up_and_down_keep_to_a_column_in_right_to_left_text_too() {
    for (name, _, sentence) in scripts::SENTENCES.iter().take(4) {
        let text = format!("{sentence} ").repeat(5);
        let mut harness = harness(&text, 460.0, scripts::engine());
        press(&mut harness, Modifiers::COMMAND, Key::Home);
        for _ in 0..6 {
            press(&mut harness, Modifiers::NONE, if *name == "Thai" { Key::ArrowRight } else { Key::ArrowLeft });
        }
        let start = caret(&harness);
        let rows = row_starts(&harness);
        press(&mut harness, Modifiers::NONE, Key::ArrowDown);
        let below = caret(&harness);
        assert_eq!(rows.partition_point(|row| *row <= below), 2, "{name}: one row further down");
        press(&mut harness, Modifiers::NONE, Key::ArrowUp);
        let back = caret(&harness);
        assert!(back.abs_diff(start) <= 4, "{name}: {start} {back}");
    }
}

#[test]
fn copying_a_right_to_left_selection_takes_it_in_reading_order_with_its_invisible_marks() {
    let text = "אמר \u{2067}שלום\u{2069} Geneva 12";
    let mut harness = harness(text, 800.0, scripts::engine());
    press(&mut harness, Modifiers::COMMAND, Key::A);
    harness.event(egui::Event::Copy);
    harness.step();
    let commands = &harness.output().platform_output.commands;
    assert!(commands.iter().any(|command| matches!(command, egui::OutputCommand::CopyText(copied) if copied == text)));
    assert_eq!(
        harness.state().view.selection().span(),
        Span { start: ByteOffset(0), end: ByteOffset::from_usize(text.len()) }
    );
}

/// Clicks twice on the middle of the first `part` of the text and says what is selected.
fn double_click(harness: &mut Harness<'_, App>, part: &str) -> String {
    let start = harness.state().text.find(part).unwrap();
    let pos = harness.state().view.rect_of(Span::bytes(start, start + part.len())).unwrap().center();
    harness.run_steps(30);
    for _ in 0..2 {
        pointer(harness, pos, true);
        pointer(harness, pos, false);
    }
    let app = harness.state();
    app.view.selection().span().slice(&app.text).unwrap().to_owned()
}

#[test]
fn a_double_click_takes_a_word_of_the_dictionary_where_there_are_no_spaces() {
    let sentence = |name: &str| scripts::SENTENCES.iter().find(|(other, ..)| *other == name).unwrap().2;
    for (name, part, word) in [
        ("Thai", "ฐ", "รัฐมนตรี"),
        ("Thai", "จร", "เจรจา"),
        ("Chinese", "谈", "会谈"),
        ("Japanese", "議", "協議"),
        ("Khmer", "ដ្ឋ", "រដ្ឋមន្ត្រី"),
        ("Arabic", "دث", "المحادثات"),
        ("Persian", "گفت‌", "گفت‌وگوها"),
        ("Hebrew", "שיח", "השיחות"),
        ("Korean", "네", "제네바"),
    ] {
        let mut harness = harness(sentence(name), 900.0, scripts::engine());
        assert_eq!(double_click(&mut harness, part), word, "{name}");
    }
}

#[test]
fn a_double_click_on_the_last_letter_takes_its_word_and_not_the_next() {
    let mut harness = harness("东京大会", 900.0, scripts::engine());
    let rect = harness.state().view.rect_of(Span::bytes(3, 6)).unwrap();
    let pos = Pos2::new(rect.right() - 1.0, rect.center().y);
    for _ in 0..2 {
        pointer(&mut harness, pos, true);
        pointer(&mut harness, pos, false);
    }
    assert_eq!(harness.state().view.selection().span(), Span::bytes(0, 6));
}
