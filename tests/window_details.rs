//! The details of articles and the outlets in the window: what is typed, confirmed and chosen, by pointer and by keys.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a missing row, field or widget is a failed test"
)]

use byline::model::*;
use eframe::egui::{Event, Key, Modifiers, PointerButton, Vec2};
use egui_kittest::kittest::Queryable;
use std::sync::Arc;
use window::{Story, press, shows, write};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;

/// The window on four articles, as pages that were saved.
fn begin() -> Story {
    let folder = tempfile::tempdir().unwrap();
    let story = |quay: &str| {
        format!(
            "The ferry returns to the {quay} after two winters, the ministry said on Wednesday, and the first ship leaves the quay in April."
        )
    };
    let pages = [
        (
            "a.txt",
            format!(
                "Ferry returns to the strait\nBy Jane Doe\n14 March 2031\n\n{}\n\n© 2031 The Lantern\n",
                story("strait")
            ),
        ),
        ("b.txt", format!("Ferry returns to the harbour\n\n{}\n\n© 2031 Lantern\n", story("harbour"))),
        ("c.txt", format!("Ferry returns to the island\n\n{}\n", story("island"))),
        ("d.txt", format!("Ferry returns to the lake\n\n{}\n", story("lake"))),
    ];
    let paths = pages.map(|(name, text)| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    });
    let mut story = Story { harness: window::window(paths.to_vec()), folder };
    story.settle();
    story
}

fn about(story: &Story, place: usize) -> Arc<Metadata> {
    Arc::clone(&story.desk().bench.session().shards()[place].metadata)
}

fn outlet(story: &Story, place: usize) -> String {
    let session = story.desk().bench.session();
    session.outlet_name(&session.shards()[place]).to_owned()
}

fn outlets(story: &Story) -> Vec<String> {
    let mut names: Vec<String> = story.desk().bench.session().outlets.iter().map(|row| row.name.clone()).collect();
    names.sort();
    names
}

fn steps(story: &Story) -> usize {
    story.desk().bench.session().log.lines.len()
}

/// Clicks a row of the list of articles while keys are held.
fn click_row(story: &mut Story, words: &str, held: Modifiers) {
    let pos = story.harness.get_by_label_contains(&format!("{words}, ")).rect().center();
    story.harness.hover_at(pos);
    for pressed in [true, false] {
        let event = Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: held };
        story.harness.event_modifiers(event, held);
        story.harness.step();
    }
    story.draw();
}

#[test]
fn what_is_guessed_of_an_article_is_confirmed_and_changed_as_one_step() {
    let mut story = begin();
    let before = about(&story, 0);
    assert_eq!(before.author.as_ref().unwrap().origin, Origin::Guessed);
    story.press(Key::F4);
    for told in ["Headline, guess", "Outlet, guess", "Author, guess", "Date, guess", "Language, guess", "English"] {
        assert!(shows(&story, told), "{told}");
    }
    assert!(shows(&story, "a.txt") && shows(&story, "SHA-256") && shows(&story, "utf-8"));
    press(&mut story, "Confirm: author");
    write(&mut story, "Headline, guess", "The ferry is back");
    story.press_with(CTRL, Key::Enter);
    let after = about(&story, 0);
    assert_eq!(after.headline, Some(Stated::confirmed("The ferry is back".to_owned())));
    assert_eq!(after.author.as_ref().unwrap().origin, Origin::Confirmed);
    assert_eq!(after.published.as_ref().unwrap().origin, Origin::Guessed, "what was not touched stays a guess");
    assert!(!shows(&story, "Article details"), "it closes");
    story.press_with(CTRL, Key::Z);
    assert_eq!(about(&story, 0), before, "one step");
}

#[test]
fn escape_leaves_things_as_they_were() {
    let mut story = begin();
    let (before, log) = (about(&story, 0), steps(&story));
    story.press(Key::F4);
    write(&mut story, "Author, guess", "Somebody Else");
    press(&mut story, "Confirm all guesses");
    story.press(Key::Escape);
    story.draw();
    if shows(&story, "Article details") {
        story.press(Key::Escape);
    }
    assert_eq!((about(&story, 0), steps(&story)), (before, log));
}

#[test]
fn dates_and_languages_are_checked_as_they_are_typed() {
    let mut story = begin();
    story.press(Key::F4);
    write(&mut story, "Date, guess", "14 May");
    assert!(shows(&story, "write a day as 2026-11-21, a month as 2026-11, a year as 2026"));
    story.press_with(CTRL, Key::Enter);
    assert!(shows(&story, "Article details"), "it is not written while something is wrong");
    write(&mut story, "Date", "2031-02");
    assert!(shows(&story, "2031-02-01 – 2031-02-28"));
    write(&mut story, "Language, guess", "Germ");
    press(&mut story, "German (de)");
    story.press_with(CTRL, Key::Enter);
    let after = about(&story, 0);
    assert_eq!(after.published.as_ref().unwrap().value.precision, Precision::Month);
    assert_eq!(after.language, Some(Stated::confirmed("de".to_owned())));
}

#[test]
fn an_outlet_is_offered_as_its_name_is_typed() {
    let mut story = begin();
    click_row(&mut story, "Ferry returns to the island", Modifiers::NONE);
    story.press(Key::F4);
    write(&mut story, "Outlet", "lan");
    assert!(shows(&story, "a new outlet"));
    story.press(Key::ArrowDown);
    assert!(shows(&story, "not graded"));
    story.press_with(CTRL, Key::Enter);
    assert_eq!((outlet(&story, 2).as_str(), outlets(&story).len()), ("Lantern", 2));
}

