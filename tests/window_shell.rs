//! The frame around the work: actions found by a few letters, keys that a person changes, the guide at the page about what is
//! in front.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what is missing in a test fails it")]

use byline::store::{Settings, Theme, load_settings};
use byline::text::Snap;
use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use std::collections::{BTreeMap, BTreeSet};
use window::{Story, painted, press, shows, window_of, write};

#[path = "support/window.rs"]
mod window;

/// Pages of the guide that the stories come to.
const TITLES: [&str; 5] = [
    "Byline in five minutes",
    "The register",
    "How far annotators agree",
    "What is new",
    "Say what is known about an article",
];
const CTRL: Modifiers = Modifiers::COMMAND;

fn ctrl_shift() -> Modifiers {
    Modifiers::COMMAND | Modifiers::SHIFT
}

/// The page of the guide that is open, as its list says.
fn open_page(story: &Story) -> Option<String> {
    let rows = story.harness.query_all_by_role(Role::Button).map(|row| row.accesskit_node());
    let mut open = rows.filter(|row| row.toggled() == Some(Toggled::True)).filter_map(|row| row.label());
    open.find(|name| TITLES.contains(&name.as_str()))
}

/// Opens the palette, types, and presses Enter.
fn do_by_palette(story: &mut Story, typed: &str) {
    story.press_with(CTRL, Key::K);
    if !typed.is_empty() {
        story.harness.get_by_label("Find an action").type_text(typed);
        story.harness.run();
    }
    story.press(Key::Enter);
}

#[test]
fn a_few_letters_are_enough_and_what_was_done_last_comes_first() {
    let mut story = Story::begin();
    do_by_palette(&mut story, "drkth");
    assert_eq!(story.desk().settings.theme, Theme::Dark);
    do_by_palette(&mut story, "light");
    assert_eq!(story.desk().settings.theme, Theme::Light);
    assert_eq!(story.desk().settings.recent_actions, ["light-theme", "dark-theme"]);
    // Nothing typed: the action chosen last is marked, the one before it below.
    story.press_with(CTRL, Key::K);
    story.press(Key::ArrowDown);
    story.press(Key::Enter);
    assert_eq!(story.desk().settings.theme, Theme::Dark);
    story.press_with(CTRL, Key::K);
    story.harness.get_by_label("Find an action").type_text("qqqq");
    story.harness.run();
    assert!(shows(&story, "No action has such a name"));
}

#[test]
fn what_cannot_be_had_says_why_in_the_palette() {
    let mut story = Story::begin();
    do_by_palette(&mut story, "conflicts");
    // Enter does nothing there, and the palette stays.
    assert!(story.harness.query_by_label("Find an action").is_some());
    story.press(Key::Escape);
    assert!(story.harness.query_by_label("Find an action").is_none());
}

#[test]
fn a_key_is_changed_taken_from_another_action_and_given_back() {
    let mut story = Story::begin();
    story.press(Key::Questionmark);
    press(&mut story, "Key of “Dark theme”: Ctrl+Alt+D");
    assert!(shows(&story, "Press the new key. Esc leaves it as it is, Delete takes it away."));
    story.press_with(CTRL, Key::E);
    assert!(shows(&story, "Ctrl+E belongs to “Export…”."));
    press(&mut story, "Leave it there");
    assert!(story.desk().settings.keys.is_empty());
    press(&mut story, "Key of “Dark theme”: Ctrl+Alt+D");
    story.press_with(CTRL, Key::E);
    press(&mut story, "Take it from there");
    assert!(shows(&story, "Key of “Dark theme”: Ctrl+E") && shows(&story, "Key of “Export…”: none"));
    press(&mut story, "Close");
    story.press_with(CTRL, Key::E);
    assert_eq!(story.desk().settings.theme, Theme::Dark);
    story.press(Key::Questionmark);
    press(&mut story, "All usual keys…");
    assert!(shows(&story, "Give 2 changed keys back?"));
    press(&mut story, "Give all back");
    assert!(shows(&story, "Key of “Export…”: Ctrl+E") && story.desk().settings.keys.is_empty());
}

