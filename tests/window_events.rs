//! Events and relations in the window: roles as a form, relations opened and changed, and the question before a mention goes.

#![allow(clippy::unwrap_used, clippy::panic, dead_code, reason = "a missing word, relation or widget is a failed test")]

use byline::model::*;
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, Vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use window::{Story, press, shows, tag, write};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;

fn select(story: &mut Story, words: &str) {
    story.press(Key::Escape);
    story.press(Key::Escape);
    story.click_at(story.rect(words).center());
    assert_eq!(story.selected().unwrap().quote.as_ref(), words);
}

/// The relations of the article in front, as `type (role): from → to`.
fn relations(story: &Story) -> Vec<String> {
    let shard = story.shard();
    let quote = |id| shard.mentions.get(id).unwrap().quote.to_string();
    let row = |relation: &Relation| {
        let role = relation.role.as_ref().map_or(String::new(), |role| format!(" ({role})"));
        format!("{}{role}: {} → {}", relation.label, quote(relation.from), quote(relation.to))
    };
    let mut rows: Vec<String> = shard.relations.iter().map(row).collect();
    rows.sort();
    rows
}

/// An event, two actors and a place; the event is selected.
fn event() -> Story {
    let mut story = Story::begin();
    for (words, key) in [("Ada Kvist", Key::Num4), ("dockers", Key::Num1), ("Brel", Key::Num6), ("met", Key::Num2)] {
        tag(&mut story, words, key);
    }
    story
}

/// Fills a role of the selected event by keys and a click.
fn fill(story: &mut Story, role: &str, words: &str) {
    press(story, &format!("Add {role} to this mention"));
    assert!(shows(story, &format!("Takes part: {role} of “met”: choose the mention")));
    story.click_at(story.rect(words).center());
    story.press(Key::Enter);
    assert_eq!(story.selected().unwrap().quote.as_ref(), "met", "the event is selected again");
}

#[test]
fn an_event_gets_three_roles_in_its_form() {
    let mut story = event();
    for (role, words) in [("Who", "Ada Kvist"), ("To whom", "dockers"), ("Where", "Brel")] {
        fill(&mut story, role, words);
    }
    assert_eq!(
        relations(&story),
        ["argument (to_whom): met → dockers", "argument (where): met → Brel", "argument (who): met → Ada Kvist"]
    );
    assert!(shows(&story, "Add When to this mention") && shows(&story, "Add another Who to this mention"));
    press(&mut story, "→ Takes part (Where): Brel");
    assert_eq!(story.selected().unwrap().quote.as_ref(), "Brel", "a role leads to its words");
    assert!(shows(&story, "← Takes part (Where): met"));
    story.press_with(CTRL, Key::Z);
    assert_eq!(relations(&story).len(), 2);
}

#[test]
fn a_role_that_does_not_fit_is_refused_with_what_would() {
    let mut story = event();
    tag(&mut story, "the quay would stay open", Key::Num3);
    select(&mut story, "met");
    press(&mut story, "Add Who to this mention");
    story.click_at(story.rect("quay").center());
    story.press(Key::Enter);
    assert!(shows(&story, "“Takes part” cannot lead from Event to Claim; it leads from Event to Actor"));
    assert_eq!(relations(&story), Vec::<String>::new());
    story.press(Key::R);
    assert!(shows(&story, "choose the other end"), "the next relation is of any type");
}

