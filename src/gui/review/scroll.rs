//! Scrolling a list of any number of rows. Counted in rows, not in points: a million rows are more points than a number of the
//! toolkit tells apart.
//!
//! It does not know what the rows are.

use crate::gui::language::tr;
use crate::gui::theme::Theme;
use eframe::egui::{CornerRadius, Id, Pos2, Rect, Role, Sense, Ui, Vec2, WidgetInfo};
use std::ops::Range;

/// Width in points of the bar on the right.
pub(in crate::gui) const BAR: f32 = 12.0;

const LEAST_HANDLE: f32 = 28.0;

/// How far a list is scrolled.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::gui) struct RowScroll {
    /// The row at the top, with the share of it that is out of sight.
    top: f64,
    /// Where in the handle it was taken hold of, in points.
    held: Option<f32>,
}

impl RowScroll {
    /// Takes the wheel and the bar; the rows that are in sight, and where the first of them begins.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &Ui,
        (id, rect): (Id, Rect),
        (count, pitch): (usize, f32),
        theme: &Theme,
    ) -> (Range<usize>, f32) {
        let shown = f64::from(rect.height() / pitch);
        let last = (count as f64 - shown).max(0.0);
        let pointer = ui.input(|input| input.pointer.hover_pos());
        if pointer.is_some_and(|pos| rect.contains(pos) && ui.ctx().layer_id_at(pos) == Some(ui.layer_id())) {
            let turned = ui.input(|input| input.smooth_scroll_delta.y);
            self.top -= f64::from(turned / pitch);
        }
        if last > 0.0 {
            self.bar_ui(ui, (id, rect), shown / count as f64, last, theme);
        }
        self.top = self.top.clamp(0.0, last);
        let first = self.first();
        let behind = (first + whole(shown) + 2).min(count);
        let scale = ui.pixels_per_point();
        let offset = points((self.top - first as f64) * f64::from(pitch));
        let offset = (offset * scale).round() / scale;
        (first.min(behind)..behind, rect.top() - offset)
    }

    /// Moves as little as is needed to have a row in sight.
    pub(in crate::gui) fn show(&mut self, row: usize, shown: f64) {
        let row = row as f64;
        self.top = self.top.clamp((row + 1.0 - shown).max(0.0), row);
    }

    /// Moves along with a row that stood at `before` and stands at `now`.
    pub(in crate::gui) fn carry(&mut self, before: usize, now: usize) {
        self.top = (self.top + now as f64 - before as f64).max(0.0);
    }

    fn first(&self) -> usize {
        whole(self.top)
    }

    fn bar_ui(&mut self, ui: &Ui, (id, rect): (Id, Rect), share: f64, last: f64, theme: &Theme) {
        let track = rect.with_min_x(rect.right() - BAR);
        let length = (track.height() * points(share)).max(LEAST_HANDLE).min(track.height());
        let room = (track.height() - length).max(1.0);
        let place = |top: f64| track.top() + room * points((top / last).clamp(0.0, 1.0));
        let response = ui.interact(track, id.with("bar"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, tr!("Place in the list")));
        if let Some(pos) = response.interact_pointer_pos().filter(|_| response.is_pointer_button_down_on()) {
            let handle = place(self.top);
            let within = (handle..=handle + length).contains(&pos.y);
            let held = *self.held.get_or_insert(if within { pos.y - handle } else { length / 2.0 });
            let at = ((pos.y - held - track.top()) / room).clamp(0.0, 1.0);
            self.top = f64::from(at) * last;
        } else {
            self.held = None;
        }
        let handle = Rect::from_min_size(Pos2::new(track.left() + 3.0, place(self.top)), Vec2::new(BAR - 5.0, length));
        let is_used = response.hovered() || self.held.is_some();
        let color = if is_used { theme.text_muted.0 } else { theme.text_dim.0.gamma_multiply(0.55) };
        ui.painter().rect_filled(handle, CornerRadius::same(4), color);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a share of a screen")]
fn points(share: f64) -> f32 {
    share as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rows of a list, of which there are never so many"
)]
pub(super) fn whole(rows: f64) -> usize {
    rows.clamp(0.0, 4e9) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_near_the_end_of_a_million_is_in_sight_to_the_point() {
        let mut scroll = RowScroll::default();
        scroll.show(999_998, 14.5);
        assert!((scroll.top - 999_984.5).abs() < 1e-9, "{}", scroll.top);
        scroll.show(999_990, 14.5);
        assert!((scroll.top - 999_984.5).abs() < 1e-9, "what is in sight does not move");
        scroll.carry(999_990, 10);
        assert!((scroll.top - 4.5).abs() < 1e-9, "{}", scroll.top);
    }
}
