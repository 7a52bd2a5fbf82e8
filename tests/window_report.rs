//! A report is written from the window: what it will say is shown before, and its choices are its own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a missing word or widget is a failed test")]

use eframe::egui::accesskit::Toggled;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use window::{Story, press, shows};

#[path = "support/window.rs"]
mod window;

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers { command: true, ctrl: true, shift: true, ..Modifiers::NONE };

fn open(story: &mut Story, modifiers: Modifiers, key: Key) {
    story.press_with(modifiers, key);
    story.settle();
}

#[test]
fn what_people_will_read_is_shown_and_nothing_is_offered_that_suits_no_report() {
    let mut story = Story::begin();
    story.drag("Ada Kvist");
    story.press(Key::Num1);
    open(&mut story, CTRL_SHIFT, Key::R);
    assert!(shows(&story, "The Minister of Ports, [Actor] Ada Kvist, met dockers"));
    assert!(shows(&story, "opens in a browser") && !shows(&story, "color-scheme"));
    for offer in ["Suggestions too", "New numbers for everything", "Divide for training"] {
        assert!(!shows(&story, offer), "{offer}");
    }
    press(&mut story, "Close");
    open(&mut story, CTRL, Key::E);
    assert!(shows(&story, "Suggestions too"), "data has them");
}

#[test]
fn report_and_export_remember_their_own_choices() {
    let mut story = Story::begin();
    open(&mut story, CTRL, Key::E);
    press(&mut story, "The article in front");
    press(&mut story, "Close");
    open(&mut story, CTRL_SHIFT, Key::R);
    press(&mut story, "By outlet");
    press(&mut story, "Close");
    for (modifiers, key, chosen) in [(CTRL, Key::E, "The article in front"), (CTRL_SHIFT, Key::R, "By outlet")] {
        open(&mut story, modifiers, key);
        let choice = story.harness.get_by_label(chosen).accesskit_node().toggled();
        assert_eq!(choice, Some(Toggled::True), "{chosen}");
        press(&mut story, "Close");
    }
}
