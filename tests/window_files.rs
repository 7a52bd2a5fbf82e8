//! Files come into the window and sessions go out of it: dropped, several at once, in the way of others.

#![allow(clippy::unwrap_used, reason = "a missing word, file or widget is a failed test")]

use byline::store::Overwrite;
use byline::workbench::SaveState;
use eframe::egui::{HoveredFile, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use std::path::{Path, PathBuf};
use window::{Story, press, shows, window, write};

#[path = "support/window.rs"]
mod window;

fn written(story: &Story, name: &str, text: &str) -> PathBuf {
    let path = story.folder.path().join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path
}

fn articles(story: &Story) -> Vec<String> {
    story.desk().bench.session().shards().iter().map(|shard| shard.article.name.clone()).collect()
}

fn notices(story: &Story) -> Vec<&str> {
    story.app().notices().all().iter().map(|notice| notice.text.as_str()).collect()
}

/// Saves under a name that was typed: nobody was asked about the file there.
fn save_as(story: &mut Story, path: &Path) {
    story.harness.state_mut().as_mut().unwrap().save_as(path.to_owned(), Overwrite::Refuse);
    story.settle();
}

#[test]
fn files_and_folders_dropped_onto_the_window_are_added() {
    let mut story = Story::begin();
    let third = written(&story, "3.txt", "Dropped\n\nA third outlet wrote this.");
    written(&story, "more/4.txt", "In a folder\n\nA fourth outlet wrote this.");
    let noise = written(&story, "noise.txt", "\0\u{1}\0\0no text");
    let folder = story.folder.path().join("more");
    story.drop_onto(vec![noise, third, folder]);
    press(&mut story, "Add 2 articles");
    assert_eq!(articles(&story), ["1.txt", "2.txt", "3.txt", "4.txt"]);
    assert!(shows(&story, "noise.txt: not read: the file is not text"));
}

#[test]
fn what_is_held_over_the_window_is_told_what_becomes_of_it() {
    let mut story = Story::begin();
    for (names, told) in [
        (vec!["3.txt"], "Let go to add this to the articles"),
        (vec!["3.txt", "4.txt"], "Let go to add these to the articles"),
        (vec!["3.txt", "work.ron"], "Let go to open this session"),
    ] {
        let held = names.iter().map(|name| HoveredFile { path: Some(PathBuf::from(name)), ..HoveredFile::default() });
        story.harness.input_mut().hovered_files = held.collect();
        // The window draws on and on while files are held over it.
        story.harness.run_steps(4);
        assert!(story.harness.query_by_label(told).is_some(), "{names:?}");
        story.harness.input_mut().hovered_files.clear();
        story.draw();
        assert!(story.harness.query_by_label(told).is_none(), "{names:?}");
    }
}

#[test]
fn what_is_named_beside_a_session_is_told_and_not_lost() {
    let mut story = Story::begin();
    let path = story.saved_to("work.ron");
    let third = written(&story, "3.txt", "Beside\n\nA third outlet wrote this.");
    story.drop_onto(vec![third.clone(), path.clone()]);
    assert_eq!(articles(&story), ["1.txt", "2.txt"]);
    let told =
        notices(&story).iter().any(|text| text.contains("work.ron: a session opens alone") && text.contains("3.txt"));
    assert!(told, "{:?}", notices(&story));
    story = story.again(|| window(vec![path, third]));
    assert!(notices(&story).iter().any(|text| text.contains("3.txt")), "also at the start: {:?}", notices(&story));
}

#[test]
fn messages_that_do_not_fit_are_counted_and_closed_at_once() {
    let story = Story::begin();
    let missing = (0..6).map(|number| story.folder.path().join(format!("missing-{number}.txt"))).collect();
    let mut story = story.again(|| window(missing));
    assert_eq!(notices(&story).len(), 6);
    let top = story.harness.get_by_label("3 earlier messages").rect().top();
    assert!(top > 540.0, "they take {} of 800 points", 800.0 - top);
    story.click("Close all");
    assert!(notices(&story).is_empty());
}

#[test]
fn what_was_done_to_one_session_is_not_told_of_the_next() {
    let mut story = Story::begin();
    assert_eq!(notices(&story), ["Add 2 articles"]);
    story.press_with(Modifiers::COMMAND, Key::N);
    story.click("Go on without saving");
    assert!(!notices(&story).iter().any(|text| text.contains("missing.txt")), "{:?}", notices(&story));
}

#[test]
fn what_needed_a_look_in_one_session_is_not_told_of_the_next_and_can_be_looked_up() {
    let mut story = Story::begin();
    let path = story.saved_to("work.ron");
    let missing = story.folder.path().join("missing.txt");
    for opens_another in [false, true] {
        story = story.again(|| window(vec![missing.clone()]));
        assert!(notices(&story).iter().any(|text| text.contains("missing.txt")), "{:?}", notices(&story));
        if opens_another {
            story.drop_onto(vec![path.clone()]);
        } else {
            story.press_with(Modifiers::COMMAND, Key::N);
        }
        assert!(notices(&story).is_empty(), "{:?}", notices(&story));
    }
    story.press_with(Modifiers::COMMAND | Modifiers::ALT, Key::H);
    assert!(shows(&story, "missing.txt"));
}

#[test]
fn a_file_in_the_way_is_replaced_only_when_somebody_says_so() {
    let mut story = Story::begin();
    let there = written(&story, "there.ron", "Something of somebody else.");
    save_as(&mut story, &there);
    assert!(story.harness.query_by_label("Replace the file that is there?").is_some());
    story.click("Keep working");
    assert_eq!(std::fs::read_to_string(&there).unwrap(), "Something of somebody else.");
    assert_eq!(story.desk().path(), None);
    assert_ne!(story.desk().save_state(), SaveState::Saved);
    save_as(&mut story, &there);
    story.click("Replace it");
    story.settle();
    assert_eq!(story.desk().save_state(), SaveState::Saved);
    let opened = byline::store::load(&there).unwrap().session;
    assert_eq!(opened.shards(), story.desk().bench.session().shards());
}

#[test]
fn a_name_gets_the_ending_of_sessions_and_replaces_nothing_by_that() {
    let mut story = Story::begin();
    let folder = story.folder.path().to_owned();
    let there = written(&story, "Talks of 3.5.ron", "Something of somebody else.");
    // A dialog of the system asks about the name that was typed, and not about the one with the ending.
    story.harness.state_mut().as_mut().unwrap().save_as(folder.join("Talks of 3.5"), Overwrite::Replace);
    story.settle();
    assert_eq!(std::fs::read_to_string(&there).unwrap(), "Something of somebody else.");
    story.click("Keep working");
    save_as(&mut story, &folder.join("Talks of 4.5"));
    assert_eq!(story.desk().path(), Some(folder.join("Talks of 4.5.ron").as_path()));
}

#[test]
fn a_session_is_not_saved_beside_a_folder_of_the_name_typed() {
    let mut story = Story::begin();
    let folder = story.folder.path().join("sessions");
    std::fs::create_dir(&folder).unwrap();
    save_as(&mut story, &folder);
    assert!(notices(&story).iter().any(|text| text.contains("this is a folder, not a file")), "{:?}", notices(&story));
    assert!(!folder.with_extension("ron").exists());
}

#[test]
fn a_mention_without_a_place_is_told_with_the_name_of_its_article() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num4);
    let path = story.saved_to("work.ron");
    let text = std::fs::read_to_string(&path).unwrap();
    let span = text.split("fragments: [(").nth(1).unwrap().split(')').next().unwrap().to_owned();
    std::fs::write(&path, text.replace(&format!("fragments: [({span})"), "fragments: [(9990, 9999)")).unwrap();
    let story = story.again(|| window(vec![path.clone()]));
    let told = notices(&story).into_iter().find(|text| text.contains("9990..9999 leaves the text")).unwrap();
    assert!(told.starts_with("1.txt (a-") && told.contains("1 place is proposed"), "{told}");
}

#[test]
fn a_path_that_leads_nowhere_is_told_while_it_is_typed() {
    let mut story = Story::begin();
    story.press_with(Modifiers::COMMAND, Key::L);
    let missing = story.folder.path().join("missing.txt");
    write(&mut story, "Path", missing.to_str().unwrap());
    assert!(shows(&story, "There is no file or folder of this name."));
    story.press(Key::Enter);
    story.settle();
    assert!(shows(&story, "There is no file or folder of this name."), "the field stays open");
    assert!(!notices(&story).iter().any(|text| text.contains("missing.txt")), "{:?}", notices(&story));
    let third = written(&story, "3.txt", "Typed\n\nA third outlet wrote this.");
    write(&mut story, "Path", third.to_str().unwrap());
    assert!(!shows(&story, "There is no file"));
    press(&mut story, "Open");
    press(&mut story, "Add 1 article");
    assert_eq!(articles(&story), ["1.txt", "2.txt", "3.txt"]);
}
