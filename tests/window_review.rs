//! The Review view in the window: rows are gone through and settled by keys alone, and undo leads back to where one was.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a missing word, row or widget is a failed test"
)]

use byline::edit::Command;
use byline::model::*;
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, Pos2};
use egui_kittest::kittest::{NodeT, Queryable};
use window::{Story, fill_at, press, shows, write};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;

fn tag(story: &mut Story, words: &str, key: Key) {
    story.press(Key::Escape);
    story.press(Key::Escape);
    story.drag(words);
    story.press(key);
}

/// Every mention of the session, as `state: words`, by article and in text order.
fn states(story: &Story) -> Vec<String> {
    let shards = story.desk().bench.session().shards().to_vec();
    let of = |row: &Mention| format!("{}: {}", row.review.state, row.quote);
    shards.iter().flat_map(|shard| shard.mentions_in_order().into_iter().map(of).collect::<Vec<_>>()).collect()
}

/// Four mentions in two articles, and the Review view on them.
fn begin() -> Story {
    let mut story = Story::begin();
    tag(&mut story, "Ada Kvist", Key::Num1);
    tag(&mut story, "dockers", Key::Num1);
    tag(&mut story, "the quay would stay open", Key::Num3);
    story.press_with(CTRL, Key::PageDown);
    tag(&mut story, "Ada Kvist left", Key::Num2);
    story.press_with(CTRL, Key::Num2);
    story
}

#[test]
fn the_view_has_one_ground_where_nothing_is_listed_as_well() {
    let mut story = begin();
    for words in ["", "zzzz"] {
        write(&mut story, "Filter by words", words);
        let [head, foot] = [Pos2::new(300.0, 40.0), Pos2::new(500.0, 700.0)].map(|pos| fill_at(&story, pos));
        assert!(head.is_some() && head == foot, "{words}: {head:?} and {foot:?}");
    }
}

#[test]
fn rows_are_accepted_rejected_and_flagged_by_keys_and_each_key_goes_on_to_the_next() {
    let mut story = begin();
    assert!(shows(&story, "4 shown") && shows(&story, "0 accepted, 0 rejected, 4 open"));
    story.press(Key::A);
    story.press(Key::X);
    assert_eq!(
        states(&story),
        ["accepted: Ada Kvist", "rejected: dockers", "open: the quay would stay open", "open: Ada Kvist left"]
    );
    assert_eq!(
        story.selected().unwrap().quote.as_ref(),
        "the quay would stay open",
        "the article beside shows the next one"
    );
    story.press(Key::F);
    assert_eq!(story.selected().unwrap().quote.as_ref(), "Ada Kvist left", "in the other article");
    assert_eq!(story.app().notices().info(), Some("Flag as discuss"), "what was done is told there too");
    story.press_with(CTRL, Key::Z);
    assert_eq!(story.selected().unwrap().quote.as_ref(), "the quay would stay open", "undo leads back");
    assert!(story.selected().unwrap().flags.is_empty());
    story.press_with(CTRL, Key::Z);
    assert_eq!(story.selected().unwrap().quote.as_ref(), "dockers");
    assert_eq!(states(&story)[1], "open: dockers");
    story.press(Key::Home);
    story.press(Key::Space);
    story.press(Key::Space);
    assert_eq!(story.selected().unwrap().quote.as_ref(), "the quay would stay open");
    assert!(shows(&story, "1 accepted, 0 rejected, 3 open"));
}

#[test]
fn the_view_is_left_to_the_row_in_its_article_and_stays_what_is_shown_after_a_restart() {
    let mut story = begin();
    story.press(Key::End);
    story.press(Key::Enter);
    assert!(!shows(&story, "4 shown"));
    assert_eq!(story.selected().unwrap().quote.as_ref(), "Ada Kvist left");
    story.press_with(CTRL, Key::Num2);
    assert!(story.desk().settings.review_shown);
    story.press_with(CTRL, Key::Num3);
    assert!(!story.desk().settings.review_shown && story.desk().settings.register_shown);
    story.press_with(CTRL, Key::Num2);
    story.press(Key::Escape);
    assert!(!shows(&story, "4 shown") && !story.desk().settings.review_shown);
}

fn type_text(story: &mut Story, text: &str) {
    story.harness.event(Event::Text(text.to_owned()));
    story.draw();
}

/// What the article beside has selected, as the rows are gone through from the first to the last.
fn walk(story: &mut Story, rows: usize) -> Vec<String> {
    story.press(Key::Home);
    let mut found = Vec::new();
    for _ in 0..rows {
        found.push(story.selected().unwrap().quote.into());
        story.press(Key::ArrowDown);
    }
    found
}

fn notes(story: &Story) -> Vec<String> {
    story.selected().unwrap().notes.iter().map(|note| note.text.clone()).collect()
}

