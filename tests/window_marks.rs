//! Marks that do not fit, and relations: counts beside rows, arcs between marks, arrows to what is off screen.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a missing word, mention or widget is a failed test")]

use byline::edit::Command;
use byline::model::{MentionId, Slug};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Rect, Vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use std::sync::Arc;
use window::Story;

#[path = "support/window.rs"]
mod window;

fn tag(story: &mut Story, words: &str, key: Key) -> MentionId {
    story.drag(words);
    story.press(key);
    story.selected().unwrap().id
}

fn relate(story: &mut Story, from: MentionId, to: MentionId, label: &str) {
    let article = story.shard().id();
    let command = Command::Relate { article, from, to, label: Slug::new(label).unwrap(), role: None };
    story.harness.state_mut().as_mut().unwrap().carry_out(&command);
    story.harness.run();
}

#[test]
fn marks_beyond_the_lanes_are_counted_and_listed() {
    let mut story = Story::begin();
    for key in [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6] {
        tag(&mut story, "Ada Kvist", key);
    }
    assert_eq!(story.mentions().len(), 6);
    story.click("2 more mentions here");
    // The side panel lists all six; in the middle of the window stand the two that are not drawn.
    let is_listed = |rect: Rect| rect.left() > 280.0 && rect.left() < 930.0;
    let buttons = story.harness.query_all_by_role(Role::Button);
    let listed: Vec<_> = buttons
        .filter(|node| node.accesskit_node().label().is_some_and(|label| label.ends_with(": Ada Kvist")))
        .filter(|node| is_listed(node.rect()))
        .collect();
    let name_of = |at: usize| listed[at].accesskit_node().label().unwrap();
    // Which of marks on the same words are drawn is for their ids to say.
    assert_eq!(listed.len(), 2);
    assert_ne!(name_of(0), name_of(1));
    let chosen = name_of(0);
    listed[0].click();
    drop(listed);
    story.harness.run();
    let selected = story.selected().unwrap();
    let schema = Arc::clone(&story.desk().bench.session().schema);
    assert_eq!(format!("{}: {}", schema.label_name(&selected.label), selected.quote), chosen);
}

#[test]
fn an_arrow_leads_to_the_end_that_is_off_screen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.txt");
    let filler = "Nothing was said on that day by anybody at all.\n\n".repeat(60);
    std::fs::write(&path, format!("Brel talks\n\nAda Kvist met them.\n\n{filler}The quay stays open.\n")).unwrap();
    let mut story = Story { harness: window::window(vec![path]), folder };
    story.settle();
    let claim = {
        story.press_with(Modifiers::COMMAND, Key::End);
        tag(&mut story, "The quay stays open", Key::Num3)
    };
    story.press_with(Modifiers::COMMAND, Key::Home);
    let actor = tag(&mut story, "Ada Kvist", Key::Num4);
    relate(&mut story, claim, actor, "source");
    assert_eq!(story.shard().relations_of(actor).count(), 1);
    let arrow = story.harness.get_by_label_contains("Go to Claimed by: The quay stays open");
    arrow.click();
    story.harness.run();
    assert_eq!(story.selected().unwrap().id, actor, "looking does not change the selection");
    let words = story.rect("The quay stays open");
    assert!(words.top() > 100.0 && words.bottom() < 780.0, "{words:?}");
    let selected = story.selected().unwrap().fragments.spans()[0];
    let is_seen = |story: &Story| story.app().front_view().unwrap().rect_of(selected).is_some();
    assert!(!is_seen(&story));
    story.harness.get_by_label_contains("Go to Claimed by: Ada Kvist").click();
    story.harness.run();
    assert!(is_seen(&story), "another arrow leads back to the selected end");
}

