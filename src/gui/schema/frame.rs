//! What stands around the middle of the editor: its tabs and files, what the draft would change, the buttons.
//!
//! It shows and asks; it changes nothing.

use super::draft::slugs;
use super::editor::{PREVIEW_HEIGHT, SchemaEditor, Tab};
use super::fields::Brush;
use super::item::{Item, Kind};
use super::preview::{Line, Weight, lines};
use crate::codec::{BUNDLED_SCHEMAS, bundled_schema};
use crate::gui::dialogs::Answer;
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::gui::widgets::key_text;
use crate::workbench::Purpose;
use crate::workbench::Twins;
use eframe::egui;
use eframe::egui::{RichText, ScrollArea, Sense, Ui, Vec2, WidgetInfo};
use std::sync::Arc;

const ROW_HEIGHT: f32 = 21.0;

impl SchemaEditor {
    /// The heading, the tabs and what is done with files.
    pub(super) fn head_ui(&mut self, ui: &mut Ui) -> Option<Answer> {
        let mut answer = None;
        ui.horizontal(|ui| {
            ui.heading(tr!("Schema"));
            ui.add_space(10.0);
            let schema = &self.draft.now.schema;
            let count = |kind: Kind| slugs(schema, kind).len();
            let changes = self.changes.count(&self.draft);
            let tabs = [
                (Tab::Items(Kind::Label), tr!("Labels · {}", count(Kind::Label))),
                (Tab::Items(Kind::Attribute), tr!("Attributes · {}", count(Kind::Attribute))),
                (Tab::Items(Kind::Relation), tr!("Relation types · {}", count(Kind::Relation))),
                (Tab::Whole, tr!("Name and differences · {changes}", changes)),
            ];
            for (tab, text) in tabs {
                if ui.selectable_label(self.tab == tab, text).clicked() {
                    self.show(tab);
                }
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.menu_button(tr!("Schema file"), |ui| answer = self.file_menu_ui(ui).or(answer.take()));
            });
        });
        ui.separator();
        answer
    }

    fn file_menu_ui(&mut self, ui: &mut Ui) -> Option<Answer> {
        let mut answer = None;
        ui.set_min_width(230.0);
        for (text, asked) in [
            (tr!("Open a schema…"), Answer::Choose(Purpose::OpenSchema)),
            (tr!("Open a schema by path…"), Answer::Type(Purpose::OpenSchema)),
            (tr!("Save the schema as…"), Answer::Choose(Purpose::SaveSchema)),
            (tr!("Save the schema by path…"), Answer::Type(Purpose::SaveSchema)),
        ] {
            if ui.button(text).clicked() {
                answer = Some(asked);
                ui.close();
            }
        }
        ui.separator();
        for (name, _) in BUNDLED_SCHEMAS {
            if ui.button(tr!("Start from {name}", name)).clicked()
                && let Some(schema) = bundled_schema(name)
            {
                self.take_schema(schema);
                ui.close();
            }
        }
        answer
    }

    /// What the draft would change.
    pub(super) fn preview_ui(&mut self, ui: &mut Ui, brush: &mut Brush<'_>) {
        let theme = brush.theme;
        let room = Vec2::new(ui.available_width(), PREVIEW_HEIGHT);
        ui.allocate_ui_with_layout(room, egui::Layout::top_down(egui::Align::LEFT), |ui| {
            ui.set_min_size(room);
            let found = self.counting.effects(&self.draft).map(|(effects, is_now)| (Arc::clone(effects), is_now));
            let (head, lines) = match &found {
                None => (tr!("counting…").to_owned(), Vec::new()),
                Some((effects, _)) => {
                    let lines = lines(&self.draft, effects);
                    let summary = effects.summary();
                    let head = match (summary.is_empty(), lines.is_empty()) {
                        (false, _) => summary,
                        (true, true) => tr!("no mention, relation or value").to_owned(),
                        (true, false) => tr!("nothing yet").to_owned(),
                    };
                    (head, lines)
                }
            };
            ui.horizontal(|ui| {
                ui.label(RichText::new(tr!("WOULD CHANGE")).small().strong().color(theme.text_muted.0));
                ui.label(&head);
                if found.as_ref().is_some_and(|(effects, _)| effects.twins > 0) {
                    let mut joins = self.draft.now.twins == Twins::Join;
                    let hint = tr!(
                        "Of two mentions with one label on the same words the older stays, with what both have and \
                                what hangs on both; all in the same step"
                    );
                    ui.checkbox(&mut joins, tr!("Join mentions on the same words")).on_hover_text(hint);
                    self.draft.now.twins = if joins { Twins::Join } else { Twins::Keep };
                }
                if self.counting.is_stopped() && ui.button(tr!("Count again")).clicked() {
                    self.counting.again();
                }
                if found.as_ref().is_none_or(|(_, is_now)| !is_now) && !self.counting.is_stopped() {
                    ui.spinner();
                    let stop = ui.button(tr!("Stop")).on_hover_text(tr!("Stops counting"));
                    stop.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, tr!("Stop counting")));
                    if stop.clicked() {
                        self.counting.is_stopping = true;
                    }
                }
            });
            if let Some(item) = lines_ui(ui, &lines, brush) {
                self.choose(&item);
            }
        });
    }

    /// The buttons, and why the draft cannot be applied.
    pub(super) fn buttons_ui(&mut self, ui: &mut Ui, theme: &Theme) -> Option<Answer> {
        if self.is_leaving {
            return self.leaving_ui(ui);
        }
        let mut answer = None;
        let why_not = self.why_not();
        let is_applying = self.counting.is_applying;
        ui.horizontal(|ui| {
            let ready = why_not.is_none() && !is_applying;
            let apply = ui.add_enabled(ready, egui::Button::new(tr!("Apply"))).on_hover_text(tr!("One step, which undo takes back (Ctrl+Enter)"));
            if apply.clicked() {
                answer = Some(Answer::ApplySchema);
            }
            if ui.button(tr!("Cancel")).clicked() {
                answer = Some(Answer::Close);
            }
            if let Some(path) = self.replaces.clone() {
                ui.label(tr!("{} is there already.", path.display()));
                if ui.button(tr!("Replace it")).clicked() {
                    answer = Some(Answer::ReplaceSchema);
                }
                return;
            }
            let told = if is_applying { Some(tr!("Checking the schema…").to_owned()) } else { self.message.clone().or(why_not) };
            match told {
                Some(text) => {
                    ui.add(egui::Label::new(RichText::new(text).color(theme.text_muted.0)).wrap());
                }
                None => {
                    ui.label(key_text(theme, tr!("Ctrl+Enter applies · Ctrl+PageDown next tab · Alt+Up, Alt+Down move · Ctrl+Z undoes in the draft")));
                }
            }
        });
        answer
    }

    fn leaving_ui(&mut self, ui: &mut Ui) -> Option<Answer> {
        let mut answer = None;
        ui.horizontal(|ui| {
            ui.label(tr!("The draft is not applied. Give it up?"));
            if ui.button(tr!("Give the draft up")).clicked() {
                answer = Some(Answer::Discard);
            }
            if ui.button(tr!("Keep editing")).clicked() {
                self.is_leaving = false;
            }
        });
        answer
    }
}

