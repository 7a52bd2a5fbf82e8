//! Articles come into the window: seen before they are added, read in another encoding, ticked, dropped, pasted, and told of.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a missing word, file or widget is a failed test")]

use byline::workbench::{Apart, Brought};
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use std::path::PathBuf;
use window::{Story, press, shows};

#[path = "support/documents.rs"]
mod documents;
#[path = "support/window.rs"]
mod window;

fn written(story: &Story, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = story.folder.path().join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, bytes).unwrap();
    path
}

fn articles(story: &Story) -> Vec<String> {
    story.desk().bench.session().shards().iter().map(|shard| shard.article.name.clone()).collect()
}

fn text_of(story: &Story, name: &str) -> String {
    let shards = story.desk().bench.session().shards();
    shards.iter().find(|shard| shard.article.name == name).unwrap().article.text().to_owned()
}

/// Lays text or html on the clipboard's way into the window.
fn paste(story: &mut Story, name: &str, text: &str) {
    let brought = Brought::Pasted { name: name.to_owned(), bytes: text.as_bytes().into() };
    story.harness.state_mut().as_mut().unwrap().bring(vec![brought]);
    story.settle();
}

#[test]
fn one_plain_text_is_seen_and_added_by_enter() {
    let mut story = Story::begin();
    let third = written(&story, "3.txt", "Dropped\n\nA third outlet wrote this.");
    story.drop_onto(vec![third]);
    assert!(shows(&story, "Add articles") && shows(&story, "1 of 1 ticked"));
    assert_eq!(articles(&story), ["1.txt", "2.txt"], "nothing changes before somebody says so");
    story.press(Key::Enter);
    story.settle();
    assert_eq!(articles(&story), ["1.txt", "2.txt", "3.txt"]);
    assert!(!shows(&story, "1 of 1 ticked"), "there is nothing to report");
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(articles(&story), ["1.txt", "2.txt"], "one step");
}

#[test]
fn files_and_folders_are_listed_with_what_is_wrong_and_told_of_afterwards() {
    let mut story = Story::begin();
    let third = written(&story, "3.txt", "Dropped\n\nA third outlet wrote this.");
    written(&story, "more/4.txt", "In a folder\n\nA fourth outlet wrote this.");
    let noise = written(&story, "noise.txt", "\0\u{1}\0\0no text");
    let again = story.folder.path().join("1.txt");
    let folder = story.folder.path().join("more");
    story.drop_onto(vec![noise, third, folder, again]);
    assert!(shows(&story, "2 of 2 ticked") && shows(&story, "1 file was not read"));
    assert!(shows(&story, "noise.txt, not read: the file is not text"));
    assert!(shows(&story, "is in the session already"));
    press(&mut story, "Add 2 articles");
    assert_eq!(articles(&story), ["1.txt", "2.txt", "3.txt", "4.txt"]);
    assert!(shows(&story, "Articles were added") && shows(&story, "noise.txt: not read: the file is not text"));
    press(&mut story, "Copy the report");
    press(&mut story, "Close");
    assert!(!shows(&story, "Articles were added"));
}

#[test]
fn what_is_not_ticked_is_left_out() {
    let mut story = Story::begin();
    let names = ["3.txt", "4.txt", "5.txt"];
    let paths = names.map(|name| written(&story, name, format!("Story {name}\n\nSomebody wrote this.")));
    story.drop_onto(paths.to_vec());
    press(&mut story, "Tick no article");
    assert!(shows(&story, "0 of 3 ticked"));
    // Down to the second row and back, and a tick for the row below the first.
    let row = story.harness.get_by_label("Story 3.txt, text · 3.txt, not ticked").rect().center();
    story.click_at(row);
    story.press(Key::ArrowDown);
    story.press(Key::Space);
    assert!(shows(&story, "1 of 3 ticked"));
    story.press_with(Modifiers::COMMAND, Key::Enter);
    story.settle();
    assert_eq!(articles(&story), ["1.txt", "2.txt", "4.txt"]);
    assert!(shows(&story, "2 articles were left out, as they were not ticked"));
}

#[test]
fn another_encoding_shows_at_once_and_is_what_is_added() {
    let mut story = Story::begin();
    let russian = "Паром вернулся в пролив после двух зим, сказал мэр.";
    let bytes = encoding_rs::WINDOWS_1251.encode(russian).0.into_owned();
    let paths = ["3.txt", "4.txt"].map(|name| written(&story, name, [name.as_bytes(), b"\n\n", &bytes].concat()));
    story.drop_onto(paths.to_vec());
    choose(&mut story, "Encoding of this file", "windows-1252");
    assert!(shows(&story, "Encoding of this file: windows-1252"));
    press(&mut story, "Add 2 articles");
    assert!(text_of(&story, "3.txt").contains("Ïàðîì"), "{}", text_of(&story, "3.txt"));
    assert!(text_of(&story, "4.txt").contains("Паром"), "{}", text_of(&story, "4.txt"));
}

#[test]
fn one_encoding_holds_for_all_files() {
    let mut story = Story::begin();
    let bytes = [b"Titel\n\nK".as_slice(), &[0xe4], b"se und Br", &[0xf6], b"tchen."].concat();
    let paths = ["3.txt", "4.txt"].map(|name| written(&story, name, [bytes.as_slice(), name.as_bytes()].concat()));
    story.drop_onto(paths.to_vec());
    choose(&mut story, "Encoding of all files", "koi8-r");
    press(&mut story, "Add 2 articles");
    for name in ["3.txt", "4.txt"] {
        assert_eq!(text_of(&story, name), format!("Titel\n\nKДse und BrЖtchen.{name}"));
    }
}

