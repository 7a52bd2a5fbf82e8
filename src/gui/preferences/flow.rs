//! Settings that were changed in the dialog, put in force.

use super::form::PreferencesForm;
use crate::gui::app::App;
use crate::gui::dialogs::Dialog;
use crate::store::Settings;
use eframe::egui::Context;

impl App {
    /// Opens the settings.
    pub(in crate::gui) fn open_preferences(&mut self) {
        self.dialog = Some(Dialog::Preferences(Box::new(PreferencesForm::new(&self.desk.settings))));
    }

    /// Puts in force what the dialog shows; what it does not show stays.
    pub(in crate::gui) fn take_preferences(&mut self, ctx: &Context, new: &Settings) {
        if new.theme != self.desk.settings.theme {
            self.set_theme(ctx, new.theme);
        }
        if new.zoom.to_bits() != self.desk.settings.zoom.to_bits() {
            self.set_zoom(ctx, new.zoom);
        }
        if new.annotator_name != self.desk.settings.annotator_name {
            self.desk.set_annotator_name(&new.annotator_name);
        }
        let settings = &mut self.desk.settings;
        settings.font_size = new.font_size;
        settings.reading_chars = new.reading_chars;
        settings.line_height = new.line_height;
        settings.serif = new.serif;
        settings.paragraph_numbers = new.paragraph_numbers;
        settings.scroll_together = new.scroll_together;
        settings.snap = new.snap;
        settings.trim = new.trim;
        settings.autosave_secs = new.autosave_secs;
    }
}
