//! What the pointer does: selecting, clicking, hovering, pulling from tags.
//!
//! It turns places on screen into bytes and keys; what becomes of them is the app's business.

use super::cast::count;
use super::metrics::Metrics;
use super::scene::{Click, Grain, Outcome, Scene, Selection, TagDrag};
use super::view::{ArticleView, Drag, Layouter, Selecting};
use crate::text::{ByteOffset, Span, sentence_at};
use eframe::egui::{CursorIcon, Event, InputState, PointerButton, Pos2, Response, Ui};

/// Presses of the button in quick succession at one place. egui counts clicks once the button is let go; a drag has to know
/// before, since after a double click it selects by words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clicks {
    number: u32,
    time: f64,
    pos: Pos2,
}

impl Clicks {
    /// Counts the presses of this frame and says what the last one selects by.
    fn count(&mut self, ui: &Ui) -> Grain {
        let (delay, reach) = ui
            .ctx()
            .options(|options| (options.input_options.max_double_click_delay, options.input_options.max_click_dist));
        ui.input(|input| {
            for event in &input.events {
                let Event::PointerButton { pos, button: PointerButton::Primary, pressed: true, .. } = event else {
                    continue;
                };
                let goes_on = input.time - self.time < delay && self.pos.distance(*pos) < reach;
                let number = if goes_on { self.number + 1 } else { 1 };
                *self = Self { number, time: input.time, pos: *pos };
            }
        });
        match self.number {
            0 | 1 => Grain::Character,
            2 => Grain::Word,
            _ => Grain::Sentence,
        }
    }
}

impl ArticleView {
    /// Reads the pointer for this frame.
    pub(super) fn pointer(&mut self, ui: &Ui, outcome: &mut Outcome, layouter: &Layouter<'_>, scene: &Scene<'_>) {
        let metrics = layouter.metrics;
        if let Some(pos) = outcome.response.hover_pos() {
            let tag = self.tag_at(pos);
            let is_handle = tag.is_none() && self.grip_at(pos).is_some();
            outcome.pointed = self.char_under(pos, &metrics);
            outcome.hovered = tag.or_else(|| self.stack_at(pos, &metrics, scene).first().copied());
            ui.set_cursor_icon(match self.drag {
                Drag::Edge(_) => CursorIcon::ResizeHorizontal,
                _ if is_handle => CursorIcon::ResizeHorizontal,
                _ if tag.is_some() => CursorIcon::PointingHand,
                _ => CursorIcon::Text,
            });
        }
        self.press(ui, outcome, layouter);
        let pos = ui.input(|input| let_go_at(input).or(input.pointer.latest_pos()));
        let is_drag = outcome.response.dragged_by(PointerButton::Primary) || is_let_go(ui, &outcome.response);
        match (self.drag, pos) {
            // A fast drag has its last stretch and its end in one frame.
            (Drag::Text(selecting), Some(pos)) if is_drag => {
                self.reach_to(layouter.text, self.hit(pos, &metrics), selecting.grain);
            }
            (Drag::Edge(grip), Some(pos)) => self.drag_edge(ui, (grip, pos), outcome, layouter, scene),
            (Drag::Tag(from), Some(pos)) => {
                let tag = self.tag_at(pos);
                let to = tag.into_iter().chain(self.stack_at(pos, &metrics, scene)).find(|key| *key != from);
                let released = is_let_go(ui, &outcome.response);
                if released || outcome.response.dragged() {
                    outcome.tag_drag = Some(TagDrag { from, to, released });
                }
            }
            _ => {}
        }
        self.release(ui, outcome, layouter, scene);
    }

