//! From keys to requests. Single letters never act while a text field has the focus.
//!
//! Digits count by their position on the keyboard, so that they tag on layouts that put other signs there.

use super::actions::{Action, Menu};
use super::extents::EdgeStep;
use super::gestures::Gesture;
use super::keymap::{Bound, Keymap};
use super::request::{Request, Requests};
use crate::model::{Label, Schema};
use eframe::egui::{Context, Event, Key, Modifiers};

/// Where the keyboard focus is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Focus {
    /// In a text field.
    TextField,
    /// In the article.
    Article,
    /// On a button, a row of a list, or nowhere.
    Elsewhere,
}

/// Takes the keys that mean something to the window as a whole out of the input.
pub(super) fn read_keys(ctx: &Context, focus: Focus, schema: &Schema, requests: &mut Requests) {
    let mut asked = Vec::new();
    let keymap = Keymap::shared(ctx);
    ctx.input_mut(|input| {
        input.events.retain(|event| match request_of(event, focus, schema, &keymap) {
            Some(request) => {
                asked.push(request);
                false
            }
            None => true,
        });
    });
    requests.append(&mut asked);
}

fn request_of(event: &Event, focus: Focus, schema: &Schema, keymap: &Keymap) -> Option<Request> {
    match event {
        Event::Key { key, physical_key, pressed: true, modifiers, .. } => {
            let action = action_at(keymap, *key, *physical_key, *modifiers).filter(|row| acts(row, focus));
            if let Some(row) = action {
                return Some(Request::Act(row.info.action));
            }
            if focus == Focus::TextField {
                return None;
            }
            let label = || label_of(*key, *physical_key, schema);
            match *modifiers {
                Modifiers::NONE => label().map(Request::UseLabel),
                Modifiers::ALT => label().map(|label| Request::Gesture(Gesture::AddFragment(label))),
                _ => None,
            }
        }
        Event::Text(text) if focus != Focus::TextField => match text.as_str() {
            ">" => Some(Request::Act(Action::NextArticle)),
            "<" => Some(Request::Act(Action::PreviousArticle)),
            _ => None,
        },
        _ => None,
    }
}

/// The action of a key as it is labelled or, for brackets alone, as it lies: many layouts reach those with `AltGr`, if at
/// all.
fn action_at(keymap: &Keymap, key: Key, physical: Option<Key>, modifiers: Modifiers) -> Option<&Bound> {
    let by_place = match physical {
        Some(Key::OpenBracket) if modifiers.shift => Some(Key::OpenCurlyBracket),
        Some(Key::CloseBracket) if modifiers.shift => Some(Key::CloseCurlyBracket),
        Some(Key::OpenBracket | Key::CloseBracket) => physical,
        _ => None,
    };
    if is_bracket(key) {
        // A key whose sign egui does not know is named after its place, Shift or not.
        let key = by_place.filter(|_| Some(key) == physical).unwrap_or(key);
        // AltGr, which some systems report as Ctrl and Alt, has done its work by making a bracket of another key.
        let is_made = by_place.is_none() && physical.is_some();
        let held = if is_made && modifiers.alt && modifiers.command { Modifiers::NONE } else { modifiers };
        return action_of(keymap, key, held);
    }
    let own = action_of(keymap, key, modifiers);
    let by_place = by_place.filter(|_| letter_of(key).is_none() && digit_of(key).is_none());
    own.or_else(|| action_of(keymap, by_place?, modifiers))
}

fn is_bracket(key: Key) -> bool {
    matches!(key, Key::OpenBracket | Key::CloseBracket | Key::OpenCurlyBracket | Key::CloseCurlyBracket)
}

fn action_of(keymap: &Keymap, key: Key, modifiers: Modifiers) -> Option<&Bound> {
    let key = match key {
        Key::Equals if modifiers.command => Key::Plus,
        Key::Backspace => Key::Delete,
        other => other,
    };
    // Shift is how some layouts reach these at all.
    let shift_matters = !matches!(key, Key::Plus | Key::Questionmark | Key::Slash) && !is_bracket(key);
    // The keys of the Review view are taken there.
    let mut rows = keymap.rows().iter().filter(|row| row.info.menu != Menu::Review);
    let found = rows.clone().find(|row| {
        row.key.is_some_and(|wanted| {
            let held = wanted.modifiers;
            wanted.logical_key == key
                && held.command == modifiers.command
                && held.alt == modifiers.alt
                && (held.shift == modifiers.shift || !shift_matters)
        })
    });
    // What other programs have for redo, as long as nothing else has it here.
    let is_redo = key == Key::Y && modifiers.command && !modifiers.alt;
    found.or_else(|| rows.find(|row| is_redo && row.info.action == Action::Redo))
}

/// Whether an action's key acts where the focus is.
fn acts(row: &Bound, focus: Focus) -> bool {
    let has_command = row.key.is_some_and(|key| key.modifiers.command);
    let action = row.info.action;
    match focus {
        Focus::TextField => match action {
            // Text fields undo their own typing.
            Action::Undo | Action::Redo => false,
            Action::NextPane | Action::PreviousPane | Action::FindNext | Action::FindPrevious | Action::Guide => true,
            _ => has_command && !moves_in_text(action),
        },
        Focus::Article => true,
        // Enter and Space press the button that has the focus.
        Focus::Elsewhere => !matches!(action, Action::TagArmed | Action::OuterMention) && !moves_caret(action),
    }
}

