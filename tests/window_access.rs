//! The window through its accessibility tree alone: what a screen reader is told, and that it can do everything.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a missing node or word is a failed test"
)]

use eframe::egui::Event;
use eframe::egui::accesskit::{self, Action, ActionData, ActionRequest, Role, TextPosition, TextSelection, TreeId};
use egui_kittest::kittest::{AccessKitNode, NodeT, Queryable};
use window::Story;

#[path = "support/window.rs"]
mod window;

fn ask(story: &mut Story, target_node: accesskit::NodeId, action: Action, data: Option<ActionData>) {
    let request = ActionRequest { action, target_tree: TreeId::ROOT, target_node, data };
    story.harness.event(Event::AccessKitActionRequest(request));
    story.harness.run();
}

fn document(story: &Story) -> accesskit::NodeId {
    story.harness.get_by_role(Role::Document).accesskit_node().locate().0
}

/// Where `words` begin and end in the runs of text, as a screen reader would find them.
fn positions(story: &Story, words: &str) -> TextSelection {
    let runs = story.harness.query_all_by_role(Role::TextRun);
    for run in runs {
        let node = run.accesskit_node();
        let value = node.value().unwrap_or_default();
        if let Some(at) = value.find(words) {
            let place =
                |byte: usize| TextPosition { node: node.locate().0, character_index: value[..byte].chars().count() };
            return TextSelection { anchor: place(at), focus: place(at + words.len()) };
        }
    }
    panic!("{words} is in no run of text");
}

fn select(story: &mut Story, words: &str) {
    let selection = positions(story, words);
    let target = document(story);
    ask(story, target, Action::SetTextSelection, Some(ActionData::SetTextSelection(selection)));
}

fn press(story: &mut Story, label: &str) {
    let named = |name: String| name == label || name.starts_with(&format!("Label {label},"));
    let node = story.harness.get_by(|node| node.role() != Role::Label && node.label().is_some_and(named));
    node.click_accesskit();
    story.harness.run();
}

/// An item of a menu, opened and pressed.
fn choose(story: &mut Story, menu: &str, item: &str) {
    press(story, menu);
    story.harness.get_by_label_contains(item).click_accesskit();
    story.harness.run();
}

fn roles_above(node: &AccessKitNode<'_>) -> Vec<Role> {
    let mut above = Vec::new();
    let mut next = node.parent();
    while let Some(parent) = next {
        above.push(parent.role());
        next = parent.parent();
    }
    above.retain(|role| *role != Role::GenericContainer);
    above
}

#[test]
fn the_article_is_a_document_of_paragraphs_runs_and_marks() {
    let mut story = Story::begin();
    select(&mut story, "Ada Kvist");
    press(&mut story, "Person");
    let text = story.shard().article.text().to_owned();
    let harness = &story.harness;
    let document = harness.get_by_role(Role::Document);
    assert_eq!(document.accesskit_node().label().as_deref(), Some("Harbour talks resume"));
    let paragraphs = harness.query_all_by_role(Role::Paragraph);
    let read: Vec<String> = paragraphs.filter_map(|node| node.accesskit_node().label()).collect();
    let written: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(read, written);
    let mut runs = Vec::new();
    for run in harness.query_all_by_role(Role::TextRun) {
        let above = roles_above(&run.accesskit_node());
        // Labels of the panels have runs of their own.
        if above.contains(&Role::Document) {
            assert_eq!(above[..2], [Role::Paragraph, Role::Document]);
            runs.extend(run.accesskit_node().value());
        }
    }
    assert!(runs.len() > written.len(), "long paragraphs have a run for each row");
    assert_eq!(runs.concat(), written.concat());
    assert_eq!(harness.get_by_role(Role::Mark).accesskit_node().label().as_deref(), Some("Person: Ada Kvist"));
}

#[test]
fn a_screen_reader_alone_selects_tags_changes_and_undoes() {
    let mut story = Story::begin();
    select(&mut story, "Ada Kvist");
    assert_eq!(story.app().front_view().unwrap().selection().span(), story.span("Ada Kvist"));
    press(&mut story, "Person");
    select(&mut story, "quay would stay open");
    press(&mut story, "Claim");
    assert_eq!(story.mentions(), ["actor.person: Ada Kvist", "claim: quay would stay open"]);
    story
        .harness
        .get_by(|node| node.role() == Role::Mark && node.label().is_some_and(|label| label.contains("Ada")))
        .click_accesskit();
    story.harness.run();
    assert_eq!(story.selected().unwrap().quote, "Ada Kvist");
    press(&mut story, "accepted");
    press(&mut story, "Delete");
    assert_eq!(story.mentions(), ["claim: quay would stay open"]);
    choose(&mut story, "Edit", "Undo");
    choose(&mut story, "Edit", "Undo");
    assert_eq!(story.mentions(), ["actor.person: Ada Kvist", "claim: quay would stay open"]);
    choose(&mut story, "Edit", "Redo");
    choose(&mut story, "Edit", "Select the sentence");
    assert!(!story.app().front_view().unwrap().selection().span().is_empty());
    choose(&mut story, "Go", "Next article");
    assert!(story.shard().article.text().starts_with("No deal"));
}

#[test]
fn a_selection_made_by_keys_is_told_to_the_screen_reader() {
    let mut story = Story::begin();
    story.drag("met dockers");
    let node = story.harness.get_by_role(Role::Document);
    let told = node.accesskit_node();
    assert_eq!(told.value().as_deref(), Some("met dockers"));
    let range = told.text_selection().unwrap();
    assert_eq!(range.text(), "met dockers");
}
