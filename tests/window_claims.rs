//! Claims in the window: who says so, and how a claim stands to one in another article.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a missing word, relation or widget is a failed test"
)]

use byline::edit::Command;
use byline::model::*;
use eframe::egui::{Key, Modifiers, Vec2};
use window::{Story, press, shows, tag};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;

const HERE: &str = "Harbour closed\n\nA spokeswoman said a report had found that two cranes fell on Friday.\n";
const THERE: &str = "Cranes down\n\nThe union said four cranes fell on Friday.\n";

/// The window on two articles that tell one thing in two ways.
fn begin() -> Story {
    let folder = tempfile::tempdir().unwrap();
    let paths = [("here.txt", HERE), ("there.txt", THERE)].map(|(name, text)| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    });
    let mut story = Story { harness: window::window(paths.to_vec()), folder };
    story.settle();
    story
}

fn entries(story: &Story) -> Vec<String> {
    let mut names: Vec<String> = story.desk().bench.session().entries.iter().map(|entry| entry.name.clone()).collect();
    names.sort();
    names
}

fn alignments(story: &Story) -> Vec<AlignmentKind> {
    story.desk().bench.session().alignments.iter().map(|row| row.kind).collect()
}

fn add_source(story: &mut Story, words: &str) {
    press(story, "Add source…");
    story.click_at(story.rect(words).center());
    story.press(Key::Enter);
}

#[test]
fn a_claim_is_traced_through_two_steps() {
    let mut story = begin();
    tag(&mut story, "A spokeswoman", Key::Num1);
    tag(&mut story, "a report", Key::Num5);
    tag(&mut story, "a report had found that two cranes fell on Friday", Key::Num3);
    add_source(&mut story, "spokeswoman");
    let inner = tag(&mut story, "two cranes fell on Friday", Key::Num3);
    assert!(shows(&story, "Source 1: A spokeswoman"), "what stands inside is said by whoever says the rest");
    add_source(&mut story, "a report");
    assert_eq!(story.selected().unwrap().id, inner);
    assert!(shows(&story, "outlet not known"));
    assert!(shows(&story, "Source 1: A spokeswoman") && shows(&story, "Source 2: a report"));
    story.press(Key::Escape);
    story.harness.hover_at(story.rect("cranes").center());
    story.harness.run_steps(60);
    assert!(shows(&story, "Says so: outlet not known → A spokeswoman → a report"), "the card says so too");
}

#[test]
fn nobody_named_is_said_in_so_many_words() {
    let mut story = begin();
    tag(&mut story, "two cranes fell on Friday", Key::Num3);
    assert!(shows(&story, "No source: the outlet itself says so."));
    press(&mut story, "Nobody named: yes");
    assert!(shows(&story, "→ nobody named") && !shows(&story, "No source:"));
}

/// Opens the second article beside the first one and tags a claim in each; the second one is selected.
fn side_by_side() -> Story {
    let mut story = begin();
    tag(&mut story, "two cranes fell", Key::Num3);
    story.press_with(CTRL, Key::Backslash);
    story.press_with(CTRL, Key::PageDown);
    assert_eq!(story.shard().title(), "Cranes down");
    tag(&mut story, "four cranes fell", Key::Num3);
    story
}

