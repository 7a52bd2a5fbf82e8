//! The field for how sure somebody is. It shows and asks; it changes nothing.

use crate::gui::language::tr;
use eframe::egui::{Role, Slider, Ui, WidgetInfo};

/// What was asked for: a confidence, or that none be stated.
type Asked = Option<Option<f64>>;

/// Draws the field for `known`; `typed` holds what a slider shows while it is moved. What it is to be, once it is moved or
/// taken away.
pub(super) fn confidence_ui(ui: &mut Ui, known: Option<f64>, typed: &mut Option<f64>) -> Asked {
    let mut asked = None;
    ui.horizontal(|ui| {
        let label = ui.label(tr!("Confidence"));
        let Some(mut value) = typed.or(known) else {
            if ui.button(tr!("not stated")).on_hover_text(tr!("Say how sure you are")).clicked() {
                asked = Some(Some(0.8));
            }
            return;
        };
        ui.spacing_mut().slider_width = (ui.available_width() - 110.0).clamp(40.0, 100.0);
        let response = ui.add(Slider::new(&mut value, 0.0..=1.0).step_by(0.05).fixed_decimals(2)).labelled_by(label.id);
        if response.changed() {
            *typed = Some(value);
        }
        if !response.dragged() && !response.has_focus() {
            asked = typed.take().filter(|typed| Some(*typed) != known).map(Some);
        }
        let none = ui.small_button("×").on_hover_text(tr!("State no confidence"));
        none.widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("State no confidence")));
        if none.clicked() {
            asked = Some(None);
        }
    });
    asked
}
