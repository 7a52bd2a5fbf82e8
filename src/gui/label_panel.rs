//! The top of the side panel: the schema's labels with colour, key and count. It shows and asks; it changes nothing.

use super::request::{Request, Requests};
use super::theme::Theme;
use super::widgets::{chip, row_ui};
use crate::model::{Label, Schema, Slug};
use eframe::egui;
use eframe::egui::{Align2, FontId, Pos2, Stroke, Ui};
use std::collections::BTreeMap;

const ROW_HEIGHT: f32 = 24.0;

/// Draws the labels; `counts` are of the article in front.
pub fn label_panel_ui(
    ui: &mut Ui,
    schema: &Schema,
    armed: Option<&Label>,
    counts: &BTreeMap<Slug, usize>,
    theme: &Theme,
    requests: &mut Requests,
) {
    ui.spacing_mut().item_spacing.y = 1.0;
    for info in schema.label_infos() {
        let is_armed = armed == Some(info.id);
        let count = counts.get(info.id).copied().unwrap_or_default();
        let key = info.hotkey.map_or(String::new(), |key| format!(", key {key}"));
        let state = if is_armed { ", armed" } else { "" };
        let name = format!("Label {}{key}, {count} in this article{state}", info.name);
        let (rect, response) = row_ui(ui, theme, ROW_HEIGHT, is_armed, &name);
        if response.clicked() {
            requests.push(Request::UseLabel(info.id.clone()));
        }
        if ui.is_rect_visible(rect) {
            let color = theme.label_color(info.color);
            let indent = 6.0 + 14.0 * info.depth as f32;
            let middle = rect.center().y;
            let key = info.hotkey.map_or("·".to_owned(), |key| key.to_uppercase().to_string());
            let width = chip(ui, theme, Pos2::new(rect.left() + indent, middle), &key, color);
            let font = FontId::proportional(13.5);
            let at = Pos2::new(rect.left() + indent + width + 8.0, middle);
            let text = ui.painter().text(at, Align2::LEFT_CENTER, info.name, font, theme.text.0);
            if is_armed {
                let small = FontId::proportional(11.5);
                let at = Pos2::new(text.right() + 8.0, middle);
                ui.painter().text(at, Align2::LEFT_CENTER, "armed", small, theme.accent.0);
                let stroke = Stroke::new(1.5, theme.accent.0);
                ui.painter().rect_stroke(rect, egui::CornerRadius::same(5), stroke, egui::StrokeKind::Inside);
            }
            if count > 0 {
                let at = Pos2::new(rect.right() - 8.0, middle);
                let font = FontId::proportional(12.0);
                ui.painter().text(at, Align2::RIGHT_CENTER, count.to_string(), font, theme.text_muted.0);
            }
        }
        let hint = if info.description.is_empty() { info.id.as_str() } else { info.description };
        response.on_hover_text(hint);
    }
}
