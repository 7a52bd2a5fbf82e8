//! The list of differences: what it is filtered by, and a row for each with what the sides made of it.
//!
//! It does not know what becomes of a difference.

use super::keys::CompareKey;
use super::marks::{Ground, side_color};
use super::rows::Wish;
use super::view::CompareView;
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::language::tr;
use crate::gui::register::{ListKey, Standing, kept_in_view, line_ui, list_ui, one_line, target, whole};
use crate::workbench::{At, Compared};
use eframe::egui::{Align2, FontId, Id, Pos2, Rect, RichText, ScrollArea, Ui, Vec2};

const ROW_HEIGHT: f32 = 42.0;

impl CompareView {
    /// Draws the filters and the list.
    pub(super) fn list_ui(&mut self, ui: &mut Ui, ground: Ground<'_>, engine: &mut TextEngine) {
        self.filters_ui(ui, ground);
        let count = self.rows.shown().len();
        if count == 0 {
            let all = ground.compared.listed.len();
            let is_nothing_compared = ground.compared.comparison().articles.is_empty();
            let text = match all {
                0 if is_nothing_compared => tr!("The sides have no article in common, so nothing is compared."),
                0 => tr!("The sides differ in nothing."),
                _ => tr!("No difference fits these filters."),
            };
            ui.label(RichText::new(text).color(ground.theme.text_muted.0));
            if all > 0 && ui.button(tr!("Show all")).clicked() {
                self.wish = Wish::default();
            }
            return;
        }
        ui.spacing_mut().item_spacing.y = 1.0;
        let pitch = ROW_HEIGHT + 1.0;
        let room = ui.available_rect_before_wrap();
        self.page = whole(room.height() / pitch).saturating_sub(1);
        let name = self.current.and_then(|at| words_of(ground.compared, at)).unwrap_or_default();
        let focus = list_ui(ui, Id::unique("differences"), room, &tr!("Differences: {name}", name), ground.theme);
        self.list_id = Some(focus.id);
        if std::mem::take(&mut self.take_focus) {
            focus.request_focus();
        }
        let mut area = ScrollArea::vertical().id_salt("differences").auto_shrink([false, false]);
        if std::mem::take(&mut self.scroll_to_current)
            && let Some(place) = self.current.and_then(|at| self.rows.place_of(at))
        {
            area = area.vertical_scroll_offset(kept_in_view(self.offset, place as f32 * pitch, pitch, room.height()));
        }
        let output = area.show_rows(ui, ROW_HEIGHT, count, |ui, range| {
            for place in range {
                if let Some(at) = self.rows.shown().get(place).copied() {
                    ui.push_id(place, |ui| self.row_ui(ui, ground, at, engine));
                }
            }
        });
        self.offset = output.state.unclamped_offset().y;
    }

    fn row_ui(&mut self, ui: &mut Ui, ground: Ground<'_>, at: At, engine: &mut TextEngine) {
        let Ground { compared, decisions, theme, .. } = ground;
        let Some(group) = compared.group(at) else { return };
        let is_current = self.current == Some(at);
        let is_decided = decisions.is_decided(at);
        let words = words_of(compared, at).unwrap_or_default();
        let state = if is_decided { tr!("decided") } else { tr!("open") };
        let told = format!("{words}, {}, {state}", group.kinds);
        let standing = Standing { chosen: is_current, current: is_current };
        let (rect, response) = line_ui(ui, theme, ROW_HEIGHT, standing, &told);
        if response.clicked() {
            self.go_to(at);
            self.take_focus = true;
        }
        if !ui.is_rect_visible(rect) {
            return;
        }
        let sign = if is_decided { ("✓", theme.success.0) } else { ("•", theme.warning.0) };
        let at_sign = Pos2::new(rect.left() + 14.0, rect.top() + 13.0);
        ui.painter().text(at_sign, Align2::CENTER_CENTER, sign.0, FontId::proportional(13.0), sign.1);
        let kinds =
            ui.painter().layout_no_wrap(group.kinds.to_string(), FontId::proportional(11.5), theme.text_muted.0);
        let kinds_at = Pos2::new(rect.right() - 8.0 - kinds.size().x, rect.top() + 6.0);
        let left = rect.left() + 26.0;
        let row = Rect::from_min_max(Pos2::new(left, rect.top() + 2.0), Pos2::new(kinds_at.x - 8.0, rect.top() + 22.0));
        ui.painter().galley(kinds_at, kinds, theme.text_muted.0);
        engine.row_words(ui, row, left, &words, (13.5, theme.text.0));
        sides_ui(ui, Rect::from_min_max(Pos2::new(left, rect.top() + 22.0), rect.right_bottom()), ground, at, engine);
    }

    /// Carries out the keys that move in the list.
    pub(super) fn move_by(&mut self, compared_rows: usize, key: CompareKey) {
        let place = self.current.and_then(|at| self.rows.place_of(at));
        let to = match key {
            CompareKey::Next => Some(place.map_or(0, |place| place + 1)),
            CompareKey::Previous => Some(place.map_or(0, |place| place.saturating_sub(1))),
            CompareKey::List(ListKey::Go(step, _)) => target(step, place, compared_rows, self.page),
            _ => None,
        };
        if let Some(at) = to.and_then(|to| self.rows.shown().get(to.min(compared_rows.saturating_sub(1)))).copied() {
            self.go_to(at);
        }
    }
}

/// The words that a difference is about: those of the first side that has a tag.
pub(super) fn words_of(compared: &Compared, at: At) -> Option<String> {
    compared.versions(at).next().map(|(_, row)| one_line(&row.quote))
}

/// What each side made of it, with the side's number in its colour.
fn sides_ui(ui: &Ui, rect: Rect, ground: Ground<'_>, at: At, engine: &mut TextEngine) {
    let Ground { compared, theme, .. } = ground;
    let mut left = rect.left();
    for (side, session) in compared.sides().iter().enumerate() {
        if left > rect.right() - 40.0 {
            return;
        }
        let (words, color) = match compared.mention(at, side) {
            Some(row) => (session.schema.label_name(&row.label), theme.text_muted.0),
            None if compared.shard(side, at.article).is_some() => (tr!("none"), theme.text_dim.0),
            None => continue,
        };
        let number = Rect::from_min_size(Pos2::new(left, rect.top() + 2.0), Vec2::new(14.0, 14.0));
        ui.painter().rect_filled(number, 3.0, side_color(theme, side));
        let ink = crate::gui::article::legible_on(side_color(theme, side));
        let digit = format!("{}", side + 1);
        ui.painter().text(number.center(), Align2::CENTER_CENTER, digit, FontId::proportional(10.5), ink);
        let style = CaptionStyle { size: 11.5, weight: CaptionWeight::Regular, max_rows: 1, color };
        let width = (rect.right() - left - 20.0).clamp(10.0, 130.0);
        let caption = engine.caption(words, &style, width, ui.pixels_per_point());
        engine.place(ui.painter(), Pos2::new(left + 18.0, rect.top() + 1.0), &caption, style.color);
        left += 18.0 + caption.extent().max + 12.0;
    }
}
