//! Every occurrence tagged at once, and untagged: by words, by a pattern, by a word list, with a preview whose boxes decide.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a missing word, entry or widget is a failed test"
)]

use byline::edit::{Command, EntryDraft};
use byline::model::*;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use window::{Story, press, shows, window, write};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers { command: true, ctrl: true, shift: true, ..Modifiers::NONE };

fn open(story: &mut Story) {
    story.press_with(CTRL_SHIFT, Key::A);
    story.settle();
}

/// Every mention of the session, as `label: words`.
fn tagged(story: &Story) -> Vec<String> {
    let shards = story.desk().bench.session().shards().iter();
    let mentions = shards.flat_map(|shard| shard.mentions_in_order());
    mentions.map(|mention| format!("{}: {}", mention.label, mention.quote)).collect()
}

#[test]
fn a_name_of_the_sample_is_tagged_everywhere_but_where_the_tick_was_taken_off() {
    let mut story = Story { harness: window(Vec::new()), folder: tempfile::tempdir().unwrap() };
    story.settle();
    open(&mut story);
    press(&mut story, "Word list");
    press(&mut story, "Words");
    write(&mut story, "Words to look for", "the");
    let before = story.desk().bench.snapshot();
    let was = before.mention_count();
    let ticked = |story: &Story| {
        let node = story.harness.get_by_label_contains(" places ticked");
        let label = node.accesskit_node().label().or_else(|| node.accesskit_node().value()).unwrap();
        label.split(' ').next().unwrap().parse::<usize>().unwrap()
    };
    let all = ticked(&story);
    assert!(all > 4, "{all}");
    story.press(Key::Enter);
    story.draw();
    // The first row is an article's; two of its places are left out by keys alone.
    for _ in 0..2 {
        story.press(Key::ArrowDown);
        story.press(Key::Space);
    }
    assert_eq!(ticked(&story), all - 2);
    story.press_with(CTRL, Key::Enter);
    story.settle();
    assert_eq!(story.desk().bench.session().mention_count(), was + all - 2);
    story.press_with(CTRL, Key::Z);
    let undone = story.desk().bench.snapshot();
    assert_eq!(undone.shards(), before.shards(), "one step, whatever the number of articles");
}

#[test]
fn what_is_tagged_already_is_seen_and_left_alone() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num1);
    open(&mut story);
    assert!(shows(&story, "1 of 1 place ticked") && shows(&story, "1 tagged already"));
    assert!(shows(&story, "Tick No deal in Brel: 1 of 1"), "a box for the article, and one for the place");
    assert!(shows(&story, "Tick Ada Kvist left without a deal, the union says."));
    story.press_with(CTRL, Key::Enter);
    story.settle();
    assert_eq!(tagged(&story), ["actor: Ada Kvist", "actor: Ada Kvist"]);
    let from = story.desk().bench.session().shards()[0].mentions.iter().next().unwrap().id;
    let made = story.desk().bench.session().shards()[1].mentions.iter().next().unwrap().provenance.clone();
    assert_eq!((made.how, made.from), (How::Repeat, Some(from)));
}

#[test]
fn switches_change_what_is_found_while_the_dialog_is_open() {
    let mut story = Story::of(&["Erdoğan met Erdogan. ERDOGAN spoke; Erdoganist and erdogan did not."]);
    story.drag("Erdogan.");
    open(&mut story);
    assert!(shows(&story, "3 of 3 places ticked"), "names keep their capitals");
    press(&mut story, "Whole words");
    assert!(shows(&story, "4 of 4 places ticked"));
    press(&mut story, "Diacritics matter");
    assert!(shows(&story, "3 of 3 places ticked"));
    press(&mut story, "Whole words");
    assert!(shows(&story, "2 of 2 places ticked"));
    story.harness.get_by_role_and_label(Role::ComboBox, "Case").click_accesskit();
    story.draw();
    press(&mut story, "does not matter");
    assert!(shows(&story, "3 of 3 places ticked"));
}

