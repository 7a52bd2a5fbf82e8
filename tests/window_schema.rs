//! The editor of the schema in the window: labels, attributes and relation types change by one step, and what that does to
//! the records is seen before.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a missing word, label or widget is a failed test"
)]

use byline::model::*;
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, PointerButton};
use egui_kittest::kittest::{NodeT, Queryable};
use window::{Story, press, shows, write};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers { command: true, shift: true, ..Modifiers::NONE };

fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

fn tag(story: &mut Story, words: &str, key: Key) {
    story.drag(words);
    story.press(key);
}

fn schema(story: &Story) -> Schema {
    Schema::clone(&story.desk().bench.session().schema)
}

/// Chooses a row of a list by how it begins.
fn choose(story: &mut Story, name: &str) {
    let is_row = |role: Role| role == Role::Button;
    let mut found = story.harness.query_all_by_label_contains(name);
    let row = found.find(|node| {
        let node = node.accesskit_node();
        is_row(node.role()) && node.label().is_some_and(|label| label == name || label.starts_with(&format!("{name},")))
    });
    row.unwrap_or_else(|| panic!("{name} is not in the list")).click_accesskit();
    drop(found);
    story.settle();
}

/// Opens a list of choices and takes one.
fn pick(story: &mut Story, list: &str, choice: &str) {
    let node = story.harness.get_by(|node| {
        node.role() == Role::ComboBox && node.label().is_some_and(|label| label.starts_with(&format!("{list}:")))
    });
    node.click_accesskit();
    story.settle();
    // What is open stands before all else, and comes last.
    let mut found = story.harness.query_all_by_role(Role::Button);
    let row = found.rfind(|node| node.accesskit_node().label().is_some_and(|label| label.trim() == choice));
    row.unwrap_or_else(|| panic!("{choice} is not offered")).click_accesskit();
    drop(found);
    story.settle();
}

fn open(story: &mut Story) {
    story.press_with(CTRL_SHIFT, Key::T);
    story.settle();
    assert!(shows(story, "WOULD CHANGE"));
}

#[test]
fn a_label_with_a_key_is_added_and_tags() {
    let mut story = Story::begin();
    open(&mut story);
    choose(&mut story, "Actor");
    write(&mut story, "Name of the new label", "Union");
    press(&mut story, "Add below “Actor”");
    assert!(shows(&story, "Add below “Actor”"), "the next one stands beside it");
    write(&mut story, "Key of the label", "u");
    press(&mut story, "Apply");
    assert!(!shows(&story, "WOULD CHANGE"), "applied, the editor closes");
    let schema = schema(&story);
    assert_eq!(schema.label_info(&slug("actor.union")).unwrap().hotkey, Some('u'));
    story.press_with(CTRL, Key::PageDown);
    tag(&mut story, "the union", Key::U);
    assert_eq!(story.mentions(), ["actor.union: the union"]);
}

#[test]
fn a_key_that_is_taken_is_refused_with_what_is_free() {
    let mut story = Story::begin();
    open(&mut story);
    choose(&mut story, "Actor");
    write(&mut story, "Key of the label", "s");
    assert!(shows(&story, "The key S belongs to “Select the sentence”; free are 1, A, B"));
    write(&mut story, "Key of the label", "4");
    assert!(shows(&story, "The key 4 belongs to the label “Person”; free are 1, A"));
    write(&mut story, "Key of the label", "q");
    assert!(!shows(&story, "belongs to"));
    press(&mut story, "Apply");
    assert_eq!(schema(&story).label_info(&slug("actor")).unwrap().hotkey, Some('q'));
}

#[test]
fn a_new_name_is_seen_everywhere_and_undone_in_one_step() {
    let mut story = Story::begin();
    tag(&mut story, "Ada Kvist", Key::Num4);
    let before = story.desk().bench.snapshot();
    open(&mut story);
    choose(&mut story, "Person");
    write(&mut story, "Name of the label", "Human being");
    assert!(shows(&story, "no mention, relation or value"), "a name changes no record");
    press(&mut story, "Apply");
    assert!(shows(&story, "Label Human being, key 4, 1 in this article"));
    assert!(!shows(&story, "Label Person"));
    assert_eq!(story.mentions(), ["actor.person: Ada Kvist"]);
    story.press_with(CTRL, Key::Z);
    assert_eq!(story.desk().bench.snapshot().schema, before.schema);
    assert!(shows(&story, "Label Person, key 4"));
}

