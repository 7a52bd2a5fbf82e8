//! The tour of the first start: it points, goes on and back, is left at any time, and comes once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a missing word or widget is a failed test")]

use byline::gui::App;
use byline::gui::article::TextEngine;
use byline::model::Timestamp;
use byline::store::{Settings, Theme};
use byline::workbench::{Clock, Desk};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Pos2, Rect, Ui, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use std::sync::Arc;
use window::{Story, press, shows};

#[path = "support/window.rs"]
mod window;

/// The window at the first start, or as `theme` has it.
fn first_start(size: Vec2, theme: Theme) -> Story {
    let settings = Settings { theme, autosave_secs: 0, ..Settings::default() };
    let harness: Harness<'static, Option<App>> = Harness::builder().with_size(size).with_max_steps(200).build_ui_state(
        move |ui: &mut Ui, app: &mut Option<App>| {
            let app = app.get_or_insert_with(|| {
                let clock = Clock::Fixed(Timestamp::default());
                let desk = Desk::new(settings.clone(), clock, Arc::new(|| {}));
                let mut app = App::with_engine(ui.ctx(), desk, TextEngine::bundled_only());
                app.start(Vec::new(), Vec::new());
                app
            });
            app.frame_ui(ui);
        },
        None,
    );
    let mut story = Story { harness, folder: tempfile::tempdir().unwrap() };
    story.settle();
    story
}

/// The step that the card is at, as a screen reader says it, and where the card is.
fn card(story: &Story) -> Option<(String, Rect)> {
    let mut groups = story.harness.query_all_by_role(Role::Group);
    groups
        .find_map(|node| Some((node.accesskit_node().label().filter(|name| name.starts_with("Tour, "))?, node.rect())))
}

fn step(story: &Story) -> String {
    card(story).map_or("none".to_owned(), |(name, _)| name)
}

#[test]
fn five_steps_go_on_and_back_and_come_once() {
    let mut story = first_start(Vec2::new(1280.0, 800.0), Theme::Light);
    assert_eq!(step(&story), "Tour, step 1 of 5: Articles come in here");
    assert!(story.desk().settings.tour_seen, "the next start has none");
    press(&mut story, "Next");
    assert_eq!(step(&story), "Tour, step 2 of 5: Select words, press a label’s key");
    story.press(Key::Enter);
    assert_eq!(step(&story), "Tour, step 3 of 5: All about a tag stands here", "the keyboard is on the button");
    press(&mut story, "Back");
    story.press(Key::ArrowRight);
    story.press(Key::ArrowRight);
    assert_eq!(step(&story), "Tour, step 4 of 5: Look over the work");
    story.press(Key::ArrowLeft);
    story.press(Key::ArrowRight);
    story.press(Key::Enter);
    assert_eq!(step(&story), "Tour, step 5 of 5: Nothing is lost");
    press(&mut story, "Done");
    assert_eq!(step(&story), "none");
    story.press_with(Modifiers::COMMAND, Key::F1);
    assert_eq!(step(&story), "Tour, step 1 of 5: Articles come in here", "Help starts it again");
    story.press(Key::Escape);
    assert_eq!(step(&story), "none");
    let story = story.again(|| window::window(Vec::new()));
    assert!(!story.app().is_on_tour());
}

#[test]
fn the_card_stays_in_the_window_beside_what_it_points_at_and_covers_nothing_of_it() {
    for (size, theme) in [(Vec2::new(1280.0, 800.0), Theme::Dark), (Vec2::new(900.0, 600.0), Theme::Light)] {
        let mut story = first_start(size, theme);
        let window = Rect::from_min_size(Pos2::ZERO, size);
        let articles = |story: &Story| story.harness.get_by_label("Filter articles").rect();
        let go = |story: &Story| story.harness.get_by_label("Go").rect();
        let labels = |story: &Story| story.harness.get_by_label_contains("Label Actor").rect();
        let text = |story: &Story| {
            let text = story.harness.get_by_role(Role::Document).rect();
            text.with_max_y(text.top() + 80.0)
        };
        let status = |_: &Story| window.with_min_y(size.y - 20.0);
        let parts: [&dyn Fn(&Story) -> Rect; 5] = [&articles, &text, &labels, &go, &status];
        for (number, part) in parts.into_iter().enumerate() {
            let (name, place) = card(&story).unwrap();
            assert!(window.contains_rect(place), "{name}: {place:?}");
            let part = part(&story);
            assert!(!place.intersects(part), "{name}: {place:?} covers {part:?}");
            // Of the text more is framed than its first lines.
            let reach = if number == 1 { size.y / 2.0 } else { 40.0 };
            assert!(place.expand(reach).intersects(part), "{name}: {place:?} is far from {part:?}");
            press(&mut story, if number == 4 { "Done" } else { "Next" });
        }
        assert_eq!(step(&story), "none");
    }
}

#[test]
fn the_tour_does_not_stand_in_the_way_of_work() {
    let mut story = first_start(Vec2::new(1280.0, 800.0), Theme::Light);
    press(&mut story, "Next");
    let word = story.shard().article.text().split_whitespace().next().unwrap().to_owned();
    let before = story.mentions().len();
    story.double_click(&word);
    story.press(Key::Num2);
    assert_eq!(story.mentions().len(), before + 1, "words are tagged while the tour is shown");
    assert_eq!(step(&story), "Tour, step 2 of 5: Select words, press a label’s key");
    story.press(Key::F1);
    assert_eq!(step(&story), "none", "a dialog stands in front of it");
    press(&mut story, "Close");
    assert_eq!(step(&story), "Tour, step 2 of 5: Select words, press a label’s key");
    press(&mut story, "Leave the tour");
    story.press(Key::Num1);
    assert!(!story.app().is_on_tour());
}

#[test]
fn the_sample_session_is_one_click_away_in_the_help_menu() {
    let mut story = Story::begin();
    story.click("Help");
    let found: Vec<_> = story.harness.query_all_by_label_contains("Open the sample session").collect();
    assert_eq!(found.len(), 1);
    assert!(shows(&story, "Tour of the window"));
}
