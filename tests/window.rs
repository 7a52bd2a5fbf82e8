//! The window as an analyst meets it: pointer and keys in, the session out, without a display.

#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a missing word, mention or widget is a failed test")]

use byline::edit::{Field, Places, TagDraft};
use byline::model::{Annotator, AnnotatorId, AnnotatorKind, Ext, Slug};
use byline::store::{Settings, Theme};
use byline::workbench::{Clock, Hand, SaveState};
use eframe::egui::{Key, Modifiers, Popup};
use egui_kittest::kittest::Queryable;
use std::path::Path;
use window::{FIRST, Story, window, window_at, window_of};

#[path = "support/window.rs"]
mod window;

#[test]
fn dragged_words_become_an_actor_with_the_label_key() {
    let mut story = Story::begin();
    story.drag("a Kvist, me");
    assert_eq!(story.app().front_view().unwrap().selection().span(), story.span("Ada Kvist, met"), "whole words");
    story.press(Key::Escape);
    story.drag("Ada Kvist,");
    story.press(Key::Num1);
    assert_eq!(story.mentions(), ["actor: Ada Kvist"], "the comma falls off the edge");
    assert_eq!(story.selected().unwrap().fragments.spans(), [story.span("Ada Kvist")]);
    assert_eq!(story.desk().save_state(), SaveState::Unsaved);
}

#[test]
fn an_armed_label_tags_on_release_until_it_is_disarmed() {
    let mut story = Story::begin();
    story.press(Key::Num2);
    assert_eq!(story.app().armed(), Some(&Slug::new("event").unwrap()));
    story.drag("met dockers");
    story.double_click("spoke");
    assert_eq!(story.mentions(), ["event: met dockers", "event: spoke"]);
    story.press(Key::Escape);
    assert_eq!(story.app().armed(), None);
    story.drag("quay");
    assert_eq!(story.mentions().len(), 2);
}

#[test]
fn snapping_steps_from_words_to_sentences_to_characters() {
    let mut story = Story::begin();
    story.press(Key::W);
    story.drag("quay would");
    story.press(Key::Num3);
    assert_eq!(story.mentions(), ["claim: She said the quay would stay open"]);
    story.press(Key::Escape);
    story.press(Key::W);
    story.drag("inist");
    story.press(Key::Num1);
    assert_eq!(story.mentions(), ["actor: inist", "claim: She said the quay would stay open"]);
}

#[test]
fn edges_stay_as_selected_where_trimming_is_off() {
    let mut story = Story::begin();
    story.press(Key::T);
    story.press(Key::W);
    story.press(Key::W);
    story.drag("Kvist,");
    story.press(Key::Num1);
    assert_eq!(story.mentions(), ["actor: Kvist,"]);
}

#[test]
fn keys_alone_select_and_tag() {
    let mut story = Story::begin();
    story.press_with(Modifiers::COMMAND, Key::Home);
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
    story.press(Key::Num2);
    assert_eq!(story.mentions(), ["event: Harbour talks"]);
    story.press(Key::Escape);
    story.press(Key::S);
    story.press(Key::Num3);
    assert_eq!(story.mentions(), ["claim: Harbour talks resume", "event: Harbour talks"], "nested");
    story.press(Key::Escape);
    story.press(Key::Num1);
    story.press_with(Modifiers::COMMAND, Key::Home);
    story.press(Key::Enter);
    assert_eq!(story.mentions().last().unwrap(), "actor: Harbour", "Enter tags the word at the caret");
}

#[test]
fn overlaps_two_labels_on_one_extent_and_a_duplicate() {
    let mut story = Story::begin();
    for (words, key) in [("Ada Kvist", Key::Num1), ("Ada Kvist", Key::Num3), ("Kvist, met dockers", Key::Num2)] {
        story.drag(words);
        story.press(key);
        story.press(Key::Escape);
    }
    assert_eq!(story.mentions().len(), 3);
    story.drag("Ada Kvist");
    story.press(Key::Num1);
    assert_eq!(story.mentions().len(), 3, "the duplicate is not made");
    assert_eq!(story.selected().unwrap().label.as_str(), "actor", "the one that is there is selected");
}

