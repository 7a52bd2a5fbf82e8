//! Every action of the registry, found in the palette by its name and carried out from there.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what is missing in a test fails it")]

use byline::gui::{ACTIONS, Action};
use eframe::egui::{Key, MissingGlyphPolicy, Modifiers};
use egui_kittest::kittest::{AccessKitNode, Queryable};
use std::collections::BTreeSet;
use window::{Story, press};

#[path = "support/window.rs"]
mod window;

/// Where actions are tried, one after the other until one is where the action can be had.
const PLACES: [fn(&mut Story); 8] = [
    |_| {},
    |story| sample(story, &[(Modifiers::ALT, Key::ArrowRight)]),
    |story| sample(story, &[(CTRL, Key::Num3), (Modifiers::NONE, Key::ArrowDown), (Modifiers::SHIFT, Key::ArrowDown)]),
    |story| sample(story, &[(CTRL, Key::Num3), (Modifiers::NONE, Key::ArrowDown)]),
    |story| sample(story, &[(CTRL, Key::Num2), (Modifiers::NONE, Key::ArrowDown)]),
    |story| sample(story, &[(CTRL, Key::Num5), (CTRL, Key::Backslash)]),
    // A label is armed.
    |story| sample(story, &[(Modifiers::NONE, Key::Num1)]),
    // Something was done and undone.
    |story| sample(story, &[(Modifiers::NONE, Key::M), (CTRL, Key::Z)]),
];
const CTRL: Modifiers = Modifiers::COMMAND;

/// What needs more than that, and is carried out in stories of its own: a session that was saved, a suggestion in front,
/// sessions to compare with, a search.
const ELSEWHERE: [Action; 6] = [
    Action::Versions,
    Action::TagFound,
    Action::AcceptSuggestion,
    Action::RejectSuggestion,
    Action::TakeAgreed,
    Action::ReadSides,
];

/// Opens the sample session and presses keys there.
fn sample(story: &mut Story, keys: &[(Modifiers, Key)]) {
    // Its guidelines name letters that the fonts of tests do not have.
    story.harness.ctx.set_missing_glyph_policy(MissingGlyphPolicy::Tofu);
    choose(story, "Open the sample session").unwrap();
    press(story, "Go on without saving");
    for (modifiers, key) in keys {
        story.press_with(*modifiers, *key);
        story.settle();
    }
}

/// Opens the palette, types `name`, and presses Enter; the action that was carried out, as settings keep it. Nothing where the
/// palette stays, and says to everybody why the action cannot be had.
fn choose(story: &mut Story, name: &str) -> Option<String> {
    let before = story.desk().settings.recent_actions.clone();
    story.press_with(CTRL, Key::K);
    story.harness.get_by_label("Find an action").type_text(name);
    story.harness.run();
    story.press(Key::Enter);
    let after = story.desk().settings.recent_actions.clone();
    if after != before {
        return after.into_iter().next();
    }
    let reason = format!("{name}: ");
    let told = |node: &AccessKitNode<'_>| {
        node.label().is_some_and(|told| told.len() > reason.len() && told.starts_with(&reason))
    };
    assert!(story.harness.query_all_by(told).next().is_some(), "{name} does not say why it cannot be had");
    None
}

#[test]
fn every_action_is_carried_out_by_the_palette() {
    let mut slugs = BTreeSet::new();
    let mut refused: Vec<&str> = Vec::new();
    for info in ACTIONS.iter().filter(|info| info.action != Action::Palette) {
        let done = PLACES.iter().find_map(|go| {
            let mut story = Story::begin();
            go(&mut story);
            choose(&mut story, info.name)
        });
        match done {
            Some(slug) => assert!(slugs.insert(slug), "{}: another action was carried out", info.name),
            None => refused.push(info.name),
        }
    }
    let elsewhere: Vec<&str> = ELSEWHERE.iter().filter_map(|action| action.info()).map(|info| info.name).collect();
    assert_eq!(refused, elsewhere);
}
