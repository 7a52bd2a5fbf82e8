//! What of the sides counts: a layer, a label, regions or not.

use super::form::AgreementForm;
use crate::gui::article::{TextEngine, widget_words};
use crate::gui::language::tr;
use crate::gui::widgets::chosen_ui;
use crate::model::Session;
use eframe::egui;
use eframe::egui::{ComboBox, Ui, WidgetInfo};

impl AgreementForm {
    pub(super) fn choices_ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine) {
        ui.horizontal_wrapped(|ui| {
            self.layer_ui(ui, session, engine);
            self.label_ui(ui, session, engine);
            let box_ = ui.checkbox(&mut self.scope.skip_regions, tr!("Leave out regions"));
            box_.on_hover_text(tr!("Captions, adverts and other regions that any side accepted do not count"));
        });
    }

    fn layer_ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine) {
        let scope = &mut self.scope;
        let layers = &session.schema.layers;
        let known = scope.layer.as_ref().and_then(|layer| layers.iter().find(|known| known.id == *layer));
        let shown = known.map_or(tr!("any layer"), |layer| layer.name.as_str());
        combo_ui(ui, tr!("Layer"), shown, |ui| {
            if chosen_ui(ui, engine, scope.layer.is_none(), tr!("any layer")) {
                scope.layer = None;
            }
            for layer in layers {
                if chosen_ui(ui, engine, scope.layer.as_ref() == Some(&layer.id), &layer.name) {
                    scope.layer = Some(layer.id.clone());
                    scope.labels.retain(|label| label.layer() == layer.id.as_str());
                }
            }
        });
    }

    fn label_ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine) {
        let scope = &mut self.scope;
        let shown = scope.labels.first().map_or(tr!("any label"), |label| session.schema.label_name(label)).to_owned();
        combo_ui(ui, tr!("Label"), &shown, |ui| {
            if chosen_ui(ui, engine, scope.labels.is_empty(), tr!("any label")) {
                scope.labels.clear();
            }
            for info in session.schema.label_infos() {
                let is_in = scope.layer.as_ref().is_none_or(|layer| info.id.layer() == layer.as_str());
                let indent = "  ".repeat(info.id.as_str().matches('.').count());
                let name = format!("{indent}{}", info.name);
                if is_in && chosen_ui(ui, engine, scope.labels.first() == Some(info.id), &name) {
                    scope.labels = vec![info.id.clone()];
                }
            }
        });
    }
}

/// A box to choose from, with a name for screen readers.
pub(super) fn combo_ui(ui: &mut Ui, name: &str, chosen: &str, choices_ui: impl FnOnce(&mut Ui)) {
    let combo = ComboBox::from_id_salt(("choice", name)).selected_text(widget_words(chosen)).width(150.0).truncate();
    let shown = combo.show_ui(ui, choices_ui);
    shown.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, format!("{name}: {chosen}")));
}
