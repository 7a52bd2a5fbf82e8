//! Small pieces that several parts of the window share. They know tokens and text, not sessions.

use super::article::{TextEngine, legible_on, widget_words};
use super::theme::Theme;
use crate::gui::language::tr;
use crate::workbench::Desk;
use eframe::egui;
use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, HoveredFile, Pos2, Rect, Response, RichText, Sense, Stroke, TextStyle, Ui,
    Vec2,
};
use std::path::PathBuf;
use std::sync::Arc;

/// A heading inside a panel.
pub(super) fn section_ui(ui: &mut Ui, theme: &Theme, title: &str) {
    ui.add_space(4.0);
    ui.label(RichText::new(title).small().strong().color(theme.text_muted.0));
}

/// Sets `ui` for pages in Markdown: lines for reading, whatever the size of buttons. What is stressed has no heavier face
/// there and takes a colour of its own, which no link has. Rows of tables are not shaded: the shade would leave their frame.
pub(super) fn page_look(ui: &mut Ui, theme: &Theme) {
    let visuals = ui.visuals_mut();
    // Overriding the colour of text would take links theirs.
    visuals.override_text_color = None;
    visuals.widgets.noninteractive.fg_stroke.color = theme.text.0;
    visuals.faint_bg_color = Color32::TRANSPARENT;
    visuals.widgets.active.fg_stroke.color = theme.warning.0;
    ui.spacing_mut().item_spacing.y = 6.0;
}

/// Points that a button with `word` takes behind something else, at least `least`.
pub(super) fn button_room(ui: &Ui, word: &str, least: f32) -> f32 {
    let font = TextStyle::Button.resolve(ui.style());
    let width = ui.painter().layout_no_wrap(word.to_owned(), font, Color32::WHITE).size().x;
    (width + 2.0 * ui.spacing().button_padding.x + ui.spacing().item_spacing.x + 2.0).max(least)
}

/// What files over the window are held for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// To be opened.
    ToOpen,
    /// Sessions to be compared, others to be opened.
    ToCompare,
}

/// What becomes of files that are held over the window; nothing where none is.
fn drop_hint(held: &[HoveredFile], what_for: Held) -> Option<&'static str> {
    let paths: Vec<PathBuf> = held.iter().filter_map(|file| file.path.clone()).collect();
    match held.len() {
        0 => None,
        _ if Desk::replaces(&paths) && what_for == Held::ToCompare => Some(tr!("Let go to compare with this session")),
        _ if Desk::replaces(&paths) => Some(tr!("Let go to open this session")),
        1 => Some(tr!("Let go to add this to the articles")),
        _ => Some(tr!("Let go to add these to the articles")),
    }
}

/// Says what becomes of files that are held over the window when they are let go.
pub(super) fn drop_hint_ui(ctx: &egui::Context, what_for: Held, theme: &Theme) {
    let Some(text) = ctx.input(|input| drop_hint(&input.raw.hovered_files, what_for)) else { return };
    let rect = ctx.content_rect().shrink(8.0);
    let area = egui::Area::new(egui::Id::unique("drop hint")).order(egui::Order::Tooltip).interactable(false);
    area.fixed_pos(rect.min).show(ctx, |ui| {
        ui.painter().rect_filled(rect, CornerRadius::same(8), theme.panel.0.gamma_multiply(0.86));
        let stroke = Stroke::new(2.0, theme.accent.0);
        ui.painter().rect_stroke(rect, CornerRadius::same(8), stroke, egui::StrokeKind::Inside);
        ui.put(rect, egui::Label::new(RichText::new(text).size(20.0).color(theme.text.0)).selectable(false));
    });
}