#[test]
fn a_pattern_that_does_not_hold_says_what_is_wrong_and_where() {
    let mut story = Story::begin();
    open(&mut story);
    press(&mut story, "Regular expression");
    write(&mut story, "Pattern", "Ada (Kvist");
    assert!(shows(&story, "the regular expression does not hold") && shows(&story, "at character 5"));
    write(&mut story, "Pattern", "[A-Z]\\w+ Kvist");
    assert!(shows(&story, "2 of 2 places ticked"));
    write(&mut story, "Pattern", "[a-z]+ Kvist");
    assert!(shows(&story, "No place was found"), "a pattern is read as it is written");
    write(&mut story, "Pattern", "[A-Z]\\w+ Kvist");
    press(&mut story, "this article");
    assert!(shows(&story, "1 of 1 place ticked"));
    press(&mut story, "Tag 1 place");
    assert_eq!(tagged(&story), ["actor: Ada Kvist"]);
}

#[test]
fn a_word_list_tags_with_several_labels_in_one_step_and_names_lines_that_do_not_hold() {
    let mut story = Story::begin();
    let path = story.folder.path().join("names.txt");
    std::fs::write(&path, "# names\nAda Kvist\nactor.state\tBrel\nactr\tdockers\n").unwrap();
    open(&mut story);
    press(&mut story, "Word list");
    press(&mut story, "Type a path…");
    write(&mut story, "Path", path.to_str().unwrap());
    press(&mut story, "Choose");
    assert!(shows(&story, "names.txt · 4 lines"));
    assert!(shows(&story, "line 4: the schema has no label `actr`"));
    assert!(shows(&story, "4 of 4 places ticked"));
    story.press_with(CTRL, Key::Enter);
    story.settle();
    let all = ["actor: Ada Kvist", "actor.state: Brel", "actor.state: Brel", "actor: Ada Kvist"];
    assert_eq!(tagged(&story), all);
    story.press_with(CTRL, Key::Z);
    assert!(tagged(&story).is_empty());
}

#[test]
fn all_alike_are_untagged_and_what_hangs_on_them_is_said_before() {
    let mut story = Story::begin();
    for (words, key) in [("The Minister of Ports", Key::Num3), ("Ada Kvist", Key::Num1)] {
        story.drag(words);
        story.press(key);
    }
    open(&mut story);
    story.press_with(CTRL, Key::Enter);
    story.settle();
    assert_eq!(tagged(&story).len(), 3);
    let (article, to) = (story.shard().id(), story.selected().unwrap().id);
    let from = story.shard().mentions.iter().find(|mention| mention.id != to).unwrap().id;
    let relate = Command::Relate { article, from, to, label: Slug::new("source").unwrap(), role: None };
    story.harness.state_mut().as_mut().unwrap().carry_out(&relate);
    open(&mut story);
    press(&mut story, "Untag");
    assert!(shows(&story, "2 of 2 places ticked"));
    assert!(shows(&story, "With them go 1 relation."));
    press(&mut story, "Tick Harbour talks resume: 1 of 1");
    assert!(shows(&story, "1 of 2 places ticked") && !shows(&story, "With them go"));
    press(&mut story, "Tick Harbour talks resume: 0 of 1");
    press(&mut story, "Delete 2 tags");
    assert_eq!(tagged(&story), ["claim: The Minister of Ports"]);
    story.press_with(CTRL, Key::Z);
    assert_eq!(tagged(&story).len(), 3);
}

#[test]
fn esc_stops_a_search_that_goes_on_and_then_closes() {
    let text = "The quay in Brel stays open, says Ada Kvist.\n".repeat(250_000);
    let mut story = Story::of(&[&text]);
    story.press_with(CTRL_SHIFT, Key::A);
    story.harness.get_by_label("Words to look for").type_text("quay");
    story.harness.step();
    story.harness.step();
    let goes_on = |story: &Story| story.desk().running().any(|(_, name, _)| name == "Looking for repeats");
    assert!(goes_on(&story), "no frame waits for the places");
    story.harness.key_press(Key::Escape);
    story.harness.step();
    story.harness.step();
    assert!(!goes_on(&story) && shows(&story, "The search was stopped."));
    press(&mut story, "Look again");
    assert!(shows(&story, "250000 of 250000 places ticked"));
    story.press(Key::Escape);
    assert!(!shows(&story, "Every occurrence") && tagged(&story).is_empty());
}

/// Both places of the name tagged as an actor, and the first of them selected.
fn both_tagged() -> Story {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num1);
    open(&mut story);
    story.press_with(CTRL, Key::Enter);
    story.settle();
    assert_eq!(tagged(&story), ["actor: Ada Kvist", "actor: Ada Kvist"]);
    story
}

