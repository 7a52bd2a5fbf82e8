//! The table: the heads of its columns, and the rows in sight.
//!
//! It shows and asks; it changes nothing.

use super::cells::{Seen, cells_ui, sentence_ui, signs_ui};
use super::columns::{fitting, name};
use super::lines::{Line, Lines};
use super::scroll::BAR;
use super::view::Review;
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::language::tr;
use crate::gui::register::{Standing, list_ui};
use crate::gui::theme::Theme;
use crate::model::{Session, SortKey};
use eframe::egui;
use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Id, Pos2, Rect, RichText, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo,
};

const HEAD: f32 = 22.0;
/// Height of a row: its columns, and below them its sentence.
const ROW: f32 = 48.0;
const LEFT: f32 = 10.0;

/// What the table asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableAsked {
    /// Open the current row in its article.
    Open,
}

impl Review {
    /// Draws the table.
    pub(super) fn table_ui(
        &mut self,
        ui: &mut Ui,
        (session, edits): (&Session, u64),
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<TableAsked> {
        let columns = fitting(&self.columns, ui.available_width() - LEFT - BAR - 4.0);
        self.heads_ui(ui, &columns, theme);
        let room = ui.available_rect_before_wrap();
        if self.rows.listing.rows.is_empty() {
            self.empty_ui(ui, theme);
            return None;
        }
        let (count, lines) = (self.rows.listing.rows.len(), Lines(&self.rows.listing));
        let (all, line) = (lines.count(), lines.of_row(self.place));
        let told = self.current.and_then(|key| self.rows.index.find(session, key));
        let told =
            told.and_then(|at| Seen::of(session, &self.rows.index, at)).map_or(String::new(), |seen| seen.told());
        let id = Id::unique("review list");
        let focus = list_ui(ui, id, room, &tr!("Rows: {told}, {} of {count}", self.place + 1, told, count), theme);
        self.list_id = Some(focus.id);
        if std::mem::take(&mut self.take_focus) {
            focus.request_focus();
        }
        self.page = f64::from(room.height() / ROW);
        if std::mem::take(&mut self.scroll_to_current) {
            self.scroll.show(line, self.page);
        }
        let (shown, top) = self.scroll.ui(ui, (id, room), (all, ROW), theme);
        let mut asked = None;
        let mut inner = ui.new_child(UiBuilder::new().max_rect(room).id_salt("review rows"));
        inner.set_clip_rect(room.intersect(ui.clip_rect()));
        for (number, line) in shown.enumerate() {
            let size = Vec2::new(room.width() - BAR, ROW);
            let rect = Rect::from_min_size(Pos2::new(room.left(), top + number as f32 * ROW), size);
            let place = match Lines(&self.rows.listing).at(line) {
                Line::Row(place) => place,
                Line::Group(group) => {
                    self.heading_ui(&mut inner, rect, group, session, (engine, theme));
                    continue;
                }
            };
            asked = self.row_ui(&mut inner, (rect, place), &columns, (session, edits), (engine, theme)).or(asked);
        }
        ui.allocate_rect(room, Sense::hover());
        asked
    }

    /// The heading of a group: what its rows have in common, and how many they are.
    fn heading_ui(
        &self,
        ui: &mut Ui,
        rect: Rect,
        number: usize,
        session: &Session,
        (engine, theme): (&mut TextEngine, &Theme),
    ) {
        let Some((group, key)) = self.rows.listing.groups.get(number).zip(self.wish.group) else { return };
        let first = self.rows.listing.rows.get(group.first);
        let seen = first.and_then(|at| Seen::of(session, &self.rows.index, *at));
        let text = seen.map_or(String::new(), |seen| seen.text(key));
        let text = if text.is_empty() { tr!("no {}", name(key).to_lowercase()) } else { text };
        let told = format!("{text}: {}", group.count);
        let response = ui.interact(rect, ui.scope_id().with(("group", number)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &told));
        let line = rect.with_min_y(rect.bottom() - 26.0).with_min_x(rect.left() + LEFT);
        let style = CaptionStyle { size: 13.5, weight: CaptionWeight::Strong, max_rows: 1, color: theme.text.0 };
        let caption = engine.caption(&text, &style, line.width() - 90.0, ui.pixels_per_point());
        let at = Pos2::new(line.left(), line.center().y - caption.size().y / 2.0);
        engine.place(ui.painter(), at, &caption, style.color);
        let count = at.x + caption.extent().max.max(0.0) + 8.0;
        let font = FontId::proportional(12.0);
        let at = Pos2::new(count, line.center().y);
        ui.painter().text(at, Align2::LEFT_CENTER, group.count.to_string(), font, theme.text_muted.0);
        ui.painter().hline(line.x_range(), rect.bottom(), Stroke::new(1.0, theme.border.0));
    }

    fn row_ui(
        &mut self,
        ui: &mut Ui,
        (rect, place): (Rect, usize),
        columns: &[(SortKey, f32)],
        (session, edits): (&Session, u64),
        (engine, theme): (&mut TextEngine, &Theme),
    ) -> Option<TableAsked> {
        let at = *self.rows.listing.rows.get(place)?;
        let key = self.rows.index.key(at)?;
        let seen = Seen::of(session, &self.rows.index, at)?;
        let is_current = self.current == Some(key);
        let is_chosen = self.chosen.contains(&key) || (self.chosen.is_empty() && is_current);
        let response = ui.interact(rect, ui.scope_id().with(place), Sense::CLICK);
        response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, is_chosen, seen.told()));
        let standing = Standing { chosen: is_chosen, current: is_current };
        background_ui(ui, rect, standing, response.hovered(), theme);
        let inner = rect.with_min_x(rect.left() + LEFT);
        let upper = inner.with_max_y(inner.top() + 23.0).translate(Vec2::new(0.0, 2.0));
        cells_ui(ui, upper, seen, columns, engine, theme);
        let lower = Rect::from_min_max(Pos2::new(inner.left(), inner.top() + 23.0), inner.max - Vec2::new(8.0, 3.0));
        let right = signs_ui(ui, lower.right_center(), seen.row, theme);
        let excerpt = self.excerpts.of(session, edits, key, seen.shard, seen.row);
        sentence_ui(ui, lower.with_max_x(right - 4.0), (excerpt, seen.color(theme)), engine, theme);
        if response.clicked() {
            let modifiers = ui.input(|input| input.modifiers);
            self.choose(session, place, modifiers.shift, modifiers.command);
            self.take_focus = true;
        }
        response.double_clicked().then_some(TableAsked::Open)
    }

    fn heads_ui(&mut self, ui: &mut Ui, columns: &[(SortKey, f32)], theme: &Theme) {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), HEAD), Sense::hover());
        let mut left = rect.left() + LEFT;
        for (number, (column, width)) in columns.iter().enumerate() {
            let cell = Rect::from_min_size(Pos2::new(left, rect.top()), Vec2::new(*width, HEAD));
            left += width;
            let sorting = self.wish.sorting;
            let is_set = sorting.key == *column;
            let way = if sorting.reversed { tr!("last first") } else { tr!("first first") };
            let told = if is_set { format!("{}, {way}", name(*column)) } else { name(*column).to_owned() };
            let response = ui.interact(cell, Id::unique(("review column", number)), Sense::click());
            response.widget_info(|| WidgetInfo::selected(egui::Role::ColumnHeader, true, is_set, &told));
            let color = if is_set || response.hovered() { theme.text.0 } else { theme.text_muted.0 };
            let arrow = match (is_set, sorting.reversed) {
                (false, _) => "",
                (true, true) => " ▼",
                (true, false) => " ▲",
            };
            let text = format!("{}{arrow}", name(*column));
            let at = cell.left_center() + Vec2::new(2.0, 0.0);
            ui.painter().text(at, Align2::LEFT_CENTER, text, FontId::proportional(11.5), color);
            if response.has_focus() {
                let stroke = Stroke::new(1.5, theme.focus.0);
                ui.painter().rect_stroke(cell.shrink(1.0), 4.0, stroke, egui::StrokeKind::Inside);
            }
            if response.clicked() {
                self.sort_by(*column);
            }
            response.on_hover_text(tr!("Sort by {} ({})", name(*column).to_lowercase(), number + 1));
        }
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, theme.border.0));
    }

    fn empty_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        ui.add_space(14.0);
        let is_filtered = self.wish.filter != crate::analysis::review::Filter::default();
        let text = if !self.rows.is_read() || !self.rows.is_settled() {
            tr!("Listing…")
        } else if is_filtered {
            tr!("Nothing is what the filter asks for.")
        } else {
            tr!(
                "There is nothing to review yet. What is tagged in the articles, related, suggested or set aside is listed here."
            )
        };
        ui.horizontal_wrapped(|ui| {
            ui.add_space(LEFT);
            ui.add(egui::Label::new(RichText::new(text).color(theme.text_muted.0)).wrap());
        });
        if is_filtered && self.rows.is_settled() && ui.button(tr!("Show everything")).clicked() {
            self.wish.filter = crate::analysis::review::Filter::default();
        }
    }
}

fn background_ui(ui: &Ui, rect: Rect, standing: Standing, is_hovered: bool, theme: &Theme) {
    let fill = if standing.chosen {
        theme.selection.0
    } else if is_hovered {
        theme.selection.0.gamma_multiply(0.35)
    } else {
        Color32::TRANSPARENT
    };
    ui.painter().rect_filled(rect.shrink2(Vec2::new(0.0, 0.5)), CornerRadius::same(4), fill);
    if standing.current {
        let bar = rect.with_max_x(rect.left() + 3.0);
        ui.painter().rect_filled(bar, CornerRadius::same(1), theme.accent.0);
    }
    let line = Stroke::new(1.0, theme.border.0.gamma_multiply(0.6));
    ui.painter().hline(rect.left() + LEFT..=rect.right() - 4.0, rect.bottom(), line);
}