#[test]
fn clicks_on_a_stack_go_from_the_innermost_outwards() {
    let mut story = Story::begin();
    for (words, key) in [("Ada Kvist, met dockers in Brel", Key::Num2), ("Ada Kvist", Key::Num1)] {
        story.drag(words);
        story.press(key);
        story.press(Key::Escape);
    }
    let pos = story.rect("Kvist").center();
    let mut quotes = Vec::new();
    for _ in 0..3 {
        story.click_at(pos);
        // Later than a double click.
        story.harness.run_steps(30);
        quotes.push(String::from(story.selected().unwrap().quote));
    }
    assert_eq!(quotes, ["Ada Kvist", "Ada Kvist, met dockers in Brel", "Ada Kvist"]);
    let nothing = story.rect("Nobody else").center();
    story.click_at(nothing);
    assert_eq!(story.selected(), None);
}

#[test]
fn a_label_changes_in_place_and_a_mention_is_deleted() {
    let mut story = Story::begin();
    story.drag("Brel");
    story.press(Key::Num1);
    let before = story.selected().unwrap();
    story.press(Key::Num6);
    let after = story.selected().unwrap();
    assert_eq!((after.id, after.label.as_str()), (before.id, "actor.state"));
    story.press(Key::Delete);
    assert_eq!(story.mentions(), Vec::<String>::new());
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(story.selected().unwrap(), after, "undo brings it back, selected, with its id");
}

#[test]
fn a_note_is_one_step_and_letters_in_it_are_no_keys() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num1);
    story.harness.get_by_label("Note").focus();
    story.harness.run();
    story.harness.get_by_label("Note").type_text("Was she there? 12 sources");
    story.harness.run();
    assert_eq!(story.mentions(), ["actor: Ada Kvist"], "typing tags nothing");
    let elsewhere = story.rect("Nobody else").center();
    story.harness.run_steps(30);
    story.click_at(elsewhere);
    let shard = story.shard();
    let mention = shard.mentions.iter().next().unwrap();
    assert_eq!(mention.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["Was she there? 12 sources"]);
    assert_eq!(story.desk().bench.undo_name(), Some("Change note"));
}

#[test]
fn attributes_confidence_and_review_are_set_in_the_panel() {
    let mut story = Story::begin();
    story.drag("the quay would stay open");
    story.press(Key::Num3);
    for name in ["not stated", "accepted", "Nobody named: yes"] {
        // As a screen reader presses it, wherever the panel is scrolled to.
        story.harness.get_by_label(name).click_accesskit();
        story.harness.run();
    }
    let mention = story.selected().unwrap();
    assert_eq!(mention.confidence, Some(0.8));
    assert_eq!(mention.review.state.as_str(), "accepted");
    assert_eq!(mention.attributes.len(), 1, "{:?}", mention.attributes);
}