#[test]
fn a_thread_of_notes_is_written_and_changed_from_the_row() {
    let mut story = begin();
    story.press(Key::N);
    assert!(shows(&story, "Notes on “Ada Kvist”"));
    type_text(&mut story, "which of them? a x f");
    story.press_with(CTRL, Key::Enter);
    assert_eq!(notes(&story), ["which of them? a x f"], "letters are no keys of the view while they are typed");
    story.press(Key::X);
    assert_eq!(states(&story)[0], "open: Ada Kvist", "whoever types on adds to the thread");
    press(&mut story, "Edit this note");
    write(&mut story, "Note", "the minister");
    press(&mut story, "Change the note");
    assert_eq!(notes(&story), ["the minister"]);
    press(&mut story, "Delete this note");
    press(&mut story, "Close");
    assert_eq!(notes(&story), Vec::<String>::new());
}

#[test]
fn rows_that_come_back_leave_the_keyboard_to_whoever_types() {
    let mut story = begin();
    // The list is to have the keyboard, and there is none.
    story.press_with(CTRL, Key::F);
    type_text(&mut story, "nowhere");
    story.settle();
    assert!(shows(&story, "0 shown"));
    story.press_with(CTRL, Key::Num1);
    story.press_with(CTRL, Key::Num2);
    story.settle();
    story.press_with(CTRL, Key::F);
    story.press_with(CTRL, Key::A);
    story.press(Key::Backspace);
    story.settle();
    assert!(shows(&story, "4 shown"));
    story.press(Key::X);
    story.settle();
    assert!(shows(&story, "0 accepted, 0 rejected, 4 open"));
}

#[test]
fn rows_that_a_filter_lets_go_make_room_for_the_next_and_undo_brings_them_back() {
    let mut story = begin();
    story.press_with(Modifiers::SHIFT, Key::F);
    press(&mut story, "open");
    press(&mut story, "Done");
    assert!(shows(&story, "4 shown") && shows(&story, "Take off: open"));
    story.press(Key::A);
    story.press(Key::A);
    assert!(shows(&story, "2 shown"));
    assert_eq!(story.selected().unwrap().quote.as_ref(), "the quay would stay open");
    story.press_with(CTRL, Key::Z);
    assert!(shows(&story, "3 shown"));
    assert_eq!(story.selected().unwrap().quote.as_ref(), "dockers");
    story.press_with(CTRL | Modifiers::SHIFT, Key::Z);
    assert!(shows(&story, "2 shown"));
    press(&mut story, "Take off: open");
    assert!(shows(&story, "4 shown") && shows(&story, "2 accepted, 0 rejected, 2 open"));
}

#[test]
fn words_narrow_the_rows_down_and_a_filter_is_kept_under_its_name() {
    let mut story = begin();
    story.press_with(CTRL, Key::F);
    type_text(&mut story, "kvist");
    assert!(shows(&story, "2 shown"));
    assert_eq!(walk(&mut story, 1), ["Ada Kvist"], "down and up work from the field");
    press(&mut story, "Regular expression");
    write(&mut story, "Filter by words", "^Ada Kvist$");
    assert!(shows(&story, "1 shown"));
    write(&mut story, "Filter by words", "(");
    assert!(shows(&story, "the regular expression does not hold"));
    write(&mut story, "Filter by words", "^Ada");
    press(&mut story, "Saved");
    press(&mut story, "Save this filter…");
    write(&mut story, "Name of the filter", "Ada");
    press(&mut story, "Save");
    let saved = story.desk().bench.session().filters.iter().next().unwrap().clone();
    assert_eq!((saved.name.as_str(), saved.text.as_str(), saved.regex), ("Ada", "^Ada", true));
    write(&mut story, "Filter by words", "");
    assert!(shows(&story, "4 shown"));
    press(&mut story, "Saved");
    press(&mut story, "Ada");
    assert!(shows(&story, "2 shown"));
}

#[test]
fn keys_sort_by_a_column_and_groups_tell_their_counts() {
    let mut story = begin();
    story.press(Key::Num2);
    story.press(Key::Num2);
    let expected = ["the quay would stay open", "Ada Kvist left", "Ada Kvist", "dockers"];
    assert_eq!(walk(&mut story, 4), expected, "by label, the last ones first");
    press(&mut story, "Group");
    press(&mut story, "By label");
    assert!(shows(&story, "Claim: 1") && shows(&story, "Event: 1") && shows(&story, "Actor: 2"));
    press(&mut story, "Columns");
    press(&mut story, "Words");
    let mut named = story.harness.query_all_by_label("Words");
    assert!(named.any(|node| node.accesskit_node().role() == Role::ColumnHeader));
}

