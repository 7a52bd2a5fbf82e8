//! A text that has changed comes in as the newer version of its article, and an article is read anew in another encoding.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a missing word, file or widget is a failed test")]

use byline::model::Shard;
use byline::workbench::Brought;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use std::sync::Arc;
use window::{FIRST, Story, press, shows, tag};

#[path = "support/window.rs"]
mod window;

const CTRL_ALT: Modifiers = Modifiers { alt: true, ..Modifiers::COMMAND };

fn shards(story: &Story) -> Vec<Arc<Shard>> {
    story.desk().bench.session().shards().to_vec()
}

fn bring(story: &mut Story, name: &str, bytes: &[u8]) {
    let brought = Brought::Pasted { name: name.to_owned(), bytes: bytes.into() };
    story.harness.state_mut().as_mut().unwrap().bring(vec![brought]);
    story.settle();
}

fn choose(story: &mut Story, name: &str, row: &str) {
    let list = story.harness.get_by_label_contains(&format!("{name}: ")).rect().center();
    story.click_at(list);
    story.harness.get_by_label_contains(&format!("{row}  –  ")).click_accesskit();
    story.settle();
}

#[test]
fn a_newer_text_shows_what_has_changed_and_takes_the_tags_along() {
    let mut story = Story::begin();
    tag(&mut story, "Ada Kvist", Key::Num1);
    tag(&mut story, "dockers", Key::Num1);
    let newer = FIRST.replace("met dockers in Brel on Monday", "met nobody in Brel") + "\n\nUpdated at noon.";
    bring(&mut story, "1.txt", newer.as_bytes());
    assert!(shows(&story, "a newer text of “Harbour talks resume”: one tag kept, 1 waiting in the quarantine"));
    assert!(shows(&story, "Newer version of “Harbour talks resume”"));
    story.harness.get_by_label_contains("of which the first are").click_accesskit();
    story.settle();
    assert!(shows(&story, "− dockers"));
    story.press_with(Modifiers::COMMAND, Key::Enter);
    story.settle();
    let now = shards(&story);
    assert_eq!(now.len(), 3);
    assert_eq!(now[1].article.supersedes, Some(now[0].id()));
    assert_eq!(story.shard().id(), now[1].id(), "whoever was in the older one is in the newer one");
    assert_eq!(story.mentions(), ["actor: Ada Kvist"]);
    assert_eq!(now[1].quarantine.len(), 1);
    if shows(&story, "Articles were added") {
        press(&mut story, "Close");
    }
    assert!(shows(&story, "older version"));
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(shards(&story).len(), 2);
    assert_eq!(story.mentions(), ["actor: Ada Kvist", "actor: dockers"]);
}

#[test]
fn a_newer_text_may_stay_an_article_of_its_own() {
    let mut story = Story::begin();
    bring(&mut story, "1.txt", format!("{FIRST}\n\nUpdated at noon.").as_bytes());
    press(&mut story, "Newer version of “Harbour talks resume”");
    story.press_with(Modifiers::COMMAND, Key::Enter);
    story.settle();
    let now = shards(&story);
    assert_eq!((now.len(), now[2].article.supersedes), (3, None));
}

#[test]
fn an_article_is_read_anew_in_another_encoding_and_not_where_tagged_words_would_read_otherwise() {
    let mut story = Story::begin();
    bring(&mut story, "cafe.txt", b"Caf\xe9 owners met Ann Lee in the old harbour of Brel on Monday.");
    story.press(Key::Enter);
    story.settle();
    let id = shards(&story)[2].id();
    story.harness.get_by_label_contains("Café owners").click();
    story.draw();
    story.settle();
    assert_eq!(story.shard().id(), id);
    story.press_with(CTRL_ALT, Key::I);
    story.settle();
    assert!(shows(&story, "is in the session already"));
    choose(&mut story, "Encoding of this file", "iso-8859-5");
    assert!(shows(&story, "read anew: 0 tags kept, 0 waiting in the quarantine"));
    press(&mut story, "Add 1 article");
    let now = shards(&story);
    assert_eq!(now.len(), 3, "nobody has worked on its first reading, which goes");
    assert!(now[2].article.text().starts_with("Cafщ owners"));
    tag(&mut story, "Cafщ owners", Key::Num1);
    story.press_with(CTRL_ALT, Key::I);
    story.settle();
    choose(&mut story, "Encoding of this file", "windows-1252");
    assert!(shows(&story, "1 tag stands on words that read otherwise in this encoding; it cannot be chosen"));
    assert!(shows(&story, "0 of 0 ticked") || shows(&story, "There is no article to add."));
    story.press(Key::Escape);
    assert!(shards(&story)[2].article.text().starts_with("Cafщ owners"));
}