#[test]
fn ctrl_and_shift_which_come_as_keys_of_their_own_wait_for_the_key_that_is_pressed_with_them() {
    let mut story = Story::begin();
    story.press(Key::Questionmark);
    press(&mut story, "Key of “Export…”: Ctrl+E");
    story.press_with(CTRL, Key::ControlLeft);
    story.press_with(ctrl_shift(), Key::ShiftLeft);
    assert!(shows(&story, "Press the new key. Esc leaves it as it is, Delete takes it away."));
    story.press_with(ctrl_shift(), Key::F12);
    assert!(shows(&story, "Key of “Export…”: Ctrl+Shift+F12"));
    press(&mut story, "Close");
    story.press_with(CTRL, Key::ControlLeft);
    assert!(!shows(&story, "Format"), "Ctrl alone asks for nothing");
}

#[test]
fn keys_that_labels_the_caret_or_the_focus_need_are_refused_and_a_key_can_be_taken_away() {
    let mut story = Story::begin();
    story.press(Key::Questionmark);
    for (key, modifiers, told) in [
        (Key::Num3, Modifiers::NONE, "3 is the key of the label “Claim”."),
        (Key::ArrowDown, Modifiers::SHIFT, "Shift+Down cannot be had: it moves the caret."),
        (Key::Tab, Modifiers::NONE, "Tab cannot be had: it moves the focus."),
    ] {
        press(&mut story, "Key of “Undo”: Ctrl+Z");
        story.press_with(modifiers, key);
        assert!(shows(&story, told), "{told}");
    }
    press(&mut story, "Key of “Undo”: Ctrl+Z");
    story.press(Key::Escape);
    assert!(shows(&story, "Key of “Undo”: Ctrl+Z"), "Escape keeps the key and the sheet");
    press(&mut story, "Key of “Undo”: Ctrl+Z");
    story.press(Key::Delete);
    assert!(shows(&story, "Key of “Undo”: none"));
    press(&mut story, "Usual key of “Undo”: Ctrl+Z");
    assert!(shows(&story, "Key of “Undo”: Ctrl+Z"));
}

#[test]
fn keys_that_stay_as_they_are_stand_in_the_sheet_too() {
    let mut story = Story::begin();
    story.press(Key::Questionmark);
    write(&mut story, "Search the keys", "difference");
    assert!(shows(&story, "IN THE COMPARISON") && shows(&story, "J, K") && !shows(&story, "IN DIALOGS"));
    write(&mut story, "Search the keys", "register");
    assert!(shows(&story, "IN THE REGISTER") && shows(&story, "1 … 6"));
}

#[test]
fn changed_keys_are_kept_and_the_page_to_print_has_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut story = Story::begin();
    story.press(Key::Questionmark);
    press(&mut story, "Key of “Reading…”: Ctrl+Alt+R");
    story.press_with(ctrl_shift(), Key::F12);
    press(&mut story, "Close");
    let expected = BTreeMap::from([("reading".to_owned(), "Ctrl+Shift+F12".to_owned())]);
    assert_eq!(story.desk().settings.keys, expected);
    byline::store::save_settings(folder.path(), &story.desk().settings, &Settings::default()).unwrap();
    let again = load_settings(folder.path()).settings;
    assert_eq!(again.keys, expected);
    let again = again.clone();
    let mut story = story.again(move || window_of(again.clone(), Vec::new()));
    story.press(Key::Questionmark);
    assert!(shows(&story, "Key of “Reading…”: Ctrl+Shift+F12"));
}

#[test]
fn the_guide_opens_at_the_page_about_the_view_and_is_searched() {
    let mut story = Story::begin();
    story.press_with(CTRL, Key::Num3);
    story.press(Key::F1);
    assert!(story.harness.query_by_label("Search the guide").is_some());
    assert_eq!(open_page(&story).as_deref(), Some("The register"));
    write(&mut story, "Search the guide", "krippendorff intervals gamma");
    assert_eq!(open_page(&story).as_deref(), Some("How far annotators agree"));
    assert!(shows(&story, "2 pages") && !shows(&story, "Tag words"), "and what is new; no other page has the words");
    story.press(Key::ArrowDown);
    assert_eq!(open_page(&story).as_deref(), Some("What is new"));
    write(&mut story, "Search the guide", "krippendorff qqqq");
    assert!(shows(&story, "No page has all of these words."));
    story.press(Key::Escape);
    assert!(story.harness.query_by_label("Search the guide").is_none());
}

