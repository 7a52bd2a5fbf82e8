//! The choice of an encoding, for one file or for all. It decodes nothing.

use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::gui::widgets::current_ui;
use crate::ingest::ENCODINGS;
use eframe::egui;
use eframe::egui::{ComboBox, RichText, Ui, WidgetInfo};

/// Width in points of the closed list.
const WIDTH: f32 = 150.0;

/// Draws a list of all encodings under `name`; whether another one was chosen. `found` is the one that was found out.
pub(super) fn encoding_ui(
    ui: &mut Ui,
    (name, salt): (&str, &str),
    chosen: &mut Option<String>,
    found: Option<&str>,
    theme: &Theme,
) -> bool {
    ui.label(
        RichText::new(if found.is_some() { tr!("Encoding") } else { tr!("Encoding of all") }).color(theme.text_muted.0),
    );
    let shown = match (chosen.as_deref(), found) {
        (Some(chosen), _) => chosen.to_owned(),
        (None, Some(found)) => tr!("{found} (found)", found),
        (None, None) => tr!("found out for each").to_owned(),
    };
    let before = chosen.clone();
    let combo = ComboBox::from_id_salt(salt).selected_text(&shown).width(WIDTH).height(320.0);
    let combo = combo.show_ui(ui, |ui| {
        ui.set_min_width(260.0);
        let row = ui.selectable_label(chosen.is_none(), tr!("found out"));
        current_ui(ui, &row, chosen.is_none());
        if row.clicked() {
            *chosen = None;
            ui.close();
        }
        for (encoding, about) in ENCODINGS {
            let is_set = chosen.as_deref() == Some(encoding);
            let row = ui.selectable_label(is_set, format!("{encoding}  –  {about}"));
            current_ui(ui, &row, is_set);
            if row.clicked() {
                *chosen = Some(encoding.to_owned());
                ui.close();
            }
        }
    });
    let told = format!("{name}: {shown}");
    combo.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, &told));
    *chosen != before
}
