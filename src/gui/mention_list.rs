//! The bottom of the side panel: the article's mentions. A click jumps. It shows and asks; it changes nothing.

use super::article::{CaptionStyle, CaptionWeight, FieldRows, TextEngine};
use super::mention_rows::{MentionRows, Order, Row, one_line};
use super::request::{Request, Requests};
use super::theme::Theme;
use super::widgets::{clipped_galley, row_ui};
use crate::gui::language::tr;
use crate::model::{Mention, MentionId, ReviewState, Schema, Shard};
use eframe::egui;
use eframe::egui::{FontId, Pos2, Rect, RichText, ScrollArea, TextEdit, Ui, Vec2};
use std::sync::Arc;

const ROW_HEIGHT: f32 = 24.0;

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub(super) struct MentionList {
    filter: String,
    order: Order,
    /// Whether the filter takes the keyboard focus in the next frame.
    pub(super) take_focus: bool,
    shown: Option<MentionId>,
    rows: Option<MentionRows>,
}

impl MentionList {
    /// What is typed into the filter.
    pub(super) fn filter(&self) -> &str {
        &self.filter
    }

    /// Draws the list.
    #[expect(clippy::too_many_arguments, reason = "what the list shows comes from all of these")]
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        schema: &Arc<Schema>,
        shard: &Shard,
        selected: Option<MentionId>,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        self.head_ui(ui, engine);
        let rows = MentionRows::follow(self.rows.take(), schema, shard, &self.filter, self.order);
        let count = rows.len(shard);
        if !rows.is_whole() {
            ui.ctx().request_repaint();
        }
        if count == 0 {
            let text = match (shard.mentions.is_empty(), rows.is_whole()) {
                (true, _) => tr!("No mention yet. Select words in the text and press a label’s key."),
                (false, true) => tr!("No mention matches the filter."),
                (false, false) => tr!("Looking …"),
            };
            ui.label(RichText::new(text).color(theme.text_muted.0));
        } else {
            self.rows_ui(ui, (schema, shard), &rows, selected, engine, theme, requests);
        }
        self.rows = Some(rows);
    }

    fn head_ui(&mut self, ui: &mut Ui, engine: &mut TextEngine) {
        ui.horizontal_wrapped(|ui| {
            let width = (ui.available_width() - 8.0).min(120.0);
            let field = engine.field_ui(ui, &mut self.filter, FieldRows::One, |filter| {
                TextEdit::singleline(filter).hint_text(tr!("Filter")).desired_width(width)
            });
            field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Filter mentions")));
            if std::mem::take(&mut self.take_focus) {
                field.request_focus();
                field.scroll_to_me(None);
            }
            ui.selectable_value(&mut self.order, Order::Text, tr!("In text order"));
            ui.selectable_value(&mut self.order, Order::Label, tr!("By label"));
        });
    }

    #[expect(clippy::too_many_arguments, reason = "what the list shows comes from all of these")]
    fn rows_ui(
        &mut self,
        ui: &mut Ui,
        (schema, shard): (&Schema, &Shard),
        rows: &MentionRows,
        selected: Option<MentionId>,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        ui.spacing_mut().item_spacing.y = 1.0;
        let mut area = ScrollArea::vertical().auto_shrink([false, false]).id_salt("mentions");
        if self.shown != selected {
            self.shown = selected;
            let mention = selected.and_then(|id| shard.mentions.get(id));
            if let Some(place) = mention.and_then(|mention| rows.place_of(shard, mention)) {
                let row = ROW_HEIGHT + ui.spacing().item_spacing.y;
                let middle = ui.available_height() / 2.0;
                area = area.vertical_scroll_offset((place as f32 * row - middle).max(0.0));
            }
        }
        area.show_rows(ui, ROW_HEIGHT, rows.len(shard), |ui, range| {
            for row in rows.visible(shard, schema, range) {
                match row {
                    Row::Heading(name, count) => heading_ui(ui, engine, theme, name, count),
                    Row::Mention(row) => mention_ui(ui, engine, theme, schema, row, selected, requests),
                }
            }
        });
    }
}

fn heading_ui(ui: &mut Ui, engine: &mut TextEngine, theme: &Theme, name: &str, count: usize) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW_HEIGHT), egui::Sense::hover());
    let text = format!("{name} · {count}");
    engine.row_words(ui, rect.translate(Vec2::new(0.0, 2.0)), rect.left() + 4.0, &text, (11.5, theme.text_muted.0));
}

fn mention_ui(
    ui: &mut Ui,
    engine: &mut TextEngine,
    theme: &Theme,
    schema: &Schema,
    mention: &Mention,
    selected: Option<MentionId>,
    requests: &mut Requests,
) {
    let info = schema.label_info(&mention.label);
    let label = schema.label_name(&mention.label);
    let words = one_line(&mention.quote);
    let name = format!("{label}: {words}");
    let (rect, response) = row_ui(ui, theme, ROW_HEIGHT, Some(mention.id) == selected, &name);
    if response.clicked() {
        requests.push(Request::SelectMention(Some(mention.id)));
    }
    let style = CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 1, color: theme.text.0 };
    if ui.is_rect_visible(rect) {
        let color = info.map_or(theme.text_muted.0, |info| theme.label_color(info.color));
        let bar = Rect::from_min_size(rect.left_top() + Vec2::new(5.0, 5.0), Vec2::new(3.0, ROW_HEIGHT - 10.0));
        ui.painter().rect_filled(bar, 1.5, color);
        let font = FontId::proportional(11.5);
        // A long name of a label leaves the words their half.
        let tail = format!("{}{label}", signs(mention));
        let tail = clipped_galley(ui, &tail, font, theme.text_muted.0, rect.width() * 0.5, 1);
        let tail_left = rect.right() - 6.0 - tail.size().x;
        let tail_at = Pos2::new(tail_left, rect.center().y - tail.size().y / 2.0);
        ui.painter().galley(tail_at, tail, theme.text_muted.0);
        let width = (tail_left - rect.left() - 22.0).max(20.0);
        let caption = engine.caption(&words, &style, width, ui.pixels_per_point());
        let at = Pos2::new(rect.left() + 14.0, rect.center().y - caption.size().y / 2.0);
        engine.place(ui.painter(), at, &caption, style.color);
        if mention.review.state == ReviewState::Rejected {
            let stroke = egui::Stroke::new(1.0, theme.text_muted.0);
            let extent = caption.extent();
            ui.painter().hline(at.x + extent.min..=at.x + extent.max, rect.center().y, stroke);
        }
    }
    response.on_hover_ui(|ui| {
        ui.set_min_width(240.0);
        ui.label(label);
        engine.caption_ui(ui, &words, &CaptionStyle { max_rows: 12, ..style });
    });
}

/// Signs for what cannot be seen from the words.
fn signs(mention: &Mention) -> String {
    let mut signs = String::new();
    for (shown, sign) in [
        (mention.review.state == ReviewState::Accepted, "✓ "),
        (!mention.flags.is_empty(), "⚠ "),
        (!mention.notes.is_empty(), "★ "),
        (mention.fragments.spans().len() > 1, "… "),
    ] {
        if shown {
            signs.push_str(sign);
        }
    }
    signs
}
