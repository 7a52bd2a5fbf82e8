//! What was done survives: a program that ends in the middle, a second window, another program, damage.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "what is missing fails the test")]

#[path = "support/window.rs"]
mod window;
#[path = "support/window_disk.rs"]
mod window_disk;

use byline::model::Timestamp;
use byline::store::{self, RealDisk};
use byline::workbench::SaveState;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use window::{FIRST, Story, window};
use window_disk::{ground, window_on};

/// Two articles in a session that is saved, with a tag that only the journal has.
fn with_a_step_in_the_journal() -> (Story, PathBuf) {
    let mut story = Story::begin();
    let path = story.saved_to("work.ron");
    story.drag("Ada Kvist");
    story.press(Key::Num4);
    story.settle();
    assert_eq!(story.desk().save_state(), SaveState::Kept);
    (story, path)
}

/// Everything in `from` as it is on the disk now: what is left when a program or a computer ends in this moment.
fn as_after_a_crash(from: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(from, folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn opened(folder: tempfile::TempDir) -> Story {
    let path = folder.path().join("work.ron");
    let mut story = Story { harness: window(vec![path]), folder };
    story.settle();
    story
}

fn answers(story: &Story, label: &str) -> bool {
    story.harness.query_by_label(label).is_some()
}

#[test]
fn what_was_recovered_is_looked_at_and_kept() {
    let (story, _) = with_a_step_in_the_journal();
    let mut story = opened(as_after_a_crash(story.folder.path()));
    assert!(answers(&story, "1 step that was not in the file was recovered"));
    assert_eq!(story.mentions(), ["actor.person: Ada Kvist"], "it is shown");
    story.drag("dockers");
    story.press(Key::Num1);
    assert_eq!(story.mentions(), ["actor.person: Ada Kvist"], "nothing changes before somebody has looked");
    story.click("Keep them");
    story.settle();
    story.drag("dockers");
    story.press(Key::Num1);
    story.press_with(Modifiers::COMMAND, Key::S);
    story.settle();
    assert_eq!(story.desk().save_state(), SaveState::Saved);
    let saved = store::load(&story.folder.path().join("work.ron")).unwrap().session;
    assert_eq!(saved.mention_count(), 2);
}

#[test]
fn what_was_recovered_is_left_out_and_can_still_be_had_back() {
    let (story, _) = with_a_step_in_the_journal();
    let mut story = opened(as_after_a_crash(story.folder.path()));
    story.click("Leave them out");
    story.settle();
    assert_eq!(story.mentions(), Vec::<String>::new());
    assert_eq!(story.desk().save_state(), SaveState::Saved);
    let folder = story.folder.path().to_owned();
    let story = story.again(|| window(vec![folder.join("work.ron")]));
    assert_eq!(story.mentions(), Vec::<String>::new(), "it does not come back by itself");
    let states = store::states(&ground(Arc::new(RealDisk), &folder.join("state")), &folder.join("work.ron")).unwrap();
    assert!(states.iter().any(|state| state.journal.as_ref().is_some_and(|(_, steps)| *steps == 1)), "{states:?}");
}

#[test]
fn discarded_changes_do_not_come_back_by_themselves() {
    let (mut story, path) = with_a_step_in_the_journal();
    story.press_with(Modifiers::COMMAND, Key::N);
    story.click("Go on without saving");
    story.settle();
    let story = story.again(|| window(vec![path]));
    assert_eq!(story.mentions(), Vec::<String>::new());
    assert!(story.desk().recovered().is_none());
}

#[test]
fn a_second_window_opens_the_session_for_reading() {
    let (story, path) = with_a_step_in_the_journal();
    let mut second = Story { harness: window(vec![path]), folder: tempfile::tempdir().unwrap() };
    second.settle();
    assert_eq!(second.desk().save_state(), SaveState::ReadOnly);
    assert_eq!(second.mentions(), ["actor.person: Ada Kvist"], "it shows what is in the journal");
    assert!(answers(&second, "This session is open for reading only"), "and says so");
    let why = second.harness.query_all_by_label_contains("it is open for changes elsewhere").next();
    assert!(why.is_some(), "and where it is open");
    assert!(!answers(&second, "I have looked: work on it"), "nobody can take the session from the first window");
    second.drag("dockers");
    second.press(Key::Num1);
    assert_eq!(second.mentions().len(), 1);
    drop(story);
}

#[test]
fn what_another_program_changed_is_brought_in() {
    let (mut story, path) = with_a_step_in_the_journal();
    let mut theirs = store::load(&path).unwrap();
    Arc::make_mut(&mut theirs.session.info).title = "Theirs".to_owned();
    store::save(&path, &theirs.session, Timestamp::default(), store::Expected::Anything).unwrap();
    story.press_with(Modifiers::COMMAND, Key::S);
    story.settle();
    assert!(answers(&story, "The file was changed by another program"));
    story.click("Bring in their changes");
    story.settle();
    assert_eq!(story.desk().save_state(), SaveState::Saved);
    assert_eq!(story.mentions(), ["actor.person: Ada Kvist"]);
    let saved = store::load(&path).unwrap().session;
    assert_eq!((saved.info.title.as_str(), saved.mention_count()), ("Theirs", 1));
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(story.desk().bench.session().info.title, "", "it is one step that can be undone");
}

#[test]
fn steps_of_before_a_crash_join_what_another_program_saved_meanwhile() {
    let (story, _) = with_a_step_in_the_journal();
    let folder = as_after_a_crash(story.folder.path());
    let path = folder.path().join("work.ron");
    let mut theirs = store::load(&path).unwrap();
    Arc::make_mut(&mut theirs.session.info).title = "Theirs".to_owned();
    store::save(&path, &theirs.session, Timestamp::default(), store::Expected::Anything).unwrap();
    let mut story = opened(folder);
    assert!(answers(&story, "1 step that was not in the file was recovered"));
    assert_eq!(story.desk().bench.session().info.title, "Theirs");
    assert_eq!(story.mentions(), ["actor.person: Ada Kvist"]);
    story.click("Keep them");
    story.settle();
    story.press_with(Modifiers::COMMAND, Key::S);
    story.settle();
    let saved = store::load(&path).unwrap().session;
    assert_eq!((saved.info.title.as_str(), saved.mention_count()), ("Theirs", 1));
}

#[test]
fn a_damaged_file_is_restored_from_its_last_good_version() {
    let (mut story, path) = with_a_step_in_the_journal();
    story.press_with(Modifiers::COMMAND, Key::S);
    story.settle();
    let folder = story.folder.path().to_owned();
    let good = std::fs::read(&path).unwrap();
    let damaged = good[..good.len() / 2].to_vec();
    let mut story = story.again(|| {
        std::fs::write(&path, &damaged).unwrap();
        window(vec![path.clone()])
    });
    assert!(answers(&story, "The session does not open"));
    assert_eq!(std::fs::read(&path).unwrap(), damaged, "nothing happens to it by itself");
    story.click("Restore it");
    story.settle();
    assert_eq!(story.mentions(), ["actor.person: Ada Kvist"]);
    assert_eq!(std::fs::read(&path).unwrap(), good);
    let versions = folder.join(".work.ron.byline/versions");
    let kept = std::fs::read_dir(versions).unwrap().map(|entry| entry.unwrap().path());
    assert!(kept.into_iter().any(|kept| std::fs::read(kept).unwrap() == damaged), "the damaged file is kept");
}

#[test]
fn an_earlier_version_is_looked_at_and_the_file_stays_as_it_is() {
    let (mut story, path) = with_a_step_in_the_journal();
    story.press_with(Modifiers::COMMAND, Key::S);
    story.settle();
    let saved = std::fs::read(&path).unwrap();
    story.drag("dockers");
    story.press(Key::Num1);
    story.settle();
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::H);
    story.settle();
    assert!(answers(&story, "Earlier versions"));
    let rows = story.harness.query_all_by_label_contains("Look at the version of").count();
    assert_eq!(rows, 4, "the file with a step and without, and the two versions that were saved");
    story.harness.query_all_by_label_contains("saved, 0 mentions").last().unwrap().click();
    story.draw();
    assert!(answers(&story, "Save the changes first?"), "nothing is left behind without a question");
    story.click("Save and go on");
    story.settle();
    assert_eq!(story.mentions(), Vec::<String>::new());
    assert_eq!(story.desk().path(), None, "no file holds it");
    assert_ne!(std::fs::read(&path).unwrap(), saved, "what was asked for was saved");
    assert_eq!(store::load(&path).unwrap().session.mention_count(), 2);
    let copy = story.saved_to("copy.ron");
    assert_eq!(store::load(&copy).unwrap().session.mention_count(), 0);
}

#[test]
fn work_without_a_file_is_a_draft_that_the_next_start_offers() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state");
    std::fs::write(folder.path().join("1.txt"), FIRST).unwrap();
    let ground = ground(Arc::new(RealDisk), &state);
    let harness = window_on(ground.clone(), vec![folder.path().join("1.txt")]);
    let mut story = Story { harness, folder };
    story.settle();
    story.drag("Ada Kvist");
    story.press(Key::Num4);
    story.settle();
    assert_eq!(story.desk().save_state(), SaveState::Kept, "no file has it, and yet it survives");
    let again = ground.clone();
    let mut story = story.again(move || window_on(again, Vec::new()));
    assert!(answers(&story, "Work that no file holds yet was kept"));
    story.harness.get_by_label("Open the draft Untitled session").click();
    story.settle();
    assert_eq!(story.mentions(), ["actor.person: Ada Kvist"]);
    assert!(story.desk().is_modified() && story.desk().path().is_none());
    story.saved_to("work.ron");
    assert_eq!(story.desk().save_state(), SaveState::Saved);
    assert_eq!(store::drafts(&ground), (Vec::new(), Vec::new()), "the draft went once a file had it");
}
