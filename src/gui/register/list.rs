//! The list of entries: its head with filter and layers, its columns, what is chosen in it, and its keys.
//!
//! It does not know what becomes of what is chosen.

use super::index::Index;
use super::row::{ListKey, Standing, Step, line_ui, list_ui, target};
use super::rows::{Column, Line, Rows, Sorting, Wish};
use crate::gui::article::{FieldRows, TextEngine};
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::model::{EntryId, Schema, Session};
use eframe::egui;
use eframe::egui::{Align2, FontId, Id, Rect, RichText, ScrollArea, Sense, TextEdit, Ui, Vec2, WidgetInfo};
use std::collections::BTreeSet;

pub(super) const ROW_HEIGHT: f32 = 24.0;
const HEAD_HEIGHT: f32 = 22.0;
/// Width in points of a column of numbers, and of the column of kinds.
const NUMBER: f32 = 76.0;
const KIND: f32 = 118.0;
/// What the names have at least; columns from the right on give way to it.
const NAME: f32 = 170.0;

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub(super) struct EntryList {
    pub(super) wish: Wish,
    pub(super) rows: Rows,
    pub(super) chosen: BTreeSet<EntryId>,
    /// The entry that the keys act on, and the one shown beside the list.
    pub(super) current: Option<EntryId>,
    /// Where choosing with Shift begins.
    anchor: Option<EntryId>,
    /// Keys that are still to be carried out.
    pub(super) keys: Vec<ListKey>,
    pub(super) take_focus: bool,
    pub(super) take_filter: bool,
    pub(super) list_id: Option<Id>,
    pub(super) filter_id: Option<Id>,
    scroll_to_current: bool,
    /// How far it is scrolled, in points.
    offset: f32,
    page: usize,
}

/// What the list asks of the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListAsked {
    /// Go to the entry's first mention.
    Open(EntryId),
    /// Delete what is chosen.
    Delete,
}

impl EntryList {
    /// Chooses one entry alone and shows it. A filter that hides it goes.
    pub(super) fn show(&mut self, entry: EntryId) {
        self.chosen = [entry].into();
        self.current = Some(entry);
        self.anchor = Some(entry);
        self.scroll_to_current = true;
        if self.rows.place_of(entry).is_none() {
            self.wish.filter.clear();
            self.wish.layer = None;
        }
    }

    /// Takes over what has changed. What is not in the session any more is not chosen any more, and what the keys act on is
    /// always in sight; several entries that were chosen stay so under another filter.
    pub(super) fn follow(&mut self, session: &Session, index: &mut Index) {
        let is_same_list = self.rows.is_for(&self.wish);
        let place = self.current.and_then(|id| self.rows.place_of(id)).filter(|_| is_same_list);
        self.rows.follow(session, index, &self.wish);
        self.chosen.retain(|id| session.entries.contains(*id));
        if self.current.is_some_and(|id| self.rows.place_of(id).is_some()) {
            return;
        }
        let shown = self.rows.shown();
        let next = place.and_then(|place| shown.get(place).or(shown.last())).or(shown.first());
        self.current = next.map(|line| line.id);
        if self.chosen.len() < 2 {
            self.chosen = self.current.into_iter().collect();
        }
    }

    /// What is chosen, in the order of the list; what a filter hides comes last.
    pub(super) fn chosen(&self) -> Vec<EntryId> {
        let shown = self.rows.shown().iter().map(|line| line.id).filter(|id| self.chosen.contains(id));
        let mut found: Vec<EntryId> = shown.collect();
        let seen: BTreeSet<EntryId> = found.iter().copied().collect();
        found.extend(self.chosen.difference(&seen));
        found
    }

    /// Sorts by a column; by the one that it is sorted by already, the other way round.
    pub(super) fn sort_by(&mut self, column: Column) {
        let now = self.wish.sorting;
        let reversed = if now.column == column { !now.reversed } else { column.is_number() };
        self.wish.sorting = Sorting { column, reversed };
        self.scroll_to_current = true;
    }

