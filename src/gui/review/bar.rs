//! What stands above the table: counts and progress, the field for words, what the filter asks for as chips that can be taken
//! off, and the menus of saved filters, groups and columns.
//!
//! It shows and asks; it changes nothing of the session.

use super::columns::{ALL, USUAL, name};
use super::question::ReviewAsk;
use super::view::Review;
use crate::analysis::review::{Filter, Part, Tally, Wish};
use crate::edit::Command;
use crate::gui::actions::Action;
use crate::gui::article::{FieldRows, TextEngine, widget_words};
use crate::gui::keymap::named_with_key;
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::model::{Session, SortKey};
use crate::text::{shortened, visible};
use eframe::egui;
use eframe::egui::{Align, CornerRadius, Layout, Rect, RichText, Sense, TextEdit, Ui, Vec2, WidgetInfo};

/// Characters of a value that a chip shows.
const MAX_CHIP: usize = 36;

impl Review {
    /// Draws the head of the view.
    pub(super) fn bar_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        ui.horizontal_wrapped(|ui| {
            ui.heading(tr!("Review"));
            let (shown, total) = (self.rows.listing.tally.total(), self.rows.index.len());
            let mut text = tr!("{shown} shown", shown);
            if !self.rows.is_settled() {
                text = if self.rows.is_read() {
                    tr!("{shown} so far of {total}", shown, total)
                } else {
                    tr!("reading…").to_owned()
                };
            }
            if self.chosen.len() > 1 {
                text = tr!("{text} · {} chosen", self.chosen.len(), text);
            }
            ui.label(RichText::new(text).color(theme.text_muted.0));
            progress_ui(ui, self.rows.listing.tally, theme);
        });
        ui.horizontal_wrapped(|ui| {
            self.words_ui(ui, engine);
            action_ui(ui, Action::ReviewFilter, tr!("Filter…"), requests);
            saved_ui(ui, session, engine, requests);
            self.group_ui(ui);
            self.columns_menu_ui(ui);
            action_ui(ui, Action::ReviewMany, tr!("With many…"), requests);
            action_ui(ui, Action::ReviewChecks, tr!("Checks…"), requests);
        });
        chips_ui(ui, &mut self.wish.filter, session, engine, theme);
        if let Some(problem) = &self.rows.problem {
            ui.add(egui::Label::new(RichText::new(problem).color(theme.danger.0)).wrap());
        }
        ui.add_space(2.0);
    }

    fn words_ui(&mut self, ui: &mut Ui, engine: &mut TextEngine) {
        let width = (ui.available_width() - 8.0).min(170.0);
        let field = engine.field_ui(ui, &mut self.wish.filter.text, FieldRows::One, |text| {
            TextEdit::singleline(text).hint_text(tr!("Words or notes")).desired_width(width)
        });
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Filter by words")));
        if std::mem::take(&mut self.take_filter) {
            field.request_focus();
        }
        // A list that comes back does not take the keyboard from whoever types.
        self.take_focus &= !field.has_focus();
        self.filter_id = Some(field.id);
        let is_set = self.wish.filter.regex;
        let regex = ui.selectable_label(is_set, ".*").on_hover_text(tr!("Read as a regular expression"));
        regex.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, is_set, tr!("Regular expression")));
        if regex.clicked() {
            self.wish.filter.regex = !is_set;
        }
    }

    fn group_ui(&mut self, ui: &mut Ui) {
        let now = self.wish.group;
        let by = |key: SortKey| match key {
            SortKey::Created => tr!("By day").to_owned(),
            key => tr!("By {}", name(key).to_lowercase()),
        };
        let text = now.map_or(tr!("Group").to_owned(), by);
        ui.menu_button(text, |ui| {
            if ui.selectable_label(now.is_none(), tr!("No groups")).clicked() {
                self.wish.group = None;
                ui.close();
            }
            for key in ALL.into_iter().filter(|key| !matches!(key, SortKey::Place | SortKey::Quote)) {
                if ui.selectable_label(now == Some(key), by(key)).clicked() {
                    self.wish.group = Some(key);
                    self.scroll_to_current = true;
                    ui.close();
                }
            }
        });
    }

    /// Which columns there are, and in which order.
    fn columns_menu_ui(&mut self, ui: &mut Ui) {
        ui.menu_button(tr!("Columns"), |ui| {
            ui.set_min_width(190.0);
            let shown = self.columns.clone();
            for (place, key) in shown.iter().enumerate() {
                ui.horizontal(|ui| {
                    let mut is_set = true;
                    if ui.checkbox(&mut is_set, name(*key)).changed() && shown.len() > 1 {
                        self.columns.retain(|known| known != key);
                    }
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        for (sign, to, told) in
                            [("▼", Some(place + 1), tr!("behind")), ("▲", place.checked_sub(1), tr!("before"))]
                        {
                            let to = to.filter(|to| *to < shown.len());
                            let button = ui.add_enabled(to.is_some(), egui::Button::new(sign).small());
                            let told = tr!("Move {} {told}", name(*key), told);
                            button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &told));
                            if let Some(to) = to.filter(|_| button.clicked()) {
                                self.columns.swap(place, to);
                            }
                        }
                    });
                });
            }
            ui.separator();
            for key in ALL.into_iter().filter(|key| !shown.contains(key)) {
                let mut is_set = false;
                if ui.checkbox(&mut is_set, name(key)).changed() {
                    self.columns.push(key);
                }
            }
            ui.separator();
            if ui.button(tr!("The usual columns")).clicked() {
                self.columns = USUAL.to_vec();
                ui.close();
            }
        });
    }
}

