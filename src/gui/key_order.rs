//! Keys that were pressed faster than frames are drawn act in the order in which they were pressed.
//!
//! Within one frame the keys of the whole window are read before those of the text, so that a label's key would miss words
//! that were selected just before it. Keys of different kinds therefore get a frame each; keys that only move the caret may
//! share one. It does not know what any key does.

use eframe::egui::{Event, Key, Modifiers};
use std::collections::VecDeque;

/// Events that wait for their frame.
#[derive(Debug, Default)]
pub(super) struct KeyOrder(VecDeque<Event>);

impl KeyOrder {
    /// Leaves in `events` what belongs into the next frame, what waited before it first, and keeps the rest; whether something
    /// waits.
    pub(super) fn take_turn(&mut self, events: &mut Vec<Event>) -> bool {
        self.0.extend(events.drain(..));
        let mut only_moved = None;
        while let Some(event) = self.0.front() {
            if let Event::Key { key, modifiers, pressed: true, .. } = event {
                let moves = moves_caret(*key, *modifiers);
                if only_moved.is_some_and(|so_far: bool| !(so_far && moves)) {
                    break;
                }
                only_moved = Some(moves);
            }
            events.extend(self.0.pop_front());
        }
        !self.0.is_empty()
    }

    /// Leaves everything in `events`, as while a text is typed, where the order is kept anyway.
    pub(super) fn let_all_through(&mut self, events: &mut Vec<Event>) {
        let new = std::mem::take(events);
        events.extend(self.0.drain(..).chain(new));
    }
}

/// Whether the text takes the key itself; with Alt, or to change the article, the window does.
fn moves_caret(key: Key, modifiers: Modifiers) -> bool {
    let is_arrow = matches!(key, Key::ArrowDown | Key::ArrowUp | Key::ArrowLeft | Key::ArrowRight);
    let is_page = matches!(key, Key::PageUp | Key::PageDown);
    !modifiers.alt && (is_arrow || matches!(key, Key::Home | Key::End) || (is_page && !modifiers.command))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: Key) -> [Event; 2] {
        let event =
            |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
        [event(true), event(false)]
    }

    fn frames(keys: &[Key]) -> Vec<Vec<Key>> {
        let mut order = KeyOrder::default();
        let mut events: Vec<Event> = keys.iter().flat_map(|pressed| key(*pressed)).collect();
        let mut frames = Vec::new();
        loop {
            let waits = order.take_turn(&mut events);
            let pressed = |event| match event {
                Event::Key { key, pressed: true, .. } => Some(key),
                _ => None,
            };
            frames.push(events.drain(..).filter_map(pressed).collect());
            if !waits {
                return frames;
            }
        }
    }

    #[test]
    fn a_labels_key_comes_after_the_words_before_it_and_before_what_follows() {
        let typed = [Key::ArrowRight, Key::ArrowRight, Key::Num1, Key::Escape, Key::ArrowRight, Key::Num2];
        let right = Key::ArrowRight;
        assert_eq!(
            frames(&typed),
            [vec![right, right], vec![Key::Num1], vec![Key::Escape], vec![right], vec![Key::Num2]]
        );
    }

    #[test]
    fn nothing_is_lost_and_typing_is_not_held_up() {
        let mut order = KeyOrder::default();
        let mut events: Vec<Event> = [Key::A, Key::B].into_iter().flat_map(key).collect();
        let all = events.clone();
        assert!(order.take_turn(&mut events));
        let mut seen = std::mem::take(&mut events);
        order.let_all_through(&mut events);
        seen.append(&mut events);
        assert_eq!(seen, all);
    }
}
