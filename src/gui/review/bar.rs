//! What stands above the table: counts and progress, the field for words, and what the filter asks for.
//!
//! It shows and asks; it changes nothing of the session.

use super::view::Review;
use crate::analysis::review::Tally;
use crate::gui::article::{FieldRows, TextEngine};
use crate::gui::theme::Theme;
use eframe::egui;
use eframe::egui::{CornerRadius, Rect, RichText, Sense, TextEdit, Ui, Vec2, WidgetInfo};

impl Review {
    /// Draws the head of the view.
    pub(super) fn bar_ui(&mut self, ui: &mut Ui, engine: &mut TextEngine, theme: &Theme) {
        ui.horizontal_wrapped(|ui| {
            ui.heading("Review");
            let (shown, total) = (self.rows.listing.tally.total(), self.rows.index.len());
            let mut text = format!("{shown} shown");
            if !self.rows.is_settled() {
                text = if self.rows.is_read() { format!("{shown} so far of {total}") } else { "reading…".to_owned() };
            }
            if self.chosen.len() > 1 {
                text = format!("{text} · {} chosen", self.chosen.len());
            }
            ui.label(RichText::new(text).color(theme.text_muted.0));
            progress_ui(ui, self.rows.listing.tally, theme);
        });
        ui.horizontal_wrapped(|ui| self.words_ui(ui, engine));
        if let Some(problem) = &self.rows.problem {
            ui.add(egui::Label::new(RichText::new(problem).color(theme.danger.0)).wrap());
        }
        ui.add_space(2.0);
    }

    fn words_ui(&mut self, ui: &mut Ui, engine: &mut TextEngine) {
        let width = (ui.available_width() - 8.0).min(240.0);
        let field = engine.field_ui(ui, &mut self.wish.filter.text, FieldRows::One, |text| {
            TextEdit::singleline(text).hint_text("Words or notes").desired_width(width)
        });
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, "Filter by words"));
        if std::mem::take(&mut self.take_filter) {
            field.request_focus();
        }
        self.filter_id = Some(field.id);
        let regex = ui.selectable_label(self.wish.filter.regex, ".*").on_hover_text("Read as a regular expression");
        let is_set = self.wish.filter.regex;
        regex.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, is_set, "Regular expression"));
        if regex.clicked() {
            self.wish.filter.regex = !self.wish.filter.regex;
        }
    }
}

/// How many are accepted, rejected and open, and a bar of it.
fn progress_ui(ui: &mut Ui, tally: Tally, theme: &Theme) {
    let Tally { open, accepted, rejected } = tally;
    let total = tally.total().max(1) as f32;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(120.0, 14.0), Sense::hover());
    let bar = Rect::from_center_size(rect.center(), Vec2::new(rect.width(), 6.0));
    ui.painter().rect_filled(bar, CornerRadius::same(3), theme.border.0);
    let mut left = bar.left();
    for (count, color) in [(accepted, theme.success.0), (rejected, theme.danger.0)] {
        let width = bar.width() * count as f32 / total;
        ui.painter().rect_filled(bar.with_min_x(left).with_max_x(left + width), CornerRadius::same(3), color);
        left += width;
    }
    let told = format!("{accepted} accepted, {rejected} rejected, {open} open");
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ProgressIndicator, true, &told));
    ui.label(RichText::new(told).small().color(theme.text_muted.0));
}