#[test]
fn a_relation_is_opened_by_a_key_and_changed() {
    let mut story = event();
    fill(&mut story, "Who", "Ada Kvist");
    fill(&mut story, "Where", "Brel");
    story.press_with(SHIFT, Key::R);
    assert!(shows(&story, "Relations of “met”"));
    assert!(shows(&story, "Relation → Takes part (Who): Ada Kvist"));
    // The second key is the second role: to whom.
    story.press(Key::Num2);
    assert_eq!(relations(&story), ["argument (to_whom): met → Ada Kvist", "argument (where): met → Brel"]);
    story.press(Key::R);
    assert!(shows(&story, "“Takes part” cannot lead from Person to Event; it leads from Event to Actor"), "says why");
    assert_eq!(relations(&story).len(), 2);
    story.press(Key::ArrowDown);
    story.press(Key::Num1);
    assert_eq!(relations(&story), ["argument (to_whom): met → Ada Kvist", "argument (who): met → Brel"]);
    story.press(Key::T);
    assert!(shows(&story, "Choose the mention that the relation leads to"));
    story.click_at(story.rect("dockers").center());
    story.press(Key::Enter);
    assert_eq!(relations(&story), ["argument (to_whom): met → Ada Kvist", "argument (who): met → dockers"]);
    assert_eq!(story.selected().unwrap().quote.as_ref(), "met");
    press(&mut story, "Edit the relation → Takes part (Who): dockers");
    story.press(Key::Delete);
    assert_eq!(relations(&story), ["argument (to_whom): met → Ada Kvist"]);
    story.press(Key::Escape);
    assert!(!shows(&story, "Relations of “met”"));
    story.press_with(CTRL, Key::Z);
    assert_eq!(relations(&story).len(), 2);
}

#[test]
fn a_mention_without_relations_says_how_one_comes_to_be() {
    let mut story = event();
    story.press_with(SHIFT, Key::R);
    assert!(shows(&story, "This mention has no relation yet; R relates it"));
}

#[test]
fn deleting_asks_about_what_hangs_on_a_mention() {
    let mut story = event();
    fill(&mut story, "Who", "Ada Kvist");
    fill(&mut story, "Where", "Brel");
    story.press(Key::Delete);
    assert!(shows(&story, "Delete “met” (Event)?") && shows(&story, "What hangs on it goes with it: 2 relations."));
    assert!(shows(&story, "→ Takes part (Who): Ada Kvist"));
    story.press(Key::Escape);
    assert_eq!((story.mentions().len(), relations(&story).len()), (4, 2), "Esc keeps all of it");
    story.press(Key::Delete);
    story.press(Key::Enter);
    assert_eq!((story.mentions().len(), relations(&story).len()), (3, 0));
    story.press_with(CTRL, Key::Z);
    assert_eq!((story.mentions().len(), relations(&story).len()), (4, 2), "one step brings all of it back");
    select(&mut story, "dockers");
    story.press(Key::Delete);
    assert_eq!(story.mentions().len(), 3, "where nothing hangs nobody is asked");
}

#[test]
fn another_label_is_refused_while_a_relation_needs_the_old_one() {
    let mut story = event();
    fill(&mut story, "Who", "Ada Kvist");
    story.press(Key::Num3);
    assert_eq!(story.selected().unwrap().label.as_str(), "event");
    assert!(shows(&story, "“met” → “Ada Kvist”: “Takes part” cannot lead from Claim to Person; it leads from Event"));
    assert!(shows(&story, "Change or delete such relations first"));
    story.press(Key::Num7);
    assert_eq!(story.selected().unwrap().label.as_str(), "event.meeting", "one that the relation allows is taken");
}

#[test]
fn an_event_shows_when_and_where_its_entry_was() {
    use byline::edit::{Command, EntryChange, EntryDraft};
    let mut story = event();
    let (article, mention) = (story.shard().id(), story.selected().unwrap().id);
    let entry = EntryId(77);
    let day = |text: &str| Some(Day(text.parse().unwrap()));
    let when = Interval {
        first: day("2031-05-02"),
        last: day("2031-05-04"),
        precision: Precision::Day,
        phrase: "early May".to_owned(),
        anchor: None,
    };
    let place = Place { name: "Brel harbour".to_owned(), entry: None, latitude: None, longitude: None };
    let draft = EntryDraft {
        entry: Some(entry),
        layer: Slug::new("event").unwrap(),
        name: "The meeting".to_owned(),
        kind: None,
        aliases: vec![],
        mentions: vec![mention],
        article: Some(article),
    };
    for command in [
        Command::AddEntry(draft),
        Command::EditEntry { entry, change: EntryChange::When(Some(when)) },
        Command::EditEntry { entry, change: EntryChange::Place(Some(place)) },
    ] {
        story.harness.state_mut().as_mut().unwrap().carry_out(&command);
    }
    story.draw();
    assert!(shows(&story, "when: 2031-05-02 – 2031-05-04 (“early May”)") && shows(&story, "place: Brel harbour"));
}