#[test]
fn several_articles_are_chosen_and_changed_at_once() {
    let mut story = begin();
    let log = steps(&story);
    click_row(&mut story, "Ferry returns to the island", SHIFT);
    assert!(shows(&story, "3 chosen"));
    click_row(&mut story, "Ferry returns to the harbour", CTRL);
    assert!(shows(&story, "2 chosen"));
    story.press(Key::F4);
    assert!(shows(&story, "Details of 2 articles"));
    write(&mut story, "Author, guess", "Ann Lee");
    write(&mut story, "Outlet, guess", "The Lantern");
    press(&mut story, "Confirm: headline");
    story.press_with(CTRL, Key::Enter);
    assert_eq!(steps(&story), log + 1);
    for place in [0, 2] {
        let row = about(&story, place);
        assert_eq!(
            (outlet(&story, place).as_str(), row.author.as_ref().unwrap().value.as_str()),
            ("The Lantern", "Ann Lee")
        );
        let headline = row.headline.clone().unwrap();
        assert_eq!(headline.origin, Origin::Confirmed);
        assert!(headline.value.starts_with("Ferry returns to the "), "each keeps its own");
    }
    assert_eq!((about(&story, 1).author.clone(), outlet(&story, 1).as_str()), (None, "Lantern"), "it was not chosen");
    story.press_with(CTRL, Key::Z);
    assert_eq!(about(&story, 2).author, None);
}

#[test]
fn the_list_is_chosen_from_by_keys() {
    let mut story = begin();
    story.press_with(CTRL, Key::Num1);
    story.press_with(SHIFT, Key::ArrowDown);
    story.press_with(SHIFT, Key::ArrowDown);
    assert!(shows(&story, "3 chosen"));
    story.press_with(SHIFT, Key::ArrowUp);
    assert!(shows(&story, "2 chosen"));
    story.press_with(CTRL, Key::A);
    assert!(shows(&story, "4 chosen"));
    story.press_with(SHIFT, Key::F4);
    for place in 0..4 {
        assert_eq!(about(&story, place).headline.as_ref().unwrap().origin, Origin::Confirmed, "{place}");
    }
    story.press(Key::Escape);
    assert!(!shows(&story, "chosen"));
    story.press_with(SHIFT, Key::F4);
    assert!(shows(&story, "Nothing is guessed here"));
}

#[test]
fn outlets_are_graded_renamed_merged_and_dropped() {
    let mut story = begin();
    story.press_with(CTRL, Key::F4);
    assert!(shows(&story, "Lantern, not graded, 1 article") && shows(&story, "The Lantern, not graded, 1 article"));
    story.press_with(ALT, Key::B);
    assert!(shows(&story, "The Lantern, grade B, 1 article"), "that of the article in front");
    assert!(shows(&story, "usually reliable"));
    write(&mut story, "Country of the outlet", "Olmeh");
    write(&mut story, "Name of a new outlet", "Strait Observer");
    press(&mut story, "Add");
    let named =
        |story: &Story, name: &str| story.desk().bench.session().outlets.iter().find(|row| row.name == name).cloned();
    assert_eq!(named(&story, "The Lantern").unwrap().country, "Olmeh");
    assert!(named(&story, "Strait Observer").is_some());
    story.press(Key::F2);
    write(&mut story, "Name of the outlet", "Observer");
    story.press(Key::Tab);
    assert_eq!(outlets(&story), ["Lantern", "Observer", "The Lantern"]);
    press(&mut story, "Delete");
    assert_eq!(outlets(&story), ["Lantern", "The Lantern"]);
    press(&mut story, "Lantern, not graded, 1 article");
    press(&mut story, "Merge into another outlet");
    press(&mut story, "The Lantern");
    assert_eq!((outlets(&story), outlet(&story, 1).as_str()), (vec!["The Lantern".to_owned()], "The Lantern"));
    assert!(shows(&story, "The Lantern, grade B, 2 articles"));
    press(&mut story, "Close");
    story.press_with(CTRL, Key::Z);
    assert_eq!(outlet(&story, 1), "Lantern");
}

#[test]
fn the_headline_leads_to_the_details_and_they_fit_a_small_window() {
    let mut story = begin();
    let front = story.shard();
    let headline = story.harness.query_all_by_label(front.title()).map(|node| node.rect()).next().unwrap();
    story.click_at(headline.center());
    assert!(shows(&story, "Article details"));
    story.harness.set_size(Vec2::new(900.0, 600.0));
    story.draw();
    for name in ["Apply", "Cancel", "Confirm all guesses"] {
        let button = story.harness.get_by_label(name).rect();
        assert!(button.max.y <= 600.0 && button.max.x <= 900.0, "{name}: {button:?}");
    }
}

#[test]
fn an_outlet_is_graded_where_the_details_of_an_article_stand() {
    let mut story = begin();
    story.press(Key::F4);
    story.settle();
    assert!(shows(&story, "not graded"));
    let before = steps(&story);
    press(&mut story, "Grade of the outlet");
    press(&mut story, "B: usually reliable");
    let graded =
        |story: &Story| story.desk().bench.session().outlets.iter().filter_map(|row| row.reliability).collect();
    let found: Vec<Grade> = graded(&story);
    assert_eq!((found.as_slice(), steps(&story)), ([Grade::B].as_slice(), before + 1), "at once, as a step of its own");
    assert!(shows(&story, "B: usually reliable") && shows(&story, "Article details"), "the form is still there");
    write(&mut story, "Outlet, guess", "An outlet that nobody knows");
    assert!(shows(&story, "a new outlet"));
    assert!(story.harness.query_by_label("Grade of the outlet").is_none(), "what is not there yet has no grade");
}
