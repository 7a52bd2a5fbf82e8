//! What the pointer does: selecting, clicking, hovering, pulling from tags.
//!
//! It turns places on screen into bytes and keys; what becomes of them is the app's business.

use super::cast::count;
use super::metrics::Metrics;
use super::scene::{Click, Outcome, Scene, Selection, TagDrag};
use super::view::{ArticleView, Drag, Layouter};
use crate::text::{ByteOffset, sentence_at};
use eframe::egui::{CursorIcon, PointerButton, Pos2, Ui};

impl ArticleView {
    /// Reads the pointer for this frame.
    pub(super) fn pointer(&mut self, ui: &Ui, outcome: &mut Outcome, layouter: &Layouter<'_>, scene: &Scene<'_>) {
        let metrics = layouter.metrics;
        if let Some(pos) = outcome.response.hover_pos() {
            let tag = self.tag_at(pos);
            outcome.hovered = tag.or_else(|| self.stack_at(pos, &metrics, scene).first().copied());
            ui.set_cursor_icon(if tag.is_some() { CursorIcon::PointingHand } else { CursorIcon::Text });
        }
        self.press(ui, outcome, &metrics);
        let pos = ui.input(|input| input.pointer.latest_pos());
        match (self.drag, pos) {
            (Drag::Text, Some(pos)) if outcome.response.dragged_by(PointerButton::Primary) => {
                self.move_caret(self.hit(pos, &metrics));
            }
            (Drag::Tag(from), Some(pos)) => {
                let to = self.stack_at(pos, &metrics, scene).into_iter().find(|key| *key != from);
                let released = outcome.response.drag_stopped();
                if released || outcome.response.dragged() {
                    outcome.tag_drag = Some(TagDrag { from, to, released });
                }
            }
            _ => {}
        }
        self.release(ui, outcome, layouter, scene);
    }

    fn press(&mut self, ui: &Ui, outcome: &Outcome, metrics: &Metrics) {
        let response = &outcome.response;
        let (is_pressed, shift) = ui.input(|input| (input.pointer.primary_pressed(), input.modifiers.shift));
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
        self.drag = Drag::Text;
        let byte = self.hit(pos, metrics);
        if shift {
            self.move_caret(byte);
        } else {
            self.set_selection(Selection::caret_at(byte));
        }
    }

    fn release(&mut self, ui: &Ui, outcome: &mut Outcome, layouter: &Layouter<'_>, scene: &Scene<'_>) {
        let response = outcome.response.clone();
        let pos = response.interact_pointer_pos();
        if response.secondary_clicked() {
            outcome.context = pos.map(|pos| self.click(pos, &layouter.metrics, scene));
        }
        let under = pos.and_then(|pos| self.char_under(pos, &layouter.metrics));
        let byte = under.unwrap_or(self.selection.caret);
        if response.triple_clicked() {
            outcome.released = sentence_at(layouter.text, byte);
        } else if response.double_clicked() {
            outcome.released = self.word_near(layouter.text, byte);
        }
        if let Some(span) = outcome.released {
            self.set_selection(Selection::of(span));
        } else if response.clicked() || response.drag_stopped() {
            let selected = Some(self.selection.span()).filter(|span| !span.is_empty());
            match (self.drag, pos) {
                (Drag::Text, _) if selected.is_some() => outcome.released = selected,
                (_, Some(pos)) if response.clicked() || self.drag == Drag::Text => {
                    outcome.clicked = Some(self.click(pos, &layouter.metrics, scene));
                }
                _ => {}
            }
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