/// Whether an action moves something in the article's text; a text field has its own use for such keys.
fn moves_in_text(action: Action) -> bool {
    moves_caret(action) || EdgeStep::of(action).is_some()
}

fn moves_caret(action: Action) -> bool {
    matches!(
        action,
        Action::NextSentence | Action::PreviousSentence | Action::NextParagraph | Action::PreviousParagraph
    )
}

fn label_of(key: Key, physical: Option<Key>, schema: &Schema) -> Option<Label> {
    let pressed = physical.and_then(digit_of).or_else(|| digit_of(key)).or_else(|| letter_of(key))?;
    let info =
        schema.label_infos().find(|info| info.hotkey.is_some_and(|hotkey| hotkey.eq_ignore_ascii_case(&pressed)))?;
    Some(info.id.clone())
}

fn digit_of(key: Key) -> Option<char> {
    match key {
        Key::Num1 => Some('1'),
        Key::Num2 => Some('2'),
        Key::Num3 => Some('3'),
        Key::Num4 => Some('4'),
        Key::Num5 => Some('5'),
        Key::Num6 => Some('6'),
        Key::Num7 => Some('7'),
        Key::Num8 => Some('8'),
        Key::Num9 => Some('9'),
        _ => None,
    }
}

fn letter_of(key: Key) -> Option<char> {
    let mut letters = key.name().chars();
    letters.next().filter(|letter| letter.is_ascii_alphabetic() && letters.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Slug;

    fn press(key: Key, physical: Option<Key>, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: physical, pressed: true, repeat: false, modifiers }
    }

    #[test]
    fn a_digit_tags_by_its_place_on_the_keyboard() {
        let schema = crate::codec::default_schema();
        let french = press(Key::Exclamationmark, Some(Key::Num1), Modifiers::NONE);
        let request = request_of(&french, Focus::Article, &schema, &Keymap::default());
        assert!(matches!(request, Some(Request::UseLabel(label)) if label == Slug::new("actor").unwrap()));
    }

    #[test]
    fn brackets_are_found_by_sign_and_by_place() {
        let schema = crate::codec::default_schema();
        let shift = Modifiers::SHIFT;
        let alt_gr = Modifiers { alt: true, ..Modifiers::COMMAND };
        for (key, place, modifiers, expected) in [
            (Key::CloseBracket, Key::CloseBracket, Modifiers::NONE, Action::EndOut),
            (Key::OpenCurlyBracket, Key::OpenBracket, shift, Action::StartIn),
            (Key::CloseCurlyBracket, Key::CloseBracket, shift | Modifiers::COMMAND, Action::StartOutByCharacter),
            // A German keyboard: u umlaut and plus lie where the brackets are, and AltGr with 8 and 9 makes brackets.
            (Key::OpenBracket, Key::OpenBracket, shift, Action::StartIn),
            (Key::Plus, Key::CloseBracket, Modifiers::NONE, Action::EndOut),
            (Key::Plus, Key::CloseBracket, Modifiers::COMMAND, Action::ZoomIn),
            (Key::OpenBracket, Key::Num8, Modifiers::NONE, Action::EndIn),
            (Key::CloseBracket, Key::Num9, alt_gr, Action::EndOut),
            (Key::CloseBracket, Key::CloseBracket, alt_gr, Action::LooserLines),
            // There the slash is on 7.
            (Key::Slash, Key::Num7, shift, Action::QuickSelect),
        ] {
            let request = request_of(&press(key, Some(place), modifiers), Focus::Article, &schema, &Keymap::default());
            assert!(
                matches!(request, Some(Request::Act(action)) if action == expected),
                "{key:?} {place:?}: {request:?}"
            );
            let typed = request_of(&press(key, Some(place), modifiers), Focus::TextField, &schema, &Keymap::default());
            let is_everywhere = matches!(expected, Action::ZoomIn | Action::LooserLines);
            assert!(is_everywhere || typed.is_none(), "{key:?}: {typed:?}");
        }
    }

    #[test]
    fn alt_with_a_label_key_adds_a_fragment() {
        let schema = crate::codec::default_schema();
        let request =
            request_of(&press(Key::Num2, Some(Key::Num2), Modifiers::ALT), Focus::Article, &schema, &Keymap::default());
        assert!(
            matches!(request, Some(Request::Gesture(Gesture::AddFragment(label))) if label == Slug::new("event").unwrap())
        );
    }

    #[test]
    fn letters_do_nothing_while_a_text_field_has_the_focus() {
        let schema = crate::codec::default_schema();
        for key in [Key::S, Key::W, Key::Num1, Key::Delete, Key::Space] {
            assert!(
                request_of(&press(key, Some(key), Modifiers::NONE), Focus::TextField, &schema, &Keymap::default())
                    .is_none(),
                "{key:?}"
            );
        }
        let save = press(Key::S, Some(Key::S), Modifiers::COMMAND);
        assert!(matches!(
            request_of(&save, Focus::TextField, &schema, &Keymap::default()),
            Some(Request::Act(Action::Save))
        ));
        let undo = press(Key::Z, Some(Key::Z), Modifiers::COMMAND);
        assert!(request_of(&undo, Focus::TextField, &schema, &Keymap::default()).is_none());
    }
}
