//! The keys of the Search view: those that move in the list act in the field as well.

use crate::gui::register::{ListKey, Step, take_keys as take_list_keys};
use eframe::egui::{InputState, Key, Modifiers};

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

/// Takes the view's keys out of the input; `is_field` where words are typed.
pub(super) fn take_keys(input: &mut InputState, is_field: bool) -> Vec<SearchKey> {
    let mut asked = Vec::new();
    if is_field {
        // The field would give the focus away with these keys.
        if input.consume_key(Modifiers::NONE, Key::Enter) {
            asked.push(SearchKey::Open);
        }
        if input.consume_key(Modifiers::NONE, Key::Escape) {
            asked.push(SearchKey::Leave);
        }
    }
    let keys = take_list_keys(input, is_field).into_iter().filter_map(|key| match key {
        ListKey::Go(step, _) => Some(SearchKey::Go(step)),
        ListKey::Open | ListKey::Toggle => Some(SearchKey::Open),
        ListKey::All | ListKey::Delete | ListKey::Sort(_) => None,
    });
    asked.extend(keys);
    asked
}
