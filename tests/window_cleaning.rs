//! Cleaning in the window: proposals are seen, gone through by keys, accepted, dismissed, undone; stretches are marked by hand.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a missing word, row or widget is a failed test")]

use byline::model::{Proposal, RegionKind};
use eframe::egui::{Key, Modifiers};
use window::{Story, press, shows, window, write};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_ALT: Modifiers = Modifiers { alt: true, ..Modifiers::COMMAND };

const PAGE: &str = "Search\nFerry returns to the strait\nSyriaâ€™s ferry returns to the strait after two winters, said the harbour \
                    master on Monday.\nThe boats were â€œsoldâ€\u{9d} during the last winter, and nobody in the harbour spoke.\nShare\nPrint";

fn begin() -> Story {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("1.txt"), PAGE).unwrap();
    let mut story = Story { harness: window(vec![folder.path().join("1.txt")]), folder };
    story.settle();
    story
}

/// How many regions, then repairs, are in a state.
fn counts(story: &Story, state: Proposal) -> (usize, usize) {
    let shard = story.shard();
    let regions = shard.regions.iter().filter(|row| row.state == state).count();
    (regions, shard.repairs.iter().filter(|row| row.state == state).count())
}

#[test]
fn proposals_wait_and_are_gone_through_by_keys() {
    let mut story = begin();
    assert_eq!(counts(&story, Proposal::Proposed), (3, 3));
    assert!(shows(&story, "Cleaning: 3 damaged places and 3 stretches that may be no body wait"));
    let view = story.app().front_view().unwrap();
    let at = story.span("â€™").start;
    assert_eq!(&*view.cleaned_at(at).unwrap().label, "Syria’s");
    story.press_with(CTRL_ALT, Key::E);
    story.settle();
    assert!(shows(&story, "UTF-8 read as windows-1252: Syriaâ€™s  →  Syria’s"), "the list opens at what is damaged");
    story.press(Key::A);
    story.settle();
    assert_eq!(counts(&story, Proposal::Accepted), (0, 1));
    story.press(Key::X);
    story.settle();
    assert_eq!(counts(&story, Proposal::Rejected), (0, 1));
    press(&mut story, "no body (3)");
    story.press_with(Modifiers::SHIFT, Key::A);
    story.settle();
    assert_eq!(counts(&story, Proposal::Accepted), (3, 1));
    story.press_with(CTRL, Key::Z);
    story.settle();
    assert_eq!(counts(&story, Proposal::Accepted), (0, 1), "one step takes all of them back");
    assert!(shows(&story, "Nothing") || shows(&story, "Accept all: 3"));
    press(&mut story, "Look again");
    story.settle();
    assert_eq!(counts(&story, Proposal::Rejected), (0, 1), "what was dismissed does not come back");
    assert_eq!(counts(&story, Proposal::Proposed), (3, 1));
    press(&mut story, "Close");
}

#[test]
fn a_row_leads_to_its_place() {
    let mut story = begin();
    story.press_with(CTRL_ALT, Key::E);
    story.settle();
    story.press(Key::ArrowDown);
    story.press(Key::Enter);
    story.settle();
    let selected = story.app().front_view().unwrap().selection().span();
    assert_eq!(selected, story.span("â€œ"));
}

#[test]
fn a_stretch_is_marked_by_hand_and_taken_away() {
    let mut story = begin();
    let span = story.span("during the last winter");
    story.drag("during the last winter");
    story.press_with(CTRL_ALT, Key::B);
    story.settle();
    story.press(Key::Num2);
    story.settle();
    let shard = story.shard();
    let made = shard.regions.iter().find(|row| row.span == span).unwrap();
    assert_eq!((made.kind, made.state), (RegionKind::Caption, Proposal::Accepted));
    let inside = story.rect("the last").left_center();
    story.click_at(inside);
    story.press_with(CTRL_ALT, Key::U);
    story.settle();
    assert!(story.shard().regions.iter().all(|row| row.span != span));
    assert_eq!(counts(&story, Proposal::Accepted), (0, 0));
}

#[test]
fn damaged_words_are_found_as_they_should_read() {
    let mut story = begin();
    story.press_with(CTRL, Key::F);
    story.settle();
    write(&mut story, "Find in the article", "Syria’s");
    story.settle();
    assert!(shows(&story, "1 of 1"), "the damaged place is found");
}
