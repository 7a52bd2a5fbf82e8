//! The key that is pressed next, as a key for an action. It does not know whose it becomes.

use crate::gui::keymap::is_modifier;
use eframe::egui::{Event, InputState, Key, KeyboardShortcut, Modifiers};

/// What was pressed while a new key was awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pressed {
    /// Escape: the key stays.
    Nothing,
    /// Delete: the action is to have none.
    NoKey,
    /// A key.
    Key(KeyboardShortcut),
}

/// Takes the first key out of the input, and whatever else is typed with it. Ctrl, Shift and Alt, which are keys of their own,
/// wait for the key that is pressed with them.
pub(super) fn take_pressed(input: &mut InputState) -> Option<Pressed> {
    let mut pressed = None;
    input.events.retain(|event| match event {
        Event::Key { key, pressed: true, .. } if is_modifier(*key) => false,
        Event::Key { key, modifiers, pressed: true, .. } => {
            pressed.get_or_insert((*key, *modifiers));
            false
        }
        Event::Copy => {
            pressed.get_or_insert((Key::C, Modifiers::COMMAND));
            false
        }
        Event::Cut => {
            pressed.get_or_insert((Key::X, Modifiers::COMMAND));
            false
        }
        Event::Paste(_) => {
            pressed.get_or_insert((Key::V, Modifiers::COMMAND));
            false
        }
        Event::Text(_) => false,
        _ => true,
    });
    let (key, modifiers) = pressed?;
    Some(match key {
        Key::Escape if modifiers.is_none() => Pressed::Nothing,
        Key::Delete | Key::Backspace if modifiers.is_none() => Pressed::NoKey,
        _ => Pressed::Key(as_bound(key, modifiers)),
    })
}

/// The key as the table would have it: Shift is how some layouts reach a sign at all.
fn as_bound(key: Key, modifiers: Modifiers) -> KeyboardShortcut {
    let key = match key {
        Key::Equals if modifiers.command => Key::Plus,
        Key::Backspace => Key::Delete,
        other => other,
    };
    let is_sign = matches!(key, Key::Plus | Key::Questionmark | Key::Slash)
        || matches!(key, Key::OpenBracket | Key::CloseBracket | Key::OpenCurlyBracket | Key::CloseCurlyBracket);
    let held = Modifiers {
        command: modifiers.command,
        alt: modifiers.alt,
        shift: modifiers.shift && !is_sign,
        ..Modifiers::NONE
    };
    KeyboardShortcut::new(held, key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(key: Key, modifiers: Modifiers) -> Option<Pressed> {
        let mut input = InputState::default();
        input.events = vec![
            Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers },
            Event::Text("x".to_owned()),
        ];
        let pressed = take_pressed(&mut input);
        assert!(input.events.is_empty());
        pressed
    }

    #[test]
    fn a_key_is_what_the_table_would_call_it() {
        let ctrl_shift = Modifiers::COMMAND | Modifiers::SHIFT;
        let key = |modifiers, key| Some(Pressed::Key(KeyboardShortcut::new(modifiers, key)));
        assert_eq!(pressed(Key::J, ctrl_shift), key(ctrl_shift, Key::J));
        assert_eq!(pressed(Key::Questionmark, Modifiers::SHIFT), key(Modifiers::NONE, Key::Questionmark));
        assert_eq!(pressed(Key::Equals, Modifiers::COMMAND), key(Modifiers::COMMAND, Key::Plus));
        assert_eq!(pressed(Key::Escape, Modifiers::NONE), Some(Pressed::Nothing));
        assert_eq!(pressed(Key::Backspace, Modifiers::NONE), Some(Pressed::NoKey));
        assert_eq!(pressed(Key::Escape, Modifiers::SHIFT), key(Modifiers::SHIFT, Key::Escape));
    }
}
