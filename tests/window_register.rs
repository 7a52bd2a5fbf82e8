//! The register in the window: entries come by linking, are merged, split, renamed and told apart; mentions are gone to.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a missing word, entry or widget is a failed test"
)]

use byline::edit::{Command, EntryDraft};
use byline::model::*;
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, Vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use window::{Story, press, shows, write};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;

fn tag(story: &mut Story, words: &str, key: Key) {
    story.drag(words);
    story.press(key);
}

fn type_text(story: &mut Story, text: &str) {
    story.harness.event(Event::Text(text.to_owned()));
    story.draw();
}

/// Every entry, as `name: aliases`.
fn entries(story: &Story) -> Vec<String> {
    let name = |entry: &Entry| {
        let aliases: Vec<&str> = entry.aliases.iter().map(|alias| alias.text.as_str()).collect();
        format!("{}: {}", entry.name, aliases.join(", "))
    };
    let mut names: Vec<String> = story.desk().bench.session().entries.iter().map(name).collect();
    names.sort();
    names
}

/// How many mentions are linked to the entry of this name.
fn linked(story: &Story, name: &str) -> usize {
    let session = story.desk().bench.session();
    let entry = session.entries.iter().find(|entry| entry.name == name).unwrap_or_else(|| panic!("{name}")).id;
    let mentions = session.shards().iter().flat_map(|shard| shard.mentions.iter());
    mentions.filter(|mention| mention.entry == Some(entry)).count()
}

fn add(story: &mut Story, layer: &str, name: &str) {
    let (layer, name) = (Slug::new(layer).unwrap(), name.to_owned());
    let draft = EntryDraft { entry: None, layer, name, kind: None, aliases: vec![], mentions: vec![], article: None };
    story.harness.state_mut().as_mut().unwrap().carry_out(&Command::AddEntry(draft));
    story.draw();
}

/// Links the mention on `words`, tagged with `key`, to a new entry by keys.
fn link_to_new(story: &mut Story, words: &str, key: Key) {
    tag(story, words, key);
    story.press(Key::L);
    press(story, &format!("New entry “{words}”"));
}

#[test]
fn a_name_that_nobody_has_is_not_linked_to_somebody_else_by_enter() {
    let mut story = Story::begin();
    add(&mut story, "actor", "Benjamin Netanyahu");
    tag(&mut story, "Ada Kvist", Key::Num1);
    story.press(Key::L);
    story.press(Key::Enter);
    assert_eq!((linked(&story, "Benjamin Netanyahu"), linked(&story, "Ada Kvist")), (0, 1));
    tag(&mut story, "Kvist", Key::Num1);
    story.press(Key::L);
    story.press(Key::Enter);
    assert_eq!(linked(&story, "Ada Kvist"), 2, "one that has a word of it is offered first");
}

#[test]
fn two_spellings_are_linked_to_one_actor_by_keys_alone() {
    let mut story = Story::begin();
    tag(&mut story, "Ada Kvist", Key::Num1);
    story.press(Key::L);
    assert!(shows(&story, "New entry “Ada Kvist”"));
    story.press(Key::Enter);
    assert_eq!(entries(&story), ["Ada Kvist: "]);
    tag(&mut story, "She", Key::Num1);
    story.press(Key::L);
    type_text(&mut story, "kv");
    story.press(Key::Enter);
    assert_eq!(entries(&story), ["Ada Kvist: "]);
    assert_eq!(linked(&story, "Ada Kvist"), 2);
    assert!(shows(&story, "Entry: Ada Kvist"), "the side panel says so");
    story.press(Key::L);
    story.press(Key::ArrowDown);
    assert!(shows(&story, "Unlink from “Ada Kvist”"));
    story.press(Key::Enter);
    assert_eq!(linked(&story, "Ada Kvist"), 1);
    story.press_with(CTRL, Key::Z);
    assert_eq!(linked(&story, "Ada Kvist"), 2);
}

