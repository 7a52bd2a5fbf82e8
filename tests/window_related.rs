//! Related text in the window: sentences that other articles tell too, put side by side, and the lines beside shared copy; and
//! times of a mention, resolved and taken as the date of its event.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a missing word, row or widget is a failed test")]

use byline::edit::{Becomes, Command};
use byline::model::{ArticleId, Schema, Value};
use eframe::egui::{Event, Key, Modifiers, PointerButton};
use egui_kittest::kittest::Queryable;
use std::fs;
use window::{Story, press, shows, tag, window};

#[path = "support/window.rs"]
mod window;

const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };
const CTRL_ALT: Modifiers = Modifiers { alt: true, ..Modifiers::COMMAND };

const COPY: &str = "The ministry said on Friday that the bridge over the Vel would stay closed until the autumn.";
const TOLD: &str = "Until the autumn the bridge over the Vel will remain closed, the ministry announced.";

/// One article, another one with a sentence copied from it, and a third one that tells it otherwise.
fn begin() -> Story {
    let folder = tempfile::tempdir().unwrap();
    let filler = "Nothing of it is told here in these words.\n\n".repeat(60);
    let one = format!("A bridge fell\n\n{COPY} Nobody was hurt when it fell on Monday evening.\n");
    let two = format!("Ferries come back\n\n{filler}{COPY}\n");
    let three = format!("The Vel crossing\n\n{TOLD}\n");
    for (name, text) in [("1.txt", one), ("2.txt", two), ("3.txt", three)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let paths = ["1.txt", "2.txt", "3.txt"].map(|name| folder.path().join(name)).to_vec();
    let mut story = Story { harness: window(paths), folder };
    story.settle();
    story
}

fn article(story: &Story, name: &str) -> ArticleId {
    let shards = story.desk().bench.session().shards();
    shards.iter().find(|shard| shard.article.name == name).unwrap().id()
}

fn row(kind: &str) -> String {
    match kind {
        "copy" => format!("{COPY} — Ferries come back: {COPY}, 1.00, shared copy"),
        _ => panic!("{kind}"),
    }
}

#[test]
fn a_sentence_and_its_relative_are_put_side_by_side() {
    let mut story = begin();
    let first = article(&story, "1.txt");
    story.press_with(CTRL_SHIFT, Key::K);
    story.settle();
    assert!(shows(&story, "2 related sentences, 1 of them shared copy"));
    assert!(shows(&story, &row("copy")));
    // The copy is the likelier of the two, so it is first, and Enter takes it.
    story.press(Key::Enter);
    story.settle();
    let second = article(&story, "2.txt");
    assert_eq!(story.shard().id(), second, "the other article is the active one");
    assert_eq!(story.desk().bench.beside.unwrap().article, Some(first), "and stands beside this one");
    let span = story.span(COPY);
    assert_eq!(story.app().front_view().unwrap().selection().span(), span, "its sentence is marked");
    assert!(story.app().front_view().unwrap().rect_of(span).is_some(), "and scrolled to");
    let beside = story.app().beside_view().unwrap();
    assert_eq!(
        beside.selection().span().slice(story.desk().bench.session().shard(first).unwrap().article.text()),
        Some(COPY)
    );
    assert!(beside.rect_of(beside.selection().span()).is_some());
}

#[test]
fn the_keys_choose_among_rows_and_copies_can_be_shown_alone() {
    let mut story = begin();
    story.press_with(CTRL_SHIFT, Key::K);
    story.settle();
    press(&mut story, "Shared copy alone");
    assert!(shows(&story, &row("copy")) && !shows(&story, "The Vel crossing: "));
    press(&mut story, "Shared copy alone");
    assert!(shows(&story, "The Vel crossing: "));
    story.press(Key::Escape);
    story.press_with(CTRL_SHIFT, Key::K);
    story.settle();
    story.press(Key::ArrowDown);
    story.press(Key::Enter);
    story.settle();
    assert_eq!(story.shard().id(), article(&story, "3.txt"));
    assert_eq!(story.app().front_view().unwrap().selection().span(), story.span(TOLD));
}

#[test]
fn an_article_without_relatives_says_so() {
    let mut story = Story::begin();
    story.press_with(CTRL_SHIFT, Key::K);
    story.settle();
    assert!(shows(&story, "No sentence of this article tells what a sentence of another one tells."));
    press(&mut story, "Close");
    assert!(!shows(&story, "Related text"));
}

#[test]
fn lines_stand_beside_shared_copy_in_both_panes_until_they_are_switched_off() {
    let mut story = begin();
    let (line, other) = ("Shared copy, also in Ferries come back", "Shared copy, also in The ministry said");
    assert!(!shows(&story, line), "nothing was looked for yet");
    story.press_with(CTRL_ALT, Key::K);
    story.settle();
    assert!(shows(&story, line));
    let sign = story.harness.get_by_label(line).rect();
    let words = story.rect(COPY);
    assert!(sign.right() <= words.left() && sign.top() <= words.top() + 1.0, "{sign:?} {words:?}");
    press(&mut story, line);
    story.settle();
    assert_eq!(story.shard().id(), article(&story, "2.txt"), "a click on the line leads to the copy");
    assert!(shows(&story, line), "beside the article that waits");
    assert!(shows(&story, other), "and beside the one in front");
    story.press_with(CTRL_ALT, Key::K);
    assert!(!shows(&story, line) && !shows(&story, other));
    story.press_with(CTRL_ALT, Key::K);
    assert!(shows(&story, line) && shows(&story, other));
}

#[test]
fn two_articles_beside_each_other_show_their_shared_copy_without_being_asked() {
    let mut story = begin();
    let (line, other) = ("Shared copy, also in Ferries come back", "Shared copy, also in The ministry said");
    assert!(!shows(&story, line));
    let row = story.harness.get_by_label_contains("Ferries come back, ").rect().center();
    story.harness.hover_at(row);
    for pressed in [true, false] {
        let event =
            Event::PointerButton { pos: row, button: PointerButton::Primary, pressed, modifiers: Modifiers::ALT };
        story.harness.event_modifiers(event, Modifiers::ALT);
        story.harness.step();
    }
    story.settle();
    assert!(story.desk().bench.beside.is_some());
    story.harness.run_steps(3);
    assert!(shows(&story, line) || shows(&story, other));
}

/// Carries out a command as a script has it.
fn carry_out(story: &mut Story, command: &str) {
    let command: Command = serde_json::from_str(command).unwrap();
    story.harness.state_mut().as_mut().unwrap().carry_out(&command);
    story.settle();
}

#[test]
fn the_time_of_a_mention_becomes_the_date_of_its_event() {
    let mut story = begin();
    let mention = tag(&mut story, "fell on Monday evening", Key::Num2);
    assert!(shows(&story, "no anchor: Monday; relative, and the article has no published date"));
    let first = article(&story, "1.txt");
    let published =
        format!(r#"{{"set_metadata": {{"article": "{first}", "field": "published", "value": "2026-04-24"}}}}"#);
    carry_out(&mut story, &published);
    assert!(shows(&story, "resolved: 2026-04-20..2026-04-20 (Monday, anchored on 2026-04-24)"));
    assert!(!shows(&story, "as the event’s date"), "it is linked to no entry yet");
    carry_out(&mut story, r#"{"add_entry": {"layer": "event", "name": "The fall of the bridge"}}"#);
    let entry = story.desk().bench.session().entries.iter().next().unwrap().id;
    let link = format!(r#"{{"link": {{"article": "{first}", "mentions": ["{mention}"], "entry": "{entry}"}}}}"#);
    carry_out(&mut story, &link);
    press(&mut story, "Take 2026-04-20..2026-04-20 as the event’s date");
    let when = story.desk().bench.session().entries.get(entry).unwrap().when.clone().unwrap();
    assert_eq!((when.display().as_str(), when.phrase.as_str()), ("2026-04-20", "Monday"));
    assert_eq!(when.anchor.unwrap().to_string(), "2026-04-24");
    assert!(!shows(&story, "as the event’s date"), "it is the date now");
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert!(story.desk().bench.session().entries.get(entry).unwrap().when.is_none(), "one step to undo");
}

#[test]
fn the_panel_of_an_event_offers_the_times_of_its_mentions() {
    let mut story = begin();
    let mention = tag(&mut story, "fell on Monday evening", Key::Num2);
    let first = article(&story, "1.txt");
    carry_out(&mut story, r#"{"add_entry": {"layer": "event", "name": "The fall of the bridge"}}"#);
    let entry = story.desk().bench.session().entries.iter().next().unwrap().id;
    let link = format!(r#"{{"link": {{"article": "{first}", "mentions": ["{mention}"], "entry": "{entry}"}}}}"#);
    carry_out(&mut story, &link);
    story.press_with(Modifiers::COMMAND, Key::Num3);
    story.settle();
    assert!(shows(&story, "no anchor: Monday; relative, and the article has no published date"));
    let published =
        format!(r#"{{"set_metadata": {{"article": "{first}", "field": "published", "value": "2026-04-24"}}}}"#);
    carry_out(&mut story, &published);
    assert!(shows(&story, "resolved: 2026-04-20..2026-04-20 (Monday, anchored on 2026-04-24)"));
    press(&mut story, "Take 2026-04-20..2026-04-20 as the event’s date");
    let when = story.desk().bench.session().entries.get(entry).unwrap().when.clone().unwrap();
    assert_eq!((when.display().as_str(), when.anchor.unwrap().to_string().as_str()), ("2026-04-20", "2026-04-24"));
    assert!(!shows(&story, "Take 2026-04-20"), "it is the date now");
}

#[test]
fn an_attribute_that_is_a_day_takes_one_of_the_text() {
    let mut story = begin();
    let mut schema = Schema::clone(&story.desk().bench.session().schema);
    let when = r#"{"id": "when", "name": "When", "values": "date", "labels": ["event"]}"#;
    schema.attributes.push(serde_json::from_str(when).unwrap());
    let command = Command::SetSchema { schema: Box::new(schema), becomes: Becomes::default() };
    story.harness.state_mut().as_mut().unwrap().carry_out(&command);
    let mention = tag(&mut story, "fell on Monday evening", Key::Num2);
    assert!(shows(&story, "no anchor: Monday; relative, and the article has no published date"));
    assert!(!shows(&story, "Take 20"), "nothing is offered");
    let first = article(&story, "1.txt");
    let published =
        format!(r#"{{"set_metadata": {{"article": "{first}", "field": "published", "value": "2026-04-24"}}}}"#);
    carry_out(&mut story, &published);
    press(&mut story, "Take 2026-04-20 as When");
    let value = |story: &Story| story.shard().mentions.get(mention).unwrap().attributes.values().next().cloned();
    assert_eq!(value(&story), Some(Value::Text("2026-04-20".to_owned())));
    assert!(!shows(&story, "Take 2026-04-20 as When"), "it is set now");
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(value(&story), None, "one step to undo");
}