#[test]
fn f6_goes_from_the_table_to_the_article_and_to_the_field_and_letters_act_in_both_but_the_field() {
    let mut story = begin();
    let focused = |story: &Story| {
        let found = story.harness.query_all_by(|node| node.is_focused() && node.role() != Role::Window).next();
        found.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
    };
    assert!(focused(&story).starts_with("Rows: Actor, Ada Kvist, open, "), "{}", focused(&story));
    story.press(Key::F6);
    assert_eq!(focused(&story), "Harbour talks resume");
    story.press(Key::A);
    assert_eq!(states(&story)[0], "accepted: Ada Kvist");
    story.press(Key::F6);
    assert_eq!(focused(&story), "Filter by words");
    story.press(Key::A);
    assert_eq!(states(&story)[1], "open: dockers", "a letter in the field is none of the view's keys");
    story.press_with(Modifiers::SHIFT, Key::F6);
    assert_eq!(focused(&story), "Harbour talks resume");
}

#[test]
fn labels_and_gestures_of_the_articles_do_nothing_here_and_the_views_letters_nothing_there() {
    let mut story = begin();
    story.press(Key::Num1);
    story.press(Key::S);
    assert_eq!(story.app().armed(), None, "a digit sorts");
    assert_eq!(states(&story).len(), 4);
    story.press(Key::Escape);
    for letter in [Key::A, Key::X, Key::F, Key::O, Key::B, Key::C, Key::N] {
        story.press(letter);
    }
    assert!(states(&story).iter().all(|state| state.starts_with("open")));
    assert!(story.selected().unwrap().flags.is_empty());
}

