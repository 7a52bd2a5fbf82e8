//! Comparing annotators in the window: sides are opened, differences stepped through and decided by keys, and taken back.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "what is missing fails the test")]

#[path = "support/window.rs"]
mod window;

use byline::model::{Annotator, AnnotatorId, AnnotatorKind, DecisionAction, Ext, How, Session, Slug, Timestamp};
use byline::store;
use byline::text::Span;
use byline::workbench::{Workbench, tag as tagged};
use eframe::egui::{Key, Modifiers};
use std::path::PathBuf;
use window::{FIRST, Story, press, shows, write};

const COMPARE: Key = Key::Num6;

/// A session file of the annotator `name` over the articles of `bare`, with these words tagged.
fn side(story: &Story, bare: &Session, name: &str, tags: &[(&str, &str)]) -> PathBuf {
    let id = AnnotatorId(name.len() as u64 + 40);
    let annotator =
        Annotator { id, name: name.to_owned(), kind: AnnotatorKind::Person, note: String::new(), ext: Ext::default() };
    let mut bench = Workbench::new(bare.clone(), annotator);
    let article = bare.shards()[0].id();
    for (words, label) in tags {
        let start = FIRST.find(words).unwrap();
        let span = Span::bytes(start, start + words.len());
        bench.execute(&tagged(article, &Slug::new(label).unwrap(), span)).unwrap();
    }
    let path = story.folder.path().join(format!("{name}.ron"));
    store::save(&path, bench.session(), Timestamp::default(), store::Expected::Nothing).unwrap();
    path
}

/// The window on a gold session without a tag, and beside it Ann's and Robert's.
fn compared() -> Story {
    let mut story = Story::begin();
    story.saved_to("gold.ron");
    let bare = story.desk().bench.session().clone();
    let ann = [("Ada Kvist", "actor"), ("met", "event"), ("Brel", "actor"), ("Monday", "claim")];
    let robert =
        [("Minister of Ports, Ada Kvist", "actor"), ("dockers", "actor"), ("Brel", "actor"), ("Monday", "event")];
    let paths = vec![side(&story, &bare, "ann", &ann), side(&story, &bare, "robert", &robert)];
    story.press_with(Modifiers::COMMAND, COMPARE);
    assert!(shows(&story, "This session becomes the gold session"));
    story.drop_onto(paths);
    story
}

fn gold(story: &Story) -> Vec<String> {
    story.mentions()
}

#[test]
fn differences_are_decided_by_keys_each_in_its_own_frame() {
    let mut story = compared();
    assert!(shows(&story, "0 of 4 decided, 4 open") && shows(&story, "1 agreed on"));
    assert!(shows(&story, "Minister of Ports, Ada Kvist") && shows(&story, "Differ in: extent"));
    for (count, key) in (1..).zip([Key::Num2, Key::Num1, Key::X, Key::Num1]) {
        story.harness.key_press(key);
        story.harness.step();
        assert_eq!(story.desk().bench.session().decisions.len(), count, "{key:?} acts in its own frame");
    }
    story.draw();
    assert_eq!(gold(&story), ["actor: Minister of Ports, Ada Kvist", "event: met", "claim: Monday"]);
    assert!(shows(&story, "4 of 4 decided, 0 open") && shows(&story, "Everything in this list is decided"));
    let shard = story.shard();
    let first = shard.mentions_in_order()[0];
    assert_eq!((first.provenance.how, first.provenance.file.as_ref()), (How::Merged, "robert.ron"));
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert!(shows(&story, "3 of 4 decided, 1 open"));
    assert_eq!(gold(&story), ["actor: Minister of Ports, Ada Kvist", "event: met"]);
}

#[test]
fn steps_and_letters_move_choose_and_combine() {
    let mut story = compared();
    story.press(Key::J);
    assert!(shows(&story, "Differ in: missing"));
    story.press(Key::K);
    story.press(Key::C);
    assert_eq!(gold(&story), ["actor: Minister of Ports, Ada Kvist"], "the union of both");
    let decision = story.desk().bench.session().decisions.iter().next().unwrap().clone();
    assert_eq!((decision.action, decision.sources.len()), (DecisionAction::Combined, 2));
    story.press(Key::End);
    // Space goes on to what is open, from the start where nothing is left behind.
    story.press(Key::Num2);
    assert_eq!(gold(&story), ["actor: Minister of Ports, Ada Kvist", "event: Monday"]);
    story.press(Key::Space);
    story.press(Key::Num1);
    assert_eq!(story.desk().bench.session().decisions.len(), 3);
}