/// The filters that are kept, and a way to keep this one.
fn saved_ui(ui: &mut Ui, session: &Session, engine: &mut TextEngine, requests: &mut Requests) {
    ui.menu_button(tr!("Saved"), |ui| {
        ui.set_min_width(220.0);
        if ui.button(tr!("Save this filter…")).clicked() {
            requests.push(Request::Act(Action::ReviewSave));
            ui.close();
        }
        ui.separator();
        if session.filters.is_empty() {
            ui.weak(tr!("No filter is saved yet"));
        }
        egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            for saved in session.filters.iter() {
                ui.horizontal(|ui| {
                    let button = ui.button(widget_words(&saved.name));
                    engine.words_over(ui, &button, &saved.name, 0.0);
                    if button.clicked() {
                        let (wish, columns) = Wish::of(saved);
                        requests.push(Request::Review(Box::new(ReviewAsk::Wish(wish, columns))));
                        ui.close();
                    }
                    let gone = ui.small_button("×").on_hover_text(tr!("Delete this filter"));
                    let told = tr!("Delete filter {}", saved.name);
                    gone.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &told));
                    if gone.clicked() {
                        requests.push(Request::Do(Command::DropFilter { filter: saved.id }));
                    }
                });
            }
        });
    });
}

/// What a filter asks for, as chips; a click takes a part off.
pub(in crate::gui) fn chips_ui(
    ui: &mut Ui,
    filter: &mut Filter,
    session: &Session,
    engine: &mut TextEngine,
    theme: &Theme,
) {
    let parts: Vec<Part> = filter.parts().into_iter().filter(|part| *part != Part::Text).collect();
    if parts.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let mut gone = None;
        for part in &parts {
            let name = filter.name_of(session, part);
            let text = format!("{}  ×", shortened(&visible(&name), MAX_CHIP));
            let button = egui::Button::new(widget_words(&text)).small().corner_radius(CornerRadius::same(9));
            let chip = ui.add(button.fill(theme.selection.0)).on_hover_text(tr!("Take this off the filter"));
            engine.words_over(ui, &chip, &text, 0.0);
            chip.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, tr!("Take off: {name}", name)));
            if chip.clicked() {
                gone = Some(part.clone());
            }
        }
        if parts.len() > 1 && ui.small_button(tr!("Take all off")).clicked() {
            *filter = Filter::default();
        }
        if let Some(part) = gone {
            filter.toggle(&part);
        }
    });
}

pub(in crate::gui) fn action_ui(ui: &mut Ui, action: Action, name: &str, requests: &mut Requests) {
    if ui.button(name).on_hover_text(named_with_key(ui.ctx(), action)).clicked() {
        requests.push(Request::Act(action));
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
    let told = tr!("{accepted} accepted, {rejected} rejected, {open} open", accepted, rejected, open);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ProgressIndicator, true, &told));
    ui.label(RichText::new(told).small().color(theme.text_muted.0));
}
