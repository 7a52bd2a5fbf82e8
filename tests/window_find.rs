//! Finding words in the article in front: typing, switches, going from place to place, the strip, and what stays.

#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a missing word or widget is a failed test")]

use byline::store::Settings;
use byline::text::{ByteOffset, Matching, Span};
use eframe::egui::accesskit::Toggled;
use eframe::egui::{Key, Modifiers, Vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use window::{Story, window, window_of};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_ALT: Modifiers = Modifiers { alt: true, ..Modifiers::COMMAND };

fn type_words(story: &mut Story, words: &str) {
    story.harness.get_by_label("Find in the article").type_text(words);
    story.settle();
}

fn find(story: &mut Story, words: &str) {
    story.press_with(CTRL, Key::F);
    type_words(story, words);
}

fn says(story: &Story, text: &str) -> bool {
    story.harness.query_by_label(text).is_some()
}

fn selected_words(story: &Story) -> String {
    let span = story.app().front_view().unwrap().selection().span();
    span.slice(story.shard().article.text()).unwrap().to_owned()
}

fn selection(story: &Story) -> Span {
    story.app().front_view().unwrap().selection().span()
}

/// An article of 300 numbered paragraphs with a rare word in some of them.
fn long_story() -> Story {
    let paragraph = |n: usize| {
        let rare = if n % 60 == 30 { " Zanzibar" } else { "" };
        format!("Paragraph {n} says a few words about nothing{rare}, and then a few more of them, to be sure.\n\n")
    };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("1.txt"), (0..300).map(paragraph).collect::<String>()).unwrap();
    std::fs::write(folder.path().join("2.txt"), "Zanzibar is far away\n\nAnd Zanzibar is near.").unwrap();
    let mut story = Story { harness: window(vec![folder.path().join("1.txt"), folder.path().join("2.txt")]), folder };
    story.settle();
    story
}

#[test]
fn places_are_found_while_typing_and_a_label_key_tags_the_one_at_hand() {
    let mut story = Story::begin();
    find(&mut story, "t");
    assert_eq!(selected_words(&story), "t");
    type_words(&mut story, "he ");
    assert_eq!(selected_words(&story), "The ");
    assert!(says(&story, "1 of 2"));
    story.press(Key::Enter);
    story.settle();
    assert!(says(&story, "2 of 2") && selected_words(&story) == "the ");
    story.press(Key::Enter);
    story.settle();
    assert!(says(&story, "1 of 2"), "it goes on from the start");
    story.press_with(Modifiers::SHIFT, Key::Enter);
    story.settle();
    assert!(says(&story, "2 of 2"));
    assert_eq!(story.mentions(), Vec::<String>::new(), "what is typed tags nothing");
    story.press(Key::Escape);
    assert!(!says(&story, "2 of 2"), "the bar is away");
    assert_eq!(selected_words(&story), "the ");
    story.press(Key::Num1);
    assert_eq!(story.mentions(), ["actor: the"]);
}

#[test]
fn f3_goes_on_from_the_text_so_that_every_place_is_tagged_by_keys() {
    let mut story = Story::begin();
    find(&mut story, "s");
    story.press(Key::Escape);
    story.press_with(CTRL, Key::Home);
    let mut words = Vec::new();
    for _ in 0..3 {
        story.press(Key::F3);
        story.settle();
        words.push(selection(&story).start.0);
        story.press(Key::Num1);
        story.press(Key::Escape);
        story.press(Key::Escape);
    }
    assert_eq!(story.mentions().len(), 3, "{:?} {words:?}", story.mentions());
    assert!(words.is_sorted() && words[0] < words[1] && words[1] < words[2], "{words:?}");
    story.press_with(Modifiers::SHIFT, Key::F3);
    story.settle();
    assert_eq!(selection(&story).start.0, words[2], "the one that was just tagged lies before the caret");
}

