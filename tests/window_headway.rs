//! Progress and history in the window: what was done is counted and plotted, a row leads to the review, a step to its place.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a missing word, row or widget is a failed test")]

use eframe::egui::{Key, Modifiers};
use window::{Story, shows};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

fn tag(story: &mut Story, words: &str, key: Key) {
    story.press(Key::Escape);
    story.press(Key::Escape);
    story.drag(words);
    story.press(key);
}

fn begin() -> Story {
    let mut story = Story::begin();
    tag(&mut story, "Ada Kvist", Key::Num1);
    tag(&mut story, "the quay would stay open", Key::Num3);
    story.press_with(CTRL, Key::PageDown);
    tag(&mut story, "Ada Kvist left", Key::Num2);
    story
}

#[test]
fn progress_is_counted_and_a_row_leads_to_its_rows_in_the_review() {
    let mut story = begin();
    story.press_with(CTRL_SHIFT, Key::P);
    story.settle();
    assert!(shows(&story, "3 open (100 %)") && shows(&story, "of 3 mentions"));
    assert!(shows(&story, "2 not read (100 %)"));
    story.click("Labels by article");
    assert!(shows(&story, "Harbour talks resume, Claim: 1"));
    story.click("Articles");
    story.click("No deal in Brel: Mentions 1, Accepted 0, Rejected 0, Open 1, New 1, Changed 0, Suggested 0, Covered 22 %, Reading not read");
    story.settle();
    assert!(shows(&story, "1 shown"), "the review lists the rows of that article");
}

#[test]
fn a_day_that_is_none_is_told() {
    let mut story = begin();
    story.press_with(CTRL_SHIFT, Key::P);
    story.settle();
    story.type_into("New since this day", "soon");
    story.settle();
    assert!(shows(&story, "a day is written as 2026-11-21"));
}

#[test]
fn the_history_leads_to_the_place_of_a_step_and_tells_what_happened_to_a_mention() {
    let mut story = begin();
    story.press_with(CTRL, Key::H);
    assert!(story.starts_with("Tag").is_some(), "the mention that is selected");
    story.click("The selected mention alone");
    story.settle();
    let steps = story.all_starting("2026");
    assert!(steps.len() >= 3, "{steps:?}");
}
