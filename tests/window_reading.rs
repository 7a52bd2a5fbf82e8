//! Reading comfort: sizes, lines and numbers by keys and in the popover, kept in the settings, with the text where it was.

#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::indexing_slicing,
    clippy::float_cmp,
    reason = "a missing word or widget is a failed test"
)]

use byline::store::Settings;
use byline::text::ByteOffset;
use eframe::egui::{Key, Modifiers, Vec2};
use egui_kittest::kittest::Queryable;
use window::{Story, press, shows, window, window_of, write};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_ALT: Modifiers = Modifiers { alt: true, ..Modifiers::COMMAND };

fn long_story() -> Story {
    let sentence = "Some words that wrap at one width or another, depending on how wide the pane is. ";
    let paragraph = |n: usize| format!("Number {n}: {}\n\n  \n", sentence.repeat(4));
    let text = (0..120).map(paragraph).collect::<Vec<_>>().concat();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("1.txt"), text).unwrap();
    let mut story = Story { harness: window(vec![folder.path().join("1.txt")]), folder };
    story.settle();
    story
}

#[test]
fn keys_change_how_text_is_set_and_the_settings_keep_it() {
    let mut story = Story::begin();
    let before = story.desk().settings.clone();
    for key in [Key::Plus, Key::Period, Key::CloseBracket, Key::N] {
        story.press_with(CTRL_ALT, key);
    }
    let after = story.desk().settings.clone();
    assert!(after.font_size > before.font_size && after.reading_chars > before.reading_chars);
    assert!(after.line_height > before.line_height && after.paragraph_numbers);
    for key in [Key::Minus, Key::Comma, Key::OpenBracket, Key::N] {
        story.press_with(CTRL_ALT, key);
    }
    let back = story.desk().settings.clone();
    assert!((back.font_size - before.font_size).abs() < 1e-3 && (back.line_height - before.line_height).abs() < 1e-3);
    for _ in 0..100 {
        story.press_with(CTRL_ALT, Key::Minus);
    }
    assert!(story.desk().settings.font_size >= 10.0, "it stays readable");
    story.press_with(CTRL_ALT, Key::Num0);
    assert_eq!(story.desk().settings, before);
}

#[test]
fn the_popover_holds_every_setting() {
    let mut story = Story::begin();
    story.press_with(CTRL_ALT, Key::R);
    for name in ["Text size", "Line length", "Line height"] {
        assert!(story.harness.query_all_by_label(name).next().is_some(), "{name}");
    }
    story.click("Sans-serif");
    assert!(!story.desk().settings.serif);
    story.click("Paragraph numbers");
    assert!(story.desk().settings.paragraph_numbers);
    story.press(Key::Escape);
    assert!(story.harness.query_by_label("Sans-serif").is_none());
    story.click("Reading");
    assert!(story.harness.query_by_label("Sans-serif").is_some());
}

#[test]
fn the_words_at_the_top_stay_there_whatever_changes() {
    let mut story = long_story();
    let target = story.span("Number 60:");
    story.press_with(CTRL, Key::End);
    story.harness.run();
    let at = story.span("Number 60: Some words that wrap at one width or another, depending on how wide").end;
    let place = byline::gui::article::Place { byte: at, offset: 0.0 };
    story.harness.state_mut().as_mut().unwrap().scroll_front_to(place);
    story.harness.run();
    let first = story.app().front_view().unwrap().place().byte;
    assert!(first > target.start);
    for round in 0..5 {
        for key in [Key::Plus, Key::Comma, Key::CloseBracket, Key::N, Key::F, Key::Minus, Key::Period, Key::OpenBracket]
        {
            story.press_with(CTRL_ALT, key);
            let top = story.app().front_view().unwrap().place().byte;
            assert!(top <= first && first.0 - top.0 < 130, "round {round}, {key:?}: {top} for {first}");
        }
        story.press_with(CTRL_ALT, Key::N);
        story.press_with(CTRL_ALT, Key::F);
    }
    assert_eq!(story.app().front_view().unwrap().place().byte, first, "no drift");
}

#[test]
fn paragraphs_are_numbered_as_lines_of_the_source_that_hold_something() {
    let mut story = long_story();
    story.harness.set_size(Vec2::new(700.0, 600.0));
    story.harness.run();
    let narrow = story.rect("Number 0:").left();
    story.press_with(CTRL_ALT, Key::N);
    let text = story.shard().article.text().to_owned();
    for number in [0, 1, 99, 119] {
        let start = ByteOffset::from_usize(text.find(&format!("Number {number}:")).unwrap());
        assert_eq!(story.app().front_view().unwrap().number_of_paragraph_at(start), Some(number + 1));
    }
    let blank = ByteOffset::from_usize(text.find("\n\n  \n").unwrap() + 2);
    assert_eq!(story.app().front_view().unwrap().number_of_paragraph_at(blank), None);
    assert!(story.rect("Number 0:").left() > narrow, "a narrow pane makes room for three digits");
}

/// The widths of three words, which the letters of a face give.
fn widths(story: &Story) -> [f32; 3] {
    ["Minister", "dockers", "Nobody"].map(|word| story.rect(word).width())
}

#[test]
fn the_font_is_chosen_in_the_settings_and_f_leads_back() {
    let mut story = Story::begin();
    let serif = widths(&story);
    story.press_with(CTRL, Key::Comma);
    story.settle();
    write(&mut story, "Search the settings", "font");
    press(&mut story, "Monospace");
    assert_eq!(story.desk().settings.font, "monospace");
    let monospaced = widths(&story);
    assert!((monospaced[0] / 8.0 - monospaced[1] / 7.0).abs() < 0.05, "every letter is as wide: {monospaced:?}");
    press(&mut story, "Font of articles: Other font…");
    assert!(shows(&story, "Noto Serif"));
    write(&mut story, "Filter fonts", "int");
    assert!(shows(&story, "Inter") && !shows(&story, "Noto Serif"));
    press(&mut story, "Inter");
    assert_eq!(story.desk().settings.font, "Inter");
    assert!(shows(&story, "Font of articles: Inter"));
    let inter = widths(&story);
    assert_ne!(inter, monospaced);
    press(&mut story, "Close");
    // The key goes back to the faces that come with Byline, and from one to the other.
    story.press_with(CTRL_ALT, Key::F);
    assert_eq!((story.desk().settings.font.as_str(), widths(&story)), ("", serif));
    story.press_with(CTRL_ALT, Key::F);
    assert_eq!(widths(&story), inter, "the bundled face without serifs is Inter");
}

#[test]
fn a_font_that_is_not_there_is_told_and_the_text_is_set_all_the_same() {
    let settings = Settings { font: "Gone With The Update".to_owned(), ..Settings::default() };
    let mut story = Story::begin();
    let serif = widths(&story);
    let paths = vec![story.folder.path().join("1.txt")];
    story = story.again(|| window_of(settings, paths));
    assert_eq!(widths(&story), serif);
    let told: Vec<&str> = story.app().notices().all().iter().map(|notice| notice.text.as_str()).collect();
    assert!(told.iter().any(|text| text.contains("“Gone With The Update” is not installed here")), "{told:?}");
    // It may be there again at the next start.
    assert_eq!(story.desk().settings.font, "Gone With The Update");
}