#[test]
fn the_card_tells_what_is_known_of_the_mention_under_the_pointer() {
    let mut story = Story::begin();
    let actor = tag(&mut story, "Ada Kvist", Key::Num4);
    let claim = tag(&mut story, "quay would stay open", Key::Num3);
    relate(&mut story, claim, actor, "source");
    story.press(Key::Escape);
    story.harness.hover_at(story.rect("quay would stay open").center());
    story.harness.run_steps(60);
    assert!(story.harness.query_by_label("→ Claimed by: Ada Kvist").is_some());
    story.harness.hover_at(story.rect("Nobody else").left_center() - Vec2::new(20.0, 0.0));
    story.harness.run_steps(60);
    assert!(story.harness.query_by_label("→ Claimed by: Ada Kvist").is_none());
}

#[test]
fn a_relation_is_deleted_in_the_panel_and_comes_back_with_undo() {
    let mut story = Story::begin();
    let actor = tag(&mut story, "Ada Kvist", Key::Num4);
    let claim = tag(&mut story, "quay would stay open", Key::Num3);
    relate(&mut story, claim, actor, "source");
    story.harness.get_by_label("Delete the relation → Claimed by: Ada Kvist").click_accesskit();
    story.harness.run();
    assert_eq!(story.shard().relations_of(claim).count(), 0);
    assert_eq!(story.selected().unwrap().id, claim, "the mention stays, and stays selected");
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(story.shard().relations_of(claim).count(), 1);
    story.harness.get_by_label("→ Claimed by: Ada Kvist").click_accesskit();
    story.harness.run();
    assert_eq!(story.selected().unwrap().id, actor, "its row leads to the other end");
}

/// The words of the article in front that a box hides: those that it covers more than the edge of.
fn hidden(story: &Story) -> Vec<String> {
    let shard = story.shard();
    let text = shard.article.text();
    let view = story.app().front_view().unwrap();
    let mut hidden = Vec::new();
    for word in byline::text::words(text, byline::text::Span::bytes(0, text.len())) {
        let Some(rect) = view.rect_of(word) else { continue };
        // A capital letter reaches from the baseline to some two thirds of the size above it.
        let letters =
            Rect::from_min_max(rect.left_top() + Vec2::new(0.0, 3.0), rect.right_bottom() - Vec2::new(0.0, 6.0));
        if view.link_boxes().iter().any(|covered| covered.intersects(letters)) {
            hidden.push(word.slice(text).unwrap().to_owned());
        }
    }
    hidden
}

#[test]
fn names_of_relations_hide_no_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.txt");
    let filler =
        "Nothing was said on that day by anybody at all in any of the towns along the river or the coast, and \
                  nobody who was asked about it remembered later what had been expected of them.\n\n"
            .repeat(8);
    let first = "Brel talks\n\nAda Kvist met dockers of the eastern quay, and before they left in the evening for the \
                 capital by the last train of that week, the union of the port said that the quay would stay open.\n\n";
    std::fs::write(&path, format!("{first}{filler}The harbour master agrees.\n")).unwrap();
    let mut story = Story { harness: window::window(vec![path]), folder };
    story.settle();
    let actor = tag(&mut story, "Ada Kvist", Key::Num4);
    story.press(Key::Escape);
    let union = tag(&mut story, "union of the port", Key::Num5);
    story.press(Key::Escape);
    let claim = tag(&mut story, "the quay would stay open", Key::Num3);
    relate(&mut story, claim, actor, "source");
    relate(&mut story, claim, union, "source");
    story.press_with(Modifiers::COMMAND, Key::End);
    story.press(Key::Escape);
    let master = tag(&mut story, "The harbour master", Key::Num4);
    story.press_with(Modifiers::COMMAND, Key::Home);
    relate(&mut story, claim, master, "source");
    story.click_at(story.rect("stay open").center());
    assert_eq!(story.selected().unwrap().id, claim);
    assert_eq!(story.app().front_view().unwrap().link_boxes().len(), 3, "two on screen, one that leads off");
    assert_eq!(hidden(&story), Vec::<String>::new());
}
