//! Two articles side by side: which one keys and labels act on, undo across both, scrolling together, narrow windows, and
//! what the next start remembers.

#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a missing word or widget is a failed test")]

use byline::model::{ArticleId, Shard};
use byline::text::{ByteOffset, Span};
use eframe::egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, TouchPhase, Vec2};
use egui_kittest::kittest::Queryable;
use std::sync::Arc;
use window::{Story, window, window_of};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_ALT: Modifiers = Modifiers { alt: true, ..Modifiers::COMMAND };

/// The first article on the left, the second one on the right and active.
fn both() -> (Story, [ArticleId; 2]) {
    let mut story = Story::begin();
    let first = story.shard().id();
    story.press_with(CTRL, Key::Backslash);
    story.press_with(CTRL, Key::PageDown);
    let second = story.shard().id();
    assert_ne!(first, second);
    (story, [first, second])
}

fn shard(story: &Story, article: ArticleId) -> Arc<Shard> {
    Arc::clone(story.desk().bench.session().shard(article).unwrap())
}

fn quotes(story: &Story, article: ArticleId) -> Vec<String> {
    shard(story, article).mentions_in_order().iter().map(|mention| mention.quote.to_string()).collect()
}

/// Where `words` of the article in the other pane are on screen.
fn beside(story: &Story, words: &str) -> Pos2 {
    let article = story.desk().bench.beside.unwrap().article.unwrap();
    let start = shard(story, article).article.text().find(words).unwrap();
    let span = Span::bytes(start, start + words.len());
    story.app().beside_view().unwrap().rect_of(span).unwrap().center()
}

fn double_click(story: &mut Story, pos: Pos2) {
    story.harness.run_steps(30);
    story.harness.hover_at(pos);
    for pressed in [true, false, true, false] {
        story.harness.event(Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        story.harness.step();
    }
    story.harness.run();
}

#[test]
fn labels_and_keys_act_in_the_active_pane() {
    let (mut story, [first, second]) = both();
    story.double_click("union");
    story.press(Key::Num1);
    assert_eq!(quotes(&story, second), ["union"]);
    story.press(Key::F7);
    assert_eq!(story.shard().id(), first);
    story.press_with(CTRL, Key::Home);
    story.press_with(CTRL | Modifiers::SHIFT, Key::ArrowRight);
    story.press(Key::Num2);
    assert_eq!(quotes(&story, first), ["Harbour"]);
    assert_eq!(quotes(&story, second), ["union"]);
    story.press(Key::F7);
    assert_eq!(story.shard().id(), second, "and back");
}

#[test]
fn a_gesture_in_the_other_pane_makes_it_the_active_one_at_once() {
    let (mut story, [first, second]) = both();
    let pos = beside(&story, "dockers");
    double_click(&mut story, pos);
    assert_eq!(story.shard().id(), first);
    assert_eq!(story.app().front_view().unwrap().selection().span(), story.span("dockers"));
    story.press(Key::Num1);
    assert_eq!((quotes(&story, first), quotes(&story, second)), (vec!["dockers".to_owned()], Vec::new()));
    let status = |story: &Story, article| shard(story, article).metadata.status.to_string();
    let buttons: Vec<Pos2> = story.harness.query_all_by_label("not read").map(|node| node.rect().center()).collect();
    let right = buttons.into_iter().max_by(|a, b| a.x.total_cmp(&b.x)).unwrap();
    story.harness.run_steps(30);
    story.click_at(right);
    assert_eq!(status(&story, second), "reading", "a button of the other pane is about its own article");
    assert_eq!(status(&story, first), "unread");
    assert_eq!(story.shard().id(), second);
}

#[test]
fn one_article_stands_there_twice_and_both_show_every_tag() {
    let mut story = Story::begin();
    let first = story.shard().id();
    story.press_with(CTRL, Key::Backslash);
    assert_eq!(story.shard().id(), first);
    assert_eq!(story.desk().bench.beside.unwrap().article, Some(first));
    story.double_click("dockers");
    story.press(Key::Num1);
    story.harness.run();
    let key = shard(&story, first).mentions.iter().next().unwrap().id.0;
    let right = story.app().front_view().unwrap().tag_rect(key).unwrap();
    let left = story.app().beside_view().unwrap().tag_rect(key).unwrap();
    assert!(left.right() < right.left(), "{left:?} {right:?}");
    let pos = beside(&story, "quay");
    double_click(&mut story, pos);
    story.press(Key::Num2);
    assert_eq!(quotes(&story, first), ["dockers", "quay"]);
}

#[test]
fn undo_goes_to_the_pane_of_the_step() {
    let (mut story, [first, second]) = both();
    story.double_click("union");
    story.press(Key::Num1);
    let pos = beside(&story, "dockers");
    double_click(&mut story, pos);
    story.press(Key::Num2);
    story.press_with(CTRL, Key::Z);
    assert_eq!((story.shard().id(), quotes(&story, first).len()), (first, 0));
    story.press_with(CTRL, Key::Z);
    assert_eq!((story.shard().id(), quotes(&story, second).len()), (second, 0));
    assert_eq!(story.app().front_view().unwrap().selection().span(), story.span("union"));
    assert_eq!(story.desk().bench.beside.unwrap().article, Some(first), "both are still there");
    story.press_with(CTRL | Modifiers::SHIFT, Key::Z);
    assert_eq!((story.shard().id(), quotes(&story, second).len()), (second, 1));
    story.press_with(CTRL | Modifiers::SHIFT, Key::Z);
    assert_eq!((story.shard().id(), quotes(&story, first).len()), (first, 1));
}

#[test]
fn either_pane_can_be_closed() {
    let (mut story, [first, second]) = both();
    story.press_with(CTRL, Key::W);
    assert_eq!((story.shard().id(), story.desk().bench.beside), (first, None));
    story.double_click("dockers");
    story.press(Key::Num1);
    assert_eq!(quotes(&story, first), ["dockers"], "the keyboard is in what is left");
    story.press_with(CTRL, Key::Backslash);
    story.press_with(CTRL, Key::PageDown);
    story.click("Close the article on the left");
    assert_eq!((story.shard().id(), story.desk().bench.beside), (second, None));
}

#[test]
fn a_row_of_the_list_opens_beside_with_alt() {
    let mut story = Story::begin();
    let first = story.shard().id();
    let row = story.harness.get_by_label_contains("No deal in Brel, ").rect().center();
    story.harness.hover_at(row);
    for pressed in [true, false] {
        story.harness.event_modifiers(
            Event::PointerButton { pos: row, button: PointerButton::Primary, pressed, modifiers: Modifiers::ALT },
            Modifiers::ALT,
        );
        story.harness.step();
    }
    story.harness.run();
    assert_ne!(story.shard().id(), first);
    assert_eq!(story.desk().bench.beside.unwrap().article, Some(first));
}

/// Two long articles, the second one with half as many paragraphs.
fn long() -> Story {
    let folder = tempfile::tempdir().unwrap();
    for (name, count) in [("1.txt", 400), ("2.txt", 200)] {
        let paragraph = |n: usize| format!("{name}: paragraph {n} says a few words.\n");
        std::fs::write(folder.path().join(name), (0..count).map(paragraph).collect::<Vec<_>>().concat()).unwrap();
    }
    let mut story = Story { harness: window(vec![folder.path().join("1.txt"), folder.path().join("2.txt")]), folder };
    story.settle();
    story
}

fn wheel(story: &mut Story, pos: Pos2, points: f32) {
    story.harness.hover_at(pos);
    story.harness.step();
    story.harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -points),
        phase: TouchPhase::Move,
        source: eframe::egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    story.harness.run();
}

