//! Searching all articles in the window: typing, going to a place and on from there, where is searched, tags, and tagging what
//! was found.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a missing word or widget is a failed test")]

use byline::edit::{Command, EntryDraft};
use byline::gui::App;
use byline::model::*;
use byline::workbench::SAMPLE;
use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::{Event, Key, Modifiers, Pos2};
use egui_kittest::kittest::{NodeT, Queryable};
use window::{Story, fill_at, press, shows, window, write};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers { command: true, ctrl: true, shift: true, ..Modifiers::NONE };
const FIELD: &str = "Find in all articles";

fn open(story: &mut Story) {
    story.press_with(CTRL, Key::Num4);
    story.settle();
}

fn search(story: &mut Story, words: &str) {
    open(story);
    write(story, FIELD, words);
}

/// The list of places with what the keys act on, as a screen reader says it.
fn at(story: &Story) -> String {
    let list = story.harness.query_all_by_role(Role::ListBox).find_map(|node| node.accesskit_node().label());
    list.filter(|name| name.starts_with("Places: ")).unwrap_or_default()
}

/// The lines of the list, each with what stands around its words.
fn lines(story: &Story) -> Vec<String> {
    let rows = story.harness.query_all_by_role(Role::Button);
    let name = |node: &egui_kittest::Node<'_>| node.accesskit_node().label().filter(|name| name.contains(' '));
    let is_line = |node: &egui_kittest::Node<'_>| node.rect().height() > 25.5 && node.rect().width() > 600.0;
    rows.filter(is_line).filter_map(|node| name(&node)).collect()
}

fn selected_words(story: &Story) -> String {
    let span = story.app().front_view().unwrap().selection().span();
    span.slice(story.shard().article.text()).unwrap().to_owned()
}

fn carry_out(story: &mut Story, command: &Command) {
    let app: &mut App = story.harness.state_mut().as_mut().unwrap();
    app.carry_out(command);
    story.settle();
}

#[test]
fn words_are_found_in_all_articles_while_typing_and_enter_goes_there_and_f3_on() {
    let mut story = Story::begin();
    open(&mut story);
    for letter in ["k", "v", "i", "s", "t"] {
        story.harness.get_by_label(FIELD).type_text(letter);
        story.settle();
    }
    assert!(shows(&story, "2 places in 2 articles"));
    assert_eq!(
        lines(&story),
        [
            "The Minister of Ports, Ada Kvist, met dockers in Brel on Monday. She said the quay would stay open.",
            "Ada Kvist left without a deal, the union says."
        ]
    );
    assert_eq!(at(&story), "Places: Kvist, in Harbour talks resume, 1 of 2");
    story.press(Key::ArrowDown);
    assert_eq!(at(&story), "Places: Kvist, in No deal in Brel, 2 of 2", "the keys of the list act in the field");
    story.press(Key::Enter);
    story.settle();
    assert_eq!((story.shard().title(), selected_words(&story).as_str()), ("No deal in Brel", "Kvist"));
    assert!(!shows(&story, FIELD), "the article is in front");
    story.press(Key::F3);
    story.settle();
    assert_eq!((story.shard().title(), selected_words(&story).as_str()), ("Harbour talks resume", "Kvist"));
    story.press_with(Modifiers::SHIFT, Key::F3);
    story.settle();
    assert_eq!(story.shard().title(), "No deal in Brel");
    story.press(Key::Num1);
    assert_eq!(story.mentions(), ["actor: Kvist"], "what was gone to is tagged by a label's key");
    open(&mut story);
    assert_eq!(at(&story), "Places: Kvist, in No deal in Brel, 2 of 2", "whoever comes back is where they left");
    story.press(Key::Escape);
    story.settle();
    assert!(!shows(&story, FIELD));
    assert_eq!(story.mentions(), ["actor: Kvist"]);
}

#[test]
fn what_is_selected_is_looked_for_everywhere_and_a_click_goes_there() {
    let mut story = Story::begin();
    story.drag("Brel");
    story.press_with(CTRL_SHIFT, Key::F);
    story.settle();
    assert!(shows(&story, "2 places in 2 articles"));
    press(&mut story, "No deal in Brel");
    assert_eq!((story.shard().title(), selected_words(&story).as_str()), ("No deal in Brel", "Brel"));
    // The find bar, once somebody opens it, goes on in the article.
    story.press_with(CTRL, Key::F);
    story.settle();
    assert!(shows(&story, "1 of 1"));
    story.press(Key::Escape);
    story.press(Key::F3);
    story.settle();
    assert_eq!(story.shard().title(), "No deal in Brel");
}

