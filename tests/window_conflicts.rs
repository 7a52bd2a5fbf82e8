//! Conflicts that a merge left, in the window: listed, looked at, settled, taken back.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what is missing fails the test")]

#[path = "support/window.rs"]
mod window;

use byline::model::{Session, Timestamp};
use byline::store;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use std::path::Path;
use std::sync::Arc;
use window::Story;

fn answers(story: &Story, part: &str) -> bool {
    story.harness.query_all_by_label_contains(part).next().is_some()
}

/// Presses the button whose name begins with `name`, as a screen reader does.
fn choose(story: &mut Story, name: &str) {
    let buttons: Vec<_> = story.harness.query_all_by_role(Role::Button).collect();
    let called = |is_it: &dyn Fn(&str) -> bool| {
        buttons.iter().find(|node| node.accesskit_node().label().is_some_and(|label| is_it(&label)))
    };
    // The one of this name alone comes before those that only begin so, as the ones of messages.
    let button = called(&|label| label == name).or_else(|| called(&|label| label.starts_with(name)));
    button.unwrap_or_else(|| panic!("no button {name}")).click_accesskit();
    drop(buttons);
    story.draw();
}

/// Another program changes the session at `path`.
fn another_program(path: &Path, change: impl FnOnce(&mut Session)) {
    let mut theirs = store::load(path).unwrap().session;
    change(&mut theirs);
    store::save(path, &theirs, Timestamp::default(), store::Expected::Anything).unwrap();
}

/// A session whose title and one of whose labels two programs changed differently, merged.
fn merged() -> Story {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num4);
    let path = story.saved_to("work.ron");
    another_program(&path, |theirs| {
        "Theirs".clone_into(&mut Arc::make_mut(&mut theirs.info).title);
        let shard = theirs.shards().iter().find(|shard| !shard.mentions.is_empty()).unwrap();
        let (article, id) = (shard.id(), shard.mentions.iter().next().unwrap().id);
        let command = byline::edit::Command::Relabel {
            article,
            mentions: vec![id],
            label: byline::model::Slug::new("claim").unwrap(),
        };
        let annotator = theirs.annotators.iter().next().unwrap().clone();
        let mut bench = byline::workbench::Workbench::new(theirs.clone(), annotator);
        bench.execute(&command).unwrap();
        *theirs = bench.session().clone();
    });
    story.press(Key::Num2);
    assert_eq!(story.mentions(), ["event: Ada Kvist"]);
    story.press_with(Modifiers::COMMAND, Key::S);
    story.settle();
    story.click("Bring in their changes");
    story.settle();
    story
}

#[test]
fn conflicts_are_told_listed_and_settled_one_by_one() {
    let mut story = merged();
    assert_eq!(story.desk().bench.session().conflicts.len(), 1);
    assert_eq!(story.mentions(), ["event: Ada Kvist"], "ours stays");
    assert!(answers(&story, "one conflict left open (Ctrl+Alt+M"), "the notice says how to go on");
    assert!(answers(&story, "Conflicts of a merge: 1"), "the side panel says so");
    story.press_with(Modifiers::COMMAND | Modifiers::ALT, Key::M);
    assert!(answers(&story, "mention “Ada Kvist”") && answers(&story, "merged with work.ron"));
    assert!(answers(&story, "Ours: label: Event") && answers(&story, "Theirs: label: Claim"));
    choose(&mut story, "Take theirs: mention “Ada Kvist”");
    assert_eq!(story.mentions(), ["claim: Ada Kvist"]);
    assert!(answers(&story, "Nothing is left open."));
    choose(&mut story, "Close");
    assert!(!answers(&story, "Conflicts of a merge:"));
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(story.mentions(), ["event: Ada Kvist"], "one step takes it back");
    assert_eq!(story.desk().bench.session().conflicts.len(), 1, "and the conflict with it");
    choose(&mut story, "Conflicts of a merge: 1");
    choose(&mut story, "Keep ours: mention “Ada Kvist”");
    assert_eq!(story.mentions(), ["event: Ada Kvist"]);
    assert!(story.desk().bench.session().conflicts.is_empty());
    choose(&mut story, "Close");
    story.press_with(Modifiers::COMMAND, Key::S);
    story.settle();
    let saved = store::load(&story.folder.path().join("work.ron")).unwrap().session;
    assert!(saved.conflicts.is_empty() && saved.info.title == "Theirs");
}

#[test]
fn a_conflict_leads_to_its_words_and_the_list_is_not_there_without_one() {
    let mut story = merged();
    let other = story.desk().bench.session().shards().last().unwrap().article.name.clone();
    story.press_with(Modifiers::COMMAND, Key::PageDown);
    assert_eq!(story.shard().article.name, other);
    story.press_with(Modifiers::COMMAND | Modifiers::ALT, Key::M);
    choose(&mut story, "Show mention “Ada Kvist”");
    assert_eq!(story.selected().map(|mention| mention.quote).as_deref(), Some("Ada Kvist"));
    assert!(!answers(&story, "Take theirs"), "the list is closed");
    let mut story = Story::begin();
    story.press_with(Modifiers::COMMAND | Modifiers::ALT, Key::M);
    assert!(answers(&story, "no merge left a conflict"));
}

#[test]
fn the_pointer_settles_conflicts_too_and_the_list_stays_where_it_is() {
    let mut story = Story { harness: window::window(Vec::new()), folder: tempfile::tempdir().unwrap() };
    story.settle();
    story.click("Conflicts of a merge: 2");
    let close = |story: &Story| story.harness.get_by_role_and_label(Role::Button, "Close").rect();
    let at = close(&story);
    story.harness.hover_at(at.center());
    story.draw();
    assert_eq!(close(&story), at, "it is where it was drawn first");
    for (left, name) in
        [(1, "Take theirs: mention “questioned”"), (0, "Keep ours: mention “parliament had ratified it")]
    {
        let button = story.harness.get_all_by_role(Role::Button);
        let mut button =
            button.filter(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with(name)));
        let rect = button.next().unwrap().rect();
        drop(button);
        story.click_at(rect.center());
        assert_eq!(story.desk().bench.session().conflicts.len(), left, "{name}");
        assert_eq!(close(&story), at, "{name}");
    }
    story.click_at(at.center());
    assert!(!answers(&story, "Nothing is left open."));
}