#[test]
fn the_list_of_mentions_jumps() {
    let mut story = Story::begin();
    for (words, key) in [("Ada Kvist", Key::Num1), ("spoke", Key::Num2)] {
        story.drag(words);
        story.press(key);
        story.press(Key::Escape);
    }
    story.click("Actor: Ada Kvist");
    assert_eq!(story.selected().unwrap().quote.as_ref(), "Ada Kvist");
    story.press_with(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(story.selected().unwrap().quote.as_ref(), "spoke");
    story.press_with(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(story.selected().unwrap().quote.as_ref(), "Ada Kvist");
}

#[test]
fn undo_and_redo_go_across_articles_and_name_their_steps() {
    let mut story = Story::begin();
    let first = story.shard().id();
    story.drag("Ada Kvist");
    story.press(Key::Num1);
    story.press_with(Modifiers::COMMAND, Key::PageDown);
    let second = story.shard().id();
    assert_ne!(first, second);
    story.drag("union");
    story.press(Key::Num5);
    assert_eq!(story.desk().bench.undo_name(), Some("Tag “union” as Organisation"));
    story.press_with(Modifiers::COMMAND, Key::PageUp);
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(story.shard().id(), second, "undo goes to where the step was made");
    assert_eq!(story.mentions(), Vec::<String>::new());
    assert_eq!(story.app().front_view().unwrap().selection().span(), story.span("union"), "with its selection");
    story.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(story.shard().id(), first);
    assert_eq!(story.mentions(), Vec::<String>::new());
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    story.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(story.mentions(), ["actor.organisation: union"]);
}

#[test]
fn what_is_saved_is_what_is_opened() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num4);
    let path = story.saved_to("work.ron");
    assert_eq!(story.desk().save_state(), SaveState::Saved);
    let kept = story.desk().bench.snapshot();
    story.press(Key::Delete);
    story.settle();
    assert_eq!(story.desk().save_state(), SaveState::Kept, "in the journal, not in the file");
    story.press_with(Modifiers::COMMAND, Key::S);
    story.settle();
    assert_eq!(story.desk().save_state(), SaveState::Saved);
    story.press_with(Modifiers::COMMAND, Key::Z);
    story.press_with(Modifiers::COMMAND, Key::S);
    story.settle();
    let opened = byline::store::load(&path).unwrap().session;
    assert_eq!(opened.shards(), kept.shards());
}

#[test]
fn a_mention_in_quarantine_is_listed_and_put_back() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num4);
    let path = story.saved_to("work.ron");
    let text = std::fs::read_to_string(&path).unwrap();
    let at = text.find("fragments: [(").unwrap();
    let end = at + text[at..].find(']').unwrap();
    std::fs::write(&path, format!("{}fragments: [(1, 10){}", &text[..at], &text[end..])).unwrap();
    let mut story = story.again(|| window(vec![path]));
    assert_eq!(story.mentions(), Vec::<String>::new());
    story.click("I have looked: work on it");
    story.settle();
    story.click("In quarantine: 1");
    let start = FIRST.find("Ada Kvist").unwrap();
    story.click(&format!("Put at {start}–{}", start + 9));
    assert_eq!(story.mentions(), ["actor.person: Ada Kvist"]);
    assert!(story.shard().quarantine.is_empty());
}

#[test]
fn letters_typed_into_an_open_list_are_no_keys() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num4);
    story.click("Entry: none – link it…");
    story.harness.get_by_label("Find entry").type_text("Kvist 12");
    story.harness.run();
    story.click("New entry “Kvist 12”");
    let entry = story.selected().unwrap().entry.unwrap();
    assert_eq!(story.desk().bench.session().entry_name(entry), Some("Kvist 12"));
    assert_eq!(story.mentions(), ["actor.person: Ada Kvist"]);
}

#[test]
fn a_choice_made_by_key_closes_its_list() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num1);
    story.click("Label");
    assert!(Popup::is_any_open(&story.harness.ctx), "the labels are listed");
    story.harness.get_by_label("    Person").focus();
    story.press(Key::Enter);
    assert_eq!(story.mentions(), ["actor.person: Ada Kvist"]);
    assert!(!Popup::is_any_open(&story.harness.ctx), "it would lie over the next field");
}

#[test]
fn a_menu_shows_all_that_the_window_has_room_for() {
    let mut story = Story::begin();
    story.click("View");
    let last = story.harness.get_by_label_contains("Paragraph numbers").rect().center();
    story.click_at(last);
    assert!(story.desk().settings.paragraph_numbers, "the last entry can be pointed at without scrolling");
}

#[test]
fn a_session_opens_where_it_was_left() {
    let mut story = Story::begin();
    let path = story.saved_to("work.ron");
    story.press_with(Modifiers::COMMAND, Key::PageDown);
    let left = story.shard().id();
    story.harness.state_mut().as_mut().unwrap().remember_place();
    let settings = story.desk().settings.clone();
    let again = story.again(|| window_of(settings, vec![path]));
    assert_eq!(again.shard().id(), left);
}