#[test]
fn ways_of_reading_are_those_of_the_find_bar_and_a_pattern_that_does_not_hold_says_why() {
    let mut story = Story::of(&["Erdoğan met Erdogan.", "ERDOGAN spoke; Erdoganists did not."]);
    search(&mut story, "erdogan");
    assert!(shows(&story, "4 places in 2 articles"));
    press(&mut story, "Find: diacritics matter");
    assert!(shows(&story, "3 places in 2 articles"));
    press(&mut story, "Find: whole words");
    assert!(shows(&story, "2 places in 2 articles"));
    press(&mut story, "Find: case matters");
    assert!(shows(&story, "no places") && shows(&story, "No article has these words"));
    assert!(story.desk().settings.find.whole_words, "they are kept with the settings");
    press(&mut story, "Find: regular expression");
    write(&mut story, FIELD, "(Erdo");
    assert!(shows(&story, "the regular expression does not hold: unclosed group, at character 1"));
    write(&mut story, FIELD, "Erdo.an");
    assert!(shows(&story, "2 places in 1 article"));
    let switch = story.harness.get_by_label("Find: regular expression");
    assert_eq!(switch.accesskit_node().toggled(), Some(Toggled::True));
}

/// The sample session, in which outlets, days, tags and entries are known.
fn sample() -> (Story, Session) {
    let mut story = Story { harness: window(Vec::new()), folder: tempfile::tempdir().unwrap() };
    story.settle();
    (story, byline::codec::decode(SAMPLE.as_bytes()).unwrap().session)
}

#[test]
fn it_is_searched_where_the_filter_says() {
    let (mut story, session) = sample();
    let shards = session.shards();
    let of = |shard: &Shard| session.outlet_name(shard).to_owned();
    let outlet = of(&shards[0]);
    let last_day = |shard: &Shard| shard.metadata.published.as_ref().and_then(|days| days.value.last);
    let since = shards.iter().filter_map(|shard| last_day(shard)).max().unwrap();
    search(&mut story, "the");
    let all = at(&story);
    press(&mut story, "Filter…");
    press(&mut story, "Filter by outlet");
    press(&mut story, &outlet);
    press(&mut story, "Done");
    let count = shards.iter().filter(|shard| of(shard) == outlet).count();
    assert_ne!(at(&story), all);
    assert!(shows(&story, &format!(" in {count} article")), "{outlet}: {}", at(&story));
    press(&mut story, &format!("Take off: {outlet}"));
    assert_eq!(at(&story), all);
    press(&mut story, "Filter…");
    write(&mut story, "Published since", &since.to_string());
    press(&mut story, "Done");
    let count = shards.iter().filter(|shard| last_day(shard) == Some(since)).count();
    assert!(count < shards.len() && shows(&story, &format!(" in {count} article")), "{count}: {}", at(&story));
}

#[test]
fn tags_are_listed_with_label_and_entry_and_without_words_all_of_them_are() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num1);
    let mention = story.selected().unwrap().id;
    let article = story.shard().id();
    story.drag("dockers");
    story.press(Key::Num2);
    let draft = EntryDraft {
        entry: None,
        layer: Slug::new("actor").unwrap(),
        kind: None,
        name: "Ada Kvist of Brel".to_owned(),
        aliases: Vec::new(),
        mentions: vec![mention],
        article: Some(article),
    };
    carry_out(&mut story, &Command::AddEntry(draft));
    open(&mut story);
    press(&mut story, "Tags");
    assert!(shows(&story, "2 tags in 1 article"));
    assert!(at(&story).starts_with("Places: Ada Kvist: Actor → Ada Kvist of Brel, in Harbour"), "{}", at(&story));
    write(&mut story, FIELD, "kvist");
    assert!(shows(&story, "1 tag in 1 article"));
    story.press(Key::Enter);
    story.settle();
    assert_eq!(story.selected().unwrap().quote.as_ref(), "Ada Kvist", "the tag itself is selected");
    open(&mut story);
    press(&mut story, "Text");
    press(&mut story, "Filter…");
    press(&mut story, "Filter by entry");
    press(&mut story, "Ada Kvist of Brel");
    press(&mut story, "Done");
    assert!(shows(&story, "1 place in 1 article"), "in text it is searched where the entry is tagged");
}

#[test]
fn what_was_found_is_tagged_in_one_step_in_the_words_own_extents() {
    let mut story = Story::of(&["Ada met Adam. The Ada sank.", "Ada again.", "Nobody."]);
    search(&mut story, "ada");
    assert!(shows(&story, "4 places in 2 articles"), "Adam is one of them");
    let before = story.desk().bench.snapshot();
    story.press_with(Modifiers::COMMAND | Modifiers::ALT, Key::P);
    story.settle();
    assert!(shows(&story, "4 of 4 places ticked") && shows(&story, "In the words’ own extents: “ada”, 4 places"));
    story.press_with(CTRL, Key::Enter);
    story.settle();
    let session = story.desk().bench.session();
    let quotes: Vec<&str> =
        session.shards().iter().flat_map(|shard| shard.mentions_in_order()).map(|row| row.quote.as_ref()).collect();
    assert_eq!(quotes, ["Ada", "Ada", "Ada", "Ada"]);
    assert!(shows(&story, FIELD), "the results are there again");
    story.press(Key::Escape);
    story.press_with(CTRL, Key::Z);
    assert_eq!(story.desk().bench.snapshot().shards(), before.shards(), "one step");
}