/// An entry with a second spelling, to which the selected mention is linked.
fn add_minister(story: &mut Story, mentions: Vec<MentionId>) -> EntryId {
    let entry = EntryDraft {
        entry: Some(EntryId(7)),
        layer: Slug::new("actor").unwrap(),
        name: "Ada Kvist".to_owned(),
        kind: None,
        aliases: vec!["Minister of Ports".to_owned()],
        article: Some(story.shard().id()),
        mentions,
    };
    story.harness.state_mut().as_mut().unwrap().carry_out(&Command::AddEntry(entry));
    story.settle();
    EntryId(7)
}

fn linked(story: &Story) -> Vec<Option<EntryId>> {
    let shards = story.desk().bench.session().shards().iter();
    shards.flat_map(|shard| shard.mentions_in_order()).map(|mention| mention.entry).collect()
}

#[test]
fn all_alike_get_another_label_once_one_is_chosen() {
    let mut story = both_tagged();
    open(&mut story);
    press(&mut story, "Change label");
    assert!(shows(&story, "2 of 2 places ticked"));
    story.press_with(CTRL, Key::Enter);
    story.settle();
    assert_eq!(tagged(&story), ["actor: Ada Kvist", "actor: Ada Kvist"], "the label is what it was");
    story.harness.get_by_role_and_label(Role::ComboBox, "becomes").click_accesskit();
    story.draw();
    press(&mut story, "    Person");
    press(&mut story, "Change the label of 2 tags");
    assert_eq!(tagged(&story), ["actor.person: Ada Kvist", "actor.person: Ada Kvist"]);
    assert!(!shows(&story, "Every occurrence"));
    story.press_with(CTRL, Key::Z);
    assert_eq!(tagged(&story), ["actor: Ada Kvist", "actor: Ada Kvist"]);
}

#[test]
fn all_alike_are_linked_to_an_entry_that_a_few_letters_find_and_unlinked_again() {
    let mut story = both_tagged();
    let entry = add_minister(&mut story, vec![]);
    open(&mut story);
    press(&mut story, "Link");
    assert!(shows(&story, "Unlink 2 tags"), "no entry is chosen");
    press(&mut story, "Linked to no entry; choose another entry");
    write(&mut story, "Find entry", "minis");
    story.press(Key::Enter);
    story.settle();
    assert!(shows(&story, "Linked to Ada Kvist; choose another entry"));
    press(&mut story, "Link 2 tags");
    assert_eq!(linked(&story), [Some(entry), Some(entry)]);
    open(&mut story);
    press(&mut story, "Link");
    press(&mut story, "Linked to Ada Kvist; choose another entry");
    press(&mut story, "No entry");
    press(&mut story, "Unlink 2 tags");
    assert_eq!(linked(&story), [None, None]);
    story.press_with(CTRL, Key::Z);
    assert_eq!(linked(&story), [Some(entry), Some(entry)]);
}

#[test]
fn chosen_articles_are_narrowed_by_typing_and_nothing_else_is_looked_through() {
    let mut story = Story::of(&["North\n\nBrel waits.", "South\n\nBrel sails.", "Southwest\n\nBrel sleeps."]);
    story.drag("Brel");
    open(&mut story);
    assert!(shows(&story, "3 of 3 places ticked"));
    press(&mut story, "chosen articles (1)");
    assert!(shows(&story, "1 of 1 place ticked"), "the article in front is chosen to begin with");
    write(&mut story, "Filter the articles to choose", "SÓUTH");
    assert!(!shows(&story, "Look through North") && shows(&story, "Look through Southwest"));
    press(&mut story, "Choose all shown");
    assert!(shows(&story, "chosen articles (3)") && shows(&story, "3 of 3 places ticked"));
    press(&mut story, "Look through South");
    assert!(shows(&story, "2 of 2 places ticked"));
    press(&mut story, "Leave out all shown");
    assert!(shows(&story, "1 of 1 place ticked"));
    write(&mut story, "Filter the articles to choose", "");
    press(&mut story, "Look through South");
    press(&mut story, "Look through North");
    story.press_with(CTRL, Key::Enter);
    story.settle();
    assert_eq!(tagged(&story), ["actor: Brel"]);
    assert!(story.desk().bench.session().shards()[0].mentions.iter().next().is_none());
}

