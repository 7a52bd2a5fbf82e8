//! The outlets of a session in a dialog: a list, and beside it what is known of the chosen one. Every change is a step of its
//! own, which can be undone.

use super::outlet_fields::OutletFields;
use crate::edit::{Command, OutletDraft};
use crate::gui::article::{FieldRows, TextEngine};
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::gui::widgets::{button_room, key_text, row_ui};
use crate::model::{Outlet, OutletId, Session};
use eframe::egui;
use eframe::egui::{
    Align, Align2, FontId, Key, Layout, Modifiers, RichText, ScrollArea, TextEdit, Ui, Vec2, WidgetInfo,
};
use std::collections::BTreeMap;

const ROW_HEIGHT: f32 = 26.0;

/// What the dialog remembers.
#[derive(Clone, Debug)]
pub(in crate::gui) struct OutletsForm {
    pub(super) chosen: Option<OutletId>,
    /// The name of one to be made.
    new: String,
    /// A name that was asked for and is chosen once it is there.
    wanted: Option<String>,
    fields: OutletFields,
    scrolls: bool,
}

impl OutletsForm {
    /// The dialog, with `chosen` in front.
    pub(super) fn new(chosen: Option<OutletId>) -> Self {
        Self { chosen, new: String::new(), wanted: None, fields: OutletFields::default(), scrolls: true }
    }