#[test]
fn tags_that_were_found_are_changed_and_no_other() {
    let mut story = Story::of(&["Ada met Ada Kvist and Ada."]);
    let article = story.shard().id();
    for (label, place) in [("actor", (0, 3)), ("event", (0, 3)), ("actor", (8, 17))] {
        let text = format!(
            r#"{{"tag": {{"article": "{article}", "label": "{label}", "fragments": [[{}, {}]]}}}}"#,
            place.0, place.1
        );
        let command: Command = serde_json::from_str(&text).unwrap();
        carry_out(&mut story, &command);
    }
    open(&mut story);
    press(&mut story, "Tags");
    press(&mut story, "Filter…");
    press(&mut story, "Actor");
    press(&mut story, "Done");
    assert!(shows(&story, "2 tags in 1 article"));
    press(&mut story, "Tag what was found…");
    assert!(shows(&story, "2 of 2 places ticked"));
    press(&mut story, "Untag");
    assert!(shows(&story, "2 of 2 places ticked"));
    press(&mut story, "Delete 2 tags");
    assert_eq!(story.mentions(), ["event: Ada"]);
}

#[test]
fn results_follow_the_session() {
    let mut story = Story::begin();
    search(&mut story, "ad");
    assert!(shows(&story, "2 places in 2 articles"));
    story.press(Key::Escape);
    story.settle();
    let path = story.folder.path().join("3.txt");
    std::fs::write(&path, "Ad hoc\n\nNothing else.").unwrap();
    story.drop_and_add(vec![path]);
    open(&mut story);
    assert!(shows(&story, "3 places in 3 articles"), "an article that came is searched too");
}

#[test]
fn of_more_places_than_anybody_looks_through_the_first_are_shown() {
    let mut story = Story::of(&[&"so it is ".repeat(60_000), &"so it was ".repeat(60_000)]);
    search(&mut story, "so");
    assert!(shows(&story, "more than 100,000 places: shown are the first, in 2 articles"));
    story.press(Key::F6);
    story.press(Key::End);
    assert!(at(&story).ends_with("100000 of 100000"), "{}", at(&story));
    story.press(Key::Enter);
    story.settle();
    assert_eq!(selected_words(&story), "so");
    assert_eq!(story.app().front_view().unwrap().selection().span().start.0, 39_999 * 10);
}

#[test]
fn keys_that_come_within_one_frame_are_carried_out_in_the_order_in_which_they_were_pressed() {
    let mut story = Story::of(&["Brel one, Brel two, Brel three, Brel four."]);
    search(&mut story, "brel");
    let press = |key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
    let keys = [Key::ArrowDown, Key::ArrowDown, Key::ArrowDown, Key::Enter];
    story.harness.input_mut().events.extend(keys.map(press));
    story.settle();
    assert!(shows(&story, "4 of 4 places"));
    let start = story.app().front_view().unwrap().selection().span().start;
    assert_eq!(start, story.span("Brel four").start, "the last of them");
}

#[test]
fn the_view_has_one_ground_where_nothing_is_found_as_well() {
    let mut story = Story::begin();
    let grounds = |story: &Story| [Pos2::new(300.0, 40.0), Pos2::new(1270.0, 700.0)].map(|pos| fill_at(story, pos));
    for words in ["", "zzzz", "Kvist"] {
        search(&mut story, words);
        let [head, foot] = grounds(&story);
        assert!(head.is_some() && head == foot, "{words}: {head:?} and {foot:?}");
    }
}

#[test]
fn keys_go_round_between_field_list_and_articles() {
    let mut story = Story::of(&["Brel one, Brel two", "Nothing.", "Brel three."]);
    search(&mut story, "brel");
    story.press_with(CTRL, Key::PageDown);
    assert_eq!(at(&story), "Places: Brel, in Brel three., 3 of 3", "the first place of the next article");
    story.press_with(CTRL, Key::PageUp);
    assert_eq!(at(&story), "Places: Brel, in Brel one, Brel two, 1 of 3");
    story.press(Key::F6);
    story.press(Key::Num1);
    story.press(Key::End);
    assert_eq!(at(&story), "Places: Brel, in Brel three., 3 of 3", "keys of labels do nothing here");
    story.press(Key::F6);
    story.harness.get_by_label(FIELD).type_text("x");
    story.settle();
    assert!(shows(&story, "no places"), "the field has the keyboard again");
    for (key, shown) in [(Key::Num2, "Review"), (Key::Num3, "Register"), (Key::Num4, "Search"), (Key::Num1, "")] {
        story.press_with(CTRL, key);
        story.settle();
        assert_eq!(shows(&story, FIELD), shown == "Search", "{shown}");
    }
}