#[test]
fn why_is_written_with_the_next_decision_and_letters_in_it_are_no_keys() {
    let mut story = compared();
    write(&mut story, "Why it is decided so", "exact words, as page 2 has it");
    assert_eq!(story.desk().bench.session().decisions.len(), 0, "x, c and 2 are words here");
    press(&mut story, "Take ann.ron");
    let decision = story.desk().bench.session().decisions.iter().next().unwrap().clone();
    assert_eq!((decision.action, decision.note.as_str()), (DecisionAction::Chosen, "exact words, as page 2 has it"));
    assert_eq!(gold(&story), ["actor: Ada Kvist"]);
}

#[test]
fn a_rewritten_one_is_changed_in_its_article() {
    let mut story = compared();
    story.press(Key::E);
    let chosen = story.selected().unwrap();
    assert_eq!((chosen.quote.as_ref(), story.desk().bench.session().decisions.len()), ("Ada Kvist", 1));
    assert!(shows(&story, "Change the tag as it should be; Ctrl+6 leads back"));
    story.press(Key::Num4);
    assert_eq!(gold(&story), ["actor.person: Ada Kvist"]);
    story.press_with(Modifiers::COMMAND, COMPARE);
    assert!(shows(&story, "1 of 4 decided, 3 open") && shows(&story, "decided: rewritten"));
}

#[test]
fn what_all_agree_on_is_looked_at_before_it_is_taken() {
    let mut story = compared();
    story.press_with(Modifiers::COMMAND | Modifiers::ALT, Key::G);
    story.settle();
    assert!(shows(&story, "One tag would be written into this session") && shows(&story, "Actor: “Brel”"));
    assert_eq!(gold(&story), Vec::<String>::new());
    press(&mut story, "Take one tag");
    assert_eq!(gold(&story), ["actor: Brel"]);
    assert!(shows(&story, "0 of 4 decided, 4 open"), "the list is there again");
    story.press_with(Modifiers::COMMAND | Modifiers::ALT, Key::G);
    story.settle();
    assert!(shows(&story, "Nothing is left to take."));
    story.press(Key::Escape);
    assert!(shows(&story, "0 of 4 decided, 4 open"));
    story.press(Key::Escape);
    assert!(!shows(&story, "0 of 4 decided"), "Esc leads back to the articles");
}

#[test]
fn marks_stand_for_their_differences_and_the_list_can_be_narrowed() {
    let mut story = compared();
    let at = FIRST.find("Monday").unwrap();
    let rect = story.app().compared_view().unwrap().rect_of(Span::bytes(at, at + 6)).unwrap();
    story.click_at(rect.center());
    assert!(shows(&story, "Differ in: label"));
    story.press(Key::Num2);
    assert_eq!(gold(&story), ["event: Monday"]);
    press(&mut story, "Open");
    assert!(shows(&story, "3 of 4"));
    press(&mut story, "Decided");
    assert!(shows(&story, "1 of 4"));
}

#[test]
fn a_side_goes_and_comes_and_the_open_session_can_be_one() {
    let mut story = compared();
    press(&mut story, "Close ann.ron");
    assert!(shows(&story, "One more session is needed"));
    press(&mut story, "This session is a side too");
    assert!(shows(&story, "0 of 4 decided, 4 open"));
    story.press(Key::Num2);
    assert_eq!(gold(&story).len(), 1);
    story.settle();
    assert!(shows(&story, "1 of 4 decided, 3 open"), "what was decided stays in the list");
}

#[test]
fn sides_without_a_common_article_are_not_called_alike() {
    let mut story = Story::begin();
    story.saved_to("gold.ron");
    let schema = story.desk().bench.session().schema.as_ref().clone();
    let paths = ["ann", "robert"].map(|name| {
        let path = story.folder.path().join(format!("{name}.ron"));
        let empty = Session::new(name, schema.clone(), Timestamp::default());
        store::save(&path, &empty, Timestamp::default(), store::Expected::Nothing).unwrap();
        path
    });
    story.press_with(Modifiers::COMMAND, COMPARE);
    story.drop_onto(paths.to_vec());
    assert!(shows(&story, "The sides have no article in common"));
    assert!(!shows(&story, "The sides differ in nothing"));
}