#[test]
fn a_letter_typed_into_the_search_is_no_key_of_the_window() {
    let mut story = Story::begin();
    tag(&mut story, "Ada Kvist", Key::Num1);
    story.press(Key::L);
    story.harness.key_press(Key::S);
    type_text(&mut story, "s");
    story.press(Key::Escape);
    assert!(entries(&story).is_empty());
    assert_eq!(story.selected().unwrap().quote.as_ref(), "Ada Kvist");
}

#[test]
fn two_entries_become_one_and_two_again() {
    let mut story = Story::begin();
    link_to_new(&mut story, "Ada Kvist", Key::Num1);
    link_to_new(&mut story, "The Minister of Ports", Key::Num1);
    let before = story.desk().bench.snapshot();
    assert_eq!(entries(&story), ["Ada Kvist: ", "The Minister of Ports: "]);
    story.press_with(CTRL, Key::Num3);
    assert!(shows(&story, "Ada Kvist, Actor, 1 mentions"));
    story.press(Key::Home);
    story.press_with(Modifiers::SHIFT, Key::ArrowDown);
    story.press_with(CTRL, Key::M);
    assert!(shows(&story, "Merge 2 entries into one"));
    assert!(shows(&story, "Stays: “Ada Kvist”") && shows(&story, "Becomes an alias: “The Minister of Ports”"));
    assert!(shows(&story, "1 mention follows; 2 in all"));
    story.press(Key::ArrowDown);
    assert!(shows(&story, "Stays: “The Minister of Ports”"), "either can stay");
    story.press(Key::ArrowUp);
    story.press(Key::Enter);
    assert_eq!(entries(&story), ["Ada Kvist: The Minister of Ports"]);
    assert_eq!(linked(&story, "Ada Kvist"), 2);
    assert!(shows(&story, "Mentions · 2"));
    story.press_with(CTRL, Key::Z);
    let undone = story.desk().bench.snapshot();
    assert_eq!((undone.shards(), &undone.entries), (before.shards(), &before.entries));
}

#[test]
fn entries_told_apart_are_not_merged() {
    let mut story = Story::begin();
    add(&mut story, "actor", "Ada Kvist");
    add(&mut story, "actor", "Adam Kvist");
    story.press_with(CTRL, Key::Num3);
    story.press_with(CTRL, Key::A);
    story.press_with(CTRL, Key::D);
    let apart = story.desk().bench.session().entries.iter().all(|entry| entry.distinct_from.len() == 1);
    assert!(apart);
    story.press_with(CTRL, Key::M);
    assert!(shows(&story, "were told apart"));
    story.press(Key::Enter);
    assert_eq!(entries(&story).len(), 2);
    story.press(Key::Escape);
    story.press_with(CTRL, Key::D);
    assert!(story.desk().bench.session().entries.iter().all(|entry| entry.distinct_from.is_empty()));
}

#[test]
fn mentions_of_one_spelling_are_split_off() {
    let mut story = Story::begin();
    link_to_new(&mut story, "Ada Kvist", Key::Num1);
    tag(&mut story, "She", Key::Num1);
    story.press(Key::L);
    story.press(Key::Enter);
    assert_eq!(linked(&story, "Ada Kvist"), 2);
    story.press_with(CTRL, Key::Num3);
    press(&mut story, "Spellings");
    press(&mut story, "Choose the mentions “She”");
    story.press_with(CTRL | Modifiers::SHIFT, Key::M);
    assert!(shows(&story, "From “Ada Kvist”: 1 mention goes to a new entry."));
    write(&mut story, "Name of the new entry", "A spokeswoman");
    story.press(Key::Enter);
    assert_eq!(entries(&story), ["A spokeswoman: ", "Ada Kvist: "]);
    assert_eq!((linked(&story, "Ada Kvist"), linked(&story, "A spokeswoman")), (1, 1));
    assert!(shows(&story, "Entries: A spokeswoman"), "the new one is on show");
    story.press_with(CTRL, Key::Z);
    assert_eq!(linked(&story, "Ada Kvist"), 2);
    assert!(shows(&story, "Entries: Ada Kvist"), "and without it the one that it was split from");
    story.press_with(CTRL | Modifiers::SHIFT, Key::Z);
    assert_eq!(entries(&story).len(), 2);
}

