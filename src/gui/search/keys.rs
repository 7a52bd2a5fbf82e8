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
        let listed = list_key(event, is_field);
        let found = of_field(event).filter(|_| is_field).or_else(|| listed.and_then(of_list));
        asked.extend(found);
        // A key of lists that asks nothing here must not reach the article behind the view either.
        found.is_none() && listed.is_none()
    });
    asked
}

/// What is asked by keys with which the field would give the focus away.
fn of_field(event: &Event) -> Option<SearchKey> {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
    match key {
        Key::Enter if !modifiers.command => Some(SearchKey::Open),
        Key::Escape if !modifiers.command => Some(SearchKey::Leave),
        _ => None,
    }
}

fn of_list(key: ListKey) -> Option<SearchKey> {
    match key {
        ListKey::Go(step, _) => Some(SearchKey::Go(step)),
        ListKey::Open | ListKey::Toggle => Some(SearchKey::Open),
        ListKey::All | ListKey::Delete | ListKey::Sort(_) => None,
    }
}