    fn press(&mut self, ui: &Ui, outcome: &Outcome, layouter: &Layouter<'_>) {
        let response = &outcome.response;
        let (is_pressed, modifiers) = ui.input(|input| (input.pointer.primary_pressed(), input.modifiers));
        // Where the button went down, not where the pointer is by now: a fast drag has both in one frame.
        let pressed_at = ui.input(|input| input.pointer.press_origin());
        // A quick click has press and release in one frame as well, and then no button is down any more.
        let is_on_view = response.is_pointer_button_down_on() || response.clicked();
        let Some(pos) = pressed_at.or(response.interact_pointer_pos()).filter(|_| is_pressed && is_on_view) else {
            return;
        };
        response.request_focus();
        if let Some(key) = self.tag_at(pos) {
            self.drag = Drag::Tag(key);
            return;
        }
        if let Some(grip) = self.grip_at(pos) {
            self.drag = Drag::Edge(grip);
            return;
        }
        let byte = self.hit(pos, &layouter.metrics);
        let grain = self.clicks.count(ui);
        self.drag = Drag::Text(Selecting { grain, adds: modifiers.alt || modifiers.command });
        if modifiers.shift && grain == Grain::Character {
            self.move_caret(byte);
            return;
        }
        // A word or a sentence is the one under the pointer; the nearest caret may stand at the edge of another one.
        let at = self.char_under(pos, &layouter.metrics).filter(|_| grain != Grain::Character).unwrap_or(byte);
        self.grabbed = self.unit_near(layouter.text, at, grain);
        self.set_selection(Selection::of(self.grabbed));
        let is_on_row = self.row_at(pos, &layouter.metrics).is_some_and(|(number, row)| {
            let start = self.laid.get(&number).and_then(|laid| laid.table.rows.get(row)).map(|row| row.start);
            start.is_some_and(|start| self.paragraph(number).start + start == byte.0)
        });
        self.row_end = Some(byte).filter(|_| grain == Grain::Character && !is_on_row && self.is_seam(byte));
    }

    /// The word or the sentence at `byte`, as `grain` says; nothing but the place where there is none.
    fn unit_near(&self, text: &str, byte: ByteOffset, grain: Grain) -> Span {
        let unit = match grain {
            Grain::Character => None,
            Grain::Word => self.word_near(text, byte),
            Grain::Sentence => sentence_at(text, byte),
        };
        unit.unwrap_or(Span { start: byte, end: byte })
    }

    /// Selects from what was grabbed to `byte`, by whole words or sentences if it was grabbed by these.
    fn reach_to(&mut self, text: &str, byte: ByteOffset, grain: Grain) {
        if grain == Grain::Character {
            self.move_caret(byte);
            return;
        }
        let unit = self.unit_near(text, byte, grain);
        let grabbed = self.grabbed;
        self.selection = if byte < grabbed.start {
            Selection { anchor: grabbed.end, caret: unit.start.min(byte) }
        } else {
            Selection { anchor: grabbed.start, caret: unit.end.max(grabbed.end) }
        };
        self.goal_x = None;
    }

    fn release(&mut self, ui: &Ui, outcome: &mut Outcome, layouter: &Layouter<'_>, scene: &Scene<'_>) {
        let response = outcome.response.clone();
        let pos = response.interact_pointer_pos();
        if response.secondary_clicked() {
            outcome.context = pos.map(|pos| self.click(pos, &layouter.metrics, scene));
        }
        let is_let_go = is_let_go(ui, &response);
        if is_let_go {
            self.clicks = Clicks::default();
        }
        if response.clicked() || is_let_go {
            let selected = Some(self.selection.span()).filter(|span| !span.is_empty());
            match (self.drag, pos) {
                (Drag::Text(selecting), _) if selecting.adds => outcome.added = selected,
                (Drag::Text(selecting), _) if selected.is_some() => {
                    outcome.released = selected;
                    outcome.grain = selecting.grain;
                }
                (Drag::Edge(_), _) => {}
                (_, Some(pos)) if response.clicked() || matches!(self.drag, Drag::Text(_)) => {
                    outcome.clicked = Some(self.click(pos, &layouter.metrics, scene));
                }
                _ => {}
            }
        }
        if response.clicked() {
            self.clicks.time = ui.input(|input| input.time);
        }
        if !ui.input(|input| input.pointer.primary_down()) {
            self.drag = Drag::Nothing;
        }
    }