#[test]
fn text_is_pasted_and_what_is_dropped_meanwhile_joins_it() {
    let mut story = Story::begin();
    paste(&mut story, "Pasted.txt", "Pasted headline\n\nWords from the clipboard.");
    assert!(shows(&story, "1 of 1 ticked"));
    let third = written(&story, "3.txt", "Dropped\n\nA third outlet wrote this.");
    story.drop_onto(vec![third]);
    assert!(shows(&story, "2 of 2 ticked"));
    press(&mut story, "Add 2 articles");
    assert_eq!(articles(&story), ["1.txt", "2.txt", "Pasted.txt", "3.txt"]);
    // The same words once more, under another name.
    paste(&mut story, "Pasted later.txt", "Pasted headline\n\nWords from the clipboard.");
    assert!(shows(&story, "its bytes are those of “Pasted.txt”") && shows(&story, "0 of 1 ticked"));
}

#[test]
fn cancelling_leaves_everything_as_it_was() {
    let mut story = Story::begin();
    let third = written(&story, "3.txt", "Dropped\n\nA third outlet wrote this.");
    for close in ["Cancel", "Escape"] {
        story.drop_onto(vec![third.clone()]);
        if close == "Cancel" {
            press(&mut story, close);
        } else {
            story.press(Key::Escape);
        }
        assert!(!shows(&story, "1 of 1 ticked"));
        assert_eq!(articles(&story), ["1.txt", "2.txt"]);
    }
    let missing = story.folder.path().join("nowhere.txt");
    story.drop_onto(vec![missing]);
    assert!(shows(&story, "There is no article to add.") && shows(&story, "nowhere.txt, not read"));
}

#[test]
fn the_columns_of_a_table_are_chosen_and_what_is_added_follows() {
    let mut story = Story::begin();
    let lead = "The lead says that the ferry is back in the strait after two winters.";
    let body = "The body says that the quay is closed since the storm, and that nobody knows for how long.";
    let table = format!("name,lead,body\nFerry,{lead},\"{body}\"\nQuay,{lead} Again.,\"{body} Again.\"\n");
    let path = written(&story, "news.csv", table);
    story.drop_onto(vec![path]);
    assert!(shows(&story, "Column of text: body") && shows(&story, "Column of headline: none"));
    column(&mut story, "Column of text: body", "lead");
    assert!(shows(&story, "Column of text: lead"));
    column(&mut story, "Column of headline: none", "name");
    assert!(
        shows(&story, "Column of headline: name") && shows(&story, "Column of text: lead"),
        "one choice, then the other"
    );
    press(&mut story, "Add 2 articles");
    assert_eq!(text_of(&story, "news.csv #1"), lead);
    let shards = story.desk().bench.session().shards();
    let headlines: Vec<&str> = shards.iter().map(|shard| shard.title()).collect();
    assert_eq!(headlines[2..], ["Ferry", "Quay"]);
}

#[test]
fn a_long_import_is_stopped_and_what_was_there_before_stays() {
    Apart::provide(env!("CARGO_BIN_EXE_byline").into());
    let mut story = Story::begin();
    let third = written(&story, "3.txt", "Dropped\n\nA third outlet wrote this.");
    story.drop_onto(vec![third]);
    for stop in ["Stop", "Escape"] {
        // It would be read for seconds, until its time is over.
        let endless = written(&story, &format!("{stop}.pdf"), documents::endless_pdf());
        story.drop_without_waiting(vec![endless]);
        story.harness.step();
        story.harness.step();
        assert!(story.desk().is_busy() && story.harness.query_by_label("Stop").is_some());
        if stop == "Stop" {
            story.harness.get_by_label("Stop").click_accesskit();
        } else {
            story.harness.key_press(Key::Escape);
        }
        // One frame sees it, the next one does it, and nobody waits for what goes on.
        story.harness.run_steps(2);
        assert!(!story.desk().is_busy(), "{stop}");
        story.settle();
        assert!(shows(&story, "Add articles") && shows(&story, "1 of 1 ticked"), "what was read before stays");
        assert!(!shows(&story, ".pdf, not read"), "{stop}: nobody waits for what is left of it");
        assert!(story.harness.query_by_label("Stop").is_none(), "{stop}");
        assert_eq!(articles(&story), ["1.txt", "2.txt"], "nothing is added by that");
    }
    press(&mut story, "Add 1 article");
    assert_eq!(articles(&story), ["1.txt", "2.txt", "3.txt"]);
}

/// Opens the list of columns under `name` and chooses one.
fn column(story: &mut Story, name: &str, column: &str) {
    press(story, name);
    press(story, column);
}

/// Opens the list under `name` and chooses a row of it.
fn choose(story: &mut Story, name: &str, row: &str) {
    let list = story.harness.get_by_label_contains(&format!("{name}: ")).rect().center();
    story.click_at(list);
    let row = format!("{row}  –  ");
    story.harness.get_by_label_contains(&row).click_accesskit();
    story.settle();
}
