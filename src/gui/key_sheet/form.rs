//! The sheet of keys as a dialog. It asks; it changes nothing.

use super::capture::{Pressed, take_pressed};
use super::fixed::PLACES;
use crate::gui::actions::{Action, Menu, key_text as text_of};
use crate::gui::article::{FieldRows, TextEngine};
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::keymap::{Bound, KeyRefusal, Keymap};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::gui::widgets::key_text;
use crate::model::Schema;
use crate::text::folded;
use eframe::egui;
use eframe::egui::{KeyboardShortcut, Modifiers, RichText, ScrollArea, TextEdit, Ui};

/// What is asked about keys.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::gui) enum KeyAsk {
    /// Give an action this key, or none; whoever has it now loses it.
    Bind(Action, Option<KeyboardShortcut>),
    /// Give an action the key of the table again.
    Usual(Action),
    /// Give every action the key of the table again.
    AllUsual,
    /// Write a page to print.
    Print,
}

/// What is typed, and what is being changed.
#[derive(Clone, Debug, Default)]
pub(in crate::gui) struct KeysForm {
    typed: String,
    /// The action whose new key is awaited.
    waits: Option<Action>,
    /// A key that was pressed for an action, and whose it is.
    taken: Option<(Action, KeyboardShortcut, Action)>,
    /// Why the key pressed last cannot be had.
    refused: Option<(Action, String)>,
    /// Whether all keys are to be given back, once that is confirmed.
    asks_all: bool,
}

impl KeysForm {
    /// Draws it.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &mut Ui,
        schema: &Schema,
        (engine, theme): (&mut TextEngine, &Theme),
        requests: &mut Requests,
    ) -> Option<Answer> {
        let keymap = Keymap::shared(ui.ctx());
        self.take_key(ui, schema, &keymap, requests);
        ui.set_width(fitting(ui, 640.0));
        self.search_ui(ui, engine);
        let height = (ui.ctx().content_rect().height() * 0.66).max(120.0);
        ScrollArea::vertical().min_scrolled_height(height).max_height(height).show(ui, |ui| {
            let wanted = folded(self.typed.trim());
            labels_ui(ui, schema, &wanted, engine, theme);
            for menu in Menu::ALL {
                let rows = keymap.rows().iter().filter(|row| row.info.menu == menu && fits(row, &wanted));
                let rows: Vec<&Bound> = rows.collect();
                if rows.is_empty() {
                    continue;
                }
                ui.add_space(6.0);
                ui.label(RichText::new(menu.name().to_uppercase()).small().strong().color(theme.text_muted.0));
                for row in rows {
                    self.row_ui(ui, row, theme, requests);
                }
            }
            fixed_ui(ui, &wanted, theme);
        });
        ui.separator();
        self.foot_ui(ui, &keymap, requests)
    }

    fn search_ui(&mut self, ui: &mut Ui, engine: &mut TextEngine) {
        ui.horizontal(|ui| {
            ui.heading(tr!("Keys"));
            let width = ui.available_width();
            let response = engine.field_ui(ui, &mut self.typed, FieldRows::One, |typed| {
                TextEdit::singleline(typed).hint_text(tr!("Search by name or key")).desired_width(width)
            });
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Search the keys")));
            if ui.memory(egui::Memory::focused).is_none() && self.waits.is_none() {
                response.request_focus();
            }
        });
    }

    fn row_ui(&mut self, ui: &mut Ui, row: &Bound, theme: &Theme, requests: &mut Requests) {
        let action = row.info.action;
        let waits = self.waits == Some(action);
        let key = row.key.map_or_else(|| tr!("none").to_owned(), text_of);
        let is_usual = row.key == Some(row.info.key);
        ui.horizontal(|ui| {
            ui.set_min_height(22.0);
            ui.label(row.info.told());
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let shown = if waits { tr!("press a key…").to_owned() } else { key.clone() };
                let button = egui::Button::selectable(waits, key_text(theme, shown));
                let button = ui.add(button).on_hover_text(tr!("Another key for this"));
                let told = tr!("Key of “{}”: {key}", row.info.told(), key);
                button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
                if button.clicked() {
                    self.wait_for(Some(action));
                }
                if !is_usual {
                    let usual = text_of(row.info.key);
                    let button = ui.small_button(tr!("usual")).on_hover_text(tr!("Give it {usual} again", usual));
                    let told = tr!("Usual key of “{}”: {usual}", row.info.told(), usual);
                    button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
                    if button.clicked() {
                        requests.push(Request::Keys(KeyAsk::Usual(action)));
                    }
                }
            });
        });
        if waits {
            ui.label(RichText::new(tr!("Press the new key. Esc leaves it as it is, Delete takes it away.")).small());
        }
        if let Some((_, why)) = self.refused.as_ref().filter(|(refused, _)| *refused == action) {
            ui.colored_label(theme.warning.0, why);
        }
        self.taken_ui(ui, action, requests);
    }

    /// Asks whether another action is to lose its key.
    fn taken_ui(&mut self, ui: &mut Ui, action: Action, requests: &mut Requests) {
        let Some((_, key, owner)) = self.taken.filter(|(asked, ..)| *asked == action) else { return };
        ui.horizontal_wrapped(|ui| {
            ui.label(tr!("{} belongs to “{}”.", text_of(key), owner.name()));
            if ui.button(tr!("Take it from there")).clicked() {
                requests.push(Request::Keys(KeyAsk::Bind(action, Some(key))));
                self.taken = None;
            }
            if ui.button(tr!("Leave it there")).clicked() {
                self.taken = None;
            }
        });
    }

    fn foot_ui(&mut self, ui: &mut Ui, keymap: &Keymap, requests: &mut Requests) -> Option<Answer> {
        let changed = keymap.rows().iter().filter(|row| row.key != Some(row.info.key)).count();
        let mut answer = None;
        ui.horizontal_wrapped(|ui| {
            if self.asks_all {
                ui.label(tr!("Give {changed} changed keys back?", changed));
                if ui.button(tr!("Give all back")).clicked() {
                    requests.push(Request::Keys(KeyAsk::AllUsual));
                    self.asks_all = false;
                }
                if ui.button(tr!("Keep them")).clicked() {
                    self.asks_all = false;
                }
                return;
            }
            if ui.button(tr!("Close")).clicked() {
                answer = Some(Answer::Close);
            }
            if ui.button(tr!("Write a page to print…")).clicked() {
                requests.push(Request::Keys(KeyAsk::Print));
            }
            if ui.add_enabled(changed > 0, egui::Button::new(tr!("All usual keys…"))).clicked() {
                self.asks_all = true;
            }
        });
        answer
    }

    fn wait_for(&mut self, action: Option<Action>) {
        self.waits = action;
        self.taken = None;
        self.refused = None;
    }

    /// Takes up the key that is pressed while one is awaited.
    fn take_key(&mut self, ui: &Ui, schema: &Schema, keymap: &Keymap, requests: &mut Requests) {
        let Some(action) = self.waits else { return };
        let Some(pressed) = ui.input_mut(take_pressed) else { return };
        self.wait_for(None);
        let key = match pressed {
            Pressed::Nothing => return,
            Pressed::NoKey => {
                requests.push(Request::Keys(KeyAsk::Bind(action, None)));
                return;
            }
            Pressed::Key(key) => key,
        };
        let text = text_of(key);
        if let Some(label) = label_with(schema, key) {
            self.refused = Some((action, tr!("{text} is the key of the label “{label}”.", text, label)));
            return;
        }
        match keymap.refusal(action, key) {
            None => requests.push(Request::Keys(KeyAsk::Bind(action, Some(key)))),
            Some(KeyRefusal::Taken(owner)) => self.taken = Some((action, key, owner)),
            Some(refusal) => self.refused = Some((action, tr!("{text} cannot be had: {}.", refusal.told(), text))),
        }
    }
}

