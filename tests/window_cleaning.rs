//! Cleaning in the window: proposals are seen, gone through by keys, accepted, dismissed, undone; stretches are marked by hand.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a missing word, row or widget is a failed test")]

use byline::model::{Proposal, RegionKind};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
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

#[test]
fn damaged_words_are_selected_and_filtered_by_what_they_should_read() {
    let mut story = begin();
    let damaged = window::tag(&mut story, "Syriaâ€™s ferry", Key::Num1);
    window::tag(&mut story, "harbour master", Key::Num1);
    story.press(Key::Escape);
    story.press(Key::Slash);
    story.draw();
    write(&mut story, "Find and select", "Syria’s f");
    let selected = story.app().front_view().unwrap().selection().span();
    assert_eq!(selected, story.span("Syriaâ€™s ferry"), "the words of the source, whole");
    story.press(Key::Escape);
    story.settle();
    story.press_with(CTRL, Key::Num2);
    story.settle();
    assert!(shows(&story, "2 shown"));
    write(&mut story, "Filter by words", "Syria’s f");
    assert!(shows(&story, "1 shown"));
    assert_eq!(story.selected().map(|mention| mention.id), Some(damaged), "both forms are found in Review");
    write(&mut story, "Filter by words", "Syriaâ€™s");
    assert!(shows(&story, "1 shown"));
}

#[test]
fn an_export_takes_the_text_of_the_source_or_the_repaired_one_and_says_which() {
    let mut story = begin();
    story.press_with(CTRL_ALT, Key::E);
    story.settle();
    story.press_with(Modifiers::SHIFT, Key::A);
    story.settle();
    press(&mut story, "Close");
    story.press_with(CTRL, Key::E);
    story.settle();
    assert!(shows(&story, "Text as in the sources: the 3 repairs that were accepted are not in it"));
    assert!(shows(&story, "Syriaâ€™s ferry"), "the preview has the text of the source");
    press(&mut story, "As repaired");
    assert!(shows(&story, "Text as repaired: 3 places of it read otherwise than in the sources"));
    assert!(shows(&story, "Syria’s ferry"), "the preview has the repaired text");
    press(&mut story, "Write to a path…");
    let target = story.folder.path().join("out");
    let words = target.display().to_string();
    write(&mut story, "Path", &words);
    press(&mut story, "Write");
    let text = std::fs::read_to_string(target.join("1.txt")).unwrap();
    assert!(text.contains("Syria’s ferry returns") && text.contains("“sold”"), "{text}");
    let said = story.app().notices().info().unwrap_or_default().to_owned();
    assert!(said.contains("Text as repaired: 3 places"), "{said}");
    assert!(story.shard().article.text().contains("Syriaâ€™s"), "the session stays as it is");
    // A format of the source's offsets has no such choice.
    story.press_with(CTRL, Key::E);
    story.settle();
    choose_format(&mut story, "csv");
    assert!(
        !shows(&story, "As repaired") && !shows(&story, "Text as in the sources"),
        "what csv holds is the source's"
    );
}

/// Chooses an item of the dialog's list of formats.
fn choose_format(story: &mut Story, name: &str) {
    let combo = |node: &egui_kittest::Node<'_>| node.accesskit_node().value().as_deref() == Some("brat");
    story.harness.query_all_by_role(Role::ComboBox).find(combo).unwrap().click_accesskit();
    story.settle();
    let begins = format!("{name}  –  ");
    story.harness.get_by(|node| node.label().is_some_and(|label| label.starts_with(&begins))).click_accesskit();
    story.settle();
}