    /// Draws the list.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        is_counted: bool,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<ListAsked> {
        self.head_ui(ui, &session.schema, is_counted, engine, theme);
        let mut asked = self.carry_out_keys();
        let columns = columns_in(ui.available_width() - 12.0);
        self.columns_ui(ui, &columns, theme);
        if self.rows.shown().is_empty() {
            self.empty_ui(ui, theme);
            return asked;
        }
        ui.spacing_mut().item_spacing.y = 1.0;
        let pitch = ROW_HEIGHT + 1.0;
        let room = ui.available_rect_before_wrap();
        self.page = whole(room.height() / pitch).saturating_sub(1);
        let name = self.current_name();
        let focus = list_ui(ui, Id::unique("register list"), room, &tr!("Entries: {name}", name), theme);
        self.list_id = Some(focus.id);
        if std::mem::take(&mut self.take_focus) {
            focus.request_focus();
        }
        let mut area = ScrollArea::vertical().id_salt("register").auto_shrink([false, false]);
        if std::mem::take(&mut self.scroll_to_current)
            && let Some(place) = self.current.and_then(|id| self.rows.place_of(id))
        {
            area = area.vertical_scroll_offset(kept_in_view(self.offset, place as f32 * pitch, pitch, room.height()));
        }
        let count = self.rows.shown().len();
        let output = area.show_rows(ui, ROW_HEIGHT, count, |ui, range| {
            for place in range {
                if let Some(open) = self.row_ui(ui, place, &columns, session, engine, theme) {
                    asked = Some(ListAsked::Open(open));
                }
            }
        });
        self.offset = output.state.unclamped_offset().y;
        asked
    }

    fn current_name(&self) -> &str {
        let place = self.current.and_then(|id| self.rows.place_of(id));
        place.and_then(|place| self.rows.shown().get(place)).map_or(tr!("none chosen"), |line| &line.name)
    }

    fn head_ui(&mut self, ui: &mut Ui, schema: &Schema, is_counted: bool, engine: &mut TextEngine, theme: &Theme) {
        ui.horizontal_wrapped(|ui| {
            ui.heading(tr!("Register"));
            let (shown, total) = (self.rows.shown().len(), self.rows.total());
            let mut text = if shown == total { format!("{total}") } else { tr!("{shown} of {total}", shown, total) };
            if self.chosen.len() > 1 {
                text = tr!("{text} · {} chosen", self.chosen.len(), text);
            }
            if !is_counted {
                text.push_str(tr!(" · counting mentions…"));
            }
            ui.label(RichText::new(text).color(theme.text_muted.0));
        });
        ui.horizontal_wrapped(|ui| {
            let width = (ui.available_width() - 8.0).min(230.0);
            let field = engine.field_ui(ui, &mut self.wish.filter, FieldRows::One, |filter| {
                TextEdit::singleline(filter).hint_text(tr!("Filter by name, alias or id")).desired_width(width)
            });
            field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Filter entries")));
            if std::mem::take(&mut self.take_filter) {
                field.request_focus();
            }
            if field.changed() {
                self.scroll_to_current = true;
            }
            self.filter_id = Some(field.id);
            if ui.selectable_label(self.wish.layer.is_none(), tr!("All")).clicked() {
                self.wish.layer = None;
            }
            for layer in &schema.layers {
                let is_set = self.wish.layer.as_ref() == Some(&layer.id);
                let button = ui.selectable_label(is_set, crate::gui::article::widget_words(&layer.name));
                engine.words_over(ui, &button, &layer.name, 0.0);
                let told = tr!("Layer {}", layer.name);
                button.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, is_set, &told));
                if button.clicked() {
                    self.wish.layer = Some(layer.id.clone()).filter(|_| !is_set);
                }
            }
        });
        ui.add_space(2.0);
    }

    fn columns_ui(&mut self, ui: &mut Ui, columns: &[(Column, f32)], theme: &Theme) {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), HEAD_HEIGHT), Sense::hover());
        let mut left = rect.left();
        for (number, (column, width)) in columns.iter().enumerate() {
            let cell = Rect::from_min_size(egui::pos2(left, rect.top()), Vec2::new(*width, HEAD_HEIGHT));
            left += width;
            let sorting = self.wish.sorting;
            let is_set = sorting.column == *column;
            let way = if sorting.reversed { tr!("largest first") } else { tr!("smallest first") };
            let told = if is_set { format!("{}, {way}", column.name()) } else { column.name().to_owned() };
            let response = ui.interact(cell, Id::unique(("register column", number)), Sense::click());
            response.widget_info(|| WidgetInfo::selected(egui::Role::ColumnHeader, true, is_set, &told));
            let color = if is_set || response.hovered() { theme.text.0 } else { theme.text_muted.0 };
            let arrow = match (is_set, sorting.reversed) {
                (false, _) => "",
                (true, true) => " ▼",
                (true, false) => " ▲",
            };
            let text = format!("{}{arrow}", column.name());
            let font = FontId::proportional(11.5);
            let (at, align) = if column.is_number() {
                (cell.right_center() - Vec2::new(8.0, 0.0), Align2::RIGHT_CENTER)
            } else {
                (cell.left_center() + Vec2::new(10.0, 0.0), Align2::LEFT_CENTER)
            };
            ui.painter().text(at, align, text, font, color);
            if response.has_focus() {
                let stroke = egui::Stroke::new(1.5, theme.focus.0);
                ui.painter().rect_stroke(cell.shrink(1.0), 4.0, stroke, egui::StrokeKind::Inside);
            }
            if response.clicked() {
                self.sort_by(*column);
            }
            response.on_hover_text(tr!("Sort by {} ({})", column.name().to_lowercase(), number + 1));
        }
        ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, theme.border.0));
    }

    fn empty_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        ui.add_space(14.0);
        let text = if self.rows.total() == 0 {
            tr!(
                "The register is empty. An entry is an actor, an event or a claim that mentions in all articles speak of, whatever \
             they call it there. Select a mention in an article and press L to link it to a new entry, or make one here with \
             Ctrl+Shift+N."
            )
        } else {
            tr!("No entry matches the filter and the layer.")
        };
        ui.add(egui::Label::new(RichText::new(text).color(theme.text_muted.0)).wrap());
        if self.rows.total() > 0 && ui.button(tr!("Show all entries")).clicked() {
            self.wish.filter.clear();
            self.wish.layer = None;
        }
    }

    fn row_ui(
        &mut self,
        ui: &mut Ui,
        place: usize,
        columns: &[(Column, f32)],
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<EntryId> {
        let line = self.rows.shown().get(place).cloned()?;
        let standing = Standing { chosen: self.chosen.contains(&line.id), current: self.current == Some(line.id) };
        let told = tr!("{}, {}, {} mentions", line.name, line.kind, line.mentions);
        let (rect, response) = line_ui(ui, theme, ROW_HEIGHT, standing, &told);
        if ui.is_rect_visible(rect) {
            cells_ui(ui, rect, &line, columns, session, engine, theme);
        }
        if response.clicked() {
            let modifiers = ui.input(|input| input.modifiers);
            self.choose(line.id, modifiers.shift, modifiers.command);
            self.take_focus = true;
        }
        response.double_clicked().then_some(line.id)
    }

    /// Chooses an entry: alone, with all from the last one on, or in addition.
    fn choose(&mut self, id: EntryId, through: bool, more: bool) {
        self.current = Some(id);
        let ends = self.anchor.filter(|_| through).and_then(|anchor| {
            let (one, two) = (self.rows.place_of(anchor)?, self.rows.place_of(id)?);
            Some((one.min(two), one.max(two)))
        });
        if let Some((first, last)) = ends {
            let between = self.rows.shown().get(first..=last).unwrap_or_default();
            let between = between.iter().map(|line| line.id);
            if more {
                self.chosen.extend(between);
            } else {
                self.chosen = between.collect();
            }
            return;
        }
        self.anchor = Some(id);
        if !more {
            self.chosen = [id].into();
        } else if !self.chosen.remove(&id) {
            self.chosen.insert(id);
        }
    }

    fn carry_out_keys(&mut self) -> Option<ListAsked> {
        let mut asked = None;
        for key in std::mem::take(&mut self.keys) {
            match key {
                ListKey::Go(step, through) => self.go(step, through),
                ListKey::Open => asked = self.current.map(ListAsked::Open),
                ListKey::Toggle => {
                    if let Some(id) = self.current {
                        self.choose(id, false, true);
                    }
                }
                ListKey::All => self.chosen = self.rows.shown().iter().map(|line| line.id).collect(),
                ListKey::Delete => asked = Some(ListAsked::Delete),
                ListKey::Sort(number) => {
                    if let Some(column) = Column::ALL.get(number) {
                        self.sort_by(*column);
                    }
                }
            }
        }
        asked
    }

    fn go(&mut self, step: Step, through: bool) {
        let at = self.current.and_then(|id| self.rows.place_of(id));
        let to = target(step, at, self.rows.shown().len(), self.page);
        if let Some(id) = to.and_then(|to| self.rows.shown().get(to)).map(|line| line.id) {
            self.choose(id, through, false);
            self.scroll_to_current = true;
        }
    }
}