#[test]
fn many_rows_are_dealt_with_at_once_after_a_look_at_them() {
    let mut story = begin();
    story.press_with(Modifiers::SHIFT, Key::ArrowDown);
    story.press_with(Modifiers::SHIFT, Key::ArrowDown);
    assert!(shows(&story, "3 chosen"));
    story.press(Key::X);
    assert!(shows(&story, "What is chosen · 3") && shows(&story, "Reject 3 rows"), "nothing happens before a look");
    assert!(states(&story).iter().all(|state| state.starts_with("open")));
    story.press(Key::Enter);
    story.settle();
    assert_eq!(states(&story)[3], "open: Ada Kvist left");
    assert!(states(&story)[..3].iter().all(|state| state.starts_with("rejected")));
    assert_eq!(story.desk().bench.undo_name(), Some("Reject 3 tags"));
    story.press(Key::B);
    press(&mut story, "Relabel");
    press(&mut story, "Relabel 4 rows");
    story.settle();
    let labels = |story: &Story| {
        let shards = story.desk().bench.session().shards().to_vec();
        shards
            .iter()
            .flat_map(|shard| shard.mentions.iter().map(|row| row.label.to_string()).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    assert_eq!(labels(&story), ["actor"; 4]);
    story.press_with(CTRL, Key::Z);
    story.press_with(CTRL, Key::Z);
    assert!(states(&story).iter().all(|state| state.starts_with("open")), "each was one step");
}

#[test]
fn what_is_worth_a_second_look_is_listed_and_opens_as_rows() {
    let mut story = begin();
    story.press(Key::C);
    story.settle();
    assert!(shows(&story, "Claims without a source: 1"));
    press(&mut story, "Claims without a source: 1");
    press(&mut story, "List the rows of all of them");
    assert!(shows(&story, "1 shown") && shows(&story, "Take off: Claims without a source"));
    assert_eq!(story.selected().unwrap().quote.as_ref(), "the quay would stay open");
    press(&mut story, "Take off: Claims without a source");
    assert!(shows(&story, "4 shown"));
}

#[test]
fn a_mention_that_is_clicked_in_the_article_is_the_current_row() {
    let mut story = begin();
    story.press(Key::Home);
    let at = story.rect("dockers").center();
    story.click_at(at);
    story.press(Key::A);
    assert_eq!(states(&story)[1], "accepted: dockers");
}

/// The sample session in the Review view, with rows of one kind alone.
fn sample_of(kind: &str) -> Story {
    let mut story = Story::begin();
    story.press_with(CTRL | Modifiers::SHIFT, Key::E);
    story.settle();
    if shows(&story, "Go on without saving") {
        press(&mut story, "Go on without saving");
    }
    story.press_with(CTRL, Key::Num2);
    story.press_with(Modifiers::SHIFT, Key::F);
    press(&mut story, "Filter by kind");
    press(&mut story, kind);
    press(&mut story, "Filter by review");
    // What is typed leaves one value, and Enter ticks it.
    write(&mut story, "Narrow down", "open");
    story.press(Key::Enter);
    press(&mut story, "Done");
    story
}

fn count(story: &Story, of: impl Fn(&Shard) -> usize) -> usize {
    story.desk().bench.session().shards().iter().map(|shard| of(shard)).sum()
}

#[test]
fn suggestions_are_taken_and_turned_down_and_links_go_without_their_mentions() {
    let mut story = sample_of("suggestion");
    let left = |story: &Story| {
        count(story, |shard| shard.suggestions.iter().filter(|row| row.state == Proposal::Proposed).count())
    };
    let (before, mentions) = (left(&story), count(&story, |shard| shard.mentions.len()));
    assert!(before >= 2, "the sample has suggestions");
    story.press(Key::X);
    story.press(Key::A);
    assert_eq!(left(&story), before - 2);
    story.press_with(CTRL, Key::Z);
    story.press_with(CTRL, Key::Z);
    assert_eq!((left(&story), count(&story, |shard| shard.mentions.len())), (before, mentions));
    press(&mut story, "Take all off");
    assert!(!shows(&story, "Take off: "));
    let mut story = sample_of("link");
    let linked = |story: &Story| count(story, |shard| shard.mentions.iter().filter(|row| row.entry.is_some()).count());
    let (before, mentions) = (linked(&story), count(&story, |shard| shard.mentions.len()));
    story.press(Key::X);
    assert_eq!((linked(&story), count(&story, |shard| shard.mentions.len())), (before - 1, mentions));
}

#[test]
fn relations_are_settled_and_flagged_and_conflicts_lead_to_their_list() {
    let mut story = sample_of("relation");
    let states = |story: &Story, state: ReviewState| {
        count(story, |shard| shard.relations.iter().filter(|row| row.review.state == state).count())
    };
    let before = states(&story, ReviewState::Accepted);
    story.press(Key::A);
    story.press(Key::A);
    assert_eq!(states(&story, ReviewState::Accepted), before + 2);
    story.press_with(CTRL, Key::Z);
    assert_eq!(states(&story, ReviewState::Accepted), before + 1);
    let flagged =
        |story: &Story| count(story, |shard| shard.relations.iter().filter(|row| !row.flags.is_empty()).count());
    let before = flagged(&story);
    story.press(Key::F);
    assert_ne!(flagged(&story), before);
    let mut story = sample_of("conflict");
    story.press(Key::A);
    assert!(story.app().notices().info().unwrap().contains("list of conflicts (Enter)"));
    story.press(Key::Enter);
    assert!(shows(&story, "Conflicts of a merge"));
}

/// Three hundred tags on the words of the second article, which nobody has opened yet.
fn three_hundred() -> Story {
    let text = "Ada Kvist met dockers in Brel. ".repeat(300);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("1.txt"), "Nothing happened.").unwrap();
    std::fs::write(folder.path().join("2.txt"), &text).unwrap();
    let paths = vec![folder.path().join("1.txt"), folder.path().join("2.txt")];
    let mut story = Story { harness: window::window(paths), folder };
    story.settle();
    let article = story.desk().bench.session().shards()[1].id();
    let length = u32::try_from(text.len() / 300).unwrap();
    let places = (0..300).map(|number| byline::text::Span {
        start: byline::text::ByteOffset(number * length),
        end: byline::text::ByteOffset(number * length + 9),
    });
    let places = vec![(article, byline::edit::Places::Bytes(places.collect()))];
    let label = Slug::new("actor").unwrap();
    let command = Command::TagAll { label, entry: None, attributes: Attributes::new(), places, from: None };
    story.harness.state_mut().as_mut().unwrap().carry_out(&command);
    story.draw();
    story
}

#[test]
fn an_article_that_was_not_open_yet_is_turned_to_the_row() {
    let mut story = three_hundred();
    tag(&mut story, "Nothing", Key::Num2);
    story.press_with(CTRL, Key::Num2);
    assert_eq!(story.selected().unwrap().quote.as_ref(), "Nothing");
    story.press(Key::End);
    let hull = story.selected().unwrap().fragments.hull();
    let shown = story.app().front_view().unwrap().rect_of(hull);
    assert!(shown.is_some_and(|rect| (100.0..780.0).contains(&rect.center().y)), "{shown:?}");
}

#[test]
fn three_hundred_tags_are_accepted_each_by_its_key_in_its_own_frame() {
    let mut story = three_hundred();
    story.press_with(CTRL, Key::Num2);
    let accepted = |story: &Story| {
        let shard = story.shard();
        shard.mentions.iter().filter(|row| row.review.state == ReviewState::Accepted).count()
    };
    for done in 1..=300 {
        story.harness.key_press(Key::A);
        story.harness.step();
        assert_eq!(accepted(&story), done, "one frame for one key");
        let current = story.selected().unwrap().fragments.hull().start;
        assert_eq!(current.to_usize() / 31, done.min(299), "the next row is the current one");
    }
    assert!(shows(&story, "300 accepted, 0 rejected, 0 open"));
    for left in (0..300).rev() {
        story.harness.key_press_modifiers(CTRL, Key::Z);
        story.harness.step();
        assert_eq!(accepted(&story), left);
    }
}
