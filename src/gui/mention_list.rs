//! The bottom of the side panel: the article's mentions. A click jumps. It shows and asks; it changes nothing.

use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::caches::ListedMention;
use super::request::{Request, Requests};
use super::theme::Theme;
use super::widgets::row_ui;
use crate::model::{MentionId, ReviewState, Schema};
use eframe::egui;
use eframe::egui::{Align2, FontId, Pos2, Rect, RichText, ScrollArea, TextEdit, Ui, Vec2};

const ROW_HEIGHT: f32 = 24.0;

/// In which order mentions are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    #[default]
    Text,
    Label,
}

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub(super) struct MentionList {
    filter: String,
    order: Order,
    /// Whether the filter takes the keyboard focus in the next frame.
    pub(super) take_focus: bool,
    shown: Option<MentionId>,
}

/// One line: a heading or a mention.
enum Row<'a> {
    Heading(&'a str, usize),
    Mention(&'a ListedMention),
}

impl MentionList {
    /// Draws the list.
    #[expect(clippy::too_many_arguments, reason = "what the list shows comes from all of these")]
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        schema: &Schema,
        listed: &[ListedMention],
        selected: Option<MentionId>,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        ui.horizontal_wrapped(|ui| {
            let width = (ui.available_width() - 8.0).min(120.0);
            let field = TextEdit::singleline(&mut self.filter).hint_text("Filter").desired_width(width);
            let field = ui.add(field);
            field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Filter mentions"));
            if std::mem::take(&mut self.take_focus) {
                field.request_focus();
            }
            ui.selectable_value(&mut self.order, Order::Text, "In text order");
            ui.selectable_value(&mut self.order, Order::Label, "By label");
        });
        let wanted = self.filter.to_lowercase();
        let keep = |row: &&ListedMention| {
            wanted.is_empty()
                || row.words.to_lowercase().contains(&wanted)
                || schema.label_name(&row.label).to_lowercase().contains(&wanted)
        };
        let kept: Vec<&ListedMention> = listed.iter().filter(keep).collect();
        if kept.is_empty() {
            let text = if listed.is_empty() {
                "No mention yet. Select words in the text and press a label’s key."
            } else {
                "No mention matches the filter."
            };
            ui.label(RichText::new(text).color(theme.text_muted.0));
            return;
        }
        let rows = self.rows(schema, kept);
        ui.spacing_mut().item_spacing.y = 1.0;
        let mut area = ScrollArea::vertical().auto_shrink([false, false]).id_salt("mentions");
        if self.shown != selected {
            self.shown = selected;
            let place = rows.iter().position(|row| matches!(row, Row::Mention(row) if Some(row.id) == selected));
            if let Some(place) = place {
                let row = ROW_HEIGHT + ui.spacing().item_spacing.y;
                let middle = ui.available_height() / 2.0;
                area = area.vertical_scroll_offset((place as f32 * row - middle).max(0.0));
            }
        }
        area.show_rows(ui, ROW_HEIGHT, rows.len(), |ui, range| {
            for row in rows.get(range).unwrap_or_default() {
                match row {
                    Row::Heading(name, count) => heading_ui(ui, theme, name, *count),
                    Row::Mention(row) => mention_ui(ui, engine, theme, schema, row, selected, requests),
                }
            }
        });
    }

    fn rows<'a>(&self, schema: &'a Schema, kept: Vec<&'a ListedMention>) -> Vec<Row<'a>> {
        match self.order {
            Order::Text => kept.into_iter().map(Row::Mention).collect(),
            Order::Label => {
                let mut rows = Vec::new();
                for info in schema.label_infos() {
                    let group: Vec<_> = kept.iter().filter(|row| row.label == *info.id).collect();
                    if !group.is_empty() {
                        rows.push(Row::Heading(info.name, group.len()));
                        rows.extend(group.into_iter().map(|row| Row::Mention(row)));
                    }
                }
                let unknown = kept.iter().filter(|row| !schema.has_label(&row.label));
                rows.extend(unknown.map(|row| Row::Mention(row)));
                rows
            }
        }
    }
}

fn heading_ui(ui: &mut Ui, theme: &Theme, name: &str, count: usize) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW_HEIGHT), egui::Sense::hover());
    let text = format!("{name} · {count}");
    let at = rect.left_center() + Vec2::new(4.0, 2.0);
    ui.painter().text(at, Align2::LEFT_CENTER, text, FontId::proportional(11.5), theme.text_muted.0);
}

fn mention_ui(
    ui: &mut Ui,
    engine: &mut TextEngine,
    theme: &Theme,
    schema: &Schema,
    row: &ListedMention,
    selected: Option<MentionId>,
    requests: &mut Requests,
) {
    let info = schema.label_info(&row.label);
    let label = schema.label_name(&row.label);
    let name = format!("{label}: {}", row.words);
    let (rect, response) = row_ui(ui, theme, ROW_HEIGHT, Some(row.id) == selected, &name);
    if response.clicked() {
        requests.push(Request::SelectMention(Some(row.id)));
    }
    let style = CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 1, color: theme.text.0 };
    if ui.is_rect_visible(rect) {
        let color = info.map_or(theme.text_muted.0, |info| theme.label_color(info.color));
        let bar = Rect::from_min_size(rect.left_top() + Vec2::new(5.0, 5.0), Vec2::new(3.0, ROW_HEIGHT - 10.0));
        ui.painter().rect_filled(bar, 1.5, color);
        let font = FontId::proportional(11.5);
        let tail = ui.painter().text(
            Pos2::new(rect.right() - 6.0, rect.center().y),
            Align2::RIGHT_CENTER,
            format!("{}{label}", signs(row)),
            font,
            theme.text_muted.0,
        );
        let width = (tail.left() - rect.left() - 22.0).max(20.0);
        let words = engine.caption(&row.words, &style, width, ui.pixels_per_point());
        let at = Pos2::new(rect.left() + 14.0, rect.center().y - words.size().y / 2.0);
        engine.place(ui.painter(), at, &words, style.color);
        if row.state == ReviewState::Rejected {
            let stroke = egui::Stroke::new(1.0, theme.text_muted.0);
            let extent = words.extent();
            ui.painter().hline(at.x + extent.min..=at.x + extent.max, rect.center().y, stroke);
        }
    }
    response.on_hover_ui(|ui| {
        ui.set_min_width(240.0);
        ui.label(label);
        engine.caption_ui(ui, &row.words, &CaptionStyle { max_rows: 12, ..style });
    });
}

/// Signs for what cannot be seen from the words.
fn signs(row: &ListedMention) -> String {
    let mut signs = String::new();
    for (shown, sign) in
        [(row.state == ReviewState::Accepted, "✓ "), (row.flagged, "⚠ "), (row.noted, "★ "), (row.discontinuous, "… ")]
    {
        if shown {
            signs.push_str(sign);
        }
    }
    signs
}