    /// Draws the dialog; its answer, once there is one.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        let width = fitting(ui, 760.0);
        ui.set_width(width);
        let counts = counts(session);
        let mut rows: Vec<&Outlet> = session.outlets.iter().collect();
        rows.sort_by_cached_key(|row| (row.name.to_lowercase(), row.id));
        self.follow(&rows);
        self.take_keys(ui, &rows, requests);
        ui.horizontal(|ui| {
            ui.heading(tr!("Outlets"));
            ui.label(RichText::new(rows.len().to_string()).color(theme.text_muted.0));
        });
        let height = (ui.ctx().content_rect().height() - 180.0).min(380.0);
        ui.allocate_ui_with_layout(Vec2::new(width, height), Layout::left_to_right(Align::Min), |ui| {
            ui.allocate_ui(Vec2::new(width * 0.44, height), |ui| {
                ui.vertical(|ui| {
                    ui.set_min_height(height);
                    self.new_ui(ui, engine, requests);
                    self.list_ui(ui, &rows, &counts, engine, theme);
                });
            });
            ui.separator();
            ui.vertical(|ui| {
                ui.set_width(width * 0.56 - 40.0);
                let outlet = self.chosen.and_then(|id| session.outlets.get(id));
                if let Some(outlet) = outlet {
                    let used = counts.get(&outlet.id).copied().unwrap_or_default();
                    if let Some(into) = self.fields.ui(ui, (outlet, used), &rows, engine, theme, requests) {
                        self.chosen = Some(into);
                        self.scrolls = true;
                    }
                } else {
                    let told = tr!("An outlet is who publishes articles. It is made here, or by its name in the details of an article.");
                    ui.add(egui::Label::new(RichText::new(told).color(theme.text_muted.0)).wrap());
                }
            });
        });
        let keys = tr!("Up, Down choose; F2 renames; Alt+A to Alt+F grade, Alt+0 ungrades; Delete; Ctrl+Z undoes");
        ui.add(egui::Label::new(key_text(theme, keys)).wrap());
        ui.button(tr!("Close")).clicked().then_some(Answer::Close)
    }

    /// Keeps to an outlet that is there.
    fn follow(&mut self, rows: &[&Outlet]) {
        let made = self.wanted.take_if(|name| rows.iter().any(|row| row.name == *name));
        let made = made.and_then(|name| rows.iter().find(|row| row.name == name));
        if let Some(made) = made {
            self.chosen = Some(made.id);
            self.scrolls = true;
        }
        if self.chosen.is_none_or(|chosen| rows.iter().all(|row| row.id != chosen)) {
            self.chosen = rows.first().map(|row| row.id);
        }
    }

    fn take_keys(&mut self, ui: &Ui, rows: &[&Outlet], requests: &mut Requests) {
        self.fields.take_keys(ui, self.chosen, requests);
        if ui.ctx().text_edit_focused() || egui::Popup::is_any_open(ui.ctx()) {
            return;
        }
        let (step, gone, undo, redo) = ui.input_mut(|input| {
            let down = input.consume_key(Modifiers::NONE, Key::ArrowDown);
            let up = input.consume_key(Modifiers::NONE, Key::ArrowUp);
            let gone = input.consume_key(Modifiers::NONE, Key::Delete);
            let redo = input.consume_key(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
            let undo = input.consume_key(Modifiers::COMMAND, Key::Z);
            (isize::from(down) - isize::from(up), gone, undo, redo)
        });
        let at = self.chosen.and_then(|chosen| rows.iter().position(|row| row.id == chosen));
        if let Some(at) = at.filter(|_| step != 0) {
            let to = at.saturating_add_signed(step).min(rows.len().saturating_sub(1));
            self.chosen = rows.get(to).map(|row| row.id);
            self.scrolls = true;
        }
        if let Some(outlet) = self.chosen.filter(|_| gone) {
            requests.push(Request::Do(Command::DropOutlet { outlet }));
        }
        for (asked, action) in [(undo, crate::gui::actions::Action::Undo), (redo, crate::gui::actions::Action::Redo)] {
            if asked {
                requests.push(Request::Act(action));
            }
        }
    }

    fn new_ui(&mut self, ui: &mut Ui, engine: &mut TextEngine, requests: &mut Requests) {
        ui.horizontal(|ui| {
            let width = ui.available_width() - button_room(ui, tr!("Add"), 64.0);
            let field = engine.field_ui(ui, &mut self.new, FieldRows::One, |name| {
                TextEdit::singleline(name).hint_text(tr!("Name of a new outlet")).desired_width(width)
            });
            field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Name of a new outlet")));
            let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let is_named = !self.new.trim().is_empty();
            if (ui.add_enabled(is_named, egui::Button::new(tr!("Add"))).clicked() || entered) && is_named {
                let name = std::mem::take(&mut self.new).trim().to_owned();
                self.wanted = Some(name.clone());
                requests.push(Request::Do(Command::AddOutlet(OutletDraft { name, ..OutletDraft::default() })));
            }
        });
    }

    fn list_ui(
        &mut self,
        ui: &mut Ui,
        rows: &[&Outlet],
        counts: &BTreeMap<OutletId, usize>,
        engine: &mut TextEngine,
        theme: &Theme,
    ) {
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            for row in rows {
                let is_chosen = self.chosen == Some(row.id);
                let used = counts.get(&row.id).copied().unwrap_or_default();
                let grade = row.reliability.map_or("–", crate::model::Grade::as_str);
                let articles = if used == 1 { tr!("1 article").to_owned() } else { tr!("{used} articles", used) };
                let graded =
                    if row.reliability.is_some() { tr!("grade {grade}", grade) } else { tr!("not graded").to_owned() };
                let told = format!("{}, {graded}, {articles}", row.name);
                let (rect, response) = row_ui(ui, theme, ROW_HEIGHT, is_chosen, &told);
                let right = rect.right_center() - Vec2::new(8.0, 0.0);
                let font = FontId::proportional(12.0);
                let note = ui.painter().text(right, Align2::RIGHT_CENTER, articles, font.clone(), theme.text_muted.0);
                ui.painter().text(
                    rect.left_center() + Vec2::new(14.0, 0.0),
                    Align2::CENTER_CENTER,
                    grade,
                    font,
                    if row.reliability.is_some() { theme.text.0 } else { theme.text_dim.0 },
                );
                let words = rect.with_max_x(note.left() - 8.0);
                engine.row_words(ui, words, rect.left() + 28.0, &row.name, (13.5, theme.text.0));
                if is_chosen && std::mem::take(&mut self.scrolls) {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    self.chosen = Some(row.id);
                }
            }
        });
    }
}

/// How many articles each outlet has.
fn counts(session: &Session) -> BTreeMap<OutletId, usize> {
    let mut counts = BTreeMap::new();
    for outlet in session.shards().iter().filter_map(|shard| shard.metadata.outlet.as_ref()) {
        *counts.entry(outlet.value).or_default() += 1;
    }
    counts
}