#[test]
fn spellings_of_the_entry_are_looked_for_and_all_places_are_linked_to_it() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num1);
    let mention = story.selected().unwrap().id;
    let entry = add_minister(&mut story, vec![mention]);
    open(&mut story);
    assert!(shows(&story, "2 of 2 places ticked"), "her office here, and her name there");
    press(&mut story, "All 2 spellings of the entry");
    assert!(shows(&story, "1 of 1 place ticked"), "her name alone");
    press(&mut story, "All 2 spellings of the entry");
    story.press_with(CTRL, Key::Enter);
    story.settle();
    assert_eq!(tagged(&story), ["actor: Minister of Ports", "actor: Ada Kvist", "actor: Ada Kvist"]);
    assert_eq!(linked(&story), [Some(entry); 3]);
}

#[test]
fn no_key_of_the_list_carries_the_deed_out() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    open(&mut story);
    write(&mut story, "Words to look for", "Brel");
    for key in [Key::Enter, Key::ArrowDown, Key::Space, Key::Enter, Key::ArrowUp, Key::Space, Key::Space, Key::End] {
        story.press(key);
        story.settle();
        assert!(shows(&story, "Every occurrence") && tagged(&story).is_empty(), "{key:?}");
    }
    story.press(Key::Escape);
    assert!(tagged(&story).is_empty());
}

#[test]
fn the_dialog_keeps_its_size_and_stays_in_the_window_with_many_lines_that_cannot_be_used() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    open(&mut story);
    let places = |story: &Story| {
        let rect = |name: &str| story.harness.get_by_label(name).rect();
        (rect("Every occurrence"), rect("Close"))
    };
    let before = places(&story);
    press(&mut story, "Word list");
    let lines: Vec<String> = (0..300).map(|number| format!("nobody{number}\tBrel")).collect();
    write(&mut story, "Phrases, one a line; Shift+Tab leaves the field", &format!("Brel\n{}", lines.join("\n")));
    assert!(shows(&story, "300 lines cannot be used") && shows(&story, "no label `nobody0`"));
    let after = places(&story);
    // Rows of the settings may differ by the height of a check box.
    let moved = [before.0.top() - after.0.top(), before.1.top() - after.1.top()];
    assert!(moved.iter().all(|by| by.abs() < 3.0), "{moved:?}");
    assert!(before.0.top() > 0.0 && before.1.bottom() < 800.0);
}

#[test]
fn untag_says_under_which_label_it_looks_and_looks_under_any() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num4);
    story.press(Key::Escape);
    story.press(Key::Escape);
    story.drag("Ada Kvist");
    open(&mut story);
    press(&mut story, "Untag");
    assert!(shows(&story, "None has exactly the label “Actor”."), "a person is no actor and nothing else");
    press(&mut story, "Look under any label");
    assert!(shows(&story, "1 of 1 place ticked") && shows(&story, "under any label"));
    press(&mut story, "Delete 1 tag");
    assert!(tagged(&story).is_empty());
}

#[test]
fn after_a_click_on_what_is_to_be_done_the_keys_act_on_the_places() {
    let mut story = both_tagged();
    open(&mut story);
    press(&mut story, "Untag");
    story.press(Key::ArrowDown);
    story.press(Key::Space);
    assert!(shows(&story, "1 of 2 places ticked"));
    story.press_with(CTRL, Key::Enter);
    story.settle();
    assert_eq!(tagged(&story), ["actor: Ada Kvist"]);
}

#[test]
fn a_word_list_makes_the_entries_that_its_lines_stand_for() {
    let mut story = Story::begin();
    open(&mut story);
    press(&mut story, "Word list");
    write(&mut story, "Phrases, one a line; Shift+Tab leaves the field", "Ada Kvist\nactor.state\tBrel\tPort of Brel");
    assert!(shows(&story, "→ new entry “Port of Brel”") && !shows(&story, "→ new entry “Ada Kvist”"));
    press(&mut story, "An entry for each line");
    assert!(shows(&story, "→ new entry “Ada Kvist”"));
    story.press_with(CTRL, Key::Enter);
    story.settle();
    let session = story.desk().bench.snapshot();
    let names: Vec<(String, Option<String>)> =
        session.entries.iter().map(|row| (row.name.clone(), row.kind.as_ref().map(ToString::to_string))).collect();
    let state = Some("actor.state".to_owned());
    assert!(names.contains(&("Port of Brel".to_owned(), state)) && names.contains(&("Ada Kvist".to_owned(), None)));
    assert!(linked(&story).iter().all(Option::is_some), "{:?}", tagged(&story));
    story.press_with(CTRL, Key::Z);
    assert!(tagged(&story).is_empty() && story.desk().bench.session().entries.is_empty(), "one step");
}
