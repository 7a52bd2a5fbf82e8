//! Work on an article by keys alone: selecting by unit, typing to find and select, a whole article tagged.

#![allow(clippy::unwrap_used, reason = "a missing word or mention is a failed test")]

use byline::edit::Command;
use byline::model::{Mention, MentionId, Slug, Timestamp};
use byline::store::{Expected, Settings, Theme};
use byline::text::Span;
use byline::workbench::{Clock, SAMPLE, Workbench};
use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use std::collections::BTreeSet;
use window::{FIRST, Story, window_at};

#[path = "support/window.rs"]
mod window;

impl Story {
    fn selection(&self) -> Span {
        self.app().front_view().unwrap().selection().span()
    }

    fn selected_words(&self) -> String {
        self.selection().slice(self.shard().article.text()).unwrap().to_owned()
    }

    /// Types as a keyboard does, into whatever has the focus.
    fn type_in(&mut self, words: &str) {
        for word in words.split_inclusive(' ') {
            self.harness.event(Event::Text(word.to_owned()));
        }
        self.harness.run_steps(2);
    }

    /// Opens the line for typing to find, as the key with its sign does.
    fn slash(&mut self) {
        self.harness.key_down(Key::Slash);
        self.harness.event(Event::Text("/".to_owned()));
        self.harness.key_up(Key::Slash);
        self.harness.run_steps(2);
    }

    /// Presses a key and draws no more frames than a quick typist leaves.
    fn tap(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run_steps(2);
    }

    fn has_line(&self) -> bool {
        self.harness.query_by_label_contains("nothing like it").is_some()
            || self.harness.query_by_label_contains("Enter keeps it").is_some()
    }
}

#[test]
fn s_and_p_take_the_next_one_too() {
    let mut story = Story::begin();
    story.press_with(Modifiers::COMMAND, Key::ArrowDown);
    story.press(Key::S);
    assert_eq!(story.selected_words(), "The Minister of Ports, Ada Kvist, met dockers in Brel on Monday");
    story.press(Key::S);
    assert!(story.selected_words().ends_with("Monday. She said the quay would stay open"));
    story.press(Key::S);
    assert!(story.selected_words().ends_with("Nobody else spoke"), "into the next paragraph");
    story.press_with(Modifiers::COMMAND, Key::Home);
    story.press(Key::P);
    assert_eq!(story.selected_words(), "Harbour talks resume");
    story.press(Key::P);
    assert!(story.selected_words().starts_with("Harbour") && story.selected_words().ends_with("stay open"));
}

#[test]
fn the_caret_steps_by_sentence_and_paragraph_and_shift_extends() {
    let mut story = Story::begin();
    let at = |words: &str| u32::try_from(FIRST.find(words).unwrap()).unwrap();
    let (ctrl, alt, shift) = (Modifiers::COMMAND, Modifiers::ALT, Modifiers::SHIFT);
    let end = u32::try_from(FIRST.len()).unwrap();
    for (modifiers, key, expected) in [
        (ctrl, Key::ArrowDown, at("The Minister")),
        (alt, Key::ArrowDown, at("She said")),
        (alt, Key::ArrowDown, at("Nobody")),
        (alt, Key::ArrowUp, at("She said")),
        (ctrl, Key::ArrowUp, at("The Minister")),
        (ctrl, Key::ArrowUp, 0),
        (ctrl, Key::ArrowUp, 0),
        (ctrl, Key::ArrowDown, at("The Minister")),
        (ctrl, Key::ArrowDown, at("Nobody")),
        (ctrl, Key::ArrowDown, end),
    ] {
        story.press_with(modifiers, key);
        let selection = story.app().front_view().unwrap().selection();
        assert_eq!((selection.anchor.0, selection.caret.0), (expected, expected), "{modifiers:?} {key:?}");
    }
    story.press_with(alt | shift, Key::ArrowUp);
    assert_eq!(story.selected_words(), "Nobody else spoke.");
    story.press_with(ctrl | shift, Key::ArrowUp);
    assert!(story.selected_words().starts_with("The Minister"));
    story.press_with(alt | shift, Key::ArrowDown);
    assert!(story.selected_words().starts_with("She said"));
}

#[test]
fn typed_words_are_found_selected_and_tagged() {
    let mut story = Story::begin();
    story.slash();
    story.type_in("kvi");
    assert_eq!(story.selected_words(), "Kvist", "whole words, as selections snap");
    story.press(Key::Enter);
    assert!(!story.has_line());
    story.press(Key::Num4);
    assert_eq!(story.mentions(), ["actor.person: Kvist"]);
    story.slash();
    story.type_in("o");
    let first = story.selection();
    story.press(Key::ArrowDown);
    assert!(story.selection().start > first.start, "the next one");
    story.press(Key::ArrowUp);
    assert_eq!(story.selection(), first, "and back");
    story.press_with(Modifiers::COMMAND, Key::G);
    assert!(story.selection().start > first.start);
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::G);
    assert_eq!(story.selection(), first);
    story.press(Key::Escape);
    assert_eq!(story.mentions().len(), 1, "letters typed there are no keys");
}

