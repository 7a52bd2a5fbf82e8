//! The window where there is little room for it, as at 300 %: the text keeps what it needs, side panes come on demand, menus
//! scroll, and nothing runs into anything else.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a missing word or widget is a failed test")]

use byline::store::Settings;
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, MouseWheelUnit, Rect, TouchPhase, Vec2};
use egui_kittest::kittest::Queryable;
use window::{Story, window_of};

#[path = "support/window.rs"]
mod window;

/// 1280 by 800 pixels at 300 %, in points.
const AT_300: Vec2 = Vec2::new(427.0, 267.0);

fn story(size: Vec2) -> Story {
    let mut story = Story::begin();
    story.harness.set_size(size);
    story.draw();
    story
}

fn text_width(story: &Story) -> f32 {
    story.harness.get_by_role(Role::Document).rect().width()
}

fn has(story: &Story, label: &str) -> bool {
    story.harness.query_all_by_label_contains(label).next().is_some()
}

#[test]
fn the_text_keeps_its_room_and_side_panes_come_on_demand() {
    let mut story = story(AT_300);
    assert!(text_width(&story) > 380.0, "{}", text_width(&story));
    assert!(!has(&story, "Label Actor") && !has(&story, "Filter by headline"));
    story.drag("Harbour");
    story.press(Key::Num1);
    assert_eq!(story.mentions(), ["actor: Harbour"], "keys work as ever");
    story.click("Labels");
    assert!(has(&story, "Label Actor") && text_width(&story) > 150.0);
    story.click("Labels");
    assert!(!has(&story, "Label Actor"));
    story.click("Articles");
    story.harness.get_by_label_contains("No deal in Brel, ").click_accesskit();
    story.draw();
    assert!(story.shard().article.text().starts_with("No deal"));
    assert!(!has(&story, "Harbour talks resume, "), "the list goes once an article was chosen");
    story.press(Key::F6);
    assert!(has(&story, "Label Actor"), "the keyboard brings them as well");
    story.press(Key::F6);
    assert!(has(&story, "Harbour talks resume, ") && !has(&story, "Label Actor"));
    story.press(Key::F6);
    assert!(text_width(&story) > 380.0, "and back to the text alone");
}

#[test]
fn with_room_for_two_the_list_gives_way() {
    for (width, list, labels) in
        [(1280.0, true, true), (720.0, true, true), (640.0, false, true), (500.0, false, false)]
    {
        let story = story(Vec2::new(width, 500.0));
        assert_eq!(has(&story, "No deal in Brel, "), list, "{width}");
        assert_eq!(has(&story, "Label Actor"), labels, "{width}");
        assert!(text_width(&story) > 250.0, "{width}: {}", text_width(&story));
    }
}

#[test]
fn the_side_panel_holds_what_is_in_it_however_long_the_names_are() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { autosave_secs: 0, ..Settings::default() };
    let mut story = Story { harness: window_of(settings, Vec::new()), folder };
    story.settle();
    for size in [Vec2::new(1280.0, 800.0), Vec2::new(640.0, 600.0), Vec2::new(640.0, 400.0)] {
        story.harness.set_size(size);
        story.draw();
        for _ in 0..12 {
            story.press_with(Modifiers::ALT, Key::ArrowRight);
            let text = story.harness.get_by_role(Role::Document).rect();
            let is_entry = |label: Option<String>| label.is_some_and(|label| label.starts_with("Entry: "));
            let parts = story
                .harness
                .query_all_by(|node| matches!(node.role(), Role::ComboBox | Role::Slider) || is_entry(node.label()));
            let parts: Vec<Rect> = parts.map(|node| node.rect()).filter(|rect| rect.left() > 300.0).collect();
            assert!(parts.len() >= 2, "{size:?}");
            for rect in parts {
                assert!(rect.left() > text.right() && rect.right() < size.x, "{size:?}: {rect:?} beside {text:?}");
            }
        }
    }
}

#[test]
fn nothing_in_the_status_bar_runs_into_anything_else() {
    for width in [427.0, 560.0, 640.0, 900.0, 1280.0] {
        let mut story = story(Vec2::new(width, 500.0));
        story.drag("Harbour talks resume");
        story.press(Key::Num3);
        let parts: Vec<(String, Rect)> = ["Not saved", "Tag “Harbour", "line 1", "snaps to", "edges trimmed"]
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), story.harness.query_by_label_contains(name)?.rect())))
            .collect();
        assert!(parts.len() >= 3, "{width}: {parts:?}");
        for (at, (name, rect)) in parts.iter().enumerate() {
            assert!(rect.left() >= 0.0 && rect.right() <= width, "{width}: {name} {rect:?}");
            for (other, beside) in &parts[at + 1..] {
                assert!(!rect.shrink(1.0).intersects(beside.shrink(1.0)), "{width}: {name} and {other}");
            }
        }
    }
}

#[test]
fn a_menu_that_is_higher_than_the_window_scrolls() {
    let mut story = story(AT_300);
    story.click("Edit");
    let last = |story: &Story| story.harness.get_by_label_contains("Reading status of the article").rect();
    assert!(last(&story).top() > AT_300.y, "it would not be to be had");
    story.harness.hover_at(story.harness.get_by_label_contains("Select the sentence").rect().center());
    story.harness.step();
    story.harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -5000.0),
        phase: TouchPhase::Move,
        source: eframe::egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    story.draw();
    assert!(last(&story).bottom() < AT_300.y, "{:?}", last(&story));
}

#[test]
fn what_to_do_with_an_empty_session_is_told_within_the_middle() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { autosave_secs: 0, ..Settings::default() };
    let mut story = Story { harness: window_of(settings, Vec::new()), folder };
    story.settle();
    story.press_with(Modifiers::COMMAND, Key::N);
    for size in [Vec2::new(1280.0, 800.0), Vec2::new(640.0, 400.0), AT_300] {
        story.harness.set_size(size);
        story.draw();
        let middle = story.harness.get_by_label("No articles yet").rect().center().x;
        let told = story.harness.get_by_label_contains("Add the articles that tell one story").rect();
        assert!(told.width() <= 441.0 && (told.center().x - middle).abs() < 8.0, "{size:?}: {told:?}");
        let button = story.harness.get_by_label_contains("Add a folder").rect();
        assert!(button.left() > 0.0 && button.right() < size.x, "{size:?}: {button:?}");
    }
}