#[test]
fn switches_change_what_is_found_and_are_remembered() {
    let mut story = Story::begin();
    find(&mut story, "BRÉL");
    assert!(says(&story, "1 of 1"));
    for (key, name) in [(Key::C, "Find: case matters"), (Key::A, "Find: diacritics matter")] {
        story.press_with(CTRL_ALT, key);
        story.settle();
        assert!(says(&story, "no hits"), "{name}");
        let switch = story.harness.get_by_label(name);
        assert_eq!(switch.accesskit_node().toggled(), Some(Toggled::True), "{name}");
        switch.click();
        story.harness.run();
        story.settle();
        assert!(says(&story, "1 of 1"), "{name}");
    }
    story.press_with(CTRL_ALT, Key::W);
    story.settle();
    assert_eq!(story.desk().settings.find, Matching { whole_words: true, ..Matching::default() });
    let settings = Settings { find: story.desk().settings.find, ..Settings::default() };
    let mut again =
        Story { harness: window_of(settings, vec![story.folder.path().join("1.txt")]), folder: story.folder };
    again.settle();
    find(&mut again, "bre");
    assert!(says(&again, "no hits"), "whole words alone");
    type_words(&mut again, "l");
    assert!(says(&again, "1 of 1"));
}

#[test]
fn a_pattern_that_does_not_hold_says_what_is_wrong_and_where() {
    let mut story = Story::begin();
    story.press_with(CTRL_ALT, Key::X);
    find(&mut story, "qua(y");
    assert!(says(&story, "the regular expression does not hold: unclosed group, at character 4"));
    type_words(&mut story, "|nt)");
    assert!(says(&story, "1 of 1"));
    assert_eq!(selected_words(&story), "quay");
}

#[test]
fn the_place_survives_scrolling_resizing_and_other_articles() {
    let mut story = long_story();
    find(&mut story, "zanzibar");
    story.press(Key::Enter);
    story.settle();
    assert!(says(&story, "2 of 5"));
    let at = selection(&story);
    story.harness.set_size(Vec2::new(900.0, 600.0));
    story.harness.run();
    assert!(says(&story, "2 of 5"));
    assert!(story.app().front_view().unwrap().rect_of(at).is_some(), "and it is on screen");
    story.press_with(CTRL, Key::PageDown);
    story.settle();
    assert!(says(&story, "2 hits"), "the other article is searched as well");
    story.press_with(CTRL, Key::PageUp);
    story.settle();
    assert!(says(&story, "2 of 5"));
    assert_eq!(selection(&story), at);
    story.press_with(CTRL, Key::End);
    story.harness.run();
    assert!(says(&story, "5 hits"));
    story.press(Key::F3);
    story.settle();
    assert!(says(&story, "1 of 5"), "behind the last place it goes on from the start");
}

#[test]
fn a_click_on_the_strip_goes_to_the_place_whose_tick_it_is() {
    let mut story = long_story();
    find(&mut story, "zanzibar");
    let text = story.shard().article.text().to_owned();
    for nth in [4, 1, 3] {
        let start = text.match_indices("Zanzibar").nth(nth).unwrap().0;
        let span = Span::bytes(start, start + 8);
        assert!(story.app().front_view().unwrap().rect_of(span).is_none(), "place {nth} is off the screen");
        let pos = story.app().front_view().unwrap().strip_point(span);
        story.click_at(pos);
        story.harness.run_steps(30);
        assert!(story.app().front_view().unwrap().rect_of(span).is_some(), "place {nth}");
    }
    let pos = story.app().front_view().unwrap().strip_point(Span::bytes(text.find("Paragraph 90 ").unwrap() + 60, 1));
    story.harness.hover_at(pos);
    story.harness.run_steps(60);
    assert!(says(&story, "Found: 1"), "the strip says what is there");
}

#[test]
fn a_long_article_is_searched_beside_the_frames() {
    let folder = tempfile::tempdir().unwrap();
    let text = "The quay in Brel stays open, says Ada Kvist.\n".repeat(250_000);
    std::fs::write(folder.path().join("1.txt"), &text).unwrap();
    let mut story = Story { harness: window(vec![folder.path().join("1.txt")]), folder };
    story.settle();
    story.press_with(CTRL, Key::F);
    story.harness.get_by_label("Find in the article").type_text("b");
    story.harness.step();
    story.harness.step();
    assert!(story.desk().running().any(|(_, name, _)| name == "Finding"), "no frame waited for the places");
    story.harness.get_by_label("Find in the article").type_text("rel");
    story.settle();
    assert!(says(&story, "1 of 250000"), "the earlier search was dropped");
    assert_eq!(selection(&story).start, ByteOffset::from_usize(text.find("Brel").unwrap()));
}
