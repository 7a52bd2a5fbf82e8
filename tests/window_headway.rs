//! Progress and history in the window: what was done is counted and plotted, a row leads to the review, a step to its place.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a missing word, row or widget is a failed test")]

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use window::{Story, press, shows, tag, write};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

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
    press(&mut story, "Labels by article");
    assert!(shows(&story, "Harbour talks resume, Claim: 1"));
    press(&mut story, "Articles");
    press(
        &mut story,
        "No deal in Brel: Mentions 1, Accepted 0, Rejected 0, Open 1, New 1, Changed 0, Suggested 0, Covered 22 %, Reading not read",
    );
    story.settle();
    assert!(shows(&story, "1 shown"), "the review lists the rows of that article");
    write(&mut story, "Filter by words", "quay");
    story.settle();
    assert!(shows(&story, "0 shown"));
    story.press_with(CTRL, Key::Num6);
    assert!(shows(&story, "This session becomes the gold session"), "other views are there from every view");
    story.press_with(CTRL, Key::Num2);
    story.press_with(CTRL_SHIFT, Key::P);
    story.settle();
    press(&mut story, "Labels by article");
    press(&mut story, "No deal in Brel, Event: 1");
    story.settle();
    assert!(shows(&story, "1 shown"), "whatever words were looked for there before");
}

#[test]
fn a_day_that_is_none_is_told() {
    let mut story = begin();
    story.press_with(CTRL_SHIFT, Key::P);
    story.settle();
    write(&mut story, "New since this day", "soon");
    story.settle();
    assert!(shows(&story, "a day is written as 2026-11-21"));
}

#[test]
fn the_history_tells_what_happened_to_the_mention_and_a_step_leads_to_its_place() {
    let mut story = begin();
    let mention = story.desk().bench.view.mention;
    story.press_with(CTRL, Key::H);
    assert!(shows(&story, "Ada Kvist left”") && !shows(&story, "the quay would stay open”"));
    press(&mut story, "The selected mention alone");
    assert!(shows(&story, "the quay would stay open”"));
    write(&mut story, "Words of a step", "nobody did this");
    assert!(shows(&story, "No step of the log fits."));
    write(&mut story, "Words of a step", "the QUAY");
    let step = story.harness.get_by(|node| node.label().is_some_and(|name| name.contains("the quay would stay open”")));
    step.click_accesskit();
    story.settle();
    assert_ne!(story.desk().bench.view.mention, mention);
    assert_eq!(story.selected().unwrap().quote.as_ref(), "the quay would stay open");
}