    fn click(&self, pos: Pos2, metrics: &Metrics, scene: &Scene<'_>) -> Click {
        let tag = self.tag_at(pos);
        let stack = tag.map_or_else(|| self.stack_at(pos, metrics, scene), |key| vec![key]);
        Click { byte: self.hit(pos, metrics), stack }
    }

    /// Moves the caret and keeps the anchor.
    pub(super) fn move_caret(&mut self, byte: ByteOffset) {
        self.selection.caret = byte;
        self.row_end = None;
        self.goal_x = None;
    }

    /// The key of the mark whose tag is under `pos`; later tags lie above earlier ones.
    fn tag_at(&self, pos: Pos2) -> Option<u64> {
        self.tags.iter().rev().find(|(rect, _)| rect.contains(pos)).map(|(_, key)| *key)
    }

    /// Keys of the marks that cover the character under `pos`, innermost first.
    pub(super) fn stack_at(&self, pos: Pos2, metrics: &Metrics, scene: &Scene<'_>) -> Vec<u64> {
        self.char_under(pos, metrics).map_or_else(Vec::new, |byte| scene.marks.stack_at(byte))
    }

    /// First byte of the character under `pos`; `None` beside and below the text, though a caret would go somewhere.
    fn char_under(&self, pos: Pos2, metrics: &Metrics) -> Option<ByteOffset> {
        let (number, row) = self.row_at(pos, metrics).filter(|_| self.pane.contains(pos))?;
        let rows_top = self.screen.iter().find(|on| on.number == number).map_or(0.0, |on| on.rows_top);
        if pos.y - self.pane.top() > rows_top + (row + 1) as f32 * metrics.pitch() {
            return None;
        }
        let x = pos.x - metrics.column_left(self.pane);
        let cluster = self.laid.get(&number)?.table.cluster_at(row, x)?;
        Some(ByteOffset(self.paragraph(number).start + cluster.start))
    }

    /// The byte whose caret is nearest to `pos`, also outside the pane.
    pub(super) fn hit(&self, pos: Pos2, metrics: &Metrics) -> ByteOffset {
        let Some((number, row)) = self.row_at(pos, metrics) else { return ByteOffset::default() };
        let x = pos.x - metrics.column_left(self.pane);
        let within = self.laid.get(&number).map_or(0, |laid| laid.table.hit(row, x));
        ByteOffset(self.paragraph(number).start + within)
    }

    /// Paragraph and row nearest to `pos` among those on screen.
    fn row_at(&self, pos: Pos2, metrics: &Metrics) -> Option<(usize, usize)> {
        let pane = self.pane;
        let y = pos.y.clamp(pane.top(), pane.bottom() - 1.0) - pane.top();
        let at = self.screen.partition_point(|on| on.rows_top <= y).saturating_sub(1);
        let on = self.screen.get(at)?;
        let rows = self.laid.get(&on.number)?.table.rows.len();
        let row = count((y - on.rows_top) / metrics.pitch()).min(rows.saturating_sub(1));
        Some((on.number, row))
    }
}

/// Where the button was let go in this frame, where it was; the pointer may have moved on.
fn let_go_at(input: &InputState) -> Option<Pos2> {
    input.events.iter().rev().find_map(|event| match event {
        Event::PointerButton { pos, button: PointerButton::Primary, pressed: false, .. } => Some(*pos),
        _ => None,
    })
}

/// Whether a drag ended with the button. Escape ends one as well, while the button is down, and then nothing comes of it.
pub(super) fn is_let_go(ui: &Ui, response: &Response) -> bool {
    response.drag_stopped() && !ui.input(|input| input.pointer.primary_down())
}
