//! The window through its accessibility tree alone: what a screen reader is told, and that it can do everything.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a missing node or word is a failed test"
)]

use eframe::egui::accesskit::{self, Action, ActionData, ActionRequest, Role, TextPosition, TextSelection, TreeId};
use eframe::egui::{Event, Key, Modifiers};
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
    assert_eq!(story.selected().unwrap().quote.as_ref(), "Ada Kvist");
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

/// The name of what has the keyboard focus.
fn focused(story: &Story) -> String {
    let node = story.harness.query_all_by(|node| node.is_focused() && node.role() != Role::Window).next();
    node.map(|node| node.accesskit_node().label().unwrap_or_default()).unwrap_or_default()
}

#[test]
fn tab_goes_from_the_articles_to_the_text_to_the_side_panel_to_the_status_bar() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num4);
    story.press(Key::Escape);
    let mut order = Vec::new();
    for _ in 0..80 {
        story.press(Key::Tab);
        order.push(focused(&story));
    }
    let begin = order.iter().position(|name| name == "File").unwrap();
    order.rotate_left(begin);
    let at = |begins: &str| {
        let found = order.iter().position(|name| name.starts_with(begins));
        found.unwrap_or_else(|| panic!("{begins} is not in {order:?}"))
    };
    let stations = [
        "File",
        "Help",
        "Filter articles",
        "Harbour talks resume, ",
        "Reading",
        "Label Actor",
        "Filter mentions",
        "Person: Ada Kvist",
        "edges trimmed",
    ];
    let places = stations.map(at);
    assert!(places.is_sorted(), "{places:?} of {order:?}");
    let text = order.iter().position(|name| name == "Harbour talks resume").unwrap();
    assert!(places[4] < text && text < places[5], "the text lies between its header and the side panel: {order:?}");
    story.press(Key::F6);
    let before = focused(&story);
    story.press(Key::Tab);
    story.press_with(Modifiers::SHIFT, Key::Tab);
    assert_eq!(focused(&story), before, "and back");
}

#[test]
fn nothing_moves_by_itself() {
    let mut story = Story::begin();
    for theme in ["Dark theme", "Light theme"] {
        choose(&mut story, "View", theme);
        let style = story.harness.ctx.global_style();
        assert!(style.animation_time <= 0.0 && !style.visuals.text_cursor.blink, "{theme}");
        press(&mut story, "Reading");
        let mut frames = 0;
        while story.harness.ctx.has_requested_repaint() && frames < 20 {
            story.harness.step();
            frames += 1;
        }
        assert!(frames < 5, "{theme}: what has opened stands still at once");
        press(&mut story, "Reading");
    }
}

/// A window on one article of many screens.
fn long_story() -> Story {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.txt");
    let paragraph = |number: usize| format!("Paragraph {number} says a few words.\n\n");
    std::fs::write(&path, (0..300).map(paragraph).collect::<String>()).unwrap();
    let mut story = Story { harness: window::window(vec![path]), folder };
    story.settle();
    story
}

#[test]
fn a_screen_reader_goes_on_selecting_beyond_the_screen() {
    let mut story = long_story();
    select(&mut story, "Paragraph 3 ");
    let start = story.app().front_view().unwrap().selection().anchor;
    let target = document(&story);
    for _ in 0..3 {
        ask(&mut story, target, Action::ScrollDown, None);
    }
    assert!(story.app().front_view().unwrap().place().byte.0 > 500, "three screens further down");
    let told = story.harness.get_by_role(Role::Document).accesskit_node().raw_text_selection().copied().unwrap();
    let focus = positions(&story, "Paragraph 3").focus;
    let selection = TextSelection { anchor: told.anchor, focus };
    ask(&mut story, target, Action::SetTextSelection, Some(ActionData::SetTextSelection(selection)));
    let selected = story.app().front_view().unwrap().selection();
    assert_eq!(selected.anchor, start, "what has scrolled away is still where the selection begins");
    assert!(selected.caret.0 > start.0 + 500, "{selected:?}");
}

#[test]
fn the_scroll_bar_tells_where_one_is_and_takes_one_elsewhere() {
    let mut story = long_story();
    let bar = |story: &Story| {
        let node = story.harness.get_by_role(Role::ScrollBar);
        (node.accesskit_node().locate().0, node.accesskit_node().numeric_value().unwrap())
    };
    let (node, value) = bar(&story);
    assert!(value.abs() < 0.5, "{value}");
    ask(&mut story, node, Action::SetValue, Some(ActionData::NumericValue(50.0)));
    story.harness.run();
    let (_, value) = bar(&story);
    assert!((value - 50.0).abs() < 2.0, "{value}");
    let top = story.app().front_view().unwrap().place().byte.to_usize();
    let text = story.shard().article.text().len();
    assert!(top > text * 2 / 5 && top < text * 3 / 5, "{top} of {text}");
}