#[test]
fn undoing_a_split_shows_the_entry_that_was_split_wherever_it_stands_in_the_list() {
    let mut story = Story::begin();
    add(&mut story, "actor", "Aaron");
    add(&mut story, "actor", "Zora");
    link_to_new(&mut story, "Ada Kvist", Key::Num1);
    tag(&mut story, "She", Key::Num1);
    story.press(Key::L);
    story.press(Key::Enter);
    story.press_with(CTRL, Key::Num3);
    write(&mut story, "Filter entries", "Ada");
    write(&mut story, "Filter entries", "");
    press(&mut story, "Spellings");
    press(&mut story, "Choose the mentions “She”");
    story.press_with(CTRL | Modifiers::SHIFT, Key::M);
    write(&mut story, "Name of the new entry", "Yvonne, a spokeswoman");
    story.press(Key::Enter);
    assert!(shows(&story, "Entries: Yvonne, a spokeswoman"));
    story.press_with(CTRL, Key::Z);
    assert!(shows(&story, "Entries: Ada Kvist"), "not the one that stood beside the new one");
}

#[test]
fn a_new_name_shows_everywhere_and_a_mention_is_gone_to() {
    let mut story = Story::begin();
    link_to_new(&mut story, "Ada Kvist", Key::Num1);
    let first = story.selected().unwrap().id;
    press(&mut story, "Show this entry in the register");
    write(&mut story, "Name of the entry", "Ada M. Kvist");
    story.press(Key::Tab);
    assert_eq!(entries(&story), ["Ada M. Kvist: Ada Kvist"]);
    assert!(shows(&story, "Ada M. Kvist, Actor, 1 mentions"));
    story.press(Key::Escape);
    assert!(shows(&story, "Entry: Ada M. Kvist") && shows(&story, "also: Ada Kvist"));
    // From another article the register leads back to the mention.
    story.press_with(CTRL, Key::PageDown);
    story.press_with(CTRL, Key::Num3);
    assert!(shows(&story, "Mention Ada Kvist, outlet not known, Harbour talks resume"));
    story.press(Key::F6);
    story.press(Key::ArrowDown);
    story.press(Key::Enter);
    assert_eq!(story.selected().unwrap().id, first);
    assert!(!shows(&story, "Filter entries"), "the articles are shown again");
    story.press_with(CTRL, Key::PageDown);
    story.press_with(CTRL, Key::Num3);
    press(&mut story, "Mention Ada Kvist, outlet not known, Harbour talks resume");
    assert_eq!(story.selected().unwrap().id, first, "a click does the same");
    story.press_with(CTRL, Key::Num3);
    press(&mut story, "Unlink Ada Kvist");
    assert_eq!(linked(&story, "Ada M. Kvist"), 0);
}

#[test]
fn an_empty_register_says_how_entries_come_to_be() {
    let mut story = Story::begin();
    story.press_with(CTRL, Key::Num3);
    assert!(shows(&story, "The register is empty"));
    story.press_with(CTRL | Modifiers::SHIFT, Key::N);
    write(&mut story, "Name of the new entry", "Port of Brel");
    story.press(Key::Enter);
    assert_eq!(entries(&story), ["Port of Brel: "]);
    assert!(shows(&story, "Port of Brel, Actor, 0 mentions"));
    write(&mut story, "New alias", "Brel harbour");
    press(&mut story, "Add alias");
    assert_eq!(entries(&story), ["Port of Brel: Brel harbour"]);
    write(&mut story, "Scheme of the id", "wikidata");
    write(&mut story, "Id", "Q1");
    press(&mut story, "Add id");
    let session = story.desk().bench.session();
    assert_eq!(session.entries.iter().next().unwrap().ids.get("wikidata").map(String::as_str), Some("Q1"));
    press(&mut story, "Remove the alias Brel harbour");
    story.harness.get_by_label_contains("Entries: Port of Brel").focus();
    story.draw();
    story.press(Key::Delete);
    assert!(shows(&story, "Delete this entry?"));
    press(&mut story, "Delete the entry");
    assert!(entries(&story).is_empty());
    story.press_with(CTRL, Key::Z);
    assert_eq!(entries(&story), ["Port of Brel: "]);
}