#[test]
fn two_labels_are_merged_as_the_preview_says() {
    let mut story = Story::begin();
    tag(&mut story, "Ada Kvist", Key::Num4);
    tag(&mut story, "dockers", Key::Num5);
    let before = story.desk().bench.snapshot();
    open(&mut story);
    choose(&mut story, "Person");
    pick(&mut story, "Merge the label into", "Organisation");
    assert!(shows(&story, "one mention relabelled"), "the sum");
    assert!(shows(&story, "“Person” becomes “Organisation”: 1 mention"));
    press(&mut story, "Apply");
    assert_eq!(story.mentions(), ["actor.organisation: Ada Kvist", "actor.organisation: dockers"]);
    assert!(!schema(&story).has_label(&slug("actor.person")));
    story.press_with(CTRL, Key::Z);
    let undone = story.desk().bench.snapshot();
    assert_eq!((undone.shards(), &undone.schema), (before.shards(), &before.schema));
}

#[test]
fn a_label_in_use_goes_once_it_is_said_what_becomes_of_its_mentions() {
    let mut story = Story::begin();
    tag(&mut story, "Ada Kvist", Key::Num4);
    tag(&mut story, "dockers", Key::Num5);
    open(&mut story);
    choose(&mut story, "Person");
    press(&mut story, "Remove the label");
    assert!(shows(&story, "It has 1 mention, first in “Harbour talks resume”. What becomes of its mentions?"));
    assert!(shows(&story, "Say what becomes of the mentions of “Person”."));
    press(&mut story, "Apply");
    assert!(shows(&story, "WOULD CHANGE"), "it cannot be applied yet");
    press(&mut story, "They are deleted, with the relations and alignments that hang on them");
    assert!(shows(&story, "“Person” goes: 1 mention"));
    pick(&mut story, "They become those of", "Group");
    assert!(shows(&story, "“Person” becomes “Group”: 1 mention"));
    press(&mut story, "They are deleted, with the relations and alignments that hang on them");
    press(&mut story, "Apply");
    assert_eq!(story.mentions(), ["actor.organisation: dockers"]);
    story.press_with(CTRL, Key::Z);
    assert_eq!(story.mentions(), ["actor.person: Ada Kvist", "actor.organisation: dockers"]);
}

#[test]
fn a_required_choice_is_asked_for_in_the_inspector() {
    let mut story = Story::begin();
    open(&mut story);
    press(&mut story, "Attributes · 9");
    write(&mut story, "Name of the new attribute", "Tone");
    press(&mut story, "Add the attribute");
    pick(&mut story, "Values of the attribute", "one choice");
    assert!(shows(&story, "“Tone”: it has nothing to choose from."), "and nothing can be applied");
    for choice in ["Warm", "Cold"] {
        write(&mut story, "New choice", choice);
        press(&mut story, "Add choice");
    }
    press(&mut story, "Required");
    pick(&mut story, "Labels", "Actor");
    press(&mut story, "Apply");
    let schema = schema(&story);
    let tone = schema.attributes.iter().find(|def| def.id == slug("tone")).unwrap();
    assert!(tone.required && tone.values == AttributeType::Choice && tone.labels == [slug("actor")]);
    let choices: Vec<&str> = tone.choices.iter().map(|choice| choice.id.as_str()).collect();
    assert_eq!(choices, ["warm", "cold"]);
    tag(&mut story, "Ada Kvist", Key::Num4);
    assert!(shows(&story, "Tone"), "the inspector has a field for it");
}

#[test]
fn a_relation_type_gets_ends_and_a_role() {
    let mut story = Story::begin();
    open(&mut story);
    press(&mut story, "Relation types · 6");
    write(&mut story, "Name of the new relation type", "Leads");
    press(&mut story, "Add the relation type");
    pick(&mut story, "Starts from", "Person");
    pick(&mut story, "Leads to", "Organisation");
    write(&mut story, "New role", "Chair");
    press(&mut story, "Add role");
    pick(&mut story, "Labels of the role Chair", "Organisation");
    press(&mut story, "Apply");
    let schema = schema(&story);
    let leads = schema.relation_type(&slug("leads")).unwrap();
    assert_eq!(
        (leads.from.as_slice(), leads.to.as_slice()),
        (&[slug("actor.person")][..], &[slug("actor.organisation")][..])
    );
    assert_eq!(leads.roles[0].to, [slug("actor.organisation")]);
}