#[test]
fn both_scroll_alone_or_together() {
    let mut story = long();
    story.press_with(CTRL, Key::Backslash);
    story.press_with(CTRL, Key::PageDown);
    let [left, right] = [beside(&story, "1.txt: paragraph 5 "), story.rect("2.txt: paragraph 5 ").center()];
    let progress =
        |story: &Story| [story.app().beside_view().unwrap().progress(), story.app().front_view().unwrap().progress()];
    wheel(&mut story, right, 3000.0);
    assert!(progress(&story)[0] < 0.001 && progress(&story)[1] > 0.1, "alone: {:?}", progress(&story));
    wheel(&mut story, right, -9000.0);
    story.press_with(CTRL_ALT, Key::J);
    wheel(&mut story, right, 3000.0);
    let [one, other] = progress(&story);
    assert!(other > 0.1 && (one - other).abs() < 0.01, "together: {one} {other}");
    wheel(&mut story, left, 1500.0);
    let [one, other] = progress(&story);
    assert!(one > 0.15 && (one - other).abs() < 0.01, "the other pane leads as well: {one} {other}");
    story.press_with(CTRL, Key::End);
    story.harness.run();
    let [one, other] = progress(&story);
    assert!(one >= 0.999 && other >= 0.999, "to the very end: {one} {other}");
    story.press_with(CTRL, Key::PageUp);
    wheel(&mut story, right, 3000.0);
    let places = [story.app().front_view().unwrap().place(), story.app().beside_view().unwrap().place()];
    assert_eq!(places[0].byte, places[1].byte, "one article twice stands at the same words");
}

#[test]
fn a_window_too_narrow_for_two_says_so() {
    let (mut story, [_, second]) = both();
    story.harness.set_size(Vec2::new(760.0, 700.0));
    story.harness.run();
    assert_eq!((story.desk().bench.beside, story.shard().id()), (None, second));
    let said = |story: &Story| story.app().notices().all().iter().filter(|one| one.text.contains("too narrow")).count();
    assert_eq!(said(&story), 1);
    story.press_with(CTRL, Key::Backslash);
    assert_eq!((story.desk().bench.beside, said(&story)), (None, 2));
}

#[test]
fn both_are_there_again_at_the_next_start() {
    let mut story = long();
    story.press_with(CTRL, Key::Backslash);
    story.press_with(CTRL, Key::PageDown);
    story.press(Key::F7);
    story.press_with(CTRL, Key::End);
    let path = story.saved_to("work.ron");
    let left = (story.shard().id(), story.app().front_view().unwrap().place().byte);
    assert!(left.1 > ByteOffset(1000));
    story.harness.state_mut().as_mut().unwrap().remember_place();
    let settings = story.desk().settings.clone();
    let right = story.desk().bench.beside.unwrap().article;
    let mut again = story.again(|| window_of(settings, vec![path]));
    again.settle();
    assert_eq!((again.shard().id(), again.desk().bench.beside.unwrap().article), (left.0, right));
    assert_eq!(again.app().front_view().unwrap().place().byte, left.1);
}