/// Text laid out to at most `rows` rows of `width` points, the rest replaced by an ellipsis.
pub(super) fn clipped_galley(
    ui: &Ui,
    text: &str,
    font: FontId,
    color: Color32,
    width: f32,
    rows: usize,
) -> Arc<egui::Galley> {
    let mut job = LayoutJob::simple(text.to_owned(), font, color, width);
    job.wrap =
        TextWrapping { max_width: width, max_rows: rows, break_anywhere: rows == 1, overflow_character: Some('…') };
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// A row of a list: its background says whether it is selected or under the pointer.
pub(super) fn row_ui(ui: &mut Ui, theme: &Theme, height: f32, selected: bool, name: &str) -> (Rect, Response) {
    let width = ui.available_width();
    row_of_width_ui(ui, theme, Vec2::new(width, height), selected, name)
}

/// [`row_ui`] of a given width, for lists of several columns.
pub(super) fn row_of_width_ui(ui: &mut Ui, theme: &Theme, size: Vec2, selected: bool, name: &str) -> (Rect, Response) {
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, selected, name));
    if ui.is_rect_visible(rect) {
        let fill = if selected {
            theme.selection.0
        } else if response.hovered() {
            theme.selection.0.gamma_multiply(0.35)
        } else {
            Color32::TRANSPARENT
        };
        ui.painter().rect_filled(rect, CornerRadius::same(5), fill);
        if response.has_focus() {
            let stroke = Stroke::new(1.5, theme.focus.0);
            ui.painter().rect_stroke(rect, CornerRadius::same(5), stroke, egui::StrokeKind::Inside);
        }
    }
    (rect, response)
}

/// The first of rows of one height that is in sight, and how many of them are at most.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what rows a matrix can have")]
pub(super) fn rows_in(viewport: Rect, height: f32) -> (usize, usize) {
    let rows = |points: f32| (points / height).clamp(0.0, 1e6) as usize;
    (rows(viewport.top()), rows(viewport.height()) + 2)
}

/// A row of an open list of choices; whether it was chosen now and was not before. The list closes, by key as by pointer.
pub(super) fn chosen_ui(ui: &mut Ui, engine: &mut TextEngine, is_set: bool, name: &str) -> bool {
    let row = ui.selectable_label(is_set, widget_words(name));
    engine.words_over(ui, &row, name, 0.0);
    current_ui(ui, &row, is_set);
    let is_clicked = row.clicked();
    if is_clicked {
        ui.close();
    }
    is_clicked && !is_set
}

/// Lets the arrow keys go on from `row`, which stands in a list that has opened, if it is what is chosen now.
pub(super) fn current_ui(ui: &Ui, row: &Response, is_set: bool) {
    // Until a key goes into the list, the focus is on the button that opened it, or nowhere.
    let is_outside = |focused: Option<egui::Id>| focused.is_none_or(|id| id.with("popup") == ui.layer_id().id);
    if is_set && !ui.is_sizing_pass() && is_outside(ui.memory(egui::Memory::focused)) {
        row.request_focus();
    }
}

/// A rounded chip of `color` with text on it; returns how wide it is.
pub(super) fn chip(ui: &Ui, theme: &Theme, left_center: Pos2, text: &str, color: Color32) -> f32 {
    let font = FontId::proportional(11.0);
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, legible_on(color));
    let size = Vec2::new((galley.size().x + 8.0).max(16.0), 16.0);
    let rect = Rect::from_min_size(Pos2::new(left_center.x, left_center.y - size.y / 2.0), size);
    ui.painter().rect_filled(rect, CornerRadius::same(4), color);
    let at = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect).min;
    ui.painter().galley(at, galley, theme.text.0);
    size.x
}

/// A key as it is shown beside what it does.
pub(super) fn key_text(theme: &Theme, text: impl Into<String>) -> RichText {
    RichText::new(text).small().color(theme.text_muted.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_name_too_long_for_its_row_as_much_is_shown_as_fits() {
        let ctx = egui::Context::default();
        let mut shown = String::new();
        let mut width = 0.0;
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let font = FontId::proportional(13.0);
            let galley = clipped_galley(ui, "An extraordinarily long name", font, Color32::BLACK, 120.0, 1);
            shown = galley.rows.iter().map(|row| row.text()).collect();
            width = galley.size().x;
        });
        output.textures_delta.clear();
        assert!(shown.starts_with("An extraord") && shown.ends_with('…'), "{shown}");
        assert!(width <= 120.0, "{width}");
    }
}