#[test]
fn esc_goes_back_to_where_one_was_before_typing() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num4);
    let before = story.desk().bench.view;
    story.slash();
    story.type_in("nobody");
    assert_eq!(story.selected_words(), "Nobody");
    story.type_in("xyz");
    story.harness.run();
    assert!(story.harness.query_by_label_contains("nothing like it").is_some());
    story.press(Key::Escape);
    assert_eq!(story.desk().bench.view, before);
    assert!(!story.has_line());
    story.press(Key::Num5);
    assert_eq!(story.mentions(), ["actor.organisation: Ada Kvist"], "the text has the focus again");
}

/// The mentions of the sample that this story makes again.
struct Wanted {
    label: Slug,
    spans: Vec<Span>,
}

/// The sample session without the mentions of one article, and these.
fn emptied_sample(file: &str) -> (Workbench, Vec<Wanted>) {
    let session = byline::codec::decode(SAMPLE.as_bytes()).unwrap().session;
    let annotator = session.annotators.iter().next().unwrap().clone();
    let mut bench = Workbench::with(session, annotator, Clock::Fixed(Timestamp::default()), 7);
    let shard = bench.session().shards().iter().find(|shard| shard.article.source.file == file).unwrap().clone();
    let wanted = |mention: &Mention| Wanted { label: mention.label.clone(), spans: mention.fragments.spans().to_vec() };
    let all = shard.mentions_in_order();
    let found = all.iter().map(|mention| wanted(mention)).collect();
    let mentions: Vec<MentionId> = all.iter().map(|mention| mention.id).collect();
    bench.execute(&Command::Delete { article: shard.id(), mentions }).unwrap();
    // This one has mojibake in its text that the fonts of a test lack signs for.
    let broken =
        bench.session().shards().iter().find(|shard| shard.article.source.file.starts_with("01_")).unwrap().id();
    bench.execute(&Command::RemoveArticle { article: broken }).unwrap();
    (bench, found)
}

#[test]
fn a_whole_article_of_the_sample_is_tagged_by_keys_alone() {
    const FILE: &str = "05_strait-observer.txt";
    let (bench, wanted) = emptied_sample(FILE);
    assert!(wanted.len() > 80 && wanted.iter().any(|mention| mention.spans.len() > 1));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("empty.ron");
    byline::store::save(&path, bench.session(), Timestamp::default(), Expected::Nothing).unwrap();
    let settings = Settings { theme: Theme::Light, autosave_secs: 0, ..Settings::default() };
    let harness = window_at(Clock::Fixed(Timestamp::default()), settings, vec![path]);
    let mut story = Story { harness, folder };
    story.settle();
    while story.shard().article.source.file != FILE {
        story.press_with(Modifiers::COMMAND, Key::PageDown);
    }
    assert_eq!(story.mentions(), Vec::<String>::new());
    // What the sample has is to be met to the letter: no snapping, no trimming.
    for key in [Key::W, Key::W, Key::T] {
        story.press(key);
    }
    story.press_with(Modifiers::COMMAND, Key::Home);
    for mention in &wanted {
        tag_by_keys(&mut story, mention);
    }
    let made: BTreeSet<(Slug, Vec<Span>)> = story
        .shard()
        .mentions
        .iter()
        .map(|mention| (mention.label.clone(), mention.fragments.spans().to_vec()))
        .collect();
    let expected: BTreeSet<(Slug, Vec<Span>)> =
        wanted.into_iter().map(|mention| (mention.label, mention.spans)).collect();
    assert_eq!(made, expected);
}

/// Types the first words, goes to the right occurrence, tags it, and adds the other fragments.
fn tag_by_keys(story: &mut Story, mention: &Wanted) {
    for (number, span) in mention.spans.iter().enumerate() {
        select_by_keys(story, *span);
        if number > 0 {
            story.tap(Modifiers::ALT, Key::Enter);
            continue;
        }
        let schema = story.desk().bench.session().schema.clone();
        let info = schema.label_info(&mention.label).unwrap();
        if let Some(key) = info.hotkey.and_then(|digit| Key::from_name(&digit.to_string())) {
            story.tap(Modifiers::NONE, key);
        } else {
            story.tap(Modifiers::COMMAND, Key::K);
            story.type_in(&format!("label: {}", info.name));
            story.tap(Modifiers::NONE, Key::Enter);
        }
    }
}

fn select_by_keys(story: &mut Story, span: Span) {
    let words = span.slice(story.shard().article.text()).unwrap().to_owned();
    assert!(!words.contains('\n'));
    story.slash();
    story.type_in(&words);
    let all = story.shard().article.text().to_lowercase().matches(&words.to_lowercase()).count();
    for _ in 0..all {
        if story.selection() != span {
            story.tap(Modifiers::NONE, Key::ArrowDown);
        }
    }
    assert_eq!(story.selection(), span, "{words}");
    story.tap(Modifiers::NONE, Key::Enter);
}