fn labels_ui(ui: &mut Ui, schema: &Schema, wanted: &str, engine: &mut TextEngine, theme: &Theme) {
    let infos = schema.label_infos().filter(|info| info.hotkey.is_some() && folded(info.name).contains(wanted));
    let mut is_first = true;
    for info in infos {
        if std::mem::take(&mut is_first) {
            ui.label(RichText::new(tr!("LABELS")).small().strong().color(theme.text_muted.0));
        }
        ui.horizontal(|ui| {
            ui.label(key_text(theme, info.hotkey.map_or(String::new(), |key| key.to_uppercase().to_string())));
            engine.name_ui(ui, info.name);
        });
    }
}

/// The keys that cannot be changed, by where they act.
fn fixed_ui(ui: &mut Ui, wanted: &str, theme: &Theme) {
    for place in &PLACES {
        let fits = |(told, keys): &(&str, String)| {
            [told, keys.as_str(), place.name()].iter().any(|text| folded(text).contains(wanted))
        };
        let rows: Vec<(&str, String)> = place.rows().filter(fits).collect();
        if rows.is_empty() {
            continue;
        }
        ui.add_space(6.0);
        ui.label(RichText::new(place.name().to_uppercase()).small().strong().color(theme.text_muted.0));
        for (told, keys) in rows {
            ui.horizontal(|ui| {
                ui.set_min_height(22.0);
                ui.label(told);
                let right = egui::Layout::right_to_left(egui::Align::Center);
                ui.with_layout(right, |ui| {
                    ui.label(key_text(theme, keys)).on_hover_text(tr!("This key stays as it is"))
                });
            });
        }
    }
}

/// The label that has the letter `key`.
fn label_with(schema: &Schema, key: KeyboardShortcut) -> Option<String> {
    if key.modifiers != Modifiers::NONE && key.modifiers != Modifiers::ALT {
        return None;
    }
    let name = key.logical_key.name();
    let infos = schema.label_infos().filter(|info| info.hotkey.is_some());
    let mut infos =
        infos.filter(|info| info.hotkey.is_some_and(|letter| name.eq_ignore_ascii_case(&letter.to_string())));
    infos.next().map(|info| info.name.to_string())
}

fn fits(row: &Bound, wanted: &str) -> bool {
    let key = row.key.map(text_of).unwrap_or_default();
    folded(row.info.told()).contains(wanted)
        || folded(&key) == wanted
        || (wanted.len() > 1 && folded(&key).contains(wanted))
}
