//! Which key each action has: the table's, or the one that a person put in its place. What is written in the settings and
//! cannot be used leaves the table's key and is told.
//!
//! It does not know what any action does, nor what labels there are.

use super::actions::{ACTIONS, Action, ActionInfo, Menu, key_text};
use crate::gui::language::tr;
use eframe::egui::{Context, Id, Key, KeyboardShortcut, Modifiers};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An action with the key that it has now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    /// What the table says of it.
    pub(super) info: &'static ActionInfo,
    /// Its key; none where a person took it away.
    pub(super) key: Option<KeyboardShortcut>,
}

/// The keys of all actions, in the order of the table.
#[derive(Clone, Debug)]
pub(super) struct Keymap(Vec<Bound>);

/// Why a key cannot be given to an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum KeyRefusal {
    /// The window needs it for something that is no action, as it says.
    Reserved(&'static str),
    /// Another action has it.
    Taken(Action),
}

impl Default for Keymap {
    fn default() -> Self {
        Self(ACTIONS.iter().map(|info| Bound { info, key: Some(info.key) }).collect())
    }
}

impl Keymap {
    /// The table's keys with those of `chosen`, which are texts of keys by slugs of actions, in their places; and what of
    /// `chosen` cannot be used.
    pub(super) fn of(chosen: &BTreeMap<String, String>) -> (Self, Vec<String>) {
        let mut map = Self::default();
        let mut faults = Vec::new();
        // An action may get a key that another one had, whatever the order in which they are written.
        for row in map.0.iter_mut().filter(|row| chosen.contains_key(&row.info.action.slug())) {
            row.key = None;
        }
        for (slug, text) in chosen {
            let Some(action) = Action::of_slug(slug) else {
                faults.push(tr!("`{slug}` is no action", slug));
                continue;
            };
            let Some(key) = (if text.is_empty() { Some(None) } else { key_of_text(text).map(Some) }) else {
                faults.push(tr!("`{text}` is no key; {slug} keeps the usual one", text, slug));
                map.bind(action, Some(map.usual(action)).flatten());
                continue;
            };
            match key.map(|key| map.refusal(action, key)) {
                Some(Some(refusal)) => {
                    faults.push(tr!("{slug} cannot have {text}: {}", refusal.told(), slug, text));
                    map.bind(action, map.usual(action));
                }
                _ => map.bind(action, key),
            }
        }
        (map, faults)
    }

    /// Every action with its key.
    pub(super) fn rows(&self) -> &[Bound] {
        &self.0
    }

    /// The key of `action` for people; empty where it has none.
    pub(super) fn text(&self, action: Action) -> String {
        self.key(action).map(key_text).unwrap_or_default()
    }

    /// The key of `action`.
    pub(super) fn key(&self, action: Action) -> Option<KeyboardShortcut> {
        self.0.iter().find(|row| row.info.action == action).and_then(|row| row.key)
    }

    /// Why `action` cannot have `key`.
    pub(super) fn refusal(&self, action: Action, key: KeyboardShortcut) -> Option<KeyRefusal> {
        if let Some(why) = reserved(key) {
            return Some(KeyRefusal::Reserved(why));
        }
        let is_of_review = |action: Action| action.info().is_some_and(|info| info.menu == Menu::Review);
        // The keys of the Review view act there alone.
        let others = self.0.iter().filter(|row| is_of_review(row.info.action) == is_of_review(action));
        let taken = others.filter(|row| row.info.action != action).find(|row| row.key == Some(key));
        taken.map(|row| KeyRefusal::Taken(row.info.action))
    }

    /// The table's key of `action`, unless another action has it now.
    fn usual(&self, action: Action) -> Option<KeyboardShortcut> {
        let key = action.info()?.key;
        self.refusal(action, key).is_none().then_some(key)
    }

    fn bind(&mut self, action: Action, key: Option<KeyboardShortcut>) {
        if let Some(row) = self.0.iter_mut().find(|row| row.info.action == action) {
            row.key = key;
        }
    }

    /// Letters that actions have without Ctrl or Alt; labels may not take them. Those of the Review view act there alone,
    /// where no label does.
    pub(super) fn letters(&self) -> impl Iterator<Item = (char, Action)> {
        let plain =
            self.0.iter().filter(|row| row.info.menu != Menu::Review).filter_map(|row| Some((row.info, row.key?)));
        plain.filter(|(_, key)| key.modifiers == Modifiers::NONE).filter_map(|(info, key)| {
            let mut name = key.logical_key.name().chars();
            let letter = name.next().filter(|_| name.next().is_none())?;
            Some((letter.to_ascii_lowercase(), info.action))
        })
    }

    /// Puts the map where every part of the window finds it.
    pub(super) fn share(self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(place(), Arc::new(self)));
    }

    /// The map that was shared last.
    pub(super) fn shared(ctx: &Context) -> Arc<Self> {
        ctx.data(|data| data.get_temp(place())).unwrap_or_default()
    }
}

fn place() -> Id {
    Id::unique("keymap")
}

/// The key of `action` for people, as it is now.
pub(super) fn key_now(ctx: &Context, action: Action) -> String {
    Keymap::shared(ctx).text(action)
}

/// The name of `action` with its key behind it, for what appears under the pointer.
pub(super) fn named_with_key(ctx: &Context, action: Action) -> String {
    with_key(ctx, action.name(), action)
}