/// How often something on show says `words`; the buttons of a message name it too.
fn times(story: &Story, words: &str) -> usize {
    let said = story.harness.query_all_by_label_contains(words);
    said.filter(|node| node.accesskit_node().role() != Role::Button).count()
}

#[test]
fn a_refusal_takes_the_place_of_the_last_one_and_goes_with_the_next_step() {
    let mut story = event();
    fill(&mut story, "Who", "Ada Kvist");
    for (key, name) in [(Key::Num3, "Claim"), (Key::Num1, "Actor")] {
        story.press(key);
        assert!(shows(&story, &format!("“Takes part” cannot lead from {name} to Person")), "{name}");
        assert_eq!(times(&story, "cannot lead from"), 1, "one refusal stands");
    }
    story.press(Key::Num7);
    assert_eq!(times(&story, "cannot lead from"), 0, "what was done since has another outcome");
}

#[test]
fn a_refusal_in_the_dialog_of_relations_is_told_there_alone() {
    let mut story = event();
    fill(&mut story, "Who", "Ada Kvist");
    story.press_with(SHIFT, Key::R);
    story.press(Key::R);
    assert_eq!(times(&story, "“Takes part” cannot lead from Person to Event"), 1);
    story.press(Key::Escape);
    assert_eq!(times(&story, "“Takes part” cannot lead from Person to Event"), 0, "nor behind it");
}

#[test]
fn another_mention_is_shown_from_its_top() {
    let mut story = event();
    for (role, words) in [("Who", "Ada Kvist"), ("To whom", "dockers"), ("Where", "Brel")] {
        fill(&mut story, role, words);
    }
    let inside = story.harness.get_by_label("Add When to this mention").rect().center();
    story.harness.hover_at(inside);
    story.harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -2000.0),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    story.harness.run_steps(30);
    let top = |story: &Story| story.harness.get_by_role_and_label(Role::ComboBox, "Label").rect().top();
    let heading = story.harness.get_by_label("SELECTED MENTION").rect().bottom();
    assert!(top(&story) < heading, "the panel is scrolled down");
    story.press_with(Modifiers::ALT, Key::ArrowRight);
    assert!(top(&story) > story.harness.get_by_label("SELECTED MENTION").rect().bottom(), "the next one is not");
}

#[test]
fn a_relation_says_how_sure_it_is_and_carries_flags() {
    let mut story = event();
    fill(&mut story, "Who", "Ada Kvist");
    story.press_with(SHIFT, Key::R);
    let relation = |story: &Story| story.shard().relations.iter().next().unwrap().clone();
    let all = |story: &Story, name: &str| story.harness.query_all_by_label(name).count();
    assert_eq!(all(&story, "not stated"), 2, "the mention’s and the relation’s");
    let last = story.harness.query_all_by_label("not stated").last().unwrap();
    last.click_accesskit();
    story.settle();
    assert_eq!(relation(&story).confidence, Some(0.8));
    write(&mut story, "New flag", "Check again");
    press(&mut story, "Add the flag");
    assert_eq!(relation(&story).flags, [Slug::new("check-again").unwrap()]);
    press(&mut story, "Take the flag check-again off");
    assert!(relation(&story).flags.is_empty());
    story.press(Key::Escape);
    story.press_with(CTRL, Key::Z);
    assert_eq!(relation(&story).flags.len(), 1);
}

#[test]
fn a_relation_between_claims_leads_the_other_way_by_one_key() {
    let mut story = Story::begin();
    tag(&mut story, "She said", Key::Num3);
    tag(&mut story, "Nobody else spoke", Key::Num3);
    story.press(Key::R);
    story.click_at(story.rect("She said").center());
    story.press(Key::Enter);
    story.press(Key::Num1);
    assert_eq!(relations(&story), ["supports: Nobody else spoke → She said"]);
    story.press_with(SHIFT, Key::R);
    story.press(Key::R);
    assert_eq!(relations(&story), ["supports: She said → Nobody else spoke"]);
    assert!(shows(&story, "Relation ← Supports: She said"));
    story.press(Key::Escape);
    story.press_with(CTRL, Key::Z);
    assert_eq!(relations(&story), ["supports: Nobody else spoke → She said"]);
}
