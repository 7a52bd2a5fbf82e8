//! The keys of the Compare view, which act while no text field has the focus. It does not know what they do.

use crate::gui::register::{ListKey, take_keys as take_list_keys};
use eframe::egui::{Context, Event, Key};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CompareKey {
    /// A step in the list.
    List(ListKey),
    /// The difference behind this one, or the one before it.
    Next,
    Previous,
    /// The next one that is open.
    NextOpen,
    /// The version of this side, from 0.
    Take(usize),
    Combine,
    Rewrite,
    Drop,
}

const DIGITS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// Takes the view's keys out of the input; where the focus is elsewhere than in the list, those that move there or press what
/// has it stay.
pub(super) fn take(ctx: &Context, is_elsewhere: bool) -> Vec<CompareKey> {
    let mut asked = Vec::new();
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, physical_key, pressed: true, modifiers, .. } = event else { return true };
            if !modifiers.is_none() {
                return true;
            }
            let digit = DIGITS.iter().position(|known| physical_key.unwrap_or(*key) == *known);
            let found = match key {
                Key::J => Some(CompareKey::Next),
                Key::K => Some(CompareKey::Previous),
                Key::Space if !is_elsewhere => Some(CompareKey::NextOpen),
                Key::C => Some(CompareKey::Combine),
                Key::E => Some(CompareKey::Rewrite),
                Key::X | Key::Delete | Key::Backspace => Some(CompareKey::Drop),
                _ => digit.map(CompareKey::Take),
            };
            asked.extend(found);
            found.is_none()
        });
        if !is_elsewhere {
            asked.extend(take_list_keys(input, false).into_iter().map(CompareKey::List));
        }
    });
    asked
}