#[test]
fn a_configuration_of_brat_opens_as_a_draft_and_a_schema_is_saved_and_compared() {
    let mut story = Story::begin();
    let conf = story.folder.path().join("annotation.conf");
    std::fs::write(
        &conf,
        "[entities]\nPerson\nPlace\n[relations]\nLives Arg1:Person, Arg2:Place\n[events]\n[attributes]\n",
    )
    .unwrap();
    open(&mut story);
    path(&mut story, "Open a schema by path…", &conf);
    assert!(shows(&story, "The draft is another schema now"));
    assert!(shows(&story, "Relation types · 1"));
    let saved = story.folder.path().join("mine.ron");
    path(&mut story, "Save the schema by path…", &saved);
    assert!(shows(&story, "The schema was saved to"));
    assert!(byline::codec::read_schema(&std::fs::read_to_string(&saved).unwrap()).is_ok());
    press(&mut story, "Apply");
    let opened = schema(&story);
    assert_eq!(opened.name, "brat");
    assert!(
        opened.label_infos().any(|info| info.name == "Person") && opened.label_infos().all(|info| info.name != "Actor")
    );
    open(&mut story);
    story.press_with(CTRL, Key::PageDown);
    story.press_with(CTRL, Key::PageDown);
    story.press_with(CTRL, Key::PageDown);
    assert!(shows(&story, "Both define the same."));
    press(&mut story, "default");
    assert!(shows(&story, "Label “Actor” (actor): not in the draft"));
}

/// Takes an item of the menu of files and types a path.
fn path(story: &mut Story, item: &str, path: &std::path::Path) {
    press(story, "Schema file");
    press(story, item);
    write(story, "Path", path.to_str().unwrap());
    story.press(Key::Enter);
    story.settle();
}

#[test]
fn a_draft_is_not_lost_by_a_key() {
    let mut story = Story::begin();
    open(&mut story);
    choose(&mut story, "Person");
    write(&mut story, "Name of the label", "Human being");
    story.press(Key::Escape);
    assert!(shows(&story, "The draft is not applied. Give it up?"));
    press(&mut story, "Keep editing");
    story.press_with(CTRL, Key::Z);
    assert!(shows(&story, "Nothing is changed yet."), "undo within the draft");
    story.press_with(CTRL_SHIFT, Key::Z);
    story.press(Key::Escape);
    press(&mut story, "Give the draft up");
    assert!(!shows(&story, "WOULD CHANGE"));
    assert!(schema(&story).has_label(&slug("actor.person")) && shows(&story, "Label Person"));
}

/// Clicks on what has this name within one frame.
fn click_at_once(story: &mut Story, name: &str) {
    let pos = story.harness.get_by_label(name).rect().center();
    story.harness.hover_at(pos);
    story.harness.step();
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        story.harness.input_mut().events.push(Event::PointerButton { pos, button, pressed, modifiers });
    }
    story.harness.step();
    story.draw();
}

#[test]
fn a_menu_of_the_editor_opens_above_it_however_short_the_click() {
    let mut story = Story::begin();
    open(&mut story);
    for time in 0..3 {
        click_at_once(&mut story, "Schema file");
        let pos = story.harness.get_by_label("Save the schema by path…").rect().center();
        let layer = story.harness.ctx.layer_id_at(pos).unwrap();
        let dialog = story.harness.ctx.layer_id_at(story.harness.get_by_label("WOULD CHANGE").rect().center());
        assert_ne!(Some(layer), dialog, "the editor covers its menu, time {time}");
        story.press(Key::Escape);
        assert!(shows(&story, "WOULD CHANGE") && !shows(&story, "Save the schema by path…"));
    }
}

#[test]
fn a_refused_key_holds_the_draft_back_until_it_is_another() {
    let mut story = Story::begin();
    open(&mut story);
    choose(&mut story, "Actor");
    write(&mut story, "Name of the label", "Party");
    write(&mut story, "Key of the label", "s");
    assert!(shows(&story, "The key of “Party” is refused. The key S belongs to"), "beside Apply");
    press(&mut story, "Apply");
    story.press_with(CTRL, Key::Enter);
    assert!(shows(&story, "WOULD CHANGE"), "it cannot be applied");
    write(&mut story, "Key of the label", "q");
    press(&mut story, "Apply");
    assert!(!shows(&story, "WOULD CHANGE") && schema(&story).label_name(&slug("actor")) == "Party");
}

