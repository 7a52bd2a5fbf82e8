//! The palette as a dialog. It asks; it changes nothing.

use super::fuzzy::fit;
use crate::gui::actions::{ACTIONS, Action};
use crate::gui::article::{FieldRows, TextEngine};
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::keymap::Keymap;
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::gui::widgets::row_ui;
use crate::model::Schema;
use eframe::egui;
use eframe::egui::{Align2, FontId, Key, RichText, ScrollArea, TextEdit, Ui};
use std::cmp::Reverse;

/// Points of a row.
const ROW: f32 = 26.0;
/// Points between a row's edge and its words.
const MARGIN: f32 = 8.0;

/// What is typed, and the row that is marked.
#[derive(Clone, Debug, Default)]
pub(in crate::gui) struct PaletteForm {
    typed: String,
    row: usize,
    /// Actions that were chosen here before, the latest first.
    recent: Vec<Action>,
}

/// A row: its name, what stands beside it, what it does if it can be had.
struct Offer {
    name: String,
    note: String,
    answer: Option<Answer>,
    /// Its place among what was chosen before.
    recent: Option<usize>,
}

impl PaletteForm {
    /// The palette with nothing typed; `recent` are slugs of actions, the latest first.
    pub(in crate::gui) fn new(recent: &[String]) -> Self {
        let recent = recent.iter().filter_map(|slug| Action::of_slug(slug)).collect();
        Self { recent, ..Self::default() }
    }

    /// Draws it.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &mut Ui,
        schema: &Schema,
        (engine, theme): (&mut TextEngine, &Theme),
        availability: &dyn Fn(Action) -> Result<(), &'static str>,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 520.0));
        let (up, down, enter) = ui.input_mut(|input| {
            let mut pressed = |key| input.count_and_consume_key(egui::Modifiers::NONE, key);
            let steps = (pressed(Key::ArrowUp), pressed(Key::ArrowDown));
            (steps.0, steps.1, input.key_pressed(Key::Enter))
        });
        let response = engine.field_ui(ui, &mut self.typed, FieldRows::One, |typed| {
            TextEdit::singleline(typed).hint_text(tr!("What do you want to do?")).desired_width(f32::INFINITY)
        });
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Find an action")));
        if response.changed() {
            self.row = 0;
        }
        response.request_focus();
        let found = self.offers(ui.ctx(), schema, availability);
        let last = found.len().saturating_sub(1);
        self.row = (self.row + down).saturating_sub(up).min(last);
        if found.is_empty() {
            ui.label(RichText::new(tr!("No action has such a name")).color(theme.text_muted.0));
        }
        let mut answer = None;
        let height = ui.ctx().content_rect().height();
        ScrollArea::vertical().min_scrolled_height(height * 0.45).max_height(height * 0.6).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            for (index, offer) in found.into_iter().enumerate() {
                let is_marked = index == self.row;
                let response = offer_ui(ui, &offer, is_marked, engine, theme);
                if is_marked && up + down > 0 {
                    response.scroll_to_me(None);
                }
                if response.clicked() || (enter && is_marked) {
                    answer = offer.answer.or(answer.take());
                }
            }
        });
        answer
    }

    /// Every action, and every label as many have no key, that fits what is typed: the best first, then what was chosen
    /// before, then in the order of the menus.
    fn offers(
        &self,
        ctx: &egui::Context,
        schema: &Schema,
        availability: &dyn Fn(Action) -> Result<(), &'static str>,
    ) -> Vec<Offer> {
        let keymap = Keymap::shared(ctx);
        let actions = ACTIONS.iter().filter(|info| info.action != Action::Palette).map(|info| {
            let available = availability(info.action);
            Offer {
                name: info.told().to_owned(),
                note: available.err().map_or_else(|| keymap.text(info.action), ToOwned::to_owned),
                answer: available.is_ok().then_some(Answer::Act(info.action)),
                recent: self.recent.iter().position(|recent| *recent == info.action),
            }
        });
        let labels = schema.label_infos().map(|info| Offer {
            name: tr!("Label: {}", info.name),
            note: info.hotkey.map_or(String::new(), |key| key.to_uppercase().to_string()),
            answer: Some(Answer::Use(info.id.clone())),
            recent: None,
        });
        let fits = |offer: Offer| Some((fit(&offer.name, &self.typed)?, offer));
        let mut found: Vec<(i32, Offer)> = actions.chain(labels).filter_map(fits).collect();
        found.sort_by_key(|(fit, offer)| (Reverse(*fit), offer.recent.is_none(), offer.recent));
        found.into_iter().map(|(_, offer)| offer).collect()
    }
}

fn offer_ui(ui: &mut Ui, offer: &Offer, is_marked: bool, engine: &mut TextEngine, theme: &Theme) -> egui::Response {
    // What cannot be had says why.
    let told = if offer.answer.is_some() { offer.name.clone() } else { format!("{}: {}", offer.name, offer.note) };
    let (rect, response) = row_ui(ui, theme, ROW, is_marked, &told);
    let color = if offer.answer.is_some() { theme.text.0 } else { theme.text_dim.0 };
    let right = rect.right_center() - egui::vec2(MARGIN, 0.0);
    let recent = if offer.recent.is_some() { tr!("recent   ") } else { "" };
    let note = format!("{recent}{}", offer.note);
    let note = ui.painter().text(right, Align2::RIGHT_CENTER, note, FontId::proportional(12.0), theme.text_muted.0);
    let words = rect.with_max_x(note.left() - MARGIN);
    engine.row_words(ui, words, rect.left() + MARGIN, &offer.name, (13.5, color));
    response
}
