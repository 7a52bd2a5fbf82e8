//! The keys of the Review view. Letters act wherever the focus is but in a field; what moves in a list or presses a button acts
//! where the list has the focus.

use crate::gui::actions::{Action, Menu};
use crate::gui::keymap::Keymap;
use crate::gui::register::Step;
use eframe::egui::{Event, InputState, Key, Modifiers};

/// One key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReviewKey {
    /// Go to another row; with Shift what lies between is chosen as well.
    Go(Step, bool),
    /// Open the row in its article.
    Open,
    /// Take the row into what is chosen, or out of it.
    Toggle,
    /// Choose everything that is shown.
    All,
    /// Sort by the column of this number.
    Sort(usize),
    /// Carry out an action.
    Act(Action),
}

/// Where the keyboard is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// In the list.
    List,
    /// In the field above it.
    Field,
    /// In the article beside it.
    Article,
    /// On a button.
    Elsewhere,
}

/// Takes the view's keys out of the input.
pub(super) fn take_keys(input: &mut InputState, at: At, keymap: &Keymap) -> Vec<ReviewKey> {
    let mut asked = Vec::new();
    input.events.retain(|event| {
        let Event::Key { key, pressed: true, modifiers, physical_key, .. } = event else { return true };
        let found = match at {
            At::List => step(*key, *modifiers)
                .or_else(|| of_list(*key, *physical_key, *modifiers))
                .or_else(|| letter(keymap, *key, *modifiers)),
            At::Field => step(*key, *modifiers).filter(|_| !matches!(key, Key::Home | Key::End) && !modifiers.shift),
            At::Article => letter(keymap, *key, *modifiers)
                .or_else(|| (*key == Key::Space && modifiers.is_none()).then_some(ReviewKey::Go(Step::Down, false))),
            At::Elsewhere => letter(keymap, *key, *modifiers),
        };
        asked.extend(found);
        found.is_none()
    });
    asked
}

fn step(key: Key, modifiers: Modifiers) -> Option<ReviewKey> {
    let step = match key {
        Key::ArrowUp => Step::Up,
        Key::ArrowDown => Step::Down,
        Key::PageUp => Step::PageUp,
        Key::PageDown => Step::PageDown,
        Key::Home => Step::First,
        Key::End => Step::Last,
        _ => return None,
    };
    (!modifiers.alt && !modifiers.command).then_some(ReviewKey::Go(step, modifiers.shift))
}

fn of_list(key: Key, physical: Option<Key>, modifiers: Modifiers) -> Option<ReviewKey> {
    const DIGITS: [Key; 9] =
        [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    match key {
        Key::Space if modifiers.is_none() => Some(ReviewKey::Go(Step::Down, false)),
        Key::Space if modifiers.matches_exact(Modifiers::COMMAND) => Some(ReviewKey::Toggle),
        Key::A if modifiers.matches_exact(Modifiers::COMMAND) => Some(ReviewKey::All),
        Key::Enter if modifiers.is_none() => Some(ReviewKey::Open),
        _ => {
            let digit = DIGITS.iter().position(|known| physical.unwrap_or(key) == *known)?;
            modifiers.is_none().then_some(ReviewKey::Sort(digit))
        }
    }
}

/// The view's own actions.
fn letter(keymap: &Keymap, key: Key, modifiers: Modifiers) -> Option<ReviewKey> {
    let is_it = |held: Modifiers| {
        held.shift == modifiers.shift && held.command == modifiers.command && held.alt == modifiers.alt
    };
    let mut rows = keymap.rows().iter().filter(|row| row.info.menu == Menu::Review);
    let found = rows.find(|row| row.key.is_some_and(|wanted| wanted.logical_key == key && is_it(wanted.modifiers)));
    found.map(|row| ReviewKey::Act(row.info.action))
}