/// The columns that have room in `width` points, each with its width.
fn columns_in(width: f32) -> Vec<(Column, f32)> {
    let mut found = vec![(Column::Name, 0.0)];
    let mut left = width - NAME;
    for column in Column::ALL.into_iter().skip(1) {
        let own = if column == Column::Kind { KIND } else { NUMBER };
        // Mentions matter more than aliases, but the order of the columns stays.
        if left < own {
            break;
        }
        left -= own;
        found.push((column, own));
    }
    if let Some((_, name)) = found.first_mut() {
        *name = NAME + left.max(0.0);
    }
    found
}

fn cells_ui(
    ui: &Ui,
    rect: Rect,
    line: &Line,
    columns: &[(Column, f32)],
    session: &Session,
    engine: &mut TextEngine,
    theme: &Theme,
) {
    let mut left = rect.left();
    for (column, width) in columns {
        let cell = Rect::from_min_size(egui::pos2(left, rect.top()), Vec2::new(*width, rect.height()));
        left += width;
        let number = match column {
            Column::Name => {
                let words = cell.with_max_x(cell.right() - 8.0);
                engine.row_words(ui, words, cell.left() + 10.0, &line.name, (13.5, theme.text.0));
                continue;
            }
            Column::Kind => {
                let color = session.schema.label_infos().find(|info| info.name == line.kind).map(|info| info.color);
                let color = color.map_or(theme.text_muted.0, |name| theme.label_color(name));
                let bar = Rect::from_center_size(cell.left_center() + Vec2::new(3.0, 0.0), Vec2::new(3.0, 13.0));
                ui.painter().rect_filled(bar, 1.5, color);
                let words = cell.with_max_x(cell.right() - 6.0);
                engine.row_words(ui, words, cell.left() + 10.0, &line.kind, (12.5, theme.text_muted.0));
                continue;
            }
            Column::Aliases => line.aliases,
            Column::Mentions => line.mentions,
            Column::Articles => line.articles,
            Column::Outlets => line.outlets,
        };
        let at = cell.right_center() - Vec2::new(8.0, 0.0);
        let color = if number == 0 { theme.text_dim.0 } else { theme.text.0 };
        ui.painter().text(at, Align2::RIGHT_CENTER, number.to_string(), FontId::proportional(12.5), color);
    }
}

/// The scroll offset that moves least to have a row of `pitch` points at `top` in view.
pub(in crate::gui) fn kept_in_view(now: f32, top: f32, pitch: f32, height: f32) -> f32 {
    now.clamp((top + pitch - height).max(0.0), top.max(0.0))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what rows a screen can have")]
pub(in crate::gui) fn whole(number: f32) -> usize {
    number.clamp(0.0, 10_000.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heads_of_columns_keep_apart_with_the_arrow_too() {
        let ctx = egui::Context::default();
        ctx.set_fonts(crate::gui::article::egui_fonts());
        let mut widths = Vec::new();
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            for column in Column::ALL.into_iter().filter(|column| column.is_number()) {
                let text = format!("{} ▼", column.name());
                let galley = ui.painter().layout_no_wrap(text, FontId::proportional(11.5), egui::Color32::BLACK);
                widths.push((column, galley.size().x));
            }
        });
        output.textures_delta.clear();
        assert!(!widths.is_empty());
        for (column, width) in widths {
            assert!(width + 8.0 <= NUMBER, "{column:?} takes {width}");
        }
    }
}