#[test]
fn words_that_were_looked_for_in_the_guide_are_marked_alike() {
    let mut story = Story::begin();
    story.press(Key::F1);
    write(&mut story, "Search the guide", "conll");
    let hits: Vec<_> =
        painted(&story).into_iter().filter(|painted| painted.words.eq_ignore_ascii_case("conll")).collect();
    let marked: BTreeSet<_> = hits.iter().map(|hit| hit.background.to_array()).filter(|color| color[3] > 0).collect();
    assert!(hits.len() > 3 && marked.len() == 1, "{hits:?}");
}

#[test]
fn the_guide_opens_over_a_dialog_which_is_there_again_afterwards() {
    let mut story = Story::begin();
    story.press(Key::F4);
    write(&mut story, "Author", "Half typed");
    story.press(Key::F1);
    assert_eq!(open_page(&story).as_deref(), Some("Say what is known about an article"));
    assert!(!shows(&story, "Open the sample session"), "the dialog behind is to be there again");
    story.press(Key::Escape);
    let mut fields = story.harness.query_all_by_label("Author");
    assert!(fields.any(|field| field.accesskit_node().value().as_deref() == Some("Half typed")));
}

#[test]
fn settings_are_found_by_words_and_in_force_at_once() {
    let mut story = Story::begin();
    story.press_with(CTRL, Key::Comma);
    write(&mut story, "Search the settings", "colours");
    assert!(!shows(&story, "Line length"));
    press(&mut story, "Dark");
    assert_eq!(story.desk().settings.theme, Theme::Dark);
    write(&mut story, "Search the settings", "qqqq");
    assert!(shows(&story, "No setting has all of these words."));
    write(&mut story, "Search the settings", "");
    press(&mut story, "sentences");
    press(&mut story, "Everything larger");
    press(&mut story, "2 min");
    write(&mut story, "Your name", "Mara Lund");
    let settings = story.desk().settings.clone();
    assert_eq!((settings.snap, settings.autosave_secs), (Snap::Sentences, 120));
    assert!((settings.zoom - 1.1).abs() < 1e-3);
    press(&mut story, "Usual settings");
    let settings = story.desk().settings.clone();
    assert_eq!((settings.snap, settings.autosave_secs), (Snap::Words, 30));
    press(&mut story, "Close");
    // The new name signs what is done from now on.
    story.drag("Ada Kvist");
    story.press(Key::Num1);
    let by = story.selected().unwrap().by;
    assert_eq!(story.desk().bench.session().annotator_name(by), "Mara Lund");
}

#[test]
fn what_was_told_can_be_read_again_after_it_was_closed() {
    let mut story = Story::begin();
    story.saved_to("no such folder/work.ron");
    let told: Vec<String> = story.app().notices().all().iter().map(|notice| notice.text.clone()).collect();
    let failed = told.iter().find(|text| text.contains("no such folder")).unwrap_or_else(|| panic!("{told:?}"));
    press(&mut story, &format!("Close: {failed}"));
    assert!(story.app().notices().all().iter().all(|notice| notice.text != *failed));
    story.drag("Ada Kvist");
    story.press(Key::Num1);
    story.press_with(Modifiers::COMMAND | Modifiers::ALT, Key::H);
    assert!(shows(&story, failed) && shows(&story, "Copy: Tag “Ada Kvist” as Actor"));
    assert!(shows(&story, "00:00:00"), "at what time it came, by the clock of the story");
    let copied = |story: &Story| {
        let commands = &story.harness.output().platform_output.commands;
        let found = commands.iter().find_map(|command| match command {
            eframe::egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        found.unwrap_or_default()
    };
    let button = story.harness.get_by_label("Copy all");
    button.click_accesskit();
    story.harness.step();
    assert!(copied(&story).starts_with("00:00:00 Tag “Ada Kvist” as Actor\n"), "{}", copied(&story));
    assert!(copied(&story).contains(&format!("00:00:00 Problem: {failed}")));
    press(&mut story, "also what was done");
    assert!(shows(&story, failed) && !shows(&story, "Copy: Tag “Ada Kvist” as Actor"));
}