#[test]
fn two_contradicting_claims_are_aligned_side_by_side() {
    let mut story = side_by_side();
    let before = story.desk().bench.snapshot();
    story.press_with(CTRL, Key::J);
    assert!(shows(&story, "“four cranes fell” compared with"));
    assert!(shows(&story, "“two cranes fell” in Harbour closed"), "the other pane’s claim comes first");
    story.press(Key::Enter);
    assert!(shows(&story, "numbers: here four cranes – there two cranes") && !shows(&story, "dates: "));
    assert!(shows(&story, "both are made in the same step"));
    story.press(Key::Num3);
    assert_eq!(alignments(&story), [AlignmentKind::Contradicts]);
    assert_eq!(entries(&story), ["four cranes fell", "two cranes fell"]);
    assert!(shows(&story, "Alignment with two cranes fell"));
    assert!(shows(&story, "numbers: here four cranes – there two cranes"), "the panel says so");
    story.press(Key::F7);
    assert!(shows(&story, "Alignment with four cranes fell"), "and that of the other article");
    assert!(shows(&story, "numbers: here two cranes – there four cranes"));
    press(&mut story, "“four cranes fell”");
    assert_eq!(story.shard().title(), "Cranes down", "a click goes there");
    story.press_with(CTRL, Key::Z);
    let undone = story.desk().bench.snapshot();
    assert_eq!(
        (undone.shards(), &undone.entries, &undone.alignments),
        (before.shards(), &before.entries, &before.alignments),
        "one step made all of it"
    );
}

#[test]
fn a_claim_is_aligned_with_an_entry_that_is_typed() {
    let mut story = side_by_side();
    story.press(Key::L);
    story.press(Key::Enter);
    assert_eq!(entries(&story), ["four cranes fell"]);
    story.press_with(CTRL, Key::W);
    assert_eq!(story.shard().title(), "Harbour closed");
    story.click_at(story.rect("cranes").center() + Vec2::new(0.0, 1.0));
    story.press_with(CTRL, Key::J);
    story.harness.event(eframe::egui::Event::Text("cra".to_owned()));
    story.draw();
    story.press(Key::Enter);
    story.press(Key::ArrowDown);
    story.press(Key::ArrowDown);
    story.press(Key::ArrowDown);
    story.press(Key::Enter);
    assert_eq!(alignments(&story), [AlignmentKind::Differs]);
    story.press_with(CTRL, Key::J);
    story.press(Key::Enter);
    assert!(shows(&story, "Now: differs in detail."));
    story.press(Key::Escape);
    press(&mut story, "Delete the alignment with four cranes fell");
    assert!(alignments(&story).is_empty());
}

#[test]
fn without_a_selected_mention_nothing_is_compared() {
    let mut story = begin();
    story.press_with(CTRL, Key::J);
    assert!(shows(&story, "Align with another…: no mention is selected"));
}

#[test]
fn a_linked_claim_shows_its_wording_and_takes_a_grade() {
    let mut story = begin();
    tag(&mut story, "two cranes fell on Friday", Key::Num3);
    assert!(!shows(&story, "Credibility"));
    story.press(Key::L);
    story.press(Key::Enter);
    assert!(shows(&story, "Entry: two cranes fell on Friday") && shows(&story, "Credibility"));
    let before = entries(&story).len();
    assert_eq!(before, 1);
}

#[test]
fn a_claim_that_nothing_can_be_compared_with_says_what_helps() {
    let mut story = begin();
    tag(&mut story, "two cranes fell on Friday", Key::Num3);
    story.press_with(CTRL, Key::J);
    assert!(shows(&story, "open its article beside this one"));
    story.press(Key::Escape);
    assert!(!shows(&story, "open its article beside this one"));
}

#[test]
fn claims_are_compared_by_the_words_of_their_mentions_too() {
    let mut story = side_by_side();
    story.press_with(CTRL, Key::J);
    story.press(Key::Enter);
    story.press(Key::Num4);
    assert!(shows(&story, "numbers: here four cranes – there two cranes"));
    let session = story.desk().bench.snapshot();
    let other = session.entries.iter().find(|entry| entry.name == "two cranes fell").unwrap().id;
    let rename = Command::RenameEntry { entry: other, name: "Cranes fell".to_owned() };
    story.harness.state_mut().as_mut().unwrap().carry_out(&rename);
    story.settle();
    assert!(
        shows(&story, "numbers: here four cranes – there two cranes"),
        "its wording has no number, its mention has"
    );
    press(&mut story, "Show this entry in the register");
    press(&mut story, "Alignments · 1");
    assert!(shows(&story, "numbers: here four cranes – there two cranes"), "the register says so as well");
}
