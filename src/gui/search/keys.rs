//! The keys of the Search view: those that move in the list act in the field as well.

use crate::gui::register::{ListKey, Step, list_key};
use eframe::egui::{Event, InputState, Key};

/// What a key asks of the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SearchKey {
    /// Go to another place.
    Go(Step),
    /// Open the place in its article.
    Open,
    /// Back to the articles.
    Leave,
}

/// Takes the view's keys out of the input, in the order in which they were pressed; `is_field` where words are typed.
pub(super) fn take_keys(input: &mut InputState, is_field: bool) -> Vec<SearchKey> {
    let mut asked = Vec::new();
    input.events.retain(|event| {
        let found = key_of(event, is_field);
        asked.extend(found);
        found.is_none()
    });
    asked
}

fn key_of(event: &Event, is_field: bool) -> Option<SearchKey> {
    match event {
        // The field would give the focus away with these keys.
        Event::Key { key: Key::Enter, pressed: true, modifiers, .. } if is_field && !modifiers.command => {
            Some(SearchKey::Open)
        }
        Event::Key { key: Key::Escape, pressed: true, modifiers, .. } if is_field && !modifiers.command => {
            Some(SearchKey::Leave)
        }
        _ => match list_key(event, is_field)? {
            ListKey::Go(step, _) => Some(SearchKey::Go(step)),
            ListKey::Open | ListKey::Toggle => Some(SearchKey::Open),
            ListKey::All | ListKey::Delete | ListKey::Sort(_) => None,
        },
    }
}
