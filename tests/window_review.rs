//! The Review view in the window: rows are gone through and settled by keys alone, and undo leads back to where one was.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a missing word, row or widget is a failed test"
)]

use byline::model::*;
use eframe::egui::{Key, Modifiers};
use window::{Story, shows};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;

fn tag(story: &mut Story, words: &str, key: Key) {
    story.press(Key::Escape);
    story.press(Key::Escape);
    story.drag(words);
    story.press(key);
}

/// Every mention of the session, as `state: words`, by article and in text order.
fn states(story: &Story) -> Vec<String> {
    let shards = story.desk().bench.session().shards().to_vec();
    let of = |row: &Mention| format!("{}: {}", row.review.state, row.quote);
    shards.iter().flat_map(|shard| shard.mentions_in_order().into_iter().map(of).collect::<Vec<_>>()).collect()
}

/// Four mentions in two articles, and the Review view on them.
fn begin() -> Story {
    let mut story = Story::begin();
    tag(&mut story, "Ada Kvist", Key::Num1);
    tag(&mut story, "dockers", Key::Num1);
    tag(&mut story, "the quay would stay open", Key::Num3);
    story.press_with(CTRL, Key::PageDown);
    tag(&mut story, "Ada Kvist left", Key::Num2);
    story.press_with(CTRL, Key::Num2);
    story
}

#[test]
fn rows_are_accepted_rejected_and_flagged_by_keys_and_each_key_goes_on_to_the_next() {
    let mut story = begin();
    assert!(shows(&story, "4 shown") && shows(&story, "0 accepted, 0 rejected, 4 open"));
    story.press(Key::A);
    story.press(Key::X);
    assert_eq!(
        states(&story),
        ["accepted: Ada Kvist", "rejected: dockers", "open: the quay would stay open", "open: Ada Kvist left"]
    );
    assert_eq!(story.selected().unwrap().quote, "the quay would stay open", "the article beside shows the next one");
    story.press(Key::F);
    assert_eq!(story.selected().unwrap().quote, "Ada Kvist left", "in the other article");
    story.press_with(CTRL, Key::Z);
    assert_eq!(story.selected().unwrap().quote, "the quay would stay open", "undo leads back");
    assert!(story.selected().unwrap().flags.is_empty());
    story.press_with(CTRL, Key::Z);
    assert_eq!(story.selected().unwrap().quote, "dockers");
    assert_eq!(states(&story)[1], "open: dockers");
    story.press(Key::Home);
    story.press(Key::Space);
    story.press(Key::Space);
    assert_eq!(story.selected().unwrap().quote, "the quay would stay open");
    assert!(shows(&story, "1 accepted, 0 rejected, 3 open"));
}

#[test]
fn the_view_is_left_to_the_row_in_its_article_and_stays_what_is_shown_after_a_restart() {
    let mut story = begin();
    story.press(Key::End);
    story.press(Key::Enter);
    assert!(!shows(&story, "4 shown"));
    assert_eq!(story.selected().unwrap().quote, "Ada Kvist left");
    story.press_with(CTRL, Key::Num2);
    assert!(story.desk().settings.review_shown);
    story.press_with(CTRL, Key::Num3);
    assert!(!story.desk().settings.review_shown && story.desk().settings.register_shown);
    story.press_with(CTRL, Key::Num2);
    story.press(Key::Escape);
    assert!(!shows(&story, "4 shown") && !story.desk().settings.review_shown);
}