/// `told` with the key of `action` behind it.
pub(super) fn with_key(ctx: &Context, told: &str, action: Action) -> String {
    let key = key_now(ctx, action);
    if key.is_empty() { told.to_owned() } else { format!("{told} ({key})") }
}

impl KeyRefusal {
    /// What is told of it.
    pub(super) fn told(&self) -> String {
        match self {
            Self::Reserved(why) => (*why).to_owned(),
            Self::Taken(action) => tr!("“{}” has it", action.name()),
        }
    }
}

/// Why no action can have `key`.
fn reserved(key: KeyboardShortcut) -> Option<&'static str> {
    use Key::{
        A, ArrowDown, ArrowLeft, ArrowRight, ArrowUp, C, End, Home, Num1, Num2, Num3, Num4, Num5, Num6, Num7, Num8,
        Num9, PageDown, PageUp, Tab, V, X,
    };
    let held = key.modifiers;
    match key.logical_key {
        Tab => Some(tr!("it moves the focus")),
        Num1 | Num2 | Num3 | Num4 | Num5 | Num6 | Num7 | Num8 | Num9 if !held.command && !held.shift => {
            Some(tr!("digits are for labels"))
        }
        ArrowDown | ArrowUp | ArrowLeft | ArrowRight | Home | End | PageDown | PageUp if !held.command && !held.alt => {
            Some(tr!("it moves the caret"))
        }
        ArrowLeft | ArrowRight | Home | End if held.command && !held.alt => Some(tr!("it moves the caret")),
        A | C | V | X if held.matches_exact(Modifiers::COMMAND) => Some(tr!("it selects all, copies, pastes or cuts")),
        _ => None,
    }
}

/// Whether `key` is only held while another one is pressed; a window is told of it all the same.
pub(super) fn is_modifier(key: Key) -> bool {
    use Key::{AltLeft, AltRight, ControlLeft, ControlRight, ShiftLeft, ShiftRight};
    matches!(key, ShiftLeft | ShiftRight | ControlLeft | ControlRight | AltLeft | AltRight)
}

/// The key that a text names, as `Ctrl+Shift+Z`.
pub(super) fn key_of_text(text: &str) -> Option<KeyboardShortcut> {
    let mut modifiers = Modifiers::NONE;
    let mut rest = text.trim();
    while let Some((held, behind)) = rest.split_once('+').filter(|(_, behind)| !behind.is_empty()) {
        match held.to_ascii_lowercase().as_str() {
            "ctrl" | "cmd" => modifiers.command = true,
            "alt" => modifiers.alt = true,
            "shift" => modifiers.shift = true,
            _ => return None,
        }
        rest = behind;
    }
    let letter = rest.to_uppercase();
    let key = Key::from_name(rest).or_else(|| Key::from_name(&letter)).filter(|key| !is_modifier(*key))?;
    Some(KeyboardShortcut::new(modifiers, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(slug, key)| ((*slug).to_owned(), (*key).to_owned())).collect()
    }

    #[test]
    fn every_key_of_the_table_is_read_back_from_its_text_and_can_be_had() {
        for info in ACTIONS {
            let text = key_text(info.key);
            assert_eq!(key_of_text(&text), Some(info.key), "{text}");
            let refusal = Keymap::default().refusal(info.action, info.key);
            assert_eq!(refusal, None, "{}", info.name);
        }
    }

    #[test]
    fn keys_can_be_changed_exchanged_and_taken_away() {
        let (map, faults) = Keymap::of(&chosen(&[("export", "Ctrl+F"), ("find", "Ctrl+E"), ("quit", "")]));
        assert_eq!(faults, [] as [String; 0]);
        assert_eq!(map.text(Action::Export), "Ctrl+F");
        assert_eq!(map.text(Action::Find), "Ctrl+E");
        assert_eq!(map.text(Action::Quit), "");
        assert_eq!(map.text(Action::Save), "Ctrl+S");
    }

    #[test]
    fn what_cannot_be_used_is_told_and_leaves_the_usual_key() {
        let wrong = chosen(&[
            ("export", "Ctrl+S"),
            ("find", "Ctrl+Nonsense"),
            ("fly", "Ctrl+F"),
            ("undo", "3"),
            ("redo", "Tab"),
        ]);
        let (map, faults) = Keymap::of(&wrong);
        assert_eq!(faults.len(), 5, "{faults:?}");
        assert!(faults.iter().any(|fault| fault == "export cannot have Ctrl+S: “Save” has it"), "{faults:?}");
        for info in ACTIONS {
            assert_eq!(map.key(info.action), Some(info.key), "{}", info.name);
        }
    }

    #[test]
    fn labels_cannot_take_the_letters_of_actions() {
        let letters: Vec<char> = Keymap::default().letters().map(|(letter, _)| letter).collect();
        assert!(letters.contains(&'s') && letters.contains(&'w') && !letters.contains(&'q'), "{letters:?}");
        let (map, _) = Keymap::of(&chosen(&[("select-sentence", "Q")]));
        let letters: Vec<char> = map.letters().map(|(letter, _)| letter).collect();
        assert!(!letters.contains(&'s') && letters.contains(&'q'), "{letters:?}");
    }
}
