//! Caret movement and copying while the view has the keyboard focus.
//!
//! Letters and Escape are not read here: they are the app's.

use super::cast::count;
use super::extent::Side;
use super::motion::{Motion, Reach};
use super::scene::{Outcome, Selection};
use super::view::{ArticleView, Layouter, Reveal};
use crate::text::{ByteOffset, Span, grapheme_after, grapheme_before};
use eframe::egui::{Event, EventFilter, FocusDirection, Key, Modifiers, Ui};

impl ArticleView {
    /// Reads the keys for this frame.
    pub(super) fn keyboard(&mut self, ui: &Ui, outcome: &mut Outcome, layouter: &mut Layouter<'_>) {
        if !outcome.response.has_focus() {
            return;
        }
        // Escape is held as well: it disarms and deselects in the app, and must not take the focus from the text.
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(outcome.response.id, filter));
        let events: Vec<Event> = ui.input(|input| {
            let is_ours = |event: &&Event| matches!(event, Event::Copy | Event::Key { pressed: true, .. });
            input.events.iter().filter(is_ours).cloned().collect()
        });
        // A view that was handed the focus just now has no filter yet, and egui would step to the next widget.
        if events.iter().any(is_arrow) {
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        }
        for event in events {
            match event {
                Event::Key { key, modifiers, .. } => self.key(key, modifiers, layouter),
                Event::Copy => {
                    let words = self.selection.span().slice(layouter.text).filter(|words| !words.is_empty());
                    if let Some(words) = words {
                        ui.copy_text(words.to_owned());
                        outcome.copied = true;
                    }
                }
                _ => {}
            }
        }
    }

    fn key(&mut self, key: Key, modifiers: Modifiers, layouter: &mut Layouter<'_>) {
        if let Some(motion) = Motion::of_key(key, modifiers) {
            self.go(layouter.text, motion, if modifiers.shift { Reach::Extend } else { Reach::Move });
            return;
        }
        if modifiers.alt {
            return;
        }
        if key == Key::A && modifiers.command {
            self.set_selection(Selection::of(Span::bytes(0, layouter.text.len())));
            return;
        }
        let goal_x = self.goal_x;
        let Some(target) = self.target(key, modifiers, layouter) else { return };
        let is_vertical = matches!(key, Key::ArrowUp | Key::ArrowDown | Key::PageUp | Key::PageDown);
        if modifiers.shift {
            self.selection.caret = target;
        } else {
            self.selection = Selection::caret_at(target);
        }
        if !is_vertical {
            self.row_end = Some(target).filter(|_| key == Key::End && !modifiers.command && self.is_seam(target));
        }
        self.goal_x = if is_vertical { self.goal_x.or(goal_x) } else { None };
        self.reveal = Some(Reveal::Caret);
    }

    /// Where a key takes the caret; `None` for keys that do not move it.
    fn target(&mut self, key: Key, modifiers: Modifiers, layouter: &mut Layouter<'_>) -> Option<ByteOffset> {
        let text = layouter.text;
        let caret = self.selection.caret;
        let whole = modifiers.command;
        match key {
            Key::ArrowLeft | Key::ArrowRight => {
                let number = self.paragraph_of(caret);
                let rtl = self.table(number, layouter).is_some_and(|table| table.rtl);
                let side = if (key == Key::ArrowRight) == rtl { Side::Before } else { Side::After };
                let span = self.selection.span();
                Some(match side {
                    _ if whole => self.word_edge(text, caret, side),
                    Side::Before if !span.is_empty() && !modifiers.shift => span.start,
                    Side::After if !span.is_empty() && !modifiers.shift => span.end,
                    _ => grapheme_edge(text, caret, side),
                })
            }
            Key::ArrowUp if !whole => Some(self.rows_away(-1, layouter)),
            Key::ArrowDown if !whole => Some(self.rows_away(1, layouter)),
            Key::PageUp | Key::PageDown if !whole => {
                let rows = count(self.pane.height() / layouter.metrics.pitch()).saturating_sub(1).clamp(1, 1000);
                let rows = isize::try_from(rows).unwrap_or(1);
                Some(self.rows_away(if key == Key::PageUp { -rows } else { rows }, layouter))
            }
            Key::Home if whole => Some(ByteOffset::default()),
            Key::End if whole => Some(ByteOffset::from_usize(text.len())),
            Key::Home | Key::End => self.row_edge(key == Key::Home, layouter),
            _ => None,
        }
    }

    fn row_edge(&mut self, home: bool, layouter: &mut Layouter<'_>) -> Option<ByteOffset> {
        let (number, within, side) = self.caret_spot();
        let start = self.paragraph(number).start;
        let table = self.table(number, layouter)?;
        let (row, _) = table.caret_beside(within, side);
        let is_last = row + 1 == table.rows.len();
        let row = table.rows.get(row)?;
        let edge = if home {
            row.start
        } else if is_last {
            row.end
        } else {
            row.content_end
        };
        Some(ByteOffset(start + edge))
    }

    /// The paragraph of the caret, its place there, and beside which character it is drawn: where a row ends without a
    /// space, one byte is the end of a row and the start of the next.
    pub(super) fn caret_spot(&self) -> (usize, u32, Side) {
        let caret = self.selection.caret;
        let side = if self.row_end == Some(caret) { Side::Before } else { Side::After };
        let number = self.paragraph_of(match side {
            Side::Before => ByteOffset(caret.0.saturating_sub(1)),
            Side::After => caret,
        });
        let paragraph = self.paragraph(number);
        (number, caret.0.min(paragraph.end) - paragraph.start, side)
    }

    /// Whether a row ends and another one of the same line begins at `byte`, with nothing in between.
    pub(super) fn is_seam(&self, byte: ByteOffset) -> bool {
        let number = self.paragraph_of(byte);
        let within = byte.0 - self.paragraph(number).start;
        let before = number.checked_sub(1).map(|before| self.paragraph(before));
        let row_starts_here = || {
            let rows = self.laid.get(&number).map(|laid| laid.table.rows.as_slice()).unwrap_or_default();
            rows.iter().any(|row| row.start == within)
        };
        if within == 0 { before.is_some_and(|before| !before.ends_line) } else { row_starts_here() }
    }

    /// The place `rows` rows further down, at the x where the vertical movement began.
    fn rows_away(&mut self, rows: isize, layouter: &mut Layouter<'_>) -> ByteOffset {
        let (mut number, within, side) = self.caret_spot();
        let Some((mut row, x)) = self.table(number, layouter).map(|table| table.caret_beside(within, side)) else {
            return self.selection.caret;
        };
        let x = *self.goal_x.get_or_insert(x);
        for _ in 0..rows.unsigned_abs() {
            let last_row = self.table(number, layouter).map_or(0, |table| table.rows.len().saturating_sub(1));
            if rows > 0 && row < last_row {
                row += 1;
            } else if rows > 0 && number + 1 < self.paragraphs.len() {
                (number, row) = (number + 1, 0);
            } else if rows < 0 && row > 0 {
                row -= 1;
            } else if rows < 0 && number > 0 {
                number -= 1;
                row = self.table(number, layouter).map_or(0, |table| table.rows.len().saturating_sub(1));
            } else {
                let end = ByteOffset::from_usize(layouter.text.len());
                self.row_end = None;
                return if rows > 0 { end } else { ByteOffset::default() };
            }
        }
        let hit =
            self.table(number, layouter).map(|table| (table.hit(row, x), table.rows.get(row).map(|row| row.start)));
        let (within, row_start) = hit.unwrap_or_default();
        let byte = ByteOffset(self.paragraph(number).start + within);
        self.row_end = Some(byte).filter(|_| row_start != Some(within) && self.is_seam(byte));
        byte
    }
}

fn is_arrow(event: &Event) -> bool {
    let Event::Key { key, .. } = event else { return false };
    matches!(key, Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown)
}

/// The next place between graphemes on one side; a line break is crossed in one step.
fn grapheme_edge(text: &str, byte: ByteOffset, side: Side) -> ByteOffset {
    match side {
        Side::Before => grapheme_before(text, byte),
        Side::After => grapheme_after(text, byte),
    }
}
