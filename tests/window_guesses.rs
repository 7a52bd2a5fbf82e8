//! In the window nobody waits for guesses: the article that is looked at has its own first, articles may be added before the
//! others have theirs, and what follows is no step of its own.

#![allow(clippy::unwrap_used, reason = "a missing word, file or widget is a failed test")]

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use std::path::PathBuf;
use window::{Story, shows};

#[path = "support/window.rs"]
mod window;

/// So many that guessing at them takes a while.
const MANY: usize = 400;

fn written(story: &Story, count: usize) -> Vec<PathBuf> {
    let body = "The ferry returns to the strait after two winters, said the harbour master on Monday.\n\n".repeat(20);
    let write = |number: usize| {
        let path = story.folder.path().join(format!("story {number:03}.txt"));
        let head = format!("Menu\nSearch\nFerry number {number:03} returns to the strait\nBy Jane Doe\n\n");
        std::fs::write(&path, format!("{head}{body}© The Lantern, 2031\n")).unwrap();
        path
    };
    (0..count).map(write).collect()
}

/// Lets files go over the window, and waits no longer than until they are read.
fn drop_and_look(story: &mut Story, paths: Vec<PathBuf>) {
    story.drop_without_waiting(paths);
    story.harness.step();
    while !shows(story, "ticked") {
        story.harness.state_mut().as_mut().unwrap().wait_for_news();
        story.harness.step();
    }
}

/// How many of the articles have a headline, and how many there are.
fn guessed(story: &Story) -> (usize, usize) {
    let shards = story.desk().bench.session().shards();
    (shards.iter().filter(|shard| shard.metadata.headline.is_some()).count(), shards.len())
}

#[test]
fn the_article_that_is_looked_at_shows_what_is_guessed_of_it() {
    let mut story = Story::begin();
    let paths = written(&story, 3);
    story.drop_onto(paths);
    assert!(shows(&story, "Guessed: outlet The Lantern · author Jane Doe · language en"));
    assert!(shows(&story, "Ferry number 002 returns to the strait, The Lantern · en · text"));
    story.press(Key::Escape);
    assert_eq!(guessed(&story), (2, 2), "nothing was added");
}

#[test]
fn a_headline_that_is_a_guess_says_so_in_the_list_and_above_the_text() {
    let mut story = Story::of(&["No deal in Brel\n\nAda Kvist left without a deal."]);
    assert!(shows(&story, "mentions, headline guessed"), "in the list");
    assert!(shows(&story, "headline (guessed)  ·  0.txt"));
    story.press_with(Modifiers::SHIFT, Key::F4);
    story.settle();
    assert!(!shows(&story, "mentions, headline guessed") && !shows(&story, "headline (guessed)"));
}

#[test]
fn articles_are_added_and_their_guesses_follow_and_one_undo_takes_all_back() {
    let mut story = Story::begin();
    let paths = written(&story, MANY);
    drop_and_look(&mut story, paths);
    story.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    story.harness.step();
    assert_eq!(guessed(&story).1, 2 + MANY, "they are there at once");
    story.settle();
    while guessed(&story).0 < 2 + MANY {
        assert!(story.desk().is_busy(), "{:?}: nobody guesses at the rest", guessed(&story));
        story.harness.state_mut().as_mut().unwrap().wait_for_news();
        story.harness.step();
    }
    let last = story.desk().bench.session().shards().last().cloned().unwrap();
    assert_eq!(last.title(), format!("Ferry number {:03} returns to the strait", MANY - 1));
    assert!(!last.regions.is_empty(), "the menu is proposed as no body");
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(guessed(&story), (2, 2));
}

#[test]
fn guessing_is_cancelled_in_the_status_bar() {
    let mut story = Story::begin();
    let paths = written(&story, 3 * MANY);
    drop_and_look(&mut story, paths);
    story.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    story.harness.step();
    story.harness.step();
    story.harness.get_by_label("Cancel").click();
    story.harness.step();
    story.settle();
    let (known, all) = guessed(&story);
    assert!(known < all, "{known} of {all}");
    assert!(shows(&story, "Guessing details was cancelled; "));
}