#[test]
fn the_list_is_filtered_sorted_and_narrowed_to_a_layer_by_keys() {
    let mut story = Story::begin();
    for (layer, name) in [("actor", "Zofia Ører"), ("actor", "Ada Kvist"), ("event", "Strike"), ("claim", "It rains")]
    {
        add(&mut story, layer, name);
    }
    let listed = |story: &Story| -> Vec<String> {
        let mut found: Vec<(f32, String)> = story
            .harness
            .query_all_by_role(Role::Button)
            .filter_map(|node| Some((node.rect().top(), node.accesskit_node().label()?)))
            .filter(|(_, label)| label.ends_with(" mentions"))
            .collect();
        found.sort_by(|one, two| one.0.total_cmp(&two.0));
        found.iter().filter_map(|(_, label)| label.split(',').next().map(str::to_owned)).collect()
    };
    story.press_with(CTRL, Key::Num3);
    assert_eq!(listed(&story), ["Ada Kvist", "It rains", "Strike", "Zofia Ører"]);
    story.press(Key::Num1);
    assert_eq!(listed(&story), ["Zofia Ører", "Strike", "It rains", "Ada Kvist"]);
    story.press(Key::Num2);
    assert_eq!(listed(&story), ["Ada Kvist", "Zofia Ører", "Strike", "It rains"], "kinds as in the schema");
    story.press_with(CTRL, Key::F);
    type_text(&mut story, "ORE");
    assert_eq!(listed(&story), ["Zofia Ører"], "neither case nor diacritics matter");
    assert!(shows(&story, "1 of 4"));
    story.press(Key::ArrowDown);
    assert!(shows(&story, "Entries: Zofia"), "what the keys act on is in sight");
    story.press(Key::F6);
    story.press_with(Modifiers::SHIFT, Key::Delete);
    assert!(shows(&story, "“Zofia Ører”"), "and is what would go");
    story.press(Key::Escape);
    write(&mut story, "Filter entries", "nobody");
    press(&mut story, "Show all entries");
    press(&mut story, "Layer Event");
    assert_eq!(listed(&story), ["Strike"]);
    add(&mut story, "event", "Arrest");
    assert_eq!(listed(&story), ["Arrest", "Strike"], "what comes meanwhile is listed in its place");
}

#[test]
fn an_event_has_its_days_and_its_place_and_a_claim_its_grade() {
    let mut story = Story::begin();
    add(&mut story, "event", "Strike");
    story.press_with(CTRL, Key::Num3);
    for (field, words) in
        [("First day", "2026-05-02"), ("Last day", "2026-05-04"), ("Stated as", "early May"), ("Place", "Brel")]
    {
        write(&mut story, field, words);
        story.press(Key::Tab);
    }
    let entry = |story: &Story| story.desk().bench.session().entries.iter().next().unwrap().clone();
    let when = entry(&story).when.unwrap();
    assert_eq!((when.display().as_str(), when.phrase.as_str()), ("2026-05-02 – 2026-05-04", "early May"));
    assert_eq!(entry(&story).place.unwrap().name, "Brel");
    for (field, degrees) in [("Latitude", "50.0755"), ("Longitude", "-14,4")] {
        write(&mut story, field, degrees);
        story.press(Key::Tab);
    }
    let place = entry(&story).place.unwrap();
    assert_eq!((place.latitude, place.longitude), (Some(50.0755), Some(-14.4)));
    write(&mut story, "Latitude", "north");
    story.press(Key::Tab);
    assert!(shows(&story, "“north” is no number of degrees") && entry(&story).place == Some(place));
    write(&mut story, "First day", "in May");
    story.press(Key::Tab);
    assert!(shows(&story, "“in May” is no day"));
    assert_eq!(entry(&story).when, Some(when));
}