#[test]
fn a_path_that_is_typed_takes_the_place_of_the_folder_that_stood_there() {
    let mut story = Story::begin();
    story.saved_to("harbour.ron");
    open(&mut story);
    press(&mut story, "Schema file");
    press(&mut story, "Open a schema by path…");
    story.harness.event(Event::Text("/elsewhere/mine.ron".to_owned()));
    story.settle();
    let field = story.harness.get_by_label("Path").accesskit_node().value();
    assert_eq!(field.as_deref(), Some("/elsewhere/mine.ron"));
}

#[test]
fn the_name_in_files_of_a_new_label_is_changed_until_it_is_applied() {
    let mut story = Story::begin();
    open(&mut story);
    choose(&mut story, "Actor");
    write(&mut story, "Name of the new label", "Armed force");
    press(&mut story, "Add below “Actor”");
    write(&mut story, "Name in files of the label", "person");
    story.press(Key::Tab);
    assert!(shows(&story, "`actor.person` is the name of another one."));
    write(&mut story, "Name in files of the label", "Not So");
    story.press(Key::Tab);
    assert!(!shows(&story, "is the name of another one."));
    write(&mut story, "Name in files of the label", "force");
    story.press(Key::Tab);
    story.settle();
    press(&mut story, "Apply");
    assert!(schema(&story).has_label(&slug("actor.force")) && !schema(&story).has_label(&slug("actor.armed-force")));
    open(&mut story);
    choose(&mut story, "Armed force");
    assert!(shows(&story, "permanent") && !shows(&story, "Name in files of the label"));
}

#[test]
fn mentions_that_labels_leave_on_the_same_words_are_joined_where_that_is_wanted() {
    let mut story = Story::begin();
    tag(&mut story, "Ada Kvist", Key::Num4);
    story.press(Key::Escape);
    tag(&mut story, "Ada Kvist", Key::Num5);
    let before = story.desk().bench.snapshot();
    open(&mut story);
    choose(&mut story, "Person");
    pick(&mut story, "Merge the label into", "Organisation");
    assert!(shows(&story, "1 mention will stand where the new label stands already; both stay"));
    press(&mut story, "Join mentions on the same words");
    assert!(shows(&story, "1 mention joined with the one that stands there under the new label"));
    press(&mut story, "Apply");
    assert_eq!(story.mentions(), ["actor.organisation: Ada Kvist"]);
    story.press_with(CTRL, Key::Z);
    let undone = story.desk().bench.snapshot();
    assert_eq!((undone.shards(), &undone.schema), (before.shards(), &before.schema), "one step");
}

#[test]
fn a_schema_that_comes_with_byline_takes_the_place_of_the_sessions_once_it_is_said_what_becomes_of_the_rest() {
    let mut story = Story::begin();
    tag(&mut story, "Ada Kvist", Key::Num4);
    story.press(Key::Escape);
    tag(&mut story, "the quay would stay open", Key::Num3);
    for name in ["plover", "parc"] {
        let before = story.desk().bench.snapshot();
        open(&mut story);
        press(&mut story, "Schema file");
        press(&mut story, &format!("Start from {name}"));
        let gone = if name == "plover" { "Claim" } else { "Person" };
        // A click on what is open leads to the question.
        press(&mut story, &format!("“{gone}” is gone; say what becomes of 1 mention"));
        assert!(shows(&story, &format!("The label “{gone}” is not in the draft any more.")));
        press(&mut story, "They are deleted, with the relations and alignments that hang on them");
        press(&mut story, "Apply");
        assert!(!shows(&story, "WOULD CHANGE"), "{name} is applied");
        let layer = if name == "plover" { "event.coerce" } else { "content.direct" };
        assert!(schema(&story).has_label(&slug(layer)));
        story.press_with(CTRL, Key::Z);
        assert_eq!(story.desk().bench.session().schema, before.schema);
        if name == "plover" {
            story.press_with(CTRL_SHIFT, Key::Z);
            assert_eq!(story.mentions(), ["actor.person: Ada Kvist"]);
        }
    }
}
