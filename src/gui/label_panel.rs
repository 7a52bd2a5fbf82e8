//! The top of the side panel: the schema's labels with colour, key and count. It shows and asks; it changes nothing.

use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::guidelines::{PAGE_BUTTON, label_button_ui};
use super::request::{Request, Requests};
use super::theme::Theme;
use super::widgets::{chip, row_of_width_ui};
use crate::gui::language::tr;
use crate::model::{Label, LabelInfo, Schema, Slug};
use eframe::egui;
use eframe::egui::{Align, Align2, FontId, Layout, Pos2, Rect, Stroke, Ui, Vec2};
use std::collections::BTreeMap;

const ROW_HEIGHT: f32 = 22.0;
/// Points by which a label stands further in than the one above it.
const INDENT: f32 = 10.0;
/// Steps of them at most: a name needs room in half of a panel.
const MAX_INDENTS: usize = 4;

/// Draws the labels; `counts` are of the article in front. A layer has a row, the labels below it stand in two columns.
pub(super) fn label_panel_ui(
    ui: &mut Ui,
    schema: &Schema,
    armed: Option<&Label>,
    counts: &BTreeMap<Slug, usize>,
    engine: &mut TextEngine,
    theme: &Theme,
    requests: &mut Requests,
) {
    ui.spacing_mut().item_spacing = Vec2::new(4.0, 1.0);
    let panel = Panel { armed, counts, theme };
    let infos: Vec<LabelInfo<'_>> = schema.label_infos().collect();
    let mut rest = infos.as_slice();
    while let Some((layer, behind)) = rest.split_first() {
        panel.label_ui(ui, layer, ui.available_width(), engine, requests);
        let nested = behind.iter().take_while(|info| info.depth > 0).count();
        let (below, next) = behind.split_at(nested);
        let columns: usize = if ui.available_width() < 260.0 { 1 } else { 2 };
        let width = (ui.available_width() - 4.0) / columns as f32;
        for pair in below.chunks(columns) {
            ui.horizontal(|ui| {
                for info in pair {
                    panel.label_ui(ui, info, width, engine, requests);
                }
            });
        }
        rest = next;
    }
}

/// What every label is drawn with.
struct Panel<'a> {
    armed: Option<&'a Label>,
    counts: &'a BTreeMap<Slug, usize>,
    theme: &'a Theme,
}

impl Panel<'_> {
    fn label_ui(
        &self,
        ui: &mut Ui,
        info: &LabelInfo<'_>,
        width: f32,
        engine: &mut TextEngine,
        requests: &mut Requests,
    ) {
        let theme = self.theme;
        let is_armed = self.armed == Some(info.id);
        let count = self.counts.get(info.id).copied().unwrap_or_default();
        let key = info.hotkey.map_or(String::new(), |key| tr!(", key {key}", key));
        let state = if is_armed { tr!(", armed") } else { "" };
        let name = tr!("Label {}{key}, {count} in this article{state}", info.name, key, count, state);
        // The row itself tags; a page that explains the label has a button behind it.
        let (rect, response) = if let Some(page) = info.guideline {
            let layout = Layout::left_to_right(Align::Center);
            let inner = ui.allocate_ui_with_layout(Vec2::new(width, ROW_HEIGHT), layout, |ui| {
                let size = Vec2::new(width - PAGE_BUTTON - ui.spacing().item_spacing.x, ROW_HEIGHT);
                let row = row_of_width_ui(ui, theme, size, is_armed, &name);
                label_button_ui(ui, info.name, page, theme, requests);
                row
            });
            inner.inner
        } else {
            row_of_width_ui(ui, theme, Vec2::new(width, ROW_HEIGHT), is_armed, &name)
        };
        if response.clicked() {
            requests.push(Request::UseLabel(info.id.clone()));
        }
        if ui.is_rect_visible(rect) {
            self.paint(ui, info, rect, engine, count);
        }
        let hint = if info.description.is_empty() { info.id.as_str() } else { info.description };
        response.on_hover_text(hint);
    }

    fn paint(&self, ui: &Ui, info: &LabelInfo<'_>, rect: Rect, engine: &mut TextEngine, count: usize) {
        let (theme, is_armed) = (self.theme, self.armed == Some(info.id));
        let color = theme.label_color(info.color);
        let indent = 4.0 + INDENT * info.depth.min(MAX_INDENTS) as f32;
        let middle = rect.center().y;
        let key = info.hotkey.map_or("·".to_owned(), |key| key.to_uppercase().to_string());
        let width = chip(ui, theme, Pos2::new(rect.left() + indent, middle), &key, color);
        let tail = if count == 0 { String::new() } else { count.to_string() };
        let tail = if is_armed { tr!("armed {tail}", tail) } else { tail };
        let tail_color = if is_armed { theme.accent.0 } else { theme.text_muted.0 };
        let at = Pos2::new(rect.right() - 6.0, middle);
        let tail = ui.painter().text(at, Align2::RIGHT_CENTER, tail, FontId::proportional(12.0), tail_color);
        let left = rect.left() + indent + width + 6.0;
        let size = if info.depth == 0 { 13.5 } else { 13.0 };
        let style = CaptionStyle { size, weight: CaptionWeight::Regular, max_rows: 1, color: theme.text.0 };
        let width = (tail.left() - left - 4.0).max(1.0);
        let caption = engine.caption(info.name, &style, width, ui.pixels_per_point());
        engine.place(ui.painter(), Pos2::new(left, middle - caption.size().y / 2.0), &caption, style.color);
        if is_armed {
            let stroke = Stroke::new(1.5, theme.accent.0);
            ui.painter().rect_stroke(rect, egui::CornerRadius::same(5), stroke, egui::StrokeKind::Inside);
        }
    }
}