#[test]
fn a_file_that_another_program_changed_is_not_overwritten() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num4);
    let path = story.saved_to("work.ron");
    let theirs = std::fs::read_to_string(&path).unwrap().replace("title: \"\"", "title: \"Theirs\"");
    std::fs::write(&path, &theirs).unwrap();
    story.press(Key::Delete);
    story.press_with(Modifiers::COMMAND, Key::S);
    story.settle();
    assert!(matches!(story.desk().save_state(), SaveState::KeptAlone(_)));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), theirs);
    assert_eq!(story.mentions(), Vec::<String>::new(), "the work goes on");
}

#[test]
fn work_saves_itself_once_it_has_waited_long_enough() {
    let hand: &'static Hand = Box::leak(Box::default());
    let mut story = Story::begin();
    let settings = Settings { autosave_secs: 30, ..story.desk().settings.clone() };
    let path = story.saved_to("work.ron");
    story = story.again(|| window_at(Clock::Hand(hand), settings, vec![path.clone()]));
    story.drag("Ada Kvist");
    story.press(Key::Num4);
    hand.advance(29);
    story.settle();
    assert_eq!(story.desk().save_state(), SaveState::Kept, "in the journal, not in the file");
    hand.advance(1);
    story.settle();
    assert_eq!(story.desk().save_state(), SaveState::Saved);
    let opened = byline::store::load(&path).unwrap().session;
    assert_eq!(opened.shards(), story.desk().bench.session().shards());
}

#[test]
fn escape_closes_notices_once_nothing_is_selected() {
    let story = Story::begin();
    let paths = ["1.txt", "missing.txt"].map(|name| story.folder.path().join(name));
    let mut story = story.again(|| window(paths.to_vec()));
    let is_told = |story: &Story| story.app().notices().all().iter().any(|notice| notice.text.contains("missing.txt"));
    story.drag("Ada Kvist");
    assert!(is_told(&story), "the missing file is told");
    story.press(Key::Escape);
    assert!(is_told(&story), "the selection goes first");
    story.press(Key::Escape);
    assert!(story.app().notices().all().is_empty());
}

#[test]
fn a_question_comes_before_unsaved_work_is_left() {
    let mut story = Story::begin();
    story.press_with(Modifiers::COMMAND, Key::N);
    story.click("Keep working");
    assert_eq!(story.desk().bench.session().shards().len(), 2);
    story.press_with(Modifiers::COMMAND, Key::N);
    story.click("Go on without saving");
    assert!(story.desk().bench.session().shards().is_empty());
    assert!(story.harness.query_by_label("No articles yet").is_some(), "an empty session says what to do next");
}

#[test]
fn bad_files_are_told_and_the_rest_opens() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("good.txt", b"A fine article about nothing much.");
    write("empty.txt", b"");
    write("picture.txt", &[0x89, b'P', b'N', b'G', 0, 0, 0, 13, 1, 2, 3, 0, 0, 0]);
    let names = ["good.txt", "empty.txt", "picture.txt", "missing.txt"];
    let paths = names.map(|name| folder.path().join(name)).to_vec();
    let mut story = Story { harness: window(paths), folder };
    story.settle();
    assert_eq!(story.desk().bench.session().shards().len(), 1);
    let notices: Vec<&str> = story.app().notices().all().iter().map(|notice| notice.text.as_str()).collect();
    for name in ["empty.txt", "picture.txt", "missing.txt"] {
        assert!(notices.iter().any(|text| text.contains(name)), "{name} is named in {notices:?}");
    }
}