#[test]
fn two_claims_are_aligned_and_show_where_they_differ() {
    let mut story = Story::begin();
    add(&mut story, "claim", "Two guards were wounded on Friday.");
    add(&mut story, "claim", "Four guards were wounded on Friday.");
    story.press_with(CTRL, Key::Num3);
    story.press(Key::Home);
    story.press_with(CTRL, Key::J);
    story.press_with(Modifiers::ALT, Key::ArrowRight);
    story.press_with(Modifiers::ALT, Key::ArrowRight);
    type_text(&mut story, "two");
    story.press(Key::Enter);
    let alignments: Vec<Alignment> = story.desk().bench.session().alignments.iter().cloned().collect();
    assert_eq!(alignments.len(), 1);
    assert_eq!(alignments[0].kind, AlignmentKind::Contradicts);
    assert!(shows(&story, "Alignments · 1"));
    assert!(shows(&story, "numbers: here Four guards – there Two guards"));
    assert!(!shows(&story, "dates: "));
    press(&mut story, "Delete the alignment with Two guards were wounded on Friday.");
    assert!(story.desk().bench.session().alignments.is_empty());
}

#[test]
fn what_may_be_the_same_is_offered_and_never_done_by_itself() {
    let mut story = Story::begin();
    for name in ["Ada Kvist", "A. Kvist", "Bo Renn"] {
        add(&mut story, "actor", name);
    }
    story.press_with(CTRL, Key::Num3);
    story.press_with(CTRL | Modifiers::SHIFT, Key::U);
    story.settle();
    let row = "Not the same A. Kvist and Ada Kvist";
    let other = "Not the same Ada Kvist and A. Kvist";
    let name = if shows(&story, row) { row } else { other };
    assert_eq!(entries(&story).len(), 3);
    press(&mut story, name);
    assert!(!shows(&story, name), "told apart, nobody is asked again");
    story.settle();
    assert!(!shows(&story, name) && entries(&story).len() == 3);
    story.press_with(CTRL, Key::Z);
    story.settle();
    press(&mut story, &name.replace("Not the same", "Merge…"));
    assert!(shows(&story, "Merge 2 entries into one"));
    story.press(Key::Escape);
    assert_eq!(entries(&story).len(), 3);
}

#[test]
fn the_last_line_about_an_entry_is_not_cut() {
    let mut story = Story::begin();
    add(&mut story, "event", "The talks");
    story.press_with(CTRL, Key::Num3);
    story.settle();
    let inside = story.harness.get_by_label("Name of the entry").rect().center();
    story.harness.hover_at(inside);
    story.harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -4000.0),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    story.harness.run_steps(30);
    let last = story.harness.get_by_label_contains("Iris Vale · ").rect();
    let tabs = story.harness.get_by_label("Mentions · 0").rect();
    assert!(last.bottom() + 6.0 < tabs.top() - 4.0, "{last:?} above {tabs:?}");
}

#[test]
fn an_alias_has_a_language_and_says_what_kind_of_name_it_is() {
    let mut story = Story::begin();
    add(&mut story, "actor", "Ada Kvist");
    story.press_with(CTRL, Key::Num3);
    write(&mut story, "New alias", "Ministerin Kvist");
    press(&mut story, "Add alias");
    press(&mut story, "Language of the alias Ministerin Kvist and what kind of name it is");
    for (field, words) in [("Language of Ministerin Kvist", "de"), ("Note on Ministerin Kvist", "title")] {
        write(&mut story, field, words);
        story.press(Key::Tab);
    }
    let entry = story.desk().bench.session().entries.iter().next().unwrap().clone();
    let alias = &entry.aliases[0];
    assert_eq!(
        (alias.text.as_str(), alias.language.as_str(), alias.note.as_str()),
        ("Ministerin Kvist", "de", "title")
    );
    assert!(shows(&story, "de, title"));
}
