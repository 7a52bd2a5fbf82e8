//! What came in as suggestions is taken or turned down: one by one, by filter, by keys, of all articles.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a missing word, file or widget is a failed test")]

use byline::model::{How, Proposal};
use eframe::egui::accesskit::{Action, ActionData, ActionRequest, Role, TreeId};
use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use labelled_files::{ANN, TEXT, brat, import, info, type_path};
use std::path::Path;
use window::{Story, press, shows};

#[path = "support/labelled_files.rs"]
mod labelled_files;
#[path = "support/window.rs"]
mod window;

/// Imports `folder` as suggestions.
fn propose(story: &mut Story, folder: &Path) {
    story.press_with(Modifiers::COMMAND, Key::I);
    press(story, "Mentions come in as suggestions");
    press(story, "Type a path…");
    type_path(story, folder, "Choose");
    press(story, "Import");
}

fn open_everywhere(story: &Story) -> usize {
    let session = story.desk().bench.session();
    let open =
        |shard: &byline::model::Shard| shard.suggestions.iter().filter(|row| row.state == Proposal::Proposed).count();
    session.shards().iter().map(|shard| open(shard)).sum()
}

fn set_least_score(story: &mut Story, hundredths: f64) {
    let slider = story.harness.get_by_role(Role::Slider).accesskit_node().locate().0;
    let data = Some(ActionData::NumericValue(hundredths));
    let request = ActionRequest { action: Action::SetValue, target_tree: TreeId::ROOT, target_node: slider, data };
    story.harness.event(Event::AccessKitActionRequest(request));
    story.settle();
}

/// Goes through the articles to one that has none.
fn go_to_article_without_suggestions(story: &mut Story) {
    for _ in 0..10 {
        let front = story.desk().bench.view.article.unwrap();
        if story.desk().bench.session().shard(front).unwrap().suggestions.is_empty() {
            return;
        }
        story.press_with(Modifiers::COMMAND, Key::PageDown);
    }
    panic!("every article has suggestions");
}

#[test]
fn suggestions_are_no_work_until_they_are_taken_one_by_one_or_by_filter() {
    let mut story = Story::begin();
    let folder = brat(&story, "harbour", TEXT, ANN);
    story.press_with(Modifiers::COMMAND, Key::I);
    press(&mut story, "Mentions come in as suggestions");
    press(&mut story, "Type a path…");
    type_path(&mut story, &folder, "Choose");
    assert!(shows(&story, "Comes in as suggestions: 3 mentions and 1 relation."));
    press(&mut story, "Import");
    while story.shard().suggestions.is_empty() {
        story.press_with(Modifiers::COMMAND, Key::PageDown);
    }
    assert!(story.mentions().is_empty());
    assert!(shows(&story, "3, no work until accepted; 1 relation comes with them"));
    press(&mut story, "Reject Place: Brel");
    assert!(shows(&story, "2, no work until accepted"));
    assert!(!shows(&story, "relation comes with them"), "it goes with one of its ends");
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    story.harness.get_by_label("Filter mentions").type_text("nobody");
    story.settle();
    assert!(shows(&story, "0 of 2 shown"));
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Enter);
    assert!(info(&story).contains("No suggestion matches"), "{}", info(&story));
    for _ in 0..6 {
        story.press(Key::Backspace);
    }
    story.harness.get_by_label("Filter mentions").type_text("kvist");
    story.settle();
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Enter);
    assert_eq!(story.mentions().len(), 2);
    assert!(story.shard().mentions.iter().all(|mention| mention.provenance.how == How::Suggested));
    assert_eq!(story.desk().bench.undo_name(), Some("Accept 2 suggestions"));
    press(&mut story, "In text order");
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert!(story.mentions().is_empty(), "one step");
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Delete);
    let states: Vec<Proposal> = story.shard().suggestions.iter().map(|row| row.state).collect();
    assert_eq!(states, [Proposal::Rejected; 4], "and the relation");
    assert!(!shows(&story, "no work until accepted"), "the list goes with the last one");
}

#[test]
fn suggestions_are_gone_through_by_keys_and_a_relation_comes_with_its_ends() {
    let mut story = Story::begin();
    let folder = brat(&story, "harbour", TEXT, ANN);
    propose(&mut story, &folder);
    while story.shard().suggestions.is_empty() {
        story.press_with(Modifiers::COMMAND, Key::PageDown);
    }
    story.press(Key::F8);
    story.press(Key::F9);
    assert_eq!(story.mentions(), ["entity.harbour_person: Ada Kvist"]);
    assert!(story.shard().relations.is_empty(), "the other end is not there yet");
    // The next one was gone to by that: Brel.
    story.press(Key::F9);
    assert_eq!((story.mentions().len(), story.shard().relations.len()), (2, 1));
    assert_eq!(open_everywhere(&story), 1);
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!((story.mentions().len(), story.shard().relations.len()), (1, 0), "one step made both");
    story.press(Key::F8);
    story.press_with(Modifiers::SHIFT, Key::F9);
    assert_eq!(story.mentions().len(), 1);
    // The same files have nothing new: what was turned down is not proposed again.
    story.press_with(Modifiers::COMMAND, Key::I);
    press(&mut story, "Mentions come in as suggestions");
    press(&mut story, "Type a path…");
    type_path(&mut story, &folder, "Choose");
    assert!(shows(&story, "nothing in these files is new to the session"));
    assert!(shows(&story, "Mentions: 3 read, 3 there already"), "they are counted all the same");
}

#[test]
fn suggestions_of_all_articles_are_narrowed_by_who_proposes_them_and_by_score() {
    let mut story = Story::begin();
    let one = brat(&story, "one", TEXT, ANN);
    propose(&mut story, &one);
    let predicted = story.folder.path().join("predicted.json");
    let region = |start: usize, end: usize, score: f64| {
        format!(
            r#"{{"id":"r{start}","type":"labels","from_name":"label","to_name":"text","score":{score},
               "value":{{"start":{start},"end":{end},"labels":["Harbour_Person"]}}}}"#
        )
    };
    let text = "Bo Renn met Cy Toft.";
    let task = format!(
        r#"[{{"id":1,"data":{{"text":"{text}"}},"predictions":[{{"model_version":"m2","result":[{},{}]}}]}}]"#,
        region(0, 7, 0.95),
        region(12, 19, 0.4)
    );
    std::fs::write(&predicted, task).unwrap();
    import(&mut story, &predicted);
    assert!(shows(&story, "Comes in as suggestions: 2 mentions."));
    press(&mut story, "Import");
    assert_eq!(open_everywhere(&story), 6, "with a relation that waits");
    go_to_article_without_suggestions(&mut story);
    assert!(shows(&story, "Of all articles: 5") && !shows(&story, "Accept all"), "the mentions have the room");
    press(&mut story, "Of all articles: 5");
    assert!(shows(&story, "5, no work until accepted; 1 relation comes with them"));
    set_least_score(&mut story, 90.0);
    assert!(shows(&story, "1 of 5 shown"));
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Enter);
    assert_eq!((open_everywhere(&story), story.desk().bench.undo_name()), (5, Some("Accept one suggestion")));
    set_least_score(&mut story, 0.0);
    assert!(shows(&story, "4, no work until accepted"));
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Enter);
    assert_eq!(open_everywhere(&story), 0);
    assert_eq!(story.desk().bench.undo_name(), Some("Accept 4 suggestions in 2 articles"));
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(open_everywhere(&story), 5, "one step, whatever articles they are in");
}