#[test]
fn a_damaged_session_opens_for_reading_until_it_is_accepted() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num4);
    let path = story.saved_to("work.ron");
    let text = std::fs::read_to_string(&path).unwrap().replace("title: \"\"", "title: \"By hand\"");
    std::fs::write(&path, &text).unwrap();
    let mut story = story.again(|| window(vec![path.clone()]));
    assert_eq!(story.desk().save_state(), SaveState::ReadOnly);
    story.drag("dockers");
    story.press(Key::Num1);
    assert_eq!(story.mentions(), ["actor.person: Ada Kvist"], "nothing changes yet");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    story.click("I have looked: work on it");
    story.settle();
    story.drag("dockers");
    story.press(Key::Num1);
    assert_eq!(story.mentions(), ["actor.person: Ada Kvist", "actor: dockers"]);
}

#[test]
fn without_a_file_dialog_a_path_is_typed() {
    let mut story = Story::begin();
    story.press_with(Modifiers::COMMAND, Key::L);
    let wanted = story.folder.path().join("2.txt").display().to_string();
    story.harness.get_by_label("Path").type_text(&wanted);
    // What the path can be completed to comes in beside the frames, and moves the button.
    story.settle();
    story.click("Open");
    story.settle();
    let told = story.harness.query_all_by_label_contains("is in the session already").next();
    assert!(told.is_some(), "it is read, and seen before it is added");
}

#[test]
fn a_discontinuous_mention_is_shown_listed_and_kept() {
    let mut story = Story::begin();
    let shard = story.shard();
    let fragments = Places::Bytes(vec![story.span("Minister"), story.span("Ada Kvist")]);
    let label = Slug::new("actor.person").unwrap();
    let draft = TagDraft {
        article: shard.id(),
        label,
        fragments,
        quote: Some("Minister Ada Kvist".to_owned()),
        entry: None,
        attributes: byline::model::Attributes::new(),
        confidence: None,
        note: None,
    };
    story.harness.state_mut().as_mut().unwrap().carry_out(&byline::edit::Command::Tag(draft));
    story.harness.run();
    let pos = story.rect("Ada").center();
    story.press(Key::Escape);
    story.click_at(pos);
    assert_eq!(story.selected().unwrap().quote.as_ref(), "Minister Ada Kvist");
    let path = story.saved_to("pieces.ron");
    let opened = byline::store::load(Path::new(&path)).unwrap().session;
    assert_eq!(opened.find_mention(story.selected().unwrap().id).unwrap().1.fragments.spans().len(), 2);
}

#[test]
fn metadata_shows_in_list_and_header() {
    let mut story = Story::begin();
    let article = story.shard().id();
    for (field, value) in [(Field::Outlet, "Quayside News"), (Field::Published, "2031-03-14")] {
        let command = byline::edit::Command::SetMetadata { article, field, value: Some(value.to_owned()) };
        story.harness.state_mut().as_mut().unwrap().carry_out(&command);
    }
    story.harness.run();
    assert!(
        story
            .harness
            .query_by_label("Harbour talks resume, Quayside News, unread, 0 mentions, headline guessed")
            .is_some()
    );
    story.press(Key::M);
    assert!(
        story
            .harness
            .query_by_label("Harbour talks resume, Quayside News, reading, 0 mentions, headline guessed")
            .is_some()
    );
}

#[test]
fn the_palette_finds_and_carries_out_an_action() {
    let mut story = Story::begin();
    story.press_with(Modifiers::COMMAND, Key::K);
    story.harness.get_by_label("Find an action").type_text("dark theme");
    story.harness.run();
    story.press(Key::Enter);
    assert_eq!(story.desk().settings.theme, Theme::Dark);
}

#[test]
fn the_annotator_of_the_settings_signs_the_work() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num1);
    let by = story.selected().unwrap().by;
    let known = story.desk().bench.session().annotators.get(by).unwrap().clone();
    let expected = Annotator {
        id: AnnotatorId(by.0),
        name: "Iris Vale".to_owned(),
        kind: AnnotatorKind::Person,
        note: String::new(),
        ext: Ext::default(),
    };
    assert_eq!(known, expected);
}