/// Draws the lines of what would change; what one that was clicked is about.
fn lines_ui(ui: &mut Ui, lines: &[Line], brush: &mut Brush<'_>) -> Option<Item> {
    let theme = brush.theme;
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    let height = (ui.max_rect().bottom() - ui.cursor().top()).max(40.0);
    let area = ScrollArea::vertical().id_salt("schema effects").auto_shrink([false, false]);
    area.min_scrolled_height(height).max_height(height).show_rows(ui, ROW_HEIGHT, lines.len(), |ui, range| {
        for (weight, line, item) in lines.get(range).unwrap_or_default() {
            let size = Vec2::new(ui.available_width(), ROW_HEIGHT);
            let (sense, role) =
                if item.is_some() { (Sense::CLICK, egui::Role::Button) } else { (Sense::hover(), egui::Role::Label) };
            let (rect, response) = ui.allocate_exact_size(size, sense);
            response.widget_info(|| WidgetInfo::labeled(role, true, line));
            let (sign, color) = match weight {
                Weight::Plain => ("•", theme.text.0),
                Weight::Loss => ("−", theme.danger.0),
                Weight::Open => ("?", theme.warning.0),
            };
            if item.is_some() && response.hovered() {
                ui.painter().rect_filled(rect, 4.0, theme.selection.0.gamma_multiply(0.35));
            }
            let text = format!("{sign}  {line}");
            brush.engine.row_words(ui, rect, rect.left() + 2.0, &text, (13.0, color));
            if response.clicked() {
                clicked.clone_from(item);
            }
            if item.is_some() {
                response.on_hover_text(tr!("A click goes there, to say what becomes of it"));
            }
        }
    });
    clicked
}
